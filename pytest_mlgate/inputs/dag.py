"""A causal graph of the features."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_mlgate.inputs._documents import as_strings, load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

ROLES = ("protected", "treatment", "outcome", "target", "feature")


@dataclass(frozen=True)
class Dag:
    """A directed graph without cycles.

    Parameters
    ----------
    nodes:
        Name -> role.
    parents:
        Name -> names of its direct causes.
    justification:
        Name -> why a feature that descends from a protected node is used.
    """

    nodes: Mapping[str, str]
    parents: Mapping[str, frozenset[str]]
    justification: Mapping[str, str] = field(default_factory=dict)
    path: str = "dag.yaml"
    fingerprint: str = ""

    @property
    def protected(self) -> frozenset[str]:
        """Names of the protected nodes."""
        return frozenset(name for name, role in self.nodes.items() if role == "protected")

    def ancestors(self, name: str) -> frozenset[str]:
        """Return everything that a node descends from."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            new = self.parents.get(waiting.pop(), frozenset()) - found
            found |= new
            waiting += new
        return frozenset(found)


@provides
def dag(project: Project, *, path: str | None = None) -> Dag:
    """Provide the causal graph.

    The file has ``schema: dag/1``, ``nodes``, a list of {name, observed, role}, ``edges``, a
    list of [from, to], and perhaps ``justification``, a table from name to reason.

    Settings
    --------
    path : "dag.yaml"
        The file.
    """
    where = project.find(path, "dag.yaml", what="causal graph", key="[inputs.dag] path")
    record = Record(where, load_yaml(project, where))
    record.schema("dag")
    record.only(
        ("schema", "nodes", "edges", "target", "treatment", "adjustment_set", "justification")
    )
    nodes: dict[str, str] = {}
    for entry in record.tables("nodes"):
        entry.only(("name", "observed", "role", "recorded_at"))
        role = entry.optional("role", str) or "feature"
        if role not in ROLES:
            raise entry.wrong("role", found=repr(role), expected=f"one of {', '.join(ROLES)}")
        nodes[entry.text("name")] = role
    parents = _parents(record, nodes)
    reasons = record.content.get("justification") or {}
    graph = Dag(
        nodes,
        parents,
        {str(k): str(v) for k, v in reasons.items()} if isinstance(reasons, dict) else {},
        where,
        hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )
    for name in nodes:
        if name in graph.ancestors(name):
            raise record.wrong(
                "edges", found=f"a cycle through {name!r}", expected="a graph without cycles"
            )
    return graph


def _parents(record: Record, nodes: Mapping[str, str]) -> dict[str, frozenset[str]]:
    parents: dict[str, set[str]] = {}
    edges: list[object] = record.get("edges", list)
    for i, edge in enumerate(edges):
        ends = as_strings(record.path, f"edges[{i}]", edge)
        if len(ends) != 2:
            raise record.wrong(f"edges[{i}]", found=f"{len(ends)} names", expected="[from, to]")
        for name in ends:
            if name not in nodes:
                raise record.wrong(f"edges[{i}]", found=f"{name!r}", expected="the name of a node")
        parents.setdefault(ends[1], set()).add(ends[0])
    return {name: frozenset(causes) for name, causes in parents.items()}
