"""One handle for tables of any size and any library."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.extras import lazy, require
from pytest_mlgate.inputs import _engine
from pytest_mlgate.inputs._content import Content
from pytest_mlgate.inputs.project import Project

nw: Any = lazy("narwhals", extra="tables", purpose="look at tables")
"""Narwhals: one set of expressions for every dataframe library."""


@dataclass(frozen=True)
class Table:
    """A table that stays in the engine it comes from.

    A file is scanned lazily by the embedded engine and never loaded whole; a frame of
    pandas, polars, PyArrow, DuckDB, PySpark or Dask stays what it is.

    Parameters
    ----------
    frame:
        A ``narwhals.LazyFrame``.
    source:
        What messages call it.
    content:
        The files it was read from; ``None`` when it came from a fixture.
    embedded:
        Whether it is on the connection of the embedded engine.
    """

    frame: Any
    source: str = "table"
    content: Content | None = None
    embedded: bool = False

    @classmethod
    def of(cls, value: object, source: str = "table") -> Table:
        """Take a table of any library, or a mapping from column to values.

        Raises
        ------
        InputError
            If it is none of these, or has a column twice.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            value = _of_mapping(value, source)
        if arrow := type(value).__module__.startswith("pyarrow"):
            value = _of_arrow(value, source)
        elif hasattr(value, "iloc"):
            value = _of_pandas(value, source)
        try:
            frame = nw.from_native(value)
        except TypeError:
            raise InputError(
                source,
                found=type(value).__name__,
                expected="a frame of pandas, polars, PyArrow, DuckDB, PySpark or Dask",
            ) from None
        return cls(frame.lazy(), source, embedded=arrow)

    def on(self, frame: Any) -> Table:
        """Return what was made of this table and holds the same content."""
        return replace(self, frame=frame)

    @cached_property
    def schema(self) -> Mapping[str, Any]:
        """Column -> Narwhals data type, in order."""
        return dict(self.frame.collect_schema())

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(self.schema)

    @cached_property
    def n(self) -> int:
        """Number of rows."""
        return int(self.value(nw.len()))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the files it was read from, or of schema and number of rows of a frame."""
        if self.content:
            return self.content.sha256
        shape = "\0".join(f"{name}:{kind}" for name, kind in self.schema.items())
        return hashlib.sha256(f"{shape}\0{self.n}".encode()).hexdigest()

    def require(self, names: Iterable[str], setting: str) -> None:
        """Refuse names of columns that are not there.

        Raises
        ------
        InputError
            For the first missing one; `setting` says where the name stands.
        """
        for name in names:
            if name not in self.schema:
                raise InputError(
                    self.source,
                    key=name,
                    found="no such column",
                    expected=f"the column that {setting} names{nearest(name, self.columns)}",
                )

    def collect(self, frame: Any) -> list[dict[str, Any]]:
        """Return a small result as one dictionary per row.

        Raises
        ------
        InputError
            If the content turns out to be broken while it is read.
        """
        try:
            collected = frame.collect()
            return list(collected.rows(named=True))
        except Exception as error:  # engines have no common ancestor of what they raise
            raise self.unreadable(error) from None

    def value(self, expression: Any, frame: Any = None) -> Any:
        """Return one number computed over all rows."""
        try:
            selected = (self.frame if frame is None else frame).select(value=expression)
        except Exception as error:  # as in collect; some libraries compute at once
            raise self.unreadable(error) from None
        return self.collect(selected)[0]["value"]

    def unreadable(self, error: Exception) -> InputError:
        """Return the error for content that broke while it was read."""
        return _engine.broken(error, self.source)

    def head(self, rows: int) -> Any:
        """Return the first rows as a pandas DataFrame."""
        require("pandas", extra="tables", purpose="read tables")
        try:
            # Dask cannot take no rows.
            return self.frame.head(max(rows, 1)).collect().to_pandas().head(rows)
        except Exception as error:  # as in collect
            raise self.unreadable(error) from None

    def to_pandas(self, columns: Sequence[str] | None = None) -> Any:
        """Return all rows of some columns as a pandas DataFrame, held in memory."""
        require("pandas", extra="tables", purpose="read tables")
        frame = self.frame if columns is None else self.frame.select(*columns)
        try:
            return frame.collect().to_pandas()
        except Exception as error:  # as in collect
            raise self.unreadable(error) from None


def in_one_engine(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Return tables that can be joined with each other.

    Tables of one library stay where they are; where libraries, or connections of DuckDB, differ,
    all are handed to the embedded engine as Arrow data, which holds those that are no files in
    memory.
    """
    given = list(tables.values())
    if not all(_joinable(given[0], other) for other in given[1:]):
        tables = {
            name: table if table.embedded else Table.of(_as_arrow(table), table.source)
            for name, table in tables.items()
        }
    return {name: _apart(table, at) for at, (name, table) in enumerate(tables.items())}


def _apart(table: Table, number: int) -> Table:
    """Return a table under a name of its own: DuckDB joins no relation with itself."""
    if str(table.frame.implementation.name) != "DUCKDB":
        return table
    native = table.frame.to_native()
    return table.on(nw.from_native(native.set_alias(f"mlgate_{number}")).lazy())


def _joinable(one: Table, two: Table) -> bool:
    names = {str(table.frame.implementation.name) for table in (one, two)}
    if names != {"DUCKDB"}:
        return len(names) == 1
    duckdb = require("duckdb", extra="tables", purpose="scan tables of any size")
    try:
        left = one.frame.to_native().set_alias("mlgate_left")
        left.cross(two.frame.to_native().set_alias("mlgate_right"))  # is not run
    except duckdb.InvalidInputException:
        return False
    return True


def _as_arrow(table: Table) -> Any:
    try:
        return table.frame.collect().to_arrow()
    except Exception as error:  # engines have no common ancestor of what they raise
        raise table.unreadable(error) from None


def read(project: Project, path: str) -> Table:
    """Return a file, glob or folder of the project as a table.

    Parameters
    ----------
    project:
        The project; every file must lie inside it.
    path:
        A file with one of :data:`~._engine.SUFFIXES`, a glob of such files, or a folder that
        holds them (``key=value`` folders become columns).

    Raises
    ------
    InputError
        If there is no such file, it is of another format, broken, or has a column twice.
    """
    found = _engine.expand(project, path)
    keys = {part.partition("=")[0] for folders, _ in found for part in folders.split("/") if part}
    relation = _engine.scan([file for _, file in found], path, sorted(keys))
    return Table(nw.from_native(relation).lazy(), path, Content(found, path), embedded=True)


def _of_mapping(value: Mapping[Any, Any], source: str) -> Any:
    pandas = require("pandas", extra="tables", purpose="take a mapping of columns")
    try:
        return pandas.DataFrame({name: list(column) for name, column in value.items()})
    except (ValueError, TypeError):
        raise InputError(
            source,
            found="columns that make no table",
            expected="lists of values, all of one length",
        ) from None


def _of_pandas(value: Any, source: str) -> Any:
    """Return a pandas-like frame whose columns have names of text, as those of others have."""
    given = list(getattr(value, "columns", ()))
    names = [str(name) for name in given]
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(source, key=name, found="the column twice", expected="it once")
    if names != given:
        value = value.copy()
        value.columns = names
    return value


def _of_arrow(value: Any, source: str) -> Any:
    """Return Arrow data in the embedded engine; a stream, which ends, is held in memory."""
    if hasattr(value, "read_all"):
        value = value.read_all()
    _engine.refuse_repeated(value.schema.names, source)
    return _engine.connection().from_arrow(value)
