"""A favourable prediction means the same for all groups."""

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

REMEDY = "Calibrate the scores within groups, or look for labels that mean different things."


@check("fairness.predictive-parity", kind=Kind.CONFIG, subjects="attributes")
def predictive_parity(
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
    """The share of favourable predictions that come true is alike in all groups.

    Why
    ---
    Where it is not, one and the same answer of the model is worth less for some.  It cannot
    hold together with equalised odds when base rates differ, so it runs only when the
    configuration chooses it.

    Rule
    ----
    Highest minus lowest positive predictive value over groups with at least `min-group`
    favourable predictions; tests, interval and policies as for demographic-parity.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    limit : 0.10
        Largest gap.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level of the tests over all groups of one attribute.
    min-group : 30
        Least favourable predictions of a group.
    bins, pool-small, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a gap beyond the limit.  WARN: more than half the limit, and significant.
    INCONCLUSIVE: a group with too few favourable predictions (with none its value is
    undefined, not 0), a gap that chance may explain, no attribute configured.
    NOT_APPLICABLE: the task is a regression.

    Remedy
    ------
    Calibrate within groups, or look for labels that mean different things.

    Source
    ------
    A. Chouldechova (2017), Fair prediction with disparate impact, Big Data 5, 153-163.
    J. Kleinberg, S. Mullainathan and M. Raghavan (2017), ITCS, 43.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression has no favourable predictions")
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
    rates = groups.rates(predictions.positives, predictions, predictions.decisions)
    family = Family("positive predictive value", "favourable predictions", rates)
    tested = compare_pairs([family], min_group)
    most = limit_for("predictive-parity", preset, limit, 0.10)
    judged = [judge_gap(groups, t, limit=most, policy=policy, alpha=alpha) for t in tested]
    findings = [f for f, _ in judged if f]
    findings += [*small_groups(groups, family, min_group), *alone([family], tested, min_group)]
    gap = max((e.value for _, e in judged), default=float("nan"))
    return Verdict.of(
        [*findings, *groups.notes()],
        passed=f"{groups.k} groups of {subject}: largest gap in positive predictive value "
        f"{gap:.3f}, limit <= {most:g}",
        remedy=REMEDY,
        estimates=[*(e for _, e in judged), *rates_of(groups, tested)],
    )
