"""The register of known technical debt."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

DEFAULT_PATH = "debt.yaml"
_KEYS = ("id", "description", "hours", "priority", "owner", "opened", "link")
_PRIORITIES = range(1, 11)


@dataclass(frozen=True)
class DebtItem:
    """One thing that is owed.

    Parameters
    ----------
    id:
        Name, unique in its file.
    description:
        What is wrong.
    hours:
        What mending it will take.
    priority:
        1 (may wait) to 10 (must not).
    owner:
        Who mends it, empty when nobody does.
    opened:
        Since when it is owed.
    link:
        Where it is discussed.
    """

    id: str
    description: str
    hours: float
    priority: int
    owner: str
    opened: dt.date
    link: str = ""


@dataclass(frozen=True)
class Debt:
    """The register, in the order of the file."""

    items: tuple[DebtItem, ...]
    path: str = DEFAULT_PATH

    def __iter__(self) -> Iterator[DebtItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the items."""
        return hashlib.sha256(repr(self.items).encode(errors="surrogatepass")).hexdigest()


@provides
def debt(project: Project, *, path: str | None = None) -> Debt:
    """Provide the register of technical debt.

    Settings
    --------
    path : "debt.yaml"
        YAML of the schema ``debt/1``: ``items``, a list of tables with ``id``, ``description``,
        ``hours``, ``priority`` (1 to 10), ``owner``, ``opened`` (a date) and perhaps ``link``.
    """
    where = project.find(
        path, DEFAULT_PATH, what="register of technical debt", key="[inputs.debt] path"
    )
    document = Record(where, load_yaml(project, where))
    document.schema("debt")
    document.only(("schema", "items"))
    items = tuple(_item(entry) for entry in document.tables("items"))
    names = [item.id for item in items]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                where, key=f"id {name!r}", found="two items of this id", expected="unique ids"
            )
    return Debt(items, where)


def _item(entry: Record) -> DebtItem:
    entry.only(_KEYS)
    hours, priority = entry.number("hours"), entry.get("priority", int)
    if hours < 0:
        raise entry.wrong("hours", found=f"{hours:g}", expected="0 or more")
    if priority not in _PRIORITIES:
        raise entry.wrong("priority", found=str(priority), expected="1 to 10")
    return DebtItem(
        id=entry.text("id"),
        description=entry.text("description"),
        hours=hours,
        priority=priority,
        owner=(entry.optional("owner", str) or "").strip(),
        opened=_day(entry),
        link=entry.optional("link", str) or "",
    )


def _day(entry: Record) -> dt.date:
    """YAML makes dates of what looks like one; text in quotes is read as well."""
    value = entry.content.get("opened")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        found = "nothing" if value is None else "something else"
        raise entry.wrong("opened", found=found, expected="a date such as 2026-03-01") from None
