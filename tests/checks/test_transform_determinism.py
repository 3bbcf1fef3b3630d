"""Features that do not depend on chance, order or day."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.verdict import Verdict
from support import find_check, resolver, write

pandas = pytest.importorskip("pandas")
numpy = pytest.importorskip("numpy")
pytest.importorskip("time_machine")

CHECK = find_check("reproducibility.transform-determinism")
FRAME = pandas.DataFrame(
    {
        "age": [30, 41, 25, 38, 60, 41],
        "name": ["Ada", "Bob", None, "Dan", "Eve", "Fay"],
        "when": pandas.to_datetime(
            ["2024-01-01", "2024-03-05", None, "2024-02-02", "2023-01-01", "2024-05-05"]
        ),
        "pay": [1.5, float("nan"), 2.5, float("inf"), -1.0, 0.0],
    }
)


def judge(function: Callable[[Any], Any], frame: Any = FRAME, **settings: Any) -> Verdict:
    return CHECK.run({"feature_fn": function, "sample": frame}, settings)


GOOD: dict[str, Callable[[Any], Any]] = {
    "unchanged": lambda f: f,
    "row by row": lambda f: f.assign(old=f["age"] > 40, text=f["name"].str.upper()),
    "centred": lambda f: (f[["age"]] - f["age"].mean()) / f["age"].std(),
    "own index": lambda f: f.set_index("name", drop=False)[["age"]].set_axis(range(len(f))),
    "sorted, index kept": lambda f: f.sort_values(["age", "name"]),
    "sorted, index reset": lambda f: f.sort_values(["age", "name"]).reset_index(drop=True),
    "ranked after sorting": lambda f: f.sort_values("when")[["age"]].cumsum(),
    "grouped": lambda f: f.groupby("age")[["pay"]].max(),
    "array": lambda f: f[["age"]].to_numpy(),
    "categories": lambda f: f.assign(c=f["name"].astype("category")),
    "nullable": lambda f: f.assign(c=f["age"].astype("Int64").where(f["age"] > 30)),
    "lists": lambda f: f.assign(c=[[a, a] for a in f["age"]]),
    "arrays": lambda f: f.assign(c=[numpy.array([a, a]) for a in f["age"]]),
    "seeded": lambda f: f.assign(c=random.Random(1).random()),
}


@pytest.mark.parametrize("function", GOOD.values(), ids=GOOD)
def test_deterministic_features_pass(function: Callable[[Any], Any]) -> None:
    verdict = judge(function)
    assert verdict.outcome == "PASS", verdict.summary
    assert "shuffled rows" in verdict.summary
    assert "400 days ahead" in verdict.summary


BAD: dict[str, tuple[Callable[[Any], Any], set[str], str]] = {
    "chance": (
        lambda f: f.assign(c=[random.random() for _ in range(len(f))]),
        {"T1", "T2", "T3"},
        "'c', row 1 of 6, and 5 more rows",
    ),
    "numpy chance": (
        lambda f: f.assign(c=numpy.random.default_rng().random(len(f))),
        {"T1", "T2", "T3"},
        "'c'",
    ),
    "row order": (
        lambda f: f.assign(c=f["age"].shift(1)),
        {"T2"},
        "changes with shuffled rows: column 'c'",
    ),
    "row number": (lambda f: f.assign(c=range(len(f))), {"T2"}, "'c'"),
    "first of a group": (
        lambda f: f.assign(
            c=f.groupby("age")["pay"].transform("first").fillna(9), d=f.groupby("age").cumcount()
        ),
        {"T2"},
        "'d'",
    ),
    "today": (
        lambda f: f.assign(c=(pandas.Timestamp(date.today()) - f["when"]).dt.days),
        {"T3"},
        "1 days ahead: column 'c', row 1",
    ),
    "now": (lambda f: f.assign(c=(datetime.now() - f["when"]).dt.days), {"T3"}, "'c'"),
    "pandas now": (
        lambda f: f.assign(c=(pandas.Timestamp.now() - f["when"]).dt.days),
        {"T3"},
        "'c'",
    ),
    "year": (lambda f: f.assign(c=time.localtime().tm_year), {"T3"}, "400 days ahead"),
    "only a year": (lambda f: f.assign(c=date.today().year // 1), {"T3"}, "'c'"),
}


@pytest.mark.parametrize(("function", "broken", "message"), BAD.values(), ids=BAD)
def test_other_features_fail_where_they_differ(
    function: Callable[[Any], Any], broken: set[str], message: str
) -> None:
    verdict = judge(function)
    assert verdict.outcome == "FAIL"
    assert {finding.rule for finding in verdict.findings} == broken
    assert message in " ".join(finding.message for finding in verdict.findings)


class Changing:
    """Returns another frame at every call."""

    def __init__(self, *frames: dict[str, Any]) -> None:
        self.frames = [pandas.DataFrame(frame) for frame in frames]
        self.calls = 0

    def __call__(self, frame: Any) -> Any:
        self.calls += 1
        return self.frames[min(self.calls, len(self.frames)) - 1]


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"a": [1, 2]}, {"b": [1, 2]}, "columns differ (a, b)"),
        ({"a": [1], "b": [2]}, {"b": [2], "a": [1]}, "column order differs"),
        ({"a": [1, 2]}, {"a": [1]}, "2 and 1 rows"),
        ({"a": [1, 2]}, {"a": [1.0, 2.0]}, "column 'a' has dtype int64 and then float64"),
        ({"a": [1.0, float("nan")]}, {"a": [1.0, 2.0]}, "column 'a', row 2 of 2"),
        ({"a": [1.0, 1.0]}, {"a": [1.0, 1.0 + 1e-8]}, "column 'a', row 2"),
        ({"a": [1e6, 1.0]}, {"a": [1e6, 1.0 + 1e-5]}, "column 'a', row 2"),
        ({"a": [float("inf")]}, {"a": [float("-inf")]}, "column 'a', row 1"),
        ({"a": ["x", "y"]}, {"a": ["x", None]}, "column 'a', row 2"),
        ({"a": [1], "b": [1]}, {"a": [2], "b": [2]}, "2 columns differ"),
    ],
)
def test_every_sort_of_difference_is_named_without_values(
    one: dict[str, Any], other: dict[str, Any], message: str
) -> None:
    verdict = judge(Changing(one, other), order_dependent="not tried")
    assert verdict.outcome == "FAIL"
    assert message in verdict.findings[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": [1.0, float("nan")]}, {"a": [1.0, float("nan")]}),
        ({"a": [1.0, 2.0]}, {"a": [1.0 + 1e-10, 2.0]}),
        ({"a": [100.0, 1e-14]}, {"a": [100.0, 3e-14]}),
        ({"a": [float("inf")]}, {"a": [float("inf")]}),
        ({"a": [None, "x"]}, {"a": [None, "x"]}),
    ],
)
def test_rounding_and_missing_values_are_no_difference(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert judge(Changing(one, other), order_dependent="not tried").outcome == "PASS"


def test_no_value_of_the_data_is_shown() -> None:
    verdict = judge(lambda f: f.assign(c=[f"{n}{random.random()}" for n in f["name"]]))
    text = str(verdict)
    assert verdict.outcome == "FAIL"
    assert not any(name in text for name in ("Ada", "Bob", "Eve"))


def test_a_reason_drops_the_shuffle_and_is_shown() -> None:
    verdict = judge(lambda f: f.assign(c=f["age"].shift(1)), order_dependent="a series by time")
    assert verdict.outcome == "PASS"
    assert "row order not tried: a series by time" in verdict.summary
    assert judge(lambda f: f.assign(c=f["age"].shift(1)), order_dependent=" ").outcome == "FAIL"


@pytest.mark.parametrize(
    ("function", "rows", "message"),
    [
        (lambda f: f, 0, "0 rows; at least 2"),
        (lambda f: f, 1, "1 rows; at least 2"),
        (lambda f: f[[]], 6, "0 columns"),
        (lambda f: f.head(0), 6, "gave 0 rows"),
    ],
)
def test_too_little_is_inconclusive(
    function: Callable[[Any], Any], rows: int, message: str
) -> None:
    verdict = judge(function, FRAME.head(rows))
    assert verdict.outcome == "INCONCLUSIVE"
    assert message in verdict.summary


def test_an_exception_is_an_error() -> None:
    verdict = judge(lambda f: f["nowhere"])
    assert verdict.outcome == "ERROR"
    assert "raised KeyError" in verdict.summary


def test_without_its_inputs_it_is_not_applicable(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CHECK).outcome == "NOT_APPLICABLE"
    write(tmp_path, {"mlg_feat.py": "def build(f):\n    return f\n"})
    gate = resolver(tmp_path, {"feature_fn": {"path": "mlg_feat:build"}})
    assert gate.run(CHECK).outcome == "NOT_APPLICABLE"


def test_two_rows_are_always_shuffled() -> None:
    for seed in range(8):
        assert judge(lambda f: f.assign(c=range(2)), FRAME.head(2), seed=seed).outcome == "FAIL"


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("def build(f):\n    return f.assign(b=f['a'] * 2)\n", "PASS"),
        (
            "from datetime import date as today_of\n\ndef build(f):\n"
            "    return f.assign(b=today_of.today().toordinal() - f['a'])\n",
            "FAIL",
        ),
    ],
)
def test_a_real_project(tmp_path: Path, source: str, outcome: str) -> None:
    write(tmp_path, {"mlg_feat.py": source, "sample.csv": "a\n1\n2\n3\n"})
    settings = {"feature_fn": {"path": "mlg_feat:build"}, "sample": {"path": "sample.csv"}}
    assert resolver(tmp_path, settings).run(CHECK).outcome == outcome
