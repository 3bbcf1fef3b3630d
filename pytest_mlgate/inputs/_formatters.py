"""Which formatter a project has agreed on, and which files it would change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _ruff, _tools
from pytest_mlgate.inputs._documents import as_table, load_toml, load_yaml
from pytest_mlgate.inputs.project import Project

PRE_COMMIT = ".pre-commit-config.yaml"
RUFF_FILES = ("ruff.toml", ".ruff.toml")
_HOOKS = {"black": "black", "black-jupyter": "black", "ruff-format": "ruff"}


@dataclass(frozen=True)
class Formatter:
    """A formatter that the project configures.

    Parameters
    ----------
    name, version:
        Which one, and the version that is installed.
    config:
        The file that says so.
    pinned:
        Version that its pre-commit hook has, empty without one.
    unformatted:
        The files that it would change.
    problem, missing:
        Why it was not run, and whether that is because it is not installed.
    """

    name: str
    config: str
    pinned: str = ""
    version: str = ""
    unformatted: tuple[str, ...] = ()
    problem: str = ""
    missing: bool = False

    @property
    def is_other_version(self) -> bool:
        """Whether the pinned version may format in another way than the installed one."""
        parts = 1 if self.name == "black" else 2  # black changes its style once a year
        pinned = self.pinned.removeprefix("v").split(".")[:parts]
        return bool(self.pinned) and pinned != self.version.split(".")[:parts]


def ruff_config(project: Project) -> str:
    """Return the file that configures ruff, empty without one."""
    for path in RUFF_FILES:
        if project.exists(path):
            return path
    return "pyproject.toml" if "ruff" in _tool(project) else ""


def others(project: Project) -> tuple[str, ...]:
    """Return the linters that the project configures and that are not run here."""
    files = {"flake8": (".flake8",), "pylint": (".pylintrc", "pylintrc"), "isort": (".isort.cfg",)}
    tool = _tool(project)
    return tuple(
        name
        for name, paths in files.items()
        if name in tool or any(project.exists(path) for path in paths)
    )


def run(
    project: Project, ruff: _tools.Tool | None, paths: Sequence[str], timeout: float
) -> Formatter | None:
    """Run the formatter that the project configures; ``None`` if there is none."""
    name, config, pinned = _configured(project)
    if not name:
        return None
    tool = ruff if name == "ruff" else _tools.find(name)
    if tool is None:
        problem = f"{config} asks for {name}, which is not installed here"
        return Formatter(name, config, pinned, problem=problem, missing=True)
    check = _ruff.unformatted if name == "ruff" else _unformatted_for_black
    try:
        found = check(tool, project.root, paths, timeout)
    except InputError as error:
        return Formatter(name, config, pinned, tool.version, problem=str(error))
    return Formatter(name, config, pinned, tool.version, tuple(found))


def _configured(project: Project) -> tuple[str, str, str]:
    """Return the formatter's name, the file that configures it, and the pinned version."""
    hooks = dict(_hooks(project))
    tool = _tool(project)
    ruff = tool.get("ruff")
    if isinstance(ruff, dict) and "format" in ruff:
        return "ruff", "pyproject.toml", hooks.get("ruff", "")
    for path in RUFF_FILES:
        if project.exists(path) and "format" in load_toml(project, path):
            return "ruff", path, hooks.get("ruff", "")
    if "black" in tool:
        return "black", "pyproject.toml", hooks.get("black", "")
    for name, version in hooks.items():
        return name, PRE_COMMIT, version
    return "", "", ""


def _tool(project: Project) -> dict[str, Any]:
    if not project.exists("pyproject.toml"):
        return {}
    document = load_toml(project, "pyproject.toml")
    return as_table("pyproject.toml", "tool", document.get("tool", {}))


def _hooks(project: Project) -> Iterator[tuple[str, str]]:
    """Yield formatter and version of every hook that formats Python."""
    document: dict[str, Any] = {}
    if project.exists(PRE_COMMIT):
        with contextlib.suppress(InputError):  # another check says what is wrong with it
            document = load_yaml(project, PRE_COMMIT)
    for repo in _tables(document.get("repos")):
        for hook in _tables(repo.get("hooks")):
            if (name := _HOOKS.get(str(hook.get("id")))) is not None:
                is_local = repo.get("repo") == "local"
                yield name, "" if is_local else str(repo.get("rev") or "")


def _tables(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _unformatted_for_black(
    tool: _tools.Tool, root: Path, paths: Sequence[str], timeout: float
) -> list[str]:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="mlgate-") as cache:
        variables = {"BLACK_CACHE_DIR": cache}
        done = _tools.run([tool.path, "--check", "."], root, timeout=timeout, variables=variables)
    found = []
    for line in done.complaint.splitlines():
        if line.startswith("would reformat "):
            path = Path(line.removeprefix("would reformat "))
            for base in (root, root.resolve()):
                path = path.relative_to(base) if path.is_relative_to(base) else path
            found.append(path.as_posix())
    if done.status not in (0, 1, 123) or (done.status and not found):
        raise InputError(
            f"black {tool.version}",
            found=f"status {done.status} and no result",
            expected="a run to the end (does `black --check .` accept its configuration?)",
        )
    return sorted(set(found) & set(paths))
