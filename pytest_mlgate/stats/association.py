"""How strongly two columns go together, for numbers and categories."""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, distributions, np, special
from pytest_mlgate.stats._arguments import pair, sample, z_value
from pytest_mlgate.stats.effects import cramers_v
from pytest_mlgate.stats.results import Interval, StatResult


def spearman(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return Spearman's rank correlation of two numeric columns.

    Parameters
    ----------
    x, y:
        Shape (n,), at least 4 finite values, neither constant.
    confidence:
        Level of the interval on Fisher's scale, with the variance of Bonett and Wright.

    Raises
    ------
    Unmeasurable
        For fewer than 4 values, one that is not finite, or a constant column.

    References
    ----------
    C. Spearman (1904), Am. J. Psychol. 15, 72-101.  D. G. Bonett and T. A. Wright (2000),
    Psychometrika 65, 23-28.
    """
    a, b = pair(x, y, least=4, what="rank correlation")
    first, second = distributions.rankdata(a), distributions.rankdata(b)
    first, second = first - first.mean(), second - second.mean()
    scale = math.sqrt(float((first**2).sum() * (second**2).sum()))
    if not scale:
        raise Unmeasurable("a column is constant, so there is no rank correlation")
    rho = max(-1.0, min(1.0, float((first * second).sum()) / scale))
    n = a.size
    return StatResult(
        rho,
        _correlation_p(rho, n),
        estimate=rho,
        interval=_fisher_interval(rho, math.sqrt((1 + rho**2 / 2) / (n - 3)), confidence),
        n=n,
        df=n - 2,
        method="Spearman",
    )


def _correlation_p(r: float, n: int) -> float:
    if abs(r) >= 1:
        return 0.0
    return float(2 * special.stdtr(n - 2, -abs(r) * math.sqrt((n - 2) / (1 - r * r))))


def _fisher_interval(r: float, se: float, confidence: float) -> Interval:
    if abs(r) >= 1:
        return Interval(r, r, confidence, "Fisher z")
    half = z_value(confidence) * se
    centre = math.atanh(r)
    return Interval(math.tanh(centre - half), math.tanh(centre + half), confidence, "Fisher z")


def cramers_v_corrected(table: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return Cramér's V without its upward bias, 0 to 1.

    Parameters
    ----------
    table:
        Shape (r, c), counts.
    confidence:
        Level of the interval of the uncorrected V, moved by the same bias.

    Raises
    ------
    Unmeasurable
        If a variable is constant, or there is only one row of data.

    References
    ----------
    W. Bergsma (2013), J. Korean Stat. Soc. 42, 323-328.
    """
    found = cramers_v(table, confidence)
    cells = np.asarray(table, float)
    cells = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    n, (r, c) = float(cells.sum()), cells.shape
    if n < 2:
        raise Unmeasurable("one row has no association")
    bias = (r - 1) * (c - 1) / (n - 1)
    least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    if least <= 0:
        raise Unmeasurable("there are as many categories as rows, so there is no association")

    def corrected(v: float) -> float:
        return math.sqrt(min(1.0, max(0.0, v * v * (min(r, c) - 1) - bias) / least))

    assert found.interval is not None
    return StatResult(
        found.statistic,
        found.p_value,
        estimate=corrected(found.estimate),
        interval=Interval(
            corrected(found.interval.lower),
            corrected(found.interval.upper),
            confidence,
            "noncentral chi-squared",
        ),
        n=n,
        df=found.df,
        method="Cramér V, bias-corrected",
    )


def correlation_ratio(codes: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return how much of a number's spread lies between categories, as a correlation, 0 to 1.

    It is eta, the square root of between-group over total sum of squares, corrected for the
    number of groups (epsilon squared).

    Parameters
    ----------
    codes:
        Shape (n,), number of the category of each row.
    y:
        Shape (n,), finite numbers.
    confidence:
        Level of the interval, which inverts the noncentral F distribution.

    Returns
    -------
    StatResult
        Statistic and p-value are those of the one-way analysis of variance.

    Raises
    ------
    Unmeasurable
        If either column is constant, or every category has one row.

    References
    ----------
    K. Pearson (1905), Drapers' Company Research Memoirs 2.  T. L. Kelley (1935), Proc. Natl.
    Acad. Sci. 21, 554-559.
    """
    values = sample(y, least=3, what="correlation ratio")
    kinds, group = np.unique(np.asarray(codes), return_inverse=True)
    n, k = values.size, kinds.size
    if group.size != n:
        raise ValueError(f"{group.size} categories for {n} values")
    size = np.bincount(group, minlength=k)
    means = np.bincount(group, values, minlength=k) / size
    between = float((size * (means - values.mean()) ** 2).sum())
    total = float(((values - values.mean()) ** 2).sum())
    if k < 2 or not total > 0:
        raise Unmeasurable("one of the two columns is constant, so there is no correlation ratio")
    if n == k:
        raise Unmeasurable("every category has a single row, so there is no correlation ratio")
    within = max(total - between, 0.0)
    f = math.inf if not within else between / (k - 1) / (within / (n - k))
    epsilon2 = max(0.0, 1 - (within / (n - k)) / (total / (n - 1)))
    low, high = _noncentral_f(f, k - 1, n - k, n, confidence)
    return StatResult(
        f,
        float(special.fdtrc(k - 1, n - k, f)) if math.isfinite(f) else 0.0,
        estimate=math.sqrt(epsilon2),
        interval=Interval(low, high, confidence, "noncentral F"),
        n=n,
        df=k - 1,
        method="correlation ratio",
    )


def _noncentral_f(
    f: float, between: int, within: int, n: int, confidence: float
) -> tuple[float, float]:
    """Return the bounds of eta; the noncentrality is n eta^2 / (1 - eta^2)."""
    if not math.isfinite(f):
        return 1.0, 1.0
    rest = (1 - confidence) / 2

    def solve(share: float) -> float:
        if float(special.ncfdtr(between, within, 1e-12, f)) <= share:
            return 0.0
        noncentrality = float(special.ncfdtrinc(between, within, share, f))
        return math.sqrt(noncentrality / (noncentrality + n))

    return solve(1 - rest), solve(rest)


def permutation_p(statistic: FloatArray, observed: float) -> float:
    """Return the share of permuted statistics that reach the observed one, itself included.

    Parameters
    ----------
    statistic:
        Shape (B,), under permutation.
    observed:
        Without it.

    References
    ----------
    B. Phipson and G. K. Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9, 39.
    """
    # A tie that rounding broke is still a tie.
    reached = int((statistic >= observed - 1e-12 * max(1.0, abs(observed))).sum())
    return (reached + 1) / (len(statistic) + 1)
