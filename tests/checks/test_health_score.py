from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks.health._handbook import categories
from pytest_mlgate.checks.health.score import total
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.health_measures import HealthMeasures
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Phase
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict
from support import find_check, provide, write

CHECK = find_check("health.score")

PERFECT: dict[str, float | None] = {
    "coverage": 1, "types": 1, "lint": 1, "complexity": 0, "duplication": 0,
    "docstrings": 1, "readme": 1, "api documentation": 1,
    "dependencies pinned": 1, "environment reproducible": 1, "data versioned": 1,
    "seeds fixed": 1, "runs tracked": 1,
    "accuracy": 1, "p95": 40, "calibration error": 0,
    "monitoring": 1, "alerting": 1, "backup": 1, "rollback": 1,
    "uptime": 0.9997, "incident response": 1,
    "vulnerabilities": 0, "secrets": 0, "audit": 1,
    "privacy review": 1, "bias audit": 1, "model card": 1, "audit trail": 1,
}  # fmt: skip
BOOK = PERFECT | {
    "coverage": 0.855, "types": 0.78, "lint": 0.92, "complexity": 6.2, "duplication": 0.035,
    "docstrings": 0.82, "readme": 0.88, "api documentation": 0.95,
    "accuracy": 0.942, "p95": 67.2, "calibration error": 0.032,
    "incident response": 1.2, "vulnerabilities": 2,
}  # fmt: skip


def scores(measured: dict[str, float | None]) -> dict[str, float | None]:
    return {one.name: one.score for one in categories(measured)}


def test_the_handbook_on_its_own_figures():
    assert total(categories(BOOK)) == pytest.approx(91.4865, abs=1e-9)
    assert scores(BOOK) == {
        "code": pytest.approx(79.825),
        "documentation": pytest.approx(87.35),
        "reproducibility": 100,
        "model": pytest.approx(88.24),
        "operations": 100,
        "security": pytest.approx(80),
        "compliance": 100,
    }


def test_a_project_without_a_model_can_be_perfect():
    without = PERFECT | dict.fromkeys(("accuracy", "p95", "calibration error"))
    assert scores(without)["model"] is None
    assert total(categories(without)) == pytest.approx(100)


def test_a_mean_alone_would_call_a_leak_excellent():
    leaked = PERFECT | {"secrets": 1, "vulnerabilities": 50, "audit": 0}
    assert total(categories(leaked)) == pytest.approx(92)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 100),
        ({"rollback": 0}, 82.5),
        ({"rollback": 0, "uptime": 0.998}, 75),
        ({"rollback": 0, "uptime": 0.998, "incident response": 5}, 67.5),
        ({"rollback": None}, 100),
    ],
)
def test_operations(changes, expected):
    assert scores(PERFECT | changes)["operations"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("p95", "expected"), [(10, 100), (50, 100), (300, 87.5), (550, 75), (900, 75), (None, 100)]
)
def test_latency_loses_a_point_for_five_milliseconds(p95, expected):
    assert scores(PERFECT | {"p95": p95})["model"] == pytest.approx(expected)


class Told:
    """Verdicts as a test says them."""

    def __init__(self, verdicts: dict[str, Verdict]) -> None:
        self.verdicts = verdicts

    def get(self, check: str, subject: str = "") -> Verdict | None:
        return self.verdicts.get(check)


def told(outcome: str = "PASS", findings: dict[str, str] | None = None, **figures: Any) -> Verdict:
    estimates = [
        Estimate(name=name.replace("_", " "), value=v, n=n, limit=Limit(">=", 0.8) if n else None)
        for name, (v, n) in figures.items()
    ]
    return Verdict(
        outcome=Outcome(outcome),
        summary="as told",
        estimates=tuple(estimates),
        findings=tuple(
            Finding(message="m", subject=s, outcome=Outcome(o)) for s, o in (findings or {}).items()
        ),
    )


