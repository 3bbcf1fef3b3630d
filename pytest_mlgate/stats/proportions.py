"""Confidence intervals of one proportion, vectorised over counts.

Counts may be effective ones (weights, clusters), which need not be whole.  For a one-sided
bound at level c, ask for ``confidence = 2 * c - 1`` and use one end.
"""

from __future__ import annotations

from pytest_mlgate.numeric import ArrayLike, np, special
from pytest_mlgate.stats._arguments import counts, level, plain, z_value
from pytest_mlgate.stats.results import Interval


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval.

    Parameters
    ----------
    successes:
        Number of successes, 0 to `n`; scalar or array.
    n:
        Number of independent trials, above 0; broadcast against `successes`.
    confidence:
        Two-sided level, strictly between 0 and 1.

    Returns
    -------
    Interval
        Bounds of the rate, inside 0 to 1; exactly 0 without successes, exactly 1 with
        nothing else.

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.  L. D. Brown, T. T. Cai and
    A. DasGupta (2001), Statistical Science 16, 101-133.
    """
    x, total = counts(successes, n)
    z2 = z_value(confidence) ** 2
    share = x / total
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = share * (1 - share) / total + z2 / (4 * total * total)
    half = np.sqrt(z2 * spread) / (1 + z2 / total)
    # Rounding must not move the bounds that are exactly 0 and 1, nor cut off the share itself.
    lower = np.where(x == 0, 0.0, np.minimum(np.maximum(centre - half, 0.0), share))
    upper = np.where(x == total, 1.0, np.maximum(np.minimum(centre + half, 1.0), share))
    return Interval(plain(lower), plain(upper), confidence, "Wilson")


def clopper_pearson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the exact interval: its coverage is never below the level.

    Parameters and errors are those of :func:`wilson`.

    References
    ----------
    C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404-413.
    """
    x, total = counts(successes, n)
    level(confidence)
    rest = (1 - confidence) / 2
    inside = np.maximum(x, 0.5), np.maximum(total - x, 0.5)  # any valid shape; replaced below
    lower = np.where(x == 0, 0.0, special.betaincinv(inside[0], total - x + 1, rest))
    upper = np.where(x == total, 1.0, special.betaincinv(x + 1, inside[1], 1 - rest))
    return Interval(plain(lower), plain(upper), confidence, "Clopper-Pearson")


def jeffreys(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the equal-tailed interval under Jeffreys' prior Beta(1/2, 1/2).

    Its lower bound is 0 without successes and its upper bound 1 with nothing else, as is
    usual.  Parameters and errors are those of :func:`wilson`.

    References
    ----------
    L. D. Brown, T. T. Cai and A. DasGupta (2001), Statistical Science 16, 101-133.
    """
    x, total = counts(successes, n)
    level(confidence)
    rest = (1 - confidence) / 2
    a, b = x + 0.5, total - x + 0.5
    lower = np.where(x == 0, 0.0, special.betaincinv(a, b, rest))
    upper = np.where(x == total, 1.0, special.betaincinv(a, b, 1 - rest))
    return Interval(plain(lower), plain(upper), confidence, "Jeffreys")


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

    Raises
    ------
    ValueError
        If the counts or the level are impossible.

    References
    ----------
    C. J. Clopper and E. S. Pearson (1934), Biometrika 26, 404-413.
    """
    x, total = counts(events, n)
    level(confidence)
    if events == n:
        return 1.0
    return float(special.betaincinv(x + 1, total - x, confidence))
