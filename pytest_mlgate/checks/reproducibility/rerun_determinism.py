"""Two trainings with one seed give one result."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Annotated

from pytest_mlgate.errors import ConfigError
from pytest_mlgate.inputs.reruns import Rerun, Reruns
from pytest_mlgate.inputs.train_fn import TrainFn, TrainingFailed, TrainingResult
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.proportions import binomial_upper, wilson
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

ENOUGH_RERUNS = 10
"""Recorded re-runs from which a share is worth an interval."""

REMEDY = (
    "Seed every generator from the training function's seed, sort what comes out of sets and "
    "folders, and switch the framework to deterministic kernels; declare a tolerance with its "
    "reason only for what cannot be made deterministic."
)


@check("reproducibility.rerun-determinism", kind=Kind.CONFIG, runs_code=True)
def rerun_determinism(
    train_fn: TrainFn,
    reruns: Reruns | None = None,
    *,
    runs: Annotated[int, Range(2)] = 2,
    seed: Annotated[int, Range(0, 4294967295)] = 0,
    tolerance: Annotated[float, Range(0)] = 0.0,
    tolerance_reason: str = "",
) -> Verdict:
    """Training again with the same seed gives the same metrics and the same predictions.

    Why
    ---
    A result that changes by itself cannot be compared with another one, and an improvement
    smaller than that change is none.  Runs inside one process share the order of sets and
    much other state, so they agree where two days would not.

    Rule
    ----
    The training function runs several times with one seed, each time in a process of its
    own with another ``PYTHONHASHSEED``.  All metrics and all predictions are equal.  The
    hash of the model file is compared as well, as a warning: serialisers store the time.

    Settings
    --------
    runs : 2
        How many trainings, at least 2.
    seed : 0
        The seed that all of them get.
    tolerance : 0
        Largest absolute difference of a metric or prediction that counts as equal.
    tolerance-reason : none
        Why a difference is unavoidable; must be given with a tolerance above 0.

    The time that one run may take is ``[inputs.train-fn] timeout``.

    Outcomes
    --------
    FAIL: a metric, a prediction or the set of metrics differs.  WARN: only the model file
    differs, no run wrote predictions, or a recorded re-run did not reproduce.
    INCONCLUSIVE: there are no metrics, or one is NaN, infinite or no number.
    NOT_APPLICABLE: no training function is configured.  ERROR: a run crashed or took too
    long, or there is a tolerance without a reason.

    With at least 10 recorded re-runs (``reruns.json``: runs of the same commit,
    configuration, data and seed after the first) the share that reproduced is reported
    with its interval, and how often a failure would still be possible.

    Remedy
    ------
    Seed every generator, sort what comes out of sets and folders, use deterministic
    kernels.

    Source
    ------
    X. Bouthillier et al. (2021), Accounting for variance in machine learning benchmarks,
    MLSys 3.  E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    if tolerance > 0 and not tolerance_reason.strip():
        raise ConfigError(
            f"[reproducibility.rerun-determinism]: found tolerance = {tolerance:g} without "
            f"tolerance-reason; expected a reason why equal runs may differ, or tolerance = 0"
        )
    try:
        results = [train_fn.run(seed=seed, hash_seed=number) for number in range(1, runs + 1)]
    except TrainingFailed as failure:
        return Verdict(
            outcome=Outcome.ERROR,
            summary=str(failure),
            detail=failure.tail,
            remedy="Run the training function by hand and mend the crash.",
        )
    findings = _unusable(results)
    for number, result in enumerate(results[1:], start=2):
        findings += _differences(results[0], result, number, tolerance)
    findings += _remarks(results)
    estimates, recorded = _recorded(reruns)
    allowed = f" within {tolerance:g} ({tolerance_reason})" if tolerance else ""
    passed = (
        f"{runs} trainings with seed {seed} in separate processes gave equal "
        f"metrics ({len(results[0].metrics)}) and predictions{allowed}"
    )
    remarks = "".join(f"; {finding.message}" for finding in recorded)
    return Verdict.of(
        findings + [f for f in recorded if f.outcome is not Outcome.PASS],
        passed=passed + remarks,
        remedy=REMEDY,
        estimates=estimates,
    )


def _unusable(results: Sequence[TrainingResult]) -> list[Finding]:
    """Say what cannot be compared: no metrics at all, or values that are no finite numbers."""
    reasons: dict[str, None] = {}
    for result in results:
        reasons.update(dict.fromkeys(result.unusable))
        if not result.metrics and not result.unusable:
            reasons["no metrics were returned"] = None
        for name, value in result.metrics.items():
            if not math.isfinite(value):
                reasons[f"metric {name} is {value}"] = None
    return [
        Finding(
            message=f"the runs cannot be compared: {reason}",
            outcome=Outcome.INCONCLUSIVE,
            anchor=reason,
            remedy="Return a mapping of metric names to finite numbers.",
        )
        for reason in reasons
    ]


