"""What DVC recorded about data files, and its way of hashing them.

DVC identifies a file by its MD5, a folder by the MD5 of a JSON list of its files.  Older
records normalise line ends of text files first; records with ``hash: md5`` do not.  MD5
finds accidents, not manipulation: whoever wants can make two files with one MD5.
"""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import as_table, as_type, load_yaml
from pytest_mlgate.inputs.project import Project

MD5, MD5_TEXT = "md5", "md5 of text with LF"
TREE = ".dir"
_CODE = (".py", ".ipynb", ".sh", ".r", ".R", ".sql", ".jl", ".yaml", ".yml", ".toml")
_PRINTABLE = bytes(range(32, 127)) + b"\n\r\t\f\b"
_SAMPLE, _CHUNK = 512, 2**20


@dataclass(frozen=True, slots=True)
class Record:
    """One entry: `digest` is empty when DVC has none, and ends in ``.dir`` for a folder."""

    path: str
    origin: str
    algorithm: str
    digest: str
    size: int | None


def is_record(path: str) -> bool:
    """Whether a path is that of ``dvc.lock`` or of a ``.dvc`` file."""
    name = posixpath.basename(path)
    return name == "dvc.lock" or (name.endswith(".dvc") and name != ".dvc")


def read(project: Project, path: str) -> Iterator[Record]:
    """Yield the data files that a ``dvc.lock`` or ``.dvc`` file records.

    Raises
    ------
    InputError
        If the file cannot be read or is no such record.
    """
    document = load_yaml(project, path)
    folder = posixpath.dirname(path)
    if posixpath.basename(path) != "dvc.lock":
        here = posixpath.join(folder, str(document.get("wdir") or ""))
        yield from _entries(path, path, here, document, ("outs",))
        return
    stages = as_table(path, "stages", document.get("stages")) if "schema" in document else document
    folders = _stage_folders(project, folder)
    for name, stage in stages.items():
        here = posixpath.join(folder, folders.get(name.partition("@")[0], ""))
        content = as_table(path, f"stages.{name}", stage)
        yield from _entries(path, f"{path}, stage {name}", here, content, ("deps", "outs"))


def file_digest(root: Path, path: str, algorithm: str) -> str:
    """Return the MD5 of a file in the way that `algorithm` says.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    import hashlib

    digest = hashlib.md5(usedforsecurity=False)
    try:
        with files.inside(root, path).open("rb") as stream:
            normalise: bool | None = None
            while chunk := stream.read(_CHUNK):
                if normalise is None:
                    normalise = algorithm == MD5_TEXT and _is_text(chunk[:_SAMPLE])
                digest.update(chunk.replace(b"\r\n", b"\n") if normalise else chunk)
    except OSError as error:
        raise InputError(
            path, found=f"a file that cannot be read ({error.strerror})", expected="a readable file"
        ) from None
    return digest.hexdigest()


def tree_digest(root: Path, path: str, algorithm: str) -> str:
    """Return the digest of a folder: the MD5 of the list of its files, plus ``.dir``.

    Raises
    ------
    InputError
        If a file in it cannot be read or is a link that leaves the project.
    """
    import hashlib

    top = files.inside(root, path)
    listed = []
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in {".git", ".dvc", ".hg"}]
        for name in names:
            inner = (Path(folder) / name).relative_to(top).as_posix()
            md5 = file_digest(root, f"{path}/{inner}", algorithm)
            listed.append({"md5": md5, "relpath": inner})
    listed.sort(key=lambda entry: entry["relpath"])
    text = json.dumps(listed, sort_keys=True)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() + TREE


def _entries(
    path: str, origin: str, folder: str, content: Mapping[str, Any], kinds: tuple[str, ...]
) -> Iterator[Record]:
    for kind in kinds:
        entries: list[Any] = as_type(path, kind, content.get(kind) or [], list)
        for at, entry in enumerate(entries):
            key = f"{kind}[{at}]"
            table = as_table(path, key, entry)
            named = as_type(path, f"{key}.path", table.get("path"), str)
            if kind == "deps" and named.endswith(_CODE):
                continue
            where = named if "://" in named else posixpath.normpath(posixpath.join(folder, named))
            inner = table.get("files")
            if isinstance(inner, list):
                for number, item in enumerate(inner):
                    part = as_table(path, f"{key}.files[{number}]", item)
                    relative = as_type(path, f"{key}.files[{number}]", part.get("relpath"), str)
                    yield _record(path, posixpath.join(where, relative), origin, {**table, **part})
            else:
                yield _record(path, where, origin, table)


def _record(path: str, where: str, origin: str, table: Mapping[str, Any]) -> Record:
    key = next((key for key in ("md5", "etag", "checksum") if table.get(key) is not None), "")
    size = table.get("size")
    return Record(
        path=where,
        origin=origin,
        algorithm=MD5 if table.get("hash") == "md5" else MD5_TEXT,
        digest=as_type(path, f"{key} of {where}", table[key], str) if key else "",
        size=size if isinstance(size, int) and not isinstance(size, bool) else None,
    )


def _stage_folders(project: Project, folder: str) -> dict[str, str]:
    """Return the working folders that ``dvc.yaml`` gives to stages, where it gives any."""
    path = posixpath.join(folder, "dvc.yaml")
    if not project.exists(path):
        return {}
    stages = load_yaml(project, path).get("stages")
    named = stages.items() if isinstance(stages, dict) else ()
    folders = {str(n): s.get("wdir") for n, s in named if isinstance(s, dict)}
    return {n: w for n, w in folders.items() if isinstance(w, str) and "${" not in w}


def _is_text(sample: bytes) -> bool:
    if b"\0" in sample:
        return False
    return len(sample.translate(None, _PRINTABLE)) <= 0.3 * len(sample)
