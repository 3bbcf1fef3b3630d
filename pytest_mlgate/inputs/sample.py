"""A few rows of raw data on which functions of the project are tried out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

FORMATS = (".csv", ".parquet", ".json", ".jsonl")


@provides
def sample(
    project: Project, *, path: str | None = None, rows: Annotated[int, Range(2)] = 1000
) -> Any:
    """Provide the first rows of the file that ``[inputs.sample] path`` names, as a DataFrame.

    Settings
    --------
    path : none
        A ``.csv``, ``.parquet``, ``.json`` (list of records) or ``.jsonl`` file.
    rows : 1000
        How many rows are read, from the top; no chance is involved.
    """
    if path is None:
        raise InputAbsent("no sample of raw data: [inputs.sample] path names none")
    suffix = Path(path).suffix
    if suffix not in FORMATS:
        raise InputError(
            path, found=f"the suffix {suffix!r}", expected=f"one of {', '.join(FORMATS)}"
        )
    absolute = project.path(path)
    files.digest(project.root, path)  # says clearly what is wrong with the file itself
    pandas = require("pandas", extra="tables", purpose="read a sample of data")
    try:
        frame = _read(pandas, absolute, suffix, rows)
    except ImportError as error:
        raise InputError(
            path,
            found=f"a {suffix} file, for which {error.name or 'a reader'} is not installed",
            expected="pip install 'pytest-mlgate[tables]'",
        ) from None
    except (ValueError, OSError) as error:  # pandas and pyarrow raise these for broken content
        raise InputError(
            path,
            found=f"content that is no {suffix} table ({type(error).__name__})",
            expected="a table with a header" if suffix == ".csv" else "a table",
        ) from None
    return frame.head(rows).reset_index(drop=True)


def _read(pandas: Any, path: Path, suffix: str, rows: int) -> Any:
    match suffix:
        case ".csv":
            return pandas.read_csv(path, nrows=rows)
        case ".parquet":
            return _head_of_parquet(path, rows)
        case ".jsonl":
            return pandas.read_json(path, lines=True, nrows=rows)
        case _:
            return pandas.read_json(path, orient="records")


def _head_of_parquet(path: Path, rows: int) -> Any:
    """Read no more row groups than the sample needs."""
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
