"""When a flow of data is a leak."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pytest_mlgate.checks.leakage._flow.rows import (
    TEST,
    TRAIN,
    Rows,
    Split,
    covers,
    crossed,
    held_out,
    inside_training,
    sides,
    straddled,
)
from pytest_mlgate.checks.leakage._flow.tables import (
    CATEGORIES_ONLY,
    LEARNING,
    Kind,
)
from pytest_mlgate.checks.leakage._flow.values import Event, Leak, Value

SPLIT_FIRST = "Split first and fit on the training part alone; a Pipeline does that by itself."
_REMEDIES = {
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


class Rules:
    """Collects the leaks of one file while it is interpreted."""

    def __init__(self) -> None:
        self.leaks: dict[int, Leak] = {}
        self.estimators = self.splits = 0
        self._waiting: dict[Split, list[tuple[Event, tuple[str, ...]]]] = {}
        self._one_sided: dict[Split, set[str]] = {}

    def fitted(self, event: Event) -> None:
        """Judge what a transformer was fitted on, as soon as it is."""
        if event.kind not in LEARNING or (event.kind is Kind.ENCODE and event.label_only):
            return
        split = straddled(self._settled(event.rows))
        if split is not None and TEST in {s for part, s in sides(event.rows) if part is split}:
            self._add(
                "L2", event, f"learns from the training and the test part of {at(split)}", split
            )
        elif (side := self._held_out(event.rows)) is not None:
            self._add("L3", event, f"is fitted on the {side[1]} part of {at(side[0])}", side[0])

    def _settled(self, rows: Rows) -> Rows:
        """Return rows without the sides of splits by position that are none."""
        if not self._one_sided:
            return rows
        return frozenset(
            tuple(
                part
                for part in path
                if not isinstance(part, tuple) or is_divided(part[0], self._one_sided)
            )
            for path in rows
        )

    def _held_out(self, rows: Rows) -> tuple[Split, str] | None:
        return held_out(self._settled(rows))

    def divided(self, split: Split, values: Iterable[Value | None]) -> None:
        """Judge what the rows that a split divides have learned from each other before."""
        self.splits += 1
        for value in values:
            if value is None:
                continue
            for event in value.all_events:
                if (value.label or event.label_only) and not event.supervised:
                    continue
                if covers(event.rows, value.rows):
                    self.across(event, split, value.via)

    def applied(self, event: Event, value: Value) -> None:
        """Judge what was learned from some rows and is applied to others."""
        split = crossed(event.rows, value.rows, self._doubtful())
        if split is not None and not event.label_only:
            self.across(event, split, value.via)

    def on_its_own(self, event: Event, value: Value) -> None:
        """Judge a statistic of the test part that scales the test part itself."""
        side = self._held_out(event.rows)
        if side is None or not side[0].explicit or value.label or event.label_only:
            return
        same = self._settled(event.rows) == self._settled(value.rows)
        if event.kind is Kind.STATISTIC and same and not side[0].folds:
            self._add("L3", event, f"scales the {side[1]} part of {at(side[0])}", side[0])

    def across(self, event: Event, split: Split, via: tuple[str, ...]) -> None:
        """Report an event that learned across a split."""
        rule = rule_of(event)
        if split.name.endswith(".fit") and _on_training_file(event):
            return
        if split.name == "validation_split" and _on_training_file(event):
            return  # the network is judged on the other file
        if not rule or (
            inside_training(self._settled(event.rows))
            and (not event.supervised and event.kind is not Kind.OVERSAMPLE)
        ):
            return
        if split in self._one_sided and len(self._one_sided[split]) < 2:
            self._waiting.setdefault(split, []).append((event, via))
            return
        self._add(rule, event, _learned_across(event, split), split, via)

    def _doubtful(self) -> frozenset[Split]:
        return frozenset(s for s, seen in self._one_sided.items() if len(seen) < 2)

    def settle(self, split: Split) -> None:
        """Take a split for one, as code says so in words."""
        for side in (TRAIN, TEST):
            self.side_seen(split, side)

    def is_open(self, split: Split) -> bool:
        """Whether it is still to be seen if something is a split."""
        return split in self._one_sided

    def open(self, split: Split) -> None:
        """Take note of a split that is one only when both of its sides are used."""
        self._one_sided.setdefault(split, set())

    def side_seen(self, split: Split, side: str) -> None:
        """Count one side of a split by position, which is one when both sides are used."""
        seen = self._one_sided.setdefault(split, set())
        if len(seen) < 2:
            seen.add("train" if side == TRAIN else TEST)
        if len(seen) == 2:
            self.splits += 1
            for event, via in self._waiting.pop(split, ()):
                self.across(event, split, via)

    def rest_taken(self, split: Split) -> None:
        """Count the rest where the training part was dropped, which a filter has not named."""
        if "train" in self._one_sided.get(split, ()):
            self.side_seen(split, TEST)

    def searched(self, node: ast.expr, name: str, value: Value, split: Split) -> None:
        """Judge what a search for hyperparameters is given."""
        side = self._held_out(value.rows)
        if side is not None and side[1] == TEST and not side[0].folds:
            self.add(
                "L6", node, f"{name} chooses on the test part of {at(side[0])}", side[0], value.via
            )
        else:
            self.divided(split, [value])

    def add(
        self,
        rule: str,
        node: ast.expr,
        message: str,
        split: Split,
        via: tuple[str, ...] = (),
        *,
        warn: bool = False,
        loop: ast.AST | None = None,
    ) -> None:
        """Keep one leak; the first of a place, and of a loop, stays."""
        leak = Leak(rule, node, message, _REMEDIES[rule], split, via, warn, loop)
        self.leaks.setdefault(id(loop or node), leak)

    def _add(
        self, rule: str, event: Event, message: str, split: Split, via: tuple[str, ...] = ()
    ) -> None:
        if event.kind is Kind.STATISTIC and rule == "L2":
            rule = "L5"
        warn = rule == "L5" or event.name.partition(".")[0] in CATEGORIES_ONLY
        if event.source in via:
            via = via[via.index(event.source) :]
        elif event.source:
            via = (event.source, *via)
        self.add(rule, event.node, f"{event.name} {message}", split, via, warn=warn)


def _on_training_file(event: Event) -> bool:
    """Whether a transformer learned from a file that holds the training part alone."""
    return event.kind in LEARNING and not event.supervised and all(
        side == TRAIN for _, side in sides(event.rows)
    ) and any(True for _ in sides(event.rows))  # fmt: skip


def is_divided(split: Split, one_sided: dict[Split, set[str]]) -> bool:
    """Whether both sides of a split are used, where that makes it one."""
    return split not in one_sided or len(one_sided[split]) == 2


def _learned_across(event: Event, split: Split) -> str:
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
    """Return what divided, and a mark of where."""
    if getattr(split.node, "lineno", None) is None:
        return split.name
    return f"{split.name} in {line_of(split.node)}"


def line_of(node: ast.AST) -> str:
    """Return a mark that the check replaces by the place that readers see."""
    return f"<line {getattr(node, 'lineno', 0)}>"
