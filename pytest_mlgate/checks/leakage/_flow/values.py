"""What the interpreter knows about a value."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_mlgate.checks.leakage._flow.rows import NO_ROWS, Rows, Side, Split, in_order, widest
from pytest_mlgate.checks.leakage._flow.tables import CONTAINERS, MODEL_NAME, Kind

RESIDUAL = "residual"
"""Text of a value that compares predictions with what was observed."""
INTEGER, STRING = "integer ", "string "
"""Texts of constants, before their value."""
POSITIONS = "positions"
"""Text of a range, and of a loop variable that goes through one."""
INDEX = "index"
"""Text of the index of a table."""
ONCE = " once"
"""End of the text of a splitter that divides a single time, which is no cross-validation."""
OPAQUE = "opaque"
"""Text of what an unknown function made of both parts of a split, perhaps keeping them apart."""
WINDOW = "window"
"""Text of one row or a few at a time: what is learned from them is no more than they are."""
TRUE, FALSE, NONE = "true", "false", "none"
CONSTANTS = frozenset({TRUE, FALSE, NONE})
"""Texts of constants that choose a branch."""
SLICE = "slice"
"""Text of rows that were chosen by position."""
SPLITTER = "splitter "
"""Text of a splitter, before its name."""
CLASS = "class "
"""Text of a class of a library that is handed around, before its name."""
EARLY, CHECKPOINT = "early", "checkpoint"
"""Texts of what stops training early, and of what saves the best epoch of it."""
ENUMERATED = "enumerated"
"""Text of what `enumerate` gives."""
EMPTY = "empty"
"""Text of an array of zeros, into which something is to be added."""
SOURCE = "source"
"""Text of data as they come from outside."""


_LASTING = frozenset({RESIDUAL, SLICE, OPAQUE, WINDOW})


@dataclass(frozen=True, eq=False, slots=True)
class Event:
    """Something that was learned from rows.

    Parameters
    ----------
    kind:
        What learned.
    node:
        The call.
    name:
        What a reader would call it, such as ``StandardScaler.fit_transform``.
    rows:
        What it learned from.
    source:
        The variable it learned from, empty where there is none.
    supervised:
        Whether it saw the labels.
    label_only:
        Whether it saw nothing but labels.
    seen:
        What tells the features of this fit from those of another: transformers and columns.
    """

    kind: Kind
    node: ast.expr
    name: str
    rows: Rows
    source: str = ""
    supervised: bool = False
    label_only: bool = False
    seen: frozenset[object] = frozenset()


Events = frozenset[Event]
NO_EVENTS: Events = frozenset()
MOST_EVENTS = 48
"""A value remembers no more than this many, which keeps long notebooks linear."""
MOST_PATHS = 24
SEVERAL = 3
"""Rounds of a loop of which nobody can tell how many there are."""


@dataclass(eq=False, slots=True)
class Estimator:
    """An object that can be fitted.

    Parameters
    ----------
    name:
        Class name.
    kind:
        What fitting it does.
    node:
        Where it is made.
    fitted:
        What it was fitted on last.
    loops:
        Loops whose variables chose its parameters.
    learned:
        What its parameters were learned from.
    stops_early:
        What its constructor lets a watched part decide, in words; empty for nothing.
    saw:
        What the data carried that it was fitted on last.
    """

    name: str
    kind: Kind
    node: ast.AST
    fitted: Event | None = None
    loops: frozenset[ast.AST] = frozenset()
    learned: Events = NO_EVENTS
    stops_early: str = ""
    saw: Events = NO_EVENTS


Fitted = tuple[Estimator, Event | None]
"""An estimator, and what it was fitted on when it predicted."""


@dataclass(eq=False, slots=True)
class Value:
    """One value; names that are bound to the same object share it.

    Parameters
    ----------
    rows:
        The rows of data it consists of.
    events:
        What it carries that was learned from rows.
    columns:
        Column -> events of that column alone, where columns are assigned by name.
    items:
        Elements of a tuple, list or dictionary display.
    attributes:
        Attributes of an instance of a class of the file.
    estimator, function, owner:
        What is called; `owner` is the instance of a bound method or the class itself.
    statistic:
        The event whose result it is: a mean, a median, a table of them.
    side:
        For an array of indices: the side of the split that it selects.
    grouped:
        Key of the grouping it stands for: ``"group"`` or ``"window"``.
    subset:
        Whether it is a part of the rows of another value that a condition or slice chose.
    label:
        Whether it is what is predicted.
    judged:
        Rows on which it was scored, when it is a score.
    by:
        Estimators that predicted it, each with what it was fitted on then.
    loops:
        Loops on whose variables it depends.
    chosen:
        Columns that were chosen, by name or by the loop whose variable names them.
    via:
        Names it went through.
    text:
        What it is where it is no data: a splitter, a sign of early stopping.
    at:
        Where it was last bound to a name.
    copied:
        The value whose rows it repeats one by one.
    """

    rows: Rows = NO_ROWS
    events: Events = NO_EVENTS
    columns: dict[str, Events] | None = None
    items: list[Value | None] | None = None
    keys: list[str] | None = None
    attributes: dict[str, Value | None] | None = None
    estimator: Estimator | None = None
    function: ast.AST | None = None
    owner: Value | None = None
    statistic: Event | None = None
    side: Side | None = None
    grouped: str = ""
    subset: bool = False
    label: bool = False
    judged: Rows = NO_ROWS
    by: frozenset[Fitted] = frozenset()
    loops: frozenset[ast.AST] = frozenset()
    chosen: frozenset[object] = frozenset()
    via: tuple[str, ...] = ()
    text: str = ""
    at: ast.expr | None = None
    copied: Value | None = None

    @property
    def all_events(self) -> Events:
        """What the value carries in any column, and what it is itself."""
        found = self.events
        if self.columns:
            found = found.union(*self.columns.values())
        return found | {self.statistic} if self.statistic else found

    def derived(self, *, rows: Rows | None = None, subset: bool = False) -> Value:
        """Return a value computed from this one alone, row by row."""
        return Value(
            rows=self.rows if rows is None else rows,
            events=self.events,
            columns=dict(self.columns) if self.columns else None,
            statistic=self.statistic,
            grouped=self.grouped,
            subset=subset or self.subset,
            label=self.label,
            judged=self.judged,
            by=self.by,
            loops=self.loops,
            chosen=self.chosen,
            via=self.via,
            text=self.text if self.text in _LASTING else "",
        )

    def absorb(self, other: Value, column: str = "", *, partly: bool = False) -> None:
        """Take over what another value carries that is stored into this one.

        Parameters
        ----------
        other:
            What is stored.
        column:
            The column that it becomes, empty where it is not known.
        partly:
            Whether other rows of that column keep what they have.
        """
        events = other.all_events
        if column:
            self.columns = self.columns or {}
            kept = self.columns.get(column, NO_EVENTS) if partly else NO_EVENTS
            self.columns[column] = limited(events | kept)
        else:
            self.events = limited(self.events | events)
        if not self.rows:
            self.rows = other.rows
        self.loops |= other.loops
        self.judged |= other.judged

    def named(self, name: str) -> None:
        """Remember that it was bound to a name."""
        if not self.via or self.via[-1] != name:
            self.via = (*self.via[-4:], name)


def placed(event: Event) -> tuple[object, ...]:
    """Return a key that sorts events by their place in the file, alike in every run."""
    rows = min(map(in_order, event.rows), default=())
    return (event.node.lineno, event.node.col_offset, event.name, len(event.rows), rows)


def limited(events: Events) -> Events:
    """Return the events, the latest only when there are very many."""
    if len(events) <= MOST_EVENTS:
        return events
    latest = sorted(events, key=placed)
    return frozenset(latest[-MOST_EVENTS:])


def joined(values: Iterable[Value | None]) -> Value | None:
    """Return a value computed from several, ``None`` when none of them is of interest."""
    known = [value for value in flat(values) if value is not None]
    if not known:
        return None
    if len(known) == 1:
        return known[0].derived()
    rows = widest(NO_ROWS.union(*(value.rows for value in known)))
    return Value(
        rows=frozenset(sorted(rows, key=in_order)[:MOST_PATHS]) if len(rows) > MOST_PATHS else rows,
        events=limited(NO_EVENTS.union(*(value.all_events for value in known))),
        statistic=None if rows else next((v.statistic for v in known if v.statistic), None),
        label=all(value.label for value in known if value.rows),
        judged=NO_ROWS.union(*(value.judged for value in known)),
        by=frozenset().union(*(value.by for value in known)),
        loops=frozenset().union(*(value.loops for value in known)),
        chosen=frozenset().union(*(value.chosen for value in known)),
        via=next((value.via for value in known if value.rows), ()),
        text=_text_of(known),
    )


def _text_of(values: list[Value]) -> str:
    if any(value.text == RESIDUAL for value in values):
        return RESIDUAL
    sliced = [value.text == SLICE for value in values if value.rows]
    return SLICE if sliced and all(sliced) else ""


def text_of(values: Iterable[Value | None]) -> str:
    """Return the text of strings that are put together, empty when there is none."""
    known = [value for value in values if value is not None]
    if any(value.rows or value.all_events for value in known):
        return ""
    parts = [v.text.removeprefix(STRING) for v in known if v.text.startswith(STRING)]
    return f"{STRING}{'/'.join(parts)}" if parts else ""


def class_of(name: str, dotted: str) -> Value | None:
    """Return a class of models that is handed around without being called, if it is one."""
    known = dotted.rpartition(".")[2] or name
    if MODEL_NAME.search(known) or known in CONTAINERS:
        return Value(text=f"{CLASS}{known}")
    return None


def key_text(key: Value | None) -> str:
    """Return a key of a dictionary where it is known, else an empty string."""
    known = key is not None and key.text.startswith(STRING)
    return key.text.removeprefix(STRING) if key is not None and known else ""


def key_of_round(number: int) -> str:
    """Return the key that stands for one that is computed."""
    return f"\0{number}"


def holds_model(value: Value | None) -> bool:
    """Whether models, classes of models or predictions are among the elements of a value."""
    return any(
        one is not None
        and (
            one.estimator is not None
            or one.text.startswith(CLASS)
            or any(event is not None for _, event in one.by)
        )
        for one in flat([value])
    )


def is_constant(value: Value | None) -> bool:
    """Whether a value is a constant or unknown, and no data."""
    return value is None or value.text in CONSTANTS or value.text.startswith((INTEGER, STRING))


def is_setting(value: Value | None) -> bool:
    """Whether a value is a constant, or computed in a loop from nothing but constants."""
    if is_constant(value):
        return True
    return value is not None and bool(value.loops) and not (
        value.rows or value.all_events or value.by or value.estimator or value.function
        or value.attributes
    )  # fmt: skip


def flat(values: Iterable[Value | None], depth: int = 3) -> Iterator[Value | None]:
    """Yield values, and the elements in the place of containers."""
    for value in values:
        if value is not None and value.items is not None and depth and not value.rows:
            yield from flat(value.items, depth - 1)
            if value.events:  # a list of names that something learned from rows chose
                yield Value(events=value.events)
        elif value is not None and value.attributes and depth and value.estimator is None:
            yield from flat(list(value.attributes.values()), depth - 1)  # a data set of the file
        else:
            yield value


@dataclass(eq=False, slots=True)
class Leak:
    """One finding, before the check decides what it means in that file."""

    rule: str
    node: ast.expr | ast.stmt
    message: str
    remedy: str
    split: Split | None = None
    via: tuple[str, ...] = ()
    warn: bool = False
    loop: ast.AST | None = None
