"""Effect sizes with intervals."""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, distributions, np, optimize, special
from pytest_mlgate.stats._arguments import counts, level, plain, sample, z_value
from pytest_mlgate.stats.means import brunner_munzel
from pytest_mlgate.stats.results import Interval, StatResult


def hedges_g(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return the standardised mean difference of two samples, corrected for small n.

    Parameters
    ----------
    a, b:
        Shapes (n,) and (m,), at least 2 values each, finite.
    confidence:
        Level of the interval, which inverts the noncentral t distribution.

    Returns
    -------
    StatResult
        Estimate in pooled standard deviations, positive when `a` is larger; statistic and
        p-value are those of Student's t test.

    Raises
    ------
    Unmeasurable
        For fewer than two values, one that is not finite, or no variance at all.

    References
    ----------
    L. V. Hedges (1981), J. Educ. Stat. 6, 107-128.
    """
    x, y = sample(a, least=2, what="effect size"), sample(b, least=2, what="effect size")
    n, m, df = x.size, y.size, x.size + y.size - 2
    pooled = ((n - 1) * x.var(ddof=1) + (m - 1) * y.var(ddof=1)) / df
    if not pooled > 0:
        raise Unmeasurable("both samples are constant, so there is no standardised difference")
    d = float((x.mean() - y.mean()) / math.sqrt(pooled))
    scale = math.sqrt(n * m / (n + m))
    correction = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    low, high = _noncentral_t(d * scale, df, confidence)
    t = d * scale
    return StatResult(
        t,
        float(2 * special.stdtr(df, -abs(t))),
        estimate=correction * d,
        interval=Interval(
            correction * low / scale, correction * high / scale, confidence, "noncentral t"
        ),
        n=n + m,
        df=df,
        method="Hedges g",
    )


def _noncentral_t(t: float, df: float, confidence: float) -> tuple[float, float]:
    """Return the noncentralities under which a t value is the upper, and the lower, quantile."""
    level(confidence)
    rest = (1 - confidence) / 2
    width = abs(t) / math.sqrt(2 * df) * 8 + 12

    def solve(share: float) -> float:
        return float(
            optimize.brentq(
                lambda nc: float(special.nctdtr(df, nc, t)) - share, t - width, t + width
            )
        )

    return solve(1 - rest), solve(rest)


def glass_delta(a: ArrayLike, control: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return the mean difference in standard deviations of the control sample alone.

    Parameters, errors and signs are those of :func:`hedges_g`; the interval is the normal
    one of the large-sample variance.

    References
    ----------
    G. V. Glass (1976), Educational Researcher 5, 3-8.  L. V. Hedges and I. Olkin (1985),
    Statistical Methods for Meta-Analysis, chapter 5.
    """
    x, y = sample(a, least=2, what="effect size"), sample(control, least=2, what="effect size")
    sd = float(y.std(ddof=1))
    if not sd > 0:
        raise Unmeasurable("the control sample is constant, so there is no standardised difference")
    delta = float((x.mean() - y.mean()) / sd)
    ratio = float(x.var(ddof=1)) / sd**2
    se = math.sqrt(ratio / x.size + 1 / y.size + delta**2 / (2 * (y.size - 1)))
    half = z_value(confidence) * se
    z = delta / se
    return StatResult(
        z,
        float(2 * special.ndtr(-abs(z))),
        estimate=delta,
        interval=Interval(delta - half, delta + half, confidence, "normal"),
        n=x.size + y.size,
        method="Glass delta",
    )


def rank_biserial(a: ArrayLike, b: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return how much more often `a` beats `b` than the other way round.

    It is ``2 U / (n m) - 1`` with U of the first sample, ties counting half; -1 to 1.

    Parameters
    ----------
    a, b:
        Shapes (n,) and (m,), at least 2 values each, finite.
    confidence:
        Level of the interval, from the variance of Brunner and Munzel.

    Raises
    ------
    Unmeasurable
        As :func:`~.means.brunner_munzel`.

    References
    ----------
    R. J. Grissom and J. J. Kim (2012), Effect Sizes for Research, chapter 5.
    """
    found = brunner_munzel(a, b, confidence=confidence)
    assert found.interval is not None
    low, high = (max(-1.0, 2 * found.interval.lower - 1), min(1.0, 2 * found.interval.upper - 1))
    return StatResult(
        found.statistic,
        found.p_value,
        estimate=2 * found.estimate - 1,
        interval=Interval(low, high, confidence, "Brunner-Munzel"),
        n=found.n,
        df=found.df,
        method="rank-biserial correlation",
    )


def cohens_h(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> StatResult:
    """Return the difference of two proportions on the arcsine scale.

    Parameters
    ----------
    x1, n1, x2, n2:
        Successes and trials; scalars or arrays that broadcast.
    confidence:
        Level of the normal interval.

    References
    ----------
    J. Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 6.
    """
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    h = 2 * np.arcsin(np.sqrt(a / m)) - 2 * np.arcsin(np.sqrt(b / n))
    se = np.sqrt(1 / m + 1 / n)
    half = z_value(confidence) * se
    return StatResult(
        plain(h / se),
        plain(2 * special.ndtr(-np.abs(h / se))),
        estimate=plain(h),
        interval=Interval(plain(h - half), plain(h + half), confidence, "arcsine"),
        n=plain(m + n),
        method="Cohen h",
    )


def cramers_v(table: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return the association of two categorical variables, 0 to 1.

    Parameters
    ----------
    table:
        Shape (r, c), counts; empty rows and columns are left out.
    confidence:
        Level of the interval, which inverts the noncentral chi-squared distribution.

    Returns
    -------
    StatResult
        Statistic and p-value are Pearson's, without continuity correction.

    Raises
    ------
    Unmeasurable
        If fewer than two rows or two columns hold anything.
    ValueError
        If a count is negative or not finite.

    References
    ----------
    H. Cramér (1946), Mathematical Methods of Statistics, chapter 21.  M. Smithson (2003),
    Confidence Intervals, chapter 4.
    """
    cells = np.asarray(table, float)
    if cells.ndim != 2 or not np.isfinite(cells).all() or (cells < 0).any():
        raise ValueError("a table of counts has two axes and no negative count")
    cells = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    if min(cells.shape, default=0) < 2:
        raise Unmeasurable("one of the two variables is constant, so they have no association")
    found = distributions.chi2_contingency(cells, correction=False)
    n, least = float(cells.sum()), min(cells.shape) - 1
    low, high = (
        math.sqrt(min(1.0, value / (n * least)))
        for value in _noncentral_chi2(float(found.statistic), float(found.dof), confidence)
    )
    return StatResult(
        float(found.statistic),
        float(found.pvalue),
        estimate=math.sqrt(min(1.0, float(found.statistic) / (n * least))),
        interval=Interval(low, high, confidence, "noncentral chi-squared"),
        n=n,
        df=float(found.dof),
        method="Cramér V",
    )


def _noncentral_chi2(statistic: float, df: float, confidence: float) -> tuple[float, float]:
    level(confidence)
    rest = (1 - confidence) / 2

    def solve(share: float) -> float:
        def beyond(nc: float) -> float:
            return float(special.chndtr(statistic, df, nc)) - share

        if beyond(0.0) <= 0:
            return 0.0
        high = statistic + 10 * math.sqrt(statistic + df) + 50
        return float(optimize.brentq(beyond, 0.0, high))

    return solve(1 - rest), solve(rest)