ITEMS = ("git", "dependency-manifest", "ci", "container", "logging", "metrics", "api-docs")
IN_ORDER = {
    "health.code-style": told(
        unformatted_files=(0, None), clean_files=(1.0, None), lint_errors=(0, None)
    ),
    "health.type-annotations": told(annotated_functions=(0.9, 40)),
    "health.test-coverage": told(line_coverage=(0.9, 400)),
    "health.test-quality": told(integration_tests=(2, None)),
    "health.readme": told(readme_sections=(1.0, 3)),
    "health.project-structure": told(findings=dict.fromkeys(ITEMS, "PASS")),
    "health.secrets": told(),
    "dependencies.vulnerabilities": told(),
}


def judge(
    changes: dict[str, Verdict] | None = None,
    phase: Phase = Phase.STAGING,
    declared: dict[str, float] | None = None,
    **settings: Any,
) -> Verdict:
    inputs: dict[str, object] = {
        "verdicts": Told(IN_ORDER | (changes or {})),
        "project": Project(Path(), phase=phase),
    }
    if declared is not None:
        inputs["health_measures"] = HealthMeasures(declared)
    return CHECK.run(inputs, settings)


def value(verdict: Verdict, name: str = "health score") -> float:
    return next(e.value for e in verdict.estimates if e.name == name)


def test_a_repository_in_order_passes():
    verdict = judge()
    assert verdict.outcome == "PASS"
    assert value(verdict) == 100
    assert verdict.summary.startswith("health score 100.00 of 100 against 60, 6 of 6 categories")


@pytest.mark.parametrize(
    ("phase", "minimum"),
    [("exploration", 0), ("development", 40), ("staging", 60), ("production", 75)],
)
def test_the_phase_sets_the_minimum(phase, minimum):
    (overall, *_) = judge(phase=Phase(phase)).estimates
    assert overall.limit == Limit(">=", minimum)
    (overall, *_) = judge(phase=Phase(phase), profile="production").estimates
    assert overall.limit == Limit(">=", 85)


def test_the_weights_of_the_repository():
    """Without container and metrics: deployment 100/1.8, monitoring 80/1.5."""
    structure = dict.fromkeys(ITEMS, "PASS") | {"container": "WARN", "metrics": "WARN"}
    verdict = judge({"health.project-structure": told("WARN", structure)})
    assert value(verdict, "deployment") == pytest.approx(100 * 1.0 / 1.8)
    assert value(verdict, "monitoring") == pytest.approx(100 * 0.8 / 1.5)
    assert value(verdict) == pytest.approx(75 + 0.15 * 100 / 1.8 + 0.10 * 80 / 1.5)
    assert verdict.outcome == "PASS"


def test_a_share_counts_against_its_own_limit():
    verdict = judge({"health.test-coverage": told("FAIL", line_coverage=(0.6, 400))})
    assert value(verdict, "testing") == pytest.approx(100 * (0.75 + 0.8) / 1.8)
    assert verdict.outcome == "FAIL", "coverage is required"


def test_lint_findings_lower_the_score_and_errors_fail():
    def style(errors: int) -> dict[str, Verdict]:
        figures = {"unformatted_files": (0, None), "clean_files": (0.5, None)}
        return {"health.code-style": told(**figures, lint_errors=(errors, None))}

    verdict = judge(style(0))
    assert value(verdict, "code") == pytest.approx(100 * (0.8 + 0.5 + 0.6) / 2.4)
    assert verdict.outcome == "PASS"
    assert judge(style(1)).outcome == "FAIL"


def test_integration_tests_are_there_or_not():
    verdict = judge({"health.test-quality": told("WARN", integration_tests=(0, None))})
    assert value(verdict, "testing") == pytest.approx(100 / 1.8)
    assert verdict.outcome == "PASS"


