"""The comparisons that were made, and what was claimed from them."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

Kind = Literal["confirmatory", "exploratory", "guardrail"]


@dataclass(frozen=True)
class Comparison:
    """One test: its p-value (NaN when it is not known) and whether a claim rests on it."""

    id: str
    p: float
    claimed: bool = False


@dataclass(frozen=True)
class PFamily:
    """Comparisons that are judged together.

    Parameters
    ----------
    name, kind:
        Guardrails must all pass and are not adjusted.
    method:
        As declared: ``holm``, ``bonferroni``, ``hochberg``, ``bh``, ``by`` or ``none``.
    preregistered:
        The method declared beforehand, if any.
    made:
        Metrics x arms x segments x looks x candidates -> how many comparisons were made.
    comparisons:
        Those that were logged.
    """

    name: str
    kind: Kind
    method: str
    made: int
    comparisons: tuple[Comparison, ...]
    preregistered: str | None = None
    dimensions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PValues:
    """All families of a project."""

    families: tuple[PFamily, ...]
    path: str = "comparisons.yaml"
    fingerprint: str = ""


_METHODS = ("holm", "hochberg", "bonferroni", "bh", "by", "none")


@provides
def p_values(project: Project, *, path: str | None = None) -> PValues:
    """Provide the comparisons that were made.

    The file has ``schema: comparisons/1`` and ``families``, a list of {name, kind, method,
    made, comparisons} with kind confirmatory, exploratory or guardrail, ``made`` a table of
    counts whose product is the number of comparisons ({metrics: 4, arms: 3}) and
    ``comparisons`` a list of {id, p, claimed}; and perhaps ``preregistered``, the method
    that was declared beforehand.

    Settings
    --------
    path : "comparisons.yaml"
        A YAML or JSON file.
    """
    where = project.find(
        path, "comparisons.yaml", what="record of comparisons", key="[inputs.p-values] path"
    )
    record = Record(where, load_yaml(project, where))
    record.schema("comparisons")
    record.only(("schema", "families"))
    return PValues(
        tuple(_family(entry) for entry in record.tables("families")),
        where,
        hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _family(entry: Record) -> PFamily:
    entry.only(("name", "kind", "method", "made", "comparisons", "preregistered"))
    kind = entry.text("kind")
    if kind not in {"confirmatory", "exploratory", "guardrail"}:
        raise entry.wrong(
            "kind", found=repr(kind), expected="confirmatory, exploratory or guardrail"
        )
    method = entry.optional("method", str) or "none"
    if method not in _METHODS:
        raise entry.wrong("method", found=repr(method), expected=f"one of {', '.join(_METHODS)}")
    comparisons = tuple(_comparison(one) for one in entry.tables("comparisons"))
    dimensions: dict[str, int] = {}
    if entry.content.get("made") is not None:
        table = entry.table("made")
        dimensions = {name: table.get(name, int) for name in table.content}
    for name, count in dimensions.items():
        if count < 1:
            raise entry.wrong(f"made.{name}", found=str(count), expected="at least 1")
    return PFamily(
        name=entry.text("name"),
        kind=cast("Kind", kind),
        method=method,
        made=math.prod(dimensions.values()) if dimensions else len(comparisons),
        comparisons=comparisons,
        preregistered=entry.optional("preregistered", str),
        dimensions=dimensions,
    )


def _comparison(entry: Record) -> Comparison:
    entry.only(("id", "p", "claimed"))
    value: Any = entry.content.get("p")
    p = math.nan
    if value is not None and not (isinstance(value, float) and math.isnan(value)):
        p = entry.number("p")
        if not 0 <= p <= 1:
            raise entry.wrong("p", found=str(p), expected="0 to 1")
    return Comparison(entry.text("id"), p, bool(entry.optional("claimed", bool)))
