"""What the walk over a pickle knows about the values on its stack."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

WRAPPERS = frozenset(
    f"{place}.NumpyArrayWrapper"
    for place in ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
)
"""Objects behind which joblib writes the bytes of an array, in the middle of the pickle."""
_DTYPE = "numpy.dtype"
_MAKERS = frozenset({"copyreg._reconstructor", "copyreg.__newobj__", "copyreg.__newobj_ex__"})
_CODE = re.compile(r"[<>|=]?([biufcmMSUVO])(\d{1,9})")
_FIELDS = frozenset(
    {"subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes"}
)
_MOST_MEMBERS = 10
LONGEST_TEXT = 200
"""Longer texts are no names of modules and are not kept."""
MOST_IN_MEMO = 500_000


class Unknown:
    """A value that does not matter; the memo forgot it when it is ``LOST``."""


ANY, LOST, MARK = Unknown(), Unknown(), Unknown()


@dataclass(frozen=True, slots=True)
class Import:
    """What an import gave."""

    name: str


@dataclass(slots=True)
class Instance:
    """An object of a class that matters: an array of joblib, or a dtype."""

    name: str
    arguments: tuple[Any, ...] = ()
    state: Any = None


@dataclass(frozen=True, slots=True)
class Array:
    """What follows in the stream where joblib wrote an array.

    Parameters
    ----------
    size:
        Number of its bytes, ``None`` for an array of objects, which is a pickle of its own.
    padded:
        Whether a count of padding bytes and the padding come first.
    """

    size: int | None
    padded: bool


def made(callable: Any, arguments: Any) -> Any:
    """Return what calling something gives, as far as it matters."""
    given = arguments if isinstance(arguments, tuple) else ()
    if isinstance(callable, Import) and callable.name in _MAKERS and given:
        callable, given = given[0], ()
    if isinstance(callable, Import) and (callable.name in WRAPPERS or callable.name == _DTYPE):
        return Instance(callable.name, given, {} if callable.name in WRAPPERS else None)
    return ANY


def escapes(callable: Any, arguments: Any) -> bool:
    """Whether a call gets hold of joblib's wrapper, so that its result may be one unnoticed."""
    legal = isinstance(callable, Import) and callable.name in _MAKERS
    if legal and isinstance(arguments, tuple) and arguments:
        return holds_wrapper(arguments[1:])
    return holds_wrapper(arguments)


def holds_wrapper(value: Any) -> bool:
    """Whether a value is, or visibly contains, the class of joblib's wrapper or one of them."""
    if isinstance(value, tuple):
        return any(holds_wrapper(part) for part in value)
    return isinstance(value, Import | Instance) and value.name in WRAPPERS


def packed(members: list[Any]) -> Any:
    """Return a tuple, or an unknown value when it is too long to matter."""
    return tuple(members) if len(members) <= _MOST_MEMBERS else ANY


def store(table: Any, key: Any, value: Any) -> None:
    """Put an item into a dictionary; only what describes an array is kept."""
    if isinstance(table, dict) and isinstance(key, str) and key in _FIELDS:
        table[key] = value


def built(target: Any, state: Any) -> Array | None:
    """Set the state of an object; say what follows in the stream when that makes an array.

    Raises
    ------
    ValueError
        If an array follows whose size cannot be told.
    """
    if not isinstance(target, Instance):
        return None
    if target.name not in WRAPPERS:
        target.state = state
        return None
    if not isinstance(state, dict):
        raise ValueError
    target.state.update(state)
    return _array(target.state)


def _array(fields: Mapping[str, Any]) -> Array:
    shape, dtype = fields.get("shape"), fields.get("dtype")
    alignment = fields.get("numpy_array_alignment_bytes")
    counts = isinstance(shape, tuple) and all(type(n) is int and n >= 0 for n in shape)
    if not counts or not isinstance(dtype, Instance) or not (alignment is None or alignment == 16):
        raise ValueError
    assert isinstance(shape, tuple)
    width = _width(dtype)
    if width is None:
        return Array(None, padded=False)
    size = math.prod(shape) * width
    if size >= 1 << 62:
        raise ValueError
    return Array(size, padded=alignment is not None)


