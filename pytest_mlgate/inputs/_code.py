"""One walk over a syntax tree, and what the names in it stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

N = TypeVar("N", bound=ast.AST)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef, ast.Module)


class Code:
    """A syntax tree, walked once: its nodes by type in document order, and their parents.

    Parameters
    ----------
    tree:
        The module.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self._by_type: dict[type[ast.AST], list[ast.AST]] = {}
        parents, by_type = self.parents, self._by_type
        stack: list[ast.AST] = [tree]
        while stack:
            node = stack.pop()
            by_type.setdefault(type(node), []).append(node)
            children: list[ast.AST] = []
            for name in node._fields:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    children += [item for item in value if isinstance(item, ast.AST)]
                # Operators and contexts have no fields and are shared between parents.
                elif isinstance(value, ast.AST) and value._fields:
                    children.append(value)
            for child in children:
                parents[child] = node
            children.reverse()
            stack += children

    def of(self, *types: type[N]) -> Iterator[N]:
        """Yield the nodes of exactly these types, each type in document order."""
        for kind in types:
            yield from self._by_type.get(kind, ())  # type: ignore[misc]

    @property
    def calls(self) -> Iterator[ast.Call]:
        """All calls."""
        return self.of(ast.Call)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the parent of a node, its parent, and so on up to the module."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def scope(self, node: ast.AST) -> ast.AST:
        """Return the innermost function or the module that a node stands in."""
        functions_or_module = (*FUNCTIONS, ast.Module)
        return next((a for a in self.ancestors(node) if isinstance(a, functions_or_module)), node)

    def within(self, node: ast.AST, scope: ast.AST) -> bool:
        """Whether `scope` is above `node`."""
        return any(ancestor is scope for ancestor in self.ancestors(node))

    @cached_property
    def bare_strings(self) -> frozenset[ast.AST]:
        """String constants that stand alone as a statement: docstrings, and no value at all."""
        return frozenset(
            statement.value
            for statement in self.of(ast.Expr)
            if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
        )

    @cached_property
    def names(self) -> Names:
        """What names refer to."""
        return Names(self)

    @cached_property
    def loads(self) -> dict[tuple[ast.AST, str], list[ast.Name]]:
        """Function or module, and name -> the places in it where the name is read."""
        found: dict[tuple[ast.AST, str], list[ast.Name]] = {}
        for name in self.of(ast.Name):
            if isinstance(name.ctx, ast.Load):
                found.setdefault((self.scope(name), name.id), []).append(name)
        return found

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """Module-level names that are assigned exactly once -> the assigned expression."""
        found: dict[str, ast.expr] = {}
        stored: dict[str, int] = {}
        for name in self.of(ast.Name):
            if not isinstance(name.ctx, ast.Load):
                stored[name.id] = stored.get(name.id, 0) + 1
        for statement in self.tree.body:
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=target)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
                ) if stored[target] == 1:
                    found[target] = value
        return found


class Names:
    """Resolves names through a module's imports.

    ``import numpy as np`` makes ``np.random.rand`` resolve to ``numpy.random.rand``,
    ``from sklearn import svm as s`` makes ``s.SVC`` resolve to ``sklearn.svm.SVC``.
    Imports count wherever they stand in the file; a parameter or variable of the same
    name hides the import inside its own scope.
    """

    def __init__(self, code: Code) -> None:
        self._code = code
        self.imported: dict[str, str] = {}
        self.modules: set[str] = set()
        for plain in code.of(ast.Import):
            for alias in plain.names:
                self.modules.add(alias.name)
                bound = alias.asname or alias.name.partition(".")[0]
                self.imported[bound] = alias.name if alias.asname else bound
        for partial in code.of(ast.ImportFrom):
            module = "." * partial.level + (partial.module or "")
            self.modules.add(module)
            for alias in partial.names:
                separator = "" if module.endswith(".") else "."
                self.imported[alias.asname or alias.name] = f"{module}{separator}{alias.name}"

    def imports(self, *packages: str) -> bool:
        """Whether any of the packages (top-level names) is imported anywhere."""
        return any(module.partition(".")[0] in packages for module in self.modules)

    def import_of(self, package: str) -> ast.AST | None:
        """Return the first statement that imports a package."""
        for plain in self._code.of(ast.Import):
            if any(alias.name.partition(".")[0] == package for alias in plain.names):
                return plain
        for partial in self._code.of(ast.ImportFrom):
            if not partial.level and (partial.module or "").partition(".")[0] == package:
                return partial
        return None

    def resolve(self, node: ast.AST) -> str:
        """Return the dotted name that an expression stands for, or an empty string."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        target = self.imported.get(node.id)
        if target is None or self._hidden(node):
            return ""
        return ".".join([target, *reversed(attributes)])

    def builtin(self, node: ast.AST) -> str:
        """Return the name of the builtin that an expression stands for, or an empty string."""
        if not isinstance(node, ast.Name) or node.id in self.imported or self._hidden(node):
            return ""
        return node.id

    def _hidden(self, name: ast.Name) -> bool:
        scopes = self._bindings.get(name.id)
        return scopes is not None and any(scope in scopes for scope in self._code.ancestors(name))

    @cached_property
    def _bindings(self) -> dict[str, set[ast.AST]]:
        """Name -> scopes in which something other than an import binds it."""
        found: dict[str, set[ast.AST]] = {}
        code = self._code
        for name in code.of(ast.Name):
            if isinstance(name.ctx, ast.Store):
                found.setdefault(name.id, set()).add(self._binding_scope(name))
        for parameter in code.of(ast.arg):
            found.setdefault(parameter.arg, set()).add(code.parents[code.parents[parameter]])
        functions: Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]
        for functions in (
            code.of(ast.FunctionDef),
            code.of(ast.AsyncFunctionDef),
            code.of(ast.ClassDef),
        ):
            for defined in functions:
                found.setdefault(defined.name, set()).add(self._binding_scope(defined))
        return found

    def _binding_scope(self, node: ast.AST) -> ast.AST:
        scope = next(a for a in self._code.ancestors(node) if isinstance(a, _SCOPES))
        if isinstance(scope, ast.ClassDef):
            # Names of a class body are not seen from its methods; nobody imports over them.
            return node
        return scope


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """Return an argument of a call by keyword, else by position, else ``None``."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is not None and position < len(call.args):
        before = call.args[: position + 1]
        if not any(isinstance(item, ast.Starred) for item in before):
            return call.args[position]
    return None


def has_unknown_arguments(call: ast.Call) -> bool:
    """Whether the call unpacks ``*args`` or ``**kwargs``, so that it may pass anything."""
    return any(keyword.arg is None for keyword in call.keywords) or any(
        isinstance(item, ast.Starred) for item in call.args
    )


def is_none(node: ast.expr | None) -> bool:
    """Whether an expression is the literal ``None``."""
    return isinstance(node, ast.Constant) and node.value is None


def number(node: ast.AST | None) -> int | float | None:
    """Return the value of a numeric literal with an optional sign, else ``None``."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        sign = -1 if isinstance(node.op, ast.USub) else 1
        node = node.operand
    value = node.value if isinstance(node, ast.Constant) else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return sign * value
    return None


def last_name(node: ast.AST) -> str:
    """Return the last part of a name or attribute, else an empty string."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
