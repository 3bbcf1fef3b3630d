"""A path that a file of the project names, and how far it can be told where that leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate import files

_OPEN = re.compile(r"[$`{}%<>*?\[\]|\\\n\0]|\.\.\.|…")
"""What makes a path an expression, a pattern or a placeholder."""
_PLACEHOLDER = re.compile(
    r"(?i)(?:^|/)(?:my|your|path|some|foo|bar|xxx)(?:[-_/.]|$)|(?:^|/)path_?to"
)


@dataclass(frozen=True)
class Reference:
    """One path that a file names.

    Parameters
    ----------
    path, line:
        The file, and where in it.
    named:
        As written.
    targets:
        POSIX paths relative to the project root where it may be; one that exists is enough.
    note:
        Why nothing can be told, or who makes the file; empty when it must be there.
    mild:
        Whether its absence breaks nothing by itself.
    hidden:
        What keeps it away although it exists, empty when nothing does.
    """

    path: str
    line: int
    named: str
    targets: tuple[str, ...] = ()
    note: str = ""
    mild: bool = False
    hidden: str = ""

    def is_among(self, globs: Iterable[str]) -> bool:
        """Whether it may be at a path that matches one of some globs."""
        wanted = tuple(globs)
        return any(files.matches(target, glob) for target in self.targets for glob in wanted)


@dataclass(frozen=True)
class Tree:
    """The files and folders of the project, those of submodules as far as they are named."""

    files: frozenset[str]
    submodules: frozenset[str] = frozenset()

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders, the root as an empty text among them."""
        found = {""}
        for path in self.files:
            folder = posixpath.dirname(path)
            while folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all files, without their folders."""
        return frozenset(posixpath.basename(path) for path in self.files)

    def has(self, target: str) -> bool:
        """Whether there is a file or folder, or may be one in a submodule."""
        return (
            target in self.files
            or target in self.folders
            or any(place in self.submodules for place in lineage(target))
        )


def lineage(target: str) -> Iterator[str]:
    """Yield a path and the folders above it, without the root."""
    while target:
        yield target
        target = posixpath.dirname(target)


def resolve(folder: str | None, named: str) -> tuple[str, str]:
    """Return the path that a name means in a folder, or why that cannot be told.

    Parameters
    ----------
    folder:
        Relative to the project root, ``None`` when nobody knows.
    named:
        As written.
    """
    if "://" in named or named.startswith(("git+", "~", "@")) or re.match(r"[A-Za-z]:", named):
        return "", "is not a path of the project"
    if named.startswith("/"):
        return "", "is an absolute path"
    if not named or _OPEN.search(named):
        return "", "depends on an expression"
    if _PLACEHOLDER.search(named):
        return "", "is a placeholder"
    if folder is None:
        return "", "is used in a folder that cannot be told"
    joined = posixpath.normpath(posixpath.join(folder, named))
    if joined == ".." or joined.startswith("../"):
        return "", "leaves the project"
    return ("" if joined == "." else joined), ""


def refer(
    path: str, line: int, named: str, folders: Iterable[str | None], *, mild: bool = False
) -> Reference:
    """Return the reference to a name that may be meant in one of several folders."""
    found = [resolve(folder, named) for folder in folders]
    targets = tuple(dict.fromkeys(target for target, reason in found if not reason))
    note = "" if targets else found[0][1]
    return Reference(path, line, named, targets, note, mild)


def line_of(text: str, value: str) -> int:
    """Return the first line on which a value stands in quotes or bare, one if none."""
    for number, line in enumerate(text.split("\n"), 1):
        if value in line and not line.lstrip().startswith("#"):
            return number
    return 1
