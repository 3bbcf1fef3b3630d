"""Dependencies in ``setup.cfg``, ``setup.py``, ``environment.yml`` and ``Pipfile``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._dependency import RUNTIME, Dependency, applies, parse
from pytest_mlgate.inputs._documents import as_strings, as_table, as_type, normalized
from pytest_mlgate.inputs._manifest_requirements import _direct, _is_direct

_CONDA = re.compile(r"(?:[\w.\-/]+::)?(?P<name>[A-Za-z0-9_.\-]+)\s*(?P<version>[=<>!~*\d].*)?")
_CONDA_OWN = frozenset({"python", "pip"})
_SETUP_NEEDS = ("install_requires", "extras_require")
_PIPFILE_OTHER = frozenset({"source", "requires", "scripts", "pipfile", "pipenv"})


def read_setup_cfg(path: str, text: str) -> tuple[list[Dependency], str]:
    """Return dependencies and ``python_requires`` of a ``setup.cfg``."""
    from configparser import ConfigParser, Error

    config = ConfigParser(interpolation=None)
    try:
        config.read_string(text)
    except Error as error:
        raise InputError(
            path, found=f"a broken file ({str(error).splitlines()[0]})", expected="an INI file"
        ) from None
    found: list[Dependency] = []
    entries = {RUNTIME: config.get("options", "install_requires", fallback="")}
    if config.has_section("options.extras_require"):
        entries |= dict(config.items("options.extras_require"))
    for group, value in entries.items():
        found.extend(
            _setup_entry(line.strip(), path, group)
            for line in value.splitlines()
            if line.strip() and not line.lstrip().startswith(("#", "file:"))
        )
    return found, config.get("options", "python_requires", fallback="").strip()


def _setup_entry(text: str, path: str, group: str) -> Dependency:
    key = f"options.extras_require {group}" if group else "options.install_requires"
    return parse(text, path, key=key, group=normalized(group), optional=bool(group))


def read_setup_py(path: str, text: str) -> tuple[list[Dependency], str, str]:
    """Return dependencies, ``python_requires`` and what could not be read without running it.

    The file is parsed and never run: literals count, and names bound once at module level
    to a literal.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise InputError(path, found=f"broken Python ({error})", expected="Python source") from None
    names = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    found: list[Dependency] = []
    requires_python, unread = "", ""
    changed = _changed(tree)
    for keyword in _setup_keywords(tree):
        value = keyword.value
        if isinstance(value, ast.Name):
            if keyword.arg in _SETUP_NEEDS and value.id in changed:
                unread = f"{keyword.arg}, which is changed after it is written"
            value = names.get(value.id, value)
        if keyword.arg is None:
            unread = "arguments passed with **"
            continue
        if keyword.arg not in {*_SETUP_NEEDS, "python_requires"}:
            continue
        try:
            literal = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            unread = f"{keyword.arg}, which is computed"
            continue
        if keyword.arg == "python_requires":
            requires_python = as_type(path, keyword.arg, literal, str)
        elif keyword.arg == "install_requires":
            found += _setup_list(path, literal, RUNTIME, keyword.value.lineno)
        else:
            for extra, entries in as_table(path, keyword.arg, literal).items():
                found += _setup_list(path, entries, extra, keyword.value.lineno)
    return found, requires_python, unread


def _changed(tree: ast.Module) -> set[str]:
    """Return the names whose list or table a statement adds to."""
    changed = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.Subscript(value=ast.Name(id=name), ctx=ast.Store())
                | ast.AugAssign(target=ast.Name(id=name))
                | ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id=name), attr="append" | "extend" | "update" | "insert"
                    )
                )
            ):
                changed.add(name)
    return changed


def _setup_keywords(tree: ast.Module) -> Iterator[ast.keyword]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else None
            if isinstance(function, ast.Name):
                name = function.id
            if name == "setup":
                yield from node.keywords


