"""What calling a function of a library, or a method of a table, does."""

from __future__ import annotations

import ast
import re

from pytest_mlgate.checks.leakage._flow.assembling import Assembling
from pytest_mlgate.checks.leakage._flow.estimators import Arguments
from pytest_mlgate.checks.leakage._flow.rows import (
    TEST,
    TRAIN,
    VALIDATION,
    Split,
    straddled,
    tagged,
)
from pytest_mlgate.checks.leakage._flow.rows import sides as all_sides
from pytest_mlgate.checks.leakage._flow.selecting import TESTS, test_event
from pytest_mlgate.checks.leakage._flow.tables import (
    CONTAINERS,
    CROSS_VALIDATIONS,
    CURVES,
    EARLY_STOPPING,
    KIND_OF,
    LEARNING,
    LIBRARIES,
    METRICS,
    MODEL_NAME,
    RESAMPLING_FUNCTIONS,
    SCALING_FUNCTIONS,
    SELECTING_FUNCTIONS,
    SPLIT_FUNCTIONS,
    SPLITTERS,
    STATISTICS,
    WRAPPERS,
    Kind,
    side_of_name,
    side_of_text,
)
from pytest_mlgate.checks.leakage._flow.values import (
    CHECKPOINT,
    EARLY,
    EMPTY,
    FALSE,
    ONCE,
    OPAQUE,
    POSITIONS,
    RESIDUAL,
    SOURCE,
    SPLITTER,
    STRING,
    Estimator,
    Event,
    Value,
    flat,
    joined,
    text_of,
)

CONCATENATES = frozenset(
    {"concat", "concatenate", "cat", "vstack", "row_stack", "append", "union", "unionAll", "hstack",
     "column_stack", "c_", "stack"}
)  # fmt: skip
_MAKES = re.compile(r"^(array|asarray|stack|vstack|DataFrame|Series|tensor|from_numpy)$")
_READS = re.compile(
    rf"^(read_|load|fetch_|from_csv|scan_|genfromtxt|open|imread|get_data)|{_MAKES.pattern}"
)
_PLAIN = frozenset(
    {"print", "len", "range", "trange", "int", "float", "str", "bool", "isinstance", "type",
     "id", "repr",
     "display", "show", "hasattr", "format", "round_", "input", "help", "dir", "exit",
     "set_option", "Compose"}
)  # fmt: skip
_PATHS = frozenset({"join", "Path", "abspath", "expanduser", "resolve", "format", "joinpath"})
_EMPTY = frozenset({"zeros", "ones", "empty", "eye", "identity", "zeros_like", "ones_like"})
_RANGES = frozenset(
    {"arange", "linspace", "logspace", "geomspace", "product", "ParameterGrid", "date_range",
     "bdate_range", "period_range", "timedelta_range"}
)  # fmt: skip
_PASSES = frozenset({"list", "tuple", "sorted", "reversed", "iter", "tqdm"})
_SMALL = re.compile(r"^(plot|plt|hist|scatter|show|figure|subplot|legend|title|savefig|xlabel)")


