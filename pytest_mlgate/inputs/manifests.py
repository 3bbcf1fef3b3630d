"""What the project says it needs: every dependency of every file that declares some."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _manifest_other as other
from pytest_mlgate.inputs import _manifest_pyproject as pyproject
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._dependency import RUNTIME, Dependency
from pytest_mlgate.inputs._documents import as_table, load_toml, load_yaml, normalized
from pytest_mlgate.inputs._manifest_requirements import group_of, read_requirements
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

__all__ = ["RUNTIME", "Dependency", "Manifest", "Manifests", "manifests"]

_REQUIREMENTS = re.compile(
    r"(?:[\w.-]*requirements[\w.-]*|requirements/[\w.-]+)\.(?:txt|in)", re.IGNORECASE
)
_CONDA = re.compile(r"(?:environment|conda)[\w.-]*\.ya?ml", re.IGNORECASE)
_NAMED: Mapping[str, str] = {
    "pyproject.toml": "pyproject",
    "setup.cfg": "setup.cfg",
    "setup.py": "setup.py",
    "Pipfile": "pipfile",
}


@dataclass(frozen=True)
class Manifest:
    """One file that declares dependencies.

    Parameters
    ----------
    path:
        Relative to the project root.
    kind:
        ``pyproject``, ``requirements``, ``setup.cfg``, ``setup.py``, ``conda``, ``pipfile``.
    dependencies:
        What it asks for, includes of other requirements files among them.
    requires_python:
        Specifier of the Python versions it admits, empty for any.
    project:
        Normalised name of the project, where the file tells it.
    unread:
        What could not be read without running code, empty when all was.
    content:
        The parsed document of a ``pyproject.toml`` or ``Pipfile``.

    """

    path: str
    kind: str
    dependencies: tuple[Dependency, ...]
    requires_python: str = ""
    project: str = ""
    unread: str = ""
    content: Mapping[str, Any] | None = None

    @property
    def is_pinned(self) -> bool:
        """Whether it is a requirements file that admits one version of everything it names."""
        wanted = [d for d in self.dependencies if not d.constraint]
        return (
            self.kind == "requirements"
            and bool(wanted)
            and not self.path.endswith(".in")
            and all(d.name and d.path == self.path and (d.pin or d.url) for d in wanted)
            and any(d.pin for d in wanted)
        )


@dataclass(frozen=True)
class Manifests:
    """All files of the project that declare dependencies, sorted by path."""

    files: tuple[Manifest, ...]

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every requirement of every file; a requirements file and its include repeat some."""
        return tuple(dict.fromkeys(d for file in self.files for d in file.dependencies))

    @cached_property
    def projects(self) -> frozenset[str]:
        """Normalised names under which the project itself is known."""
        return frozenset(file.project for file in self.files if file.project)

    def get(self, path: str) -> Manifest | None:
        """Return the file of this path."""
        return next((file for file in self.files if file.path == path), None)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all requirements."""
        import hashlib

        text = "\n".join(sorted(f"{d.path}:{d.group}:{d};{d.marker}" for d in self.dependencies))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def manifest_kind(path: str) -> str:
    """Say what kind of manifest a path is by its name, an empty text for none."""
    if _REQUIREMENTS.fullmatch(path):
        return "requirements"
    return "conda" if _CONDA.fullmatch(path) else _NAMED.get(path, "")


@provides
def manifests(project: Project, repo: Repo) -> Manifests:
    """Provide the declared dependencies of root-level files and of the folder requirements/."""
    found = [
        manifest
        for path in repo.files
        if (kind := manifest_kind(path))
        and (manifest := read_manifest(project, path, kind)) is not None
    ]
    if not found:
        raise InputAbsent(
            "no dependencies are declared: there is no pyproject.toml with a project table, "
            "requirements file, setup.cfg, setup.py, environment.yml or Pipfile"
        )
    return Manifests(tuple(found))


def read_manifest(project: Project, path: str, kind: str) -> Manifest | None:
    """Read one manifest of a kind; ``None`` for one that declares nothing.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    match kind:
        case "pyproject":
            return _read_pyproject(project, path)
        case "requirements":
            found = read_requirements(project.read_text, path, group_of(path))
            return Manifest(path, kind, tuple(found.dependencies))
        case "setup.cfg":
            needs, python = other.read_setup_cfg(path, project.read_text(path))
            return Manifest(path, kind, tuple(needs), _python(path, python)) if needs else None
        case "setup.py":
            needs, python, unread = other.read_setup_py(path, project.read_text(path))
            if not (needs or unread):
                return None
            return Manifest(path, kind, tuple(needs), _python(path, python), unread=unread)
        case "conda":
            content = load_yaml(project, path)
            if "dependencies" not in content:
                return None
            needs, python = other.read_conda(path, content)
            return Manifest(path, kind, tuple(needs), python)
        case _:
            content = load_toml(project, path)
            needs, python = other.read_pipfile(path, content)
            return Manifest(path, kind, tuple(needs), _python(path, python), content=content)


def _read_pyproject(project: Project, path: str) -> Manifest | None:
    content = load_toml(project, path)
    tools = as_table(path, "tool", content.get("tool", {}))
    if not ({"project", "dependency-groups"} & content.keys() or "poetry" in tools):
        return None
    needs = list(pyproject.project_dependencies(path, content))
    table = as_table(path, "project", content.get("project", {}))
    poetry = as_table(path, "tool.poetry", tools.get("poetry", {}))
    dynamic = table.get("dynamic", [])
    unread = ""
    if isinstance(dynamic, list) and "dependencies" in dynamic and "dependencies" not in poetry:
        named, unread = _dynamic(project, path, tools)
        needs += named
    return Manifest(
        path,
        "pyproject",
        tuple(needs),
        requires_python=pyproject.requires_python(path, content),
        project=normalized(str(table.get("name") or poetry.get("name") or "")),
        unread=unread,
        content=content,
    )


def _dynamic(project: Project, path: str, tools: Mapping[str, Any]) -> tuple[list[Dependency], str]:
    """Read dependencies that setuptools takes from requirements files."""
    key = "tool.setuptools.dynamic"
    setuptools = as_table(path, "tool.setuptools", tools.get("setuptools", {}))
    table = as_table(path, key, setuptools.get("dynamic", {}))
    source = table.get("dependencies", {})
    named = source.get("file", []) if isinstance(source, dict) else []
    names = [named] if isinstance(named, str) else named
    if not names:
        # With setuptools, setup.py holds the list and is read as a manifest of its own.
        left_to_setup = project.exists("setup.py") or project.exists("setup.cfg")
        return [], "" if left_to_setup else "dependencies, which the build computes"
    found: list[Dependency] = []
    for name in names:
        needs = read_requirements(project.read_text, str(name), RUNTIME).dependencies
        found.extend(replace(need, group=RUNTIME) for need in needs)
    return found, ""


def _python(path: str, specifier: str) -> str:
    try:
        _specifiers.alternatives(specifier)
    except ValueError:
        raise InputError(
            path,
            key="required Python version",
            found=repr(specifier)[:80],
            expected="a specifier such as '>=3.11'",
        ) from None
    return specifier
