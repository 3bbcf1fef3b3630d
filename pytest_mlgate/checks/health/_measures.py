"""What radon and the tokeniser say about one source, measured once for several checks."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Sequence
from tokenize import TokenInfo
from typing import TYPE_CHECKING, Any, TypedDict

from pytest_mlgate.checks.health import _lines, _tokens
from pytest_mlgate.inputs._python import without_ipython
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.verdict import Finding, Outcome

if TYPE_CHECKING:
    import ast

    from radon.visitors import Class, Function


class Measured(TypedDict):
    """The measures of one source.

    Functions are lists of name, first line, last line, first and last line of the docstring
    (0 without one) and complexity; methods and functions inside functions are among them.
    """

    functions: list[list[Any]]
    index: float | None
    tokens: str
    problem: str


def measure(sources: Sources, judged: Sequence[Source]) -> list[Measured]:
    """Return the measures of some sources."""
    found: list[Measured] = sources.measure(measures_of, judged, tools=("radon",))
    return found


def measures_of(source: Source) -> Measured:
    """Return functions, maintainability index and tokens of one source.

    There is no index of a notebook, or of a file that cannot be parsed.
    """
    found = Measured(functions=[], index=None, tokens="", problem="")
    if source.gaps and not source.notebook:
        return found
    chunks = [(chunk.first_line - 1, chunk.text) for chunk in source.chunks]
    if source.notebook:
        chunks = [(before, without_ipython(text)) for before, text in chunks]
    tokens = [(before, text, _tokenised(text)) for before, text in chunks]
    stream = _tokens.Stream.of(
        word for before, _, of_chunk in tokens for word in _tokens.words(of_chunk, before)
    )
    found["tokens"] = stream.packed()
    try:
        complexity = _complexity(source, found)
        if not source.notebook:
            ((_, text, of_file),) = tokens
            lines = _lines.count(of_file, text.split("\n"))
            found["index"] = _index(source.tree, complexity, lines)
    except RecursionError:
        found["problem"] = "code that is nested too deeply for radon"
    return found


def problems(judged: Sequence[Source], measured: Sequence[Measured]) -> list[Finding]:
    """Return an INCONCLUSIVE finding for every source that radon cannot measure."""
    return [
        Finding(
            message=f"could not be measured: {facts['problem']}",
            outcome=Outcome.INCONCLUSIVE,
            path=source.path,
            anchor="radon",
            remedy="Split the expression, or leave the file out with the project's `exclude`.",
        )
        for source, facts in zip(judged, measured, strict=True)
        if facts["problem"]
    ]


def _tokenised(text: str) -> list[TokenInfo]:
    try:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):  # a cell that is no Python
        return []


def _complexity(source: Source, found: Measured) -> int:
    """Note the functions of a source and return the complexity of the whole."""
    import ast

    from radon.visitors import ComplexityVisitor

    visitor = ComplexityVisitor.from_ast(source.tree)
    nodes: dict[tuple[int, int], ast.FunctionDef | ast.AsyncFunctionDef] = {
        (node.lineno, node.col_offset): node for node in source.code.of(ast.FunctionDef)
    }
    nodes |= {(node.lineno, node.col_offset): node for node in source.code.of(ast.AsyncFunctionDef)}
    for name, function in _functions(visitor.functions, visitor.classes, ""):
        node = nodes[function.lineno, function.col_offset]
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        has_docstring = ast.get_docstring(node, clean=False) is not None
        docstring = node.body[0] if has_docstring else None
        found["functions"].append(
            [
                name,
                first,
                node.end_lineno,
                docstring.lineno if docstring else 0,
                docstring.end_lineno if docstring else 0,
                function.complexity,
            ]
        )
    found["functions"].sort(key=lambda function: function[1])
    return int(visitor.total_complexity)


def _functions(
    functions: Sequence[Function], classes: Sequence[Class], within: str
) -> Iterator[tuple[str, Function]]:
    """Yield all functions that radon knows, with their full names."""
    for function in functions:
        yield within + function.name, function
        yield from _functions(function.closures, (), f"{within}{function.name}.")
    for one in classes:
        yield from _functions(one.methods, one.inner_classes, f"{within}{one.name}.")


def _index(tree: ast.Module, complexity: int, lines: _lines.Lines) -> float:
    from radon.metrics import h_visit_ast, mi_compute

    volume = h_visit_ast(tree).total.volume
    return float(mi_compute(volume, complexity, lines.logical, lines.comment_percent))
