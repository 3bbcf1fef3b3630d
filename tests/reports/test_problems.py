from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.reports.problems import problems
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Finding, Outcome
from report_samples import record, report, reports

LISTED = {Outcome.ERROR, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WARN}


def softened(one: Record) -> Record:
    """The same item at severity ``warn``."""
    ruling = replace(one.ruling, severity=Severity.WARN, shown=Outcome.WARN, blocks=False)
    return replace(one, ruling=ruling)


@pytest.mark.parametrize("shown", ["PASS", "NOT_APPLICABLE"])
def test_what_is_fine_is_no_problem(shown: str) -> None:
    note = Finding(message="a note", outcome=Outcome.PASS)
    assert problems(report(record(shown, findings=(note,)))) == []


def test_one_per_finding_and_no_notes() -> None:
    found = [
        Finding(message=word, outcome=Outcome(word))
        for word in ("PASS", "WARN", "FAIL", "INCONCLUSIVE")
    ]
    listed = problems(report(record("FAIL", findings=tuple(found))))
    assert [(p.message, p.outcome, p.blocks) for p in listed] == [
        ("FAIL", Outcome.FAIL, True),
        ("INCONCLUSIVE", Outcome.INCONCLUSIVE, False),
        ("WARN", Outcome.WARN, False),
    ]


def test_a_verdict_that_rests_on_an_estimate_is_one_itself() -> None:
    warned = Finding(message="by the way", outcome=Outcome.WARN)
    one = record("FAIL", subject="sex", summary="0.5 below 0.8", findings=(warned,), remedy="Mend.")
    listed = problems(report(one))
    assert [(p.message, p.outcome, p.blocks, p.remedy) for p in listed] == [
        ("sex: 0.5 below 0.8", Outcome.FAIL, True, "Mend."),
        ("sex: by the way", Outcome.WARN, False, "Mend."),
    ]
    again = problems(report(replace(one, ruling=record("FAIL", summary="0.4").ruling)))
    assert again[0].fingerprint == listed[0].fingerprint


def test_severity_softens_the_findings_too() -> None:
    (problem,) = problems(report(softened(record("FAIL", findings=(Finding(message="m"),)))))
    assert (problem.outcome, problem.blocks) == (Outcome.WARN, False)


def test_beside_an_error_a_failure_blocks_too() -> None:
    found = tuple(
        Finding(message=word, outcome=Outcome(word)) for word in ("ERROR", "FAIL", "WARN")
    )
    listed = problems(report(record("ERROR", findings=found)))
    assert [(p.message, p.blocks) for p in listed] == [
        ("ERROR", True), ("FAIL", True), ("WARN", False),
    ]  # fmt: skip


def test_what_is_waived_does_not_block() -> None:
    waived = Finding(message="m", outcome=Outcome.WARN, waived="W1")
    (problem,) = problems(report(record("WARN", findings=(waived,), blocks=False)))
    assert (problem.outcome, problem.blocks) == (Outcome.WARN, False)


def test_a_moved_line_keeps_the_fingerprint_and_a_second_one_gets_its_own() -> None:
    first, moved = (Finding(message="m", path="a.py", line=line) for line in (3, 9))
    (before,) = problems(report(record("FAIL", findings=(first,))))
    after = problems(report(record("FAIL", findings=(moved, first))))
    assert after[0].fingerprint == before.fingerprint
    assert len({p.fingerprint for p in after}) == 2
    (other,) = problems(report(record("FAIL", subject="b", findings=(first,))))
    assert other.fingerprint != before.fingerprint


@pytest.mark.parametrize(
    ("found", "message", "line"),
    [
        (Finding(message="m", path="a.py", line=3, rule="N1"), "N1 m", 3),
        (Finding(message="m", path="a.ipynb", line=3, cell=2), "cell 2, line 3: m", None),
        (Finding(message="m", path="a.ipynb", cell=2, rule="N1"), "cell 2: N1 m", None),
        (Finding(message="m", subject="age", line=3), "age: m", None),
        (Finding(message="m", path="a.py", line=0), "m", None),
    ],
)
def test_message_and_line(found: Finding, message: str, line: int | None) -> None:
    (problem,) = problems(report(record("FAIL", findings=(found,))))
    assert (problem.message, problem.line) == (message, line)


@pytest.mark.parametrize(
    ("config", "path", "place"),
    [
        ("mlgate.toml", "src/a.py", "models/src/a.py"),
        ("pyproject.toml", "", "models/pyproject.toml"),
        ("", "", "models/mlgate.toml"),
    ],
)
def test_where_it_is_shown(config: str, path: str, place: str) -> None:
    one = replace(
        report(record("FAIL", findings=(Finding(message="m", path=path),))),
        config=config, project="models",
    )  # fmt: skip
    assert problems(one)[0].path(one) == place


@settings(max_examples=60, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    listed = problems(one)
    assert len({p.fingerprint for p in listed}) == len(listed)
    assert any(p.blocks for p in listed) is any(r.ruling.blocks for r in one.records)
    for item in one.records:
        own = {p.outcome for p in listed if p.record is item}
        if item.ruling.blocks or item.ruling.shown in LISTED:
            assert item.ruling.shown in own
        else:
            assert own == set()
