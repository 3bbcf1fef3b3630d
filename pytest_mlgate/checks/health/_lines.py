"""Lines and logical lines of a module, counted as radon counts them, in one pass.

``radon.raw.analyze`` tokenises a statement of n lines n times: a table of 1,000 lines takes it
24 seconds.  Here a file is tokenised once; the counts are the same.
"""

from __future__ import annotations

import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from tokenize import COMMENT, NEWLINE, NL, OP, STRING, TokenInfo

_NO_CODE = frozenset({COMMENT, NL, NEWLINE})
_UNSEEN = frozenset({tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


@dataclass
class Lines:
    """What the maintainability index needs to know about the lines of a module.

    Parameters
    ----------
    logical:
        Logical lines of code; ``if a: b`` has two.
    source:
        Lines that hold code.
    comments:
        Comments, those beside code included.
    strings:
        Lines of strings over several lines that are statements, such as docstrings.
    """

    logical: int = 0
    source: int = 0
    comments: int = 0
    strings: int = 0

    @property
    def comment_percent(self) -> float:
        """Comments and docstrings per 100 lines of code."""
        return (self.comments + self.strings) / self.source * 100 if self.source else 0.0


def count(tokens: Sequence[TokenInfo], lines: Sequence[str]) -> Lines:
    """Count the lines of a module.

    Parameters
    ----------
    tokens:
        All its tokens.
    lines:
        Its lines.
    """
    found = Lines()
    statement: list[TokenInfo] = []
    first = 0
    has_code = False
    for token in tokens:
        kind = token.type
        if kind in _UNSEEN:
            continue
        statement.append(token)
        has_code = has_code or kind not in _NO_CODE
        if kind == NEWLINE or (kind == NL and not has_code):
            last = token.start[0]
            _add(found, statement, sum(1 for line in lines[first:last] if line.strip()))
            statement, first, has_code = [], last, False
    return found


def _add(found: Lines, statement: list[TokenInfo], filled: int) -> None:
    """Add one logical line, which stands on so many lines that are not blank."""
    found.comments += sum(token.type == COMMENT for token in statement)
    code = [token for token in statement if token.type not in _NO_CODE]
    found.logical += _logical(code)
    shown = [token for token in statement if token.type not in (NL, NEWLINE)]
    if len(shown) == 1 and shown[0].type == STRING:
        found.strings += filled if shown[0].start[0] != shown[0].end[0] else 0
    elif code:
        found.source += filled


def _logical(code: Sequence[TokenInfo]) -> int:
    """Count logical lines: a statement after a colon or semicolon is one more."""
    parts: list[list[TokenInfo]] = [[]]
    for token in code:
        if token.type == OP and token.string == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    total = 0
    for number, part in enumerate(parts, 1):
        colons = [at for at, token in enumerate(part) if token.type == OP and token.string == ":"]
        # radon expects an end marker behind every part, and only the last has one.
        ends_in_colon = len(part) - (1 if number == len(parts) else 2)
        if colons:
            total += 1 if colons[-1] == ends_in_colon else 2
        else:
            total += bool(part)
    return total
