"""Stories of leakage, told as projects: each ends at the gate as it should have ended."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import commit, write

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
duckdb = pytest.importorskip("duckdb")
pytest.importorskip("sklearn.pipeline")

EXAMPLE = Path(__file__).parents[1] / "examples" / "readmission"
Records = dict[str, dict[str, Any]]


def gate(root: Path, pytester: pytest.Pytester, code: int) -> Records:
    """Commit the project, run its gate as a user does, and return check -> verdict."""
    commit(root)
    report = pytester.path / "report.json"
    pytester.chdir()
    result = pytester.runpytest_subprocess(
        "--mlgate-only", "-p", "no:cacheprovider", f"--mlgate-report=json:{report}",
        root / "mlgate.toml",
    )  # fmt: skip
    assert result.ret == code, result.stdout.str()
    records = json.loads(report.read_text(encoding="utf-8"))["records"]
    return {r["check"].partition(".")[2]: r["verdict"] for r in records}


def outcomes(records: Records) -> dict[str, str]:
    return {check: verdict["outcome"] for check, verdict in records.items()}


def found(verdict: dict[str, Any], key: str = "subject") -> set[str]:
    return {finding[key] for finding in verdict["findings"]}


def project(root: Path, config: str, tables: dict[str, Any], **code: str) -> Path:
    """Write a project of tables (name -> frame), modules and a configuration."""
    modules = {f"{name}.py": text for name, text in code.items()}
    write(root, {"mlgate.toml": 'families = ["leakage"]\n' + config, **modules})
    for name, frame in tables.items():
        frame.to_csv(root / f"{name}.csv", index=False)
    return root


def days(n: int, start: str = "2025-01-01") -> Any:
    return pd.date_range(start, periods=n).strftime("%Y-%m-%d")


# The hospital: the whole example, in both variants

PASSING = dict.fromkeys(
    (
        "cross-validation-scheme", "feature-names", "feature-timing", "fit-before-split",
        "fit-scope", "future-invariance", "group-overlap", "look-ahead-code", "point-in-time",
        "row-overlap", "shuffled-target", "target-proxy", "temporal-order",
    ),
    "PASS",
) | {"causal-descendants": "NOT_APPLICABLE"}  # fmt: skip
# Later stays change no feature of an earlier one, and no stay is there twice.
UNSEEN = ("future-invariance", "row-overlap", "causal-descendants")
LEAKING = {check: PASSING[check] if check in UNSEEN else "FAIL" for check in PASSING}
LEAKING["feature-names"] = "WARN"


def hospital(root: Path, variant: str) -> Path:
    """Run the example's own scripts in a copy."""
    ignored = shutil.ignore_patterns("data", "features.yaml", "__pycache__")
    shutil.copytree(EXAMPLE, root, ignore=ignored)
    for folder, script in ((root, "prepare.py"), (root / variant, "train.py")):
        subprocess.run([sys.executable, "-B", script], cwd=folder, check=True)
    return root / variant


def test_both_variants_of_the_example_have_the_same_gate() -> None:
    leaky, honest = (
        (EXAMPLE / name / "mlgate.toml").read_text(encoding="utf-8").partition("\n")[2]
        for name in ("leaky", "honest")
    )
    assert leaky == honest


@pytest.mark.slow
def test_the_hospital_without_leaks(pytester: pytest.Pytester) -> None:
    records = gate(hospital(pytester.path / "hospital", "honest"), pytester, 0)
    assert outcomes(records) == PASSING


@pytest.mark.slow
def test_the_hospital_with_leaks(pytester: pytest.Pytester) -> None:
    records = gate(hospital(pytester.path / "hospital", "leaky"), pytester, 1)
    assert outcomes(records) == LEAKING
    late = {"medications_stay", "labs_week", "creatinine_week", "follow_up_appointments"}
    assert found(records["feature-timing"]) == late
    assert found(records["point-in-time"]) == {"labs_week", "creatinine_week"}
    assert found(records["target-proxy"]) == {"follow_up_appointments"}
    assert found(records["feature-names"]) == {"follow_up_appointments"}
    assert found(records["fit-before-split"], "rule") == {"L1", "L4"}
    fitted = records["fit-scope"]["summary"]
    assert "S1 attribute imputer_.statistics_ (column 'age')" in fitted
    assert found(records["fit-scope"], "rule") == {"S1", "S2", "S3"}
    assert found(records["look-ahead-code"], "rule") == {"T7"}
    assert found(records["cross-validation-scheme"], "rule") == {"group", "time"}
    assert found(records["group-overlap"]) == {"train/test/patient"}
    assert found(records["temporal-order"]) == {"train/test"}


