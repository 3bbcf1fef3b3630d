"""Which lines the tests run: in this very session, or by a report that is not stale."""

from __future__ import annotations

import fnmatch
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _coverage_formats as formats
from pytest_mlgate.inputs._coverage_formats import Lines as Lines
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.test_run import SuiteRun
from pytest_mlgate.registry import provides

SESSION = "this session"
_DEFAULTS = ("coverage.xml", "coverage.json", ".coverage")
_TOLERANCE = timedelta(seconds=2)
"""Clocks of file systems are coarse."""


@dataclass(frozen=True)
class CoverageReport:
    """Which lines of which files the tests ran.

    Parameters
    ----------
    origin:
        :data:`SESSION`, or the path of the report.
    files:
        Path relative to the project root -> its lines, tests left out.
    unmeasured:
        Python files of the project, tests left out, about which nothing is known.
    left_out:
        Files that the configuration, ours or that of coverage.py, leaves out.
    """

    origin: str
    files: Mapping[str, Lines]
    unmeasured: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Where it comes from, and the number of lines run and measured."""
        run = sum(len(lines.run) for lines in self.files.values())
        total = sum(len(lines.executable) for lines in self.files.values())
        return f"coverage:{self.origin}:{run}/{total}"


@provides
def coverage_report(
    project: Project,
    repo: Repo,
    test_run: SuiteRun | None = None,
    *,
    report: str | None = None,
    omit: tuple[str, ...] = (),
) -> CoverageReport:
    """Provide the coverage of this session while it is measured, else that of a report.

    Settings
    --------
    report : found by itself
        File written by coverage.py, relative to the project root: XML, JSON or its data file.
        By default ``coverage.xml``, ``coverage.json`` or ``.coverage``.
    omit : []
        Globs of files that need no test, beside those that coverage.py is told to omit.
    """
    leave_out = (*omit, *formats.omit(project))
    if report is None and test_run is not None and test_run.is_complete:
        measured = formats.running()
        if measured is not None:
            return _report(project, repo, SESSION, measured, leave_out)
    path = report or next((name for name in _DEFAULTS if project.exists(name)), None)
    if path is None:
        raise InputAbsent(_what_to_do(test_run))
    taken, measured = formats.read(project, path)
    _refuse_old(repo, path, taken)
    return _report(project, repo, path, measured, leave_out)


def _what_to_do(test_run: SuiteRun | None) -> str:
    missing = f"coverage was not measured and there is no {', '.join(_DEFAULTS)}"
    if test_run is not None and test_run.distributed and "pytest_cov" in sys.modules:
        return (
            f"{missing}: with pytest-xdist the coverage of all processes is known only at the "
            "end; write a report first (pytest -n auto --cov --cov-report=xml) and then run "
            "pytest --mlgate-only"
        )
    return f"{missing}: run pytest --mlgate --cov, or write a report first"


def _report(
    project: Project,
    repo: Repo,
    origin: str,
    measured: Mapping[str, Lines],
    leave_out: tuple[str, ...],
) -> CoverageReport:
    ours = {path for path in repo.files if _is_judged(project, path)}
    named = {_of_project(project.root, path, ours): lines for path, lines in measured.items()}
    known = {path: lines for path, lines in named.items() if path in ours}
    if not known:
        raise InputError(
            origin,
            found=f"{len(measured)} measured files, none of them a file of the project"
            if measured
            else "no measured file",
            expected="the coverage of this project (does --cov name its source folder?)",
        )
    _refuse_other_text(project, origin, known)
    left_out = {path for path in ours if _is_left_out(path, leave_out)}
    return CoverageReport(
        origin,
        {path: lines for path, lines in sorted(known.items()) if path not in left_out},
        tuple(sorted(ours - known.keys() - left_out)),
        tuple(sorted(left_out)),
    )


def _is_left_out(path: str, globs: tuple[str, ...]) -> bool:
    # The globs of coverage.py let * span folders, ours do not.
    return any(files.matches(path, glob) or fnmatch.fnmatchcase(path, glob) for glob in globs)


def _is_judged(project: Project, path: str) -> bool:
    return path.endswith(".py") and project.role_of(path) is not Role.TEST


def _of_project(root: Path, path: str, ours: Iterable[str]) -> str:
    """Return a measured path relative to the root, wherever the report was made.

    A report of another machine has other folders in front; the one file of the project that
    ends the same way is meant.
    """
    pure = PurePath(path)
    for top in (root, root.resolve()):
        if pure.is_relative_to(top):
            return pure.relative_to(top).as_posix()
    posix = pure.as_posix()
    if posix in set(ours):
        return posix
    ends = [one for one in ours if f"/{posix}".endswith(f"/{one}")]
    return max(ends, key=len, default=posix)


def _refuse_other_text(project: Project, origin: str, known: Mapping[str, Lines]) -> None:
    """A report about lines that a file has not is about another state of it."""
    for path, lines in known.items():
        last = max(lines.executable, default=0)
        try:
            count = len(files.read_bytes(project.root, path).splitlines())
        except InputError:
            continue
        if last > count:
            raise _stale(origin, f"line {last} of {path}, which has {count} lines")


def _refuse_old(repo: Repo, path: str, taken: datetime) -> None:
    """Compare with the last commit of the code, and with the time of files that differ from it.

    The times of unmodified files say when they were checked out and nothing else.
    """
    code = [name for name in repo.files if name.endswith(".py")]
    times = {name: _modified(repo.root / name) for name in code if _is_edited(repo, name)}
    if committed := repo.committed_at(*code):
        times["the last commit of a Python file"] = committed
    if not times:
        return
    newest = max(times, key=lambda name: times[name])
    if times[newest] > taken + _TOLERANCE:
        raise _stale(path, f"a report of {_moment(taken)}, older than {newest} "
                     f"({_moment(times[newest])})")  # fmt: skip


def _is_edited(repo: Repo, path: str) -> bool:
    return repo.head is None or path in repo.modified or path in repo.untracked


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _stale(path: str, found: str) -> InputError:
    return InputError(
        path, found=found, expected="a report of the present code: run the tests again"
    )
