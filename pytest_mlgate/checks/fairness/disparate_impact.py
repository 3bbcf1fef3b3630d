"""Every group is selected at four fifths of the best-off group's rate, or more."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._gaps import (
    ComparedPairs,
    Family,
    compare_pairs,
    rates_of,
    small_groups,
)
from pytest_mlgate.checks.fairness._groups import Groups, groups_of
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.checks.fairness._window import newest
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.power import rows_for_test
from pytest_mlgate.stats.ratios import katz
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = (
    "Look at the features and thresholds that separate these groups (fairness.proxy-association "
    "names candidates), mitigate, and compare before and after (fairness.mitigation-tradeoff)."
)


@check("fairness.disparate-impact", kind=Kind.CONFIG, subjects="attributes")
def disparate_impact(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    limit: Annotated[float, Range(0, 1)] | None = None,
    warn_below: Annotated[float, Range(0, 1)] = 0.85,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
    window_days: Annotated[float, Range(0)] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """No group is selected at less than four fifths of the rate of the best-off group.

    Why
    ---
    A selection rate far below that of another group is what courts and regulators look at
    first, and a bare ratio on few rows calls most fair models unfair.

    Rule
    ----
    The selection rate of a group is its share of favourable decisions; the impact ratio
    divides it by the highest rate among groups of at least `min-group` rows.  It lies
    between 0 and 1; which group comes first in the data does not matter.  Every pair of
    groups is tested (Fisher's exact test; with weights or clusters a score test on effective
    counts) and adjusted by Holm, because the best-off group was chosen in the same data.

    * ``significant``: FAIL when a ratio is below the limit and its adjusted p is at most
      `alpha`; a ratio below the limit that chance may explain is INCONCLUSIVE;
    * ``assured``: PASS only when the one-sided 95 % bound (Katz) reaches the limit;
    * ``point``: the ratio alone.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    limit : 0.8
        Least impact ratio.  It is a rule of thumb, not a safe harbour.
    warn-below : 0.85
        A ratio below it warns, and one below .90 that is significantly different.
    policy : "significant"
        See the rule.
    alpha : 0.05
        Level of the tests over all groups of one attribute.
    min-group : 30
        Smaller groups are listed and not judged.
    bins : none
        Edges of groups for numeric attributes, such as ``{age = [25, 40, 60]}``.
    pool-small : false
        Make one group of all small ones.
    exclude : none
        ``"attribute=group"`` -> why the group is left out.
    window-days : none
        Only rows of so many days before the newest ``time`` in the data.
    preset : none
        Limits of a field of use; ``regulated`` demands at least one attribute.

    Outcomes
    --------
    FAIL: a group below the limit, as the policy says.  WARN: close to it.  INCONCLUSIVE: a
    group of fewer than `min-group` rows, nobody selected at all, a ratio below the limit
    without significance, or no attribute configured (FAIL under ``regulated``).
    NOT_APPLICABLE: the task is a regression.  ERROR: no such column, no favourable label.

    Remedy
    ------
    Find what separates the groups, mitigate, and measure again.

    Source
    ------
    29 CFR 1607.4(D) (the four-fifths rule).  D. Katz et al. (1978), Biometrics 34, 469-474.
    S. Holm (1979), Scand. J. Statist. 6, 65-70.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression selects nobody (see mean-outcome-ratio)")
    if not subject:
        return _nobody_named(preset)
    predictions = newest(predictions, window_days)
    groups = groups_of(
        predictions,
        sensitive,
        subject,
        bins=bins,
        min_group=min_group,
        pool_small=pool_small,
        exclude=exclude,
    )
    family = Family("selection rate", "rows", groups.rates(predictions.decisions, predictions))
    findings = small_groups(groups, family, min_group)
    estimates: list[Estimate] = []
    floor = limit_for("disparate-impact", preset, limit, 0.8)
    compared = compare_pairs([family], min_group)
    for tested in compared:
        if tested.rate.max() == 0:
            findings.append(_inconclusive(subject, "nobody was selected in any group"))
            continue
        for i in range(len(tested.chosen)):
            if i != int(np.argmax(tested.rate)):
                finding, estimate = _judge(groups, tested, i, floor, warn_below, policy, alpha)
                findings += [finding] if finding else []
                estimates.append(estimate)
    if not estimates and not findings:
        findings.append(_inconclusive(subject, f"only {groups.names[0]} is there to compare"))
    worst = min((e.value for e in estimates), default=float("nan"))
    return Verdict.of(
        [*findings, *groups.notes()],
        passed=f"{groups.k} groups of {subject}, {predictions.n} rows: least impact ratio "
        f"{worst:.3f}, limit >= {floor:g}",
        remedy=REMEDY,
        estimates=[*sorted(estimates, key=lambda e: e.value), *rates_of(groups, compared)],
    )


