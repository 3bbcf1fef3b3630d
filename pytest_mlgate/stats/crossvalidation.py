"""Comparing two models by the scores of cross-validation."""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, np, special
from pytest_mlgate.stats._arguments import level, sample, tail
from pytest_mlgate.stats.results import Alternative, Interval, StatResult


def corrected_resampled_t(
    differences: ArrayLike,
    test_to_train: float,
    *,
    popmean: float = 0.0,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test the mean difference of scores over folds that share training rows.

    Folds are not independent: the plain t test rejects a true null in up to every second
    experiment.  The variance is multiplied by 1/J + n_test/n_train instead of 1/J.

    Parameters
    ----------
    differences:
        Shape (J,), difference of the two scores in each fold of each repeat.
    test_to_train:
        Rows in a test fold per row in its training part; 1/9 for ten folds.
    popmean:
        The mean under the null.
    alternative:
        Direction in which the mean differs from it.
    confidence:
        Level of the interval of the mean.

    Returns
    -------
    StatResult
        J - 1 degrees of freedom.  Differences that are all 0 have p 1 and width 0.

    Raises
    ------
    Unmeasurable
        For fewer than two folds, a score that is not finite, or differences that are all
        equal and not 0, as when one column of scores was copied from the other.
    ValueError
        If `test_to_train` is not positive.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), Machine Learning 52, 239-281.  R. R. Bouckaert and
    E. Frank (2004), PAKDD, 3-12.
    """
    level(confidence)
    if not test_to_train > 0:
        raise ValueError(f"test_to_train {test_to_train} is not positive")
    d = sample(differences, least=2, what="test over folds")
    n, mean, sd = d.size, float(d.mean()), float(d.std(ddof=1))
    if sd <= 1e-15 * max(1.0, abs(mean)):
        if abs(mean) > 1e-15:
            raise Unmeasurable(
                f"all {n} folds differ by exactly {mean:.6g}: these are not two measured models"
            )
        p = (
            1.0
            if popmean == 0
            else float({"greater": popmean < 0, "less": popmean > 0}.get(alternative, False))
        )
        p = p if popmean == 0 else 1.0 - p
        flat = Interval(0.0, 0.0, confidence, "corrected resampled t")
        return StatResult(0.0, p, 0.0, flat, n, n - 1, "corrected resampled t")
    se = sd * math.sqrt(1 / n + test_to_train)
    t = (mean - popmean) / se
    half = float(special.stdtrit(n - 1, (1 + confidence) / 2)) * se
    return StatResult(
        t,
        float(tail(t, lambda v: special.stdtr(n - 1, v), alternative)),
        estimate=mean,
        interval=Interval(mean - half, mean + half, confidence, "corrected resampled t"),
        n=n,
        df=n - 1,
        method="corrected resampled t",
    )


def five_by_two_cv_f(differences: ArrayLike) -> StatResult:
    """Test the equality of two models by five repeats of two-fold cross-validation.

    Parameters
    ----------
    differences:
        Shape (5, 2), difference of the two scores by repeat and fold.

    Returns
    -------
    StatResult
        F with 10 and 5 degrees of freedom; the estimate is the mean difference.

    Raises
    ------
    Unmeasurable
        If a score is not finite, or the folds of every repeat agree.
    ValueError
        If the shape is another one.

    References
    ----------
    E. Alpaydin (1999), Neural Computation 11, 1885-1892.
    """
    d = np.asarray(differences, float)
    if d.shape != (5, 2):
        raise ValueError(f"differences of shape {d.shape}, not (5, 2)")
    sample(d, least=10, what="5x2cv test")
    variance = float(((d - d.mean(axis=1, keepdims=True)) ** 2).sum())
    mean = float(d.mean())
    if not variance > 0:
        if not np.any(d):
            return StatResult(0.0, 1.0, estimate=0.0, n=10, df=(10, 5), method="5x2cv F")
        raise Unmeasurable("both folds of every repeat agree, so there is no variance to test with")
    f = float((d**2).sum()) / (2 * variance)
    return StatResult(
        f, float(special.fdtrc(10, 5, f)), estimate=mean, n=10, df=(10, 5), method="5x2cv F"
    )
