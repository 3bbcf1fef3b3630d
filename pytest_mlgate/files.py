"""Reading and writing files of a project that may be hostile.

Everything read stays inside the project root after symbolic links are followed, is a
regular file, and is no larger than the caller can bear.  Everything written appears whole
or not at all.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
import tempfile
from pathlib import Path

from pytest_mlgate.errors import InputError

MEBIBYTE = 1024 * 1024
MAX_TEXT = 32 * MEBIBYTE
"""Largest text file that is parsed; a notebook with plots stays far below it."""
_LOOP = "a loop of symbolic links"


def inside(root: Path, relative: str) -> Path:
    """Return the absolute path of `relative`, which must stay inside `root`.

    Raises
    ------
    InputError
        If the path, after following symbolic links, leaves `root` or loops.
    """
    try:
        if "\0" in relative:  # Windows would resolve it
            raise ValueError("embedded null byte")
        resolved = (root / relative).resolve(strict=False)
        if (root / relative).is_symlink() and not os.path.lexists(resolved):
            raise InputError(relative, found="a dangling symbolic link", expected="a file")
    except RuntimeError:
        raise InputError(relative, found=_LOOP, expected="a file") from None
    except (OSError, ValueError) as error:
        raise InputError(
            relative, found=f"an unusable path ({_reason(error)})", expected="a file of the project"
        ) from None
    if resolved.is_symlink():
        raise InputError(relative, found=_LOOP, expected="a file")
    if not resolved.is_relative_to(root.resolve()):
        raise InputError(
            relative,
            found="a path that leaves the project root",
            expected="a path inside the project (symbolic links count where they point)",
        )
    return resolved


def read_bytes(root: Path, relative: str, *, limit: int = MAX_TEXT) -> bytes:
    """Return the content of a regular file inside `root`.

    Parameters
    ----------
    root:
        The project root.
    relative:
        Path relative to it.
    limit:
        Largest size accepted, in bytes.

    Raises
    ------
    InputError
        If the file is missing, no regular file, unreadable, too large or outside `root`.
    """
    path = inside(root, relative)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(relative, found="a directory", expected="a file")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(relative, found="a device or pipe", expected="a regular file")
        if status.st_size > limit:
            raise InputError(
                relative,
                found=f"{status.st_size / MEBIBYTE:.0f} MiB",
                expected=f"at most {limit / MEBIBYTE:.0f} MiB",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(relative, found="no such file", expected="a file at this path") from None
    except OSError as error:
        raise InputError(
            relative,
            found=f"a file that cannot be read ({_reason(error)})",
            expected="a readable file",
        ) from None


def read_text(root: Path, relative: str, *, limit: int = MAX_TEXT) -> str:
    """Return the content of a UTF-8 text file inside `root` (a byte order mark is dropped).

    Raises
    ------
    InputError
        As :func:`read_bytes`, and for binary or non-UTF-8 content.
    """
    content = read_bytes(root, relative, limit=limit)
    if b"\0" in content:
        raise InputError(relative, found="a binary file", expected="UTF-8 text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            relative,
            key=f"line {line}",
            found=f"byte 0x{content[error.start]:02x}, which is not UTF-8",
            expected="UTF-8 text",
        ) from None


def digest(root: Path, relative: str) -> tuple[str, int]:
    """Return SHA-256 (hexadecimal) and size in bytes of a file inside `root`, streaming it.

    Raises
    ------
    InputError
        If the file is missing, no regular file or unreadable.
    """
    path = inside(root, relative)
    try:
        if not path.is_file():
            found = "no such file" if not path.exists() else "no regular file"
            raise InputError(relative, found=found, expected="a file at this path")
        with path.open("rb") as stream:
            checksum = hashlib.file_digest(stream, "sha256")
            return checksum.hexdigest(), stream.tell()
    except OSError as error:
        raise InputError(
            relative,
            found=f"a file that cannot be read ({_reason(error)})",
            expected="a readable file",
        ) from None


def write_atomic(path: Path, content: str) -> None:
    """Write UTF-8 text so that `path` holds either the old or the whole new content.

    Raises
    ------
    InputError
        If the file cannot be written; nothing is left behind.
    """
    try:
        encoded = content.encode()
        if path.is_symlink() or (path.exists() and not path.is_file()):
            # Replacing /dev/stdout, or writing through a link that a project planted, harms.
            raise InputError(
                str(path), found="a link, folder or device", expected="a regular file or none yet"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:32]}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(encoded)
            mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except (OSError, UnicodeEncodeError) as error:
        raise InputError(
            str(path),
            found=f"a path that cannot be written ({_reason(error)})",
            expected="a writable file",
        ) from None


def matches(path: str, glob: str) -> bool:
    """Whether a POSIX path matches a glob, where ``**`` spans folders and ``*`` does not.

    A glob that ends in ``/`` or ``/**`` matches everything below that folder.
    """
    if glob.endswith("/"):
        glob += "**"
    if glob.endswith("/**"):
        glob += "/*"
    return _matches(tuple(path.split("/")), tuple(glob.strip("/").split("/")))


def _matches(parts: tuple[str, ...], globs: tuple[str, ...]) -> bool:
    if not globs:
        return not parts
    if globs[0] == "**":
        rest = globs[1:]
        if "**" not in rest:  # what it spans is known by the length of the rest
            return len(parts) >= len(rest) and _matches(parts[len(parts) - len(rest) :], rest)
        return any(_matches(parts[start:], globs[1:]) for start in range(len(parts) + 1))
    return (
        bool(parts) and fnmatch.fnmatchcase(parts[0], globs[0]) and _matches(parts[1:], globs[1:])
    )


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()
