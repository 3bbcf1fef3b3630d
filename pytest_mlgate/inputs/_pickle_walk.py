"""A walk over the opcodes of a pickle: what it would import, without running any of it.

The table of :mod:`pickletools` says how long the argument of an opcode is and what the opcode
takes from the stack.  The reader here is not :func:`pickletools.genops` because that one
holds arguments of any size in memory, and stops where joblib put the bytes of an array.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pytest_mlgate.inputs import _pickle_values as values
from pytest_mlgate.inputs._pickle_opcodes import Broken, Lost, Opcode, Stream, opcodes
from pytest_mlgate.inputs._pickle_values import ANY, LOST, MARK, Import

MOST_OPCODES = 20_000_000
"""So many opcodes of one file are walked; it takes about half a minute."""
_MOST_ON_STACK = 500_000
MOST_IMPORTS = 1_000
_MISPLACED = "an array of joblib in a place where joblib puts none"
COMPUTED = "<a name that is computed when it is loaded>"
EXTENSION = "<an extension code of copyreg>"
_RENAMED_MODULES = {"__builtin__": "builtins", "copy_reg": "copyreg", "exceptions": "builtins"}
_RENAMED = {"long": "int", "unicode": "str", "xrange": "range", "basestring": "str"}
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@dataclass
class Found:
    """What was seen in the pickles of one file.

    Parameters
    ----------
    imports:
        Dotted names; a name that itself has a dot stands behind a colon.
    pickles:
        Number of streams that end as they should.
    called:
        Whether something imported was called.
    opcodes:
        Number walked.
    """

    imports: set[str] = field(default_factory=set)
    pickles: int = 0
    called: bool = False
    opcodes: int = 0


class Machine:
    """Walks one pickle.

    Parameters
    ----------
    stream:
        Positioned at its first opcode.
    found:
        Where imports are noted.
    doubtful:
        Whether the bytes may be no pickle at all, so that an impossible name ends the walk.
    plain:
        Whether it is read without joblib, which puts the bytes of arrays into the stream.
    """

    def __init__(
        self,
        stream: Stream,
        found: Found,
        *,
        doubtful: bool = False,
        plain: bool = False,
    ) -> None:
        self.stream, self.found, self.doubtful, self.plain = stream, found, doubtful, plain
        self.stack: list[Any] = []
        self.memo = values.Memo()
        self.has_wrapper = False
        self.astray = False
        self.protocol = 0

    def run(self) -> None:
        """Walk up to the opcode STOP.

        Raises
        ------
        Broken
            If the stream ends before or is no pickle.
        Lost
            If it cannot be followed further.
        """
        table, found, stream = _actions(), self.found, self.stream
        read = stream.raw.read
        while byte := read(1):
            found.opcodes += 1
            action = table.get(byte)
            if action is None:
                raise Broken(f"after {found.opcodes - 1} opcodes byte 0x{byte.hex()} is none")
            size, act = action
            act(self, stream.argument(size) if size else None)
            if byte == b".":
                return
            if not found.opcodes % 1024:
                self._check_size()
        raise Broken("it ends before its STOP opcode")

    def _check_size(self) -> None:
        if self.found.opcodes > MOST_OPCODES:
            raise Lost(f"more than {MOST_OPCODES:,} opcodes")
        if len(self.stack) > _MOST_ON_STACK:
            raise Lost(f"a stack of more than {_MOST_ON_STACK:,} values")

    def move(self, opcode: Opcode) -> None:
        """Apply an opcode about which only its effect on the stack is known."""
        members = self._to_mark() if opcode.to_mark else []
        members += [self._pop() for _ in range(opcode.pops)]
        self._refuse_wrapper(members)
        self.stack += [ANY] * opcode.pushes

    def _refuse_wrapper(self, members: list[Any]) -> None:
        """Stop where joblib's wrapper goes where it could come back from unnoticed."""
        if self.has_wrapper and any(map(values.holds_wrapper, members)):
            raise Lost(_MISPLACED)

    def _pop(self) -> Any:
        if not self.stack or (top := self.stack.pop()) is MARK:
            raise Broken("an opcode takes what is not there")
        return top

    def _to_mark(self) -> list[Any]:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at] is MARK:
                members = self.stack[at + 1 :]
                del self.stack[at:]
                return members
        raise Broken("an opcode looks for a mark that is not there")

    def imported(self, module: str, name: str) -> Import:
        """Note an import, by the name of Python 3 where a model needs one of Python 2."""
        if self.protocol < 3:
            module = _RENAMED_MODULES.get(module, module)
            name = _RENAMED.get(name, name) if module == "builtins" else name
        known = _MODULE.fullmatch(module) and _MODULE.fullmatch(name)
        if not known and self.doubtful:
            raise Broken("an import of what cannot be a name")
        if self.astray and module.partition(".")[0] not in sys.stdlib_module_names:
            return Import("")  # words of the data, read as names by who mistakes an array
        full = f"{module}{':' if '.' in name else '.'}{name}"[: 2 * values.LONGEST_TEXT]
        return self._noted(full)

    def _noted(self, full: str) -> Import:
        self.found.imports.add(full)
        if len(self.found.imports) > MOST_IMPORTS:
            raise Lost(f"more than {MOST_IMPORTS:,} different imports")
        self.has_wrapper = self.has_wrapper or full in values.WRAPPERS
        return Import(full)

    # What single opcodes do.

    def global_(self, module: bytes) -> None:
        self.stack.append(self.imported(_decoded(module), _decoded(self.stream.line())))

    def stack_global(self, _: Any) -> None:
        names = self._pop(), self._pop()
        if any(name is LOST for name in names):
            raise Lost(f"more than {values.MOST_IN_MEMO:,} values to remember")
        if all(isinstance(name, str) for name in names):
            self.stack.append(self.imported(names[1], names[0]))
        elif self.astray:
            self.stack.append(ANY)
        elif all(name is ANY or isinstance(name, str) for name in names):
            self.stack.append(self._noted(COMPUTED))
        else:
            raise Broken("an import by something that is no name")

    def extension(self, _: bytes) -> None:
        self.stack.append(self._noted(EXTENSION))

    def inst(self, module: bytes) -> None:
        arguments = values.packed(self._to_mark())
        self._call(self.imported(_decoded(module), _decoded(self.stream.line())), arguments)

    def obj(self, _: Any) -> None:
        members = self._to_mark()
        if not members:
            raise Broken("an object without a class")
        self._call(members[0], values.packed(members[1:]))

    def call(self, _: Any) -> None:
        arguments, callable = self._pop(), self._pop()
        self._call(callable, arguments)

    def newobj_ex(self, _: Any) -> None:
        keywords, arguments, callable = self._pop(), self._pop(), self._pop()
        self._call(callable, (*arguments, keywords) if isinstance(arguments, tuple) else ANY)

    def _call(self, callable: Any, arguments: Any) -> None:
        if self.has_wrapper and values.escapes(callable, arguments):
            raise Lost(_MISPLACED)
        self.found.called = self.found.called or isinstance(callable, Import)
        self.stack.append(values.made(callable, arguments))

    def build(self, _: Any) -> None:
        state, target = self._pop(), self._pop()
        self.found.called = self.found.called or bool(self.found.imports)
        try:
            array = values.built(target, state)
        except ValueError:
            raise Lost("an array of joblib whose size cannot be told") from None
        if array is None or self.plain:
            self.astray = self.astray or array is not None
            self.stack.append(target)
        else:
            self._pass_over(array)
            self.stack.append(ANY)

    def _pass_over(self, array: values.Array) -> None:
        """Pass over the bytes of an array, or walk the pickle of an array of objects."""
        if array.size is None:
            Machine(self.stream, self.found, plain=True).run()
        else:
            padding = self.stream.take(1)[0] if array.padded else 0
            self.stream.skip(padding + array.size)

    def put_line(self, argument: bytes) -> None:
        self._put(_decimal(argument))

    def put(self, argument: bytes) -> None:
        self._put(int.from_bytes(argument, "little"))

    def memoize(self, _: Any) -> None:
        self._put(len(self.memo))

    def _put(self, key: int) -> None:
        try:
            self.memo.put(key, self._top())
        except OverflowError:
            raise Lost("values memorised out of order") from None

    def get_line(self, argument: bytes) -> None:
        self.stack.append(self.memo.get(_decimal(argument)))

    def get(self, argument: bytes) -> None:
        self.stack.append(self.memo.get(int.from_bytes(argument, "little")))

    def text(self, argument: Any) -> None:
        is_text = isinstance(argument, bytes)
        self.stack.append(argument.decode("utf-8", "surrogateescape") if is_text else ANY)

    def tuple1(self, _: Any) -> None:
        self._pack([self._pop()])

    def tuple2(self, _: Any) -> None:
        self._pack([self._pop(), self._pop()][::-1])

    def tuple3(self, _: Any) -> None:
        self._pack([self._pop(), self._pop(), self._pop()][::-1])

    def tuple_to_mark(self, _: Any) -> None:
        self._pack(self._to_mark())

    def _pack(self, members: list[Any]) -> None:
        tuple_ = values.packed(members)
        if tuple_ is ANY:
            self._refuse_wrapper(members)
        self.stack.append(tuple_)

    def dict_to_mark(self, _: Any) -> None:
        members: list[Any] = self._to_mark()
        table: dict[str, Any] = {}
        self._store(table, members)
        self.stack.append(table)

    def set_item(self, _: Any) -> None:
        members = [self._pop(), self._pop()][::-1]
        self._store(self._top(), members)

    def set_items(self, _: Any) -> None:
        members = self._to_mark()
        self._store(self._top(), members)

    def _top(self) -> Any:
        top = self._pop()
        self.stack.append(top)
        return top

    def _store(self, table: Any, members: list[Any]) -> None:
        if len(members) % 2:
            raise Broken("a dictionary with a key and no value")
        self._refuse_wrapper(members)
        for key, value in zip(members[::2], members[1::2], strict=True):
            values.store(table, key, value)

    def set_protocol(self, argument: bytes) -> None:
        self.protocol = argument[0]

    def mark(self, _: Any) -> None:
        self.stack.append(MARK)

    def pop(self, _: Any) -> None:
        if not self.stack:
            raise Broken("an opcode takes what is not there")
        self.stack.pop()

    def pop_value(self, _: Any) -> None:
        self._pop()

    def pop_mark(self, _: Any) -> None:
        self._to_mark()

    def duplicate(self, _: Any) -> None:
        self.stack.append(self._top())


