"""The project's model files: what their pickles would import, and which of them are listed."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _artifact_scan
from pytest_mlgate.inputs._artifact_scan import Facts
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

DEFAULT_PATH = "artifacts.manifest.json"
SCHEMA = "artifacts/1"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_POINTER = b"version https://git-lfs.github.com/spec/"
_POINTED = re.compile(r"^oid sha256:([0-9a-f]{64})$", re.MULTILINE)
_LARGEST_POINTER = 1024


_NOTHING = Facts()


@dataclass(frozen=True)
class Listed:
    """One entry of the manifest."""

    path: str
    sha256: str
    bytes: int
    note: str = ""


@dataclass(frozen=True)
class Artifact:
    """One file that is a model, or may be one.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    facts:
        What is in it; nothing for a pointer.
    sha256, bytes:
        Of a file with pickles in it, or of what a Git LFS pointer stands for; else empty.
    pointer:
        Whether only a Git LFS pointer is there.
    listed:
        Its entry in the manifest.
    unread:
        Why it could not be read, empty when it could.
    """

    path: str
    facts: Facts = _NOTHING
    sha256: str = ""
    bytes: int = 0
    pointer: bool = False
    listed: Listed | None = None
    unread: str = ""


@dataclass(frozen=True)
class Artifacts:
    """The artifacts of the project, sorted by path.

    Parameters
    ----------
    files:
        Files with pickles in them, files of a format that runs nothing, and files that are
        named like a model and could not be looked at.
    manifest:
        Path of the manifest, whether it exists or not.
    exists:
        Whether it does.
    missing:
        Listed files that are not there.
    """

    files: tuple[Artifact, ...]
    manifest: str = DEFAULT_PATH
    exists: bool = False
    missing: tuple[Listed, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 over paths and contents."""
        import hashlib

        text = "\n".join(f"{file.path}\0{file.sha256 or file.facts}" for file in self.files)
        return f"artifacts:{hashlib.sha256(text.encode(errors='surrogateescape')).hexdigest()[:16]}"


@provides(by_file=True)
def artifacts(
    project: Project, repo: Repo, *, path: str | None = None, include: tuple[str, ...] = ()
) -> Artifacts:
    """Provide the model files among the project's files; none of them is loaded.

    Settings
    --------
    path : artifacts.manifest.json
        The manifest with the SHA-256 of every file that holds a pickle.
    include : []
        Paths and globs of further files, such as models that git ignores.
    """
    manifest = path or DEFAULT_PATH
    exists = path is not None or project.exists(DEFAULT_PATH)
    listed = _read(project, manifest) if exists else {}
    here = {name for name in listed if project.exists(name)}
    candidates = {*repo.files, *_included(project, include), *here}
    found = (
        _look(project, name, listed.get(name))
        for name in sorted(filter(project.judges, candidates))
    )
    return Artifacts(
        tuple(artifact for artifact in found if artifact is not None),
        manifest,
        exists,
        tuple(
            entry
            for name, entry in sorted(listed.items())
            if name not in here and project.judges(name)
        ),
    )


def write_manifest(project: Project, where: str, wanted: Iterable[Listed]) -> None:
    """Write the manifest; it appears whole or not at all."""
    entries = [
        {"path": e.path, "sha256": e.sha256, "bytes": e.bytes}
        | ({"note": e.note} if e.note else {})
        for e in sorted(wanted, key=lambda entry: entry.path)
    ]
    document = {"schema": SCHEMA, "files": entries}
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    files.write_atomic(project.path(where), text)


def _read(project: Project, where: str) -> dict[str, Listed]:
    record = Record(where, load_json(project, where))
    record.only(("schema", "files"))
    record.schema("artifacts")
    listed: dict[str, Listed] = {}
    for entry in record.tables("files"):
        entry.only(("path", "sha256", "bytes", "note"))
        name = posixpath.normpath(entry.text("path"))
        digest, size = entry.text("sha256").lower(), entry.get("bytes", int)
        if _SHA256.fullmatch(digest) is None:
            raise entry.wrong("sha256", found="no SHA-256", expected="64 hexadecimal digits")
        if size < 0:
            raise entry.wrong("bytes", found=str(size), expected="0 or more")
        if name in listed:
            raise entry.wrong("path", found=f"{name} again", expected="it once")
        files.inside(project.root, name)
        listed[name] = Listed(name, digest, size, entry.optional("note", str) or "")
    return listed


def _included(project: Project, include: Iterable[str]) -> set[str]:
    """Return the files that the configuration names beside those of the repository."""
    found: set[str] = set()
    for pattern in include:
        if not set("*?[") & set(pattern):
            files.inside(project.root, pattern)
            named = {posixpath.normpath(pattern)} if project.exists(pattern) else set()
        else:
            named = _matching(project, pattern)
        if not named:
            raise InputError(
                "[inputs.artifacts]",
                key="include",
                found=f"{pattern!r}, which names no file",
                expected="paths and globs of files below the project root",
            )
        found |= named
    return found


def _matching(project: Project, pattern: str) -> set[str]:
    if pattern.startswith("/") or ".." in pattern.split("/"):
        raise InputError(
            "[inputs.artifacts]", key="include", found=repr(pattern), expected="a relative glob"
        )
    root = project.root
    paths = (path for path in root.glob(pattern) if path.is_file())
    return {path.relative_to(root).as_posix() for path in paths}


def _look(project: Project, path: str, listed: Listed | None) -> Artifact | None:
    """Return what is known of a file, ``None`` for one that is no artifact."""
    try:
        inside = files.inside(project.root, path)
        if not inside.is_file():  # opening a pipe would wait for ever
            raise InputError(path, found="no regular file", expected="a file")
        with inside.open("rb") as raw:
            head = raw.peek(len(_POINTER))
            if head.startswith(_POINTER):
                return _pointer(path, raw.read(_LARGEST_POINTER), listed)
            facts = _artifact_scan.scan(raw, posixpath.basename(path))
        if facts == _NOTHING and listed is None:
            return None
        is_pickle = facts.format == "pickle" or listed is not None
        sha256, size = files.digest(project.root, path) if is_pickle else ("", 0)
        return Artifact(path, facts, sha256, size, listed=listed)
    except (InputError, OSError) as error:
        if listed is None and not _artifact_scan.promises(path):
            return None
        reason = error.found if isinstance(error, InputError) else str(error.strerror).lower()
        return Artifact(path, listed=listed, unread=reason)


def _pointer(path: str, text: bytes, listed: Listed | None) -> Artifact | None:
    found = _POINTED.search(text.decode("ascii", "replace"))
    if listed is None and not _artifact_scan.promises(path):
        return None
    return Artifact(path, sha256=found[1] if found else "", pointer=True, listed=listed)
