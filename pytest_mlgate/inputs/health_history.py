"""How the health score went from day to day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import as_table
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

DEFAULT_PATH = "health_history.jsonl"
SCHEMA = "health_history/1"
_KEYS = ("schema", "ts", "commit", "phase", "preset", "total", "categories", "blockers", "measures")


@dataclass(frozen=True)
class HealthRecord:
    """The score of one day.

    Parameters
    ----------
    ts:
        When it was measured, with zone.
    total:
        The score, 0 to 100.
    preset:
        How it was put together.
    commit, phase:
        Of the project, empty where nobody said.
    categories:
        Category -> its score, 0 to 100.
    blockers:
        What blocked whatever the score was.
    measures:
        Measure -> value, as the checks reported it.
    """

    ts: datetime
    total: float
    preset: str
    commit: str = ""
    phase: str = ""
    categories: Mapping[str, float] = field(default_factory=dict)
    blockers: tuple[str, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day in the zone in which it was written down."""
        return self.ts.date()

    def line(self) -> str:
        """Return it as one line of the file."""
        content: dict[str, Any] = {
            "schema": SCHEMA,
            "ts": self.ts.isoformat(timespec="seconds"),
            "commit": self.commit,
            "phase": self.phase,
            "preset": self.preset,
            "total": self.total,
            "categories": dict(self.categories),
            "blockers": list(self.blockers),
            "measures": dict(self.measures),
        }
        return json.dumps(content)


@dataclass(frozen=True)
class HealthHistory:
    """All recorded scores in the order of time, and the file they stand in."""

    records: tuple[HealthRecord, ...]
    path: str = DEFAULT_PATH

    @property
    def days(self) -> tuple[HealthRecord, ...]:
        """The last record of each day."""
        return tuple({record.day: record for record in self.records}.values())

    @property
    def fingerprint(self) -> str:
        """Number of records and the last day."""
        return f"history:{len(self.records)}:{self.records[-1].day if self.records else ''}"


@provides
def health_history(project: Project, *, path: str | None = None) -> HealthHistory:
    """Provide the history of the health score.

    Settings
    --------
    path : "health_history.jsonl"
        One JSON object a line, which ``pytest --mlgate-update`` adds; commit the file.
    """
    where = project.find(
        path, DEFAULT_PATH, what="history of the score", key="[inputs.health-history] path"
    )
    return read_history(project, where)


def read_history(project: Project, where: str) -> HealthHistory:
    """Return the history in a file, sorted by time.

    Raises
    ------
    InputError
        If a line is broken, or lacks a key.
    """
    lines = enumerate(project.read_text(where).splitlines(), 1)
    found = [_record(where, number, line) for number, line in lines if line.strip()]
    return HealthHistory(tuple(sorted(found, key=lambda record: record.ts)), where)


def with_record(history: HealthHistory, new: HealthRecord) -> str:
    """Return the text of the file with a new record, which replaces those of the same day."""
    kept = [record for record in history.records if record.day != new.day]
    lines = [record.line() for record in sorted([*kept, new], key=lambda record: record.ts)]
    return "\n".join(lines) + "\n"


def _record(where: str, number: int, line: str) -> HealthRecord:
    key = f"line {number}"
    try:
        content: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(
            where, key=key, found="broken JSON", expected="one object a line"
        ) from None
    record = Record(where, as_table(where, key, content), key)
    record.only(_KEYS)
    record.schema("health_history")
    stamp = record.text("ts")
    try:
        ts = datetime.fromisoformat(stamp)
    except ValueError:
        ts = datetime.min
    if ts.tzinfo is None:
        expected = "a moment with a zone, such as 2026-03-01T12:00:00+00:00"
        raise record.wrong("ts", found=repr(stamp)[:60], expected=expected)
    total = record.number("total")
    if not 0 <= total <= 100:
        raise record.wrong("total", found=f"{total:g}", expected="a score from 0 to 100")
    return HealthRecord(
        ts=ts,
        total=total,
        preset=record.optional("preset", str) or "",
        commit=record.optional("commit", str) or "",
        phase=record.optional("phase", str) or "",
        categories=_numbers(record, "categories"),
        blockers=tuple(map(str, record.optional("blockers", list) or ())),
        measures=_numbers(record, "measures"),
    )


def _numbers(record: Record, key: str) -> dict[str, float]:
    if record.optional(key, dict) is None:
        return {}
    table = record.table(key)
    return {name: table.number(name) for name in table.content}
