"""The configuration of the gate as it is written, now and at the base."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._documents import load_toml
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

FILES = {"mlgate.toml": (), "pyproject.toml": ("tool", "mlgate")}
"""File -> keys above the gate's own table."""
_HEADER = re.compile(r"\s*\[{1,2}([^\[\]#]+)\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_COMMENT = re.compile(r"""^(?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*')*#\s*\S""")


@dataclass(frozen=True)
class GateConfig:
    """What the configuration file says, unchecked.

    Parameters
    ----------
    path:
        The file, relative to the project root.
    table:
        The gate's own table.
    former:
        That table at the base, empty when there was none; ``None`` without a base.
    text:
        The file, for places and comments.
    """

    path: str
    table: Mapping[str, Any]
    former: Mapping[str, Any] | None = None
    text: str = field(default="", repr=False)

    def line(self, *keys: str) -> int | None:
        """Return the one-based line of a key of the gate's table, or of a table above it."""
        wanted = (*FILES[self.path], *keys)
        best: tuple[int, int | None] = (0, None)
        for number, found in self._keys():
            if found == wanted[: len(found)] and len(found) > best[0]:
                best = (len(found), number)
        return best[1]

    def has_reason(self, *keys: str) -> bool:
        """Whether a comment stands on the line of a key or table, or right above it."""
        line = self.line(*keys)
        if line is None:
            return False
        lines = self.text.split("\n")
        above = lines[line - 2] if line > 1 else ""
        return bool(_COMMENT.match(lines[line - 1]) or re.match(r"\s*#\s*\S", above))

    def _keys(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.text.split("\n"), 1):
            if header := _HEADER.match(line):
                table = _split(header[1])
                yield number, table
            elif key := _KEY.match(line):
                yield number, (*table, *_split(key[1]))


@provides
def gate_config(project: Project, base: Base | None = None) -> GateConfig:
    """Provide the file that configures the gate."""
    for path, above in FILES.items():
        if project.exists(path):
            table = _own(load_toml(project, path), above)
            if table:
                return GateConfig(path, table, _former(base), project.read_text(path))
    raise InputAbsent("nothing configures the gate")


def _former(base: Base | None) -> Mapping[str, Any] | None:
    """Return the table at the base; one that could not be read then decided nothing."""
    if base is None:
        return None
    contents = base.read(FILES)
    for path, above in FILES.items():
        try:
            table = _own(tomllib.loads(contents.get(path, b"").decode()), above)
        except (ValueError, RecursionError):
            continue
        if table:
            return table
    return {}


def _own(document: Any, above: tuple[str, ...]) -> dict[str, Any]:
    for key in above:
        document = document.get(key) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def _split(keys: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in keys.split("."))
