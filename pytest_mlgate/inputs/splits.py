"""Which part of the data a row belongs to, as recorded."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


def _of(value: object) -> Table:
    table = Table.of(value, "splits")
    table.require(("row_id", "part"), "a record of the split")
    return table


@provides(adapt=_of)
def splits(project: Project, *, path: str | None = None) -> Table:
    """Provide the record of the split.

    A table with the columns ``row_id``, ``part`` (train, validation, test, holdout), and perhaps
    ``fold``, ``group`` and ``time``.

    Settings
    --------
    path : "splits.parquet" or "splits.csv"
        The file.
    """
    found = next((name for name in ("splits.parquet", "splits.csv") if project.exists(name)), None)
    path = path or found
    if path is None:
        raise InputAbsent(
            "no record of the split: there is no splits.parquet or splits.csv and "
            "[inputs.splits] path names none"
        )
    return _of(read(project, path))
