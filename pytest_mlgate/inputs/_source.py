"""One Python file or notebook: its text, its tree on demand, and findings on its lines."""

from __future__ import annotations

import ast
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pytest_mlgate.inputs import _python
from pytest_mlgate.inputs._code import Code
from pytest_mlgate.inputs._python import NotPythonError
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.verdict import Finding, Outcome


@dataclass(frozen=True)
class Chunk:
    """A piece of a source that is parsed by itself: a whole file, or one notebook cell.

    Parameters
    ----------
    text:
        Its text, without a line end at the end of a cell.
    first_line:
        One-based line of the source's text on which it starts.
    cell:
        One-based number of the code cell, ``None`` for a file.
    """

    text: str
    first_line: int = 1
    cell: int | None = None


@dataclass(frozen=True)
class Gap:
    """A part of a source that could not be parsed, and why; lines count from its chunk."""

    reason: str
    line: int | None = None
    cell: int | None = None


@dataclass(frozen=True)
class Source:
    """One Python file, or the code cells of one notebook in order.

    Line numbers of the tree are global: a notebook reads like one file that consists of
    its cells, and :meth:`locate` says which cell a line belongs to.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    role:
        What the file is for.
    chunks:
        The text; none when it could not be read.
    unread:
        Why the file could not be read, empty when it could.
    notebook:
        Whether this is a notebook.
    """

    path: str
    role: Role
    chunks: tuple[Chunk, ...] = ()
    unread: str = ""
    unread_line: int | None = None
    notebook: bool = False

    @classmethod
    def of(cls, path: str, text: str, role: Role = Role.OTHER) -> Source:
        """Make a source from the text of a Python file."""
        return cls(path, role, (Chunk(text),))

    @classmethod
    def of_cells(cls, path: str, cells: Sequence[str], role: Role = Role.OTHER) -> Source:
        """Make a source from the code cells of a notebook."""
        chunks, line = [], 1
        for number, cell in enumerate(cells, 1):
            text = cell.replace("\r\n", "\n").replace("\r", "\n")
            chunks.append(Chunk(text, line, number))
            line += text.count("\n") + 1
        return cls(path, role, tuple(chunks), notebook=True)

    @cached_property
    def text(self) -> str:
        """The whole text; the cells of a notebook one below the other."""
        return "\n".join(chunk.text for chunk in self.chunks)

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines; line n is ``lines[n - 1]``."""
        return self.text.split("\n")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that a rule can see of this source."""
        seen = [self.path, self.role, str(self.notebook), self.unread, str(self.unread_line)]
        return hashlib.sha256(
            "\0".join([*seen, *(chunk.text for chunk in self.chunks)]).encode(
                errors="surrogatepass"
            )
        ).hexdigest()

    @cached_property
    def code(self) -> Code:
        """The index of the syntax tree, of what could be parsed."""
        with _python.uncollected():
            return Code(self.tree)

    @property
    def tree(self) -> ast.Module:
        """The syntax tree of what could be parsed; IPython syntax is taken out."""
        return self._parsed[0]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read or parsed."""
        if self.unread:
            return (Gap(self.unread, self.unread_line),)
        return self._parsed[1]

    def locate(self, line: int) -> tuple[int | None, int]:
        """Return the cell of a line (``None`` in a file) and the line inside it."""
        at = bisect_right(self._first_lines, line) - 1
        if at < 0:
            return None, line
        return self.chunks[at].cell, line - self.chunks[at].first_line + 1

    @cached_property
    def _first_lines(self) -> list[int]:
        return [chunk.first_line for chunk in self.chunks]

    def segment(self, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
        """Return the first line of a node's text with single spaces."""
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        end = node.end_col_offset if node.end_lineno == node.lineno else None
        # Columns of the tree count UTF-8 bytes.
        text = line.encode()[node.col_offset : end].decode(errors="replace")
        return " ".join(text.split())

    def finding(
        self,
        node: ast.expr | ast.stmt | ast.excepthandler,
        message: str,
        *,
        outcome: Outcome,
        rule: str = "",
        remedy: str = "",
        check: str = "",
    ) -> Finding:
        """Return a finding at a node, with the waiver on its lines applied.

        Parameters
        ----------
        node:
            The offending expression, statement or handler of exceptions.
        message, outcome, rule, remedy:
            As in :class:`Finding`.
        check:
            Name that a waiver may use instead of the rule's code.
        """
        cell, line = self.locate(node.lineno)
        found = Finding(
            message=message,
            outcome=outcome,
            rule=rule,
            path=self.path,
            line=line,
            column=node.col_offset,
            cell=cell,
            remedy=remedy,
            anchor=self.segment(node),
        )
        return self.waive(found, node.lineno, node.end_lineno or node.lineno, check=check)

    def waive(self, found: Finding, first: int, last: int, *, check: str = "") -> Finding:
        """Apply an inline waiver that stands on one of the lines `first` to `last`.

        A waiver turns FAIL into WARN and is quoted in the finding.  One without a reason
        changes nothing but the message.
        """
        codes = {code for code in (found.rule, check) if code}
        for line, rules, reason in self._waivers:
            if first <= line <= last and rules & codes:
                return apply_waiver(found, reason)
        return found

    @cached_property
    def _waivers(self) -> tuple[tuple[int, frozenset[str], str], ...]:
        return tuple(
            (chunk.first_line + line - 1, rules, reason)
            for chunk in self.chunks
            for line, rules, reason in _python.waivers(
                _python.without_ipython(chunk.text) if self.notebook else chunk.text
            )
        )

    @cached_property
    def _parsed(self) -> tuple[ast.Module, tuple[Gap, ...]]:
        body: list[ast.stmt] = []
        gaps: list[Gap] = []
        for chunk in self.chunks:
            before = chunk.first_line - 1
            text = _python.without_ipython(chunk.text) if self.notebook else chunk.text
            try:
                with _python.uncollected():
                    body += _python.parse(text, skip_lines=before).body
            except NotPythonError as problem:
                line = problem.line - before if problem.line else None
                gaps.append(Gap(str(problem), line, chunk.cell))
                body += _of_python_2(text, before)
        return ast.Module(body=body, type_ignores=[]), tuple(gaps)


def _of_python_2(text: str, skip_lines: int) -> list[ast.stmt]:
    """Return the statements of old code, so that findings are not lost with its syntax."""
    changed = _python.with_print_calls(text)
    if changed == text:
        return []
    try:
        return _python.parse(changed, skip_lines=skip_lines).body
    except NotPythonError:
        return []


def gap_findings(sources: Sequence[Source]) -> list[Finding]:
    """Return an INCONCLUSIVE finding for everything that could not be read or parsed."""
    return [
        Finding(
            message=f"could not be judged: {gap.reason}",
            outcome=Outcome.INCONCLUSIVE,
            path=source.path,
            line=gap.line,
            cell=gap.cell,
            anchor=f"gap {gap.cell}",
            remedy="Mend the file, or leave it out with the project's `exclude` globs.",
        )
        for source in sources
        for gap in source.gaps
    ]


def gap_findings_of(source: Source) -> list[Finding]:
    """Return :func:`gap_findings` of one source, for ``Sources.findings``."""
    return gap_findings([source])


def apply_waiver(found: Finding, reason: str) -> Finding:
    """Return the finding as an inline waiver with this reason leaves it."""
    if not reason:
        return replace(
            found, message=f"{found.message} (the waiver here gives no reason and does not count)"
        )
    outcome = Outcome.WARN if found.outcome is Outcome.FAIL else found.outcome
    return replace(found, outcome=outcome, waived=f"in the code: {reason}")
