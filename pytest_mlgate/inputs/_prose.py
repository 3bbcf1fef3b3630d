"""Reading prose: headings, code blocks, links and words of Markdown, reStructuredText and text.

Only what a rule about documents asks for is read; nothing is rendered.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
RST = (".rst", ".rest")

_PREFIX = r"[ \t]*+(?:>[ \t]*+)*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+"
"""What may stand before a fence: quotation marks, list bullets and blanks."""
_FENCE = re.compile(rf"({_PREFIX})(`{{3,20}}|~{{3,20}})[ \t]*(.*)")
_QUOTE = re.compile(r"[ \t]*+(?:>[ \t]?+)++")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ATX = re.compile(r" {0,3}(#{1,6})(?!#)(.*)")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_NO_TITLE = re.compile(r"[ \t]*(?:[-*+>|]|\d+[.)])(?:[ \t]|$)|[ \t]*\|")
_BOLD = re.compile(r"[ \t]*(?:\d+[.)][ \t]*)?(\*\*|__)(?=\S)(.+?)\1:?[ \t]*")
_HTML_HEADING = re.compile(
    r"<(h[1-6]|summary)\b[^>]{0,500}>(.{0,500}?)</\1\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][\w-]{0,40}(?:\s[^<>=]{0,100}=[^<>]{0,2000}|\s?/?)>")
_LINK = re.compile(r"\]\(\s*<?([^()\s<>]+)|^ {0,3}\[[^\]\n]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_LINKED = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\n]{0,1000}\)")
_HREF = re.compile(r"(?:href|src)\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)
_INLINE_CODE = re.compile(r"(?<!`)(`++)[^`]{1,500}\1(?!`)")
_TO_WRITE = re.compile(
    r"\b(?:sav|creat|writ|nam|call|past|add|put)(?:e|ed|ing|es|s)?\b[^`\n]{0,80}`([\w./-]+)`",
    re.IGNORECASE,
)
_RST_RULE = re.compile(r"([!-/:-@[-`{-~])\1{2,}[ \t]*")
_RST_BLOCK = re.compile(r"([ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|ipython)::[ \t]*(\S*)")
_RST_LINK = re.compile(r"`[^`<]*<([^`>]+)>`__?|^\.\. _[^:\n]+:[ \t]*(\S+)", re.MULTILINE)
# Chinese, Japanese and Korean have no blanks between words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_][\w'-]*")


@dataclass(frozen=True)
class Heading:
    """One heading; a line that is bold as a whole, or a folded section's summary, counts."""

    text: str
    line: int


@dataclass(frozen=True)
class CodeBlock:
    """One block of code.

    Parameters
    ----------
    language:
        As written, in lower case; empty where none is.
    text:
        The code, without common indentation.
    line:
        One-based line of its first line.
    """

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Prose:
    """What was read of one text.

    Parameters
    ----------
    headings, blocks, links:
        In the order of the text.
    text:
        The prose without code, comments and markup of links; lines stay where they are.
    to_write:
        Names in code of files that the reader is told to save or create.
    """

    headings: tuple[Heading, ...]
    blocks: tuple[CodeBlock, ...]
    links: tuple[str, ...]
    text: str
    to_write: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Number of words of the prose."""
        return len(_WORD.findall(self.text))


def read_prose(text: str, suffix: str) -> Prose:
    """Read a text by the suffix of its file; there is no text that makes this fail."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix.lower() in RST:
        return _restructured(text)
    return _markdown(text)


def _markdown(text: str) -> Prose:
    lines, blocks = _without_fences(text.split("\n"))
    plain = "\n".join(lines)
    if front := _FRONT_MATTER.match(plain):
        plain = _blank(front[0]) + plain[front.end() :]
    plain = _COMMENT.sub(lambda found: _blank(found[0]), plain)
    html = [
        Heading(_bare(found[2]), plain.count("\n", 0, found.start()) + 1)
        for found in _HTML_HEADING.finditer(plain)
    ]
    headings = [*_headings(plain.split("\n")), *html]
    links = [first or second for first, second in _LINK.findall(plain)] + _HREF.findall(plain)
    prose = _INLINE_CODE.sub(" ", _TAG.sub(" ", _LINKED.sub(r"\1", plain)))
    return Prose(
        tuple(sorted((h for h in headings if h.text), key=lambda heading: heading.line)),
        tuple(blocks),
        tuple(links),
        prose,
        tuple(_TO_WRITE.findall(plain)),
    )


