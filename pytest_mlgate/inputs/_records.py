"""Reading evidence files key by key, with errors that name the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.inputs._documents import as_table, as_type

T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """A table inside a file, and where it is.

    Parameters
    ----------
    path:
        The file, relative to the project root.
    content:
        The table.
    at:
        Key of the table in the file, empty for the whole file.
    """

    path: str
    content: Mapping[str, Any]
    at: str = ""

    def where(self, key: str) -> str:
        """Return the full name of one of its keys."""
        return f"{self.at}.{key}" if self.at and key else self.at or key

    def wrong(self, key: str, *, found: str, expected: str) -> InputError:
        """Return the error about one of its keys."""
        return InputError(self.path, key=self.where(key), found=found, expected=expected)

    def schema(self, name: str) -> None:
        """Refuse a file that is not of the schema ``<name>/1``."""
        found = self.get("schema", str)
        if found != f"{name}/1":
            raise self.wrong("schema", found=repr(found), expected=repr(f"{name}/1"))

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse keys that the schema does not know: they would be silently ignored."""
        names = list(allowed)
        for key in self.content:
            if key not in names:
                raise self.wrong(
                    key,
                    found="an unknown key",
                    expected=f"one of {', '.join(names)}{nearest(key, names)}",
                )

    def get(self, key: str, kind: type[T]) -> T:
        """Return the value of a key that must be there."""
        if key not in self.content:
            raise self.wrong(key, found="nothing", expected="this key")
        return as_type(self.path, self.where(key), self.content[key], kind)

    def optional(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a key, ``None`` when it is absent or null."""
        return None if self.content.get(key) is None else self.get(key, kind)

    def text(self, key: str) -> str:
        """Return text that is not empty."""
        value = self.get(key, str)
        if not value.strip():
            raise self.wrong(key, found="empty text", expected="a value")
        return value

    def number(self, key: str) -> float:
        """Return a finite number."""
        return finite(self.path, self.where(key), self.content.get(key))

    def table(self, key: str) -> Record:
        """Return a table that must be there."""
        self.get(key, dict)
        return Record(
            self.path, as_table(self.path, self.where(key), self.content[key]), self.where(key)
        )

    def tables(self, key: str) -> list[Record]:
        """Return a list of tables that must be there."""
        entries: list[Any] = self.get(key, list)
        places = [f"{self.where(key)}[{index}]" for index in range(len(entries))]
        return [
            Record(self.path, as_table(self.path, place, entry), place)
            for place, entry in zip(places, entries, strict=True)
        ]


def finite(path: str, key: str, value: object) -> float:
    """Return a finite number as float; text, truth values and NaN are refused.

    Raises
    ------
    InputError
        If `value` is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        found = "nothing" if value is None else type(value).__name__
        raise InputError(path, key=key, found=found, expected="a number")
    if not math.isfinite(value):
        raise InputError(path, key=key, found=str(value), expected="a finite number")
    return float(value)
