"""What an expression stands for."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pytest_mlgate.checks.leakage._flow.loops import Loops
from pytest_mlgate.checks.leakage._flow.selecting import choosing, moved_rows
from pytest_mlgate.checks.leakage._flow.tables import Kind, side_of_name
from pytest_mlgate.checks.leakage._flow.values import (
    FALSE,
    INDEX,
    INTEGER,
    NO_EVENTS,
    NONE,
    RESIDUAL,
    SOURCE,
    STRING,
    TRUE,
    Estimator,
    Event,
    Events,
    Value,
    class_of,
    joined,
    text_of,
)

SAME = frozenset({"loc", "iloc", "at", "iat", "values", "str", "dt", "data", "cat", "T", "array"})
"""Attributes that are the object itself in another dress."""
NOTHING = frozenset(
    {
        "col_names",
        "names",
        "shape",
        "size",
        "ndim",
        "dtypes",
        "dtype",
        "columns",
        "empty",
        "nbytes",
        "device",
        "name",
    }
)
_CHOSEN = frozenset({"best_estimator_", "best_model", "best_pipeline_"})
_CHOICES = frozenset({"best_score_", "cv_results_"})
"""Attributes of searches that are scores of their folds."""
_WEIGHTS = frozenset({"feature_importances_", "coef_", "ranking_", "support_", "scores_"})
"""Attributes of models by which features are selected."""
_TEXTS: dict[object, str] = {None: NONE, True: TRUE, False: FALSE}
_TRUTHS = {TRUE: True, FALSE: False, NONE: False}


class Expressions(Loops):
    """Evaluates expressions; calls are the business of a subclass."""

    def evaluate(self, node: ast.expr | None) -> Value | None:
        """Return what is known about the value of an expression, ``None`` for nothing."""
        if node is None:
            return None
        handler = _HANDLERS.get(type(node))
        return handler(self, node) if handler else None

    def call(self, node: ast.Call) -> Value | None:
        """Return what a call gives."""
        raise NotImplementedError

    def _constant(self, node: ast.Constant) -> Value | None:
        if node.value is None:
            return Value(text=NONE)
        if isinstance(node.value, bool):
            return Value(text=TRUE if node.value else FALSE)
        if isinstance(node.value, str):
            return Value(text=f"{STRING}{node.value[:200]}")
        return None

    def truth(self, node: ast.expr) -> bool | None:
        """Return what a condition is known to be, ``None`` where it may be either."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            known = self.truth(node.operand)
            return None if known is None else not known
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
            value, other = self.evaluate(node.left), node.comparators[0]
            if value is None or not isinstance(other, ast.Constant):
                return None
            same = value.text == _TEXTS.get(other.value, "")
            return same if isinstance(node.ops[0], ast.Is) else not same
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            value, other = self.evaluate(node.left), node.comparators[0]
            if value is None or not value.text.startswith((INTEGER, STRING)):
                return None
            if not isinstance(other, ast.Constant):
                return None
            same = value.text in {INTEGER + str(other.value), STRING + str(other.value)}
            return same if isinstance(node.ops[0], ast.Eq) else not same
        if isinstance(node, (ast.Name, ast.Constant)):
            value = self.evaluate(node)
            return _TRUTHS.get(value.text) if value is not None else None
        return None

    def _name(self, node: ast.Name) -> Value | None:
        found = self.scope.get(node.id)
        if found is None and node.id[0].isupper() and not self.scope.knows(node.id):
            return class_of(node.id, self.imported.get(node.id, ""))
        return found

    def _attribute(self, node: ast.Attribute) -> Value | None:
        base = self.evaluate(node.value)
        if base is None:
            return self.elsewhere(node)
        if base.attributes is not None:
            return self.member(base, node.attr)
        if base.text.startswith(STRING):
            return base
        if base.estimator is not None:
            return self._fitted_attribute(node, base.estimator)
        if node.attr in SAME:
            return base
        if node.attr in NOTHING:
            return Value(events=base.all_events) if base.statistic else None
        if node.attr == "index":
            found = base.derived()
            found.text = INDEX
            return found
        if base.rows:
            return self.held_part(base, node) or self.column(base, node.attr)
        return base.derived() if base.all_events else None

    def member(self, base: Value, name: str) -> Value | None:
        """Return an attribute or a method of an instance of a class of the file."""
        assert base.attributes is not None
        if name in base.attributes:
            return base.attributes[name]
        method = self.method_of(base, name)
        if method is not None:
            return Value(function=method, owner=base)
        if isinstance(base.function, ast.ClassDef):
            for statement in base.function.body:
                if isinstance(statement, ast.AnnAssign) and (
                    isinstance(statement.target, ast.Name) and statement.target.id == name
                ):
                    return self.evaluate(statement.value)  # the default of a data class
        return None

    def method_of(self, base: Value, name: str) -> ast.AST | None:
        """Return the method of the instance's class, or of a base class in the same file."""
        waiting, seen = [base.function], 0
        while waiting and seen < 8:
            seen += 1
            defined = waiting.pop(0)
            if not isinstance(defined, ast.ClassDef):
                continue
            for statement in defined.body:
                if isinstance(statement, ast.FunctionDef) and statement.name == name:
                    return statement
            for parent in defined.bases:
                value = self.evaluate(parent) if isinstance(parent, ast.Name) else None
                waiting.append(value.function if value else None)
        return None

    def _fitted_attribute(self, node: ast.Attribute, estimator: Estimator) -> Value | None:
        fitted = estimator.fitted
        if node.attr in _CHOICES and fitted is not None:
            self.rules.read_choice(fitted.node)
        if node.attr in _CHOSEN:
            return Value(estimator=Estimator(estimator.name, Kind.MODEL, estimator.node, fitted))
        if node.attr == "history" or (estimator.kind is Kind.MODEL and node.attr not in _WEIGHTS):
            return None
        if fitted is None or not node.attr.endswith("_"):
            return Value(estimator=estimator) if fitted else None
        kind = Kind.SELECT if fitted.kind is Kind.MODEL else fitted.kind
        event = Event(kind, fitted.node, fitted.name, fitted.rows, fitted.source, fitted.supervised)
        return Value(events=frozenset({event if kind is not fitted.kind else fitted}))

    def _binary(self, node: ast.BinOp) -> Value | None:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        for data, learned in ((left, right), (right, left)):
            if data and learned and learned.statistic and data.rows and not data.by:
                self.rules.applied(learned.statistic, data)
                self.rules.on_its_own(learned.statistic, data)
        one, two = left.items if left else None, right.items if right else None
        if isinstance(node.op, ast.Add) and one is not None and two is not None:
            return Value(items=[*one, *two], events=_own(left) | _own(right))
        if isinstance(node.op, ast.Mult) and left is not None and left.items is not None:
            again = any(item is not None and item.rows for item in left.items)
            return Value(items=left.items[:32] * 2) if again else left  # [df] * 5
        if text := text_of((left, right)):
            return Value(text=text)
        found = joined((left, right))
        if found is not None and isinstance(node.op, ast.Sub) and left and right and found.by:
            found.text = RESIDUAL
        if found is not None and (moved := moved_rows(left, right)) is not None:
            found.copied = moved
        return found

    def _compare(self, node: ast.Compare) -> Value | None:
        parts = [self.evaluate(part) for part in (node.left, *node.comparators)]
        found = joined(parts)
        chosen = choosing(node, parts)
        if found is None or not (found.by or found.judged or found.loops or chosen):
            return None
        equal = isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        return Value(
            rows=found.rows if found.by else frozenset(),
            events=chosen,
            by=found.by,
            judged=found.judged,
            loops=found.loops,
            text=RESIDUAL if equal and found.by else "",
        )

    def _several(self, node: ast.BoolOp | ast.JoinedStr) -> Value | None:
        values = [self.evaluate(value) for value in node.values]
        if isinstance(node, ast.JoinedStr) and (text := text_of(values)):
            return Value(text=text)
        return joined(values)

    def _unary(self, node: ast.UnaryOp) -> Value | None:
        value = self.evaluate(node.operand)
        if value is None:
            return None
        found = value.derived()
        found.copied = moved_rows(value, None)
        return found

    def _either_of(self, node: ast.IfExp) -> Value | None:
        self.evaluate(node.test)
        one, two = self.evaluate(node.body), self.evaluate(node.orelse)
        return one if two is None else two if one is None else joined((one, two))

    def _display(self, node: ast.Tuple | ast.List | ast.Set) -> Value:
        return Value(items=[self.evaluate(item) for item in node.elts])

    def _dictionary(self, node: ast.Dict) -> Value:
        keys = [
            key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            for key in node.keys
        ]
        items = [self.evaluate(value) for value in node.values]
        for key, item in zip(keys, items, strict=True):
            if item is not None and item.text == SOURCE and (side := side_of_name(key)):
                self.read_as(item, side)
        return Value(items=items, keys=keys)

    def _lambda(self, node: ast.Lambda) -> Value:
        return Value(function=node)

    def _starred(self, node: ast.Starred | ast.Await | ast.FormattedValue) -> Value | None:
        return self.evaluate(node.value)

    def _walrus(self, node: ast.NamedExpr) -> Value | None:
        value = self.evaluate(node.value)
        self.bind(node.target, value)
        return value

    def _call(self, node: ast.Call) -> Value | None:
        return self.call(node)


def _own(value: Value | None) -> Events:
    return value.events if value is not None else NO_EVENTS


_HANDLERS: dict[type[ast.expr], Callable[..., Value | None]] = {
    ast.Constant: Expressions._constant,
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions.subscript,
    ast.Call: Expressions._call,
    ast.BinOp: Expressions._binary,
    ast.Compare: Expressions._compare,
    ast.BoolOp: Expressions._several,
    ast.JoinedStr: Expressions._several,
    ast.FormattedValue: Expressions._starred,
    ast.UnaryOp: Expressions._unary,
    ast.IfExp: Expressions._either_of,
    ast.Tuple: Expressions._display,
    ast.List: Expressions._display,
    ast.Set: Expressions._display,
    ast.Dict: Expressions._dictionary,
    ast.ListComp: Expressions.comprehension,
    ast.SetComp: Expressions.comprehension,
    ast.GeneratorExp: Expressions.comprehension,
    ast.DictComp: Expressions.comprehension,
    ast.Lambda: Expressions._lambda,
    ast.Starred: Expressions._starred,
    ast.Await: Expressions._starred,
    ast.NamedExpr: Expressions._walrus,
}
