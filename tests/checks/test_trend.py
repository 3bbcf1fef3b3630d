from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.health_history import (
    HealthHistory,
    HealthRecord,
    read_history,
    with_record,
)
from pytest_mlgate.inputs.project import Project
from support import find_check, write

CHECK = find_check("health.trend")
START = datetime(2026, 1, 5, 6, tzinfo=UTC)


def history(totals, *, preset: str = "repository", step: float = 1.0) -> HealthHistory:
    return HealthHistory(
        tuple(
            HealthRecord(START + timedelta(days=step * day), total, preset)
            for day, total in enumerate(totals)
        )
    )


def judge(totals, **settings):
    return CHECK.run({"health_history": history(totals)}, settings)


STEADY = [80, 80.5, 79.8, 80.2, 80.1, 79.9, 80.4, 80.0, 80.3, 79.7]


def test_a_steady_score_passes():
    verdict = judge(STEADY)
    assert verdict.outcome == "PASS"
    assert "over 10 days" in verdict.summary


def test_a_fast_fall_fails():
    verdict = judge([95 - day + noise / 10 for day, noise in enumerate(STEADY)])
    assert verdict.outcome == "FAIL"
    assert [e.name for e in verdict.estimates] == ["slope", "score in 30 days"]
    assert verdict.estimates[0].value == pytest.approx(-1, abs=0.1)


def test_a_slow_fall_warns():
    verdict = judge([95 - 0.2 * day for day in range(12)])
    assert verdict.outcome == "WARN"


def test_a_forecast_below_the_minimum_warns():
    verdict = judge([61, 70, 60, 71, 62, 69, 60, 72])
    assert verdict.outcome == "WARN"
    assert verdict.estimates[1].lower < 60


def test_a_rise_passes_whatever_its_speed():
    assert judge([60 + 2 * day for day in range(9)]).outcome == "PASS"


@pytest.mark.parametrize("totals", [[], [80], STEADY[:7]])
def test_too_few_days(totals):
    verdict = judge(totals)
    assert verdict.outcome == "INCONCLUSIVE"
    assert f"{len(totals)} days, of 8" in verdict.summary


def test_many_runs_of_one_day_are_one_day():
    verdict = CHECK.run({"health_history": history(STEADY, step=0.001)})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "scores of 1 days" in verdict.summary


def test_the_last_record_of_a_day_counts():
    records = history(STEADY, step=0.5).days
    assert [record.total for record in records] == STEADY[1::2]


def test_presets_do_not_mix():
    records = history(STEADY).records + history([70], preset="pillars").records
    verdict = CHECK.run({"health_history": HealthHistory(records)})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "different presets (pillars, repository)" in verdict.summary


def test_a_record_survives_the_file(tmp_path):
    record = HealthRecord(
        START, 71.25, "handbook", "abc", "staging", {"code": 79.8}, ("secrets",), {"x: y": 0.5}
    )
    write(tmp_path, {"h.jsonl": with_record(HealthHistory(()), record)})
    assert read_history(Project(tmp_path), "h.jsonl").records == (record,)


def test_a_new_record_replaces_those_of_its_day():
    old = history([70, 71])
    same = HealthRecord(START + timedelta(days=1, hours=3), 72, "repository")
    text = with_record(old, same)
    assert [json.loads(line)["total"] for line in text.splitlines()] == [70, 72]


GOOD = '{"schema": "health_history/1", "ts": "2026-01-01T00:00:00+00:00", "total": 70}'


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "h.jsonl: line 2: found broken JSON; expected one object a line"),
        ("[]", "line 2: found a list"),
        ('{"total": 3}', "line 2.schema: found nothing"),
        (GOOD.replace("_history/1", "_history/9"), "line 2.schema: found 'health_history/9'"),
        (GOOD.replace("+00:00", ""), "line 2.ts: found '2026-01-01T00:00:00'; expected a moment"),
        (GOOD.replace("2026-01-01", "yesterday"), "line 2.ts: found 'yesterday"),
        (GOOD.replace("70", "170"), "line 2.total: found 170; expected a score from 0 to 100"),
        (GOOD.replace("70", "NaN"), "line 2.total: found nan"),
        (GOOD.replace("70", '"70"'), "line 2.total: found str"),
        (GOOD.replace("total", "totl"), "line 2.totl: found an unknown key"),
        (GOOD[:-1] + ', "categories": {"code": "x"}}', "line 2.categories.code: found str"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, found):
    write(tmp_path, {"h.jsonl": f"{GOOD}\n{line}\n"})
    with pytest.raises(InputError) as error:
        read_history(Project(tmp_path), "h.jsonl")
    assert found in str(error.value)


def failures(n: int, slope: float, runs: int, seed: int) -> int:
    generator = np.random.default_rng(seed)
    days = np.arange(n)
    return sum(
        judge(np.clip(70 + slope * days + generator.normal(0, 2, n), 0, 100).tolist()).outcome
        == "FAIL"
        for _ in range(runs)
    )


@pytest.mark.slow
def test_without_a_trend_it_hardly_ever_fails():
    """Recorded: 0.009 with 8 days, none with 15; scores scatter with a deviation of 2."""
    assert failures(8, 0.0, 2000, 1) <= stats.binom.ppf(0.9995, 2000, 0.012)
    assert failures(15, 0.0, 1000, 2) == 0


@pytest.mark.slow
def test_a_point_a_day_is_seen():
    """Recorded: in half of the cases with 8 days, always with 15."""
    low, high = stats.binom.interval(0.999, 500, 0.5)
    assert low <= failures(8, -1.0, 500, 3) <= high
    assert failures(15, -1.0, 300, 4) == 300
