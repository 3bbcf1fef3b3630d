"""What the installed packages of the project say about their licences."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._documents import as_table, as_type, normalized
from pytest_mlgate.inputs._lock_formats import LOCAL
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

LICENCE_FILE = re.compile(
    r"(?:licen[cs]es?|copying)(?:[.-][\w.-]+)?|[\w-]+\.licen[cs]e", re.IGNORECASE
)
"""Names of files that hold a licence, unlike AUTHORS, NOTICE or a README."""


@dataclass(frozen=True)
class LicenseMetadata:
    """What one package, or the project itself, says about its licence.

    Parameters
    ----------
    name, version:
        Normalised name, and the version that says so.
    expression:
        ``License-Expression`` (PEP 639), empty without one.
    classifiers:
        Its trove classifiers that begin with ``License ::``.
    text:
        The free field ``License``: a name, a sentence, or a whole licence.
    files:
        Name and text of its licence files.
    """

    name: str
    version: str
    expression: str = ""
    classifiers: tuple[str, ...] = ()
    text: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Licenses:
    """Licence metadata of all packages that the project is made of.

    Parameters
    ----------
    packages:
        Those that are installed, sorted by name.
    missing:
        Names of those that are not, or whose metadata cannot be read.
    drifted:
        Names of those that are installed in another version than the lock has.
    project:
        What the project says about itself.
    listed_by:
        What lists the packages: the lock files, or the manifests and what is installed.
    """

    packages: tuple[LicenseMetadata, ...]
    missing: tuple[str, ...]
    drifted: tuple[str, ...]
    project: LicenseMetadata
    listed_by: str

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all metadata."""
        import hashlib

        text = "\n".join(map(repr, self.packages))
        return f"sha256:{hashlib.sha256(text.encode(errors='surrogateescape')).hexdigest()}"


@provides
def licenses(
    project: Project, repo: Repo, lock: Lock | None = None, manifests: Manifests | None = None
) -> Licenses:
    """Provide the licence metadata of the locked packages, without a lock of the declared ones.

    The metadata are those of the running interpreter: lock files hold none.
    """
    installed = _installed()
    own = manifests.projects if manifests else frozenset()
    locked: Mapping[str, frozenset[str]] = {}
    if lock is not None:
        locked = _locked(lock)
        names, listed_by = set(locked), ", ".join(file.path for file in lock.files)
    elif manifests is not None:
        names, listed_by = _needed(manifests, installed), "what the project declares"
    else:
        raise InputAbsent("no dependencies: there is neither a lock file nor a manifest")
    names -= own
    return Licenses(
        packages=tuple(_metadata(name, installed[name]) for name in sorted(names & set(installed))),
        missing=tuple(sorted(names - set(installed))),
        drifted=tuple(
            name
            for name in sorted(names & set(installed))
            if locked.get(name) and installed[name].version not in locked[name]
        ),
        project=_own(project, repo, manifests),
        listed_by=listed_by,
    )


def _installed() -> dict[str, Distribution]:
    """Return normalised name -> distribution; of several copies the first gets imported."""
    found: dict[str, Distribution] = {}
    for distribution in distributions():
        try:
            name = _field(distribution, "Name")
        except (OSError, ValueError):  # metadata that are gone, or no UTF-8
            continue
        if name:
            found.setdefault(normalized(name), distribution)
    return found


def _locked(lock: Lock) -> dict[str, frozenset[str]]:
    """Return the packages that are locked for this interpreter, local projects left out."""
    local = {p.name for file in lock.files for p in file.packages if p.source == LOCAL}
    found: dict[str, frozenset[str]] = {}
    for file in lock.files:
        for name, versions in file.versions.items():
            if name not in local:
                found[name] = found.get(name, frozenset()) | versions
    return found


def _needed(manifests: Manifests, installed: Mapping[str, Distribution]) -> set[str]:
    """Return what is declared for this interpreter, and what that needs in turn."""
    waiting = [
        (need.name, need.extras)
        for need in manifests.dependencies
        if need.name and need.applies and not need.constraint and not need.conda
    ]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        entry = waiting.pop()
        if entry not in seen:
            seen.add(entry)
            waiting += _requirements(installed.get(entry[0]), entry[1])
    return {name for name, _ in seen}


def _requirements(
    distribution: Distribution | None, extras: tuple[str, ...]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    from packaging.requirements import InvalidRequirement, Requirement

    for line in (distribution.requires or ()) if distribution else ():
        try:
            need = Requirement(line)
        except InvalidRequirement:  # metadata older than PEP 508
            continue
        if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in ("", *extras)):
            yield normalized(need.name), tuple(sorted(need.extras))


def _field(distribution: Distribution, name: str) -> str:
    """Return a field, empty without one; newer versions of importlib_metadata raise there."""
    metadata = distribution.metadata
    if name not in metadata:
        return ""
    return metadata[name] or ""


def _metadata(name: str, distribution: Distribution) -> LicenseMetadata:
    metadata = distribution.metadata
    return LicenseMetadata(
        name=name,
        version=_field(distribution, "Version"),
        expression=_field(distribution, "License-Expression"),
        classifiers=_licence_classifiers(metadata.get_all("Classifier") or []),
        text=_field(distribution, "License"),
        files=tuple(_files(distribution, metadata.get_all("License-File") or [])),
    )


def _licence_classifiers(classifiers: Iterable[str]) -> tuple[str, ...]:
    return tuple(c.strip() for c in classifiers if c.startswith("License ::"))


def _files(distribution: Distribution, listed: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the licence files that the metadata list; PEP 639 puts them into ``licenses/``."""
    for name in listed:
        leaves = name.startswith("/") or ".." in name.split("/")
        if leaves or not LICENCE_FILE.fullmatch(posixpath.basename(name)):
            continue
        try:
            text = distribution.read_text(f"licenses/{name}") or distribution.read_text(name)
        except (OSError, ValueError):  # no UTF-8, and so none of the known texts
            text = None
        yield name, text or ""


def _own(project: Project, repo: Repo, manifests: Manifests | None) -> LicenseMetadata:
    """Return what the project's ``pyproject.toml`` and the licence files in its root say."""
    path = "pyproject.toml"
    manifest = manifests.get(path) if manifests else None
    content: Mapping[str, Any] = (manifest.content if manifest else None) or {}
    table = as_table(path, "project", content.get("project", {}))
    tools = as_table(path, "tool", content.get("tool", {}))
    poetry = as_table(path, "tool.poetry", tools.get("poetry", {}))
    said = table.get("license", poetry.get("license", ""))
    classifiers: list[Any] = as_type(
        path, "project.classifiers", table.get("classifiers", poetry.get("classifiers", [])), list
    )
    return LicenseMetadata(
        name="the project",
        version="",
        expression=said if isinstance(said, str) else "",
        classifiers=_licence_classifiers(str(c) for c in classifiers),
        text=str(said.get("text", "")) if isinstance(said, dict) else "",
        files=tuple(_own_files(project, repo)),
    )


def _own_files(project: Project, repo: Repo) -> Iterable[tuple[str, str]]:
    for name in repo.files:
        if LICENCE_FILE.fullmatch(name):
            try:
                yield name, project.read_text(name)
            except InputError:  # no text is no known licence
                yield name, ""
