"""Names cut into words."""

from __future__ import annotations

import re
from itertools import pairwise

_PARTS = re.compile(r"[^\W_]+")


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case: snake_case, camelCase, kebab-case and digits.

    Letters of any alphabet count; ``HTTPCode2`` is http, code, 2.
    """
    found: list[str] = []
    for part in _PARTS.findall(name):
        cuts = [0, *(i for i in range(1, len(part)) if _begins(part, i)), len(part)]
        found += [part[start:end].lower() for start, end in pairwise(cuts)]
    return tuple(found)


def _begins(part: str, i: int) -> bool:
    """Whether a new word begins at a place inside letters and digits."""
    before, here = part[i - 1], part[i]
    if before.isdigit() != here.isdigit():
        return True
    if not here.isupper():
        return False
    return not before.isupper() or part[i + 1 : i + 2].islower()


def holds(own: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether some words stand in a row among others."""
    size = len(wanted)
    return any(own[i : i + size] == wanted for i in range(len(own) - size + 1))
