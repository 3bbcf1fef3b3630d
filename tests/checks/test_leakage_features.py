"""Leakage that shows when the project's own feature function runs on parts of a sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pytest_mlgate.registry import Check
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

DRAW = np.random.default_rng(1)
N = 240
DAYS = pd.date_range("2024-01-01", periods=N)
SERIES = pd.DataFrame({"day": DAYS, "x": DRAW.normal(size=N).cumsum()})
GAPS = SERIES.assign(x=SERIES["x"].mask(SERIES.index.isin([100, 101, 102, 103, 170, 171])))

Function = Callable[[Any], Any]


def future(function: Function, frame: Any = SERIES, **settings: Any) -> Verdict:
    inputs = {"feature_fn": function, "sample": frame}
    return find_check("leakage.future-invariance").run(inputs, {"time": "day", **settings})


# What later rows change


def decomposed(frame: Any) -> Any:
    """The classical decomposition: a centred mean, and what is left by position in the week."""
    trend = frame["x"].rolling(7, center=True).mean()
    seasonal = (frame["x"] - trend).groupby(np.arange(len(frame)) % 7).transform("mean")
    return pd.DataFrame({"trend": trend, "season": seasonal})


TRANSFORMS: dict[str, tuple[Function, str]] = {
    "centred window": (lambda f: f[["x"]].rolling(5, center=True).mean(), "every cut"),
    "shift backwards": (lambda f: f[["x"]].shift(-1), "every cut"),
    "global mean": (lambda f: f[["x"]].where(f["x"] > 0, f["x"].mean()), "every cut"),
    "global z-score": (lambda f: (f[["x"]] - f["x"].mean()) / f["x"].std(), "every cut"),
    "decomposition": (decomposed, "every cut"),
    "backward fill": (lambda f: f[["x"]].bfill(), "null runs"),
    "interpolation": (lambda f: f[["x"]].interpolate(), "null runs"),
    "trailing window": (lambda f: f[["x"]].rolling(7, min_periods=1).mean(), "never"),
    "exponential": (lambda f: f[["x"]].ewm(span=5).mean(), "never"),
    "expanding": (lambda f: f[["x"]].expanding().mean(), "never"),
    "shift forwards": (lambda f: f[["x"]].shift(1), "never"),
    "forward fill": (lambda f: f[["x"]].ffill(), "never"),
}


@pytest.mark.parametrize(("function", "where"), TRANSFORMS.values(), ids=TRANSFORMS)
def test_the_twelve_transforms(function: Function, where: str) -> None:
    whole = future(function, null_cuts=0)
    expected = {"every cut": "FAIL", "null runs": "INCONCLUSIVE", "never": "PASS"}
    assert whole.outcome == expected[where], whole.summary
    assert ("at 5 of 5 cuts, first at cut 1 (after 41 of 240 rows)" in whole.summary) == (
        where == "every cut"
    )
    gaps = future(function, GAPS)
    assert gaps.outcome == ("PASS" if where == "never" else "FAIL"), gaps.summary
    if where == "null runs":
        # 5 spread cuts (one of them at row 160), 6 missing values
        assert "changes with later rows at 6 of 11 cuts" in gaps.summary
        assert "first in row 101 of the sample" in gaps.summary
        assert future(function, GAPS, null_cuts=0).outcome == "INCONCLUSIVE"
    elif where == "never":
        assert "at 11 cuts, 6 of them on missing values" in gaps.summary


PANEL = pd.concat([SERIES.assign(who="a"), GAPS.assign(who="b", x=GAPS["x"] + 5)])
MIXED = PANEL.sample(frac=1, random_state=0)

TRAILING: dict[str, tuple[Function, Any]] = {
    "grouped": (lambda f: f.assign(l=f.groupby("who")["x"].shift(1)), PANEL),
    "any order, sorted, index kept": (
        lambda f: f.assign(l=f.sort_values("day").groupby("who")["x"].shift(1)),
        MIXED,
    ),
    "any order, result sorted": (
        lambda f: f.sort_values("day", kind="stable").assign(
            l=lambda g: g.groupby("who")["x"].shift(1)
        ),
        MIXED,
    ),
    "any order, index dropped": (
        lambda f: (
            f.sort_values(["who", "day"], kind="stable")
            .assign(l=lambda g: g.groupby("who")["x"].shift(1))
            .reset_index(drop=True)
        ),
        MIXED.sort_values("day", kind="stable"),
    ),
    "rows dropped": (
        lambda f: f.assign(l=f.groupby("who")["x"].shift(1)).dropna(),
        PANEL,
    ),
    "text times": (lambda f: f[["x"]].cumsum(), SERIES.assign(day=SERIES["day"].astype(str))),
    "numbers for times": (lambda f: f[["x"]].ffill(), SERIES.assign(day=np.arange(N) // 2)),
    "index of times": (lambda f: f.set_index("day")[["x"]].shift(1), SERIES),
    "whole numbers beside nulls": (
        lambda f: f[["day"]].assign(n=pd.Series([*range(200), *[None] * 40][: len(f)])),
        SERIES,
    ),
    "an array": (lambda f: f[["x"]].to_numpy(), SERIES),
    "no nulls taken": (
        lambda f: f[["x"]].astype(int) if f["x"].notna().all() else 1 / 0,
        SERIES,
    ),
}


@pytest.mark.parametrize(("function", "frame"), TRAILING.values(), ids=TRAILING)
def test_features_of_the_past_pass(function: Function, frame: Any) -> None:
    entity = "who" if "who" in frame else ""
    verdict = future(function, frame, entity=entity)
    assert verdict.outcome == "PASS", verdict.summary


def test_other_columns_and_rows_are_named() -> None:
    late = SERIES.assign(kind=["a"] * 200 + ["b"] * 40)
    verdict = future(lambda f: pd.get_dummies(f["kind"], prefix="is"), late)
    assert verdict.outcome == "FAIL"
    assert [finding.subject for finding in verdict.findings] == ["is_b"]
    assert verdict.findings[0].rule == "I2"
    assert "comes and goes" in verdict.summary
    rows = future(lambda f: f[f["x"] > f["x"].mean()][["x"]])
    assert {finding.rule for finding in rows.findings} == {"I2"}


def test_every_column_is_a_finding_of_its_own() -> None:
    verdict = future(lambda f: f.assign(a=f["x"].shift(-1), b=f["x"].shift(1), c=f["x"].mean()))
    assert {finding.subject for finding in verdict.findings} == {"a", "c"}
    assert "first in row 41 of the sample" in verdict.findings[0].message


KNOWN = SERIES.assign(
    y=DRAW.integers(0, 2, N), paid=DRAW.random(N) < 0.5, kind=["u", "v", None] * 80
)
OWN: dict[str, tuple[Function, bool]] = {
    "before": (lambda f: f.assign(m=f["y"].shift(1).rolling(5).mean()), False),
    "own": (lambda f: f.assign(m=f["y"].rolling(5).mean()), True),
    "limit": (lambda f: f.assign(m=f["y"] > 0), True),
    "flag": (lambda f: f.assign(m=f["paid"].astype(int)), True),
    "text": (lambda f: f.assign(m=f["kind"] == "u"), True),
    "sorted": (lambda f: f[::-1].assign(m=lambda g: g["y"] * 2), True),
}


@pytest.mark.parametrize(("function", "used"), OWN.values(), ids=OWN)
def test_values_known_only_afterwards(function: Function, used: bool) -> None:
    settings: dict[str, Any] = {"closed": "left", "known_after": ("y", "paid", "kind")}
    verdict = future(function, KNOWN, **settings)
    assert verdict.outcome == ("FAIL" if used else "PASS"), verdict.summary
    assert future(function, KNOWN).outcome == "PASS"
    if used:
        assert {(f.rule, f.subject) for f in verdict.findings} == {("I3", "m")}
        assert "own value of y, paid, kind, known only afterwards" in verdict.summary
        assert "row 41 of the sample" in verdict.summary
    else:
        assert "whatever is known afterwards" in verdict.summary


@pytest.mark.parametrize("dtype", ["int8", "uint8", "Int64", "float32", "bool"])
def test_other_values_of_every_type_are_found(dtype: str) -> None:
    frame = KNOWN.assign(y=KNOWN["y"].astype(dtype))
    verdict = future(
        lambda f: f[["day"]].assign(m=f["y"] * 1), frame, closed="left", known_after=("y",)
    )
    assert verdict.outcome == "FAIL"


def raises(frame: Any) -> Any:
    raise ValueError(frame["x"].iloc[0])


def chance(frame: Any) -> Any:
    return frame.assign(r=np.random.default_rng().random(len(frame)))


class Columns:
    """Returns another column at every call."""

    calls = 0

    def __call__(self, frame: Any) -> Any:
        self.calls += 1
        return frame[["x"]].rename(columns={"x": f"x{self.calls}"})


def test_a_key_that_is_never_missing_can_be_kept() -> None:
    """The number of earlier orders, by a time of which the check takes values away."""
    orders = SERIES.assign(who=[*"abcd"] * 60, ordered=DAYS)
    earlier: Function = lambda f: f.sort_values("ordered").groupby("who").cumcount()  # noqa: E731
    verdict = future(earlier, orders, entity="who")
    assert verdict.outcome == "INCONCLUSIVE"
    assert "name in `keep` columns that never have any" in verdict.findings[0].remedy
    assert future(earlier, orders, entity="who", keep=("ordered",)).outcome == "PASS"
    assert future(lambda f: f[["x"]].bfill(), orders, keep=("x",)).outcome == "PASS"


@pytest.mark.parametrize(
    ("function", "frame", "settings", "outcome", "message"),
    [
        (lambda f: f, SERIES.head(0), {}, "INCONCLUSIVE", "0 rows; at least 200"),
        (lambda f: f, SERIES.head(199), {}, "INCONCLUSIVE", "199 rows; at least 200"),
        (lambda f: f, SERIES, {"time": ""}, "INCONCLUSIVE", "time names no column"),
        (lambda f: f, SERIES.assign(day=1), {}, "INCONCLUSIVE", "all rows have the same day"),
        (lambda f: f, SERIES.assign(day=DAYS.where(DAYS[2] < DAYS)), {}, "INCONCLUSIVE",
         "3 of 240 rows have no time in day"),
        (chance, SERIES, {}, "INCONCLUSIVE", "changes on a second call already (column 'r'"),
        (Columns(), SERIES, {}, "INCONCLUSIVE", "second call already (columns differ (x1, x2)"),
        (lambda f: f[[]], SERIES, {}, "INCONCLUSIVE", "240 rows and 0 columns"),
        (lambda f: f.head(7).set_axis(list("abcdefg")), SERIES, {}, "INCONCLUSIVE",
         "7 rows for 240 and not their index"),
        (lambda f: f, KNOWN.assign(y="one"), {"closed": "left", "known_after": ("y",)},
         "INCONCLUSIVE", "one value only"),
        (lambda f: f, SERIES, {"time": "date"}, "ERROR", "time names"),
        (lambda f: f, SERIES, {"time": "dax"}, "ERROR", "did you mean 'day'"),
        (lambda f: f, SERIES, {"entity": "who"}, "ERROR", "entity names"),
        (lambda f: f, SERIES.assign(day="soon"), {}, "ERROR", "values that are no times"),
        (lambda f: f, SERIES, {"keep": ("z",)}, "ERROR", "keep n"),
        (lambda f: f, SERIES, {"closed": "left"}, "ERROR", "known afterwards"),
        (lambda f: f, SERIES, {"known_after": ("x",)}, "ERROR", "known afterwards"),
        (lambda f: f, SERIES, {"closed": "left", "known_after": ("z",)}, "ERROR", "known-after n"),
        (raises, SERIES, {}, "ERROR", "raised ValueError"),
        (lambda f: f if len(f) == N else raises(f), SERIES, {}, "ERROR",
         "on the first 41 rows in time: "),
        (lambda f: f[["x", "x"]], SERIES, {}, "ERROR", "the column 'x' twice"),
        (lambda f: f, 3, {}, "ERROR", "found int"),
    ],
)  # fmt: skip
def test_histories_that_cannot_be_judged(
    function: Any, frame: Any, settings: dict[str, Any], outcome: str, message: str
) -> None:
    verdict = future(function, frame, **settings)
    assert verdict.outcome == outcome, verdict.summary
    assert message in verdict.summary
    assert str(SERIES["x"].iloc[0])[:8] not in str(verdict)


# Scopes

ORDERS = pd.DataFrame(
    {
        "who": [*"ab"] * 20 + ["c"] * 20,
        "amount": DRAW.integers(1, 99, 60),
        "when": DAYS[:60],
    }
)
MEAN = float(ORDERS["amount"].mean())


class Given:
    """Verdicts of a gate."""

    def __init__(self, outcome: str | None) -> None:
        self.outcome = outcome

    def get(self, check: str, subject: str = "") -> Verdict | None:
        assert check == "leakage.fit-scope"
        return self.outcome and Verdict(outcome=Outcome(self.outcome), summary="")  # type: ignore[return-value]


def scope(
    function: Function, frame: Any = ORDERS, fits: str | None = "PASS", **settings: Any
) -> Verdict:
    inputs = {"feature_fn": function, "sample": frame, "verdicts": Given(fits)}
    return find_check("leakage.scope-contract").run(
        inputs, {"group_column": "who", "keep": ("when",), **settings}
    )


def lag(frame: Any) -> Any:
    return frame.assign(f=frame.groupby("who")["amount"].shift(1))


KEPT: dict[str, tuple[Function, str]] = {
    "row": (lambda f: f.assign(f=f["amount"] * 2), "row"),
    "row, sorted": (lambda f: f.sort_values("amount").assign(f=lambda g: g["amount"] + 1), "row"),
    "row, some dropped": (lambda f: f[f["amount"] > 9].assign(f=1), "row"),
    "group": (lag, "group"),
    "group share": (
        lambda f: f.assign(f=f["amount"] / f.groupby("who")["amount"].transform("sum")),
        "group",
    ),
    "row as group": (lambda f: f.assign(f=f["amount"] * 2), "group"),
    "global": (lambda f: f.assign(f=f["amount"] - MEAN), "global_"),
}


@pytest.mark.parametrize(("function", "kind"), KEPT.values(), ids=KEPT)
def test_features_that_keep_to_their_scope_pass(function: Function, kind: str) -> None:
    verdict = scope(function, **{kind: ("f",)})
    assert verdict.outcome == "PASS", verdict.summary
    assert "1 " + kind.rstrip("_") in verdict.summary


BROKEN: dict[str, tuple[Function, str, str, str]] = {
    "ungrouped lag": (
        lambda f: f.assign(f=f["amount"].shift(1)),
        "group",
        "C3",
        "group feature 'f' of <lambda> changes when all other groups are removed",
    ),
    "ratio to others": (
        lambda f: f.assign(f=f["amount"] / f["amount"].max()),
        "group",
        "C3",
        "groups",
    ),
    "values of others, alone by itself": (
        lambda f: f.assign(f=f["amount"].sum() if f["who"].nunique() == 3 else 0),
        "group",
        "C3",
        "removed",
    ),
    "only with all groups": (
        lambda f: f.assign(f=float(f.loc[f["who"] != "b", "amount"].max() > 500)),
        "group",
        "C3",
        "when the values of other groups change",
    ),
    "lag as row": (lag, "row", "C1", "row feature 'f' of lag is another one for"),
    "column for one row": (
        lambda f: f.assign(f=1) if len(f) > 1 else f,
        "row",
        "C1",
        "for 60 of 60 rows when they are alone, first in row 1 of the sample",
    ),
    "order": (
        lambda f: f.assign(f=len(f) > 1 and f["amount"].iloc[0] != ORDERS["amount"].iloc[0]),
        "row",
        "C2",
        "changes with the rows",
    ),
    "global from the rows at hand": (
        lambda f: f.assign(f=f["amount"] - f["amount"].mean()),
        "global_",
        "C4",
        "it comes from the rows at hand, not from a fit",
    ),
}


@pytest.mark.parametrize(("function", "kind", "rule", "message"), BROKEN.values(), ids=BROKEN)
def test_features_that_break_their_scope_fail(
    function: Function, kind: str, rule: str, message: str
) -> None:
    verdict = scope(function, **{kind: ("f",)})
    assert verdict.outcome == "FAIL", verdict.summary
    assert rule in {finding.rule for finding in verdict.findings}
    assert {finding.subject for finding in verdict.findings} == {"f"}
    assert message in " ".join(finding.message for finding in verdict.findings)


@pytest.mark.parametrize(
    ("fits", "outcome", "message"),
    [
        ("PASS", "PASS", "1 global"),
        ("FAIL", "FAIL", "not covered by leakage.fit-scope: it ends with FAIL"),
        ("INCONCLUSIVE", "INCONCLUSIVE", "it ends with INCONCLUSIVE"),
        ("ERROR", "INCONCLUSIVE", "it ends with ERROR"),
        ("NOT_APPLICABLE", "FAIL", "no fitted object is checked"),
        (None, "FAIL", "no fitted object is checked"),
    ],
)
def test_a_global_feature_needs_a_checked_fit(fits: str | None, outcome: str, message: str) -> None:
    verdict = scope(KEPT["global"][0], fits=fits, global_=("f",))
    assert verdict.outcome == outcome
    assert message in verdict.summary


def test_a_feature_without_scope_is_inconclusive() -> None:
    verdict = scope(lambda f: lag(f).assign(g=1, amount=f["amount"] * 2), group=("f",))
    assert verdict.outcome == "INCONCLUSIVE"
    assert [finding.subject for finding in verdict.findings] == ["amount", "g"]
    assert "has no declared scope" in verdict.summary
    assert scope(lag).outcome == "INCONCLUSIVE"


def test_the_rows_tried_alone_are_spread() -> None:
    calls = []
    scope(lambda f: calls.append(len(f)) or f.assign(f=1), row=("f",), rows=7)
    assert calls.count(1) == 7


@pytest.mark.parametrize(
    ("function", "frame", "settings", "outcome", "message"),
    [
        (lag, ORDERS.head(0), {"group": ("f",)}, "INCONCLUSIVE", "0 rows; at least 2"),
        (lag, ORDERS.assign(who="a"), {"group": ("f",)}, "INCONCLUSIVE", "one group only"),
        (chance, ORDERS, {"row": ("r",)}, "INCONCLUSIVE", "changes on a second call already"),
        (lambda f: f.groupby("who").sum(numeric_only=True), ORDERS, {}, "INCONCLUSIVE",
         "3 rows for 60"),
        (lag, ORDERS, {"row": ("f",), "group": ("f",)}, "ERROR", "found more than one scope"),
        (lag, ORDERS, {"group": ("ff",)}, "ERROR", "no such feature"),
        (lag, ORDERS, {"group": ("f",), "group_column": ""}, "ERROR", "group-column"),
        (lag, ORDERS, {"group": ("f",), "group_column": "whom"}, "ERROR", "did you mean 'who'"),
        (lag, ORDERS, {"group": ("f",), "keep": ("no",)}, "ERROR", "keep names"),
        (lambda f: lag(f) if len(f) > 1 else 1 / 0, ORDERS, {"row": ("f",)}, "ERROR",
         "on one row alone: "),
    ],
)  # fmt: skip
def test_scopes_that_cannot_be_judged(
    function: Any, frame: Any, settings: dict[str, Any], outcome: str, message: str
) -> None:
    verdict = scope(function, frame, **settings)
    assert verdict.outcome == outcome, verdict.summary
    assert message in verdict.summary


@pytest.mark.parametrize("name", ["future-invariance", "scope-contract"])
def test_without_inputs_they_are_not_applicable(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"mlg_feat.py": "def build(f):\n    return f\n"})
    declared: Check[...] = find_check(f"leakage.{name}")
    assert resolver(tmp_path).run(declared).outcome == "NOT_APPLICABLE"
    named = {"feature_fn": {"path": "mlg_feat:build"}}
    assert resolver(tmp_path, named).run(declared).outcome == "NOT_APPLICABLE"


def test_the_setting_global_is_written_without_its_underscore() -> None:
    settings = find_check("leakage.scope-contract").settings
    assert settings["global_"].key == "global"
    assert settings["group_column"].key == "group-column"
