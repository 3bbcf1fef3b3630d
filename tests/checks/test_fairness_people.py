"""Checks of outcomes, individuals, proxies, names and policies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._models import Model
from pytest_mlgate.inputs.dag import Dag
from pytest_mlgate.inputs.fairness_policy import Attribute, Band, FairnessPolicy, Metric
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, provide, write

N = 800
RNG = np.random.default_rng(1)
SEX = np.where(np.arange(N) % 2 == 0, "f", "m")


def rows(**columns: Any) -> Predictions:
    return Predictions(pd.DataFrame({"sex": SEX, **columns}), favourable=1)


def run(name: str, inputs: dict[str, object], subject: str = "sex", **settings: Any) -> Verdict:
    return find_check(f"fairness.{name}").run(inputs, settings, subject=subject)


# Errors and means


def regression(shift: float = 0.0, scale: float = 1.0, seed: int = 1) -> Predictions:
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, 5, N) * np.where(SEX == "f", scale, 1)
    return rows(y_true=np.full(N, 100.0), y_pred=100 + noise - shift * (SEX == "f"))


@pytest.mark.parametrize(
    ("made", "outcome", "word"),
    [
        (regression(), "PASS", ""),
        (regression(shift=4), "FAIL", "M1"),
        (regression(scale=3), "FAIL", "M2"),
    ],
)
def test_errors_of_groups(made: Predictions, outcome: str, word: str) -> None:
    verdict = run("group-error-gap", {"predictions": made}, limit=0.3, replicates=500)
    assert verdict.outcome == outcome, verdict.summary
    assert word in verdict.summary


def test_errors_that_cannot_be_compared() -> None:
    exact = rows(y_true=np.ones(N), y_pred=np.ones(N))
    assert run("group-error-gap", {"predictions": exact}).outcome == "INCONCLUSIVE"
    binary = Predictions(exact.frame, task="binary")
    assert run("group-error-gap", {"predictions": binary}).outcome == "NOT_APPLICABLE"
    assert run("group-error-gap", {"predictions": regression()}, "").outcome == "INCONCLUSIVE"
    small = run("group-error-gap", {"predictions": regression()}, min_group=500, limit=9.0)
    assert small.outcome == "INCONCLUSIVE"
    thin = run("group-error-gap", {"predictions": regression(0.5)}, limit=0.01, replicates=500)
    assert thin.outcome in {"INCONCLUSIVE", "FAIL"}


def test_a_higher_mean_fails() -> None:
    price = RNG.normal(100, 5, N)
    fair = run("mean-outcome-ratio", {"predictions": rows(y_pred=price)}, replicates=500)
    assert fair.outcome == "PASS", fair.summary
    dear = price * np.where(SEX == "f", 1.083, 1)
    verdict = run("mean-outcome-ratio", {"predictions": rows(y_pred=dear)}, replicates=500)
    assert verdict.outcome == "FAIL"
    region = np.where((SEX == "f") ^ (RNG.random(N) < 0.2), "city", "land")
    by_region = price * np.where(region == "city", 1.2, 1)
    made = rows(y_pred=by_region, region=region)
    assert run("mean-outcome-ratio", {"predictions": made}, replicates=500).outcome == "FAIL"
    adjusted = run(
        "mean-outcome-ratio", {"predictions": made}, replicates=500, adjust_for=("region",)
    )
    assert (adjusted.outcome, "adjusted for region" in adjusted.summary) == ("PASS", True)


def test_means_that_have_no_ratio() -> None:
    for value, subject, outcome in ((0.0, "sex", "INCONCLUSIVE"), (1.0, "", "INCONCLUSIVE")):
        made = rows(y_pred=np.full(N, value))
        assert run("mean-outcome-ratio", {"predictions": made}, subject).outcome == outcome
    text = rows(y_pred=["x"] * N)
    assert run("mean-outcome-ratio", {"predictions": text}).outcome == "ERROR"


def book(dear: float = 1.0, exposure: float = 1.0) -> Predictions:
    rng = np.random.default_rng(3)
    premium = 100 * np.where(SEX == "f", dear, 1.0)
    claim = rng.exponential(300, N) * (rng.random(N) < 0.25)
    return rows(premium=premium, claim=claim, exposure=np.full(N, exposure))


def test_loss_ratios() -> None:
    fair = run("loss-ratio-parity", {"predictions": book()}, replicates=500, limit=0.3)
    assert fair.outcome == "PASS", fair.summary
    dear = run("loss-ratio-parity", {"predictions": book(2.5)}, replicates=1000)
    assert (dear.outcome, "times its claims" in dear.summary) == ("FAIL", True)
    thin = run("loss-ratio-parity", {"predictions": book(exposure=0.1)})
    assert (thin.outcome, "policy-years" in str(thin.findings)) == ("INCONCLUSIVE", True)
    free = Predictions(book().frame.assign(premium=0.0))
    assert "premiums sum to 0" in str(run("loss-ratio-parity", {"predictions": free}).findings)
    negative = Predictions(book().frame.assign(claim=-1.0))
    assert run("loss-ratio-parity", {"predictions": negative}).outcome == "ERROR"


def keyed(spread: float, keys: int = 120) -> Predictions:
    price = np.tile([100.0, 100.0 * (1 + spread)], keys)
    return Predictions(pd.DataFrame({"product": np.repeat(np.arange(keys), 2), "y_pred": price}))


@pytest.mark.parametrize(
    ("made", "outcome"),
    [(keyed(0.4), "FAIL"), (keyed(0.05), "PASS"), (keyed(0.05, 20), "INCONCLUSIVE"),
     (Predictions(keyed(0.4).frame.assign(y_pred=0.0)), "INCONCLUSIVE")],
)  # fmt: skip
def test_outputs_of_one_key(made: Predictions, outcome: str) -> None:
    assert run("output-spread", {"predictions": made}, "product").outcome == outcome
    assert run("output-spread", {"predictions": made}, "").outcome == "INCONCLUSIVE"


# Individuals


class Rule:
    """Selects by income, and by sex if told to."""

    def __init__(self, bonus: float = 0.0, names: tuple[str, ...] = ("sex", "income")) -> None:
        self.bonus, self.feature_names_in_ = bonus, names

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        female = (frame["sex"] == "f") if "sex" in frame else 0
        return np.asarray(frame["income"] + self.bonus * female > 50).astype(int)


HOLDOUT = Holdout(
    pd.DataFrame({"row_id": range(N), "y_true": 0, "sex": SEX, "income": RNG.integers(10, 90, N),
                  "title": np.where(SEX == "f", "Ms", "Mr")})
)  # fmt: skip


def flip(model: object, holdout: Holdout = HOLDOUT, subject: str = "sex", **more: Any) -> Verdict:
    return run("attribute-flip", {"model": Model.of(model), "holdout": holdout}, subject, **more)


def test_flipping_an_attribute() -> None:
    assert flip(Rule()).outcome == "PASS"
    verdict = flip(Rule(20))
    assert (verdict.outcome, "F1" in str(verdict.findings[0])) == ("FAIL", True)
    assert "flip test" in flip(Rule()).summary
    slight = flip(Rule(2), limit=0.02)
    assert slight.outcome in {"INCONCLUSIVE", "FAIL", "PASS"}


def test_flipping_what_the_model_does_not_take_proves_nothing() -> None:
    verdict = flip(Rule(names=("income",)))
    assert (verdict.outcome, "proves nothing" in verdict.summary) == ("INCONCLUSIVE", True)


def test_flips_that_cannot_be_made() -> None:
    short = Holdout(HOLDOUT.frame.head(50))
    assert flip(Rule(), short).outcome == "INCONCLUSIVE"
    assert flip(Rule(), subject="nowhere").outcome == "ERROR"
    assert flip(Rule(), subject="").outcome == "INCONCLUSIVE"
    constant = Holdout(HOLDOUT.frame.assign(sex="f"))
    assert flip(Rule(), constant).outcome == "INCONCLUSIVE"

    class Broken(Rule):
        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            raise ValueError("row 7 holds 4711")

    verdict = flip(Broken())
    assert (verdict.outcome, "4711" in str(verdict)) == ("ERROR", False)


def test_scores_and_proxies_are_flipped_too() -> None:
    class Scored(Rule):
        classes_ = (0, 1)

        def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
            score = np.where(frame["title"] == "Ms", 0.9, 0.1)
            return np.column_stack([1 - score, score])

    names = ("sex", "income", "title")
    assert flip(Scored(names=names)).outcome == "PASS"
    verdict = flip(Scored(names=names), proxies={"sex": ("title",)})
    assert (verdict.outcome, "F2" in str(verdict.findings[0])) == ("FAIL", True)


def test_numeric_outputs() -> None:
    class Price(Rule):
        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            return 100 + self.bonus * (frame["sex"] == "f").to_numpy()

    assert flip(Price(1), numeric=True).outcome == "PASS"
    assert flip(Price(10), numeric=True).outcome == "FAIL"


def individual(model: object, rule: str, holdout: Holdout = HOLDOUT, **more: Any) -> Verdict:
    inputs = {"model": Model.of(model), "holdout": holdout}
    return run("individual-consistency", inputs, rule, protected=("sex", "title"), **more)


def test_twins() -> None:
    assert individual(Rule(), "twin").outcome == "PASS"
    verdict = individual(Rule(20), "twin")
    assert (verdict.outcome, "get different decisions" in verdict.summary) == ("FAIL", True)
    apart = Holdout(HOLDOUT.frame.assign(income=np.linspace(0, 90, N)))
    assert individual(Rule(), "twin", apart).outcome == "INCONCLUSIVE"
    inputs = {"model": Model.of(Rule()), "holdout": HOLDOUT}
    assert run("individual-consistency", inputs, "twin").outcome == "INCONCLUSIVE"
    assert run("individual-consistency", inputs, "twin", protected=("no",)).outcome == "ERROR"


def test_neighbours() -> None:
    apart = Holdout(HOLDOUT.frame.assign(income=np.linspace(0, 90, N)))
    assert individual(Rule(), "knn", apart).outcome == "PASS"

    class Dice(Rule):
        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            return np.random.default_rng(1).integers(0, 2, len(frame))

    assert individual(Dice(), "knn", apart).outcome == "FAIL"

    class Constant(Rule):
        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            return np.ones(len(frame), int)

    assert individual(Constant(), "knn", apart).outcome == "INCONCLUSIVE"
    assert individual(Rule(), "knn", Holdout(HOLDOUT.frame.head(10))).outcome == "INCONCLUSIVE"


def test_lipschitz() -> None:
    apart = Holdout(HOLDOUT.frame.assign(income=np.linspace(0, 90, N)))

    class Line(Rule):
        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            return (frame["income"] / 90).to_numpy()

    assert individual(Line(), "lipschitz", apart).outcome == "PASS"
    steep = individual(Line(), "lipschitz", apart, max_lipschitz=0.1)
    assert steep.outcome == "FAIL"
    none = individual(Line(), "lipschitz", apart, similarity=1e-9)
    assert (none.outcome, "pairs of rows" in none.summary) == ("INCONCLUSIVE", True)


# Labels


def needed(shift: float, seed: int = 1) -> Predictions:
    rng = np.random.default_rng(seed)
    score = rng.random(N * 3)
    race = np.tile(["b", "w"], N * 3 // 2)
    need = 5 * score + rng.normal(0, 1, N * 3) + shift * (race == "b")
    return Predictions(pd.DataFrame({"sex": race, "score": score, "need": need}), favourable=1)


def test_equal_scores_mean_equal_need() -> None:
    settings: dict[str, Any] = {"need": ("need",), "permutations": 500}
    assert run("label-validity", {"predictions": needed(0)}, **settings).outcome == "PASS"
    verdict = run("label-validity", {"predictions": needed(1.0)}, **settings)
    assert (verdict.outcome, "at equal score the need is" in str(verdict.findings)) == (
        "FAIL", True,
    )  # fmt: skip
    few = run("label-validity", {"predictions": needed(0)}, **settings, min_group=500)
    assert few.outcome == "INCONCLUSIVE"
    assert run("label-validity", {"predictions": needed(0)}).outcome == "INCONCLUSIVE"
    constant = Predictions(needed(0).frame.assign(need=1.0), favourable=1)
    assert run("label-validity", {"predictions": constant}, **settings).outcome == "INCONCLUSIVE"


# Proxies


def proxied(r: float, seed: int = 1) -> Holdout:
    rng = np.random.default_rng(seed)
    age = rng.normal(size=N)
    other = r * age + np.sqrt(1 - r * r) * rng.normal(size=N)
    frame = pd.DataFrame({"age": age, "years": other, "noise": rng.normal(size=N)})
    return Holdout(frame)


@pytest.mark.parametrize(("r", "outcome"), [(0.3, "PASS"), (0.79, "FAIL"), (0.83, "FAIL")])
def test_numbers_that_stand_for_numbers(r: float, outcome: str) -> None:
    verdict = run("proxy-association", {"holdout": proxied(r)}, "age")
    assert verdict.outcome == outcome, verdict.summary


def test_categories_that_stand_for_categories() -> None:
    frame = HOLDOUT.frame.drop(columns=["row_id", "y_true"])
    verdict = run("proxy-association", {"holdout": Holdout(frame)})
    assert (verdict.outcome, "title stands for sex" in verdict.summary) == ("FAIL", True)
    policy = FairnessPolicy((), (), justified={"title": "asked for by law (ada, 2026)"})
    excused = run("proxy-association", {"holdout": Holdout(frame), "fairness_policy": policy})
    assert (excused.outcome, "justified" in str(excused.findings)) == ("WARN", True)


def test_numbers_that_tell_categories() -> None:
    rng = np.random.default_rng(2)
    height = rng.normal(0, 0.3, N) + 2 * (SEX == "m")
    verdict = run(
        "proxy-association", {"holdout": Holdout(pd.DataFrame({"sex": SEX, "h": height}))}
    )
    assert (verdict.outcome, "correlation ratio of h" in verdict.summary) == ("FAIL", True)


def test_features_that_tell_the_attribute_together() -> None:
    rng = np.random.default_rng(3)
    first = rng.integers(0, 2, N)
    frame = pd.DataFrame({"sex": np.where(first ^ (rng.integers(0, 2, N) & 0), "a", "b"),
                          "x": first + rng.normal(0, 1.3, N), "y": first + rng.normal(0, 1.3, N),
                          "z": first + rng.normal(0, 1.3, N)})  # fmt: skip
    frame["sex"] = np.where(first == 1, "a", "b")
    verdict = run("proxy-association", {"holdout": Holdout(frame)}, joint_limit=0.7)
    assert (verdict.outcome, "P2" in str(verdict.findings[0])) == ("WARN", True)


def test_proxies_that_cannot_be_looked_for() -> None:
    few = Holdout(proxied(0.3).frame.head(50))
    assert run("proxy-association", {"holdout": few}, "age").outcome == "INCONCLUSIVE"
    constant = Holdout(proxied(0.3).frame.assign(age=1.0))
    assert run("proxy-association", {"holdout": constant}, "age").outcome == "INCONCLUSIVE"
    assert run("proxy-association", {"holdout": proxied(0.3)}, "no").outcome == "ERROR"
    alone = Holdout(proxied(0.3).frame[["age"]])
    assert run("proxy-association", {"holdout": alone}, "age").outcome == "INCONCLUSIVE"


@pytest.mark.slow
def test_a_causal_graph() -> None:
    nodes = {"age": "protected", "years": "feature", "noise": "feature"}
    graph = Dag(nodes, {"years": frozenset({"age"})})
    inputs: dict[str, object] = {"holdout": proxied(0.3), "dag": graph}
    verdict = run("proxy-association", inputs, "age")
    assert (verdict.outcome, "years descends from age" in verdict.summary) == ("FAIL", True)
    excused = Dag(nodes, graph.parents, {"years": "tenure is part of the contract"})
    assert run("proxy-association", {**inputs, "dag": excused}, "age").outcome == "PASS"
    lacking = Dag({"age": "protected"}, {})
    assert "no node" in run("proxy-association", {**inputs, "dag": lacking}, "age").summary


# Names


@pytest.mark.parametrize(
    "name", ["race", "applicantRace", "RACE_CODE", "ethnicity2", "national_origin", "userReligion"]
)
def test_forbidden_names(name: str) -> None:
    verdict = run("forbidden-input", {"feature_names": FeatureNames((name, "income"))})
    assert (verdict.outcome, repr(name) in verdict.summary) == ("FAIL", True)
    allowed = run("forbidden-input", {"feature_names": FeatureNames((name,))}, allowed=(name,))
    assert allowed.outcome == "PASS"


@pytest.mark.parametrize("name", ["trace_id", "terrace", "embrace", "classname", "page", "sextant"])
def test_names_that_only_look_like_it(name: str) -> None:
    found = {"feature_names": FeatureNames((name,))}
    assert run("forbidden-input", found, preset="hiring").outcome == "PASS"


def test_presets_places_and_watched_names() -> None:
    names = FeatureNames(("sex", "age_group"))
    assert run("forbidden-input", {"feature_names": names}).outcome == "PASS"
    assert run("forbidden-input", {"feature_names": names}, preset="credit").outcome == "FAIL"
    place = {"feature_names": FeatureNames(("home_zip", "income"))}
    assert run("forbidden-input", place).outcome == "FAIL"
    policy = FairnessPolicy((), (), justified={"home_zip": "flood risk (ada, 2026)"})
    excused = run("forbidden-input", {**place, "fairness_policy": policy})
    assert excused.outcome == "WARN"
    ranked = FeatureNames.of({"income": 0.1, "university_tier": -0.9, "x": 0.5})
    verdict = run("forbidden-input", {"feature_names": ranked}, preset="hiring", top=1)
    assert (verdict.outcome, "number 1 of 3" in verdict.summary) == ("FAIL", True)
    assert run("forbidden-input", {"feature_names": FeatureNames(())}).outcome == "INCONCLUSIVE"


# Policy


class Verdicts:
    def __init__(self, **known: str) -> None:
        self.known = {key.replace("__", ".").replace("_", "-"): v for key, v in known.items()}

    def get(self, check: str, subject: str = "") -> Verdict | None:
        outcome = self.known.get(check.removeprefix("fairness."))
        return None if outcome is None else Verdict(outcome=Outcome(outcome), summary="so")


def policy(**changed: Any) -> FairnessPolicy:
    values: dict[str, Any] = {
        "attributes": (Attribute("sex"),),
        "metrics": (Metric("disparate-impact", "selection is what people feel"),),
        "declined": dict.fromkeys(
            ["attribute-flip", "demographic-parity", "equalized-odds", "group-calibration",
             "group-error-gap", "individual-consistency", "intersectional-gap", "label-validity",
             "loss-ratio-parity", "mean-outcome-ratio", "output-spread", "predictive-parity",
             "proxy-association"],
            "no",
        ),
    }  # fmt: skip
    return FairnessPolicy(**(values | changed))


@pytest.mark.parametrize(
    ("chosen", "known", "outcome", "word"),
    [
        (policy(), {"disparate_impact": "PASS"}, "PASS", ""),
        (policy(), {"disparate_impact": "FAIL"}, "PASS", ""),
        (policy(), {"disparate_impact": "NOT_APPLICABLE"}, "FAIL", "was not measured"),
        (policy(), {}, "FAIL", "is not installed"),
        (policy(metrics=()), {}, "FAIL", "chooses no measure"),
        (policy(metrics=(Metric("disparate-impact", ""),)), {"disparate_impact": "PASS"}, "FAIL",
         "Y1"),
        (policy(metrics=(Metric("magic", "x"),)), {}, "FAIL", "no measure of fairness"),
        (policy(declined={}), {"disparate_impact": "PASS"}, "WARN", "Y5"),
        (policy(per_group_thresholds=True), {"disparate_impact": "PASS"}, "WARN", "Y6"),
        (policy(attributes=(Attribute("age", (Band(51, 65), Band(65, np.inf))),)),
         {"disparate_impact": "PASS"}, "FAIL", "overlap"),
        (policy(attributes=(Attribute("age", (Band(18, 50), Band(55, np.inf))),)),
         {"disparate_impact": "PASS"}, "FAIL", "gap between them"),
        (policy(attributes=(Attribute("age", (Band(0, 18, False), Band(18, 65, False))),)),
         {"disparate_impact": "PASS"}, "PASS", ""),
        (policy(model_sha256="abc"), {"disparate_impact": "PASS"}, "FAIL", "Y4"),
    ],
)  # fmt: skip
def test_policies(chosen: FairnessPolicy, known: dict[str, str], outcome: str, word: str) -> None:
    verdict = run("policy", {"fairness_policy": chosen, "verdicts": Verdicts(**known)}, "")
    assert verdict.outcome == outcome, verdict.summary
    assert word in str(verdict.findings)


POLICY = """
schema: fairness_policy/1
attributes: [{column: age, bins: ["18-25", "41+", [1, 2]]}]
favourable_label: 1
metrics: [{check: disparate-impact, rationale: why}]
"""


def test_the_policy_file(tmp_path: Path) -> None:
    found = provide("fairness_policy", write(tmp_path, {"fairness_policy.yaml": POLICY}))
    assert found.attributes[0].bands == (Band(18, 25), Band(41, np.inf), Band(1, 2, False))
    assert found.fingerprint
    with pytest.raises(InputAbsent):
        provide("fairness_policy", tmp_path / "nowhere")
    for old, new, message in (
        ("favourable_label: 1", "", "favourable_label: found nothing"),
        ("18-25", "young", "bins\\[0\\]: found 'young'"),
        ("metrics", "metric", "unknown key"),
    ):
        write(tmp_path, {"fairness_policy.yaml": POLICY.replace(old, new)})
        with pytest.raises(InputError, match=message):
            provide("fairness_policy", tmp_path)


GRAPH = """
schema: dag/1
nodes: [{name: sex, role: protected}, {name: title}, {name: income}]
edges: [[sex, title], [title, income]]
"""


def test_the_graph_file(tmp_path: Path) -> None:
    found = provide("dag", write(tmp_path, {"dag.yaml": GRAPH}))
    assert found.ancestors("income") == {"sex", "title"}
    assert found.protected == {"sex"}
    for old, new, message in (
        ("[title, income]", "[title, nobody]", "'nobody'"),
        ("[title, income]", "[title]", "1 names"),
        ("role: protected", "role: secret", "'secret'"),
    ):
        write(tmp_path, {"dag.yaml": GRAPH.replace(old, new)})
        with pytest.raises(InputError, match=message):
            provide("dag", tmp_path)


def test_a_cycle_in_the_graph_is_an_error_of_the_proxies(tmp_path: Path) -> None:
    cyclic = GRAPH.replace("[title, income]", "[income, sex], [title, income]")
    graph = provide("dag", write(tmp_path, {"dag.yaml": cyclic.replace("title", "years")}))
    few = Holdout(proxied(0.3).frame.head(400))
    verdict = run("proxy-association", {"holdout": few, "dag": graph}, "age")
    assert (verdict.outcome, "found a cycle" in verdict.summary) == ("ERROR", True)


def test_names_from_files_settings_and_models(tmp_path: Path) -> None:
    write(tmp_path, {"f.json": '{"names": ["a"], "importances": {"a": 1}}', "g.json": "{}"})
    assert provide("feature_names", tmp_path, path="f.json").importances == {"a": 1.0}
    assert provide("feature_names", tmp_path, names=("x",)).names == ("x",)
    model = Model.of(Rule())
    found = provide("feature_names", tmp_path, given={"model": model})
    assert found.names == ("sex", "income")
    with pytest.raises(InputAbsent):
        provide("feature_names", tmp_path)
    with pytest.raises(InputError):
        provide("feature_names", tmp_path, path="g.json")
    with pytest.raises(InputError, match="found str"):
        FeatureNames.of("abc")


# Mitigation


def decided(error: float, harm: float = 0.0, seed: int = 1) -> Predictions:
    rng = np.random.default_rng(seed)
    truth = np.arange(N) // 2 % 2
    wrong = rng.random(N) < np.where((SEX == "f") & (truth == 1), error + harm, error)
    return rows(row_id=np.arange(N), y_true=truth, y_pred=np.where(wrong, 1 - truth, truth))


def mitigate(after: Predictions, before: Predictions, **settings: Any) -> Verdict:
    inputs = {"predictions": after, "before_predictions": before}
    return run("mitigation-tradeoff", inputs, **settings)


def test_a_mitigation_that_works() -> None:
    verdict = mitigate(decided(0.1), decided(0.1, 0.4))
    assert verdict.outcome == "PASS", verdict.summary


def test_a_mitigation_that_does_not() -> None:
    still = mitigate(decided(0.1, 0.4), decided(0.1, 0.4, seed=2))
    assert (still.outcome, "T1" in str(still.findings[0])) == ("FAIL", True)
    broke = mitigate(decided(0.1, 0.4), decided(0.1))
    assert (broke.outcome, "it passed before" in str(broke.findings)) == ("FAIL", True)
    costly = mitigate(decided(0.4), decided(0.1, 0.3))
    assert "T3" in str(costly.findings)
    same = decided(0.1)
    chosen = mitigate(same, decided(0.1, 0.4), choice_sha256=same.dataset)
    assert "T4" in str(chosen.findings)
    other = Predictions(same.frame.assign(row_id=np.arange(N) + 1), favourable=1)
    assert mitigate(same, other).outcome == "ERROR"


def test_four_points_of_accuracy_are_within_five() -> None:
    n = 4000
    truth = np.arange(n) % 2
    frame = pd.DataFrame({"row_id": range(n), "sex": np.where(np.arange(n) // 2 % 2, "f", "m"),
                          "y_true": truth})  # fmt: skip
    spread = np.random.default_rng(1).permutation(n)

    def wrong(share: float) -> Predictions:
        bad = spread < share * n
        return Predictions(frame.assign(y_pred=np.where(bad, 1 - truth, truth)), favourable=1)

    verdict = mitigate(wrong(0.16), wrong(0.12), measures=("tpr",), max_accuracy_loss=0.05)
    assert verdict.outcome == "PASS", verdict.summary
    assert verdict.estimates[0].value == pytest.approx(0.04)


@pytest.mark.slow
@pytest.mark.parametrize("check", ["group-error-gap", "mean-outcome-ratio"])
def test_equal_groups_fail_at_most_at_the_level(check: str) -> None:
    runs, failed = 120, 0
    for seed in range(runs):
        made = regression(seed=seed)
        verdict = run(check, {"predictions": made}, limit=0.001, replicates=300)
        failed += verdict.outcome == "FAIL"
    assert failed <= stats.binom.ppf(0.9995, runs, 0.06)
