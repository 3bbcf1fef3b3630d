"""Times of any table as numbers that can be compared, and spans such as ``"7d"``.

A time becomes microseconds since 1970, in the table's own engine; a column of numbers stays what
it is.  Text counts when it is ISO 8601, and is never guessed at: 01/02 is January in one country
and February in another.  A time without a zone is taken as UTC, and its state says that it had
none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.numeric import pandas

NAIVE, ZONED, MISSING, UNREADABLE = 0, 1, 2, 3
"""What can be said about one value; a number counts as :data:`NAIVE`."""

_UNITS = {
    "ms": 1_000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000,
    "d": 86_400_000_000, "w": 604_800_000_000,
}  # fmt: skip
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)")
_ISO = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:Z|z|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$"
)


@dataclass(frozen=True)
class Span:
    """A length of time, or a plain number for times that are numbers.

    Parameters
    ----------
    size:
        Microseconds where `unit` is set, else the number.
    unit:
        The unit as written, empty for a plain number.
    """

    size: float
    unit: str = ""

    @classmethod
    def parse(cls, text: str, where: str, key: str) -> Span:
        """Read ``"7d"``, ``"24h"``, ``"30min"``, or a plain number.

        Raises
        ------
        InputError
            If it is neither; `where` and `key` say where it stands.
        """
        found = _SPAN.fullmatch(text.strip())
        if found is None or (found[2] and found[2] not in _UNITS):
            raise InputError(
                where,
                key=key,
                found=repr(text),
                expected=f"a number with one of {', '.join(_UNITS)}, such as '7d' or '30min'",
            )
        number = float(found[1])
        if not found[2]:
            return cls(number)
        return cls(round(number * _UNITS[found[2]]), found[2])

    def along(self, *, number: bool, where: str, key: str) -> float:
        """Return the size in the unit of a column of times, or of numbers.

        Raises
        ------
        InputError
            If a length of time meets numbers, or a plain number meets times.
        """
        if self.size and number == bool(self.unit):
            raise InputError(
                where,
                key=key,
                found=f"{'a length of time' if self.unit else 'a plain number'}, and the times "
                f"are {'numbers' if number else 'no numbers'}",
                expected="a plain number" if number else f"one of the units {', '.join(_UNITS)}",
            )
        return self.size


def shown(size: float, *, number: bool) -> str:
    """Return a span for a message, in the largest unit that it fills."""
    if number:
        return f"{size:g}"
    units = sorted(_UNITS.items(), key=lambda unit: -unit[1])
    name, unit = next(((n, u) for n, u in units if abs(size) >= u and n != "w"), ("s", 1_000_000))
    return f"{size / unit:.4g} {name}"


@dataclass(frozen=True)
class Moments:
    """A table with the times of some columns as numbers.

    Parameters
    ----------
    table:
        The table with two more columns for each: its value, null where there is none, and
        its state.
    columns:
        The columns of times, in order.
    numbers:
        Those of them that hold numbers.
    """

    table: Table
    columns: tuple[str, ...]
    numbers: frozenset[str]

    @property
    def frame(self) -> Any:
        """The lazy frame."""
        return self.table.frame

    def name(self, column: str) -> str:
        """Return the name of the column of values."""
        return f"mlgate_t{self.columns.index(column)}"

    def value(self, column: str) -> Any:
        """Return the expression of the values."""
        return nw.col(self.name(column))

    def has(self, column: str, state: int) -> Any:
        """Return the expression that says whether a value is in some state."""
        return nw.col(f"mlgate_s{self.columns.index(column)}") == state


def moments(table: Table, columns: Iterable[str]) -> Moments:
    """Return a table with the times of `columns` as numbers.

    Raises
    ------
    InputError
        If a column holds neither times nor numbers nor text.
    """
    names = tuple(dict.fromkeys(columns))
    table = _without_objects(table, names)
    frame = table.frame
    numbers = set()
    for at, column in enumerate(names):
        kind = table.schema[column]
        value, state = f"mlgate_t{at}", f"mlgate_s{at}"
        if kind.is_numeric():
            numbers.add(column)
            frame = _number(frame, column, value, state, whole=kind.is_integer())
        elif kind == nw.Datetime or kind == nw.Date:
            zoned = getattr(kind, "time_zone", None) is not None
            frame = microseconds(table, frame, column, value)
            frame = frame.with_columns(
                nw.when(nw.col(value).is_null())
                .then(nw.lit(MISSING))
                .otherwise(nw.lit(ZONED if zoned else NAIVE))
                .alias(state)
            )
        elif kind in {nw.String, nw.Categorical, nw.Enum}:
            frame = _text(frame, column, value, state)
        else:
            raise InputError(
                table.source,
                key=column,
                found=f"a column of type {kind}",
                expected="times, ISO 8601 text, or numbers",
            )
    return Moments(Table(frame, table.source), names, frozenset(numbers))


def count_of(condition: Any) -> Any:
    """Return the expression of how many rows meet a condition; Spark sums no truth values."""
    return condition.cast(nw.Int64).sum()


def refuse_unreadable(source: str, column: str, *, unreadable: int, readable: int) -> None:
    """Refuse a column of text that holds no time at all.

    Raises
    ------
    InputError
        If there is text and none of it is a time.
    """
    if unreadable and not readable:
        raise InputError(
            source,
            key=column,
            found=f"{unreadable} values, of which none is an ISO 8601 time",
            expected="times such as 2026-03-01T12:00:00Z",
        )


def mixed_zones(found: Mapping[str, tuple[bool, bool]]) -> str:
    """Return why times cannot be compared where some have a zone and some have none, else ``""``.

    Parameters
    ----------
    found:
        Column or table -> whether there are times without, and with, a zone.
    """
    naive = [name for name, (without, _) in found.items() if without]
    zoned = [name for name, (_, with_zone) in found.items() if with_zone]
    if not (naive and zoned):
        return ""
    return (
        f"times with a zone ({', '.join(zoned)}) and times without one ({', '.join(naive)}) "
        f"have no order"
    )


def _number(frame: Any, column: str, value: str, state: str, *, whole: bool) -> Any:
    own = nw.col(column)
    if whole:
        return frame.with_columns(
            own.alias(value),
            nw.when(own.is_null()).then(nw.lit(MISSING)).otherwise(nw.lit(NAIVE)).alias(state),
        )
    number = own.cast(nw.Float64)
    missing = number.is_null() | number.is_nan()
    return frame.with_columns(
        nw.when(number.is_finite()).then(number).alias(value),
        nw.when(missing)
        .then(nw.lit(MISSING))
        .when(number.is_finite())
        .then(nw.lit(NAIVE))
        .otherwise(nw.lit(UNREADABLE))
        .alias(state),
    )


def microseconds(table: Table, frame: Any, column: str, value: str) -> Any:
    """Return a lazy frame of a table with one more column, the microseconds since 1970.

    Parameters
    ----------
    table:
        The table.
    frame:
        Its frame, perhaps with more columns.
    column:
        A column of times or dates.
    value:
        Name of the new column.
    """
    if table.schema[column] == nw.Date:
        frame = frame.with_columns(nw.col(column).cast(nw.Datetime("us")).alias(value))
        column = value
    implementation = str(frame.implementation.name)
    if implementation in _NATIVE:
        return nw.from_native(_NATIVE[implementation](frame.to_native(), column, value)).lazy()
    return frame.with_columns(nw.col(column).dt.timestamp("us").alias(value))


def _duckdb(native: Any, column: str, value: str) -> Any:
    kept = ", ".join(_quoted(name) for name in native.columns if name != value)
    return native.project(f"{kept}, epoch_us({_quoted(column)}) AS {value}")


def _spark(native: Any, column: str, value: str) -> Any:
    functions = require("pyspark.sql.functions", extra="spark", purpose="look at Spark frames")
    name = column.replace("`", "``")
    start = "TIMESTAMP_NTZ'1970-01-01 00:00:00'"
    naive = dict(native.dtypes)[column] == "timestamp_ntz"
    asked = f"timestampdiff(MICROSECOND, {start}, `{name}`)" if naive else f"unix_micros(`{name}`)"
    return native.withColumn(value, functions.expr(asked))


_NATIVE: Mapping[str, Callable[[Any, str, str], Any]] = {"DUCKDB": _duckdb, "PYSPARK": _spark}
"""Engines for which Narwhals has no number of a time."""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(frame: Any, column: str, value: str, state: str) -> Any:
    """Add the microseconds since 1970 of ISO 8601 text, and its state."""
    t = [f"{value}_{name}" for name in ("text", "safe", "clock", "zone", "digits")]
    text, safe, clock, zone, digits = (nw.col(name) for name in t)
    frame = frame.with_columns(nw.col(column).cast(nw.String).str.strip_chars().alias(t[0]))
    blank = text.is_null() | (text.str.len_chars() == 0)
    iso = text.str.contains(_ISO)
    frame = frame.with_columns(nw.when(iso).then(text).otherwise(nw.lit("1970-00-00")).alias(t[1]))
    hours = nw.when(safe.str.len_chars() > 10).then(safe.str.slice(11)).otherwise(nw.lit("00:00"))
    frame = frame.with_columns(
        hours.str.replace_all(r" ?(?:Z|z|[+-].*)$", "").alias(t[2]),
        hours.str.replace_all(r"^[0-9:.,]+ ?", "").alias(t[3]),
    )
    frame = frame.with_columns(zone.str.replace_all(r"[^0-9]", "").alias(t[4]))
    number = {
        "year": _integer(safe, 0, 4), "month": _integer(safe, 5, 2), "day": _integer(safe, 8, 2),
        "hour": _integer(clock, 0, 2), "minute": _integer(clock, 3, 2),
        "second": _where(clock.str.len_chars() > 5, clock.str.slice(6), "0")
        .str.replace_all(",", ".").cast(nw.Float64),
        "east": _where(digits.str.len_chars() >= 2, digits.str.slice(0, 2), "0").cast(nw.Int64) * 60
        + _where(digits.str.len_chars() == 4, digits.str.slice(2, 2), "0").cast(nw.Int64),
    }  # fmt: skip
    frame = frame.with_columns(*(e.alias(f"{value}_{name}") for name, e in number.items()))
    made = {name: nw.col(f"{value}_{name}") for name in number}
    sign = nw.when(zone.str.starts_with("-")).then(nw.lit(-1)).otherwise(nw.lit(1))
    frame = frame.with_columns(
        nw.when(_exists(made)).then(_micros(made, sign)).alias(value),
        nw.when(blank)
        .then(nw.lit(MISSING))
        .when(~_exists(made))
        .then(nw.lit(UNREADABLE))
        .when(zone.str.len_chars() > 0)
        .then(nw.lit(ZONED))
        .otherwise(nw.lit(NAIVE))
        .alias(state),
    )
    return frame.drop(*t, *(f"{value}_{name}" for name in number))


def _integer(text: Any, start: int, length: int) -> Any:
    return text.str.slice(start, length).cast(nw.Int64)


def _where(condition: Any, text: Any, otherwise: str) -> Any:
    return nw.when(condition).then(text).otherwise(nw.lit(otherwise))


def _exists(part: Mapping[str, Any]) -> Any:
    """Whether the calendar has such a day and the day such a moment."""
    year, month, day = part["year"], part["month"], part["day"]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    short = (month == 4) | (month == 6) | (month == 9) | (month == 11)
    february = month == 2
    return (
        (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
        & ~(short & (day > 30)) & ~(february & (day > 29)) & ~(february & ~leap & (day > 28))
        & (part["hour"] <= 23) & (part["minute"] <= 59) & (part["second"] < 60)
        & (part["east"] <= 18 * 60)
    )  # fmt: skip


def _micros(part: Mapping[str, Any], sign: Any) -> Any:
    """Return microseconds since 1970 from year, month and so on (the civil calendar)."""
    month = (part["month"] + 9) % 12
    year = part["year"] - nw.when(part["month"] <= 2).then(nw.lit(1)).otherwise(nw.lit(0))
    days = (
        year * 365 + year // 4 - year // 100 + year // 400
        + (month * 153 + 2) // 5 + part["day"] - 719_469
    )  # fmt: skip
    minutes = days * 1440 + part["hour"] * 60 + part["minute"] - sign * part["east"]
    return minutes * 60_000_000 + (part["second"] * 1e6).round().cast(nw.Int64)


def _without_objects(table: Table, columns: Sequence[str]) -> Table:
    """Turn columns of Python objects, such as datetimes of several zones, into ISO 8601 text."""
    objects = [column for column in columns if table.schema[column] == nw.Object]
    if not objects or str(table.frame.implementation.name) != "PANDAS":
        return table
    native = table.frame.to_native()
    made = {
        column: pandas.Series(
            [_iso(value) for value in native[column]], index=native.index, dtype="string"
        )
        for column in objects
    }
    return Table(nw.from_native(native.assign(**made)).lazy(), table.source)


def _iso(value: Any) -> str | None:
    if value is None or value is pandas.NaT or value is pandas.NA or value != value:
        return None
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
