"""What loops and comprehensions go through."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.leakage._flow.held import Held
from pytest_mlgate.checks.leakage._flow.rows import TEST, TRAIN, Split, sides
from pytest_mlgate.checks.leakage._flow.selecting import selections
from pytest_mlgate.checks.leakage._flow.values import (
    ENUMERATED,
    NO_EVENTS,
    ONCE,
    POSITIONS,
    SEVERAL,
    SPLITTER,
    STRING,
    WINDOW,
    Events,
    Value,
    flat,
    holds_model,
    is_setting,
    joined,
    key_of_round,
    key_text,
)

_UNROLLED = 8
"""Elements that are followed one by one."""


class Loops(Held):
    """Goes through values; binding names is the business of a subclass."""

    def bind(self, target: ast.expr, value: Value | None) -> None:
        """Bind a target of an assignment or a loop."""
        raise NotImplementedError

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Value | None:
        self.push()
        made: list[tuple[str, Value | None]] = []
        chosen = self._generate(node, 0, made)
        self.pop()
        if all(value is None for _, value in made):
            return Value(items=[], events=chosen) if chosen else None
        values = [self._all_together(value) for _, value in made]
        keyed = isinstance(node, ast.DictComp) and len(made) > 1
        keys = [key for key, _ in made] if keyed else None
        return Value(items=values, keys=keys, events=chosen)

    def _all_together(self, value: Value | None) -> Value | None:
        """Return all rows where a comprehension takes one in each round."""
        if value is None or value.text != WINDOW or value.loops & frozenset(self.loops):
            return value
        found = value.derived()
        found.text = ""
        return found

    def _generate(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        depth: int,
        made: list[tuple[str, Value | None]],
    ) -> Events:
        """Add what one part of a comprehension makes, one by one where models are made.

        Returns the selections that its conditions choose by.
        """
        chosen: Events = NO_EVENTS
        if depth == len(node.generators):
            if isinstance(node, ast.DictComp):
                key = key_text(self.evaluate(node.key)) or key_of_round(len(made))
                made.append((key, self.evaluate(node.value)))
            else:
                made.append(("", self.evaluate(node.elt)))
            return chosen
        part = node.generators[depth]
        iterated = self.evaluate(part.iter)
        self.loops.append(node)
        elements = self.elements(iterated, node)
        if len(elements) != 1 and not any(map(holds_model, elements)):
            elements = [joined(elements)]
        for element in elements:
            self.bind(part.target, element)
            for condition in part.ifs:
                chosen |= selections(self.evaluate(condition))
            chosen |= self._generate(node, depth + 1, made)
        self.loops.pop()
        return chosen

    def elements(self, iterated: Value | None, loop: ast.AST) -> list[Value | None]:
        """Return what a loop variable is bound to, several values when the loop is unrolled."""
        if iterated is None:
            return [Value(loops=frozenset({loop}))]
        if iterated.text.startswith(SPLITTER):  # what scikit-learn had before 0.18
            return self.folds_of(loop, iterated.text.removeprefix(SPLITTER))
        if iterated.text == POSITIONS:
            return [Value(loops=frozenset({loop}) | iterated.loops, text=POSITIONS)]
        if iterated.items is not None and not iterated.rows:
            if iterated.keys and all(iterated.keys) and any(map(holds_model, iterated.items)):
                return [Value(text=f"{STRING}{key}") for key in iterated.keys[:_UNROLLED]]
            self.rounds[loop] = len(iterated.items)
            if iterated.keys is not None:
                return [Value(loops=frozenset({loop}))]
            if all(map(is_setting, flat(iterated.items))):
                return [Value(loops=frozenset({loop}), text=self.one_name(iterated))]
            if iterated.text == ENUMERATED:  # counted, so that the loop is known only now
                self._counted(iterated, loop)
            for value in flat(iterated.items):
                if value is not None and value.estimator is not None and value.estimator.loops:
                    value.estimator.loops |= {loop}  # one of the candidates that a loop made
            return iterated.items[:_UNROLLED]
        found = iterated.derived()
        if iterated.by or not any(True for _ in sides(iterated.rows)):
            found.loops = iterated.loops | {loop}  # perhaps a list of settings
        return [found]

    def _counted(self, iterated: Value, loop: ast.AST) -> None:
        """Take the loop for the one that `enumerate` has been evaluated before."""
        for value in flat(iterated.items or ()):
            for before in value.loops if value is not None else ():
                if value is not None and isinstance(before, ast.Call):
                    value.loops |= {loop}
                    self.rounds[loop] = self.rounds.get(before, SEVERAL)

    def one_name(self, names: Value) -> str:
        """Return the text of a column that stands for all names of a list, if one does."""
        texts = [item.text if item is not None else "" for item in names.items or ()]
        labels = all(text.removeprefix(STRING) in self.targets for text in texts)
        alone = len(texts) == 1 and texts[0].startswith(STRING)
        return texts[0] if texts and (alone or labels) else ""

    def folds_of(self, node: ast.AST, name: str) -> list[Value | None]:
        """Return one pair of index arrays, which stands for all folds."""
        split = Split(node, name.removesuffix(ONCE), folds=not name.endswith(ONCE))
        return [Value(items=[Value(side=(split, TRAIN)), Value(side=(split, TEST))])]
