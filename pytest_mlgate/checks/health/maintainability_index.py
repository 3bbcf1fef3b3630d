"""Check that modules stay small and plain enough to be kept up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from pytest_mlgate.checks.health._changes import NO_BASE
from pytest_mlgate.checks.health._measures import measure, problems
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Split the module by what its parts do, and shorten its most complex functions."


@check("health.maintainability-index")
def maintainability_index(
    sources: Sources,
    base: Base | None = None,
    *,
    min_index: float = 20.0,
    warn_index: float = 38.0,
    margin: float = 1.0,
) -> Verdict:
    """No module that a change touches has become too large and tangled to be kept up.

    Why
    ---
    A module that grows by one branch in every change ends as one that nobody dares to change.

    Rule
    ----
    The maintainability index of a module is that of ``radon mi``: from 0 to 100, falling with
    its length, its Halstead volume and its complexity, rising with comments and docstrings.

    * ``module``: a changed module has at least `min-index`.
    * ``mean``: the mean over all modules falls by at most `margin` against the base.

    Every line that is added lowers the index a little, so that a mean that may not fall at all
    would forbid all growth; hence the margin, and only a warning.  Tests are left out, and so
    are notebooks: their prose stands in Markdown cells, which the formula does not see.

    The limits of 85 and 65 that are often quoted belong to the older scale that begins at 171
    and has no end; here they are 49.7 and 38.0.

    Settings
    --------
    min-index : 20.0
        Smallest index of a changed module.
    warn-index : 38.0
        Below this it warns.
    margin : 1.0
        By how much the mean may fall, in points.

    Outcomes
    --------
    FAIL: a changed module below `min-index`.  WARN: a changed module below `warn-index`, a mean
    that has fallen.  INCONCLUSIVE: a file that cannot be parsed.  NOT_APPLICABLE: no module.
    Without a base to compare with nothing counts as changed.

    Remedy
    ------
    Split the module by what its parts do, and shorten its most complex functions.

    Source
    ------
    Oman & Hagemeister, "Metrics for assessing a software system's maintainability", ICSM 1992.
    Computed with radon.
    """
    judged = _modules(sources)
    if not judged:
        return Verdict.not_applicable("there is no Python module outside the tests")
    measured = measure(sources, judged)
    findings = [*sources.findings(gap_findings_of, judged), *problems(judged, measured)]
    indices = {
        source.path: facts["index"]
        for source, facts in zip(judged, measured, strict=True)
        if facts["index"] is not None
    }
    if not indices:
        return Verdict.of(findings, passed="")
    mean = fmean(indices.values())
    touched = [path for path in indices if base and path in base.changed]
    for path in touched:
        findings += _too_low(path, indices[path], min_index, warn_index)
    former = _former_mean(sources, base, indices) if base else None
    if base and former is not None:
        findings += _fallen(mean, former, margin, base)
    worst = min(indices, key=lambda path: indices[path])
    compared = f"none of the {len(touched)} changed ones is below {warn_index:g}"
    return Verdict.of(
        findings,
        passed=(
            f"{len(indices)} modules have a mean maintainability index of {mean:.1f}, the smallest "
            f"is {indices[worst]:.1f} ({worst}); {compared if base else NO_BASE}"
        ),
        remedy=REMEDY,
        estimates=[Estimate(name="mean maintainability index", value=mean, n=len(indices))],
    )


def _modules(sources: Sources | Sequence[Source]) -> list[Source]:
    return [s for s in sources if s.role is not Role.TEST and not s.notebook]


def _too_low(path: str, index: float, least: float, warn: float) -> Iterator[Finding]:
    for limit, outcome in ((least, Outcome.FAIL), (warn, Outcome.WARN)):
        estimate = Estimate(name="index", value=index, limit=Limit(">=", limit))
        if decide(estimate, Policy.POINT) is not Outcome.PASS:
            yield Finding(
                message=f"the maintainability index is {index:.1f}, below {limit:g}",
                outcome=outcome,
                path=path,
                anchor="index",
            )
            return


def _former_mean(sources: Sources, base: Base, indices: dict[str, float]) -> float | None:
    """Return the mean at the base: files that the change left alone are the same there."""
    former = _modules(base.sources(base.changed | base.removed))
    then = [facts["index"] for facts in measure(sources, former)]
    values = [index for path, index in indices.items() if path not in base.changed]
    values += [index for index in then if index is not None]
    return fmean(values) if values else None


def _fallen(mean: float, former: float, margin: float, base: Base) -> Iterator[Finding]:
    fall = Estimate(name="fall", value=former - mean, limit=Limit("<=", margin))
    if decide(fall, Policy.POINT) is not Outcome.PASS:
        yield Finding(
            message=f"the mean has fallen from {former:.1f} at {base.ref} to {mean:.1f}, "
            f"by more than {margin:g}",
            outcome=Outcome.WARN,
            subject="mean maintainability index",
            anchor="mean",
        )
