"""Verdicts in words, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pytest_mlgate.decision import rows_to_settle
from pytest_mlgate.errors import printable
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import MOST_FINDINGS, Finding, Outcome

WIDTH = 88
_COLUMNS = (
    (Outcome.PASS, "pass"),
    (Outcome.FAIL, "fail"),
    (Outcome.INCONCLUSIVE, "inconclusive"),
    (Outcome.WARN, "warn"),
    (Outcome.ERROR, "error"),
    (Outcome.NOT_APPLICABLE, "n/a"),
)


def explain(record: Record) -> str:
    """Return the whole verdict: what was measured, against what, where, and what to do.

    The first line is the summary, because pytest repeats it in its short summary.
    """
    verdict = record.ruling.verdict
    lines = [verdict.summary]
    lines += [f"  measured: {estimate}" for estimate in verdict.estimates]
    lines += _findings(verdict.findings, verdict.summary)
    if verdict.outcome is Outcome.INCONCLUSIVE:
        lines += _settling(record)
    if verdict.remedy:
        lines.append(
            textwrap.fill(
                verdict.remedy,
                WIDTH,
                initial_indent="  to do: ",
                subsequent_indent="         ",
                break_on_hyphens=False,
                break_long_words=False,
            )
        )
    lines.append(f"  why: pytest --mlgate-explain {record.check}")
    if verdict.detail:
        lines += ["", verdict.detail.rstrip()]
    return printable("\n".join(lines), keep="\n\t")


def summary_line(record: Record) -> str:
    """Return ``OUTCOME family.check[subject]: summary`` on one line."""
    return printable(f"{record.ruling.shown} {record.key}: {record.ruling.verdict.summary}")


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


def _findings(findings: tuple[Finding, ...], summary: str) -> Iterator[str]:
    shown = [finding for finding in findings if finding.outcome is not Outcome.PASS]
    for finding in shown[:MOST_FINDINGS]:
        if str(finding) != summary:
            yield f"  {finding.outcome.lower():<12} {finding}"
        for hint in (finding.remedy, finding.waived):
            if hint:
                yield f"{'':<15}-> {hint}"
    if len(shown) > MOST_FINDINGS:
        yield f"  and {len(shown) - MOST_FINDINGS} more (--mlgate-report json:report.json has all)"


def _settling(record: Record) -> Iterator[str]:
    estimates = record.ruling.verdict.estimates
    # Where the check worked it out itself, the other estimates have nothing to settle.
    known = [estimate for estimate in estimates if estimate.rows_needed is not None]
    for estimate in known or estimates:
        rows = rows_to_settle(estimate)
        if rows is not None:
            yield f"  to settle it: about {rows:,} instead of {estimate.n:,} ({estimate.name})"
