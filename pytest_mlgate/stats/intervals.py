"""Confidence intervals of proportions and means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, stdev

from pytest_mlgate.extras import require


@dataclass(frozen=True, slots=True)
class Interval:
    """Two-sided confidence interval; ``lower <= upper``, in the unit of the data."""

    lower: float
    upper: float
    confidence: float
    method: str


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval of one proportion.

    For a one-sided bound at level c, ask for ``confidence = 2 * c - 1`` and use one end.

    Parameters
    ----------
    successes:
        Number of successes, 0 to `n`.
    n:
        Number of independent trials, at least 1.
    confidence:
        Two-sided level, strictly between 0 and 1.

    Returns
    -------
    Interval
        Bounds of the rate, inside 0 to 1.

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.  L. D. Brown, T. T. Cai and
    A. DasGupta (2001), Statistical Science 16, 101-133.
    """
    _counts(successes, n, confidence)
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    share = successes / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    spread = share * (1 - share) / n + z2 / (4 * n * n)
    half = math.sqrt(z2 * spread) / (1 + z2 / n)
    # Rounding must not move the bounds that are exactly 0 and 1, nor cut off the share itself.
    lower = 0.0 if successes == 0 else min(max(centre - half, 0.0), share)
    upper = 1.0 if successes == n else max(min(centre + half, 1.0), share)
    return Interval(lower, upper, confidence, "Wilson")


def binomial_upper(events: int, n: int, confidence: float = 0.95) -> float:
    """Return the exact one-sided upper bound of one proportion (Clopper-Pearson).

    It is the rate at which seeing `events` or fewer in `n` trials has probability
    ``1 - confidence``.  With no event at all it is ``1 - (1 - confidence) ** (1 / n)``.

    Parameters
    ----------
    events:
        Number of events, 0 to `n`.
    n:
        Number of independent trials, at least 1.
    confidence:
        One-sided level, strictly between 0 and 1.

    Returns
    -------
    float
        A rate between 0 and 1.

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404-413.
    """
    _counts(events, n, confidence)
    if events == n:
        return 1.0
    if events == 0:
        return -math.expm1(math.log1p(-confidence) / n)
    low, high = events / n, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _binomial_cdf(events, n, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


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
    _level(confidence)
    mean, sd = mean_sd(values)
    n = len(values)
    # scipy.special has the same quantile as scipy.stats and imports in a third of the time.
    special = require("scipy.special", extra="stats", purpose="compute t intervals")
    half = float(special.stdtrit(n - 1, (1 + confidence) / 2)) * sd / math.sqrt(n)
    return Interval(mean - half, mean + half, confidence, "t")


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


def _binomial_cdf(events: int, n: int, rate: float) -> float:
    if rate >= 1:
        return 0.0
    log_rate, log_rest = math.log(rate), math.log1p(-rate)
    log_n = math.lgamma(n + 1)
    return math.fsum(
        math.exp(
            log_n - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * log_rate + (n - k) * log_rest
        )
        for k in range(events + 1)
    )


def _counts(events: int, n: int, confidence: float) -> None:
    if n != int(n) or events != int(events) or n < 1 or not 0 <= events <= n:
        raise ValueError(f"{events} of {n} is no count of successes among at least one trial")
    _level(confidence)


def _level(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not strictly between 0 and 1")
