"""The moment that a run takes for now."""

from __future__ import annotations

from datetime import UTC, datetime

from pytest_mlgate.errors import InputError
from pytest_mlgate.registry import provides


def _of(value: object) -> datetime:
    """Take what a fixture or the configuration gives: a moment with a zone, or ISO 8601 text."""
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        found = repr(value) if isinstance(value, str) else type(value).__name__
        raise InputError(
            "[inputs.clock]",
            key="now",
            found=found if moment is None or moment is value else f"{found}, without a zone",
            expected='a moment with a zone, such as "2026-03-01T12:00:00Z"',
        )
    return moment.astimezone(UTC)


@provides(adapt=_of)
def clock(*, now: str | None = None) -> datetime:
    """Provide the moment that counts as now: the real one, unless it is set.

    Settings
    --------
    now : the real time
        A moment with a zone, such as ``"2026-03-01T12:00:00Z"``, to judge old data as of then.
    """
    return datetime.now(UTC) if now is None else _of(now)
