"""Reading small tables: evaluation rows, scores, samples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.extras import require
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import np, pandas

FORMATS = (".csv", ".csv.gz", ".parquet", ".feather", ".json", ".jsonl")
METADATA = "mlgate."
"""Prefix that the keys of a Parquet file's own metadata may carry."""


def read_table(project: Project, path: str, *, rows: int | None = None) -> Any:
    """Return a file of the project as a DataFrame with a plain index.

    Parameters
    ----------
    project:
        The project; the file must lie inside it.
    path:
        A ``.csv``, ``.csv.gz``, ``.parquet``, ``.feather``, ``.json`` (records, or a table
        as MLflow logs it) or ``.jsonl`` file.
    rows:
        Only so many rows, from the top.

    Raises
    ------
    InputError
        If the file is missing, of another format, broken, or has a column twice.
    """
    files.digest(project.root, path)  # says clearly what is wrong with the file itself
    return read_file(project.path(path), path, rows=rows)


def read_file(file: Path, shown: str, *, rows: int | None = None) -> Any:
    """Return a file from anywhere as a DataFrame; messages call it `shown`."""
    suffix = next((s for s in FORMATS if shown.endswith(s)), None)
    if suffix is None:
        raise InputError(
            shown,
            found=f"the suffix {Path(shown).suffix!r}",
            expected=f"one of {', '.join(FORMATS)}",
        )
    try:
        frame = _read(file, suffix, rows)
    except ImportError as error:
        raise InputError(
            shown,
            found=f"a {suffix} file, for which {error.name or 'a reader'} is not installed",
            expected="pip install 'pytest-mlgate[tables]'",
        ) from None
    except (ValueError, OSError, EOFError, KeyError, TypeError, RecursionError) as error:
        # These are what pandas, pyarrow and gzip raise for broken content.
        raise InputError(
            shown,
            found=f"content that is no {suffix} table ({type(error).__name__})",
            expected="a table with a header" if "csv" in suffix else "a table",
        ) from None
    frame = frame if rows is None else frame.head(rows)
    return as_frame(frame.reset_index(drop=True), shown)


def as_frame(value: object, shown: str) -> Any:
    """Return a table of any library as a DataFrame with a plain index and text column names.

    Parameters
    ----------
    value:
        A pandas DataFrame, a mapping from column name to values, or anything that gives
        Arrow data (polars, pyarrow, DuckDB).
    shown:
        What messages call it.

    Raises
    ------
    InputError
        If it is none of these, or has a column twice.
    """
    if isinstance(value, pandas.DataFrame):
        frame = value.reset_index(drop=True)
    elif isinstance(value, Mapping):
        try:
            frame = pandas.DataFrame({name: np.asarray(values) for name, values in value.items()})
        except ValueError as error:
            raise InputError(
                shown, found=f"columns that make no table ({error})", expected="equal lengths"
            ) from None
    elif hasattr(value, "__arrow_c_stream__"):
        arrow = require("pyarrow", extra="tables", purpose="take tables of other libraries")
        frame = arrow.table(value).to_pandas()
    else:
        raise InputError(
            shown,
            found=type(value).__name__,
            expected="a DataFrame, a mapping of columns, or an Arrow table",
        )
    frame.columns = [str(name) for name in frame.columns]
    repeated = sorted(frame.columns[frame.columns.duplicated()])
    if repeated:
        raise InputError(shown, key=repeated[0], found="the column twice", expected="it once")
    return frame


def metadata(file: Path) -> dict[str, str]:
    """Return the text metadata of a Parquet file, keys without the prefix ``mlgate.``."""
    if file.suffix != ".parquet":
        return {}
    parquet = require("pyarrow.parquet", extra="tables", purpose="read a Parquet file")
    found = parquet.read_schema(file).metadata or {}
    return {
        key.decode(errors="replace").removeprefix(METADATA): value.decode(errors="replace")
        for key, value in found.items()
        if not key.startswith((b"pandas", b"ARROW"))
    }


def renamed(frame: Any, columns: Mapping[str, str], shown: str, *, setting: str) -> Any:
    """Return the frame with its columns under their standard names.

    Parameters
    ----------
    frame:
        The table.
    columns:
        Standard name -> name in the table.
    shown:
        What messages call the table.
    setting:
        Where the mapping stands, for messages.
    """
    for own in columns.values():
        if own not in frame.columns:
            raise InputError(
                shown,
                key=own,
                found="no such column",
                expected=f"a column that {setting} names{nearest(own, frame.columns)}",
            )
    return frame.rename(columns={own: standard for standard, own in columns.items()})


def _read(path: Path, suffix: str, rows: int | None) -> Any:
    match suffix:
        case ".csv" | ".csv.gz":
            compression = "gzip" if suffix.endswith(".gz") else None
            return pandas.read_csv(path, nrows=rows, compression=compression)
        case ".parquet":
            return pandas.read_parquet(path) if rows is None else _head_of_parquet(path, rows)
        case ".feather":
            return pandas.read_feather(path)
        case ".jsonl":
            return pandas.read_json(path, lines=True, nrows=rows)
        case _:
            return _json(path)


def _json(path: Path) -> Any:
    """Read a list of records, or the table that MLflow's ``log_table`` writes."""
    import json

    content = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(content, dict) and {"columns", "data"} <= set(content):
        return pandas.DataFrame(content["data"], columns=content["columns"])
    if not isinstance(content, list):
        raise ValueError("neither records nor a table")
    return pandas.DataFrame.from_records(content)


def _head_of_parquet(path: Path, rows: int) -> Any:
    """Read no more row groups than are needed."""
    parquet = require("pyarrow.parquet", extra="tables", purpose="read a Parquet file")
    arrow = require("pyarrow", extra="tables", purpose="read a Parquet file")
    with parquet.ParquetFile(path) as file:
        batches, read = [], 0
        for batch in file.iter_batches(batch_size=rows):
            batches.append(batch)
            read += len(batch)
            if read >= rows:
                break
        return arrow.Table.from_batches(batches, schema=file.schema_arrow).to_pandas()
