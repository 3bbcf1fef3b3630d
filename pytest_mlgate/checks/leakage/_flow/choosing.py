"""Whether what a loop scored is used to choose, or merely shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from pytest_mlgate.checks.leakage._flow.syntax import names_in
from pytest_mlgate.checks.leakage._flow.values import Leak

_CHOOSES = re.compile(
    r"^(nan|a)?(arg)?(max|min)$|^arg(sort|partition)$|^idx(max|min)$|^sort(ed|_values)?$|"
    r"^n(largest|smallest)$|best|knee|elbow",
    re.IGNORECASE,
)
_LIMITS = frozenset({"ylim", "xlim", "set_ylim", "set_xlim", "axis", "yticks", "xticks"})
"""Functions of plots that are given extremes without choosing anything."""
_FILLS = frozenset({"append", "extend", "add", "insert", "update", "setdefault"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Marks = frozenset[int]
_NONE: Marks = frozenset()


def mark_choices(
    tree: ast.Module, leaks: list[Leak], scores: dict[ast.AST, list[ast.expr]]
) -> None:
    """Make warnings of the scores in loops by which nothing is chosen.

    Parameters
    ----------
    tree:
        The file.
    leaks:
        What was found in it.
    scores:
        Loop -> scores in it, of which the leak names the first.
    """
    of_loops = [leak for leak in leaks if leak.loop is not None]
    if not of_loops:
        return
    choices = _Choices(tree, of_loops, scores)
    choices.follow(tree.body)
    for at, leak in enumerate(of_loops):
        leak.warn = leak.warn or at not in choices.chosen


class _Choices:
    """Follows the names that hold scores of loops, statement by statement."""

    def __init__(
        self, tree: ast.Module, leaks: list[Leak], scores: dict[ast.AST, list[ast.expr]]
    ) -> None:
        self.chosen: set[int] = set()
        self._scores: dict[int, Marks] = {}
        self._names: dict[str, Marks] = {}
        self._functions: dict[str, Marks] = {}
        for at, leak in enumerate(leaks):
            for node in scores.get(leak.loop, ()) if leak.loop is not None else ():
                self._scores[id(node)] = self._scores.get(id(node), _NONE) | {at}
            if isinstance(leak.loop, _FUNCTIONS):
                self.chosen.add(at)  # the objective of a search
        self._choosing: set[str] = set()
        self._logged = _NONE
        for defined in ast.walk(tree):
            if isinstance(defined, _FUNCTIONS):
                self._enter(defined)

    def _enter(self, defined: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Take note of a function that scores or chooses."""
        for node in ast.walk(defined):
            if marks := self._scores.get(id(node)):
                before = self._functions.get(defined.name, _NONE)
                self._functions[defined.name] = before | marks
        given = {one.arg for one in defined.args.args}
        for call in _calls(defined):
            names = {part.id for part in ast.walk(call) if isinstance(part, ast.Name)}
            if _CHOOSES.search(_called(call)) and names & given:
                self._choosing.add(defined.name)

    def follow(self, body: Iterable[ast.stmt]) -> None:
        """Go through statements in order."""
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._function(statement)
                case ast.For() | ast.AsyncFor():
                    self._bind([statement.target], self._looked_at(statement.iter))
                case ast.If():
                    self._condition(statement)
                case ast.Assign(targets=targets, value=value):
                    self._assigned(targets, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._assigned([target], value)
                case ast.AugAssign(target=target, value=value):
                    marks = self._looked_at(value)
                    self._bind([target], marks | self._marks(target))
                case ast.Expr(value=value):
                    self._expression(value)
                case ast.With() | ast.AsyncWith() | ast.While() | ast.Return():
                    for part in ast.iter_child_nodes(statement):
                        if isinstance(part, ast.expr):
                            self._looked_at(part)
            if not isinstance(statement, _FUNCTIONS):
                self._inside(statement)

    def _inside(self, statement: ast.stmt) -> None:
        for name in ("body", "handlers", "orelse", "finalbody", "cases"):
            for part in getattr(statement, name, ()):
                if isinstance(part, ast.stmt):
                    self.follow([part])
                else:
                    self.follow(part.body)

    def _function(self, defined: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        names = [one.arg for one in (*defined.args.args, *defined.args.kwonlyargs)]
        outer = {name: self._names.pop(name) for name in names if name in self._names}
        self.follow(defined.body)
        returned = _NONE.union(
            *(
                self._marks(n.value)
                for n in ast.walk(defined)
                if isinstance(n, ast.Return) and n.value
            )
        )
        if returned:
            self._functions[defined.name] = self._functions.get(defined.name, _NONE) | returned
        self._names.update(outer)

    def _condition(self, node: ast.If) -> None:
        """Find ``if score > best: best = score``."""
        marks = self._looked_at(node.test)
        if not marks or not any(isinstance(part, ast.Compare) for part in ast.walk(node.test)):
            return
        compared = {ast.unparse(part) for part in ast.walk(node.test) if _is_place(part)}
        for statement in ast.walk(node):
            if isinstance(statement, ast.Assign):
                places = [part for target in statement.targets for part in _places(target)]
                said = [ast.unparse(part) for part in places]
                if not compared.isdisjoint(said) or any("best" in name.lower() for name in said):
                    self.chosen |= marks

    def _assigned(self, targets: list[ast.expr], value: ast.expr) -> None:
        marks = self._looked_at(value)
        self._bind(targets, marks)
        if marks and isinstance(value, ast.IfExp):
            bound = {name for target in targets for name in names_in(target)}
            if bound & {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}:
                self.chosen |= self._marks(value.test)

    def _expression(self, value: ast.expr) -> None:
        marks = self._looked_at(value)
        if marks and any(_called(call).startswith("log_metric") for call in _calls(value)):
            self._logged |= marks
        match value:
            case ast.Call(func=ast.Attribute(attr=name, value=base)) if marks and name in _FILLS:
                self._bind([base], marks | self._marks(base))

    def _bind(self, targets: Iterable[ast.expr], marks: Marks) -> None:
        for target in targets:
            for part in _places(target):
                whole = part
                while isinstance(whole, ast.Subscript):
                    whole = whole.value
                name = getattr(whole, "id", getattr(whole, "attr", ""))
                if marks:
                    before = self._names.get(name, _NONE) if whole is not part else _NONE
                    self._names[name] = before | marks
                elif whole is part:
                    self._names.pop(name, None)

    def _marks(self, node: ast.AST) -> Marks:
        """Return the loops whose scores an expression holds."""
        found: set[int] = set()
        for part in ast.walk(node):
            if isinstance(part, (ast.Name, ast.Attribute)):
                name = part.id if isinstance(part, ast.Name) else part.attr
                found |= self._names.get(name, _NONE)
            elif isinstance(part, ast.Call):
                found |= self._functions.get(_called(part), _NONE)
            found |= self._scores.get(id(part), _NONE)
        return frozenset(found)

    def _looked_at(self, node: ast.expr) -> Marks:
        """Return the loops whose scores an expression holds, and count what it chooses."""
        marks = self._marks(node)
        if self._logged and any(_called(call) == "search_runs" for call in _calls(node)):
            self.chosen |= self._logged  # MLflow finds the best run
        if marks:
            for call in _calls(node):
                if _CHOOSES.search(_called(call)) or _called(call) in self._choosing:
                    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
                    if isinstance(call.func, ast.Attribute):
                        parts.append(call.func.value)
                    self.chosen.update(*map(self._marks, parts))
        return marks


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls in an expression, but for those that set the limits of a plot."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Call):
            if _called(part) in _LIMITS:
                continue
            yield part
        waiting += ast.iter_child_nodes(part)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _is_place(node: ast.AST) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute, ast.Subscript))


def _places(target: ast.expr) -> Iterator[ast.expr]:
    """Yield the names, attributes and elements that a target binds."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _places(part)
    elif isinstance(target, ast.Starred):
        yield from _places(target.value)
    elif _is_place(target):
        yield target
