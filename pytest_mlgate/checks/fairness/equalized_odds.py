"""Errors fall alike on all groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._gaps import (
    ComparedPairs,
    Family,
    alone,
    compare_pairs,
    judge_gap,
    rates_of,
    small_groups,
)
from pytest_mlgate.checks.fairness._groups import Groups, groups_of
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import BoolArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.groups import max_gap_interval
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

NAMES = {"tpr": ("true positive rate", "positives"), "fpr": ("false positive rate", "negatives")}

REMEDY = (
    "Look at the rows on which the worse-off group is wronged: too few examples of it, labels of "
    "lower quality, or features that mean something else for it."
)


@check("fairness.equalized-odds", kind=Kind.CONFIG, subjects="attributes")
def equalized_odds(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    rates: tuple[Literal["tpr", "fpr"], ...] = ("tpr", "fpr"),
    classes: tuple[str, ...] = (),
    limit: Annotated[float, Range(0, 1)] | None = None,
    min_ratio: Annotated[float, Range(0, 1)] | None = None,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """True and false positive rates of all groups are close to each other.

    Why
    ---
    A model may select both groups alike and yet turn down the qualified of one of them more
    often.  With ``rates = ["tpr"]`` this is equal opportunity.

    Rule
    ----
    For each rate on its own: highest minus lowest over groups, the true positive rate among
    positives and the false positive rate among negatives.  Never the smaller of two ratios,
    which calls a model fair that gives one group all the false alarms, and never a signed
    mean, in which two wrongs cancel out.  All pairs in all rates are tested together
    (Fisher, Holm); the reported maximum over all of them has a simultaneous interval.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    rates : ["tpr", "fpr"]
        Which rates.
    classes : []
        For several classes: each of these labels against the rest, instead of the
        favourable label.
    limit : 0.10
        Largest gap; 0.05 under the preset ``hiring``.
    min-ratio : none
        Also demand this least ratio of lowest to highest true positive rate, point by point.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level of the tests over all groups and rates of one attribute.
    min-group : 30
        Least positives, and negatives, of a group.
    bins, pool-small, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a gap beyond the limit.  WARN: more than half the limit, and significant.
    INCONCLUSIVE: a group without enough positives or negatives (its rate is undefined, not
    0), a gap that chance may explain, no attribute configured.  NOT_APPLICABLE: regression.

    Remedy
    ------
    Look at the rows on which the worse-off group is wronged.

    Source
    ------
    M. Hardt, E. Price and N. Srebro (2016), Equality of opportunity in supervised learning,
    NeurIPS 29.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression has no true and false positives")
    if not subject:
        raise Unmeasurable("no attribute is configured, so nobody was compared with anybody")
    groups = groups_of(
        predictions,
        sensitive,
        subject,
        bins=bins,
        min_group=min_group,
        pool_small=pool_small,
        exclude=exclude,
    )
    families = list(_families(groups, predictions, rates, classes))
    tested = compare_pairs(families, min_group)
    most = limit_for("equalized-odds", preset, limit, 0.10)
    judged = [judge_gap(groups, t, limit=most, policy=policy, alpha=alpha) for t in tested]
    findings = [f for f, _ in judged if f]
    findings += [f for t in tested if min_ratio is not None for f in _ratio(groups, t, min_ratio)]
    for family in families:
        findings += small_groups(groups, family, min_group)
    findings += alone(families, tested, min_group)
    estimates = [*_maximum(tested, most), *(e for _, e in judged), *rates_of(groups, tested)]
    gaps = ", ".join(f"{e.name} {e.value:.3f}" for _, e in judged)
    return Verdict.of(
        [*findings, *groups.notes()],
        passed=f"{groups.k} groups of {subject}, {predictions.n} rows: {gaps}, limit <= {most:g}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _families(
    groups: Groups, predictions: Predictions, rates: Sequence[str], classes: Sequence[str]
) -> Iterator[Family]:
    for suffix, truth, decision in _one_against_rest(predictions, classes):
        for rate in dict.fromkeys(rates):
            name, counted = NAMES[rate]
            among = truth if rate == "tpr" else ~truth
            yield Family(name + suffix, counted, groups.rates(decision, predictions, among))


def _one_against_rest(
    predictions: Predictions, classes: Sequence[str]
) -> Iterator[tuple[str, BoolArray, BoolArray]]:
    if not classes:
        yield "", predictions.positives, predictions.decisions
        return
    truth, decision = predictions.y_true.astype(str), predictions.y_pred.astype(str)
    for label in classes:
        if label not in truth and label not in decision:
            raise Unmeasurable(f"no row has the class {label!r}, as truth or as prediction")
        yield f" of {label}", truth == label, decision == label


def _maximum(tested: Sequence[ComparedPairs], limit: float) -> list[Estimate]:
    """Return the largest gap over all rates, with an interval that is valid for a maximum."""
    if len(tested) < 2:
        return []
    counts = [(t.family.rates.x[t.chosen], t.family.rates.n[t.chosen]) for t in tested]
    interval = max_gap_interval(counts)
    return [
        Estimate(
            name="largest gap in any rate",
            value=max(float(np.ptp(t.rate)) for t in tested),
            n=int(sum(t.family.rates.rows[t.chosen].sum() for t in tested)),
            lower=interval.lower,
            upper=interval.upper,
            confidence=interval.confidence,
            method=interval.method,
            limit=Limit("<=", limit),
        )
    ]


def _ratio(groups: Groups, tested: ComparedPairs, least: float) -> Iterator[Finding]:
    high, low = float(tested.rate.max()), float(tested.rate.min())
    if tested.family.rate.startswith("true") and high > 0 and low / high < least:
        name = groups.names[tested.chosen[int(np.argmin(tested.rate))]]
        yield Finding(
            message=f"{tested.family.rate} of {groups.attribute} {name} is {low / high:.3f} of the "
            f"highest, limit >= {least:g}",
            outcome=Outcome.FAIL,
            rule="ratio",
            subject=f"{groups.attribute}={name}",
        )
