"""Features that hold what was known only later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leakage_tables import Make, make

from pytest_mlgate.checks.leakage import _as_of
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs.features import Features
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

pandas = pytest.importorskip("pandas")
numpy = pytest.importorskip("numpy")

TIMING = find_check("leakage.feature-timing")
AS_OF = find_check("leakage.point-in-time")
__all__ = ["make"]


def day(number: float, zone: Any = None) -> datetime:
    return datetime(2026, 1, 1, tzinfo=zone) + timedelta(days=number)


def declared(*items: dict[str, Any]) -> Features:
    return Features.of({"schema": "features/1", "items": list(items)})


def rules(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.rule, str(finding.outcome)) for finding in verdict.findings}


LABS = {"name": "labs", "available_at": "labs_at"}
ASKED = {"prediction_time": "asked", "target": "y"}


def timing(
    table: Table, *items: dict[str, Any], roles: dict[str, Any] = ASKED, temporal: bool = True
) -> Verdict:
    inputs = {"features": declared(*items), "train": table, "roles": Roles.of(roles)}
    return TIMING.run(inputs, {"temporal": temporal})


def stays(make: Make, asked: list[Any], labs_at: list[Any], labs: list[Any] | None = None) -> Table:
    n = len(asked)
    return make({"asked": asked, "labs_at": labs_at, "labs": labs or [1.0] * n, "y": [0] * n})


def test_features_known_in_time_pass(make: Make) -> None:
    verdict = timing(stays(make, [day(3), day(4)], [day(3), day(1)]), LABS)
    assert verdict.outcome == "PASS"
    assert verdict.summary == "1 features of 2 rows were known at asked"


@pytest.mark.parametrize(
    ("asked", "labs_at"),
    [(day(3), day(4)), (day(3, UTC), day(4, UTC)), ("2026-01-03", "2026-01-03T00:00:01"),
     (day(3), "2026-01-05"), (3, 4), (3.0, 4)],
)  # fmt: skip
def test_a_feature_known_later_fails_with_counts(make: Make, asked: Any, labs_at: Any) -> None:
    verdict = timing(stays(make, [asked, asked], [labs_at, asked if type(asked) is type(labs_at)
                                                  else labs_at]), LABS)  # fmt: skip
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {("late", "FAIL")}
    assert "labs was known only after the prediction in" in verdict.summary
    assert "(labs_at is after asked)" in verdict.summary
    assert "2026" not in str(verdict)


def test_of_many_features_the_late_ones_are_measured(make: Make) -> None:
    names = [f"f{number:02d}" for number in range(30)]
    table = make({"asked": [1, 2], "known": [1, 3], "y": [0, 1]} | {n: [1, 2] for n in names})
    late = [{"name": n, "available_at": "known" if n == "f29" else "asked"} for n in names]
    verdict = timing(table, *late)
    assert verdict.outcome == "FAIL"
    assert len(verdict.estimates) == 20
    assert verdict.estimates[0].name == "rows with f29 too late"


def test_a_value_without_its_time_fails_and_no_value_does_not(make: Make) -> None:
    table = stays(make, [day(3)] * 3, [None, None, day(1)], [1.0, None, 2.0])
    verdict = timing(table, LABS)
    assert verdict.outcome == "FAIL"
    assert "1 of 3 rows have a value of labs and no time in labs_at" in verdict.summary
    assert timing(stays(make, [day(3)] * 2, [None, day(1)], [None, 1.0]), LABS).outcome == "PASS"
    nan = stays(make, [day(3)] * 2, [None, day(1)], [float("nan"), 1.0])
    assert timing(nan, LABS).outcome == "PASS"


def test_a_row_without_a_time_of_prediction_fails(make: Make) -> None:
    verdict = timing(stays(make, [None, day(3)], [day(1), day(1)]), LABS)
    assert verdict.outcome == "FAIL"
    assert "1 of 2 rows have no time of prediction (asked)" in verdict.summary


def test_a_feature_without_a_cut_off_fails(make: Make) -> None:
    table = make({"asked": [day(1)], "age": [1], "bmi": [2], "y": [0]})
    verdict = timing(table, {"name": "age"})
    assert {f.message for f in verdict.findings} == {
        "the feature age declares no cut-off: neither available_at nor knowledge_lag",
        "the feature bmi is not declared: neither available_at nor knowledge_lag",
    }
    assert verdict.outcome == "FAIL"


@pytest.mark.parametrize(
    ("lag", "outcome"), [("0", "PASS"), ("2d", "PASS"), ("48h", "PASS"), ("49h", "FAIL")]
)
def test_a_lag_counts_from_the_time_of_the_row(make: Make, lag: str, outcome: str) -> None:
    table = make({"asked": [day(3), day(9)], "seen": [day(1), day(1)], "labs": [1, 2]})
    roles = {"prediction_time": "asked", "time": "seen"}
    verdict = timing(table, {"name": "labs", "knowledge_lag": lag}, roles=roles)
    assert verdict.outcome == outcome
    if outcome == "FAIL":
        assert "in 1 of 2 rows (seen plus its lag is after asked)" in verdict.summary


def test_without_a_time_of_prediction_it_is_the_time_of_the_row(make: Make) -> None:
    table = make({"seen": [day(1)], "labs": [1]})
    for lag, outcome in (("0", "PASS"), ("1s", "FAIL")):
        item = {"name": "labs", "knowledge_lag": lag}
        assert timing(table, item, roles={"time": "seen"}).outcome == outcome
    assert timing(table, {"name": "labs", "knowledge_lag": "1s"}, roles={}).outcome == "ERROR"


def test_a_lag_without_a_time_of_the_rows_is_inconclusive(make: Make) -> None:
    table = make({"asked": [day(1)], "labs": [1]})
    verdict = timing(table, {"name": "labs", "knowledge_lag": "0"})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "the lag of labs cannot be checked" in verdict.summary


def test_lags_and_times_have_one_unit(make: Make) -> None:
    table = make({"asked": [3], "seen": [1], "labs": [1]})
    roles = {"prediction_time": "asked", "time": "seen"}
    for lag, outcome in (("2", "PASS"), ("3", "FAIL"), ("2d", "ERROR")):
        item = {"name": "labs", "knowledge_lag": lag}
        assert timing(table, item, roles=roles).outcome == outcome
    other = make({"asked": [3], "labs_at": [day(1)], "labs": [1]}, "other")
    assert timing(other, LABS).outcome == "ERROR"


def test_what_cannot_be_compared_is_inconclusive(make: Make) -> None:
    text = timing(stays(make, [day(3)] * 2, ["2026-01-01", "soon"]), LABS)
    assert rules(text) == {("text", "INCONCLUSIVE")}
    assert "soon" not in str(text)
    zone = timing(stays(make, [day(3, UTC)], [day(1)]), LABS)
    assert rules(zone) == {("zone", "INCONCLUSIVE")}
    arrow = pytest.importorskip("pyarrow")
    times, numbers = arrow.array([], arrow.timestamp("us")), arrow.array([], arrow.float64())
    empty = arrow.table({"asked": times, "labs_at": times, "labs": numbers})
    assert timing(make(empty), LABS).outcome == "INCONCLUSIVE"


def test_columns_that_are_missing_or_hold_no_times_are_errors(make: Make) -> None:
    table = stays(make, [day(3)], ["soon"])
    assert timing(table, LABS).outcome == "ERROR"
    verdict = timing(table, {"name": "labs", "available_at": "nowhere"})
    assert verdict.outcome == "ERROR"
    assert "no such column" in verdict.summary
    assert timing(table, LABS, roles={"prediction_time": "nowhere"}).outcome == "ERROR"


def test_a_project_without_time_is_not_applicable(make: Make) -> None:
    verdict = timing(stays(make, [day(3)], [day(4)]), LABS, temporal=False)
    assert verdict.outcome == "NOT_APPLICABLE"


def test_features_that_are_not_there_are_counted(make: Make) -> None:
    table = stays(make, [day(3)], [day(1)])
    verdict = timing(table, LABS, {"name": "gone", "available_at": "gone_at"})
    assert verdict.outcome == "PASS"
    assert "1 declared features are not among its columns" in verdict.summary


FULL = """\
schema: features/1
feature_set: loans
version: "3"
code_hash: abc
items:
- {name: age, type: integer, sources: [people], transformation: none, scope: row,
   depends_on: [], owner: ada, version: "1", available_at: seen_at, max_age: 30d, tier: 1,
   fallback: 0, purposes: [credit], retention: 365, doc: docs/age.md,
   waive_names: the name is older than the rule, sla: {freshness_minutes: 5, completeness_pct: 99}}
