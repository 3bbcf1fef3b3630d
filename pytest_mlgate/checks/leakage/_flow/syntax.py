"""Questions about the shape of code that need no flow of data."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from pytest_mlgate.checks.leakage._flow.tables import (
    CROSS_VALIDATIONS,
    SPLIT_FUNCTIONS,
    is_label_name,
    side_of_name,
)
from pytest_mlgate.checks.leakage._flow.values import SLICE, Value

_COLUMN_NAMES = re.compile(
    r"col|feat|feet|var|predictor|name|attr|num|cat|target|label|input|field|key|used|^f$|^[xy]$",
    re.IGNORECASE,
)
"""Names of lists of columns, as against masks and positions of rows."""


def flags(defined: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the parameters whose default says that they are no data."""
    named = [*defined.args.posonlyargs, *defined.args.args][-len(defined.args.defaults) :]
    defaults = (
        list(zip(named, defined.args.defaults, strict=False)) if defined.args.defaults else []
    )
    defaults += [
        (one, default)
        for one, default in zip(defined.args.kwonlyargs, defined.args.kw_defaults, strict=True)
        if default is not None
    ]
    return {
        one.arg
        for one, default in defaults
        if isinstance(default, ast.Constant) and default.value is not None
    }


def statements_of(tree: ast.Module) -> list[ast.stmt]:
    """Return all statements in the order of the file."""
    found: list[ast.stmt] = []
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            found.append(node)
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            part = getattr(node, name, None)
            if isinstance(part, list):
                waiting += reversed(part)
    return found


def target_columns(statements: list[ast.stmt]) -> set[str]:
    """Return the columns that are predicted: ``y = df["price"]``, ``df.pop("price")``."""
    found: set[str] = set()
    for statement in statements:
        if not isinstance(statement, ast.Assign):
            continue
        target, value = statement.targets[0], statement.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=False))
        for name, source in pairs:
            if isinstance(name, ast.Name):
                found |= _popped(source)
            if isinstance(name, ast.Name) and is_label_name(name.id):
                found |= _column_of(source)
        if isinstance(value, ast.Call) and len(value.args) > 1:
            called = getattr(value.func, "id", getattr(value.func, "attr", ""))
            if called in SPLIT_FUNCTIONS | CROSS_VALIDATIONS:
                found |= _column_of(value.args[1])
    return found


