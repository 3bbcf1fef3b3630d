"""Any text as GitHub Flavored Markdown that shows that text and does nothing else.

Markup is escaped.  What GitHub and GitLab turn into something live after Markdown is done
cannot be escaped: mentions, which notify people, references to issues and commits, addresses,
emoji codes and formulas.  A word that holds one becomes a code span, where all are inert.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pytest_mlgate.errors import printable

LONGEST = 300
_LIVE = re.compile(
    r"[@#$]|[!%&~]\w|:[\w+-]+:|://|www\.|mailto:|xmpp:"
    r"|\b[a-z]\w*-\d"  # GH-1, and whatever prefix a repository chose
    r"|\b(?=\d*[a-f])[0-9a-f]{7,40}\b",  # commits
    re.IGNORECASE,
)
_ENTITIES = {"|": "&#124;", "\\": "&#92;", "`": "&#96;", "<": "&lt;", "&": "&amp;"}
_MARKUP = re.compile(r"[*_\[\]~]")
_START = re.compile(r"^(\d*)([-+=>.)])")


def literal(text: str, longest: int = LONGEST) -> str:
    """Return text in which no character means anything, on one line.

    Parameters
    ----------
    text:
        Anything.
    longest:
        So many characters of it are shown.
    """
    shown = [
        code(word, longest) if _LIVE.search(word) else _escaped(word)
        for word in _words(text, longest)
    ]
    # A list, a rule or a quotation can only begin where the text does.
    return _START.sub(r"\1\\\2", " ".join(shown))


def code(text: str, longest: int = LONGEST) -> str:
    """Return a name as code: a code span, or several where it holds what none can hold."""
    shown = []
    for piece in re.split(r"([|\\`])", " ".join(_words(text, longest))):
        span = piece.strip()
        if piece in _ENTITIES:
            shown.append(_ENTITIES[piece])
        else:
            shown.append(piece.replace(span, f"`{span}`") if span else piece)
    return "".join(shown)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; its cells are Markdown already."""
    return [row(head), row(["---"] * len(head)), *map(row, rows)]


def row(cells: Sequence[str]) -> str:
    """Return one line of a table."""
    return f"| {' | '.join(cells)} |"


def _words(text: str, longest: int) -> list[str]:
    text = printable(text)
    return (text if len(text) <= longest else text[: longest - 1] + "…").split()


def _escaped(word: str) -> str:
    word = "".join(_ENTITIES.get(character, character) for character in word)
    return _MARKUP.sub(r"\\\g<0>", word)
