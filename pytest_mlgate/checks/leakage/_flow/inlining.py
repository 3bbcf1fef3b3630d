"""Calls of functions and classes that the file itself defines."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.leakage._flow.estimators import FITS, PREDICTS, SCORES, Arguments
from pytest_mlgate.checks.leakage._flow.library import Library
from pytest_mlgate.checks.leakage._flow.state import DEEPEST, Scope
from pytest_mlgate.checks.leakage._flow.tables import Kind
from pytest_mlgate.checks.leakage._flow.values import Estimator, Value, joined


class Inlining(Library):
    """Follows calls into the file's own functions, methods and classes."""

    def called_instance(self, node: ast.Call, target: Value, given: Arguments) -> Value | None:
        """Return what an instance of a class of the file gives when it is called."""
        if target.estimator is not None:
            return self.method(node, target, "__call__", given)
        method = self.method_of(target, "__call__") or self.method_of(target, "forward")
        if method is None:
            return joined(given.all)
        return self.enter(Value(function=method, owner=target), given, node)

    def enter(self, target: Value, given: Arguments, node: ast.Call) -> Value | None:
        """Return what a function, lambda or class of the file gives for these arguments."""
        defined = target.function
        if isinstance(defined, ast.ClassDef):
            return self.instance(target, given, node)
        if not isinstance(defined, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return joined(given.all)
        if defined in self.calling or len(self.calling) >= DEEPEST or self.steps > self.budget:
            return joined(given.all)
        self.entered.add(defined)
        self.calling.append(defined)
        outer, self.scope = self.scope, Scope(parent=self._closure(target))
        loops, self.expected = self.expected, []
        try:
            self._bind_parameters(defined, target.owner, given)
            if isinstance(defined, ast.Lambda):
                return self.evaluate(defined.body)
            self.execute(defined.body)
            return _returned(self.scope.returned)
        finally:
            self.scope = outer
            self.expected = loops
            self.calling.pop()

    def own_model(
        self, node: ast.Call, base: Value, name: str, target: Value, given: Arguments
    ) -> Value | None:
        """Return what a method of a model gives whose class is written in the file."""
        assert base.estimator is not None
        found = self.enter(target, given, node)
        data = joined([given.get(0, "X", "x", "data")])
        if data is None or not data.rows:
            return found
        if name in FITS:
            self._fit(node, base.estimator, data, given, name)
        elif name in PREDICTS and (found is None or not found.by):
            return self._predicted(base.estimator, data)
        elif name in SCORES and (found is None or not found.judged):
            return self._scored(node, base.estimator, data)
        return found

    def instance(self, target: Value, given: Arguments, node: ast.Call) -> Value:
        """Return a new instance of a class of the file."""
        assert isinstance(target.function, ast.ClassDef)
        made = Value(attributes={}, function=target.function)
        self.entered.add(target.function)
        bases = {ast.unparse(base).rpartition(".")[2] for base in target.function.bases}
        if bases & {"Module", "Model", "LightningModule", "Sequential"}:
            made.estimator = Estimator(target.function.name, Kind.MODEL, node)
            self.rules.estimators += 1
        elif _is_model(target.function):
            made.estimator = self.construct(node, target.function.name, Kind.MODEL, given).estimator
        method = self.method_of(made, "__init__")
        if method is not None:
            self.enter(Value(function=method, owner=made), given, node)
        return made

    def _closure(self, target: Value) -> Scope:
        scope = self.scope
        while scope.parent is not None:
            scope = scope.parent
        # A function inside a function sees the names around the call, which is close enough.
        return self.scope if isinstance(target.function, ast.Lambda) or self.calling else scope

    def _bind_parameters(
        self,
        defined: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        owner: Value | None,
        given: Arguments,
    ) -> None:
        parameters = [*defined.args.posonlyargs, *defined.args.args]
        static = not isinstance(defined, ast.Lambda) and any(
            isinstance(one, ast.Name) and one.id == "staticmethod" for one in defined.decorator_list
        )
        bound = owner is not None and not static
        positional = [owner, *given.positional] if bound else given.positional
        defaults: dict[str, ast.expr] = {}
        if defined.args.defaults:
            last = parameters[-len(defined.args.defaults) :]
            defaults = {p.arg: d for p, d in zip(last, defined.args.defaults, strict=True)}
        for only, default in zip(defined.args.kwonlyargs, defined.args.kw_defaults, strict=True):
            if default is not None:
                defaults[only.arg] = default
        for at, parameter in enumerate((*parameters, *defined.args.kwonlyargs)):
            if at < len(positional) and at < len(parameters):
                value = positional[at]
            elif parameter.arg in given.named:
                value = given.named[parameter.arg]
            else:
                value = self.evaluate(defaults.get(parameter.arg))
            self.scope.set(parameter.arg, value)
        if defined.args.vararg is not None:
            rest = positional[len(parameters) :]
            self.scope.set(defined.args.vararg.arg, Value(items=list(rest)))
        if defined.args.kwarg is not None:
            self.scope.set(defined.args.kwarg.arg, joined(given.named.values()))

    def execute(self, body: list[ast.stmt]) -> None:
        """Execute statements."""
        raise NotImplementedError


def _is_model(defined: ast.ClassDef) -> bool:
    """Whether a class learns and predicts by methods of its own, and does not transform."""
    methods = {one.name for one in defined.body if isinstance(one, ast.FunctionDef)}
    return {"fit", "predict"} <= methods and "transform" not in methods


def _returned(values: list[Value | None]) -> Value | None:
    known = [value for value in values if value is not None]
    if len(known) == 1:
        return known[0]
    lengths = {len(value.items) for value in known if value.items is not None}
    if known and len(lengths) == 1 and all(value.items is not None for value in known):
        return Value(items=[joined([v.items[at] for v in known if v.items])
                            for at in range(lengths.pop())])  # fmt: skip
    return joined(known)
