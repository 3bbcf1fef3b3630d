from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings

from pytest_mlgate.reports import gitlab
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Finding, Outcome
from report_samples import record, report, reports


def test_the_whole() -> None:
    found = Finding(message="no seed", path="src/a.py", line=7, rule="N1")
    waived = Finding(message="old", outcome=Outcome.WARN, waived="W1 of A", path="b.py")
    one = replace(
        report(record("FAIL", "data.seed", findings=(found, waived))), project="models/income"
    )
    first, second = json.loads(gitlab.write(one))
    assert len(first.pop("fingerprint")) == 34
    assert first == {
        "description": "N1 no seed",
        "check_name": "data.seed",
        "severity": "blocker",
        "location": {"path": "models/income/src/a.py", "lines": {"begin": 7}},
    }
    assert (second["description"], second["severity"]) == ("old (waived: W1 of A)", "info")
    assert second["location"] == {"path": "models/income/b.py", "lines": {"begin": 1}}


def test_severity_says_what_blocks() -> None:
    shown = [
        ("ERROR", True), ("FAIL", False), ("INCONCLUSIVE", True), ("INCONCLUSIVE", False),
        ("WARN", False), ("PASS", False),
    ]  # fmt: skip
    one = report(*(record(word, f"a.b{n}", blocks=b) for n, (word, b) in enumerate(shown)))
    assert [issue["severity"] for issue in json.loads(gitlab.write(one))] == [
        "blocker", "blocker", "critical", "major", "minor",
    ]  # fmt: skip


def test_a_reason_of_its_own_is_an_issue() -> None:
    (issue,) = json.loads(gitlab.write(replace(report(record()), reason="no check ran")))
    assert issue == {
        "description": "the gate failed: no check ran",
        "check_name": "mlgate",
        "fingerprint": "mlgate",
        "severity": "blocker",
        "location": {"path": "mlgate.toml", "lines": {"begin": 1}},
    }


def test_nothing_to_say_is_an_empty_list() -> None:
    assert json.loads(gitlab.write(report(record()))) == []


@settings(max_examples=40, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    text = gitlab.write(one)
    issues = json.loads(text)
    text.encode()
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert list(issue) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert any(issue["severity"] == "blocker" for issue in issues) is one.blocked
