"""Statements, and the way through a whole file."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pytest_mlgate.checks.leakage._flow.choosing import mark_choices
from pytest_mlgate.checks.leakage._flow.rows import Split, held_out, sides, tagged
from pytest_mlgate.checks.leakage._flow.selecting import selections
from pytest_mlgate.checks.leakage._flow.state import MOST_STEPS, STEPS_PER_NODE, Scope
from pytest_mlgate.checks.leakage._flow.storing import Storing
from pytest_mlgate.checks.leakage._flow.syntax import (
    assigns,
    drops_rows_of,
    filtered_name,
    flags,
    is_condition,
    names_in,
    names_one_part,
    statements_of,
    target_columns,
)
from pytest_mlgate.checks.leakage._flow.tables import is_label_name, side_of_name
from pytest_mlgate.checks.leakage._flow.values import (
    EMPTY,
    SLICE,
    Leak,
    Value,
    joined,
)


def leaks_of(tree: ast.Module) -> tuple[list[Leak], int]:
    """Return the leaks of a file, and how many estimators and splits it has."""
    interpreter = Interpreter(tree)
    interpreter.run()
    if interpreter.misnamed:  # hearing_test.csv, which is divided into train and test
        interpreter = Interpreter(tree, interpreter.misnamed)
        interpreter.run()
    found = interpreter.rules.finish(tree)
    mark_choices(tree, found, interpreter.rules.scores_of)
    return found, interpreter.rules.estimators + interpreter.rules.splits


_TRIALS = frozenset({"trial"})
"""Parameters of functions that a search calls with ever new hyperparameters."""


class Interpreter(Storing):
    """Follows rows of data through one file."""

    def run(self) -> None:
        """Execute the module, then every function that nothing in the file called."""
        statements = statements_of(self.tree)
        self.budget = min(MOST_STEPS, 4000 + STEPS_PER_NODE * len(statements))
        self.targets = target_columns(statements)
        for statement in statements:  # they count wherever they stand
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                self.execute([statement])
        self.execute(self.tree.body)
        for statement in statements:
            if isinstance(statement, ast.ClassDef) and statement not in self.entered:
                self._try_class(statement)
        for statement in statements:
            if (
                isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
                and statement not in self.entered
            ):
                self._try(statement, None)

    def _try_class(self, defined: ast.ClassDef) -> None:
        made = Value(attributes={}, function=defined)
        self.entered.add(defined)
        for statement in defined.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self._try(statement, made)

    def _try(self, defined: ast.FunctionDef | ast.AsyncFunctionDef, owner: Value | None) -> None:
        """Execute a function that is called from elsewhere, with data of its own."""
        self.entered.add(defined)
        if self.steps > self.budget:
            return
        outer, self.scope = self.scope, Scope(parent=self.scope)
        loops = list(self.loops)
        self.rules.called_from_elsewhere = True
        self.calling.append(defined)
        source = self.fresh()
        split = Split(defined, f"the parameters of {defined.name}()", explicit=False)
        parameters = [*defined.args.posonlyargs, *defined.args.args, *defined.args.kwonlyargs]
        constants = flags(defined)
        for at, parameter in enumerate(parameters):
            if at == 0 and owner is not None:
                self.scope.set(parameter.arg, owner)
                continue
            if parameter.arg in constants:
                self.scope.set(parameter.arg, None)
                continue
            if parameter.arg in _TRIALS:
                self.loops.append(defined)
                self.scope.set(parameter.arg, Value(loops=frozenset({defined})))
                continue
            value = source.derived()
            side = side_of_name(parameter.arg)
            if side:
                value.rows = tagged(value.rows, split, side)
            value.label = is_label_name(parameter.arg)
            value.named(parameter.arg)
            self.scope.set(parameter.arg, value)
        try:
            self.execute(defined.body)
        finally:
            self.scope = outer
            self.loops = loops
            self.calling.pop()

    def execute(self, body: list[ast.stmt]) -> None:
        """Execute statements in order."""
        for statement in body:
            self.steps += 1
            handler = _HANDLERS.get(type(statement))
            if handler is not None:
                handler(self, statement)

    def _assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(node.value, ast.Call):
            self.expected = [item.id if isinstance(item, ast.Name) else "" for item in target.elts]
        value = self.evaluate(node.value)
        self.expected = []
        self.filtering, self.thinning = filtered_name(node), drops_rows_of(node)
        if isinstance(target, ast.Name) and is_condition(node.value):
            self.masks.add(target.id)
        for target in node.targets:
            self.bind(target, value)
        self.filtering = self.thinning = ""

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.evaluate(node.value))

    def _augmented(self, node: ast.AugAssign) -> None:
        before, added = self.evaluate(node.target), self.evaluate(node.value)
        empty = before is not None and before.text == EMPTY and added is not None
        self.bind(node.target, joined([added] if empty else [before, added]))

    def bind(self, target: ast.expr, value: Value | None) -> None:
        """Bind a target of an assignment or a loop."""
        if isinstance(target, ast.Name):
            self.bind_name(target.id, value, target)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, value)
        elif isinstance(target, ast.Attribute):
            base = self.evaluate(target.value)
            if base is not None and base.attributes is not None:
                if value is not None:
                    value.named(target.attr)
                base.attributes[target.attr] = value
            elif base is not None and value is not None and base.rows:
                base.absorb(value, target.attr)
        elif isinstance(target, ast.Subscript):
            self.store_item(target, value)

    def _unpack(self, target: ast.Tuple | ast.List, value: Value | None) -> None:
        items = target.elts
        if value is not None and value.items is not None and len(value.items) == len(items):
            rest = names_one_part(items, value.items)
            for item, part in zip(items, self._of_one_side(items, value.items), strict=True):
                if rest and isinstance(item, ast.Name) and part is not None:
                    said = side_of_name(item.id)
                    rests = said == "" or (said == "validation" and item is items[0])
                    self.bind_name(item.id, part, item, "train" if rests else said)
                else:
                    self.bind(item, part)
            return
        names = [name for item in items for name in names_in(item)]
        if value is not None and value.items is not None:
            value = joined(value.items)
        if {side_of_name(name) for name in names} >= {"train", "test"} or {
            side_of_name(name) for name in names
        } >= {"train", "validation"}:
            self._unpack_parts(target, value)
            return
        for item in items:
            self.bind(item, value.derived() if value is not None else None)

    def _of_one_side(self, items: list[ast.expr], parts: list[Value | None]) -> list[Value | None]:
        """Believe ``X_test, y_test = windows(other, n)``, where nothing else tells the side."""
        said = {side_of_name(item.id) if isinstance(item, ast.Name) else "" for item in items}
        known = [part for part in parts if part is not None and part.rows]
        if len(said) != 1 or said == {""} or len(known) != len(items):
            return parts
        if any(part.text == SLICE or any(True for _ in sides(part.rows)) for part in known):
            return parts
        side = said.pop()
        return [part.derived(rows=tagged(part.rows, self.files, side)) for part in known]

    def _unpack_parts(self, target: ast.Tuple | ast.List, value: Value | None) -> None:
        """Bind names such as X_train and X_test to the sides of a split made elsewhere."""
        whole = value if value is not None and value.rows else self.fresh()
        split = Split(target, "the split")
        already = {side for path in whole.rows for p in path[1:] if isinstance(p, tuple)
                   for side in (p[1],)}  # fmt: skip
        if not already:
            self.rules.divided(split, [whole])
        for item in target.elts:
            self._bind_part(item, whole, split, already)

    def _bind_part(self, item: ast.expr, whole: Value, split: Split, already: set[str]) -> None:
        if isinstance(item, (ast.Tuple, ast.List)):
            for part in item.elts:
                self._bind_part(part, whole, split, already)
            return
        name = next(iter(names_in(item)), "")
        side = side_of_name(name)
        value = whole.derived()
        value.label = False
        if side in already:
            value.rows = frozenset(
                path
                for path in whole.rows
                if any(isinstance(p, tuple) and p[1] == side for p in path[1:])
            )
        elif side:
            value.rows = tagged(whole.rows, split, side)
        self.bind(item, value)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        iterated = self.evaluate(node.iter)
        self.loops.append(node)
        for element in self.elements(iterated, node):
            self.bind(node.target, element)
            self.execute(node.body)
        self.loops.pop()
        self.left_loop()
        self.execute(node.orelse)

    def _while(self, node: ast.While) -> None:
        self.evaluate(node.test)
        self.loops.append(node)
        self.execute(node.body)
        self.loops.pop()
        self.left_loop()
        self.execute(node.orelse)

    def _if(self, node: ast.If) -> None:
        chosen = selections(self.evaluate(node.test))
        if self.loops:
            self._keeps_best(node)
        known = self.truth(node.test)
        if known is not None:
            self.execute(node.body if known else node.orelse)
            return
        self.guards.append(chosen)
        self.push()
        self.execute(node.body)
        then = self.pop()
        self.push()
        self.execute(node.orelse)
        self.guards.pop()
        self.merge(then, self.pop())

    def _keeps_best(self, node: ast.If) -> None:
        """Judge ``if score > best: best = score`` inside a loop."""
        for compare in ast.walk(node.test):
            if not isinstance(compare, ast.Compare) or len(compare.comparators) != 1:
                continue
            sides = (compare.left, compare.comparators[0])
            for score, other in (sides, sides[::-1]):
                best = other.left if isinstance(other, ast.BinOp) else other  # best - 1e-4
                best = best.value if isinstance(best, ast.Subscript) else best  # best[0]
                if not isinstance(best, (ast.Name, ast.Attribute)) or not assigns(node.body, best):
                    continue
                value = self.evaluate(score)
                rows = (value.judged or value.rows) if value is not None else frozenset()
                if rows and held_out(rows):
                    self.rules.chosen((value and value.at) or compare, rows, self.loops)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            value = self.evaluate(item.context_expr)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value)
        self.execute(node.body)

    def _attempt(self, node: ast.Try) -> None:
        self.execute(node.body)
        for handler in node.handlers:
            self.push()
            self.execute(handler.body)
            self.merge(self.pop())
        self.execute(node.orelse)
        self.execute(node.finalbody)

    def _match(self, node: ast.Match) -> None:
        self.evaluate(node.subject)
        branches = []
        for case in node.cases:
            self.push()
            self.execute(case.body)
            branches.append(self.pop())
        self.merge(*branches)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.imported[bound] = alias.name if alias.asname else bound

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            self.imported[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
        self.import_parts(node)

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self.scope.set(node.name, Value(function=node))

    def _return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.scope.returned.append(self.evaluate(node.value))

    def _expression(self, node: ast.Expr) -> None:
        self.evaluate(node.value)


_HANDLERS: dict[type[ast.stmt], Callable[..., None]] = {
    ast.Assign: Interpreter._assign,
    ast.AnnAssign: Interpreter._annotated,
    ast.AugAssign: Interpreter._augmented,
    ast.Expr: Interpreter._expression,
    ast.Delete: Interpreter.delete,
    ast.For: Interpreter._for,
    ast.AsyncFor: Interpreter._for,
    ast.While: Interpreter._while,
    ast.If: Interpreter._if,
    ast.With: Interpreter._with,
    ast.AsyncWith: Interpreter._with,
    ast.Try: Interpreter._attempt,
    ast.TryStar: Interpreter._attempt,
    ast.Match: Interpreter._match,
    ast.FunctionDef: Interpreter._define,
    ast.AsyncFunctionDef: Interpreter._define,
    ast.ClassDef: Interpreter._define,
    ast.Return: Interpreter._return,
    ast.Import: Interpreter._import,
    ast.ImportFrom: Interpreter._import_from,
}
