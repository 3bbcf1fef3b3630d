from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from markdown_reader import assert_inert, headings, plain, seen, tables
from pytest_mlgate.reports import markdown
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome
from report_samples import record, report, reports

RATE = Estimate(
    name="rate", value=0.5, n=900, lower=0.4, upper=0.6, confidence=0.95, limit=Limit(">=", 0.8)
)


def size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_whole() -> None:
    failed = record(
        "FAIL", "data.rate", summary="rate 0.5 is below 0.8", estimates=(RATE,),
        findings=(Finding(message="too low", path="a.csv", line=3, remedy="Look."),
                  Finding(message="old", path="b.csv", outcome=Outcome.WARN, waived="W1 of A")),
        remedy="Collect more.",
    )  # fmt: skip
    one = replace(
        report(record(), failed, record("WARN", "drift.psi", blocks=False)),
        version="1.2.3", project="models/income", reason="a report could not be written",
    )  # fmt: skip
    assert (
        markdown.write(one)
        == """\
## mlgate: FAIL

**The gate failed:** a report could not be written

**Blocked** by 1 of 3 checks.

phase `staging`, configuration `mlgate.toml`, project `models/income`, pytest-mlgate `1.2.3`, \
at `2026-06-15T00:00:00+00:00`

### What blocks (1)

- **FAIL** `data.rate`: rate 0.5 is below 0.8
  - `a.csv:3`: too low To do: Look.
  - `b.csv`: old (waived: W1 of A)
  - measured: rate 0.5 (95% interval 0.4 to 0.6, n = 900), limit >= 0.8
  - **To do:** Collect more.

### Families

| family | pass | fail | inconclusive | warn | error | not applicable |
| --- | --- | --- | --- | --- | --- | --- |
| data | 1 | 1 | - | - | - | - |
| drift | - | - | - | 1 | - | - |

### Warnings and inconclusive (1)

- **WARN** `drift.psi`: measured

### Figures (1)

| check | measured | outcome |
| --- | --- | --- |
| `data.rate` | rate 0.5 (95% interval 0.4 to 0.6, n = 900), limit >= 0.8 | FAIL |

"""
    )


def test_a_finding_that_is_the_summary_stands_once() -> None:
    found = Finding(message="no seed", path="a.py", remedy="Set one.")
    text = plain(markdown.write(report(record("FAIL", summary=str(found), findings=(found,)))))
    assert text.count("a.py: no seed") == 1
    assert "to do: Set one." in text


def test_nothing() -> None:
    text = markdown.write(GateReport(created_at="", phase="", config="", records=()))
    assert text == "## mlgate: NOT_APPLICABLE\n\nNone of 0 checks blocks.\n\n"


def test_of_many_places_some_are_shown() -> None:
    found = tuple(Finding(message=f"m{n}", path="a.py") for n in range(42))
    text = plain(markdown.write(report(record("FAIL", findings=found))))
    assert "m4" in text
    assert "m5" not in text
    assert "and 37 more" in text


@pytest.mark.parametrize("character", ["x", "|", "🎲", "@|"])
def test_a_large_report_is_cut_between_its_parts(character: str) -> None:
    many = [
        record(shown, f"family{n % 60}.check", subject=f"{n}", summary=character * 400,
               remedy=character * 400, estimates=(RATE,), blocks=shown == "FAIL",
               findings=(Finding(message=character * 300, path=f"{n}"),) * 9)
        for n, shown in enumerate(["FAIL", "WARN", "INCONCLUSIVE", "PASS"] * 500)
    ]  # fmt: skip
    text = markdown.write(report(*many))
    assert size(text) <= 65_000
    assert len(text.encode()) <= 2**20
    assert_inert(text)
    assert headings(text) == [
        "mlgate: FAIL", "What blocks (500)", "Families",
        "Warnings and inconclusive (1000)", "Figures (2000)",
    ]  # fmt: skip
    families, figures = tables(text)
    assert len(families) == 1 + 40
    assert "and 20 more" in plain(text)
    for part, number in (("What blocks", 500), ("Warnings", 1000), ("Figures", 2000)):
        after = text.partition(f"### {part}")[2].partition("###")[0]
        left = int(after.rpartition("\nand ")[2].split()[0])
        shown = len(figures) - 1 if part == "Figures" else after.count("\n- **")
        assert shown > 0
        assert left + shown == number


@settings(max_examples=60, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    text = markdown.write(one)
    assert size(text) <= 65_000
    text.encode()
    assert_inert(text)
    shown = plain(text)
    assert headings(text)[0] == f"mlgate: {one.outcome}"
    assert ("Blocked by" in shown) is any(r.ruling.blocks for r in one.records)
    assert seen(one.reason) in shown
    for item in one.records:
        if item.ruling.blocks or item.ruling.shown in markdown._WORTH_A_LOOK:
            assert f"{seen(item.key, 120)}: {seen(item.ruling.verdict.summary)}".strip() in shown
        for estimate in item.ruling.verdict.estimates:
            assert seen(str(estimate)) in shown
