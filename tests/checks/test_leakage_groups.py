"""Groups that are in two parts of the data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leakage_tables import Make, make, parts

from pytest_mlgate.checks.leakage.group_overlap import named_like_an_id
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

pandas = pytest.importorskip("pandas")

CHECK = find_check("leakage.group-overlap")
GROUP = {"group": "patient"}
__all__ = ["make"]


def judge(
    roles: dict[str, Any], edges: Table | None = None, node: str | None = None, **tables: Table
) -> Verdict:
    inputs: dict[str, object] = {"parts": parts(roles, **tables)}
    if edges is not None:
        inputs["edges"] = edges
    return CHECK.run(inputs, {} if node is None else {"node": node})


def rules(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.rule, str(finding.outcome)) for finding in verdict.findings}


def test_groups_of_their_own_pass(make: Make) -> None:
    verdict = judge(
        GROUP,
        train=make({"patient": ["a", "a", "b"]}, "train"),
        test=make({"patient": ["c", "d"]}, "test"),
    )
    assert verdict.outcome == "PASS"
    assert verdict.summary == "no value of patient is in two parts (train 3 rows, test 2 rows)"


def test_a_shared_group_fails_with_counts_and_without_its_name(make: Make) -> None:
    verdict = judge(
        GROUP,
        train=make({"patient": ["Ada", "Bob", "Bob"]}, "train"),
        test=make({"patient": ["Bob", " Ada ", "Bob", "Eve"]}, "test"),
    )
    assert verdict.outcome == "FAIL"
    assert "2 values of patient are in train and in test: 3 of 4 rows" in verdict.summary
    assert not any(name in str(verdict) for name in ("Ada", "Bob", "Eve"))
    assert [estimate.value for estimate in verdict.estimates] == [2]


def test_every_pair_and_every_group_column_is_judged(make: Make) -> None:
    verdict = judge(
        {"group": ["patient", "site"]},
        train=make({"patient": [1, 2], "site": ["x", "y"]}, "train"),
        validation=make({"patient": [3, 4], "site": ["x", "z"]}, "validation"),
        test=make({"patient": [4, 5], "site": ["v", "w"]}, "test"),
    )
    assert {f.subject for f in verdict.findings} == {
        "train/validation/site",
        "validation/test/patient",
    }


def test_train_and_champion_train_may_share_and_test_may_not(make: Make) -> None:
    tables = {
        "train": make({"patient": [1]}, "train"),
        "champion_train": make({"patient": [1, 2]}, "champion"),
        "test": make({"patient": [2]}, "test"),
    }
    verdict = judge(GROUP, **tables)
    assert [f.subject for f in verdict.findings] == ["champion train/test/patient"]


@pytest.mark.parametrize("missing", [None, float("nan"), "", "  "])
def test_a_missing_group_is_no_group(make: Make, missing: object) -> None:
    values = [1.0, missing] if isinstance(missing, float) else ["a", missing]
    others = [2.0, missing] if isinstance(missing, float) else ["b", missing]
    verdict = judge(
        GROUP, train=make({"patient": values}, "train"), test=make({"patient": others}, "test")
    )
    assert verdict.outcome == "INCONCLUSIVE"
    assert rules(verdict) == {("missing", "INCONCLUSIVE")}
    assert "1 of 2 rows of train have no patient" in verdict.findings[0].message


def test_a_shared_group_outranks_missing_ones(make: Make) -> None:
    table = make({"patient": ["a", None]})
    assert judge(GROUP, train=table, test=table).outcome == "FAIL"


def test_whole_numbers_equal_the_floats_that_pandas_makes_of_them(make: Make) -> None:
    verdict = judge(
        GROUP,
        train=make({"patient": [1, 2]}, "train"),
        test=make({"patient": [2.0, float("nan")]}, "test"),
    )
    assert rules(verdict) == {("group", "FAIL"), ("missing", "INCONCLUSIVE")}


def test_ids_that_a_float_rounded_are_equal_to_nothing(make: Make) -> None:
    verdict = judge(
        GROUP,
        train=make({"patient": [2**53 + 1]}, "train"),
        test=make({"patient": [float(2**53 + 2)]}, "test"),
    )
    assert verdict.outcome == "INCONCLUSIVE"
    assert "rounded to one" in verdict.summary


def test_large_whole_numbers_are_told_apart(make: Make) -> None:
    verdict = judge(
        GROUP,
        train=make({"patient": [2**53 + 1]}, "train"),
        test=make({"patient": [2**53 + 2]}, "test"),
    )
    assert verdict.outcome == "PASS"


def test_a_part_without_rows_is_inconclusive(make: Make) -> None:
    arrow = pytest.importorskip("pyarrow")
    empty = arrow.table({"patient": arrow.array([], arrow.string())})
    verdict = judge(GROUP, train=make({"patient": ["a"]}, "train"), test=make(empty, "test"))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "test" in verdict.summary
    assert "has no rows" in verdict.summary


def test_a_missing_column_and_another_type_are_errors(make: Make) -> None:
    train = make({"patient": [1]}, "train")
    assert judge(GROUP, train=train, test=make({"patiend": [1]}, "test")).outcome == "ERROR"
    verdict = judge(GROUP, train=train, test=make({"patient": ["1"]}, "test"))
    assert verdict.outcome == "ERROR"
    assert "one type in both" in verdict.summary


def test_parts_and_edges_of_several_libraries_are_compared() -> None:
    polars = pytest.importorskip("polars")
    verdict = judge(
        GROUP,
        edges=Table.of(pandas.DataFrame({"from": [1], "to": [3]}), "edges"),
        train=Table.of({"patient": [1, 2]}, "train"),
        test=Table.of(polars.DataFrame({"patient": [2, 3]}), "test"),
    )
    assert rules(verdict) == {("group", "FAIL"), ("edge", "FAIL")}


def test_one_part_is_not_applicable(make: Make) -> None:
    assert judge(GROUP, train=make({"patient": [1]})).outcome == "NOT_APPLICABLE"


def test_nothing_declared_and_nothing_like_an_id_is_not_applicable(make: Make) -> None:
    table = make({"age": [1], "customer_age": [30]})
    assert judge({}, train=table, test=table).outcome == "NOT_APPLICABLE"


def test_an_undeclared_id_warns_and_says_how_to_declare_it(make: Make) -> None:
    table = make({"customer_id": ["a", None], "customer_age": [3, 4]})
    verdict = judge({}, train=table, test=table)
    assert verdict.outcome == "WARN"
    assert rules(verdict) == {("undeclared", "WARN")}
    assert "Name customer_id in [inputs.roles] group" in verdict.findings[0].remedy


@pytest.mark.parametrize("role", ["ignore", "key", "target", "group"])
def test_a_column_with_a_role_is_declared(make: Make, role: str) -> None:
    train, test = make({"user_id": [1]}, "train"), make({"user_id": [1]}, "test")
    expected = "FAIL" if role == "group" else "NOT_APPLICABLE"
    assert judge({role: "user_id"}, train=train, test=test).outcome == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("customer_id", True), ("customerId", True), ("CustomerID", True), ("user", True),
        ("device-no", True), ("household_key", True), ("PATIENT", True), ("patient_uuid", True),
        ("customer_age", False), ("device_type", False), ("id", False), ("username", False),
        ("inpatient", False), ("user_count", False), ("", False), ("region_id", False),
    ],
)  # fmt: skip
def test_words_make_an_id_and_parts_of_words_do_not(name: str, expected: bool) -> None:
    assert named_like_an_id(name) is expected


def nodes(make: Make) -> dict[str, Table]:
    return {
        "train": make({"patient": [1, 1, 2]}, "train"),
        "test": make({"patient": [3, 4]}, "test"),
    }


@pytest.mark.parametrize(
    ("one", "two", "between"),
    [([1, 3], [2, 4], 0), ([1], [3], 1), ([3, 1, 9], [1, 4, 9], 2), ([9], [1], 0)],
)
def test_edges_between_parts_fail(make: Make, one: list[int], two: list[int], between: int) -> None:
    edges = make({"from": one, "to": two}, "edges")
    verdict = judge(GROUP, edges, **nodes(make))
    assert verdict.outcome == ("FAIL" if between else "PASS")
    if between:
        assert f"{between} of {len(one)} edges of" in verdict.summary
    else:
        assert "no edge of" in verdict.summary


def test_an_edge_without_an_end_and_an_empty_list_are_inconclusive(make: Make) -> None:
    arrow = pytest.importorskip("pyarrow")
    verdict = judge(GROUP, make({"from": [1, None], "to": [2, 3]}, "edges"), **nodes(make))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "1 of 2 edges" in verdict.summary
    none = arrow.array([], arrow.int64())
    verdict = judge(GROUP, make(arrow.table({"from": none, "to": none}), "edges"), **nodes(make))
    assert verdict.outcome == "INCONCLUSIVE"


def test_the_nodes_are_a_key_or_what_the_setting_names(make: Make) -> None:
    edges = make({"from": [1], "to": [3]}, "edges")
    assert judge({"key": "patient"}, edges, **nodes(make)).outcome == "FAIL"
    assert judge({}, edges, "patient", **nodes(make)).outcome == "FAIL"
    verdict = judge({}, edges, **nodes(make))
    assert verdict.outcome == "ERROR"
    assert "node" in verdict.summary
    assert judge({}, edges, "nothing", **nodes(make)).outcome == "ERROR"
    text = make({"from": ["1"], "to": ["3"]}, "edges")
    assert judge(GROUP, text, **nodes(make)).outcome == "ERROR"


def test_the_edge_list_is_read_from_its_file(tmp_path: Path) -> None:
    write(tmp_path, {"edges.csv": "from,to\n1,3\n", "other.csv": "a,b\n1,3\n"})
    assert provide("edges", tmp_path, path="edges.csv").columns == ("from", "to")
    verdict = resolver(tmp_path, {"edges": {"path": "other.csv"}}).run(CHECK)
    assert verdict.outcome == "NOT_APPLICABLE"  # there are no parts
    train, test = write(tmp_path, {"a.csv": "p\n1\n"}), write(tmp_path, {"b.csv": "p\n2\n"})
    assert train == test
    settings: dict[str, dict[str, Any]] = {
        "train": {"path": "a.csv"},
        "test": {"path": "b.csv"},
        "edges": {"path": "other.csv"},
    }
    assert resolver(tmp_path, settings).run(CHECK).outcome == "ERROR"


def test_a_column_twice_is_an_error(tmp_path: Path) -> None:
    frame = pandas.DataFrame([[1, 1]], columns=["patient", "patient"])
    values = {"train": frame, "test": frame}
    registered = resolver(tmp_path)
    given = {
        name: registered._registry.inputs[name].adapted(value) for name, value in values.items()
    }
    verdict = resolver(tmp_path, **given).run(CHECK)
    assert verdict.outcome == "ERROR"
    assert "the column twice" in verdict.summary


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=1, max_size=20),
    st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=1, max_size=20),
)
def test_shared_groups_are_those_of_two_sets(one: list[int | None], two: list[int | None]) -> None:
    train = Table.of(pandas.DataFrame({"g": pandas.array(one, dtype="Int64")}), "train")
    test = Table.of(pandas.DataFrame({"g": pandas.array(two, dtype="Int64")}), "test")
    verdict = judge({"group": "g"}, train=train, test=test)
    shared = {g for g in one if g is not None} & {g for g in two if g is not None}
    assert verdict.estimates[0].value == len(shared)
    thin = "INCONCLUSIVE" if None in one or None in two else "PASS"
    assert verdict.outcome == ("FAIL" if shared else thin)
