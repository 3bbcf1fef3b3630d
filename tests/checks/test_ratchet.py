from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.base_measures import Measured, ReportedMeasures
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict
from support import commit, find_check, git, provide, write

CHECK = find_check("health.ratchet")
COVERAGE, DEBT = "health.test-coverage", "health.technical-debt"


def verdict(**figures: float) -> Verdict:
    estimates = [Estimate(name=n.replace("_", " "), value=v) for n, v in figures.items()]
    return Verdict(outcome=Outcome.PASS, summary="as told", estimates=tuple(estimates))


def vulnerable(*packages: str) -> Verdict:
    findings = [Finding(message="known hole", subject=name) for name in packages]
    return Verdict.of(findings, passed="none")


class Told:
    """Verdicts of this run."""

    def __init__(self, verdicts: dict[str, Verdict]) -> None:
        self.verdicts = verdicts

    def get(self, check: str, subject: str = "") -> Verdict | None:
        return self.verdicts.get(check)


def judge(now: dict[str, Verdict], before: dict[str, Verdict], **settings: Any) -> Verdict:
    base = ReportedMeasures("base.json", {k: Measured.of(v) for k, v in before.items()})
    return CHECK.run({"verdicts": Told(now), "base_measures": base}, settings)


@pytest.mark.parametrize(
    ("check", "name", "before", "now", "outcome"),
    [
        (COVERAGE, "line_coverage", 0.9, 0.9, "PASS"),
        (COVERAGE, "line_coverage", 0.9, 0.895, "PASS"),
        (COVERAGE, "line_coverage", 0.9, 0.8949, "FAIL"),
        (COVERAGE, "line_coverage", 0.1, 0.9, "PASS"),
        ("health.score", "health_score", 80, 78, "PASS"),
        ("health.score", "health_score", 80, 77.9, "FAIL"),
        (DEBT, "TODO_comments", 4, 4, "PASS"),
        (DEBT, "TODO_comments", 4, 5, "FAIL"),
        (DEBT, "TODO_comments", 4, 1, "PASS"),
        ("health.complexity", "mean_complexity", 4, 4.1, "PASS"),
        ("health.complexity", "mean_complexity", 4, 4.2, "FAIL"),
    ],
)
def test_worse_beyond_its_tolerance_fails(check, name, before, now, outcome):
    found = judge({check: verdict(**{name: now})}, {check: verdict(**{name: before})})
    assert found.outcome == outcome
    assert found.estimates[0].value == now


def test_the_measure_is_named_with_both_values():
    found = judge({DEBT: verdict(TODO_comments=7)}, {DEBT: verdict(TODO_comments=4)})
    assert found.summary == "TODO comments: TODO comments went from 4 to 7 (tolerance 0)"


def test_a_tolerance_of_ones_own():
    now, before = {DEBT: verdict(TODO_comments=7)}, {DEBT: verdict(TODO_comments=4)}
    assert judge(now, before, tolerances={"TODO comments": 3.0}).outcome == "PASS"
    assert judge(now, before, tolerances={"TODO comments": 2.0}).outcome == "FAIL"


def test_a_new_vulnerability_is_worse_even_if_another_one_went():
    name = "dependencies.vulnerabilities"
    assert judge({name: vulnerable("a")}, {name: vulnerable("a", "b")}).outcome == "PASS"
    found = judge({name: vulnerable("c")}, {name: vulnerable("a")})
    assert found.outcome == "FAIL"
    assert "1 findings of dependencies.vulnerabilities are new" in found.summary


def test_what_the_base_has_not_got_is_listed():
    now = {COVERAGE: verdict(line_coverage=0.5), DEBT: verdict(TODO_comments=1)}
    found = judge(now, {DEBT: verdict(TODO_comments=1)})
    assert found.outcome == "PASS"
    assert [str(f) for f in found.findings] == [
        "line coverage: not compared: not measured at the base"
    ]


@pytest.mark.parametrize("value", [None, float("nan")])
def test_what_is_not_measured_any_more_is_no_pass(value):
    before = {COVERAGE: verdict(line_coverage=0.9), DEBT: verdict(TODO_comments=1)}
    now = {DEBT: verdict(TODO_comments=1)}
    if value is not None:
        now[COVERAGE] = verdict(line_coverage=value)
    found = judge(now, before)
    assert found.outcome == "INCONCLUSIVE"
    assert found.summary == (
        "line coverage: measured at the base and not in this run, so nobody knows whether it "
        "is worse"
    )


AUDIT = "dependencies.vulnerabilities"
SILENT = Verdict(outcome=Outcome.ERROR, summary="the service is down")
ABSENT = Verdict.not_applicable("no advisories are named")


