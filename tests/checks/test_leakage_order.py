"""Training rows that lie after test rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leakage_tables import Make, make, parts

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs._times import (
    MISSING,
    NAIVE,
    UNREADABLE,
    ZONED,
    Span,
    moments,
    shown,
)  # fmt: skip
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

pandas = pytest.importorskip("pandas")

CHECK = find_check("leakage.temporal-order")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROLES = {"time": "t"}
EAST = timezone(timedelta(hours=2))
__all__ = ["make"]


def day(number: int, zone: Any = None) -> datetime:
    return datetime(2026, 1, 1, tzinfo=zone) + timedelta(days=number)


def judge(
    roles: dict[str, Any] = ROLES,
    *,
    splits: Table | None = None,
    recorded: bool = False,
    horizon: str = "0",
    **tables: Table,
) -> Verdict:
    inputs: dict[str, object] = {
        "parts": parts(roles, recorded=recorded, **tables),
        "clock": NOW,
    }
    if splits is not None:
        inputs["splits"] = splits
    return CHECK.run(inputs, {"horizon": horizon})


def two(make: Make, train: list[Any], test: list[Any], **settings: Any) -> Verdict:
    return judge(train=make({"t": train}, "train"), test=make({"t": test}, "test"), **settings)


def rules(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.rule, str(finding.outcome)) for finding in verdict.findings}


ORDERED: dict[str, tuple[list[Any], list[Any]]] = {
    "naive": ([day(0), day(5)], [day(6), day(9)]),
    "zoned": ([day(0, UTC), day(5, UTC)], [day(6, UTC), day(9, UTC)]),
    "dates": ([date(2026, 1, 1)], [date(2026, 1, 2)]),
    "text": (["2026-01-01", "2026-01-05T10:00"], ["2026-01-05 10:00:00.000001"]),
    "text with zones": (["2026-01-05T10:00:00Z"], ["2026-01-05T11:30:00+01:00"]),
    "whole numbers": ([1, 2], [3, 4]),
    "large whole numbers": ([2**60], [2**60 + 1]),
    "numbers": ([1.5, 2.5], [2.75]),
}


@pytest.mark.parametrize(("train", "test"), ORDERED.values(), ids=ORDERED)
def test_parts_in_order_pass(make: Make, train: list[Any], test: list[Any]) -> None:
    verdict = two(make, train, test)
    assert verdict.outcome == "PASS", verdict.summary
    assert "train before test, by the column t" in verdict.summary


@pytest.mark.parametrize(("test", "train"), ORDERED.values(), ids=ORDERED)
def test_parts_in_the_wrong_order_fail(make: Make, train: list[Any], test: list[Any]) -> None:
    verdict = two(make, train, test)
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {("order", "FAIL")}
    assert f"{len(train)} of {len(train)} rows of train lie too late" in verdict.summary


@pytest.mark.parametrize("value", [day(3), day(3, UTC), date(2026, 1, 4), "2026-01-04", 4, 4.0])
def test_the_same_moment_is_not_before(make: Make, value: Any) -> None:
    verdict = two(make, [value], [value])
    assert verdict.outcome == "FAIL"
    assert "at the very time of" in verdict.summary


def test_no_time_is_shown(make: Make) -> None:
    verdict = two(make, ["2026-01-07"], ["2026-01-02"])
    assert "5 d after the first row of test" in verdict.summary
    assert "2026-01" not in str(verdict)


@pytest.mark.parametrize(
    ("horizon", "outcome"),
    [("0", "PASS"), ("6d", "PASS"), ("143h", "PASS"), ("7d", "FAIL"), ("168h", "FAIL"),
     ("1w", "FAIL"), ("10079min", "PASS"), ("604800s", "FAIL"), ("6.9 d", "PASS"), ("8d", "FAIL")],
)  # fmt: skip
def test_the_gap_is_longer_than_the_horizon(make: Make, horizon: str, outcome: str) -> None:
    verdict = two(make, [day(0), day(2), day(3)], [day(10)], horizon=horizon)
    assert verdict.outcome == outcome
    if outcome == "FAIL":
        late = 2 if horizon == "8d" else 1
        assert f"{late} of 3 rows of train lie too late" in verdict.summary
        assert "and the horizon is" in verdict.summary


def test_the_horizon_of_numbers_is_a_number(make: Make) -> None:
    assert two(make, [1], [5], horizon="3").outcome == "PASS"
    assert two(make, [1], [5], horizon="4").outcome == "FAIL"
    assert two(make, [1], [5], horizon="4d").outcome == "ERROR"
    verdict = two(make, [day(1)], [day(2)], horizon="4")
    assert verdict.outcome == "ERROR"
    assert "horizon: found a plain number" in verdict.summary


@pytest.mark.parametrize("horizon", ["", "d", "7 days", "-1d", "7m", "1e3s", "seven"])
def test_a_horizon_that_is_none_is_an_error(make: Make, horizon: str) -> None:
    verdict = two(make, [day(1)], [day(2)], horizon=horizon)
    assert verdict.outcome == "ERROR"
    assert "'7d' or '30min'" in verdict.summary


def test_the_unit_is_written_out() -> None:
    assert Span.parse("1.5h", "x", "y") == Span(5_400_000_000, "h")
    assert shown(0, number=False) == "0 s"
    assert shown(90 * 60_000_000, number=False) == "1.5 h"
    assert shown(14 * 86_400_000_000, number=False) == "14 d"
    assert shown(2.5, number=True) == "2.5"


@pytest.mark.parametrize(
    "values",
    [[day(0), None], [day(0, UTC), None], ["2026-01-01", None], ["2026-01-01", " "], [1.0, None],
     [1.0, float("nan")], [date(2026, 1, 1), None]],
)  # fmt: skip
def test_a_missing_time_fails(make: Make, values: list[Any]) -> None:
    later = {datetime: day(9, getattr(values[0], "tzinfo", None)), str: "2026-02-01", float: 2.0,
             date: date(2026, 2, 1)}[type(values[0])]  # fmt: skip
    verdict = two(make, values, [later])
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {("missing", "FAIL")}
    assert "1 of 2 rows of train have no time in the column t" in verdict.summary


@pytest.mark.parametrize(
    ("test", "future"),
    [
        ([NOW, NOW + timedelta(seconds=1)], 1),
        ([NOW.astimezone(EAST)], 0),
        ([(NOW + timedelta(hours=14)).replace(tzinfo=None)], 0),
        ([(NOW + timedelta(hours=15)).replace(tzinfo=None)], 1),
        (["2026-06-01T01:59:00+02:00"], 0),
        (["2026-06-01T02:00:00Z"], 1),
        (["2027-01-01"], 1),
    ],
)
def test_a_time_after_the_run_clock_fails(make: Make, test: list[Any], future: int) -> None:
    first = test[0]
    zoned = first.tzinfo is not None if isinstance(first, datetime) else len(first) > 10
    early: Any = "2026-01-01T00:00Z" if isinstance(first, str) else day(0, UTC)
    if not zoned:
        early = "2026-01-01" if isinstance(first, str) else day(0)
    verdict = two(make, [early], test)
    assert verdict.outcome == ("FAIL" if future else "PASS")
    assert rules(verdict) == ({("future", "FAIL")} if future else set())


def test_numbers_have_no_clock(make: Make) -> None:
    assert two(make, [1], [10**18]).outcome == "PASS"


def test_text_that_is_no_time_is_inconclusive(make: Make) -> None:
    verdict = two(make, ["2026-01-01", "soon", "2026-02-30"], ["2026-03-01"])
    assert verdict.outcome == "INCONCLUSIVE"
    assert rules(verdict) == {("text", "INCONCLUSIVE")}
    assert "2 of 3 rows of train have a time that cannot be read" in verdict.summary
    assert "soon" not in str(verdict)
    assert two(make, ["2026-04-01", "soon"], ["2026-03-01"]).outcome == "FAIL"


@pytest.mark.parametrize("values", [["01/02/2026"], ["a", "b"], ["20260101"]])
def test_a_column_without_any_time_is_an_error(make: Make, values: list[str]) -> None:
    verdict = two(make, values, ["2026-03-01"])
    assert verdict.outcome == "ERROR"
    assert "none is an ISO 8601 time" in verdict.summary


def test_some_times_with_a_zone_and_some_without_are_inconclusive(make: Make) -> None:
    for train, test in (
        (["2026-01-01T00:00Z", "2026-01-02T00:00"], ["2026-03-01T00:00Z"]),
        (["2026-01-01T00:00Z"], ["2026-03-01"]),
        ([day(1)], [day(9, UTC)]),
        ([day(9, UTC)], ["2026-01-01"]),
    ):
        verdict = two(make, train, test)
        assert verdict.outcome == "INCONCLUSIVE"
        assert rules(verdict) == {("zone", "INCONCLUSIVE")}
        assert "have no order" in verdict.summary


def test_two_zones_are_compared_as_moments(make: Make) -> None:
    assert two(make, [day(1, EAST)], [day(1, UTC)]).outcome == "PASS"
    assert two(make, [day(1, UTC)], [day(1, EAST)]).outcome == "FAIL"


def test_objects_of_several_zones_are_compared_as_moments() -> None:
    def table(*values: object) -> Table:
        return Table.of(pandas.DataFrame({"t": pandas.Series(values, dtype=object)}))

    early = table(day(1, EAST), day(1, UTC))
    assert judge(train=early, test=table(day(2, EAST))).outcome == "PASS"
    assert judge(train=early, test=table(day(1, UTC))).outcome == "FAIL"
    missing = judge(train=table(day(1, EAST), None, pandas.NaT), test=table(day(2, UTC)))
    assert "2 of 3 rows of train have no time" in missing.summary
    assert judge(train=early, test=table(day(2))).outcome == "INCONCLUSIVE"


def test_a_part_without_rows_is_inconclusive(make: Make) -> None:
    arrow = pytest.importorskip("pyarrow")
    empty = make(arrow.table({"t": arrow.array([], arrow.timestamp("us"))}), "test")
    verdict = judge(train=make({"t": [day(1)]}, "train"), test=empty)
    assert verdict.outcome == "INCONCLUSIVE"
    assert rules(verdict) == {("empty", "INCONCLUSIVE")}


def test_columns_that_cannot_be_compared_are_errors(make: Make) -> None:
    train = make({"t": [day(1)], "flag": [True]}, "train")
    assert judge(train=train, test=make({"x": [day(1)]}, "other")).outcome == "ERROR"
    assert judge(train=train, test=make({"t": [1]}, "numbers")).outcome == "ERROR"
    assert judge({"time": "flag"}, train=train, test=train).outcome == "ERROR"


def test_without_a_time_or_a_second_part_it_is_not_applicable(make: Make) -> None:
    table = make({"t": [day(1)]})
    assert judge({}, train=table, test=table).outcome == "NOT_APPLICABLE"
    assert judge(train=table).outcome == "NOT_APPLICABLE"
    assert judge(train=table, champion_train=table).outcome == "NOT_APPLICABLE"


def test_the_time_of_prediction_stands_in_for_the_time(make: Make) -> None:
    table = make({"t": [day(1)]})
    assert judge({"prediction_time": "t"}, train=table, test=table).outcome == "FAIL"


def test_which_parts_have_an_order(make: Make) -> None:
    tables = {
        name: make({"t": [day(at)]}, name)
        for name, at in (("train", 5), ("champion_train", 3), ("validation", 3), ("test", 1))
    }
    assert {f.subject for f in judge(**tables).findings} == {
        "train/validation", "train/test", "validation/test", "champion train/test",
    }  # fmt: skip


def record(make: Make, rows: list[tuple[str, Any, int]]) -> Table:
    """Make the record of a split from part, fold and day."""
    part, fold, days = zip(*rows, strict=True)
    return make(
        {"row_id": list(range(len(rows))), "part": part, "fold": fold,
         "time": [day(number) for number in days]}, "splits",
    )  # fmt: skip


def of_folds(make: Make, rows: list[tuple[str, Any, int]], **settings: Any) -> Verdict:
    splits = record(make, rows)
    made = provide("parts", Path.cwd(), given={"splits": splits})
    inputs = {"parts": made, "clock": NOW, "splits": splits}
    return CHECK.run(inputs, settings)


def test_folds_in_order_pass_whatever_their_labels(make: Make) -> None:
    rows = [("train", fold, fold) for fold in range(1, 12)]
    assert "11 folds in order" in of_folds(make, rows).summary
    text = [("train", str(fold), fold) for fold in range(1, 12)]
    assert of_folds(make, text).outcome == "PASS"
    assert of_folds(make, [*rows, ("test", None, 20)]).outcome == "PASS"
    letters = [("train", "a", 1), ("train", "b", 2)]
    assert of_folds(make, letters).outcome == "PASS"


def test_folds_drawn_at_random_fail(make: Make) -> None:
    rows = [("train", number % 3, number) for number in range(9)]
    verdict = of_folds(make, rows)
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {("fold", "FAIL")}
    assert "fold 1 of 3 ends 5 d after the begin of fold 2" in verdict.summary


ROLLING = [("train", 1, 1), ("test", 1, 4), ("train", 2, 1), ("train", 2, 4), ("test", 2, 7)]


def test_folds_with_tests_of_their_own_are_judged_inside(make: Make) -> None:
    assert of_folds(make, ROLLING, horizon="2d").outcome == "PASS"
    verdict = of_folds(make, ROLLING, horizon="3d")
    assert verdict.outcome == "FAIL"
    assert {f.subject for f in verdict.findings} == {"fold 1", "fold 2"}
    backwards = [(part, 3 - fold, number) for part, fold, number in ROLLING]
    verdict = of_folds(make, backwards)
    assert {f.message for f in verdict.findings} == {
        "fold 1 of 2 begins its test 3 d after the begin of fold 2"
    }


def test_a_holdout_is_after_all_folds_with_tests_of_their_own(make: Make) -> None:
    assert of_folds(make, [*ROLLING, ("holdout", None, 9)]).outcome == "PASS"
    verdict = of_folds(make, [*ROLLING, ("holdout", None, 3)])
    assert {f.subject for f in verdict.findings} == {"train/holdout"}


def test_the_folds_of_a_record_are_judged_beside_other_parts(make: Make) -> None:
    tables = {"train": make({"t": [day(1)]}, "train"), "test": make({"t": [day(2)]}, "test")}
    splits = record(make, [("train", 2, 1), ("train", 1, 3)])
    verdict = judge(splits=splits, **tables)
    assert rules(verdict) == {("fold", "FAIL")}


def test_a_missing_time_in_a_record_fails(make: Make) -> None:
    splits = make(
        {"row_id": [1, 2], "part": ["train", "train"], "fold": [1, 2], "time": [day(1), None]},
        "splits",
    )
    made = provide("parts", Path.cwd(), given={"splits": splits})
    verdict = CHECK.run({"parts": made, "clock": NOW, "splits": splits})
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {("missing", "FAIL")}


def test_a_record_without_times_is_not_applicable(make: Make) -> None:
    splits = make({"row_id": [1, 2], "part": ["train", "test"]}, "splits")
    made = provide("parts", Path.cwd(), given={"splits": splits})
    verdict = CHECK.run({"parts": made, "clock": NOW, "splits": splits})
    assert verdict.outcome == "NOT_APPLICABLE"


def test_the_clock_is_set_or_the_real_one(tmp_path: Path) -> None:
    real = provide("clock", tmp_path)
    assert abs(real - datetime.now(UTC)) < timedelta(minutes=1)
    assert provide("clock", tmp_path, now="2026-03-01T12:00:00+02:00") == datetime(
        2026, 3, 1, 10, tzinfo=UTC
    )
    for wrong in ("2026-03-01T12:00:00", "tomorrow", ""):
        with pytest.raises(InputError, match="a moment with a zone"):
            provide("clock", tmp_path, now=wrong)
    adapted = resolver(tmp_path)._registry.inputs["clock"].adapted
    assert adapted(day(0, EAST)) == day(0, EAST)
    assert isinstance(adapted(day(0)), InputError)
    assert isinstance(adapted(3), InputError)


def test_a_real_project(tmp_path: Path) -> None:
    files = {"a.csv": "t\n2026-01-01\n2026-01-02\n", "b.csv": "t\n2026-01-05\n"}
    write(tmp_path, files)
    settings = {
        "train": {"path": "a.csv"}, "test": {"path": "b.csv"}, "roles": {"time": "t"},
        "clock": {"now": "2026-02-01T00:00:00Z"},
    }  # fmt: skip
    assert resolver(tmp_path, settings).run(CHECK, horizon="2d").outcome == "PASS"
    assert resolver(tmp_path, settings).run(CHECK, horizon="3d").outcome == "FAIL"
    settings["clock"] = {"now": "2026-01-01T00:00:00Z"}
    assert resolver(tmp_path, settings).run(CHECK).outcome == "FAIL"


TEXTS: dict[str, tuple[Any, int]] = {
    "2024-02-29T12:30:00.123456Z": (datetime(2024, 2, 29, 12, 30, 0, 123456), ZONED),
    "2026-01-01T10:00:00,5+0530": (datetime(2026, 1, 1, 4, 30, 0, 500_000), ZONED),
    "2026-01-01 10:00 -05": (datetime(2026, 1, 1, 15), ZONED),
    "1969-12-31T23:59:59": (datetime(1969, 12, 31, 23, 59, 59), NAIVE),
    " 2026-01-01 ": (datetime(2026, 1, 1), NAIVE),
    "2026-02-29": (None, UNREADABLE),
    "2026-13-01": (None, UNREADABLE),
    "2026-04-31": (None, UNREADABLE),
    "1900-02-29": (None, UNREADABLE),
    "2026-01-01T24:00": (None, UNREADABLE),
    "2026-01-01T10:00:60": (None, UNREADABLE),
    "2026-01-01T10:00+19:00": (None, UNREADABLE),
    "01/02/2026": (None, UNREADABLE),
    "\uff12\uff10\uff12\uff16-01-01": (None, UNREADABLE),
    "": (None, MISSING),
    "NaT": (None, UNREADABLE),
}
EPOCH = datetime(1970, 1, 1)


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def test_text_is_read_the_same_in_every_engine(make: Make) -> None:
    table = make({"i": list(range(len(TEXTS))), "t": list(TEXTS)})
    made = moments(table, ("t",))
    assert set(made.frame.collect_schema().names()) == {"i", "t", "mlgate_t0", "mlgate_s0"}
    rows = table.collect(made.frame.sort("i"))
    for row, (moment, state) in zip(rows, TEXTS.values(), strict=True):
        assert row["mlgate_s0"] == state, row["i"]
        if moment is not None:
            assert int(row["mlgate_t0"]) == micros(moment), row["i"]


@pytest.mark.slow
@given(st.lists(st.datetimes(datetime(1000, 1, 1), datetime(2999, 1, 1)), min_size=1, max_size=9))
def test_text_and_times_are_the_same_number(values: list[datetime]) -> None:
    import polars

    frame = polars.DataFrame({"a": values, "b": [value.isoformat() for value in values]})
    made = moments(Table.of(frame), ("a", "b"))
    rows = made.table.collect(made.frame)
    assert [row["mlgate_t0"] for row in rows] == [micros(value) for value in values]
    assert [row["mlgate_t1"] for row in rows] == [micros(value) for value in values]


@pytest.mark.slow
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=9),
    st.lists(st.integers(0, 30), min_size=1, max_size=9),
    st.integers(0, 9),
)
def test_order_is_that_of_the_largest_and_smallest(
    one: list[int], other: list[int], gap: int
) -> None:
    tables = {
        name: Table.of(pandas.DataFrame({"t": [day(number) for number in days]}), name)
        for name, days in (("train", one), ("test", other))
    }
    verdict = judge(horizon=f"{gap}d", **tables)
    ordered = max(one) + gap < min(other)
    assert verdict.outcome == ("PASS" if ordered else "FAIL")
    if not ordered:
        late = sum(number + gap >= min(other) for number in one)
        assert f"{late} of {len(one)} rows" in verdict.summary
