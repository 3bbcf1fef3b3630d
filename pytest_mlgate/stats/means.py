"""Means and locations: intervals and tests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, distributions, np, special
from pytest_mlgate.stats._arguments import level, sample, tail
from pytest_mlgate.stats.results import Alternative, Interval, StatResult


def mean_sd(values: Sequence[float]) -> tuple[float, float]:
    """Return mean and sample standard deviation (divisor n - 1).

    Parameters
    ----------
    values:
        At least two observations, all finite.

    Raises
    ------
    ValueError
        For fewer than two values, or one that is not finite.
    """
    if len(values) < 2:
        raise ValueError(f"{len(values)} values have no standard deviation; it needs at least 2")
    if not all(math.isfinite(value) for value in values):
        raise ValueError("a value is not a finite number")
    return fmean(values), stdev(values)


def t_interval(values: Sequence[float], confidence: float = 0.95) -> Interval:
    """Return Student's t interval of a mean.

    For a one-sided bound at level c, ask for ``confidence = 2 * c - 1`` and use one end.

    Parameters
    ----------
    values:
        At least two independent observations, all finite.
    confidence:
        Two-sided level, strictly between 0 and 1.

    Returns
    -------
    Interval
        Bounds of the mean, in the unit of `values`; both equal it when all values agree.

    Raises
    ------
    ValueError
        For fewer than two values, a value that is not finite or an impossible level.
    MissingExtra
        If SciPy is not installed.

    References
    ----------
    Student (1908), Biometrika 6, 1-25.
    """
    level(confidence)
    mean, sd = mean_sd(values)
    n = len(values)
    # scipy.special has the same quantile as scipy.stats and imports in a third of the time.
    half = float(special.stdtrit(n - 1, (1 + confidence) / 2)) * sd / math.sqrt(n)
    return Interval(mean - half, mean + half, confidence, "t")


def one_sample_t(
    values: ArrayLike,
    *,
    popmean: float = 0.0,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test the mean of a sample, or of paired differences.

    Parameters
    ----------
    values:
        Shape (n,), at least 2, finite, not all equal.
    popmean:
        The mean under the null.
    alternative:
        Direction in which the mean differs from it.
    confidence:
        Level of the interval of the mean.

    Raises
    ------
    Unmeasurable
        For fewer than two values, one that is not finite, or no variance.

    References
    ----------
    Student (1908), Biometrika 6, 1-25.
    """
    x = sample(values, least=2, what="t test")
    mean, se, df = float(x.mean()), float(x.std(ddof=1)) / math.sqrt(x.size), x.size - 1
    return _t_result(mean, se, df, popmean, alternative, confidence, x.size, "t")


def welch(
    a: ArrayLike,
    b: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test whether two independent samples have equal means, whatever their variances.

    Parameters
    ----------
    a, b:
        Shapes (n,) and (m,), at least 2 values each, finite.
    alternative:
        Direction in which the mean of `a` differs.
    confidence:
        Level of the interval of mean(a) - mean(b).

    Raises
    ------
    Unmeasurable
        For fewer than two values, one that is not finite, or no variance in either.

    References
    ----------
    B. L. Welch (1947), Biometrika 34, 28-35.
    """
    x, y = sample(a, least=2, what="t test"), sample(b, least=2, what="t test")
    first, second = x.var(ddof=1) / x.size, y.var(ddof=1) / y.size
    se = math.sqrt(first + second)
    if not se:
        raise Unmeasurable("both samples are constant, so their difference has no standard error")
    df = (first + second) ** 2 / (first**2 / (x.size - 1) + second**2 / (y.size - 1))
    gap = float(x.mean() - y.mean())
    return _t_result(gap, se, float(df), 0.0, alternative, confidence, x.size + y.size, "Welch")


def _t_result(
    estimate: float,
    se: float,
    df: float,
    null: float,
    alternative: Alternative,
    confidence: float,
    n: int,
    method: str,
) -> StatResult:
    level(confidence)
    if not se > 0:
        raise Unmeasurable(f"all {n} values agree, so there is no standard error to test with")
    t = (estimate - null) / se
    half = float(special.stdtrit(df, (1 + confidence) / 2)) * se
    return StatResult(
        t,
        float(tail(t, lambda v: special.stdtr(df, v), alternative)),
        estimate=estimate,
        interval=Interval(estimate - half, estimate + half, confidence, method),
        n=n,
        df=df,
        method=method,
    )


def brunner_munzel(
    a: ArrayLike,
    b: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test whether values of `a` tend to be larger than values of `b`.

    Neither equal variances nor equal shapes are assumed, and ties are allowed.

    Parameters
    ----------
    a, b:
        Shapes (n,) and (m,), at least 2 values each, finite.
    alternative:
        ``greater`` when `a` tends to be larger.
    confidence:
        Level of the interval of the estimate.

    Returns
    -------
    StatResult
        The estimate is P(a > b) + P(a = b) / 2, which is 1/2 under the null.

    Raises
    ------
    Unmeasurable
        For fewer than two values, one that is not finite, or samples that do not overlap,
        whose standard error is 0.

    References
    ----------
    E. Brunner and U. Munzel (2000), Biometrical Journal 42, 17-25.
    """
    x, y = sample(a, least=2, what="rank test"), sample(b, least=2, what="rank test")
    n, m = x.size, y.size
    together = distributions.rankdata(np.concatenate([x, y]))
    inner = distributions.rankdata(x), distributions.rankdata(y)
    first, second = together[:n] - inner[0], together[n:] - inner[1]
    estimate = float(first.mean() / m)
    parts = first.var(ddof=1) / (n * m**2), second.var(ddof=1) / (m * n**2)
    se = math.sqrt(sum(parts))
    if not se:
        raise Unmeasurable("the samples do not overlap, so the rank test has no standard error")
    df = float(sum(parts) ** 2 / (parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (m - 1)))
    return _t_result(estimate, se, df, 0.5, alternative, confidence, n + m, "Brunner-Munzel")


def wilcoxon_signed_rank(
    differences: ArrayLike, *, alternative: Alternative = "two-sided"
) -> StatResult:
    """Test whether paired differences are symmetric about 0.

    Exact up to 50 differences without ties, normal with a correction for ties otherwise.
    Differences of 0 take part in the ranking and are then left out (Pratt).

    Parameters
    ----------
    differences:
        Shape (n,), finite.
    alternative:
        ``greater`` when the differences tend to be positive.

    Returns
    -------
    StatResult
        The estimate is the rank-biserial correlation, -1 to 1.

    Raises
    ------
    Unmeasurable
        If no difference differs from 0, or one is not finite.

    References
    ----------
    F. Wilcoxon (1945), Biometrics Bulletin 1, 80-83.  J. W. Pratt (1959), J. Am. Stat.
    Assoc. 54, 655-667.
    """
    d = sample(differences, least=1, what="signed rank test")
    kept = np.flatnonzero(d)
    if not kept.size:
        raise Unmeasurable("all differences are 0, so there is nothing to rank")
    tied = np.unique(np.abs(d[kept])).size < kept.size or kept.size < d.size
    method = "exact" if d.size <= 50 and not tied else "approx"
    found = distributions.wilcoxon(
        d, zero_method="pratt", correction=False, alternative=alternative, method=method
    )
    ranks = distributions.rankdata(np.abs(d))[kept]
    balance = float((np.sign(d[kept]) * ranks).sum() / ranks.sum())
    return StatResult(
        float(found.statistic),
        float(found.pvalue),
        estimate=balance,
        n=int(kept.size),
        method=f"Wilcoxon signed rank, {'exact' if method == 'exact' else 'normal'}",
    )
