"""The project's SQL files, read and never run."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._sql import Script
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

MAX_SQL = 4 * files.MEBIBYTE
"""Largest SQL file that is read; what is larger is a dump of data."""
_SUFFIX = ".sql"


@dataclass(frozen=True)
class SqlFile:
    """One SQL file.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    role:
        What the file is for.
    text:
        Its text; empty when it could not be read.
    unread:
        Why it could not be read, empty when it could.
    """

    path: str
    role: Role
    text: str = ""
    unread: str = ""

    @cached_property
    def script(self) -> Script:
        """Its tokens."""
        return Script.of(self.text)


@dataclass(frozen=True)
class SqlFiles:
    """All SQL files of the project, sorted by path; unreadable ones are among them."""

    files: tuple[SqlFile, ...]

    def __iter__(self) -> Iterator[SqlFile]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over paths and texts."""
        digest = hashlib.sha256()
        for file in self.files:
            digest.update(f"{file.path}\0{file.text}\0".encode(errors="surrogatepass"))
        return f"sql_files:{digest.hexdigest()[:16]}"


@provides(by_file=True)
def sql_files(project: Project, repo: Repo) -> SqlFiles:
    """Provide the SQL files among the project's files.

    A file has the role that its path has; where no role names it, that of a Python file of the
    same name, so that ``features.sql`` makes features.
    """
    return SqlFiles(
        tuple(
            _read(project, repo, path)
            for path in sorted(repo.files)
            if path.lower().endswith(_SUFFIX) and project.judges(path)
        )
    )


def _read(project: Project, repo: Repo, path: str) -> SqlFile:
    role = project.role_of(path)
    if role is Role.OTHER:
        role = project.role_of(f"{path[: -len(_SUFFIX)]}.py")
    try:
        content = files.read_bytes(repo.root, path, limit=MAX_SQL)
    except InputError as error:
        return SqlFile(path, role, unread=f"found {error.found}, expected {error.expected}")
    try:
        return SqlFile(path, role, _decode(content))
    except UnicodeDecodeError:
        return SqlFile(path, role, unread="found bytes that are not UTF-8, expected UTF-8 text")


def _decode(content: bytes) -> str:
    """Decode UTF-8, or the UTF-16 with a byte order mark that SQL Server's tools write."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if wide else "utf-8-sig")
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "a binary file")
    return text.replace("\r\n", "\n").replace("\r", "\n")
