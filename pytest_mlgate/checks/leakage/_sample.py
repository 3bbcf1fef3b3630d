"""The sample of raw rows: its columns, and copies of it with some rows disturbed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs._tables import as_frame
from pytest_mlgate.numeric import Array, np, pandas

SAMPLE = "[inputs.sample]"
FACTOR = 10
"""By what disturbed numbers are multiplied."""


def frame_of(sample: Any) -> Any:
    """Return the sample as a DataFrame with the index 0 to n - 1."""
    return as_frame(sample, SAMPLE)


def column(frame: Any, name: str, *, setting: str) -> Any:
    """Return a column that a setting names.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in frame.columns:
        raise InputError(
            SAMPLE,
            key=name,
            found="no such column",
            expected=f"the column that {setting} names{nearest(name, frame.columns)}",
        )
    return frame[name]


def order_in_time(frame: Any, name: str, *, setting: str) -> Array:
    """Return for each row the number of distinct earlier times.

    Raises
    ------
    Unmeasurable
        If a time is missing.
    InputError
        If the column holds neither times nor numbers.
    """
    values = column(frame, name, setting=setting)
    if not (
        pandas.api.types.is_numeric_dtype(values)
        or pandas.api.types.is_datetime64_any_dtype(values)
    ):
        try:
            values = pandas.to_datetime(values, format="ISO8601", utc=True)
        except (ValueError, TypeError):
            raise InputError(
                SAMPLE,
                key=name,
                found="values that are no times",
                expected="ISO 8601 times or numbers",
            ) from None
    absent = int(values.isna().sum())
    if absent:
        raise Unmeasurable(
            f"{absent} of {len(values)} rows have no time in {name}, so nobody can say what they "
            "come after"
        )
    codes: Array = np.unique(values.to_numpy(), return_inverse=True)[1]
    return codes


def spread(values: Any, most: int) -> list[int]:
    """Return at most so many of the given sorted numbers, evenly spread, ends included."""
    values = list(values)
    if len(values) <= most:
        return [int(value) for value in values]
    places = np.linspace(0, len(values) - 1, most).round().astype(int)
    return [int(values[place]) for place in sorted(set(places.tolist()))]


def disturbed(
    frame: Any,
    rows: Array,
    *,
    permuted: Collection[str],
    scaled: Collection[str],
    seed: int,
) -> Any:
    """Return the frame with the given rows exchanging their values, numbers times ten.

    Parameters
    ----------
    frame, rows:
        The frame, and the positions that are disturbed.
    permuted:
        Columns whose values move to another row, all in the same way.
    scaled:
        Those of them that are multiplied too, where they hold numbers.
    seed:
        Of the exchange.
    """
    source = rows[np.random.default_rng(seed).permutation(len(rows))]
    changed = frame.copy(deep=True)
    for name in permuted:
        values = frame[name].iloc[source]
        if name in scaled and _can_grow(values):
            values = values * FACTOR
        moved = frame[name].copy(deep=True)
        moved.iloc[rows] = values.array
        changed[name] = moved
    return changed


def _can_grow(values: Any) -> bool:
    """Whether numbers can be multiplied without leaving their type."""
    kind = values.dtype.kind
    if kind in "iu":
        largest = values.abs().max() if kind == "i" else values.max()
        width = np.iinfo(getattr(values.dtype, "numpy_dtype", values.dtype)).max
        return not pandas.isna(largest) and int(largest) <= int(width) // FACTOR
    return bool(kind == "f")
