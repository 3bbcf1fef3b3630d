"""mypy: the part of its configuration that cannot run or write anything, and its errors."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _tools
from pytest_mlgate.inputs._documents import as_table, load_toml
from pytest_mlgate.inputs.project import Project

FILES = ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")
"""Where mypy looks for its configuration, in its order."""
_OURS = "mlgate-mypy.ini"
_SAFE = re.compile(
    r"files|modules|packages|exclude|mypy_path|namespace_packages|explicit_package_bases|"
    r"ignore_missing_imports|follow_(untyped_)?imports|follow_imports_for_stubs|no_site_packages|"
    r"no_silence_site_packages|python_version|platform|always_(true|false)|"
    r"(dis)?allow_\w+|check_untyped_defs|implicit_optional|no_implicit_optional|strict\w*|warn_\w+|"
    r"show_none_errors|ignore_errors|implicit_reexport|local_partial_types|"
    r"(dis|en)able_error_code|extra_checks|no_implicit_reexport|untyped_calls_exclude|"
    r"enable_incomplete_feature|deprecated_calls_exclude"
)
"""Settings that change what is found; others import plug-ins, name programs or write reports."""
_PATHS = ("files", "mypy_path")
_SECTION = re.compile(r"mypy(-[\w.*, -]+)?")
_SOURCES = ("files", "modules", "packages")


def configured(project: Project) -> str | None:
    """Return the file that configures mypy, ``None`` without one."""
    for path in FILES:
        if project.exists(path) and _sections(project, path):
            return path
    return None


def configuration(project: Project, path: str | None, *, run_plugins: bool) -> str:
    """Return the project's configuration, without what could run or write anything.

    Raises
    ------
    InputError
        If the file cannot be read, or names plug-ins that nobody has allowed to run.
    """
    parser = configparser.RawConfigParser()
    sections = _sections(project, path) if path else {}
    sections.setdefault("mypy", {})
    for name, settings in sections.items():
        chosen = {
            key: value
            for key, value in settings.items()
            if _SAFE.fullmatch(key) and not (key in _PATHS and _tools.leaves(value))
        }
        plugins = settings.get("plugins", "")
        if plugins and not run_plugins:
            raise InputError(
                str(path),
                key="mypy plugins",
                found=f"{plugins}, which would run inside mypy",
                expected="none, or [inputs.type-checker] run-plugins = true",
            )
        parser[name] = chosen | ({"plugins": plugins} if plugins else {})
    if not any(key in parser["mypy"] for key in _SOURCES):
        parser["mypy"]["files"] = "."
    lines = []
    for name in parser.sections():
        if not _SECTION.fullmatch(name):
            raise InputError(
                str(path), key=name, found="an unusual section", expected="mypy or mypy-<module>"
            )
        lines.append(f"[{name}]")
        for key, value in parser[name].items():
            # A line end in a value must not begin a setting of its own.
            lines.append(f"{key} = " + "\n    ".join(value.splitlines()))
    return "\n".join(lines) + "\n"


def errors(
    tool: _tools.Tool, configuration: str, folder: Path, cache: Path, timeout: float
) -> list[tuple[str, int, str]]:
    """Return path, line and code of every error in a copy of the project.

    Raises
    ------
    InputError
        If mypy stops before it has looked at everything.
    """
    (folder / _OURS).write_text(configuration, encoding="utf-8")
    command = [tool.path, "--config-file", _OURS, "--cache-dir", str(cache), "--output", "json"]
    done = _tools.run([*command, "--no-error-summary"], folder, timeout=timeout)
    found = list(_parsed(done.output))
    if done.status not in (0, 1):
        said = [str(error.get("message")) for error in found] or done.complaint.splitlines()
        reason = said[0][:200] if said else "no reason"
        raise InputError(
            f"mypy {tool.version}",
            found=f"status {done.status} before it was through ({reason})",
            expected="a run to the end (does `mypy` work by itself?)",
        )
    return sorted(
        (
            str(error.get("file", "")).replace("\\", "/"),
            int(error.get("line") or 0),
            str(error.get("code") or "error"),
        )
        for error in found
    )


def _parsed(output: str) -> Iterator[dict[str, Any]]:
    for line in output.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.get("severity") == "error":
            yield found


def _sections(project: Project, path: str) -> dict[str, dict[str, str]]:
    """Return section -> key -> text of what a file says about mypy, empty if it says nothing."""
    if path.endswith(".toml"):
        return dict(_of_toml(path, load_toml(project, path)))
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(project.read_text(path))
    except configparser.Error as error:
        found = f"no INI file ({type(error).__name__})"
        raise InputError(path, found=found, expected="a configuration of mypy") from None
    return {
        name: {key.replace("-", "_"): value for key, value in parser[name].items()}
        for name in parser.sections()
        if name == "mypy" or name.startswith("mypy-")
    }


def _of_toml(path: str, document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    tool = as_table(path, "tool", document.get("tool", {}))
    if "mypy" not in tool:
        return
    settings = as_table(path, "tool.mypy", tool["mypy"])
    yield "mypy", {key: _text(value) for key, value in settings.items() if key != "overrides"}
    overrides = settings.get("overrides", [])
    for override in overrides if isinstance(overrides, list) else []:
        table = as_table(path, "tool.mypy.overrides", override)
        yield (
            f"mypy-{_text(table.get('module', ''))}",
            {key: _text(value) for key, value in table.items() if key != "module"},
        )


def _text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    return str(value)
