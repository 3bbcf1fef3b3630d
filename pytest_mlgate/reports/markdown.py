"""Markdown for a job's summary and for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pytest_mlgate.reports._gfm import code, literal, row, table
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Estimate, Finding, Outcome

T = TypeVar("T")
MOST = 65_000
"""A comment may have 65,536 characters, and whoever posts it needs some to find it again.

They are counted as UTF-16 does, the larger count; a job's summary of 1 MiB is larger anyway.
"""
COLUMNS = (
    Outcome.PASS,
    Outcome.FAIL,
    Outcome.INCONCLUSIVE,
    Outcome.WARN,
    Outcome.ERROR,
    Outcome.NOT_APPLICABLE,
)
_WORTH_A_LOOK = {Outcome.FAIL, Outcome.ERROR, Outcome.INCONCLUSIVE, Outcome.WARN}
_MOST_FAMILIES = 40
_MOST_PARTS = 5
_MORE = 80
"""Room for a line that counts what is left out."""


def write(report: GateReport) -> str:
    """Return outcome, what blocks and what to do, families, warnings, figures, in that order.

    What does not fit is left out from the end of each part, and counted.
    """
    ordered = report.worst_first()
    blocking = [record for record in ordered if record.ruling.blocks]
    others = [
        record
        for record in ordered
        if not record.ruling.blocks and record.ruling.shown in _WORTH_A_LOOK
    ]
    figures = [(r, estimate) for r in ordered for estimate in r.ruling.verdict.estimates]
    top, rule = table(["check", "measured", "outcome"], [])
    head, families = _head(report, len(blocking)), _families(report)
    room = MOST - _size(head) - _size(families)
    first = _part("What blocks", blocking, _item, int(room * 0.6))
    room -= _size(first)
    second = _part("Warnings and inconclusive", others, _item, int(room * 0.6))
    third = _part("Figures", figures, _figure, room - _size(second), lead=[top, rule])
    return "".join([head, first, families, second, third])


def _head(report: GateReport, blocking: int) -> str:
    number = len(report.records)
    lines = [f"## mlgate: {report.outcome}", ""]
    if report.reason:
        lines += [f"**The gate failed:** {literal(report.reason)}", ""]
    if blocking:
        lines += [f"**Blocked** by {blocking} of {_count(number, 'check')}.", ""]
    else:
        lines += [f"None of {_count(number, 'check')} blocks.", ""]
    facts = [
        ("phase", report.phase),
        ("configuration", report.config),
        ("project", report.project),
        ("commit", report.state),
        ("pytest-mlgate", report.version),
        ("at", report.created_at),
    ]
    told = ", ".join(f"{name} {code(value, 80)}" for name, value in facts if value.strip())
    return "\n".join([*lines, *([told, ""] if told else []), ""])


def _families(report: GateReport) -> str:
    counts = report.counts()
    if not counts:
        return ""
    rows = [
        [literal(family, 60), *(str(counted[outcome] or "-") for outcome in COLUMNS)]
        for family, counted in list(counts.items())[:_MOST_FAMILIES]
    ]
    names = [str(outcome).lower().replace("_", " ") for outcome in COLUMNS]
    lines = ["### Families", "", *table(["family", *names], rows), ""]
    left = len(counts) - len(rows)
    return "\n".join([*lines, *([f"and {left} more", ""] if left else []), ""])


def _part(
    title: str,
    items: Sequence[T],
    shown: Callable[[T], str],
    room: int,
    lead: Sequence[str] = (),
) -> str:
    """Return a heading and as many items as there is room for, and the number of the others."""
    if not items:
        return ""
    lines = [f"### {title} ({len(items)})", "", *lead]
    room -= sum(_size(line) + 1 for line in lines) + _MORE
    for number, item in enumerate(items):
        line = shown(item)
        room -= _size(line) + 1
        if room < 0:
            lines += ["", f"and {len(items) - number} more, which the JSON report has"]
            break
        lines.append(line)
    return "\n".join([*lines, "", ""])


def _figure(measured: tuple[Record, Estimate]) -> str:
    record, estimate = measured
    return row([code(record.key, 120), literal(str(estimate)), str(record.ruling.shown)])


def _item(record: Record) -> str:
    """Return a bullet: the verdict, its places, its figures and what to do."""
    verdict = record.ruling.verdict
    lines = [
        f"- **{str(record.ruling.shown).replace('_', ' ')}** {code(record.key, 120)}: "
        f"{literal(verdict.summary)}"
    ]
    places = [f for f in verdict.findings if f.outcome is not Outcome.PASS]
    if len(places) != 1 or places[0].waived or str(places[0]) != verdict.summary:
        lines += _some(map(_place, places), len(places))
    else:
        lines += [f"  - to do: {literal(places[0].remedy)}"] if places[0].remedy.strip() else []
    figures = [f"  - measured: {literal(str(e))}" for e in verdict.estimates]
    lines += _some(figures, len(figures))
    if verdict.remedy.strip():
        lines.append(f"  - **To do:** {literal(verdict.remedy)}")
    return "\n".join(lines)


def _some(lines: Iterable[str], number: int) -> list[str]:
    shown = [line for line, _ in zip(lines, range(_MOST_PARTS), strict=False)]
    return [*shown, *([f"  - and {number - len(shown)} more"] if number > len(shown) else [])]


def _place(finding: Finding) -> str:
    waived = f" (waived: {literal(finding.waived, 150)})" if finding.waived.strip() else ""
    remedy = f" To do: {literal(finding.remedy, 150)}" if finding.remedy.strip() else ""
    where = f"{code(finding.location, 150)}: " if finding.location.strip() else ""
    rule = f"{literal(finding.rule, 20)} " if finding.rule.strip() else ""
    return f"  - {where}{rule}{literal(finding.message)}{waived}{remedy}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