def _width(dtype: Instance) -> int | None:
    """Return the bytes of one element, ``None`` for objects.

    Only what NumPy itself writes is understood: the state must not contradict the type code.
    """
    code = _CODE.fullmatch(dtype.arguments[0]) if _is_coded(dtype) else None
    if code is None:
        raise ValueError
    kind, width = code[1], int(code[2]) * (4 if code[1] == "U" else 1)
    if dtype.state is None:
        return None if kind == "O" else width or _refuse()
    version, _, part, _, _, size, _, flags = _plain(dtype.state)
    has_objects = bool(flags & 1)
    if version < 3 or part is not None or (has_objects and kind not in "OV"):
        raise ValueError
    if kind == "O":
        return None if has_objects else _refuse()
    if width == 0 or size != (width if kind in "SUV" else -1):
        raise ValueError
    return None if has_objects else width


def _plain(state: Any) -> tuple[Any, ...]:
    """Return the first members of a dtype's state, if NumPy may have written it."""
    if not isinstance(state, tuple) or len(state) < 8:
        raise ValueError
    if not all(type(state[at]) is int for at in (0, 5, 7)):
        raise ValueError
    return state[:8]


def _refuse() -> NoReturn:
    raise ValueError


def _is_coded(dtype: Instance) -> bool:
    return bool(dtype.arguments) and isinstance(dtype.arguments[0], str)


class Memo:
    """What a pickle memorised, as far as it matters; the others are only counted."""

    def __init__(self) -> None:
        self._kept: dict[int, Any] = {}
        self._dense = 0
        self._sparse: set[int] = set()

    def __len__(self) -> int:
        return self._dense + len(self._sparse)

    def put(self, key: int, value: Any) -> None:
        if value is ANY or (len(self._kept) >= MOST_IN_MEMO and key not in self._kept):
            self._kept.pop(key, None)
        else:
            self._kept[key] = value
        if key == self._dense:
            self._dense += 1
            while self._sparse and self._dense in self._sparse:
                self._sparse.remove(self._dense)
                self._dense += 1
        elif key > self._dense:
            self._sparse.add(key)
            if len(self._sparse) > MOST_IN_MEMO:
                raise OverflowError

    def get(self, key: int) -> Any:
        return self._kept.get(key, LOST if len(self._kept) >= MOST_IN_MEMO else ANY)


def _text(argument: Any) -> Any:
    is_text = isinstance(argument, bytes)
    return argument.decode("utf-8", "surrogateescape") if is_text else ANY


def _escaped(argument: bytes) -> Any:
    is_plain = len(argument) <= LONGEST_TEXT and b"\\" not in argument
    return argument.decode("latin-1") if is_plain else ANY


def _quoted(argument: bytes) -> Any:
    is_quoted = len(argument) > 1 and argument[:1] in b"\"'" and argument[-1] == argument[0]
    return _escaped(argument[1:-1]) if is_quoted else ANY


def _digits(argument: bytes) -> Any:
    # Leading zeros are octal to some unpicklers, and 01 is True.
    is_plain = len(argument) < 20 and re.fullmatch(rb"-?(?:0|[1-9]\d*)L?", argument)
    return int(argument.rstrip(b"L")) if is_plain else ANY


def _integer(argument: bytes) -> int:
    return int.from_bytes(argument, "little", signed=len(argument) == 4)


def _long(argument: Any) -> Any:
    is_short = isinstance(argument, bytes) and len(argument) <= 8
    return int.from_bytes(argument, "little", signed=True) if is_short else ANY


CONSTANTS: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _quoted,
    "BINSTRING": _text,
    "SHORT_BINSTRING": _text,
    "UNICODE": _escaped,
    "BINUNICODE": _text,
    "SHORT_BINUNICODE": _text,
    "BINUNICODE8": _text,
    "INT": _digits,
    "LONG": _digits,
    "BININT": _integer,
    "BININT1": _integer,
    "BININT2": _integer,
    "LONG1": _long,
    "LONG4": _long,
    "NONE": lambda _: None,
    "NEWTRUE": lambda _: True,
    "NEWFALSE": lambda _: False,
    "EMPTY_TUPLE": lambda _: (),
    "EMPTY_DICT": lambda _: {},
}
"""Opcodes that put a value on the stack -> the value that an argument stands for."""