STAYS = """
[inputs.train]
path = "train.csv"
[inputs.roles]
target = "readmitted"
prediction-time = "admitted"
ignore = ["followed_until"]
[leakage]
temporal = true
[leakage.target-proxy]
[leakage.feature-names]
[leakage.feature-timing]
"""


@pytest.mark.slow
def test_a_proxy_below_the_limit_shows_by_its_name_and_its_time(pytester: pytest.Pytester) -> None:
    """With an area of .94 the appointments tell too little for one feature to be the target."""
    rng = np.random.default_rng(3)
    readmitted = (rng.random(2000) < 0.15).astype(int)
    frame = pd.DataFrame(
        {
            "admitted": days(2000, "2020-01-01"),
            "followed_until": days(2000, "2020-03-01"),
            "num_follow-up": rng.normal(size=2000) - 2.2 * readmitted,
            "readmitted": readmitted,
        }
    )
    root = project(pytester.path / "stays", STAYS, {"train": frame})
    item = "{name: num_follow-up, available_at: followed_until}"
    write(root, {"features.yaml": f"schema: features/1\nitems:\n- {item}\n"})
    records = gate(root, pytester, 1)
    estimates = {e["name"]: e["value"] for e in records["target-proxy"]["estimates"]}
    assert 0.92 < estimates["area under the ROC curve of num_follow-up alone"] < 0.95
    assert 0.55 < estimates["size of the correlation of num_follow-up"] < 0.69
    expected = {"target-proxy": "PASS", "feature-names": "WARN", "feature-timing": "FAIL"}
    assert outcomes(records).items() >= expected.items()


NAMES = """
[inputs.roles]
target = "readmitted"
[inputs.feature-names]
names = ["num_follow-up", "postal_code", "posts", "total_medications"]
[leakage.feature-names]
"""


@pytest.mark.slow
def test_names_of_the_hospital(pytester: pytest.Pytester) -> None:
    """The count over the whole stay is no name of the future: only its time tells."""
    records = gate(project(pytester.path / "names", NAMES, {}), pytester, 0)
    assert outcomes(records)["feature-names"] == "WARN"
    assert found(records["feature-names"]) == {"num_follow-up"}


# The trading desk: windows that look ahead

SERIES = """
[inputs.feature-fn]
path = "features:build"
[inputs.sample]
path = "prices.csv"
[leakage.future-invariance]
time = "day"
[leakage.look-ahead-code]
"""
AHEAD = '''"""Windows around the day, and the day after."""


def build(frame):
    price = frame["price"]
    return frame[["day"]].assign(
        smooth=price.rolling(5, center=True).mean(),
        momentum=price.pct_change(-1),
        level=price.rolling(20).mean(),
    )
'''
BEHIND = '''"""Eighty-five features of the past."""

import pandas as pd


def build(frame):
    price = frame["price"]
    features = {f"lag_{n}": price.shift(n) for n in range(1, 41)}
    features |= {f"mean_{n}": price.rolling(n).mean() for n in range(2, 32)}
    features |= {f"ewm_{n}": price.ewm(span=n).mean() for n in range(2, 17)}
    return pd.DataFrame(features)
'''


def prices(*gaps: int) -> Any:
    walk = pd.Series(100 + np.random.default_rng(7).normal(size=300).cumsum())
    return pd.DataFrame({"day": days(300), "price": walk.mask(walk.index.isin(gaps))})


@pytest.mark.slow
@pytest.mark.parametrize(("code", "outcome"), [(AHEAD, "FAIL"), (BEHIND, "PASS")])
def test_windows_of_a_trading_desk(pytester: pytest.Pytester, code: str, outcome: str) -> None:
    root = project(pytester.path / "desk", SERIES, {"prices": prices()}, features=code)
    records = gate(root, pytester, int(outcome == "FAIL"))
    for check in ("look-ahead-code", "future-invariance"):
        assert records[check]["outcome"] == outcome, records[check]
    if outcome == "FAIL":
        assert found(records["look-ahead-code"], "rule") == {"T1", "T2"}
        assert found(records["future-invariance"]) == {"smooth", "momentum"}
    else:
        assert "85 columns of 300 rows stay the same" in records["future-invariance"]["summary"]


