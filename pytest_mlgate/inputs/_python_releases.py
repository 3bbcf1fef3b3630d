"""Until when the branches of Python get security fixes: a table, and when it was made.

Source: devguide.python.org/versions and its data, peps.python.org/api/release-cycle.json.
For branches that live, only the month is planned; their last day is the end of that month.
"""

from __future__ import annotations

from datetime import date

SOURCE = "devguide.python.org/versions"
AS_OF = date(2026, 8, 22)
"""When the table was compared with its source."""

END_OF_LIFE: dict[tuple[int, int], date] = {
    (2, 6): date(2013, 10, 29),
    (2, 7): date(2020, 1, 1),
    (3, 0): date(2009, 6, 27),
    (3, 1): date(2012, 4, 9),
    (3, 2): date(2016, 2, 20),
    (3, 3): date(2017, 9, 29),
    (3, 4): date(2019, 3, 18),
    (3, 5): date(2020, 9, 30),
    (3, 6): date(2021, 12, 23),
    (3, 7): date(2023, 6, 27),
    (3, 8): date(2024, 10, 7),
    (3, 9): date(2025, 10, 31),
    (3, 10): date(2026, 10, 31),
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
    (3, 15): date(2031, 10, 31),
    (3, 16): date(2032, 10, 31),
}
"""Branch -> its last day."""


def end_of_life(branch: tuple[int, int]) -> date | None:
    """Return the last day of a branch, ``None`` for one that is newer than the table."""
    if branch > max(END_OF_LIFE):
        return None
    return END_OF_LIFE.get(branch, END_OF_LIFE[min(END_OF_LIFE)])
