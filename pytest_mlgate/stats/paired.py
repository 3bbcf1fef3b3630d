"""Two models on the same rows: discordant pairs and series of losses."""

from __future__ import annotations

import math
from typing import Literal

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, np, special
from pytest_mlgate.stats._arguments import level, pair, tail, z_value
from pytest_mlgate.stats.results import Alternative, Interval, StatResult

McNemarMethod = Literal["exact", "mid-p", "asymptotic", "corrected"]


def mcnemar(
    b: int,
    c: int,
    *,
    method: McNemarMethod = "mid-p",
    alternative: Alternative = "two-sided",
) -> StatResult:
    """Test whether two classifiers err equally often, from the rows on which they differ.

    Parameters
    ----------
    b:
        Rows that only the first classifier has right.
    c:
        Rows that only the second has right.
    method:
        ``exact`` binomial, ``mid-p`` (counts the observed table half; closer to its level),
        ``asymptotic`` chi-squared, or ``corrected`` for continuity.
    alternative:
        ``greater`` when the first is better; the two chi-squared forms are two-sided only.

    Returns
    -------
    StatResult
        The estimate is b - c.  Without any discordant row p is 1.

    Raises
    ------
    ValueError
        If a count is negative or not whole, or a chi-squared form is asked for one side.

    References
    ----------
    Q. McNemar (1947), Psychometrika 12, 153-157.  M. W. Fagerland, S. Lydersen and P. Laake
    (2013), BMC Medical Research Methodology 13, 91.
    """
    if b < 0 or c < 0 or b != int(b) or c != int(c):
        raise ValueError(f"{b} and {c} are no counts of rows")
    n = int(b + c)
    if method in {"asymptotic", "corrected"}:
        if alternative != "two-sided":
            raise ValueError(f"the {method} test is two-sided")
        shift = 1.0 if method == "corrected" else 0.0
        statistic = max(0.0, abs(b - c) - shift) ** 2 / n if n else 0.0
        p = float(special.chdtrc(1, statistic)) if n else 1.0
        return StatResult(statistic, p, estimate=b - c, n=n, df=1, method=f"McNemar {method}")
    if method not in {"exact", "mid-p"}:
        raise ValueError(f"method {method!r} is none of exact, mid-p, asymptotic, corrected")
    half = 0.5 if method == "mid-p" else 0.0
    upper = _upper_tail(int(b), n) - half * _point(int(b), n)
    lower = _upper_tail(int(c), n) - half * _point(int(c), n)
    chosen = {"greater": upper, "less": lower, "two-sided": min(1.0, 2 * min(upper, lower))}
    if alternative not in chosen:
        raise ValueError(f"alternative {alternative!r} is none of two-sided, greater, less")
    p = min(1.0, max(0.0, chosen[alternative])) if n else 1.0
    return StatResult(float(min(b, c)), p, estimate=b - c, n=n, method=f"McNemar {method}")


def _upper_tail(k: int, n: int) -> float:
    """P(X >= k) for n fair coins."""
    return 1.0 if k <= 0 else float(special.bdtrc(k - 1, n, 0.5))


def _point(k: int, n: int) -> float:
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)
    return math.exp(log)


def bonett_price(b: float, c: float, n: float, confidence: float = 0.95) -> Interval:
    """Return the adjusted Wald interval of (b - c) / n, the paired difference of two rates.

    Parameters
    ----------
    b, c:
        Discordant rows in favour of the first and of the second classifier.
    n:
        All rows, at least b + c.
    confidence:
        Two-sided level; for a one-sided bound at level q, ask for 2 q - 1.

    Returns
    -------
    Interval
        Around the adjusted difference (b - c) / (n + 2), cut to -1 and 1.

    Raises
    ------
    ValueError
        If the counts are impossible.

    References
    ----------
    D. G. Bonett and R. M. Price (2012), J. Educ. Behav. Stat. 37, 479-488.
    """
    if min(b, c) < 0 or n <= 0 or b + c > n + 1e-9:
        raise ValueError(f"{b} and {c} discordant of {n} rows")
    first, second = (b + 1) / (n + 2), (c + 1) / (n + 2)
    gap = first - second
    half = z_value(confidence) * math.sqrt((first + second - gap**2) / (n + 2))
    return Interval(max(-1.0, gap - half), min(1.0, gap + half), confidence, "Bonett-Price")


def diebold_mariano(
    loss_a: ArrayLike,
    loss_b: ArrayLike,
    *,
    horizon: int = 1,
    alternative: Alternative = "two-sided",
    confidence: float = 0.95,
) -> StatResult:
    """Test whether two forecasts of one series lose equally, errors being autocorrelated.

    Parameters
    ----------
    loss_a, loss_b:
        Shape (n,), losses in order of time, finite.
    horizon:
        Steps ahead of the forecasts, at least 1: errors less than so far apart may be
        correlated.
    alternative:
        ``less`` when the first loses less.
    confidence:
        Level of the interval of the mean difference.

    Returns
    -------
    StatResult
        The estimate is mean(loss_a - loss_b); the statistic has the small-sample correction
        of Harvey, Leybourne and Newbold and n - 1 degrees of freedom.

    Raises
    ------
    Unmeasurable
        For fewer than `horizon` + 2 rows, a loss that is not finite, or no variance.
    ValueError
        If `horizon` is below 1.

    References
    ----------
    F. X. Diebold and R. S. Mariano (1995), J. Bus. Econ. Stat. 13, 253-263.  D. Harvey,
    S. Leybourne and P. Newbold (1997), Int. J. Forecasting 13, 281-291.
    """
    if horizon < 1:
        raise ValueError(f"horizon {horizon} is not at least 1")
    level(confidence)
    a, b = pair(loss_a, loss_b, least=horizon + 2, what="test of forecasts")
    d = a - b
    n, mean = d.size, float(d.mean())
    centred = d - mean
    covariances = [float((centred[lag:] * centred[: n - lag]).sum()) / n for lag in range(horizon)]
    variance = (covariances[0] + 2 * sum(covariances[1:])) / n
    if variance <= 0:
        # The truncated sum may be negative; Bartlett's weights never are.
        weights = [1 - lag / horizon for lag in range(1, horizon)]
        variance = covariances[0] + 2 * sum(
            w * v for w, v in zip(weights, covariances[1:], strict=True)
        )
        variance /= n
    if variance <= 0:
        raise Unmeasurable("the two losses differ by a constant, so there is no variance")
    correction = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    se = math.sqrt(variance / correction)
    t = mean / se
    half = float(special.stdtrit(n - 1, (1 + confidence) / 2)) * se
    return StatResult(
        t,
        float(tail(t, lambda v: special.stdtr(n - 1, v), alternative)),
        estimate=mean,
        interval=Interval(mean - half, mean + half, confidence, "Diebold-Mariano"),
        n=n,
        df=n - 1,
        method="Diebold-Mariano, HLN",
    )


def discordant(correct_a: ArrayLike, correct_b: ArrayLike) -> tuple[int, int]:
    """Return how many rows only the first, and only the second, classifier has right."""
    a, b = np.asarray(correct_a, bool), np.asarray(correct_b, bool)
    return int((a & ~b).sum()), int((b & ~a).sum())
