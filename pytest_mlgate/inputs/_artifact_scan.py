"""Which pickles are in a file, and what they would import: the facts about one file."""

from __future__ import annotations

import ast
import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.inputs import _artifact_archives as archives
from pytest_mlgate.inputs._artifact_archives import Budget
from pytest_mlgate.inputs._pickle_opcodes import Broken, Lost, Stream, opcodes
from pytest_mlgate.inputs._pickle_values import WRAPPERS
from pytest_mlgate.inputs._pickle_walk import MOST_IMPORTS, Found, Machine

PICKLES = frozenset({
    ".pkl", ".pickle", ".pck", ".pcl", ".pk", ".joblib", ".jbl", ".dill", ".cloudpickle",
})  # fmt: skip
"""Suffixes that promise a pickle."""
MODELS = frozenset({
    ".pt", ".pth", ".ckpt", ".bin", ".dat", ".data", ".model", ".mdl", ".p", ".sav", ".npy",
    ".npz", ".h5", ".hdf5", ".obj", ".dump",
})  # fmt: skip
"""Suffixes under which pickles are found as well."""
SAFE = {".safetensors": "safetensors", ".onnx": "ONNX", ".skops": "skops"}
"""Formats that run nothing when they are loaded."""
_PACKED = (".gz", ".bz2", ".xz", ".lzma", ".z", ".zst", ".lz4", ".zip", ".tar", ".tgz", ".7z")
_DEEPEST = 5
_HEAD = 512
_MOST_STREAMS = 10_000
_LONGEST_HEADER = 10_000


@dataclass(frozen=True)
class Facts:
    """What one file holds; it depends on nothing but its bytes and its name.

    Parameters
    ----------
    format:
        ``pickle`` for a file with pickles in it, the name of a format that runs nothing,
        empty for any other file.
    imports:
        Dotted names that its pickles import, sorted.
    broken:
        Why a pickle in it cannot be loaded, empty when all can.
    unseen:
        What of it could not be looked at, empty when all could.
    """

    format: str = ""
    imports: tuple[str, ...] = ()
    broken: str = ""
    unseen: str = ""


def scan(raw: io.BufferedReader, name: str) -> Facts:
    """Return the facts about a file.

    Parameters
    ----------
    raw:
        Its content, positioned at the start.
    name:
        Its name: a suffix promises what is inside.
    """
    looked = _Look()
    looked.at(raw, name, 0)
    if looked.found.imports & WRAPPERS:
        # What is an array to joblib is a row of opcodes to pickle.load, as far as they go.
        raw.seek(0)
        plainly = _Look(plain=True)
        plainly.at(raw, name, 0)
        looked.found.imports |= plainly.found.imports
    if looked.is_pickle:
        return Facts("pickle", tuple(sorted(looked.found.imports)), looked.broken, looked.unseen)
    return Facts(SAFE.get(_suffix(name), ""), (), looked.broken, looked.unseen)


def _suffix(name: str) -> str:
    """Return the last suffix that says something about the content."""
    stem = name.lower()
    while stem.endswith(_PACKED):
        stem = posixpath.splitext(stem)[0]
    return posixpath.splitext(stem)[1]


def promises(name: str) -> bool:
    """Whether a name is that of a model."""
    return _suffix(name) in PICKLES | MODELS


