"""Comparing two frames of features without printing what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pytest_mlgate.numeric import BoolArray, np

_NUMBERS = "fciu"

RTOL = 1e-9
"""Relative difference of two numbers that counts as none."""

FLOOR = 1e-12
"""Difference that counts as none, as a share of the column's largest magnitude.

Summing the same numbers in another order leaves a rounding error of about n times 2e-16 of
their size; after centring a column that is large relative to the values near zero.
"""


def difference(first: Any, other: Any) -> str:
    """Say where two frames of the same row order differ, an empty string when they do not.

    Columns, dtypes and values are compared, in that order; NaN equals NaN.  The answer
    names the first differing column and its row number from 1, never a value.
    """
    if list(first.columns) != list(other.columns):
        changed = [str(c) for c in first.columns if c not in set(other.columns)]
        changed += [str(c) for c in other.columns if c not in set(first.columns)]
        what = f"columns differ ({', '.join(changed[:5])})" if changed else "column order differs"
        return f"{what}: {len(first.columns)} and {len(other.columns)} columns"
    if len(first) != len(other):
        return f"{len(first)} and {len(other)} rows"
    for position, column in enumerate(first.columns):
        one, two = first.dtypes.iloc[position], other.dtypes.iloc[position]
        if one != two:
            return f"column {str(column)!r} has dtype {one} and then {two}"
    return _values(first, other)


def in_order(features: Any, order: Sequence[int]) -> list[Any]:
    """Return `features` of shuffled rows in the original order, in every way that can be meant.

    Row i of the shuffled frame was row ``order[i]``.  A function that keeps the index says
    itself which row is which; one that resets it after sorting has its own, fixed order.
    """
    own_order = features.reset_index(drop=True)
    index = list(features.index)
    if len(index) != len(order) or sorted(map(str, index)) != sorted(map(str, range(len(order)))):
        return [own_order]
    back = features.set_axis([order[int(i)] for i in index], axis=0).sort_index()
    return [back.reset_index(drop=True), own_order]


def by_index(features: Any, rows: int) -> Any:
    """Return the features of unshuffled rows in the order of their index."""
    index = list(features.index)
    if sorted(map(str, index)) == sorted(map(str, range(rows))):
        return features.sort_index().reset_index(drop=True)
    return features.reset_index(drop=True)


def _values(first: Any, other: Any) -> str:
    differing = []
    for position, column in enumerate(first.columns):
        rows = differing_rows(first.iloc[:, position], other.iloc[:, position])
        if rows:
            differing.append((str(column), rows))
    if not differing:
        return ""
    column, rows = differing[0]
    more = f", and {len(rows) - 1} more rows" if len(rows) > 1 else ""
    others = f"; {len(differing)} columns differ" if len(differing) > 1 else ""
    return f"column {column!r}, row {rows[0] + 1} of {len(first)}{more}{others}"


def differing_rows(one: Any, two: Any) -> list[int]:
    """Return the positions at which two columns of one length differ; dtypes may differ."""
    absent, also_absent = one.isna().to_numpy(), two.isna().to_numpy()
    if one.dtype.kind in _NUMBERS and two.dtype.kind in _NUMBERS:
        different = unequal(one.fillna(0), two.fillna(0))
    else:
        cells = zip(one.astype(object), two.astype(object), strict=True)
        different = np.array([not _same(x, y) for x, y in cells], dtype=bool)
    different &= ~(absent & also_absent)
    different |= absent != also_absent
    return [int(position) for position in np.flatnonzero(different)]


def unequal(one: Any, two: Any) -> BoolArray:
    """Return where two arrays of numbers differ by more than rounding; NaN equals NaN."""
    a, b = np.asarray(one, dtype=complex), np.asarray(two, dtype=complex)
    with np.errstate(invalid="ignore"):  # inf - inf
        gap = np.abs(a - b)
    size = np.maximum(np.abs(a), np.abs(b))
    finite = np.isfinite(size)
    scale = size[finite].max(initial=0.0)
    close = finite & (gap <= np.maximum(RTOL * size, FLOOR * scale))
    return ~((a == b) | close | (np.isnan(a) & np.isnan(b)))


def _same(one: Any, two: Any) -> bool:
    """Whether two cells are equal; a cell may hold an array or a list."""
    if one is two:
        return True
    try:
        return bool(one == two)
    except (TypeError, ValueError):
        return bool(np.array_equal(one, two))
