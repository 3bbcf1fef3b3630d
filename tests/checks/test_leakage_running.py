"""Leakage that shows when the project's own training code runs: fits and shuffled targets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.cv_fn import CvFn
from pytest_mlgate.inputs.fit_fn import FitFn
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

RNG = np.random.default_rng(0)
N = 200
FRAME = pd.DataFrame(
    {
        "age": RNG.normal(40, 10, N).round(1),
        "pay": RNG.normal(0, 1, N),
        "city": RNG.choice(["Ahausen", "Bheim", "Cdorf"], N),
        "y": RNG.integers(0, 2, N),
    }
)
NUMBERS = ["age", "pay"]


def fit(function: Callable[..., Any], frame: Any = FRAME, **settings: Any) -> Verdict:
    inputs = {"fit_fn": FitFn(function, "train:fit"), "sample": frame}
    return find_check("leakage.fit-scope").run(inputs, {"target": "y", **settings})


def shuffle(function: Callable[..., Any], frame: Any = FRAME, **settings: Any) -> Verdict:
    inputs = {"cv_fn": CvFn(function, "train:cv"), "sample": frame}
    return find_check("leakage.shuffled-target").run(inputs, {"target": "y", **settings})


class Learnt:
    """An object with the given attributes."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Scaler:
    def __init__(self, rows: Any) -> None:
        self.mean_ = rows[NUMBERS].mean().to_numpy()
        self.feature_names_in_ = np.array(NUMBERS, dtype=object)

    def transform(self, frame: Any) -> Any:
        return frame[NUMBERS].to_numpy() - self.mean_


def means(frame: Any) -> dict[str, float]:
    return frame.groupby("city")["y"].mean().to_dict()


# What a fit may learn from

SCOPED: dict[str, Callable[[Any, Any], Any]] = {
    "scaler": lambda f, t: Scaler(f.loc[t]),
    "by position": lambda f, t: Scaler(f.iloc[t]),
    "mapping": lambda f, t: {"means_": means(f.loc[t]), "most": f.loc[t, "city"].mode()[0]},
    "series": lambda f, t: Learnt(means_=f.loc[t].groupby("city")["y"].mean()),
    "frame": lambda f, t: Learnt(kept_=f.loc[t]),
    "nested": lambda f, t: Learnt(steps=[("scale", Scaler(f.loc[t]))], none_=None, set_={1}),
    "matrix of all": lambda f, t: (None, f[NUMBERS] - f.loc[t, NUMBERS].mean()),
    "matrix of training rows": lambda f, t: (None, f.loc[t, NUMBERS].rank()),
    "array": lambda f, t: (None, f.loc[t, "age"].to_numpy()),
    "one column": lambda f, t: (None, f["age"] * 2),
    "all columns": lambda f, t: (None, f),
    "columns twice": lambda f, t: (None, f[["age", "age"]]),
    "durations": lambda f, t: Learnt(mean_=1.0, fit_time_=np.random.default_rng().random()),
    "long names": lambda f, t: Learnt(mean_=1.0, kind_=Scaler, when_=np.array(["NaT"], "M8[s]")),
}


@pytest.mark.parametrize("function", SCOPED.values(), ids=SCOPED)
@pytest.mark.parametrize("split", ["last", "random"])
def test_what_is_learnt_from_training_rows_passes(
    function: Callable[[Any, Any], Any], split: str
) -> None:
    verdict = fit(function, split=split)
    assert verdict.outcome == "PASS", verdict.summary
    assert "of 140 training rows stay the same when" in verdict.summary
    assert "the target of the test rows is permuted" in verdict.summary


