from __future__ import annotations

import math
import re
from typing import Any

import pytest

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.errors import printable
from pytest_mlgate.policy import Ruling
from pytest_mlgate.reports import text
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict


def record(shown: str, check: str = "data.rows", subject: str = "", **more: Any) -> Record:
    outcome = Outcome(shown)
    verdict = Verdict(**{"outcome": outcome, "summary": "measured", **more})
    ruling = Ruling(verdict=verdict, severity=Severity.ERROR, shown=outcome, blocks=False)
    return Record(nodeid="n", check=check, subject=subject, ruling=ruling, inputs={})


def findings(*outcomes: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(message=f"m{n}", path="a.py", line=n, outcome=Outcome(outcome))
        for n, outcome in enumerate(outcomes, start=1)
    )


def test_the_whole_verdict() -> None:
    found = (
        Finding(message="no seed", rule="N3", path="a.py", line=3, remedy="pass random_state"),
        Finding(message="clock", path="b.py", outcome=Outcome.WARN, waived="waiver W1 (ana)"),
        Finding(message="a note", path="c.py", outcome=Outcome.PASS, remedy="unseen"),
    )
    estimate = Estimate(name="rate", value=0.5, n=9, unit="share", limit=Limit(">=", 0.8))
    one = record("FAIL", findings=found, estimates=(estimate,), remedy="Mend it.")
    assert (
        str(text.explain(one))
        == """\
measured
  measured: rate 0.5 share (n = 9), limit >= 0.8
  fail         a.py:3: N3 no seed
               -> pass random_state
  warn         b.py: clock
               -> waiver W1 (ana)
  to do: Mend it.
  why: pytest --mlgate-explain data.rows"""
    )


def test_a_pass_in_words() -> None:
    assert str(text.explain(record("PASS"))) == "measured\n  why: pytest --mlgate-explain data.rows"


def test_a_single_finding_is_not_said_twice() -> None:
    one = record("FAIL", summary="a.py:1: m1", findings=findings("FAIL"))
    assert str(text.explain(one)) == "a.py:1: m1\n  why: pytest --mlgate-explain data.rows"


def test_the_traceback_comes_last() -> None:
    one = record("ERROR", detail="Traceback:\n  line\n\n")
    assert str(text.explain(one)).endswith("data.rows\n\nTraceback:\n  line")


def test_lines_are_wrapped_under_their_text_and_no_word_is_broken() -> None:
    line = text.Line("  fail         ", f"a/path-b.csv holds {'word ' * 20}--mlgate-update")
    lines = line.wrapped(80)
    assert lines[0].startswith("  fail         a/path-b.csv holds word")
    assert all(re.match(" {15}[w-]", part) for part in lines[1:])
    assert all(len(part) <= 80 for part in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(str(line).split())
    long = "deep/" * 14
    assert text.Line("  fail         ", f"{long} is").wrapped(80) == ["  fail", f"    {long} is"]
    assert text.Line("  fail         ", long * 2).wrapped(80) == ["  fail", f"    {long * 2}"]
    assert text.Line("", "one two three").wrapped(8) == ["one two", "    three"]
    assert text.Line("", "one two three").wrapped(8, hang=0) == ["one two", "three"]
    assert text.Line("  to do: ", "").wrapped(80) == ["  to do:"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("::error::x.py: bad", r"\x3a:error::x.py: bad"),
        ("    ::set-env name=A::b", r"    \x3a:set-env name=A::b"),
        ("tests/a.py::test", "tests/a.py::test"),
        ("see ##[command]rm", r"see #\x23[command]rm"),
        ("plain", "plain"),
    ],
)
def test_no_line_is_a_command_of_a_ci_service(line: str, shown: str) -> None:
    assert printable(line) == shown
    assert list(text.wrapped([text.Line("", line)], 80)) == [shown]


def test_a_command_that_wrapping_would_bring_to_the_front_is_harmless() -> None:
    lines = text.wrapped([text.Line("", "four ::add-mask::x")], 5)
    assert list(lines) == ["four", r"    \x3a:add-mask::x"]


@pytest.mark.parametrize(("count", "shown", "rest"), [(20, 20, None), (21, 20, 1), (120, 20, 100)])
def test_the_rest_of_many_findings_is_counted(count: int, shown: int, rest: int | None) -> None:
    said = str(text.explain(record("FAIL", findings=findings(*["PASS", *["FAIL"] * count]))))
    assert said.count("\n  fail ") == shown
    more = f"  and {rest} more (--mlgate-report json:report.json has all)"
    assert (more in said) is (rest is not None)
    assert (" more (" in said) is (rest is not None)


FLOOR = Limit(">=", 0.75)


@pytest.mark.parametrize(
    ("shown", "estimate", "line"),
    [
        (
            "INCONCLUSIVE",
            Estimate(name="recall", value=0.875, n=1000, lower=0.625, limit=FLOOR),
            "  to settle it: about 4,000 instead of 1,000 (recall)",
        ),
        ("FAIL", Estimate(name="recall", value=0.875, n=1000, lower=0.625, limit=FLOOR), None),
        ("INCONCLUSIVE", Estimate(name="recall", value=math.nan, n=0, limit=FLOOR), None),
        ("INCONCLUSIVE", Estimate(name="recall", value=0.75, n=9, lower=0.5, limit=FLOOR), None),
        (
            "INCONCLUSIVE",
            Estimate(name="r", value=5e-324, n=9, lower=-1.0, limit=Limit(">=", 0)),
            None,
        ),
    ],
)
def test_how_many_rows_would_settle_it(shown: str, estimate: Estimate, line: str | None) -> None:
    said = str(text.explain(record(shown, estimates=(estimate,)))).splitlines()
    assert [s for s in said if "to settle" in s] == ([] if line is None else [line])


def test_an_item_of_the_list_at_the_end() -> None:
    one = record("WARN", subject="sex", summary="first\nsecond", remedy="Mend it.")
    alone, told = (list(map(str, text.overview(one, told=told))) for told in (False, True))
    assert alone == ["WARN data.rows[sex]: first\\nsecond", "    to do: Mend it."]
    assert told == ["WARN data.rows[sex] -> Mend it."]
    assert list(map(str, text.overview(record("FAIL"), told=True))) == ["FAIL data.rows"]
    assert list(map(str, text.overview(record("WARN"), told=False))) == ["WARN data.rows: measured"]


def test_the_table_of_families() -> None:
    records = (
        record("PASS"), record("PASS"), record("WARN"), record("NOT_APPLICABLE"),
        record("FAIL", "reproducibility.x"), record("ERROR", "reproducibility.y"),
        record("INCONCLUSIVE", "reproducibility.z"),
    )  # fmt: skip
    report = GateReport(created_at="", phase="", config="", records=records)
    assert text.table(report) == [
        "family           pass  fail  inconclusive  warn  error  n/a",
        "data                2     -             -     1      -    1",
        "reproducibility     -     1             1     -      1    -",
    ]


def test_the_table_of_nothing() -> None:
    report = GateReport(created_at="", phase="", config="", records=())
    assert text.table(report) == ["family  pass  fail  inconclusive  warn  error  n/a"]
