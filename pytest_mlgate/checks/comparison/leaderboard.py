"""The shipped model is among those that nobody beat."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.cv_scores import CvScores, fold_ratio
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.crossvalidation import corrected_resampled_t
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Ship a model of the leading group, or write down why another one is better for you."


@check("comparison.leaderboard", kind=Kind.CONFIG)
def leaderboard(
    cv_scores: CvScores,
    *,
    winner: str | None = None,
    metric: str | None = None,
    reason: str = "",
    compared: Annotated[int, Range(2)] | None = None,
    claims_best: bool = False,
    claimed_on_holdout: bool = False,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
) -> Verdict:
    """The shipped model is not shown to be worse than the leader of the candidates.

    Why
    ---
    The best of many equal models looks better than it is, and the second of them may be
    just as good and cheaper.

    Rule
    ----
    Candidates are ranked by their mean score over the same folds; one without a score is left
    out and listed, never counted as 0.  Each is compared with the leader by the corrected
    resampled t test, with Holm over all m - 1 comparisons (m is `compared` when more were
    tried than logged).  The leading group are those that the test does not reject.

    * B1 the shipped model is in the leading group, or `reason` says why it was taken;
    * B2 a claim to be the best of m does not rest on the score by which it was chosen.

    Settings
    --------
    winner : none
        The shipped model.
    metric : the only one
        Which metric.
    reason : ""
        Why a model outside the leading group was shipped.
    compared : the logged models
        How many models were tried.
    claims-best : false
        Whether somebody claims that the winner is the best one.
    claimed-on-holdout : false
        Whether the claimed score comes from rows that chose nothing.
    alpha : 0.05
        Level over all comparisons.

    Outcomes
    --------
    FAIL: B1 or B2.  WARN: outside the leading group, with a reason; fewer models logged than
    tried.  INCONCLUSIVE: fewer than two candidates with scores, fewer than five folds, no
    winner configured.  ERROR: other folds for one of them, an unknown winner.

    Remedy
    ------
    Ship a model of the leading group.

    Source
    ------
    S. Holm (1979), Scand. J. Statist. 6, 65-70.  C. Nadeau and Y. Bengio (2003), Machine
    Learning 52, 239-281.  G. C. Cawley and N. L. C. Talbot (2010), JMLR 11, 2079-2107.
    """
    if winner is None:
        raise Unmeasurable("no winner is configured: the id of the shipped model")
    metrics = cv_scores.metrics()
    if metric is None and len(metrics) != 1:
        raise Unmeasurable(f"{cv_scores.source} has {len(metrics)} metrics; set `metric`")
    chosen = metric or metrics[0]
    sign = 1.0 if cv_scores.direction(chosen) == "higher" else -1.0
    scores, lacking = _scores(cv_scores, chosen)
    cv_scores.folds(winner, chosen)
    if len(scores) < 2:
        raise Unmeasurable(f"{len(scores)} candidates have scores; at least two are compared")
    leader = max(sorted(scores), key=lambda name: sign * scores[name])
    p = _against(cv_scores, chosen, leader, sign, [m for m in scores if m != leader], compared)
    tied = sorted({leader, *(name for name, value in p.items() if value > alpha)})
    findings = []
    if winner in lacking:
        findings.append(Finding(message=f"the shipped {winner} has a missing score", rule="B1"))
    elif winner not in tied:
        text = (
            f"the shipped {winner} ({scores[winner]:.4f}) is worse than {leader} "
            f"({scores[leader]:.4f}), adjusted p {p[winner]:.3g}; the leading group: "
            f"{', '.join(tied)}"
        )
        outcome = Outcome.WARN if reason.strip() else Outcome.FAIL
        text += f"; reason given: {reason}" if reason.strip() else ""
        findings.append(Finding(message=text, outcome=outcome, rule="B1", subject=winner))
    if claims_best and not claimed_on_holdout:
        text = f"{winner} is claimed to be the best of {compared or len(scores)} by the score that "
        text += "chose it: score it on rows that chose nothing"
        findings.append(Finding(message=text, rule="B2", subject=winner))
    if lacking:
        text = f"left out for a missing score: {', '.join(lacking)}"
        findings.append(Finding(message=text, outcome=Outcome.PASS))
    if compared and compared > len(scores) + len(lacking):
        text = f"{compared} models were tried and {len(scores) + len(lacking)} are logged"
        findings.append(Finding(message=text, outcome=Outcome.WARN, rule="B1"))
    estimates = [Estimate(name=f"mean {chosen} of {m}", value=v) for m, v in scores.items()]
    return Verdict.of(
        findings,
        passed=f"{winner} is in the leading group of {len(scores)} models by {chosen}: "
        f"{', '.join(tied)}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _scores(table: CvScores, metric: str) -> tuple[dict[str, float], list[str]]:
    scores, lacking = {}, []
    for model in table.models(metric):
        values = table.folds(model, metric)["score"].to_numpy(float)
        if np.isfinite(values).all():
            scores[model] = float(values.mean())
        else:
            lacking.append(model)
    return scores, lacking


def _against(
    table: CvScores,
    metric: str,
    leader: str,
    sign: float,
    others: list[str],
    compared: int | None,
) -> dict[str, float]:
    """Return p-values, adjusted for as many comparisons as were made."""
    p = []
    for name in others:
        first, second = table.paired(leader, name, metric)
        d = sign * (first["score"].to_numpy(float) - second["score"].to_numpy(float))
        if len(d) < 5:
            raise Unmeasurable(f"{len(d)} folds; at least 5 are needed")
        p.append(corrected_resampled_t(d, fold_ratio(first), alternative="greater").p_value)
    unlogged = max(0, (compared or 0) - len(others) - 1)
    adjusted = adjust([*p, *([1.0] * unlogged)], "holm")
    return dict(zip(others, adjusted.tolist(), strict=False))