WEEK_AFTER = """import pandas as pd


def build(frame):
    return frame[["day"]].assign(week=frame["price"][::-1].rolling(7).mean()[::-1])
"""


@pytest.mark.slow
def test_a_window_of_the_week_after_shows_when_it_runs(pytester: pytest.Pytester) -> None:
    """As for the laboratory values after a discharge, whatever the code looks like."""
    root = project(pytester.path / "labs", SERIES, {"prices": prices()}, features=WEEK_AFTER)
    verdict = gate(root, pytester, 1)["future-invariance"]
    assert (verdict["outcome"], found(verdict)) == ("FAIL", {"week"})


TRANSFORMS = '''"""Twelve ways to look at a series."""

import pandas as pd


def build(frame):
    x = frame["price"]
    trend = x.rolling(7, center=True).mean()
    return pd.DataFrame(
        {
            "centred": x.rolling(5, center=True).mean(),
            "backwards": x.shift(-1),
            "filled_mean": x.fillna(x.mean()).where(x > 100, x.mean()),
            "z": (x - x.mean()) / x.std(),
            "season": (x - trend).groupby(frame.index % 7).transform("mean"),
            "bfill": x.bfill(),
            "interpolated": x.interpolate(),
            "trailing": x.rolling(7, min_periods=1).mean(),
            "ewm": x.ewm(span=5).mean(),
            "expanding": x.expanding().mean(),
            "shifted": x.shift(1),
            "ffill": x.ffill(),
        }
    )[COLUMNS]
'''
EVERY_CUT = {"centred", "backwards", "filled_mean", "z", "season"}
NULL_RUNS = {"bfill", "interpolated"}
NEVER = {"trailing", "ewm", "expanding", "shifted", "ffill"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("gaps", "columns", "outcome", "subjects"),
    [
        ((110, 111, 112, 210, 211), EVERY_CUT | NULL_RUNS | NEVER, "FAIL", EVERY_CUT | NULL_RUNS),
        ((), EVERY_CUT | NULL_RUNS | NEVER, "FAIL", EVERY_CUT),
        ((), NULL_RUNS | NEVER, "INCONCLUSIVE", NULL_RUNS),
        ((110, 111), NEVER, "PASS", set()),
    ],
    ids=["gaps", "no gaps", "fills without gaps", "past only"],
)
def test_the_table_of_twelve_transforms(
    pytester: pytest.Pytester,
    gaps: tuple[int, ...],
    columns: set[str],
    outcome: str,
    subjects: set[str],
) -> None:
    code = TRANSFORMS.replace("COLUMNS", repr(sorted(columns)))
    # No feature code by its name, so that the words in it are warnings.
    config = SERIES.replace("features:build", "twelve:build")
    root = project(pytester.path / "series", config, {"prices": prices(*gaps)}, twelve=code)
    verdict = gate(root, pytester, int(outcome != "PASS"))["future-invariance"]
    assert (verdict["outcome"], found(verdict)) == (outcome, subjects)
    places = {finding["subject"]: finding["message"] for finding in verdict["findings"]}
    if outcome == "FAIL" and gaps:
        # Five cuts are spread over the rows, and one lies on each missing value.
        assert all(f"at {len(gaps)} of {5 + len(gaps)} cuts" in places[name] for name in NULL_RUNS)
    elif outcome == "FAIL":
        assert all("at 5 of 5 cuts" in message for message in places.values())


# The university: a scaler that saw the test rows