@dataclass
class _Look:
    """One file that is looked through, whatever is nested in it.

    Parameters
    ----------
    plain:
        Whether to read it as one who does not know joblib.
    """

    plain: bool = False
    found: Found = field(default_factory=Found)
    budget: Budget = field(default_factory=Budget)
    is_pickle: bool = False
    astray: bool = False
    broken: str = ""
    unseen: str = ""

    def at(self, raw: Any, name: str, depth: int) -> None:
        """Look at a stream: the file, or something that is packed in it."""
        place = f"{name}: " if depth else ""
        known = self.is_pickle
        try:
            self._look(raw, name, depth)
        except Broken as problem:
            if promises(name) or self.is_pickle is not known:
                self.broken = self.broken or f"{place}{problem}"
        except Lost as problem:
            self.unseen = self.unseen or f"{place}{problem}"

    def _look(self, raw: Any, name: str, depth: int) -> None:
        head = raw.peek(_HEAD)[:_HEAD]
        for magic, what in archives.CLOSED:
            if head.startswith(magic) and (promises(name) or magic in archives.FOLDERS):
                raise Lost(f"{what}, which cannot be looked into")
        unpacker = next(
            (make for magic, make in archives.COMPRESSED if head.startswith(magic)), None
        )
        if unpacker is not None:
            self._deeper(depth)
            self._look(archives.unpacked(raw, unpacker, self.budget), name, depth + 1)
        elif head.startswith(b"PK\x03\x04"):
            self._entries(archives.zip_entries(raw, self.budget), depth)
        elif head.startswith(b"\x93NUMPY"):
            self._npy(raw)
        elif head[257:262] == b"ustar":
            if head[0] in opcodes() and raw.seekable():
                self._pickles(raw, head, "")
                raw.seek(0)
            self._entries(archives.tar_entries(raw, self.budget), depth)
        elif _suffix(name) in PICKLES or (head and head[0] in opcodes()):
            self._pickles(raw, head, name)

    def _deeper(self, depth: int) -> None:
        if depth >= _DEEPEST:
            raise Lost(f"archives nested more than {_DEEPEST} deep")

    def _entries(self, entries: Iterator[tuple[str, Any]], depth: int) -> None:
        self._deeper(depth)
        for name, content in entries:
            self.at(content, name, depth + 1)

    def _npy(self, raw: Any) -> None:
        """Look at an array file: an array of objects is a pickle behind a header."""
        major = raw.read(8)[6:7]
        length = int.from_bytes(raw.read(2 if major == b"\x01" else 4), "little")
        if length > _LONGEST_HEADER:
            raise Lost("an array header that NumPy does not read either")
        header = re.sub(r"(?<=\d)L\b", "", raw.read(length).decode("latin-1"))
        try:
            described = ast.literal_eval(header.strip())["descr"]
        except (ValueError, SyntaxError, LookupError, TypeError, RecursionError, MemoryError):
            raise Broken("its array header is damaged") from None
        if _has_objects(described):
            self.is_pickle = True
            self._pickles(raw, raw.peek(_HEAD)[:_HEAD], "objects.pkl")

    def _pickles(self, raw: Any, head: bytes, name: str) -> None:
        """Walk the pickles that follow each other in a stream, if it holds any."""
        stream = Stream(raw)
        if not self._first(stream, head, promised=_suffix(name) in PICKLES):
            return
        for _ in range(_MOST_STREAMS):
            if self.astray or stream.at_end():
                return
            headed = _is_headed(raw.peek(2))
            part, problem = self._walk(stream, doubtful=True)
            if part.called or (problem is None and (headed or part.imports)):
                self._keep(part, problem)
            elif any(name.startswith("torch.") for name in self.found.imports):
                return  # old checkpoints have the numbers behind their pickles
            else:
                raise Lost("bytes behind the end of its pickle that are none")
        raise Lost(f"more than {_MOST_STREAMS:,} pickles one after the other")

    def _first(self, stream: Stream, head: bytes, *, promised: bool) -> bool:
        """Walk the first pickle; say whether it is one.

        Any file may start with bytes that are opcodes.  It is a pickle when it ends as one, or
        calls something that it imports before it breaks off.
        """
        headed = _is_headed(head)
        part, problem = self._walk(stream, doubtful=not (headed or promised))
        ends = problem is None and (headed or promised or bool(part.imports))
        starts = (headed or promised) and bool(part.imports)
        if ends or starts or part.called:
            self.is_pickle = True
            self._keep(part, problem)
            return True
        if promised and (headed or not head):
            raise problem or Broken("it is empty")
        if promised:
            raise Lost("it is named like a pickle and is none")
        return False

    def _walk(self, stream: Stream, *, doubtful: bool) -> tuple[Found, Exception | None]:
        part = Found(opcodes=self.found.opcodes)
        machine = Machine(stream, part, doubtful=doubtful or self.plain, plain=self.plain)
        problem: Exception | None = None
        try:
            machine.run()
        except (Broken, Lost) as reason:
            problem = reason
        self.astray = self.astray or machine.astray
        self.found.opcodes = part.opcodes
        return part, problem

    def _keep(self, part: Found, problem: Exception | None) -> None:
        self.found.imports |= part.imports
        if problem is not None:
            raise problem
        if len(self.found.imports) > MOST_IMPORTS:
            raise Lost(f"more than {MOST_IMPORTS:,} different imports")


def _is_headed(head: bytes) -> bool:
    return len(head) > 1 and head[0] == 0x80 and 2 <= head[1] <= 5


def _has_objects(described: Any) -> bool:
    if isinstance(described, str):
        return "O" in described or "object" in described
    if isinstance(described, list):
        return any(
            not isinstance(part, tuple) or len(part) < 2 or _has_objects(part[1])
            for part in described
        )
    return not isinstance(described, tuple) or any(map(_has_objects, described[:1]))
