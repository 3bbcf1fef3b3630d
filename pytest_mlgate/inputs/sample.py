"""A few rows of raw data on which functions of the project are tried out."""

from __future__ import annotations

from typing import Annotated, Any

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._tables import as_frame, read_table
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides


@provides(adapt=lambda value: as_frame(value, "[inputs.sample]"))
def sample(
    project: Project, *, path: str | None = None, rows: Annotated[int, Range(2)] = 1000
) -> Any:
    """Provide the first rows of the file that ``[inputs.sample] path`` names, as a DataFrame.

    Settings
    --------
    path : none
        A ``.csv``, ``.csv.gz``, ``.parquet``, ``.feather``, ``.json`` or ``.jsonl`` file.
    rows : 1000
        How many rows are read, from the top; no chance is involved.
    """
    if path is None:
        raise InputAbsent("no sample of raw data: [inputs.sample] path names none")
    return read_table(project, path, rows=rows)
