"""Which lines of a source a change added."""

from __future__ import annotations

from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.sources import Source

NO_BASE = "there is no base to compare with, so nothing counts as changed"


def added_lines(base: Base | None, source: Source) -> frozenset[int]:
    """Return the lines of a source that are new or altered and hold code.

    A notebook is compared cell text by cell text: the lines of its file say nothing.
    """
    if base is None or source.path not in base.changed:
        return frozenset()
    if source.notebook:
        former = {line for old in base.sources([source.path]) for line in old.lines}
        new = frozenset(n for n, line in enumerate(source.lines, 1) if line not in former)
    else:
        new = base.added.get(source.path, frozenset())
    return frozenset(
        n for n in new if n <= len(source.lines) and _is_code(source.lines[n - 1].strip())
    )


def _is_code(line: str) -> bool:
    return bool(line) and not line.startswith("#")