def _differences(
    first: TrainingResult, other: TrainingResult, number: int, tolerance: float
) -> list[Finding]:
    """Compare run `number` with the first one."""
    findings = []
    for name in sorted(first.metrics.keys() | other.metrics.keys()):
        if name not in first.metrics or name not in other.metrics:
            findings.append(
                _different(f"metric {name} exists in only one of run 1 and {number}", name)
            )
            continue
        one, two = first.metrics[name], other.metrics[name]
        # Of two numbers that are not finite nothing can be said; _unusable names them.
        if math.isfinite(one) and math.isfinite(two) and abs(one - two) > tolerance:
            findings.append(
                _different(
                    f"metric {name} is {one!r} in run 1 and {two!r} in run {number}, "
                    f"a difference of {abs(one - two):.3g}",
                    name,
                )
            )
    if first.prediction_sha256 != other.prediction_sha256:
        reason = _prediction_difference(first, other, tolerance)
        if reason:
            findings.append(
                _different(
                    f"predictions differ between run 1 and {number}: {reason}", "predictions"
                )
            )
    return findings


def _prediction_difference(first: TrainingResult, other: TrainingResult, tolerance: float) -> str:
    """Say how predictions of different hash differ, empty when they do not beyond tolerance."""
    if first.prediction_sha256 is None or other.prediction_sha256 is None:
        return "only one of the runs wrote any"
    one, two = array("d"), array("d")
    one.frombytes(first.predictions)
    two.frombytes(other.predictions)
    if not one or len(one) != len(two):
        return "other hashes" if len(one) == len(two) else f"{len(one)} and {len(two)} numbers"
    gaps = [
        math.inf if math.isnan(a) or math.isnan(b) else abs(a - b)
        for a, b in zip(one, two, strict=True)
        if a != b and not (math.isnan(a) and math.isnan(b))
    ]
    beyond = sum(gap > tolerance for gap in gaps)
    if not beyond:
        return ""
    return f"{beyond} of {len(one)} numbers, at most by {max(gaps):.3g}"


def _remarks(results: Sequence[TrainingResult]) -> list[Finding]:
    """Warn about what equal metrics leave open."""
    findings = []
    if len({result.model_sha256 for result in results}) > 1:
        findings.append(
            Finding(
                message="the model file differs between runs",
                outcome=Outcome.WARN,
                anchor="model",
                remedy="Save the model in a format that stores neither time nor memory layout.",
            )
        )
    if all(result.prediction_sha256 is None for result in results):
        findings.append(
            Finding(
                message="no run wrote predictions, so only the metrics were compared",
                outcome=Outcome.WARN,
                anchor="no predictions",
                remedy="Write predictions.npy, .csv, .json or .parquet into the output folder.",
            )
        )
    return findings


def _different(message: str, anchor: str) -> Finding:
    return Finding(message=message, anchor=anchor)


def _recorded(reruns: Reruns | None) -> tuple[list[Estimate], list[Finding]]:
    """Report the share of recorded re-runs that reproduced their first run."""
    groups: dict[tuple[object, ...], list[Rerun]] = {}
    for run in reruns.runs if reruns else ():
        groups.setdefault((*run.setting, run.seed), []).append(run)
    pairs = [(group[0], run) for group in groups.values() for run in group[1:]]
    if len(pairs) < ENOUGH_RERUNS:
        return [], []
    n, good = len(pairs), sum(_reproduces(first, again) for first, again in pairs)
    interval = wilson(good, n)
    estimate = Estimate(
        name="share of recorded re-runs that reproduced",
        value=good / n,
        n=n,
        lower=interval.lower,
        upper=interval.upper,
        confidence=interval.confidence,
        unit="rate",
        method=interval.method,
    )
    message = (
        f"{good} of {n} recorded re-runs reproduced, which still allows a failure rate "
        f"of up to {binomial_upper(n - good, n):.1%} (exact one-sided 95 % bound)"
    )
    outcome = Outcome.PASS if good == n else Outcome.WARN
    return [estimate], [Finding(message=message, outcome=outcome, anchor="recorded re-runs")]


def _reproduces(first: Rerun, again: Rerun) -> bool:
    """Whether metrics and predictions are equal; a NaN or an unknown hash proves nothing."""
    return (
        dict(first.metrics) == dict(again.metrics)
        and not any(math.isnan(value) for value in first.metrics.values())
        and first.prediction_sha256 is not None
        and first.prediction_sha256 == again.prediction_sha256
    )
