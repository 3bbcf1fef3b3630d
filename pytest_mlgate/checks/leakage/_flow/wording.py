"""Words of the findings."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.leakage._flow.rows import Split
from pytest_mlgate.checks.leakage._flow.tables import LEARNING, Kind
from pytest_mlgate.checks.leakage._flow.values import Event

SPLIT_FIRST = "Split first and fit on the training part alone; a Pipeline does that by itself."
REMEDIES = {
    "L1": SPLIT_FIRST,
    "L2": "Fit on the training part alone, and transform the other part with the result.",
    "L3": "Use what was fitted on the training part: transform, not fit_transform.",
    "L4": "Select and encode inside the folds: make it a step of a Pipeline.",
    "L5": "Compute the statistic on the training part and use it for both parts.",
    "L6": "Choose on a validation part or by cross-validation; use the test part once, at the end.",
    "L7": "Split first and oversample the training part alone (imblearn's Pipeline does).",
    "L8": "Choose between models by cross-validation, and judge the chosen one on the test part.",
    "L9": "Fit on the training part alone before the test part judges the model.",
}


def rule_of(event: Event) -> str:
    """Return the rule that an event breaks when its rows are divided afterwards."""
    match event.kind:
        case Kind.SELECT | Kind.TARGET | Kind.GROUP_TARGET:
            return "L4" if event.supervised else "L1"
        case Kind.OVERSAMPLE:
            return "L7"
        case Kind.STATISTIC:
            return "L5"
        case Kind.SEARCH:
            return "L6"
        case kind if kind in LEARNING:
            return "L1"
        case _:
            return ""


def learned_across(event: Event, split: Split) -> str:
    """Say what was learned from rows that a split divides."""
    what = {
        Kind.OVERSAMPLE: "copies rows",
        Kind.STATISTIC: "is computed from all rows",
        Kind.GROUP_TARGET: "averages the target of all rows",
        Kind.SEARCH: "chooses on all rows",
    }.get(event.kind, "learns from all rows")
    labels = " and their labels" if event.supervised and event.kind is Kind.SELECT else ""
    where = f" of {event.source}" if event.source else ""
    then = "validates on parts of them" if split.folds else "divides them"
    return f"{what}{where}{labels}, and {at(split)} {then}"


def at(split: Split) -> str:
    """Say which split it is, and where."""
    if getattr(split.node, "lineno", None) is None:
        return split.name
    return f"{split.name} in {line_of(split.node)}"


def line_of(node: ast.AST) -> str:
    """Return a mark that the check replaces by the place that readers see."""
    return f"<line {getattr(node, 'lineno', 0)}>"
