"""The challenger is not worse than the champion, or is better, as the project demands."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pytest_mlgate.checks.comparison._paired import (
    Comparison,
    Options,
    arguments,
    compare,
    metric_named,
)
from pytest_mlgate.decision import decide_non_inferior, decide_superior
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs._predictions import paired
from pytest_mlgate.inputs.baseline_metrics import BaselineMetrics
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.training_ids import TrainingIds
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.metrics import direction_of
from pytest_mlgate.stats.power import rows_for_bound, rows_for_test
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = (
    "Keep the champion, or show the gain: a better challenger, or more evaluation rows "
    "(comparison.power says how many)."
)
Mode = Literal["non_inferior", "superior", "replace"]
MIN_ROWS = 30
MIN_DISCORDANT = 10
WEAK_WARN, WEAK_FAIL = 0.02, 0.05
"""Drops that count where there are no rows of the champion to pair with."""


@check("comparison.champion-challenger", kind=Kind.CONFIG, subjects="metrics")
def champion_challenger(
    subject: str,
    predictions: Predictions,
    champion_predictions: Predictions | None = None,
    baseline_metrics: BaselineMetrics | None = None,
    training_ids: TrainingIds | None = None,
    *,
    metrics: tuple[str, ...] = ("accuracy",),  # noqa: ARG001 - the subjects
    roles: dict[str, Literal["primary", "secondary", "guardrail"]] | None = None,
    mode: Mode = "non_inferior",
    margin: Annotated[float, Range(0)] = 0.01,
    margins: dict[str, float] | None = None,
    min_gain: Annotated[float, Range(0)] | None = None,
    horizon: Annotated[int, Range(0)] = 0,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    directions: dict[str, Literal["higher", "lower"]] | None = None,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The challenger holds its ground against the champion on the same rows.

    Why
    ---
    Comparing two numbers with ``>`` replaces one of two equal models by the other in half of
    all runs, and lets a worse one through on a lucky test set.

    Rule
    ----
    Both models are scored on the same rows, matched by ``row_id``; other rows, or other
    observed labels, are an ERROR.  The gain is challenger minus champion, turned so that
    more is better.

    * ``non_inferior``: PASS when the one-sided 95 % bound of the gain is above -margin; FAIL
      when the gain is at -margin or below and the one-sided test of no difference rejects at
      `alpha`, so that two equal models fail at most that often; else the rows are too few;
    * ``superior``: PASS when the bound is above `min-gain`; FAIL when the gain itself is not;
    * ``replace``: promotion without a person: the gain is at least `min-gain` (here .01 by
      default) and its bound above 0.

    A metric with the role ``guardrail`` is always judged as ``non_inferior``.  Intervals and
    tests: Bonett-Price and McNemar (mid-p, exact below 25 discordant rows) for right or
    wrong, DeLong for the area under the ROC curve, BCa bootstrap and sign flips for mean
    losses, Diebold-Mariano with the correction of Harvey, Leybourne and Newbold when
    `horizon` is set, and a BCa bootstrap with exchange of the models for everything else.

    Without rows of the champion, ``baseline.json`` is compared point by point: a drop of .02
    warns and one of .05 fails, which is weaker evidence and says so.

    Settings
    --------
    metrics : ["accuracy"]
        Each is one item: accuracy, balanced_accuracy, roc_auc, log_loss, brier, f1,
        precision, recall, mae, rmse, r2 and others.
    roles : none
        Metric -> ``primary``, ``secondary`` or ``guardrail``.
    mode : "non_inferior"
        What the others have to show.
    margin : 0.01
        Largest accepted loss, in the unit of the metric (.005 for a compressed model).
    margins : none
        Metric -> margin of its own.
    min-gain : 0, replace 0.01
        Least gain.
    horizon : 0
        For forecasts in order of time: how many steps ahead.
    alpha : 0.05
        Level of the test behind a FAIL.
    directions : none
        Metric -> ``higher`` or ``lower``, where its name is not known.
    replicates, seed : 2000, 0
        Of the bootstrap.

    Outcomes
    --------
    FAIL: worse, or a training row among the evaluation rows.  WARN: weak evidence of a drop.
    INCONCLUSIVE: too few rows, fewer than 10 discordant ones in mode superior, an undefined
    metric.  ERROR: other rows or labels, an unknown metric.  NOT_APPLICABLE: neither rows
    nor metrics of a champion.

    Remedy
    ------
    Keep the champion, or show the gain on more rows.

    Source
    ------
    D. G. Bonett and R. M. Price (2012), J. Educ. Behav. Stat. 37, 479-488.  E. R. DeLong,
    D. M. DeLong and D. L. Clarke-Pearson (1988), Biometrics 44, 837-845.  F. X. Diebold and
    R. S. Mariano (1995), J. Bus. Econ. Stat. 13, 253-263.  S. Wellek (2010), Testing
    Statistical Hypotheses of Equivalence and Noninferiority.
    """
    own = (margins or {}).get(subject, margin)
    leaked = _leaked(predictions, training_ids)
    if champion_predictions is None:
        if baseline_metrics is None:
            return Verdict(
                outcome=Outcome.NOT_APPLICABLE,
                summary="there is no champion: neither champion predictions nor baseline metrics",
                no_evidence=True,
            )
        return _unpaired(subject, predictions, baseline_metrics, leaked)
    candidate, champion = paired(predictions, champion_predictions)
    found = compare(subject, candidate, champion, Options(directions, horizon, replicates, seed))
    chosen = "non_inferior" if (roles or {}).get(subject) == "guardrail" else mode
    outcome, estimate = _judge(found, chosen, own, min_gain, alpha)
    thin = _thin(found, chosen)
    if thin and outcome is not Outcome.FAIL:
        outcome = Outcome.INCONCLUSIVE
    message = f"{found}, {_demand(chosen, estimate)}" + (f": {thin}" if thin else "")
    finding = Finding(message=message, outcome=outcome, subject=subject)
    return Verdict.of(
        [*([] if outcome is Outcome.PASS else [finding]), *leaked],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _judge(
    found: Comparison, mode: str, margin: float, min_gain: float | None, alpha: float
) -> tuple[Outcome, Estimate]:
    if mode == "non_inferior":
        estimate = found.estimate(Limit(">", -margin))
        outcome = decide_non_inferior(estimate, rejected=found.p_worse <= alpha)
        if outcome is Outcome.INCONCLUSIVE:
            rows = (
                rows_for_bound(found.gain, found.lower, -margin, found.n)
                if found.gain > -margin
                else rows_for_test(min(1.0, 2 * found.p_worse), 2 * alpha, found.n)
            )
            estimate = replace(estimate, rows_needed=rows)
        return outcome, estimate
    if mode == "superior":
        estimate = found.estimate(Limit(">", min_gain or 0.0))
        return decide_superior(estimate), estimate
    least = 0.01 if min_gain is None else min_gain
    estimate = found.estimate(Limit(">", 0.0))
    outcome = decide_superior(estimate)
    if outcome is Outcome.PASS and found.gain < least - 1e-12:
        return Outcome.FAIL, found.estimate(Limit(">=", least))
    return outcome, estimate


def _demand(mode: str, estimate: Estimate) -> str:
    return {
        "non_inferior": f"not worse if the lower bound is {estimate.limit}",
        "superior": f"better if the lower bound is {estimate.limit}",
        "replace": f"replaces the champion if the gain is {estimate.limit}",
    }[mode]


def _thin(found: Comparison, mode: str) -> str:
    if found.n < MIN_ROWS:
        return f"{found.n} rows, at least {MIN_ROWS} are needed"
    few = found.discordant is not None and found.discordant < MIN_DISCORDANT
    if few and mode != "non_inferior":
        return f"the models differ on {found.discordant} rows, at least {MIN_DISCORDANT} are needed"
    return ""


def _unpaired(
    metric: str, predictions: Predictions, baseline: BaselineMetrics, leaked: list[Finding]
) -> Verdict:
    known = baseline.metric(metric)
    if known is None:
        raise Unmeasurable(
            f"{baseline.source} has no {metric}, so there is nothing to compare with"
        )
    value = metric_named(metric).compute(*arguments(metric_named(metric), predictions))
    direction = known.direction or direction_of(metric)
    drop = (known.value - value) * (1 if direction == "higher" else -1)
    outcome = Outcome.PASS
    if drop >= WEAK_WARN - 1e-12:
        outcome = Outcome.FAIL if drop >= WEAK_FAIL - 1e-12 else Outcome.WARN
    message = (
        f"{metric} {value:.4f} on {predictions.n} rows against {known.value:.4f} recorded in "
        f"{baseline.source}: drop {drop:+.4f}, warns from {WEAK_WARN}, fails from {WEAK_FAIL} "
        f"(weaker "
        "evidence: without the champion's rows nothing is paired)"
    )
    estimate = Estimate(
        name=f"drop in {metric}", value=drop, n=predictions.n, limit=Limit("<", WEAK_FAIL)
    )
    finding = [] if outcome is Outcome.PASS else [Finding(message=message, outcome=outcome)]
    return Verdict.of([*finding, *leaked], passed=message, remedy=REMEDY, estimates=[estimate])


def _leaked(predictions: Predictions, training: TrainingIds | None) -> list[Finding]:
    """Look for evaluation rows that a model was trained on."""
    if training is None:
        return []
    shared = training.count(predictions.ids)
    if not shared:
        return []
    return [
        Finding(
            message=f"{shared} of {predictions.n} evaluation rows are training rows by "
            f"{training.source}",
            rule="training rows",
        )
    ]
