"""Checking arguments and shaping results, for all of ``stats``."""

from __future__ import annotations

from typing import Any

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, ArrayLike, FloatArray, np, special
from pytest_mlgate.stats.results import Alternative


def level(confidence: float) -> None:
    """Refuse a level that is not strictly between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not strictly between 0 and 1")


def z_value(confidence: float) -> float:
    """Return the two-sided standard normal quantile of a level."""
    level(confidence)
    return float(special.ndtri((1 + confidence) / 2))


def plain(value: Any) -> Any:
    """Return a zero-dimensional array as a Python number, any other as it is."""
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else array


def counts(successes: ArrayLike, n: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return counts of successes and of trials as floats of one shape.

    Effective counts, which need not be whole, are allowed.

    Raises
    ------
    ValueError
        If a count is impossible: no trial, more successes than trials, not finite.
    """
    x, total = np.broadcast_arrays(np.asarray(successes, float), np.asarray(n, float))
    if not (np.isfinite(x) & np.isfinite(total) & (total > 0) & (x >= 0) & (x <= total)).all():
        raise ValueError(
            f"{successes!r} of {n!r} is no count of successes among at least one trial"
        )
    return x, total


def sample(values: ArrayLike, *, least: int, what: str) -> FloatArray:
    """Return a sample of numbers as a flat array.

    Raises
    ------
    Unmeasurable
        If it has fewer than `least` values, or one that is not finite.
    """
    array = np.asarray(values, float).ravel()
    if array.size < least:
        raise Unmeasurable(f"{array.size} values have no {what}; it needs at least {least}")
    bad = int((~np.isfinite(array)).sum())
    if bad:
        raise Unmeasurable(f"{bad} of {array.size} values are not finite, so there is no {what}")
    return array


def pair(a: ArrayLike, b: ArrayLike, *, least: int, what: str) -> tuple[FloatArray, FloatArray]:
    """Return two paired samples, as :func:`sample` does; lengths must agree."""
    first, second = sample(a, least=least, what=what), sample(b, least=least, what=what)
    if first.size != second.size:
        raise ValueError(f"paired samples of {first.size} and {second.size} values")
    return first, second


def tail(statistic: Any, cdf: Any, alternative: Alternative) -> Any:
    """Return the p-value of a statistic with a symmetric null distribution.

    Parameters
    ----------
    statistic:
        Large where the effect is positive.
    cdf:
        Lower tail of the null distribution.
    alternative:
        Direction of the effect looked for.
    """
    match alternative:
        case "greater":
            return cdf(-np.asarray(statistic))
        case "less":
            return cdf(np.asarray(statistic))
        case "two-sided":
            return np.minimum(1.0, 2 * cdf(-np.abs(statistic)))
    raise ValueError(f"alternative {alternative!r} is none of two-sided, greater, less")


def whole(values: Array) -> bool:
    """Whether all values are whole numbers."""
    return bool((values == np.floor(values)).all())
