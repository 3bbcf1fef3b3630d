"""What an advisory in the OSV format says about one version of a package.

The format: https://ossf.github.io/osv-schema/ .  Records come from other people's databases,
so every field may be missing or be something else than the format says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from pytest_mlgate.inputs import _severity
from pytest_mlgate.inputs._documents import normalized
from pytest_mlgate.inputs._severity import Severity

Record = Mapping[str, Any]

_RANGES = {"ECOSYSTEM", "SEMVER"}
_FIRST = "0.dev0"
"""The lowest version of all, which the format writes as 0."""


@dataclass(frozen=True)
class Hole:
    """One known vulnerability of one version of a package.

    Parameters
    ----------
    ids:
        All its names.
    severity:
        The worst that anybody gave it.
    fixes:
        Newer versions without it, the lowest first.
    summary:
        What it is, in a few words of the advisory.
    """

    ids: frozenset[str]
    severity: Severity = Severity.UNKNOWN
    fixes: tuple[str, ...] = ()
    summary: str = ""

    @classmethod
    def of(cls, record: Record, name: str, version: str) -> Hole:
        """Return what a record says about a version of a package that it affects."""
        fixes = newer(fixed_versions(record, name), version)
        return cls(frozenset(ids(record)), severity(record, name), fixes, brief(record))

    @property
    def id(self) -> str:
        """The name that most people know."""
        return min(self.ids, key=lambda name: (_prefix_rank(name), name))

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names."""
        return tuple(sorted(self.ids - {self.id}))


def _prefix_rank(id: str) -> int:
    prefixes = ("CVE-", "GHSA-", "PYSEC-")
    return next((n for n, prefix in enumerate(prefixes) if id.startswith(prefix)), len(prefixes))


def merged(holes: Iterable[Hole]) -> tuple[Hole, ...]:
    """Make one of all holes that share a name, directly or through others."""
    from packaging.version import Version

    groups: list[Hole] = []
    for hole in holes:
        same = [group for group in groups if group.ids & hole.ids]
        joined = [*same, hole]
        one = Hole(
            frozenset().union(*(each.ids for each in joined)),
            _severity.worst(each.severity for each in joined),
            tuple(sorted({fix for each in joined for fix in each.fixes}, key=Version)),
            next((each.summary for each in joined if each.summary), ""),
        )
        groups = [group for group in groups if group not in same] + [one]
    order = list(Severity)
    return tuple(sorted(groups, key=lambda hole: (order.index(hole.severity), hole.id)))


def ids(record: Record) -> tuple[str, ...]:
    """Return the id of a record and its aliases."""
    aliases = record.get("aliases")
    found = [record.get("id"), *(aliases if isinstance(aliases, list) else ())]
    return tuple(dict.fromkeys(id for id in found if isinstance(id, str) and id))


def brief(record: Record) -> str:
    """Return what the hole is, in one short line."""
    text = record.get("summary") or record.get("details") or ""
    return shortened(text) if isinstance(text, str) else ""


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    import textwrap

    return textwrap.shorten(text[:400], 90, placeholder=" ...")


def is_withdrawn(record: Record) -> bool:
    """Whether its authors took it back."""
    return bool(record.get("withdrawn"))


def names(record: Record) -> set[str]:
    """Return the packages of PyPI that a record is about."""
    return {name for name, _ in _affected(record)}


def severity(record: Record, name: str) -> Severity:
    """Return the worst severity that a record gives a package: by vectors, else by words."""
    places = [record, *(entry for found, entry in _affected(record) if found == name)]
    vectors = [
        _severity.of_vector(rating.get("score"))
        for place in places
        for rating in _tables(place.get("severity"))
    ]
    rated = _severity.worst(vectors)
    if rated is not Severity.UNKNOWN:
        return rated
    return _severity.worst(
        _severity.of_word(specific.get("severity"))
        for place in places
        for key in ("database_specific", "ecosystem_specific")
        if isinstance(specific := place.get(key), Mapping)
    )


def affects(record: Record, name: str, version: str) -> bool:
    """Whether a version is one of those listed, or within one of the ranges (PEP 440 order).

    A range that cannot be compared counts, unless a list says which versions are meant.
    """
    own = _version(version)
    for found, entry in _affected(record):
        if found != name:
            continue
        listed = entry.get("versions")
        texts = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        if version in texts or (own is not None and own in map(_version, texts)):
            return True
        for events in _events(entry):
            within = None if own is None else _within(own, events)
            if within or (within is None and not texts):
                return True
    return False


def fixed_versions(record: Record, name: str) -> list[str]:
    """Return the versions at which ranges of a package end because it was mended."""
    return [
        value
        for found, entry in _affected(record)
        if found == name
        for events in _events(entry)
        for kind, value in events
        if kind == "fixed"
    ]


def newer(versions: Iterable[str], than: str) -> tuple[str, ...]:
    """Return those versions that are above one, in order; what is no version is left out."""
    floor = _version(than)
    parsed = {found for text in versions if (found := _version(text)) is not None}
    return tuple(str(found) for found in sorted(parsed) if floor is None or found > floor)


def _affected(record: Record) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield normalised name and entry of the packages of PyPI."""
    for entry in _tables(record.get("affected")):
        package = entry.get("package")
        if isinstance(package, Mapping) and package.get("ecosystem") == "PyPI":
            yield normalized(str(package.get("name"))), entry


def _events(entry: Mapping[str, Any]) -> Iterator[list[tuple[str, str]]]:
    """Yield the events of every range of versions; ranges of commits are left out."""
    for found in _tables(entry.get("ranges")):
        if found.get("type") in _RANGES:
            yield [
                (kind, value)
                for event in _tables(found.get("events"))
                for kind, value in event.items()
                if isinstance(value, str)
            ]


def _within(own: Any, events: list[tuple[str, str]]) -> bool | None:
    """Evaluate the events of one range in order; ``None`` when they cannot be compared."""
    placed = [(_version(_FIRST if value == "0" else value), kind) for kind, value in events]
    if any(place is None for place, _ in placed):
        return None
    limits = [place for place, kind in placed if kind == "limit"]
    inside = False
    by_version = itemgetter(0)
    for place, events_there in groupby(sorted(placed, key=by_version), key=by_version):
        kinds = {kind for _, kind in events_there}
        if {"introduced", "fixed"} <= kinds:
            continue  # one interval ends where the next begins, or one is empty
        if "introduced" in kinds and own >= place:
            inside = True
        if ("fixed" in kinds and own >= place) or ("last_affected" in kinds and own > place):
            inside = False
    return inside and (not limits or any(own < limit for limit in limits))


def _version(text: str) -> Any:
    """Return a version of PEP 440, ``None`` for what is none."""
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text)
    except (InvalidVersion, ValueError):  # a number of more digits than Python converts
        return None


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
