"""Adjusting p-values for the number of tests."""

from __future__ import annotations

from typing import Literal

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, np

Method = Literal["holm", "hochberg", "bonferroni", "bh", "by"]


def adjust(p_values: ArrayLike, method: Method = "holm") -> FloatArray:
    """Return adjusted p-values: reject where they are at most the level of the family.

    ``holm`` controls the chance of any false rejection whatever depends on what,
    ``hochberg`` does under independence or positive dependence, ``bonferroni`` is the
    plain one for planning; ``bh`` controls the expected share of false rejections under
    independence or positive dependence, ``by`` under any dependence.

    Parameters
    ----------
    p_values:
        Shape (m,), each between 0 and 1.
    method:
        The procedure.

    Returns
    -------
    ndarray
        Shape (m,), in the order of the input; each at least its p-value and at most 1.

    Raises
    ------
    Unmeasurable
        If there are none, or one is NaN: a family with an unknown member has no level.
    ValueError
        If one is outside 0 to 1, or the method is unknown.

    References
    ----------
    S. Holm (1979), Scand. J. Statist. 6, 65-70.  Y. Hochberg (1988), Biometrika 75,
    800-802.  Y. Benjamini and Y. Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    Y. Benjamini and D. Yekutieli (2001), Ann. Statist. 29, 1165-1188.
    """
    p = np.asarray(p_values, float).ravel()
    m = p.size
    if not m:
        raise Unmeasurable("an empty family of p-values cannot be adjusted")
    if np.isnan(p).any():
        raise Unmeasurable(f"{int(np.isnan(p).sum())} of {m} p-values are not a number")
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p-value is outside 0 to 1")
    order = np.argsort(p, kind="stable")
    rank = np.arange(1, m + 1)
    match method:
        case "bonferroni":
            stepped = p[order] * m
        case "holm":
            stepped = np.maximum.accumulate(p[order] * (m - rank + 1))
        case "hochberg":
            stepped = _upwards(p[order] * (m - rank + 1))
        case "bh":
            stepped = _upwards(p[order] * m / rank)
        case "by":
            stepped = _upwards(p[order] * m / rank * (1 / rank).sum())
        case _:
            raise ValueError(f"method {method!r} is none of holm, hochberg, bonferroni, bh, by")
    adjusted = np.empty(m)
    adjusted[order] = np.clip(stepped, p[order], 1.0)
    return adjusted


def _upwards(values: FloatArray) -> FloatArray:
    """Return the least of each value and all that follow it."""
    return np.minimum.accumulate(values[::-1])[::-1]
