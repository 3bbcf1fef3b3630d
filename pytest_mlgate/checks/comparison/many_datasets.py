"""A model that is called the best over data sets ranks first beyond chance."""

from __future__ import annotations

from typing import Annotated, Literal

from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.score_table import ScoreTable
from pytest_mlgate.numeric import FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.means import wilcoxon_signed_rank
from pytest_mlgate.stats.ranks import average_ranks, friedman, holm_against_control, nemenyi
from pytest_mlgate.verdict import Estimate, Finding, Verdict

REMEDY = "Claim what the ranks show: a leading group, not a winner; or add data sets."
FEWEST = 6
"""With five data sets a two-sided signed rank test cannot come below 1/16."""


@check("comparison.many-datasets", kind=Kind.CONFIG)
def many_datasets(
    score_table: ScoreTable,
    *,
    winner: str | None = None,
    direction: Literal["higher", "lower"] = "higher",
    test: Literal["holm", "nemenyi"] = "holm",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
) -> Verdict:
    """The claimed winner ranks first over data sets, and significantly so.

    Why
    ---
    Means over data sets of different difficulty compare nothing; ranks do.

    Rule
    ----
    Two models: Wilcoxon's signed rank test of the differences.  More: Friedman's test in the
    form of Iman and Davenport, and if it rejects the winner is compared with every other
    model by mean ranks, adjusted by Holm; or all pairs are by Nemenyi.  FAIL when the winner
    is not first, or not significantly better than each of the others.

    Settings
    --------
    winner : none
        The model for which the claim is made.
    direction : "higher"
        Which scores are better.
    test : "holm"
        Or ``nemenyi``.
    alpha : 0.05
        Level.

    Outcomes
    --------
    FAIL: the claim is not shown.  INCONCLUSIVE: fewer than 6 data sets, a missing score, no
    winner configured.  ERROR: the winner is no column.

    Remedy
    ------
    Claim a leading group, or add data sets.

    Source
    ------
    J. Demšar (2006), Statistical comparisons of classifiers over multiple data sets, JMLR 7,
    1-30.
    """
    models, scores = score_table.models, score_table.scores
    if winner is None:
        raise Unmeasurable("no winner is configured: the model for which the claim is made")
    if winner not in models:
        raise InputError(
            score_table.source,
            key=winner,
            found="no such model",
            expected=f"one of {', '.join(models)}{nearest(winner, models)}",
        )
    if len(scores) < FEWEST:
        raise Unmeasurable(f"{len(scores)} data sets; at least {FEWEST} are needed")
    scores = scores if direction == "higher" else -scores
    own = models.index(winner)
    ranks = average_ranks(scores)
    p, how = _p_values(scores, own, test, alpha)
    findings = []
    for i, name in enumerate(models):
        if i != own and (ranks[i] <= ranks[own] or p[i] > alpha):
            findings.append(
                Finding(
                    message=f"{winner} (mean rank {ranks[own]:.2f}) is not shown to be better than "
                    f"{name} ({ranks[i]:.2f}) over {len(scores)} data sets, p {p[i]:.3g} ({how})",
                    subject=name,
                )
            )
    estimates = [
        Estimate(name=f"mean rank of {name}", value=float(rank), n=len(scores))
        for name, rank in zip(models, ranks, strict=True)
    ]
    return Verdict.of(
        findings,
        passed=f"{winner} ranks first over {len(scores)} data sets (mean rank {ranks[own]:.2f}), "
        f"largest p {float(np.nanmax(p)):.3g} ({how})",
        remedy=REMEDY,
        estimates=estimates,
    )


def _p_values(scores: FloatArray, own: int, test: str, alpha: float) -> tuple[FloatArray, str]:
    if not np.isfinite(scores).all():
        raise Unmeasurable(f"{int((~np.isfinite(scores)).sum())} scores are missing")
    k = scores.shape[1]
    if k == 2:
        found = wilcoxon_signed_rank(scores[:, own] - scores[:, 1 - own])
        return np.where(np.arange(2) == own, np.nan, found.p_value), found.method
    omnibus = friedman(scores)
    if omnibus.p_value > alpha:
        how = f"Friedman p {omnibus.p_value:.3g}"
        return np.where(np.arange(k) == own, np.nan, 1.0), how
    if test == "nemenyi":
        return np.where(np.arange(k) == own, np.nan, nemenyi(scores)[own]), "Nemenyi"
    return holm_against_control(scores, own), "Holm on mean ranks"