SCALED = '''"""Nearest neighbours of scaled measurements."""

import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

COLUMNS = ["a", "b", "c"]


def fit(frame, train_index):
    return StandardScaler().fit(frame.loc[SCOPE, COLUMNS])


def main():
    frame = pd.read_csv("rows.csv")
    train, test = train_test_split(frame, test_size=0.3, random_state=42)
    scaler = StandardScaler().fit(FITTED[COLUMNS])
    model = KNeighborsClassifier().fit(scaler.transform(train[COLUMNS]), train["y"])
    print(f"accuracy {model.score(scaler.transform(test[COLUMNS]), test['y']):.3f}")


if __name__ == "__main__":
    main()
'''
SCALE = """
[inputs.fit-fn]
path = "train:fit"
[inputs.sample]
path = "rows.csv"
[leakage.fit-before-split]
[leakage.fit-scope]
target = "y"
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scope", "fitted", "outcome"),
    [("frame.index", "pd.concat([train, test])", "FAIL"), ("train_index", "train", "PASS")],
)
def test_a_scaler_of_a_university(
    pytester: pytest.Pytester, scope: str, fitted: str, outcome: str
) -> None:
    rng = np.random.default_rng(42)
    rows = pd.DataFrame(rng.lognormal(0, 1.5, (300, 3)), columns=[*"abc"])
    rows["y"] = (np.log(rows).sum(axis=1) + rng.normal(size=300) > 0).astype(int)
    code = SCALED.replace("SCOPE", scope).replace("FITTED", fitted)
    root = project(pytester.path / "university", SCALE, {"rows": rows}, train=code)
    done = subprocess.run(
        [sys.executable, "-B", "train.py"], cwd=root, check=True, capture_output=True, text=True
    )
    print(f"scaled by {fitted}: {done.stdout}")  # shown: how much it gains is luck
    records = gate(root, pytester, int(outcome == "FAIL"))
    for check in ("fit-before-split", "fit-scope"):
        assert records[check]["outcome"] == outcome, records[check]
    if outcome == "FAIL":
        assert found(records["fit-before-split"], "rule") == {"L2"}
        assert found(records["fit-scope"], "rule") == {"S1", "S2"}


# The eye clinic: pictures of the same patients

CLINIC = """
[inputs.train]
path = "train.csv"
[inputs.test]
path = "test.csv"
[inputs.roles]
target = "retinopathy"
key = ["image"]
group = ["patient"]
[inputs.splitter]
path = "train:FOLDS"
[leakage]
grouped = true
[leakage.group-overlap]
[leakage.cross-validation-scheme]
[leakage.look-ahead-code]
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("splitter", "grouped", "outcome"),
    [("StratifiedKFold(5, shuffle=True, random_state=0)", False, "FAIL"),
     ("StratifiedGroupKFold(5)", True, "PASS")],
)  # fmt: skip
def test_pictures_of_an_eye_clinic(
    pytester: pytest.Pytester, splitter: str, grouped: bool, outcome: str
) -> None:
    patient = np.arange(400) // 4  # both eyes, photographed twice
    images = pd.DataFrame(
        {"image": [f"i{i}" for i in range(400)], "patient": patient,
         "contrast": np.random.default_rng(1).normal(size=400), "retinopathy": patient % 3 == 0}
    )  # fmt: skip
    held_out = patient % 5 == 0 if grouped else np.arange(400) % 5 == 0
    tables = {"train": images[~held_out], "test": images[held_out]}
    code = f"from sklearn.model_selection import {splitter.partition('(')[0]}\n\nFOLDS = {splitter}"
    root = project(pytester.path / "clinic", CLINIC, tables, train=code + "\n")
    records = gate(root, pytester, int(outcome == "FAIL"))
    for check in ("group-overlap", "cross-validation-scheme", "look-ahead-code"):
        assert records[check]["outcome"] == outcome, records[check]
    if outcome == "FAIL":
        assert found(records["group-overlap"]) == {"train/test/patient"}
        assert found(records["cross-validation-scheme"], "rule") == {"group"}


# Fraud: a random split, a window that ends now, and a count of the payment itself

FRAUD = """
[inputs.train]
path = "train.csv"
[inputs.test]
path = "test.csv"
[inputs.roles]
target = "fraud"
key = ["payment"]
time = "paid"
[inputs.splitter]
path = "train:FOLDS"
[leakage]
temporal = true
[leakage.temporal-order]
horizon = "30d"
[leakage.cross-validation-scheme]
horizon = 30
[leakage.look-ahead-code]
"""
RANDOM_SPLIT = """import pandas as pd
from sklearn.model_selection import ShuffleSplit, train_test_split

FOLDS = ShuffleSplit(3, test_size=0.2, random_state=0)


def divide(payments):
    return train_test_split(payments, test_size=0.2, random_state=0)
"""
FORWARD_SPLIT = """import pandas as pd
from sklearn.model_selection import TimeSeriesSplit

FOLDS = TimeSeriesSplit(3, gap=31, test_size=60)


def divide(payments):
    return payments.iloc[:400], payments.iloc[431:]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("code", "outcome"), [(RANDOM_SPLIT, "FAIL"), (FORWARD_SPLIT, "PASS")])
def test_the_split_of_a_fraud_model(pytester: pytest.Pytester, code: str, outcome: str) -> None:
    rng = np.random.default_rng(12)
    payments = pd.DataFrame(
        {"payment": range(500), "paid": days(500), "amount": rng.lognormal(3, 1, 500),
         "fraud": rng.random(500) < 0.3}
    )  # fmt: skip
    space: dict[str, Any] = {}
    exec(code, space)
    train, test = space["divide"](payments)
    root = project(pytester.path / "fraud", FRAUD, {"train": train, "test": test}, train=code)
    records = gate(root, pytester, int(outcome == "FAIL"))
    for check in ("temporal-order", "cross-validation-scheme", "look-ahead-code"):
        assert records[check]["outcome"] == outcome, records[check]
    if outcome == "FAIL":
        assert found(records["look-ahead-code"], "rule") == {"T7"}
        assert "time" in found(records["cross-validation-scheme"], "rule")


NOW = "TIMESTAMP '2025-04-01 00:00:00'"
RATE = """SELECT
    p.payment,
    (
        SELECT AVG(e.fraud) FROM events AS e
        WHERE e.merchant = p.merchant AND {known}
            AND e.paid >= {end} - INTERVAL 30 DAY
    ) AS merchant_fraud_rate