def test_a_category_below_the_floor_fails():
    structure = dict.fromkeys(ITEMS, "PASS") | {"logging": "WARN", "metrics": "WARN"}
    verdict = judge({"health.project-structure": told("WARN", structure)})
    assert value(verdict) == pytest.approx(90)
    assert verdict.outcome == "FAIL"
    assert "below the floor: monitoring" in verdict.summary
    assert judge({"health.project-structure": told("WARN", structure)}, floor=0).outcome == "PASS"


def test_what_was_not_measured_is_neither_zero_nor_full():
    error = Verdict(outcome=Outcome.ERROR, summary="no tool")
    verdict = judge({"health.type-annotations": error})
    assert verdict.outcome == "PASS"
    assert value(verdict, "code") == 100
    noted = [f.message for f in verdict.findings if f.subject == "code: types"]
    assert noted == [
        "not measured: health.type-annotations measured no annotated functions "
        "(health.type-annotations is ERROR)"
    ]


def test_a_required_item_that_was_not_measured_settles_nothing():
    absent = Verdict(outcome=Outcome.NOT_APPLICABLE, summary="no report", no_evidence=True)
    verdict = judge({"health.test-coverage": absent})
    assert verdict.outcome == "INCONCLUSIVE"
    assert "required and not measured" in str(verdict.findings)


@pytest.mark.parametrize(
    ("check", "phase"),
    [("health.secrets", "development"), ("dependencies.vulnerabilities", "production")],
)
def test_a_leak_blocks_a_perfect_repository(check, phase):
    verdict = judge({check: told("FAIL")}, Phase(phase))
    assert value(verdict) == 100
    assert verdict.outcome == "FAIL"
    assert f"1 blockers, first: {check} fails: as told" in verdict.summary


def test_no_security_evidence_blocks():
    nothing = Verdict.not_applicable("no service is named")
    missing = {"health.secrets": nothing, "dependencies.vulnerabilities": nothing}
    assert "no answer from health.secrets or" in judge(missing).summary
    one = {"dependencies.vulnerabilities": nothing}
    listed = judge(one)
    assert listed.outcome == "PASS"
    assert "dependencies.vulnerabilities: not measured" in map(str, listed.findings)
    assert judge(one, Phase.PRODUCTION).outcome == "FAIL"


def test_production_needs_monitoring():
    structure = dict.fromkeys(ITEMS, "PASS") | {"metrics": "WARN"}
    changes = {"health.project-structure": told("WARN", structure)}
    assert judge(changes).outcome == "PASS"
    verdict = judge(changes, Phase.PRODUCTION)
    assert verdict.outcome == "FAIL"
    assert "production without monitoring" in verdict.summary
    assert judge(changes, Phase.PRODUCTION, {"monitoring": 1}).outcome == "PASS"


def test_exploration_only_reports():
    changes = {
        "health.test-coverage": told("FAIL", line_coverage=(0.1, 400)),
        "health.readme": told("FAIL", readme_sections=(0.0, 3)),
    }
    assert judge(changes, Phase.EXPLORATION).outcome == "PASS"
    assert judge(changes, Phase.EXPLORATION, minimum=40).outcome == "FAIL"


def test_an_empty_project_fails():
    nothing = Verdict.not_applicable("nothing of the sort")
    empty = dict.fromkeys(IN_ORDER, nothing)
    verdict = judge(empty)
    assert verdict.outcome == "FAIL"
    assert "0 of 6 categories measured" in verdict.summary
    verdict = judge(empty, preset="handbook")
    assert verdict.outcome == "FAIL"


def test_fewer_than_three_categories_settle_nothing():
    gone = {
        name: Verdict.not_applicable("nothing of the sort")
        for name in ("health.test-coverage", "health.test-quality", "health.readme",
                     "health.project-structure")
    }  # fmt: skip
    verdict = judge(gone)
    assert verdict.outcome == "INCONCLUSIVE"
    assert "1 of 6 categories measured" in verdict.summary


