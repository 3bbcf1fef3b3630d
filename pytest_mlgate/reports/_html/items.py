"""One item of the gate: its line in the list, and what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_mlgate.decision import rows_to_settle
from pytest_mlgate.errors import printable
from pytest_mlgate.estimate import digits
from pytest_mlgate.reports._html.figures import data, figures
from pytest_mlgate.reports._html.markup import Html, el, join, pre
from pytest_mlgate.reports._html.trend import trend
from pytest_mlgate.reports.record import About, Record
from pytest_mlgate.verdict import MOST_FINDINGS, Finding, Outcome, Verdict

WORDS = {
    Outcome.PASS: "pass",
    Outcome.WARN: "warn",
    Outcome.INCONCLUSIVE: "inconclusive",
    Outcome.FAIL: "fail",
    Outcome.ERROR: "error",
    Outcome.NOT_APPLICABLE: "not applicable",
}
"""Outcomes as the report writes them; the first word is their class."""

_PAGE = 200
"""So many findings are behind one line; a browser draws a thousand at once with delay."""


def mark(outcome: Outcome) -> Html:
    """Return the word of an outcome; the style adds a sign, for it is not told by colour alone."""
    return el("span", WORDS[outcome], class_=f"o {style(outcome)}")


def style(outcome: Outcome) -> str:
    """Return the class of an outcome."""
    return WORDS[outcome].partition(" ")[0]


def name_of(record: Record) -> Html:
    """Return family, name and subject, which read together are the key of the item."""
    family, dot, name = record.check.partition(".")
    subject = el("i", printable(f"[{record.subject}]")) if record.subject else ""
    return join([el("i", family + dot), name, subject])


def item(record: Record, place: str, about: About | None, doc: str) -> Html:
    """Return one item.

    Parameters
    ----------
    record:
        The item.
    place:
        Id of what is behind its line.
    about:
        What the check is.
    doc:
        Id of the check's documentation in this file, empty where there is none.
    """
    ruling, verdict = record.ruling, record.ruling.verdict
    line = el(
        "summary",
        mark(ruling.shown),
        el("h4", name_of(record)),
        el("span", verdict.summary, class_="sum"),
    )
    return el(
        "details",
        line,
        el("div", *_behind(record, about, doc), id=place, class_="in"),
        class_="c",
        data_o=style(ruling.shown),
        data_b=ruling.blocks,
    )


def _behind(record: Record, about: About | None, doc: str) -> Iterator[Html]:
    verdict = record.ruling.verdict
    if about is not None and about.title:
        yield el("p", about.title, class_="rule")
    if verdict.remedy and record.ruling.shown is not Outcome.PASS:
        yield to_do(verdict.remedy)
    yield from settling(record)
    if verdict.estimates:
        yield figures(verdict.estimates)
    for series in verdict.series:
        yield trend(series)
    if not _said(verdict):
        yield from _findings(verdict.findings)
    if verdict.detail:
        yield el("details", el("summary", "Detail"), pre(verdict.detail))
    yield _facts(record, doc)


def _said(verdict: Verdict) -> bool:
    """Whether the summary says all there is to say of findings."""
    if len(verdict.findings) != 1:
        return not verdict.findings
    (only,) = verdict.findings
    return str(only) == verdict.summary and not only.remedy and not only.waived


def to_do(remedy: str) -> Html:
    """Return what to do."""
    return el("p", el("b", "To do: "), remedy, class_="todo")


def settling(record: Record) -> Iterator[Html]:
    """Yield how many rows would settle what is inconclusive."""
    if record.ruling.verdict.outcome is not Outcome.INCONCLUSIVE:
        return
    estimates = record.ruling.verdict.estimates
    # Where the check worked it out itself, the other estimates have nothing to settle.
    known = [estimate for estimate in estimates if estimate.rows_needed is not None]
    for estimate in known or estimates:
        rows = rows_to_settle(estimate)
        if rows is not None:
            yield el(
                "p",
                el("b", "To settle it: "),
                "about ",
                data(rows, f"{rows:,}"),
                f" rows rather than {estimate.n:,} ({estimate.name})",
                class_="todo",
            )


def _findings(findings: Sequence[Finding]) -> Iterator[Html]:
    waived = sum(bool(finding.waived) for finding in findings)
    count = f"{len(findings)} finding" + "s" * (len(findings) > 1)
    yield el("h5", count + (f", {waived} waived" if waived else ""))
    yield el("ul", *map(finding_of, findings[:MOST_FINDINGS]), class_="f")
    for start in range(MOST_FINDINGS, len(findings), _PAGE):
        page = findings[start : start + _PAGE]
        label = f"Findings {start + 1} to {start + len(page)}"
        yield el("details", el("summary", label), el("ul", *map(finding_of, page), class_="f"))


def finding_of(finding: Finding) -> Html:
    """Return where it is, what it is, and what to do about it."""
    rule = el("span", finding.rule, class_="code") if finding.rule else ""
    return el(
        "li",
        mark(finding.outcome),
        " ",
        el("code", finding.location) if finding.location else "",
        " " if finding.location else "",
        rule,
        " " if rule else "",
        finding.message,
        to_do(finding.remedy) if finding.remedy else "",
        el("p", el("b", "Waived: "), finding.waived, class_="waived") if finding.waived else "",
    )


def _facts(record: Record, doc: str) -> Html:
    ruling = record.ruling
    words = [f"severity {ruling.severity}", "blocks" if ruling.blocks else "does not block"]
    if ruling.shown is not ruling.verdict.outcome:
        words.insert(0, f"{WORDS[ruling.verdict.outcome]} shown as {WORDS[ruling.shown]}")
    said = f"{', '.join(words)}; took {digits(round(record.duration, 3))} s; {record.nodeid}"
    said += "".join(f"; input {name} {found}" for name, found in record.inputs.items())
    link = el("a", "Why, rule, settings and source", href=f"#{doc}") if doc else ""
    return el("p", said, " ", link, class_="facts")
