"""Checks that compare two models on the same rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pytest_mlgate.checks.comparison._paired import Options, compare
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.baseline_metrics import BaselineMetrics, Recorded
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.training_ids import TrainingIds
from pytest_mlgate.stats.metrics import METRICS
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, write


def table(b: int, c: int, n: int = 1000, both: float = 0.85) -> tuple[Predictions, Predictions]:
    """Two classifiers of which only the first has b rows right, and only the second c."""
    shared = int(both * n)
    truth = np.arange(n) % 2
    ours = np.array([True] * (shared + b) + [False] * (n - shared - b))
    theirs = np.array([True] * shared + [False] * b + [True] * c + [False] * (n - shared - b - c))
    made = [
        pd.DataFrame(
            {"row_id": range(n), "y_true": truth, "y_pred": np.where(ok, truth, 1 - truth)}
        )
        for ok in (ours, theirs)
    ]
    return Predictions(made[0], favourable=1), Predictions(made[1], favourable=1)


def scored(n: int, shift: float = 0.0, seed: int = 1) -> tuple[Predictions, Predictions]:
    """Two scores of one truth; the first is better by `shift`."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(n) < 0.4).astype(int)
    common = rng.normal(size=n)
    made = []
    for more in (shift, 0.0):
        z = 0.9 * common + 0.4 * rng.normal(size=n) + (1 + more) * truth
        score = 1 / (1 + np.exp(-(z - 0.8) * 1.2))
        made.append(
            Predictions(
                pd.DataFrame({"row_id": range(n), "y_true": truth, "score": score,
                              "y_pred": (score > 0.5).astype(int)}),
                favourable=1,
            )
        )  # fmt: skip
    return made[0], made[1]


def run(
    name: str, pair: tuple[Predictions, Predictions], subject: str = "accuracy", **settings: Any
) -> Verdict:
    inputs = {"predictions": pair[0], "champion_predictions": pair[1]}
    inputs |= {k: settings.pop(k) for k in ("baseline_metrics", "training_ids") if k in settings}
    return find_check(f"comparison.{name}").run(inputs, settings, subject=subject)


@pytest.mark.parametrize(
    ("b", "c", "mode", "outcome"),
    [
        (30, 20, "non_inferior", "PASS"),
        (30, 20, "superior", "INCONCLUSIVE"),
        (45, 20, "superior", "PASS"),
        (45, 20, "replace", "PASS"),
        (20, 30, "non_inferior", "INCONCLUSIVE"),
        (15, 30, "non_inferior", "FAIL"),
        (20, 30, "superior", "FAIL"),
        (4, 3, "superior", "INCONCLUSIVE"),
        (0, 0, "non_inferior", "PASS"),
    ],
)
def test_champion_and_challenger(b: int, c: int, mode: str, outcome: str) -> None:
    verdict = run("champion-challenger", table(b, c), mode=mode)
    assert verdict.outcome == outcome, verdict.summary


def test_the_numbers_are_shown() -> None:
    verdict = run("champion-challenger", table(20, 30))
    assert "gain -0.0100 (90% interval -0.0218 to +0.0018" in verdict.summary
    estimate = verdict.estimates[0]
    assert (estimate.n, round(estimate.lower or 0, 4)) == (1000, -0.0218)
    assert estimate.rows_needed is not None
    assert estimate.rows_needed > 1000


def test_a_gain_that_is_too_small_to_replace() -> None:
    verdict = run("champion-challenger", table(600, 540, n=20_000), mode="replace")
    assert (verdict.outcome, "0.01" in verdict.summary) == ("FAIL", True)
    least = run("champion-challenger", table(600, 540, n=20_000), mode="replace", min_gain=0.001)
    assert least.outcome in {"PASS", "INCONCLUSIVE"}


def test_margins_and_roles_belong_to_a_metric() -> None:
    pair = table(15, 30)
    assert run("champion-challenger", pair, margins={"accuracy": 0.05}).outcome == "PASS"
    guard = run("champion-challenger", table(30, 20), mode="superior",
                roles={"accuracy": "guardrail"})  # fmt: skip
    assert guard.outcome == "PASS"


@pytest.mark.parametrize(
    "metric", ["accuracy", "roc_auc", "brier", "log_loss", "f1", "precision", "recall",
               "balanced_accuracy", "mcc", "average_precision"]
)  # fmt: skip
def test_every_metric_can_be_compared(metric: str) -> None:
    better = run("champion-challenger", scored(1500, 1.2), metric, mode="superior", replicates=300)
    assert better.outcome in {"PASS", "INCONCLUSIVE"}, better.summary
    if metric != "precision":
        assert better.outcome == "PASS", better.summary
        swapped = scored(1500, 1.2)[::-1]
        worse = run("champion-challenger", swapped, metric, replicates=300)
        assert worse.outcome == "FAIL", worse.summary


