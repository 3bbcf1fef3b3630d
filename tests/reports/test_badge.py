from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings

from pytest_mlgate.reports import badge
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Estimate
from report_samples import record, report, reports


def made(one: GateReport) -> Any:
    return json.loads(badge.write(one))


@pytest.mark.parametrize(
    ("shown", "blocks", "colour"),
    [
        ("PASS", False, "brightgreen"), ("WARN", False, "yellow"),
        ("INCONCLUSIVE", False, "orange"), ("INCONCLUSIVE", True, "red"),
        ("FAIL", True, "red"), ("ERROR", True, "red"), ("NOT_APPLICABLE", False, "lightgrey"),
    ],
)  # fmt: skip
def test_the_whole(shown: str, blocks: bool, colour: str) -> None:
    assert made(report(record(shown, blocks=blocks))) == {
        "schemaVersion": 1,
        "label": "mlgate",
        "message": shown,
        "color": colour,
        "isError": blocks,
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [(69.96, "PASS, health 69"), (100, "PASS, health 100"), (math.nan, "PASS")],
)
def test_the_health_score_is_never_rounded_up(value: float, message: str) -> None:
    parts = (Estimate(name="code", value=3), Estimate(name="health score", value=value))
    assert made(report(record(check="health.score", estimates=parts)))["message"] == message


@settings(max_examples=40, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    found = made(one)
    assert set(found) == {"schemaVersion", "label", "message", "color", "isError"}
    assert found["message"].partition(",")[0] == one.outcome
    assert found["isError"] is one.blocked
