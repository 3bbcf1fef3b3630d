"""What the project says about its features."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import as_strings, load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs._times import Span
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

Scope = Literal["row", "group", "global"]
SCOPES: tuple[Scope, ...] = ("row", "group", "global")
_TEXTS = ("type", "transformation", "owner", "version", "max_age", "doc")
_LISTS = ("sources", "depends_on", "purposes")
_OTHER = ("tier", "fallback", "retention", "sla")
_OWN = ("name", "scope", "available_at", "knowledge_lag", "waive_names")


@dataclass(frozen=True)
class Feature:
    """What is declared about one feature.

    Parameters
    ----------
    name:
        Name of its column.
    at:
        Where it stands in the file.
    scope:
        Whether its value depends on its own row, on the rows of its group, or on all.
    available_at:
        Column that says since when its value was known.
    knowledge_lag:
        How long after the time of its row its value was known.
    waive_names:
        Why its name may look like one of the future.
    """

    name: str
    at: str = ""
    scope: Scope | None = None
    available_at: str | None = None
    knowledge_lag: Span | None = None
    waive_names: str | None = None
    type: str | None = None
    transformation: str | None = None
    owner: str | None = None
    version: str | None = None
    max_age: str | None = None
    doc: str | None = None
    sources: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Features:
    """The declared features.

    Parameters
    ----------
    items:
        In the order of the file.
    path:
        The file.
    fingerprint:
        SHA-256 of its content.
    """

    items: tuple[Feature, ...]
    path: str = "features.yaml"
    fingerprint: str = ""
    feature_set: str | None = None
    version: str | None = None
    code_hash: str | None = None

    @classmethod
    def of(cls, value: object) -> Features:
        """Take what a fixture or a test gives: this, or the content of the file."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise InputError(
                "features", found=type(value).__name__, expected="the content of features.yaml"
            )
        return _read(Record("features", value))

    @cached_property
    def by_name(self) -> Mapping[str, Feature]:
        """Name -> feature."""
        return {item.name: item for item in self.items}


@provides(adapt=Features.of)
def features(project: Project, *, path: str | None = None) -> Features:
    """Provide what is declared about the features.

    The file has ``schema: features/1`` and ``items``, a list of {name, scope, available_at or
    knowledge_lag, waive_names, and what else describes a feature}.

    Settings
    --------
    path : "features.yaml"
        The file.
    """
    where = project.find(
        path, "features.yaml", what="declaration of features", key="[inputs.features] path"
    )
    text = project.read_text(where)
    return _read(
        Record(where, load_yaml(project, where)), hashlib.sha256(text.encode()).hexdigest()
    )


def _read(record: Record, fingerprint: str = "") -> Features:
    record.schema("features")
    record.only(("schema", "feature_set", "version", "code_hash", "items"))
    items: dict[str, Feature] = {}
    for entry in record.tables("items"):
        item = _item(entry)
        if item.name in items:
            raise entry.wrong("name", found="a name that is there twice", expected="each name once")
        items[item.name] = item
    return Features(
        tuple(items.values()),
        record.path,
        fingerprint,
        record.optional("feature_set", str),
        record.optional("version", str),
        record.optional("code_hash", str),
    )


def _item(entry: Record) -> Feature:
    entry.only((*_OWN, *_TEXTS, *_LISTS, *_OTHER))
    _look_at_others(entry)
    scope = entry.optional("scope", str)
    if scope is not None and scope not in SCOPES:
        raise entry.wrong("scope", found=repr(scope), expected=f"one of {', '.join(SCOPES)}")
    given = {key: entry.optional(key, str) for key in _OWN[2:]}
    for key, value in given.items():
        if value is not None and not value.strip():
            raise entry.wrong(key, found="empty text", expected="a value")
    lag = given["knowledge_lag"]
    if given["available_at"] is not None and lag is not None:
        raise entry.wrong(
            "knowledge_lag", found="a lag beside available_at", expected="one of the two"
        )
    return Feature(
        name=entry.text("name"),
        at=entry.at,
        scope=scope,
        available_at=given["available_at"],
        knowledge_lag=None
        if lag is None
        else Span.parse(lag, entry.path, entry.where("knowledge_lag")),
        waive_names=given["waive_names"],
        type=entry.optional("type", str),
        transformation=entry.optional("transformation", str),
        owner=entry.optional("owner", str),
        version=entry.optional("version", str),
        max_age=entry.optional("max_age", str),
        doc=entry.optional("doc", str),
        sources=_strings(entry, "sources"),
        depends_on=_strings(entry, "depends_on"),
        purposes=_strings(entry, "purposes"),
    )


def _look_at_others(entry: Record) -> None:
    """Refuse values of the wrong type under keys that are only kept in the file."""
    if entry.content.get("tier") is not None and not isinstance(entry.content["tier"], str):
        entry.get("tier", int)
    if entry.optional("sla", dict) is not None:
        sla = entry.table("sla")
        sla.only(("freshness_minutes", "completeness_pct"))
        for key in sla.content:
            sla.number(key)


def _strings(entry: Record, key: str) -> tuple[str, ...]:
    if entry.content.get(key) is None:
        return ()
    return tuple(as_strings(entry.path, entry.where(key), entry.content[key]))
