"""The candidates among which a model was chosen, and the rule that chose."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record, finite
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

Direction = Literal["higher", "lower"]
RuleType = Literal["weights", "epsilon", "knee", "best"]


@dataclass(frozen=True)
class Candidate:
    """One model that could have been shipped.

    Parameters
    ----------
    id:
        Its name.
    values, se:
        Objective -> value and standard error; a missing objective is absent.
    complexity:
        ``params_count``, ``size_bytes``, ``latency_p95_ms`` or ``level``, as far as known.
    reason:
        Why it was chosen, where somebody wrote it down.
    sha256:
        Hash of the model.
    """

    id: str
    values: Mapping[str, float]
    se: Mapping[str, float] = field(default_factory=dict)
    complexity: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""
    sha256: str | None = None


@dataclass(frozen=True)
class Rule:
    """How the choice is made from the logged values.

    Parameters
    ----------
    type:
        ``best`` of `objective`; ``weights`` of scaled objectives; ``epsilon``: the best
        `objective` among candidates inside the constraints; ``knee``.
    objective, weights:
        As the type needs them.
    constraints:
        Objective -> (least, most).
    """

    type: RuleType
    objective: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    constraints: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidates:
    """The record of a choice."""

    directions: Mapping[str, Direction]
    entries: tuple[Candidate, ...]
    chosen: str
    rule: Rule | None = None
    compared: int | None = None
    deployed_sha256: str | None = None
    claim: str = ""
    path: str = "candidates.yaml"
    fingerprint: str = ""

    def entry(self, id: str) -> Candidate | None:
        """Return a candidate by name."""
        return next((one for one in self.entries if one.id == id), None)


_COMPLEXITY = ("params_count", "size_bytes", "latency_p95_ms", "level")
_KEYS = (
    "schema", "objectives", "candidates", "chosen", "rule", "compared", "deployed_sha256", "claim",
)  # fmt: skip


@provides
def candidates(project: Project, *, path: str | None = None) -> Candidates:
    """Provide the record of a choice among models.

    The file has ``schema: candidates/1``, ``objectives``, a table from name to higher or lower,
    ``candidates``, a list of {id, metrics, se, params_count, size_bytes, latency_p95_ms, level,
    reason, sha256}, ``chosen``, an id, and perhaps ``rule`` {type, objective, weights,
    constraints {name: {min, max}}}, ``compared`` (how many were tried), ``deployed_sha256``
    and ``claim`` (``holdout`` or ``selection``: on what the claimed value rests).

    Settings
    --------
    path : "candidates.yaml"
        A YAML or JSON file.
    """
    where = project.find(
        path, "candidates.yaml", what="record of candidates", key="[inputs.candidates] path"
    )
    record = Record(where, load_yaml(project, where))
    record.schema("candidates")
    record.only(_KEYS)
    directions = _directions(record.table("objectives"))
    entries = tuple(_entry(entry, directions) for entry in record.tables("candidates"))
    ids = [entry.id for entry in entries]
    for id in ids:
        if ids.count(id) > 1:
            raise record.wrong("candidates", found=f"{id!r} twice", expected="each id once")
    chosen = record.text("chosen")
    if chosen not in ids:
        raise record.wrong("chosen", found=repr(chosen), expected=f"one of {', '.join(ids)}")
    rule = record.table("rule") if record.content.get("rule") is not None else None
    return Candidates(
        directions=directions,
        entries=entries,
        chosen=chosen,
        rule=None if rule is None else _rule(rule, directions),
        compared=record.optional("compared", int),
        deployed_sha256=record.optional("deployed_sha256", str),
        claim=record.optional("claim", str) or "",
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _directions(table: Record) -> dict[str, Direction]:
    found: dict[str, Direction] = {}
    for name in table.content:
        direction = table.text(name)
        if direction not in {"higher", "lower"}:
            raise table.wrong(name, found=repr(direction), expected="higher or lower")
        found[name] = cast("Direction", direction)
    if not found:
        raise table.wrong("", found="nothing in it", expected="at least one objective")
    return found


def _entry(entry: Record, directions: Mapping[str, Direction]) -> Candidate:
    entry.only(("id", "metrics", "se", "reason", "sha256", *_COMPLEXITY))
    values = _numbers(entry, "metrics")
    for name in values:
        if name not in directions:
            raise entry.wrong(
                f"metrics.{name}",
                found="an objective without direction",
                expected="it in objectives",
            )
    complexity = {
        name: entry.number(name) for name in _COMPLEXITY if entry.content.get(name) is not None
    }
    return Candidate(
        id=entry.text("id"),
        values=values,
        se=_numbers(entry, "se"),
        complexity=complexity,
        reason=entry.optional("reason", str) or "",
        sha256=entry.optional("sha256", str),
    )


def _numbers(entry: Record, key: str) -> dict[str, float]:
    if entry.content.get(key) is None:
        return {}
    table = entry.table(key)
    return {
        name: finite(table.path, table.where(name), value)
        for name, value in table.content.items()
        if value is not None
    }


def _rule(table: Record, directions: Mapping[str, Direction]) -> Rule:
    table.only(("type", "objective", "weights", "constraints"))
    kind = table.text("type")
    if kind not in {"weights", "epsilon", "knee", "best"}:
        raise table.wrong("type", found=repr(kind), expected="weights, epsilon, knee or best")
    objective = table.optional("objective", str) or ""
    weights = _numbers(table, "weights")
    constraints = _constraints(table)
    for name in (*weights, *constraints, *([objective] if objective else [])):
        if name not in directions:
            raise table.wrong("", found=f"the objective {name!r}", expected="one of objectives")
    if kind == "weights" and abs(sum(weights.values()) - 1) > 1e-6:
        raise table.wrong(
            "weights", found=f"a sum of {sum(weights.values()):.6g}", expected="a sum of 1"
        )
    if kind in {"best", "epsilon"} and not objective:
        raise table.wrong("objective", found="nothing", expected="what is maximised or minimised")
    return Rule(cast("RuleType", kind), objective, weights, constraints)


def _constraints(table: Record) -> dict[str, tuple[float, float]]:
    if table.content.get("constraints") is None:
        return {}
    bounds: dict[str, tuple[float, float]] = {}
    constraints = table.table("constraints")
    for name in constraints.content:
        entry = constraints.table(name)
        entry.only(("min", "max"))
        ends: dict[str, Any] = entry.content  # type: ignore[assignment]
        low = entry.number("min") if "min" in ends else float("-inf")
        high = entry.number("max") if "max" in ends else float("inf")
        bounds[name] = low, high
    return bounds
