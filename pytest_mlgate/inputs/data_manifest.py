"""The data manifest: which data files belong to the project, and what is on disk."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _dvc
from pytest_mlgate.inputs._documents import as_table, as_type, load_json
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

DEFAULT_PATH = "data.manifest.json"
SCHEMA = "data.manifest/1"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NETWORK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/|//|\\\\")
_BESIDE_DATA = frozenset({".gitignore", ".gitkeep", ".gitattributes", ".dvcignore", ".DS_Store"})
_EXTRA = ("rows", "source", "version")


class OnDisk(StrEnum):
    """What was found at the place of a listed file."""

    HASHED = "hashed"
    OTHER_SIZE = "other size"
    MISSING = "missing"
    NETWORK = "network"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DataFile:
    """One listed file or folder, and what is on disk.

    Parameters
    ----------
    path:
        POSIX path relative to the project root; an address for a network location.
    origin:
        The manifest, ``.dvc`` file or stage that lists it.
    algorithm:
        How `digest` is computed; only ``sha256`` withstands manipulation.
    digest, size:
        As listed; an empty digest where there is none.
    on_disk:
        What was found; a file of another size is not hashed.
    found_digest, found_size:
        Of what was found.
    reason:
        Why it could not be read or judged.
    """

    path: str
    origin: str
    algorithm: str
    digest: str
    size: int | None
    on_disk: OnDisk = OnDisk.UNKNOWN
    found_digest: str = ""
    found_size: int | None = None
    reason: str = ""

    @property
    def is_folder(self) -> bool:
        """Whether the entry stands for a folder with all its files."""
        return self.digest.endswith(_dvc.TREE)


@dataclass(frozen=True)
class DataManifest:
    """The listed data files.

    Parameters
    ----------
    path:
        Where they are listed; several DVC files are named together.
    files:
        The listed files.
    root:
        Folder that a frozen manifest describes completely, relative to the project root.
    frozen:
        Whether files in `root` that are not listed are a violation.
    unlisted:
        Those files.
    """

    path: str
    files: tuple[DataFile, ...]
    root: str = "."
    frozen: bool = False
    unlisted: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all listed paths and digests."""
        import hashlib

        text = "\n".join(sorted(f"{file.path}\0{file.digest}" for file in self.files))
        return f"data:{hashlib.sha256(text.encode(errors='surrogateescape')).hexdigest()[:16]}"

    def lists(self, path: str) -> bool:
        """Whether a file is listed, or a folder or glob holds a listed file."""
        path = path.rstrip("/")
        return any(
            file.path == path
            or file.path.startswith(f"{path}/")
            or (file.is_folder and path.startswith(f"{file.path}/"))
            or (bool(set("*?[") & set(path)) and files.matches(file.path, path))
            for file in self.files
        )


@provides
def data_manifest(project: Project, repo: Repo, *, path: str | None = None) -> DataManifest:
    """Provide the data manifest with every listed file hashed.

    Settings
    --------
    path : data.manifest.json
        The manifest, or a ``dvc.lock`` or ``.dvc`` file.  Without it and without
        data.manifest.json, all DVC files of the project are taken together.
    """
    if path is None and not project.exists(DEFAULT_PATH):
        records = [name for name in repo.files if _dvc.is_record(name)]
        if not records:
            raise InputAbsent(
                f"no data manifest: there is no {DEFAULT_PATH} and no DVC file, and "
                "[inputs.data_manifest] path names none"
            )
        return _from_dvc(project, repo, records)
    where = path or DEFAULT_PATH
    return _from_dvc(project, repo, [where]) if _dvc.is_record(where) else _read(project, where)


