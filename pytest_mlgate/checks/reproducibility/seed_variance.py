"""A headline value holds over seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Annotated

from pytest_mlgate.inputs.reported_results import ReportedResults
from pytest_mlgate.inputs.reruns import Headline, Rerun, Reruns
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.means import mean_sd, t_interval
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

SAME_SIGN = 0.8
"""Least share of seeds in which a gain must be one."""

REMEDY = (
    "Report the mean with its standard deviation over at least five seeds, and claim a gain "
    "only where it is larger than what another seed does."
)


@dataclass(frozen=True)
class _Arm:
    """Values of the headline metric per seed, turned so that more is better."""

    values: dict[int, float]

    @property
    def mean(self) -> float:
        return fmean(self.values.values())


@check("reproducibility.seed-variance", kind=Kind.EVIDENCE)
def seed_variance(
    reruns: Reruns,
    reported_results: ReportedResults | None = None,
    *,
    min_n: Annotated[int, Range(2)] = 5,
) -> Verdict:
    """A reported value is typical of its seeds, and a reported gain is larger than their noise.

    Why
    ---
    The best of several seeds is a property of the choice, not of the method.

    Rule
    ----
    The runs of ``reruns.json`` share commit, configuration and data.  Over their distinct
    seeds (runs of one seed are averaged), with the standard deviation sd of divisor n - 1:

    * V1 the headline is not better than mean + 1 sd;
    * V2 the headline is not the value of the best seed, unless it equals the mean too, or
      the reported results give the mean over seeds;
    * V3 where there are baseline runs, the gain is shown: when at least two seeds were run
      in both arms, the one-sided 95 % t bound of the mean difference per seed is above 0;
      otherwise the gain of the headline is at least 2 sd;
    * V4 and the gain has its sign in at least 80 % of those seeds.

    Settings
    --------
    min-n : 5
        Distinct seeds from which the absence of a violation means something.

    Outcomes
    --------
    FAIL: a violation, however few the seeds.  INCONCLUSIVE: fewer seeds than asked for and
    no violation, a standard deviation that is not finite, the metric missing in a run, or
    runs of different commit, configuration or data.  NOT_APPLICABLE: no recorded re-runs,
    or nothing claimed in them (no headline).  ERROR: the file breaks its schema.

    Remedy
    ------
    Report mean and standard deviation over at least five seeds.

    Source
    ------
    X. Bouthillier et al. (2021), Accounting for variance in machine learning benchmarks,
    MLSys 3.  Student (1908), Biometrika 6, 1-25.
    """
    headline = reruns.headline
    if headline is None:
        return Verdict.not_applicable("the recorded re-runs claim nothing: they have no headline")
    thin = _not_comparable(reruns, headline)
    candidate = _arm(reruns.runs, headline)
    n = len(candidate.values)
    if n < 2 or not math.isfinite(candidate.mean):
        reason = f"{headline.metric} has no standard deviation over {n} seeds" + (
            "" if n < 2 else ": a value is not finite"
        )
        return Verdict.of([*thin, _inconclusive(reason)], passed="", remedy=REMEDY)
    values = list(candidate.values.values())
    mean, sd = mean_sd(values)
    interval = t_interval(values)
    estimates = [_estimate(headline, mean, interval.lower, interval.upper, n)]
    findings = _headline(headline, values, mean, sd, reported_results)
    if reruns.baseline_runs:
        baseline = _arm(reruns.baseline_runs, headline)
        if not baseline.values or not math.isfinite(baseline.mean):
            thin.append(_inconclusive(f"the baseline has no finite value of {headline.metric}"))
        else:
            findings += _gain(headline, candidate, baseline, sd, estimates)
    if n < min_n:
        thin.append(_inconclusive(f"{n} distinct seeds; at least {min_n} are needed"))
    turn = _turn(headline)
    return Verdict.of(
        [*findings, *thin],
        passed=f"{headline.metric} {_print(headline, headline.value)} is typical of {n} seeds: "
        f"mean {turn * mean:.6g}, sd {sd:.4g}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _turn(headline: Headline) -> int:
    return 1 if headline.direction == "higher" else -1


def _print(headline: Headline, value: float) -> str:
    return f"{value:.{headline.digits}f}"


def _arm(runs: Sequence[Rerun], headline: Headline) -> _Arm:
    by_seed: dict[int, list[float]] = {}
    for run in runs:
        if headline.metric in run.metrics:
            value = _turn(headline) * run.metrics[headline.metric]
            by_seed.setdefault(run.seed, []).append(value)
    return _Arm({seed: fmean(values) for seed, values in by_seed.items()})


def _not_comparable(reruns: Reruns, headline: Headline) -> list[Finding]:
    """Say what besides the seed differs between runs of one arm, or is missing."""
    findings = []
    for arm, runs in (("runs", reruns.runs), ("baseline_runs", reruns.baseline_runs)):
        fields = ("commit", "config_hash", "data_hash")
        differing = [f for f in fields if len({getattr(run, f) for run in runs}) > 1]
        if differing:
            findings.append(
                _inconclusive(f"{arm} differ in {', '.join(differing)}, not only in the seed")
            )
        lacking = sum(headline.metric not in run.metrics for run in runs)
        if lacking:
            findings.append(_inconclusive(f"{lacking} of the {arm} have no {headline.metric}"))
    if reruns.baseline_runs and reruns.baseline_runs[0].data_hash != reruns.runs[0].data_hash:
        findings.append(_inconclusive("runs and baseline_runs were trained on different data"))
    return findings


def _headline(
    headline: Headline,
    values: Sequence[float],
    mean: float,
    sd: float,
    report: ReportedResults | None,
) -> list[Finding]:
    """Compare the headline with mean, sd and best seed."""
    turn = _turn(headline)
    claimed = turn * headline.value
    # Equality is up to print; what is better than the bound as printed is better than it.
    half_unit = 0.5 * 10.0**-headline.digits * (1 + 1e-9)
    shown = f"headline {headline.metric} {_print(headline, headline.value)}"
    findings = []
    if claimed > mean + sd and not math.isclose(claimed, mean + sd, rel_tol=1e-12):
        findings.append(
            _violation(
                "V1",
                f"{shown} is better than mean {turn * mean:.6g} and one sd {sd:.4g} over "
                f"{len(values)} seeds allow: {turn * (mean + sd):.6g}",
            )
        )
    is_best = abs(claimed - max(values)) <= half_unit
    is_mean = abs(claimed - mean) <= half_unit
    mean_reported = bool(
        headline.kind == "single"
        and report
        and report.seeds
        and abs(turn * report.seeds.mean - mean) <= half_unit
    )
    if is_best and not is_mean and not mean_reported:
        findings.append(
            _violation(
                "V2",
                f"{shown} is the best of {len(values)} seeds (called {headline.kind}), and their "
                f"mean {turn * mean:.6g} is not reported",
            )
        )
    return findings


def _gain(
    headline: Headline,
    candidate: _Arm,
    baseline: _Arm,
    sd: float,
    estimates: list[Estimate],
) -> list[Finding]:
    """Compare the two arms, seed by seed where both have at least two seeds in common."""
    seeds = sorted(candidate.values.keys() & baseline.values.keys())
    if len(seeds) < 2:
        gain = _turn(headline) * headline.value - baseline.mean
        if gain >= 2 * sd:
            return []
        message = f"the gain of {gain:.4g} over the baseline is smaller than two sd ({2 * sd:.4g})"
        return [_violation("V3", message)]
    gains = [candidate.values[seed] - baseline.values[seed] for seed in seeds]
    bound = t_interval(gains, confidence=0.90)
    estimates.append(
        Estimate(
            name=f"gain in {headline.metric} per seed",
            value=fmean(gains),
            n=len(seeds),
            lower=bound.lower,
            upper=bound.upper,
            confidence=0.90,
            method="paired t",
        )
    )
    findings = []
    if bound.lower <= 0:
        message = (
            f"the mean gain of {fmean(gains):.4g} over the baseline is not shown: its one-sided "
            f"95 % bound over {len(seeds)} seeds is {bound.lower:.4g}, not above 0"
        )
        findings.append(_violation("V3", message))
    better = sum(gain > 0 for gain in gains)
    if better < SAME_SIGN * len(gains):
        message = f"only {better} of {len(gains)} seeds are better than the baseline's"
        findings.append(_violation("V4", message))
    return findings


def _estimate(headline: Headline, mean: float, lower: float, upper: float, n: int) -> Estimate:
    turn = _turn(headline)
    low, high = sorted((turn * lower, turn * upper))
    return Estimate(
        name=f"mean {headline.metric} over seeds",
        value=turn * mean,
        n=n,
        lower=low,
        upper=high,
        confidence=0.95,
        method="t",
    )


def _violation(rule: str, message: str) -> Finding:
    return Finding(message=message, rule=rule, anchor=rule)


def _inconclusive(message: str) -> Finding:
    return Finding(message=message, outcome=Outcome.INCONCLUSIVE, anchor=message)
