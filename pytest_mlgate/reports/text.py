"""Verdicts in words, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_mlgate.decision import rows_to_settle
from pytest_mlgate.errors import printable
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import MOST_FINDINGS, Finding, Outcome

_COLUMNS = (
    (Outcome.PASS, "pass"),
    (Outcome.FAIL, "fail"),
    (Outcome.INCONCLUSIVE, "inconclusive"),
    (Outcome.WARN, "warn"),
    (Outcome.ERROR, "error"),
    (Outcome.NOT_APPLICABLE, "n/a"),
)
_HANG = 4
"""So far are the further lines of a text without a lead indented."""


@dataclass(frozen=True)
class Line:
    """A line before it is wrapped: further lines begin where `text` does."""

    lead: str
    text: str

    def __str__(self) -> str:
        return self.lead + self.text

    def wrapped(self, width: int, hang: int = _HANG) -> list[str]:
        """Return the lines of at most `width` columns; no word is broken, for it may be a path.

        Parameters
        ----------
        width:
            Columns.
        hang:
            How far further lines are indented where there is no lead.
        """
        lines = textwrap.wrap(
            self.text,
            width,
            initial_indent=self.lead,
            subsequent_indent=" " * (len(self.lead) or hang),
            break_on_hyphens=False,
            break_long_words=False,
        )
        if len(self.lead) > _HANG and any(len(line) > width for line in lines):
            # A long path may fit on a line of its own.
            return [self.lead.rstrip(), *Line(" " * _HANG, self.text).wrapped(width)]
        return lines or [self.lead.rstrip()]


@dataclass(frozen=True)
class Explained:
    """A whole verdict in words: what was measured, against what, where, and what to do.

    Parameters
    ----------
    summary:
        The outcome in one sentence.  It comes first, because pytest repeats the first line.
    facts:
        Measured values and findings.
    actions:
        What to do, and where to read more.
    detail:
        Traceback or tool output, as it is.
    """

    summary: Line
    facts: tuple[Line, ...]
    actions: tuple[Line, ...]
    detail: str

    def __str__(self) -> str:
        lines = [str(line) for line in (self.summary, *self.facts, *self.actions)]
        return "\n".join([*lines, "", self.detail] if self.detail else lines)


def explain(record: Record) -> Explained:
    """Return the whole verdict of a record."""
    verdict = record.ruling.verdict
    facts = [Line("  measured: ", str(estimate)) for estimate in verdict.estimates]
    facts += _findings(verdict.findings, verdict.summary)
    actions = [*_settling(record)] if verdict.outcome is Outcome.INCONCLUSIVE else []
    if verdict.remedy:
        actions.append(Line("  to do: ", verdict.remedy))
    actions.append(Line("  why: ", f"pytest --mlgate-explain {record.check}"))
    # pytest repeats the summary on a line of its own, which nobody else looks through.
    summary = Line("", printable(verdict.summary))
    return Explained(summary, tuple(facts), tuple(actions), verdict.detail.rstrip())


def overview(record: Record, *, told: bool) -> list[Line]:
    """Return one item of the list at the end: its name, what it found and what to do.

    Parameters
    ----------
    record:
        The item.
    told:
        Whether pytest has shown the whole verdict above; the list then only says what to do.
    """
    verdict = record.ruling.verdict
    name = f"{record.ruling.shown} {record.key}"
    if told:
        return [Line("", f"{name} -> {verdict.remedy}" if verdict.remedy else name)]
    remedy = [Line("    to do: ", verdict.remedy)] if verdict.remedy else []
    return [Line("", f"{name}: {verdict.summary}"), *remedy]


def table(report: GateReport) -> list[str]:
    """Return the table of families, a column per outcome that is always there."""
    counts = report.counts()
    width = max([len("family"), *map(len, counts)])
    head = "  ".join([f"{'family':<{width}}", *(name for _, name in _COLUMNS)])
    rows = [
        "  ".join(
            [
                f"{family:<{width}}",
                *(f"{counted[outcome] or '-':>{len(name)}}" for outcome, name in _COLUMNS),
            ]
        )
        for family, counted in counts.items()
    ]
    return [head, *rows]


def wrapped(lines: Iterable[Line], width: int) -> Iterator[str]:
    """Yield the lines as they stand in a terminal of that width."""
    for line in lines:
        yield from map(printable, line.wrapped(width))


def _findings(findings: tuple[Finding, ...], summary: str) -> Iterator[Line]:
    shown = [finding for finding in findings if finding.outcome is not Outcome.PASS]
    for finding in shown[:MOST_FINDINGS]:
        if str(finding) != summary:
            yield Line(f"  {finding.outcome.lower():<12} ", str(finding))
        for hint in (finding.remedy, finding.waived):
            if hint:
                yield Line(f"{'':<15}-> ", hint)
    if len(shown) > MOST_FINDINGS:
        yield Line(
            "  ",
            f"and {len(shown) - MOST_FINDINGS} more (--mlgate-report json:report.json has all)",
        )


def _settling(record: Record) -> Iterator[Line]:
    estimates = record.ruling.verdict.estimates
    # Where the check worked it out itself, the other estimates have nothing to settle.
    known = [estimate for estimate in estimates if estimate.rows_needed is not None]
    for estimate in known or estimates:
        rows = rows_to_settle(estimate)
        if rows is not None:
            about = f"about {rows:,} instead of {estimate.n:,} ({estimate.name})"
            yield Line("  to settle it: ", about)
