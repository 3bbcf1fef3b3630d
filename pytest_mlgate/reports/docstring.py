"""Docstrings of checks and inputs as blocks, to be wrapped anew or written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pytest_mlgate.verdict import Outcome


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    TERM = "term"
    LITERAL = "literal"


@dataclass(frozen=True)
class Block:
    """A part of a docstring.

    Parameters
    ----------
    kind:
        What it is.
    text:
        Its words on one line; the lines as they are for a literal block.
    label:
        Bullet or code of an item, name of a term.
    default:
        What stands behind the colon of a term.
    indent:
        How far it is indented.
    close:
        Whether it follows the block before it without a blank line.
    """

    kind: Kind
    text: str
    label: str = ""
    default: str = ""
    indent: int = 0
    close: bool = False


_ITEM = re.compile(r"(?P<indent> *)(?:(?P<bullet>[*-]) |(?P<code>[A-Z]{1,2}\d+)  +)(?P<text>\S.*)")
_TERM = re.compile(r"(?P<name>[\w-]+(?:, [\w-]+)*) : (?P<default>.*)")
_OUTCOME = re.compile(rf"(?:{'|'.join(Outcome)})\b")


def blocks(doc: str) -> Iterator[Block]:
    """Yield the blocks of a cleaned docstring in order."""
    lines = doc.splitlines()
    current: Block | None = None
    close = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _is_underline(line):
            continue
        if not line.strip():
            close = False
            if current is not None and current.kind is Kind.TERM:
                continue  # a second paragraph of the same term
            if current is not None:
                yield current
            current = None
            continue
        if current is not None and (joined := _joined(current, line)) is not None:
            current = joined
            continue
        if current is not None:
            yield current
        current = _begun(line, is_heading=_is_underline(following), close=close)
        close = True
    if current is not None:
        yield current


def sections(doc: str) -> dict[str, list[Block]]:
    """Return heading -> blocks below it; what stands before the first has the empty heading."""
    found: dict[str, list[Block]] = {"": []}
    heading = ""
    for block in blocks(doc):
        if block.kind is Kind.HEADING:
            heading = block.text
            found[heading] = []
        else:
            found[heading].append(block)
    return found


def _is_underline(line: str) -> bool:
    return len(line) > 2 and set(line) == {"-"}


def _begun(line: str, *, is_heading: bool, close: bool) -> Block:
    indent = len(line) - len(line.lstrip())
    if is_heading:
        return Block(Kind.HEADING, line.strip())
    if item := _ITEM.fullmatch(line):
        label = item["bullet"] or item["code"]
        return Block(Kind.ITEM, item["text"], label, indent=indent, close=close)
    if term := _TERM.fullmatch(line):
        return Block(Kind.TERM, "", term["name"], term["default"], close=close)
    if indent:
        return Block(Kind.LITERAL, line, indent=indent, close=close)
    return Block(Kind.TEXT, line.strip(), close=close)


def _joined(block: Block, line: str) -> Block | None:
    """Return `block` with one more line, or nothing where the line begins another one."""
    indent = len(line) - len(line.lstrip())
    match block.kind:
        case Kind.LITERAL if indent >= block.indent and not _ITEM.fullmatch(line):
            return replace(block, text=f"{block.text}\n{line}")
        case Kind.TERM if indent:
            return replace(block, text=f"{block.text} {line.strip()}".lstrip())
        case Kind.ITEM if indent > block.indent and not _ITEM.fullmatch(line):
            return replace(block, text=f"{block.text} {line.strip()}")
        case Kind.TEXT if not indent and not _begins_another(block, line):
            return replace(block, text=f"{block.text} {line.strip()}")
    return None


def _begins_another(block: Block, line: str) -> bool:
    if _ITEM.fullmatch(line) or (_TERM.fullmatch(line) and not block.text):
        return True
    return bool(_OUTCOME.match(line)) and block.text.endswith(".")