class Library(Assembling):
    """Functions of libraries and methods of tables."""

    def function(self, node: ast.Call, name: str, dotted: str, given: Arguments) -> Value | None:
        """Return what a function or class that the file does not define gives."""
        if name in _PLAIN or name in _RANGES or _SMALL.match(name):
            return self._range(name, given)
        if name in _PATHS:
            said = [v for v in given.all if v is not None and v.text.startswith(STRING)]
            if text := text_of(said):
                return Value(text=text)
        if name == "dict" and all(key != "**" for key in given.named):
            return _dictionary(given)
        if name in _EMPTY:
            value = self.fresh()
            value.text = EMPTY
            return value
        if name == "Subset" and len(given.positional) > 1:
            return self.subset(given)
        if name in SPLITTERS:
            self.rules.estimators += 1
            number = next((k.value for k in node.keywords if k.arg == "n_splits"), None)
            once = isinstance(number, ast.Constant) and number.value == 1
            return Value(text=SPLITTER + name + (ONCE if once else ""))
        if name in SPLIT_FUNCTIONS:
            return self._divided(node, name, given)
        if name in CROSS_VALIDATIONS or (name == "cv" and dotted.split(".")[0] in _BOOSTERS):
            return self._cross_validated(node, name, given)
        if name in CONTAINERS or name in WRAPPERS:
            return self._container(node, name, given)
        if name in KIND_OF:
            ours = dotted.split(".")[0] in {*LIBRARIES, ""} and not dotted.startswith(".")
            return self.construct(node, name, KIND_OF[name] if ours else Kind.STATELESS, given)
        if name == "train" and dotted.split(".")[0] in _BOOSTERS:
            return self._boosted(node, dotted, given)
        if METRICS.fullmatch(name):
            return self._metric(node, name, given)
        if EARLY_STOPPING.fullmatch(name):
            return Value(text=EARLY if name != "ModelCheckpoint" else _saves_best(given))
        if (found := self._transforming(node, name, dotted, given)) is not None:
            return found
        if name in CONCATENATES:
            return self.concatenated(node, name, given)
        if name in {"enumerate", "zip", "next", "map"} or name in _PASSES:
            return self.iterated(node, name, given)
        if name == "sum" and any(v and v.text == RESIDUAL and v.by for v in given.positional[:1]):
            return self.statistic(node, given.positional[0], name)
        if name in STATISTICS and given.positional and along_rows(node, name):
            return self.statistic(node, given.positional[0], f"{dotted or name}")
        if MODEL_NAME.search(name) and name[:1].isupper():
            return self.construct(node, name, Kind.MODEL, given)
        found = joined(given.all)
        if found is not None and not found.rows and found.all_events and _MAKES.match(name):
            found.rows = self.fresh().rows  # of a list that was filled row by row
        if found is not None and (found.rows or found.all_events or found.by or found.judged):
            found.estimator = next(
                (v.estimator for v in flat(given.positional) if v and v.estimator), None
            )
            parts = [value.rows for value in flat(given.all) if value is not None]
            if straddled(found.rows) is not None and not any(map(straddled, parts)):
                found.text = OPAQUE
            return found if not found.estimator or found.rows else Value(estimator=found.estimator)
        return self._source(node, name, found, given)

    def _boosted(self, node: ast.Call, dotted: str, given: Arguments) -> Value:
        """Return the model that a training function of a booster gives."""
        value = self.construct(node, dotted, Kind.MODEL, given)
        watched = {"evals": given.get(3, "evals", "valid_sets")}
        data = Arguments([given.get(1, "dtrain", "train_set", "pool")], {**given.named, **watched})
        self.method(node, value, "fit", data)
        return value

    def _range(self, name: str, given: Arguments) -> Value | None:
        if name in {"range", "trange", "int", "float", "str"} or name in _RANGES:
            loops = frozenset().union(*(v.loops for v in given.positional if v is not None))
            if name in {"range", "trange"}:
                return Value(loops=loops, text=POSITIONS)
            return Value(loops=loops) if loops else None
        return None

    def _source(
        self, node: ast.Call, name: str, found: Value | None, given: Arguments
    ) -> Value | None:
        """Return data that come from outside, divided by the name of the file if it says so."""
        if found is not None and found.loops and not _READS.match(name):
            return found
        value = self.fresh()
        value.text = SOURCE
        if (_READS.match(name) or name[:1].isupper()) and node.args:
            side = side_of_name(_file_name(node.args[0]))
            said = given.positional[0] if given.positional else None
            if not side and said is not None and said.text.startswith(STRING):
                side = side_of_text(said.text.removeprefix(STRING))
            if not side:
                side = side_of_name(_last_name(node.args[0]))
            if side and node not in self.no_parts:
                if side == TEST:
                    self.read_as_test.update((path[0], node) for path in value.rows)
                self.read_as(value, side)
        return value

    def _divided(self, node: ast.Call, name: str, given: Arguments) -> Value:
        """Return the parts that a splitting function makes."""
        arrays = _arrays(given)
        if name == "random_split":
            arrays = arrays[:1]
        seed = given.named.get("random_state")
        split = Split(node, name, varied=seed.loops if seed is not None else frozenset())
        self.rules.divided(split, arrays)
        wanted, self.expected = self.expected, []
        parts: list[Value | None] = []
        if {side_of_name(name) for name in wanted} >= {TRAIN, TEST}:
            sources = {path[0] for value in arrays if value is not None for path in value.rows}
            self.misnamed |= {self.read_as_test[s] for s in sources if s in self.read_as_test}
        for value in arrays:
            named = [_side_said(name) for name in wanted[len(parts) : len(parts) + 2]]
            divided = value is not None and any(True for _ in all_sides(value.rows))
            for side in _sides_said(named) if divided else (TRAIN, _sides_said(named)[1]):
                if value is None or not value.rows:
                    parts.append(Value(side=(split, side)))  # positions of rows
                    continue
                part = value.derived(rows=tagged(value.rows, split, side))
                part.subset, part.text = False, ""
                parts.append(part)
        return Value(items=parts)

    def folds(self, node: ast.Call, name: str, given: Arguments) -> Value:
        """Return the folds of a splitter: one pair of index arrays stands for all."""
        pairs = self.folds_of(node, name)
        pair = pairs[0]
        if pair is not None and pair.items and pair.items[0] and pair.items[0].side:
            self.rules.divided(pair.items[0].side[0], given.positional)
        return Value(items=pairs)

    def _cross_validated(self, node: ast.Call, name: str, given: Arguments) -> Value | None:
        data = given.get(1, "X", "dtrain", "train_set")
        estimator = given.get(0, "estimator")
        split = Split(node, name, folds=True)
        self.rules.divided(split, [data])
        by = estimator.estimator if estimator is not None else None
        if by is not None:
            for more in ("fit_params", "params"):
                self._watches_in_folds(node, by, given.named.get(more))
        return Value(loops=by.loops if by else frozenset())

    def _watches_in_folds(self, node: ast.Call, by: Estimator, given: Value | None) -> None:
        """Judge early stopping that arguments for fitting inside the folds ask for."""
        if given is not None and given.items is not None and given.keys is not None:
            named = dict(zip(given.keys, given.items, strict=False))
            named = {name.rpartition("__")[2]: value for name, value in named.items()}
            self._watches(node, by, Value(), Arguments([], named))

    def _container(self, node: ast.Call, name: str, given: Arguments) -> Value:
        """Return a pipeline or the like: a model when it ends in one, else what its parts learn."""
        parts = [v.estimator for v in flat(given.all) if v is not None and v.estimator is not None]
        kinds = [part.kind for part in parts]
        if name in WRAPPERS or (kinds and kinds[-1] in {Kind.MODEL, Kind.SEARCH}):
            kind = Kind.MODEL
        else:
            learning = [k for k in kinds if k in LEARNING]
            kind = learning[0] if learning else Kind.STATELESS if kinds else Kind.MODEL
        value = self.construct(node, name, kind, given)
        assert value.estimator is not None
        for part in parts:
            value.estimator.loops |= part.loops
            value.estimator.learned |= part.learned
        return value

    def _metric(self, node: ast.Call, name: str, given: Arguments) -> Value | None:
        found = joined(given.all)
        if found is None:
            return None
        by = found.by
        if by:
            predicted = next(v for v in flat(given.all) if v is not None and v.by)
            rows = predicted.rows or found.rows
            loops = found.loops if name not in CURVES else frozenset()
            judged = Value(rows=rows, events=predicted.events, subset=predicted.subset)
            judged.via = predicted.via
            self.judge(node, judged, by, loops)
        return Value(judged=found.rows, by=by, loops=found.loops)

    def _transforming(
        self, node: ast.Call, name: str, dotted: str, given: Arguments
    ) -> Value | None:
        """Return what a function that learns and transforms at once gives."""
        data = given.positional[0] if given.positional else given.named.get("X")
        package = dotted.split(".")[0]
        if name in SCALING_FUNCTIONS and package in {"", "sklearn", "scipy"} and data is not None:
            if not data.rows or "lmbda" in given.named:
                return None
            event = Event(Kind.SCALE, node, name, data.rows, data.via[-1] if data.via else "")
            self.rules.fitted(event)
            found = data.derived()
            found.events = data.all_events | {event}
            return found
        if name in SELECTING_FUNCTIONS and data is not None and data.rows:
            source = data.via[-1] if data.via else ""
            event = Event(Kind.SELECT, node, name, data.rows, source, supervised=True)
            return Value(events=frozenset({event}))
        if name in TESTS and package in {"", "scipy"}:
            values = [value for value in flat(given.all) if value is not None and value.rows]
            if not values or any(value.by for value in values):
                return None
            return Value(events=frozenset({test_event(node, name, values, self.rules.is_open)}))
        if name in RESAMPLING_FUNCTIONS and package in {"", "sklearn"} and data is not None:
            return self._bootstrapped(node, name, data)
        return None

    def _bootstrapped(self, node: ast.Call, name: str, data: Value) -> Value:
        replace = next((k.value for k in node.keywords if k.arg == "replace"), None)
        found = data.derived(subset=True)
        if isinstance(replace, ast.Constant) and replace.value is False:
            return found
        event = Event(Kind.OVERSAMPLE, node, name, data.rows, data.via[-1] if data.via else "")
        found.events |= {event}
        return found


