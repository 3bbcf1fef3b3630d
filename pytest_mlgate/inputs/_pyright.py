"""pyright and basedpyright: their configuration without what names programs, and their errors."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _tools
from pytest_mlgate.inputs._documents import as_table, load_toml
from pytest_mlgate.inputs.project import Project

_FILE = "pyrightconfig.json"
_SAFE = re.compile(
    r"include|exclude|ignore|strict\w*|typeCheckingMode|pythonVersion|pythonPlatform|stubPath|"
    r"report\w+|enable\w+|disable\w+|deprecate\w+|analyzeUnannotatedFunctions|defineConstant|"
    r"executionEnvironments|extraPaths|useLibraryCodeForTypes|failOnWarnings|baselineMode"
)
"""Settings that change what is found; others name an environment or another file."""
_PATHS = ("include", "stubPath", "executionEnvironments", "extraPaths")
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|,(?=\s*[\]}])', re.DOTALL)


def configured(project: Project) -> tuple[str, str] | None:
    """Return the tool and the file that configures it, ``None`` without one."""
    if project.exists(_FILE):
        return "pyright", _FILE
    if project.exists("pyproject.toml"):
        tool = as_table(
            "pyproject.toml", "tool", load_toml(project, "pyproject.toml").get("tool", {})
        )
        for name in ("basedpyright", "pyright"):
            if name in tool:
                return name, "pyproject.toml"
    return None


def configuration(project: Project, name: str, path: str | None) -> str:
    """Return the project's configuration, without what could run anything.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    settings: dict[str, Any] = {}
    if path == _FILE:
        settings = _of_json(project)
    elif path:
        settings = as_table(path, f"tool.{name}", load_toml(project, path)["tool"][name])
    chosen = {
        key: value
        for key, value in settings.items()
        if _SAFE.fullmatch(key) and not (key in _PATHS and _tools.leaves(value))
    }
    return json.dumps(chosen, default=str)


def errors(
    tool: _tools.Tool, configuration: str, folder: Path, timeout: float
) -> list[tuple[str, int, str]]:
    """Return path, line and rule of every error in a copy of the project.

    Raises
    ------
    InputError
        If it stops before it has looked at everything.
    """
    (folder / _FILE).write_text(configuration, encoding="utf-8")
    command = [tool.path, "--outputjson", "--project", str(folder), "--pythonpath", sys.executable]
    done = _tools.run(command, folder, timeout=timeout)
    try:
        diagnostics = json.loads(done.output)["generalDiagnostics"]
        return sorted(
            (_relative(found["file"], folder), found["range"]["start"]["line"] + 1,
             found.get("rule", "error"))
            for found in diagnostics
            if found["severity"] == "error" and "range" in found
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"{tool.name} {tool.version}",
            found=f"status {done.status} and no result as JSON",
            expected=f"a run to the end (does `{tool.name}` work by itself, without a network?)",
        ) from None


def _relative(file: str, folder: Path) -> str:
    path = Path(file)
    for root in (folder, folder.resolve()):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


def _of_json(project: Project) -> dict[str, Any]:
    """Return the content of the JSON file, in which comments and trailing commas are allowed."""
    text = _TOKEN.sub(lambda t: t[0] if t[0][0] == '"' else "", project.read_text(_FILE))
    try:
        return as_table(_FILE, "", json.loads(text))
    except (ValueError, RecursionError):
        raise InputError(_FILE, found="broken JSON", expected="valid JSON") from None
