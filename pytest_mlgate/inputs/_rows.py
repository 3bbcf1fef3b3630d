"""Rows of a table in memory and in their order: all of them, or a seeded sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.numeric import np, pandas

ROW = "mlgate_row"
_WHOLE = 2**32


def in_memory(
    table: Table, columns: Sequence[str], *, rows: int | None = None, seed: int = 0
) -> Any:
    """Return columns of a table as a pandas DataFrame with a plain index.

    The same seed gives the same rows whichever columns are asked for, so that a wide table can
    be read a few columns at a time.  Files are scanned once; only the sample is kept.

    Parameters
    ----------
    table:
        The table.
    columns:
        Names of columns that it has.
    rows:
        Above so many rows a sample of about as many is taken; all when ``None``.
    seed:
        Of the sample, which is drawn by a generator of its own.

    Raises
    ------
    InputError
        If the content turns out to be broken while it is read.
    """
    names = list(dict.fromkeys(columns))
    share = 1.0 if rows is None or table.n <= rows else rows / table.n
    native = table.frame.to_native()
    take = _ENGINES.get(str(table.frame.implementation.name), _collected)
    try:
        found = take(native, _Wanted(names, table.n, share, seed))
    except Exception as error:  # engines have no common ancestor of what they raise
        raise table.unreadable(error) from None
    return found[names].reset_index(drop=True)


@dataclass(frozen=True)
class _Wanted:
    """Columns, and a share of so many rows."""

    names: list[str]
    n: int
    share: float
    seed: int

    @property
    def all(self) -> bool:
        return self.share >= 1

    def numbers(self, n: int) -> Any:
        """Return the numbers of the chosen ones of `n` rows in order."""
        generator = np.random.default_rng(self.seed)
        return np.sort(generator.choice(n, round(n * self.share), replace=False))


def _pandas(native: Any, wanted: _Wanted) -> Any:
    frame = native[wanted.names]
    return frame if wanted.all else frame.iloc[wanted.numbers(len(frame))]


def _polars(native: Any, wanted: _Wanted) -> Any:
    frame = native.lazy().select(wanted.names)
    if wanted.all:
        return _to_pandas(nw.from_native(frame))
    chosen = nw.col(ROW).is_in(wanted.numbers(wanted.n).tolist())
    return _to_pandas(nw.from_native(frame.with_row_index(ROW)).filter(chosen))


def _duckdb(native: Any, wanted: _Wanted) -> Any:
    quoted = ", ".join('"{}"'.format(name.replace('"', '""')) for name in wanted.names)
    # The engine scans in parallel and returns rows as they come; their numbers put them back.
    relation = native.project(f'{quoted}, row_number() OVER () AS "{ROW}"')
    if not wanted.all:
        drawn = f'hash("{ROW}" + {wanted.seed} * {_WHOLE}) % {_WHOLE}'
        relation = relation.filter(f"{drawn} < {round(wanted.share * _WHOLE)}")
    return _to_pandas(nw.from_native(relation)).sort_values(ROW)


def _dask(native: Any, wanted: _Wanted) -> Any:
    return native[wanted.names].map_partitions(_pandas, wanted).compute()


def _spark(native: Any, wanted: _Wanted) -> Any:
    frame = nw.from_native(native).select(*wanted.names).to_native()
    return _to_pandas(
        nw.from_native(frame if wanted.all else frame.sample(wanted.share, wanted.seed))
    )


def _collected(native: Any, wanted: _Wanted) -> Any:
    frame = nw.from_native(native).lazy().select(*wanted.names)
    return _pandas(_to_pandas(frame), wanted)


def _to_pandas(frame: Any) -> Any:
    assert pandas.DataFrame  # named first, so that its absence is said in our words
    return frame.lazy().collect().to_pandas()


_ENGINES: Mapping[str, Callable[[Any, _Wanted], Any]] = {
    "DUCKDB": _duckdb,
    "POLARS": _polars,
    "PANDAS": _pandas,
    "DASK": _dask,
    "PYSPARK": _spark,
}
