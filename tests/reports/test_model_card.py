from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from markdown_reader import assert_inert, headings, plain, seen, tables
from pytest_mlgate.builtin import pytest_mlgate_reports
from pytest_mlgate.delivery import Wanted, write_files
from pytest_mlgate.reports import model_card
from pytest_mlgate.reports.record import About, GateReport
from pytest_mlgate.reports.section import Section
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome
from report_samples import record, report, reports

RATIO = Estimate(name="ratio", value=0.7, n=400, lower=0.6, upper=0.8, confidence=0.95,
                 limit=Limit(">=", 0.8))  # fmt: skip


def test_the_whole() -> None:
    unfair = record("FAIL", "fairness.disparate-impact", "sex", estimates=(RATIO,))
    softened = replace(unfair, subject="age",
                       ruling=replace(unfair.ruling, shown=Outcome.WARN, blocks=False))  # fmt: skip
    state = record(check="reproducibility.git-state", summary="all files equal the commit")
    state = replace(state, inputs={"repo": "git:0123456789abcdef+dirty"})
    waived = Finding(message="old rows", path="a.csv", outcome=Outcome.WARN, waived="W1 of A")
    one = replace(
        report(
            unfair,
            softened,
            state,
            record("WARN", "leakage.row-overlap", findings=(waived,), blocks=False),
            record("NOT_APPLICABLE", "comparison.power", summary="no champion"),
            record("ERROR", "leakage.proxy", summary="it broke"),
            record("INCONCLUSIVE", "fairness.gap", summary="too few rows"),
            record("FAIL", "health.readme"),
            record("PASS", "dependencies.pins"),
        ),
        version="1.2.3",
        checks={"fairness.disparate-impact": About(title="Rates are alike.", kind="", doc="")},
    )
    assert (
        model_card.write(one)
        == """\
<!-- Written by pytest-mlgate: the next run replaces everything up to the end mark. -->
## Evaluation

Outcome of the gate: **ERROR**, which blocks the release.
Measured on `2026-06-15T00:00:00+00:00` with pytest-mlgate `1.2.3` in phase `staging` \
at commit `0123456789abcdef` with changes that were not committed.

### Testing Data, Factors & Metrics

#### Testing Data

| input | fingerprint |
| --- | --- |
| repo | `git:0123456789abcdef+dirty` |
| table | `abc` |

#### Factors

Results are given apart for sex, age.

#### Metrics

- `fairness.disparate-impact`: Rates are alike.

### Results

| check | of | measured | outcome |
| --- | --- | --- | --- |
| `fairness.disparate-impact` | sex | ratio 0.7 (95% interval 0.6 to 0.8, n = 400), \
limit >= 0.8 | FAIL |
| `fairness.disparate-impact` | age | ratio 0.7 (95% interval 0.6 to 0.8, n = 400), \
limit >= 0.8 | WARN (the check says FAIL) |
| `reproducibility.git-state` |  | all files equal the commit | PASS |
| `leakage.row-overlap` |  | measured | WARN |
| `fairness.gap` |  | too few rows | INCONCLUSIVE |

### Limits of this evaluation

- `comparison.power`: not measured (NOT_APPLICABLE): no champion
- `leakage.proxy`: could not be measured (ERROR): it broke
- `fairness.gap`: measured on too little to decide (INCONCLUSIVE): too few rows
- `leakage.row-overlap`: accepted: a.csv: old rows (W1 of A)

Checks of the project around the model: 1 FAIL, 1 PASS.

"""
    )


def test_nothing_was_measured() -> None:
    text = plain(model_card.write(replace(report(), reason="no check ran")))
    for told in (
        "Outcome of the gate: FAIL, which blocks the release. The gate failed: no check ran.",
        "No check of the model or its data has a result.",
        "Nothing was measured as a number.",
        "No input of the checks has a fingerprint.",
    ):
        assert told in text


@pytest.fixture
def section() -> Section:
    found = pytest_mlgate_reports()["model-card"]
    assert isinstance(found, Section)
    return found


def test_a_card_keeps_what_its_author_wrote(tmp_path: Path, section: Section) -> None:
    card = tmp_path / "MODEL_CARD.md"
    card.write_text("# My model\n\nMine.\n", encoding="utf-8")
    (problem,) = write_files([Wanted(card, section)], report(record()))
    assert "0 lines <!-- mlgate:begin --> and 0 lines <!-- mlgate:end -->" in problem
    assert card.read_text(encoding="utf-8") == "# My model\n\nMine.\n"

    card.write_text("# My model\n\n<!-- mlgate:begin -->\n<!-- mlgate:end -->\n\nMine.\n", "utf-8")
    for _ in range(2):
        assert list(write_files([Wanted(card, section)], report(record()))) == []
    text = card.read_text(encoding="utf-8")
    assert text.startswith("# My model\n\n<!-- mlgate:begin -->\n<!-- Written by")
    assert text.endswith("<!-- mlgate:end -->\n\nMine.\n")
    assert text.count("## Evaluation") == 1


@settings(max_examples=50, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    section = pytest_mlgate_reports()["model-card"]
    assert isinstance(section, Section)
    text = section(one)
    lines = text.splitlines()
    assert (lines.count(section.begin), lines.count(section.end)) == (1, 1)
    assert section.replaced("CARD.md", text, one) == text
    assert_inert(text)
    assert headings(text) == [
        "Evaluation", "Testing Data, Factors & Metrics", "Testing Data", "Factors", "Metrics",
        "Results", "Limits of this evaluation",
    ]  # fmt: skip
    shown = plain(text)
    rows = [row for table in tables(text) if table[0][0] == "check" for row in table[1:]]
    for item in one.records:
        if item.family in {"health", "dependencies"}:
            continue
        if item.ruling.shown in {Outcome.NOT_APPLICABLE, Outcome.ERROR}:
            assert f"({item.ruling.shown}): {seen(item.ruling.verdict.summary)}".strip() in shown
        else:
            told = [str(e) for e in item.ruling.verdict.estimates]
            for measured in told or [item.ruling.verdict.summary]:
                assert [seen(item.check), seen(item.subject), seen(measured)] in [
                    row[:3] for row in rows
                ]
