"""Waivers: dated, reasoned, owned exceptions to one check on one subject."""

from __future__ import annotations

import datetime as dt
import json
import reprlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.files import matches
from pytest_mlgate.inputs.project import Project

FILE = "waivers.yaml"
SCHEMA = "waivers/1"
_BRIEF = reprlib.Repr()
_BRIEF.maxstring = _BRIEF.maxother = 60
_BRIEF.maxlevel = 2
_REQUIRED = ("id", "check", "subject", "reason", "owner", "expires")
_OPTIONAL = ("approved_by", "created")


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """One exception; it turns FAIL into WARN until it expires, and never into PASS.

    Parameters
    ----------
    id:
        Name of the waiver, unique in its file.
    check:
        Check id.
    subject:
        What is excepted: the subject of the item or finding, another name of the finding
        such as the number of an advisory, or a glob of paths; ``*`` is everything the
        check looks at.
    reason, owner:
        Why it is acceptable, and who answers for it.
    expires:
        Last day on which it holds.
    """

    id: str
    check: str
    subject: str
    reason: str
    owner: str
    expires: dt.date
    approved_by: str = ""
    created: dt.date | None = None

    def covers(self, topic: str) -> bool:
        """Whether it is about this subject or path."""
        return self.subject in {"*", topic} or matches(topic, self.subject)

    def expired(self, today: dt.date) -> bool:
        """Whether its last day has passed."""
        return today > self.expires

    def __str__(self) -> str:
        return f"waiver {self.id} ({self.owner}, until {self.expires}): {self.reason}"


def load(project: Project, named: str | None, checks: Collection[str]) -> tuple[Waiver, ...]:
    """Read the waivers of a project.

    Parameters
    ----------
    project:
        The project.
    named:
        The file that the configuration names; ``waivers.yaml`` is used if it exists.
    checks:
        Ids a waiver may name.

    Raises
    ------
    InputError
        For a file that is named and missing, broken, or incomplete: a half-read waiver
        file must not decide anything.
    """
    file = named or FILE
    if named is None and not project.exists(FILE):
        return ()
    document = _parse(file, project.read_text(file))
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        schema = document.get("schema") if isinstance(document, Mapping) else document
        raise InputError(file, key="schema", found=_show(schema), expected=f"schema: {SCHEMA}")
    for key in document:
        if key not in {"schema", "items"}:
            hint = nearest(str(key), ("schema", "items"))
            expected = f"one of schema, items{hint}"
            raise InputError(file, key=str(key), found="an unknown key", expected=expected)
    items = document.get("items")
    if not isinstance(items, list):
        raise InputError(file, key="items", found=_show(items), expected="a list")
    waivers = tuple(_waiver(file, n, item, checks) for n, item in enumerate(items, start=1))
    names = [waiver.id for waiver in waivers]
    for name in names:
        if names.count(name) > 1:
            raise InputError(file, key=name, found="two waivers of this id", expected="unique ids")
    return waivers


def _parse(file: str, text: str) -> Any:
    if file.endswith(".json"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise InputError(file, found=f"broken JSON ({error})", expected="valid JSON") from None
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).replace("\n", " ")
        raise InputError(file, found=f"broken YAML ({reason})", expected="valid YAML") from None


def _waiver(file: str, number: int, item: Any, checks: Collection[str]) -> Waiver:
    where = f"items[{number}]"
    if not isinstance(item, Mapping):
        raise InputError(file, key=where, found=_show(item), expected="a table")
    for key in item:
        if key not in {*_REQUIRED, *_OPTIONAL}:
            hint = nearest(str(key), (*_REQUIRED, *_OPTIONAL))
            expected = f"one of {', '.join((*_REQUIRED, *_OPTIONAL))}{hint}"
            raise InputError(file, key=f"{where}.{key}", found="an unknown key", expected=expected)
    for key in _REQUIRED:
        value = item.get(key)
        if isinstance(value, list | dict) or value is None or not str(value).strip():
            raise InputError(file, key=f"{where}.{key}", found=_show(value), expected="a value")
    if item["check"] not in checks:
        raise InputError(
            file,
            key=f"{where}.check",
            found=f"unknown check {_show(item['check'])}",
            expected=f"the id of a check{nearest(str(item['check']), checks)}",
        )
    created = item.get("created")
    return Waiver(
        **{key: str(item[key]) for key in _REQUIRED if key != "expires"},
        approved_by=str(item.get("approved_by") or ""),
        expires=_date(file, f"{where}.expires", item["expires"]),
        created=_date(file, f"{where}.created", created) if created is not None else None,
    )


def _date(file: str, key: str, value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise InputError(
            file, key=key, found=_show(value), expected="a date such as 2026-12-31"
        ) from None


def _show(value: Any) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        return "nothing"
    # Aliases make a small YAML file a huge value; only its beginning is ever spelled out.
    return _BRIEF.repr(value)
