"""How much of the code the tests run, and how much of what a change adds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Annotated

from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.coverage_report import SESSION, CoverageReport, Lines
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.inputs.test_run import SuiteRun
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict, worst

_REMEDY = "Test the lines that are named, the changed ones first."
_MOST_LINES = 8


@check("health.test-coverage")
def test_coverage(
    coverage_report: CoverageReport,
    sources: Sources,
    test_run: SuiteRun | None = None,
    base: Base | None = None,
    *,
    minimum: Annotated[float, Range(0, 1)] = 0.8,
    minimum_changed: Annotated[float, Range(0, 1)] = 0.8,
) -> Verdict:
    """The tests pass, and they run enough of the code and of what the change adds.

    Why
    ---
    A line that no test runs can be wrong in any way.  A figure that was measured on other
    code, with failing tests, or only on the files that happened to be imported, says nothing.

    Rule
    ----
    Line coverage is the share of executable lines, tests left out, that were run.  While
    coverage is measured in this session (`--cov`, or `coverage run -m pytest`), that is what
    counts; otherwise a report file, which must not be older than the code: older than the last
    commit of a Python file, than a file that was edited since, or about lines that a file has
    not.  A file that no test imported counts with none of its lines run, when its folder
    or one above it holds a measured file; what coverage.py and the input are told to omit
    is respected and listed.
    Of the changed files, the executable lines among those that were added since the base are
    judged as well.

    Settings
    --------
    minimum : 0.8
        Lowest line coverage, 0 to 1.
    minimum-changed : 0.8
        Lowest coverage of the changed lines, 0 to 1.

    Outcomes
    --------
    FAIL below a minimum, or when a test of this session failed.  ERROR for a report that is
    stale, unreadable or about another project.  NOT_APPLICABLE when nothing was measured and
    there is no report.  Without a base, or without a changed executable line, the changes are
    not judged.

    Remedy
    ------
    Test the lines that are named, the changed ones first.

    Source
    ------
    The line coverage of coverage.py.
    """
    files = {**coverage_report.files, **_never_imported(coverage_report, sources)}
    estimates = [_share("line coverage", files, minimum)]
    findings = [
        Finding(message="left out, as configured", path=path, outcome=Outcome.PASS)
        for path in coverage_report.left_out
    ]
    findings += [
        Finding(message="not measured", path=path, outcome=Outcome.PASS)
        for path in coverage_report.unmeasured
        if path not in files
    ]
    findings += _worst_files(files) if _judge(estimates[0]) is not Outcome.PASS else []
    changed = _changed(files, base) if base is not None else {}
    if any(lines.executable for lines in changed.values()):
        estimates.append(_share("coverage of changed lines", changed, minimum_changed))
        if _judge(estimates[1]) is not Outcome.PASS:
            findings += _missing(changed)
    failed = test_run.failed if test_run and coverage_report.origin == SESSION else 0
    outcome = worst([*(_judge(e) for e in estimates), *([Outcome.FAIL] if failed else [])])
    where = f"of {len(files)} files, from {coverage_report.origin}"
    return Verdict(
        outcome=outcome,
        summary=("; ".join(_words(estimate) for estimate in estimates) + f" {where}")
        + (f"; {failed} tests of this session failed" if failed else "")
        + ("" if len(estimates) == 2 else "; changed lines were not judged"),
        estimates=tuple(estimates),
        findings=tuple(findings),
        remedy="" if outcome is Outcome.PASS else _REMEDY,
    )


def _never_imported(report: CoverageReport, sources: Sources) -> dict[str, Lines]:
    """Return the lines of files that a run of the measured packages should have touched."""
    folders = {path.rpartition("/")[0] for path in report.files} - {""}
    wanted = [
        source
        for source in sources
        if source.path in report.unmeasured
        and any(source.path.startswith(f"{folder}/") for folder in folders)
    ]
    lines = sources.measure(statement_lines, wanted)
    return {
        source.path: Lines(frozenset(found), frozenset())
        for source, found in zip(wanted, lines, strict=True)
    }


def statement_lines(source: Source) -> list[int]:
    """Return the lines on which statements start, docstrings left out."""
    bare = source.code.bare_strings
    return sorted(
        {
            node.lineno
            for node in ast.walk(source.tree)
            if isinstance(node, ast.stmt)
            and not (isinstance(node, ast.Expr) and node.value in bare)
        }
    )


def _share(name: str, files: Mapping[str, Lines], minimum: float) -> Estimate:
    total = sum(len(lines.executable) for lines in files.values())
    run = sum(len(lines.run) for lines in files.values())
    value = run / total if total else float("nan")
    return Estimate(name=name, value=value, n=total, unit="share", limit=Limit(">=", minimum))


def _judge(estimate: Estimate) -> Outcome:
    return decide(estimate, Policy.POINT)


def _words(estimate: Estimate) -> str:
    assert estimate.limit is not None
    return (
        f"{estimate.name} {estimate.value:.1%} against a minimum of {estimate.limit.value:.0%} "
        f"({estimate.n} lines)"
    )


def _changed(files: Mapping[str, Lines], base: Base) -> dict[str, Lines]:
    found = {}
    for path, lines in files.items():
        added = base.added.get(path, frozenset())
        found[path] = Lines(lines.executable & added, lines.run & added)
    return found


def _worst_files(files: Mapping[str, Lines]) -> Iterator[Finding]:
    """Name the files that miss most lines: those pay for a test first."""
    missing = {path: len(lines.executable - lines.run) for path, lines in files.items()}
    for path in sorted(missing, key=lambda path: (-missing[path], path))[:_MOST_LINES]:
        if missing[path]:
            yield Finding(
                message=f"{missing[path]} of {len(files[path].executable)} lines are never run",
                path=path,
                outcome=Outcome.FAIL,
                anchor="lines never run",
            )


def _missing(changed: Mapping[str, Lines]) -> Iterator[Finding]:
    for path, lines in sorted(changed.items()):
        if missing := sorted(lines.executable - lines.run):
            listed = ", ".join(map(str, missing[:_MOST_LINES]))
            more = f" and {len(missing) - _MOST_LINES} more" if len(missing) > _MOST_LINES else ""
            yield Finding(
                message=f"changed and never run: lines {listed}{more}",
                path=path,
                line=missing[0],
                outcome=Outcome.FAIL,
                anchor="changed lines never run",
            )
