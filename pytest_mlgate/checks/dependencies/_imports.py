"""Which modules a source imports, and whether it goes on without them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pytest_mlgate.inputs._code import Code, last_name
from pytest_mlgate.inputs.installed_modules import NAMESPACES
from pytest_mlgate.inputs.sources import Source

AT_ONCE, LATE, OPTIONAL = "at once", "late", "optional"
_LOADERS = frozenset({"import_module", "__import__", "importorskip", "find_spec", "lazy_import"})
_CATCHES = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_CONDITIONS = ("type_checking", "version_info", "platform", "find_spec", "available", "installed")
_DEPTH = 3


def imported_modules(source: Source) -> list[list[object]]:
    """Return module, first line, last line and kind of every import, each module once a kind.

    A module counts by its top level, in a namespace (`google`) down to the third.  What an
    exception handler or a condition makes dispensable is `OPTIONAL`, what is imported when a
    function is called `LATE`, anything else `AT_ONCE`.
    """
    found: dict[tuple[str, str], list[object]] = {}
    code = source.code
    for node, name in _named(code):
        parts = name.split(".")
        depth = _DEPTH if parts[0] in NAMESPACES else 1
        module = ".".join(parts[:depth])
        kind = OPTIONAL if isinstance(node, ast.expr) else _kind(code, node)
        if module and (module, kind) not in found:
            found[module, kind] = [module, node.lineno, node.end_lineno or node.lineno, kind]
    return list(found.values())


def _named(code: Code) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    for plain in code.of(ast.Import):
        for alias in plain.names:
            yield plain, alias.name
    for partial in code.of(ast.ImportFrom):
        if not partial.level and partial.module:
            for alias in partial.names:
                yield partial, f"{partial.module}.{alias.name}"
    for call in code.calls:
        if last_name(call.func) in _LOADERS and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield call, first.value


def _kind(code: Code, node: ast.AST) -> str:
    below, kind = node, AT_ONCE
    for above in code.ancestors(node):
        match above:
            case ast.Try() if any(map(_catches, above.handlers)) and below not in above.finalbody:
                return OPTIONAL
            case ast.With() if any(_mentions(i.context_expr, ("suppress",)) for i in above.items):
                return OPTIONAL
            case ast.If(test=test) if _mentions(test, _CONDITIONS):
                return OPTIONAL
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                kind = LATE
        below = above
    return kind


def _catches(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(last_name(kind) in _CATCHES for kind in types)


def _mentions(expression: ast.expr, words: tuple[str, ...]) -> bool:
    names = (last_name(node).lower() for node in ast.walk(expression))
    return any(word in name for name in names if name for word in words)
