"""Reading a database of advisories in the OSV format from files.

A file of one record or a list of them (``.json``), of one record a line (``.ndjson``,
``.jsonl``, also with ``.gz``), an export (``.zip`` of ``.json`` files), or a folder of
``.json`` files.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _osv

_FORMATS = "a folder of .json, or a .json, .jsonl, .ndjson, .ndjson.gz or .zip file"
_MOST_FILE = 512 * files.MEBIBYTE
_MOST_RECORD = 16 * files.MEBIBYTE
_MOST_TEXT = 4096 * files.MEBIBYTE
"""Limits for a file, for one record, and for everything that comes out of a compressed file."""


@dataclass(frozen=True)
class Database:
    """Advisories about the packages that were asked for.

    Parameters
    ----------
    path:
        Where it was read.
    records:
        Normalised package name -> its records, withdrawn ones left out.
    size:
        How many records about PyPI the whole database has.
    newest:
        When its newest record was changed; ``None`` where no record says.
    """

    path: str
    records: Mapping[str, tuple[_osv.Record, ...]]
    size: int
    newest: datetime | None


def read(root: Path, path: str, wanted: Collection[str]) -> Database:
    """Read the records about some packages.

    Parameters
    ----------
    root:
        The project root, to which a relative path belongs and which it may not leave.
    path:
        File or folder; an absolute path may be anywhere.
    wanted:
        Normalised names of packages.

    Raises
    ------
    InputError
        For a database that cannot be read to its end, or has no record about PyPI: half a
        database would read as "nothing known".
    """
    found: dict[str, list[_osv.Record]] = {name: [] for name in wanted}
    size, newest = 0, None
    for place, record in _records(root, path):
        if not isinstance(record.get("id"), str) or not record["id"]:
            raise InputError(
                path, key=place, found="a record without id", expected="records in the OSV format"
            )
        names = _osv.names(record)
        if not names:
            continue
        size += 1
        changed = _moment(record.get("modified"))
        newest = max(filter(None, (newest, changed)), default=None)
        for name in names & found.keys():
            if not _osv.is_withdrawn(record):
                found[name].append(record)
    if not size:
        raise InputError(
            path,
            found="no advisory about a package of PyPI",
            expected="a database in the OSV format, such as the export of the ecosystem PyPI",
        )
    return Database(path, {name: tuple(held) for name, held in found.items()}, size, newest)


def _records(root: Path, path: str) -> Iterator[tuple[str, _osv.Record]]:
    """Yield every record with its place in the database."""
    base, name = root, path
    if Path(path).is_absolute():  # the configuration may name a folder that several projects share
        resolved = Path(path).resolve()
        base, name = resolved.parent, resolved.name
    try:
        if files.inside(base, name).is_dir():
            yield from _of_folder(base, name)
            return
        content = files.read_bytes(base, name, limit=_MOST_FILE)
        lowered = path.lower()
        if lowered.endswith(".zip"):
            yield from _of_zip(path, content)
        elif lowered.endswith((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")):
            yield from _of_lines(path, content)
        elif lowered.endswith(".json"):
            yield from _parsed(path, "", content)
        else:
            raise InputError(path, found="a file of another kind", expected=_FORMATS)
    except InputError as error:
        if error.where == path:
            raise
        raise InputError(path, key=error.key, found=error.found, expected=error.expected) from None


def _of_folder(base: Path, name: str) -> Iterator[tuple[str, _osv.Record]]:
    top = base / name
    for folder, below, names in os.walk(top):
        below.sort()
        for file in sorted(names):
            if file.endswith(".json"):
                inner = (Path(folder) / file).relative_to(top).as_posix()
                yield from _parsed(name, inner, files.read_bytes(top, inner, limit=_MOST_RECORD))


def _of_lines(path: str, content: bytes) -> Iterator[tuple[str, _osv.Record]]:
    packed = io.BytesIO(content)
    stream = gzip.GzipFile(fileobj=packed) if path.lower().endswith(".gz") else packed
    left = _MOST_TEXT
    number = 0
    try:
        while line := stream.readline(_MOST_RECORD + 1):
            number += 1
            left = _spend(path, f"line {number}", len(line), left)
            if line.strip():
                yield from _parsed(path, f"line {number}", line)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, error) from None


def _of_zip(path: str, content: bytes) -> Iterator[tuple[str, _osv.Record]]:
    left = _MOST_TEXT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith(".json"):
                    with archive.open(entry) as stream:
                        text = stream.read(_MOST_RECORD + 1)
                    left = _spend(path, entry.filename, len(text), left)
                    yield from _parsed(path, entry.filename, text)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        # RuntimeError: encrypted; NotImplementedError, its child: an unknown compression.
        raise _damaged(path, error) from None


def _spend(path: str, place: str, size: int, left: int) -> int:
    if size > _MOST_RECORD or size > left:
        raise InputError(
            path,
            key=place,
            found="more text than a database of advisories has",
            expected=f"at most {_MOST_RECORD // files.MEBIBYTE} MiB a record",
        )
    return left - size


def _parsed(path: str, place: str, text: bytes) -> Iterator[tuple[str, _osv.Record]]:
    try:
        content: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(
            path, key=place, found=f"broken JSON ({error})", expected="a record in the OSV format"
        ) from None
    for record in content if isinstance(content, list) else [content]:
        if not isinstance(record, dict):
            raise InputError(
                path,
                key=place,
                found=f"a {type(record).__name__}",
                expected="records in the OSV format",
            )
        yield place, record


def _damaged(path: str, error: Exception) -> InputError:
    reason = str(error) or type(error).__name__
    return InputError(path, found=f"a damaged file ({reason})", expected="a complete one")


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo else None
