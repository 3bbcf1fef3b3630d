"""The rows that judge the model."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=lambda value: Table.of(value, "test"))
def test(project: Project, *, path: str | None = None) -> Table:
    """Provide test rows as a table that is scanned, never loaded whole.

    Settings
    --------
    path : none
        A Parquet, CSV, Arrow, Feather or JSON file (compressed or not), a glob of them, or a
        folder that holds them.
    """
    if path is None:
        raise InputAbsent("no test rows: [inputs.test] path names none")
    return read(project, path)