def _judge(
    groups: Groups,
    tested: ComparedPairs,
    i: int,
    limit: float,
    warn_below: float,
    policy: str,
    alpha: float,
) -> tuple[Finding | None, Estimate]:
    best = int(np.argmax(tested.rate))
    x, n = (part[tested.chosen] for part in (tested.family.rates.x, tested.family.rates.n))
    first, second = min(i, best), max(i, best)
    pair = (tested.pairs.first == first) & (tested.pairs.second == second)
    p = float(tested.adjusted[pair][0])
    confidence = 0.90 if policy == "assured" else 0.95
    interval = katz(x[i], n[i], x[best], n[best], confidence)
    rows = tested.family.rates.rows[tested.chosen]
    estimate = Estimate(
        name=f"impact ratio of {groups.names[tested.chosen[i]]}",
        value=float(tested.rate[i] / tested.rate[best]),
        n=int(rows[i] + rows[best]),
        lower=interval.lower,
        upper=interval.upper,
        confidence=confidence,
        method=interval.method,
        limit=Limit(">=", limit),
        group=groups.names[tested.chosen[i]],
    )
    outcome = decide(estimate, Policy(policy), rejected=p <= alpha)
    if outcome is Outcome.INCONCLUSIVE and policy == "significant":
        estimate = replace(estimate, rows_needed=rows_for_test(p, alpha, estimate.n or 0))
    close = estimate.value < warn_below or (estimate.value < 0.90 and p <= alpha)
    if outcome is Outcome.PASS and close:
        outcome = Outcome.WARN
    if outcome is Outcome.PASS:
        return None, estimate
    return _finding(groups, tested, i, estimate, p, outcome), estimate


def _finding(
    groups: Groups, tested: ComparedPairs, i: int, estimate: Estimate, p: float, outcome: Outcome
) -> Finding:
    best = int(np.argmax(tested.rate))
    x, n = (part[tested.chosen] for part in (tested.family.rates.x, tested.family.rates.n))
    name, other = (groups.names[tested.chosen[j]] for j in (i, best))
    return Finding(
        message=f"{groups.attribute} {name}: {x[i]:.0f} of {n[i]:.0f} selected "
        f"({tested.rate[i]:.3f}) against {tested.rate[best]:.3f} of {other}: impact ratio "
        f"{estimate.value:.3f}, {estimate.confidence:.0%} interval {estimate.lower:.3f} to "
        f"{estimate.upper:.3f}, limit {estimate.limit}, adjusted p {p:.3g}",
        outcome=outcome,
        subject=f"{groups.attribute}={name}",
    )


def _nobody_named(preset: Preset | None) -> Verdict:
    outcome = Outcome.FAIL if preset == "regulated" else Outcome.INCONCLUSIVE
    return Verdict(
        outcome=outcome,
        summary="no attribute is configured, so nobody was compared with anybody",
        remedy='Name the sensitive columns: [fairness] attributes = ["sex"].',
    )


def _inconclusive(subject: str, message: str) -> Finding:
    return Finding(message=message, outcome=Outcome.INCONCLUSIVE, subject=subject)
