"""What each outcome does to the run, seen from outside: exit status, words, table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

OK, FAILED, USAGE = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.USAGE_ERROR


def run(pytester: pytest.Pytester, config: str, *arguments: str) -> pytest.RunResult:
    pytester.makefile(".toml", mlgate='families = ["demo"]\n' + config)
    return pytester.runpytest_inprocess("--mlgate-only", "-p", "no:cacheprovider", *arguments)


@pytest.mark.parametrize(
    ("config", "check", "code", "word"),
    [
        ("", "passes", OK, "PASSED"),
        ("", "fails", FAILED, "FAILED"),
        ("", "breaks", FAILED, "ERROR"),
        ("", "absent", OK, "SKIPPED"),
        ("", "unsure", OK, "INCONCLUSIVE"),
        ("[demo.unsure]", "unsure", FAILED, "INCONCLUSIVE"),
        ("on-inconclusive = 'fail'", "unsure", FAILED, "INCONCLUSIVE"),
        ("[demo.unsure]\non-inconclusive = 'warn'", "unsure", OK, "INCONCLUSIVE"),
        ("strict = true", "unsure", FAILED, "FAILED"),
        ("", "many[b]", OK, "WARN"),
        ("strict = true", "many[b]", FAILED, "FAILED"),
        ("[demo.absent]", "absent", FAILED, "FAILED"),
        ("[inputs.number]\nvalue = 3", "absent", OK, "PASSED"),
        ("[inputs.number]\nvalue = -3", "absent", FAILED, "ERROR"),
        ("[demo.fails]\nseverity = 'warn'", "fails", OK, "WARN"),
        ("[demo.breaks]\nseverity = 'warn'", "breaks", FAILED, "ERROR"),
        ("phase = 'exploration'", "fails", OK, "WARN"),
        ("phase = 'exploration'", "breaks", FAILED, "ERROR"),
        ("phase = 'staging'\n[demo.late]", "late", OK, "WARN"),
        ("phase = 'production'\n[demo.late]", "late", FAILED, "FAILED"),
    ],
)
def test_outcome(
    pytester: pytest.Pytester, demo: Path, config: str, check: str, code: int, word: str
) -> None:
    result = run(pytester, config, f"mlgate.toml::demo::{check}", "-v")

    assert result.ret == code
    result.stdout.fnmatch_lines([f"*mlgate.toml::demo::{check.replace('[', '[[]')} {word}*"])


def test_a_check_that_is_off_is_not_there(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "[demo.fails]\nseverity = 'off'", "--collect-only", "-q")

    assert "mlgate.toml::demo::fails" not in result.outlines
    assert "mlgate.toml::demo::passes" in result.outlines


def test_a_failure_reads_as_a_verdict(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "", "mlgate.toml::demo::fails")

    result.stdout.fnmatch_lines(
        [
            "*mlgate: demo.fails*",
            "train.py:3: N1 the seed is missing",
            "  to do: Set a seed.",
            "  why: pytest --mlgate-explain demo.fails",
        ],
        consecutive=True,
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.fnmatch_lines(["FAILED mlgate.toml::demo::fails - train.py:3: N1 the seed*"])


def test_an_inconclusive_verdict_says_how_many_rows_would_do(
    pytester: pytest.Pytester, demo: Path
) -> None:
    result = run(pytester, "[demo.unsure]", "mlgate.toml::demo::unsure")

    result.stdout.fnmatch_lines(
        [
            "  measured: accuracy 0.9 (95% interval 0.8 to 0.95, n = 40), limit >= 0.85",
            "  to settle it: about 160 instead of 40 (accuracy)",
        ]
    )


def test_an_error_shows_the_traceback(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "", "mlgate.toml::demo::breaks")

    result.stdout.fnmatch_lines(["*return 1 / 0*", "ZeroDivisionError: division by zero"])


def test_the_summary_counts_every_outcome(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "")

    result.stdout.fnmatch_lines(
        [
            "family  pass  fail  inconclusive  warn  error  n/a",
            "demo       2     1             1     1      1    1",
            "ERROR demo.breaks -> Read the traceback; *",
            "FAIL demo.fails -> Set a seed.",
            "INCONCLUSIVE demo.unsure: too few rows",
            "WARN demo.many[[]b[]]: b: a small thing",
        ],
    )


def test_a_run_without_a_check_fails_with_the_reason(pytester: pytest.Pytester, demo: Path) -> None:
    pytester.makefile(".toml", mlgate="families = []\n")

    result = pytester.runpytest_inprocess("--mlgate")

    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["the gate failed: no check was collected; mlgate.toml leaves *"])


def test_a_gate_that_decided_nothing_fails_with_the_reason(
    pytester: pytest.Pytester, demo: Path
) -> None:
    off = "\n".join(
        f"[demo.{name}]\nseverity = 'off'"
        for name in ("passes", "fails", "breaks", "unsure", "many")
    )

    result = run(pytester, off)

    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["the gate failed: nothing was checked: all 1 checks are not *"])


def test_a_broken_override_is_an_error_of_its_check(pytester: pytest.Pytester, demo: Path) -> None:
    with (demo / "conftest.py").open("a") as stream:
        stream.write(
            "@pytest.fixture(scope='session')\ndef mlgate_number():\n    raise OSError('x')\n"
        )

    result = run(pytester, "", "mlgate.toml::demo::absent", "--mlgate-report=json:r.json")

    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["*OSError: x", "ERROR demo.absent -> Mend the fixture; *"])
    (record,) = json.loads((demo / "r.json").read_text())["records"]
    assert (record["outcome"], record["blocks"]) == ("ERROR", True)


def test_waivers_turn_a_failure_into_a_warning_until_they_expire(
    pytester: pytest.Pytester, demo: Path
) -> None:
    waiver = (
        "schema: waivers/1\nitems:\n- {id: W1, check: demo.fails, subject: train.py, "
        "reason: legacy seed, owner: ann, expires: %s}\n"
    )
    (demo / "waivers.yaml").write_text(waiver % "2999-12-31")
    valid = run(pytester, "", "mlgate.toml::demo::fails", "-v")
    (demo / "waivers.yaml").write_text(waiver % "2020-01-01")
    expired = run(pytester, "", "mlgate.toml::demo::fails")

    assert valid.ret == OK
    valid.stdout.fnmatch_lines(["*demo::fails WARN*"])
    assert expired.ret == FAILED
    expired.stdout.fnmatch_lines(["*waiver W1 of ann expired on 2020-01-01*"])


def test_a_broken_waiver_file_stops_the_run(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "waivers.yaml").write_text("schema: waivers/1\nitems: [{id: W1}]\n")

    result = run(pytester, "")

    assert result.ret == USAGE
    result.stderr.fnmatch_lines(["*waivers.yaml: items?1?.check: found nothing; expected a value"])


def test_reports_round_trip_and_say_the_same(pytester: pytest.Pytester, demo: Path) -> None:
    from pytest_mlgate.reports import json_report

    run(pytester, "", "--mlgate-report=json:a.json", "--mlgate-report=json:deep/b.json")

    text = (demo / "a.json").read_text()
    report = json_report.read(text)
    assert json_report.write(report) == text
    assert (demo / "deep" / "b.json").exists()
    assert json.loads(text)["counts"] == {
        "demo": {
            "ERROR": 1, "FAIL": 1, "INCONCLUSIVE": 1, "NOT_APPLICABLE": 1, "PASS": 2, "WARN": 1,
        }
    }  # fmt: skip


@pytest.mark.parametrize("argument", ["jsn:r.json", "json", "json:", ":r.json"])
def test_a_wrong_report_option_is_a_usage_error(
    pytester: pytest.Pytester, demo: Path, argument: str
) -> None:
    result = run(pytester, "", f"--mlgate-report={argument}")

    assert result.ret == USAGE
    result.stderr.fnmatch_lines(["*--mlgate-report: found *; expected FORMAT:PATH with a format*"])


def test_a_report_that_cannot_be_written_fails_the_run(
    pytester: pytest.Pytester, demo: Path
) -> None:
    pytester.mkdir("taken")

    result = run(pytester, "", "mlgate.toml::demo::passes", "--mlgate-report=json:taken")

    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["the gate failed: a report could not be written: *taken*"])