UNSCOPED: dict[str, tuple[Callable[[Any, Any], Any], set[str], str]] = {
    "scaler": (lambda f, t: Scaler(f), {"S1", "S2"}, "attribute mean_ (column 'age')"),
    "nested": (
        lambda f, t: Learnt(steps=[("scale", Scaler(f))]),
        {"S1", "S2"},
        "attribute steps.scale.mean_ (column 'age')",
    ),
    "target encoding": (
        lambda f, t: {"means_": means(f)},
        {"S1", "S2", "S3"},
        "of train:fit changes when the target of the test rows is permuted",
    ),
    "mean of the target": (lambda f, t: {"m_": f["y"].mean()}, {"S2"}, "attribute m_"),
    "categories": (
        lambda f, t: Learnt(seen_=f["city"].value_counts()),
        {"S2"},
        "rows are dropped",
    ),
    "matrix": (
        lambda f, t: (None, f[NUMBERS] - f[NUMBERS].mean()),
        {"S1", "S2"},
        "transformed column 'age' and 1 more columns in training rows",
    ),
    "columns of the matrix": (
        lambda f, t: (None, f[["age"]] if len(f) > 150 else f[NUMBERS]),
        {"S2"},
        "transformed column 'pay'",
    ),
    "test rows by their own target": (
        lambda f, t: (None, f.assign(age=f["age"].where(f.index.isin(t), f["y"]))),
        {"S3"},
        "transformed column 'age' in test rows",
    ),
    "shape": (lambda f, t: Learnt(basis_=f[NUMBERS].to_numpy()), {"S1", "S2"}, "(its shape)"),
    "a record": (
        lambda f, t: Learnt(nodes_=np.array([(1, f["age"].sum())], [("a", int), ("b", float)])),
        {"S1", "S2"},
        "nodes_.b",
    ),
}


@pytest.mark.parametrize(("function", "rules", "message"), UNSCOPED.values(), ids=UNSCOPED)
def test_what_is_learnt_from_other_rows_fails(
    function: Callable[[Any, Any], Any], rules: set[str], message: str
) -> None:
    verdict = fit(function)
    text = " ".join(finding.message for finding in verdict.findings)
    assert verdict.outcome == "FAIL", verdict.summary
    assert {finding.rule for finding in verdict.findings} == rules
    assert message in text
    assert not any(city in str(verdict) for city in FRAME["city"].unique())


def test_steps_of_scikit_learn_are_followed_and_named() -> None:
    pipeline = pytest.importorskip("sklearn.pipeline")
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    def steps() -> Any:
        return make_column_transformer(
            (StandardScaler(), NUMBERS), (OneHotEncoder(handle_unknown="ignore"), ["city"])
        )

    def good(frame: Any, train: Any) -> Any:
        model = pipeline.make_pipeline(steps(), RandomForestClassifier(5, random_state=0))
        return model.fit(frame.loc[train].drop(columns="y"), frame.loc[train, "y"])

    assert fit(good).outcome == "PASS"
    assert fit(lambda f, t: steps().fit(f.loc[t].drop(columns="y"))).outcome == "PASS"
    verdict = fit(lambda f, t: steps().fit(f.drop(columns="y")))
    assert verdict.outcome == "FAIL"
    assert "transformers_.standardscaler.mean_ (column 'age')" in verdict.summary
    unseeded = fit(lambda f, t: RandomForestClassifier(3).fit(f.loc[t, NUMBERS], f.loc[t, "y"]))
    assert unseeded.outcome == "INCONCLUSIVE"


def test_without_a_target_all_columns_are_disturbed() -> None:
    verdict = fit(lambda f, t: {"m_": f["y"].sum()}, target="")
    assert {finding.rule for finding in verdict.findings} == {"S1", "S2"}
    assert fit(lambda f, t: Scaler(f.loc[t]), target="").outcome == "PASS"


def test_codes_are_not_multiplied_and_keys_not_touched() -> None:
    frame = FRAME.assign(code=np.arange(N) % 5, key=np.arange(N), small=np.int8(100), yes=True)

    def careful(given: Any, train: Any) -> Any:
        assert list(given["key"]) == list(range(len(given)))
        assert given["code"].max() < 5
        assert given["small"].dtype == "int8"
        assert given["yes"].dtype == bool
        return Scaler(given.loc[train])

    assert fit(careful, frame, codes=("code",), keep=("key",)).outcome == "PASS"
    assert "raised AssertionError" in fit(careful, frame, keep=("key",)).summary


def raises(*_: Any) -> Any:
    raise ValueError("Ahausen")


