"""Functions of a service that are not written yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from pytest_mlgate.inputs._code import Code, last_name, number

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_INTERFACES = frozenset({"ABC", "Protocol", "ABCMeta"})
_LITERALS = (
    *(ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.UnaryOp, ast.USub, ast.UAdd, ast.Load),
)
_UNWRITTEN = frozenset({"abstractmethod", "abstractproperty", "overload"})


def stubs(code: Code) -> Iterator[dict[str, Any]]:
    """Yield the functions that only raise NotImplementedError or answer with a constant.

    Each with name, first and last line, the class around it, and the constant if it is one.
    """
    functions: Iterator[_Function]
    for functions in (code.of(ast.FunctionDef), code.of(ast.AsyncFunctionDef)):
        for function in functions:
            around = code.parents[function]
            owner = around if isinstance(around, ast.ClassDef) else None
            if (owner is not None and _is_interface(owner)) or any(
                last_name(decorator) in _UNWRITTEN for decorator in function.decorator_list
            ):
                continue
            constant = _constant(function)
            if constant or any(map(_refuses, function.body)):
                yield {
                    "name": function.name,
                    "first": function.lineno,
                    "last": function.end_lineno,
                    "owner": owner.name if owner is not None else "",
                    "constant": constant,
                }


def bases(code: Code) -> list[str]:
    """Return the names of all classes that other classes are made from."""
    return sorted({last_name(base) for found in code.of(ast.ClassDef) for base in found.bases})


def _is_interface(found: ast.ClassDef) -> bool:
    above = [*found.bases, *(keyword.value for keyword in found.keywords)]
    # Protocol[T] is one as well.
    names = (last_name(base.value if isinstance(base, ast.Subscript) else base) for base in above)
    return any(name in _INTERFACES for name in names)


def _refuses(statement: ast.stmt) -> bool:
    """Whether a function always raises it; one in a branch refuses some values only."""
    if not isinstance(statement, ast.Raise) or statement.exc is None:
        return False
    error = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
    return last_name(error) == "NotImplementedError"


def _constant(function: _Function) -> str:
    """Return the number that a function answers whatever it is asked, else an empty text."""
    last = function.body[-1]
    nodes = list(ast.walk(function))
    returns = sum(isinstance(node, ast.Return) for node in nodes)
    if not isinstance(last, ast.Return) or last.value is None or returns > 1:
        return ""
    taken = {node.arg for node in nodes if isinstance(node, ast.arg)} - {"self", "cls"}
    read = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    answer = list(ast.walk(last.value))
    # A status of HTTP is no answer of a model.
    numbers = [
        node for node in answer if (value := number(node)) is not None and not 200 <= value < 600
    ]
    if not taken or taken & read or not all(isinstance(node, _LITERALS) for node in answer):
        return ""
    return ast.unparse(numbers[0]) if numbers else ""
