"""Every check of leakage on objects that a test or a conftest.py gives."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pytest_mlgate import ConfigError, Verdict
from support import commit, registry, write

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("duckdb")
pytest.importorskip("pyarrow.dataset")  # DuckDB keeps it, and a run in this process drops it
arrow = pytest.importorskip("pyarrow")
model_selection = pytest.importorskip("sklearn.model_selection")
linear_model = pytest.importorskip("sklearn.linear_model")

N = 1200
RNG = np.random.default_rng(0)
TRAIN = pd.DataFrame(
    {
        "id": range(N),
        "patient": [f"p{i // 2}" for i in range(N)],
        "day": pd.date_range("2020-01-01", periods=N),
        "age": RNG.normal(50, 10, N),
        "sick": [0, 0, 1, 1] * (N // 4),
    }
)
TEST = TRAIN.head(400).assign(
    id=range(N, N + 400),
    patient=[f"q{i}" for i in range(400)],
    day=pd.date_range("2024-01-01", periods=400),
    age=RNG.normal(50, 10, 400),
)
ROLES = {"target": "sick", "key": "id", "group": ["patient"], "time": "day"}
LATER = TEST.assign(day=TEST["day"] - pd.Timedelta(days=3000))
EVENTS = {"key": TRAIN["id"], "event_time": TRAIN["day"], "value": TRAIN["age"]}
FEATURES = {
    "schema": "features/1",
    "items": [{"name": "age", "scope": "row", "knowledge_lag": "0s"}],
}
DAG = {
    "schema": "dag/1",
    "nodes": [{"name": "age"}, {"name": "sick", "role": "target"}, {"name": "bill"}],
    "edges": [["age", "sick"], ["sick", "bill"]],
}
USUAL = {"train": TRAIN, "roles": ROLES}
REGISTRY = registry()
FITTED = linear_model.LogisticRegression().fit(TRAIN[["age"]], TRAIN["sick"])


def out_of_fold(features: Any, target: Any) -> Any:
    model = linear_model.LogisticRegression()
    return model_selection.cross_val_predict(
        model, features[["age"]], target, method="decision_function"
    )


def drifting(frame: Any) -> Any:
    return frame[["age"]] - frame["age"].mean()


CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "row-overlap": ("", {"test": TEST}, {"test": TRAIN.head(9)}),
    "group-overlap": ("", {"test": TEST}, {"test": TRAIN.assign(id=range(N, 2 * N))}),
    "group-overlap of edges": (
        "group-overlap",
        {"test": TEST, "edges": {"from": ["p1"], "to": ["p2"]}},
        {"test": TEST, "edges": {"from": ["p1"], "to": ["q2"]}},
    ),
    "temporal-order": ("", {"test": TEST}, {"test": LATER}),
    "target-proxy": ("", {}, {"train": TRAIN.assign(bill=TRAIN["sick"] * 3.0)}),
    "feature-names": (
        "",
        {"feature_names": ["age"]},
        {"feature_names": ["age", "sick_after_discharge"]},
    ),
    "feature-names of a model": (
        "feature-names",
        {"model": FITTED},
        {"model": FITTED, "roles": {"target": "age"}},
    ),
    "causal-descendants": (
        "",
        {"dag": DAG, "feature_names": ["age"]},
        {"dag": DAG, "feature_names": ["age", "bill"]},
    ),
    "feature-timing": (
        "",
        {"features": FEATURES, "temporal": True},
        {
            "features": {
                **FEATURES,
                "items": [{"name": "age", "scope": "row", "knowledge_lag": "1d"}],
            },
            "temporal": True,
        },
    ),
    "point-in-time": (
        "",
        {
            "event_log": {**EVENTS, "known_at": TRAIN["day"] - pd.Timedelta(days=1)},
            "features": ["age"],
            "entity": "id",
        },
        {
            "event_log": {**EVENTS, "known_at": TRAIN["day"]},
            "features": ["age"],
            "entity": "id",
        },
    ),
    "cross-validation-scheme": (
        "",
        {"splitter": model_selection.GroupKFold(3), "roles": {**ROLES, "time": None}},
        {"splitter": model_selection.KFold(7, shuffle=True, random_state=0)},
    ),
    "fit-scope": (
        "",
        {"sample": TRAIN, "fit_fn": lambda f, t: {"mean_": f.loc[t, "age"].mean()}},
        {"sample": TRAIN, "fit_fn": lambda f, t: {"mean_": f["age"].mean()}},
    ),
    "shuffled-target": (
        "",
        {"sample": TRAIN, "cv_fn": out_of_fold, "target": "sick"},
        {"sample": TRAIN, "cv_fn": lambda x, y: y, "target": "sick"},
    ),
    "future-invariance": (
        "",
        {"sample": TRAIN, "feature_fn": lambda f: f[["age"]].ffill(), "time": "day"},
        {"sample": TRAIN, "feature_fn": drifting, "time": "day"},
    ),
    "scope-contract": (
        "",
        {"sample": TRAIN, "feature_fn": lambda f: f[["age"]] * 2, "row": ["age"]},
        {"sample": TRAIN, "feature_fn": drifting, "row": ["age"]},
    ),
}


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
@pytest.mark.parametrize("case", CASES)
def test_objects_in_memory(mlgate: Any, case: str, library: str) -> None:
    name, sound, faulty = CASES[case]
    check = f"leakage.{name or case}"

    good = judge(mlgate, check, library, sound)
    bad = judge(mlgate, check, library, faulty)

    assert good.ok, good
    assert bad.outcome == "FAIL", bad
    with pytest.raises(AssertionError, match=f"^FAIL {check}: "):
        bad.assert_ok(check)


def judge(mlgate: Any, check: str, library: str, given: dict[str, Any]) -> Verdict:
    """Run a check on the tables of a library, with training rows and roles where it wants them."""
    makes = {"pandas": pd.DataFrame, "polars": polars.from_pandas, "arrow": arrow.Table.from_pandas}
    own = REGISTRY[check]
    reached = REGISTRY.reached(own.inputs)
    usual = {name: value for name, value in USUAL.items() if name in reached}
    return mlgate.check(
        check,
        **{
            name: makes[library](value) if isinstance(value, pd.DataFrame) else value
            for name, value in {**usual, **given}.items()
        },
    )


@pytest.mark.parametrize("check", ["fit-before-split", "look-ahead-code"])
def test_checks_of_code_look_at_the_project(pytester: pytest.Pytester, check: str) -> None:
    code = "from sklearn.model_selection import train_test_split\ntrain_test_split([1], [2])\n"
    commit(write(pytester.path, {"train.py": code}))
    pytester.makepyfile(
        test_own=f"""
        def test_own(mlgate):
            assert mlgate.assert_check("leakage.{check}").ok
        """
    )
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_names_that_a_check_does_not_reach(mlgate: Any) -> None:
    with pytest.raises(ConfigError, match=r"takes no 'trian'.*did you mean 'train'"):
        mlgate.check("leakage.row-overlap", trian=TRAIN)
    with pytest.raises(ConfigError, match="takes no 'train'"):
        mlgate.check("leakage.fit-scope", train=TRAIN)
    with pytest.raises(ConfigError, match=r"max_repeats: found 2; expected a number 0 to 1"):
        mlgate.check("leakage.row-overlap", train=TRAIN, max_repeats=2)


@pytest.mark.parametrize(
    ("check", "given", "found"),
    [
        ("row-overlap", {"train": 3}, "train: found int; expected a frame of pandas"),
        ("row-overlap", {"roles": {"kye": "id"}}, "no such role; .*did you mean 'key'"),
        ("row-overlap", {"train": None, "splits": TEST}, "splits: row_id: found no such column"),
        ("causal-descendants", {"dag": []}, "dag: found list; expected the content of dag.yaml"),
        ("causal-descendants", {"dag": {**DAG, "nodes": 1}}, "dag: nodes: found "),
        ("future-invariance", {"feature_fn": 1, "sample": TRAIN}, "found int; expected a function"),
        ("future-invariance", {"feature_fn": len, "sample": 1}, "found int; expected a DataFrame"),
        ("scope-contract", {"feature_fn": 1, "sample": TRAIN}, "found int; expected a function"),
    ],
)
def test_unusable_objects_are_errors(
    mlgate: Any, check: str, given: dict[str, Any], found: str
) -> None:
    verdict = judge(mlgate, f"leakage.{check}", "pandas", given)
    assert verdict.outcome == "ERROR"
    assert re.search(found, verdict.summary)


def test_none_takes_an_input_away(mlgate: Any) -> None:
    verdict = mlgate.check("leakage.row-overlap", train=None, splits=None)
    assert (verdict.outcome, verdict.no_evidence) == ("NOT_APPLICABLE", True)
    alone = mlgate.check("leakage.target-proxy", train=None)
    assert (alone.outcome, alone.summary) == ("NOT_APPLICABLE", "train is None")


CONFTEST = """
import pandas as pd
import polars
import pytest
from sklearn.model_selection import GroupKFold