def build_manifest(
    root: Path, folder: str, *, frozen: bool = True, previous: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the manifest of all files in a folder, ready to be written as JSON.

    Parameters
    ----------
    root:
        The project root.
    folder:
        POSIX path of the data folder relative to it.
    frozen:
        Whether the manifest declares the folder complete.
    previous:
        An earlier manifest: what people noted there about files that have not changed
        (rows, source, version) is kept.

    Raises
    ------
    InputError
        If the folder is missing or outside the project, holds no file, or a file cannot be
        read.
    """
    if not files.inside(root, folder).is_dir():
        raise InputError(folder, found="no such folder", expected="a folder with data files")
    noted = {
        (entry.get("path"), entry.get("sha256")): entry
        for entry in (previous or {}).get("files", ())
        if isinstance(entry, dict)
    }
    entries = []
    for name in sorted(_walk(root, folder)):
        sha256, size = files.digest(root, posixpath.join(folder, name))
        entry: dict[str, Any] = {"path": name, "sha256": sha256, "bytes": size}
        old = noted.get((name, sha256), {})
        entries.append(entry | {key: old[key] for key in _EXTRA if key in old})
    if not entries:
        raise InputError(folder, found="no file", expected="at least one data file")
    return {"schema": SCHEMA, "root": folder, "frozen": frozen, "files": entries}


def renewed_manifest(root: Path, where: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest of today's files: all of a frozen folder, else those that are listed.

    Parameters
    ----------
    root:
        The project root.
    where:
        The manifest's own path, for messages.
    old:
        The manifest to renew; its folder, kind and notes are kept.

    Raises
    ------
    InputError
        If the old manifest is malformed or a file cannot be read.
    """
    folder = as_type(where, "root", old.get("root", "."), str)
    frozen = as_type(where, "frozen", old.get("frozen", False), bool)
    if frozen:
        return build_manifest(root, folder, previous=old)
    entries = []
    listed: list[Any] = as_type(where, "files", old.get("files"), list)
    for position, entry in enumerate(listed, start=1):
        key = f"files[{position}]"
        name = as_type(where, f"{key}.path", as_type(where, key, entry, dict).get("path"), str)
        if is_network(name):
            entries.append(dict(entry))
            continue
        sha256, size = files.digest(root, posixpath.join(folder, name))
        kept = entry if entry.get("sha256") == sha256 else {}
        extra = {note: kept[note] for note in _EXTRA if note in kept}
        entries.append({"path": name, "sha256": sha256, "bytes": size} | extra)
    return {"schema": SCHEMA, "root": folder, "frozen": False, "files": entries}


def write_manifest(path: Path, document: Mapping[str, Any]) -> None:
    """Write a manifest; the file appears whole or not at all."""
    import json

    files.write_atomic(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def is_network(path: str) -> bool:
    """Whether a path names a place that is not on this machine's disk."""
    return _NETWORK.match(path) is not None and not path.startswith("file:/")


def _read(project: Project, where: str) -> DataManifest:
    document = load_json(project, where)
    if document.get("schema") != SCHEMA:
        raise InputError(
            where, key="schema", found=repr(document.get("schema")), expected=repr(SCHEMA)
        )
    root = as_type(where, "root", document.get("root", "."), str)
    frozen = as_type(where, "frozen", document.get("frozen", False), bool)
    entries: list[Any] = as_type(where, "files", document.get("files"), list)
    if not entries:
        raise InputError(where, key="files", found="no file", expected="at least one data file")
    listed: dict[str, DataFile] = {}
    for at, entry in enumerate(entries):
        file = _listed(where, f"files[{at}]", root, as_table(where, f"files[{at}]", entry))
        if file.path in listed:
            raise InputError(
                where, key=f"files[{at}].path", found=f"{file.path} again", expected="it once"
            )
        listed[file.path] = file
    if frozen and (is_network(root) or posixpath.normpath(root) == "."):
        raise InputError(
            where,
            key="frozen",
            found=f"true with root {root!r}",
            expected="a root folder that holds nothing but data",
        )
    found = tuple(_look(project.root, file) for file in listed.values())
    unlisted = _unlisted(project.root, root, where, listed) if frozen else ()
    return DataManifest(where, found, posixpath.normpath(root), frozen, unlisted)


def _listed(where: str, key: str, root: str, entry: Mapping[str, Any]) -> DataFile:
    path = as_type(where, f"{key}.path", entry.get("path"), str)
    if is_network(root) and not is_network(path):
        path = f"{root.rstrip('/')}/{path}"
    elif not is_network(path):
        path = posixpath.normpath(posixpath.join(root, path))
    digest, size = entry.get("sha256"), entry.get("bytes")
    if digest is None and is_network(path):
        digest = ""
    elif _SHA256.fullmatch(as_type(where, f"{key}.sha256", digest, str).lower()) is None:
        raise InputError(
            where, key=f"{key}.sha256", found="no SHA-256", expected="64 hexadecimal digits"
        )
    if size is not None or not is_network(path):
        size = as_type(where, f"{key}.bytes", size, int)
        if size < 0:
            raise InputError(where, key=f"{key}.bytes", found=str(size), expected="0 or more")
    return DataFile(path, where, "sha256", str(digest).lower(), size)


def _from_dvc(project: Project, repo: Repo, records: Sequence[str]) -> DataManifest:
    listed: dict[tuple[str, str], DataFile] = {}
    for record in (entry for name in records for entry in _dvc.read(project, name)):
        file = DataFile(record.path, record.origin, record.algorithm, record.digest, record.size)
        listed.setdefault((record.path, record.digest), file)
    where = records[0] if len(records) == 1 else f"{len(records)} DVC files"
    if not listed:
        raise InputAbsent(f"{where}: DVC records no data file")
    filtered = any(posixpath.basename(path) == ".dvcignore" for path in repo.files)
    found = (_look(project.root, file) for file in listed.values())
    return DataManifest(where, tuple(_without_filter(file) if filtered else file for file in found))


def _without_filter(file: DataFile) -> DataFile:
    """A folder that differs may do so only because of files that DVC leaves out of it."""
    if file.is_folder and file.on_disk is OnDisk.HASHED and file.found_digest != file.digest:
        reason = ".dvcignore leaves files out of the folder, so dvc status has to judge it"
        return replace(file, on_disk=OnDisk.UNKNOWN, reason=reason)
    return file


def _look(root: Path, file: DataFile) -> DataFile:
    """Hash what is on disk, unless its size tells already that it is another file."""
    if is_network(file.path):
        return replace(file, on_disk=OnDisk.NETWORK)
    path = files.inside(root, ".") / file.path
    if path.is_symlink() and not path.exists():
        return replace(file, on_disk=OnDisk.MISSING)
    inside = files.inside(root, file.path)
    if not inside.exists():
        return replace(file, on_disk=OnDisk.MISSING)
    if not file.digest:
        return replace(file, on_disk=OnDisk.UNKNOWN, reason="no digest is recorded")
    try:
        if file.is_folder:
            if not inside.is_dir():
                raise InputError(file.path, found="a file", expected="a folder")
            digest = _dvc.tree_digest(root, file.path, file.algorithm)
            return replace(file, on_disk=OnDisk.HASHED, found_digest=digest)
        if not inside.is_file():
            raise InputError(file.path, found="no regular file", expected="a file")
        size = inside.stat().st_size
        if file.size is not None and size != file.size:
            return replace(file, on_disk=OnDisk.OTHER_SIZE, found_size=size)
        if file.algorithm == "sha256":
            digest, size = files.digest(root, file.path)
        else:
            digest = _dvc.file_digest(root, file.path, file.algorithm)
    except InputError as error:
        return replace(file, on_disk=OnDisk.UNREADABLE, reason=f"found {error.found}")
    return replace(file, on_disk=OnDisk.HASHED, found_digest=digest, found_size=size)


def _unlisted(
    root: Path, folder: str, manifest: str, listed: Mapping[str, DataFile]
) -> tuple[str, ...]:
    paths = (posixpath.normpath(posixpath.join(folder, name)) for name in _walk(root, folder))
    return tuple(sorted(path for path in paths if path not in listed and path != manifest))


def _walk(root: Path, folder: str) -> Iterator[str]:
    top = files.inside(root, folder)
    for here, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in {".git", ".ipynb_checkpoints"}]
        for name in names:
            if name not in _BESIDE_DATA and not name.endswith(".dvc") and name != DEFAULT_PATH:
                yield (Path(here) / name).relative_to(top).as_posix()
