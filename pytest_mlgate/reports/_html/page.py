"""The page: head, first screen, families, documentation of the checks."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from pytest_mlgate.reports._html.figures import percent
from pytest_mlgate.reports._html.items import WORDS, item, mark, name_of, settling, style, to_do
from pytest_mlgate.reports._html.markup import Html, el, join, pre, raw
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import WORST_FIRST, Outcome

_MOST_BLOCKERS = 10
_MOST_PLACES = 3
_Placed = tuple[Record, str]
"""An item and the id of its place in the page."""

_DOTS = {
    "dot": ("M0-4a4 4 0 1 0 .01 0z", "d"),
    "good": ("M0-4.5a4.5 4.5 0 1 0 .01 0z", "d good"),
    "bad": ("M0-6L6 0L0 6L-6 0z", "d bad"),
    "al": ("M6-4L0 0L6 4", "w"),
    "ar": ("M-6-4L0 0L-6 4", "w"),
}
_ENDS = {"cap": "M0-4.5V4.5", "left": "M6-4L0 0L6 4", "right": "M-6-4L0 0L-6 4"}


@cache
def asset(name: str) -> str:
    """Return a file that is shipped beside this module."""
    return importlib.resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def document(report: GateReport) -> str:
    """Return the whole page."""
    placed = [(record, f"c{number}") for number, record in enumerate(report.worst_first())]
    docs = {check: f"a{number}" for number, check in enumerate(sorted(report.checks))}
    body = el(
        "body",
        el("a", "Skip to the checks", href="#checks", class_="skip"),
        _symbols(),
        _header(report),
        el(
            "main",
            _blockers(report, placed),
            _families(report),
            _checks(report, placed, docs),
            _about(report, docs),
        ),
        el("footer", f"Written by pytest-mlgate {report.version}".rstrip()),
        el("p", id="said", role="status", class_="toast"),
        raw("script", asset("report.js")),
    )
    return f"<!doctype html>\n{el('html', _head(report), body, lang='en')}\n"


def headline(report: GateReport) -> str:
    """Return the outcome in a few words."""
    if report.blocked:
        thin = report.outcome is Outcome.INCONCLUSIVE
        return "The gate is inconclusive, and blocks" if thin else "The gate fails"
    match report.outcome:
        case Outcome.NOT_APPLICABLE:
            return "Nothing in this project was applicable"
        case Outcome.INCONCLUSIVE:
            return "The gate passes, and part of it is inconclusive"
        case Outcome.WARN:
            return "The gate passes, with warnings"
        case Outcome.PASS:
            return "The gate passes"
        case _:
            return f"The gate does not block, and holds a result of {WORDS[report.outcome]}"


def policy() -> str:
    """Return what the page may do: nothing, but with its own style and its own script."""
    return (
        f"default-src 'none'; style-src {_hash('report.css')}; script-src {_hash('report.js')}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(name: str) -> str:
    digest = hashlib.sha256(asset(name).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _head(report: GateReport) -> Html:
    where = f": {report.project}" if report.project else ""
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy()),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", headline(report) + where),
        raw("style", asset("report.css")),
    )


def _symbols() -> Html:
    """Return the shapes that pictures use, drawn once."""
    dots = [
        el("g", el("path", d=path, class_=kind), id=name) for name, (path, kind) in _DOTS.items()
    ]
    ends = [
        el(
            "marker",
            el("path", d=path),
            id=name,
            viewBox="-6 -6 12 12",
            markerWidth=12,
            markerHeight=12,
            markerUnits="userSpaceOnUse",
        )
        for name, path in _ENDS.items()
    ]
    return el("svg", el("defs", *dots, *ends), class_="defs", aria_hidden="true")


def _header(report: GateReport) -> Html:
    kind = "fail" if report.blocked and report.outcome is not Outcome.INCONCLUSIVE else ""
    kind = kind or style(report.outcome)
    return el(
        "header",
        el("h1", headline(report), class_=f"o {kind}"),
        el("p", *_because(report), class_="why"),
        _counts(report),
        _meta(report),
        data_outcome=str(report.outcome),
        data_blocked=str(report.blocked).lower(),
    )


def _because(report: GateReport) -> Iterator[object]:
    if report.reason:
        yield el("b", report.reason)
        yield ". "
    blocking = sum(record.ruling.blocks for record in report.records)
    number = f"{blocking:,}" if blocking else "None"
    yield f"{number} of {len(report.records):,} checks block{'s' * (blocking < 2)}."


def _counts(report: GateReport) -> Html:
    """Return how many items ended how, as words and as a bar."""
    counted = Counter(record.ruling.shown for record in report.records)
    present = [outcome for outcome in WORST_FIRST if counted[outcome]]
    items = [el("li", el("b", f"{counted[o]:,}"), " ", mark(o)) for o in present]
    bars, start = [], 0.0
    for outcome in present:
        width = 100 * counted[outcome] / len(report.records)
        bars.append(
            el("rect", class_=style(outcome), x=percent(start), width=percent(width), height="100%")
        )
        start += width
    bar = el("svg", *bars, class_="bar", aria_hidden="true") if bars else ""
    return el("div", bar, el("ul", *items, class_="counts"), class_="tally")


def _meta(report: GateReport) -> Html:
    commit, plus, _ = report.state.partition("+")
    facts = (
        ("Phase", report.phase),
        ("Configuration", report.config or "none: the checks that need none"),
        ("Folder", report.project),
        ("Commit", commit[:12] + (" and changes that are not committed" if plus else "")),
        ("Time", _moment(report.created_at)),
    )
    rows = [el("div", el("dt", term), el("dd", value)) for term, value in facts if value]
    return el("dl", *rows, class_="meta")


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{moment:%Y-%m-%d %H:%M} {moment.tzname() or ''}".rstrip()


def _blockers(report: GateReport, placed: Sequence[_Placed]) -> Html:
    shown = [_blocker(record, place) for record, place in placed if record.ruling.blocks]
    more = len(shown) - _MOST_BLOCKERS
    content: list[Html] = [el("ol", *shown[:_MOST_BLOCKERS], class_="b")]
    if more > 0:
        rest = el("ol", *shown[_MOST_BLOCKERS:], class_="b", start=_MOST_BLOCKERS + 1)
        content.append(el("details", el("summary", f"{more:,} more that block"), rest))
    if not shown:
        content = [el("p", report.reason or "Nothing blocks.")]
    return el("section", el("h2", "What blocks", id="blocks"), *content, aria_labelledby="blocks")


def _blocker(record: Record, place: str) -> Html:
    verdict = record.ruling.verdict
    decisive = [f for f in verdict.findings if f.outcome is verdict.outcome]
    remedy = verdict.remedy or next((f.remedy for f in decisive if f.remedy), "")
    name = el("a", name_of(record), href=f"#{place}")
    return el(
        "li",
        el("div", mark(record.ruling.shown), name, class_="n"),
        el(
            "div",
            el("p", verdict.summary, class_="said"),
            _where(verdict.summary, [f.location for f in decisive if f.location]),
            to_do(remedy) if remedy else "",
            *settling(record),
        ),
    )


def _where(summary: str, locations: Sequence[str]) -> Html | str:
    """Return the first places, unless the summary names them all."""
    found = list(dict.fromkeys(locations))
    if all(location in summary for location in found):
        return ""
    places = join((el("code", location) for location in found[:_MOST_PLACES]), ", ")
    left = len(found) - _MOST_PLACES
    more = f" and {left:,} more" if left > 0 else ""
    return el("p", el("b", "Where: "), places, more, class_="where")


def _families(report: GateReport) -> Html:
    counts = report.counts()
    head = [el("th", "Family", scope="col")]
    head += [el("th", mark(o), scope="col") for o in WORST_FIRST]
    rows = []
    for number, (family, counted) in enumerate(counts.items()):
        cells = [
            el("td", f"{counted[o]:,}", class_=style(o) if counted[o] else "z") for o in WORST_FIRST
        ]
        link = el("a", family or "(none)", href=f"#f{number}")
        rows.append(el("tr", el("th", link, scope="row"), *cells))
    table = el(
        "table",
        el("caption", "Checks of each family by outcome", class_="v"),
        el("thead", el("tr", *head)),
        el("tbody", *rows),
    )
    wide = el("div", table, class_="wide", role="region", aria_label="Counts by family", tabindex=0)
    content = wide if rows else el("p", "No check ran.")
    return el("section", el("h2", "Families", id="families"), content, aria_labelledby="families")


def _checks(report: GateReport, placed: Sequence[_Placed], docs: Mapping[str, str]) -> Html:
    families: dict[str, list[_Placed]] = {family: [] for family in report.counts()}
    for record, place in placed:
        families[record.family].append((record, place))
    sections = []
    for number, (family, members) in enumerate(families.items()):
        counted = Counter(record.ruling.shown for record, _ in members)
        words = ", ".join(f"{counted[o]:,} {WORDS[o]}" for o in WORST_FIRST if counted[o])
        items = [
            item(record, place, report.checks.get(record.check), docs.get(record.check, ""))
            for record, place in members
        ]
        title = el("h3", el("bdi", family or "(none)"), " ", el("small", words), id=f"f{number}")
        sections.append(el("section", title, *items, class_="family", aria_labelledby=f"f{number}"))
    return el(
        "section",
        el("h2", "Checks", id="checks", tabindex=-1),
        _controls(report, families),
        *sections,
        aria_labelledby="checks",
    )


def _controls(report: GateReport, families: Mapping[str, object]) -> Html:
    """Return search and filters, which a script of ours brings to life."""
    present = {record.ruling.shown for record in report.records}
    boxes = [
        el("label", el("input", type="checkbox", name="outcome", value=style(o)), mark(o))
        for o in WORST_FIRST
        if o in present
    ]
    options = [el("option", "All families", value="")]
    options += [el("option", name or "(none)", value=i) for i, name in enumerate(families)]
    return el(
        "form",
        el("label", "Search", el("input", type="search", name="q", autocomplete="off")),
        el("label", "Family", el("select", *options, name="family")),
        el("fieldset", el("legend", "Outcome"), *boxes),
        el("label", el("input", type="checkbox", name="blocking"), "Only what blocks"),
        el("div",
           el("button", "Reset", type="reset"),
           el("button", "Open all", type="button", name="open"),
           el("button", "Close all", type="button", name="close")),
        el("p", f"{len(report.records):,} checks", id="shown", role="status"),
        role="search",
        aria_label="Filter the checks",
        hidden=True,
    )  # fmt: skip


def _about(report: GateReport, docs: Mapping[str, str]) -> Html | str:
    entries = [
        el(
            "details",
            el("summary", el("h3", el("bdi", check))),
            el("div", pre(about.doc), id=docs[check]),
        )
        for check, about in sorted(report.checks.items())
    ]
    if not entries:
        return ""
    title = el("h2", "About the checks", id="about")
    return el("section", title, *entries, aria_labelledby="about")
