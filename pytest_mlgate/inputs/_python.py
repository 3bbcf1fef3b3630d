"""Python text as found in the wild: decoding, parsing, IPython syntax, waiver comments.

Nothing here imports or runs what it reads, and nothing it reads can raise anything but
:class:`NotPythonError`.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import re
import tokenize
import warnings
from collections.abc import Iterator

_WAIVER = re.compile(r"#\s*mlgate:\s*allow\[([^\]]*)\][ \t]*[-:,]?[ \t]*(.*)")
_HELP = re.compile(r"\s*[\w.*]+\?{1,2}\s*$|\s*\?{1,2}\s*[\w.*]+\s*$")
_MAGIC = re.compile(r"(\s*)(?:%[a-zA-Z_]|!)")
_AUTOMATIC = re.compile(
    r"([ \t]*)(?:(?:pip3?|conda|mamba)[ \t]+(?:install|uninstall|list|freeze|show)\b|"
    r"cd[ \t]+[\w./~-]+[ \t]*$)",
    re.MULTILINE,
)
"""Magics that IPython knows without a percent sign."""
_PYTHON_MAGIC = re.compile(r"\s*%(?:time|timeit|prun|memit)\b")
_ASSIGNED_MAGIC = re.compile(r"(\s*[\w.\[\], ]+?\s*=\s*)(?:%[a-zA-Z_]|!).*")
_PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "python3", "py"})


_PRINT = re.compile(r"^([ \t]*)print(?:[ \t]+(?![=>])|(?=[\"']))([^\n]*)$", re.MULTILINE)
"""A ``print`` statement of Python 2."""


class NotPythonError(Exception):
    """The text cannot be read as Python; the message says why, `line` where."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def decode(content: bytes) -> str:
    r"""Return the text of a Python file, honouring its byte order mark and coding cookie.

    Line ends become ``\n``.

    Raises
    ------
    NotPythonError
        For binary content, an unknown encoding, or bytes that are not in it.
    """
    if b"\0" in content:
        raise NotPythonError("a binary file")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotPythonError(f"bytes that are not {error.encoding}", line) from None
    except (SyntaxError, LookupError, ValueError) as error:
        if not any(b"coding" in line for line in content.split(b"\n", 2)[:2]):
            raise NotPythonError("bytes that are not UTF-8", 1) from None
        raise NotPythonError(f"an unusable encoding ({error})", 1) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Hold back the garbage collector while many objects are made that all stay.

    It would go through the growing trees again and again, and take most of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parse(text: str, *, skip_lines: int = 0) -> ast.Module:
    """Parse Python text without running it and without letting its warnings out.

    Parameters
    ----------
    text:
        The source.
    skip_lines:
        Number of lines before it; the nodes' line numbers count them.

    Raises
    ------
    NotPythonError
        If it is not valid Python for the running interpreter, or nested too deeply.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        line = error.lineno + skip_lines if error.lineno else None
        raise NotPythonError(f"a syntax error ({error.msg})", line) from None
    except (RecursionError, MemoryError):
        raise NotPythonError("code that is nested too deeply") from None
    except ValueError as error:
        raise NotPythonError(f"text that is not Python ({error})") from None
    # Empty lines before the text would be read again for every cell of a notebook.
    return ast.increment_lineno(tree, skip_lines) if skip_lines else tree


def without_ipython(cell: str) -> str:
    """Return a notebook cell as plain Python with the same lines.

    Magics, shell lines and help requests become ``pass`` (or ``None`` where their result
    is assigned); a cell magic that runs another language empties the cell.
    """
    lines = cell.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return cell
    if lines[first].lstrip().startswith("%%"):
        name = re.match(r"\s*%%(\w*)", lines[first])
        if name is None or name[1] not in _PYTHON_CELL_MAGICS:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    lines = _dedented(lines)
    if not any(mark in line for line in lines for mark in "%!?") and not _AUTOMATIC.search(cell):
        return "\n".join(lines)
    return "\n".join(_plain(lines))


def with_print_calls(text: str) -> str:
    """Return Python 2 code with its ``print`` statements as calls, line by line."""
    return _PRINT.sub(lambda found: f"{found[1]}print({found[2].rstrip().rstrip(',')})", text)


def waivers(text: str) -> Iterator[tuple[int, frozenset[str], str]]:
    """Yield line, rule codes and reason of every ``# mlgate: allow[RULE] reason`` comment.

    Only comments count: the same text inside a string is no waiver.
    """
    if "mlgate:" not in text:
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield from comment_waiver(token.string, token.start[0])
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError):
        return


def comment_waiver(comment: str, line: int) -> Iterator[tuple[int, frozenset[str], str]]:
    """Yield the waiver in one comment, if it is one."""
    if found := _WAIVER.search(comment):
        rules = frozenset(rule.strip() for rule in found[1].split(",") if rule.strip())
        yield line, rules, found[2].strip()


def _dedented(lines: list[str]) -> list[str]:
    """Drop the indentation of the first line from all, as IPython does before running."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _plain(lines: list[str]) -> list[str]:
    plain: list[str] = []
    state = _State()
    magic_goes_on = python_goes_on = False
    for line in lines:
        if magic_goes_on:
            magic_goes_on = line.rstrip().endswith("\\")
            plain.append("")
            continue
        if python_goes_on:
            state.feed(line)
            python_goes_on = not state.between_statements
            plain.append("")
            continue
        if state.between_statements:
            replaced = _replace(line)
            if replaced is not None:
                if _PYTHON_MAGIC.match(line):
                    # A measured expression may go on until its brackets are closed.
                    state.feed(line)
                    python_goes_on = not state.between_statements
                else:
                    magic_goes_on = line.rstrip().endswith("\\")
                plain.append(replaced)
                continue
        state.feed(line)
        plain.append(line)
    return plain


def _replace(line: str) -> str | None:
    if found := _MAGIC.match(line) or _AUTOMATIC.match(line):
        return f"{found[1]}pass"
    if found := _ASSIGNED_MAGIC.fullmatch(line):
        return f"{found[1]}None"
    if _HELP.fullmatch(line):
        return "pass"
    return None


class _State:
    """Whether a line starts a statement: outside brackets, strings and continuations."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def between_statements(self) -> bool:
        return not (self._depth or self._quote or self._continued)

    def feed(self, line: str) -> None:
        at = 0
        self._continued = False
        while at < len(line):
            if self._quote:
                at = self._inside_string(line, at)
            elif line[at] == "#":
                return
            elif line[at] in "'\"":
                self._quote = line[at] * (3 if line[at : at + 3] == line[at] * 3 else 1)
                at += len(self._quote)
            else:
                self._depth = max(0, self._depth + (line[at] in "([{") - (line[at] in ")]}"))
                self._continued = line[at:] == "\\"
                at += 1
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""

    def _inside_string(self, line: str, at: int) -> int:
        if line[at] == "\\":
            return at + 2
        if line.startswith(self._quote, at):
            at += len(self._quote)
            self._quote = ""
            return at
        return at + 1
