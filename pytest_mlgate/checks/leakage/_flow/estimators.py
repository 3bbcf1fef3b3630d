"""What calling a method of an estimator does."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

from pytest_mlgate.checks.leakage._flow.expressions import Expressions
from pytest_mlgate.checks.leakage._flow.judging import Score
from pytest_mlgate.checks.leakage._flow.rows import NO_ROWS, TEST, TRAIN, Split
from pytest_mlgate.checks.leakage._flow.tables import (
    EARLY_STOPPING,
    EVALUATION_SETS,
    LEARNING,
    UNSUPERVISED_SELECTORS,
    Kind,
)
from pytest_mlgate.checks.leakage._flow.values import (
    CHECKPOINT,
    EARLY,
    NO_EVENTS,
    OPAQUE,
    SEVERAL,
    SLICE,
    WINDOW,
    Estimator,
    Event,
    Fitted,
    Value,
    flat,
    joined,
)

FITS = frozenset(
    {"fit", "partial_fit", "fit_generator", "fit_on_texts", "adapt", "train", "learn",
     "fit_one_cycle"}
)  # fmt: skip
RESAMPLES = frozenset({"fit_resample", "fit_sample"})
TRANSFORMS = frozenset({"transform", "texts_to_sequences", "texts_to_matrix", "encode"})
PREDICTS = frozenset(
    {"predict", "predict_proba", "predict_log_proba", "decision_function", "predict_classes",
     "predict_generator", "staged_predict", "forecast"}
)  # fmt: skip
_SEEDS = frozenset({"random_state", "seed", "random_seed", "rng"})
"""Parameters that a loop may vary without choosing anything."""
_STOPS, _SAVES, _KEEPS = (
    "stops training by",
    "saves the epoch that is best on",
    "keeps the round that is best on",
)
SCORES = frozenset({"score", "evaluate", "evaluate_generator", "evals_result"})


class Arguments(NamedTuple):
    """Evaluated arguments of a call."""

    positional: list[Value | None]
    named: Mapping[str, Value | None]

    def get(self, at: int, *names: str) -> Value | None:
        """Return an argument by position or by one of its names."""
        if at < len(self.positional):
            return self.positional[at]
        return next((self.named[name] for name in names if name in self.named), None)

    @property
    def all(self) -> list[Value | None]:
        """All of them."""
        return [*self.positional, *self.named.values()]


class Estimators(Expressions):
    """Methods of estimators."""

    def construct(self, node: ast.Call, name: str, kind: Kind, given: Arguments) -> Value:
        """Return a new estimator."""
        self.rules.estimators += 1
        known = [value for value in flat(given.all) if value is not None]
        tried = [
            value.loops
            for value in flat([*given.positional, *_parameters(given.named)])
            if value is not None and value.estimator is None
        ]
        estimator = Estimator(
            name,
            kind,
            node,
            loops=frozenset().union(*tried),
            learned=frozenset().union(*(value.all_events for value in known if not value.rows)),
            stops_early=_stops_early(given),
        )
        return Value(estimator=estimator)

    def method(self, node: ast.Call, value: Value, name: str, given: Arguments) -> Value | None:
        """Return what a method of an estimator gives."""
        estimator = value.estimator
        assert estimator is not None
        frame = given.named.get("training_frame")  # H2O names columns by position
        frame = frame or given.get(0, "X", "x", "texts", "data", "dataset", "X_train", "df")
        if frame is not None and frame.items and not any(v and v.rows for v in flat([frame])):
            frame.rows = self.fresh().rows  # a list that was filled row by row
        data = joined([frame])
        if name in FITS:
            self._fit(node, estimator, data, given, name)
            return value
        if name in RESAMPLES:
            return self._resampled(node, estimator, data, given)
        if name in {"fit_transform", "fit_predict"}:
            self._fit(node, estimator, data, given, name)
            return self._transformed(estimator, data)
        if name == "inverse_transform":
            return data.derived() if data is not None else None
        if name in TRANSFORMS:
            return self._transformed(estimator, data)
        if name in PREDICTS or (name in {"__call__", "forward"} and estimator.kind is Kind.MODEL):
            return self._predicted(estimator, data)
        if name in SCORES:
            return self._scored(node, estimator, data)
        if name in {"set_params"}:
            given_values = [*given.positional, *_parameters(given.named)]
            loops = [v.loops for v in flat(given_values) if v is not None]
            estimator.loops = estimator.loops.union(*loops)
            return value
        if estimator.fitted is not None and estimator.kind in LEARNING:
            return Value(events=frozenset({estimator.fitted}))  # get_support, get_feature_names_out
        return value

    def _fit(
        self, node: ast.Call, estimator: Estimator, data: Value | None, given: Arguments, name: str
    ) -> None:
        labels = joined([given.get(1, "y", "Y", "y_train")])
        rows = data.rows if data is not None and data.text not in {OPAQUE, WINDOW} else NO_ROWS
        supervised = labels is not None and bool(labels.rows or labels.label)
        if labels is not None and data is not None and (labels.by or labels.via == data.via):
            supervised = False  # a model of another model's predictions, an autoencoder
        kind = estimator.kind
        if kind is Kind.SELECT and estimator.name in UNSUPERVISED_SELECTORS:
            supervised = False
        event = Event(
            kind,
            node,
            f"{estimator.name}.{name}",
            rows,
            data.via[-1] if data is not None and data.via else "",
            supervised=supervised and kind in {Kind.SELECT, Kind.TARGET, Kind.SEARCH, Kind.MODEL},
            label_only=data is not None and data.label,
            seen=data.all_events | data.chosen if data is not None else frozenset(),
        )
        estimator.fitted = event
        estimator.saw = data.all_events if data is not None else NO_EVENTS
        if data is None:
            return
        self._uses_side(data, TRAIN)
        if kind in LEARNING and not data.by:
            self.rules.fitted(event)
        elif kind is Kind.SEARCH:
            self.rules.searched(
                node, estimator.name, data, Split(node, f"{estimator.name}.fit", folds=True)
            )
        self._watches(node, estimator, data, given)

    def _watches(self, node: ast.Call, estimator: Estimator, data: Value, given: Arguments) -> None:
        """Judge validation inside the training of a model."""
        if "validation_split" in {keyword.arg for keyword in node.keywords}:
            self.rules.divided(Split(node, "validation_split", folds=True), [data])
        for watched in flat([given.named.get("validation_data")]):
            looped = not estimator.loops.isdisjoint(self.loops)
            if watched is not None and watched.rows and not watched.label and not looped:
                self.rules.watched(node, estimator, watched.rows)
        does = estimator.stops_early or _stops_early(given)
        if estimator.name.startswith("CatBoost") and "use_best_model" not in given.named:
            does = does or _KEEPS
        if not does:
            return
        for name in (one for one in given.named if one in EVALUATION_SETS):
            for watched in flat([given.named[name]]):
                if watched is not None and watched.rows and not watched.label:
                    said = f"{estimator.name}.fit({name}=...)"
                    self.rules.stops_early(node, said, does, watched)

    def _resampled(
        self, node: ast.Call, estimator: Estimator, data: Value | None, given: Arguments
    ) -> Value | None:
        labels = given.get(1, "y")
        if data is None:
            return None
        event = Event(
            estimator.kind,
            node,
            f"{estimator.name}.fit_resample",
            data.rows,
            data.via[-1] if data.via else "",
        )
        estimator.fitted = event
        found = data.derived()
        other = labels.derived() if labels is not None else Value(rows=data.rows)
        other.label = True
        if estimator.kind is Kind.OVERSAMPLE:
            found.events |= {event}
            other.events |= {event}
        return Value(items=[found, other])

    def _transformed(self, estimator: Estimator, data: Value | None) -> Value | None:
        event = estimator.fitted
        if data is None:
            return None
        found = data.derived()
        found.columns = None
        found.events = data.all_events
        if event is not None and estimator.kind in LEARNING:
            self.rules.applied(event, data)
            found.events |= {event}
            found.loops |= estimator.loops
        return found

    def _predicted(self, estimator: Estimator, data: Value | None) -> Value | None:
        if data is None:
            return Value(by=frozenset({(estimator, estimator.fitted)}), loops=estimator.loops)
        self._uses_side(data, TEST)
        self.rules.predicted(data.rows)
        found = data.derived()
        if estimator.kind not in LEARNING:
            found.by |= {(estimator, estimator.fitted)}
        found.loops |= estimator.loops
        found.label = False
        if estimator.fitted is not None and estimator.kind is Kind.PROJECT:
            found.events |= {estimator.fitted}
        return found

    def _scored(self, node: ast.Call, estimator: Estimator, data: Value | None) -> Value | None:
        if data is None:
            return None
        self._uses_side(data, TEST)
        by = frozenset({(estimator, estimator.fitted)})
        self.judge(node, data, by, estimator.loops | data.loops)
        return Value(judged=data.rows, by=by, loops=estimator.loops)

    def _uses_side(self, data: Value, side: str) -> None:
        """Count the use of a slice by a model as one side of a split by position."""
        if data.text == SLICE:
            for path in data.rows:
                part = path[-1]
                if isinstance(part, tuple) and part[1] == side:
                    self.rules.side_seen(part[0], side)

    def judge(
        self,
        node: ast.expr,
        data: Value,
        by: frozenset[Fitted],
        loops: frozenset[ast.AST] = frozenset(),
    ) -> None:
        """Count a score on some rows."""
        self.rules.judged_apart(node, data.events, by)
        around = {loop: self.rounds.get(loop, SEVERAL) for loop in self.loops}
        partial = data.subset or data.text in {SLICE, OPAQUE, WINDOW}
        loops &= frozenset(self.loops)
        self.rules.judged(Score(node, data.rows, by, loops, around, partial, data.via))


def _parameters(named: Mapping[str, Value | None]) -> list[Value | None]:
    """Return named arguments without seeds, also without those inside ``**settings``."""
    found: list[Value | None] = []
    for name, value in named.items():
        if name in _SEEDS:
            continue
        if name in {"**", ""} and value is not None and value.keys is not None:
            found += _parameters(dict(zip(value.keys, value.items or (), strict=False)))
        else:
            found.append(value)
    return found


def _stops_early(given: Arguments) -> str:
    """Return in words what arguments let a watched part decide, empty for nothing."""
    texts = {value.text for value in flat(given.all) if value is not None}
    keys = {key for value in given.all if value is not None for key in value.keys or ()}
    if EARLY in texts:
        return _STOPS
    said = [name for name in (*given.named, *keys) if EARLY_STOPPING.search(name)]
    if said:
        return _KEEPS if said == ["use_best_model"] else _STOPS
    return _SAVES if CHECKPOINT in texts else ""