def _setup_list(path: str, value: object, group: str, line: int) -> list[Dependency]:
    texts = value.splitlines() if isinstance(value, str) else value
    if isinstance(texts, tuple):
        texts = list(texts)
    return [
        parse(text, path, line=line, group=normalized(group), optional=bool(group))
        for text in as_strings(path, group or "install_requires", texts)
        if text.strip()
    ]


def read_conda(path: str, content: dict[str, Any]) -> tuple[list[Dependency], str]:
    """Return dependencies and the specifier of Python of a conda environment file."""
    found: list[Dependency] = []
    requires_python = ""
    entries: list[Any] = as_type(path, "dependencies", content.get("dependencies", []), list)
    for index, entry in enumerate(entries):
        key = f"dependencies[{index}]"
        if isinstance(entry, dict):
            found += _conda_pip(path, key, entry)
            continue
        named = _CONDA.fullmatch(as_type(path, key, entry, str).strip())
        specifier = _conda_specifier(named["version"] or "") if named else None
        if named is None or specifier is None:
            raise InputError(
                path, key=key, found=repr(entry)[:80], expected="a package such as numpy=2.1"
            )
        name = normalized(named["name"])
        if name == "python":
            requires_python = specifier
        if name not in _CONDA_OWN:
            found.append(Dependency(name, specifier, path, conda=True))
    return found, requires_python


def _conda_specifier(text: str) -> str | None:
    try:
        return _specifiers.from_conda(text)
    except ValueError:
        return None


def _conda_pip(path: str, key: str, entry: dict[Any, Any]) -> Iterator[Dependency]:
    for text in as_strings(path, f"{key}.pip", as_table(path, key, entry).get("pip", [])):
        bare = text.strip()
        if bare.startswith("-e"):
            yield _direct(bare[2:].strip(), path, 0, RUNTIME, editable=True)
        elif not bare.startswith("-") and bare:
            if _is_direct(bare) and " @ " not in bare:
                yield _direct(bare, path, 0, RUNTIME)
            else:
                yield parse(bare, path, key=f"{key}.pip")


def read_pipfile(path: str, content: dict[str, Any]) -> tuple[list[Dependency], str]:
    """Return dependencies and the specifier of Python of a ``Pipfile``."""
    found: list[Dependency] = []
    groups = {"packages": RUNTIME, "dev-packages": "dev"}
    for table, entries in content.items():
        if table in _PIPFILE_OTHER:
            continue
        for name, value in as_table(path, table, entries).items():
            group = groups.get(table, normalized(table))
            found.append(_pipfile_entry(path, f"{table}.{name}", name, value, group))
    requires = as_table(path, "requires", content.get("requires", {}))
    full, short = requires.get("python_full_version"), requires.get("python_version")
    python = f"=={full}" if full else f"=={short}.*" if short else ""
    return found, python


def _pipfile_entry(path: str, key: str, name: str, value: object, group: str) -> Dependency:
    fields = {"version": value} if isinstance(value, str) else as_table(path, key, value)
    version = as_type(path, key, fields.get("version", "*"), str).strip()
    # A marker may be written whole, or in parts under the marker's own names.
    parts = [
        f"{marker} {fields[marker]}"
        for marker in ("sys_platform", "os_name", "platform_machine", "python_version")
        if marker in fields
    ]
    if "markers" in fields:
        parts.append(as_type(path, f"{key}.markers", fields["markers"], str))
    marker = " and ".join(f"({part})" for part in parts)
    specifier = "" if version == "*" else version
    specifier = f"=={specifier}" if specifier[:1].isdigit() else specifier
    try:
        _specifiers.alternatives(specifier)
    except ValueError:
        raise InputError(
            path, key=key, found=repr(version), expected="a specifier such as '>=1.2'"
        ) from None
    url = next((str(fields[k]) for k in ("git", "path", "file", "url") if k in fields), "")
    if url and "ref" in fields:
        url += f"@{fields['ref']}"
    return Dependency(
        name=normalized(name),
        specifier=specifier,
        path=path,
        group=group,
        url=without_userinfo(url),
        editable=fields.get("editable") is True,
        marker=marker,
        applies=applies(marker, path, key=key),
    )