def test_the_handbook_from_verdicts_and_a_file():
    def share(name: str, figure: float) -> Verdict:
        return told(**{name: (figure, 100)})

    verdicts = {
        "health.test-coverage": share("line_coverage", 0.855),
        "health.type-annotations": share("annotated_functions", 0.78),
        "health.code-style": share("clean_files", 0.92),
        "health.complexity": share("mean_complexity", 6.2),
        "health.duplication": share("duplicated_tokens", 0.035),
        "health.docstring-coverage": share("documented_definitions", 0.82),
        "health.readme": share("readme_sections", 0.88),
        "dependencies.pinned-versions": told(),
        "reproducibility.lock-file": told(),
        "reproducibility.data-manifest": told("WARN"),
        "reproducibility.nondeterministic-code": told(),
        "reproducibility.config-tracking": told(),
        "dependencies.vulnerabilities": told("WARN", vulnerabilities=(2, None)),
        "health.secrets": told(secrets=(0, None)),
    }
    declared = {
        "accuracy": 0.942, "latency_p95_ms": 67.2, "calibration_error": 0.032,
        "api_documentation": 0.95, "uptime": 0.9997, "incident_response_hours": 1.2,
        **dict.fromkeys(("monitoring", "alerting", "backup", "rollback", "privacy_review",
                         "bias_audit", "model_card", "audit_trail"), 1.0),
    }  # fmt: skip
    verdict = judge(verdicts, declared=declared, preset="handbook")
    assert value(verdict) == pytest.approx(91.4865)
    assert verdict.outcome == "PASS"


def pillars(**figures: float | None) -> tuple[float, list[float]]:
    """The total of pillars given as one score each."""
    from pytest_mlgate.checks.health._readings import Category

    found = tuple(Category(name, 1 / 6, score) for name, score in figures.items())
    return total(found), [one.score for one in found if one.score is not None]


def test_pillars_are_the_mean_of_what_was_measured():
    overall, _ = pillars(a=12, b=18, c=5, d=None, e=23, f=35)
    assert overall == pytest.approx(18.6)
    overall, _ = pillars(a=94, b=96, c=92, d=88, e=91, f=87)
    assert overall == pytest.approx(91.33, abs=0.005)


def test_a_pillar_below_fifty_is_not_carried_by_the_others():
    failing = {
        name: told("FAIL")
        for name in ("fairness.policy", "fairness.disparate-impact", "fairness.equalized-odds",
                     "fairness.forbidden-input")
    }  # fmt: skip
    changes = {
        "reproducibility.lock-file": told(),
        "health.dead-gates": told(),
        "fairness.proxy-association": told(),
        **failing,
    }
    verdict = judge(changes, preset="pillars", declared={"scalability": 1.0})
    assert value(verdict, "ethics") == 20
    assert value(verdict) == pytest.approx((5 * 100 + 20) / 6)
    assert verdict.outcome == "FAIL"
    assert verdict.estimates[0].limit == Limit(">=", 75)


GOOD = {"schema": "health_measures/1", "measures": {"accuracy": {"value": 0.9, "evidence": "e.md"}}}


def test_measures_of_a_file(tmp_path):
    write(tmp_path, {"health_measures.yaml": json.dumps(GOOD), "e.md": "x"})
    assert provide("health_measures", tmp_path).values == {"accuracy": 0.9}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("0.9", "94.2", "accuracy.value: found 94.2; expected a number from 0 to 1"),
        ("0.9", "NaN", "accuracy.value"),
        ("accuracy", "acuracy", "acuracy: found an unknown key"),
        ("e.md", "none.md", "evidence: found no file 'none.md'"),
        ("e.md", "../x", "a path that leaves the project root"),
        ("health_measures/1", "1", "schema"),
        ('"value": 0.9, ', "", "value"),
    ],
)
def test_a_broken_file_is_named(tmp_path, old, new, found):
    text = json.dumps(GOOD).replace(old, new, 1)
    write(tmp_path, {"health_measures.yaml": text, "e.md": "x"})
    with pytest.raises(InputError) as error:
        provide("health_measures", tmp_path)
    assert found in str(error.value)
