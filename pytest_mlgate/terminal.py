"""What a session says about its gate in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pytest_mlgate.errors import printable
from pytest_mlgate.reports import text
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Outcome

_COLOURS = {
    Outcome.ERROR: "red",
    Outcome.FAIL: "red",
    Outcome.INCONCLUSIVE: "yellow",
    Outcome.WARN: "yellow",
}


def show(reporter: pytest.TerminalReporter, report: GateReport, notes: Sequence[str]) -> None:
    """Print the table of families, then what failed and what to do."""
    reporter.section("mlgate", cyan=True)
    if report.records:
        for line in text.table(report):
            reporter.write_line(line)
    for outcome, colour in _COLOURS.items():
        for record in report.records:
            if record.ruling.shown is outcome:
                _show_record(reporter, record, colour)
    for note in notes:
        reporter.write_line(printable(note))


def show_failure(reporter: pytest.TerminalReporter, reason: str) -> None:
    """Print why the gate fails whatever its items say."""
    reporter.write_line(f"the gate failed: {printable(reason)}", red=True, bold=True)


def _show_record(reporter: pytest.TerminalReporter, record: Record, colour: str) -> None:
    reporter.write_line(text.summary_line(record), **{colour: True})
    remedy = record.ruling.verdict.remedy
    if remedy:
        reporter.write_line(f"    to do: {remedy}")