@pytest.mark.parametrize(
    ("function", "frame", "settings", "outcome", "message"),
    [
        (lambda f, t: object(), FRAME, {}, "INCONCLUSIVE", "no fitted attribute"),
        (lambda f, t: Learnt(mean=1), FRAME, {}, "INCONCLUSIVE", "no fitted attribute"),
        (
            lambda f, t: {"m_": np.random.default_rng().random()},
            FRAME,
            {},
            "INCONCLUSIVE",
            "on a second call already (attribute m_)",
        ),
        (SCOPED["scaler"], FRAME.head(0), {}, "INCONCLUSIVE", "0 rows; at least 20"),
        (SCOPED["scaler"], FRAME.assign(y=1), {}, "INCONCLUSIVE", "same in all 60 test rows"),
        (raises, FRAME, {}, "ERROR", "train:fit raised ValueError"),
        (
            lambda f, t: raises() if len(f) < N else Scaler(f.loc[t]),
            FRAME,
            {},
            "ERROR",
            "when the test rows are dropped: train:fit raised",
        ),
        (lambda f, t: Learnt(transform=raises), FRAME, {}, "ERROR", "return (object, matrix)"),
        (lambda f, t: (None, "text"), FRAME, {}, "ERROR", "the frame to str"),
        (lambda f, t: (None, f.head(3)), FRAME, {}, "ERROR", "found 3 for 200 rows"),
        (SCOPED["scaler"], FRAME, {"target": "yy"}, "ERROR", "did you mean 'y'"),
        (SCOPED["scaler"], FRAME, {"codes": ("no",)}, "ERROR", "fit-scope] codes names"),
        (SCOPED["scaler"], FRAME, {"keep": ("no",)}, "ERROR", "fit-scope] keep names"),
    ],
)
def test_fits_that_cannot_be_judged(
    function: Any, frame: Any, settings: dict[str, Any], outcome: str, message: str
) -> None:
    verdict = fit(function, frame, **settings)
    assert verdict.outcome == outcome, verdict.summary
    assert message in verdict.summary
    assert "Ahausen" not in str(verdict)


# Shuffled targets


def centroids(x: Any, y: Any, choose: Callable[[Any, Any], Any]) -> Any:
    """Five folds of the distance between the classes' means, features chosen per fold."""
    scores, fold = np.empty(len(y)), np.arange(len(y)) % 5
    for test in (fold == number for number in range(5)):
        columns = choose(x[~test], y[~test])
        train = x[~test][:, columns]
        scores[test] = x[test][:, columns] @ (train[y[~test] == 1].mean(0) - train.mean(0))
    return scores


def best(x: Any, y: Any) -> Any:
    return np.argsort(-np.abs(x[y == 1].mean(0) - x[y == 0].mean(0)))[:20]


def inside(frame: Any, y: Any) -> Any:
    return centroids(frame.to_numpy(), y.to_numpy(), best)


def outside(frame: Any, y: Any) -> Any:
    chosen = best(frame.to_numpy(), y.to_numpy())
    return centroids(frame.to_numpy(), y.to_numpy(), lambda *_: chosen)


