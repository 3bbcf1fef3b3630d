"""The tokens of a file in which copies are looked for."""

from __future__ import annotations

import base64
import hashlib
import json
import tokenize
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from tokenize import TokenInfo

MOST_WORDS = 0x110000 - 0x800
"""So many different words can be told apart: each is one character that is no surrogate."""

_WITHOUT_TEXT = frozenset({
    tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
})  # fmt: skip
_LONGEST_DATA = 20
"""Brackets that hold more tokens than this, and nothing but constants, are a table of data."""
_LONGEST_WORD = 40
_CONSTANTS = frozenset({"True", "False", "None", ",", ":", "-", "+"})

Word = tuple[str, int]
"""Text of a token and its line."""


@dataclass(frozen=True)
class Stream:
    """The tokens of one file.

    Parameters
    ----------
    words:
        The different tokens.
    text:
        One character per token: :func:`character` of its place in `words`.
    starts:
        Where in `text` each line with tokens begins.
    lines:
        The numbers of these lines.
    """

    words: Sequence[str]
    text: str
    starts: Sequence[int]
    lines: Sequence[int]

    @classmethod
    def of(cls, tokens: Iterable[Word]) -> Stream:
        """Make a stream of tokens in their order."""
        known: dict[str, int] = {}
        text: list[str] = []
        starts: list[int] = []
        lines: list[int] = []
        for at, (word, line) in enumerate(tokens):
            short = word if len(word) <= _LONGEST_WORD else _hashed(word)
            text.append(character(known.setdefault(short, len(known))))
            if not lines or line > lines[-1]:
                starts.append(at)
                lines.append(line)
        return cls(list(known), "".join(text), starts, lines)

    def packed(self) -> str:
        """Return the stream as short text that JSON can hold."""
        content = json.dumps([self.words, self.text, self.starts, self.lines])
        return base64.b64encode(zlib.compress(content.encode(), 1)).decode()

    @classmethod
    def unpacked(cls, text: str) -> Stream:
        """Return the stream that :meth:`packed` made the text from."""
        return cls(*json.loads(zlib.decompress(base64.b64decode(text))))


def character(number: int) -> str:
    """Return the character that stands for a word; surrogates are left out."""
    return chr(number + 0x800 * (number >= 0xD800))


def words(tokens: Iterable[TokenInfo], before: int = 0) -> list[Word]:
    """Return the tokens that count, with their lines.

    Comments, line ends, indentation, docstrings and import statements do not count, and a
    table of data is one token.

    Parameters
    ----------
    tokens:
        All tokens of a text.
    before:
        Number of lines before the text.
    """
    found: list[Word] = []
    statement: list[TokenInfo] = []
    for token in tokens:
        if token.type in _WITHOUT_TEXT:
            continue
        if token.type != tokenize.NEWLINE:
            statement.append(token)
            continue
        if statement and not _is_import_or_docstring(statement):
            found += _without_data(statement, before)
        statement = []
    return found


def _is_import_or_docstring(statement: Sequence[TokenInfo]) -> bool:
    first = statement[0]
    if first.type == tokenize.NAME:
        return first.string in {"import", "from"}
    return first.type == tokenize.STRING and len(statement) == 1


def _without_data(statement: Sequence[TokenInfo], before: int) -> list[Word]:
    """Return the tokens of a statement with every table of data as one."""
    found: list[Word] = []
    opened: list[int] = []
    constant: list[bool] = []
    for token in statement:
        text = token.string
        is_operator = token.type == tokenize.OP
        found.append((text, token.start[0] + before))
        if is_operator and text in "([{":
            opened.append(len(found) - 1)
            constant.append(True)
        elif is_operator and text in ")]}" and opened:
            start = opened.pop()
            if not constant.pop():
                constant[-1:] = [False] if constant else []
            elif len(found) - start > _LONGEST_DATA:
                found[start:] = [("[data]", found[start][1])]
        elif constant and token.type not in (tokenize.NUMBER, tokenize.STRING):
            constant[-1] = constant[-1] and text in _CONSTANTS
    return found


def _hashed(word: str) -> str:
    return hashlib.blake2b(word.encode(errors="surrogatepass"), digest_size=16).hexdigest()
