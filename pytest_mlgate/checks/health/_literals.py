"""Values that stand in the code itself."""

from __future__ import annotations

import ast

from pytest_mlgate.inputs._code import Code, last_name

_CONTAINERS = frozenset({"dict", "list", "set", "tuple", "frozenset", "str", "int", "float"})
_FILLED = frozenset({
    "DataFrame", "Series", "array", "zeros", "zeros_like", "ones", "ones_like", "full",
    "full_like", "empty", "defaultdict", "Counter", "OrderedDict",
})  # fmt: skip
_NAMED = frozenset({"nan", "NaN", "NAN", "NaT", "NA", "inf"})


def is_literal(code: Code, node: ast.expr) -> bool:
    """Whether a value is written in the code, a constant by name included."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(operand=operand):
            return is_literal(code, operand)
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
            return all(is_literal(code, item) for item in items)
        case ast.Dict(keys=keys, values=values):
            return all(key is not None and is_literal(code, key) for key in keys) and all(
                is_literal(code, value) for value in values
            )
        case ast.BinOp(left=left, right=right):
            return is_literal(code, left) and is_literal(code, right)
        case ast.Attribute(attr=name):
            return name in _NAMED
        case ast.Name(id=name):
            constant = code.constants.get(name)
            return name in _NAMED or (isinstance(constant, ast.Constant) and name.isupper())
        case ast.Call(func=function, args=arguments):
            if code.names.builtin(function) in _CONTAINERS:
                return all(is_literal(code, argument) for argument in arguments)
            # The size of an array may be computed; what fills it is a constant all the same.
            if last_name(function) in _FILLED - {"DataFrame", "Series", "array"}:
                return True
            return last_name(function) in _FILLED and all(
                is_literal(code, argument) for argument in arguments
            )
    return False


def shown(node: ast.expr | None) -> str:
    """Return a literal in a few words; text may hold anything and is not repeated."""
    match node:
        case None | ast.Constant(value=None):
            return "None"
        case ast.Constant(value=bool() | int() | float()) | ast.UnaryOp():
            return ast.unparse(node)
        case ast.Constant(value=str() as text):
            return "a constant text" if text else "an empty text"
        case ast.List(elts=[]) | ast.Dict(keys=[]) | ast.Tuple(elts=[]):
            return ast.unparse(node)
        case ast.Name() | ast.Attribute():
            return ast.unparse(node)
    return "a constant value"
