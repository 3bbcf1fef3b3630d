from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import pytest

from pytest_mlgate.errors import ConfigError, InputAbsent, InputError
from pytest_mlgate.gate import Gate, GateVerdicts
from pytest_mlgate.registry import Kind, Range, Registry, check, provides
from pytest_mlgate.verdict import Finding, Outcome, Verdict
from support import write

CALLS: list[str] = []


def passing(text: str) -> Verdict:
    CALLS.append(text)
    return Verdict(outcome=Outcome.PASS, summary=text)


@provides
def table() -> int:
    """Provide a table."""
    return 1


@provides
def verdicts() -> GateVerdicts:
    """Provide the verdicts."""
    raise InputAbsent("no verdicts")


@check("data.rows")
def rows(table: int, *, least: int = 1) -> Verdict:
    """Count the rows."""
    return passing(f"rows {table} {least}")


@check("data.evidence", kind=Kind.EVIDENCE)
def evidence() -> Verdict:
    """Look for evidence."""
    return passing("evidence")


@check("fairness.ratio", kind=Kind.CONFIG, subjects="columns")
def ratio(
    subject: str,
    *,
    columns: tuple[str, ...] = (),
    alpha: Annotated[float, Range(0, 1)] = 0.05,
) -> Verdict:
    """Compare rates."""
    return passing(f"ratio {subject} {alpha}")


@check("drift.psi", subjects=("a", "b"))
def psi(subject: str, *, alpha: float = 0.05) -> Verdict:
    """Compare shares."""
    return Verdict.of([Finding(message="drifted", subject=subject)], passed="fine")


@check("summary.all")
def everything(verdicts: GateVerdicts) -> Verdict:
    """Ask the others."""
    found = [verdicts.get("data.rows"), verdicts.get("fairness.ratio"), verdicts.get("no.such")]
    return passing(" / ".join("None" if v is None else f"{v.outcome} {v.summary}" for v in found))


REGISTRY = Registry.of([rows, evidence, ratio, psi, everything], [table, verdicts])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    CALLS.clear()
    return tmp_path


def gate(root: Path, text: str | None = "") -> Gate:
    if text is not None:
        write(root, {"mlgate.toml": text})
    return Gate.open(REGISTRY, root)


ZERO_CONFIG = ["data.rows", "drift.psi[a]", "drift.psi[b]", "summary.all"]


# Which checks run


def test_without_configuration_the_zero_config_checks_run_on_the_work_tree(root: Path) -> None:
    (root / "sub").mkdir()
    opened = Gate.open(REGISTRY, root / "sub")
    assert list(opened.plans) == ZERO_CONFIG
    assert (opened.config.root, opened.config.path) == (root, None)


def test_with_configuration_evidence_is_asked_for(root: Path) -> None:
    assert list(gate(root).plans) == ["data.evidence", *ZERO_CONFIG]


def test_naming_a_check_brings_it_in(root: Path) -> None:
    plans = gate(root, "[fairness.ratio]\ncolumns = ['sex', 'age', 'sex']\n").plans
    assert [key for key in plans if key.startswith("fairness")] == [
        "fairness.ratio[sex]", "fairness.ratio[age]",
    ]  # fmt: skip
    plan = plans["fairness.ratio[sex]"]
    assert (plan.name, plan.subject) == ("ratio[sex]", "sex")
    assert plan.config is not None


def test_a_list_of_subjects_that_is_empty_gives_one_item(root: Path) -> None:
    assert "fairness.ratio" in gate(root, "[fairness.ratio]\n").plans


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("[data.rows]\nseverity = 'off'\n", ["data.evidence", *ZERO_CONFIG[1:]]),
        ("families = ['drift']\n", ["drift.psi[a]", "drift.psi[b]"]),
        ("families = []\n", []),
        ("families = ['drift']\n[fairness.ratio]\n", ["drift.psi[a]", "drift.psi[b]"]),
    ],
)
def test_what_is_switched_off_does_not_run(root: Path, text: str, plans: list[str]) -> None:
    assert list(gate(root, text).plans) == plans


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0.025),
        ("alpha = 0.1\n", 0.05),
        ("alpha = 0.1\n[drift.psi]\nalpha = 0.02\n", 0.01),
    ],
)
def test_the_items_of_a_gate_share_its_error_rate(root: Path, text: str, share: float) -> None:
    plans = gate(root, text).plans
    assert [plans[f"drift.psi[{s}]"].settings["alpha"] for s in "ab"] == [share, share]
    assert "alpha" not in plans["data.rows"].settings


def test_items_of_all_checks_share_the_level_of_the_gate(root: Path) -> None:
    plans = gate(root, "alpha = 0.06\n[fairness.ratio]\ncolumns = ['sex']\n").plans
    levels = [p.settings["alpha"] for p in plans.values() if p.check.tests_hypotheses]
    assert levels == [pytest.approx(0.02)] * 3


def test_a_check_with_a_level_of_its_own_takes_no_share_of_the_others(root: Path) -> None:
    plans = gate(root, "[fairness.ratio]\ncolumns = ['sex']\nalpha = 0.01\n").plans
    assert plans["fairness.ratio[sex]"].settings["alpha"] == 0.01
    assert plans["drift.psi[a]"].settings["alpha"] == 0.025


def test_a_repeated_subject_takes_no_share(root: Path) -> None:
    plans = gate(root, "[fairness.ratio]\ncolumns = ['sex', 'sex']\nalpha = 0.05\n").plans
    assert plans["fairness.ratio[sex]"].settings["alpha"] == 0.05


