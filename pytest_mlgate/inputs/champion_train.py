"""The rows that the champion was trained on."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@provides(adapt=lambda value: Table.of(value, "champion-train"))
def champion_train(project: Project, *, path: str | None = None) -> Table:
    """Provide the champion's training rows as a table that is scanned, never loaded whole.

    Settings
    --------
    path : none
        A Parquet, CSV, Arrow, Feather or JSON file (compressed or not), a glob of them, or a
        folder that holds them.
    """
    if path is None:
        raise InputAbsent(
            "no the champion's training rows: [inputs.champion-train] path names none"
        )
    return read(project, path)
