"""A gain over the folds of cross-validation is larger than the noise of the folds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pytest_mlgate.decision import decide, decide_non_inferior, decide_superior
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.cv_scores import CvScores, fold_ratio
from pytest_mlgate.numeric import FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.crossvalidation import corrected_resampled_t, five_by_two_cv_f
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.stats.results import StatResult
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Repeat the cross-validation (10 x 10 folds), or keep the simpler model."
FEWEST, FEW = 5, 10
ONE_SIDED = 0.90


@check("comparison.cross-validation", kind=Kind.CONFIG, subjects="candidates")
def cross_validation(
    subject: str,
    cv_scores: CvScores,
    *,
    candidates: tuple[str, ...] = (),
    base: str | None = None,
    metric: str | None = None,
    mode: Literal["superior", "non_inferior", "floor", "uplift"] = "superior",
    test: Literal["corrected-t", "5x2cv-f"] = "corrected-t",
    min_gain: Annotated[float, Range(0)] | None = None,
    margin: Annotated[float, Range(0)] = 0.01,
    floor: float | None = None,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
) -> Verdict:
    """The mean gain over folds clears its limit although folds share training rows.

    Why
    ---
    The plain t test over folds calls every second difference of two equal models real,
    because all folds learn from nearly the same rows.

    Rule
    ----
    Scores of candidate and base are matched by repeat, fold and hash of the split, and turned
    so that more is better.  With J folds, the standard error of the mean difference is
    sqrt(1/J + test rows / training rows) sd.

    * ``superior``: the one-sided 95 % bound of the mean gain is above `min-gain`;
    * ``non_inferior``: it is above -margin, and a FAIL needs a gain at or below -margin that
      the test at `alpha` confirms;
    * ``floor``: the bound of the candidate's own mean score reaches `floor`;
    * ``uplift``: as superior, with Holm over all candidates at `alpha`: of many features tried,
      some always seem to help.

    With ``test = "5x2cv-f"`` five repeats of two folds are tested by Alpaydin's F instead.

    Settings
    --------
    candidates : []
        Models; each is one item.
    base : the first other model
        What they are compared with.
    metric : the only one
        Which metric.
    mode : "superior"
        See the rule.
    test : "corrected-t"
        Or ``5x2cv-f``, in mode superior.
    min-gain : 0
        Least gain.
    margin : 0.01
        Largest accepted loss.
    floor : none
        Least mean score, for mode floor.
    alpha : 0.05
        Level.

    Outcomes
    --------
    FAIL: the gain is on the wrong side, or confirmed worse.  WARN: fewer than 10 folds, or a
    score that varies by more than a tenth of its mean.  INCONCLUSIVE: the bound does not
    clear the limit, fewer than 5 folds, a missing score, or folds that all differ by exactly
    the same amount (copied scores).  ERROR: other folds or splits, an unknown model.

    Remedy
    ------
    Repeat the cross-validation.

    Source
    ------
    C. Nadeau and Y. Bengio (2003), Machine Learning 52, 239-281.  R. R. Bouckaert and
    E. Frank (2004), PAKDD, 3-12.  E. Alpaydin (1999), Neural Computation 11, 1885-1892.
    """
    if not subject:
        raise Unmeasurable('no candidate is configured: candidates = ["challenger"]')
    chosen = _metric(cv_scores, metric)
    sign = 1.0 if cv_scores.direction(chosen) == "higher" else -1.0
    if mode == "floor":
        folds = cv_scores.folds(subject, chosen)
        return _floor(subject, chosen, sign, folds, floor)
    other = base or _other(cv_scores, chosen, subject)
    differences, folds = _differences(cv_scores, subject, other, chosen, sign)
    warnings = list(_warnings(folds, chosen))
    if test == "5x2cv-f":
        return _five_by_two(differences, folds, f"{subject} against {other}", alpha, warnings)
    found = corrected_resampled_t(
        differences, fold_ratio(folds), alternative="greater", confidence=ONE_SIDED
    )
    p_better = found.p_value
    if mode == "uplift":
        p_better = _uplift(cv_scores, candidates or (subject,), subject, other, chosen, sign)
    least = -margin if mode == "non_inferior" else (min_gain or 0.0)
    estimate = _estimate(f"gain in {chosen} over {other}", found, Limit(">", least))
    if mode == "non_inferior":
        outcome = decide_non_inferior(estimate, rejected=1 - found.p_value <= alpha)
    else:
        outcome = decide_superior(estimate)
        if mode == "uplift" and outcome is Outcome.PASS and p_better > alpha:
            outcome = Outcome.INCONCLUSIVE
    message = f"{subject}: {estimate}, p {p_better:.3g} of no gain over {found.n} folds"
    finding = Finding(message=message, outcome=outcome, subject=subject)
    return Verdict.of(
        [*([] if outcome is Outcome.PASS else [finding]), *warnings],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _metric(scores: CvScores, name: str | None) -> str:
    known = scores.metrics()
    if name is None and len(known) != 1:
        raise Unmeasurable(f"{scores.source} has {len(known)} metrics; set `metric`")
    return name or known[0]


def _other(scores: CvScores, metric: str, candidate: str) -> str:
    others = [model for model in scores.models(metric) if model != candidate]
    if not others:
        raise Unmeasurable(f"{scores.source} has no model besides {candidate}")
    return others[0]


def _differences(
    scores: CvScores, candidate: str, base: str, metric: str, sign: float
) -> tuple[FloatArray, Any]:
    first, second = scores.paired(candidate, base, metric)
    differences = sign * (first["score"].to_numpy(float) - second["score"].to_numpy(float))
    if len(differences) < FEWEST:
        raise Unmeasurable(f"{len(differences)} folds; at least {FEWEST} are needed")
    return differences, first


def _warnings(folds: Any, metric: str) -> Iterator[Finding]:
    if len(folds) < FEW:
        text = f"{len(folds)} folds: repeat the cross-validation, 10 x 10 is recommended"
        yield Finding(message=text, outcome=Outcome.WARN, rule="folds")
    scores = folds["score"].to_numpy(float)
    mean, sd = float(np.mean(scores)), float(np.std(scores, ddof=1))
    if mean and sd / abs(mean) > 0.1:
        text = f"{metric} varies over folds by {sd:.3g}, more than a tenth of its mean {mean:.3g}"
        yield Finding(message=text, outcome=Outcome.WARN, rule="spread")


def _uplift(
    scores: CvScores, candidates: tuple[str, ...], subject: str, base: str, metric: str, sign: float
) -> float:
    p = []
    for name in candidates:
        differences, folds = _differences(scores, name, base, metric, sign)
        ratio = fold_ratio(folds)
        p.append(corrected_resampled_t(differences, ratio, alternative="greater").p_value)
    return float(adjust(p, "holm")[candidates.index(subject)])


def _floor(model: str, metric: str, sign: float, folds: Any, least: float | None) -> Verdict:
    if least is None:
        raise Unmeasurable("mode floor needs a floor")
    scores = folds["score"].to_numpy(float)
    if len(scores) < FEWEST:
        raise Unmeasurable(f"{len(scores)} folds; at least {FEWEST} are needed")
    found = corrected_resampled_t(sign * scores, fold_ratio(folds), confidence=ONE_SIDED)
    estimate = _estimate(f"mean {metric} of {model}", found, Limit(">=", sign * least))
    outcome = decide(estimate, Policy.ASSURED)
    finding = Finding(message=str(estimate), outcome=outcome, subject=model)
    return Verdict.of(
        [*([] if outcome is Outcome.PASS else [finding]), *_warnings(folds, metric)],
        passed=str(estimate),
        remedy=REMEDY,
        estimates=[estimate],
    )


def _five_by_two(
    differences: FloatArray, folds: Any, what: str, alpha: float, warnings: list[Finding]
) -> Verdict:
    repeats = folds.index.get_level_values("repeat")
    if len(differences) != 10 or sorted(np.unique(repeats, return_counts=True)[1]) != [2] * 5:
        raise Unmeasurable("the 5x2cv test needs five repeats of two folds")
    found = five_by_two_cv_f(differences.reshape(5, 2))
    estimate = Estimate(
        name=f"gain of {what}", value=found.estimate, n=10, method=found.method, limit=Limit(">", 0)
    )
    outcome = decide(estimate, Policy.POINT)
    if outcome is Outcome.PASS and found.p_value > alpha:
        outcome = Outcome.INCONCLUSIVE
    message = f"{estimate}, F {found.statistic:.3f}, p {found.p_value:.3g}"
    finding = Finding(message=message, outcome=outcome)
    return Verdict.of(
        [*([] if outcome is Outcome.PASS else [finding]), *warnings],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _estimate(name: str, found: StatResult, limit: Limit) -> Estimate:
    assert found.interval is not None
    return Estimate(
        name=name,
        value=found.estimate,
        n=found.n,
        lower=found.interval.lower,
        upper=found.interval.upper,
        confidence=found.interval.confidence,
        method=found.method,
        limit=limit,
    )
