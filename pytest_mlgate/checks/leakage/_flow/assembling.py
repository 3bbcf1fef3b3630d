"""Functions that put rows together, go through them, or sum them up."""

from __future__ import annotations

import ast
import re

from pytest_mlgate.checks.leakage._flow.estimators import Arguments, Estimators
from pytest_mlgate.checks.leakage._flow.rows import tagged
from pytest_mlgate.checks.leakage._flow.selecting import by_column, repeated
from pytest_mlgate.checks.leakage._flow.tables import Kind
from pytest_mlgate.checks.leakage._flow.values import (
    ENUMERATED,
    INTEGER,
    ONCE,
    RESIDUAL,
    WINDOW,
    Event,
    Value,
    flat,
    joined,
)


class Assembling(Estimators):
    """Concatenation, iteration, subsets and statistics."""

    def _first(self, node: ast.Call, iterated: Value | None) -> Value | None:
        """Return the first element; the first fold alone is a split and no cross-validation."""
        if iterated is None or not iterated.items:
            return iterated
        pair = iterated.items[0]
        sides = [part.side for part in pair.items or () if part is not None] if pair else []
        if len(sides) != 2 or None in sides:
            return pair
        names = {side[0].name for side in sides if side is not None}
        return self.folds_of(node, f"{names.pop()}{ONCE}")[0]

    def subset(self, given: Arguments) -> Value | None:
        """Return the rows of a PyTorch data set at some positions."""
        data, index = joined(given.positional[:1]), given.positional[1]
        if data is None or index is None:
            return data
        if index.side is not None:
            self.rules.divided(index.side[0], [data])
            return data.derived(rows=tagged(data.rows, *index.side))
        return self.positions(data, index) or data

    def concatenated(self, node: ast.Call, name: str, given: Arguments) -> Value | None:
        """Return rows one below the other; a part that is there twice is an oversampling."""
        found = joined(given.all)
        values = [v for v in flat(given.all) if v is not None and v.rows]
        if found is None or by_column(node, name):
            return found
        again = repeated(values)
        if again is not None and not found.label:
            event = Event(
                Kind.OVERSAMPLE, node, name, found.rows, again.via[-1] if again.via else ""
            )
            found.events |= {event}
        return found

    def iterated(self, node: ast.Call, name: str, given: Arguments) -> Value | None:
        first = given.positional[0] if given.positional else None
        match name:
            case "next":
                return self._first(node, first)
            case "enumerate":
                if first is None:
                    return None
                elements = self.elements(first, node)
                numbered = _is_written_out(first) and len(elements) > 1
                return Value(
                    text=ENUMERATED,
                    items=[
                        Value(
                            items=[
                                Value(text=f"{INTEGER}{at}") if numbered else None,
                                v,
                            ]
                        )
                        for at, v in enumerate(elements)
                    ],
                )
            case "zip":
                return _zipped(given.positional)
            case "map":
                return joined(given.positional[1:])
            case _:
                return first if first is None or first.items is not None else first.derived()

    def statistic(self, node: ast.Call, data: Value | None, name: str) -> Value | None:
        """Return a statistic of rows."""
        if data is None or not data.rows:
            return joined([data]) if data is not None and data.statistic is not None else None
        if data.by:
            if data.text == RESIDUAL:
                loops = data.loops
                if name.endswith("sum"):  # of one batch after the other, perhaps
                    if all(event is None for _, event in data.by):
                        return data.derived()
                    loops = frozenset().union(*(estimator.loops for estimator, _ in data.by))
                self.judge(node, data, data.by, loops)
                return Value(judged=data.rows, by=data.by, loops=loops)
            return data.derived()
        if data.grouped == "window" or data.text == WINDOW:
            return data.derived()
        kind = Kind.STATISTIC
        if data.grouped == "group" and re.search(r"\b(min|max|describe)\b", name):
            kind = Kind.TABLE  # what a group has itself: the last visit, the largest order
        event = Event(
            kind,
            node,
            name,
            data.rows,
            data.via[-1] if data.via else "",
            label_only=data.label,
        )
        if data.grouped == "group":
            if not data.label:
                found = data.derived(rows=frozenset())
                found.statistic = event
                found.events = frozenset()
                return found
            event = Event(Kind.GROUP_TARGET, node, name, data.rows, event.source, supervised=True)
            return Value(statistic=event)
        return Value(statistic=event)


def _is_written_out(iterated: Value) -> bool:
    """Whether the elements are written out one by one, so that each has its own number."""
    return iterated.items is not None and len(iterated.items) > 1


def _zipped(values: list[Value | None]) -> Value | None:
    lengths = {len(v.items) for v in values if v is not None and v.items is not None}
    if not lengths:
        return Value(items=[Value(items=[v.derived() if v else None for v in values])])
    rows = [
        Value(
            items=[
                v.items[at] if v is not None and v.items and at < len(v.items) else v
                for v in values
            ]
        )
        for at in range(min(8, *lengths) if len(lengths) > 1 else min(8, lengths.pop()))
    ]
    return Value(items=list(rows))
