"""Leakage checks as fixtures for ordinary tests, which this module uses as users do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_mlgate import ConfigError, Verdict

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
pytest.importorskip("duckdb")
pytest.importorskip("pyarrow.dataset")  # DuckDB keeps it, and a run in this process drops it
pytest.importorskip("pyarrow")
pytest.importorskip("scipy.sparse")
model_selection = pytest.importorskip("sklearn.model_selection")
preprocessing = pytest.importorskip("sklearn.preprocessing")

Call = Callable[..., Verdict]
N = 240
ROWS = pd.DataFrame(
    {
        "day": pd.date_range("2026-01-01", periods=N),
        "patient": [f"p{i // 2}" for i in range(N)],
        "x": np.random.default_rng(0).normal(size=N).cumsum(),
        "city": ["Ahausen", "Bheim", "Cdorf"] * (N // 3),
        "sick": [0, 0, 1, 1] * (N // 4),
    }
)


def text_of(call: Call, *args: Any, **named: Any) -> str:
    """Return the text with which an assertion fails, which must hold no data."""
    with pytest.raises(AssertionError) as caught:
        call(*args, **named)
    text = str(caught.value)
    assert not any(value in text for value in ("Ahausen", "Bheim", "Cdorf", "p0"))
    return text


# audit_splits


def test_folds_that_respect_everything(audit_splits: Call) -> None:
    folds = model_selection.GroupKFold(4)

    verdict = audit_splits(folds, ROWS[["x"]], ROWS["sick"], ROWS["patient"])

    assert verdict.ok
    assert verdict.evidence == {
        "outcome": "PASS",
        "summary": "4 folds of GroupKFold share no row and respect classes, groups (groups)",
        "findings": [],
        "estimates": [],
    }
    verdict.assert_ok()


def test_folds_that_share_groups_and_mix_times(audit_splits: Call) -> None:
    folds = model_selection.KFold(3, shuffle=True, random_state=0)

    verdict = audit_splits(
        folds, ROWS[["x"]], ROWS["sick"], {"patient": ROWS["patient"]}, time=ROWS["day"]
    )

    assert (verdict.ok, verdict.outcome) == (False, "FAIL")
    assert {(f.rule, f.subject) for f in verdict.findings} == {
        (rule, f"fold {fold}") for rule in ("group", "time") for fold in (1, 2, 3)
    }
    text = text_of(verdict.assert_ok, "my folds")
    assert text.startswith("FAIL my folds: 6 findings in 3 places, first: fold 1: group ")
    assert "groups (patient) of the test rows are among the training rows" in text
    assert "-> Divide by patient, as GroupKFold does." in text
    assert "to do: Divide the rows by what ties them together" in text


@pytest.mark.parametrize("kind", ["array", "list", "sparse", "polars"])
def test_rows_of_any_kind_are_divided(audit_splits: Call, kind: str) -> None:
    x, y, groups = ROWS[["x"]], ROWS["sick"], ROWS[["patient", "city"]]
    given: dict[str, tuple[Any, Any, Any]] = {
        "array": (x.to_numpy(), y.to_numpy(), groups["patient"].to_numpy()),
        "list": (x["x"].tolist(), y.tolist(), groups["patient"].tolist()),
        "sparse": (pytest.importorskip("scipy.sparse").csr_array(x.to_numpy()), y, groups),
        "polars": (polars.from_pandas(x), polars.Series(y.tolist()), groups["patient"]),
    }
    halves = [(range(120), range(120, 240)), (range(120, 240), range(120))]

    verdict = audit_splits(halves, *given[kind])

    # Every city is in both halves; no patient is.
    assert [f.rule for f in verdict.findings] == (["group", "group"] if kind == "sparse" else [])


def test_settings_of_the_audit(audit_splits: Call) -> None:
    halves = [(range(120), range(125, 240))]

    assert audit_splits(halves, ROWS, time=ROWS["day"], horizon=5).ok
    assert audit_splits(halves, ROWS, time=ROWS["day"], horizon=6).outcome == "FAIL"
    with pytest.raises(ConfigError, match=r"takes no 'horizn'.*did you mean 'horizon'"):
        audit_splits(halves, ROWS, horizn=5)
    with pytest.raises(ConfigError, match="horizon: found '7 days'; expected a number"):
        audit_splits(halves, ROWS, horizon="7 days")


@pytest.mark.parametrize(
    ("splitter", "named", "found"),
    [
        ("KFold", {}, "ERROR: splitter: found str; expected an object with a method split"),
        (lambda: 1 / 0, {}, "ERROR: <lambda> does not divide 240 rows: ZeroDivisionError"),
        ([(0, 1, 2)], {}, "ERROR: list: fold 1 is 3 things"),
        ([], {"y": ROWS["sick"]}, "INCONCLUSIVE: there is no fold of 240 rows"),
        ([([0], [1])], {}, "INCONCLUSIVE: roles: gap neither target, group nor time is known"),
        ([([0], [1])], {"y": [0, 1]}, "ERROR: train: found columns that make no table"),
        ([([0], [1])], {"groups": {"y": ROWS["city"]}}, "ERROR: groups: found groups called y"),
    ],
)
def test_what_cannot_be_audited_is_not_ok(
    audit_splits: Call, splitter: Any, named: dict[str, Any], found: str
) -> None:
    verdict = audit_splits(splitter, ROWS, **named)
    assert text_of(verdict.assert_ok).startswith(found)


# assert_future_invariant


def trailing(frame: Any) -> Any:
    return frame[["x"]].rolling(5, min_periods=1).mean()


def centred(frame: Any) -> Any:
    return frame[["x"]].rolling(5, min_periods=1, center=True).mean()


@pytest.mark.parametrize("table", [ROWS, polars.from_pandas(ROWS), ROWS.to_dict("list")])
def test_features_of_the_past(assert_future_invariant: Call, table: Any) -> None:
    gaps = {"null_cuts": 0}  # a mean over fewer values hides a gap, whichever way it looks
    assert assert_future_invariant(trailing, table, time="day", **gaps).ok

    text = text_of(assert_future_invariant, centred, table, time="day", **gaps)

    assert text.startswith(
        "FAIL leakage.future-invariance: x: I1 column 'x' of centred changes with later rows "
        "at 5 of 5 cuts, first at cut 1"
    )
    assert "to do: Compute features from rows up to their own time only" in text


def test_bad_arguments_of_future_invariance(assert_future_invariant: Call) -> None:
    with pytest.raises(TypeError, match="time"):
        assert_future_invariant(trailing, ROWS)
    text = text_of(assert_future_invariant, trailing, ROWS, time="dya")
    assert "[inputs.sample]: dya: found no such column" in text
    assert "did you mean 'day'" in text
    few = text_of(assert_future_invariant, trailing, ROWS.head(50), time="day")
    assert few.startswith("INCONCLUSIVE leakage.future-invariance: the sample has 50 rows")
    assert "found int; expected a function" in text_of(assert_future_invariant, 3, ROWS, time="day")
    assert "found int; expected a DataFrame" in text_of(
        assert_future_invariant, trailing, 3, time="day"
    )
    raised = text_of(assert_future_invariant, lambda f: f["Ahausen"], ROWS, time="day")
    assert "<lambda> raised KeyError" in raised
    with pytest.raises(ConfigError, match=r"takes no 'entty'.*did you mean 'entity'"):
        assert_future_invariant(trailing, ROWS, time="day", entty="city")
    with pytest.raises(ConfigError, match="closed: found 'both'; expected one of 'right', 'left'"):
        assert_future_invariant(trailing, ROWS, time="day", closed="both")


# assert_point_in_time

EVENTS = pd.DataFrame(
    {
        "key": np.repeat(np.arange(60), 2),
        "event_time": np.tile([1.0, 3.0], 60),
        "known_at": np.tile([1.0, 3.0], 60),
        "value": np.arange(120.0),
    }
)
ASKED = pd.DataFrame(
    {"id": np.arange(60), "at": 2.0, "past": np.arange(0, 120.0, 2), "now": np.arange(1, 120.0, 2)}
)


def test_features_as_of_the_prediction(assert_point_in_time: Call) -> None:
    named = {"entity": "id", "time": "at", "seed": 1}
    for train in (ASKED, polars.from_pandas(ASKED)):
        assert assert_point_in_time(train, EVENTS, features=["past"], **named).ok

        text = text_of(assert_point_in_time, train, EVENTS, features=["now"], **named)

        assert text.startswith(
            "FAIL leakage.point-in-time: now: value now differs in 60 of 60 sampled rows"
        )
        assert "to do: Join features as of the prediction" in text


def test_a_function_of_the_history(assert_point_in_time: Call) -> None:
    named = {"entity": "id", "time": "at"}

    def known(entity: Any, time: Any, history: Any) -> Any:
        return {"n": int((history["known_at"] < time).sum())}

    assert assert_point_in_time(ASKED, EVENTS, known, **named).ok
    every = text_of(assert_point_in_time, ASKED, EVENTS, lambda e, t, h: {"n": len(h)}, **named)
    assert "n differs in 60 of 60 sampled rows" in every
    assert "found int; expected a function of three arguments" in text_of(
        assert_point_in_time, ASKED, EVENTS, 3, **named
    )


def test_bad_arguments_of_point_in_time(assert_point_in_time: Call) -> None:
    with pytest.raises(TypeError, match="entity"):
        assert_point_in_time(ASKED, EVENTS, time="at")
    wrong = text_of(assert_point_in_time, ASKED, EVENTS, entity="idd", time="at")
    assert "train: idd: found no such column" in wrong
    other = text_of(assert_point_in_time, ASKED, ASKED, entity="id", time="at")
    assert "event log: key: found no such column" in other
    few = text_of(
        assert_point_in_time, ASKED.head(9), EVENTS, entity="id", time="at", features=["past"]
    )
    assert few.startswith("INCONCLUSIVE")
    with pytest.raises(ConfigError, match="seed: found 'x'; expected an integer"):
        assert_point_in_time(ASKED, EVENTS, entity="id", time="at", seed="x")


# assert_no_fit_leak


def fit_on(training_rows_only: bool) -> Callable[[Any, Any], Any]:
    def fit(frame: Any, train_index: Any) -> Any:
        rows = frame.loc[train_index] if training_rows_only else frame
        return preprocessing.StandardScaler().fit(rows[["x"]])

    return fit


@pytest.mark.parametrize("table", [ROWS, polars.from_pandas(ROWS)])
def test_fits_on_training_rows(assert_no_fit_leak: Call, table: Any) -> None:
    assert assert_no_fit_leak(fit_on(True), table, target="sick", seed=1).ok

    text = text_of(assert_no_fit_leak, fit_on(False), table, target="sick", split="random")

    assert text.startswith("FAIL leakage.fit-scope: ")
    assert "attribute mean_ (column 'x') and " in text
    assert "of fit changes when the features of the test rows change" in text
    assert "to do: Fit imputers, scalers" in text


def test_bad_arguments_of_no_fit_leak(assert_no_fit_leak: Call) -> None:
    assert "found int; expected a function" in text_of(assert_no_fit_leak, 1, ROWS)
    assert "found no such column" in text_of(assert_no_fit_leak, fit_on(True), ROWS, target="sickk")
    assert "the sample has 5 rows" in text_of(assert_no_fit_leak, fit_on(True), ROWS.head())
    with pytest.raises(ConfigError, match=r"test_share: found 2; expected a number 0\.05 to 0\.9"):
        assert_no_fit_leak(fit_on(True), ROWS, test_share=2)


# assert_handles_unseen

MISSING = ROWS.assign(city=ROWS["city"].mask(ROWS.index == 5))


def one_hot(sample: Any = ROWS, **options: Any) -> Any:
    return preprocessing.OneHotEncoder(**options).fit(sample[["city"]])


def ordinal(sample: Any = ROWS, column: str = "city", **options: Any) -> Any:
    return preprocessing.OrdinalEncoder(**options).fit(sample[[column]])


OWN_CODES = {
    "handle_unknown": "use_encoded_value",
    "unknown_value": -1,
    "encoded_missing_value": -2,
}


@pytest.mark.parametrize(
    ("encoder", "sample"),
    [
        (one_hot(handle_unknown="ignore"), ROWS),
        (one_hot(MISSING, handle_unknown="ignore"), MISSING),
        (one_hot(handle_unknown="ignore", sparse_output=False), polars.from_pandas(ROWS)),
        (ordinal(MISSING, **OWN_CODES), MISSING[["city"]]),
        (preprocessing.TargetEncoder(random_state=0).fit(ROWS[["city"]], ROWS["x"]), ROWS),
        (lambda f: f["city"].map({"Ahausen": 1, "Bheim": 2, "Cdorf": 3}).fillna(0), ROWS),
        (lambda f: f["city"].map(str.upper, na_action="ignore").fillna("?"), ROWS["city"]),
    ],
)
def test_encoders_with_codes_for_what_is_unknown(
    assert_handles_unseen: Call, encoder: Any, sample: Any
) -> None:
    verdict = assert_handles_unseen(encoder, sample, "city")
    assert verdict.ok
    assert "tells an unseen level and a missing value of city from 3 known levels" in str(verdict)


@pytest.mark.parametrize(
    ("encoder", "found"),
    [
        (one_hot(), "raises OneHotEncoder does not take an unseen level of city: it raised Value"),
        (
            one_hot(handle_unknown="ignore", drop="first"),
            "collides OneHotEncoder gives an unseen level of city the code of 1 of 3 known levels",
        ),
        (
            ordinal(handle_unknown="use_encoded_value", unknown_value=np.nan),
            "nan OrdinalEncoder gives an unseen level of city no value in 1 of 1 columns",
        ),
        (
            lambda f: f["city"].astype("category").cat.codes,
            "collides <lambda> gives an unseen level of city the code of 1 of 3 known levels",
        ),
        (
            lambda f: pd.get_dummies(f["city"]),
            "columns <lambda> gives 1 columns for an unseen level of city and 3 for known levels",
        ),
        (
            lambda f: f["city"].map({"Ahausen": 1, "Bheim": 2, "Cdorf": 3}).dropna(),
            "rows <lambda> gives 0 rows for one with a missing value of city",
        ),
    ],
)
def test_encoders_that_mistake_what_is_unknown(
    assert_handles_unseen: Call, encoder: Any, found: str
) -> None:
    text = text_of(assert_handles_unseen, encoder, ROWS, "city")
    assert text.startswith("FAIL assert_handles_unseen: ")
    assert f"city: {found}" in text
    assert "to do: Give unknown and missing values a code of their own" in text


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([3, 1, 2], name="code"),
        pd.Series([1, 127], dtype="int8", name="code"),
        pd.Series([1.5, 2.5, None], name="code"),
        pd.Series(["a", "mlgate-unseen"], name="code"),
        pd.Series(["a", "b"], dtype="category", name="code"),
        pd.Series([1, 2], dtype="category", name="code"),
        pd.Series(pd.to_datetime(["2026-01-01", "2026-01-02"]), name="code"),
    ],
    ids=lambda column: str(column.dtype),
)
def test_columns_of_every_type(assert_handles_unseen: Call, column: Any) -> None:
    levels = list(column.dropna())

    def careful(frame: Any) -> Any:
        return frame["code"].astype(object).map(lambda v: levels.index(v) if v in levels else -1)

    def careless(frame: Any) -> Any:
        return careful(frame).clip(lower=0)

    assert assert_handles_unseen(careful, column).ok
    assert "the code of 1 of" in text_of(assert_handles_unseen, careless, column)


def test_a_truth_value_has_no_unseen_level(assert_handles_unseen: Call) -> None:
    verdict = assert_handles_unseen(
        lambda f: f["b"].astype(object).map({True: 1, False: 0}).fillna(-1), {"b": [True, False]}
    )
    assert verdict.summary == "<lambda> tells a missing value of b from 2 known levels"


def test_other_columns_stay_the_same(assert_handles_unseen: Call) -> None:
    """Codes differ by the one column, whatever else is in the row and missing there."""
    frame = ROWS.assign(x=ROWS["x"].mask(ROWS.index < 3))
    encoder = ordinal(MISSING, **OWN_CODES)

    def both(f: Any) -> Any:
        return pd.DataFrame({"x": f["x"], "code": encoder.transform(f[["city"]])[:, 0]})

    assert assert_handles_unseen(both, frame, "city").ok


def test_settings_of_handles_unseen(assert_handles_unseen: Call) -> None:
    lost = ordinal(handle_unknown="use_encoded_value", unknown_value=np.nan)
    assert assert_handles_unseen(lost, ROWS, "city", allow_nan=True).ok
    # A hash has no code of its own for the missing one, and is told which level to try.
    lengths = {"unseen": "Eb"}
    assert assert_handles_unseen(lambda f: f["city"].str.len().fillna(0), ROWS, "city", **lengths)
    with pytest.raises(ConfigError, match=r"takes no 'unsen'.*did you mean 'unseen'"):
        assert_handles_unseen(lost, ROWS, "city", unsen="x")


@pytest.mark.parametrize(
    ("encoder", "sample", "named", "found"),
    [
        (3, ROWS, {"column": "city"}, "ERROR .*encoder: found int; expected an object with"),
        (len, 3, {}, "ERROR .*sample: found int; expected a DataFrame"),
        (len, ROWS, {}, "ERROR .*column: found none of 5 columns named"),
        (len, ROWS, {"column": "cty"}, "ERROR .*found 'cty'; .*did you mean 'city'"),
        (len, ROWS, {"column": "city"}, "ERROR .*len returned int; expected a pandas DataFrame"),
        (one_hot(), ROWS, {"column": "city", "unseen": "Bheim"}, "found a level of the sample"),
        (lambda f: f["x"], ROWS, {"column": "city"}, "INCONCLUSIVE .*all 3 levels of city one"),
        (len, {"a": [None, None]}, {}, "INCONCLUSIVE .*a has no value in 2 rows"),
        (lambda f: f.head(1), ROWS["city"], {}, "INCONCLUSIVE .*gives 1 rows for 3"),
    ],
)
def test_what_cannot_be_tried_fails(
    assert_handles_unseen: Call, encoder: Any, sample: Any, named: dict[str, Any], found: str
) -> None:
    with pytest.raises(AssertionError, match=found):
        assert_handles_unseen(encoder, sample, **named)


# As users meet them


def test_no_configuration_has_a_say(pytester: pytest.Pytester) -> None:
    (pytester.path / "mlgate.toml").write_text(
        '[leakage.fit-scope]\ntarget = "nothing"\ncodes = ["nothing"]\n'
        '[inputs.splits]\npath = "nothing.csv"\n[inputs.roles]\ngroup = ["nothing"]\n',
        encoding="utf-8",
    )
    pytester.makepyfile(
        test_own="""
        ROWS = {"x": list(range(40)), "y": [0, 1] * 20}

        def test_fit(assert_no_fit_leak):
            assert_no_fit_leak(lambda f, t: {"mean_": f.loc[t, "x"].mean()}, ROWS)

        def test_leak(assert_no_fit_leak):
            assert_no_fit_leak(lambda f, t: {"mean_": f["x"].mean()}, ROWS, target="y")

        def test_folds(audit_splits):
            audit_splits([(range(20), range(20, 40))], ROWS["x"], ROWS["y"]).assert_ok("folds")
        """
    )

    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*AssertionError: FAIL leakage.fit-scope: *attribute mean_ of <lambda> changes when*"]
    )


def test_a_missing_extra_is_named(pytester: pytest.Pytester) -> None:
    for name in ("pandas", "narwhals"):
        (pytester.path / f"{name}.py").write_text(
            f"raise ModuleNotFoundError('missing', name={name!r})\n",
            encoding="utf-8",
        )
    pytester.makepyfile(
        test_own="""
        ROWS = {"x": [1, 2], "y": [0, 1]}

        def test_fit(assert_no_fit_leak):
            assert_no_fit_leak(print, ROWS)

        def test_future(assert_future_invariant):
            assert_future_invariant(print, ROWS, time="x")

        def test_as_of(assert_point_in_time):
            assert_point_in_time(ROWS, ROWS, entity="x", time="y")

        def test_folds(audit_splits):
            audit_splits([([0], [1])], [1, 2], [0, 1]).assert_ok("audit_splits")

        def test_unseen(assert_handles_unseen):
            assert_handles_unseen(print, ROWS, "x")
        """
    )

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    result.assert_outcomes(failed=5)
    for name in (
        "leakage.fit-scope",
        "leakage.future-invariance",
        "leakage.point-in-time",
        "audit_splits",
        "assert_handles_unseen",
    ):
        result.stdout.fnmatch_lines(
            [f"*ERROR {name}: pandas is not installed*pip install 'pytest-mlgate[[]tables]'*"]
        )
