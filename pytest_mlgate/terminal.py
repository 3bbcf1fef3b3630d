"""What a session says about its gate in the terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Protocol

import pytest

from pytest_mlgate.errors import printable
from pytest_mlgate.reports import text
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.reports.text import Line
from pytest_mlgate.verdict import Outcome

_COLOURS = {
    Outcome.ERROR: "red",
    Outcome.FAIL: "red",
    Outcome.INCONCLUSIVE: "yellow",
    Outcome.WARN: "yellow",
}
_WORTH_A_FOLD = 4
"""So many lines are folded in the log of a CI service."""
_MANY = 3
"""So many failing items are worth a word on baselines."""
_fold_numbers = count(1)


class Writer(Protocol):
    """The part of pytest's terminal writer that is used here."""

    @property
    def fullwidth(self) -> int:
        """Columns of the terminal."""

    def line(self, s: str = "", **markup: bool) -> None:
        """Write one line."""


class Told(str):
    """A verdict as pytest prints it among the failures; as a string it is whole and unwrapped."""

    _explained: text.Explained

    @classmethod
    def of(cls, record: Record) -> Told:
        """Return the words for a record."""
        explained = text.explain(record)
        told = cls(explained)
        told._explained = explained
        return told

    def toterminal(self, tw: Writer) -> None:
        """Print the verdict, wrapped to the width of the terminal."""
        _write_explained(tw, self._explained)


def show(
    reporter: pytest.TerminalReporter, report: GateReport, notes: Sequence[str], advice: list[Line]
) -> None:
    """Print the table of families, what blocks, what else is worth a look, and what to do next.

    Parameters
    ----------
    reporter:
        pytest's reporter.
    report:
        The report.
    notes:
        What the session did besides, such as the files it wrote.
    advice:
        What to do next.
    """
    reporter.ensure_newline()
    reporter.section("mlgate", cyan=True)
    writer: Writer = reporter.config.get_terminal_writer()
    option = reporter.config.option
    told = option.tbstyle not in {"no", "line"}
    shown = [r for outcome in _COLOURS for r in report.records if r.ruling.shown is outcome]
    blocking = [record for record in shown if record.ruling.blocks]
    rest = [record for record in shown if not record.ruling.blocks]
    if report.records and option.verbose > -2:
        for row in text.table(report):
            writer.line(row)
    for record in blocking:
        _write(writer, text.overview(record, told=told), _COLOURS[record.ruling.shown])
    if option.verbose > -1:
        with _folded(writer, f"{len(rest)} that do not block", worth=len(rest) >= _WORTH_A_FOLD):
            for record in rest:
                _write_rest(writer, record, whole=option.verbose > 0)
    elif rest and option.verbose > -2:
        _write(writer, [Line("", f"{len(rest)} that do not block: {_keys(rest)}")], "yellow")
    _write(writer, [Line("", note) for note in notes])
    _write(writer, advice)


def show_failure(reporter: pytest.TerminalReporter, reason: str) -> None:
    """Print why the gate fails whatever its items say."""
    for line in text.wrapped([Line("", f"the gate failed: {reason}")], _width(reporter)):
        reporter.write_line(line, red=True, bold=True)


def advice(
    report: GateReport, *, baseline: str | None, updating: bool, formats: Collection[str]
) -> list[Line]:
    """Return what to do next about a gate that fails; nothing where it holds.

    Parameters
    ----------
    report:
        The report.
    baseline:
        The file of accepted findings that the configuration names.
    updating:
        Whether this run has just written it.
    formats:
        The report formats there are.
    """
    blocking = [record for record in report.worst_first() if record.ruling.blocks]
    if not blocking:
        return []
    best = "html:report.html" if "html" in formats else "json:report.json"
    lines = [
        Line("next: ", f"pytest --mlgate-explain {blocking[0].check}"),
        Line("      ", f"pytest --mlgate-only --mlgate-report {best}"),
    ]
    if updating and baseline:
        words = (
            f"still failing: {_keys(blocking)}. A baseline accepts located findings and nothing "
            "else: mend these, excuse them with a date in waivers.yaml, or give them "
            'severity = "warn".'
        )
    elif not report.config:
        words = "pytest --mlgate-init writes a configuration to go on from"
    elif baseline is None and len(blocking) >= _MANY:
        words = (
            f'Too much for today? Set baseline = "mlgate-baseline.json" in {report.config}, run '
            "pytest --mlgate-update and commit both: then only what is new fails."
        )
    else:
        return lines
    return [*lines, Line("      ", words)]


def _keys(records: Sequence[Record]) -> str:
    return ", ".join(record.key for record in records)


def _width(reporter: pytest.TerminalReporter) -> int:
    return reporter.config.get_terminal_writer().fullwidth


def _write(writer: Writer, lines: Iterable[Line], colour: str = "") -> None:
    """Write lines wrapped, the first of them in colour."""
    for number, line in enumerate(lines):
        markup = {colour: True} if colour and number == 0 else {}
        for part in text.wrapped([line], writer.fullwidth):
            writer.line(part, **markup)


def _write_rest(writer: Writer, record: Record, *, whole: bool) -> None:
    """Write an item that pytest has not shown among the failures."""
    first, *remedy = text.overview(record, told=False)
    facts = text.explain(record).facts if whole else ()
    _write(writer, [first, *facts, *remedy], _COLOURS[record.ruling.shown])


def _write_explained(writer: Writer, explained: text.Explained) -> None:
    _write(writer, [explained.summary])
    facts = len(explained.facts)
    with _folded(writer, f"{facts} more lines", worth=facts >= _WORTH_A_FOLD):
        _write(writer, explained.facts)
    _write(writer, explained.actions)
    if explained.detail:
        writer.line()
        with _folded(writer, "traceback", worth=True):
            for line in explained.detail.splitlines():
                writer.line(printable(line, keep="\t"))


@contextmanager
def _folded(writer: Writer, title: str, *, worth: bool) -> Iterator[None]:
    """Fold what is written inside in the logs of GitHub and GitLab, whose variables tell."""
    if not worth:
        yield
    elif os.environ.get("GITHUB_ACTIONS") == "true":
        writer.line(f"::group::{title}")
        yield
        writer.line("::endgroup::")
    elif os.environ.get("GITLAB_CI"):
        name = f"mlgate_{os.getpid()}_{next(_fold_numbers)}"
        writer.line(
            f"\x1b[0Ksection_start:{int(time.time())}:{name}[collapsed=true]\r\x1b[0K{title}"
        )
        yield
        writer.line(f"\x1b[0Ksection_end:{int(time.time())}:{name}\r\x1b[0K")
    else:
        yield
