from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from pytest_mlgate.reports import json_report
from pytest_mlgate.reports.record import GateReport, Record, as_dict, from_dict
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Series
from report_samples import record, records, report, reports


def again(one: Record) -> Record:
    return from_dict(json.loads(json.dumps(as_dict(one), allow_nan=False)))


def test_names() -> None:
    assert (record().family, record().key) == ("data", "data.rows")
    assert record(subject="sex").key == "data.rows[sex]"


def test_a_record_in_json() -> None:
    one = record(
        "FAIL",
        findings=(Finding(message="m", path="a.py", line=3),),
        estimates=(Estimate(name="rate", value=0.5, n=9, limit=Limit(">=", 0.8)),),
        series=(Series(name="score", points=(("2026-06-15", 71.5),)),),
    )
    assert as_dict(one) == {
        "nodeid": "mlgate.toml::data.rows",
        "check": "data.rows",
        "subject": "",
        "outcome": "FAIL",
        "blocks": True,
        "severity": "error",
        "duration": 0.0,
        "inputs": {"table": "abc"},
        "verdict": {
            "outcome": "FAIL",
            "summary": "measured",
            "remedy": "",
            "detail": "",
            "no_evidence": False,
            "findings": [{"message": "m", "outcome": "FAIL", "path": "a.py", "line": 3}],
            "estimates": [
                {"name": "rate", "value": 0.5, "n": 9, "limit": {"op": ">=", "value": 0.8}}
            ],
            "series": [{"name": "score", "points": [["2026-06-15", 71.5]]}],
        },
    }


@settings(max_examples=50)
@given(records)
def test_any_record_comes_back(one: Record) -> None:
    # Not ==: NaN is not equal to itself.
    assert repr(again(again(one))) == repr(again(one))
    assert as_dict(again(one)) == as_dict(one)
    assert again(one).ruling.verdict.findings == one.ruling.verdict.findings


@settings(max_examples=25)
@given(reports)
def test_any_report_comes_back(one: GateReport) -> None:
    text = json_report.write(one)
    assert text.isascii()
    back = json_report.read(text)
    assert json_report.write(back) == text
    assert [r.key for r in back.records] == [r.key for r in one.records]


@pytest.mark.parametrize(
    ("value", "word"),
    [(math.nan, "NaN"), (-math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")],
)
def test_numbers_that_json_does_not_have(value: float, word: str) -> None:
    one = record(
        estimates=(Estimate(name="x", value=value, lower=value, upper=value, confidence=value),)
    )
    (found,) = as_dict(one)["verdict"]["estimates"]
    assert found == {"name": "x", **dict.fromkeys(("value", "lower", "upper", "confidence"), word)}
    (back,) = again(one).ruling.verdict.estimates
    for read in (back.value, back.lower, back.upper, back.confidence):
        assert repr(read) == repr(abs(value) if math.isnan(value) else value)


def test_a_name_that_reads_like_a_number_stays_a_name() -> None:
    (back,) = again(
        record(estimates=(Estimate(name="NaN", value=1, unit="Infinity"),))
    ).ruling.verdict.estimates
    assert (back.name, back.unit) == ("NaN", "Infinity")


@pytest.mark.parametrize(
    "number", [np.float32(0.5), np.float64(0.5), Decimal("0.5"), Fraction(1, 2)]
)
def test_numbers_of_other_libraries(number: Any) -> None:
    given = Estimate(
        name="x", value=number, lower=number, n=np.int64(7), limit=Limit("<=", np.float32(0.5))
    )
    found = Finding(message="m", line=np.int32(3))
    back = again(record(estimates=(given,), findings=(found,))).ruling.verdict
    assert back.estimates[0] == Estimate(
        name="x", value=0.5, lower=0.5, n=7, limit=Limit("<=", 0.5)
    )
    assert back.findings[0].line == 3


def test_what_json_has_no_word_for_becomes_text() -> None:
    one = record(findings=(Finding(message="m", path=PurePosixPath("a/b.py")),))
    assert again(one).ruling.verdict.findings[0].path == "a/b.py"


def test_a_report_sums_up() -> None:
    one = report(record(), record("WARN"), record("FAIL", "drift.psi"), record(check="drift.x"))
    assert (one.outcome, one.blocked) == (Outcome.FAIL, True)
    assert one.counts() == {
        "data": {Outcome.PASS: 1, Outcome.WARN: 1},
        "drift": {Outcome.FAIL: 1, Outcome.PASS: 1},
    }


@pytest.mark.parametrize(
    ("shown", "blocks", "outcome", "blocked"),
    [
        ([], [], "NOT_APPLICABLE", False),
        (["PASS", "NOT_APPLICABLE"], [False, False], "PASS", False),
        (["INCONCLUSIVE", "PASS"], [True, False], "INCONCLUSIVE", True),
        (["INCONCLUSIVE", "WARN"], [False, False], "INCONCLUSIVE", False),
        (["ERROR", "FAIL"], [True, True], "ERROR", True),
    ],
)
def test_the_worst_that_is_shown(
    shown: list[str], blocks: list[bool], outcome: str, blocked: bool
) -> None:
    one = report(*(record(s, blocks=b) for s, b in zip(shown, blocks, strict=True)))
    assert (one.outcome, one.blocked) == (Outcome(outcome), blocked)
