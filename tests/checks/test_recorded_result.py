"""Recorded metrics come out again."""

from __future__ import annotations

import hashlib
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.fresh_result import FreshResult
from pytest_mlgate.inputs.reported_results import Printed, ReportedResults, Seeds
from pytest_mlgate.inputs.reruns import Rerun, Reruns
from pytest_mlgate.inputs.run import Run
from pytest_mlgate.inputs.train_fn import TrainingResult
from pytest_mlgate.verdict import Verdict
from support import find_check, resolver, write

CHECK = find_check("reproducibility.recorded-result")
TAGS = {"data_sha256": "d1", "platform_hash": "p1", "deterministic": "true"}


def run(tags: dict[str, str] | None = None, **metrics: float) -> Run:
    return Run("abc", "FINISHED", metrics=metrics or {"acc": 96.8}, tags=TAGS | (tags or {}))


def report(digits: int = 1, value: str = "96.8", **changed: Any) -> ReportedResults:
    printed = {"acc": Printed(Decimal(value), digits)}
    return ReportedResults("abc", printed, **{"data_sha256": "d1", **changed})


def fresh(
    value: float = 96.8,
    *,
    data: str | None = "d1",
    platform: str | None = "p1",
    small: bool | None = None,
    **metrics: float,
) -> FreshResult:
    result = TrainingResult({"acc": value, **metrics}, small_mode=small)
    return FreshResult(result, 1, data, platform)


def judge(
    fresh: FreshResult,
    run: Run | None = None,
    report: ReportedResults | None = None,
    reruns: Reruns | None = None,
    subject: str = "",
    **settings: Any,
) -> Verdict:
    given = {"fresh_result": fresh, "run": run, "reported_results": report, "reruns": reruns}
    inputs = {name: InputAbsent("") if value is None else value for name, value in given.items()}
    return CHECK.run(inputs, settings, subject=subject)


def test_an_equal_value_passes() -> None:
    verdict = judge(fresh(), run())
    assert verdict.outcome == "PASS"
    assert "run abc came out again with seed 1" in verdict.summary


@pytest.mark.parametrize(("recorded", "again"), [(96.8, 92.1), (12.0, 8.2)])
def test_a_claim_that_does_not_come_out_again_fails(recorded: float, again: float) -> None:
    verdict = judge(fresh(again), run(acc=recorded))
    assert verdict.outcome == "FAIL"
    assert f"recorded as {recorded} and came out as {again}" in verdict.summary


def test_on_the_same_machine_a_deterministic_value_is_exact() -> None:
    assert judge(fresh(math.nextafter(96.8, 100)), run()).outcome == "FAIL"


@pytest.mark.parametrize(
    ("platform", "tags"),
    [("p2", {}), (None, {}), ("p1", {"platform_hash": ""}), ("p1", {"deterministic": ""})],
)
@pytest.mark.parametrize(("share", "outcome"), [(0.9e-6, "PASS"), (1.1e-6, "FAIL")])
def test_otherwise_a_millionth_is_allowed(
    platform: str | None, tags: dict[str, str], share: float, outcome: str
) -> None:
    assert judge(fresh(96.8 * (1 + share), platform=platform), run(tags)).outcome == outcome


def seeds(*values: float) -> Reruns:
    return Reruns(tuple(Rerun(str(i), "c", "f", "d", i, {"acc": v}) for i, v in enumerate(values)))


@pytest.mark.parametrize(
    ("gap", "reruns", "outcome"),
    [
        (0.0049, None, "PASS"),
        (0.0051, None, "FAIL"),
        (3.7, seeds(96.8, 93.1, 94.2), "PASS"),  # 2 sd = 3.8
        (3.9, seeds(96.8, 93.1, 94.2), "FAIL"),
        (0.0051, seeds(96.8), "FAIL"),
        (0.0051, seeds(96.8, math.nan), "FAIL"),
    ],
)
def test_a_nondeterministic_training_may_spread(
    gap: float, reruns: Reruns | None, outcome: str
) -> None:
    verdict = judge(fresh(96.8 - gap), run({"deterministic": "false"}), reruns=reruns)
    assert verdict.outcome == outcome


def test_the_reported_spread_counts_for_a_single_metric() -> None:
    told = report(deterministic=False, seeds=Seeds(5, 94.7, 1.9))
    assert judge(fresh(93.1), report=told).outcome == "PASS"
    assert judge(fresh(92.9), report=told).outcome == "FAIL"


def test_print_takes_half_a_unit_away() -> None:
    told = report(deterministic=True, platform_hash="p1")
    assert judge(fresh(96.84), report=told).outcome == "PASS"
    assert judge(fresh(96.85), report=told).outcome == "PASS"
    assert judge(fresh(96.86), report=told).outcome == "FAIL"


def test_the_run_counts_before_its_rounded_report() -> None:
    assert judge(fresh(96.84), run(), report()).outcome == "FAIL"


def test_flags_that_the_run_does_not_have_come_from_the_report() -> None:
    told = report(deterministic=False)
    assert judge(fresh(96.804), run({"deterministic": ""}), told).outcome == "PASS"


def test_a_metric_that_is_no_longer_produced_fails_even_without_the_data() -> None:
    verdict = judge(fresh(data=None), run(acc=96.8, f1=0.5))
    assert verdict.outcome == "FAIL"
    assert "metric f1 is recorded and is no longer produced" in verdict.summary


