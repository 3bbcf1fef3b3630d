"""YAML of a hostile project as a tree with line numbers: no object is ever built from it.

The tree is made from the parser's events, so that size, depth and the number of nodes are
limited while the text is read.  Scalars stay text: ``on``, ``yes`` and ``3.10`` are what
stands there, whatever a version of YAML would make of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.project import Project

if TYPE_CHECKING:
    import yaml

MAX_YAML = 4 * files.MEBIBYTE
"""Largest file that is parsed; what is larger was generated."""
MAX_NODES = 250_000
"""Most nodes of a file, those behind aliases counted as often as they appear."""
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document.

    Parameters
    ----------
    value:
        Text of a scalar, values of a list, or a table.
    line:
        One-based line; that of the key for a value of a table, that of the use for an alias.
    block:
        Whether the text is written as a block (``|`` or ``>``), so that it starts on the
        next line.
    plain:
        Whether the text is written without quotes.
    """

    value: str | tuple[Node, ...] | Mapping[str, Node] = ""
    line: int = 1
    block: bool = False
    plain: bool = True

    @property
    def text(self) -> str:
        """Text of a scalar; empty for null and for anything else."""
        if not isinstance(self.value, str) or (self.plain and self.value in {"~", "null", "Null"}):
            return ""
        return self.value

    @property
    def table(self) -> Mapping[str, Node]:
        """Key -> value, empty for anything but a table."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def list(self) -> tuple[Node, ...]:
        """Values of a list, empty for anything but a list."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of a scalar, or those of a list."""
        return tuple(node.text for node in self.list or (self,) if node.text)

    def __getitem__(self, key: str) -> Node:
        """Return the value of a key; an empty one where there is none."""
        return self.table.get(key) or Node(line=self.line)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything below it in the order of the document."""
        yield self
        for child in self.list or self.table.values():
            yield from child.walk()


def read_documents(project: Project, path: str) -> tuple[Node, ...]:
    """Return the documents of a YAML file of the project.

    Raises
    ------
    InputError
        If the file cannot be read, is no YAML, or is beyond a limit.
    """
    return parse_documents(files.read_text(project.root, path, limit=MAX_YAML), path)


def parse_documents(text: str, path: str) -> tuple[Node, ...]:
    """Return the documents of a YAML text; `path` is for the message.

    Raises
    ------
    InputError
        If the text is no YAML, a key stands twice in a table, or a limit is exceeded.
    """
    import yaml

    composer = _Composer(path)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            composer.feed(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            path,
            key=f"line {mark.line + 1}" if mark else "",
            found=f"broken YAML ({getattr(error, 'problem', None) or 'not readable'})",
            expected="valid YAML",
        ) from None
    except (ValueError, OverflowError) as error:  # an escape beyond the last character
        raise InputError(path, found=f"broken YAML ({error})", expected="valid YAML") from None
    return tuple(composer.documents)


@dataclass(slots=True)
class _Open:
    """A list or table that is being read; `size` counts its nodes, itself included."""

    line: int
    anchor: str | None
    is_table: bool
    values: list[Node] = field(default_factory=list)
    table: dict[str, Node] = field(default_factory=dict)
    merged: dict[str, Node] = field(default_factory=dict)
    key: Node | None = None
    size: int = 1


class _Composer:
    """Puts the nodes of a stream of events together."""

    def __init__(self, path: str) -> None:
        self.documents: list[Node] = []
        self._path = path
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0

    def feed(self, event: yaml.Event) -> None:
        """Take the next event."""
        import yaml

        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.ScalarEvent():
                node = Node(event.value, line, event.style in {"|", ">"}, not event.style)
                self._count(line, 1)
                self._add(node, 1, event.anchor)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self._open) >= MAX_DEPTH:
                    raise self._wrong(line, "values nested too deeply", f"at most {MAX_DEPTH} deep")
                self._count(line, 1)
                is_table = isinstance(event, yaml.MappingStartEvent)
                self._open.append(_Open(line, event.anchor, is_table))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                value = {**done.merged, **done.table} if done.is_table else tuple(done.values)
                self._add(Node(value, done.line), done.size, done.anchor)
            case yaml.AliasEvent():
                if event.anchor not in self._anchors:  # also one inside the value it names
                    raise self._wrong(line, f"the alias *{event.anchor}", "one that is defined")
                node, size = self._anchors[event.anchor]
                self._count(line, size)
                self._add(replace(node, line=line), size, None)
            case yaml.DocumentStartEvent():
                self._anchors.clear()

    def _count(self, line: int, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._wrong(line, "too many values", f"{MAX_NODES:,}, aliases filled in, at most")

    def _add(self, node: Node, size: int, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self.documents.append(node)
            return
        parent = self._open[-1]
        parent.size += size
        if not parent.is_table:
            parent.values.append(node)
        elif parent.key is None:
            if not isinstance(node.value, str):
                raise self._wrong(node.line, "a key that is no text", "text before the colon")
            parent.key = node
        else:
            self._set(parent, parent.key, node)
            parent.key = None

    def _set(self, parent: _Open, key: Node, node: Node) -> None:
        name = str(key.value)
        if name == "<<" and key.plain:
            for source in reversed(node.list or (node,)):
                parent.merged |= source.table
        elif name in parent.table:
            raise self._wrong(key.line, f"the key {name[:80]!r} twice", "it once")
        else:
            parent.table[name] = replace(node, line=key.line)

    def _wrong(self, line: int, found: str, expected: str) -> InputError:
        return InputError(self._path, key=f"line {line}", found=found, expected=expected)