FROM payments AS p
"""
VELOCITY = """SELECT
    payment,
    COUNT(*) OVER (
        PARTITION BY card ORDER BY paid
        RANGE BETWEEN INTERVAL 24 HOUR PRECEDING AND {end}
    ) AS payments_24h
FROM payments
"""
AS_OF = """
[inputs.train]
path = "train.csv"
[inputs.event-log]
path = "events.csv"
columns = {{ key = "{entity}", event_time = "paid", known_at = "reported", value = "fraud" }}
[inputs.roles]
target = "fraud"
key = ["payment"]
prediction-time = "paid"
[leakage.point-in-time]
entity = "{entity}"
features = ["{feature}"]
aggregate = "{aggregate}"
window = "{window}"
[leakage.look-ahead-code]
"""
RECIPES = {
    "rate until now": (RATE.format(known="e.reported < NOW()", end="NOW()"), "FAIL"),
    "rate until the payment": (RATE.format(known="e.reported < p.paid", end="p.paid"), "PASS"),
    "velocity with the payment": (VELOCITY.format(end="CURRENT ROW"), "FAIL"),
    "velocity before the payment": (
        VELOCITY.format(end="INTERVAL 1 MICROSECOND PRECEDING"), "PASS",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("query", "outcome"), RECIPES.values(), ids=RECIPES)
def test_windows_of_a_fraud_model(pytester: pytest.Pytester, query: str, outcome: str) -> None:
    """The project's own SQL makes the table, with a fixed moment for the clock."""
    rng = np.random.default_rng(31)
    n, rate = 600, "merchant_fraud_rate" in query
    minutes = np.sort(rng.choice(90 * 24 * 60, n, replace=False))
    payments = pd.DataFrame(
        {
            "payment": range(n),
            "card": rng.integers(0, 25, n),
            "merchant": rng.integers(0, 8, n),
            "paid": pd.Timestamp("2025-01-01") + pd.to_timedelta(minutes, unit="min"),
            "fraud": (rng.random(n) < 0.2).astype(int),
        }
    )
    # Whether it was a fraud is reported within ten days, and a payment is known at once.
    late = pd.to_timedelta(rng.uniform(0.1, 10, n), unit="D").floor("min")
    events = payments.assign(reported=payments["paid"] + (late if rate else pd.Timedelta(0)))
    with duckdb.connect() as connection:
        connection.register("payments", payments)
        connection.register("events", events)
        features = connection.sql(query.replace("NOW()", NOW)).df()
    config = AS_OF.format(
        **{"entity": "merchant", "feature": "merchant_fraud_rate", "aggregate": "mean",
           "window": "30d"} if rate else
        {"entity": "card", "feature": "payments_24h", "aggregate": "count", "window": "24h"}
    )  # fmt: skip
    tables = {"train": payments.merge(features, on="payment"), "events": events}
    root = project(pytester.path / "fraud", config, tables)
    write(root, {"features.sql": query})
    records = gate(root, pytester, int(outcome == "FAIL"))
    verdict = records["point-in-time"]
    assert verdict["outcome"] == outcome, verdict
    if outcome == "FAIL":
        assert found(verdict) == {"merchant_fraud_rate" if rate else "payments_24h"}
    # The clock shows in the code as well; that a count must not hold its own row does not.
    clock = outcome == "FAIL" and rate
    assert records["look-ahead-code"]["outcome"] == ("FAIL" if clock else "PASS")


