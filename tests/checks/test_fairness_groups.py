"""Checks that compare rates of groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pytest_mlgate.checks.fairness import _groups
from pytest_mlgate.checks.fairness._presets import limit_for
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.verdict import Verdict
from support import find_check

FAMILY = "fairness."
RATES = ("disparate-impact", "demographic-parity", "equalized-odds", "predictive-parity")


def selected(*groups: tuple[int, int], truth: int = 1, **more: Any) -> Predictions:
    """Rows of groups a, b, c... of which so many of so many are selected."""
    rows = [(chr(97 + i), truth, int(j < x)) for i, (x, n) in enumerate(groups) for j in range(n)]
    frame = pd.DataFrame(rows, columns=["g", "y_true", "y_pred"]).assign(**more)
    return Predictions(frame, favourable=1)


def errors(*cells: tuple[str, int, int, int]) -> Predictions:
    """Rows from (group, truth, decision, how many)."""
    rows = [cell[:3] for cell in cells for _ in range(cell[3])]
    return Predictions(pd.DataFrame(rows, columns=["g", "y_true", "y_pred"]), favourable=1)


def run(name: str, rows: Predictions, subject: str = "g", **settings: Any) -> Verdict:
    inputs = {"predictions": rows}
    if "sensitive" in settings:
        inputs["sensitive"] = settings.pop("sensitive")
    return find_check(FAMILY + name).run(inputs, settings, subject=subject)


# Disparate impact


@pytest.mark.parametrize(
    ("groups", "outcome", "words"),
    [
        (((30, 100), (60, 100)), "FAIL", ["0.500", "0.356 to 0.702", "adjusted p 3.3e-05"]),
        (((14, 30), (20, 30)), "INCONCLUSIVE", ["0.700", "0.442 to 1.107", "adjusted p 0.192"]),
        (((270, 1000), (397, 1000)), "FAIL", ["0.680", "0.599 to 0.772"]),
        (((349, 1000), (400, 1000)), "WARN", ["0.872", "adjusted p 0.0209"]),
        (((580, 1000), (800, 1000)), "FAIL", ["0.725"]),
        (((390, 1000), (400, 1000)), "PASS", ["0.975"]),
        (((0, 100), (60, 100)), "FAIL", ["0.000"]),
    ],
)
def test_impact_ratios(groups: tuple[tuple[int, int], ...], outcome: str, words: list[str]) -> None:
    verdict = run("disparate-impact", selected(*groups))
    assert verdict.outcome == outcome, verdict.summary
    for word in words:
        assert word in verdict.summary
    assert all(0 <= e.value <= 1 for e in verdict.estimates)


def test_which_group_comes_first_does_not_matter() -> None:
    rows = selected((30, 100), (60, 100), (50, 100))
    order = np.random.default_rng(1).permutation(rows.n)
    shuffled = Predictions(rows.frame.iloc[order].reset_index(drop=True), favourable=1)
    first, second = run("disparate-impact", rows), run("disparate-impact", shuffled)
    assert (first.summary, first.estimates) == (second.summary, second.estimates)


def test_the_denial_ratio_is_not_reported() -> None:
    verdict = run("disparate-impact", selected((580, 1000), (800, 1000)))
    assert "0.476" not in str(verdict)


@pytest.mark.parametrize(("policy", "outcome"), [
    ("point", "FAIL"), ("significant", "INCONCLUSIVE"), ("assured", "FAIL"),
])  # fmt: skip
def test_policies(policy: str, outcome: str) -> None:
    assert run("disparate-impact", selected((14, 30), (20, 30)), policy=policy).outcome == outcome


def test_assured_needs_the_bound() -> None:
    thin = run("disparate-impact", selected((38, 80), (40, 80)), policy="assured", warn_below=0.8)
    wide = run(
        "disparate-impact", selected((3800, 8000), (4000, 8000)), policy="assured", warn_below=0.8
    )
    assert (thin.outcome, wide.outcome) == ("INCONCLUSIVE", "PASS")


def test_nobody_selected() -> None:
    verdict = run("disparate-impact", selected((0, 100), (0, 100)))
    assert (verdict.outcome, "nobody was selected" in verdict.summary) == ("INCONCLUSIVE", True)


def test_an_inconclusive_ratio_says_how_many_rows_would_settle_it() -> None:
    estimate = run("disparate-impact", selected((14, 30), (20, 30))).estimates[0]
    assert estimate.rows_needed is not None
    assert 100 < estimate.rows_needed < 200


def test_the_rate_of_every_group_is_there_to_be_compared() -> None:
    verdict = run("disparate-impact", selected((14, 30), (20, 30), (1, 2)))
    ratio, first, second = verdict.estimates
    assert (ratio.group, ratio.measure) == ("a", "impact ratio")
    assert (first.name, first.measure) == ("selection rate of a", "selection rate")
    assert (first.value, first.n, first.limit) == (pytest.approx(14 / 30), 30, None)
    # Wilson, by hand: centre 0.470451, half width 0.168127
    assert first.lower == pytest.approx(0.302324, abs=2e-6)
    assert first.upper == pytest.approx(0.638578, abs=2e-6)
    assert (second.group, second.value) == ("b", pytest.approx(20 / 30))


@pytest.mark.parametrize(
    ("check", "measures"),
    [
        ("demographic-parity", ["selection rate"]),
        ("equalized-odds", ["true positive rate", "false positive rate"]),
        ("predictive-parity", ["positive predictive value"]),
    ],
)
def test_gaps_come_with_the_rates_of_the_groups(check: str, measures: list[str]) -> None:
    rows = errors(
        ("a", 0, 1, 40), ("a", 0, 0, 60), ("b", 0, 1, 50), ("b", 0, 0, 50),
        ("a", 1, 1, 60), ("a", 1, 0, 40), ("b", 1, 1, 60), ("b", 1, 0, 40),
    )  # fmt: skip
    found = [(e.measure, e.group) for e in run(check, rows).estimates if e.group]
    assert found == [(measure, group) for measure in measures for group in "ab"]


def test_small_groups_are_listed_and_inconclusive() -> None:
    verdict = run("disparate-impact", selected((50, 100), (52, 100), (3, 10)))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "g c: 10 rows, too few to judge" in verdict.summary
    failing = run("disparate-impact", selected((10, 100), (52, 100), (3, 10)))
    assert failing.outcome == "FAIL"
    assert any("10 rows" in f.message for f in failing.findings)


def test_small_groups_may_be_pooled_or_left_out_with_a_reason() -> None:
    rows = selected((50, 100), (52, 100), (10, 20), (9, 20))
    pooled = run("disparate-impact", rows, pool_small=True)
    assert pooled.outcome == "PASS"
    assert "c, d are pooled as (other)" in str(pooled.findings)
    out = run("disparate-impact", rows, exclude={"g=c": "test rows", "g=d": "staff"})
    assert out.outcome == "PASS"
    assert "d is left out: staff" in str(out.findings)
    for key, reason, message in (
        ("g=x", "why", "no such group"), ("g", "why", "no group"), ("g=c", " ", "no reason"),
    ):  # fmt: skip
        verdict = run("disparate-impact", rows, exclude={key: reason})
        assert (verdict.outcome, message in verdict.summary) == ("ERROR", True)


def test_missing_values_are_a_group_of_their_own() -> None:
    rows = selected((50, 100), (52, 100), (5, 60))
    frame = rows.frame.assign(g=rows.frame["g"].where(rows.frame["g"] != "c"))
    verdict = run("disparate-impact", Predictions(frame, favourable=1))
    assert verdict.outcome == "FAIL"
    assert "g (missing): 5 of 60 selected" in verdict.summary
    assert "60 rows have no g" in str(verdict.findings)


def test_attributes_may_stand_in_another_table() -> None:
    rows = selected((30, 100), (60, 100), row_id=range(200))
    beside = Sensitive.of({"row_id": range(199, -1, -1), "sex": ["m"] * 100 + ["f"] * 100})
    verdict = run("disparate-impact", rows, "sex", sensitive=beside)
    assert "sex f: 30 of 100 selected" in verdict.summary


def test_numbers_need_bins() -> None:
    rows = selected((50, 100), (52, 100), age=list(range(20, 70)) * 4)
    verdict = run("disparate-impact", rows, "age")
    assert (verdict.outcome, "no bins" in verdict.summary) == ("ERROR", True)
    verdict = run("disparate-impact", rows, "age", bins={"age": (30.0, 45.0)})
    names = [e.name for e in verdict.estimates if e.measure == "impact ratio"]
    assert all("age" not in name for name in names)
    assert {"below 30", "30 to below 45", "45 and above"} >= {
        name.removeprefix("impact ratio of ") for name in names
    }
    broken = run("disparate-impact", rows, "age", bins={"age": (45.0, 30.0)})
    assert "ascending numbers" in broken.summary
    assert "no numbers" in run("disparate-impact", rows, bins={"g": (1.0,)}).summary


def test_names_and_ids_make_no_groups() -> None:
    rows = selected((100, 100), (100, 100), name=[f"Ada {i}" for i in range(200)])
    verdict = run("disparate-impact", rows, "name")
    assert (verdict.outcome, "200 distinct values" in verdict.summary) == ("ERROR", True)
    assert "Ada" not in str(verdict)


def test_a_window_of_the_newest_rows() -> None:
    old = ["2026-01-01T00:00:00Z"] * 200 + ["2026-03-01T00:00:00Z"] * 200
    rows = selected((10, 100), (60, 100), (60, 100), (60, 100), time=old)
    frame = rows.frame.assign(g=["a"] * 100 + ["b"] * 100 + ["a"] * 100 + ["b"] * 100)
    rows = Predictions(frame, favourable=1)
    assert run("disparate-impact", rows).outcome == "FAIL"
    assert run("disparate-impact", rows, window_days=30.0).outcome == "PASS"
    naive = Predictions(frame.assign(time="2026-01-01T00:00:00"), favourable=1)
    verdict = run("disparate-impact", naive, window_days=30.0)
    assert (verdict.outcome, "with a zone" in verdict.summary) == ("ERROR", True)
    gone = Predictions(frame.assign(time=[None, *old[1:]]), favourable=1)
    assert run("disparate-impact", gone, window_days=30.0).outcome == "INCONCLUSIVE"


@pytest.mark.parametrize("name", RATES)
def test_what_no_rate_can_be_asked_of(name: str) -> None:
    rows = selected((50, 100), (52, 100))
    regression = Predictions(rows.frame, favourable=1, task="regression")
    assert run(name, regression).outcome == "NOT_APPLICABLE"
    assert run(name, rows, "").outcome == "INCONCLUSIVE"
    assert run(name, rows, "no such").outcome == "ERROR"
    undeclared = Predictions(rows.frame.assign(y_pred="yes", y_true="no"))
    verdict = run(name, undeclared)
    assert (verdict.outcome, "favourable label" in verdict.summary) == ("ERROR", True)
    alone = run(name, selected((50, 100)))
    assert alone.outcome == "INCONCLUSIVE", alone.summary


def test_regulated_fields_demand_an_attribute() -> None:
    assert run("disparate-impact", selected((1, 2)), "", preset="regulated").outcome == "FAIL"


def test_presets_give_way_to_the_configuration() -> None:
    assert limit_for("demographic-parity", None, None, 0.1) == 0.1
    assert limit_for("demographic-parity", "hiring", None, 0.1) == 0.05
    assert limit_for("demographic-parity", "hiring", 0.2, 0.1) == 0.2
    assert limit_for("demographic-parity", "pricing", None, 0.1) == 0.1
    rows = selected((500, 1000), (580, 1000))
    assert run("demographic-parity", rows).outcome == "WARN"
    assert run("demographic-parity", rows, preset="hiring").outcome == "FAIL"


def test_weights_and_clusters_make_the_test_weaker() -> None:
    rows = selected((30, 100), (60, 100))
    heavy = np.random.default_rng(1).choice([0.1, 10.0], 200)
    weighted = Predictions(rows.frame.assign(weight=heavy), favourable=1)
    verdict = run("disparate-impact", weighted)
    assert verdict.outcome in {"FAIL", "INCONCLUSIVE"}
    assert verdict.estimates[0].upper > 0.702
    clustered = Predictions(rows.frame.assign(cluster_id=np.arange(200) // 25), favourable=1)
    assert run("disparate-impact", clustered).outcome == "INCONCLUSIVE"


# Gaps


def test_demographic_parity() -> None:
    assert run("demographic-parity", selected((300, 1000), (305, 1000))).outcome == "PASS"
    verdict = run("demographic-parity", selected((300, 1000), (450, 1000)))
    assert verdict.outcome == "FAIL"
    assert "0.450 (450 of 1000 rows) for g b and 0.300" in verdict.summary
    assert run("demographic-parity", selected((15, 50), (20, 50), (21, 50))).outcome == (
        "INCONCLUSIVE"
    )
    tight = run("demographic-parity", selected((480, 1000), (500, 1000)), policy="assured")
    assert tight.outcome == "PASS"


def test_equalized_odds_looks_at_each_rate_by_itself() -> None:
    rows = errors(
        ("a", 0, 1, 20), ("a", 0, 0, 180), ("b", 0, 1, 60), ("b", 0, 0, 140),
        ("a", 1, 1, 80), ("a", 1, 0, 20), ("b", 1, 1, 80), ("b", 1, 0, 20),
    )  # fmt: skip
    verdict = run("equalized-odds", rows)
    assert verdict.outcome == "FAIL"
    assert "gap 0.200" in verdict.summary
    assert "0.123 to 0.275" in verdict.summary
    largest = verdict.estimates[0]
    assert largest.name == "largest gap in any rate"
    assert largest.lower is not None
    assert largest.upper is not None
    assert largest.lower < 0.123 < 0.275 < largest.upper
    assert run("equalized-odds", rows, rates=("tpr",)).outcome == "PASS"


def test_all_false_alarms_on_one_group() -> None:
    rows = errors(
        ("a", 0, 0, 100), ("b", 0, 1, 100), ("a", 1, 1, 100), ("b", 1, 1, 100),
    )  # fmt: skip
    verdict = run("equalized-odds", rows)
    assert (verdict.outcome, "gap 1.000" in verdict.summary) == ("FAIL", True)


def test_rates_at_100_rows() -> None:
    rows = errors(
        ("a", 0, 1, 43), ("a", 0, 0, 57), ("b", 0, 1, 23), ("b", 0, 0, 77),
    )  # fmt: skip
    verdict = run("equalized-odds", rows, rates=("fpr",))
    assert "0.070 to 0.321" in verdict.summary


def test_a_group_without_positives_has_no_rate() -> None:
    rows = errors(
        ("a", 0, 0, 100), ("b", 0, 0, 100), ("a", 1, 1, 100), ("b", 1, 1, 5),
    )  # fmt: skip
    verdict = run("equalized-odds", rows)
    assert verdict.outcome == "INCONCLUSIVE"
    assert "g b: 5 positives, too few" in str(verdict.findings)


def test_several_classes_are_one_against_the_rest() -> None:
    rng = np.random.default_rng(1)
    truth = rng.choice(["x", "y", "z"], 1800)
    frame = pd.DataFrame({"g": rng.choice(["a", "b"], 1800), "y_true": truth, "y_pred": truth})
    wrong = (frame["g"] == "b") & (truth == "z") & (rng.random(1800) < 0.5)
    frame.loc[wrong, "y_pred"] = "x"
    rows = Predictions(frame)
    verdict = run("equalized-odds", rows, classes=("x", "y", "z"))
    assert verdict.outcome == "FAIL"
    assert "true positive rate of z" in str(verdict.findings)
    assert run("equalized-odds", rows, classes=("x", "w")).outcome == "INCONCLUSIVE"


def test_a_least_ratio_may_be_demanded() -> None:
    rows = errors(
        ("a", 1, 1, 70), ("a", 1, 0, 930), ("b", 1, 1, 100), ("b", 1, 0, 900),
        ("a", 0, 0, 100), ("b", 0, 0, 100),
    )  # fmt: skip
    assert run("equalized-odds", rows).outcome == "PASS"
    verdict = run("equalized-odds", rows, min_ratio=0.8)
    assert (verdict.outcome, "0.700 of the highest" in verdict.summary) == ("FAIL", True)


def test_predictive_parity() -> None:
    rows = errors(("a", 1, 1, 80), ("a", 0, 1, 20), ("b", 1, 1, 40), ("b", 0, 1, 60))
    assert run("predictive-parity", rows).outcome == "FAIL"
    thin = errors(("a", 1, 1, 80), ("a", 0, 1, 20), ("b", 1, 0, 100))
    verdict = run("predictive-parity", thin)
    assert (verdict.outcome, "0 favourable predictions" in verdict.summary) == (
        "INCONCLUSIVE", True,
    )  # fmt: skip


# Calibration


def scored(score: np.ndarray, chance: np.ndarray, groups: np.ndarray, seed: int = 1) -> Predictions:
    truth = (np.random.default_rng(seed).random(len(score)) < chance).astype(int)
    frame = pd.DataFrame({"g": groups, "score": score, "y_true": truth})
    return Predictions(frame, favourable=1)


def test_groups_wrong_in_opposite_directions_both_fail() -> None:
    rng = np.random.default_rng(2)
    groups = np.repeat(["a", "b"], 400)
    score = np.where(groups == "a", rng.uniform(0.9, 1, 800), rng.uniform(0, 0.1, 800))
    verdict = run("group-calibration", scored(score, 1 - score, groups))
    assert verdict.outcome == "FAIL"
    assert {f.subject for f in verdict.findings if f.outcome == "FAIL"} == {"g=a", "g=b"}


def test_scores_that_are_probabilities_pass() -> None:
    score = np.random.default_rng(3).random(2000)
    groups = np.repeat(["a", "b"], 1000)
    assert run("group-calibration", scored(score, score, groups)).outcome == "PASS"


def test_few_rows_are_inconclusive_not_wrong() -> None:
    score = np.random.default_rng(4).random(420)
    groups = np.array(["a"] * 210 + ["b"] * 210)
    verdict = run("group-calibration", scored(score, score, groups), limit=0.03)
    assert verdict.outcome == "INCONCLUSIVE"
    small = run("group-calibration", scored(score, score, groups), min_rows=300)
    assert "210 rows; at least 300" in small.summary


@pytest.mark.parametrize(
    ("score", "outcome"), [([0.5] * 400, "INCONCLUSIVE"), ([1.5] * 400, "ERROR")]
)
def test_scores_without_calibration(score: list[float], outcome: str) -> None:
    rows = scored(np.array(score), np.full(400, 0.5), np.repeat(["a", "b"], 200))
    assert run("group-calibration", rows).outcome == outcome


def test_an_error_gap_may_be_limited() -> None:
    rng = np.random.default_rng(5)
    score = rng.random(4000)
    groups = np.repeat(["a", "b"], 2000)
    chance = np.where(groups == "a", score, 0.5 + (score - 0.5) * 0.7)
    rows = scored(score, chance, groups)
    assert run("group-calibration", rows).outcome == "PASS"
    assert run("group-calibration", rows, max_ece_gap=0.02).outcome == "FAIL"


# Intersections


def crossed(n: int, wronged: float = 0.0, seed: int = 1) -> Predictions:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "sex": rng.choice(["f", "m"], n), "age": rng.choice(["o", "y"], n),
        "y_true": rng.integers(0, 2, n),
    })  # fmt: skip
    chance = np.where((frame["sex"] == "f") & (frame["age"] == "o"), 0.9 - wronged, 0.9)
    right = rng.random(n) < chance
    frame["y_pred"] = np.where(right, frame["y_true"], 1 - frame["y_true"])
    return Predictions(frame.set_index(np.arange(n)[::-1]), favourable=1)


@pytest.mark.parametrize("rate", ["positive_rate", "fpr", "fnr", "accuracy"])
def test_intersections(rate: str) -> None:
    attributes = ("sex", "age")
    good = run("intersectional-gap", crossed(2000), rate, attributes=attributes)
    assert good.outcome == "PASS", good.summary
    bad = run("intersectional-gap", crossed(2000, 0.5), rate, attributes=attributes)
    assert bad.outcome == ("PASS" if rate == "positive_rate" else "FAIL"), bad.summary
    if rate != "positive_rate":
        assert "sex f, age o" in bad.summary


def test_intersections_need_attributes_rows_and_truth() -> None:
    rows = crossed(200)
    assert run("intersectional-gap", rows, "fpr", attributes=("sex",)).outcome == "INCONCLUSIVE"
    few = run("intersectional-gap", rows, "fpr", attributes=("sex", "age"), min_cell=500)
    assert (few.outcome, "no group has 500 rows" in few.summary) == ("INCONCLUSIVE", True)
    blind = Predictions(rows.frame.drop(columns="y_true"), favourable=1)
    attributes = ("sex", "age")
    assert run("intersectional-gap", blind, "fpr", attributes=attributes).outcome == "INCONCLUSIVE"
    assert run("intersectional-gap", blind, "positive_rate", attributes=attributes).outcome == (
        "PASS"
    )
    regression = Predictions(rows.frame, favourable=1, task="regression")
    verdict = run("intersectional-gap", regression, "fpr", attributes=attributes)
    assert verdict.outcome == "NOT_APPLICABLE"


def test_cells_that_were_not_judged_are_listed() -> None:
    verdict = run(
        "intersectional-gap", crossed(150), "accuracy", attributes=("sex", "age"), min_cell=60
    )
    assert verdict.outcome == "WARN"
    assert "were not judged" in verdict.summary


def test_a_rarely_selected_cell_warns() -> None:
    verdict = run(
        "intersectional-gap", crossed(2000), "positive_rate", attributes=("sex", "age"),
        warn_rate_below=0.9,
    )  # fmt: skip
    assert verdict.outcome == "WARN"


def test_bins_order_and_text() -> None:
    rows = Predictions(pd.DataFrame({"y_pred": [1, 0, 1, 0], "age": [10.0, 50.0, None, 30.0]}))
    found = _groups.groups_of(rows, None, "age", bins={"age": (20.0, 40.0)})
    assert found.names == ("below 20", "20 to below 40", "40 and above", "(missing)")
    whole = _groups.groups_of(rows, None, "age")
    assert whole.names == ("10", "30", "50", "(missing)")


# Simulations


@pytest.mark.slow
@pytest.mark.parametrize(("n", "runs"), [(30, 1500), (100, 1500), (500, 800)])
def test_two_equal_groups_fail_at_most_at_the_level(n: int, runs: int) -> None:
    rng = np.random.default_rng(n)
    failed = sum(
        run("disparate-impact", selected((a, n), (b, n))).outcome == "FAIL"
        for a, b in rng.binomial(n, 0.3, (runs, 2))
    )
    assert failed <= stats.binom.ppf(0.9995, runs, 0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "power"), [(30, 0.26), (100, 0.79), (500, 1.0)])
def test_a_difference_is_found(n: int, power: float) -> None:
    rng = np.random.default_rng(n)
    runs = 500
    pairs = zip(rng.binomial(n, 0.5, runs), rng.binomial(n, 0.3, runs), strict=True)
    failed = sum(
        run("disparate-impact", selected((a, n), (b, n))).outcome == "FAIL" for a, b in pairs
    )
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, min(power, 0.9999))
    assert low - 0.03 * runs <= failed <= high + 0.03 * runs


@pytest.mark.slow
def test_eight_equal_groups_fail_at_most_at_the_level() -> None:
    rng = np.random.default_rng(8)
    runs = 400
    failed = sum(
        run("disparate-impact", selected(*((int(x), 500) for x in row))).outcome == "FAIL"
        for row in rng.binomial(500, 0.3, (runs, 8))
    )
    assert failed <= stats.binom.ppf(0.9995, runs, 0.05)


@pytest.mark.slow
def test_calibrated_scores_fail_at_most_at_the_level() -> None:
    rng = np.random.default_rng(9)
    runs, failed = 150, 0
    groups = np.repeat(["a", "b"], 200)
    for i in range(runs):
        score = rng.random(400)
        rows = scored(score, score, groups, seed=i)
        failed += run("group-calibration", rows, limit=0.01, draws=200).outcome == "FAIL"
    assert failed <= stats.binom.ppf(0.9995, runs, 0.05)
