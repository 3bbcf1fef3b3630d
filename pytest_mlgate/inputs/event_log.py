"""What happened, when, and since when it was known."""

from __future__ import annotations

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

COLUMNS = ("key", "event_time", "known_at", "value", "feature")
_NEEDED = ("key", "event_time")


def _of(value: object) -> Table:
    table = Table.of(value, "event log")
    table.require(_NEEDED, "an event log")
    return table


@provides(adapt=_of)
def event_log(
    project: Project, *, path: str | None = None, columns: dict[str, str] | None = None
) -> Table:
    """Provide the events from which features were computed.

    A table with the columns ``key`` (the entity), ``event_time``, and perhaps ``known_at`` (since
    when the event was known), ``value``, and ``feature`` (the feature that it belongs to).

    Settings
    --------
    path : none
        A Parquet, CSV, Arrow, Feather or JSON file, a glob of them, or a folder.
    columns : {}
        Standard name -> name in the table, where they differ.
    """
    if path is None:
        raise InputAbsent("no event log: [inputs.event-log] path names none")
    return _of(_renamed(read(project, path), columns or {}))


def _renamed(table: Table, columns: dict[str, str]) -> Table:
    setting = "[inputs.event-log] columns"
    names = {own: standard for standard, own in columns.items()}
    if len(names) < len(columns):
        raise InputError(setting, found="one column under two names", expected="one each")
    for standard, own in columns.items():
        if standard not in COLUMNS:
            raise InputError(
                setting, key=standard, found="no such column", expected=f"one of {COLUMNS}"
            )
        if standard != own and standard in table.schema and standard not in columns.values():
            raise InputError(
                setting,
                key=standard,
                found=f"another name for a column that {table.source} has",
                expected="a name only for what is called otherwise",
            )
    table.require(columns.values(), setting)
    return table.on(table.frame.rename(names))
