from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from pytest_mlgate.reports.junit import properties, suite_properties
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome
from report_samples import record, records, report, reports


def test_properties_of_an_item() -> None:
    one = record(
        "FAIL",
        subject="sex",
        findings=(
            Finding(message="m"),
            Finding(message="o", outcome=Outcome.WARN, waived="W1 of A"),
        ),
        estimates=(
            Estimate(name="rate", value=0.5, lower=0.4, upper=math.inf, confidence=0.95, n=9,
                     unit="share", limit=Limit(">=", 0.8)),
        ),
    )  # fmt: skip
    assert list(properties(one)) == [
        ("mlgate.check", "data.rows"),
        ("mlgate.subject", "sex"),
        ("mlgate.outcome", "FAIL"),
        ("mlgate.severity", "error"),
        ("mlgate.blocks", "true"),
        ("mlgate.summary", "measured"),
        ("mlgate.findings", "2"),
        ("mlgate.waived", "1"),
        ("mlgate.rate.value", "0.5"),
        ("mlgate.rate.lower", "0.4"),
        ("mlgate.rate.upper", "Infinity"),
        ("mlgate.rate.confidence", "0.95"),
        ("mlgate.rate.n", "9"),
        ("mlgate.rate.unit", "share"),
        ("mlgate.rate.limit", ">= 0.8"),
    ]
    assert [name for name, _ in properties(record())] == [
        "mlgate.check", "mlgate.outcome", "mlgate.severity", "mlgate.blocks", "mlgate.summary",
        "mlgate.findings", "mlgate.waived",
    ]  # fmt: skip


def test_properties_of_the_run() -> None:
    one = replace(report(record(), record("WARN", blocks=False)), reason="x", version="1.2.3")
    assert dict(suite_properties(one)) == {
        "mlgate.outcome": "FAIL",
        "mlgate.blocked": "true",
        "mlgate.reason": "x",
        "mlgate.version": "1.2.3",
        "mlgate.phase": "staging",
        "mlgate.config": "mlgate.toml",
        "mlgate.commit": "",
        "mlgate.count.PASS": "1",
        "mlgate.count.WARN": "1",
        "mlgate.count.INCONCLUSIVE": "0",
        "mlgate.count.FAIL": "0",
        "mlgate.count.ERROR": "0",
        "mlgate.count.NOT_APPLICABLE": "0",
    }


@settings(max_examples=40, deadline=None)
@given(records)
def test_no_name_breaks_the_file(one: Record) -> None:
    """pytest escapes the values of properties and leaves their names as they are."""
    for name, value in properties(one):
        assert isinstance(value, str)
        written = ET.tostring(ET.Element("property", name=name), encoding="unicode")
        assert ET.fromstring(written.encode()).get("name") == name


@settings(max_examples=40, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    found = dict(suite_properties(one))
    assert found["mlgate.outcome"] == one.outcome
    assert found["mlgate.blocked"] == str(one.blocked).lower()
    assert sum(int(found[f"mlgate.count.{o}"]) for o in Outcome) == len(one.records)


@pytest.mark.parametrize("value", [math.nan, -math.inf])
def test_numbers_that_are_not_finite_are_words(value: float) -> None:
    found = dict(properties(record(estimates=(Estimate(name="x", value=value),))))
    assert found["mlgate.x.value"] in {"NaN", "-Infinity"}