def _without_fences(lines: Sequence[str]) -> tuple[list[str], list[CodeBlock]]:
    """Take the fenced blocks out; a fence that never closes opens none."""
    kept = list(lines)
    blocks = []
    unclosed: set[str] = set()
    at = 0
    while at < len(lines):
        fence = _FENCE.fullmatch(lines[at])
        end = None
        if fence and "`" not in fence[3] and fence[2] not in unclosed:
            end = _closing(lines, at + 1, fence[2])
        if fence is None or end is None:
            unclosed |= {fence[2]} if fence else set()
            at += 1
            continue
        inner = [
            _QUOTE.sub("", line, count=1) if ">" in fence[1] else line
            for line in lines[at + 1 : end]
        ]
        language = re.match(r"\{?\.?([\w+#.-]*)", fence[3])
        blocks.append(
            CodeBlock(
                language[1].lower() if language else "",
                textwrap.dedent("\n".join(inner).expandtabs(4)),
                at + 2,
            )
        )
        kept[at : end + 1] = [""] * (end + 1 - at)
        at = end + 1
    return kept, blocks


def _closing(lines: Sequence[str], start: int, fence: str) -> int | None:
    expression = re.compile(rf"[ \t>]*{fence[0]}{{{len(fence)},}}[ \t]*")
    return next((n for n in range(start, len(lines)) if expression.fullmatch(lines[n])), None)


def _headings(lines: Sequence[str]) -> Iterator[Heading]:
    for number, line in enumerate(lines, 1):
        if found := _ATX.fullmatch(line) or _BOLD.fullmatch(line):
            yield Heading(_bare(found[2]), number)
        elif (
            number > 1
            and _SETEXT.fullmatch(line)
            and lines[number - 2].strip()
            and not _NO_TITLE.match(lines[number - 2])
        ):
            yield Heading(_bare(lines[number - 2]), number - 1)


def _restructured(text: str) -> Prose:
    lines = text.split("\n")
    headings = [
        Heading(_bare(lines[at - 1]), at)
        for at in range(1, len(lines))
        if _RST_RULE.fullmatch(lines[at])
        and lines[at - 1].strip()
        and not _RST_RULE.fullmatch(lines[at - 1])
        and len(lines[at].strip()) >= min(len(lines[at - 1].strip()), 4)
    ]
    kept, blocks = _without_literals(lines)
    plain = "\n".join(kept)
    links = [first or second for first, second in _RST_LINK.findall(plain)]
    plain = re.sub(r"^[ \t]*\.\.[ \t].*$", "", plain, flags=re.MULTILINE)
    return Prose(tuple(headings), tuple(blocks), tuple(links), _INLINE_CODE.sub(" ", plain))


def _without_literals(lines: Sequence[str]) -> tuple[list[str], list[CodeBlock]]:
    """Take code directives, literal blocks and interactive sessions out."""
    kept = list(lines)
    blocks = []
    at = 0
    while at < len(lines):
        line = lines[at]
        directive = _RST_BLOCK.fullmatch(line)
        is_literal = line.rstrip().endswith("::") and not line.lstrip().startswith("..")
        is_session = line.lstrip().startswith(">>> ")
        if not (directive or is_literal or is_session):
            at += 1
            continue
        start = at if is_session else at + 1
        end = _end_of_block(lines, start, _indent(line), session=is_session)
        inner = list(lines[start:end])
        while directive and inner and re.match(r"\s*(:[\w-]+:.*)?$", inner[0]):
            inner, start = inner[1:], start + 1
        language = directive[2].lower() if directive else "pycon" if is_session else ""
        blocks.append(CodeBlock(language, textwrap.dedent("\n".join(inner)), start + 1))
        kept[at + (is_literal and not directive) : end] = [""] * (
            end - at - (is_literal and not directive)
        )
        at = max(end, at + 1)
    return kept, blocks


def _end_of_block(lines: Sequence[str], start: int, indent: int, *, session: bool) -> int:
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.strip():
            if session:
                return at
        elif not session and _indent(line) <= indent:
            return at
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _bare(text: str) -> str:
    """Return a heading's words without tags, links and emphasis."""
    text = re.sub(
        r"!?\[([^\[\]]{0,500})\](?:\([^()]{0,500}\)|\[[^\[\]]{0,500}\])?",
        r"\1",
        _TAG.sub(" ", text),
    )
    return " ".join(re.sub(r"[*_`~]+", "", text).strip("# \t").split())


def _blank(text: str) -> str:
    return "\n" * text.count("\n")