@pytest.mark.parametrize("metric", ["mae", "mse", "rmse", "r2", "median_absolute_error"])
def test_regressions(metric: str) -> None:
    rng = np.random.default_rng(3)
    truth = rng.normal(size=600)
    made = [
        Predictions(pd.DataFrame({"row_id": range(600), "y_true": truth,
                                  "y_pred": truth + rng.normal(0, sd, 600)}))
        for sd in (0.5, 1.0)
    ]  # fmt: skip
    verdict = run("champion-challenger", (made[0], made[1]), metric, mode="superior",
                  replicates=300)  # fmt: skip
    assert verdict.outcome == "PASS", verdict.summary


def test_forecasts_are_compared_in_order_of_time() -> None:
    rng = np.random.default_rng(4)
    truth = np.cumsum(rng.normal(size=300))
    made = [Predictions(pd.DataFrame({"row_id": range(300), "y_true": truth,
            "y_pred": truth + rng.normal(0, sd, 300)})) for sd in (0.5, 1.5)]  # fmt: skip
    verdict = run("champion-challenger", (made[0], made[1]), "mae", mode="superior", horizon=3)
    assert (verdict.outcome, "Diebold-Mariano" in verdict.summary) == ("PASS", True)


def test_weights_and_clusters_are_respected() -> None:
    first, second = table(45, 20)
    for column in ({"weight": np.linspace(0.5, 1.5, 1000)}, {"cluster_id": np.arange(1000) // 5}):
        pair = tuple(Predictions(p.frame.assign(**column), favourable=1) for p in (first, second))
        found = compare("accuracy", *pair, Options(replicates=300))
        assert "BCa" in found.method
        assert found.lower < found.gain < found.upper
    weighted = [Predictions(p.frame.assign(weight=1.0), favourable=1) for p in scored(300)]
    assert "exchange" in compare("f1", *weighted, Options(replicates=200)).method


def test_other_rows_and_names_are_errors() -> None:
    first, second = table(30, 20)
    other = Predictions(second.frame.assign(row_id=second.frame["row_id"] + 1), favourable=1)
    assert run("champion-challenger", (first, other)).outcome == "ERROR"
    unknown = run("champion-challenger", (first, second), "acuracy")
    assert "did you mean 'accuracy'" in unknown.summary
    assert run("champion-challenger", (first, second), "roc_auc").outcome == "ERROR"
    few = run("champion-challenger", table(1, 1, n=20))
    assert (few.outcome, "20 rows" in few.summary) == ("INCONCLUSIVE", True)
    one = Predictions(first.frame.assign(y_true=1, score=0.5), favourable=1)
    assert run("champion-challenger", (one, one), "roc_auc").outcome == "INCONCLUSIVE"


def test_training_rows_among_the_evaluation_rows() -> None:
    verdict = run("champion-challenger", table(30, 20), training_ids=TrainingIds.of([5, 7, 9999]))
    assert (verdict.outcome, "2 of 1000 evaluation rows" in verdict.summary) == ("FAIL", True)
    clean = run("champion-challenger", table(30, 20), training_ids=TrainingIds.of([5000]))
    assert clean.outcome == "PASS"


@pytest.mark.parametrize(("before", "outcome"), [(0.88, "PASS"), (0.905, "WARN"), (0.94, "FAIL")])
def test_without_the_champions_rows(before: float, outcome: str) -> None:
    recorded = BaselineMetrics({"accuracy": Recorded(before, "higher", 5000)})
    inputs = {"predictions": table(30, 20)[0], "baseline_metrics": recorded}
    verdict = find_check("comparison.champion-challenger").run(inputs, subject="accuracy")
    assert verdict.outcome == outcome, verdict.summary
    assert "weaker evidence" in str(verdict)
    lacking = find_check("comparison.champion-challenger").run(inputs, subject="f1")
    assert lacking.outcome == "INCONCLUSIVE"
    del inputs["baseline_metrics"]
    nobody = find_check("comparison.champion-challenger").run(inputs, subject="accuracy")
    assert (nobody.outcome, nobody.no_evidence) == ("NOT_APPLICABLE", True)


def test_the_recorded_metrics(tmp_path: Path) -> None:
    good = '{"schema": "baseline/1", "model_version": "3", "metrics": {"auc": {"value": 0.9, '
    write(tmp_path, {"baseline.json": good + '"direction": "higher"}}}'})
    assert provide("baseline_metrics", tmp_path).metric("auc") == Recorded(0.9, "higher")
    write(tmp_path, {"baseline.json": good + '"direction": "up"}}}'})
    with pytest.raises(InputError, match=r"metrics\.auc\.direction: found 'up'"):
        provide("baseline_metrics", tmp_path)


def test_ids_of_training_rows(tmp_path: Path) -> None:
    write(tmp_path, {"ids.csv": "row_id\n1\n2\n", "no.csv": "id\n1\n"})
    assert provide("training_ids", tmp_path, path="ids.csv").count(np.array([2, 3])) == 1
    with pytest.raises(InputError, match="row_id: found no such column"):
        provide("training_ids", tmp_path, path="no.csv")


# Baselines


def rare(decision: np.ndarray, truth: np.ndarray, **more: Any) -> Predictions:
    frame = pd.DataFrame({"row_id": range(len(truth)), "y_true": truth, "y_pred": decision})
    return Predictions(frame.assign(**more), favourable=1)


RARE = (np.arange(4000) % 100 == 0).astype(int)


def baseline(rows: Predictions, subject: str = "", **settings: Any) -> Verdict:
    return find_check("comparison.baseline").run({"predictions": rows}, settings, subject=subject)


def test_always_no_is_no_model() -> None:
    lazy = rare(np.zeros(4000, int), RARE)
    assert baseline(lazy, metric="accuracy").outcome == "FAIL"
    assert baseline(lazy).outcome == "FAIL"
    noisy = np.where(np.random.default_rng(1).random(4000) < 0.05, 1 - RARE, RARE)
    assert baseline(rare(noisy, RARE)).outcome == "PASS"


def test_scores_numbers_and_rules() -> None:
    rng = np.random.default_rng(2)
    truth = (rng.random(800) < 0.3).astype(int)
    score = np.clip(0.3 + 0.3 * (truth - 0.3) + rng.normal(0, 0.1, 800), 0, 1)
    rows = rare((score > 0.4).astype(int), truth, score=score, rule=truth, dice=1 - truth)
    assert baseline(rows, "prior").outcome == "PASS"
    assert baseline(rows, "rule").outcome == "FAIL"
    assert baseline(rows, "rule", linear=("rule",)).outcome == "WARN"
    assert baseline(rows, "dice").outcome == "PASS"
    assert baseline(rows, "nowhere").outcome == "ERROR"
    assert baseline(rows, "prior", metric="accuracy").outcome == "ERROR"
    value = rng.normal(size=400)
    guess = Predictions(pd.DataFrame({"y_true": value, "y_pred": value * 0.9}), task="regression")
    assert baseline(guess).outcome == baseline(guess, "median").outcome == "PASS"
    assert baseline(Predictions(guess.frame.head(9), task="regression")).outcome == "INCONCLUSIVE"


def test_ensembles() -> None:
    rng = np.random.default_rng(3)
    truth = np.arange(2000) % 2
    members = {
        name: np.where(rng.random(2000) < 0.75, truth, 1 - truth) for name in ("a", "b", "c")
    }
    vote = (sum(members.values()) > 1).astype(int)
    check = find_check("comparison.ensemble-gain")

    def judge(rows: Predictions, names: tuple[str, ...]) -> Verdict:
        return check.run({"predictions": rows}, {"members": names})

    good = rare(vote, truth, **members)
    assert judge(good, ("a", "b", "c")).outcome == "PASS"
    assert judge(rare(members["a"], truth, **members), ("a", "b", "c")).outcome == "FAIL"
    copied = judge(rare(vote, truth, **{**members, "d": members["a"]}), ("a", "b", "c", "d"))
    assert (copied.outcome, "a and d correlate at 1.000" in copied.summary) == ("WARN", True)
    assert judge(good, ("a",)).outcome == "NOT_APPLICABLE"
    assert judge(good, ()).outcome == "INCONCLUSIVE"
    assert judge(good, ("a", "x")).outcome == "ERROR"


# Power


@pytest.mark.parametrize(
    ("n", "least", "outcome"),
    [(2000, 0.0176, "FAIL"), (5000, 0.0111, "FAIL"), (10_000, 0.0079, "PASS")],
)
def test_what_a_test_set_can_find(n: int, least: float, outcome: str) -> None:
    rows = Predictions(pd.DataFrame({"y_true": np.arange(n) % 2, "y_pred": 1}), favourable=1)
    check = find_check("comparison.power")
    verdict = check.run({"predictions": rows}, {"discordance_rate": 0.10}, subject="accuracy")
    assert verdict.outcome == outcome
    assert round(verdict.estimates[0].value, 4) == least


def test_power_takes_the_discordance_of_the_champion_and_refuses_effects() -> None:
    pair = table(70, 70)
    verdict = run("power", pair)
    assert "discordance 0.1400 between challenger and champion" in verdict.summary
    assert "rows would do" in verdict.summary
    refused = run("power", pair, effect="observed")
    assert (refused.outcome, "is refused" in refused.summary) == ("ERROR", True)
    assert run("power", scored(400), "roc_auc").outcome == "FAIL"
    assert "standard deviation" in run("power", scored(400), "brier").summary
    assert run("power", scored(400), "f1").outcome == "INCONCLUSIVE"
    alone = find_check("comparison.power").run({"predictions": scored(400)[0]}, subject="brier")
    assert alone.outcome == "INCONCLUSIVE"
    clustered = Predictions(pair[0].frame.assign(cluster_id=np.arange(1000) // 10), favourable=1)
    weak = find_check("comparison.power").run({"predictions": clustered}, {"icc": 0.5},
                                              subject="accuracy")  # fmt: skip
    assert weak.estimates[0].value > run("power", pair).estimates[0].value


# Slices


def sliced(b: int, c: int, bad: int = 0) -> tuple[Predictions, Predictions]:
    first, second = table(b, c, n=1200)
    region = np.where(np.arange(1200) % 3 == 0, "south", "north")
    frame = first.frame.assign(region=region)
    wrong = np.flatnonzero(region == "south")[:bad]
    frame.loc[wrong, "y_pred"] = 1 - frame.loc[wrong, "y_true"]
    return Predictions(frame, favourable=1), second


def test_slices() -> None:
    assert run("slices", sliced(30, 30), "region").outcome == "PASS"
    verdict = run("slices", sliced(30, 30, bad=60), "region")
    assert (verdict.outcome, "S1 region south" in verdict.summary) == ("FAIL", True)
    small = run("slices", sliced(30, 30), "region", min_n=500)
    assert (small.outcome, "were not judged: south (400)" in small.summary) == ("WARN", True)
    assert run("slices", sliced(30, 30), "region", min_n=900).outcome == "INCONCLUSIVE"
    assert run("slices", sliced(30, 30), "").outcome == "INCONCLUSIVE"
    assert run("slices", sliced(30, 30), "nowhere").outcome == "ERROR"
    assert run("slices", sliced(30, 30), "row_id").outcome == "INCONCLUSIVE"


def test_a_gain_that_turns_at_the_mix_of_production() -> None:
    first, second = table(0, 0, n=1200)
    region = np.where(np.arange(1200) < 800, "north", "south")
    ours, theirs = first.frame.assign(region=region), second.frame
    theirs.loc[:80, "y_pred"] = 1 - theirs.loc[:80, "y_true"]
    south = np.flatnonzero(region == "south")[:20]
    ours.loc[south, "y_pred"] = 1 - ours.loc[south, "y_true"]
    pair = Predictions(ours, favourable=1), Predictions(theirs, favourable=1)
    same = run("slices", pair, "region", margin=0.2)
    assert same.outcome == "PASS", same.summary
    turned = run("slices", pair, "region", margin=0.2, mix={"north": 0.05, "south": 0.95})
    assert (turned.outcome, "S2" in turned.summary) == ("FAIL", True)
    lacking = run("slices", pair, "region", margin=0.2, mix={"east": 1.0})
    assert lacking.outcome == "INCONCLUSIVE"


def test_the_tables_metrics_are_the_ones_compared() -> None:
    assert set(METRICS) >= {"accuracy", "roc_auc", "f1", "mae"}


# Simulations


@pytest.mark.slow
@pytest.mark.parametrize(("n", "runs"), [(100, 600), (1000, 500)])
@pytest.mark.parametrize("metric", ["accuracy", "roc_auc", "f1"])
def test_two_equal_models_fail_at_most_at_the_level(metric: str, n: int, runs: int) -> None:
    failed = sum(
        run("champion-challenger", scored(n, seed=seed), metric, replicates=100).outcome == "FAIL"
        for seed in range(runs)
    )
    assert failed <= stats.binom.ppf(0.9995, runs, 0.05)


@pytest.mark.slow
def test_a_loss_of_the_margin_passes_at_most_at_the_level() -> None:
    rng = np.random.default_rng(5)
    runs, passed, n = 1500, 0, 1000
    for _ in range(runs):
        b, c, _ = rng.multinomial(n, [0.045, 0.055, 0.90])
        passed += run("champion-challenger", table(int(b), int(c), both=0.8)).outcome == "PASS"
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, 0.05)
    assert low <= passed <= high


@pytest.mark.slow
def test_the_power_is_as_the_formula_says() -> None:
    from pytest_mlgate.stats.power import paired_sd, power_of

    rng = np.random.default_rng(6)
    runs, n, gain, psi = 800, 1000, 0.02, 0.10
    passed = 0
    for _ in range(runs):
        b, c, _ = rng.multinomial(n, [(psi + gain) / 2, (psi - gain) / 2, 1 - psi])
        pair = table(int(b), int(c), both=0.8)
        passed += run("champion-challenger", pair, mode="superior").outcome == "PASS"
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, power_of(paired_sd(psi), gain, n))
    assert low - 0.02 * runs <= passed <= high + 0.02 * runs
