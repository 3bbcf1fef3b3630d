"""Every text file of the project, and the texts that a change brought and took away again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.files import MAX_TEXT, MEBIBYTE, inside, read_bytes
from pytest_mlgate.inputs.cache import Cache
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_FIRST = 8192
"""Bytes in which a binary file shows itself, as git has it."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Text:
    """One text file, read when somebody wants to see it.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    role:
        What the file is for.
    read:
        Gives its bytes.
    digest:
        SHA-256 of path, role and bytes.
    version:
        Git's id of this version, empty for the file as it is now.
    """

    path: str
    role: Role
    read: Callable[[], bytes] = field(compare=False, repr=False)
    digest: str
    version: str = ""

    def content(self) -> str:
        """Return the text; bytes of no known encoding become other characters."""
        content = self.read()
        if content.startswith(_UTF_16):
            return content.decode("utf-16", "replace")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("latin-1")


def text_of(
    path: str,
    role: Role,
    content: bytes,
    read: Callable[[], bytes] | None = None,
    *,
    version: str = "",
) -> Text | None:
    """Return the text that a file with this content is, ``None`` for a binary one."""
    if b"\0" in content[:_FIRST] and not content.startswith(_UTF_16):
        return None
    seen = hashlib.sha256(f"{path}\0{role}\0".encode(errors="surrogatepass") + content)
    return Text(path, role, read or (lambda: content), seen.hexdigest(), version)


@dataclass(frozen=True)
class Texts:
    """The text files of the project.

    Parameters
    ----------
    files:
        The texts, sorted by path; links, binary and empty files are left out.
    too_large:
        Text files above the limit of size, with their sizes in bytes.
    unread:
        Files that cannot be read, with the reason.
    limit:
        That limit, in bytes.
    cache:
        Remembers what was found out about a text.
    """

    files: tuple[Text, ...]
    too_large: tuple[tuple[str, int], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    limit: int = MAX_TEXT
    cache: Cache = field(default_factory=Cache, compare=False, repr=False)

    def __iter__(self) -> Iterator[Text]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def measure(
        self, function: Callable[..., Any], judged: Sequence[Text], **settings: Any
    ) -> list[Any]:
        """Return ``function(text, **settings)`` of each text, remembered between runs."""
        return self.cache.each(function, judged, lambda text: text.digest, **settings)


@provides(by_file=True)
def texts(
    project: Project, repo: Repo, cache: Cache | None = None, *, max_megabytes: int = 16
) -> Texts:
    """Provide the text files among the project's files.

    Settings
    --------
    max_megabytes : 16
        Larger text files are not read.
    """
    limit = max_megabytes * MEBIBYTE
    found: list[Text] = []
    too_large: list[tuple[str, int]] = []
    unread: list[tuple[str, str]] = []
    for path in filter(project.judges, repo.files):
        try:
            size = _size_of_text(project, path)
            if not size:
                continue
            if size > limit:
                too_large.append((path, size))
                continue
            text = _text(project, path, limit)
        except InputError as error:
            unread.append((path, f"found {error.found}, expected {error.expected}"))
            continue
        if text is not None:
            found.append(text)
    return Texts(tuple(found), tuple(too_large), tuple(unread), limit, cache or Cache())


def _text(project: Project, path: str, limit: int) -> Text | None:
    def read() -> bytes:
        return read_bytes(project.root, path, limit=limit)

    return text_of(path, project.role_of(path), read(), read)


def _size_of_text(project: Project, path: str) -> int | None:
    """Return the size of a text file, ``None`` for a link, a binary or no regular file."""
    if (project.root / path).is_symlink():
        return None  # What it leads to is judged under its own name.
    place = inside(project.root, path)
    if not place.is_file():
        return None
    try:
        with place.open("rb") as stream:
            first = stream.read(_FIRST)
        if b"\0" in first and not first.startswith(_UTF_16):
            return None
        return place.stat().st_size
    except OSError as error:
        raise InputError(
            path, found=f"a file that cannot be read ({error.strerror})", expected="a readable file"
        ) from None
