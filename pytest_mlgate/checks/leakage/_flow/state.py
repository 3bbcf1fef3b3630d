"""Names, scopes and budget of the interpreter."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass, field

from pytest_mlgate.checks.leakage._flow.judging import Judging
from pytest_mlgate.checks.leakage._flow.rows import (
    TEST,
    TRAIN,
    Path,
    Rows,
    Split,
    lies_on,
    straddled,
    tagged,
)
from pytest_mlgate.checks.leakage._flow.tables import is_label_name, side_of_name
from pytest_mlgate.checks.leakage._flow.values import (
    NO_EVENTS,
    SLICE,
    SOURCE,
    WINDOW,
    Events,
    Value,
    joined,
)

STEPS_PER_NODE = 6
"""How often a statement may be looked at again through calls, on average."""
MOST_STEPS = 4_000_000
DEEPEST = 12
"""Calls of functions of the file are followed this deep."""


@dataclass(eq=False, slots=True)
class Scope:
    """Names of a module or a call, in layers: each branch that is looked at adds one."""

    parent: Scope | None = None
    layers: list[dict[str, Value | None]] = field(default_factory=lambda: [{}])
    returned: list[Value | None] = field(default_factory=list)

    def get(self, name: str) -> Value | None:
        """Return what a name is bound to, here or in the scope around."""
        scope: Scope | None = self
        while scope is not None:
            for layer in reversed(scope.layers):
                if name in layer:
                    return layer[name]
            scope = scope.parent
        return None

    def knows(self, name: str) -> bool:
        """Whether the name is bound anywhere."""
        scope: Scope | None = self
        while scope is not None:
            if any(name in layer for layer in scope.layers):
                return True
            scope = scope.parent
        return False

    def set(self, name: str, value: Value | None) -> None:
        """Bind a name."""
        self.layers[-1][name] = value


class State:
    """What the interpreter carries along."""

    def __init__(self, tree: ast.Module, no_parts: Collection[ast.AST] = ()) -> None:
        self.tree = tree
        self.no_parts = no_parts
        self.misnamed: set[ast.AST] = set()
        self.read_as_test: dict[object, ast.AST] = {}
        self.rules = Judging()
        self.scope = Scope()
        self.loops: list[ast.AST] = []
        self.rounds: dict[ast.AST, int] = {}
        self.held: dict[str, Rows] = {}
        self.calling: list[ast.AST] = []
        self.entered: set[ast.AST] = set()
        self.expected: list[str] = []
        self.filtering = self.thinning = ""
        self.targets: set[str] = set()
        self.masks: set[str] = set()
        self.guards: list[Events] = []
        self.collected: list[Value] = []
        self.imported: dict[str, str] = {}
        self.steps = 0
        self.budget = 2000
        self.files = Split(tree, "the files", explicit=False)
        self._roots = 0
        self._named: dict[object, Split] = {}
        self._positional: dict[Rows, Split] = {}

    def fresh(self, *, label: bool = False) -> Value:
        """Return data from a source of its own."""
        self._roots += 1
        return Value(rows=frozenset({(self._roots,)}), label=label)

    def named_split(self, key: object, node: ast.AST, name: str, *, explicit: bool) -> Split:
        """Return the split that names alone tell of, one for each key."""
        if key not in self._named:
            self._named[key] = Split(node, name, explicit=explicit)
        return self._named[key]

    def positional_split(self, rows: Rows, node: ast.AST) -> Split:
        """Return the split of rows by position, such as ``X[:n]`` and ``X[n:]``."""
        if rows not in self._positional:
            self._positional[rows] = Split(node, "the slice")
        return self._positional[rows]

    def read_as(self, value: Value, side: str) -> None:
        """Take data from outside for the part that a name says they are."""
        value.rows = tagged(value.rows, self.files, side)
        value.text = ""
        self.rules.read.add(side)

    @property
    def guarding(self) -> Events:
        """What chose by conditions around that a statement is executed."""
        return NO_EVENTS.union(*self.guards)

    def collect(self, value: Value) -> Value:
        """Return a value that a loop puts into a list, one row in each round."""
        if value.text != WINDOW or not value.rows:
            return value
        found = value.derived()
        self.collected.append(found)
        return found

    def left_loop(self) -> None:
        """Take lists for all rows when the loops that filled them row by row are over."""
        around = frozenset(self.loops)
        for value in self.collected:
            if not value.loops & around:
                value.text = ""
        self.collected = [value for value in self.collected if value.text] if around else []

    def bind_name(
        self, name: str, value: Value | None, node: ast.expr, side: str | None = None
    ) -> None:
        """Bind a name, and take from it what it says about the value."""
        if value is not None:
            filtered = side is None and self.filtering == name
            side = side_of_name(name) if side is None else side
            if side and value.text == SOURCE:
                self.read_as(value, side)
            elif filtered and value.text == SLICE:
                value = _unsliced(value)
            elif side and value.rows and value.text == SLICE:
                value = self._sliced_part(value, side)
            if value.text == SOURCE and not self.calling:
                value.text = ""
            kept = filtered or self.thinning == name  # train = train[mask]
            if side and value.rows and value.subset and not kept:
                value = self.selected_part(value, node, side)
            if is_label_name(name) and value.rows:
                value.label = True
            value.named(name)
            value.at = node
        self.scope.set(name, value)

    def _sliced_part(self, value: Value, side: str) -> Value:
        """Return rows that a slice chose, on the side that the name of the result says."""
        rows: Rows = frozenset(self._named_path(path, side) for path in value.rows)
        if straddled(frozenset(path[:-1] for path in rows)) is not None:
            # Parts that were put together are taken apart again.
            other = TEST if side == TRAIN else TRAIN
            rows = frozenset(path for path in rows if not lies_on(path, other))
        found = value.derived(rows=rows)
        found.text = ""
        return found

    def _named_path(self, path: Path, side: str) -> Path:
        last = path[-1]
        if not isinstance(last, tuple) or not self.rules.is_open(last[0]):
            return path
        self.rules.side_seen(last[0], side)
        return (*path[:-1], (last[0], side))

    def selected_part(self, value: Value, node: ast.AST, side: str) -> Value:
        """Return rows that a condition chose, on the side that the name of the result says."""
        key = frozenset(path[0] for path in value.rows)
        split = self.named_split(key, node, "the selection of rows", explicit=True)
        if all((split, side) in path for path in value.rows):
            return value
        part = value.derived(rows=tagged(value.rows, split, side))
        part.subset = False
        self.rules.side_seen(split, side)
        self.rules.divided(split, [value])
        return part

    def push(self) -> None:
        """Begin a branch."""
        self.scope.layers.append({})

    def pop(self) -> dict[str, Value | None]:
        """End a branch and return what it bound."""
        return self.scope.layers.pop()

    def merge(self, *branches: dict[str, Value | None]) -> None:
        """Bind what one or another of some branches bound."""
        names: dict[str, None] = {}
        for branch in branches:
            names.update(dict.fromkeys(branch))
        for name in names:
            before = self.scope.get(name)
            found = [branch.get(name, before) for branch in branches]
            self.scope.set(name, _either(found))


def _unsliced(value: Value) -> Value:
    """Return rows without their last choice: ``train = train[mask]`` is a filter, no split."""
    found = value.derived(
        rows=frozenset(p[:-1] if isinstance(p[-1], tuple) else p for p in value.rows)
    )
    found.text = ""
    return found


def _either(found: list[Value | None]) -> Value | None:
    known = list({id(value): value for value in found if value is not None}.values())
    if not known:
        return None
    if len(known) == 1:
        return known[0]
    lengths = {len(value.items) if value.items is not None else -1 for value in known}
    merged = joined(known) or Value()
    # Where one branch divides the rows and the other leaves them, they are divided.
    rows = frozenset().union(*(value.rows for value in known))
    merged.rows = frozenset(
        path
        for path in rows
        if not any(len(other) > len(path) and other[: len(path)] == path for other in rows)
    )
    if lengths != {-1} and len(lengths) == 1 and known[0].keys is None:
        merged.items = [
            _either([value.items[at] for value in known if value.items])
            for at in range(lengths.pop())
        ]
    for value in known:
        merged.estimator = value.estimator or merged.estimator
        merged.function = merged.function or value.function
        merged.attributes = merged.attributes or value.attributes
        merged.owner = merged.owner or value.owner
        merged.text = merged.text or value.text
        merged.items = merged.items if merged.items is not None else value.items
        merged.keys = merged.keys or value.keys
        merged.side = merged.side or value.side
    return merged
