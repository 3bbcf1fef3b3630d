"""Reading lock files: each function returns the packages of one format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._dependency import applies
from pytest_mlgate.inputs._documents import as_table, as_type, normalized

INDEX, VCS, ADDRESS, LOCAL = "index", "vcs", "url", "local"


@dataclass(frozen=True)
class LockedPackage:
    """One entry of a lock file.

    Parameters
    ----------
    name, version:
        Normalised name, and the locked version; ``None`` where the format leaves it to the
        source code of a local package.
    hashes:
        ``sha256:...`` of every artefact that the lock admits.
    source:
        ``index``, ``vcs``, ``url``, or ``local`` for the project itself and its neighbours.
    marker:
        When the entry is for; several entries of one name exclude one another by it.
    applies:
        Whether the marker holds for the running interpreter.
    groups:
        Groups and extras that need it, where the format tells.
    conda:
        Whether conda installs it.

    """

    name: str
    version: str | None
    hashes: tuple[str, ...] = ()
    source: str = INDEX
    marker: str = ""
    applies: bool = True
    groups: tuple[str, ...] = ()
    conda: bool = False


def uv_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``uv.lock``."""
    for key, entry in _entries(path, content, "package"):
        source = as_table(path, f"{key}.source", entry.get("source", {}))
        kinds = {"git": VCS, "url": ADDRESS, "path": LOCAL, "directory": LOCAL}
        kinds |= {"editable": LOCAL, "virtual": LOCAL, "workspace": LOCAL}
        kind = next((kinds[name] for name in source if name in kinds), INDEX)
        marks = entry.get("resolution-markers", [])
        marker = " or ".join(f"({mark})" for mark in as_type(path, key, marks, list))
        artefacts = [*_list(path, key, entry, "wheels")]
        if "sdist" in entry:
            artefacts.append(as_table(path, f"{key}.sdist", entry["sdist"]))
        yield LockedPackage(
            _name(path, key, entry),
            _version(path, key, entry),
            tuple(str(a["hash"]) for a in artefacts if "hash" in a),
            kind,
            marker,
            applies(marker, path, key=key),
        )


def poetry_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``poetry.lock``, also as Poetry 1 wrote it."""
    metadata = as_table(path, "metadata", content.get("metadata", {}))
    elsewhere = as_table(path, "metadata.files", metadata.get("files", {}))
    for key, entry in _entries(path, content, "package"):
        name = _name(path, key, entry)
        source = as_table(path, f"{key}.source", entry.get("source", {})).get("type", "legacy")
        kinds = {"git": VCS, "url": ADDRESS, "file": LOCAL, "directory": LOCAL}
        files = [*_list(path, key, entry, "files"), *_list(path, key, elsewhere, name)]
        marker = entry.get("markers", "")
        if isinstance(marker, dict):  # one marker per group
            marker = " or ".join(f"({mark})" for mark in marker.values())
        marker = as_type(path, f"{key}.markers", marker, str)
        yield LockedPackage(
            name,
            _version(path, key, entry),
            tuple(str(file["hash"]) for file in files if "hash" in file),
            kinds.get(str(source), INDEX),
            marker,
            # An extra's package is locked for those who ask for the extra.
            "extra" in marker or applies(marker, path, key=key),
            tuple(str(group) for group in as_type(path, key, entry.get("groups", []), list)),
        )


def pdm_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``pdm.lock``, once for a name with and without extras."""
    seen: set[tuple[str, str | None, str]] = set()
    for key, entry in _entries(path, content, "package"):
        marker = as_type(path, f"{key}.marker", entry.get("marker", ""), str)
        identity = (_name(path, key, entry), _version(path, key, entry), marker)
        if identity in seen:
            continue
        seen.add(identity)
        kinds = {"git": VCS, "hg": VCS, "svn": VCS, "url": ADDRESS, "path": LOCAL}
        yield LockedPackage(
            identity[0],
            identity[1],
            tuple(str(f["hash"]) for f in _list(path, key, entry, "files") if "hash" in f),
            next((kinds[name] for name in kinds if name in entry), INDEX),
            marker,
            applies(marker, path, key=key),
            tuple(str(group) for group in as_type(path, key, entry.get("groups", []), list)),
        )


def pipfile_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``Pipfile.lock``; the groups are its sections."""
    for section, entries in content.items():
        if section == "_meta":
            continue
        for name, value in as_table(path, section, entries).items():
            key = f"{section}.{name}"
            entry = as_table(path, key, value)
            marker = as_type(path, f"{key}.markers", entry.get("markers", ""), str)
            version = entry.get("version")
            kinds = {"git": VCS, "file": ADDRESS, "path": LOCAL}
            yield LockedPackage(
                normalized(name),
                None
                if version is None
                else as_type(path, f"{key}.version", version, str).removeprefix("=="),
                tuple(str(h) for h in as_type(path, key, entry.get("hashes", []), list)),
                next((kinds[word] for word in kinds if word in entry), INDEX),
                marker,
                applies(marker, path, key=key),
                ("" if section == "default" else section,),
            )


def pylock_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``pylock.toml`` (PEP 751)."""
    from packaging.pylock import Pylock, PylockValidationError

    try:
        lock = Pylock.from_dict(content)
    except PylockValidationError as error:
        raise InputError(path, found=str(error), expected="a lock file as in PEP 751") from None
    for package in lock.packages:
        archives: Sequence[Any] = [
            *(package.wheels or ()),
            *(part for part in (package.sdist, package.archive) if part),
        ]
        kind = VCS if package.vcs else LOCAL if package.directory else INDEX
        marker = str(package.marker or "")
        yield LockedPackage(
            normalized(package.name),
            str(package.version) if package.version else None,
            tuple(f"{name}:{value}" for a in archives for name, value in a.hashes.items()),
            ADDRESS if package.archive else kind,
            marker,
            _asked_for(marker) or applies(marker, path, key=package.name),
        )


def conda_packages(path: str, content: dict[str, Any]) -> Iterator[LockedPackage]:
    """Yield the packages of ``conda-lock.yml``, those of all platforms."""
    for key, entry in _entries(path, content, "package"):
        digests = as_table(path, f"{key}.hash", entry.get("hash", {}))
        yield LockedPackage(
            _name(path, key, entry),
            str(entry["version"]) if "version" in entry else None,
            tuple(f"{name}:{value}" for name, value in digests.items()),
            groups=(str(entry.get("platform", "")),),
            conda=entry.get("manager") != "pip",
        )


def _asked_for(marker: str) -> bool:
    """Whether a marker names extras or groups, which a plain evaluation does not know."""
    return " in extras" in marker or " in dependency_groups" in marker


def _entries(
    path: str, content: Mapping[str, Any], key: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, entry in enumerate(as_type(path, key, content.get(key, []), list)):
        place = f"{key}[{index}]"
        yield place, as_table(path, place, entry)


def _list(path: str, key: str, entry: Mapping[str, Any], field: str) -> Iterator[dict[str, Any]]:
    values: list[Any] = as_type(path, f"{key}.{field}", entry.get(field, []), list)
    for value in values:
        yield as_table(path, f"{key}.{field}", value)


def _name(path: str, key: str, entry: Mapping[str, Any]) -> str:
    return normalized(as_type(path, f"{key}.name", entry.get("name"), str))


def _version(path: str, key: str, entry: Mapping[str, Any]) -> str | None:
    if entry.get("version") is None:
        return None
    return as_type(path, f"{key}.version", entry["version"], str)
