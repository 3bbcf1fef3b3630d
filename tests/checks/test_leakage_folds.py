"""Folds that share, mix up or lack something."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.inputs.splitter import Splitter, SplitterFailed
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
pytest.importorskip("duckdb")
model_selection = pytest.importorskip("sklearn.model_selection")

from pytest_mlgate.checks.leakage._folds import Rules, audit_splits  # noqa: E402

CHECK = find_check("leakage.cross-validation-scheme")
KFold = model_selection.KFold
N = 120


def patients(n: int = N) -> Any:
    """Two rows of each patient, in the order of time, a third of them sick."""
    at = np.arange(n)
    return pd.DataFrame(
        {
            "id": at,
            "patient": [f"p{i // 2}" for i in at],
            "day": pd.Timestamp("2026-01-01") + pd.to_timedelta(at, "D"),
            "age": at % 50,
            "sick": (at // 2) % 3 == 0,
        }
    )


def judge(
    splitter: Any, frame: Any = None, roles: dict[str, Any] | None = None, **settings: Any
) -> Verdict:
    train = Table.of(patients() if frame is None else frame, "train")
    inputs = {
        "train": train,
        "roles": Roles.of(roles or {"target": "sick"}),
        "splitter": Splitter.of(splitter),
    }
    return CHECK.run(inputs, settings)


def rules(verdict: Verdict) -> set[tuple[str, str]]:
    return {(f.rule, str(f.outcome)) for f in verdict.findings}


# Splitters of scikit-learn


@pytest.mark.parametrize(
    ("splitter", "roles", "expected"),
    [
        (KFold(5, shuffle=True, random_state=0), {"target": "sick"}, set()),
        (model_selection.StratifiedKFold(5), {"target": "sick"}, set()),
        (model_selection.GroupKFold(3), {"target": "sick", "group": "patient"}, set()),
        (model_selection.TimeSeriesSplit(4), {"target": "sick", "time": "day"}, set()),
        (KFold(5), {"group": "patient"}, set()),  # 24 rows are twelve whole patients
        (KFold(7), {"group": "patient"}, {("group", "FAIL")}),
        (KFold(5, shuffle=True, random_state=0), {"group": ["patient"]}, {("group", "FAIL")}),
        (KFold(5), {"time": "day"}, {("time", "FAIL")}),
        (KFold(5), {"prediction_time": "day"}, {("time", "FAIL")}),
        (KFold(5, shuffle=True, random_state=0), {"time": "day"}, {("time", "FAIL")}),
        (model_selection.GroupKFold(5), {"group": "patient", "time": "day"}, {("time", "FAIL")}),
        (model_selection.ShuffleSplit(5, random_state=0), {"target": "sick"},
         {("disjoint", "FAIL"), ("class", "WARN")}),
        (model_selection.LeaveOneOut(), {"target": "sick"}, {("class", "FAIL")}),
        (KFold(20, shuffle=True, random_state=1), {"target": "sick"},
         {("class", "WARN"), ("class", "FAIL")}),
    ],
)  # fmt: skip
def test_splitters_are_judged_by_what_they_give(
    splitter: Any, roles: dict[str, Any], expected: set[tuple[str, str]]
) -> None:
    verdict = judge(splitter, roles=roles)
    assert rules(verdict) == expected, verdict
    worst = {outcome for _, outcome in expected}
    assert verdict.outcome == ("FAIL" if "FAIL" in worst else "WARN" if worst else "PASS")


def test_a_clean_result_says_what_was_respected() -> None:
    verdict = judge(model_selection.GroupKFold(3), roles={"target": "sick", "group": "patient"})
    assert verdict.summary == (
        "3 folds of GroupKFold share no row and respect classes, groups (patient)"
    )


def test_findings_say_how_much_and_show_no_value() -> None:
    verdict = judge(KFold(7), roles={"group": "patient"})
    assert verdict.findings[0].subject == "fold 2"  # the first ends with a whole patient
    assert verdict.findings[0].message == (
        "1 of 9 groups (patient) of the test rows are among the training rows"
    )
    late = judge(KFold(2), roles={"time": "day"})
    assert late.findings[0].message == (
        "60 of 60 test rows are not later than the last training row"
    )
    assert "p8" not in str(verdict)
    assert "2026-0" not in str(late)


def test_the_horizon_lies_between_training_and_test() -> None:
    gap = model_selection.TimeSeriesSplit(3, gap=7)
    assert judge(gap, roles={"time": "day"}, horizon=7).outcome == "PASS"
    verdict = judge(gap, roles={"time": "day"}, horizon=9)
    assert "2 of 30 test rows" in verdict.findings[0].message
    assert "plus the horizon of 9" in verdict.findings[0].message
    numbers = patients().assign(day=np.arange(N) * 10)
    assert judge(gap, numbers, {"time": "day"}, horizon=70).outcome == "PASS"
    assert judge(gap, numbers, {"time": "day"}, horizon=80).outcome == "FAIL"


@pytest.mark.parametrize(
    "times",
    [
        lambda d: d,
        lambda d: d.dt.tz_localize("Europe/Berlin"),
        lambda d: d.dt.date,
        lambda d: d.dt.strftime("%Y-%m-%d"),
        lambda d: d.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
    ],
    ids=["time", "zoned", "date", "text", "zoned text"],
)
def test_times_of_every_sort(times: Any) -> None:
    frame = patients()
    frame["day"] = times(frame["day"])
    split = model_selection.TimeSeriesSplit(3)
    assert judge(split, frame, {"time": "day"}).outcome == "PASS"
    assert judge(split, frame.iloc[::-1], {"time": "day"}).outcome == "FAIL"


def test_the_same_moment_is_not_later() -> None:
    frame = patients().assign(day=np.arange(N) // 4)
    assert judge(model_selection.TimeSeriesSplit(5), frame, {"time": "day"}).outcome == "PASS"
    assert judge(model_selection.TimeSeriesSplit(6), frame, {"time": "day"}).outcome == "FAIL"


def test_repeats_divide_all_rows_anew() -> None:
    splitter = model_selection.RepeatedStratifiedKFold(n_splits=4, n_repeats=3, random_state=0)
    verdict = judge(splitter)
    assert (verdict.outcome, rules(verdict)) == ("FAIL", {("disjoint", "FAIL")})
    assert "120 of 120 rows are in several test folds" in verdict.summary
    assert judge(splitter, repeats=3).outcome == "PASS"
    assert "of one repeat" in judge(splitter, repeats=1 + 1).summary
    odd = judge(splitter, repeats=5)
    assert (odd.outcome, "5 repeats of 12 folds" in odd.summary) == ("ERROR", True)


def test_a_rare_class_is_spread_evenly() -> None:
    rare = patients(400).assign(sick=np.arange(400) % 400 < 60)  # 15 %, all at the beginning
    folds = KFold(2, shuffle=True, random_state=3)
    assert judge(model_selection.StratifiedKFold(2), rare).outcome == "PASS"
    uneven = [(np.r_[0:40, 60:230], np.r_[40:60, 230:400]), (np.r_[40:60, 230:400],
               np.r_[0:40, 60:230])]  # fmt: skip
    verdict = judge(uneven, rare)
    assert rules(verdict) == {("strata", "WARN")}
    assert "1 of 2 classes, of less than 20% of all rows each" in verdict.summary
    assert judge(uneven, rare, imbalance=0.1).outcome == "PASS"
    assert judge(uneven, rare, tolerance=0.5).outcome == "PASS"
    assert judge(folds, rare).outcome == "PASS"  # by luck, which is as good
    ordered = {"target": "sick", "time": "day"}
    assert ("strata", "WARN") not in rules(judge(uneven, rare, ordered))


def test_the_limits_of_rows_per_class() -> None:
    verdict = judge(model_selection.StratifiedKFold(10))
    assert rules(verdict) == {("class", "WARN")}
    assert "1 of 2 classes have fewer than 5 of 12 test rows" in verdict.findings[0].message
    assert judge(model_selection.StratifiedKFold(10), warn_below=4).outcome == "PASS"
    assert judge(model_selection.StratifiedKFold(10), fail_below=5).outcome == "FAIL"


def test_a_number_has_no_classes() -> None:
    verdict = judge(KFold(5), roles={"target": "age", "group": "patient"})
    assert verdict.summary.endswith("respect groups (patient)")
    classes = judge(KFold(5), roles={"target": "age"}, task="classification")
    assert classes.outcome == "FAIL"


def test_gaps_in_what_is_known_are_inconclusive() -> None:
    frame = patients()
    frame.loc[:5, "patient"] = None
    frame.loc[50:60, "day"] = pd.NaT
    verdict = judge(KFold(5), frame, {"group": "patient"})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "6 of 120 rows have no group (patient)" in verdict.summary
    late = judge(model_selection.TimeSeriesSplit(3), frame, {"time": "day"})
    assert (late.outcome, "11 of 120 rows have no time" in late.summary) == ("INCONCLUSIVE", True)
    nothing = judge(KFold(5), roles={"key": "id"})
    assert (nothing.outcome, "neither target, group nor time" in nothing.summary) == (
        "INCONCLUSIVE",
        True,
    )
    frame["day"] = pd.NaT
    assert judge(KFold(5), frame, {"time": "day"}).outcome == "INCONCLUSIVE"


# Functions, pairs, and what is neither


def every_second(x: Any) -> Any:
    at = np.arange(len(x))
    return [(at[at % 2 == k], at[at % 2 != k]) for k in (0, 1)]


@pytest.mark.parametrize(
    "given_",
    [
        KFold(2),
        KFold,
        lambda: KFold(2),
        every_second,
        lambda x, y: every_second(x),
        lambda x, y, groups: every_second(x),
        lambda X=None, y=None: every_second(X),  # noqa: N803
        lambda seed=3: KFold(2),
        lambda *rest, **more: KFold(2),
        every_second(range(N)),
        [(np.arange(N) < 60, np.arange(N) >= 60)],
        [[list(range(60)), range(60, N)]],
        iter(every_second(range(N))),
    ],
    ids=lambda v: type(v).__name__,
)
def test_every_way_to_give_folds(given_: Any) -> None:
    assert judge(given_).outcome == "PASS"


def test_the_splitter_sees_the_rows_in_order_without_the_target() -> None:
    seen = {}

    def folds(x: Any, y: Any, groups: Any) -> Any:
        seen.update(x=x, y=y, groups=groups)
        return every_second(x)

    judge(folds, roles={"target": "sick", "group": ["patient"]})
    assert list(seen["x"].columns) == ["id", "patient", "day", "age"]
    assert seen["x"]["id"].tolist() == list(range(N))
    assert seen["y"].tolist() == patients()["sick"].tolist()
    assert seen["groups"].tolist() == patients()["patient"].tolist()


def test_a_large_table_shows_its_roles_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from pytest_mlgate.checks.leakage import cross_validation_scheme

    monkeypatch.setattr(cross_validation_scheme, "MOST_CELLS", 100)
    seen = []
    judge(lambda x: seen.append(list(x.columns)) or every_second(x), roles={"group": "patient"})
    assert seen == [["patient"]]


def raising(x: Any) -> Any:
    raise ValueError(f"the patient {x['patient'][0]} is odd")


@pytest.mark.parametrize(
    ("splitter", "message"),
    [
        (raising, "does not divide 120 rows: ValueError"),
        (model_selection.GroupKFold(3), "does not divide 120 rows: ValueError"),
        (lambda: 5, "TypeError"),
        (lambda: [1, 2], "TypeError"),
        (lambda a, b, c, d: [], "TypeError"),
        (lambda: [([0], [1], [2])], "fold 1 is 3 things"),
        (lambda: [([0], [120])], "fold 1 has row numbers outside 0 to 119"),
        (lambda: [([0], [1]), ([-1], [1])], "fold 2 has row numbers outside"),
        (lambda: [([0.5], [1])], "fold 1 holds an array of float64 with 1 dim"),
        (lambda: [([[0]], [1])], "with 2 dimensions"),
        (lambda: [(["a"], [1])], "fold 1 holds an array of <U1"),
        (lambda: [(5, [1])], "fold 1"),
        (lambda: [([True, False], [1])], "fold 1 holds an array of bool"),
        (lambda: ((([0], [1])) for _ in iter(int, 1)), "more than 10000 folds"),
    ],
)
def test_no_folds_are_an_error_without_any_value(splitter: Any, message: str) -> None:
    verdict = judge(splitter)
    assert (verdict.outcome, message in verdict.summary) == ("ERROR", True), verdict
    assert "p0" not in verdict.summary


@pytest.mark.parametrize("value", ["text", b"bytes", 5, None, {"a": 1}])
def test_what_cannot_be_a_splitter(value: Any) -> None:
    with pytest.raises(InputError, match="an object with a method split"):
        Splitter.of(value)


def test_folds_that_are_broken_in_themselves() -> None:
    at = np.arange(N)
    verdict = judge([(at, at[:60]), (at[:0], at[60:]), (at[:60], at[:0])])
    messages = [f.message for f in verdict.findings]
    assert "60 of 60 test rows are training rows of the same fold" in messages
    assert "there are no training rows" in messages
    assert "there are no test rows" in messages
    assert {f.rule for f in verdict.findings} == {"rows"}
    empty = judge([])
    assert (empty.outcome, "no fold" in empty.summary) == ("INCONCLUSIVE", True)


# Recorded folds


def recorded(frame: Any, roles: dict[str, Any] | None = None, train: Any = None, **settings: Any
             ) -> Verdict:  # fmt: skip
    inputs: dict[str, object] = {
        "splits": Table.of(frame, "splits"),
        "roles": Roles.of(roles or {}),
    }
    if train is not None:
        inputs["train"] = Table.of(train, "train")
    return CHECK.run(inputs, settings)


def record(folds: Any, n: int = N, **more: Any) -> Any:
    return pd.DataFrame({"row_id": range(n), "part": "train", "fold": folds, **more})


def test_recorded_folds_with_their_own_groups_and_times() -> None:
    groups = [i // 2 for i in range(N)]
    assert recorded(record([g % 5 for g in groups], group=groups)).outcome == "PASS"
    mixed = recorded(record([i % 5 for i in range(N)], group=groups))
    assert rules(mixed) == {("group", "FAIL")}
    blocks = record([i // 30 for i in range(N)], time=range(N))
    assert rules(recorded(blocks)) == {("time", "FAIL")}
    forward = recorded(blocks, recorded="earlier")
    assert forward.summary == "3 folds of splits share no row and respect time"
    assert recorded(blocks.assign(time=range(N, 0, -1)), recorded="earlier").outcome == "FAIL"
    assert recorded(record([i % 2 for i in range(N)])).outcome == "INCONCLUSIVE"


def test_recorded_folds_with_the_training_rows() -> None:
    roles = {"key": "id", "group": "patient", "target": "sick"}
    by_patient = record([i // 2 % 5 for i in range(N)])
    assert recorded(by_patient, roles, patients()).outcome == "PASS"
    shuffled = patients().sample(frac=1, random_state=0)
    assert recorded(by_patient, roles, shuffled).outcome == "PASS"
    assert ("group", "FAIL") in rules(recorded(record([i % 5 for i in range(N)]), roles, shuffled))
    text = patients().assign(id=[f"r{i}" for i in range(N)])
    assert recorded(by_patient.assign(row_id=text["id"]), roles, text).outcome == "PASS"
    lacking = recorded(by_patient, roles, patients().head(100))
    assert lacking.outcome == "INCONCLUSIVE"
    assert "20 of 120 recorded rows are not in train" in str(lacking.findings)
    twice = recorded(by_patient, roles, pd.concat([patients(), patients().head(1)]))
    assert (twice.outcome, "1 rows whose key is there before" in twice.summary) == ("ERROR", True)
    nobody = recorded(by_patient, roles, patients().head(0))
    assert nobody.outcome == "INCONCLUSIVE"


def test_rows_without_a_fold_or_of_another_part_do_not_count() -> None:
    groups = [i // 2 for i in range(N)]
    frame = record([float(g % 5) for g in groups], group=groups)
    frame.loc[frame["group"] < 5, "fold"] = None
    frame.loc[frame["group"] >= 55, ["part", "fold"]] = ["test", 1.0]
    assert recorded(frame).outcome == "PASS"
    assert recorded(frame.assign(part="test")).outcome == "INCONCLUSIVE"
    odd = record([["a", 1][g % 2] for g in groups], group=groups)
    assert recorded(odd).outcome == "PASS"


# Files, engines, absence


@pytest.mark.parametrize("engine", ["pandas", "polars", "csv", "parquet"])
def test_rows_keep_their_order_in_every_engine(engine: str, tmp_path: Path) -> None:
    frame = pd.concat([patients(1000)] * 20, ignore_index=True)
    frame["id"] = range(len(frame))
    frame["patient"] = [f"p{i // 10}" for i in range(len(frame))]
    if engine == "pandas":
        train = Table.of(frame)
    elif engine == "polars":
        train = Table.of(pytest.importorskip("polars").from_pandas(frame))
    elif engine == "csv":
        frame.to_csv(tmp_path / "t.csv", index=False)
        train = provide("train", tmp_path, path="t.csv")
    else:
        frame.to_parquet(tmp_path / "t.parquet", row_group_size=500)
        train = provide("train", tmp_path, path="t.parquet")
    inputs = {
        "train": train,
        "roles": Roles(target="sick", group=("patient",), time="id"),
        "splitter": Splitter.of(model_selection.TimeSeriesSplit(4)),
    }
    verdict = CHECK.run(inputs, {})
    assert verdict.outcome == "PASS", verdict
    assert rules(CHECK.run({**inputs, "splitter": Splitter.of(KFold(5))}, {})) == {("time", "FAIL")}


def test_a_project_with_a_splitter(tmp_path: Path) -> None:
    rows = "".join(f"p{i // 2},{i % 7},{int(i // 2 % 3 == 0)}\n" for i in range(N))
    source = "from sklearn.model_selection import GroupKFold, KFold\n\ngood = GroupKFold(3)\n" \
        "bad = KFold(5, shuffle=True, random_state=0)\nnumber = 5\n"  # fmt: skip
    write(tmp_path, {"train.csv": f"patient,age,sick\n{rows}", "mlg_folds.py": source})
    settings: dict[str, dict[str, Any]] = {
        "train": {"path": "train.csv"},
        "roles": {"target": "sick", "group": ("patient",)},
    }

    def run(path: str) -> Verdict:
        return resolver(tmp_path, {**settings, "splitter": {"path": path}}).run(CHECK)

    assert "3 folds of mlg_folds:good share no row" in run("mlg_folds:good").summary
    assert run("mlg_folds:bad").outcome == "FAIL"
    for path, message in (
        ("mlg_folds:number", "'mlg_folds:number', a int"),
        ("mlg_folds:godo", "did you mean 'good'"),
        ("mlg_nothing:good", "does not import"),
        ("mlg_folds.good", "module:attribute"),
    ):
        verdict = run(path)
        assert (verdict.outcome, message in verdict.summary) == ("ERROR", True), verdict
    write(tmp_path, {"splits.csv": "row_id,part\n1,train\n"})
    assert resolver(tmp_path, settings).run(CHECK).outcome == "NOT_APPLICABLE"
    write(tmp_path, {"splits.csv": "row_id,part,fold,group\n1,train,1,a\n2,train,2,a\n"})
    assert resolver(tmp_path).run(CHECK).outcome == "FAIL"


def test_what_is_not_there(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CHECK).outcome == "NOT_APPLICABLE"
    assert resolver(tmp_path, splitter=KFold(3)).run(CHECK).outcome == "NOT_APPLICABLE"
    for roles in ({"target": "no"}, {"group": "no"}, {"time": "no"}):
        verdict = judge(KFold(3), roles=roles)
        assert (verdict.outcome, "no such column" in verdict.summary) == ("ERROR", True)
    nobody = judge(KFold(3), patients(0))
    assert (nobody.outcome, "no rows to divide" in nobody.summary) == ("INCONCLUSIVE", True)
    words = judge(KFold(3), patients().assign(day="soon"), {"time": "day"})
    assert (words.outcome, "text that is no date" in words.summary) == ("ERROR", True)


def test_hostile_targets() -> None:
    for target, outcome in (
        ([None] * N, {"PASS", "INCONCLUSIVE"}),
        ([1] * N, {"PASS"}),
        ([[1]] * 60 + [[2]] * 60, {"FAIL"}),
        ([1, "a", None, 2.5] * 30, {"PASS"}),
    ):
        verdict = judge(KFold(2), pd.DataFrame({"sick": target, "x": range(N)}))
        assert verdict.outcome in outcome, (target[:4], verdict)


def test_ten_thousand_columns() -> None:
    frame = pd.DataFrame(np.zeros((50, 10_000))).rename(columns=lambda i: f"c{i}")
    frame["sick"] = np.arange(50) % 2
    assert judge(KFold(2), frame).outcome == "PASS"


# The helper for tests of one's own


def test_the_helper_takes_plain_lists() -> None:
    y, groups, times = [0, 1] * 30, [i // 2 for i in range(60)], list(range(60))
    clean = audit_splits(model_selection.GroupKFold(3), range(60), y, groups)
    assert (clean.findings, clean.folds) == ((), 3)
    assert clean.known == "classes, groups (groups)"
    late = audit_splits(KFold(3), range(60), time=times)
    assert {f.rule for f in late.findings} == {"time"}
    two = audit_splits(KFold(3), range(60), groups={"pair": groups, "half": [i % 2 for i in times]})
    assert {f.anchor for f in two.findings} == {
        f.anchor for f in two.findings if "half" in f.message
    }
    assert audit_splits(KFold(3), range(60), y, rules=Rules(enough=11)).findings
    with pytest.raises(Unmeasurable):
        audit_splits([], range(60))
    with pytest.raises(SplitterFailed):
        audit_splits(raising, pd.DataFrame({"patient": ["p0"]}))


@given(data=st.data(), n=st.integers(4, 40), k=st.integers(2, 4))
def test_group_and_time_overlap_are_what_brute_force_finds(
    data: st.DataObject, n: int, k: int
) -> None:
    numbers = st.lists(st.integers(0, 6), min_size=n, max_size=n)
    fold, group, when = (data.draw(numbers) for _ in range(3))
    fold = [f % k for f in fold]
    used = sorted(set(fold))
    pairs = [
        ([i for i in range(n) if fold[i] != f], [i for i in range(n) if fold[i] == f]) for f in used
    ]
    audit = audit_splits(pairs, range(n), groups=group, time=when)
    mixed, late, bare = set(), set(), set()
    for number, (train, test) in enumerate(pairs, 1):
        if not train:
            bare.add(f"fold {number}")
            continue
        if {group[i] for i in train} & {group[i] for i in test}:
            mixed.add(f"fold {number}")
        if any(when[i] <= when[j] for i in test for j in train):
            late.add(f"fold {number}")
    found = {rule: {f.subject for f in audit.findings if f.rule == rule}
             for rule in ("group", "time", "rows", "disjoint")}  # fmt: skip
    assert found == {"group": mixed, "time": late, "rows": bare, "disjoint": set()}


@given(cuts=st.sets(st.integers(1, 59), min_size=1, max_size=8), gap=st.integers(0, 3))
def test_walking_forward_never_breaks_time(cuts: set[int], gap: int) -> None:
    places = [*sorted(cuts), 60]
    pairs = [
        (range(max(0, start - gap)), range(start, end))
        for start, end in pairwise(places)
        if start > gap
    ]
    if pairs:
        audit = audit_splits(pairs, range(60), time=range(60), rules=Rules(horizon=gap))
        assert audit.findings == ()
