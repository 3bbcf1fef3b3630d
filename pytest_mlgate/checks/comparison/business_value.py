"""The model earns more than it costs, and more than what is done now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pytest_mlgate.decision import decide_superior
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.cost_matrix import CostMatrix
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import Array, BoolArray, FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.power import rows_for_bound
from pytest_mlgate.stats.resampling import bootstrap_ci
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = "Move the threshold (comparison.decision-threshold), cut running costs, or keep the rule."


@dataclass(frozen=True)
class _Money:
    """What one evaluation row brings, and how many such rows a horizon has."""

    model: FloatArray
    baseline: FloatArray
    scale: float


@check("comparison.business-value", kind=Kind.CONFIG)
def business_value(
    predictions: Predictions,
    cost_matrix: CostMatrix,
    *,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """Decisions of the model are worth more than those of the baseline, after running costs.

    Why
    ---
    A model with a better metric can lose money: false alarms cost, and the system runs all
    year for the few cases it finds.

    Rule
    ----
    Value = true positives and negatives at what they are worth, minus false ones at what they
    cost, minus running costs, all over the same horizon, for the model and for the baseline
    on the same rows.  Errors that the baseline makes too are no loss of the model.  Rows with
    an amount multiply their values by it; a declared prevalence reweighs the classes.  PASS
    when the one-sided 95 % bootstrap bound of the difference is above 0, FAIL when the
    difference is not.

    Settings
    --------
    replicates, seed : 2000, 0
        Of the bootstrap.  Everything else stands in ``cost_matrix.yaml``.

    Outcomes
    --------
    FAIL: worth no more than the baseline.  INCONCLUSIVE: worth more by the estimate only, or
    one class for a declared prevalence.  NOT_APPLICABLE: no cost matrix.  ERROR: a matrix of
    zeros, no such column.

    Remedy
    ------
    Move the threshold, cut costs, or keep the rule.

    Source
    ------
    C. Elkan (2001), The foundations of cost-sensitive learning, IJCAI 17, 973-978.
    """
    money = _money(predictions, cost_matrix)
    running = cost_matrix.running_cost * cost_matrix.horizon_years
    difference = money.model - money.baseline

    def total(rows: Array) -> float:
        return float(rows.sum()) * money.scale - running

    value = total(difference)
    if np.any(difference != difference[0]):
        interval = bootstrap_ci(
            difference,
            total,
            confidence=0.90,
            replicates=replicates,
            clusters=predictions.clusters,
            rng=np.random.default_rng(seed),
        )
        lower, upper = interval.lower, interval.upper
    else:
        lower = upper = value
    unit = cost_matrix.currency
    estimate = Estimate(
        name=f"value over {cost_matrix.horizon_years:g} years beyond the baseline",
        value=value,
        n=predictions.n,
        lower=lower,
        upper=upper,
        confidence=0.90,
        unit=unit,
        method="BCa bootstrap",
        limit=Limit(">", 0.0),
    )
    outcome = decide_superior(estimate)
    own = float(money.model.sum()) * money.scale
    invested = _invested(predictions, cost_matrix) * money.scale + running
    message = (
        f"decisions are worth {own:,.0f} {unit} and those of the baseline ({cost_matrix.baseline}) "
        f"{float(money.baseline.sum()) * money.scale:,.0f}, running costs {running:,.0f}: "
        f"difference "
        f"{value:,.0f} (90% interval {lower:,.0f} to {upper:,.0f})"
    )
    if invested > 0:
        message += f", return on {invested:,.0f} of costs {(own - running) / invested:+.1%}"
    if outcome is Outcome.INCONCLUSIVE:
        rows = rows_for_bound(value, lower, 0.0, predictions.n)
        message += f"; about {rows:,} rows would settle it" if rows else ""
    return Verdict.of(
        [] if outcome is Outcome.PASS else [Finding(message=message, outcome=outcome)],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _money(predictions: Predictions, matrix: CostMatrix) -> _Money:
    truth, decision = predictions.positives, predictions.decisions
    amounts = np.ones(predictions.n)
    if matrix.amount_column is not None:
        amounts = predictions.numbers(matrix.amount_column)
    amounts = amounts * _reweighed(truth, matrix.prevalence)
    if predictions.weights is not None:
        amounts = amounts * predictions.weights / predictions.weights.mean()
    rows = matrix.rows_per_year
    scale = 1.0 if rows is None else rows * matrix.horizon_years / predictions.n
    return _Money(
        _worth(truth, decision, matrix) * amounts,
        _worth(truth, _baseline(predictions, matrix.baseline), matrix) * amounts,
        scale,
    )


def _worth(truth: BoolArray, decision: BoolArray, matrix: CostMatrix) -> FloatArray:
    positive = np.where(decision, matrix.tp, -matrix.fn)
    negative = np.where(decision, -matrix.fp, matrix.tn)
    return np.where(truth, positive, negative)


def _baseline(predictions: Predictions, name: str) -> BoolArray:
    if name in {"none", "all"}:
        return np.full(predictions.n, name == "all")
    if not predictions.has(name):
        raise InputError(
            predictions.source,
            key=name,
            found="no such column",
            expected="none, all, or the column with the decisions of the present rule",
        )
    return np.asarray(predictions.labels(name) == predictions.favourable, dtype=bool)


def _reweighed(truth: BoolArray, prevalence: float | None) -> FloatArray:
    if prevalence is None:
        return np.ones(len(truth))
    share = float(truth.mean())
    if not 0 < share < 1:
        raise Unmeasurable("a declared prevalence needs rows of both classes")
    return np.where(truth, prevalence / share, (1 - prevalence) / (1 - share))


def _invested(predictions: Predictions, matrix: CostMatrix) -> float:
    wrong = predictions.decisions & ~predictions.positives
    missed = predictions.positives & ~predictions.decisions
    return float(wrong.sum()) * matrix.fp + float(missed.sum()) * matrix.fn
