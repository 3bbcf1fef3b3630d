"""Which rows and columns a subscript chooses."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.leakage._flow.rows import TEST, TRAIN, lies_on, straddled, tagged
from pytest_mlgate.checks.leakage._flow.selecting import selections
from pytest_mlgate.checks.leakage._flow.state import State
from pytest_mlgate.checks.leakage._flow.syntax import (
    Mask,
    chooses_rows,
    is_length,
    is_small,
    mask_of,
)
from pytest_mlgate.checks.leakage._flow.tables import TARGET_COLUMN, Kind
from pytest_mlgate.checks.leakage._flow.values import (
    INDEX,
    POSITIONS,
    SLICE,
    STRING,
    WINDOW,
    Event,
    Value,
    joined,
    key_text,
)

MOST_CHOICES = 8
"""A value remembers no more choices of columns than this, which keeps long notebooks linear."""


class Subscripts(State):
    """Evaluates subscripts; what stands in them is the business of a subclass."""

    def evaluate(self, node: ast.expr | None) -> Value | None:
        """Return what is known about the value of an expression, ``None`` for nothing."""
        raise NotImplementedError

    def column(self, base: Value, name: str) -> Value:
        """Return one column of a table."""
        found = base.derived()
        if base.columns and name in base.columns:
            found.events = base.events | base.columns[name]
        found.columns = None
        found.label = name in self.targets or bool(TARGET_COLUMN.match(name))
        if found.statistic is not None and found.statistic.name.endswith("corr") and found.label:
            found.statistic = _supervised(found.statistic)
        return found

    def subscript(self, node: ast.Subscript) -> Value | None:
        """Return what a subscript chooses."""
        base, key = self.evaluate(node.value), node.slice
        if base is None:
            index = self.evaluate(key) if not isinstance(key, ast.Constant) else None
            names = isinstance(node.value, ast.Attribute) and node.value.attr == "columns"
            if index is not None and index.all_events and (names or not index.rows):
                return Value(events=index.all_events)  # names.columns[selector.get_support()]
            return None
        if base.items is not None:
            return self._item(base, key)
        if base.attributes is not None:
            return joined(base.attributes.values())
        if isinstance(key, ast.Tuple) and key.elts:
            return self._rows_and_columns(node, base, key)
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return self.column(base, key.value)
        if isinstance(key, ast.List):
            return self._columns(base, key)
        if isinstance(key, ast.Slice):
            return self._sliced(node, base, key)
        return self._selected(base, key)

    def _item(self, base: Value, key: ast.expr) -> Value | None:
        assert base.items is not None
        if isinstance(key, ast.Constant):
            if base.keys is not None and isinstance(key.value, str):
                at = base.keys.index(key.value) if key.value in base.keys else None
                return base.items[at] if at is not None else None
            if isinstance(key.value, int) and -len(base.items) <= key.value < len(base.items):
                return base.items[key.value]
        index = self.evaluate(key)
        if base.keys is not None and (said := key_text(index)) in base.keys:
            return base.items[base.keys.index(said)]
        return joined(base.items) if len(base.items) != 1 else base.items[0]

    def _rows_and_columns(self, node: ast.Subscript, base: Value, key: ast.Tuple) -> Value:
        rows, columns = key.elts[0], key.elts[1] if len(key.elts) > 1 else None
        found = base
        if isinstance(rows, ast.Slice):
            found = self._sliced(node, base, rows) or base
        elif not isinstance(rows, ast.Constant):
            found = self._selected(base, rows)
        if isinstance(columns, ast.Constant) and isinstance(columns.value, str):
            return self.column(found, columns.value)
        if isinstance(columns, ast.List):
            return self._columns(found, columns)
        index = self.evaluate(columns) if columns is not None else None
        found = found.derived() if found is base else found
        if index is not None and index.all_events:
            found.events |= index.all_events
        return found

    def _columns(self, base: Value, key: ast.List) -> Value:
        names = [item.value for item in key.elts if isinstance(item, ast.Constant)]
        found = base.derived()
        if base.columns and len(names) == len(key.elts):
            found.columns = {n: e for n, e in base.columns.items() if n in names}
        self._choose(found, key)
        return found

    def _choose(self, found: Value, key: ast.expr) -> None:
        """Remember which columns were chosen, by their names or by the loop that names them."""
        if len(found.chosen) > MOST_CHOICES:
            return
        for item in key.elts if isinstance(key, ast.List) else ():
            value = self.evaluate(item) if isinstance(item, ast.Name) else None
            found.chosen |= value.loops if value is not None else frozenset()
        found.chosen |= {ast.unparse(key)}

    def _sliced(self, node: ast.Subscript, base: Value, key: ast.Slice) -> Value | None:
        """Return ``X[:n]`` as training side and ``X[n:]`` as test side of a split by position."""
        found = base.derived()
        lower, upper = key.lower, key.upper
        if isinstance(lower, ast.Constant) and lower.value == 0:
            lower = None
        if lower is not None and is_length(upper):
            upper = None
        bounds = [bound for bound in (lower, upper) if bound is not None]
        by_label = isinstance(node.value, ast.Attribute) and node.value.attr == "loc"
        if not bounds or not base.rows or key.step is not None:
            return found
        if any(map(is_small, bounds)) or (by_label and straddled(base.rows) is None):
            return found
        moving = [value for bound in bounds if (value := self.evaluate(bound)) and value.loops]
        if moving:
            return _window(base, moving[0])
        side = TRAIN if lower is None else TEST
        if straddled(base.rows) is not None:
            # Two parts that were put together are taken apart again.
            found.rows = frozenset(
                path for path in base.rows if not lies_on(path, TEST if side == TRAIN else TRAIN)
            )
            return found
        split = self.positional_split(base.rows, node)
        found.rows = tagged(base.rows, split, side)
        found.text = SLICE
        self.rules.open(split)
        self.rules.divided(split, [base])
        return found

    def _selected(self, base: Value, key: ast.expr) -> Value:
        index = self.evaluate(key)
        if index is not None and index.text.startswith(STRING):
            return self.column(base, index.text.removeprefix(STRING))
        if index is not None and index.side is not None:
            self.rules.divided(index.side[0], [base])
            return base.derived(rows=tagged(base.rows, *index.side))
        if index is not None and index.text == POSITIONS and base.statistic is None:
            return _window(base, index)
        if index is not None and index.rows and (part := self.positions(base, index)):
            return part
        named_columns = index is not None and (
            index.items is not None or (index.text == INDEX and bool(selections(index)))
        )
        looped = index is not None and bool(index.loops) and not index.rows
        by_name = looped and isinstance(key, ast.Name)  # a loop over columns
        mask = mask_of(key) if not named_columns else None
        mask = None if mask is not None and by_name and not mask.side else mask
        if mask is not None and base.rows:
            return self._masked(base, key, mask, index)
        found = base.derived(subset=chooses_rows(key) and not named_columns)
        if isinstance(key, ast.Name) and not found.subset:
            self._choose(found, key)
        if index is None:
            return found
        if found.columns and (names := _names(index)):
            found.columns = {name: e for name, e in found.columns.items() if name in names}
        sources = {path[0] for path in base.rows}
        if index.text == INDEX and index.rows and {path[0] for path in index.rows} <= sources:
            found.rows = index.rows  # X.loc[train.index]: the rows are those of the index
        for event in index.all_events:
            self.rules.applied(event, base)
        found.events |= index.all_events
        found.loops |= index.loops
        return found

    def positions(self, base: Value, index: Value) -> Value | None:
        """Return the rows at positions that were divided by themselves, such as a permutation."""
        if index.text == INDEX or index.all_events or index.by:
            return None
        divided = {path[-1] for path in index.rows if isinstance(path[-1], tuple)}
        if len(divided) != 1 or {p[0] for p in index.rows} & {p[0] for p in base.rows}:
            return None
        split, side = divided.pop()
        found = base.derived(rows=tagged(base.rows, split, side))
        found.text = index.text if index.text == SLICE else ""
        self.rules.divided(split, [base])
        return found

    def _masked(self, base: Value, key: ast.expr, mask: Mask, index: Value | None) -> Value:
        """Return the rows that a condition chooses, as one side of a split by it."""
        found = base.derived()
        if index is not None:
            for event in index.all_events:
                self.rules.applied(event, base)
            found.events |= index.all_events
        if straddled(base.rows) is not None and mask.side:
            other = TEST if mask.side == TRAIN else TRAIN
            found.rows = frozenset(path for path in base.rows if not lies_on(path, other))
            return found
        split = self.named_split((base.rows, mask.identity), key, "the selection", explicit=True)
        side = mask.side or (TRAIN if mask.positive else TEST)
        found.rows = tagged(base.rows, split, side)
        found.text = SLICE
        self.rules.open(split)
        if (index is None or not index.rows) and (
            not isinstance(key, ast.Name) or key.id in self.masks
        ):
            self.rules.conditions.add(split)
        if mask.side:
            self.rules.settle(split)
        self.rules.divided(split, [base])
        return found


def _names(index: Value) -> set[str]:
    """Return the columns in a list of nothing but their names."""
    texts = [item.text if item is not None else "" for item in index.items or ()]
    named = all(text.startswith(STRING) for text in texts) and not index.all_events
    return {text.removeprefix(STRING) for text in texts} if named else set()


def _window(base: Value, index: Value) -> Value:
    """Return one row, or a few, of a table."""
    found = base.derived()
    found.text = WINDOW
    found.loops |= index.loops
    return found


def _supervised(event: Event) -> Event:
    return Event(Kind.SELECT, event.node, event.name, event.rows, event.source, True)
