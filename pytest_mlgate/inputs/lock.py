"""What the project has locked: every lock file of every format that is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _lock_formats as formats
from pytest_mlgate.inputs import _lock_hashes as hashes
from pytest_mlgate.inputs._documents import as_table, as_type, load_json, load_toml, load_yaml
from pytest_mlgate.inputs._lock_formats import ADDRESS, INDEX, LOCAL, VCS, LockedPackage
from pytest_mlgate.inputs.manifests import Manifest, Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

__all__ = ["Lock", "LockFile", "LockedPackage", "lock", "lock_format"]

_NAMES: Mapping[str, str] = {
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "pdm.lock": "pdm",
    "Pipfile.lock": "pipenv",
    "pylock.toml": "pylock",
    "conda-lock.yml": "conda-lock",
    "conda-lock.yaml": "conda-lock",
}
_PYLOCK = re.compile(r"pylock\.[^./]+\.toml")
_Read = Callable[[str, dict[str, Any]], Iterator[LockedPackage]]
_READERS: Mapping[str, _Read] = {
    "uv": formats.uv_packages,
    "poetry": formats.poetry_packages,
    "pdm": formats.pdm_packages,
    "pipenv": formats.pipfile_packages,
    "pylock": formats.pylock_packages,
    "conda-lock": formats.conda_packages,
}


@dataclass(frozen=True)
class LockFile:
    """One lock file.

    Parameters
    ----------
    path:
        Relative to the project root.
    format:
        ``uv``, ``poetry``, ``pdm``, ``pipenv``, ``pylock``, ``conda-lock``, or
        ``requirements`` for a requirements file that pins everything it names.
    packages:
        Its entries; a name occurs several times when markers tell the entries apart.
    stored_hash:
        The hash of the manifest that the format keeps, empty for one that keeps none.
    expected_hashes:
        Those that are right for the present manifest; empty when it cannot be told.

    """

    path: str
    format: str
    packages: tuple[LockedPackage, ...]
    stored_hash: str = ""
    expected_hashes: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool | None:
        """Whether the manifest changed since; ``None`` when the format or file cannot tell."""
        if not self.stored_hash or not self.expected_hashes:
            return None
        return self.stored_hash not in self.expected_hashes

    @property
    def fetched(self) -> tuple[LockedPackage, ...]:
        """The packages that are downloaded as files."""
        return tuple(package for package in self.packages if package.source in {INDEX, ADDRESS})

    @property
    def has_hashes(self) -> bool:
        """Whether every package that is downloaded has a checksum."""
        return all(package.hashes for package in self.fetched)

    @cached_property
    def versions(self) -> dict[str, frozenset[str]]:
        """Name -> versions of the entries that apply to the running interpreter."""
        return _versions(package for package in self.packages if package.applies)

    @property
    def names(self) -> frozenset[str]:
        """Names of all entries, for whatever platform, the project itself among them."""
        return frozenset(package.name for package in self.packages)


@dataclass(frozen=True)
class Lock:
    """All lock files of the project, sorted by path."""

    files: tuple[LockFile, ...]

    @cached_property
    def packages(self) -> dict[str, frozenset[str]]:
        """Name -> versions that any lock file has for it, local projects left out."""
        return _versions(
            package for file in self.files for package in file.packages if package.source != LOCAL
        )

    @property
    def has_hashes(self) -> bool:
        """Whether every lock file has checksums throughout."""
        return all(file.has_hashes for file in self.files)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all entries."""
        import hashlib

        lines = sorted(
            f"{file.format} {p.name}=={p.version};{p.marker} {' '.join(sorted(p.hashes))}"
            for file in self.files
            for p in file.packages
        )
        return f"sha256:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def _versions(packages: Iterator[LockedPackage]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for package in packages:
        found.setdefault(package.name, set()).update({package.version} if package.version else ())
    return {name: frozenset(versions) for name, versions in sorted(found.items())}


def lock_format(path: str) -> str:
    """Say which lock format a path is by its name, an empty text for none."""
    return "pylock" if _PYLOCK.fullmatch(path) else _NAMES.get(path, "")


@provides
def lock(project: Project, repo: Repo, manifests: Manifests | None = None) -> Lock:
    """Provide the lock files in the project root, and requirements files that pin everything."""
    # A lock file that git ignores is there all the same, and the checks say so.
    paths = {path for path in repo.files if lock_format(path)}
    paths |= {name for name in _NAMES if project.exists(name)}
    found = [_read(project, path, manifests) for path in paths]
    found += [
        _pinned(manifest)
        for manifest in (manifests.files if manifests else ())
        if manifest.is_pinned
    ]
    if not found:
        raise InputAbsent(
            f"no lock file: none of {', '.join(_NAMES)} and no fully pinned requirements file"
        )
    return Lock(tuple(sorted(found, key=lambda file: file.path)))


def _read(project: Project, path: str, manifests: Manifests | None) -> LockFile:
    format = lock_format(path)
    loaders = {"pipenv": load_json, "conda-lock": load_yaml}
    content = loaders.get(format, load_toml)(project, path)
    packages = tuple(_READERS[format](path, content))
    expected: tuple[str, ...] = ()
    stored = ""
    if format == "poetry":
        stored = _metadata(path, content, "content-hash")
        generator = project.read_text(path).partition("\n")[0]
        if pyproject := _content(manifests, "pyproject.toml"):
            expected = hashes.poetry_hashes(pyproject, generator)
    elif format == "pdm":
        stored = _metadata(path, content, "content_hash").removeprefix("sha256:")
        version = _metadata(path, content, "lock_version")
        if pyproject := _content(manifests, "pyproject.toml"):
            expected = hashes.pdm_hashes(pyproject, version)
    elif format == "pipenv":
        meta = as_table(path, "_meta", content.get("_meta", {}))
        digests = as_table(path, "_meta.hash", meta.get("hash", {}))
        stored = as_type(path, "_meta.hash.sha256", digests.get("sha256", ""), str)
        if pipfile := _content(manifests, "Pipfile"):
            expected = hashes.pipfile_hashes(pipfile)
    elif format == "uv" and "version" not in content:
        raise InputError(path, found="no key version", expected="a lock file written by uv")
    return LockFile(path, format, packages, stored, expected)


def _metadata(path: str, content: Mapping[str, Any], key: str) -> str:
    metadata = as_table(path, "metadata", content.get("metadata", {}))
    return as_type(path, f"metadata.{key}", metadata.get(key, ""), str)


def _content(manifests: Manifests | None, path: str) -> Mapping[str, Any] | None:
    manifest = manifests.get(path) if manifests else None
    return manifest.content if manifest else None


def _pinned(manifest: Manifest) -> LockFile:
    packages = tuple(
        LockedPackage(
            dependency.name,
            dependency.pin,
            dependency.hashes,
            _source(dependency.url),
            dependency.marker,
            dependency.applies,
        )
        for dependency in manifest.dependencies
        if not dependency.constraint
    )
    return LockFile(manifest.path, "requirements", packages)


def _source(url: str) -> str:
    if not url:
        return INDEX
    if re.match(r"(git|hg|svn|bzr)\+", url):
        return VCS
    return ADDRESS if "://" in url else LOCAL
