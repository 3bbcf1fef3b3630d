"""A causal graph of the features."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import as_strings, load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

ROLES = ("protected", "treatment", "outcome", "target", "feature")


@dataclass(frozen=True)
class Dag:
    """A directed graph, which should have no cycle.

    Parameters
    ----------
    nodes:
        Name -> role.
    parents:
        Name -> names of its direct causes.
    justification:
        Name -> why a feature that descends from a protected node is used.
    target:
        Name of the node that is predicted, empty where the file names none.
    """

    nodes: Mapping[str, str]
    parents: Mapping[str, frozenset[str]]
    justification: Mapping[str, str] = field(default_factory=dict)
    path: str = "dag.yaml"
    fingerprint: str = ""
    target: str = ""

    @classmethod
    def of(cls, value: object) -> Dag:
        """Take what a fixture or a test gives: this, or the content of the file."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise InputError("dag", found=type(value).__name__, expected="the content of dag.yaml")
        return _read(Record("dag", value))

    @property
    def protected(self) -> frozenset[str]:
        """Names of the protected nodes."""
        return frozenset(name for name, role in self.nodes.items() if role == "protected")

    @property
    def targets(self) -> frozenset[str]:
        """Names of what is predicted: the named one, else those of the role target or outcome."""
        if self.target:
            return frozenset({self.target})
        for wanted in ("target", "outcome"):
            found = frozenset(name for name, role in self.nodes.items() if role == wanted)
            if found:
                return found
        return frozenset()

    @cached_property
    def cycle(self) -> tuple[str, ...]:
        """A chain of causes that comes back to its first name; empty in a sound graph."""
        try:
            TopologicalSorter(self.parents).prepare()
        except CycleError as error:
            return tuple(error.args[1])
        return ()

    def ancestors(self, name: str) -> frozenset[str]:
        """Return everything that a node descends from.

        Raises
        ------
        InputError
            If the graph has a cycle, in which nothing is before anything else.
        """
        return frozenset(self._ways(name))

    def chain(self, cause: str, effect: str) -> tuple[str, ...]:
        """Return the names from a cause to its effect on a shortest way, empty without any.

        Raises
        ------
        InputError
            As for :meth:`ancestors`.
        """
        ways = self._ways(effect)
        if cause not in ways:
            return ()
        found = [cause]
        while found[-1] != effect:
            found.append(ways[found[-1]])
        return tuple(found)

    def _ways(self, name: str) -> dict[str, str]:
        """Return every ancestor -> the next node on a shortest way from it to `name`."""
        if self.cycle:
            raise InputError(
                self.path,
                key="edges",
                found=f"a cycle through {self.cycle[0]!r}",
                expected="a graph without cycles",
            )
        ways: dict[str, str] = {}
        layer = [name]
        while layer:
            further = []
            for node in layer:
                new = sorted(self.parents.get(node, frozenset()) - ways.keys())
                ways.update(dict.fromkeys(new, node))
                further += new
            layer = further
        return ways


@provides(adapt=Dag.of)
def dag(project: Project, *, path: str | None = None) -> Dag:
    """Provide the causal graph.

    The file has ``schema: dag/1``, ``nodes``, a list of {name, observed, role}, ``edges``, a
    list of [from, to], and perhaps ``target``, the name of a node, and ``justification``, a
    table from name to reason.  A cycle is left to the checks.

    Settings
    --------
    path : "dag.yaml"
        The file.
    """
    where = project.find(path, "dag.yaml", what="causal graph", key="[inputs.dag] path")
    text = project.read_text(where)
    return _read(
        Record(where, load_yaml(project, where)), hashlib.sha256(text.encode()).hexdigest()
    )


def _read(record: Record, fingerprint: str = "") -> Dag:
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
    reasons = record.content.get("justification") or {}
    target = record.optional("target", str) or ""
    if target and target not in nodes:
        raise record.wrong("target", found=repr(target), expected="the name of a node")
    return Dag(
        nodes,
        _parents(record, nodes),
        {str(k): str(v) for k, v in reasons.items()} if isinstance(reasons, dict) else {},
        record.path,
        fingerprint,
        target,
    )


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