@pytest.mark.parametrize("silent", [SILENT, ABSENT])
def test_an_audit_without_an_answer_is_not_an_audit_without_findings(silent):
    same = {DEBT: verdict(TODO_comments=1)}
    found = judge(same | {AUDIT: silent}, same | {AUDIT: vulnerable("a")})
    assert found.outcome == "INCONCLUSIVE"
    assert found.summary.startswith(f"{AUDIT}: measured at the base and not in this run")
    found = judge(same | {AUDIT: vulnerable("a")}, same | {AUDIT: silent})
    assert found.outcome == "PASS"
    assert [str(f) for f in found.findings] == [f"{AUDIT}: not compared: not measured at the base"]
    assert judge(same | {AUDIT: silent}, same | {AUDIT: silent}).findings == ()
    assert judge({AUDIT: silent}, {AUDIT: silent}).outcome == "INCONCLUSIVE"


def test_an_audit_alone_is_compared():
    found = judge({AUDIT: vulnerable()}, {AUDIT: vulnerable("a")})
    assert (found.outcome, found.summary) == ("PASS", "1 measures are no worse than at base.json")


def test_a_reported_outcome_says_whether_there_was_an_answer(tmp_path):
    for outcome, answered in {"PASS": True, "FAIL": True, "ERROR": False}.items():
        record = {"check": AUDIT, "verdict": {"outcome": outcome, "estimates": [], "findings": []}}
        write(
            tmp_path,
            {"base.json": json.dumps({"schema": "mlgate-report/1", "records": [record]})},
        )
        measured = provide("base_measures", tmp_path, report="base.json").of([AUDIT])
        assert measured[AUDIT].answered is answered


def test_nothing_in_common_settles_nothing():
    found = judge({COVERAGE: verdict(line_coverage=0.5)}, {})
    assert found.outcome == "INCONCLUSIVE"
    nan = {COVERAGE: verdict(line_coverage=float("nan"))}
    assert judge({COVERAGE: verdict(line_coverage=0.5)}, nan).outcome == "INCONCLUSIVE"


def test_no_base_settles_nothing():
    class NoBase:
        origin = "nowhere"

        def of(self, checks):
            raise InputAbsent("HEAD is no further than main")

    found = CHECK.run({"verdicts": Told({}), "base_measures": NoBase()})
    assert found.outcome == "INCONCLUSIVE"
    assert "HEAD is no further than main" in found.summary


@pytest.mark.parametrize(
    ("tolerances", "found"),
    [
        ({"TODO coments": 1.0}, "tolerances.TODO coments: found an unknown measure"),
        ({"TODO comments": -1.0}, "tolerances.TODO comments: found -1"),
    ],
)
def test_a_tolerance_that_makes_no_sense(tolerances, found):
    verdict = judge({}, {}, tolerances=tolerances)
    assert verdict.outcome == "ERROR"
    assert found in verdict.summary


PROJECT = {"m.py": 'def f():\n    """Doc."""\n\n\ndef g():\n    """Doc."""\n'}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write(tmp_path / "project", PROJECT | {"mlgate.toml": "[health.ratchet]\n"})
    commit(root)
    git(root, "checkout", "-q", "-b", "change")
    write(root, {"m.py": PROJECT["m.py"] + "\n\ndef h():\n    return 1\n"})
    commit(root)
    return root


@pytest.mark.slow
def test_the_base_is_measured_again(pytester, project):
    result = pytester.runpytest_subprocess(
        "--mlgate-only", "-p", "no:cacheprovider", str(project / "mlgate.toml"), "-k", "ratchet"
    )
    result.stdout.fnmatch_lines(["*documented definitions went from 0.6667 to 0.5 (tolerance*"])
    assert result.ret == 1
    assert git(project, "status", "--porcelain") == ""


@pytest.mark.slow
def test_the_base_from_its_report(pytester, project):
    git(project, "checkout", "-q", "main")
    gate = ("--mlgate-only", "-p", "no:cacheprovider", str(project / "mlgate.toml"))
    pytester.runpytest_subprocess(*gate, "--mlgate-report=json:base.json", "-k", "docstring")
    git(project, "checkout", "-q", "change")
    text = (pytester.path / "base.json").read_text()
    config = '[health.ratchet]\n[inputs.base-measures]\nreport = "base.json"\n'
    write(project, {"base.json": text, "mlgate.toml": config})
    result = pytester.runpytest_subprocess(*gate, "-k", "ratchet")
    result.stdout.fnmatch_lines(["*documented definitions went from 0.6667 to 0.5 (tolerance*"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{", "broken JSON"),
        ("{}", "schema: found nothing"),
        ('{"schema": "mlgate-report/2"}', "schema: found 'mlgate-report/2'"),
        ('{"schema": "mlgate-report/1"}', "records: found nothing"),
        (json.dumps({"schema": "mlgate-report/1", "records": [{}]}), "records[0].check"),
    ],
)
def test_a_broken_report_is_named(tmp_path, text, found):
    write(tmp_path, {"base.json": text})
    with pytest.raises(Exception, match=r"base\.json") as error:
        provide("base_measures", tmp_path, report="base.json")
    assert found in str(error.value)
