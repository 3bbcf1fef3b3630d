"""Which things belong together, as a list of edges."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


def _of(value: object) -> Table:
    table = Table.of(value, "edges")
    table.require(("from", "to"), "an edge list")
    return table


@provides(adapt=_of)
def edges(project: Project, *, path: str | None = None) -> Table:
    """Provide the edges of a graph whose nodes are rows or groups of rows.

    A table with the columns ``from`` and ``to``, such as who lives with whom or which account
    paid which.

    Settings
    --------
    path : none
        A Parquet, CSV, Arrow, Feather or JSON file, a glob of them, or a folder.
    """
    if path is None:
        raise InputAbsent("no edge list: [inputs.edges] path names none")
    return _of(read(project, path))
