"""Reading a pickle opcode by opcode, with arguments of any size passed over."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pytest_mlgate.inputs._pickle_values import ANY, LONGEST_TEXT

_LONGEST_LINE = 1 << 20
_BLOCK = 1 << 20


class Broken(Exception):
    """The stream is no pickle from here on; a loader would stop as well."""


class Lost(Exception):
    """The stream may go on, and what it does cannot be told."""


@dataclass(frozen=True, slots=True)
class Opcode:
    """One row of the table of :mod:`pickletools`.

    Parameters
    ----------
    name:
        Name of the opcode.
    size:
        Bytes of its argument; below zero as `pickletools` encodes it.
    pops, to_mark, pushes:
        What it takes from the stack and puts there.
    """

    name: str
    size: int
    pops: int
    to_mark: bool
    pushes: int


@cache
def opcodes() -> Mapping[int, Opcode]:
    """Return the opcodes by their byte."""
    import pickletools

    table = {}
    for row in pickletools.opcodes:
        before = [kind.name for kind in row.stack_before]
        to_mark = "mark" in before
        pops = before.index("mark") if to_mark else len(before)
        size = row.arg.n if row.arg else 0
        table[ord(row.code)] = Opcode(row.name, size, pops, to_mark, len(row.stack_after))
    return table


class Stream:
    """Reading that never holds more than it is asked to keep.

    Parameters
    ----------
    raw:
        A buffered binary stream.
    """

    def __init__(self, raw: io.BufferedReader) -> None:
        self.raw = raw

    def take(self, size: int) -> bytes:
        """Return exactly `size` bytes, which must be few."""
        content = self.raw.read(size)
        if len(content) < size:
            raise Broken("it ends in the middle")
        return content

    def line(self) -> bytes:
        """Return the rest of a line."""
        content = self.raw.readline(_LONGEST_LINE)
        if not content.endswith(b"\n"):
            if len(content) == _LONGEST_LINE:
                raise Lost("a line of more than a million bytes")
            raise Broken("it ends in the middle")
        return content[:-1]

    def skip(self, size: int) -> None:
        """Pass over bytes."""
        if size > _BLOCK and self.raw.seekable():
            wanted = self.raw.tell() + size
            if wanted > self.raw.seek(0, io.SEEK_END):
                raise Broken("it ends in the middle")
            self.raw.seek(wanted)
            return
        while size > 0:
            content = self.raw.read(min(size, _BLOCK))
            if not content:
                raise Broken("it ends in the middle")
            size -= len(content)

    def at_end(self) -> bool:
        """Whether nothing is left."""
        return not self.raw.peek(1)

    def argument(self, size: int) -> Any:
        """Return the argument of an opcode, an unknown value for one that is passed over.

        Parameters
        ----------
        size:
            As :class:`Opcode` has it.
        """
        if size > 0:
            return self.take(size)
        if size == _LINE:
            return self.line()
        width = _WIDTHS[size]
        length = int.from_bytes(self.take(width), "little", signed=size == _SIGNED)
        if length < 0:
            raise Broken("it has an argument of negative length")
        if length <= LONGEST_TEXT:
            return self.take(length)
        self.skip(length)
        return ANY


_LINE, _SIGNED = -1, -3
_WIDTHS = {-2: 1, _SIGNED: 4, -4: 4, -5: 8}