N = 1200
TRAIN = pd.DataFrame({{
    "id": range(N), "patient": [f"p{{i // 2}}" for i in range(N)],
    "day": pd.date_range("2020-01-01", periods=N),
    "age": [i * 7919 % 997 for i in range(N)], "sick": [0, 0, 1, 1] * (N // 4),
}})
TEST = TRAIN.head(400).assign(
    id=range(N, N + 400), patient=[f"{patient}{{i}}" for i in range(400)],
    day=pd.date_range("2024-01-01", periods=400), age=[i * 7919 % 991 + .5 for i in range(400)],
)

def given(value):
    return pytest.fixture(scope="session")(lambda: value)

mlgate_train = given({train})
mlgate_test = given({test})
mlgate_roles = given({{"target": "sick", "key": "id", "group": "patient", "time": "day"}})
mlgate_splitter = given([(range(600), range(600, 1200))])
mlgate_feature_names = given(["age"])
mlgate_features = given({{
    "schema": "features/1", "items": [{{"name": "age", "knowledge_lag": "0s"}}],
}})
mlgate_dag = given({dag})
mlgate_event_log = given({{
    "key": TRAIN["id"], "event_time": TRAIN["day"] - pd.Timedelta(days=1), "value": TRAIN["age"],
    "known_at": TRAIN["day"] - pd.Timedelta(days=1),
}})
mlgate_sample = given({train})
mlgate_feature_fn = given(lambda frame: frame[["age"]] * 2)
mlgate_fit_fn = given(lambda frame, rows: {{"mean_": frame.loc[rows, "age"].mean()}})
"""
GATE = """
families = ["leakage"]
[leakage]
temporal = true
time = "day"
[leakage.future-invariance]
[leakage.fit-scope]
[leakage.scope-contract]
row = ["age"]
[leakage.point-in-time]
entity = "id"
features = ["age"]
"""
LIBRARIES = {
    "pandas": ("TRAIN", "TEST"),
    "polars": ("polars.from_pandas(TRAIN)", "polars.from_pandas(TEST)"),
    "both": ("TRAIN", "polars.from_pandas(TEST)"),
}


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES)
def test_fixtures_of_a_conftest(pytester: pytest.Pytester, library: str) -> None:
    train, test = LIBRARIES[library]
    text = CONFTEST.format(train=train, test=test, dag=DAG, patient="q")
    write(pytester.path, {"conftest.py": text, "mlgate.toml": GATE})
    pytester.makepyfile(
        test_own="""
        import pytest

        CHECKS = [
            "row-overlap", "group-overlap", "temporal-order", "target-proxy", "feature-names",
            "causal-descendants", "feature-timing", "point-in-time", "cross-validation-scheme",
            "fit-scope", "future-invariance", "scope-contract",
        ]

        @pytest.mark.parametrize("check", CHECKS)
        def test_own(mlgate, check):
            mlgate.assert_check(f"leakage.{check}")

        def test_one_of_them_is_given(mlgate):
            train = mlgate.check("leakage.row-overlap", test={"id": [1], "age": [1.0]}).summary
            assert "test" in train
        """
    )

    alone = pytester.runpytest_inprocess("-p", "no:cacheprovider", "test_own.py")
    alone.assert_outcomes(passed=13)
    gate = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--mlgate", "test_own.py")
    gate.stdout.fnmatch_lines(["leakage * 12 * - *"])
    gate.assert_outcomes(passed=25, skipped=2)  # no code to look at


def test_faulty_fixtures_of_a_conftest(pytester: pytest.Pytester) -> None:
    text = CONFTEST.format(train="TRAIN", test="polars.from_pandas(TEST)", dag=3, patient="p")
    write(pytester.path, {"conftest.py": text, "mlgate.toml": GATE})

    gate = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--mlgate-only")

    gate.stdout.fnmatch_lines(
        [
            "dag: found int; expected the content of dag.yaml",
            "*400 values of patient are in train and in test: 400 of 400 rows of test*",
        ]
    )
