"""Prices, limits and scores are on average the same for all groups."""

from __future__ import annotations

from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._groups import Groups, groups_of
from pytest_mlgate.checks.fairness._means import Judge
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import Array, FloatArray, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Find the inputs that move the output for this group, and ask whether they should."


@check("fairness.mean-outcome-ratio", kind=Kind.CONFIG, subjects="attributes")
def mean_outcome_ratio(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    output: str = "y_pred",
    adjust_for: tuple[str, ...] = (),
    limit: Annotated[float, Range(0)] | None = None,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """The mean output of every group is close to the overall mean.

    Why
    ---
    A price model never sees the group and may still charge it more.

    Rule
    ----
    Mean output of the group divided by the overall mean lies within 1 - limit and 1 + limit.
    With `adjust-for`, both means are first taken within each combination of these columns
    that holds the group, and then weighed by the group's own rows: the ratio compares like
    with like, and the report says so.  Intervals are BCa bootstrap intervals.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    output : "y_pred"
        Column of the price, limit or score; all values positive on average.
    adjust-for : []
        Columns whose effect on the output is legitimate.
    limit : 0.03
        Largest deviation of the ratio from 1.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level over all groups of one attribute.
    min-group : 30
        Smaller groups are listed and not judged.
    replicates, seed : 2000, 0
        Of the bootstrap.
    bins, pool-small, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a group outside.  INCONCLUSIVE: a small group, outside but no more than chance, an
    overall mean that is not positive, no attribute configured.  ERROR: no such column.

    Remedy
    ------
    Find the inputs that move the output for the group.

    Source
    ------
    B. Efron (1987), J. Am. Stat. Assoc. 82, 171-185; direct standardisation as in H. A. Kahn
    and C. T. Sempos (1989), Statistical Methods in Epidemiology, chapter 6.
    """
    if not subject:
        raise Unmeasurable("no attribute is configured, so no group was looked at")
    values = predictions.numbers(output)
    if not values.mean() > 0:
        raise Unmeasurable(
            f"the mean {output} is {values.mean():.4g}; a ratio needs a positive one"
        )
    groups = groups_of(
        predictions,
        sensitive,
        subject,
        bins=bins,
        min_group=min_group,
        pool_small=pool_small,
        exclude=exclude,
    )
    strata = _strata(predictions, adjust_for)
    most = limit_for("mean-outcome-ratio", preset, limit, 0.03)
    judge = Judge(most, policy, alpha, groups.k, replicates, seed)
    findings, estimates = list(groups.notes()), []
    for i, name in enumerate(groups.names):
        if groups.rows[i] < min_group:
            findings.append(_small(groups, i, min_group))
            continue
        chosen = groups.codes == i
        arrays = (values, chosen) if strata is None else (values, chosen, strata)
        name_of = f"mean {output} of {name} over that of all, from 1"
        outcome, estimate = judge.judge(name_of, arrays, _ratio, 1.0, predictions.clusters)
        estimates.append(estimate)
        if outcome is not Outcome.PASS:
            text = f"mean {output} {values[chosen].mean():.4g} against {values.mean():.4g} of all, "
            text += f"ratio {_ratio(*arrays):.3f}{_adjusted(adjust_for)}"
            findings.append(_finding(groups, i, text, estimate, outcome))
    return Verdict.of(
        findings,
        passed=f"{groups.k} groups of {subject}, {predictions.n} rows: mean {output} within "
        f"{most:.0%} of the overall mean{_adjusted(adjust_for)}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _positive(predictions: Predictions, output: str) -> FloatArray:
    values = predictions.numbers(output)
    if not values.mean() > 0:
        raise Unmeasurable(
            f"the mean {output} is {values.mean():.4g}; a ratio needs a positive one"
        )
    return values


def _adjusted(columns: tuple[str, ...]) -> str:
    return f", adjusted for {', '.join(columns)}" if columns else ""


def _strata(predictions: Predictions, columns: tuple[str, ...]) -> Array | None:
    if not columns:
        return None
    keys = pandas.MultiIndex.from_arrays([predictions.labels(name) for name in columns])
    return np.asarray(pandas.factorize(keys)[0])


def _ratio(values: Array, chosen: Array, strata: Array | None = None) -> float:
    """Return the group's mean over everybody's, or over that of everybody in its strata."""
    if not chosen.any():
        return float("nan")
    if strata is None:
        return float(values[chosen].mean() / values.mean())
    k = int(strata.max()) + 1
    rows = np.bincount(strata, minlength=k)
    means = np.bincount(strata, values, minlength=k) / np.maximum(rows, 1)
    return float(values[chosen].mean() / means[strata[chosen]].mean())


def _finding(groups: Groups, i: int, text: str, estimate: Estimate, outcome: Outcome) -> Finding:
    return Finding(
        message=f"{groups.attribute} {groups.names[i]}: {text} ({estimate.confidence:.0%} "
        f"interval of "
        f"the deviation {estimate.lower:.3f} to {estimate.upper:.3f}) on {groups.rows[i]} rows, "
        f"limit "
        f"of the deviation {estimate.limit}",
        outcome=outcome,
        subject=f"{groups.attribute}={groups.names[i]}",
    )


def _small(groups: Groups, i: int, least: int) -> Finding:
    return Finding(
        message=f"{groups.attribute} {groups.names[i]}: {groups.rows[i]} rows, at least {least} "
        f"are "
        "needed",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{groups.attribute}={groups.names[i]}",
    )
