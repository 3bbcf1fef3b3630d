"""No simpler model is as good as the chosen one."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.candidates import Candidate, Candidates
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Ship the simpler model, or write down what the other one is needed for."
ORDER = ("level", "params_count", "size_bytes", "latency_p95_ms")


@check("comparison.simpler-model", kind=Kind.CONFIG)
def simpler_model(
    candidates: Candidates,
    *,
    metric: str | None = None,
    complexity: str | None = None,
    standard_errors: Annotated[float, Range(0)] = 1.0,
    strict_simplicity: bool = False,
) -> Verdict:
    """No simpler candidate is within one standard error of the best.

    Why
    ---
    A forest that is better by less than its own noise costs more to serve, explain and mend
    than the logistic regression beside it.

    Rule
    ----
    Among the candidates whose metric lies within `standard-errors` standard errors (of the
    best one) of the best value, the simplest on the declared order is the one to ship (the
    one-standard-error rule).  Another choice warns, or fails under `strict-simplicity`,
    unless its record gives a reason.

    Settings
    --------
    metric : the first objective
        Which objective is compared.
    complexity : the first of level, params_count, size_bytes, latency_p95_ms that all have
        What orders the candidates; less is simpler.
    standard-errors : 1
        Width of the leading group.
    strict-simplicity : false
        Whether it fails.

    Outcomes
    --------
    FAIL or WARN: a simpler candidate is as good.  INCONCLUSIVE: fewer than two candidates, no
    standard error of the best, or no complexity that all of them have.  ERROR: no such
    objective.

    Remedy
    ------
    Ship the simpler model.

    Source
    ------
    L. Breiman, J. H. Friedman, R. A. Olshen and C. J. Stone (1984), Classification and
    Regression Trees, section 3.4.3.
    """
    name = metric or next(iter(candidates.directions))
    if name not in candidates.directions:
        raise InputError(
            candidates.path,
            key=name,
            found="no such objective",
            expected=f"one of {', '.join(candidates.directions)}",
        )
    entries = [one for one in candidates.entries if name in one.values]
    if len(entries) < 2:
        raise Unmeasurable(f"{len(entries)} candidates have {name}; at least two are compared")
    measure = complexity or _shared(entries)
    lacking = [one.id for one in entries if measure not in one.complexity]
    if lacking:
        raise Unmeasurable(f"{', '.join(lacking)} have no {measure}, so nothing orders them")
    sign = 1.0 if candidates.directions[name] == "higher" else -1.0
    best = max(entries, key=lambda one: sign * one.values[name])
    if name not in best.se:
        raise Unmeasurable(f"{best.id}, the best by {name}, has no standard error")
    floor = sign * best.values[name] - standard_errors * best.se[name]
    leading = [one for one in entries if sign * one.values[name] >= floor - 1e-12]
    simplest = min(leading, key=lambda one: (one.complexity[measure], -sign * one.values[name]))
    chosen = next((one for one in entries if one.id == candidates.chosen), None)
    if chosen is None:
        raise Unmeasurable(f"the chosen {candidates.chosen} has no {name}")
    findings = []
    if chosen.complexity[measure] > simplest.complexity[measure]:
        text = (
            f"{simplest.id} ({measure} {simplest.complexity[measure]:g}) has {name} "
            f"{simplest.values[name]:.4g} and lies within {standard_errors:g} standard errors of "
            f"the "
            f"best, {best.id} ({best.values[name]:.4g} +- {best.se[name]:.2g}); chosen was "
            f"{chosen.id} ({measure} {chosen.complexity[measure]:g}, {name} "
            f"{chosen.values[name]:.4g})"
        )
        text += f"; reason given: {chosen.reason}" if chosen.reason else ""
        fails = strict_simplicity and not chosen.reason
        outcome = Outcome.FAIL if fails else Outcome.WARN
        findings.append(Finding(message=text, outcome=outcome, subject=chosen.id))
    return Verdict.of(
        findings,
        passed=f"{chosen.id} is the simplest by {measure} of {len(leading)} candidates within "
        f"{standard_errors:g} standard errors of the best {name}",
        remedy=REMEDY,
        estimates=[Estimate(name=f"{name} of {one.id}", value=one.values[name]) for one in leading],
    )


def _shared(entries: list[Candidate]) -> str:
    shared = [name for name in ORDER if all(name in one.complexity for one in entries)]
    if not shared:
        raise Unmeasurable(f"the candidates share none of {', '.join(ORDER)}: nothing orders them")
    return shared[0]
