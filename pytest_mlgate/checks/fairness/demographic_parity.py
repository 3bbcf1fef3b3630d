"""The selection rates of groups are close to each other."""

from __future__ import annotations

from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._gaps import (
    Family,
    alone,
    compare_pairs,
    judge_gap,
    rates_of,
    small_groups,
)
from pytest_mlgate.checks.fairness._groups import groups_of
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Verdict

REMEDY = "Find what separates the groups, mitigate, and compare before and after."


@check("fairness.demographic-parity", kind=Kind.CONFIG, subjects="attributes")
def demographic_parity(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    limit: Annotated[float, Range(0, 1)] | None = None,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """The largest gap between the selection rates of two groups is small.

    Why
    ---
    It is the same comparison as disparate impact, as a difference: it does not explode when
    few people are selected at all.  Let one of the two block the build, not both.

    Rule
    ----
    Gap = highest minus lowest selection rate among groups of at least `min-group` rows, with
    an interval that is valid for the largest of several gaps.  Under ``significant`` it is a
    FAIL when a gap beyond the limit has an adjusted p (all pairs, Holm) of at most `alpha`;
    under ``assured`` a PASS needs the one-sided 95 % bound inside the limit.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    limit : 0.10
        Largest gap; 0.05 under the preset ``hiring``.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level of the tests over all groups of one attribute.
    min-group : 30
        Smaller groups are listed and not judged.
    bins, pool-small, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a gap beyond the limit.  WARN: more than half the limit, and significant.
    INCONCLUSIVE: a small group, a gap beyond the limit that chance may explain, fewer than
    two groups, no attribute configured.  NOT_APPLICABLE: the task is a regression.

    Remedy
    ------
    Find what separates the groups, mitigate, and measure again.

    Source
    ------
    C. Dwork et al. (2012), Fairness through awareness, ITCS, 214-226.  R. G. Newcombe (1998),
    Statistics in Medicine 17, 873-890.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression selects nobody (see mean-outcome-ratio)")
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
    family = Family("selection rate", "rows", groups.rates(predictions.decisions, predictions))
    tested = compare_pairs([family], min_group)
    most = limit_for("demographic-parity", preset, limit, 0.10)
    judged = [judge_gap(groups, t, limit=most, policy=policy, alpha=alpha) for t in tested]
    findings = [f for f, _ in judged if f]
    findings += [*small_groups(groups, family, min_group), *alone([family], tested, min_group)]
    gap = max((e.value for _, e in judged), default=float("nan"))
    return Verdict.of(
        [*findings, *groups.notes()],
        passed=f"{groups.k} groups of {subject}, {predictions.n} rows: largest gap in selection "
        f"rate {gap:.3f}, limit <= {most:g}",
        remedy=REMEDY,
        estimates=[*(e for _, e in judged), *rates_of(groups, tested)],
    )