def test_a_family_shares_settings_and_a_check_overrides_them(root: Path) -> None:
    text = "[fairness]\ncolumns = ['sex', 'age']\n[fairness.ratio]\n"
    assert [key for key in gate(root, text).plans if key.startswith("fairness")] == [
        "fairness.ratio[sex]", "fairness.ratio[age]",
    ]  # fmt: skip
    plans = gate(root, text + "columns = ['race']\n").plans
    assert [key for key in plans if key.startswith("fairness")] == ["fairness.ratio[race]"]


def test_settings_of_a_family_name_no_check(root: Path) -> None:
    assert not [k for k in gate(root, "[fairness]\ncolumns = ['sex']\n").plans if "fairness" in k]


# Running


def get(name: str) -> object:
    return {"table": 7}[name]


def test_an_item_runs_once(root: Path) -> None:
    opened = gate(root, "[data.rows]\nleast = 3\n")
    first = opened.judge("data.rows", get)
    assert opened.judge("data.rows", get) is first
    assert (first.verdict.summary, first.shown, CALLS) == (
        "rows 7 3", Outcome.PASS, ["rows 7 3"],
    )  # fmt: skip


def test_subjects_reach_the_check(root: Path) -> None:
    opened = gate(root, "[fairness.ratio]\ncolumns = ['sex', 'age']\nalpha = 0.05\n")
    assert opened.judge("fairness.ratio[age]", get).verdict.summary == "ratio age 0.025"


def test_what_a_fixture_gives_is_adapted(root: Path) -> None:
    def adapt(value: object) -> int:
        if not isinstance(value, int | list):
            raise InputError("table", found=type(value).__name__, expected="rows")
        return len(value) if isinstance(value, list) else value

    registry = Registry.of([rows], [replace(table, adapt=adapt)])
    opened = Gate.open(registry, root)
    assert opened.judge("data.rows", lambda _: [1, 2, 3]).verdict.summary == "rows 3 1"
    opened = Gate.open(registry, root)
    verdict = opened.judge("data.rows", lambda _: "text").verdict
    assert (verdict.outcome, "found str" in verdict.summary) == (Outcome.ERROR, True)
    opened = Gate.open(registry, root)
    assert opened.judge("data.rows", lambda _: InputAbsent("none")).verdict.no_evidence


def test_checks_see_the_verdicts_of_others(root: Path) -> None:
    opened = gate(root)
    inputs = {"table": 7, "verdicts": GateVerdicts(opened, get)}
    assert opened.judge("summary.all", inputs.__getitem__).verdict.summary == (
        "PASS rows 7 1 / NOT_APPLICABLE fairness.ratio is not part of this gate / None"
    )
    assert CALLS.count("rows 7 1") == 1
    opened.judge("data.rows", get)
    assert CALLS.count("rows 7 1") == 1


def test_a_verdict_of_one_subject(root: Path) -> None:
    seen = GateVerdicts(gate(root), get)
    verdict = seen.get("drift.psi", "a")
    assert verdict is not None
    assert (verdict.outcome, verdict.summary) == (Outcome.FAIL, "a: drifted")
    missing = seen.get("drift.psi", "c")
    assert missing is not None
    assert missing.summary == "drift.psi[c] is not part of this gate"


# Opening


WAIVER = {
    "id": "W1", "check": "drift.psi", "subject": "a", "reason": "known", "owner": "ana",
}  # fmt: skip


def waivers(days: int) -> str:
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    return json.dumps({"schema": "waivers/1", "items": [{**WAIVER, "expires": str(day)}]})


@pytest.mark.parametrize(("days", "shown"), [(1, "WARN"), (0, "WARN"), (-2, "FAIL")])
def test_waivers_are_judged_today(root: Path, days: int, shown: str) -> None:
    write(root, {"w.json": waivers(days)})
    opened = gate(root, "waivers = 'w.json'\n")
    assert opened.judge("drift.psi[a]", get).shown == shown
    assert opened.judge("drift.psi[b]", get).shown is Outcome.FAIL


def test_a_baseline_is_read(root: Path) -> None:
    known = Finding(message="drifted", subject="a").fingerprint
    accepted = {"schema": "mlgate-baseline/1", "accepted": {"drift.psi[a]": {known: 1}}}
    write(root, {"b.json": json.dumps(accepted)})
    opened = gate(root, "baseline = 'b.json'\n")
    assert opened.judge("drift.psi[a]", get).shown is Outcome.PASS
    assert opened.judge("drift.psi[b]", get).shown is Outcome.FAIL


def test_a_baseline_that_is_being_made_accepts_everything_and_is_not_read(root: Path) -> None:
    write(root, {"mlgate.toml": "baseline = 'b.json'\n", "b.json": "broken"})
    opened = Gate.open(REGISTRY, root, updating=True)
    assert opened.judge("drift.psi[a]", get).shown is Outcome.PASS


def test_updating_without_a_baseline_accepts_nothing(root: Path) -> None:
    opened = Gate.open(REGISTRY, root, updating=True)
    assert opened.judge("drift.psi[a]", get).shown is Outcome.FAIL


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("phase =", ConfigError, "mlgate.toml: found broken TOML"),
        ("[data.row]", ConfigError, "did you mean 'rows'?"),
        ("waivers = 'w.yaml'", InputError, "w.yaml: found no such file"),
        ("waivers = '../w.yaml'", InputError, "found a path that leaves the project root"),
        ("baseline = 'b.json'", InputError, "b.json: found no such file"),
    ],
)
def test_a_gate_that_cannot_be_opened(
    root: Path, text: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        gate(root, text)
