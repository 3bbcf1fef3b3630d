"""Same seed, same result."""

from __future__ import annotations

import hashlib
import math
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.reruns import Rerun, Reruns
from pytest_mlgate.inputs.train_fn import TrainingFailed, TrainingResult
from pytest_mlgate.verdict import Verdict
from support import find_check, resolver, write

CHECK = find_check("reproducibility.rerun-determinism")


def result(
    predictions: tuple[float, ...] | None = (0.1, 0.9), model: str | None = None, **metrics: float
) -> TrainingResult:
    packed = struct.pack(f"<{len(predictions)}d", *predictions) if predictions is not None else b""
    return TrainingResult(
        metrics=metrics,
        prediction_sha256=hashlib.sha256(packed).hexdigest() if predictions is not None else None,
        predictions=packed,
        model_sha256=model,
    )


@dataclass
class Fake:
    """Answers with prepared results and remembers what it was asked."""

    results: list[TrainingResult]
    asked: list[tuple[int, int]] = field(default_factory=list)

    def run(self, seed: int, hash_seed: int = 0) -> TrainingResult:
        self.asked.append((seed, hash_seed))
        return self.results[len(self.asked) - 1]


def judge(*results: TrainingResult, reruns: Reruns | None = None, **settings: Any) -> Verdict:
    absent = InputAbsent("no reruns")
    return CHECK.run(
        {"train_fn": Fake(list(results)), "reruns": reruns or absent},
        {"runs": len(results), **settings},
    )


def test_equal_runs_pass_with_one_seed_and_different_hash_seeds() -> None:
    fake = Fake([result(auc=0.9), result(auc=0.9)])
    verdict = CHECK.run({"train_fn": fake, "reruns": InputAbsent("")}, {"seed": 7})
    assert verdict.outcome == "PASS"
    assert "2 trainings with seed 7 in separate processes" in verdict.summary
    assert fake.asked == [(7, 1), (7, 2)]


def test_no_training_function_is_not_applicable() -> None:
    assert CHECK.run({}).outcome == "NOT_APPLICABLE"


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ((result(auc=0.9), result(auc=0.901)), "metric auc is 0.9 in run 1 and 0.901 in run 2"),
        ((result(auc=0.9), result(auc=math.nextafter(0.9, 1))), "metric auc"),
        ((result(auc=0.9), result(auc=0.9), result(auc=0.8)), "run 3"),
        ((result(auc=0.9), result(auc=0.9, f1=1)), "metric f1 exists in only one"),
        ((result((0.1, 0.9), auc=1), result((0.1, 0.8), auc=1)), "1 of 2 numbers, at most by 0.1"),
        ((result((0.1,), auc=1), result((0.1, 0.8), auc=1)), "1 and 2 numbers"),
        ((result(None, auc=1), result((0.1,), auc=1)), "only one of the runs wrote any"),
        ((result((0.1,), auc=1), result((math.nan,), auc=1)), "1 of 1 numbers"),
    ],
)
def test_any_difference_fails(results: tuple[TrainingResult, ...], message: str) -> None:
    verdict = judge(*results)
    assert verdict.outcome == "FAIL"
    assert message in verdict.summary
    assert "Seed" in verdict.remedy


def test_a_tolerance_needs_a_reason() -> None:
    verdict = judge(result(auc=0.9), result(auc=0.9), tolerance=0.01)
    assert verdict.outcome == "ERROR"
    assert "tolerance = 0.01 without tolerance-reason" in verdict.summary
    assert (
        judge(result(auc=1), result(auc=1), tolerance=0.1, tolerance_reason=" ").outcome == "ERROR"
    )


def test_within_a_reasoned_tolerance_metrics_and_predictions_are_equal() -> None:
    settings = {"tolerance": 0.01, "tolerance_reason": "atomic adds on the GPU"}
    one, other = result((0.1, math.nan), auc=0.9), result((0.105, math.nan), auc=0.905)
    verdict = judge(one, other, **settings)
    assert verdict.outcome == "PASS"
    assert "within 0.01 (atomic adds on the GPU)" in verdict.summary
    assert judge(one, result((0.2, math.nan), auc=0.9), **settings).outcome == "FAIL"
    assert judge(one, result((0.1, math.nan), auc=0.92), **settings).outcome == "FAIL"


def test_another_model_file_is_a_warning() -> None:
    verdict = judge(result(auc=1, model="a"), result(auc=1, model="b"))
    assert verdict.outcome == "WARN"
    assert "model file differs" in verdict.summary