def _decoded(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _decimal(line: bytes) -> int:
    try:
        return int(line)
    except ValueError:
        raise Broken("a number that is none") from None


_HANDLERS: Mapping[str, Callable[[Machine, Any], None]] = {
    "GLOBAL": Machine.global_,
    "STACK_GLOBAL": Machine.stack_global,
    "EXT1": Machine.extension,
    "EXT2": Machine.extension,
    "EXT4": Machine.extension,
    "INST": Machine.inst,
    "OBJ": Machine.obj,
    "REDUCE": Machine.call,
    "NEWOBJ": Machine.call,
    "NEWOBJ_EX": Machine.newobj_ex,
    "BUILD": Machine.build,
    "PUT": Machine.put_line,
    "BINPUT": Machine.put,
    "LONG_BINPUT": Machine.put,
    "MEMOIZE": Machine.memoize,
    "GET": Machine.get_line,
    "BINGET": Machine.get,
    "LONG_BINGET": Machine.get,
    "TUPLE1": Machine.tuple1,
    "TUPLE2": Machine.tuple2,
    "TUPLE3": Machine.tuple3,
    "TUPLE": Machine.tuple_to_mark,
    "DICT": Machine.dict_to_mark,
    "SETITEM": Machine.set_item,
    "SETITEMS": Machine.set_items,
    "PROTO": Machine.set_protocol,
    "MARK": Machine.mark,
    "STOP": Machine.pop_value,
    "POP": Machine.pop,
    "POP_MARK": Machine.pop_mark,
    "DUP": Machine.duplicate,
}


@cache
def _actions() -> Mapping[bytes, tuple[int, Callable[[Machine, Any], None]]]:
    """Return the size of an opcode's argument and what it does, by its byte."""
    return {bytes([code]): (opcode.size, _action(opcode)) for code, opcode in opcodes().items()}


def _action(opcode: Opcode) -> Callable[[Machine, Any], None]:
    if opcode.name in _HANDLERS:
        return _HANDLERS[opcode.name]
    if value_of := values.CONSTANTS.get(opcode.name):
        return lambda machine, argument: machine.stack.append(value_of(argument))
    if not opcode.pops and not opcode.to_mark:
        pushed = [ANY] * opcode.pushes
        return lambda machine, _: machine.stack.extend(pushed)
    return lambda machine, _: machine.move(opcode)
