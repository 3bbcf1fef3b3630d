"""What the project has decided about fairness."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.inputs._documents import as_strings, load_yaml
from pytest_mlgate.inputs._records import Record, finite
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_KEYS = (
    "schema", "attributes", "favourable_label", "metrics", "declined", "min_group",
    "need_columns", "proxies", "forbidden", "watch", "justifications", "preset",
    "per_group_thresholds", "approved_by", "model_sha256",
)  # fmt: skip


@dataclass(frozen=True)
class Band:
    """One band of a numeric attribute, from `low` to `high`, the end included if `closed`."""

    low: float
    high: float
    closed: bool = True

    def __str__(self) -> str:
        return f"{self.low:g}-{self.high:g}" if self.high != float("inf") else f"{self.low:g}+"


@dataclass(frozen=True)
class Attribute:
    """A sensitive attribute and the bands of its values, if it is a number."""

    column: str
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Metric:
    """A chosen measure."""

    check: str
    rationale: str


@dataclass(frozen=True)
class FairnessPolicy:
    """The policy file.

    Parameters
    ----------
    attributes, metrics:
        What is compared, and how.
    declined:
        Measure -> why not.
    justified:
        Feature -> reason, owner and date.
    forbidden, watch:
        Names of attributes.
    per_group_thresholds:
        Whether groups have thresholds of their own.
    model_sha256:
        The model for which it was agreed, if it says so.
    """

    attributes: tuple[Attribute, ...]
    metrics: tuple[Metric, ...]
    declined: Mapping[str, str] = field(default_factory=dict)
    justified: Mapping[str, str] = field(default_factory=dict)
    forbidden: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    per_group_thresholds: bool = False
    model_sha256: str | None = None
    path: str = "fairness_policy.yaml"
    fingerprint: str = ""


@provides
def fairness_policy(project: Project, *, path: str | None = None) -> FairnessPolicy:
    """Provide the fairness policy.

    The file has ``schema: fairness_policy/1``, ``attributes``, a list of {column, bins} with
    bins such as ``["18-25", "26-40", "41+"]``, ``favourable_label`` and ``metrics``, a list of
    {check, rationale}; and perhaps ``declined`` {check, reason}, ``justifications`` {feature,
    reason, owner, date}, ``forbidden``, ``watch``, ``per_group_thresholds`` and
    ``model_sha256``.

    Settings
    --------
    path : "fairness_policy.yaml"
        The file.
    """
    where = project.find(
        path, "fairness_policy.yaml", what="fairness policy", key="[inputs.fairness-policy] path"
    )
    record = Record(where, load_yaml(project, where))
    record.schema("fairness_policy")
    record.only(_KEYS)
    for key in ("attributes", "metrics", "favourable_label"):
        if key not in record.content:
            raise record.wrong(key, found="nothing", expected="this key")
    return FairnessPolicy(
        attributes=tuple(_attribute(entry) for entry in record.tables("attributes")),
        metrics=tuple(_metric(entry) for entry in record.tables("metrics")),
        declined={e.text("check"): e.text("reason") for e in _tables(record, "declined")},
        justified={
            e.text("feature"): f"{e.text('reason')} ({e.text('owner')}, {e.content.get('date')})"
            for e in _tables(record, "justifications")
        },
        forbidden=_strings(record, "forbidden"),
        watch=_strings(record, "watch"),
        per_group_thresholds=bool(record.content.get("per_group_thresholds")),
        model_sha256=record.optional("model_sha256", str),
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _tables(record: Record, key: str) -> list[Record]:
    return record.tables(key) if record.content.get(key) is not None else []


def _strings(record: Record, key: str) -> tuple[str, ...]:
    value = record.content.get(key)
    return () if value is None else tuple(as_strings(record.path, record.where(key), value))


def _attribute(entry: Record) -> Attribute:
    entry.only(("column", "bins", "groups", "pool_small", "exclude"))
    bins: list[Any] = entry.get("bins", list) if entry.content.get("bins") is not None else []
    return Attribute(entry.text("column"), tuple(_band(entry, i, b) for i, b in enumerate(bins)))


def _band(entry: Record, i: int, value: Any) -> Band:
    key = f"bins[{i}]"
    if isinstance(value, list) and len(value) == 2:
        low, high = (finite(entry.path, entry.where(key), end) for end in value)
        return Band(low, high, closed=False)
    text = str(value).strip()
    try:
        if text.endswith("+"):
            return Band(float(text[:-1]), float("inf"))
        low_text, _, high_text = text.partition("-")
        return Band(float(low_text), float(high_text))
    except ValueError:
        raise entry.wrong(
            key, found=repr(value), expected='"18-25", "41+", or [18, 25] without its end'
        ) from None


def _metric(entry: Record) -> Metric:
    entry.only(("check", "limit", "policy", "blocking", "rationale"))
    return Metric(entry.text("check"), entry.optional("rationale", str) or "")
