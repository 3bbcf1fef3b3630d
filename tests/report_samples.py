"""Records and reports to write: by hand, and any that there can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.policy import Ruling
from pytest_mlgate.reports.record import About, GateReport, Record
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Series, Verdict


def record(shown: str = "PASS", check: str = "data.rows", subject: str = "", **more: Any) -> Record:
    blocks = more.pop("blocks", shown in {"FAIL", "ERROR"})
    verdict = Verdict(**{"outcome": Outcome(shown), "summary": "measured", **more})
    return Record(
        nodeid=f"mlgate.toml::{check}", check=check, subject=subject, inputs={"table": "abc"},
        ruling=Ruling(verdict=verdict, severity=Severity.ERROR, shown=Outcome(shown),
                      blocks=blocks),
    )  # fmt: skip


def report(*records: Record) -> GateReport:
    return GateReport(created_at="2026-06-15T00:00:00+00:00", phase="staging", config="mlgate.toml",
                      records=records)  # fmt: skip


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></textarea><img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<!-- -->]]> &lt; &amp;quot; &#0;",
    "\u202egnp.exe\u2066",
    "\x00\x1b[31m\r\n\tz\x0c",
    "\ud800 \udcff",
    "\ufffe \ufeff \u2028",
    "عربي עברית",
    "n" * 10_000,
]
"""Texts that a format may stumble over."""


def everywhere(text: str) -> GateReport:
    """Put a text wherever a project has a say."""
    finding = Finding(message=text, rule=text, path=text, line=1, remedy=text, waived=text)
    estimate = Estimate(
        name=text, value=1.0, unit=text, method=text, lower=0, limit=Limit(">=", 0.8)
    )
    grouped = replace(estimate, group=text, name=f"rate of {text}")
    one = record(
        "FAIL", f"{text}.{text}", text, summary=text, remedy=text, detail=text,
        findings=(finding, replace(finding, path="", subject=text)), estimates=(estimate, grouped),
        series=(Series(name=text, points=((text, 1.0), (text, 2.0)), unit=text),),
    )  # fmt: skip
    one = replace(one, nodeid=text, inputs={text: text, "repo": f"git:{text}"})
    return GateReport(
        created_at=text, phase=text, config=text, records=(one, one), reason=text, version=text,
        project=text, checks={one.check: About(title=text, kind=text, doc=text)},
    )  # fmt: skip


# What json.loads makes of an escaped pair of surrogates is one character, so text that
# holds such a pair as two is the one thing that does not come back as it was.
texts = st.text(st.characters(exclude_categories=("Cs",))) | st.sampled_from(
    ["\udcff.py", "\ud800 alone", "\x00\x1b[31m", "é🎲", "NaN", "Infinity"]
)
numbers = st.floats() | st.integers()
maybe = st.none() | numbers
counts = st.none() | st.integers(0, 10**9)
limits = st.none() | st.builds(
    Limit, st.sampled_from([">=", ">", "<=", "<"]), st.floats(allow_nan=False, allow_infinity=False)
)
findings = st.builds(
    Finding, message=texts, outcome=st.sampled_from(Outcome), rule=texts, path=texts, line=counts,
    column=counts, cell=counts, subject=texts, remedy=texts, anchor=texts, waived=texts,
    aliases=st.lists(texts, max_size=2).map(tuple),
)  # fmt: skip
estimates = st.builds(
    Estimate, name=texts, value=numbers, n=counts, lower=maybe, upper=maybe, confidence=maybe,
    unit=texts, method=texts, limit=limits, group=texts,
)  # fmt: skip
series = st.builds(
    Series, name=texts, unit=texts, limit=limits,
    points=st.lists(st.tuples(texts, st.floats() | st.integers()), max_size=3).map(tuple),
)  # fmt: skip
records = st.builds(
    Record, nodeid=texts, check=texts, subject=texts,
    duration=st.integers(0, 10**9).map(lambda n: round(n / 1e6, 6)),
    inputs=st.dictionaries(texts, texts, max_size=3),
    ruling=st.builds(
        Ruling, severity=st.sampled_from(Severity), shown=st.sampled_from(Outcome),
        blocks=st.booleans(),
        verdict=st.builds(
            Verdict, outcome=st.sampled_from(Outcome), summary=texts, remedy=texts, detail=texts,
            no_evidence=st.booleans(),
            findings=st.lists(findings, max_size=3).map(tuple),
            estimates=st.lists(estimates, max_size=3).map(tuple),
            series=st.lists(series, max_size=2).map(tuple),
        ),
    ),
)  # fmt: skip
reports = st.builds(
    GateReport, created_at=texts, phase=texts, config=texts, reason=texts, version=texts,
    project=texts, records=st.lists(records, max_size=3).map(tuple),
    checks=st.dictionaries(texts, st.builds(About, title=texts, kind=texts, doc=texts), max_size=2),
)  # fmt: skip
