"""Headlines and gains over seeds."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.reported_results import Printed, ReportedResults, Seeds
from pytest_mlgate.inputs.reruns import Headline, Rerun, Reruns
from pytest_mlgate.verdict import Verdict
from support import find_check

pytest.importorskip("scipy")
CHECK = find_check("reproducibility.seed-variance")
STEADY = (94.0, 94.2, 94.4, 94.6, 94.8)  # mean 94.4, sd 0.316


def arm(values: tuple[float, ...], first_seed: int = 0, **changed: Any) -> tuple[Rerun, ...]:
    base = {"commit": "c", "config_hash": "f", "data_hash": "d", **changed}
    return tuple(
        Rerun(run_id=f"{first_seed}-{i}", seed=first_seed + i, metrics={"acc": value}, **base)
        for i, value in enumerate(values)
    )


def headline(
    value: float, kind: Any = "mean", direction: Any = "higher", digits: int = 1
) -> Headline:
    return Headline("acc", value, direction, kind, digits)


def judge(
    values: tuple[float, ...],
    claim: Headline | None,
    baseline: tuple[Rerun, ...] = (),
    report: ReportedResults | None = None,
    **settings: Any,
) -> Verdict:
    reruns = Reruns(arm(values), claim, baseline)
    given = {"reruns": reruns, "reported_results": report or InputAbsent("")}
    return CHECK.run(given, settings)


def rules(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings if finding.outcome == "FAIL"}


def test_the_best_of_three_seeds_fails() -> None:
    verdict = judge((96.8, 93.1, 94.2), headline(96.8, "single"))
    assert verdict.outcome == "FAIL"
    assert rules(verdict) == {"V1", "V2"}
    text = " ".join(finding.message for finding in verdict.findings)
    assert "mean 94.7 and one sd 1.9 over 3 seeds allow: 96.6" in text
    (estimate,) = verdict.estimates
    assert estimate.value == pytest.approx(94.7)
    assert (round(estimate.lower or 0, 1), round(estimate.upper or 0, 1)) == (90.0, 99.4)


def test_a_typical_value_of_five_seeds_passes() -> None:
    verdict = judge(STEADY, headline(94.4))
    assert verdict.outcome == "PASS"
    assert "typical of 5 seeds: mean 94.4, sd 0.3162" in verdict.summary


def test_the_bound_itself_is_allowed() -> None:
    values = (1.0, 2.0, 3.0)
    assert judge(values, headline(3.0, digits=3), min_n=3).outcome == "FAIL"  # best seed, V2
    assert rules(judge(values, headline(3.0, digits=3), min_n=3)) == {"V2"}
    assert rules(judge(values, headline(3.0001, digits=4), min_n=3)) == {"V1"}


def test_lower_is_better_when_it_is_declared() -> None:
    claim = headline(93.1, "single", "lower")
    assert rules(judge((96.8, 93.1, 94.2), claim)) == {"V2"}
    assert rules(judge((96.8, 93.1, 94.2), headline(92.0, "single", "lower"))) == {"V1"}
    assert judge(STEADY, headline(94.4, direction="lower")).outcome == "PASS"
    estimate = judge(STEADY, headline(94.4, direction="lower")).estimates[0]
    assert (estimate.lower or 0) < 94.4 < (estimate.upper or 0)


def test_a_best_seed_called_mean_fails() -> None:
    assert rules(judge((94.0, 95.0), headline(95.0, "mean"))) == {"V2"}


def test_a_best_seed_beside_its_reported_mean_passes() -> None:
    values = (94.0, 94.0, 94.4, 94.4, 94.4)
    printed = {"acc": Printed(Decimal("94.4"), 1)}
    told = ReportedResults("r", printed, seeds=Seeds(5, 94.24, 0.22))
    claim = headline(94.4, "single")
    assert rules(judge(values, claim)) == {"V2"}
    assert judge(values, claim, report=told).outcome == "PASS"
    wrong = ReportedResults("r", printed, seeds=Seeds(5, 94.4, 0.22))
    assert rules(judge(values, claim, report=wrong)) == {"V2"}


def test_equal_seeds_have_no_best_one() -> None:
    assert judge((94.0,) * 5, headline(94.0, "single")).outcome == "PASS"


def test_few_seeds_without_a_violation_are_inconclusive() -> None:
    verdict = judge((94.0, 94.2, 94.4), headline(94.2))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "3 distinct seeds; at least 5 are needed" in verdict.summary
    assert judge((94.0, 94.2, 94.4), headline(94.2), min_n=3).outcome == "PASS"


def test_runs_of_one_seed_count_once() -> None:
    runs = (*arm(STEADY[:3]), *(Rerun(f"x{i}", "c", "f", "d", 0, {"acc": 94.0}) for i in range(9)))
    verdict = CHECK.run(
        {"reruns": Reruns(runs, headline(94.2)), "reported_results": InputAbsent("")}
    )
    assert verdict.outcome == "INCONCLUSIVE"
    assert "3 distinct seeds" in verdict.summary


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((94.0,), "no standard deviation over 1 seeds"),
        ((*STEADY, math.nan), "a value is not finite"),
    ],
)
def test_without_a_standard_deviation_it_is_inconclusive(
    values: tuple[float, ...], message: str
) -> None:
    verdict = judge(values, headline(94.4))
    assert verdict.outcome == "INCONCLUSIVE"
    assert message in verdict.summary


@pytest.mark.parametrize("changed", ["commit", "config_hash", "data_hash"])
def test_runs_that_differ_in_more_than_the_seed_are_inconclusive(changed: str) -> None:
    runs = (*arm(STEADY), *arm((94.4,), 9, **{changed: "other"}))
    verdict = CHECK.run(
        {"reruns": Reruns(runs, headline(94.4)), "reported_results": InputAbsent("")}
    )
    assert verdict.outcome == "INCONCLUSIVE"
    assert changed in verdict.summary


def test_a_metric_missing_in_a_run_is_inconclusive() -> None:
    runs = (*arm(STEADY), Rerun("x", "c", "f", "d", 9, {"f1": 1.0}))
    verdict = CHECK.run(
        {"reruns": Reruns(runs, headline(94.4)), "reported_results": InputAbsent("")}
    )
    assert verdict.outcome == "INCONCLUSIVE"
    assert "1 of the runs have no acc" in verdict.summary


def test_a_gain_shown_seed_by_seed_passes() -> None:
    verdict = judge(STEADY, headline(94.4), arm((92.0, 92.1, 92.6, 92.5, 92.9)))
    assert verdict.outcome == "PASS"
    assert verdict.estimates[1].name == "gain in acc per seed"


def test_a_gain_within_the_noise_of_seeds_fails() -> None:
    verdict = judge(STEADY, headline(94.4), arm((94.8, 93.2, 94.9, 93.6, 95.0)))
    assert rules(verdict) == {"V3", "V4"}


def test_a_gain_must_have_its_sign_in_four_of_five_seeds() -> None:
    gains = (3.0, 3.0, 3.0, -0.01, -0.01)
    baseline = arm(tuple(v - g for v, g in zip(STEADY, gains, strict=True)))
    verdict = judge(STEADY, headline(94.4), baseline)
    assert "V4" in rules(verdict)
    gains = (3.0, 3.0, 3.0, 3.0, -0.01)
    baseline = arm(tuple(v - g for v, g in zip(STEADY, gains, strict=True)))
    assert judge(STEADY, headline(94.4), baseline).outcome == "PASS"


@pytest.mark.parametrize(("baseline", "expected"), [(93.7, set()), (93.8, {"V3"}), (95.0, {"V3"})])
def test_a_gain_over_a_single_baseline_run_is_two_sd(baseline: float, expected: set[str]) -> None:
    # 2 sd = 0.632
    assert rules(judge(STEADY, headline(94.4), arm((baseline,)))) == expected


def test_a_baseline_of_other_seeds_is_not_paired() -> None:
    verdict = judge(STEADY, headline(94.4), arm((92.0, 92.1, 92.2), 50))
    assert verdict.outcome == "PASS"
    assert len(verdict.estimates) == 1


def test_lower_is_better_for_gains_too() -> None:
    claim = headline(94.4, direction="lower")
    assert judge(STEADY, claim, arm((97.0, 97.1, 97.5, 97.6, 97.7))).outcome == "PASS"
    assert "V3" in rules(judge(STEADY, claim, arm((92.0, 92.1, 92.6, 92.5, 92.9))))


def test_a_baseline_without_values_or_on_other_data_is_inconclusive() -> None:
    empty = (Rerun("b", "c", "f", "d", 0, {"f1": 1.0}),)
    assert judge(STEADY, headline(94.4), empty).outcome == "INCONCLUSIVE"
    other = arm((92.0, 92.1, 92.6, 92.5, 92.9), data_hash="other")
    verdict = judge(STEADY, headline(94.4), other)
    assert verdict.outcome == "INCONCLUSIVE"
    assert "different data" in verdict.summary


def test_nothing_claimed_and_nothing_recorded_are_not_applicable() -> None:
    assert judge(STEADY, None).outcome == "NOT_APPLICABLE"
    assert CHECK.run({}).outcome == "NOT_APPLICABLE"


def test_a_broken_file_is_an_error() -> None:
    broken = InputError("reruns.json", found="x", expected="y")
    assert CHECK.run({"reruns": broken}).outcome == "ERROR"
