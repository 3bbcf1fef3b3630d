"""Rows as numbers, so that equal rows can be found in tables of any size.

Every row becomes one 64-bit hash of its canonical values, computed in the table's own engine.
Narwhals has no hash, so that each engine's own is called here.  Two different rows agree by
chance with probability 2^-64: among 50 million against 10 million rows about once in 37,000
such comparisons.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import microseconds

HASH = "mlgate_row_hash"
DIGITS = 12
"""Floats that agree to so many significant digits are equal."""


def hashed(table: Table, columns: Sequence[str], kinds: Mapping[str, str], *, digits: int) -> Any:
    """Return a lazy frame with one column, the hash of each row.

    Parameters
    ----------
    table:
        The table.
    columns:
        The columns that count, in an order that both tables share.
    kinds:
        Column -> how its values are compared, from :func:`kinds_of`.
    digits:
        Significant decimal digits of floats; what agrees to more of them agrees to fewer.
    """
    names = {column: f"c{at}" for at, column in enumerate(columns)}
    values: list[Any] = []
    frame = table.frame
    for column, name in names.items():
        value, kind = nw.col(column), kinds[column]
        if _is_other(table.schema[column], kind):  # and has no value, whatever its type
            value = nw.when(~value.is_null()).then(nw.lit("" if kind == "text" else 0.0))
        elif kind in _TIMES:
            frame = microseconds(table, frame, column, f"mlgate_{name}")
            value = nw.col(f"mlgate_{name}")
        values += _canonical(value, name, kind, digits)
    frame = frame.select(*values)
    implementation = str(frame.implementation.name)
    if implementation not in _ENGINES:
        raise InputError(
            table.source,
            found=f"a {implementation.lower()} frame, whose rows cannot be hashed",
            expected=f"one of {', '.join(sorted(_ENGINES)).lower()}",
        )
    text = [f"{name}0" for column, name in names.items() if kinds[column] == "text"]
    native = _ENGINES[implementation](frame.to_native(), list(frame.collect_schema()), text)
    return nw.from_native(native).lazy()


def kinds_of(one: Table, two: Table, columns: Sequence[str]) -> dict[str, str]:
    """Return how each column is compared in two tables.

    ``"float"``, ``"integer"``, ``"text"``, a time with or without a zone, or the name of another
    type.  A column without any value has no type, whatever the library says.

    Raises
    ------
    InputError
        If a column holds numbers in one table and text or times in the other, or times with a
        zone in one and without in the other.
    """
    found = {}
    for column in columns:
        types = [table.schema[column] for table in (one, two)]
        kinds = {_kind(dtype) for dtype in types}
        if len(kinds) > 1 and kinds != {"integer", "float"}:
            filled = [t for t in (one, two) if t.value(nw.col(column).count())]
            kinds = {_kind(table.schema[column]) for table in filled} or {"text"}
            # A library without whole numbers that are missing has floats.
            kinds = {"float" if kind == "integer" else kind for kind in kinds}
        if kinds == {"integer", "float"}:
            kinds = {"float"}
        if len(kinds) > 1:
            raise InputError(
                two.source,
                key=column,
                found=f"{two.schema[column]}, and {one.schema[column]} in {one.source}",
                expected="one type in both",
            )
        kind = kinds.pop()
        large = kind == "integer" and any(str(dtype) in _LARGE for dtype in types)
        found[column] = "text" if large else kind
    return found


_NAIVE, _ZONED = "time without a zone", "time with a zone"
_TIMES = {_NAIVE, _ZONED}
_LARGE = frozenset({"UInt64", "Int128", "UInt128"})
"""Whole numbers that do not fit into 64 bits with a sign; they are compared as text."""


def _kind(dtype: Any) -> str:
    if dtype.is_float() or dtype.is_decimal():
        return "float"
    if dtype.is_integer() or dtype == nw.Boolean:
        return "integer"
    if dtype in {nw.String, nw.Categorical, nw.Enum, nw.Object}:
        return "text"
    if dtype == nw.Date or dtype == nw.Datetime:
        return _ZONED if getattr(dtype, "time_zone", None) else _NAIVE
    return "length of time" if dtype == nw.Duration else str(dtype)


def _is_other(dtype: Any, kind: str) -> bool:
    """Whether a column has another type than the one by which it is compared."""
    numbers = {"integer", "float"}
    own = _kind(dtype)
    return own != kind and not (own in numbers and kind in numbers | {"text"})


def _canonical(value: Any, name: str, kind: str, digits: int) -> list[Any]:
    """Return the expressions whose equality means that two values are the same."""
    match kind:
        case "integer":
            return [value.cast(nw.Int64).alias(f"{name}0")]
        case "time without a zone" | "time with a zone":
            # pandas has no whole number for what is missing.
            missing = value.is_null()
            whole = nw.when(missing).then(nw.lit(0)).otherwise(value).cast(nw.Int64)
            return [whole.alias(f"{name}0"), missing.cast(nw.Int8).alias(f"{name}1")]
        case "length of time":
            return [value.cast(nw.Duration("us")).alias(f"{name}0")]
        case "text":
            return [value.cast(nw.String).str.strip_chars().alias(f"{name}0")]
        case "float":
            return _float(value, name, digits)
        case _:
            return [value.alias(f"{name}0")]


def _float(value: Any, name: str, digits: int) -> list[Any]:
    number = value.cast(nw.Float64)
    usable = number.is_finite() & (number != 0.0)
    size = nw.when(usable).then(number.abs()).otherwise(nw.lit(1.0))
    exponent = size.log(10).floor()
    # A mantissa of so many digits and its exponent; NaN and null are both no value.
    mantissa = nw.when(usable).then(number).otherwise(nw.lit(0.0)) / 10.0**exponent
    for kept in dict.fromkeys((max(digits, DIGITS), digits)):  # or rounding could part what agrees
        mantissa = mantissa.round(kept - 1)
    full = mantissa.abs() >= 10.0  # 9.9999999999999 has become 10
    mantissa = nw.when(full).then(mantissa / 10.0).otherwise(mantissa)
    exponent = nw.when(full).then(exponent + 1).otherwise(exponent)
    special = (
        nw.when(number.is_null() | number.is_nan())
        .then(nw.lit(1))
        .when(number.is_finite())
        .then(nw.lit(0))
        .when(number > 0)
        .then(nw.lit(2))
        .otherwise(nw.lit(3))
    )
    return [
        mantissa.alias(f"{name}0"),
        exponent.cast(nw.Int32).alias(f"{name}1"),
        special.cast(nw.Int8).alias(f"{name}2"),
    ]


def _duckdb(native: Any, names: list[str], text: list[str]) -> Any:
    parts = [f'nfc_normalize("{n}")' if n in text else f'"{n}"' for n in names]
    return native.project(f"hash({', '.join(parts)}) AS {HASH}")


def _polars(native: Any, names: list[str], text: list[str]) -> Any:
    polars = nw.get_native_namespace(nw.from_native(native))
    parts = [polars.col(n).str.normalize("NFC") if n in text else polars.col(n) for n in names]
    return native.lazy().select(polars.struct(parts).hash().alias(HASH))


def _pandas(native: Any, _: list[str], text: list[str]) -> Any:
    pandas = require("pandas", extra="tables", purpose="look at pandas frames")
    frame = native.copy(deep=False)
    for name in text:
        frame[name] = frame[name].str.normalize("NFC")
    return pandas.DataFrame({HASH: pandas.util.hash_pandas_object(frame, index=False).to_numpy()})


def _dask(native: Any, names: list[str], text: list[str]) -> Any:
    return native.map_partitions(_pandas, names, text, meta={HASH: "uint64"})


def _spark(native: Any, names: list[str], text: list[str]) -> Any:
    functions = require("pyspark.sql.functions", extra="spark", purpose="look at Spark frames")

    # Defined here, so that it travels to workers on which this package is not installed.
    def normalised(value: str | None) -> str | None:
        return None if value is None else unicodedata.normalize("NFC", value)

    # Spark warns of hints that it cannot read when it looks for Arrow in them.
    normal = functions.udf(normalised, "string", useArrow=False)
    # Every row would go through Python, so this is asked first of every column.
    foreign = [functions.max(functions.col(n).rlike(r"[^\x00-\x7F]")).alias(n) for n in text]
    asked = native.agg(*foreign).first().asDict() if text else {}
    parts = [normal(n) if asked.get(n) else functions.col(n) for n in names]
    # Spark skips nulls when it hashes, so that ("a", null) and (null, "a") would be equal.
    absent = functions.concat(*(functions.isnull(n).cast("string") for n in names))
    return native.select(functions.xxhash64(*parts, absent).alias(HASH))


_ENGINES: Mapping[str, Callable[[Any, list[str], list[str]], Any]] = {
    "DUCKDB": _duckdb,
    "POLARS": _polars,
    "PANDAS": _pandas,
    "DASK": _dask,
    "PYSPARK": _spark,
}
