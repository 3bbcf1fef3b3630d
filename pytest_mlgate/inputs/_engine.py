"""The embedded engine that scans files lazily: DuckDB, on one connection in this process.

It was chosen by measurement (``benchmarks/engines.py``): it alone keeps a limit of memory by
spilling to disk, and it is the smallest to install and the quickest to import.
"""

from __future__ import annotations

import atexit
import csv
import glob
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs.project import Project

MEMORY = "2GB"
"""What the engine may use before it spills to a temporary folder."""
SUFFIXES = (
    ".parquet", ".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst", ".arrow",
    ".feather", ".ipc", ".json", ".json.gz", ".json.zst", ".jsonl", ".jsonl.gz", ".jsonl.zst",
    ".ndjson", ".ndjson.gz", ".ndjson.zst",
)  # fmt: skip
_TYPES = ["BOOLEAN", "BIGINT", "DOUBLE", "DATE", "VARCHAR"]
"""What text in a file may become.

A time of day is not among them: the engine would put times with and without a zone into one column,
and read those without one in the zone of the machine.  As text they keep what was written.
"""
_COMPRESSED = {".gz": "gzip", ".zst": "zstd"}
_DATE = "%Y-%m-%d"
"""The only text that is a date: 01/03/2026 is January in one country and March in another."""
_LINE = re.compile(r"Line:?\s*(\d+)", re.IGNORECASE)


@cache
def connection() -> Any:
    """Return the connection on which all files are scanned, so that they can be joined."""
    duckdb = require("duckdb", extra="tables", purpose="scan tables of any size")
    folder = tempfile.TemporaryDirectory(prefix="mlgate-")
    opened = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": folder.name,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    opened.execute("SET enable_progress_bar = false")  # it would be drawn among our lines
    opened.execute("SET TimeZone = 'UTC'")  # or what has no zone is read in the machine's

    def close() -> None:
        opened.close()
        connection.cache_clear()
        folder.cleanup()

    atexit.register(close)
    return opened


def scan(found: Sequence[Path], path: str, keys: Sequence[str] = ()) -> Any:
    """Return a lazy relation over files that :func:`expand` found.

    Text with a time of day stays text, and dates are ISO 8601, in every format that has no
    types of its own.

    Parameters
    ----------
    found:
        The files.
    path:
        What messages call them.
    keys:
        Names of columns that their folders give (``key=value``).

    Raises
    ------
    InputError
        If they are of several formats, broken, or have a column twice.
    """
    suffix = suffix_of(found[0], path)
    others = sorted({suffix_of(file, path) for file in found} - {suffix})
    if others:
        raise InputError(
            path, found=f"files of several formats ({suffix}, {', '.join(others)})",
            expected="one format",
        )  # fmt: skip
    for file in found:
        _refuse_cut(file, path)
        refuse_repeated(_names(file, suffix, path), path)
    try:
        relation = _relation(found, suffix, partitioned=bool(keys))
    except require("duckdb", extra="tables", purpose="scan tables").Error as error:
        raise broken(error, path) from None
    if suffix.startswith((".json", ".ndjson")):
        _refuse_no_records(relation, found[0], path)
    return _partitioned(relation, found[0], keys) if keys else relation


def _partitioned(relation: Any, file: Path, keys: Sequence[str]) -> Any:
    """Drop what the engine takes for columns from key=value folders above the project."""
    above = {part.partition("=")[0] for part in file.parts[:-1] if "=" in part} - set(keys)
    unwanted = ['"{}"'.format(n.replace('"', '""')) for n in relation.columns if n in above]
    # Asked anew, the engine also says the types that it gave to these columns.
    return relation.project(f"* EXCLUDE ({', '.join(unwanted)})" if unwanted else "*")


