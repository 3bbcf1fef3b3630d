"""What comments confess: open ends, silenced tools, and code that is kept just in case."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pytest_mlgate.inputs import _python
from pytest_mlgate.inputs._python import NotPythonError
from pytest_mlgate.inputs.sources import Source

TODO, IGNORE, NOQA = "TODO comments", "type: ignore comments", "noqa comments"
COMMENTED_OUT = "commented-out lines"
KINDS = (TODO, IGNORE, NOQA, COMMENTED_OUT)

_PATTERNS = {
    TODO: re.compile(r"\b(?:TODO|FIXME|HACK)\b|^#\W*(?i:todo|fixme|hack)\b"),
    IGNORE: re.compile(r"#\s*type:\s*ignore\b"),
    NOQA: re.compile(r"#\s*noqa\b", re.IGNORECASE),
}
_EXAMPLE = re.compile(
    r"\b(?:e\.g\.|i\.e\.)|\b(?:example|usage|for instance|equivalent|same as|such as|like|where|"
    r"instead of|output|returns|note|expected|given|formula|see)\b|>>>|:\s*$",
    re.IGNORECASE,
)
"""Words of comments that explain with code."""
_DIRECTIVE = re.compile(
    r"#\s*(?:!|%|type:|noqa|pragma|fmt:|pylint:|mypy:|ruff:|isort:|mlgate:|flake8|-\*-|pyright:|"
    r"@|region|endregion|bandit|nosec|coding|yapf|noinspection|nbdev|\||\+)",
    re.IGNORECASE,
)
_FORMULAS = frozenset({"log", "log1p", "exp", "sqrt", "sum", "mean", "max", "min", "abs", "std"})
_CALL = re.compile(r"[\w\])]\(")
_LONGEST = 400


def confessions(source: Source) -> dict[str, list[int]]:
    """Return the lines of each kind of comment in a source."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for chunk in source.chunks:
        text = _python.without_ipython(chunk.text) if source.notebook else chunk.text
        if "#" not in text:
            continue
        comments = list(_comments(text))
        before = chunk.first_line - 1
        for line, _, comment in comments:
            for kind, pattern in _PATTERNS.items():
                if pattern.search(comment):
                    found[kind].append(before + line)
        found[COMMENTED_OUT] += [before + line for line in _commented_out(comments)]
    return found


def _comments(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yield line, whether nothing else stands on it, and text of every comment."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                yield token.start[0], alone, token.string
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
        return  # What comes before the error counts.


def _commented_out(comments: Sequence[tuple[int, bool, str]]) -> Iterator[int]:
    block: list[tuple[int, str]] = []
    for line, alone, comment in comments:
        if block and (not alone or line != block[-1][0] + 1):
            yield from _code_in(block)
            block = []
        if alone:
            block.append((line, comment))
    yield from _code_in(block)


def _code_in(block: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Yield the lines of a block of comments that are code, an explanation by code left out."""
    if any(
        _EXAMPLE.search(_without_strings(comment)) and not _is_header(comment)
        for _, comment in block
    ):
        return
    lines = [(line, comment) for line, comment in block if not _DIRECTIVE.match(comment)]
    certain = [_certainty(comment.lstrip("#").strip()) for _, comment in lines]
    for _ in range(2):  # What may be code is code beside code, in both directions.
        for near, at in pairwise(range(len(certain))):
            if certain[at] == 1 and certain[near] == 2:
                certain[at] = 2
        certain.reverse()
    yield from (line for (line, _), sure in zip(lines, certain, strict=True) if sure == 2)


def _without_strings(comment: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", comment)


def _is_header(comment: str) -> bool:
    return (
        re.match(r"#\s*(?:if|elif|else|for|while|def|class|with|try|except|finally)\b", comment)
        is not None
    )


def _certainty(text: str) -> int:
    """Return 2 for code, 1 for what may be code or a word, 0 for prose."""
    if not text or len(text) > _LONGEST:
        return 0
    if re.match(r"(?:elif|else|except|finally)\b.*:$", text):
        return 1
    try:
        tree = _python.parse(f"{text} pass" if text.endswith(":") else text)
    except NotPythonError:
        return 0
    return max((_certainty_of(statement, text) for statement in tree.body), default=0)


def _certainty_of(statement: ast.stmt, text: str) -> int:
    calls = _CALL.search(text) is not None
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute())):
            return 2 if calls and not re.search(r"\s\.", text) else 0
        case ast.Expr(value=ast.Call(func=ast.Name(id=name)) as call):
            if not calls or len(name) == 1 or name in _FORMULAS:
                return 0
            return 2 if call.args or call.keywords else 1
        case ast.Expr():
            return 0
        case ast.AnnAssign(value=None):
            return 0
        case ast.ImportFrom():
            return 2
        case ast.Import(names=names):
            return 2 if any(alias.asname for alias in names) else 1
        case ast.Assign(value=value):
            telling = ast.Call | ast.Subscript | ast.Attribute | ast.ListComp
            return 2 if any(isinstance(node, telling) for node in ast.walk(value)) else 1
        case ast.FunctionDef() | ast.ClassDef() | ast.AugAssign():
            return 2
    return 2 if calls and not text.endswith(":") else 1
