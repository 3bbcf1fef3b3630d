"""An ensemble is better than its best member."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Literal

from pytest_mlgate.checks.comparison._paired import (
    Options,
    arguments,
    compare,
    metric_named,
)
from pytest_mlgate.decision import decide_superior
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs._predictions import Predictions as Rows
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.metrics import direction_of
from pytest_mlgate.verdict import Finding, Limit, Outcome, Verdict

REMEDY = "Ship the best member alone, or replace members that make the same errors."


@check("comparison.ensemble-gain", kind=Kind.CONFIG)
def ensemble_gain(
    predictions: Predictions,
    *,
    members: tuple[str, ...] = (),
    metric: str = "accuracy",
    min_gain: Annotated[float, Range(0)] | None = None,
    max_correlation: Annotated[float, Range(0, 1)] = 0.95,
    directions: dict[str, Literal["higher", "lower"]] | None = None,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The ensemble is shown to be better than the best of its members.

    Why
    ---
    Members that err together add cost and no accuracy.

    Rule
    ----
    On rows that were not used to choose the members: E1 the ensemble is superior to the
    member with the best metric, as in champion-challenger in mode superior; E2 no two
    members have errors that correlate at `max-correlation` or more.

    Settings
    --------
    members : []
        Columns of the predictions with the answers of the members (labels, scores or
        numbers, as the metric needs).
    metric : "accuracy"
        Which metric is compared.
    min-gain : 0
        Least gain.
    max-correlation : 0.95
        Of the errors of two members.
    directions, replicates, seed : none, 2000, 0
        As for champion-challenger.

    Outcomes
    --------
    FAIL: no better than the best member.  WARN: two members err together.  INCONCLUSIVE:
    better by the estimate only, fewer than 30 rows.  NOT_APPLICABLE: a single member.
    ERROR: no such column.

    Remedy
    ------
    Ship the best member alone.

    Source
    ------
    L. I. Kuncheva and C. J. Whitaker (2003), Measures of diversity in classifier ensembles,
    Machine Learning 51, 181-207.
    """
    if len(members) == 1:
        return Verdict.not_applicable("an ensemble of a single member is that member")
    if not members:
        raise Unmeasurable("no members are configured: name their columns in `members`")
    if predictions.n < 30:
        raise Unmeasurable(f"{predictions.n} rows; at least 30 are needed")
    single = {name: _member(predictions, name, metric) for name in members}
    sign = 1 if direction_of(metric, directions) == "higher" else -1
    table = metric_named(metric)
    values = {
        name: sign * table.compute(*arguments(table, rows), predictions.weights)
        for name, rows in single.items()
    }
    best = max(sorted(values), key=lambda name: values[name])
    found = compare(metric, predictions, single[best], Options(directions, 0, replicates, seed))
    estimate = found.estimate(Limit(">", min_gain or 0.0))
    outcome = decide_superior(estimate)
    message = f"against {best}, the best of {len(members)}: {found}"
    findings = []
    if outcome is not Outcome.PASS:
        findings.append(Finding(message=message, outcome=outcome, rule="E1", subject=best))
    errors = {name: _errors(rows, metric) for name, rows in single.items()}
    for first, second in combinations(members, 2):
        correlation = _correlation(errors[first], errors[second])
        if correlation >= max_correlation:
            findings.append(
                Finding(
                    message=f"errors of {first} and {second} correlate at {correlation:.3f}, limit "
                    f"{max_correlation:g}",
                    outcome=Outcome.WARN,
                    rule="E2",
                    subject=f"{first}, {second}",
                )
            )
    return Verdict.of(findings, passed=message, remedy=REMEDY, estimates=[estimate])


def _member(predictions: Predictions, name: str, metric: str) -> Rows:
    column = "score" if metric_named(metric).needs == "score" else "y_pred"
    frame = predictions.frame.drop(columns=["y_pred", "score"], errors="ignore").copy()
    frame[column] = predictions.column(name)
    return Rows(frame, name, predictions.favourable, None, predictions.task)


def _errors(rows: Rows, metric: str) -> FloatArray:
    truth, answer = arguments(metric_named(metric), rows)
    if metric_named(metric).needs == "label":
        return np.asarray(truth != answer, float)
    return np.asarray(truth, float) - np.asarray(answer, float)


def _correlation(a: FloatArray, b: FloatArray) -> float:
    if not (a.std() > 0 and b.std() > 0):
        return 1.0 if np.array_equal(a, b) else 0.0
    return float(np.corrcoef(a, b)[0, 1])