def expand(project: Project, path: str) -> list[tuple[str, Path]]:
    """Return the files that a path, a glob or a folder stands for, sorted.

    Each comes with the ``key=value`` folders that it lies in, below the named folder, or below
    the project where a glob names them.  A path that is there is no glob, whatever its name.

    Raises
    ------
    InputError
        If there is none, or one lies outside the project.
    """
    root = project.root
    start = files.inside(root, path)
    if any(mark in path for mark in "*?[") and not os.path.lexists(root / path):
        names = _globbed(root, path)
    elif start.is_dir():
        names = _within(start, path)
    else:
        names = [path]
    if not names:
        raise InputError(path, found="no file", expected=f"files ending in {', '.join(SUFFIXES)}")
    found = []
    for name in names:
        file = files.inside(root, name)
        if not file.is_file():
            what = "no such file" if not file.exists() else "no regular file"
            raise InputError(name, found=what, expected="a file at this path")
        if file.stat().st_size == 0:
            raise InputError(name, found="an empty file", expected="a table")
        below = Path(name).parts[len(Path(path).parts) if start.is_dir() else 0 : -1]
        several = len(names) > 1 or start.is_dir()
        found.append(("/".join(p for p in below if "=" in p) if several else "", file))
    return found


def _globbed(root: Path, path: str) -> list[str]:
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise InputError(path, found="a glob that may leave the project", expected="one inside")
    try:
        return sorted(p.relative_to(root).as_posix() for p in root.glob(path) if p.is_file())
    except (ValueError, OSError):
        raise InputError(path, found="a glob that is none", expected="such as data/*.csv") from None


def _within(folder: Path, path: str) -> list[str]:
    if (folder / "_delta_log").is_dir():
        raise InputError(
            path,
            found="a Delta table, whose folder also holds rows that were deleted",
            expected="files, or a frame from a fixture that reads it",
        )
    names = (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())
    return [
        f"{path.rstrip('/')}/{name.as_posix()}"
        for name in names
        if name.name.lower().endswith(SUFFIXES)
        and not any(part.startswith(("_", ".")) for part in name.parts)
    ]


def suffix_of(file: Path, shown: str) -> str:
    """Return the longest known suffix of a file."""
    found = [suffix for suffix in SUFFIXES if file.name.lower().endswith(suffix)]
    if not found:
        raise InputError(
            shown,
            found=f"the suffix {file.suffix!r}",
            expected=f"one of {', '.join(SUFFIXES)}",
        )
    return max(found, key=len)


def broken(error: Exception, shown: str) -> InputError:
    """Return what is wrong with a file in the engine's eyes, without any of its content."""
    text = str(error)
    line = _LINE.search(text)
    what = next((words for said, words in _BROKEN if re.search(said, text)), "")
    if not what and "Conversion" in type(error).__name__:
        what = _OTHER_TYPE
    if what == _OTHER_TYPE and (column := re.search(r'converting column "([^"\n]+)"', text)):
        what += f" in column {column[1]!r}"
    return InputError(
        shown,
        key=f"line {line[1]}" if line else "",
        found=f"{what or 'content that is no table'} ({type(error).__name__})",
        expected="a table whose rows all have the same columns and types",
    )


_OTHER_TYPE = "a value of another type than the rows before it"
_BROKEN = (
    ("(?i)out of memory|OutOfMemory", f"more than fits {MEMORY} of memory and the temporary "
     "folder"),
    ("Maximum line size", "a line of more than 2 MB"),
    ("(?i)invalid unicode|not utf-8|utf-8 encoded", "bytes that are not UTF-8"),
    ("Expected Number of Columns", "a row with another number of values than the header"),
    ("sniffing file", "rows that have another number of values than the header"),
    ("Hive partition mismatch", "files of which some lie in other key=value folders"),
    ("Error when converting column|Failed to cast|JSON transform error", _OTHER_TYPE),
    ("Malformed JSON", "malformed JSON"),
    ("Parquet|magic bytes|TProtocol|thrift|Snappy|snappy", "a broken or cut Parquet file"),
)  # fmt: skip
"""What an engine says of a broken file, and our words for it, without any of its content."""


def _relation(found: Sequence[Path], suffix: str, *, partitioned: bool) -> Any:
    con = connection()
    names = [glob.escape(str(file)) for file in found]
    match suffix.lstrip(".").split(".")[0]:
        case "parquet":
            return con.read_parquet(names, union_by_name=True, hive_partitioning=partitioned)
        case "csv" | "tsv":
            # Left to itself, the sniffer skips first lines that do not suit it.
            return con.read_csv(
                names,
                header=True,
                skiprows=0,
                sep=_delimiter(_first_line(found[0])),
                quotechar='"',
                auto_type_candidates=_TYPES,
                date_format=_DATE,
                union_by_name=len(names) > 1,
                hive_partitioning=partitioned,
            )
        case "json" | "jsonl" | "ndjson":
            form = (
                "auto" if suffix.startswith(".json") and suffix[5:6] != "l" else "newline_delimited"
            )
            given = {"format": form, "date_format": _DATE, "hive_partitioning": partitioned}
            guessed = con.read_json(names, **given)
            types = zip(guessed.columns, map(str, guessed.types), strict=True)
            kept = {name: "VARCHAR" if kind.startswith("TIME") else kind for name, kind in types}
            if "VARCHAR" not in kept.values():
                return guessed
            return con.read_json(names, columns=kept, **given)
        case _:
            return con.from_arrow(_arrow(found))