@pytest.mark.parametrize(
    ("now", "tags", "message"),
    [
        (fresh(90.0, data=None), {}, "hash of the fresh run's data is unknown"),
        (fresh(90.0, data="d2"), {}, "not the recorded ones"),
        (fresh(90.0), {"data_sha256": ""}, "does not record the hash of its data"),
        (fresh(90.0, small=True), {}, "only one of the two sides ran in small mode"),
        (fresh(90.0), {"small_mode": "true"}, "only one of the two sides ran in small mode"),
        (fresh(math.nan), {}, "no finite number"),
    ],
)
def test_what_cannot_be_compared_is_inconclusive(
    now: FreshResult, tags: dict[str, str], message: str
) -> None:
    verdict = judge(now, run(tags))
    assert verdict.outcome == "INCONCLUSIVE"
    assert message in verdict.summary


def test_unusable_metrics_are_inconclusive() -> None:
    now = FreshResult(TrainingResult({}, unusable=("metric acc is str, no number",)), 1, "d1", "p1")
    verdict = judge(now, run())
    assert verdict.outcome == "INCONCLUSIVE"
    assert "acc is str" in verdict.summary


def test_small_mode_on_both_sides_is_compared() -> None:
    assert judge(fresh(small=True), run({"small_mode": "true"})).outcome == "PASS"


def test_a_subject_is_one_metric() -> None:
    both = run(acc=96.8, f1=0.5)
    assert judge(fresh(f1=0.4), both, subject="acc").outcome == "PASS"
    assert judge(fresh(f1=0.4), both, subject="f1").outcome == "FAIL"
    verdict = judge(fresh(), both, subject="acd")
    assert verdict.outcome == "ERROR"
    assert "did you mean 'acc'" in verdict.summary


def test_the_configuration_may_set_a_reasoned_tolerance() -> None:
    assert judge(fresh(96.7), run(), tolerance=0.2).outcome == "ERROR"
    assert judge(fresh(96.7), run(), tolerance=0.2, tolerance_reason="GPU").outcome == "PASS"
    assert judge(fresh(96.8), run({"deterministic": ""}), tolerance=0.0).outcome == "PASS"


def test_a_report_about_another_run_and_a_run_without_metrics_are_errors() -> None:
    other = ReportedResults("xyz", {})
    assert "'abc', the run of [inputs.run]" in judge(fresh(), run(), other).summary
    assert judge(fresh(), Run("abc", "FINISHED")).outcome == "ERROR"


def test_nothing_recorded_is_not_applicable() -> None:
    assert judge(fresh()).outcome == "NOT_APPLICABLE"


EXPORT = {
    "schema": "run/1",
    "run_id": "abc",
    "status": "FINISHED",
    "start": "s",
    "end": "e",
    "tags": {"seed": "7"},
    "params": {},
    "metrics": {"m": [{"step": 0, "value": 7.0}]},
}


def project(root: Path, **tags: str) -> Path:
    document = {**EXPORT, "tags": {**EXPORT["tags"], **tags}}  # type: ignore[dict-item]
    return write(
        root,
        {
            "run.json": json.dumps(document),
            "data.csv": "a\n1\n",
            "train.py": "def run(seed, outdir):\n    return {'m': float(seed)}\n",
        },
    )


def test_a_real_training_with_the_recorded_seed(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"a\n1\n").hexdigest()
    gate = resolver(
        project(tmp_path, data_sha256=digest),
        {"train_fn": {"path": "train:run"}, "fresh_result": {"data": "data.csv"}},
    )
    verdict = gate.run(CHECK)
    assert verdict.outcome == "PASS", verdict.summary
    assert "with seed 7" in verdict.summary


@pytest.mark.parametrize(
    ("tags", "settings", "outcome", "message"),
    [
        ({"seed": ""}, {}, "NOT_APPLICABLE", "no seed"),
        ({}, {"seed": 8}, "ERROR", "was trained with 7"),
        ({"seed": "-1"}, {}, "ERROR", "0 to 4294967295"),
        ({}, {"data": "nowhere.csv"}, "ERROR", "no such file"),
        ({"seed": ""}, {"seed": 7}, "INCONCLUSIVE", "does not record the hash"),
    ],
)
def test_the_conditions_of_the_fresh_run(
    tmp_path: Path, tags: dict[str, str], settings: dict[str, Any], outcome: str, message: str
) -> None:
    gate = resolver(
        project(tmp_path, **tags), {"train_fn": {"path": "train:run"}, "fresh_result": settings}
    )
    verdict = gate.run(CHECK)
    assert verdict.outcome == outcome
    assert message in verdict.summary


def test_nothing_is_trained_without_a_record(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "def run(seed, outdir):\n    open('ran', 'w')\n"})
    verdict = resolver(tmp_path, {"train_fn": {"path": "train:run"}}).run(CHECK)
    assert verdict.outcome == "NOT_APPLICABLE"
    assert not (tmp_path / "ran").exists()


def test_without_a_training_function_it_is_not_applicable(tmp_path: Path) -> None:
    assert resolver(project(tmp_path)).run(CHECK).outcome == "NOT_APPLICABLE"