# Rare outcomes: what the correlation cannot see

PROXY = """
[inputs.train]
path = "train.csv"
[inputs.roles]
target = "y"
[leakage.target-proxy]
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("share", "shift", "r", "outcome"),
    [(0.15, 2.199, 0.62, "PASS"), (0.01, 3.290, 0.31, "WARN"), (0.01, 4.5, 0.41, "FAIL")],
    ids=["area .94", "area .99", "area .999"],
)
def test_proxies_of_rare_outcomes(
    pytester: pytest.Pytester, share: float, shift: float, r: float, outcome: str
) -> None:
    """Two normal scores `shift` standard deviations apart: the area is Phi(shift / sqrt 2)."""
    n = 20_000
    y = (np.arange(n) < n * share).astype(int)
    frame = pd.DataFrame({"score": np.random.default_rng(4).normal(size=n) + shift * y, "y": y})
    root = project(pytester.path / "rare", PROXY, {"train": frame})
    verdict = gate(root, pytester, int(outcome == "FAIL"))["target-proxy"]
    assert verdict["outcome"] in ({"WARN", "FAIL"} if shift == 3.290 else {outcome})
    estimates = {e["name"]: e["value"] for e in verdict["estimates"]}
    assert estimates["size of the correlation of score"] == pytest.approx(r, abs=0.02)
    assert "correlation" not in found(verdict, "rule")


# Real data

DATA = Path(__file__).parents[2] / "shared" / "data"
REAL = {
    "adult": ("income-per-year", "relationship", 0.78),
    "bank_marketing": ("y", "duration", 0.81),
    "credit_default": ("default payment", "PAY_0", 0.71),
    "law_school": ("pass_bar", "zgpa", 0.84),
}


def real(name: str) -> Any:
    path = DATA / f"{name}.csv.gz"
    if not path.exists():
        pytest.skip(f"the real data are not at {path}")
    return pd.read_csv(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_no_single_feature_of_real_data_is_the_target(pytester: pytest.Pytester, name: str) -> None:
    """Not even the length of the call that ended with the answer: its area is far below .95."""
    target, best, area = REAL[name]
    config = PROXY.replace('"y"', json.dumps(target)) + "[leakage.feature-names]\n"
    root = project(pytester.path / name, config, {"train": real(name)})
    records = gate(root, pytester, 0)
    verdict = records["target-proxy"]
    assert verdict["outcome"] == "PASS", verdict
    first = verdict["estimates"][0]
    assert first["name"] == f"area under the ROC curve of {best} alone"
    assert first["value"] == pytest.approx(area, abs=0.01)
    assert records["feature-names"]["outcome"] == "PASS", records["feature-names"]


CALLS = """
[inputs.train]
path = "train.csv"
[inputs.roles]
target = "y"
prediction-time = "dialled"
ignore = ["hung_up"]
[leakage]
temporal = true
[leakage.target-proxy]
[leakage.feature-names]
[leakage.feature-timing]
"""


@pytest.mark.slow
@pytest.mark.parametrize("dropped", [False, True])
def test_the_length_of_a_call_shows_by_its_time(pytester: pytest.Pytester, dropped: bool) -> None:
    calls = real("bank_marketing")
    names = [name for name in calls.columns if name != "y"]
    # The data have no clock times: every call is dialled at nine, and ends when it ends.
    dialled = pd.Timestamp("2010-01-04 09:00")
    calls["dialled"] = dialled
    calls["hung_up"] = dialled + pd.to_timedelta(calls["duration"], unit="s")
    longer = int((calls["duration"] > 0).sum())
    items = [
        f"- {{name: {name}, available_at: {'hung_up' if name == 'duration' else 'dialled'}}}"
        for name in names
    ]
    table = calls.drop(columns="duration") if dropped else calls
    root = project(pytester.path / "bank", CALLS, {"train": table})
    write(root, {"features.yaml": "schema: features/1\nitems:\n" + "\n".join(items) + "\n"})
    records = gate(root, pytester, int(not dropped))
    verdict = records["feature-timing"]
    assert verdict["outcome"] == ("PASS" if dropped else "FAIL"), verdict
    if not dropped:
        assert found(verdict) == {"duration"}
        assert f"in {longer} of {len(calls)} rows (hung_up is after dialled)" in verdict["summary"]
    for check in ("target-proxy", "feature-names"):
        assert records[check]["outcome"] == "PASS"
