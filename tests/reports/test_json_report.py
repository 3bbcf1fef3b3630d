from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.errors import InputError
from pytest_mlgate.policy import Ruling
from pytest_mlgate.reports import json_report
from pytest_mlgate.reports.record import About, GateReport, Record
from pytest_mlgate.verdict import Estimate, Limit, Outcome, Verdict


def record(shown: str, check: str) -> Record:
    estimate = Estimate(name="rate", value=0.5, limit=Limit(">=", 0.8))
    verdict = Verdict(outcome=Outcome(shown), summary="measured", estimates=(estimate,))
    ruling = Ruling(verdict=verdict, severity=Severity.WARN, shown=Outcome(shown), blocks=False)
    return Record(nodeid="n", check=check, subject="", ruling=ruling, inputs={})


REPORT = GateReport(
    created_at="2026-06-15T00:00:00+00:00",
    phase="staging",
    config="mlgate.toml",
    records=(record("WARN", "a.x"), record("PASS", "a.y"), record("PASS", "b.z")),
    version="1.2.3",
    project="models/income",
    checks={"a.x": About(title="It holds.", kind="evidence", doc="It holds.\n\nWhy")},
)


def test_written() -> None:
    text = json_report.write(REPORT)
    document = json.loads(text)
    assert text.endswith("}\n")
    assert list(document) == [
        "schema", "version", "created_at", "phase", "config", "project", "outcome", "blocked",
        "reason", "counts", "checks", "records",
    ]  # fmt: skip
    assert {key: document[key] for key in list(document)[:-1]} == {
        "schema": "mlgate-report/1",
        "version": "1.2.3",
        "created_at": "2026-06-15T00:00:00+00:00",
        "phase": "staging",
        "config": "mlgate.toml",
        "project": "models/income",
        "outcome": "WARN",
        "blocked": False,
        "reason": "",
        "counts": {"a": {"PASS": 1, "WARN": 1}, "b": {"PASS": 1}},
        "checks": {"a.x": {"title": "It holds.", "kind": "evidence", "doc": "It holds.\n\nWhy"}},
    }
    assert [found["check"] for found in document["records"]] == ["a.x", "a.y", "b.z"]


def test_read() -> None:
    assert json_report.read(json_report.write(REPORT)) == REPORT


def test_a_reason_of_its_own_fails_the_gate() -> None:
    failed = replace(REPORT, reason="no check ran")
    document = json.loads(json_report.write(failed))
    assert (document["outcome"], document["blocked"]) == ("FAIL", True)
    assert document["reason"] == "no check ran"
    assert json_report.read(json_report.write(failed)) == failed


def test_what_older_versions_wrote_is_read() -> None:
    document = json.loads(json_report.write(REPORT))
    for key in ("version", "project", "reason", "checks"):
        del document[key]
    for record in document["records"]:
        del record["verdict"]["series"]
    old = json_report.read(json.dumps(document))
    assert old == replace(REPORT, version="", project="", checks={})


def test_a_report_of_nothing() -> None:
    empty = GateReport(created_at="", phase="", config="", records=())
    assert json.loads(json_report.write(empty))["outcome"] == "NOT_APPLICABLE"
    assert json_report.read(json_report.write(empty)) == empty


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": ' + "1" * 5000 + "}"])
def test_no_json(text: str) -> None:
    with pytest.raises(InputError) as caught:
        json_report.read(text)
    message = str(caught.value)
    assert message.startswith("report: found broken JSON (")
    assert message.endswith("; expected a report of schema mlgate-report/1")


@pytest.mark.parametrize("document", [[], None, "x", {}, {"schema": "mlgate-report/2"}])
def test_another_schema(document: object) -> None:
    with pytest.raises(InputError) as caught:
        json_report.read(json.dumps(document))
    assert str(caught.value) == (
        "report: schema: found another schema; expected a report of schema mlgate-report/1"
    )


def change(document: Any, path: str, value: object) -> None:
    *above, last = path.split(".")
    for key in above:
        document = document[int(key)] if key.isdigit() else document[key]
    document[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("records", 5),
        ("records", None),
        ("records", {"a": 1}),
        ("records", [None]),
        ("records", ["x"]),
        ("records.0.outcome", "FINE"),
        ("records.0.severity", "fatal"),
        ("records.0.verdict", None),
        ("records.0.verdict", "x"),
        ("records.0.verdict", {}),
        ("records.0.verdict.outcome", 1),
        ("records.0.verdict.stray", 1),
        ("records.0.verdict.findings", None),
        ("records.0.verdict.findings", [1]),
        ("records.0.verdict.findings", [{"message": "m"}]),
        ("records.0.verdict.findings", [{"message": "m", "outcome": "FAIL", "stray": 1}]),
        ("records.0.verdict.estimates", [["rate"]]),
        ("records.0.verdict.estimates", [{"name": "x"}]),
        ("records.0.verdict.estimates", [{"name": "x", "value": "much"}]),
        ("records.0.verdict.estimates", [{"name": "x", "value": [1]}]),
        ("records.0.verdict.estimates", [{"name": "x", "value": 1, "limit": [1]}]),
        ("records.0.verdict.estimates", [{"name": "x", "value": 1, "limit": {"op": ">="}}]),
        (
            "records.0.verdict.estimates",
            [{"name": "x", "value": 1, "limit": {"op": "=", "value": 1}}],
        ),
        (
            "records.0.verdict.estimates",
            [{"name": "x", "value": 1, "limit": {"op": "<", "value": "NaN"}}],
        ),
    ],
)
def test_records_that_cannot_be_used(path: str, value: object) -> None:
    document = json.loads(json_report.write(REPORT))
    change(document, path, value)
    with pytest.raises(InputError, match=r"^report: found an unusable record \("):
        json_report.read(json.dumps(document))


@pytest.mark.parametrize("key", ["created_at", "phase", "config", "records"])
def test_every_key_is_needed(key: str) -> None:
    document = json.loads(json_report.write(REPORT))
    del document[key]
    with pytest.raises(InputError, match=f"unusable record \\('{key}'\\)"):
        json_report.read(json.dumps(document))