def _arrow(found: Sequence[Path]) -> Any:
    """Return Arrow files as a data set, which the engine reads batch by batch."""
    dataset = require("pyarrow.dataset", extra="tables", purpose="read Arrow files")
    arrow = require("pyarrow", extra="tables", purpose="read Arrow files")
    try:
        return dataset.dataset([str(file) for file in found], format="feather")
    except (arrow.ArrowInvalid, OSError) as error:
        raise InputError(
            found[0].name, found=f"content that is no Arrow file ({type(error).__name__})",
            expected="an Arrow (Feather) file",
        ) from None  # fmt: skip


def refuse_repeated(names: Iterable[str], shown: str) -> None:
    """Refuse a column that is there twice, which the engine would quietly rename.

    Raises
    ------
    InputError
        For two columns of one name, or of names that differ in case only, which the engine
        cannot tell apart.
    """
    seen: dict[str, str] = {}
    for name in names:
        other = seen.get(name.lower())
        if other is not None:
            raise InputError(
                shown,
                key=name,
                found="the column twice" if name == other else f"a column {other!r} as well",
                expected="it once" if name == other else "names that differ not only in case",
            )
        seen[name.lower()] = name


def _refuse_no_records(relation: Any, file: Path, shown: str) -> None:
    """Refuse JSON without objects, of which the engine makes a column of its own."""
    if relation.columns == ["json"] and b'"json"' not in _start(file):
        raise InputError(shown, found="JSON without a record", expected="objects, one per row")


def _names(file: Path, suffix: str, shown: str) -> list[str]:
    """Return the names of the columns of a file; none where the engine refuses repeated ones."""
    if suffix == ".parquet":
        parquet = require("pyarrow.parquet", extra="tables", purpose="read a Parquet file")
        arrow = require("pyarrow", extra="tables", purpose="read a Parquet file")
        try:
            return list(parquet.read_schema(file).names)
        except (arrow.ArrowException, OSError):
            raise InputError(
                shown, found="a broken or cut Parquet file", expected="a Parquet file"
            ) from None
    if not suffix.startswith((".csv", ".tsv")):
        return []
    if b"\0" in _start(file):
        raise InputError(shown, found="binary content", expected="a table of UTF-8 text")
    line = _first_line(file)
    try:
        names = next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:  # an endless name; the engine says what is wrong with the line
        return []
    return [name for name in names if name]  # the engine gives a name to what has none


def _delimiter(line: str) -> str:
    return max(",\t;|", key=line.count)


def _first_line(file: Path) -> str:
    """Return the first line of a text file, compressed or not."""
    line = _start(file).splitlines()[:1]
    return b"".join(line).decode("utf-8-sig", errors="replace")


def _start(file: Path) -> bytes:
    """Return the first MiB of a file, decompressed."""
    with _stream(file) as stream:
        return bytes(stream.read(files.MEBIBYTE))


def _stream(file: Path) -> Any:
    arrow = require("pyarrow", extra="tables", purpose="read compressed files")
    return arrow.input_stream(str(file), compression=_COMPRESSED.get(file.suffix.lower()))


def _refuse_cut(file: Path, shown: str) -> None:
    """Refuse a compressed file that ends early, of which the engine would read what is there.

    It is decompressed once, piece by piece, which takes a tenth of the time that reading it
    as a table takes.
    """
    if file.suffix.lower() not in _COMPRESSED:
        return
    try:
        with _stream(file) as stream:
            while stream.read(files.MEBIBYTE):
                pass
    except OSError:
        raise InputError(
            shown,
            key="" if file.name == Path(shown).name else file.name,
            found="a broken or cut compressed file",
            expected=f"a whole {_COMPRESSED[file.suffix.lower()]} file",
        ) from None
