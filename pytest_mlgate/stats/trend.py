"""A straight line through measurements over time: how steep, how sure, and where it leads."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, distributions, np


@dataclass(frozen=True)
class Slope:
    """A slope per unit of time, with the interval that holds it at the asked confidence."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Forecast:
    """A value to come, with the interval that holds it at the asked confidence."""

    value: float
    lower: float
    upper: float


def theil_sen(times: ArrayLike, values: ArrayLike, *, confidence: float = 0.95) -> Slope:
    """Return the median of the slopes of all pairs of points.

    Parameters
    ----------
    times:
        n different moments as numbers, n >= 3.
    values:
        n finite values.
    confidence:
        Of the interval, between 0 and 1.

    Raises
    ------
    Unmeasurable
        For fewer points, equal moments, or a value that is not finite.

    References
    ----------
    P. K. Sen (1968), J. Am. Stat. Assoc. 63, 1379-1389.
    """
    x, y = _points(times, values)
    found = distributions.theilslopes(y, x, alpha=confidence)
    return Slope(float(found.slope), float(found.low_slope), float(found.high_slope))


def mann_kendall(times: ArrayLike, values: ArrayLike) -> float:
    """Return the two-sided p-value of the test against any monotonic trend.

    Exact where no two values are equal and n is small, else normal with a correction for ties.

    Parameters
    ----------
    times, values:
        As in :func:`theil_sen`.

    Raises
    ------
    Unmeasurable
        As in :func:`theil_sen`.

    References
    ----------
    H. B. Mann (1945), Econometrica 13, 245-259.
    """
    x, y = _points(times, values)
    if np.ptp(y) == 0:
        return 1.0
    return float(distributions.kendalltau(x, y).pvalue)


def forecast(
    times: ArrayLike, values: ArrayLike, at: float, *, confidence: float = 0.95
) -> Forecast:
    """Return where the least-squares line leads, with the interval for one new value.

    f -+ t(n-2) s sqrt(1 + 1/n + (at - mean)^2 / Sxx)

    Parameters
    ----------
    times, values:
        As in :func:`theil_sen`.
    at:
        The moment to come.
    confidence:
        Of the interval, between 0 and 1.

    Raises
    ------
    Unmeasurable
        As in :func:`theil_sen`.

    References
    ----------
    N. R. Draper and H. Smith (1998), Applied Regression Analysis, 3rd ed., 3.1.
    """
    x, y = _points(times, values)
    n, mean = len(x), x.mean()
    spread = float(((x - mean) ** 2).sum())
    slope = float(((x - mean) * y).sum()) / spread
    residuals = y - y.mean() - slope * (x - mean)
    error = math.sqrt(float((residuals**2).sum()) / (n - 2))
    value = float(y.mean()) + slope * (at - float(mean))
    quantile = float(distributions.t.ppf((1 + confidence) / 2, n - 2))
    margin = quantile * error * math.sqrt(1 + 1 / n + (at - float(mean)) ** 2 / spread)
    return Forecast(value, value - margin, value + margin)


def _points(times: ArrayLike, values: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, y = np.asarray(times, float), np.asarray(values, float)
    if len(x) != len(y) or len(x) < 3:
        raise Unmeasurable(f"{len(x)} moments and {len(y)} values; at least three of each")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise Unmeasurable("a moment or value that is missing or not finite")
    if len(np.unique(x)) < len(x):
        raise Unmeasurable("several values of one moment")
    return x, y
