"""A recorded metric comes out again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from pytest_mlgate.decision import decide
from pytest_mlgate.errors import ConfigError, InputAbsent, InputError, nearest
from pytest_mlgate.inputs.fresh_result import PLATFORM_NAMES, FreshResult
from pytest_mlgate.inputs.reported_results import ReportedResults
from pytest_mlgate.inputs.reruns import Reruns
from pytest_mlgate.inputs.run import Run
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.means import mean_sd
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

RELATIVE = 1e-6
"""What other hardware and libraries may change in a deterministic result."""

NONDETERMINISTIC = 0.005
"""Least tolerance for a training that is declared not to be deterministic."""

REMEDY = (
    "Train again from the recorded commit, configuration, data and seed, find out which of them "
    "differs, and correct the recorded number if it cannot be produced."
)


@dataclass(frozen=True)
class _Recorded:
    """The recorded side, whatever it was read from."""

    source: str
    metrics: dict[str, float]
    half_units: dict[str, float]
    data_sha256: str | None
    platform_hash: str | None
    deterministic: bool | None
    small_mode: bool | None


@check("reproducibility.recorded-result", kind=Kind.EVIDENCE, subjects="metrics", runs_code=True)
def recorded_result(
    subject: str,
    fresh_result: FreshResult,
    run: Run | None = None,
    reported_results: ReportedResults | None = None,
    reruns: Reruns | None = None,
    *,
    metrics: tuple[str, ...] = (),  # noqa: ARG001 (the source of the subjects)
    tolerance: Annotated[float, Range(0)] | None = None,
    tolerance_reason: str = "",
) -> Verdict:
    """A fresh training with the recorded seed and data gives the recorded metrics.

    Why
    ---
    An equal environment does not show that a result is reproducible; only the result does.

    Rule
    ----
    The difference between the fresh and the recorded value of each metric is at most the
    tolerance.  Recorded values come from the tracked run, else from the reported results,
    where half a unit of the last printed digit is allowed on top.

    Without a setting, the tolerance is 0 when training is declared deterministic (tag
    ``deterministic`` of the run, or the report) and both machines have the same hash; the
    larger of 0.005 and two standard deviations over the recorded seeds when it is declared
    not to be; else 1e-6 of the recorded value.

    Settings
    --------
    metrics : all recorded ones
        Names of metrics, each an item of its own.
    tolerance : by the rule above
        Largest absolute difference, in the unit of the metric.
    tolerance-reason : none
        Why that much is right; must be given with a tolerance above 0.

    Outcomes
    --------
    FAIL: a difference beyond the tolerance, or a recorded metric that is no longer
    produced.  INCONCLUSIVE: the hash of the data is unknown on one side or differs, only
    one side is a small-mode run, or the fresh value is NaN.  NOT_APPLICABLE: no training
    function, or nothing recorded, or no recorded seed.  ERROR: the training crashed, or a
    metric named here is not recorded.

    Remedy
    ------
    Find out which of commit, configuration, data, seed and environment differs.

    Source
    ------
    J. Pineau et al. (2021), Improving reproducibility in machine learning research, JMLR
    22(164).
    """
    if tolerance and not tolerance_reason.strip():
        raise ConfigError(
            f"[reproducibility.recorded-result]: found tolerance = {tolerance:g} without "
            f"tolerance-reason; expected a reason why that difference is right"
        )
    recorded = _recorded(run, reported_results)
    names = _names(subject, recorded)
    obstacle = _obstacle(recorded, fresh_result)
    findings, estimates = [], []
    for name in names:
        allowed, why = _tolerance(name, recorded, fresh_result, reruns, reported_results)
        if tolerance is not None:
            allowed, why = tolerance, tolerance_reason or "by the configuration"
        # What rounding for print took away is not a difference of results.
        limit = Limit("<=", allowed + recorded.half_units.get(name, 0.0))
        finding, estimate = _compare(name, recorded, fresh_result, limit, why, obstacle)
        findings += [finding] if finding else []
        estimates += [estimate] if estimate else []
    return Verdict.of(
        findings,
        passed=f"{len(names)} recorded metrics of {recorded.source} came out again with seed "
        f"{fresh_result.seed} on the same data: {', '.join(names)}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _recorded(run: Run | None, report: ReportedResults | None) -> _Recorded:
    """Take the tracked run where there is one, because it is not rounded."""
    if run is not None:
        if report is not None and report.run_id != run.run_id:
            raise InputError(
                report.path,
                key="run_id",
                found=repr(report.run_id),
                expected=f"{run.run_id!r}, the run of [inputs.run]",
            )
        flag, small = run.flag("deterministic"), run.flag("small_mode")
        return _Recorded(
            source=f"run {run.run_id}",
            metrics=dict(run.metrics),
            half_units={},
            data_sha256=run.recorded("data_sha256"),
            platform_hash=run.recorded(*PLATFORM_NAMES),
            deterministic=report.deterministic if flag is None and report else flag,
            small_mode=report.small_mode if small is None and report else small,
        )
    if report is None:
        raise InputAbsent("nothing recorded: neither a run nor reported results are configured")
    return _Recorded(
        source=report.path,
        metrics={name: float(printed.value) for name, printed in report.metrics.items()},
        # A hair more than half a unit, for the conversion from decimal to binary.
        half_units={
            name: float(printed.half_unit) + 4 * math.ulp(float(abs(printed.value)))
            for name, printed in report.metrics.items()
        },
        data_sha256=report.data_sha256,
        platform_hash=report.platform_hash,
        deterministic=report.deterministic,
        small_mode=report.small_mode,
    )


def _names(subject: str, recorded: _Recorded) -> list[str]:
    if not recorded.metrics:
        raise InputError(recorded.source, key="metrics", found="none", expected="at least one")
    if subject and subject not in recorded.metrics:
        raise InputError(
            "[reproducibility.recorded-result]",
            key="metrics",
            found=f"{subject!r}, which {recorded.source} does not record",
            expected=f"a recorded metric{nearest(subject, recorded.metrics)}",
        )
    return [subject] if subject else sorted(recorded.metrics)


def _obstacle(recorded: _Recorded, fresh: FreshResult) -> str:
    """Say why the two sides cannot be compared, an empty string when they can."""
    if bool(recorded.small_mode) != bool(fresh.result.small_mode):
        return "only one of the two sides ran in small mode"
    if recorded.data_sha256 is None:
        return f"{recorded.source} does not record the hash of its data (data_sha256)"
    if fresh.data_sha256 is None:
        return "the hash of the fresh run's data is unknown ([inputs.fresh-result] data)"
    if recorded.data_sha256.lower() != fresh.data_sha256.lower():
        return "the data are not the recorded ones (their SHA-256 differs)"
    return ""


def _tolerance(
    name: str,
    recorded: _Recorded,
    fresh: FreshResult,
    reruns: Reruns | None,
    report: ReportedResults | None,
) -> tuple[float, str]:
    """Return the allowed absolute difference, and why it is that."""
    if recorded.deterministic is False:
        spread = _seed_sd(name, reruns, report)
        return max(NONDETERMINISTIC, 2 * spread), "declared not deterministic"
    same = recorded.platform_hash is not None and recorded.platform_hash == fresh.platform_hash
    if recorded.deterministic and same:
        return 0.0, "declared deterministic, same machine"
    return RELATIVE * abs(recorded.metrics[name]), "1e-6 of the recorded value"


def _seed_sd(name: str, reruns: Reruns | None, report: ReportedResults | None) -> float:
    """Return the standard deviation of a metric over seeds, 0 where nothing is known."""
    by_seed = (
        {run.seed: run.metrics[name] for run in reruns.runs if name in run.metrics}
        if reruns
        else {}
    )
    values = [value for value in by_seed.values() if math.isfinite(value)]
    if len(values) >= 2:
        return mean_sd(values)[1]
    # The reported summary does not say which metric it is about, so it must be the only one.
    if report and report.seeds and list(report.metrics) == [name] and report.seeds.n >= 2:
        return report.seeds.sd
    return 0.0


def _compare(
    name: str, recorded: _Recorded, fresh: FreshResult, limit: Limit, why: str, obstacle: str
) -> tuple[Finding | None, Estimate | None]:
    """Judge one metric."""
    old = recorded.metrics[name]
    if name not in fresh.result.metrics:
        said = f" ({'; '.join(fresh.result.unusable)})" if fresh.result.unusable else ""
        outcome = Outcome.INCONCLUSIVE if said else Outcome.FAIL
        message = f"metric {name} is recorded and is no longer produced{said}"
        return Finding(message=message, outcome=outcome, subject=name, anchor=name), None
    new = fresh.result.metrics[name]
    estimate = Estimate(name=f"difference of {name}", value=abs(new - old), limit=limit)
    values = f"{name} is recorded as {old!r} and came out as {new!r}"
    if not math.isfinite(new):
        message = f"{values}, no finite number"
        return _inconclusive(message, name), estimate
    if obstacle:
        return _inconclusive(f"{values}, but {obstacle}", name), estimate
    if decide(estimate, Policy.POINT) is Outcome.PASS:
        return None, estimate
    message = (
        f"{values}: a difference of {abs(new - old):.3g}, "
        f"where {limit.value:.3g} is allowed ({why})"
    )
    return Finding(message=message, subject=name, anchor=name), estimate


def _inconclusive(message: str, name: str) -> Finding:
    return Finding(message=message, outcome=Outcome.INCONCLUSIVE, subject=name, anchor=name)
