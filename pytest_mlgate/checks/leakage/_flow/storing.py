"""Values that are stored into a part of another, and columns that are deleted."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.leakage._flow.calls import Calls
from pytest_mlgate.checks.leakage._flow.tables import TARGET_COLUMN, Kind
from pytest_mlgate.checks.leakage._flow.values import (
    NO_EVENTS,
    STRING,
    Event,
    Events,
    Value,
    holds_model,
    key_of_round,
    key_text,
)


class Storing(Calls):
    """Assignments to subscripts."""

    def store_item(self, target: ast.Subscript, value: Value | None) -> None:
        """Store a value into a column, some rows of it, or a container."""
        base = self.evaluate(target.value)
        if base is None or value is None:
            return
        key, partly = target.slice, False
        if isinstance(key, ast.Tuple) and len(key.elts) > 1:
            partly = not _all_rows(key.elts[0])
            key = key.elts[1]
        elif isinstance(key, (ast.Compare, ast.BoolOp, ast.BinOp, ast.UnaryOp)):
            partly = True
        name = self._name_of(key)
        if base.items is not None:
            self._store_element(base, name, value, key)
            return
        if not (base.rows or base.all_events):
            return
        events = self._imputed(base, value, name) if partly else NO_EVENTS
        if events:
            value = value.derived()
            value.events |= events
        base.absorb(value, name, partly=partly)
        if partly and not name:
            self._store_chained(target.value, base, value)
        for event in value.all_events:
            self.rules.applied(event, base)
        if partly and value.statistic is not None and not value.rows:
            self.rules.on_its_own(value.statistic, base, fills=True)

    def delete(self, node: ast.Delete) -> None:
        """Forget what a deleted column carries."""
        for target in node.targets:
            if not isinstance(target, ast.Subscript):
                continue
            base = self.evaluate(target.value)
            if base is None or base.items is not None:
                continue
            base.events |= self.guarding
            if base.columns:
                base.columns.pop(self._name_of(target.slice), None)

    def _name_of(self, key: ast.expr) -> str:
        if isinstance(key, ast.Constant):
            return key.value if isinstance(key.value, str) else ""
        value = self.evaluate(key) if isinstance(key, ast.Name) else None
        text = value.text if value is not None else ""
        return text.removeprefix(STRING) if text.startswith(STRING) else ""

    def _store_element(self, base: Value, name: str, value: Value, key: ast.expr) -> None:
        assert base.items is not None
        if not name and base.keys is not None and holds_model(value):
            name = key_text(self.evaluate(key)) or key_of_round(len(base.items))
        if base.keys is not None and name in base.keys[: len(base.items)]:
            base.items[base.keys.index(name)] = value
        elif len(base.items) < 64:
            base.items.append(self.collect(value))
            if base.keys is not None:
                base.keys.append(name)
        base.events |= self.guarding

    def _store_chained(self, column: ast.expr, base: Value, value: Value) -> None:
        """Change the table in ``df["a"][mask] = value``, where the column is a part of it."""
        if isinstance(column, ast.Attribute) and column.attr in {"loc", "iloc", "values"}:
            column = column.value
        if not isinstance(column, (ast.Subscript, ast.Attribute)):
            return
        whole = self.evaluate(column.value)
        if whole is None or whole is base or whole.items is not None or not whole.rows:
            return
        name = column.attr if isinstance(column, ast.Attribute) else self._name_of(column.slice)
        whole.absorb(value, name, partly=True)

    def _imputed(self, base: Value, value: Value, name: str) -> Events:
        """Return what models learned whose predictions fill the gaps of a column."""
        if name in self.targets or TARGET_COLUMN.match(name):
            return NO_EVENTS
        roots = {path[0] for path in base.rows}
        return frozenset(
            Event(Kind.IMPUTE, event.node, event.name, event.rows, event.source)
            for estimator, event in value.by
            if estimator.kind is Kind.MODEL
            and event is not None
            and event.rows
            and {path[0] for path in event.rows} <= roots
        )


def _all_rows(rows: ast.expr) -> bool:
    return isinstance(rows, ast.Slice) and rows.lower is None and rows.upper is None
