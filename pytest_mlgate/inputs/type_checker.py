"""The type checker that the project configures: its errors now, and before the change."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _mypy, _pyright, _tools
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.cache import Cache
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_READ = (".py", ".pyi", "py.typed")

Error = tuple[str, int, str]
"""Path, line and code."""


@dataclass(frozen=True)
class TypeErrors:
    """What the type checker found.

    Parameters
    ----------
    tool:
        Its name and version.
    config:
        The file that configures it, empty when only the gate names it.
    now:
        The errors of the project as it is.
    before:
        Those at the base, ``None`` without a base.
    problem:
        Why nothing was measured, empty when it was.
    missing:
        Whether the problem is that it is not installed.
    """

    tool: str
    config: str = ""
    now: tuple[Error, ...] = ()
    before: tuple[Error, ...] | None = None
    problem: str = ""
    missing: bool = False

    @property
    def new(self) -> tuple[Error, ...]:
        """The errors of now without one for each former error of the same code and file."""
        former = Counter((path, code) for path, _, code in self.before or ())
        found = []
        for error in self.now:
            path, _, code = error
            former[path, code] -= 1
            if former[path, code] < 0:
                found.append(error)
        return tuple(found)


@dataclass(frozen=True)
class _Job:
    """One run of a type checker on one state of the project."""

    tool: _tools.Tool
    configuration: str
    write: Callable[[Path], None]
    cache: Path
    timeout: float
    digest: str


@provides(runs_code="run_plugins")
def type_checker(
    project: Project,
    repo: Repo,
    base: Base | None = None,
    cache: Cache | None = None,
    *,
    tool: Literal["auto", "mypy", "pyright", "basedpyright", "none"] = "auto",
    run_plugins: bool = False,
    timeout: float = 600.0,
) -> TypeErrors:
    """Provide the errors of the type checker that the project configures.

    It sees a copy of the project's Python files, and of its configuration only what changes
    which errors are found: no report is written, no environment changed, nothing downloaded.

    Settings
    --------
    tool : "auto"
        Which type checker; by default the one that the project configures.
    run-plugins : false
        Whether plug-ins of mypy may run.  They are code.
    timeout : 600.0
        Longest time of a run, in seconds.
    """
    name, config = _chosen(project, tool)
    try:
        if name == "mypy":
            configuration = _mypy.configuration(project, config, run_plugins=run_plugins)
        else:
            configuration = _pyright.configuration(project, name, config)
    except InputError as error:
        return TypeErrors(name, config or "", problem=str(error))
    installed = _tools.find(name) or (_tools.find("basedpyright") if name == "pyright" else None)
    if installed is None:
        where = config or "[inputs.type-checker]"
        problem = f"{where} asks for {name}, which is not installed here"
        return TypeErrors(name, config or "", problem=problem, missing=True)
    said = f"{installed.name} {installed.version}"
    environment = _environment()

    def digest(state: str) -> str:
        parts = [said, configuration, environment, state]
        return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()

    with tempfile.TemporaryDirectory(prefix="mlgate-") as folder:
        jobs = [
            _Job(
                installed, configuration, lambda to: _tools.copy(repo, to, _READ),
                Path(folder), timeout, digest(_state(repo)),
            )
        ]  # fmt: skip
        if base is not None:
            jobs.insert(
                0, _Job(installed, configuration, base.check_out, Path(folder), timeout,
                        digest(base.commit)),
            )  # fmt: skip
        try:
            found = (cache or Cache()).each(_errors, jobs, lambda job: job.digest)
        except InputError as error:
            return TypeErrors(said, config or "", problem=str(error))
    *before, now = [tuple((path, line, code) for path, line, code in errors) for errors in found]
    return TypeErrors(said, config or "", now, before[0] if before else None)


def _chosen(project: Project, tool: str) -> tuple[str, str | None]:
    """Return the name of the type checker and the file that configures it."""
    if tool == "none":
        raise InputAbsent("[inputs.type-checker] tool is none")
    if tool in ("auto", "mypy"):
        path = _mypy.configured(project)
        if path or tool == "mypy":
            return "mypy", path
    found = _pyright.configured(project)
    if found is not None:
        return (found[0] if tool == "auto" else tool), found[1]
    if tool == "auto":
        raise InputAbsent("no type checker: neither mypy nor pyright is configured")
    return tool, None


def _errors(job: _Job) -> list[Any]:
    with tempfile.TemporaryDirectory(prefix="mlgate-") as name:
        folder = Path(name)
        job.write(folder)
        if job.tool.name == "mypy":
            return list(_mypy.errors(job.tool, job.configuration, folder, job.cache, job.timeout))
        return list(_pyright.errors(job.tool, job.configuration, folder, job.timeout))


def _state(repo: Repo) -> str:
    """Return a hash of all that the type checker reads of the project."""
    from pytest_mlgate import files

    digest = hashlib.sha256()
    for path in repo.files:
        if path.endswith(_READ):
            try:
                content = files.digest(repo.root, path)[0]
            except InputError:
                content = ""
            digest.update(f"{path}\0{content}\0".encode(errors="surrogatepass"))
    return digest.hexdigest()


def _environment() -> str:
    """Return the installed packages, whose types are checked against."""
    from importlib.metadata import distributions

    return ",".join(sorted({f"{d.name} {d.version}" for d in distributions()}))
