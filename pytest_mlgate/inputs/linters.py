"""What ruff and the project's formatter say about its files."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _formatters, _ruff, _tools
from pytest_mlgate.inputs._formatters import Formatter as Formatter
from pytest_mlgate.inputs._ruff import SYNTAX as SYNTAX
from pytest_mlgate.inputs._ruff import Problem as Problem
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.sources import Sources
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Lint:
    """The findings of linter and formatter.

    Parameters
    ----------
    version:
        Version of ruff, empty when it was not run.
    config:
        The file that configures ruff, empty when its usual rules are used.
    files:
        The files that were looked at.
    errors:
        Findings of the error set, which no configuration switches off.
    others:
        All other findings.
    before:
        Number of other findings at the base in the files that the change touches, ``None``
        without a base.
    touched:
        Those files, as far as they are still there.
    formatter:
        The formatter that the project configures.
    noted:
        Linters that it configures as well, and that were not run.
    problem, missing:
        Why ruff was not run, and whether that is because it is not installed.
    """

    version: str = ""
    config: str = ""
    files: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()
    others: tuple[Problem, ...] = ()
    before: int | None = None
    touched: frozenset[str] = frozenset()
    formatter: Formatter | None = None
    noted: tuple[str, ...] = ()
    problem: str = ""
    missing: bool = False


@provides
def linters(
    project: Project, sources: Sources, base: Base | None = None, *, timeout: float = 300.0
) -> Lint:
    """Provide what ruff and the configured formatter find; neither changes a file.

    Settings
    --------
    timeout : 300.0
        Longest time of a run, in seconds.
    """
    paths = tuple(source.path for source in sources if not source.unread)
    if not paths:
        raise InputAbsent("there is no Python file or notebook")
    ruff = _tools.find("ruff")
    config = _formatters.ruff_config(project)
    lint = Lint(config=config, files=paths, noted=_formatters.others(project))
    try:
        lint = replace(lint, **_found(ruff, project, paths, base, timeout, bool(config)))
    except InputError as error:
        lint = replace(lint, problem=str(error))
    # ruff formats nothing at all where one of the files is broken.
    broken = {problem.path for problem in lint.errors if problem.code == SYNTAX}
    whole = [path for path in paths if path not in broken]
    return replace(lint, formatter=_formatters.run(project, ruff, whole, timeout))


def _found(
    ruff: _tools.Tool | None,
    project: Project,
    paths: tuple[str, ...],
    base: Base | None,
    timeout: float,
    configured: bool,
) -> dict[str, Any]:
    """Return what ruff finds, or that it is not there."""
    if ruff is None:
        return {"problem": "ruff is not installed here", "missing": True}
    others = _ruff.others(ruff, project.root, paths, timeout, configured=configured)
    return {
        "version": ruff.version,
        "errors": tuple(_ruff.errors(ruff, project.root, paths, timeout)),
        "others": tuple(others),
        "before": _before(ruff, base, timeout) if base else None,
        "touched": base.changed if base else frozenset(),
    }


def _before(ruff: _tools.Tool, base: Base, timeout: float) -> int:
    """Count the other findings at the base, by the configuration of then."""
    paths = [source.path for source in base.sources(base.changed | base.removed)]
    if not paths:
        return 0
    with tempfile.TemporaryDirectory(prefix="mlgate-") as name:
        folder = Path(name).resolve()
        base.check_out(folder)
        config = _formatters.ruff_config(Project(folder))
        return len(_ruff.others(ruff, folder, paths, timeout, configured=bool(config)))
