"""Checks of scores, costs, choices, reuse and multiplicity."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.arms import Arm, ArmPair, Arms
from pytest_mlgate.inputs.compare_fn import CompareFn
from pytest_mlgate.inputs.cost_matrix import CostMatrix
from pytest_mlgate.inputs.cv_scores import CvScores
from pytest_mlgate.inputs.holdout_ledger import Evaluation, HoldoutLedger
from pytest_mlgate.inputs.nested_cv import OuterFold, Selection
from pytest_mlgate.inputs.p_values import Comparison, PFamily, PValues
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.score_table import ScoreTable
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, write

FOLDS = [0.02, 0.01, 0.03, 0.00, 0.02, 0.01, 0.02, 0.03, 0.01, 0.02]


def run(name: str, inputs: dict[str, object], subject: str = "", **settings: Any) -> Verdict:
    return find_check(f"comparison.{name}").run(inputs, settings, subject=subject)


# Cross-validation


def folds(differences: Any = FOLDS, base: float = 0.8, **changed: Any) -> pd.DataFrame:
    rows = []
    for i, d in enumerate(differences):
        level = base + 0.001 * (i % 3)
        for model, score in (("base", level), ("new", level + d)):
            rows.append((model, "auc", "higher", 0, i, f"h{i}", score, 900, 100))
    columns = ["model", "metric", "direction", "repeat", "fold", "split_hash", "score", "n_train",
               "n_test"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).assign(**changed)


def cv(frame: pd.DataFrame, subject: str = "new", **settings: Any) -> Verdict:
    return run("cross-validation", {"cv_scores": CvScores.of(frame)}, subject, **settings)


def test_the_example_of_ten_folds() -> None:
    verdict = cv(folds())
    assert verdict.outcome == "PASS"
    estimate = verdict.estimates[0]
    assert (round(estimate.value, 3), round(estimate.lower or 0, 4)) == (0.017, 0.0090)
    assert "p 0.00181" in verdict.summary


@pytest.mark.parametrize(
    ("differences", "settings", "outcome"),
    [
        (FOLDS, {"min_gain": 0.01}, "INCONCLUSIVE"),
        ([-d for d in FOLDS], {}, "FAIL"),
        ([-d for d in FOLDS], {"mode": "non_inferior"}, "FAIL"),
        ([-d / 10 for d in FOLDS], {"mode": "non_inferior"}, "PASS"),
        ([0.0] * 10, {"mode": "non_inferior"}, "PASS"),
        ([0.01] * 10, {}, "INCONCLUSIVE"),  # copied scores
        (FOLDS[:4], {}, "INCONCLUSIVE"),
        (FOLDS[:7], {}, "WARN"),
        (FOLDS, {"mode": "uplift"}, "PASS"),
        (FOLDS, {"mode": "floor", "floor": 0.80}, "PASS"),
        (FOLDS, {"mode": "floor", "floor": 0.90}, "FAIL"),
        (FOLDS, {"mode": "floor"}, "INCONCLUSIVE"),
        (FOLDS, {"metric": "f1"}, "ERROR"),
    ],
)
def test_modes(differences: list[float], settings: dict[str, Any], outcome: str) -> None:
    verdict = cv(folds(differences), **settings)
    assert verdict.outcome == outcome, verdict.summary


def test_noise_is_no_gain() -> None:
    # 6.11 -> 6.10 with thirteen more features
    rng = np.random.default_rng(1)
    d = rng.normal(0, 0.08, 10)
    frame = folds(d - d.mean() - 0.01, base=6.11, direction="lower", metric="mae")
    assert cv(frame).outcome == "INCONCLUSIVE"


def test_of_many_features_tried_one_seems_to_help() -> None:
    frame = folds()
    others = []
    for i in range(30):
        other = frame[frame["model"] == "base"].assign(model=f"f{i}")
        noise = np.random.default_rng(i).normal(0, 0.02, 10)
        others.append(other.assign(score=other["score"] + noise))
    weak = frame.assign(score=np.where(frame["model"] == "new", frame["score"] - 0.007,
                                       frame["score"]))  # fmt: skip
    table = pd.concat([weak, *others])
    names = ("new", *(f"f{i}" for i in range(30)))
    assert cv(table, mode="superior", base="base").outcome == "PASS"
    assert cv(table, mode="uplift", base="base", candidates=names).outcome == "INCONCLUSIVE"


def test_other_folds_are_an_error() -> None:
    frame = folds()
    other = frame.assign(split_hash=np.where(frame.index == 0, "x", frame["split_hash"]))
    assert "other splits" in cv(other).summary
    assert "other folds" in cv(frame.drop(index=0)).summary
    assert "no auc of 'nobody'" in cv(frame, "nobody").summary
    assert cv(frame, "").outcome == "INCONCLUSIVE"
    for broken, message in (
        (frame.drop(columns="fold"), "fold: found no such column"),
        (pd.concat([frame, frame]), "a fold twice"),
        (frame.assign(direction="up"), "direction: found 'up'"),
        (frame.assign(score="x"), "score: found text"),
    ):
        with pytest.raises(InputError, match=message):
            CvScores.of(broken)


def test_five_by_two() -> None:
    rng = np.random.default_rng(2)
    frame = folds(0.05 + rng.normal(0, 0.005, 10))
    frame["repeat"] = frame["fold"] // 2
    assert cv(frame, test="5x2cv-f").outcome == "PASS"
    assert cv(folds(), test="5x2cv-f").outcome == "INCONCLUSIVE"


def test_scores_in_a_file(tmp_path: Path) -> None:
    folds().to_csv(tmp_path / "cv_scores.csv", index=False)
    assert provide("cv_scores", tmp_path).models("auc") == ("base", "new")
    with pytest.raises(InputAbsent):
        provide("cv_scores", tmp_path / "x")


def board(frame: pd.DataFrame, winner: str | None = "new", **settings: Any) -> Verdict:
    return run("leaderboard", {"cv_scores": CvScores.of(frame)}, winner=winner, **settings)


def test_leaderboard() -> None:
    assert board(folds()).outcome == "PASS"
    behind = board(folds(), "base")
    assert (behind.outcome, "leading group: new" in behind.summary) == ("FAIL", True)
    assert board(folds(), "base", reason="half the latency").outcome == "WARN"
    tied = folds(np.random.default_rng(3).normal(0, 0.01, 10))
    assert board(tied, "base").outcome == board(tied, "new").outcome == "PASS"
    assert board(folds(), claims_best=True).outcome == "FAIL"
    assert board(folds(), claims_best=True, claimed_on_holdout=True).outcome == "PASS"
    assert board(folds(), compared=50).outcome == "WARN"
    assert board(folds(), None).outcome == "INCONCLUSIVE"
    assert board(folds(), "nobody").outcome == "ERROR"
    holed = folds()
    holed.loc[1, "score"] = np.nan
    verdict = board(holed, "base")
    assert (verdict.outcome, "at least two" in verdict.summary) == ("INCONCLUSIVE", True)


def test_many_data_sets() -> None:
    rng = np.random.default_rng(4)
    level = rng.uniform(0.6, 0.9, 20)
    table = pd.DataFrame({"ours": level + 0.03, "a": level, "b": level - 0.01})
    table += rng.normal(0, 0.005, (20, 3))

    def judge(frame: pd.DataFrame, **settings: Any) -> str:
        return run("many-datasets", {"score_table": ScoreTable.of(frame)}, **settings).outcome

    assert judge(table, winner="ours") == judge(table, winner="ours", test="nemenyi") == "PASS"
    assert judge(table, winner="a") == "FAIL"
    assert judge(-table, winner="ours", direction="lower") == "PASS"
    assert judge(table[["ours", "a"]], winner="ours") == "PASS"
    assert judge(table.head(5), winner="ours") == "INCONCLUSIVE"
    assert judge(table) == "INCONCLUSIVE"
    assert judge(table, winner="nobody") == "ERROR"
    noise = pd.DataFrame(rng.normal(size=(20, 3)), columns=list("abc"))
    assert judge(noise, winner="a") == "FAIL"
    holed = table.copy()
    holed.loc[3, "a"] = np.nan
    assert judge(holed, winner="ours") == "INCONCLUSIVE"
    with pytest.raises(InputError, match="a score per data set"):
        ScoreTable.of({"a": ["x"]})
    with pytest.raises(InputError, match="a data set twice"):
        ScoreTable.of({"dataset": ["x", "x"], "a": [1, 2]})


# Posteriors


def arms(x1: int, x2: int, n: int = 5000, direction: Any = "lower", **more: Any) -> Arms:
    return Arms({"churn": ArmPair(Arm(n, x=x1), Arm(n, x=x2), direction)}, **more)


def test_a_rate_of_which_less_is_better() -> None:
    verdict = run("bayesian-superiority", {"arms": arms(190, 210)}, "churn")
    assert verdict.outcome == "INCONCLUSIVE"
    assert round(verdict.estimates[0].value, 3) == 0.846
    assert "-25.3% to +9.6%" in verdict.summary


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "settings", "outcome"),
    [
        (arms(150, 210), {}, "PASS"),
        (arms(210, 150), {}, "FAIL"),
        (arms(210, 150, direction="higher"), {}, "PASS"),
        (arms(150, 210, planned_n=9000), {}, "INCONCLUSIVE"),
        (arms(200, 200), {"claim": "no-difference", "rope": 0.5}, "PASS"),
        (arms(200, 200), {"claim": "no-difference", "rope": 0.01}, "INCONCLUSIVE"),
        (arms(300, 200), {"claim": "no-difference", "rope": 0.01}, "FAIL"),
        (Arms({"churn": ArmPair(Arm(400, mean=1.2, sd=1.0), Arm(400, mean=1.0, sd=1.0),
                                "higher")}), {}, "PASS"),
        (Arms({"churn": ArmPair(Arm(400, mean=1.2, sd=1.0), Arm(400, mean=1.0, sd=1.0),
                                "lower")}), {}, "FAIL"),
        (Arms({"churn": ArmPair(Arm(400, mean=1.2, sd=1.0), Arm(400, mean=0.0, sd=1.0),
                                "higher")}), {}, "INCONCLUSIVE"),
    ],
)  # fmt: skip
def test_posteriors(made: Arms, settings: dict[str, Any], outcome: str) -> None:
    verdict = run("bayesian-superiority", {"arms": made}, "churn", **settings)
    assert verdict.outcome == outcome, verdict.summary


ARMS = (
    "schema: arms/1\nmetrics: {churn: {direction: lower, candidate: {n: 10, x: 1}, baseline: %s}}"
)


def test_arms_in_a_file(tmp_path: Path) -> None:
    found = provide("arms", write(tmp_path, {"arms.yaml": ARMS % "{n: 10, x: 2}"}))
    assert found.metrics["churn"].candidate == Arm(10, x=1)
    for arm, message in (
        ("{n: 10, x: 11}", "11 of 10"), ("{n: 0, x: 0}", "at least 1 row"),
        ("{n: 10, mean: 1, sd: 1}", "counts in one arm only"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=message):
            provide("arms", write(tmp_path, {"arms.yaml": ARMS % arm}))
    assert run("bayesian-superiority", {"arms": arms(1, 2)}, "chrn").outcome == "ERROR"
    assert run("bayesian-superiority", {"arms": arms(1, 2)}).outcome == "INCONCLUSIVE"


# Costs


def decisions(tp: int, fn: int, fp: int, tn: int, **more: Any) -> Predictions:
    truth = [1] * (tp + fn) + [0] * (fp + tn)
    made = [1] * tp + [0] * fn + [1] * fp + [0] * tn
    return Predictions(pd.DataFrame({"y_true": truth, "y_pred": made, **more}), favourable=1)


def costs(**changed: Any) -> CostMatrix:
    values: dict[str, Any] = {"currency": "EUR", "tp": 0.0, "tn": 0.0, "fp": 0.0, "fn": 0.0,
                              "running_cost": 0.0, "baseline": "none"}  # fmt: skip
    return CostMatrix(**(values | changed))


def test_a_detector_that_loses_money() -> None:
    rows = decisions(tp=750, fn=250, fp=3650, tn=95_350)
    matrix = costs(tp=500.0, fp=150.0, fn=200.0, running_cost=426_000.0)
    # 375,000 - 547,500 - 50,000 = -222,500, and 426,000 to run it
    verdict = run("business-value", {"predictions": rows, "cost_matrix": matrix}, replicates=300)
    assert verdict.outcome == "FAIL"
    assert "worth -222,500" in verdict.summary
    own = (375_000 - 547_500 - 50_000) - 426_000
    assert own == -648_500
    # whoever selects nobody loses 200 on each of 1,000 positives
    assert verdict.estimates[0].value == -222_500 + 200_000 - 426_000


def test_a_detector_that_pays() -> None:
    matrix = costs(tp=100.0, fp=10.0)
    rows = decisions(300, 100, 100, 1500)
    verdict = run("business-value", {"predictions": rows, "cost_matrix": matrix}, replicates=300)
    assert verdict.outcome == "PASS"
    thin = run("business-value", {"predictions": decisions(3, 1, 20, 100),
                                  "cost_matrix": matrix}, replicates=300)  # fmt: skip
    assert thin.outcome in {"INCONCLUSIVE", "PASS"}
    none = decisions(0, 100, 0, 100)
    assert run("business-value", {"predictions": none, "cost_matrix": matrix}).outcome == "FAIL"


def test_amounts_prevalence_and_the_present_rule() -> None:
    rows = decisions(300, 100, 100, 1500, amount=2.0, rule=1)

    def value(**changed: Any) -> float:
        inputs = {"predictions": rows, "cost_matrix": costs(tp=100.0, fp=10.0, **changed)}
        return run("business-value", inputs, replicates=100).estimates[0].value

    plain = value()
    assert plain == 300 * 100 - 100 * 10
    assert value(amount_column="amount") == 2 * plain
    assert value(rows_per_year=4000.0) == 2 * plain
    assert value(rows_per_year=4000.0, horizon_years=2.0, running_cost=500.0) == 4 * plain - 1000
    assert value(prevalence=0.2) == pytest.approx(plain)
    assert value(baseline="rule") == pytest.approx(plain - (400 * 100 - 1600 * 10))
    wrong = run("business-value", {"predictions": rows, "cost_matrix": costs(tp=1.0, baseline="x")})
    assert wrong.outcome == "ERROR"


COSTS = """
schema: cost_matrix/1
currency: EUR
values: {tp: 1, tn: 0, fp: 5, fn: 500}
running_cost: {amount: 10, period: month}
baseline: none
horizon: 2
"""


def test_the_cost_file(tmp_path: Path) -> None:
    found = provide("cost_matrix", write(tmp_path, {"cost_matrix.yaml": COSTS}))
    assert (found.running_cost, found.horizon_years) == (120.0, 2.0)
    for old, new, message in (
        ("tp: 1, tn: 0, fp: 5, fn: 500", "tp: 0, tn: 0, fp: 0, fn: 0", "zeros only"),
        ("fp: 5", "fp: -5", "a cost as a positive number"),
        ("month", "moon", "period: found 'moon'"),
        ("horizon: 2", "horizon: 0", "above 0"),
        ("horizon: 2", "horizon: 2\nprevalence: 2", "between 0 and 1"),
        ("horizon: 2", "horizon: 2\ngrid: [a]", "a list of thresholds"),
    ):
        write(tmp_path, {"cost_matrix.yaml": COSTS.replace(old, new)})
        with pytest.raises(InputError, match=message):
            provide("cost_matrix", tmp_path)


def calibrated(n: int = 4000) -> Predictions:
    rng = np.random.default_rng(5)
    score = rng.random(n) ** 3
    truth = (rng.random(n) < score).astype(int)
    return Predictions(pd.DataFrame({"score": score, "y_true": truth}), favourable=1)


@pytest.mark.parametrize(
    ("changed", "outcome", "word"),
    [
        ({"threshold": 0.01, "grid": (0.005, 0.01, 0.05)}, "PASS", "0.009901"),
        ({"threshold": 0.01}, "PASS", ""),
        ({"threshold": 0.5, "grid": (0.1, 0.5, 0.9)}, "FAIL", "implies|imply a threshold of"),
        ({"threshold": 0.5}, "WARN", "would be worth"),
        ({}, "INCONCLUSIVE", "no threshold"),
    ],
)
def test_thresholds(changed: dict[str, Any], outcome: str, word: str) -> None:
    matrix = costs(tn=0.0, fp=5.0, fn=500.0, tp=0.0, **changed)
    gain = costs(tn=0.0, fp=5.0, fn=0.0, tp=500.0, **changed)
    for one in (matrix, gain):
        verdict = run("decision-threshold", {"predictions": calibrated(), "cost_matrix": one})
        if one is gain:
            assert verdict.outcome == outcome, verdict.summary
            assert any(part in str(verdict) for part in word.split("|"))
        else:
            assert verdict.outcome in {outcome, "INCONCLUSIVE"}


def test_thresholds_chosen_on_the_evaluation_rows_or_on_no_probabilities() -> None:
    rows = calibrated()
    same = costs(fp=5.0, tp=500.0, threshold=0.01, tuning_sha256=rows.fingerprint)
    verdict = run("decision-threshold", {"predictions": rows, "cost_matrix": same})
    assert (verdict.outcome, "H1" in verdict.summary) == ("FAIL", True)
    bent = Predictions(rows.frame.assign(score=rows.frame["score"] ** 0.2), favourable=1)
    matrix = costs(fp=5.0, tp=500.0, threshold=0.05, grid=(0.1, 0.5))
    verdict = run("decision-threshold", {"predictions": bent, "cost_matrix": matrix})
    assert "calibrate first" in str(verdict.findings)
    one = Predictions(rows.frame.assign(y_true=1), favourable=1)
    assert run("decision-threshold", {"predictions": one, "cost_matrix": matrix}).outcome == (
        "INCONCLUSIVE"
    )


# Choices

CANDIDATES: dict[str, Any] = {
    "schema": "candidates/1",
    "objectives": {"auc": "higher", "latency": "lower"},
    "chosen": "forest",
    "candidates": [
        {"id": "linear", "sha256": "a", "metrics": {"auc": 0.87, "latency": 10},
         "se": {"auc": 0.002}, "params_count": 20},
        {"id": "forest", "sha256": "b", "metrics": {"auc": 0.88, "latency": 60},
         "se": {"auc": 0.002}, "params_count": 90_000},
    ],
}  # fmt: skip


def choice(root: Path, name: str, change: Any = None, **settings: Any) -> Verdict:
    record = json.loads(json.dumps(CANDIDATES))
    if change is not None:
        change(record)
    write(root, {"candidates.yaml": json.dumps(record)})
    return run(name, {"candidates": provide("candidates", root)}, **settings)


def test_nothing_beats_the_chosen_one_on_everything(tmp_path: Path) -> None:
    assert choice(tmp_path, "pareto").outcome == "PASS"

    def worse(record: Any) -> None:
        record["candidates"][1]["metrics"] = {"auc": 0.8, "latency": 60}

    verdict = choice(tmp_path, "pareto", worse)
    assert (verdict.outcome, "beaten on everything by linear" in verdict.summary) == ("FAIL", True)

    def holed(record: Any) -> None:
        del record["candidates"][0]["metrics"]["latency"]

    thin = choice(tmp_path, "pareto", holed)
    assert (thin.outcome, "without: linear" in thin.summary) == ("INCONCLUSIVE", True)

    def bounded(record: Any) -> None:
        record["rule"] = {"type": "epsilon", "objective": "auc",
                          "constraints": {"latency": {"max": 50}}}  # fmt: skip

    verdict = choice(tmp_path, "pareto", bounded)
    assert {"D2", "D3"} <= {f.rule for f in verdict.findings}


def test_the_simplest_within_one_standard_error(tmp_path: Path) -> None:
    assert choice(tmp_path, "simpler-model").outcome == "PASS"

    def close(record: Any) -> None:
        record["candidates"][0]["metrics"]["auc"] = 0.8785

    assert choice(tmp_path, "simpler-model", close).outcome == "WARN"
    strict = choice(tmp_path, "simpler-model", close, strict_simplicity=True)
    assert (strict.outcome, "linear (params_count 20)" in strict.summary) == ("FAIL", True)
    for settings, outcome in (({"metric": "f1"}, "ERROR"), ({"complexity": "level"},
                              "INCONCLUSIVE")):  # fmt: skip
        assert choice(tmp_path, "simpler-model", **settings).outcome == outcome

    def unsure(record: Any) -> None:
        del record["candidates"][1]["se"]

    assert choice(tmp_path, "simpler-model", unsure).outcome == "INCONCLUSIVE"


def ruled(kind: str, **more: Any) -> Any:
    def change(record: Any) -> None:
        record["rule"] = {"type": kind, **more}

    return change


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (ruled("best", objective="auc"), "PASS"),
        (ruled("best", objective="latency"), "FAIL"),
        (ruled("weights", weights={"auc": 0.9, "latency": 0.1}), "PASS"),
        (ruled("weights", weights={"auc": 0.1, "latency": 0.9}), "FAIL"),
        (ruled("epsilon", objective="auc", constraints={"latency": {"max": 100}}), "PASS"),
        (ruled("epsilon", objective="auc", constraints={"latency": {"max": 5}}), "FAIL"),
        (None, "FAIL"),
    ],
)
def test_the_rule_chooses_again(tmp_path: Path, rule: Any, outcome: str) -> None:
    assert choice(tmp_path, "selection-rule", rule).outcome == outcome


def test_what_is_deployed(tmp_path: Path) -> None:
    def deployed(sha: str) -> Any:
        def change(record: Any) -> None:
            record |= {"deployed_sha256": sha, "rule": {"type": "best", "objective": "auc"}}

        return change

    assert choice(tmp_path, "selection-rule", deployed("b")).outcome == "PASS"
    assert choice(tmp_path, "selection-rule", deployed("a")).outcome == "FAIL"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (ruled("weights", weights={"auc": 0.6, "latency": 0.6}), "a sum of 1.2"),
        (ruled("best"), "objective: found nothing"),
        (ruled("best", objective="f1"), "the objective 'f1'"),
        (ruled("luck"), "'luck'"),
        (lambda r: r.update(chosen="x"), "chosen: found 'x'"),
        (lambda r: r["candidates"].append(r["candidates"][0]), "'linear' twice"),
        (lambda r: r["candidates"][0]["metrics"].update(f1=1), "an objective without direction"),
        (lambda r: r["objectives"].update(auc="up"), "'up'"),
    ],
)
def test_records_that_make_no_sense(tmp_path: Path, change: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        choice(tmp_path, "pareto", change)


def selection(**changed: Any) -> Selection:
    values: dict[str, Any] = {"metric": "auc", "direction": "higher", "reported": 0.88,
                              "best": 0.91, "holdout": 0.88}  # fmt: skip
    return Selection(**(values | changed))


OUTER = tuple(OuterFold(0.85 + i / 1000, 0.90, {"depth": 3}) for i in range(5))


@pytest.mark.parametrize(
    ("record", "outcome", "rule"),
    [
        (selection(), "PASS", ""),
        (selection(reported=0.91), "FAIL", "O1"),
        (selection(reported=0.91, best=0.91, holdout=0.91), "PASS", ""),
        (selection(tuning_sha256="x", evaluation_sha256="x"), "FAIL", "O2"),
        (selection(holdout=None), "FAIL", "O3"),
        (selection(holdout=None, outer=OUTER), "WARN", "O4"),
        (selection(outer=tuple(OuterFold(0.88, 0.885, {"depth": d}) for d in (1, 5, 9, 3, 7)),
                   grid={"depth": (1, 3, 5, 7, 9)}), "WARN", "O5"),
        (selection(outer=tuple(OuterFold(0.88, 0.885, {"depth": d}) for d in (3, 5, 3, 5, 3)),
                   grid={"depth": (1, 3, 5, 7, 9)}), "PASS", ""),
    ],
)  # fmt: skip
def test_reported_scores(record: Selection, outcome: str, rule: str) -> None:
    verdict = run("selection-bias", {"nested_cv": record})
    assert verdict.outcome == outcome, verdict.summary
    assert rule in str([f.rule for f in verdict.findings])


def test_the_selection_file(tmp_path: Path) -> None:
    text = '{"schema": "selection/1", "metric": "auc", "direction": "%s", "reported": 0.9}'
    write(tmp_path, {"selection.json": text % "higher"})
    assert provide("nested_cv", tmp_path).best is None
    with pytest.raises(InputError, match="'up'"):
        provide("nested_cv", write(tmp_path, {"selection.json": text % "up"}))


# Reuse


def ledger(models: int, release: str = "r{}", dataset: str | None = "d1") -> HoldoutLedger:
    return HoldoutLedger.of(
        [Evaluation(dataset, f"m{i}", release.format(i)) for i in range(models)]
    )


@pytest.mark.parametrize(
    ("made", "outcome", "word"),
    [
        (ledger(1), "PASS", ""),
        (ledger(20), "PASS", ""),
        (ledger(21), "FAIL", "21 model versions were scored on d1, limit 20"),
        (ledger(2, "r"), "WARN", "for release r"),
        (ledger(3, dataset=None), "INCONCLUSIVE", "no digest"),
        (ledger(0), "INCONCLUSIVE", "records no evaluation"),
    ],
)
def test_how_often_a_holdout_decided(made: HoldoutLedger, outcome: str, word: str) -> None:
    verdict = run("holdout-reuse", {"holdout_ledger": made})
    assert verdict.outcome == outcome, verdict.summary
    assert word in str(verdict)


def test_the_budget_is_stated() -> None:
    verdict = run("holdout-reuse", {"holdout_ledger": ledger(3)}, decision_level=0.01)
    assert "is bounded by 0.07" in str(verdict.findings)
    plain = run("holdout-reuse", {"holdout_ledger": ledger(3)}, decision_level=0.01, adaptive=False)
    assert "is bounded by 0.03" in str(plain.findings)
    nested = HoldoutLedger.of(
        [*ledger(1).entries, *(Evaluation("d1", f"n{i}", nested=True) for i in range(30))]
    )
    assert run("holdout-reuse", {"holdout_ledger": nested}).outcome == "PASS"


def test_only_the_present_data_count_where_they_are_known() -> None:
    rows = Predictions(pd.DataFrame({"y_true": [1]}), dataset_sha256="d2")
    inputs = {"holdout_ledger": ledger(30), "predictions": rows}
    verdict = run("holdout-reuse", inputs)
    assert (verdict.outcome, "for the first time" in str(verdict.findings)) == ("PASS", True)
    other = Predictions(pd.DataFrame({"row_id": [1], "y_true": [1]}))
    # Another kind of digest proves nothing: the worn-out holdout may be this one.
    assert run("holdout-reuse", {**inputs, "predictions": other}).outcome == "FAIL"


def test_ledgers_in_files(tmp_path: Path) -> None:
    write(tmp_path, {"holdout_ledger.jsonl": '{"dataset_sha256": "d", "model": "m"}\n\n'})
    assert provide("holdout_ledger", tmp_path).entries == (Evaluation("d", "m"),)
    for line, message in (("{", "line 1: found broken JSON"), ("[]", "line 1: found a list"),
                          ('{"modle": 1}', "did you mean 'model'")):  # fmt: skip
        with pytest.raises(InputError, match=message):
            provide("holdout_ledger", write(tmp_path, {"holdout_ledger.jsonl": line}))
    with pytest.raises(InputError, match="a file and an experiment"):
        provide("holdout_ledger", tmp_path, path="x", experiment="y")
    with pytest.raises(InputError, match="a list of Evaluation"):
        HoldoutLedger.of([1])


# Multiplicity


def family(p: list[float], claimed: int = 0, **changed: Any) -> PValues:
    made = tuple(Comparison(f"t{i}", v, claimed=i < claimed) for i, v in enumerate(p))
    values: dict[str, Any] = {"name": "launch", "kind": "confirmatory", "method": "holm",
                              "made": len(p), "comparisons": made}  # fmt: skip
    return PValues((PFamily(**(values | changed)),))


@pytest.mark.parametrize(
    ("record", "outcome", "word"),
    [
        (family([0.001, 0.3], 1), "PASS", ""),
        (family([0.03, 0.3], 1), "FAIL", "which is 0.06 after holm"),
        (family([0.03] + [0.5] * 27, 1), "FAIL", "over 28 comparisons"),
        (family([0.03, 0.3], 1, kind="exploratory", method="bh"), "FAIL", "0.06 after bh"),
        (family([0.02, 0.3], 1, kind="exploratory", method="bh"), "PASS", ""),
        (family([0.001], 1, made=480, dimensions={"metrics": 480}), "FAIL", "A1"),
        (family([0.001, 0.2], 1, method="bh"), "FAIL", "A2"),
        (family([0.001, 0.2], 1, preregistered="bonferroni"), "FAIL", "A2"),
        (family([0.001, 0.2], 1, method="none"), "FAIL", "A2"),
        (family([0.03, 0.3], 1, kind="guardrail", method="none"), "PASS", ""),
        (family([float("nan"), 0.3]), "INCONCLUSIVE", "no p-value for t0"),
        (family([]), "INCONCLUSIVE", "no comparison is logged"),
        (PValues(()), "INCONCLUSIVE", "declares no family"),
        (family([0.041, 0.042, 0.043, 0.044, 0.045, 0.046, 0.047, 0.09, 0.01, 0.08]), "WARN", "A4"),
    ],
)
def test_claims(record: PValues, outcome: str, word: str) -> None:
    verdict = run("multiplicity", {"p_values": record})
    assert verdict.outcome == outcome, verdict.summary
    assert word in str(verdict)


def test_the_file_of_comparisons(tmp_path: Path) -> None:
    text = ("schema: comparisons/1\nfamilies:\n  - {name: a, kind: %s, method: holm, made: {m: %s},"
            " comparisons: [{id: x, p: %s}]}\n")  # fmt: skip
    write(tmp_path, {"comparisons.yaml": text % ("confirmatory", 3, 0.2)})
    assert provide("p_values", tmp_path).families[0].made == 3
    for kind, count, p, message in (("other", 1, 0.1, "kind"), ("confirmatory", 0, 0.1, "made.m"),
                                    ("confirmatory", 1, 1.5, "0 to 1")):  # fmt: skip
        write(tmp_path, {"comparisons.yaml": text % (kind, count, p)})
        with pytest.raises(InputError, match=message):
            provide("p_values", tmp_path)


# The project's own test


def welch(a: np.ndarray, b: np.ndarray) -> tuple[float, float, float]:
    found = stats.ttest_ind(a, b, equal_var=False)
    interval = found.confidence_interval()
    return found.pvalue, interval.low, interval.high


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "settings", "outcome", "word"),
    [
        (welch, {}, "PASS", ""),
        (welch, {"clustered": True}, "FAIL", "clustered"),
        (lambda a, b: (0.5, *welch(a, b)[1:]), {}, "FAIL", "V4"),
        (lambda a, b: (float("nan"), *welch(a, b)[1:]), {}, "FAIL", "NaN"),
        (lambda a, b: (welch(a, b)[0] / 4, *welch(a, b)[1:]), {}, "FAIL", "V1"),
        (lambda a, b: (min(1.0, welch(a, b)[0] * 9), *welch(a, b)[1:]), {}, "WARN", "V2"),
        (lambda a, b: (welch(a, b)[0], 0.1, 0.2), {}, "FAIL", "V3"),
        (lambda a, b: (welch(b, a)[0], *welch(b, a)[1:]), {}, "FAIL", "wrong sign"),
        (lambda a, b: 1 / 0, {}, "ERROR", "does not give"),
        (lambda a, b: (1, 2), {}, "ERROR", "does not give"),
    ],
)
def test_a_home_made_test(function: Any, settings: dict[str, Any], outcome: str, word: str) -> None:
    verdict = run("test-calibration", {"compare_fn": CompareFn.of(function)}, simulations=300,
                  **settings)  # fmt: skip
    assert verdict.outcome == outcome, verdict.summary
    assert word in str(verdict)


def test_the_band_of_a_thousand() -> None:
    assert stats.binom.ppf([0.0005, 0.9995], 1000, 0.05).tolist() == [29, 74]


def test_the_function_by_its_path(tmp_path: Path) -> None:
    write(tmp_path, {"own.py": "def compare(a, b):\n    return 1.0, -1.0, 1.0\n"})
    found = provide("compare_fn", tmp_path, path="own:compare")
    assert found(np.ones(2), np.ones(2)) == (1.0, -1.0, 1.0)
    with pytest.raises(InputAbsent):
        provide("compare_fn", tmp_path)
