"""Reported results."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.reported_results import Printed, ReportedResults
from support import provide, write

GOOD = """\
schema: reported_results/1
run_id: abc
metrics: {auc: {value: 0.93, digits: 2}, f1: {value: "0.850"}}
parameters: {lr: 0.1, depth: 3, bootstrap: true, note: null, decay: {value: 0.03, digits: 2}}
seeds: {n: 5, mean: 0.92, sd: 0.01}
deterministic: true
small_mode: false
seed: 7
"""


def load(root: Path, text: str) -> ReportedResults:
    return provide("reported_results", write(root, {"reported_results.yaml": text}))


def test_nothing_there_is_absent_and_something_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no reported results"):
        provide("reported_results", tmp_path)
    with pytest.raises(InputError, match="no such file"):
        provide("reported_results", tmp_path, path="paper.yaml")


def test_everything_is_read(tmp_path: Path) -> None:
    report = load(tmp_path, GOOD)
    assert report.metrics == {
        "auc": Printed(Decimal("0.93"), 2),
        "f1": Printed(Decimal("0.850"), 3),
    }
    assert report.parameters["decay"] == Printed(Decimal("0.03"), 2)
    assert report.parameters["bootstrap"] is True
    assert report.seeds is not None
    assert (report.seeds.n, report.seed, report.deterministic, report.small_mode) == (
        5,
        7,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("reported_results/1", "results/1", "schema"),
        ("run_id: abc", "run_id: 12", "run_id: found a whole number; expected text"),
        ("run_id: abc", "", "run_id: found nothing"),
        ("seed: 7", "sead: 7", "sead: found an unknown key.*did you mean 'seed'"),
        ("{value: 0.93, digits: 2}", "0.93", "metrics.auc: found a number; expected a table"),
        ("{value: 0.93, digits: 2}", "{value: .nan, digits: 2}", "metrics.auc.value.*finite"),
        ("{value: 0.93, digits: 2}", "{value: .inf}", "metrics.auc.value.*finite"),
        ("{value: 0.93, digits: 2}", "{value: 'nan'}", "metrics.auc.value.*finite"),
        ("{value: 0.93, digits: 2}", "{value: high}", "metrics.auc.value: found 'high'"),
        ("{value: 0.93, digits: 2}", "{value: true}", "metrics.auc.value: found bool"),
        ("{value: 0.93, digits: 2}", "{value: 0.93, digits: 1}", "no more decimals than digits"),
        ("{value: 0.93, digits: 2}", "{value: 0.93, digits: 99}", "digits: found 99"),
        ("{value: 0.93, digits: 2}", "{digits: 2}", "metrics.auc.value: found nothing"),
        ("n: 5", "n: 0", "seeds.n"),
        ("sd: 0.01", "sd: -1", "seeds.sd"),
        ("deterministic: true", "deterministic: maybe", "deterministic"),
        ("schema", "- x", "reported_results.yaml"),
    ],
)
def test_what_breaks_the_schema_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match=message):
        load(tmp_path, GOOD.replace(old, new))


@pytest.mark.parametrize(
    ("printed", "value", "fits"),
    [
        ("0.93", 0.934, True),
        ("0.93", 0.935, True),
        ("0.94", 0.935, True),
        ("0.93", 0.9351, False),
        ("0.93", 0.925, True),
        ("0.930", 0.934, False),
        ("96.8", 0.968, False),
        ("0.3", 0.1 + 0.2, True),
        ("1", 1.4, True),
        ("0.93", float("inf"), False),
    ],
)
def test_rounding_is_decimal(printed: str, value: float, fits: bool) -> None:
    number = Decimal(printed)
    digits = -number.as_tuple().exponent  # type: ignore[operator]
    assert Printed(number, digits).rounds(value) is fits


@given(st.floats(-1e6, 1e6), st.integers(0, 8))
def test_what_python_prints_rounds_from_the_value(value: float, digits: int) -> None:
    assert Printed(Decimal(f"{value:.{digits}f}"), digits).rounds(value)
