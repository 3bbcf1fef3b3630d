"""The public definitions of a module: what others may use, and so have to understand."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Definition = _Function | ast.ClassDef


class Definition(TypedDict):
    """A module, class or function.

    `documented` and `annotated` are ``None`` where nobody expects it to be.
    """

    name: str
    documented: bool | None
    annotated: bool | None


def judged_sources(sources: Sources) -> list[Source]:
    """Return the modules whose definitions count."""
    return [s for s in sources if s.role is not Role.TEST and not s.notebook]


def definitions(sources: Sources, judged: Sequence[Source]) -> list[list[Definition]]:
    """Return the public definitions of some sources."""
    found: list[list[Definition]] = sources.measure(definitions_of, judged)
    return found


def definitions_of(source: Source) -> list[Definition]:
    """Return the public definitions of one source, none where it cannot be parsed."""
    tree = source.tree
    if source.gaps or not tree.body:
        return []
    found: list[Definition] = []
    module = source.path.rpartition("/")[2].removesuffix(".py")
    if module == "__init__" or not module.startswith("_"):
        found.append(Definition(name="module", documented=_has_docstring(tree), annotated=None))
    return found + list(_Scope("", tree.body, _exported(tree)).definitions())


@dataclass(frozen=True)
class _Scope:
    """The body of a module or class; `within` is the name of the class with a dot."""

    within: str
    body: Sequence[ast.stmt]
    exported: frozenset[str] | None = None

    def definitions(self) -> Iterator[Definition]:
        overloads: dict[str, list[bool]] = {}
        seen: set[str] = set()
        for node in _statements(self.body):
            if not isinstance(node, _Definition) or not self._is_public(node.name):
                continue
            name = self.within + node.name
            if isinstance(node, ast.ClassDef):
                yield Definition(name=name, documented=_has_docstring(node), annotated=None)
                yield from _Scope(f"{name}.", node.body).definitions()
                continue
            marks = {_last_part(decorator) for decorator in node.decorator_list}
            if "overload" in marks:
                overloads.setdefault(name, []).append(self._is_annotated(node, marks))
            elif not marks & {"setter", "deleter", "getter"} and name not in seen:
                seen.add(name)
                yield self._function(node, marks, overloads.get(name))

    def _function(
        self, node: _Function, marks: set[str], overloads: list[bool] | None
    ) -> Definition:
        annotated: bool | None = all(overloads) if overloads else self._is_annotated(node, marks)
        if node.name == "__init__" and not self._parameters(node, marks):
            annotated = None
        documented: bool | None = _has_docstring(node)
        if node.name == "__init__" or "override" in marks:
            documented = None
        return Definition(name=self.within + node.name, documented=documented, annotated=annotated)

    def _is_public(self, name: str) -> bool:
        if self.exported is not None:
            return name in self.exported
        return not name.startswith("_") or (bool(self.within) and name == "__init__")

    def _is_annotated(self, node: _Function, marks: set[str]) -> bool:
        if "no_type_check" in marks:
            return False
        returns = node.returns is not None or (self.within != "" and node.name == "__init__")
        return returns and all(arg.annotation for arg in self._parameters(node, marks))

    def _parameters(self, node: _Function, marks: set[str]) -> list[ast.arg]:
        """Return the parameters without the ``self`` or ``cls`` of a method."""
        given = node.args
        plain = [*given.posonlyargs, *given.args]
        if self.within and "staticmethod" not in marks:
            plain = plain[1:]
        rest = [arg for arg in (given.vararg, given.kwarg) if arg is not None]
        return [*plain, *given.kwonlyargs, *rest]


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body, those in its branches included."""
    for node in body:
        yield node
        if not isinstance(node, _Definition):
            for name in ("body", "handlers", "orelse", "finalbody"):
                yield from _statements(getattr(node, name, ()))


def _exported(tree: ast.Module) -> frozenset[str] | None:
    """Return what ``__all__`` lists, ``None`` where there is none or only a run would tell."""
    names: set[str] | None = None
    for node in _statements(tree.body):
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                names = set()
            case ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.expr() as value):
                names = set()
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value) if names is not None:
                pass
            case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id="__all__")))):
                return None
            case _:
                continue
        if not isinstance(value, ast.List | ast.Tuple):
            return None
        for item in value.elts:
            if not isinstance(item, ast.Constant) or not isinstance(item.value, str):
                return None
            names.add(item.value)
    return None if names is None else frozenset(names)


def _has_docstring(node: ast.Module | _Definition) -> bool:
    return bool((ast.get_docstring(node) or "").strip())


def _last_part(decorator: ast.expr) -> str:
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    if isinstance(decorator, ast.Attribute):
        return decorator.attr
    return decorator.id if isinstance(decorator, ast.Name) else ""