_BOOSTERS = frozenset({"xgboost", "lightgbm", "catboost", "xgb", "lgb", "lgbm"})


def _saves_best(given: Arguments) -> str:
    """Return what a callback that saves epochs is: it may save each, and choose none."""
    asked = [given.named[name] for name in ("save_best_only", "monitor") if name in given.named]
    return CHECKPOINT if asked and (asked[0] is None or asked[0].text != FALSE) else ""


def _dictionary(given: Arguments) -> Value:
    """Return what ``dict(a=1)`` and ``dict(other, a=1)`` give."""
    copied = [value for value in given.positional if value is not None and value.keys is not None]
    pairs: dict[str, Value | None] = {}
    for value in copied:
        pairs.update(zip(value.keys or (), value.items or (), strict=False))
    pairs.update(given.named)
    if given.positional and not copied:
        return joined(given.all) or Value()
    return Value(items=list(pairs.values()), keys=list(pairs))


def _side_said(name: str) -> str:
    """Return the side that an output of a split is called by, also ``val_files``."""
    return side_of_name(name) or side_of_name(
        re.sub(r"_?(file)?(name|path|file|url|dir)s?$", "", name)
    )


def _sides_said(named: list[str]) -> tuple[str, str]:
    """Return the sides of two outputs: of ``X_val, X_test`` neither is for training."""
    if set(named) == {VALIDATION, TEST}:
        return named[0], named[1]
    return TRAIN, VALIDATION if named[1:] == [VALIDATION] else TEST


def _arrays(given: Arguments) -> list[Value | None]:
    """Return the arrays that a splitting function is given."""
    positional = [
        item
        for value in given.positional
        for item in (value.items if value is not None and value.items else [value])
    ]
    return positional + [given.named[name] for name in ("arrays", "X", "y") if name in given.named]


def _file_name(node: ast.expr) -> str:
    """Return the last part of a path that is written out, empty where it is not."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            name = re.split(r"[/\\]", part.value)[-1]
            if stem := re.sub(r"\.\w+(\.\w+)?$", "", name):
                return stem
    return ""


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def along_rows(node: ast.Call, name: str) -> bool:
    """Whether a statistic is taken over rows, not inside each row."""
    for argument in node.args[:2]:
        if isinstance(argument, ast.Constant) and argument.value in (1, 2, 3, "columns"):
            return name in {"quantile", "percentile", "nanpercentile"}
    for keyword in node.keywords:
        if keyword.arg in {"axis", "dim"}:
            value = keyword.value
            if isinstance(value, ast.UnaryOp):
                return False
            return not (isinstance(value, ast.Constant) and value.value in {1, 2, 3, "columns"})
    return not (name in {"min", "max"} and len(node.args) > 1)