- {name: debt, knowledge_lag: 2d, scope: group}
"""


def test_the_whole_schema_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"features.yaml": FULL})
    read = provide("features", tmp_path)
    age, debt = read.items
    assert (age.name, age.scope, age.available_at, age.owner) == ("age", "row", "seen_at", "ada")
    assert (age.sources, age.purposes) == (("people",), ("credit",))
    assert age.waive_names == "the name is older than the rule"
    assert debt.knowledge_lag.size == 2 * 86_400_000_000
    assert read.by_name["debt"] is debt
    assert (read.feature_set, read.version, len(read.fingerprint)) == ("loans", "3", 64)
    assert Features.of(read) is read


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("- {name: a, wrong: 1}", "an unknown key"),
        ("- {scope: row}", "items[0].name"),
        ("- {name: ''}", "empty text"),
        ("- {name: 3}", "a whole number"),
        ("- {name: a}\n- {name: a}", "there twice"),
        ("- {name: a, scope: column}", "one of row, group, global"),
        ("- {name: a, available_at: b, knowledge_lag: 1d}", "one of the two"),
        ("- {name: a, available_at: ' '}", "empty text"),
        ("- {name: a, knowledge_lag: 3}", "items[0].knowledge_lag"),
        ("- {name: a, knowledge_lag: 3 days}", "such as '7d'"),
        ("- {name: a, waive_names: true}", "items[0].waive_names"),
        ("- {name: a, sources: b}", "items[0].sources"),
        ("- {name: a, purposes: [1]}", "items[0].purposes[0]"),
        ("- {name: a, owner: [b]}", "items[0].owner"),
        ("- {name: a, tier: [1]}", "items[0].tier"),
        ("- {name: a, sla: 5}", "items[0].sla"),
        ("- {name: a, sla: {completeness_pct: high}}", "items[0].sla.completeness_pct"),
        ("- {name: a, sla: {hours: 1}}", "an unknown key"),
        ("- a", "items[0]"),
        ("  name: a", "items"),
    ],
)
def test_a_wrong_declaration_names_its_key(tmp_path: Path, items: str, message: str) -> None:
    write(tmp_path, {"features.yaml": f"schema: features/1\nitems:\n{items}\n"})
    with pytest.raises(InputError) as caught:
        provide("features", tmp_path)
    assert message in str(caught.value)


def test_a_declaration_of_another_sort_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"features.yaml": "schema: feature/1\nitems: []\n"})
    with pytest.raises(InputError, match="features/1"):
        provide("features", tmp_path)
    with pytest.raises(InputError, match="the content of"):
        Features.of([1])


# Point in time

N = 60
HOURS = "known_at"


def world(
    make: Make,
    feature: Callable[[int, float, list[tuple[float, float, float]]], Any],
    *,
    known_at: bool = True,
    n: int = N,
    zone: Any = None,
) -> tuple[Table, Table]:
    """Make training rows of five people and their events: hour, hour known, value."""
    rng = numpy.random.default_rng(1)
    events = {
        person: [(float(h), float(h) + float(late), float(v)) for h, late, v in zip(
            rng.integers(0, 200, 40), rng.choice([0, 0, 5, 30], 40), rng.integers(1, 9, 40),
            strict=True)]
        for person in range(5)
    }  # fmt: skip
    rows = [(i % 5, events[i % 5][i // 5 % 40][0]) for i in range(n)]
    train = {
        "person": [person for person, _ in rows],
        "asked": [day(at / 24, zone) for _, at in rows],
        "f": [feature(person, at, events[person]) for person, at in rows],
    }
    flat = [(person, *event) for person, those in events.items() for event in those]
    log = {
        "key": [e[0] for e in flat],
        "event_time": [day(e[1] / 24, zone) for e in flat],
        **({"known_at": [day(e[2] / 24, zone) for e in flat]} if known_at else {}),
        "value": [e[3] for e in flat],
        "feature": ["f"] * len(flat),
    }
    return make(train, "train"), make(log, "log")


def as_of(
    tables: tuple[Table, Table],
    roles: dict[str, Any] | None = None,
    fn: Any = None,
    **settings: Any,
) -> Verdict:
    inputs: dict[str, object] = {
        "train": tables[0],
        "event_log": tables[1],
        "roles": Roles.of(roles or {"group": "person", "prediction_time": "asked"}),
    }
    if fn is not None:
        inputs["feature_at"] = find_input("feature_at").adapted(fn)
    return AS_OF.run(inputs, settings)


def find_input(name: str) -> Any:
    return resolver(Path.cwd())._registry.inputs[name]


def before(at: float, events: list[tuple[float, float, float]], window: float = 1e9) -> list[float]:
    return [v for h, known, v in events if known < at and h >= at - window]


AGGREGATES: dict[str, Callable[[list[float]], Any]] = {
    "count": len,
    "sum": lambda v: sum(v) if v else 0.0,
    "mean": lambda v: sum(v) / len(v) if v else None,
    "max": lambda v: max(v, default=None),
    "min": lambda v: min(v, default=None),
}


@pytest.mark.parametrize("name", AGGREGATES)
def test_features_as_of_the_prediction_pass(make: Make, name: str) -> None:
    made = AGGREGATES[name]
    tables = world(make, lambda _, at, events: made(before(at, events, 24)))
    verdict = as_of(tables, aggregate=name, window="24h")
    assert verdict.outcome == "PASS", verdict.summary
    assert "f hold what was known before the prediction in 60 of 60 sampled rows" in verdict.summary
    assert "at most 0.05 of all rows differ" in verdict.summary
    assert (verdict.estimates[0].upper, verdict.estimates[0].method) == (0.05, "rule of three")


def test_the_current_row_must_not_count(make: Make) -> None:
    tables = world(
        make,
        lambda _, at, events: sum(known <= at and h >= at - 24 for h, known, _ in events),
    )
    verdict = as_of(tables, aggregate="count", window="24h")
    assert verdict.outcome == "FAIL"
    assert "with the events of the very moment of prediction" in verdict.summary
    assert verdict.estimates[0].upper is None


def test_late_data_must_not_count(make: Make) -> None:
    tables = world(make, lambda _, at, events: sum(v for h, _, v in events if h < at))
    verdict = as_of(tables, aggregate="sum")
    assert verdict.outcome == "FAIL"
    assert "happened before the prediction and were known later" in verdict.summary


def test_a_window_that_ends_now_fails(make: Make) -> None:
    tables = world(make, lambda _, at, events: sum(v for *_, v in events) / len(events))
    verdict = as_of(tables, aggregate="mean")
    assert verdict.outcome == "FAIL"
    assert f"f differs in {N} of {N} sampled rows" in verdict.summary
    assert f"{N} of them hold it with events after the prediction" in verdict.summary


def test_without_known_at_it_warns(make: Make) -> None:
    tables = world(make, lambda _, at, e: sum(h < at for h, *_ in e), known_at=False)
    verdict = as_of(tables, aggregate="count")
    assert verdict.outcome == "WARN"
    assert rules(verdict) == {("known-at", "WARN")}


def test_few_rows_are_inconclusive_unless_one_differs(make: Make) -> None:
    good = world(make, lambda _, at, e: len(before(at, e)), n=49)
    verdict = as_of(good, aggregate="count")
    assert verdict.outcome == "INCONCLUSIVE"
    assert "49 rows to compare" in verdict.summary
    assert as_of(world(make, lambda *_: 99, n=49), aggregate="count").outcome == "FAIL"
    assert as_of(world(make, lambda _, at, e: len(before(at, e))), aggregate="count",
                 rows=49).outcome == "INCONCLUSIVE"  # fmt: skip


@pytest.mark.slow
def test_the_sample_is_the_same_for_the_same_seed(make: Make) -> None:
    flags = iter(range(1000))
    tables = world(make, lambda _, at, e: len(before(at, e)) + (next(flags) % 3 == 0), n=400)
    found = {seed: str(as_of(tables, aggregate="count", seed=seed)) for seed in (0, 0, 1)}
    assert str(as_of(tables, aggregate="count")) == found[0]
    assert "of 200 sampled rows" in found[0]
    counts = {as_of(tables, aggregate="count", seed=s).estimates[0].value for s in range(6)}
    assert len(counts) > 1


def log_of(make: Make, rows: list[tuple[Any, float, float, Any]], name: str = "log") -> Table:
    keys, times, known, values = zip(*rows, strict=True)
    return make({"key": keys, "event_time": times, "known_at": known, "value": values}, name)


ONE = {"group": "k", "time": "t"}


def latest(make: Make, rows: list[tuple[Any, float, float, Any]], holds: Any, **more: Any) -> Any:
    train = make({"k": ["a"] * 50, "t": [100.0] * 50, "f": [holds] * 50}, "train")
    return as_of((train, log_of(make, rows)), ONE, features=("f",), **more).outcome


def test_the_latest_known_event_counts_and_corrections_replace(make: Make) -> None:
    rows = [("a", 10.0, 10.0, 1.0), ("a", 50.0, 50.0, 2.0), ("a", 60.0, 100.0, 3.0),
            ("b", 99.0, 99.0, 7.0)]  # fmt: skip
    assert latest(make, rows, 2.0) == "PASS"
    assert latest(make, rows, 3.0) == "FAIL"
    assert latest(make, [*rows, ("a", 50.0, 70.0, 9.0)], 9.0) == "PASS"
    tied = [*rows, ("a", 50.0, 50.0, 5.0)]
    assert [latest(make, tied, holds) for holds in (2.0, 5.0, 1.0)] == ["PASS", "PASS", "FAIL"]


def test_an_event_before_the_range_of_the_rows_is_not_lost_and_may_be_too_old(make: Make) -> None:
    rows = [("a", 10.0, 10.0, 4.0)]
    assert latest(make, rows, 4.0) == "PASS"
    assert latest(make, rows, 4.0, max_age="90") == "PASS"
    assert latest(make, rows, 4.0, max_age="89") == "FAIL"
    assert latest(make, rows, float("nan"), max_age={"f": "89"}) == "PASS"


def test_text_values_are_compared_as_they_are(make: Make) -> None:
    rows = [("a", 10.0, 10.0, "red")]
    assert latest(make, rows, "red") == "PASS"
    assert latest(make, rows, "blue") == "FAIL"
    assert latest(make, rows, "red", aggregate="mean") == "ERROR"


def test_entities_without_events_hold_nothing(make: Make) -> None:
    rows = [("b", 10.0, 10.0, 4.0)]
    assert latest(make, rows, float("nan")) == "PASS"
    assert latest(make, rows, 0.5) == "FAIL"
    for aggregate, holds in (("count", 0), ("sum", 0.0), ("sum", float("nan"))):
        assert latest(make, rows, holds, aggregate=aggregate) == "PASS"


def test_each_feature_has_its_own_recipe(make: Make) -> None:
    train = make({"k": ["a"] * 50, "t": [100.0] * 50, "n": [2] * 50, "s": [5.0] * 50}, "train")
    log = log_of(make, [("a", 10.0, 10.0, 4.0), ("a", 90.0, 90.0, 5.0)])
    recipe = {"n": "count", "s": "sum"}
    assert as_of((train, log), ONE, aggregate=recipe, window={"s": "20"}).outcome == "PASS"
    assert as_of((train, log), ONE, aggregate=recipe, window="20").outcome == "FAIL"
    wrong = as_of((train, log), ONE, aggregate=recipe, window={"m": "20"})
    assert wrong.outcome == "ERROR"
    assert "window.m" in wrong.summary


def test_rows_and_events_that_cannot_be_placed_are_inconclusive(make: Make) -> None:
    log = log_of(make, [("a", 10.0, 10.0, 4.0)])
    columns = {"k": ["a"] * 59 + [None], "t": [None] + [100.0] * 59, "f": [4.0] * 60}
    verdict = as_of((make(columns, "train"), log), ONE, features=("f",))
    assert verdict.outcome == "INCONCLUSIVE"
    assert {f.message for f in verdict.findings} == {
        "1 of 60 sampled rows have no time in the column t",
        "1 of 60 sampled rows have no k",
    }
    train = make({"k": ["a"] * 50, "t": [100.0] * 50, "f": [4.0] * 50}, "t2")
    loose = log_of(make, [("a", 10.0, 10.0, 4.0), ("a", 10.0, None, 9.0), (None, 1.0, 1.0, 1.0)])
    verdict = as_of((train, loose), ONE, features=("f",))
    assert verdict.outcome == "INCONCLUSIVE"
    assert len(verdict.findings) == 2
    none = make({"k": [None, "a"], "t": [1.0, None], "f": [1.0, 1.0]}, "t3")
    assert as_of((none, log), ONE, features=("f",)).outcome == "INCONCLUSIVE"


def test_zones_and_numbers_do_not_mix(make: Make) -> None:
    train, _ = world(make, lambda *_: 1)
    log = log_of(make, [(1, 10.0, 10.0, 4.0)])
    assert as_of((train, log), features=("f",)).outcome == "ERROR"
    zoned = make({"key": [1], "event_time": [day(1, UTC)], "value": [1.0]}, "zoned")
    verdict = as_of((train, zoned), features=("f",))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "have no order" in verdict.summary
    text = make({"key": [1], "event_time": ["soon"], "value": [1.0]}, "text")
    assert as_of((train, text), features=("f",)).outcome == "ERROR"


@pytest.mark.parametrize(
    ("roles", "settings", "message"),
    [
        ({"time": "t"}, {"features": ("f",)}, "entity"),
        ({"time": "t"}, {"features": ("f",), "entity": "nobody"}, "no such column"),
        ({"group": "k"}, {"features": ("f",)}, "prediction-time"),
        (ONE, {}, "an event log without the column feature"),
        (ONE, {"features": ("g",)}, "no such column"),
        (ONE, {"aggregate": {"g": "sum"}}, "no such column"),
        (ONE, {"features": ("f",), "window": "7d"}, "a length of time"),
        (ONE, {"features": ("f",), "window": "long"}, "'7d' or '30min'"),
        ({"group": "n", "time": "t"}, {"features": ("f",)}, "one type in both"),
    ],
)
def test_what_cannot_be_used_is_an_error(
    make: Make, roles: dict[str, Any], settings: dict[str, Any], message: str
) -> None:
    train = make({"k": ["a"], "n": [1], "t": [1.0], "f": [1.0]}, "train")
    verdict = as_of((train, log_of(make, [("a", 1.0, 1.0, 1.0)])), roles, **settings)
    assert verdict.outcome == "ERROR"
    assert message in verdict.summary


def test_the_names_in_the_log_must_be_columns(make: Make) -> None:
    train = make({"k": ["a"], "t": [1.0], "f": [1.0]}, "train")
    log = make({"key": ["a"], "event_time": [1.0], "value": [1.0], "feature": ["g"]}, "log")
    assert "none is a column" in as_of((train, log), ONE).summary
    bare = make({"key": ["a"], "event_time": [1.0]}, "bare")
    assert "value" in as_of((train, bare), ONE, features=("f",)).summary


def test_an_empty_table_is_inconclusive(make: Make) -> None:
    arrow = pytest.importorskip("pyarrow")
    text, number = arrow.array([], arrow.string()), arrow.array([], arrow.float64())
    train = make(arrow.table({"k": text, "t": number, "f": number}), "train")
    log = log_of(make, [("a", 1.0, 1.0, 1.0)])
    assert as_of((train, log), ONE, features=("f",)).outcome == "INCONCLUSIVE"
    empty = arrow.table({"key": text, "event_time": number, "value": number})
    full = make({"k": ["a"] * 50, "t": [1.0] * 50, "f": [float("nan")] * 50}, "full")
    assert as_of((full, make(empty, "empty")), ONE, features=("f",)).outcome == "WARN"


def test_too_many_events_are_not_loaded(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_as_of, "MOST_EVENTS", 10)
    verdict = as_of(world(make, lambda *_: 1))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "lower `rows`" in verdict.summary


def good_count(entity: Any, time: Any, history: Any) -> Any:
    return {"n": int((history["known_at"] < time).sum())}


FUNCTIONS: dict[str, tuple[Any, str, str]] = {
    "looks back": (good_count, "PASS", "n hold what was known"),
    "one value": (lambda e, t, h: float(h["value"][h["known_at"] < t].sum()), "PASS", ""),
    "series": (lambda e, t, h: pandas.Series({"a": (h["known_at"] < t).sum()}), "PASS", "a hold"),
    "looks ahead": (lambda e, t, h: {"n": len(h)}, "FAIL", "n differs in"),
    "counts itself": (lambda e, t, h: int((h["known_at"] <= t).sum()), "FAIL", "differs in"),
    "chance": (lambda e, t, h: numpy.random.default_rng().random(), "INCONCLUSIVE", "two answers"),
    "raises": (lambda e, t, h: h["nowhere"], "ERROR", "raised KeyError"),
    "table": (lambda e, t, h: h, "ERROR", "expected one value"),
    "list": (lambda e, t, h: [1], "ERROR", "expected one value"),
    "no function": (3, "ERROR", "a function of three arguments"),
}


@pytest.mark.parametrize(("fn", "outcome", "message"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_sees_the_past_only(make: Make, fn: Any, outcome: str, message: str) -> None:
    verdict = as_of(world(make, lambda *_: 0), fn=fn)
    assert verdict.outcome == outcome, verdict.summary
    assert message in verdict.summary


def test_the_function_gets_the_events_as_the_log_has_them(make: Make) -> None:
    seen: set[tuple[str, ...]] = set()

    def fn(entity: Any, time: Any, history: Any) -> int:
        seen.add(tuple(history.columns))
        history["value"] = 0  # a copy, so that the next call is not harmed
        return 0

    assert as_of(world(make, lambda *_: 0), fn=fn).outcome == "PASS"
    assert seen == {("key", "event_time", "known_at", "value", "feature")}


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(-9, 9)),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 60),
    st.one_of(st.none(), st.integers(1, 30)),
    st.sampled_from(sorted(AGGREGATES)),
)
def test_recomputed_values_are_those_of_a_plain_loop(
    rows: list[tuple[int, int, int]], at: int, window: int | None, aggregate: Any
) -> None:
    table = [(float(h), float(h + late), float(v)) for h, late, v in rows]
    time, known, value = (numpy.array(column) for column in zip(*table, strict=True))
    events = _as_of.Events(time, known, value.astype(object))
    recipe = _as_of.Recipe(aggregate, None if window is None else float(window))
    found = _as_of.value_at(events, recipe, float(at), events.known < at)
    expected = AGGREGATES[aggregate](before(at, table, window or 1e9))
    assert any(_as_of.same(expected, one, 1e-9) for one in found)


def test_the_log_may_have_other_names(tmp_path: Path) -> None:
    write(tmp_path, {"e.csv": "who,at,value\n1,2026-01-01,3\n"})
    names = {"key": "who", "event_time": "at"}
    log = provide("event_log", tmp_path, path="e.csv", columns=names)
    assert log.columns == ("key", "event_time", "value")
    for wrong, message in (
        ({"kee": "who"}, "no such column"),
        ({"key": "nobody"}, "no such column"),
        ({"key": "who", "value": "who"}, "under two names"),
        ({"key": "who", "value": "at"}, "another name"),
        ({"key": "who"}, "event_time"),
    ):
        with pytest.raises(InputError, match=message):
            provide("event_log", tmp_path, path="e.csv", columns=wrong)


@pytest.mark.slow
def test_a_real_project(tmp_path: Path) -> None:
    events = "".join(f"{i % 2},2026-01-{1 + i:02},2026-01-{1 + i:02},1\n" for i in range(20))
    rows = "".join(
        f"{i % 2},2026-01-{1 + i // 3:02},{(i // 3 + 1 - i % 2) // 2}\n" for i in range(60)
    )
    write(
        tmp_path,
        {
            "events.csv": f"key,event_time,known_at,value\n{events}",
            "train.csv": f"person,asked,seen\n{rows}",
            "mlg_as_of.py": "def good(e, t, h):\n    return int((h['known_at'] < t).sum())\n\n"
            "def bad(e, t, h):\n    return len(h)\n",
        },
    )
    settings: dict[str, dict[str, Any]] = {
        "train": {"path": "train.csv"},
        "event_log": {"path": "events.csv"},
        "roles": {"group": ("person",), "prediction_time": "asked"},
    }
    verdict = resolver(tmp_path, settings).run(AS_OF, features=("seen",), aggregate="count")
    assert verdict.outcome == "PASS", verdict.summary
    for name, outcome in (("good", "PASS"), ("bad", "FAIL"), ("none", "ERROR")):
        settings["feature_at"] = {"path": f"mlg_as_of:{name}"}
        assert resolver(tmp_path, settings).run(AS_OF).outcome == outcome
