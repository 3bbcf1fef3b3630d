"""Order and hashes that differ between processes or machines (N5)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pytest_mlgate.checks.reproducibility._hits import Hit, words
from pytest_mlgate.checks.reproducibility._loops import ignores_order
from pytest_mlgate.inputs._code import FUNCTIONS, Code, last_name, number

_LISTINGS = frozenset({"os.listdir", "os.scandir", "glob.glob", "glob.iglob"})
_PATH_LISTINGS = frozenset({"iterdir", "rglob", "glob"})
_SETS = frozenset({"set", "frozenset"})
_KEEPS_ORDER = frozenset({"list", "tuple", "enumerate", "zip", "map", "filter", "iter", "reversed"})


def unstable_order(code: Code) -> Iterator[Hit]:
    """Yield N5: order of sets and directory listings, and hashes of strings."""
    for node in code.of(ast.Set, ast.SetComp, ast.BinOp):
        if _is_set(code, node) and not _is_set(code, code.parents.get(node)):
            yield from _set_hit(code, node)
    for call in code.calls:
        name = code.names.resolve(call.func)
        if code.names.builtin(call.func) in _SETS:
            if call.args and not _is_set(code, code.parents.get(call)):
                yield from _set_hit(code, call)
        elif name in _LISTINGS or (not name and _lists_a_path(call)):
            if _order_escapes(code, call):
                yield Hit(
                    call,
                    "N5",
                    f"{name or '.' + last_name(call.func)}() is used in the order the file system "
                    "happens to give",
                    "Wrap it in sorted().",
                )
        elif code.names.builtin(call.func) == "hash" and _hashes_a_string(code, call):
            yield Hit(
                call,
                "N5",
                "hash() of a string differs in every Python process",
                "Use hashlib: int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]).",
            )


def _set_hit(code: Code, node: ast.expr) -> Iterator[Hit]:
    if _only_numbers(code, node) or not _order_escapes(code, node):
        return
    yield Hit(
        node,
        "N5",
        "a set is iterated, and the order of strings in a set differs in every Python process",
        "Wrap it in sorted(), or use dict.fromkeys() to keep the order of first appearance.",
    )


def _is_set(code: Code, node: ast.AST | None) -> bool:
    if isinstance(node, (ast.Set, ast.SetComp)):
        return True
    if isinstance(node, ast.Call):
        return code.names.builtin(node.func) in _SETS and bool(node.args)
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor)
    ):
        return _is_set(code, node.left) or _is_set(code, node.right)
    return False


def _only_numbers(code: Code, node: ast.expr) -> bool:
    """Whether a set holds numbers only: their hashes are the same in every process."""
    match node:
        case ast.Set(elts=items) | ast.List(elts=items) | ast.Tuple(elts=items):
            return all(number(item) is not None for item in items)
        case ast.Call(func=function, args=[*_, last]):
            name = code.names.builtin(function)
            return name == "range" or (name in _SETS and _only_numbers(code, last))
        case ast.BinOp(op=ast.Sub(), left=left):
            return _only_numbers(code, left)
        case ast.BinOp(op=ast.BitAnd(), left=left, right=right):
            return _only_numbers(code, left) or _only_numbers(code, right)
        case ast.BinOp(op=ast.BitOr() | ast.BitXor(), left=left, right=right):
            return _only_numbers(code, left) and _only_numbers(code, right)
    return False


def _lists_a_path(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _PATH_LISTINGS:
        return False
    return bool(call.args) != (call.func.attr == "iterdir") and not call.keywords


def _order_escapes(code: Code, node: ast.expr) -> bool:
    """Whether the order of an iterable reaches something that keeps it.

    Followed are for loops, comprehensions, list() and its like, subscripts, and one
    assignment; a value that is passed on or returned is not judged.
    """
    parent = code.parents.get(node)
    match parent:
        case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated) if iterated is node:
            return not ignores_order(code, parent)
        case ast.comprehension(iter=iterated) if iterated is node:
            whole = code.parents[parent]
            if isinstance(whole, (ast.SetComp, ast.DictComp)):
                return False
            if isinstance(whole, ast.ListComp):
                return not _order_is_dropped(code, whole)
            return isinstance(whole, ast.GeneratorExp) and _generator_keeps_order(code, whole)
        case ast.Call(func=ast.Attribute(attr="join" | "concat" | "concatenate"), args=args):
            return node in args
        case ast.Call(func=ast.Name() as function, args=args) if node in args:
            keeps = code.names.builtin(function) in _KEEPS_ORDER
            return keeps and not _order_is_dropped(code, parent)
        case ast.Subscript(value=value) if value is node:
            return True
        case ast.Starred():
            return isinstance(code.parents.get(parent), (ast.List, ast.Tuple))
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _variable_escapes(code, node, name)
    return False


def _generator_keeps_order(code: Code, generator: ast.GeneratorExp) -> bool:
    call = code.parents.get(generator)
    if not isinstance(call, ast.Call):
        return False
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in {"join", "concat"}
    return code.names.builtin(call.func) in _KEEPS_ORDER and not _order_is_dropped(code, call)


def _order_is_dropped(code: Code, node: ast.AST) -> bool:
    """Whether the list made here is sorted, counted or made a set at once or in its variable."""
    for parent in code.ancestors(node):
        match parent:
            case ast.Call(func=function):
                name = last_name(function)
                if name in _KEEPS_ORDER:
                    continue
                return name in _DROPS_ORDER
            case ast.Assign(targets=[ast.Name(id=name)]):
                return _is_sorted_later(code, parent, name) or _is_only_asked(code, parent, name)
            case ast.Compare(ops=[ast.In() | ast.NotIn()]):
                return True
            case ast.stmt():
                return False
    return False


def _is_only_asked(code: Code, node: ast.AST, name: str) -> bool:
    """Whether a list is only counted, tested, and asked for members."""
    uses = code.loads.get((code.scope(node), name), ())
    return bool(uses) and all(_asks(code, use, name) for use in uses)


def _asks(code: Code, use: ast.Name, name: str) -> bool:
    parent = code.parents.get(use)
    match parent:
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[asked]):
            return asked is use
        case ast.Call(func=ast.Name(id=function)):
            return function in {"len", "bool", "set", "frozenset", "any", "all"}
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp():
            return isinstance(code.parents.get(parent), (ast.If, ast.While, ast.Assert))
        case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
            return test is use
        case ast.For(iter=iterated):
            return iterated is use and ignores_order(code, parent)
        case ast.comprehension(iter=iterated) if iterated is use:
            # names = [clean(n) for n in names] is followed by the other uses.
            match code.parents.get(whole := code.parents[parent]):
                case ast.Assign(targets=[ast.Name(id=target)], value=value):
                    return target == name and value is whole
    return False


_SORTS = frozenset({"sorted", "natsorted"})
_DROPS_ORDER = words(
    "sorted natsorted len sum min max any all set frozenset Counter isin difference union "
    "intersection issubset issuperset update drop"
)


def _variable_escapes(code: Code, node: ast.expr, name: str) -> bool:
    """Whether a variable that holds the iterable is iterated without being sorted."""
    if _is_sorted_later(code, node, name):
        return False
    return any(
        not isinstance(code.parents.get(load), ast.Assign) and _order_escapes(code, load)
        for load in code.loads.get((code.scope(node), name), ())
    )


def _is_sorted_later(code: Code, node: ast.AST, name: str) -> bool:
    for load in code.loads.get((code.scope(node), name), ()):
        parent = code.parents.get(load)
        match parent:
            case ast.Attribute(attr="sort"):
                if isinstance(code.parents.get(parent), ast.Call):
                    return True
            case ast.Call(args=[first, *_]) if first is load:
                while isinstance(parent, ast.Call) and last_name(parent.func) in (
                    _KEEPS_ORDER | _SETS
                ):
                    parent = code.parents.get(parent)
                if isinstance(parent, ast.Call) and last_name(parent.func) in _SORTS:
                    return True
    return False


def _hashes_a_string(code: Code, call: ast.Call) -> bool:
    if len(call.args) != 1:
        return False
    inside = next((a for a in code.ancestors(call) if isinstance(a, FUNCTIONS)), None)
    if isinstance(inside, ast.FunctionDef) and inside.name == "__hash__":
        return False
    value = call.args[0]
    return _is_text(code, value) or _is_bucketed(code, call)


def _is_text(code: Code, value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=text):
            return isinstance(text, (str, bytes))
        case ast.JoinedStr():
            return True
        case ast.Tuple(elts=parts):
            return any(_is_text(code, part) for part in parts)
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return _is_text(code, left) or _is_text(code, right)
        case ast.Call(func=ast.Attribute(attr=method)):
            return method in {"format", "join", "lower", "upper", "strip", "encode", "decode"}
        case ast.Call(func=ast.Name() as function):
            return code.names.builtin(function) in {"str", "repr"}
        case ast.Name(id=name):
            return any(
                parameter.arg == name
                and isinstance(parameter.annotation, ast.Name)
                and parameter.annotation.id in {"str", "bytes"}
                for scope in code.ancestors(value)
                if isinstance(scope, FUNCTIONS)
                for parameter in (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)
            )
    return False


def _is_bucketed(code: Code, call: ast.Call) -> bool:
    """Whether the hash is reduced to a bucket (``hash(x) % n``), as is done with ids."""
    node: ast.AST = call
    parent = code.parents.get(call)
    if isinstance(parent, ast.Call) and last_name(parent.func) == "abs":
        node, parent = parent, code.parents.get(parent)
    number = isinstance(call.args[0], ast.Constant)
    return (
        isinstance(parent, ast.BinOp)
        and isinstance(parent.op, ast.Mod)
        and not number
        and (parent.left is node)
    )
