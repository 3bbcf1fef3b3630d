"""Columns of any type as numbers, categories and targets."""

from __future__ import annotations

from typing import Any, Literal

from pytest_mlgate.errors import InputError
from pytest_mlgate.numeric import BoolArray, FloatArray, IntArray, np, pandas
from pytest_mlgate.stats.onefeature import Levels, Target

Task = Literal["auto", "classification", "regression"]

FEW = 10
"""A number with at most so many distinct values is a class."""
_NUMBERS = frozenset({"integer", "floating", "mixed-integer-float", "decimal", "boolean"})
_TIMES = frozenset({"date", "datetime", "datetime64"})


def numbers(column: Any) -> FloatArray | None:
    """Return a pandas Series as floats with NaN for no value, ``None`` for categories.

    Dates and durations are numbers of nanoseconds.
    """
    types = pandas.api.types
    dtype = column.dtype
    if isinstance(dtype, pandas.CategoricalDtype) or types.is_complex_dtype(dtype):
        return None
    if types.is_bool_dtype(dtype) or types.is_numeric_dtype(dtype):
        return np.asarray(column.to_numpy(dtype=float, na_value=np.nan), float)
    if types.is_datetime64_any_dtype(dtype) or types.is_timedelta64_dtype(dtype):
        return _nanoseconds(column)
    if not types.is_object_dtype(dtype):
        return None
    kind = pandas.api.types.infer_dtype(column, skipna=True)
    if kind in _TIMES:
        return _nanoseconds(pandas.to_datetime(column, errors="coerce", utc=True))
    if kind not in _NUMBERS:
        return None
    return np.asarray(column.astype(float).to_numpy(), float)


def _nanoseconds(column: Any) -> FloatArray:
    if getattr(column.dtype, "tz", None) is not None:
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    whole = column.to_numpy()
    unit = np.datetime_data(whole.dtype)[0]
    scale = {"s": 1e9, "ms": 1e6, "us": 1e3}.get(unit, 1.0)
    return np.where(np.isnat(whole), np.nan, whole.astype(np.int64).astype(float) * scale)


def categories(column: Any) -> Any:
    """Return a pandas Series whose values can be counted."""
    try:
        pandas.factorize(column)
    except TypeError:  # lists and dictionaries have no hash
        return column.map(repr, na_action="ignore")
    return column


def levels(column: Any, values: FloatArray | None) -> Levels:
    """Return a pandas Series as levels, given :func:`numbers` of it."""
    return Levels.of_categories(categories(column)) if values is None else Levels.of(values)


def known(column: Any) -> BoolArray:
    """Return where a target has a value that can be predicted."""
    values = numbers(column)
    found = np.asarray(column.notna()) if values is None else np.isfinite(values)
    return np.asarray(found, bool)


def classes(column: Any, task: Task, source: str) -> tuple[IntArray, int] | None:
    """Return the classes of a complete target and their number, ``None`` for a number.

    Raises
    ------
    InputError
        If a number is asked for and there is none.
    """
    values = numbers(column)
    if values is None and task == "regression":
        raise InputError(
            source,
            key=str(column.name),
            found="values that are no numbers",
            expected="a numeric target for task = regression",
        )
    if task == "regression" or (
        task == "auto" and values is not None and np.unique(values).size > FEW
    ):
        return None
    labels = categories(column) if values is None else values
    codes, kinds = pandas.factorize(labels, sort=values is not None)
    return np.asarray(codes, np.int64), len(kinds)


def target_of(column: Any, task: Task, source: str, *, seed: int, least: int) -> Target:
    """Return a complete column as what is predicted."""
    found = classes(column, task, source)
    if found is not None:
        return Target(*found, seed=seed, least=least)
    values = numbers(column)
    assert values is not None
    return Target(values, seed=seed)


def moments(column: Any, source: str) -> FloatArray:
    """Return when rows were observed: days for dates, a number as it is, NaN for neither.

    Raises
    ------
    InputError
        If it holds text that is no date.
    """
    values = numbers(column)
    if values is None:
        parsed = pandas.to_datetime(
            column.astype("string"), errors="coerce", utc=True, format="ISO8601"
        )
        if int(parsed.isna().sum()) > int(column.isna().sum()):
            raise InputError(
                source,
                key=str(column.name),
                found="text that is no date",
                expected="numbers, or dates such as 2026-01-31",
            )
        values = numbers(parsed)
    elif pandas.api.types.is_numeric_dtype(column.dtype):
        return values
    assert values is not None
    return values / 86_400e9
