"""Check that linter and formatter have nothing to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.linters import SYNTAX, Formatter, Lint, Problem
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Run `ruff check` and the formatter, and mend what they list; begin with the errors."


@check("health.code-style")
def code_style(linters: Lint, sources: Sources) -> Verdict:
    """Linter and formatter have nothing to say that points to a fault.

    Why
    ---
    An undefined name waits for the branch that nobody has run yet.  Differences of layout hide
    what a change is about.

    Rule
    ----
    * ruff's error set is empty, whatever the project configures: E9 (syntax), F63 (comparisons
      that never hold), F7 (statements out of place) and F82 (undefined names).
    * Its other findings, by the project's configuration, do not become more against the base in
      the files that the change touches.  Without a configuration the rules are E, F and W, with
      lines of up to 100 characters.
    * The formatter that the project configures (`tool.ruff.format`, `tool.black`, or a pre-commit
      hook of either) would change nothing.

    Of the syntax errors of one file only the first is listed.  An error in a notebook only warns:
    a magic, or another notebook that is run, may define the name, and some cells show what fails.
    flake8, pylint and isort are named and not run.

    Outcomes
    --------
    FAIL: an error, a file that the configured formatter would change.  WARN: an error in a
    notebook, more other findings than before, no formatter.  ERROR: a tool that the project
    configures is not installed.  INCONCLUSIVE: ruff is not configured and not installed, or
    stops; pre-commit, which has an environment of its own, runs a formatter that is not installed
    here or has another version here.  NOT_APPLICABLE: no Python file.

    Remedy
    ------
    Run ``ruff check`` and the formatter, and mend what they list; begin with the errors.

    Source
    ------
    docs.astral.sh/ruff/rules.
    """
    of_path = {source.path: source for source in sources}
    errors = [p for p in _unique(linters.errors) if not _runs(p, of_path.get(p.path))]
    findings = [_error(problem, of_path.get(problem.path)) for problem in errors]
    findings += [*_not_run(linters), *_risen(linters), *_format(linters.formatter)]
    return Verdict.of(
        findings,
        passed=_summary(linters),
        remedy=REMEDY,
        estimates=list(_estimates(linters, len(errors))),
    )


def _unique(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield the problems, of the syntax errors of one file only the first."""
    broken = set()
    for problem in problems:
        if problem.code == SYNTAX:
            if problem.path in broken:
                continue
            broken.add(problem.path)
        yield problem


def _runs(problem: Problem, source: Source | None) -> bool:
    """Whether a syntax error is none in a notebook: IPython takes indented cells, say."""
    if source is None or not source.notebook or problem.code != SYNTAX:
        return False
    return not source.gaps


def _error(problem: Problem, source: Source | None) -> Finding:
    is_notebook = source is not None and source.notebook
    found = Finding(
        message=problem.message,
        outcome=Outcome.WARN if is_notebook else Outcome.FAIL,
        rule=problem.code,
        path=problem.path,
        line=problem.line,
        cell=problem.cell if is_notebook else None,
        anchor=f"{problem.code} {problem.message}",
    )
    if source is None or is_notebook:
        return found
    return source.waive(found, problem.line, problem.line, check="code-style")


def _not_run(linters: Lint) -> Iterator[Finding]:
    if not linters.problem:
        return
    named = f"{linters.config} configures ruff, and " if linters.config else ""
    yield Finding(
        message=f"lint findings are not measured: {named}{linters.problem}",
        outcome=Outcome.ERROR if linters.missing and linters.config else Outcome.INCONCLUSIVE,
        subject="ruff",
        remedy="Install ruff beside pytest." if linters.missing else "",
        anchor="ruff",
    )


def _risen(linters: Lint) -> Iterator[Finding]:
    if linters.before is None:
        return
    touched = Counter(p.code for p in linters.others if p.path in linters.touched)
    now = Estimate(name="lint findings", value=touched.total(), limit=Limit("<=", linters.before))
    if decide(now, Policy.POINT) is not Outcome.PASS:
        most = ", ".join(f"{count} {code}" for code, count in touched.most_common(3))
        yield Finding(
            message=f"the changed files have {touched.total()} lint findings, {linters.before} "
            f"before (now {most})",
            outcome=Outcome.WARN,
            subject="lint findings",
            anchor="rise",
        )


def _format(formatter: Formatter | None) -> Iterator[Finding]:
    if formatter is None:
        yield Finding(
            message="the project configures no formatter",
            outcome=Outcome.WARN,
            subject="formatter",
            remedy="Add a table [tool.ruff.format] or [tool.black] to pyproject.toml.",
            anchor="formatter",
        )
    elif formatter.problem:
        is_wrong = formatter.missing and not formatter.pinned
        yield Finding(
            message=f"the format is not measured: {formatter.problem}",
            outcome=Outcome.ERROR if is_wrong else Outcome.INCONCLUSIVE,
            path=formatter.config,
            remedy=f"Install {formatter.name} beside pytest." if formatter.missing else "",
            anchor="formatter",
        )
    elif formatter.unformatted and formatter.is_other_version:
        yield Finding(
            message=f"{formatter.name} {formatter.version} would change "
            f"{len(formatter.unformatted)} files, but pre-commit pins {formatter.pinned}, which "
            "may format differently",
            outcome=Outcome.INCONCLUSIVE,
            path=formatter.config,
            remedy=f"Install {formatter.name} {formatter.pinned} beside pytest.",
            anchor="formatter version",
        )
    else:
        for path in formatter.unformatted:
            yield Finding(
                message=f"{formatter.name} {formatter.version} would change this file",
                path=path,
                anchor="format",
            )


def _estimates(linters: Lint, errors: int) -> Iterator[Estimate]:
    if linters.version:
        dirty = {problem.path for problem in (*linters.errors, *linters.others)}
        n = len(linters.files)
        yield Estimate(name="lint errors", value=errors)
        yield Estimate(name="lint findings", value=len(linters.others))
        yield Estimate(name="clean files", value=1 - len(dirty) / n, n=n, unit="share")
    if linters.formatter and linters.formatter.version and not linters.formatter.problem:
        yield Estimate(name="unformatted files", value=len(linters.formatter.unformatted))


def _summary(linters: Lint) -> str:
    rules = f"by {linters.config}" if linters.config else "by its usual rules"
    compared = (
        "there is no base to compare with"
        if linters.before is None
        else "no more than before in the changed files"
    )
    noted = f"; {', '.join(linters.noted)} not run" if linters.noted else ""
    formatter = linters.formatter
    formatted = f"; {formatter.name} {formatter.version} would change none" if formatter else ""
    return (
        f"ruff {linters.version} finds no error in {len(linters.files)} files, and "
        f"{len(linters.others)} other things {rules} ({compared}){formatted}{noted}"
    )
