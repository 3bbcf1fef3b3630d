"""Calls: of what the file defines, of estimators, of tables, of libraries."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

from pytest_mlgate.checks.leakage._flow.estimators import (
    FITS,
    PREDICTS,
    RESAMPLES,
    SCORES,
    Arguments,
)
from pytest_mlgate.checks.leakage._flow.inlining import Inlining
from pytest_mlgate.checks.leakage._flow.library import (
    CONCATENATES,
    along_rows,
)
from pytest_mlgate.checks.leakage._flow.rows import TEST, TRAIN, ordered, tagged
from pytest_mlgate.checks.leakage._flow.selecting import selections
from pytest_mlgate.checks.leakage._flow.syntax import with_replacement
from pytest_mlgate.checks.leakage._flow.tables import STATISTICS, Kind
from pytest_mlgate.checks.leakage._flow.values import (
    CLASS,
    NO_EVENTS,
    RESIDUAL,
    SOURCE,
    SPLITTER,
    STRING,
    WINDOW,
    Estimator,
    Event,
    Events,
    Value,
    flat,
    holds_model,
    joined,
)

_GROUPS = frozenset({"groupby", "groupBy", "group_by"})
_WINDOWS = frozenset({"rolling", "expanding", "ewm", "resample"})
_SAMPLES = frozenset({"sample", "head", "tail", "query", "filter", "truncate", "nlargest"})
_TESTS = frozenset({"isin", "isna", "isnull", "notna", "notnull", "between", "duplicated"})
_APPLIES = frozenset({"apply", "transform", "map", "agg", "aggregate", "pipe", "applymap"})
_OF_NAMES = frozenset(
    {"drop", "difference", "union", "intersection", "tolist", "to_list", "append", "remove",
     "strip", "split", "replace", "lower", "upper", "startswith", "extend", "insert", "sort"}
)  # fmt: skip
"""Methods of lists and indices of names, where nothing is known of the object."""
_MAKES_TABLE = frozenset({"reset_index", "to_frame", "merge", "join", "assign"})
_BY_THE_WAY = frozenset(
    {
        "shape",
        "size",
        "input_shape",
        "input_dim",
        "num_classes",
        "columns",
        "index",
        "reference",
        "stratify",
        "hue",
        "ax",
        "transform",
        "target_transform",
        "groups",
    }
)
"""Arguments whose rows do not become part of the result."""
_PREPARES = re.compile(r"tok|processor|extractor|vectori|augment|transform", re.IGNORECASE)
"""Names of pretrained objects that prepare data when they are called, and predict nothing."""
_PRINTS = frozenset(
    {"info", "plot", "hist", "boxplot", "count", "nunique", "value_counts", "unique",
     "to_csv", "to_parquet", "save", "keys", "format", "show"}
)  # fmt: skip


class Calls(Inlining):
    """Calls of every sort."""

    def call(self, node: ast.Call) -> Value | None:
        """Return what a call gives."""
        function = node.func
        base: Value | None = None
        target: Value | None = None
        if isinstance(function, ast.Attribute):
            base = self.evaluate(function.value)
            if base is not None and base.attributes is not None:
                target = self.member(base, function.attr)
        else:
            target = self.evaluate(function)
        wanted, self.expected = self.expected, []
        given = self._arguments(node)
        self.expected = wanted
        if target is not None and target.attributes is not None:
            return self.called_instance(node, target, given)
        if target is not None and target.function is not None:
            if isinstance(function, ast.Attribute) and base is not None and base.estimator:
                return self.own_model(node, base, function.attr, target, given)
            return self.enter(target, given, node)
        if target is not None and target.estimator is not None:
            return self.method(node, target, "__call__", given)
        network = isinstance(function, ast.Name) and not _PREPARES.search(function.id)
        if isinstance(function, ast.Name) and network and target is not None and target.rows:
            # Something from elsewhere that is called with data: a network.
            target.estimator = Estimator(function.id, Kind.MODEL, node)
            return self.method(node, target, "__call__", given)
        if isinstance(function, ast.Attribute):
            if base is not None and base.attributes is None:
                return self._method_call(node, base, function.attr, given)
            if base is not None and target is None and function.attr in FITS | PREDICTS | SCORES:
                return self._on_model_of_file(node, base, function.attr, given)
            dotted = self._dotted(function)
            if not dotted and function.attr in _OF_NAMES:
                return joined(given.all)
            if not dotted and function.attr in _TESTS:  # names.isin(table of scores)
                events = frozenset().union(*map(selections, given.all))
                return Value(events=events) if events else None
            return self.function(node, function.attr, dotted, given)
        if isinstance(function, ast.Name):
            dotted = self.imported.get(function.id, "")
            name = dotted.rpartition(".")[2] if dotted else function.id
            if target is not None and target.text.startswith(CLASS):
                name, dotted = target.text.removeprefix(CLASS), ""
            return self.function(node, name, dotted, given)
        return joined(given.all)

    def _arguments(self, node: ast.Call) -> Arguments:
        positional: list[Value | None] = []
        for argument in node.args:
            value = self.evaluate(argument)
            if isinstance(argument, ast.Starred) and value is not None and value.items:
                positional += value.items
            else:
                positional.append(value)
        return Arguments(
            positional,
            {
                keyword.arg or "**": self.evaluate(keyword.value)
                for keyword in node.keywords
                if keyword.arg not in _BY_THE_WAY
            },
        )

    def _dotted(self, node: ast.expr) -> str:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.imported:
            return ""
        return ".".join([self.imported[node.id], *reversed(parts)])

    def _method_call(
        self, node: ast.Call, base: Value, name: str, given: Arguments
    ) -> Value | None:
        if base.estimator is not None:
            return self.method(node, base, name, given)
        if base.text.startswith(SPLITTER):
            if name == "split":
                return self.folds(node, base.text.removeprefix(SPLITTER), given)
            return base
        if base.text.startswith(STRING):
            found = joined(given.all) if name == "join" else None
            return found if found is not None and found.rows else base  # " ".join(words)
        if base.items is not None:
            return self._container_method(base, name, given)
        if name in FITS | RESAMPLES | PREDICTS | SCORES and any(v and v.rows for v in given.all):
            # Something unknown that is fitted is a model.
            base.estimator = Estimator(_said(node) or "the model", Kind.MODEL, node)
            base.rows = frozenset()
            self.rules.estimators += 1
            return self.method(node, base, name, given)
        return self._table_method(node, base, name, given)

    def _on_model_of_file(
        self, node: ast.Call, base: Value, name: str, given: Arguments
    ) -> Value | None:
        """Return what a method that an instance of a class of the file inherits gives."""
        if base.estimator is None:
            base.estimator = Estimator(_class_name(base), Kind.MODEL, node)
            self.rules.estimators += 1
        return self.method(node, base, name, given)

    def _container_method(self, base: Value, name: str, given: Arguments) -> Value | None:
        assert base.items is not None
        match name:
            case "append" | "add" | "extend" | "insert":
                added = [self.collect(v) for v in given.positional if v is not None]
                if added and len(base.items) < 64:
                    base.items += added
                base.events |= self.guarding
                return None
            case "items":
                keys = base.keys or [""] * len(base.items)
                return Value(
                    items=[
                        Value(items=[Value(text=f"{STRING}{key}") if key else None, v])
                        for key, v in zip(keys, base.items, strict=False)
                    ]
                )
            case "values":
                return Value(items=list(base.items))
            case "keys" if holds_model(base):
                return base  # which a loop goes through key by key
            case "keys" | "index" | "count":
                return None
            case "copy":
                return Value(items=list(base.items), keys=base.keys and list(base.keys))
            case "get" | "pop":
                return joined(base.items)
            case _:
                return base

    def _table_method(
        self, node: ast.Call, base: Value, name: str, given: Arguments
    ) -> Value | None:
        """Return what a method of a table, array or series gives."""
        if name == "sum" and base.text == RESIDUAL and base.by:
            return self.statistic(node, base, ".sum")
        if name in STATISTICS and along_rows(node, name):
            if not base.rows:
                return base.derived()
            return self.statistic(node, base, f".{name}")
        if name in {"corr", "corrwith"} and base.rows:
            source = base.via[-1] if base.via else ""
            labels = name == "corrwith" or any(v and v.rows and v.label for v in given.all)
            labels = labels or (base.label and bool(given.all))
            kind = Kind.SELECT if labels else Kind.TABLE
            event = Event(kind, node, f".{name}", base.rows, source, labels)
            return Value(statistic=event)
        if name == "value_counts" and base.rows:
            event = Event(Kind.TABLE, node, ".value_counts", base.rows, "", label_only=base.label)
            return Value(statistic=event)
        if name in _GROUPS or name in _WINDOWS:
            found = base.derived()
            found.grouped = "window" if name in _WINDOWS else "group"
            return found
        if name in _TESTS or name in _PRINTS:
            return None
        if name == "randomSplit":
            return self._divided(node, name, Arguments([base], {}))
        if name in CONCATENATES:
            return self.concatenated(node, name, Arguments([base, *given.positional], given.named))
        if name in _APPLIES:
            return self._applied(node, base, name, given)
        found = self._changed(node, base, name, given)
        if any(
            k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
            for k in node.keywords
        ) or name in {"update", "insert"}:
            self._store(node, base, found)
        return found

    def _changed(self, node: ast.Call, base: Value, name: str, given: Arguments) -> Value:
        """Return a table after a method that works row by row, with what its arguments carry."""
        found = base.derived(subset=name in _SAMPLES)
        found.text = found.text or (base.text if base.text == SOURCE else "")
        found.label = base.label and name not in _MAKES_TABLE
        if name == "drop":
            return self._dropped(node, found, given)
        if name == "copy":
            found.copied = base.copied or base
        if name == "sample" and with_replacement(node):
            event = Event(
                Kind.OVERSAMPLE, node, ".sample", base.rows, base.via[-1] if base.via else ""
            )
            found.events |= {event}
        if name == "pop" and node.args and isinstance(node.args[0], ast.Constant):
            return self.column(base, str(node.args[0].value))
        for value in flat(given.all):
            if value is not None:
                found.events |= value.all_events
                found.loops |= value.loops
                if value.statistic is not None and base.rows:
                    found.events |= _frequencies(value.statistic, name)
                    self.rules.applied(value.statistic, base)
                    if name in _FILLS:
                        self.rules.on_its_own(value.statistic, base, fills=True)
                if not found.rows and value.rows and name in {"fillna", "merge", "join", "map"}:
                    found.rows = value.rows
        return found

    def _dropped(self, node: ast.Call, found: Value, given: Arguments) -> Value:
        """Return a table without some columns, or without the rows of another part."""
        names: set[str] = set()
        for argument in (*node.args, *(k.value for k in node.keywords if k.arg in _LABELS)):
            items = argument.elts if isinstance(argument, (ast.List, ast.Tuple)) else [argument]
            names |= {
                item.value
                for item in items
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            }
        if found.columns and names:
            found.columns = {n: e for n, e in found.columns.items() if n not in names}
        columns = next((k.value for k in node.keywords if k.arg == "columns"), None)
        if columns is not None:
            found.events |= selections(self.evaluate(columns))
        first = given.get(0, "labels", "index")
        if first is not None and first.rows:
            found.subset = True
            own = {part for path in found.rows for part in path[1:]}
            side = [p for path in ordered(first.rows) for p in path[1:] if isinstance(p, tuple)]
            if side and side[-1][1] == TRAIN and side[-1] not in own:
                found.rows = tagged(found.rows, side[-1][0], TEST)
                self.rules.rest_taken(side[-1][0])
        elif first is not None:  # by extremes a constant column is found, and nothing is learned
            found.events |= {e for e in first.all_events if e.kind is not Kind.STATISTIC}
        if not found.subset:
            found.events |= self.guarding
        return found

    def _store(self, node: ast.Call, base: Value, found: Value) -> None:
        """Change a table in place, also when one of its columns was named."""
        base.events |= found.events
        base.copied = None
        function = node.func
        if getattr(function, "attr", "") == "drop" and base.columns:
            base.columns = found.columns
        if isinstance(function, ast.Attribute) and isinstance(
            function.value, (ast.Subscript, ast.Attribute)
        ):
            whole = self.evaluate(function.value.value)
            key = getattr(function.value, "slice", None)
            name = (
                key.value if isinstance(key, ast.Constant) else getattr(function.value, "attr", "")
            )
            if whole is not None and whole is not base:
                whole.absorb(found, name if isinstance(name, str) else "")

    def _applied(self, node: ast.Call, base: Value, name: str, given: Arguments) -> Value | None:
        """Return the result of a function that is given whole columns or groups."""
        if name in {"transform", "agg", "aggregate"} and node.args:
            first = node.args[0]
            listed = first.elts if isinstance(first, (ast.List, ast.Tuple)) else [first]
            names = [item.value for item in listed if isinstance(item, ast.Constant)]
            named = next((n for n in names if n in _MIDDLES), next(iter(names), ""))
            if set(names) & (STATISTICS | ({"sum"} if base.label else frozenset())):
                found = self.statistic(node, base, f".{name}({named!r})")
                if found is not None and name == "transform":
                    found.rows = base.rows
                return found
        function = given.positional[0] if given.positional else None
        if function is not None and function.function is not None:
            inner = base.derived()
            inner.grouped = ""
            if _rowwise(node):
                return self._by_row(node, base, inner, name, given)
            found = self.enter(function, Arguments([inner], {}), node)
            result = joined([base, found])
            if result is not None:
                result.rows = base.rows
                result.grouped = ""
            return result
        return self._changed(node, base, name, given)

    def _by_row(
        self, node: ast.Call, base: Value, row: Value, name: str, given: Arguments
    ) -> Value:
        """Return the result of a function of single rows, which may look up what was learned."""
        row.text = WINDOW
        result = self.enter(given.positional[0] or Value(), Arguments([row], {}), node)
        found = self._changed(node, base, name, given)
        for value in flat([result]):
            if value is not None:
                found.events |= value.all_events
                for event in value.all_events:
                    self.rules.applied(event, base)
        return found


def _rowwise(node: ast.Call) -> bool:
    return any(
        k.arg == "axis" and isinstance(k.value, ast.Constant) and k.value.value in {1, "columns"}
        for k in node.keywords
    )


def _frequencies(event: Event, name: str) -> Events:
    """Return counts of values as a statistic where they replace the values."""
    if event.name != ".value_counts" or name != "map":
        return NO_EVENTS
    return frozenset({replace(event, kind=Kind.STATISTIC)})


_MIDDLES = STATISTICS - {"min", "max", "describe"}
_FILLS = frozenset({"fillna", "replace", "where", "mask"})
_LABELS = frozenset({"columns", "labels", "index"})


def _said(node: ast.Call) -> str:
    """Return the name that a method is called on."""
    base = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    return base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")


def _class_name(base: Value) -> str:
    return base.function.name if isinstance(base.function, ast.ClassDef) else "the model"
