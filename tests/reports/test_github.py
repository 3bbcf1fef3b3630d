from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

import action_runner
from pytest_mlgate.checks.health.score import TOTAL
from pytest_mlgate.reports import github, github_output
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Estimate, Finding, Outcome
from report_samples import record, report, reports

FAIL = Finding(message="no seed", path="train.py", line=3, column=4, rule="N3", remedy="Seed it.")
UNSURE = Finding(message="too few rows", outcome=Outcome.INCONCLUSIVE, subject="sex")
MINOR = Finding(message="a bit long", outcome=Outcome.WARN, path="train.py")
NOTE = Finding(message="fine", outcome=Outcome.PASS, path="train.py")


def test_what_blocks_is_an_error_and_the_rest_a_warning() -> None:
    written = github.write(
        report(
            record("PASS", "a.fine", findings=(NOTE,)),
            record("NOT_APPLICABLE", "a.none"),
            record("WARN", "a.small", findings=(MINOR,), outcome=Outcome.WARN),
            record("FAIL", "a.bad", "x", findings=(FAIL, MINOR, NOTE), outcome=Outcome.FAIL),
            record("INCONCLUSIVE", "a.thin", findings=(UNSURE,), outcome=Outcome.INCONCLUSIVE),
            record("ERROR", "a.broke", summary="it broke", outcome=Outcome.ERROR, remedy="Mend."),
        )
    )

    assert written.splitlines() == [
        "::error title=mlgate%3A a.broke::it broke%0Ato do: Mend.",
        "::error file=train.py,line=3,endLine=3,col=5,title=mlgate%3A a.bad[x]"
        "::train.py:3: N3 no seed%0Ato do: Seed it.",
        "::warning file=train.py,title=mlgate%3A a.bad[x]::train.py: a bit long",
        "::warning title=mlgate%3A a.thin::sex: too few rows",
        "::warning file=train.py,title=mlgate%3A a.small::train.py: a bit long",
    ]


def test_what_is_inconclusive_and_blocks_is_an_error() -> None:
    thin = record(
        "INCONCLUSIVE", "a.thin", blocks=True, findings=(UNSURE, MINOR),
        outcome=Outcome.INCONCLUSIVE,
    )  # fmt: skip

    error, warning = github.write(report(thin)).splitlines()

    assert error.startswith("::error title=")
    assert warning.startswith("::warning file=train.py,")


def test_an_estimate_that_fails_is_an_error_beside_lesser_findings() -> None:
    low = record("FAIL", "a.low", summary="0.6 below 0.8", findings=(MINOR,), outcome=Outcome.FAIL)

    assert github.write(report(low)).splitlines() == [
        "::error title=mlgate%3A a.low::0.6 below 0.8",
        "::warning file=train.py,title=mlgate%3A a.low::train.py: a bit long",
    ]


def test_a_failure_of_severity_warn_is_a_warning() -> None:
    shown = record("WARN", "a.bad", findings=(FAIL,), outcome=Outcome.FAIL)

    assert github.write(report(shown)).startswith("::warning file=train.py,line=3,")


def test_paths_start_at_the_top_of_the_repository() -> None:
    below = replace(report(record("FAIL", findings=(FAIL,))), project="models/a, b")

    assert "::error file=models/a%2C b/train.py,line=3," in github.write(below)


def test_a_cell_of_a_notebook_has_no_line_of_the_file() -> None:
    cell = replace(FAIL, path="a.ipynb", cell=2)

    assert "file=a.ipynb,title=" in github.write(report(record("FAIL", findings=(cell,))))


def test_the_reason_of_the_gate_comes_first() -> None:
    failed = replace(report(record("FAIL", findings=(FAIL,))), reason="no check\nran")

    first, _ = github.write(failed).splitlines()

    assert first == "::error title=mlgate::the gate failed: no check%0Aran"


def test_nothing_to_say() -> None:
    assert github.write(report(record("PASS"))) == ""


@pytest.mark.parametrize(("number", "left"), [(10, 0), (11, 1), (300, 290)])
def test_no_more_than_github_shows_and_the_rest_is_counted(number: int, left: int) -> None:
    many = tuple(replace(FAIL, line=line) for line in range(1, number + 1))
    minor = tuple(replace(MINOR, line=line) for line in range(1, 8))

    lines = github.write(
        report(record("FAIL", findings=many, outcome=Outcome.FAIL),
               record("WARN", "a.b", findings=minor, outcome=Outcome.WARN))
    ).splitlines()  # fmt: skip

    levels = [line[2:].partition(" ")[0] for line in lines]
    assert levels == ["error"] * 10 + ["warning"] * 7 + ["notice"] * bool(left)
    if left:
        assert lines[-1].endswith(
            f"::{left} more are not shown here; the log and the other reports have all of them"
        )


@given(reports)
def test_every_line_is_one_command_whatever_the_names(any_report: GateReport) -> None:
    written = github.write(any_report)

    for line in written.splitlines():
        commands = action_runner.commands(line)
        assert [command.name in {"error", "warning", "notice"} for command in commands] == [True]
        assert line.isprintable()


@pytest.mark.parametrize(
    "hostile",
    ["::set-output name=a::b", "a\n::add-mask::b", "a\r::stop-commands::b", "%0A::error::",
     "a,line=9::b", "##[add-mask]a", "a\u2028::add-mask::b", "\x1b[31m", "\udcff"],
)  # fmt: skip
def test_no_name_can_give_another_command(hostile: str) -> None:
    finding = Finding(message=hostile, path=hostile, line=1, remedy=hostile)
    bad = record("FAIL", "a.b", hostile, findings=(finding,), summary=hostile)

    (line,) = github.write(report(bad)).splitlines()

    (command,) = action_runner.commands(line)
    assert command.name == "error"
    assert set(command.properties) == {"file", "line", "endLine", "title"}
    assert command.properties["line"] == "1"
    assert not any(action_runner.commands(part) for part in command.data.splitlines())


def test_a_percent_sign_arrives_as_one() -> None:
    odd = Finding(message="100% 100%0A", path="50%,a:b.py")

    (line,) = github.write(report(record("FAIL", findings=(odd,)))).splitlines()
    (command,) = action_runner.commands(line)

    assert command.properties["file"] == "50%,a:b.py"
    assert command.data == "50%,a:b.py: 100% 100%0A"


def test_outputs() -> None:
    score = Estimate(name=TOTAL, value=71.23456789)
    other = Estimate(name="code", value=1.0)
    written = github_output.write(
        report(
            record("FAIL", "a.a"),
            record("ERROR", "a.b"),
            record("WARN", "a.c"),
            record("INCONCLUSIVE", "b.d"),
            record("PASS", "health.score", estimates=(other, score)),
        )
    )

    assert action_runner.assignments(written) == {
        "outcome": "ERROR", "blocked": "true", "failed": "2", "warned": "1", "inconclusive": "1",
        "score": "71.2346",
    }  # fmt: skip


def test_outputs_of_a_gate_without_a_score() -> None:
    written = github_output.write(report(record("PASS"), record("NOT_APPLICABLE", "a.b")))

    assert written == "outcome=PASS\nblocked=false\nfailed=0\nwarned=0\ninconclusive=0\nscore=\n"


@given(reports)
def test_outputs_hold_nothing_of_the_project(any_report: GateReport) -> None:
    written = github_output.write(any_report)

    assert list(action_runner.assignments(written)) == [
        "outcome", "blocked", "failed", "warned", "inconclusive", "score",
    ]  # fmt: skip
    assert re.fullmatch(r"[a-z]+=\w*", written.splitlines()[0])
