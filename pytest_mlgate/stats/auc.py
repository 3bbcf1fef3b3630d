"""The area under the ROC curve: one, and two on the same rows."""

from __future__ import annotations

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, ArrayLike, BoolArray, FloatArray, IntArray, np, special
from pytest_mlgate.stats._arguments import tail, z_value
from pytest_mlgate.stats.results import Alternative, Interval, StatResult


def auc(y: ArrayLike, score: ArrayLike) -> float:
    """Return the chance that a positive row scores higher than a negative one, ties half.

    Parameters
    ----------
    y:
        Shape (n,), whether a row is positive.
    score:
        Shape (n,), finite.

    Raises
    ------
    Unmeasurable
        If one class is missing, or a score is not finite.

    References
    ----------
    J. A. Hanley and B. J. McNeil (1982), Radiology 143, 29-36.
    """
    positive, scores = _arguments(y, score)
    return float(_placements(positive, scores)[0].mean())


def delong(y: ArrayLike, score: ArrayLike, *, confidence: float = 0.95) -> StatResult:
    """Return an area with its interval, on the logit scale so that it stays inside 0 to 1.

    Parameters
    ----------
    y, score:
        As for :func:`auc`, at least two rows of each class.
    confidence:
        Two-sided level.

    Returns
    -------
    StatResult
        The statistic is the standard error, the p-value that of an area of 1/2.  Perfect
        separation has standard error 0: its interval is then bounded by what Clopper and
        Pearson's rule of the smaller class allows.

    Raises
    ------
    Unmeasurable
        If a class has fewer than two rows, or a score is not finite.

    References
    ----------
    E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson (1988), Biometrics 44, 837-845.
    """
    positive, scores = _arguments(y, score, least=2)
    among_positives, among_negatives = _placements(positive, scores)
    area = float(among_positives.mean())
    variance = _variance(among_positives, among_negatives)
    se = float(np.sqrt(variance))
    z = (area - 0.5) / se if se else float(np.sign(area - 0.5)) * np.inf
    return StatResult(
        se,
        float(tail(z, special.ndtr, "two-sided")),
        estimate=area,
        interval=_bounded(area, se, min(len(among_positives), len(among_negatives)), confidence),
        n=int(positive.size),
        method="DeLong",
    )


def _bounded(area: float, se: float, least: int, confidence: float) -> Interval:
    z = z_value(confidence)
    if not se or not 0 < area < 1:
        far = 1 - ((1 - confidence) / 2) ** (1 / least)
        low, high = max(0.0, area - far), min(1.0, area + far)
    else:
        centre, half = np.log(area / (1 - area)), z * se / (area * (1 - area))
        low, high = float(special.expit(centre - half)), float(special.expit(centre + half))
    return Interval(low, high, confidence, "DeLong, logit")


def delong_paired(
    y: ArrayLike,
    score_a: ArrayLike,
    score_b: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Compare the areas of two models on the same rows, in O(n log n).

    Parameters
    ----------
    y:
        Shape (n,), whether a row is positive; at least two of each class.
    score_a, score_b:
        Shape (n,), finite; each on its own scale.
    alternative:
        ``greater`` when the first model is better.
    confidence:
        Level of the interval of the difference.

    Returns
    -------
    StatResult
        The estimate is AUC(a) - AUC(b).  Two models that rank alike have difference 0,
        p 1 and an interval of width 0.

    Raises
    ------
    Unmeasurable
        If a class has fewer than two rows, or a score is not finite.

    References
    ----------
    E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson (1988), Biometrics 44, 837-845.
    X. Sun and W. Xu (2014), IEEE Signal Processing Letters 21, 1389-1393.
    """
    positive, first = _arguments(y, score_a, least=2)
    _, second = _arguments(y, score_b, least=2)
    if first.size != second.size:
        raise ValueError(f"scores of {first.size} and of {second.size} rows")
    ours, theirs = _placements(positive, first), _placements(positive, second)
    gap = float(ours[0].mean() - theirs[0].mean())
    se = float(np.sqrt(_variance(ours[0] - theirs[0], ours[1] - theirs[1])))
    z = gap / se if se > 1e-15 else (0.0 if abs(gap) < 1e-15 else float(np.sign(gap)) * np.inf)
    half = z_value(confidence) * se
    return StatResult(
        z,
        float(tail(z, special.ndtr, alternative)),
        estimate=gap,
        interval=Interval(max(-1.0, gap - half), min(1.0, gap + half), confidence, "DeLong"),
        n=int(positive.size),
        method="DeLong, paired",
    )


def _variance(among_positives: FloatArray, among_negatives: FloatArray) -> float:
    m, n = len(among_positives), len(among_negatives)
    return float(among_positives.var(ddof=1) / m + among_negatives.var(ddof=1) / n)


def _placements(positive: BoolArray, scores: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return for each row how much of the other class it is on the right side of.

    One sort of all scores; walking through it in order touches memory in order, which
    binary searches of unsorted values would not.
    """
    order = np.argsort(scores)
    flags, ordered = positive[order], scores[order]
    starts: IntArray = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    below: IntArray = np.cumsum(flags) - flags  # positives before each place
    m = int(flags.sum())
    n = flags.size - m
    size = np.diff(np.r_[starts, flags.size])
    if len(starts) == len(flags):  # no ties: nothing to share
        positives_below: FloatArray = below.astype(float)
        negatives_below = np.arange(flags.size) - positives_below
        placed = np.where(flags, negatives_below / n, 1 - positives_below / m)
    else:
        tied = np.add.reduceat(flags.astype(np.int64), starts)
        first: IntArray = below[starts]
        positives_half = first + tied / 2
        negatives_half = starts - first + (size - tied) / 2
        per_value = np.stack([1 - positives_half / m, negatives_half / n])
        placed = np.repeat(per_value, size, axis=1)[flags.astype(np.int64), np.arange(flags.size)]
    back = np.empty(flags.size)
    back[order] = placed
    return back[positive], back[~positive]


def _arguments(y: ArrayLike, score: ArrayLike, *, least: int = 1) -> tuple[BoolArray, FloatArray]:
    positive = np.asarray(y, bool).ravel()
    scores: Array = np.asarray(score, float).ravel()
    if positive.size != scores.size:
        raise ValueError(f"{scores.size} scores for {positive.size} rows")
    bad = int((~np.isfinite(scores)).sum())
    if bad:
        raise Unmeasurable(f"{bad} of {scores.size} scores are not finite")
    m = int(positive.sum())
    if min(m, positive.size - m) < least:
        raise Unmeasurable(
            f"{m} positive and {positive.size - m} negative rows; the area under the ROC curve "
            f"needs at least {least} of each"
        )
    return positive, scores
