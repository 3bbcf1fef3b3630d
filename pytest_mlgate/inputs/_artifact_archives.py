"""What is packed inside a file, read as a stream and with a limit on everything."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.files import MEBIBYTE
from pytest_mlgate.inputs._pickle_opcodes import Broken, Lost

MOST_UNPACKED = 1024 * MEBIBYTE
"""So many bytes of one file are unpacked, all archives in it together."""
MOST_ENTRIES = 50_000
_LARGEST_DIRECTORY = 8 * MEBIBYTE
_LARGEST_INNER = 64 * MEBIBYTE
_LZMA_MEMORY = 128 * MEBIBYTE
_BLOCK = 64 * 1024
_ZIP_HEADER = struct.Struct("<4s22xHH")
_ZIP_END = b"PK\x05\x06"
_TAR_BLOCK = 512


@dataclass
class Budget:
    """How much of one file may still be unpacked."""

    unpacked: int = MOST_UNPACKED
    entries: int = MOST_ENTRIES

    def spend(self, size: int) -> None:
        """Count unpacked bytes."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Lost(f"more than {MOST_UNPACKED // MEBIBYTE} MiB when it is unpacked")

    def enter(self) -> None:
        """Count an entry of an archive."""
        self.entries -= 1
        if self.entries < 0:
            raise Lost(f"more than {MOST_ENTRIES:,} entries")


def _zlib() -> Any:
    import zlib

    return zlib.decompressobj(47)  # zlib or gzip, whichever header is there


def _bz2() -> Any:
    import bz2

    return bz2.BZ2Decompressor()


def _lzma() -> Any:
    import lzma

    return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)


def _deflate() -> Any:
    import zlib

    return zlib.decompressobj(-15)


