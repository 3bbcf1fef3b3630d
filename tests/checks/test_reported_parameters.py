"""Reports that say what the run says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.reported_results import Printed, ReportedResults
from pytest_mlgate.inputs.run import Run
from pytest_mlgate.inputs.study import Study
from pytest_mlgate.verdict import Verdict
from support import find_check, resolver

CHECK = find_check("reproducibility.reported-parameters")


def judge(
    params: dict[str, str],
    reported: dict[str, Any],
    *,
    metrics: dict[str, str] | None = None,
    logged: dict[str, float] | None = None,
    study: Study | None = None,
    run_id: str = "abc",
    status: str = "FINISHED",
    **settings: Any,
) -> Verdict:
    printed = {
        name: Printed(Decimal(text), -Decimal(text).as_tuple().exponent)  # type: ignore[operator]
        for name, text in (metrics or {"auc": "0.93"}).items()
    }
    inputs = {
        "reported_results": ReportedResults("abc", printed, reported),
        "run": Run(run_id, status, params, logged or {"auc": 0.9312}),
        "study": study or InputAbsent(""),
    }
    return CHECK.run(inputs, settings)


def test_everything_reported_passes() -> None:
    verdict = judge({"lr": "0.1", "depth": "3"}, {"lr": 0.1, "depth": 3})
    assert verdict.outcome == "PASS"
    assert "2 parameters and 1 metrics" in verdict.summary


@pytest.mark.parametrize(
    ("logged", "reported"),
    [
        ("0.1", 0.1),
        ("0.10", 0.1),
        ("1e-3", 0.001),
        ("100", 100.0),
        ("100.0", 100),
        ("3", "3.0"),
        ("True", True),
        ("true", True),
        ("None", None),
        ("", None),
        ("adam", "adam"),
        (" adam ", "adam"),
        ("0.031234", Printed(Decimal("0.031"), 3)),
        ("[1, 2]", [1, 2]),
    ],
)
def test_equal_values(logged: str, reported: Any) -> None:
    assert judge({"p": logged}, {"p": reported}).outcome == "PASS"


@pytest.mark.parametrize(
    ("logged", "reported"),
    [
        ("0.1", 0.11),
        ("0.30000000000000004", 0.3),
        ("1", True),
        ("True", 1),
        ("False", None),
        ("adam", "Adam"),
        ("sgd", None),
        ("nan", 0.1),
        ("0.0316", Printed(Decimal("0.031"), 3)),
        ("x", Printed(Decimal("0.031"), 3)),
        ("adam", 3),
    ],
)
def test_different_values(logged: str, reported: Any) -> None:
    verdict = judge({"p": logged}, {"p": reported})
    assert verdict.outcome == "FAIL"
    assert verdict.findings[0].rule == "R2"
    assert "parameter p is reported as" in verdict.summary


def test_each_unreported_parameter_is_named() -> None:
    verdict = judge({f"p{i}": "1" for i in range(7)}, {})
    assert verdict.outcome == "FAIL"
    assert [finding.message.split()[1] for finding in verdict.findings] == [
        f"p{i}" for i in range(7)
    ]
    assert {finding.rule for finding in verdict.findings} == {"R1"}


def test_a_misspelt_parameter_is_suggested() -> None:
    verdict = judge({"learning_rate": "0.1"}, {"learnin_rate": 0.1})
    assert "did you mean 'learnin_rate'" in verdict.summary


def test_searched_parameters_are_needed_and_cannot_be_ignored() -> None:
    study = Study({"depth": {"low": 1}})
    verdict = judge({"lr": "1"}, {"lr": 1}, study=study, ignore=("*",))
    assert verdict.outcome == "FAIL"
    assert "parameter depth was searched and is not reported" in verdict.summary


def test_logged_parameters_may_be_ignored() -> None:
    assert judge({"lr": "1", "n_jobs": "4"}, {"lr": 1}, ignore=("n_*",)).outcome == "PASS"


def test_a_reported_parameter_that_was_not_logged_is_inconclusive() -> None:
    verdict = judge({"lr": "1"}, {"lr": 1, "depth": 3})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "does not log it" in verdict.summary


@pytest.mark.parametrize(
    ("printed", "value", "outcome"),
    [
        ("0.93", 0.934999, "PASS"),
        ("0.93", 0.935, "PASS"),
        ("0.94", 0.935, "PASS"),
        ("0.93", 0.93501, "FAIL"),
        ("0.930", 0.9312, "FAIL"),
        ("96.8", 0.968, "FAIL"),
        ("0.97", 0.9312, "FAIL"),
    ],
)
def test_metrics_agree_within_the_printed_digits(printed: str, value: float, outcome: str) -> None:
    verdict = judge({"a": "1"}, {"a": 1}, metrics={"auc": printed}, logged={"auc": value})
    assert verdict.outcome == outcome


def test_a_metric_that_the_run_does_not_have_fails() -> None:
    verdict = judge({"a": "1"}, {"a": 1}, logged={"auc_test": 0.93})
    assert verdict.outcome == "FAIL"
    assert "metric auc is reported, and the run has none of that name" in verdict.summary


@pytest.mark.parametrize(
    ("params", "changed", "message"),
    [
        ({}, {}, "logged no parameters"),
        ({"a": "1"}, {"status": "FAILED"}, "is FAILED, not finished"),
    ],
)
def test_a_run_that_supports_nothing_is_inconclusive(
    params: dict[str, str], changed: dict[str, str], message: str
) -> None:
    verdict = judge(params, {name: int(value) for name, value in params.items()}, **changed)  # type: ignore[arg-type]
    assert verdict.outcome == "INCONCLUSIVE"
    assert message in verdict.summary


def test_a_report_without_metrics_is_inconclusive() -> None:
    told = ReportedResults("abc", {}, {"a": 1})
    run = Run("abc", "FINISHED", {"a": "1"})
    verdict = CHECK.run({"reported_results": told, "run": run, "study": InputAbsent("")})
    assert verdict.outcome == "INCONCLUSIVE"


def test_a_report_about_another_run_is_an_error() -> None:
    verdict = judge({"a": "1"}, {"a": 1}, run_id="xyz")
    assert verdict.outcome == "ERROR"
    assert "found 'abc'; expected 'xyz'" in verdict.summary


def test_without_report_or_run_it_is_not_applicable(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CHECK).outcome == "NOT_APPLICABLE"
    run = Run("abc", "FINISHED", {"a": "1"})
    assert resolver(tmp_path, run=run).run(CHECK).outcome == "NOT_APPLICABLE"
