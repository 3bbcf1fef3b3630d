"""Check that functions can be followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from pytest_mlgate.checks.health._changes import NO_BASE, added_lines
from pytest_mlgate.checks.health._measures import Measured, measure, problems
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

FEWEST = 5
"""The mean of fewer functions says no more than the functions themselves."""
REMEDY = (
    "Give the branches names: move loops and cases into functions of their own, return early, "
    "or put the cases into a table."
)


@check("health.complexity")
def complexity(
    sources: Sources,
    base: Base | None = None,
    *,
    max_complexity: int = 15,
    warn_complexity: int = 10,
    max_mean: float = 10.0,
) -> Verdict:
    """No function that a change touches has more paths than a reader can follow.

    Why
    ---
    The cyclomatic complexity of a function is the number of tests that cover its paths.  With
    15 nobody writes them, and the mean of a project hides the one function with 60.

    Rule
    ----
    The complexity of functions and methods is that of ``radon cc``: 1, and 1 more for each
    branch, loop, `except`, `and`, `or`, comprehension and `assert`.  A function inside another
    is judged by itself.

    * ``function``: a function in which the change adds or alters a line of code has at most
      `max-complexity`.  Its docstring, comments and empty lines do not count as a change.
    * ``mean``: the mean over the functions of each folder with at least 5 is at most
      `max-mean`.

    Tests are left out, since every assertion counts; the cells of notebooks are not.

    Settings
    --------
    max-complexity : 15
        Largest complexity of a changed function.
    warn-complexity : 10
        Above this it warns.
    max-mean : 10.0
        Largest mean of a folder.

    Outcomes
    --------
    FAIL: a changed function above the limit, a mean above its limit.  WARN: a changed function
    above `warn-complexity`.  ERROR: the change touches a file that cannot be parsed.
    INCONCLUSIVE: another file that cannot be parsed, such as one of Python 2.
    NOT_APPLICABLE: no function.  Without a base to compare with nothing counts as changed.

    Remedy
    ------
    Give the branches names: move loops and cases into functions of their own, return early,
    or put the cases into a table.

    Source
    ------
    McCabe, "A complexity measure", IEEE Transactions on Software Engineering SE-2(4), 1976.
    Computed with radon.
    """
    judged = [source for source in sources if source.role is not Role.TEST]
    measured = measure(sources, judged)
    findings = [*_unparsed(sources, judged, base), *problems(judged, measured)]
    functions = [
        (source, function)
        for source, facts in zip(judged, measured, strict=True)
        for function in facts["functions"]
    ]
    if not functions:
        if findings:
            return Verdict.of(findings, passed="")
        return Verdict.not_applicable("there is no function outside the tests")
    estimates, largest = _estimates(functions)
    findings += _means(functions, max_mean)
    touched = 0
    for source, facts in zip(judged, measured, strict=True):
        changed = list(_changed(source, facts, base))
        touched += len(changed)
        findings += _too_complex(source, changed, max_complexity, warn_complexity)
    compared = f"none of the {touched} changed ones is above {warn_complexity}"
    return Verdict.of(
        findings,
        passed=(
            f"{len(functions)} functions have a mean complexity of {estimates[0].value:.1f}, the "
            f"largest is {estimates[1].value:.0f} ({largest}); {compared if base else NO_BASE}"
        ),
        remedy=REMEDY,
        estimates=estimates,
    )


def _unparsed(sources: Sources, judged: Sequence[Source], base: Base | None) -> Iterator[Finding]:
    changed = base.changed if base else frozenset()
    for found in sources.findings(gap_findings_of, judged):
        yield replace(found, outcome=Outcome.ERROR) if found.path in changed else found


def _estimates(
    functions: Sequence[tuple[Source, list[Any]]],
) -> tuple[list[Estimate], str]:
    """Return mean and largest complexity, and which function has it."""
    source, largest = max(functions, key=lambda found: found[1][5])
    values = [function[5] for _, function in functions]
    n = len(values)
    return [
        Estimate(name="mean complexity", value=fmean(values), n=n),
        Estimate(name="largest complexity", value=largest[5], n=n),
    ], f"{largest[0]} in {source.path}"


def _means(functions: Sequence[tuple[Source, list[Any]]], max_mean: float) -> Iterator[Finding]:
    folders: defaultdict[str, list[int]] = defaultdict(list)
    for source, function in functions:
        folders[source.path.rpartition("/")[0] or "."].append(function[5])
    for folder, values in sorted(folders.items()):
        mean = Estimate(
            name="mean complexity", value=fmean(values), n=len(values), limit=Limit("<=", max_mean)
        )
        if len(values) >= FEWEST and decide(mean, Policy.POINT) is not Outcome.PASS:
            yield Finding(
                message=f"the mean complexity of {len(values)} functions is {mean.value:.1f}, "
                f"above {max_mean:g}",
                path=folder,
                anchor="mean",
            )


def _changed(source: Source, facts: Measured, base: Base | None) -> Iterator[list[Any]]:
    """Yield the functions with an added line of code outside their docstring."""
    added = added_lines(base, source)
    for function in facts["functions"] if added else ():
        _, first, last, docstring, docstring_end, _ = function
        if any(first <= n <= last and not docstring <= n <= docstring_end for n in added):
            yield function


def _too_complex(
    source: Source, changed: Sequence[list[Any]], most: int, warn: int
) -> Iterator[Finding]:
    for name, first, last, *_, value in changed:
        if value <= min(most, warn):
            continue
        cell, line = source.locate(first)
        found = Finding(
            message=f"{name} has a complexity of {value}, above {most if value > most else warn}",
            outcome=Outcome.FAIL if value > most else Outcome.WARN,
            path=source.path,
            line=line,
            cell=cell,
            anchor=name,
        )
        yield source.waive(found, first, last, check="complexity")
