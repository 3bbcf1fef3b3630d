"""No measure of the project gets worse with a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputAbsent, InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.base_measures import BaseMeasures, Measured
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Measure:
    """A figure of a check, which way it should go, and by how much it may miss."""

    check: str
    name: str
    better: Literal["higher", "lower"]
    tolerance: float = 0.0


MEASURES = (
    Measure("health.score", "health score", "higher", 2.0),
    Measure("health.test-coverage", "line coverage", "higher", 0.005),
    Measure("health.type-annotations", "annotated functions", "higher", 0.005),
    Measure("health.type-annotations", "type errors", "lower"),
    Measure("health.docstring-coverage", "documented definitions", "higher", 0.005),
    Measure("health.complexity", "mean complexity", "lower", 0.1),
    Measure("health.duplication", "duplicated tokens", "lower", 0.005),
    Measure("health.code-style", "lint errors", "lower"),
    Measure("health.code-style", "lint findings", "lower"),
    Measure("health.code-style", "unformatted files", "lower"),
    Measure("health.technical-debt", "TODO comments", "lower"),
    Measure("health.technical-debt", "type: ignore comments", "lower"),
    Measure("health.technical-debt", "noqa comments", "lower"),
    Measure("health.technical-debt", "commented-out lines", "lower"),
    Measure("health.test-quality", "weak tests", "lower"),
    Measure("health.silent-defaults", "swallowed errors", "lower"),
)
_NEW_FINDINGS = ("dependencies.vulnerabilities",)


@check("health.ratchet", kind=Kind.CONFIG)
def ratchet(
    verdicts: Verdicts,
    base_measures: BaseMeasures,
    *,
    tolerances: dict[str, float] = {},  # noqa: B006 - read only, and shown as the default
) -> Verdict:
    """No measure of health is worse than at the base of the change.

    Why
    ---
    A project with 400 findings cannot be made clean in one change, and must not have 401
    after the next.  A ratchet lets it get better at its own pace and never worse.

    Rule
    ----
    The figures of the other checks of health are compared with those of the base: from the
    JSON report that `[inputs.base-measures]` names, or measured again on the files of the
    base.  What only a report can tell (test coverage, the score) is listed as not compared
    without one, and the maintainability index is left to its own check, because it falls
    with every line, documented or not.  A vulnerability that the base has not got counts as
    worse whatever their number is.

    Settings
    --------
    tolerances : {}
        Measure -> by how much it may be worse, in its own unit.  By default 2 points of the
        health score, 0.005 of shares such as line coverage, 0.1 of the mean complexity,
        and 0 of every count.

    Outcomes
    --------
    FAIL for a measure that is worse beyond its tolerance, and for a new vulnerability.
    INCONCLUSIVE when there is nothing of the base to compare with, and for what the base
    measured and this run did not.  ERROR for an unknown measure or a broken report.

    Remedy
    ------
    Undo what made the named measure worse; or give it a tolerance and say why beside it.

    Source
    ------
    A ratchet as known from linters; the tolerances are our choice.
    """
    _validate(tolerances)
    names = dict.fromkeys([*(measure.check for measure in MEASURES), *_NEW_FINDINGS])
    now = {
        name: Measured.of(verdict) for name in names if (verdict := verdicts.get(name)) is not None
    }
    try:
        before, origin = base_measures.of(names), base_measures.origin
    except InputAbsent as absent:
        raise Unmeasurable(f"no measures of the base: {absent}") from None
    compared = [
        (
            measure,
            before[measure.check].values[measure.name],
            now[measure.check].values[measure.name],
        )
        for measure in MEASURES
        if _has(measure, before) and _has(measure, now)
    ]
    audited = [name for name in _NEW_FINDINGS if _answered(name, before) and _answered(name, now)]
    unanswered = [*_unanswered(before, now)]
    if not (compared or audited or unanswered):
        raise Unmeasurable(f"nothing to compare: {origin} holds none of the measures of this run")
    estimates = [_estimate(*one, tolerances) for one in compared]
    findings = [
        Finding(
            message=f"{estimate.name} went from {old:.4g} to {estimate.value:.4g} "
            f"(tolerance {tolerances.get(measure.name, measure.tolerance):g})",
            subject=measure.name,
            outcome=Outcome.FAIL,
            anchor=measure.name,
        )
        for (measure, old, _), estimate in zip(compared, estimates, strict=True)
        if decide(estimate, Policy.POINT) is not Outcome.PASS
    ]
    return Verdict.of(
        [*_new_findings(audited, before, now), *findings, *unanswered, *_notes(before, now)],
        passed=f"{len(compared) + len(audited)} measures are no worse than at {origin}",
        remedy="Undo what made it worse, or give the measure a tolerance and say why; "
        "measure again what is not measured any more.",
        estimates=estimates,
    )


def _has(measure: Measure, measured: Mapping[str, Measured]) -> bool:
    found = measured.get(measure.check)
    value = found.values.get(measure.name) if found is not None else None
    return value is not None and value == value


def _estimate(
    measure: Measure, before: float, now: float, tolerances: Mapping[str, float]
) -> Estimate:
    slack = tolerances.get(measure.name, measure.tolerance) + _ROUNDING
    limit = (
        Limit(">=", before - slack) if measure.better == "higher" else Limit("<=", before + slack)
    )
    return Estimate(name=measure.name, value=now, limit=limit)


def _answered(name: str, measured: Mapping[str, Measured]) -> bool:
    return name in measured and measured[name].answered


def _new_findings(
    audited: Sequence[str], before: Mapping[str, Measured], now: Mapping[str, Measured]
) -> Iterator[Finding]:
    for name in audited:
        new = len(now[name].findings - before[name].findings)
        if new:
            yield Finding(message=f"{new} findings of {name} are new", subject=name, anchor=name)


def _only(has: Mapping[str, Measured], lacks: Mapping[str, Measured]) -> list[str]:
    """Return the measures that one side has and the other lacks."""
    return [
        *(m.name for m in MEASURES if _has(m, has) and not _has(m, lacks)),
        *(name for name in _NEW_FINDINGS if _answered(name, has) and not _answered(name, lacks)),
    ]


def _unanswered(before: Mapping[str, Measured], now: Mapping[str, Measured]) -> Iterator[Finding]:
    for name in _only(before, now):
        message = "measured at the base and not in this run, so nobody knows whether it is worse"
        yield Finding(message=message, subject=name, outcome=Outcome.INCONCLUSIVE, anchor=name)


def _notes(before: Mapping[str, Measured], now: Mapping[str, Measured]) -> Iterator[Finding]:
    for name in _only(now, before):
        message = "not compared: not measured at the base"
        yield Finding(message=message, subject=name, outcome=Outcome.PASS)


def _validate(tolerances: Mapping[str, float]) -> None:
    known = {measure.name for measure in MEASURES}
    for name, tolerance in tolerances.items():
        if name not in known:
            raise InputError(
                "health.ratchet",
                key=f"tolerances.{name}",
                found="an unknown measure",
                expected=f"one of {', '.join(sorted(known))}{nearest(name, known)}",
            )
        if tolerance < 0:
            raise InputError(
                "health.ratchet",
                key=f"tolerances.{name}",
                found=f"{tolerance:g}",
                expected="a number of at least 0",
            )
