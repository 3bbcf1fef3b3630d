"""The rows on which choices were made."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=lambda value: Table.of(value, "validation"))
def validation(project: Project, *, path: str | None = None) -> Table:
    """Provide validation rows as a table that is scanned, never loaded whole.

    Settings
    --------
    path : none
        A Parquet, CSV, Arrow, Feather or JSON file (compressed or not), a glob of them, or a
        folder that holds them.
    """
    if path is None:
        raise InputAbsent("no validation rows: [inputs.validation] path names none")
    return read(project, path)
