from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.maturity import GROUPS
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, provide, resolver, write

CHECK = find_check("health.maturity")
MANDATORY = ("accuracy tracking", "drift", "schema", "runbooks", "fairness")
NAMES = [*MANDATORY, *(f"capability {n}" for n in range(23))]


class Told:
    """Verdicts as a test says them."""

    def __init__(self, **outcomes: str) -> None:
        self._outcomes = outcomes

    def get(self, check: str, subject: str = "") -> Verdict | None:
        outcome = self._outcomes.get(check.replace(".", "_").replace("-", "_"))
        return Verdict(outcome=Outcome(outcome), summary="told") if outcome else None


def rating(rows: dict[str, str] | None = None, default: str = "score: 2, evidence: docs.md") -> str:
    rows = rows or {}
    lines = ["schema: maturity/1", "groups:"]
    for index, group in enumerate(GROUPS):
        lines += [f"  - name: {group}", "    rows:"]
        lines += [
            f"      - {{capability: {name}, {rows.get(name, default)}}}"
            for name in NAMES[4 * index : 4 * index + 4]
        ]
    return "\n".join(lines) + "\n"


def judge(root: Path, text: str, told: Told | None = None, **settings: object) -> Verdict:
    write(root, {"maturity.yaml": text, "docs.md": "shown\n"})
    get = resolver(root, verdicts=told or Told())
    return get.run(CHECK, **settings)


@pytest.mark.parametrize(
    ("ones", "level"),
    [(28 * [0], 1), ([3] * 6 + [2] + 21 * [0], 1), ([3] * 7 + 21 * [0], 2), (28 * [1], 2),
     (28 * [2], 3), ([3] * 20 + 8 * [0], 3), ([3] * 20 + [1] + 7 * [0], 4), ([3] * 27 + [0], 5)],
)  # fmt: skip
def test_levels(tmp_path, ones, level):
    rows = {
        name: f"score: {score}, evidence: docs.md" for name, score in zip(NAMES, ones, strict=True)
    }
    verdict = judge(tmp_path, rating(rows), level=1)
    points, reached = verdict.estimates
    assert (points.value, reached.value) == (sum(ones), level)


def test_the_required_level_passes(tmp_path):
    verdict = judge(tmp_path, rating())
    assert verdict.outcome == "PASS"
    assert verdict.summary == "56 of 84 points: level 3, of at least 3"


def test_below_the_level_fails(tmp_path):
    verdict = judge(tmp_path, rating(), level=4)
    assert verdict.outcome == "FAIL"
    assert "56 of 84 points are level 3; level 4 takes 61" in verdict.summary


def test_a_good_sum_does_not_hide_a_mandatory_zero(tmp_path):
    verdict = judge(tmp_path, rating({"drift": "score: 0"}, "score: 3, evidence: docs.md"))
    assert verdict.outcome == "FAIL"
    assert [f.subject for f in verdict.findings] == ["drift"]


def test_fairness_is_mandatory_where_regulated(tmp_path):
    text = rating({"fairness": "score: 0"})
    assert judge(tmp_path, text).outcome == "PASS"
    assert judge(tmp_path, text, regulated=True).outcome == "FAIL"


def test_a_row_may_be_marked(tmp_path):
    text = rating({"capability 3": "score: 0, mandatory: true"})
    assert judge(tmp_path, text).findings[0].subject == "capability 3"


@pytest.mark.parametrize("evidence", ["", ", evidence: nowhere.md", ", evidence: ../../etc/passwd"])
def test_a_score_without_evidence_counts_as_one(tmp_path, evidence):
    verdict = judge(tmp_path, rating({"capability 0": f"score: 3{evidence}"}))
    assert verdict.outcome == "WARN"
    assert verdict.estimates[0].value == 55
    assert "rated 3 and counted as 1" in verdict.findings[0].message


def test_an_address_is_evidence(tmp_path):
    text = rating({"capability 0": "score: 3, evidence: 'https://example.invalid/board'"})
    assert judge(tmp_path, text).estimates[0].value == 57


@pytest.mark.parametrize(
    ("outcome", "points"),
    [("PASS", 3), ("WARN", 2), ("INCONCLUSIVE", 1), ("FAIL", 0), ("ERROR", 0),
     ("NOT_APPLICABLE", 0)],
)  # fmt: skip
def test_a_check_scores_a_row(tmp_path, outcome, points):
    text = rating({"capability 0": "check: 'health.secrets'"})
    verdict = judge(tmp_path, text, Told(health_secrets=outcome))
    assert verdict.estimates[0].value == 54 + points


def test_a_row_that_names_no_check_is_an_error(tmp_path):
    verdict = judge(tmp_path, rating({"capability 0": "check: health.secret"}))
    assert verdict.outcome == "ERROR"
    assert verdict.summary == (
        "maturity.yaml: capability 0: check: found 'health.secret'; expected a check of the "
        "gate (pytest --mlgate-list has them)"
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("maturity/1", "maturity/2", "schema: found 'maturity/2'"),
        ("name: model", "name: modell", "groups: found infrastructure, modell"),
        ("capability: drift", "capability: drifting", "found no row 'drift'"),
        ("capability 7", "capability 8", "found 'capability 8' twice"),
        ("capability 9, score: 2", "capability 9, score: 4", "score: found 4; expected 0 to 3"),
        ("capability 9, score: 2", "capability 9, score: two", "score: found text"),
        ("capability 9, score: 2,", "capability 9,", "found neither a score nor a check"),
        ("capability 9, score", "capability 9, check: x.y, score", "found a score and a check"),
        ("capability 9, score", "capability 9, scor: 1, score", "scor: found an unknown key"),
    ],
)
def test_a_broken_rating_is_named(tmp_path, old, new, found):
    verdict = judge(tmp_path, rating().replace(old, new, 1))
    assert verdict.outcome == "ERROR"
    assert verdict.summary.startswith("maturity.yaml: ")
    assert found in verdict.summary


def test_a_row_too_few(tmp_path):
    lines = rating().splitlines(keepends=True)
    write(tmp_path, {"maturity.yaml": "".join(lines[:-1])})
    with pytest.raises(InputError, match="found 27 rows; expected 28 rows in all"):
        provide("maturity", tmp_path)


def test_without_a_file(tmp_path):
    assert resolver(tmp_path, verdicts=Told()).run(CHECK).outcome == "NOT_APPLICABLE"
