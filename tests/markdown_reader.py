"""Markdown read back with a parser, as whoever shows it would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pytest_mlgate.errors import printable

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SILENT = {"text", "code_inline", "softbreak", "strong_open", "strong_close"}
"""What may stand in a line: nothing that loads, links, or is not text."""
LIVE = re.compile(
    r"@\w|(?<!\w)#\d|\bGH-\d|:[a-z0-9_+-]+:|\w://|\bwww\.\w|\$.*\$|(?<!\w)!\d", re.IGNORECASE
)
"""What GitHub or GitLab would make something of outside code."""


@dataclass(frozen=True)
class Line:
    """One line of text of a document, with the names of the tokens that it is made of."""

    text: str
    outside_code: str
    tokens: frozenset[str]


def seen(text: str, longest: int = 300) -> str:
    """Return what a reader should see of any text."""
    text = printable(text)
    return " ".join((text if len(text) <= longest else text[: longest - 1] + "…").split())


def lines(text: str) -> list[Line]:
    return [_line(token) for token in PARSER.parse(text) if token.type == "inline"]


def plain(text: str) -> str:
    """Return what a reader sees, with a space between any two lines."""
    return " ".join(line.text for line in lines(text))


def headings(text: str) -> list[str]:
    tokens = PARSER.parse(text)
    return [_line(after).text for token, after in pairwise(tokens) if token.type == "heading_open"]


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables: rows of cells, the head first."""
    found: list[list[list[str]]] = []
    for token, after in pairwise(PARSER.parse(text)):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in {"th_open", "td_open"}:
            found[-1][-1].append(_line(after).text)
    return found


def blocks(text: str) -> set[str]:
    """Return the names of the blocks of a document."""
    return {token.type.removesuffix("_open") for token in PARSER.parse(text) if token.nesting >= 0}


def assert_inert(text: str) -> None:
    """Nothing in the text is more than text, and the rows of its tables are whole."""
    assert blocks(text) <= {
        "heading", "paragraph", "inline", "bullet_list", "list_item", "html_block",
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    for line in lines(text):
        assert line.tokens <= SILENT, line
        assert not LIVE.search(line.outside_code), line
    for rows in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        # A parser fills and cuts rows without a word; no cell holds the sign itself.
        assert len({row.count("|") for row in rows.splitlines()}) == 1, rows


def _line(token: Token) -> Line:
    children = token.children or []
    shown = [child.content if child.type != "softbreak" else " " for child in children]
    outside = [child.content if child.type == "text" else "\n" for child in children]
    return Line("".join(shown), "".join(outside), frozenset(child.type for child in children))
