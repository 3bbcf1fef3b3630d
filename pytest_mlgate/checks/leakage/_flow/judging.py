"""What scores say: choices made on the test part, models compared on it, training scores alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from pytest_mlgate.checks.leakage._flow.rows import (
    TEST,
    TRAIN,
    VALIDATION,
    Rows,
    Split,
    covers,
    held_out,
    lies_on,
    sides,
)
from pytest_mlgate.checks.leakage._flow.rules import Rules, is_divided
from pytest_mlgate.checks.leakage._flow.survey import (
    declared,
    keeps_a_test_part,
    scores_nothing_else,
)
from pytest_mlgate.checks.leakage._flow.tables import Kind, side_of_name
from pytest_mlgate.checks.leakage._flow.values import Estimator, Event, Fitted, Leak, Value
from pytest_mlgate.checks.leakage._flow.wording import at, line_of

Loops = frozenset[ast.AST]


class Score(NamedTuple):
    """One score on some rows.

    Parameters
    ----------
    node:
        The call that scores.
    rows:
        The rows that are scored.
    by:
        The estimators whose predictions are scored.
    loops:
        Loops around the call on whose variables the predictions depend.
    around:
        Each loop around the call, with the number of its rounds where it is known.
    partial:
        Whether the rows are a part of others that no name tells of.
    via:
        Names that the rows went through.
    """

    node: ast.expr
    rows: Rows
    by: frozenset[Fitted]
    loops: Loops
    around: dict[ast.AST, int]
    partial: bool = False
    via: tuple[str, ...] = ()

    def is_of(self, event: Event) -> bool:
        """Whether these are the very rows that a model was fitted on, or those and others."""
        if self.partial or any(side_of_name(name) in {TEST, VALIDATION} for name in self.via):
            return False
        if covers(event.rows, self.rows):
            return event.source in self.via
        return covers(self.rows, event.rows)


class _Early(NamedTuple):
    """Training that a part of the data ends, or a round that it chooses."""

    node: ast.expr
    rows: Rows
    name: str
    does: str
    via: tuple[str, ...]


class _Model(NamedTuple):
    """One configuration of a model that was judged, or the same for every round of a loop."""

    owner: Estimator
    node: ast.expr
    part: str
    times: int = 1

    @property
    def name(self) -> str:
        """The class."""
        return self.owner.name


class Judging(Rules):
    """Collects the scores of one file, and what is wrong with them."""

    def __init__(self) -> None:
        super().__init__()
        self._early: dict[tuple[object, ...], list[_Early]] = {}
        self._models: dict[Split, dict[object, _Model]] = {}
        self._watched: dict[Split, dict[object, _Model]] = {}
        self._judged_rows: set[tuple[object, ...]] = set()
        self._validated: list[Score] = []
        self._rounds: list[tuple[ast.expr, Rows, Loops]] = []
        self._trained: list[tuple[ast.expr, Estimator]] = []
        self._unseen_scored = False
        self.scores_of: dict[ast.AST, list[ast.expr]] = {}
        self.called_from_elsewhere = False

    def stops_early(self, node: ast.expr, name: str, does: str, value: Value) -> None:
        """Remember that a part of the data ends the training, or chooses a round of it."""
        side = self._held_out(value.rows)
        if side is None or side[0].folds:
            return
        early = _Early(node, value.rows, name, does, value.via)
        if side[1] == TEST and not self._judged_rows.isdisjoint(value.rows):
            self._early_leak(early, side[0])
        for path in value.rows:
            self._early.setdefault(path, []).append(early._replace(via=()))

    def watched(self, node: ast.expr, estimator: Estimator, rows: Rows) -> None:
        """Count a part whose scores are printed while a model is trained."""
        self._unseen_scored = True
        side = self._held_out(rows)
        if side is not None and side[1] == TEST and not side[0].folds:
            models = self._watched.setdefault(side[0], {})
            models[_identity(estimator, estimator.fitted)] = _Model(estimator, node, TEST)

    def predicted(self, rows: Rows) -> None:
        """Take note of predictions for a part that was held out, which are judged somehow."""
        if any(side != TRAIN and split.explicit for split, side in sides(rows)):
            self._unseen_scored = True

    def judged(self, score: Score) -> None:
        """Judge a score on some rows."""
        self._on_training_rows(score)
        side = held_out(score.rows)
        if side is None or not self._one_sided.get(side[0], {TEST}):
            return
        split = side[0]
        for estimator, fitted in score.by:
            self._judged_model(score.node, score.rows, estimator, fitted, split)
        if not is_divided(split, self._one_sided) or split.folds:
            return
        if side[1] == TEST:
            self._count(score, split)
        elif split.explicit and _is_only_division(score.rows):
            self._validated.append(score)

    def _count(self, score: Score, split: Split, part: str = TEST, *, warn: bool = False) -> None:
        """Judge a score on the part that judges."""
        self._judged_rows |= score.rows
        for path in score.rows:
            for early in self._early.pop(path, ()):
                self._early_leak(early, split, part)
        loops = score.loops - split.varied
        for loop in loops:
            self.scores_of.setdefault(loop, []).append(score.node)
            self.add(
                "L6",
                score.node,
                f"every value tried by the loop in {line_of(loop)} is scored on the {part} part "
                f"of {at(split)}",
                split,
                warn=warn,
                loop=loop,
            )
        if not loops and not score.loops:
            models = self._models.setdefault(split, {})
            in_order = sorted(score.by, key=lambda one: getattr(one[0].node, "lineno", 0))
            for estimator, event in in_order:
                key = _identity(estimator, event)
                found = _Model(estimator, score.node, part, _times(event, score))
                models.setdefault(key, found)

    def _on_training_rows(self, score: Score) -> None:
        """Tell scores on rows that a model was fitted on from those on others."""
        for estimator, event in score.by:
            if event is None or not score.is_of(event) or estimator.kind is not Kind.MODEL:
                self._unseen_scored = True
            elif event.supervised and not self.called_from_elsewhere:
                self._trained.append((score.node, estimator))

    def chosen(self, node: ast.expr, rows: Rows, loops: Iterable[ast.AST]) -> None:
        """Judge a comparison inside a loop that keeps the best by a score on some rows."""
        side = self._held_out(rows)
        if side is None or side[0].folds or self._is_known(loops):
            return
        if side[1] == TEST:
            self._round_leak(node, side[0])
        elif side[0].explicit and _is_only_division(rows):
            self._rounds.append((node, rows, frozenset(loops)))

    def finish(self, tree: ast.Module) -> list[Leak]:
        """Return the leaks in the order of the file."""
        self.fills(frozenset(self._judged_rows))
        if not any(lies_on(path, TEST) for path in self._judged_rows):
            self.choices_read()
        if self._validated and not keeps_a_test_part(tree):
            self._count_validation()
        for split in dict.fromkeys([*self._watched, *self._models]):
            self._compared(split, {**self._watched.get(split, {}), **self._models.get(split, {})})
        nodes = {node for node, _ in self._trained}
        if nodes and not self._unseen_scored and scores_nothing_else(tree, nodes):
            said = declared(tree, nodes)
            self._only_training_scores([one for one in self._trained if one[0] not in said])
        return sorted(self.leaks.values(), key=lambda leak: (leak.node.lineno, leak.rule))

    def _count_validation(self) -> None:
        """Take the validation part for the one that judges, as there is no other."""
        final: set[tuple[object, ...]] = set()
        chosen_only: set[int] = set()
        for score in reversed(self._validated):
            if not score.around:
                final |= score.rows
            elif final.isdisjoint(score.rows):
                chosen_only.add(id(score))
        for score in self._validated:
            side = held_out(score.rows)
            if side is not None:  # choosing is what the part is for, until it judges the choice
                self._count(score, side[0], VALIDATION, warn=id(score) in chosen_only)
        for node, rows, loops in self._rounds:
            side = held_out(rows)
            if side is not None and not final.isdisjoint(rows) and not self._is_known(loops):
                self._round_leak(node, side[0], VALIDATION)

    def _compared(self, split: Split, models: dict[object, _Model]) -> None:
        """Report three or more models that one part judges."""
        by_line = sorted(models.values(), key=lambda model: model.node.lineno)
        total = sum(model.times for model in by_line)
        if total < 3:
            return
        third, seen = by_line[-1], 0
        for model in reversed(by_line):
            third = model if total - seen > 2 else third
            seen += model.times
        names = list(dict.fromkeys(model.name for model in by_line))
        self.add(
            "L8",
            third.node,
            f"the {by_line[0].part} part of {at(split)} judges {total} models "
            f"({', '.join(names[:4])}{', ...' if len(names) > 4 else ''}), so the best "
            f"score among them is too good",
            split,
            warn=True,
        )

    def _only_training_scores(self, scores: list[tuple[ast.expr, Estimator]]) -> None:
        """Report that models are judged on rows that they were fitted on, and on no others."""
        if not scores:
            return
        node, estimator = min(scores, key=lambda one: one[0].lineno)
        others = len({id(one) for _, one in scores}) - 1
        more = f", as are {others} other models" if others > 1 else ""
        more = ", as is one other model" if others == 1 else more
        self.add(
            "L9",
            node,
            f"{estimator.name} is judged on the rows that it was fitted on{more}, and nothing in "
            f"this file is judged on other rows",
            Split(node, "the file", explicit=False),
            warn=True,
        )

    def _judged_model(
        self,
        node: ast.expr,
        rows: Rows,
        estimator: Estimator,
        event: Event | None,
        split: Split,
    ) -> None:
        if split.explicit and event is not None and covers(event.rows, rows):
            self.add(
                "L9",
                event.node,
                f"{estimator.name} is fitted on rows that contain the test part of {at(split)}, "
                f"and judged on that part in {line_of(node)}",
                split,
            )
        for learned in estimator.learned:
            if learned.kind is Kind.SEARCH and covers(learned.rows, rows):
                self.across(learned, split, ())

    def _is_known(self, loops: Iterable[ast.AST]) -> bool:
        return any(id(loop) in self.leaks for loop in loops)

    def _round_leak(self, node: ast.expr, split: Split, part: str = TEST) -> None:
        self.add(
            "L6", node, f"the best round is chosen by a score on the {part} part of {at(split)}",
            split,
        )  # fmt: skip

    def _early_leak(self, early: _Early, split: Split, part: str = TEST) -> None:
        self.add(
            "L6",
            early.node,
            f"{early.name} {early.does} the {part} part of {at(split)}, which is scored as well",
            split,
            early.via,
        )


def _identity(estimator: Estimator, event: Event | None) -> object:
    """Return what tells one configuration of a model from another."""
    return id(estimator), event.seen if event is not None else None


def _times(event: Event | None, score: Score) -> int:
    """Return how many configurations one score stands for, in a loop over features."""
    times = 1
    for feature in event.seen if event is not None else ():
        if isinstance(feature, ast.AST) and feature in score.around:
            times *= max(1, score.around[feature])
    return times


def _is_only_division(rows: Rows) -> bool:
    """Whether code divided the rows a single time: of a second division this may be the inner."""
    return all(sum(split.explicit for split, _ in sides(frozenset({path}))) == 1 for path in rows)
