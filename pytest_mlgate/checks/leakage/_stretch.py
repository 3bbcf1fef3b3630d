"""The stretch of time that the rows of a table cover."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import (
    MISSING,
    NAIVE,
    UNREADABLE,
    ZONED,
    Moments,
    count_of,
    moments,
    refuse_unreadable,
    shown,
)
from pytest_mlgate.verdict import Estimate, Limit


@dataclass(frozen=True)
class Stretch:
    """First and last time of a table, and what cannot be placed.

    Parameters
    ----------
    first, last:
        Microseconds since 1970, or numbers; ``None`` without any readable time.
    missing, unreadable, naive, zoned, future:
        Rows without a time, with text that is none, without and with a zone, and after the
        run clock.
    """

    n: int
    source: str
    column: str
    number: bool
    first: float | None = None
    last: float | None = None
    missing: int = 0
    unreadable: int = 0
    naive: int = 0
    zoned: int = 0
    future: int = 0
    moments: Moments | None = field(default=None, repr=False, compare=False)

    def at_or_after(self, bound: float) -> int:
        """Return the number of rows at or after a moment."""
        if self.moments is None:
            return 0
        late = count_of(self.moments.value(self.column) >= bound)
        return int(self.moments.table.value(late) or 0)

    def same_kind(self, other: Stretch) -> None:
        """Refuse to compare times with numbers.

        Raises
        ------
        InputError
            If one of the two holds numbers and the other does not.
        """
        if self.number != other.number:
            raise InputError(
                other.source,
                key=other.column,
                found=f"{'numbers' if other.number else 'times'}, and "
                f"{'numbers' if self.number else 'times'} in {self.source}",
                expected="one type in both",
            )


def stretch_of(table: Table, column: str, now: tuple[int, int]) -> Stretch:
    """Return the stretch of a column in one scan.

    Parameters
    ----------
    table:
        The table.
    column:
        Its column of times.
    now:
        The run clock for times without and with a zone, in microseconds since 1970.

    Raises
    ------
    InputError
        If the column is missing, or none of its values is a time.
    """
    table.require((column,), "[inputs.roles] time")
    made = moments(table, (column,))
    number = column in made.numbers
    value = made.value(column)
    naive, zoned = (made.has(column, state) for state in (NAIVE, ZONED))
    counted = {
        "missing": made.has(column, MISSING),
        "unreadable": made.has(column, UNREADABLE),
        "naive": naive,
        "zoned": zoned,
        "future": (naive & (value > now[0])) | (zoned & (value > now[1])),
    }
    row = table.collect(
        made.frame.select(
            n=nw.len(),
            first=value.min(),
            last=value.max(),
            **{name: count_of(condition) for name, condition in counted.items()},
        )
    )[0]
    counts = {name: int(row[name] or 0) for name in counted}
    if number:
        counts |= {"future": 0, "naive": 0, "zoned": 0}
    else:
        refuse_unreadable(
            table.source,
            column,
            unreadable=counts["unreadable"],
            readable=counts["naive"] + counts["zoned"],
        )
    first, last = (exact(row[end], number=number) for end in ("first", "last"))
    return Stretch(
        n=int(row["n"]),
        source=table.source,
        column=column,
        number=number,
        first=first,
        last=last,
        moments=made,
        **counts,
    )


def exact(value: Any, *, number: bool) -> float | None:
    """Return a smallest or largest time, ``None`` where an engine has none."""
    if value is None or value != value:
        return None
    return value if number and isinstance(value, int) else float(value) if number else int(value)


def gap_estimate(name: str, between: float, least: float, *, number: bool) -> Estimate:
    """Return the gap between two stretches, which must be longer than `least`."""
    unit = 1.0 if number else 1e6
    return Estimate(
        name=name,
        value=between / unit,
        unit="" if number else "s",
        limit=Limit(">", least / unit),
    )


def distance(between: float, *, number: bool) -> str:
    """Say how one time lies to another."""
    if between == 0:
        return "at the very time of"
    side = "before" if between > 0 else "after"
    return f"{shown(abs(between), number=number)} {side}"
