"""Loops whose result does not depend on the order of what they go through."""

from __future__ import annotations

import ast

from pytest_mlgate.checks.reproducibility._hits import words
from pytest_mlgate.inputs._code import Code, last_name

_SAME_IN_ANY_ORDER = words(
    "remove unlink rmtree rmdir close mkdir makedirs exists is_dir is_file isfile isdir print join "
    "info debug warning endswith startswith move copy copy2 copyfile copytree write_text touch "
    "int float str len max min getsize getmtime stat splitext basename dirname split strip lower "
    "isdigit match search group Path add discard rename replace find cp copy_file upload_file"
)
_LEAVES_EARLY = (ast.Yield, ast.YieldFrom, ast.Return, ast.Break, ast.NamedExpr)


def ignores_order(code: Code, loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop does the same in any order.

    It does when it only deletes, moves, prints, counts, fills a set, or looks for an
    extreme, and keeps nothing else beyond one round.
    """
    inside = [node for statement in loop.body for node in ast.walk(statement)]
    for node in inside:
        match node:
            case ast.Call():
                fine = last_name(node.func) in _SAME_IN_ANY_ORDER or _drops_a_key(code, node)
            case ast.Assign(targets=[ast.Name(id=name)]):
                fine = _is_extreme(code, node, name) or _is_temporary(code, node, name, inside)
            case ast.AugAssign():
                fine = _is_count(node)
            case ast.Assign() | ast.AnnAssign():
                fine = False
            case _:
                fine = not isinstance(node, _LEAVES_EARLY)
        if not fine:
            return False
    return True


def _drops_a_key(code: Code, call: ast.Call) -> bool:
    """Whether it is ``known.pop(key, None)``, or ``found.update(...)`` of a set."""
    match call.func:
        case ast.Attribute(attr="pop"):
            return len(call.args) == 2
        case ast.Attribute(attr="update", value=ast.Name(id=name)):
            return any(
                isinstance(value, ast.Call) and code.names.builtin(value.func) == "set"
                for value in _values_of(code, call, name)
            )
    return False


def _values_of(code: Code, near: ast.AST, name: str) -> list[ast.expr]:
    """What the variable is assigned in the scope of a node."""
    scope = code.scope(near)
    found = []
    assigns: tuple[ast.Assign | ast.AnnAssign, ...] = (
        *code.of(ast.Assign),
        *code.of(ast.AnnAssign),
    )
    for assign in assigns:
        targets = assign.targets if isinstance(assign, ast.Assign) else [assign.target]
        named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
        if named and assign.value is not None and code.scope(assign) is scope:
            found.append(assign.value)
    return found


def _is_extreme(code: Code, assign: ast.Assign, name: str) -> bool:
    """Whether it is the second line of ``if number > largest: largest = number``."""
    parent = code.parents.get(assign)
    if not isinstance(parent, ast.If):
        return False
    return any(
        isinstance(part, ast.Compare)
        and isinstance(part.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE))
        and any(last_name(side) == name for side in (part.left, *part.comparators))
        for part in ast.walk(parent.test)
    )


def _is_temporary(code: Code, assign: ast.Assign, name: str, inside: list[ast.AST]) -> bool:
    """Whether the value is used in the same round only, after it was assigned."""
    loads = code.loads.get((code.scope(assign), name), ())
    return all(
        load in inside and (load.lineno, load.col_offset) > (assign.lineno, assign.col_offset)
        for load in loads
    )


def _is_count(assign: ast.AugAssign) -> bool:
    """Whether whole numbers are added up."""
    if not isinstance(assign.op, ast.Add):
        return False
    match assign.value:
        case ast.Constant(value=value):
            return type(value) is int
        case ast.Call(func=function):
            return last_name(function) in {"len", "getsize", "int"}
        case ast.Attribute(attr=attribute):
            return attribute == "st_size"
    return False