def noise(rows: int, columns: int, seed: int) -> Any:
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    return pd.DataFrame(values).rename(columns=str).assign(y=np.arange(rows) // 3 % 2)


def encoded(frame: Any, y: Any) -> Any:
    return y.groupby(frame["level"].to_numpy()).transform("mean").to_numpy()


def cross_fitted(frame: Any, y: Any) -> Any:
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    np.random.seed(0)
    return preprocessing.TargetEncoder().fit_transform(frame[["level"]], y)


def test_selection_before_cross_validation_fails() -> None:
    frame = noise(100, 1000, 1)
    verdict = shuffle(outside, frame)
    assert verdict.outcome == "FAIL"
    assert "train:cv predicts labels that mean nothing: median AUC of 3 runs" in verdict.summary
    # 0.5 + 4 sqrt(101 / (12 * 49 * 51)), of 49 and 51 rows
    assert verdict.estimates[0].limit is not None
    assert verdict.estimates[0].limit.value == pytest.approx(0.73214, abs=1e-5)
    assert shuffle(inside, frame).outcome == "PASS"


@pytest.mark.slow
def test_simulated_selection() -> None:
    """100 rows, 5 000 columns of noise, 20 chosen: mean AUC .95 outside, by chance inside."""
    wrong, right = [], []
    for seed in range(20):
        frame = noise(100, 5000, seed)
        wrong.append(shuffle(outside, frame, seed=seed))
        right.append(shuffle(inside, frame, seed=seed))
    assert {verdict.outcome for verdict in wrong} == {"FAIL"}
    assert {verdict.outcome for verdict in right} == {"PASS"}
    areas = [verdict.estimates[0].value for verdict in wrong]
    assert min(areas) > 0.9
    assert np.mean(areas) == pytest.approx(0.95, abs=0.03)
    assert max(verdict.estimates[0].value for verdict in right) < 0.65


def levels(seed: int) -> Any:
    draw = np.random.default_rng(seed)
    columns = {"level": draw.integers(0, 300, 2000).astype(str), "y": draw.integers(0, 2, 2000)}
    return pd.DataFrame(columns)


def test_simulated_target_encoding() -> None:
    """300 levels of noise: AUC .72 on the same rows, .5 when it is cross-fitted."""
    for seed in range(20):
        wrong = shuffle(encoded, levels(seed), seed=seed)
        right = shuffle(cross_fitted, levels(seed), seed=seed)
        assert (wrong.outcome, right.outcome) == ("FAIL", "PASS")
        assert wrong.estimates[0].value == pytest.approx(0.72, abs=0.03)
        assert right.estimates[0].value <= 0.53
        assert wrong.estimates[0].limit is not None
        assert wrong.estimates[0].limit.value == pytest.approx(0.5517, abs=1e-3)


def test_the_fit_scope_of_an_encoding() -> None:
    rows = levels(0)
    all_rows = fit(lambda f, t: {"m_": f.groupby("level")["y"].mean()}, rows)
    own_rows = fit(lambda f, t: {"m_": f.loc[t].groupby("level")["y"].mean()}, rows)
    assert (all_rows.outcome, own_rows.outcome) == ("FAIL", "PASS")


def test_several_classes_and_numbers() -> None:
    frame = noise(300, 3, 2).assign(y=[*"abc"] * 100)
    leak = shuffle(lambda x, y: np.stack([y == c for c in "abc"], axis=1).astype(float), frame)
    chance = shuffle(lambda x, y: x.to_numpy() + len(set(y)) + (y == "a").mean() * 0, frame)
    assert leak.outcome == "FAIL"
    assert "macro one-versus-rest AUC" in leak.summary
    assert chance.outcome == "INCONCLUSIVE"  # the labels were never looked at
    numeric = noise(400, 3, 2).assign(y=np.random.default_rng(4).normal(size=400))
    verdict = shuffle(lambda x, y: y + x["0"], numeric)
    assert verdict.outcome == "FAIL"
    assert "Spearman correlation" in verdict.summary
    assert verdict.estimates[0].limit is not None
    assert verdict.estimates[0].limit.value == pytest.approx(0.2)  # 4 / sqrt(400)
    assert shuffle(lambda x, y: x["0"] + y.iloc[0], numeric).outcome == "PASS"
    assert shuffle(lambda x, y: np.full(400, y.iloc[0]), numeric).outcome == "PASS"
    assert shuffle(inside, noise(200, 50, 1), task="regression").outcome == "PASS"


def by_shop(frame: Any, y: Any) -> Any:
    """Scores that know the share of each shop, and of each time, and nothing else."""
    known = y.groupby(frame["shop"].to_numpy()).transform("mean").to_numpy()
    return known + np.random.default_rng(abs(int(y.head(9).sum() * 99))).random(len(y)) * 1e-6


def test_what_groups_and_times_have_in_common_is_no_leak() -> None:
    draw = np.random.default_rng(5)
    shop = np.arange(400) // 100
    y = draw.random(400) < np.array([0.1, 0.4, 0.6, 0.9])[shop]
    frame = pd.DataFrame({"shop": shop, "day": np.arange(400), "y": y.astype(int)})
    assert shuffle(by_shop, frame, group_column="shop").outcome == "PASS"
    assert shuffle(by_shop, frame, time="day", blocks=4).outcome == "PASS"
    assert shuffle(lambda x, y: y, frame, group_column="shop").outcome == "FAIL"
    numeric = frame.assign(y=shop + draw.normal(size=400))
    assert shuffle(by_shop, numeric, time="day", blocks=4).outcome == "PASS"
    assert shuffle(lambda x, y: y, numeric, group_column="shop").outcome == "FAIL"
    alone = frame.assign(shop=frame.index)
    assert "0 rows of a class" in shuffle(by_shop, alone, group_column="shop").summary
    assert (
        "constant inside every group"
        in shuffle(by_shop, numeric.assign(shop=frame.index), group_column="shop").summary
    )


def test_rows_in_no_test_fold_do_not_count() -> None:
    frame = noise(300, 5, 3)

    def forward(x: Any, y: Any, first: int = 100) -> Any:
        return np.where(np.arange(len(y)) < first, np.nan, inside(x, y))

    verdict = shuffle(forward, frame)
    assert verdict.outcome == "PASS"
    assert verdict.estimates[0].n == 200
    assert "scored 50 of 300" in shuffle(lambda x, y: forward(x, y, 250), frame).summary


def test_an_unseeded_procedure_can_be_judged() -> None:
    draw = np.random.default_rng()
    verdict = shuffle(lambda x, y: draw.random(len(y)), factor=6.0)
    assert verdict.outcome == "PASS"


@pytest.mark.parametrize(
    ("function", "frame", "settings", "outcome", "message"),
    [
        (lambda x, y: 1 - y, FRAME, {}, "INCONCLUSIVE", "further below chance"),
        (lambda x, y: x["pay"], FRAME, {}, "INCONCLUSIVE", "whatever the labels are"),
        (inside, FRAME.head(0), {}, "INCONCLUSIVE", "0 rows; at least 100"),
        (inside, FRAME.head(99), {}, "INCONCLUSIVE", "99 rows; at least 100"),
        (lambda x, y: y, FRAME.assign(y=FRAME.index < 29), {}, "INCONCLUSIVE", "29 rows of a"),
        (inside, FRAME.assign(y=1), {}, "INCONCLUSIVE", "one value only"),
        (inside, FRAME.assign(y=np.nan), {}, "INCONCLUSIVE", "200 of 200 rows have no target"),
        (inside, FRAME, {"target": ""}, "INCONCLUSIVE", "target names no column"),
        (inside, FRAME, {"target": "yy"}, "ERROR", "did you mean 'y'"),
        (inside, FRAME, {"group_column": "no"}, "ERROR", "group-column names"),
        (inside, FRAME, {"time": "city"}, "ERROR", "values that are no times"),
        (inside, FRAME, {"time": "age", "group_column": "city"}, "ERROR", "one of the two"),
        (inside, FRAME, {"target": "city", "task": "regression"}, "INCONCLUSIVE", "no numbers"),
        (raises, FRAME, {}, "ERROR", "train:cv raised ValueError"),
        (lambda x, y: "text", FRAME, {}, "ERROR", "no array of numbers"),
        (lambda x, y: y.head(3), FRAME, {}, "ERROR", "shape (3,) for 200 rows"),
        (lambda x, y: np.ones((N, 3)), FRAME, {}, "ERROR", "shape (200, 3) for 2 classes"),
    ],
)
def test_procedures_that_cannot_be_judged(
    function: Any, frame: Any, settings: dict[str, Any], outcome: str, message: str
) -> None:
    verdict = shuffle(function, frame, **settings)
    assert verdict.outcome == outcome, verdict.summary
    assert message in verdict.summary
    assert "Ahausen" not in str(verdict)


# The functions as inputs


@pytest.mark.parametrize(("name", "kind"), [("fit_fn", FitFn), ("cv_fn", CvFn)])
def test_functions_of_the_project(tmp_path: Path, name: str, kind: Any) -> None:
    with pytest.raises(InputAbsent, match=name.replace("_", "-")):
        provide(name, tmp_path)
    write(tmp_path, {"mlg_train.py": "def run(one, two):\n    raise KeyError('Ahausen')\n"})
    function = provide(name, tmp_path, path="mlg_train:run")
    with pytest.raises(Exception, match=r"KeyError at mlg_train\.py:2") as caught:
        function(FRAME, FRAME["y"])
    assert "Ahausen" not in str(caught.value)
    with pytest.raises(InputError, match="expected a function"):
        kind.of(3)
    assert kind.of(function) is function
    assert kind.of(raises).path == "raises"


@pytest.mark.parametrize("check", ["fit-scope", "shuffled-target"])
def test_without_inputs_they_are_not_applicable(tmp_path: Path, check: str) -> None:
    write(tmp_path, {"mlg_train.py": "def run(one, two):\n    return two\n"})
    named = {key: {"path": "mlg_train:run"} for key in ("fit_fn", "cv_fn")}
    declared = find_check(f"leakage.{check}")
    assert resolver(tmp_path).run(declared).outcome == "NOT_APPLICABLE"
    assert resolver(tmp_path, named).run(declared).outcome == "NOT_APPLICABLE"
