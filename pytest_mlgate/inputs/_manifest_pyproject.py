"""Dependencies in ``pyproject.toml``: PEP 621, PEP 735, Poetry and PDM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._dependency import RUNTIME, Dependency, applies, parse
from pytest_mlgate.inputs._documents import as_strings, as_table, as_type, normalized


def project_dependencies(path: str, content: dict[str, Any]) -> Iterator[Dependency]:
    """Yield what every table of the file asks for."""
    yield from _standard(path, content)
    tools = as_table(path, "tool", content.get("tool", {}))
    pdm = as_table(path, "tool.pdm", tools.get("pdm", {}))
    groups = as_table(path, "tool.pdm.dev-dependencies", pdm.get("dev-dependencies", {}))
    for group, entries in groups.items():
        key = f"tool.pdm.dev-dependencies.{group}"
        yield from _list(path, key, entries, group=normalized(group))
    yield from _poetry(path, as_table(path, "tool.poetry", tools.get("poetry", {})))


def requires_python(path: str, content: dict[str, Any]) -> str:
    """Return which versions of Python the project admits, an empty text for any."""
    project = as_table(path, "project", content.get("project", {}))
    if "requires-python" in project:
        text = as_type(path, "project.requires-python", project["requires-python"], str)
        return _checked(path, "project.requires-python", text)
    tools = as_table(path, "tool", content.get("tool", {}))
    poetry = as_table(path, "tool.poetry", tools.get("poetry", {}))
    needs = as_table(path, "tool.poetry.dependencies", poetry.get("dependencies", {}))
    python = needs.get("python", "")
    return _constraint(path, "tool.poetry.dependencies.python", python) if python else ""


def _standard(path: str, content: dict[str, Any]) -> Iterator[Dependency]:
    project = as_table(path, "project", content.get("project", {}))
    yield from _list(path, "project.dependencies", project.get("dependencies", []))
    extras = as_table(
        path, "project.optional-dependencies", project.get("optional-dependencies", {})
    )
    for extra, entries in extras.items():
        key = f"project.optional-dependencies.{extra}"
        yield from _list(path, key, entries, group=normalized(extra), optional=True)
    groups = as_table(path, "dependency-groups", content.get("dependency-groups", {}))
    known = {normalized(group) for group in groups}
    for group, entries in groups.items():
        key = f"dependency-groups.{group}"
        for entry in as_type(path, key, entries, list):
            if not isinstance(entry, dict):
                yield from _list(path, key, [entry], group=normalized(group))
                continue
            # An included group is read under its own name already.
            included = as_type(path, f"{key}.include-group", entry.get("include-group"), str)
            if normalized(included) not in known:
                raise InputError(
                    path,
                    key=key,
                    found=f"an include of the group {included!r}, which does not exist",
                    expected="one of " + ", ".join(sorted(known)),
                )


def _list(
    path: str, key: str, entries: object, *, group: str = RUNTIME, optional: bool = False
) -> Iterator[Dependency]:
    for text in as_strings(path, key, entries):
        if text.startswith("-e "):  # PDM writes editable development dependencies so
            url = without_userinfo(text.removeprefix("-e ").partition("#")[0].strip())
            yield Dependency("", "", path, group=group, url=url, editable=True)
        else:
            yield parse(text, path, key=key, group=group, optional=optional)


def _poetry(path: str, poetry: dict[str, Any]) -> Iterator[Dependency]:
    tables = {"dependencies": RUNTIME, "dev-dependencies": "dev"}
    for table, group in tables.items():
        yield from _poetry_table(path, f"tool.poetry.{table}", poetry.get(table, {}), group)
    groups = as_table(path, "tool.poetry.group", poetry.get("group", {}))
    for group, content in groups.items():
        key = f"tool.poetry.group.{group}"
        entries = as_table(path, key, content).get("dependencies", {})
        yield from _poetry_table(path, f"{key}.dependencies", entries, normalized(group))


def _poetry_table(path: str, key: str, table: object, group: str) -> Iterator[Dependency]:
    for name, value in as_table(path, key, table).items():
        if normalized(name) == "python":
            continue
        place = f"{key}.{name}"
        # Several entries for one package exclude one another by markers.
        for entry in value if isinstance(value, list) else [value]:
            yield _poetry_entry(path, place, name, entry, group)


def _poetry_entry(path: str, key: str, name: str, entry: object, group: str) -> Dependency:
    fields = {"version": entry} if isinstance(entry, str) else as_table(path, key, entry)
    url = next((str(fields[k]) for k in ("git", "url", "path", "file") if k in fields), "")
    if "git" in fields and "rev" in fields:
        url += f"@{fields['rev']}"
    marker = as_type(path, f"{key}.markers", fields.get("markers", ""), str)
    holds = applies(marker, path, key=key)
    if "python" in fields:
        import platform

        wanted = _constraint(path, f"{key}.python", fields["python"])
        holds = holds and _specifiers.admits(wanted, platform.python_version().rstrip("+"))
    return Dependency(
        name=normalized(name),
        specifier=_constraint(path, key, fields["version"]) if "version" in fields else "",
        path=path,
        group=group,
        optional=fields.get("optional") is True,
        url=without_userinfo(url),
        editable=fields.get("develop") is True,
        marker=marker,
        applies=holds,
        extras=tuple(as_strings(path, f"{key}.extras", fields.get("extras", []))),
    )


def _constraint(path: str, key: str, text: object) -> str:
    try:
        return _specifiers.from_poetry(as_type(path, key, text, str))
    except ValueError:
        raise InputError(
            path, key=key, found=repr(text)[:80], expected="a version constraint such as '^1.2'"
        ) from None


def _checked(path: str, key: str, text: str) -> str:
    try:
        _specifiers.alternatives(text)
    except ValueError:
        raise InputError(
            path, key=key, found=repr(text)[:80], expected="a specifier such as '>=3.11'"
        ) from None
    return text