def _popped(node: ast.expr) -> set[str]:
    """Return columns that are taken out of a table, as one does with what is predicted."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (ast.Attribute, ast.Subscript)):
            waiting.append(part.value)
        elif isinstance(part, ast.Call):
            waiting += [part.func, *part.args]
            first = part.args[0] if part.args else None
            pops = isinstance(part.func, ast.Attribute) and part.func.attr == "pop"
            if pops and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def _column_of(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        if isinstance(node, ast.Subscript):
            key = node.slice
            if isinstance(key, ast.List) and len(key.elts) == 1:
                key = key.elts[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                return {key.value}
            node = node.value
        elif isinstance(node, ast.Call):
            first = node.args[0] if node.args else None
            pops = isinstance(node.func, ast.Attribute) and node.func.attr == "pop"
            if pops and isinstance(first, ast.Constant) and isinstance(first.value, str):
                return {first.value}
            node = node.func
        elif node.attr in {"values", "to_numpy", "astype", "ravel", "copy", "reshape", "map"}:
            node = node.value
        else:
            return {node.attr} if isinstance(node.value, ast.Name) else set()
    return set()


def names_one_part(items: list[ast.expr], parts: list[Value | None]) -> bool:
    """Whether ``data, data_test = data[mask], data[~mask]`` names one of two parts only.

    Of ``dev, test`` the first is for training, as there is no other.
    """
    names = [item.id if isinstance(item, ast.Name) else "" for item in items]
    said = [side_of_name(name) for name in names]
    chosen = [part is not None and (part.subset or part.text == SLICE) for part in parts]
    one_named = sorted(said) in (["", "test"], ["", "validation"], ["test", "validation"])
    return len(items) == 2 and all(names) and all(chosen) and one_named


def names_in(target: ast.expr) -> list[str]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for item in target.elts for name in names_in(item)]
    if isinstance(target, ast.Starred):
        return names_in(target.value)
    if isinstance(target, ast.Attribute):
        return [target.attr]
    return [target.id] if isinstance(target, ast.Name) else []


def assigns(body: list[ast.stmt], best: ast.Name | ast.Attribute) -> bool:
    """Whether one of the statements binds the name or attribute."""
    wanted = ast.dump(best).replace("Load()", "Store()")
    return any(
        ast.dump(target) == wanted
        for statement in body
        if isinstance(statement, ast.Assign)
        for whole in statement.targets
        for target in (whole.elts if isinstance(whole, ast.Tuple) else [whole])
    )


def is_small(bound: ast.expr) -> bool:
    """Whether a bound is a small constant, which looks at a few rows and divides nothing."""
    if isinstance(bound, ast.UnaryOp):
        bound = bound.operand
    return isinstance(bound, ast.Constant) and (
        not isinstance(bound.value, int) or abs(bound.value) <= 5
    )


@dataclass(frozen=True)
class Mask:
    """A condition that chooses rows.

    Parameters
    ----------
    identity:
        Same for a condition and its opposite.
    positive:
        Which of the two it is.
    side:
        The side that its words name, empty when they name none.
    """

    identity: str
    positive: bool
    side: str = ""

    @property
    def opposite(self) -> Mask:
        """The condition negated."""
        other = {"train": "test", "test": "train", "validation": "train", "": ""}
        return Mask(self.identity, not self.positive, other[self.side])


def mask_of(key: ast.expr) -> Mask | None:
    """Return the condition that a subscript is, ``None`` when it is none that can be told."""
    if isinstance(key, ast.UnaryOp) and isinstance(key.op, (ast.Invert, ast.Not, ast.USub)):
        inner = mask_of(key.operand)
        return inner.opposite if inner else None
    if isinstance(key, ast.Name):
        if _COLUMN_NAMES.search(key.id):
            return None
        return Mask(key.id, True, _said(key.id))
    if isinstance(key, ast.Attribute):
        return Mask(f"{ast.unparse(key.value)}.{key.attr}", True, _said(key.attr))
    if isinstance(key, ast.Subscript) and isinstance(key.slice, ast.Constant):
        name = str(key.slice.value)
        return Mask(f"{ast.unparse(key.value)}.{name}", True, _said(name))
    if isinstance(key, ast.Compare) and len(key.ops) == 1:
        return _comparison(key)
    if isinstance(key, ast.Call) and len(key.args) == 1:
        called = getattr(key.func, "attr", "")
        if called == "logical_not":
            inner = mask_of(key.args[0])
            return inner.opposite if inner else None
        if called == "isin":
            rows = key.args[0]
            if isinstance(rows, ast.Attribute) and rows.attr == "index":
                rows = rows.value  # df[~df.index.isin(train.index)]
            name = getattr(rows, "id", "")
            return Mask(ast.unparse(key), True, _said(name))
    return None


def _said(name: str) -> str:
    """Return the side that the name of a mask says; ``valid_mask`` is of valid rows."""
    return "" if re.search(r"valid(?!ation)", name) else side_of_name(name)


def _comparison(key: ast.Compare) -> Mask | None:
    left, op, right = key.left, key.ops[0], key.comparators[0]
    said = right.value if isinstance(right, ast.Constant) else ""
    side = side_of_name(said) if isinstance(said, str) else ""
    for pair, positive in _PAIRS.items():
        if isinstance(op, pair):
            mask = Mask(f"{ast.unparse(left)} {_WORDS[pair]} {ast.unparse(right)}", True, side)
            return mask if positive else mask.opposite
    return None


_PAIRS = {
    ast.Lt: True,
    ast.GtE: False,
    ast.LtE: True,
    ast.Gt: False,
    ast.Eq: True,
    ast.NotEq: False,
}
_WORDS = {ast.Lt: "<", ast.GtE: "<", ast.LtE: "<=", ast.Gt: "<=", ast.Eq: "==", ast.NotEq: "=="}


def filtered_name(node: ast.Assign) -> str:
    """Return the name in ``train = train[mask].copy()``, which is a filter and no split."""
    target, value = node.targets[0], node.value
    while isinstance(value, (ast.Call, ast.Attribute)):
        value = value.func if isinstance(value, ast.Call) else value.value
    if not isinstance(target, ast.Name) or not isinstance(value, ast.Subscript):
        return ""
    base: ast.expr = value.value
    while isinstance(base, ast.Attribute):
        base = base.value
    return target.id if isinstance(base, ast.Name) and base.id == target.id else ""


def drops_rows_of(node: ast.Assign) -> str:
    """Return the name in ``train = train.drop(train[mask].index)``, which is no split either."""
    target, value = node.targets[0], node.value
    while isinstance(value, (ast.Call, ast.Attribute)):
        value = value.func if isinstance(value, ast.Call) else value.value
    same = isinstance(target, ast.Name) and isinstance(value, ast.Name) and value.id == target.id
    return target.id if same and isinstance(target, ast.Name) else ""


def is_length(bound: ast.expr | None) -> bool:
    """Whether a bound is ``len(x)`` or ``x.shape[0]``."""
    if isinstance(bound, ast.Call):
        return isinstance(bound.func, ast.Name) and bound.func.id == "len"
    return (
        isinstance(bound, ast.Subscript)
        and isinstance(bound.value, ast.Attribute)
        and bound.value.attr == "shape"
    )


def is_condition(value: ast.expr) -> bool:
    """Whether a value looks like a condition that each row fulfils or not."""
    return not isinstance(value, ast.Name) and chooses_rows(value)


def chooses_rows(key: ast.expr) -> bool:
    """Whether a subscript looks like a condition on rows rather than a choice of columns."""
    if isinstance(key, ast.Call):
        name = key.func.attr if isinstance(key.func, ast.Attribute) else ""
        return name in {"isin", "between", "notna", "isna", "isnull", "notnull", "contains"}
    if isinstance(key, ast.Name):
        return not _COLUMN_NAMES.search(key.id)
    return isinstance(key, (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.BinOp))


def with_replacement(node: ast.Call) -> bool:
    """Whether rows are drawn with replacement."""
    return any(
        k.arg == "replace" and isinstance(k.value, ast.Constant) and k.value.value is True
        for k in node.keywords
    )
