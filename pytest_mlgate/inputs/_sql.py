"""SQL text as found in the wild, cut into tokens: dialects, templates, comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate.inputs import _python

_TOKEN = re.compile(
    r"""
    (?P<comment> --[^\n]* | \#(?=[\s!]|standardSQL)[^\n]* | /\*(?s:.*?)(?:\*/|\Z)
               | \{\#(?s:.*?)(?:\#\}|\Z) )
  | (?P<skip>    \s+ | \{%(?s:.*?)(?:%\}|\Z) )
  | (?P<hole>    \{\{(?s:.*?)(?:\}\}|\Z) | \$?\{[^{}\n]*\} )
  | (?P<string>  '(?:''|\\'(?=\w)|[^'])*+(?:'|\Z) )
  | (?P<quoted>  "(?:""|[^"])*+(?:"|\Z) | `[^`]*+(?:`|\Z) )
  | (?P<word>    [^\W\d][\w$]* )
  | (?P<number>  \d[\w.]* )
  | (?P<sign>    . )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, sign or placeholder; string literals keep no text.

    Parameters
    ----------
    kind:
        ``word``, ``quoted`` (an identifier in quotes), ``number``, ``sign``, ``string`` or
        ``hole`` (a placeholder of a template).
    text:
        As written; identifiers without their quotes.
    line:
        One-based line on which it starts.
    """

    kind: str
    text: str
    line: int

    @property
    def keyword(self) -> str:
        """The word in capitals; empty for everything that cannot be a keyword."""
        return self.text.upper() if self.kind == "word" else ""


@dataclass(frozen=True)
class Script:
    """The tokens of a text with one or more statements.

    Parameters
    ----------
    tokens:
        Without comments and the statements of templates.
    waivers:
        Line, rules and reason of each ``-- mlgate: allow[RULE] reason``.
    """

    tokens: tuple[Token, ...]
    waivers: tuple[tuple[int, frozenset[str], str], ...] = ()

    @classmethod
    def of(cls, text: str) -> Script:
        """Cut a text into tokens; every text can be."""
        tokens: list[Token] = []
        waivers: list[tuple[int, frozenset[str], str]] = []
        line = 1
        for found in _TOKEN.finditer(text):
            kind, part = str(found.lastgroup), found[0]
            if kind == "comment":
                waivers += _python.comment_waiver("#" + part.strip("-/*#{} \n"), line)
            elif kind == "string":
                tokens.append(Token(kind, "", line))
            elif kind == "quoted":
                tokens.append(Token(kind, part.strip('"`'), line))
            elif kind != "skip":
                tokens.append(Token(kind, part, line))
            line += part.count("\n")
        return cls(tuple(tokens), tuple(waivers))

    @cached_property
    def closing(self) -> dict[int, int]:
        """Index of each opening parenthesis -> index of the one that closes it."""
        return {start: end for end, start in self.opening.items()}

    @cached_property
    def opening(self) -> dict[int, int]:
        """Index of each closing parenthesis -> index of the one that opens it."""
        found, stack = {}, []
        for at, token in enumerate(self.tokens):
            if token.text == "(":
                stack.append(at)
            elif token.text == ")" and stack:
                found[at] = stack.pop()
        return found

    @cached_property
    def enclosing(self) -> tuple[int | None, ...]:
        """For each token, the index of the innermost open parenthesis before it."""
        found: list[int | None] = []
        stack: list[int] = []
        for at, token in enumerate(self.tokens):
            if token.text == ")" and stack:
                stack.pop()
            found.append(stack[-1] if stack else None)
            if token.text == "(":
                stack.append(at)
        return tuple(found)

    def word(self, at: int) -> str:
        """Return the keyword at an index, an empty string where there is none."""
        return self.tokens[at].keyword if 0 <= at < len(self.tokens) else ""

    def text(self, at: int) -> str:
        """Return the text at an index, an empty string where there is none."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""
