"""What identifies the content of files, at a cost that no size exceeds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from pytest_mlgate.errors import InputError
from pytest_mlgate.files import MEBIBYTE

WHOLE = 1024 * MEBIBYTE
"""Files of so many bytes in total are hashed whole (about a second); larger ones in samples."""
_PARQUET = b"PAR1"


@dataclass(frozen=True)
class Content:
    """The files of one table, hashed when somebody asks.

    Names and times of files do not count: a copy has the same hash.  Up to :data:`WHOLE` bytes
    every byte counts.  Above, :data:`WHOLE` bytes are shared out evenly: of each file count its
    size, the first and the last MiB, as many MiB evenly between them, and the whole footer of a
    Parquet file, which holds the number of rows and the smallest and largest values of every
    column.  Such a hash differs from that of the same bytes read whole, and a change of single
    values inside a large file may escape it.

    Parameters
    ----------
    files:
        ``key=value`` folders in which a file lies, and its path.
    shown:
        What messages call it.
    """

    files: Sequence[tuple[str, Path]]
    shown: str

    @cached_property
    def sha256(self) -> str:
        """The hash.

        Raises
        ------
        InputError
            If a file can no longer be read.
        """
        try:
            whole = sum(path.stat().st_size for _, path in self.files) <= WHOLE
            blocks = 0 if whole else max(2, WHOLE // MEBIBYTE // len(self.files))
            each = sorted((folders, _digest(path, blocks)) for folders, path in self.files)
        except OSError as error:
            raise InputError(
                self.shown,
                found=f"a file that cannot be read ({type(error).__name__})",
                expected="files that stay while they are looked at",
            ) from None
        text = "".join(f"{folders}\0{digest}\n" for folders, digest in each)
        return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def _digest(path: Path, blocks: int) -> str:
    """Return the hash of a file, of so many MiB of a larger one; 0 stands for all."""
    with path.open("rb") as stream:
        size = path.stat().st_size
        if not blocks or size <= blocks * MEBIBYTE:
            return hashlib.file_digest(stream, "sha256").hexdigest()
        digest = hashlib.sha256(f"{size} bytes in {blocks} blocks\0".encode())
        last = size - MEBIBYTE
        for block in range(blocks):
            stream.seek(last * block // (blocks - 1))
            digest.update(stream.read(MEBIBYTE))
        digest.update(_footer(stream, size))
        return f"sample:{digest.hexdigest()}"


def _footer(stream: BinaryIO, size: int) -> bytes:
    """Return the footer of a Parquet file, empty for another."""
    stream.seek(size - 8)
    end = stream.read(8)
    if end[4:] != _PARQUET:
        return b""
    length = min(int.from_bytes(end[:4], "little"), size - 8, 64 * MEBIBYTE)
    stream.seek(size - 8 - length)
    return stream.read(length)
