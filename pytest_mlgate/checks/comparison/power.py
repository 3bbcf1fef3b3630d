"""The test set is large enough for the decision it makes."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pytest_mlgate.checks.comparison._paired import arguments, discordance, metric_named
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import ConfigError, Unmeasurable
from pytest_mlgate.inputs._predictions import paired
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.auc import auc
from pytest_mlgate.stats.power import (
    design_effect,
    hanley_mcneil_se,
    mde,
    mde_of_se,
    paired_sd,
)
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Evaluate on more rows, or accept a wider margin and say so."
ASSUMED_DISCORDANCE = 0.10


@check("comparison.power", kind=Kind.CONFIG, subjects="metrics")
def power(
    subject: str,
    predictions: Predictions,
    champion_predictions: Predictions | None = None,
    *,
    metrics: tuple[str, ...] = ("accuracy",),  # noqa: ARG001 - the subjects
    margin: Annotated[float, Range(0)] = 0.01,
    margins: dict[str, float] | None = None,
    discordance_rate: Annotated[float, Range(0, 1)] | None = None,
    loss_sd: Annotated[float, Range(0)] | None = None,
    icc: Annotated[float, Range(0, 1)] = 0.0,
    min_power: Annotated[float, Range(0.5, 0.999)] = 0.80,
    effect: Literal["observed"] | None = None,
) -> Verdict:
    """The evaluation data can show a difference as small as the margin.

    Why
    ---
    With 400 rows a gate on a point value lets a worse model through one time in six, and
    nobody notices, because the number of rows stands nowhere.

    Rule
    ----
    The least difference that a one-sided test at 5 % finds with the wanted power is at most
    the margin of the guarded comparison.  Its size follows from the rows and from how much
    two models differ row by row: for right or wrong the share of rows on which exactly one
    is right (taken from the champion when there is one, else assumed .10), for the area
    under the ROC curve the standard error of Hanley and McNeil, for other losses the
    standard deviation of the paired difference.  Clusters cost rows (design effect).  The
    power of the observed difference is refused: it is the p-value in other words.

    Settings
    --------
    metrics : ["accuracy"]
        Each is one item.
    margin : 0.01
        Of the guarded comparison.
    margins : none
        Metric -> margin of its own.
    discordance-rate : from the champion, else 0.10
        Share of rows on which exactly one of two models is right.
    loss-sd : from the champion
        Standard deviation of the paired difference of losses.
    icc : 0
        Correlation within clusters, where rows have a ``cluster_id``.
    min-power : 0.80
        Wanted power.
    effect : none
        ``"observed"`` is an error, and says why.

    Outcomes
    --------
    FAIL: the least difference that is found is larger than the margin.  INCONCLUSIVE: one
    class only, or no champion for a metric that needs its losses.  ERROR: an observed effect
    is asked for, an unknown metric.  NOT_APPLICABLE: no predictions.

    Remedy
    ------
    Evaluate on more rows.

    Source
    ------
    J. A. Hanley and B. J. McNeil (1982), Radiology 143, 29-36.  L. Kish (1965), Survey
    Sampling.  J. M. Hoenig and D. M. Heisey (2001), The American Statistician 55, 19-24.
    """
    if effect is not None:
        raise ConfigError(
            'comparison.power: effect = "observed" is refused; the power of an observed effect '
            "follows from its p-value and says nothing about the test set"
        )
    n = _independent(predictions, icc)
    own = (margins or {}).get(subject, margin)
    champion = champion_predictions
    least, how = _detectable(
        subject, predictions, champion, n, discordance_rate, loss_sd, min_power
    )
    estimate = Estimate(
        name=f"least difference in {subject} found with power {min_power:g}",
        value=least,
        n=predictions.n,
        limit=Limit("<=", own),
    )
    outcome = decide(estimate, Policy.POINT)
    message = f"{estimate} ({how})"
    if outcome is Outcome.FAIL:
        rows = math.ceil(predictions.n * (least / own) ** 2) if own else None
        message += f"; about {rows} rows would do" if rows else "; no number of rows shows 0"
    return Verdict.of(
        [Finding(message=message, subject=subject)] if outcome is Outcome.FAIL else [],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _independent(predictions: Predictions, icc: float) -> float:
    if predictions.clusters is None:
        return predictions.n
    size = predictions.n / (int(predictions.clusters.max()) + 1)
    return predictions.n / design_effect(max(1.0, size), icc)


def _detectable(
    name: str,
    predictions: Predictions,
    champion: Predictions | None,
    n: float,
    psi: float | None,
    loss_sd: float | None,
    wanted: float,
) -> tuple[float, str]:
    metric = metric_named(name)
    if name == "roc_auc":
        truth, score = arguments(metric, predictions)
        positives = round(n * float(truth.mean()))
        area = auc(truth, score)
        se = hanley_mcneil_se(area, positives, round(n) - positives)
        # Two models on the same rows: without their correlation, twice the variance.
        how = f"Hanley-McNeil at area {area:.3f}, correlation of the two models taken as 0"
        return mde_of_se(math.sqrt(2) * se, power=wanted), how
    if name in {"accuracy", "error_rate"}:
        rate, how = psi, f"discordance {psi} as configured"
        if rate is None and champion is not None:
            rate = discordance(*paired(predictions, champion))
            how = f"discordance {rate:.4f} between challenger and champion"
        elif rate is None:
            rate, how = ASSUMED_DISCORDANCE, f"discordance {ASSUMED_DISCORDANCE} assumed"
        return mde(paired_sd(rate), n, power=wanted), how
    if metric.per_row is None:
        raise Unmeasurable(f"the power for {name} is not known in advance; use a mean loss instead")
    if loss_sd is None:
        if champion is None:
            raise Unmeasurable("loss-sd is not set, and there is no champion to take it from")
        ours, theirs = paired(predictions, champion)
        losses = [metric.per_row(*arguments(metric, rows)) for rows in (ours, theirs)]
        loss_sd = float(np.std(losses[0] - losses[1], ddof=1))
    return mde(loss_sd, n, power=wanted), f"standard deviation {loss_sd:.4g} of paired losses"
