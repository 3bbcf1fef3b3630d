"""When a flow of data is a leak."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pytest_mlgate.checks.leakage._flow.rows import (
    TEST,
    TRAIN,
    Rows,
    Side,
    Split,
    covers,
    crossed,
    held_out,
    inside_training,
    lies_on,
    sides,
    straddled,
)
from pytest_mlgate.checks.leakage._flow.tables import (
    CATEGORIES_ONLY,
    DRAWN,
    LEARNING,
    Kind,
)
from pytest_mlgate.checks.leakage._flow.values import Event, Events, Fitted, Leak, Value, placed
from pytest_mlgate.checks.leakage._flow.wording import (
    REMEDIES,
    at,
    learned_across,
    line_of,
    rule_of,
)

_BY_THEMSELVES = frozenset({Kind.SCALE, Kind.IMPUTE, Kind.PROJECT, Kind.VECTORISE})
"""What must not be fitted anew on rows that judge a model."""


class Rules:
    """Collects the leaks of one file while it is interpreted."""

    def __init__(self) -> None:
        self.leaks: dict[int, Leak] = {}
        self.estimators = self.splits = 0
        self._waiting: dict[Split, list[tuple[Event, tuple[str, ...]]]] = {}
        self._one_sided: dict[Split, set[str]] = {}
        self._unread: dict[ast.AST, list[tuple[Event, Split, tuple[str, ...]]]] = {}
        self._read: list[tuple[Event, Split, tuple[str, ...]]] = []
        self._filled: list[tuple[Event, Side]] = []
        self.conditions: set[Split] = set()
        self.read: set[str] = set()

    def fitted(self, event: Event) -> None:
        """Judge what a transformer was fitted on, as soon as it is."""
        if event.kind not in LEARNING or (event.kind is Kind.ENCODE and event.label_only):
            return
        if event.name.partition(".")[0] in DRAWN:
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

    def _unconditional(self, rows: Rows) -> Rows:
        """Return rows with those that a condition left out, where it divides nothing."""
        if not self.conditions:
            return rows
        return frozenset(
            tuple(
                part
                for part in path
                if not isinstance(part, tuple)
                or part[0] not in self.conditions
                or self._one_sided.get(part[0])
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
            for event in _in_order(value.all_events):
                if (value.label or event.label_only) and not event.supervised:
                    continue
                learned = event.rows
                if event.kind is Kind.STATISTIC:
                    learned = self._unconditional(learned)
                if covers(learned, value.rows):
                    self.across(event, split, value.via)

    def applied(self, event: Event, value: Value) -> None:
        """Judge what was learned from some rows and is applied to others."""
        split = crossed(event.rows, value.rows, self._doubtful())
        if split is not None and not event.label_only:
            self.across(event, split, value.via)

    def on_its_own(self, event: Event, value: Value, *, fills: bool = False) -> None:
        """Judge a statistic of the test part that scales or fills the test part itself."""
        side = self._held_out(event.rows)
        if side is None or value.label or event.label_only or side[0].folds:
            return
        same = self._settled(event.rows) == self._settled(value.rows)
        if event.kind is not Kind.STATISTIC or not same:
            return
        if fills and (side[0].explicit or not any(lies_on(path, TRAIN) for path in event.rows)):
            self._filled.append((event, side))
        elif side[0].explicit and not fills:
            self._add("L3", event, f"scales the {side[1]} part of {at(side[0])}", side[0])

    def judged_apart(self, node: ast.expr, events: Events, by: frozenset[Fitted]) -> None:
        """Judge rows from elsewhere that were scaled by themselves before a model was scored."""
        for estimator, fitted in by:
            if fitted is None or not estimator.saw:
                continue
            trained = {path[0] for path in fitted.rows}
            alike = {event.name.partition(".")[0] for event in estimator.saw}
            for event in _in_order(events):
                if (
                    event.kind in _BY_THEMSELVES
                    and event not in estimator.saw
                    and event.name.partition(".")[0] in alike
                    and event.rows
                    and not trained & {path[0] for path in event.rows}
                ):
                    message = (
                        f"is fitted on the rows that judge {estimator.name} in {line_of(node)}"
                    )
                    self._add("L3", event, message, Split(node, "the files", explicit=False))

    def read_choice(self, fit: ast.AST) -> None:
        """Remember that the folds of a search on a training file were to judge something."""
        self._read += self._unread.pop(fit, ())

    def across(self, event: Event, split: Split, via: tuple[str, ...]) -> None:
        """Report an event that learned across a split."""
        rule = rule_of(event)
        if split.name.endswith(".fit") and _on_training_file(event):
            self._unread.setdefault(split.node, []).append((event, split, via))
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
        self._add(rule, event, learned_across(event, split), split, via)

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

    def fills(self, judged: Rows) -> None:
        """Report test parts that are filled by their own statistics, where there is another."""
        splits = {part[0] for part in sides(judged)}
        for event, (split, side) in self._filled:
            if split.explicit:
                # A condition may also tell the rows whose gaps a model fills.
                known = split not in self.conditions or split in splits
            else:
                known = TRAIN in self.read or split.name != "the files"
            if known:
                self._add("L3", event, f"fills the {side} part of {at(split)}", split, warn=True)

    def choices_read(self) -> None:
        """Report what was learned before searches whose folds alone judge something."""
        for event, split, via in self._read:
            if not inside_training(self._settled(event.rows)):
                self._add(rule_of(event), event, learned_across(event, split), split, via)

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
        leak = Leak(rule, node, message, REMEDIES[rule], split, via, warn, loop)
        self.leaks.setdefault(id(loop or node), leak)

    def _add(
        self,
        rule: str,
        event: Event,
        message: str,
        split: Split,
        via: tuple[str, ...] = (),
        *,
        warn: bool = False,
    ) -> None:
        if event.kind is Kind.STATISTIC and rule == "L2":
            rule = "L5"
        warn = warn or rule == "L5" or event.name.partition(".")[0] in CATEGORIES_ONLY
        if event.source in via:
            via = via[via.index(event.source) :]
        elif event.source:
            via = (event.source, *via)
        self.add(rule, event.node, f"{event.name} {message}", split, via, warn=warn)


def _in_order(events: Events) -> list[Event]:
    """Return events in the order of the file: the first of a place is the one that is told."""
    return sorted(events, key=placed)


def _on_training_file(event: Event) -> bool:
    """Whether a transformer learned from a file that holds the training part alone."""
    return event.kind in LEARNING and not event.supervised and all(
        side == TRAIN for _, side in sides(event.rows)
    ) and any(True for _ in sides(event.rows))  # fmt: skip


def is_divided(split: Split, one_sided: dict[Split, set[str]]) -> bool:
    """Whether both sides of a split are used, where that makes it one."""
    return split not in one_sided or len(one_sided[split]) == 2