COMPRESSED: tuple[tuple[bytes, Callable[[], Any]], ...] = (
    (b"\x1f\x8b", _zlib),
    (b"x\x01", _zlib),
    (b"x\x5e", _zlib),
    (b"x\x9c", _zlib),
    (b"x\xda", _zlib),
    (b"BZh", _bz2),
    (b"\xfd7zXZ\0", _lzma),
    (b"\x5d\0\0", _lzma),
)
"""First bytes -> what unpacks them."""
CLOSED: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "LZ4 data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"ZF0x", "an array file of joblib before 0.10"),
)
"""First bytes -> the name of what cannot be looked into."""
FOLDERS = frozenset({b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"})
"""Those of them that may hold files of any name."""


class _Inflated(io.RawIOBase):
    """The unpacked bytes of a compressed stream, of all its members one after the other."""

    def __init__(self, raw: Any, make: Callable[[], Any], budget: Budget) -> None:
        self._raw, self._make, self._budget = raw, make, budget
        self._unpacker = make()
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._next(len(buffer))
        buffer[: len(content)] = content
        self._budget.spend(len(content))
        return len(content)

    def _next(self, size: int) -> bytes:
        while True:
            if self._unpacker.eof:
                self._waiting = self._unpacker.unused_data or self._raw.read(_BLOCK)
                if not self._waiting.strip(b"\0"):
                    return b""
                self._unpacker = self._make()
            hungry = not self._waiting and getattr(self._unpacker, "needs_input", True)
            if hungry:
                self._waiting = self._raw.read(_BLOCK)
            ended = hungry and not self._waiting
            content = self._unpack(size)
            if content:
                return content
            if ended and not self._unpacker.eof:
                raise Broken("its compressed data end in the middle")

    def _unpack(self, size: int) -> bytes:
        import lzma
        import zlib

        try:
            content: bytes = self._unpacker.decompress(self._waiting, size)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            if "limit" in str(error):
                raise Lost("compressed data that take much memory to unpack") from None
            raise Broken(f"its compressed data are damaged ({error})") from None
        self._waiting = getattr(self._unpacker, "unconsumed_tail", b"")
        return content


def unpacked(raw: Any, make: Callable[[], Any], budget: Budget) -> io.BufferedReader:
    """Return the unpacked bytes of a compressed stream."""
    return io.BufferedReader(_Inflated(raw, make, budget))


class _Slice(io.RawIOBase):
    """A stretch of another stream."""

    def __init__(self, raw: Any, size: int) -> None:
        self._raw, self._left = raw, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        content = self._raw.read(min(len(buffer), self._left))
        buffer[: len(content)] = content
        self._left -= len(content)
        return len(content)


def zip_entries(raw: Any, budget: Budget) -> Iterator[tuple[str, io.BufferedReader]]:
    """Yield names and contents of a ZIP archive.

    Contents are read where the central directory says, whatever checksums, encryption flags
    and names beside them claim: loaders differ in what they look at.
    """
    import zipfile

    if not raw.seekable():
        raw = io.BytesIO(_limited(raw))
    _check_directory(raw)
    try:
        with zipfile.ZipFile(raw) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise Broken(f"its ZIP directory is damaged ({error})") from None
    problem: Exception | None = None
    for entry in entries:
        budget.enter()
        if entry.is_dir():
            continue
        try:
            content = _zip_content(raw, entry, budget)
        except (Broken, Lost) as reason:  # the entries behind it are readable all the same
            problem = problem or reason
        else:
            yield entry.filename, content
    if problem is not None:
        raise problem


def _limited(raw: Any) -> bytes:
    content: bytes = raw.read(_LARGEST_INNER + 1)
    if len(content) > _LARGEST_INNER:
        raise Lost(f"a ZIP archive of more than {_LARGEST_INNER // MEBIBYTE} MiB in an archive")
    return content


def _check_directory(raw: Any) -> None:
    """Refuse a directory that would take much memory, before zipfile reads it."""
    end = raw.seek(0, io.SEEK_END)
    raw.seek(max(0, end - _BLOCK - 22))
    tail = raw.read()
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) < at + 20:
        raise Broken("its ZIP directory is missing, so it was cut off")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    locator = tail[max(0, at - 20) : at]
    if locator.startswith(b"PK\x06\x07"):
        raw.seek(min(end, int.from_bytes(locator[8:16], "little")))
        size = int.from_bytes(raw.read(56)[40:48], "little")
    if size > _LARGEST_DIRECTORY:
        raise Lost(f"a ZIP directory of {size // MEBIBYTE} MiB")


def _zip_content(raw: Any, entry: Any, budget: Budget) -> io.BufferedReader:
    if not 0 <= entry.header_offset < 1 << 62:
        raise Broken("its ZIP directory points to a place outside")
    raw.seek(entry.header_offset)
    header = raw.read(_ZIP_HEADER.size)
    if len(header) < _ZIP_HEADER.size or header[:4] != b"PK\x03\x04":
        raise Broken("its ZIP directory points to a place without a file")
    _, name, extra = _ZIP_HEADER.unpack(header)
    raw.seek(entry.header_offset + _ZIP_HEADER.size + name + extra)
    content: io.BufferedReader = io.BufferedReader(_Slice(raw, entry.compress_size))
    match entry.compress_type:
        case 0:
            return content
        case 8:
            return unpacked(content, _deflate, budget)
        case 12:
            return unpacked(content, _bz2, budget)
    raise Lost(f"a ZIP entry that is compressed by method {entry.compress_type}")


def tar_entries(raw: Any, budget: Budget) -> Iterator[tuple[str, io.BufferedReader]]:
    """Yield names and contents of a TAR archive; long names are cut off."""
    while True:
        header = raw.read(_TAR_BLOCK)
        if len(header) < _TAR_BLOCK or not header.strip(b"\0"):
            return
        budget.enter()
        size = _tar_size(header[124:136])
        body = _Slice(raw, size)
        if header[156:157] in {b"0", b"\0", b"7"}:
            yield header[:100].rstrip(b"\0").decode("utf-8", "replace"), io.BufferedReader(body)
        padding = -size % _TAR_BLOCK
        for rest in (body, _Slice(raw, padding)):
            while rest.read(_BLOCK):
                pass


def _tar_size(field: bytes) -> int:
    if field[0] & 0x80:
        return int.from_bytes(field, "big") & ((1 << 88) - 1)
    try:
        return int(field.strip(b"\0 ") or b"0", 8)
    except ValueError:
        raise Broken("its TAR header is damaged") from None
