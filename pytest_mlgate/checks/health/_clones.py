"""Stretches of tokens that occur more than once, found exactly.

A token is repeated if it lies in a stretch of one file that has at least so many tokens, on at
least so many lines, and occurs again elsewhere without overlapping itself.  Every such stretch
is a union of shortest ones, which either begin somewhere and go on as long as they must, or end
somewhere and begin as late as they can.  So it is enough to look for these.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pytest_mlgate.checks.health._tokens import MOST_WORDS, Stream, character
from pytest_mlgate.errors import Unmeasurable

_MOST_LAYOUTS = 50
"""So many ways of breaking the same tokens into lines are told apart."""


@dataclass(frozen=True)
class Clone:
    """A stretch that repeats an earlier one.

    Parameters
    ----------
    file, first, last:
        Index of the file, and the lines on which the stretch stands.
    like, line:
        Index of the file in which the same tokens came first, and their first line.
    tokens:
        How many they are.
    """

    file: int
    first: int
    last: int
    like: int
    line: int
    tokens: int


@dataclass(frozen=True)
class Repeated:
    """What is repeated: a number of `tokens` out of the `total`, which stand on `lines` lines."""

    tokens: int
    total: int
    lines: int
    clones: tuple[Clone, ...]


def find(streams: Sequence[Stream], *, min_tokens: int, min_lines: int) -> Repeated:
    """Find what is repeated within and across files.

    Parameters
    ----------
    streams:
        The tokens of each file.
    min_tokens, min_lines:
        Size of the smallest stretch that counts.
    """
    search = _Search(_joined(streams), streams, min_tokens, min_lines)
    search.run()
    return Repeated(
        tokens=sum(search.marked),
        total=len(search.text),
        lines=sum(len(stream.lines) for stream in streams),
        clones=tuple(search.clones()),
    )


def _joined(streams: Sequence[Stream]) -> str:
    """Return all streams as one text in which every word is the same character everywhere."""
    known: dict[str, str] = {}
    parts = []
    for stream in streams:
        if len(known) + len(stream.words) > MOST_WORDS:
            raise Unmeasurable("the project has more than a million different words")
        table = {
            ord(character(number)): known.setdefault(word, character(len(known)))
            for number, word in enumerate(stream.words)
        }
        parts.append(stream.text.translate(table))
    return "".join(parts)


@dataclass
class _Search:
    """A search in the joined text; positions count its tokens.

    Rows are the lines with tokens of all files, one after the other.
    """

    text: str
    streams: Sequence[Stream]
    size: int
    height: int
    marked: bytearray = field(init=False)
    earlier: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.marked = bytearray(len(self.text))
        self.row_of = array("l", bytes(array("l").itemsize * len(self.text)))
        self.file_of_row: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.first_row: list[int] = []
        self.row_starts: list[int] = []
        offset = 0
        for index, stream in enumerate(self.streams):
            self.starts.append(offset)
            self.first_row.append(len(self.row_starts))
            for start, end in pairwise([*stream.starts, len(stream.text)]):
                row = len(self.row_starts)
                self.row_starts.append(offset + start)
                self.file_of_row.append(index)
                self.row_of[offset + start : offset + end] = array("l", [row]) * (end - start)
            offset += len(stream.text)
            self.ends.append(offset)
        self.row_starts.append(offset)
        self.first_row.append(len(self.row_starts) - 1)

    def run(self) -> None:
        """Mark all that is repeated."""
        for group in self._groups():
            self._mark(group, [self._forward(at) for at in group])
            self._mark(group, [self._backward(at + self.size) for at in group])

    def _groups(self) -> Iterator[list[int]]:
        """Yield the places at which the same smallest number of tokens begins."""
        text, size = self.text, self.size
        # Two windows that differ rarely meet in this table, and groups are made of equal texts.
        mask = (1 << (len(text).bit_length() + 3)) - 1
        table = bytearray(mask + 1)
        slots = array("q")
        for start, end in zip(self.starts, self.ends, strict=True):
            slots.extend(hash(text[at : at + size]) & mask for at in range(start, end - size + 1))
        for slot in slots:
            if table[slot] < 2:
                table[slot] += 1
        groups: defaultdict[str, list[int]] = defaultdict(list)
        passed = 0
        for start, end in zip(self.starts, self.ends, strict=True):
            for at in range(start, end - size + 1):
                if table[slots[passed]] > 1:
                    groups[text[at : at + size]].append(at)
                passed += 1
        return (group for group in groups.values() if len(group) > 1)

    def _forward(self, start: int) -> tuple[int, int] | None:
        """Return the shortest stretch that begins at a place, ``None`` where the file ends."""
        row = self.row_of[start] + self.height - 1
        if row >= self.first_row[self._file(start) + 1]:
            return None
        return start, max(start + self.size, self.row_starts[row] + 1)

    def _backward(self, end: int) -> tuple[int, int] | None:
        """Return the shortest stretch that ends before a place."""
        row = self.row_of[end - 1] - self.height + 1
        if row < self.first_row[self._file(end - 1)]:
            return None
        return min(end - self.size, self.row_starts[row + 1] - 1), end

    def _mark(self, group: list[int], stretches: list[tuple[int, int] | None]) -> None:
        """Mark those stretches, one per place of a group, whose tokens occur elsewhere."""
        offsets: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for at, stretch in zip(group, stretches, strict=True):
            if stretch is not None:
                start, end = stretch
                offsets.setdefault((start - at, end - at), []).append(stretch)
        for (before, after), chosen in sorted(offsets.items())[:_MOST_LAYOUTS]:
            places = self._places(group, before, after)
            for start, end in chosen:
                first, last = places[self.text[start:end]]
                if start - first >= end - start or last - start >= end - start:
                    self.marked[start:end] = b"\1" * (end - start)
                    if start - first >= end - start:
                        self.earlier[start] = min(first, self.earlier.get(start, first))

    def _places(self, group: list[int], before: int, after: int) -> Mapping[str, tuple[int, int]]:
        """Return text -> first and last place of it, for the texts around a group's places."""
        places: dict[str, tuple[int, int]] = {}
        for at in group:
            file = self._file(at)
            if at + before >= self.starts[file] and at + after <= self.ends[file]:
                text = self.text[at + before : at + after]
                places[text] = (places.get(text, (at + before,))[0], at + before)
        return places

    def clones(self) -> Iterator[Clone]:
        """Yield the longest copies of earlier stretches, in the order of the files."""
        done = 0
        for start in sorted(self.earlier):
            if start < done:
                continue
            like = self.earlier[start]
            length = self._length(start, like)
            done = start + length
            yield Clone(
                file=self._file(start),
                first=self._line(start),
                last=self._line(done - 1),
                like=self._file(like),
                line=self._line(like),
                tokens=length,
            )

    def _length(self, start: int, like: int) -> int:
        most = min(
            self.ends[self._file(start)] - start, self.ends[self._file(like)] - like, start - like
        )
        length = self.size
        while length < most and self.text[start + length] == self.text[like + length]:
            length += 1
        return length

    def _file(self, at: int) -> int:
        return self.file_of_row[self.row_of[at]]

    def _line(self, at: int) -> int:
        row = self.row_of[at]
        file = self.file_of_row[row]
        return self.streams[file].lines[row - self.first_row[file]]
