"""Proving that a run left its input files alone."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReadonlyResult:
    """What happened to the watched files.

    Parameters
    ----------
    watched:
        How many files were compared.
    changed, missing, new:
        Files with other content, files that are gone or unreadable, and files that
        appeared in a watched folder or under a watched glob.
    """

    watched: int
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def evidence(self) -> Mapping[str, tuple[str, ...]]:
        """The names by kind of change; empty kinds are left out."""
        kinds = {"changed": self.changed, "missing": self.missing, "new": self.new}
        return {kind: names for kind, names in kinds.items() if names}

    @property
    def ok(self) -> bool:
        """Whether at least one file was watched and none of them was touched."""
        return self.watched > 0 and not self.evidence

    def assert_ok(self) -> None:
        """Fail the test unless everything is as it was.

        Raises
        ------
        AssertionError
            Naming the files, or saying that nothing was watched.
        """
        if not self.watched:
            raise AssertionError("no input file was watched: call watch() with paths or globs")
        if not self.ok:
            parts = [f"{kind}: {', '.join(names)}" for kind, names in self.evidence.items()]
            raise AssertionError(
                f"input files must stay as they are, of {self.watched} watched: {'; '.join(parts)}"
            )


class ReadonlyInputs:
    """Hashes input files before a run and compares them afterwards.

    Parameters
    ----------
    root:
        Folder that relative paths and globs start from; the working directory by default.

    Examples
    --------
    >>> inputs = ReadonlyInputs()  # doctest: +SKIP
    >>> inputs.watch("data/", "config/*.yaml")  # doctest: +SKIP
    >>> run_pipeline()  # doctest: +SKIP
    >>> inputs.verify().assert_ok()  # doctest: +SKIP
    """

    def __init__(self, root: Path | str | None = None) -> None:
        self._root = Path(root or ".").absolute()
        self._patterns: list[str] = []
        self._before: dict[Path, str] = {}

    def watch(self, *paths_or_globs: str | os.PathLike[str]) -> None:
        """Remember the content of files, of all files in folders, or of all that match a glob.

        A file that is already watched keeps the content it was first seen with.

        Raises
        ------
        FileNotFoundError
            If a path does not exist or a glob matches no file: watching nothing proves
            nothing.
        OSError
            If a file cannot be read.
        """
        for given in paths_or_globs:
            pattern = os.fspath(given)
            found = sorted(self._expand(pattern))
            if not found:
                raise FileNotFoundError(f"nothing to watch: no file at {pattern!r} in {self._root}")
            self._patterns.append(pattern)
            for path in found:
                if path not in self._before:
                    self._before[path] = _digest(path)

    def verify(self) -> ReadonlyResult:
        """Hash everything again and return what is different."""
        now = {path for pattern in self._patterns for path in self._expand(pattern)}
        changed, missing = [], []
        for path, before in self._before.items():
            try:
                if _digest(path) != before:
                    changed.append(path)
            except OSError:
                missing.append(path)
        return ReadonlyResult(
            watched=len(self._before),
            changed=self._names(changed),
            missing=self._names(missing),
            new=self._names(now - self._before.keys()),
        )

    def _expand(self, pattern: str) -> Iterator[Path]:
        path = self._root / pattern
        # A file whose name happens to hold brackets is that file, not a glob.
        if os.path.lexists(path):
            yield from _files(path)
            return
        # Path.glob takes no absolute pattern.
        found = glob.iglob(pattern, root_dir=self._root, recursive=True, include_hidden=True)  # noqa: PTH207
        for match in sorted(found):
            yield from _files(self._root / match)

    def _names(self, paths: list[Path] | set[Path]) -> tuple[str, ...]:
        return tuple(
            sorted(
                (
                    path.relative_to(self._root) if path.is_relative_to(self._root) else path
                ).as_posix()
                for path in paths
            )
        )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path):
        yield from (Path(folder) / name for name in names)


def _digest(path: Path) -> str:
    if not path.is_file():
        raise FileNotFoundError(f"no regular file: {path}")
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
