"""What scores and tests choose, and rows that are put beside their own copies."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pytest_mlgate.checks.leakage._flow.rows import Split, covers
from pytest_mlgate.checks.leakage._flow.tables import Kind, words
from pytest_mlgate.checks.leakage._flow.values import NO_EVENTS, SLICE, SOURCE, Event, Events, Value

CORRELATIONS = words("pearsonr spearmanr kendalltau pointbiserialr weightedtau somersd")
"""Tests of SciPy that compare one variable with another."""
TESTS = CORRELATIONS | words(
    "ttest_ind f_oneway levene bartlett kruskal mannwhitneyu ranksums ks_2samp chi2_contingency "
    "fisher_exact"
)
"""Tests of SciPy, most of which compare the rows of one label with those of another."""
_STACKS = words("stack hstack column_stack c_")
"""Functions that put arrays beside each other, not below."""


def selections(value: Value | None) -> Events:
    """Return the selections of features that a value carries."""
    if value is None:
        return NO_EVENTS
    return frozenset(event for event in value.all_events if event.kind is Kind.SELECT)


def choosing(node: ast.Compare, parts: list[Value | None]) -> Events:
    """Return the selections that a comparison decides by: of scores, or of chosen names.

    Rows whose features were selected are compared as rows, which selects no features.
    """
    among = isinstance(node.ops[0], (ast.In, ast.NotIn))
    found = map(selections, parts[1:]) if among else map(_scores, parts)
    return NO_EVENTS.union(*found)


def _scores(value: Value | None) -> Events:
    """Return the selections of scores, also of tables of scores, but not of selected data."""
    if value is None:
        return NO_EVENTS
    own = {path[0] for path in value.rows}
    return frozenset(
        event for event in selections(value) if not own & {path[0] for path in event.rows}
    )


def test_event(
    node: ast.Call, name: str, values: list[Value], is_open: Callable[[Split], bool]
) -> Event:
    """Return what a statistical test of columns learns: with labels it selects features."""
    data = values[0]
    rows = data.rows
    if len({value.rows for value in values}) > 1:  # the rows of each label by themselves
        rows = frozenset(
            path[:-1] if isinstance(path[-1], tuple) and is_open(path[-1][0]) else path
            for path in rows
        )
    supervised = name not in CORRELATIONS or any(value.label for value in values)
    return Event(
        Kind.SELECT if supervised else Kind.TABLE,
        node,
        name,
        rows,
        data.via[-1] if data.via else "",
        supervised=supervised,
    )


def moved_rows(left: Value | None, right: Value | None) -> Value | None:
    """Return the value whose rows arithmetic with numbers repeats, changed a little."""
    data = [value for value in (left, right) if value is not None and value.rows]
    if len(data) > 1:
        data = [value for value in data if value.text != SOURCE]  # noise
    if len(data) != 1 or data[0].subset or data[0].by:
        return None
    return data[0].copied or data[0]


def by_column(node: ast.Call, name: str) -> bool:
    """Whether a call puts tables side by side instead of one below the other."""
    if name in _STACKS:
        return True
    axis = next((k.value for k in node.keywords if k.arg in {"axis", "dim"}), None)
    if axis is None and len(node.args) > 1 and not isinstance(node.args[-1], ast.Name):
        axis = node.args[-1]
        if not isinstance(axis, (ast.Constant, ast.UnaryOp)):
            return False
    if axis is None:
        return False
    return not (isinstance(axis, ast.Constant) and axis.value in {0, "index", "rows"})


def repeated(values: list[Value]) -> Value | None:
    """Return what is there twice among tables that are put below each other."""
    seen: set[int] = set()
    for value in values:
        origin = id(value.copied or value)
        if origin in seen and not value.subset:
            return value
        seen.add(origin)
    part = [value.subset or value.text == SLICE for value in values]
    whole = [v for v, is_part in zip(values, part, strict=True) if not is_part]
    for value, is_part in zip(values, part, strict=True):
        others = [w for w in whole if w is not value]
        if is_part and any(covers(w.rows, value.rows) for w in others):
            return value
        if value.loops and any(_within(value, w) for w in others):  # made one by one
            return value
    return None


def _within(value: Value, whole: Value) -> bool:
    """Whether rows were made of some rows of a whole, such as of those with one label."""
    return bool(value.rows) and all(
        any(len(path) > len(own) and path[: len(own)] == own for own in whole.rows)
        for path in value.rows
    )
