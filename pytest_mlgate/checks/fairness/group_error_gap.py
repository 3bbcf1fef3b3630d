"""A regression errs alike for all groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._groups import groups_of
from pytest_mlgate.checks.fairness._means import Judge
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import Array, FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Look at the rows of this group: few examples, or a feature that means something else."


@check("fairness.group-error-gap", kind=Kind.CONFIG, subjects="attributes")
def group_error_gap(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    limit: Annotated[float, Range(0)] | None = None,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
) -> Verdict:
    """No group's predictions are biased or much further off than everybody's.

    Why
    ---
    A good mean error may hide that one group is always predicted too low.

    Rule
    ----
    With the mean absolute error (MAE) of all rows as the unit, for every group: M1 the mean
    residual (observed minus predicted) lies within `limit` of 0, M2 its MAE within `limit` of
    the overall one.  Intervals are BCa bootstrap intervals over rows, or over clusters where
    there are any; under ``significant`` a FAIL needs the interval at the level of all groups
    and both rules together (Bonferroni) to leave equality out.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    limit : 0.10
        Largest distance, as a share of the overall MAE.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level over all groups and both rules.
    min-group : 30
        Smaller groups are listed and not judged.
    replicates, seed : 2000, 0
        Of the bootstrap.
    bins, pool-small, exclude : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a group that is off.  INCONCLUSIVE: a small group, a distance beyond the limit that
    chance may explain, an overall error of 0, no attribute configured.  NOT_APPLICABLE: the
    declared task is a classification.

    Remedy
    ------
    Look at the rows of the group.

    Source
    ------
    B. Efron (1987), J. Am. Stat. Assoc. 82, 171-185.
    """
    if predictions.task in {"binary", "multiclass"}:
        return Verdict.not_applicable("a classification has no residuals")
    if not subject:
        raise Unmeasurable("no attribute is configured, so no group was looked at")
    residual, overall = _residuals(predictions)
    groups = groups_of(
        predictions,
        sensitive,
        subject,
        bins=bins,
        min_group=min_group,
        pool_small=pool_small,
        exclude=exclude,
    )
    most = 0.10 if limit is None else limit
    judge = Judge(most, policy, alpha, 2 * groups.k, replicates, seed)
    findings, estimates = list(groups.notes()), []
    for i, name in enumerate(groups.names):
        if groups.rows[i] < min_group:
            findings.append(_small(subject, name, int(groups.rows[i]), min_group))
            continue
        chosen = groups.codes == i
        for rule, (what, statistic, null) in _RULES.items():
            outcome, estimate = judge.judge(
                f"{what} of {name}, in units of the overall error",
                (residual[chosen] / overall,),
                statistic,
                null,
                None if predictions.clusters is None else predictions.clusters[chosen],
            )
            estimates.append(estimate)
            if outcome is not Outcome.PASS:
                value = statistic(residual[chosen])
                text = f"{subject} {name}: {what} {value:.4g} against {null * overall:.4g}"
                findings.append(_finding(subject, name, rule, text, estimate, outcome))
    return Verdict.of(
        findings,
        passed=f"{groups.k} groups of {subject}, {predictions.n} rows: errors within {most:.0%} of "
        f"the overall mean absolute error {overall:.4g}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _residuals(predictions: Predictions) -> tuple[FloatArray, float]:
    residual = predictions.numbers("y_true") - predictions.numbers("y_pred")
    overall = float(np.abs(residual).mean())
    if not overall:
        raise Unmeasurable("every prediction is exact, so there is no error to compare with")
    return residual, overall


def _mean_residual(residual: Array) -> float:
    return float(residual.mean())


def _mae(residual: Array) -> float:
    return float(np.abs(residual).mean())


_RULES: Mapping[str, tuple[str, Callable[[Array], float], float]] = {
    "M1": ("mean residual", _mean_residual, 0.0),
    "M2": ("mean absolute error", _mae, 1.0),
}


def _finding(
    attribute: str, name: str, rule: str, text: str, estimate: Estimate, outcome: Outcome
) -> Finding:
    return Finding(
        message=f"{text} on {estimate.n} rows: {estimate.value:.3f} of the overall error off "
        f"({estimate.confidence:.0%} interval {estimate.lower:.3f} to {estimate.upper:.3f}), "
        f"limit {estimate.limit}",
        outcome=outcome,
        rule=rule,
        subject=f"{attribute}={name}",
    )


def _small(attribute: str, name: str, rows: int, least: int) -> Finding:
    return Finding(
        message=f"{attribute} {name}: {rows} rows, at least {least} are needed",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{attribute}={name}",
    )
