"""Where the configuration is, and on which line of it a key stands."""

from __future__ import annotations

import re
import reprlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import ConfigError, InputError

FILE = "mlgate.toml"
PYPROJECT = "pyproject.toml"
OPTION = "--mlgate-set"
_TABLE = ("tool", "mlgate")
_PART = r"""(?:[\w-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
_KEYS = rf"(?P<keys>{_PART}(?:[ \t]*\.[ \t]*{_PART})*)"
_HEADER = re.compile(rf"\s*\[\[?[ \t]*{_KEYS}[ \t]*\]")
_KEY = re.compile(rf"\s*{_KEYS}[ \t]*=")
_TOKEN = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*'|\#[^\n]*|[\[\]{}\n]""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Document:
    """The configuration as read.

    Parameters
    ----------
    path:
        The file.
    text:
        Its content, for line numbers.
    table:
        The gate's own table.
    prefix:
        Keys above that table: empty in ``mlgate.toml``, ``tool.mlgate`` in
        ``pyproject.toml``.
    overrides:
        What is there because of the command line: the topmost key of each that it set.
    exists:
        Whether there is such a file, or only the command line.
    """

    path: Path
    text: str
    table: dict[str, Any]
    prefix: tuple[str, ...] = ()
    overrides: tuple[tuple[str, ...], ...] = ()
    exists: bool = True

    def place(self, keys: Sequence[str]) -> str:
        """Return ``file:line`` of a key, or of the nearest table above it.

        The option stands for the place of what the command line set.
        """
        if any(tuple(keys[: len(top)]) == top for top in self.overrides):
            return OPTION
        line = line_of(self.text, (*self.prefix, *keys))
        return f"{self.path.name}:{line}" if line else self.path.name


def find(start: Path) -> Document | None:
    """Return the configuration that governs `start`: the nearest one at or above it.

    The search ends at the root of the git work tree, so that a file in a home folder
    never governs a project.

    Raises
    ------
    ConfigError
        If a configuration is there and cannot be read, or two compete in one folder.
    """
    for folder in _upwards(start):
        found = [d for d in (_own(folder), _of_pyproject(folder)) if d is not None]
        if len(found) == 2:
            raise ConfigError(
                f"{folder}: found both {FILE} and [tool.mlgate] in {PYPROJECT}; "
                "expected one of them"
            )
        if found:
            return found[0]
    return None


def configured_root(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` that holds ``mlgate.toml``, unread."""
    return next((folder for folder in _upwards(start) if (folder / FILE).exists()), None)


def project_root(start: Path) -> Path:
    """Return the folder that the zero-config checks run on: the git work tree, else `start`."""
    *_, last = _upwards(start)
    return last if (last / ".git").exists() else start


def below_repository(root: Path) -> str:
    """Return the place of `root` below the top of its git work tree, POSIX; empty at the top."""
    top = project_root(root)
    return "" if top == root else root.relative_to(top).as_posix()


def _upwards(start: Path) -> list[Path]:
    folders = [start, *start.parents]
    for position, folder in enumerate(folders):
        if (folder / ".git").exists():
            return folders[: position + 1]
    return folders


def _own(folder: Path) -> Document | None:
    path = folder / FILE
    if not path.exists() and not path.is_symlink():
        return None
    text = _read(folder, FILE)
    return Document(path, text, _parse(path, text))


def _of_pyproject(folder: Path) -> Document | None:
    path = folder / PYPROJECT
    if not path.is_file():
        return None
    try:
        text = _read(folder, PYPROJECT)
    except ConfigError:
        if _names_gate(path):
            raise
        # Unreadable is then the business of whoever needs the file.
        return None
    if "mlgate" not in text:
        return None
    table: Any = _parse(path, text)
    for key in _TABLE:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    if not isinstance(table, dict):
        raise ConfigError(
            f"{PYPROJECT}: tool.mlgate: found {reprlib.repr(table)}; expected a table"
        )
    return Document(path, text, table, _TABLE)


def _names_gate(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return b"tool.mlgate" in stream.read(files.MAX_TEXT)
    except OSError:
        return False


def _read(folder: Path, name: str) -> str:
    try:
        return files.read_text(folder, name, limit=files.MEBIBYTE)
    except InputError as error:
        raise ConfigError(str(error)) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            f"{path.name}: found broken TOML ({error}); expected valid TOML"
        ) from None


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """Return the one-based line that defines `keys`, else the longest prefix of it that stands.

    It is asked only about files that parsed, and only to point a human at a place: what an
    inline table holds is found at the line of that table.
    """
    wanted = tuple(keys)
    best: tuple[int, int | None] = (0, None)
    table: tuple[str, ...] = ()
    for number, statement in _statements(text):
        if header := _HEADER.match(statement):
            table = found = _split(header["keys"])
        elif key := _KEY.match(statement):
            found = (*table, *_split(key["keys"]))
        else:
            continue
        # [a.b] defines a as well.
        depth = min(len(found), len(wanted))
        if found[:depth] == wanted[:depth] and depth > best[0]:
            best = (depth, number)
    return best[1]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield every header and every key with its value, and the line on which it begins."""
    line = first = 1
    begin = depth = 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "\n":
                line += 1
                if depth == 0:
                    yield first, text[begin : token.start()]
                    begin, first = token.end(), line
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case skipped:
                line += skipped.count("\n")
    yield first, text[begin:]


def split_keys(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted TOML key, none if `text` is not one."""
    if "\n" in text or not re.fullmatch(_KEYS, text):
        return ()
    try:
        return _split(text)
    except ValueError:  # an escape that TOML does not have
        return ()


def _split(keys: str) -> tuple[str, ...]:
    table: Any = tomllib.loads(f"{keys} = 0")
    parts = []
    while isinstance(table, dict):
        ((part, table),) = table.items()
        parts.append(part)
    return tuple(parts)
