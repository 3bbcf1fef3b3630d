"""The difference of two independent proportions."""

from __future__ import annotations

from pytest_mlgate.numeric import ArrayLike, FloatArray, np, special
from pytest_mlgate.stats._arguments import counts, plain, tail, whole
from pytest_mlgate.stats.contingency import fisher_exact
from pytest_mlgate.stats.proportions import wilson
from pytest_mlgate.stats.results import Alternative, Interval, StatResult


def newcombe(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the hybrid score interval of ``x1/n1 - x2/n2``, built from Wilson bounds.

    Parameters
    ----------
    x1, n1, x2, n2:
        Successes and trials of both groups; scalars or arrays that broadcast.
    confidence:
        Two-sided level.

    Returns
    -------
    Interval
        Inside -1 to 1; swapping the groups mirrors it.

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    R. G. Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    p, q = a / m, b / n
    first, second = wilson(a, m, confidence), wilson(b, n, confidence)
    down = np.hypot(p - first.lower, second.upper - q)
    up = np.hypot(first.upper - p, q - second.lower)
    lower, upper = np.maximum(p - q - down, -1.0), np.minimum(p - q + up, 1.0)
    return Interval(plain(lower), plain(upper), confidence, "Newcombe")


def two_proportion_test(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    *,
    margin: float = 0.0,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test whether ``x1/n1 - x2/n2`` equals `margin`.

    With margin 0 and whole counts of which one is expected below 5 it is Fisher's exact
    test, else the score test with the variance under the null (pooled, or restricted to
    the margin).

    Parameters
    ----------
    x1, n1, x2, n2:
        Successes and trials; scalars or arrays that broadcast.
    margin:
        The difference under the null, -1 to 1.
    alternative:
        Direction of the difference from the margin.
    confidence:
        Level of the Newcombe interval of the difference.

    Returns
    -------
    StatResult
        Statistic z; two groups without any variance (all failed, or all succeeded) have
        z 0 and p 1.

    Raises
    ------
    ValueError
        If the counts or the margin are impossible.

    References
    ----------
    O. Miettinen and M. Nurminen (1985), Statistics in Medicine 4, 213-226 (without their
    factor N/(N - 1)); C. P. Farrington and G. Manning (1990), ibid. 9, 1447-1454.
    """
    if not -1 < margin < 1:
        raise ValueError(f"margin {margin} is not strictly between -1 and 1")
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    p, q = a / m, b / n
    pooled = (a + b) / (m + n)
    first, second = (pooled, pooled) if margin == 0 else _restricted(p, q, m, n, margin)
    se = np.sqrt(first * (1 - first) / m + second * (1 - second) / n)
    gap = p - q - margin
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(se > 0, gap / se, np.where(np.abs(gap) < 1e-15, 0.0, np.sign(gap) * np.inf))
    p_value = tail(z, special.ndtr, alternative)
    method = "score"
    few = np.minimum(pooled, 1 - pooled) * np.minimum(m, n) < 5
    if margin == 0 and few.any() and all(map(whole, (a, m, b, n))):
        p_value = np.where(few, fisher_exact(a, m, b, n, alternative), p_value)
        method = "Fisher exact" if few.all() else "score, Fisher exact for small counts"
    return StatResult(
        plain(z),
        plain(p_value),
        estimate=plain(p - q),
        interval=newcombe(x1, n1, x2, n2, confidence),
        n=plain(m + n),
        method=method,
    )


def _restricted(
    p: FloatArray, q: FloatArray, m: FloatArray, n: FloatArray, margin: float
) -> tuple[FloatArray, FloatArray]:
    """Return the maximum-likelihood rates under ``p - q = margin`` (Farrington and Manning)."""
    theta = n / m
    a = 1 + theta
    b = -(1 + theta + p + theta * q + margin * (theta + 2))
    c = margin**2 + margin * (2 * p + theta + 1) + p + theta * q
    d = -p * margin * (1 + margin)
    v = b**3 / (3 * a) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    root = b**2 / (3 * a) ** 2 - c / (3 * a)
    u = np.where(v >= 0, 1, -1) * np.sqrt(np.maximum(root, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(u != 0, v / u**3, 0.0)
    w = (np.pi + np.arccos(np.clip(ratio, -1, 1))) / 3
    first = np.clip(2 * u * np.cos(w) - b / (3 * a), max(0.0, margin), min(1.0, 1 + margin))
    return first, np.clip(first - margin, 0, 1)