def test_metrics_alone_are_a_warning() -> None:
    verdict = judge(result(None, auc=1), result(None, auc=1))
    assert verdict.outcome == "WARN"
    assert "only the metrics were compared" in verdict.summary


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (result(), "no metrics were returned"),
        (result(auc=math.nan), "metric auc is nan"),
        (result(auc=math.inf), "metric auc is inf"),
        (
            TrainingResult({}, unusable=("it returned float, no mapping of metrics",)),
            "returned float",
        ),
    ],
)
def test_what_cannot_be_compared_is_inconclusive(broken: TrainingResult, message: str) -> None:
    verdict = judge(broken, broken)
    assert verdict.outcome == "INCONCLUSIVE"
    assert message in verdict.summary


def test_a_violation_outranks_what_cannot_be_compared() -> None:
    assert judge(result(a=math.nan, b=1.0), result(a=math.nan, b=2.0)).outcome == "FAIL"


def test_a_crash_is_an_error_with_the_end_of_the_output() -> None:
    class Crashing:
        def run(self, seed: int, hash_seed: int = 0) -> TrainingResult:
            raise TrainingFailed("train:run with seed 0 crashed: ValueError: x", "the tail")

    verdict = CHECK.run({"train_fn": Crashing(), "reruns": InputAbsent("")})
    assert verdict.outcome == "ERROR"
    assert "ValueError: x" in verdict.summary
    assert verdict.detail == "the tail"


def recorded(n: int, failures: int = 0, hash: str | None = "h") -> Reruns:
    runs = [
        Rerun(
            str(i),
            "c",
            "f",
            "d",
            1,
            {"auc": 0.9 if i > failures or i == 0 else 0.1 * i},
            prediction_sha256=hash,
        )
        for i in range(n + 1)
    ]
    return Reruns(tuple(runs))


def test_twenty_recorded_reruns_report_their_interval() -> None:
    verdict = judge(result(auc=1), result(auc=1), reruns=recorded(20))
    assert verdict.outcome == "PASS"
    (estimate,) = verdict.estimates
    assert (estimate.value, estimate.n, estimate.method) == (1.0, 20, "Wilson")
    assert round(estimate.lower or 0, 3) == 0.839
    assert "20 of 20" in verdict.summary
    assert "13.9%" in verdict.summary


def test_recorded_reruns_that_did_not_reproduce_are_a_warning() -> None:
    verdict = judge(result(auc=1), result(auc=1), reruns=recorded(20, failures=3))
    assert verdict.outcome == "WARN"
    assert "17 of 20" in verdict.summary


def test_a_recorded_rerun_of_unknown_predictions_reproduced_nothing() -> None:
    verdict = judge(result(auc=1), result(auc=1), reruns=recorded(10, hash=None))
    assert verdict.estimates[0].value == 0


def test_fewer_than_ten_recorded_reruns_report_nothing() -> None:
    assert judge(result(auc=1), result(auc=1), reruns=recorded(9)).estimates == ()


def test_runs_of_other_seeds_are_no_reruns() -> None:
    runs = tuple(Rerun(str(i), "c", "f", "d", i, {"auc": 0.9}) for i in range(30))
    assert judge(result(auc=1), result(auc=1), reruns=Reruns(runs)).estimates == ()


TRAIN = """
import json, random

def run(seed, outdir):
    generator = random.Random({generator})
    words = {words}
    values = [generator.random() for _ in words]
    (outdir / "predictions.json").write_text(json.dumps(values))
    return {{"mean": sum(values) / len(values), "first": float(len(words[0]))}}
"""
SORTED = 'sorted({"a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg"})'


@pytest.mark.parametrize(
    ("generator", "words", "outcome"),
    [
        ("seed", SORTED, "PASS"),
        ("", SORTED, "FAIL"),
        ("seed", SORTED.replace("sorted", "list"), "FAIL"),
    ],
)
def test_real_trainings(tmp_path: Path, generator: str, words: str, outcome: str) -> None:
    write(tmp_path, {"train.py": TRAIN.format(generator=generator, words=words)})
    gate = resolver(tmp_path, {"train_fn": {"path": "train:run"}})
    # Of several hash seeds some pair gives the seven words in another order.
    verdict = gate.run(CHECK, runs=4 if "list" in words else 2)
    assert verdict.outcome == outcome, verdict.summary
