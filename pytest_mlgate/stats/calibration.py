"""Whether scores are probabilities."""

from __future__ import annotations

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, BoolArray, FloatArray, IntArray, np
from pytest_mlgate.stats._arguments import sample


def expected_calibration_error(score: ArrayLike, y: ArrayLike, *, bins: int = 10) -> float:
    """Return the mean gap between score and observed share over bins of equal size.

    Rows with one score always fall into one bin, so that the answer does not depend on
    their order; the last bin holds the score 1.

    Parameters
    ----------
    score:
        Shape (n,), probabilities, 0 to 1.
    y:
        Shape (n,), whether the event came.
    bins:
        How many, at least 1.

    Raises
    ------
    Unmeasurable
        If there are no rows, a score is not finite, or all scores are the same.
    ValueError
        If a score is no probability.

    References
    ----------
    M. P. Naeini, G. F. Cooper and M. Hauskrecht (2015), AAAI 29, 2901-2907, with bins of
    equal mass as in K. Nguyen and B. O'Connor (2015), EMNLP, 1587-1598.
    """
    scores, bin_of = _binned(score, bins)
    flags = np.asarray(y, bool).ravel()
    if flags.size != scores.size:
        raise ValueError(f"{scores.size} scores for {flags.size} outcomes")
    return float(_error(scores, flags[None, :], bin_of)[0])


def calibration_null(
    score: ArrayLike, *, bins: int = 10, draws: int = 1000, rng: np.random.Generator
) -> FloatArray:
    """Return calibration errors that perfectly calibrated scores would have, in order.

    Outcomes are drawn from the scores themselves (consistency resampling).  Bins of few
    rows have a large error by chance alone; a limit below it means nothing.

    Parameters
    ----------
    score, bins:
        As for :func:`expected_calibration_error`.
    draws:
        How many.
    rng:
        Source of chance.

    Returns
    -------
    ndarray
        Shape (draws,), ascending.

    References
    ----------
    J. Bröcker and L. A. Smith (2007), Weather and Forecasting 22, 651-661.
    """
    scores, bin_of = _binned(score, bins)
    found = np.empty(draws)
    step = max(1, 4_000_000 // scores.size)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        flags = rng.random((size, scores.size)) < scores
        found[start : start + size] = _error(scores, flags, bin_of)
    return np.sort(found)


def _binned(score: ArrayLike, bins: int) -> tuple[FloatArray, IntArray]:
    scores = sample(score, least=1, what="calibration error")
    if (scores < 0).any() or (scores > 1).any():
        raise ValueError("a score is outside 0 to 1, so it is no probability")
    if scores.min() == scores.max():
        raise Unmeasurable("all scores are the same, so there is no calibration curve")
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, bins + 1)[1:-1]))
    return scores, np.searchsorted(edges, scores, side="right")


def _error(scores: FloatArray, flags: BoolArray, bin_of: IntArray) -> FloatArray:
    k = int(bin_of.max()) + 1
    order = np.argsort(bin_of, kind="stable")
    starts = np.searchsorted(bin_of[order], np.arange(k))
    gap = np.add.reduceat(flags[:, order] - scores[order], starts, axis=1)
    empty = np.bincount(bin_of, minlength=k) == 0  # reduceat repeats a neighbour there
    return np.abs(np.where(empty, 0.0, gap)).sum(axis=1) / scores.size
