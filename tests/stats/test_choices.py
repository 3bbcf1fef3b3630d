"""Ranks, posteriors, equivalence, power, reuse and Pareto fronts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.bayes import (
    beta_comparison,
    correlated_t,
    paired_cells,
    sign_posterior,
    signed_rank_posterior,
    student_comparison,
)
from pytest_mlgate.stats.equivalence import non_inferiority, tost
from pytest_mlgate.stats.pareto import dominated, knee, scaled
from pytest_mlgate.stats.power import (
    design_effect,
    hanley_mcneil_se,
    mde,
    mde_of_se,
    n_for,
    n_two_proportions,
    paired_sd,
    power_of,
    power_two_proportions,
    proportion_sd,
    rows_for_bound,
    rows_for_test,
)
from pytest_mlgate.stats.ranks import average_ranks, friedman, holm_against_control, nemenyi
from pytest_mlgate.stats.reuse import level_after, per_decision_alpha, sample_size

SCORES = np.random.default_rng(1).normal(size=(12, 4)) + np.eye(4)[0]


# Ranks


def test_friedman_against_scipy() -> None:
    found = friedman(SCORES)
    expected = stats.friedmanchisquare(*SCORES.T)
    assert found.estimate == pytest.approx(expected.statistic, abs=1e-9)
    f = 11 * expected.statistic / (12 * 3 - expected.statistic)
    assert (found.statistic, found.p_value) == pytest.approx((f, stats.f.sf(f, 3, 33)), abs=1e-9)
    tied = np.round(SCORES)
    assert friedman(tied).estimate == pytest.approx(stats.friedmanchisquare(*tied.T).statistic)


def test_nemenyi_against_scikit_posthocs() -> None:
    posthocs = pytest.importorskip("scikit_posthocs")
    expected = posthocs.posthoc_nemenyi_friedman(SCORES).to_numpy()
    assert nemenyi(SCORES) == pytest.approx(expected, abs=1e-9)


def test_holm_against_a_control() -> None:
    p = holm_against_control(SCORES, 0)
    assert np.isnan(p[0])
    z = (average_ranks(SCORES) - average_ranks(SCORES)[0]) / math.sqrt(4 * 5 / 72)
    raw = np.sort(2 * stats.norm.sf(np.abs(z[1:])))
    assert np.sort(p[1:]) == pytest.approx(np.maximum.accumulate(raw * [3, 2, 1]).clip(max=1))
    with pytest.raises(ValueError, match="control 9"):
        holm_against_control(SCORES, 9)


def test_tables_that_cannot_be_ranked() -> None:
    assert friedman(np.ones((5, 3))).p_value == 1.0
    perfect = friedman(np.tile([3.0, 2.0, 1.0], (5, 1)))
    assert (perfect.statistic, perfect.p_value) == (math.inf, 0.0)
    for table in ([[1, 2]], [[1, 2, 3], [1, math.nan, 2]], [1, 2]):
        with pytest.raises(Unmeasurable):
            average_ranks(table)
    with pytest.raises(Unmeasurable, match="signed rank"):
        friedman([[1, 2], [2, 1]])


# Posteriors


def test_a_rate_of_which_less_is_better() -> None:
    found = beta_comparison(190, 5000, 210, 5000)
    assert round(found.mirrored.better, 3) == 0.846
    interval = found.interval()
    assert (round(interval.lower, 2), round(interval.upper, 2)) == (-0.25, 0.10)
    assert found.better + found.mirrored.better == pytest.approx(1, abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(3, 10, 7, 12), (0, 5, 0, 5), (90, 100, 1, 9)])
def test_quadrature_against_simulation(x1: int, n1: int, x2: int, n2: int) -> None:
    rng = np.random.default_rng(2)
    found = beta_comparison(x1, n1, x2, n2)
    a = rng.beta(x1 + 1, n1 - x1 + 1, 1_000_000)
    b = rng.beta(x2 + 1, n2 - x2 + 1, 1_000_000)
    assert found.better == pytest.approx((a > b).mean(), abs=0.002)
    assert found.expected_loss == pytest.approx(np.maximum(b - a, 0).mean(), abs=0.002)
    assert found.probability(-0.5, 0.5) == pytest.approx(
        ((a / b > 0.5) & (a / b < 1.5)).mean(), abs=0.002
    )
    low, high = np.quantile(a / b - 1, [0.025, 0.975])
    interval = found.interval()
    assert (interval.lower, interval.upper) == pytest.approx((low, high), rel=0.03, abs=0.01)


def test_impossible_counts_and_priors() -> None:
    with pytest.raises(ValueError, match="11 of 10"):
        beta_comparison(11, 10, 1, 10)
    with pytest.raises(ValueError, match="no Beta distribution"):
        beta_comparison(1, 10, 1, 10, prior=(0, 1))
    with pytest.raises(ValueError, match="no counts"):
        paired_cells(-1, 2)


def test_paired_cells() -> None:
    assert round(paired_cells(30, 20), 3) == 0.920
    assert paired_cells(0, 0) == pytest.approx(0.5)


def test_means_with_unknown_variances() -> None:
    found = student_comparison(1.0, 2.0, 30, 0.5, 3.0, 40)
    draws = found.centre + found.scale * np.random.default_rng(3).standard_t(found.df, 1_000_000)
    assert found.probability(0, math.inf) == pytest.approx((draws > 0).mean(), abs=0.002)
    assert found.expected_loss == pytest.approx(np.maximum(-draws, 0).mean(), abs=0.002)
    assert found.mirrored.expected_loss == pytest.approx(np.maximum(draws, 0).mean(), abs=0.003)
    assert found.interval(0.9).upper == pytest.approx(np.quantile(draws, 0.95), abs=0.01)
    with pytest.raises(Unmeasurable, match="no standard deviation"):
        student_comparison(1, 1, 1, 1, 1, 5)
    with pytest.raises(Unmeasurable, match="variance"):
        student_comparison(1, 0, 5, 1, 0, 5)
    with pytest.raises(Unmeasurable, match="same amount"):
        correlated_t([0.1, 0.1], 1 / 9)


def test_signs_and_ranks_against_baycomp() -> None:
    baycomp = pytest.importorskip("baycomp")
    d = np.random.default_rng(4).normal(0.01, 0.03, 20)
    rng = np.random.default_rng(5)
    signs = sign_posterior(d, 0.01, rng=rng)
    theirs = baycomp.SignTest.probs(d, np.zeros(20), rope=0.01)
    assert sorted(signs) == pytest.approx(sorted(theirs), abs=0.02)
    ranks = signed_rank_posterior(d, 0.01, rng=rng)
    theirs = baycomp.SignedRankTest.probs(d, np.zeros(20), rope=0.01)
    assert sorted(ranks) == pytest.approx(sorted(theirs), abs=0.02)
    assert ranks[2] > ranks[0]
    assert sum(ranks) == pytest.approx(1)


# Equivalence


def test_tost_against_statsmodels() -> None:
    weightstats = pytest.importorskip("statsmodels.stats.weightstats")
    x = np.random.default_rng(6).normal(0.1, 1, 50)
    p, *_ = weightstats.DescrStatsW(x).ttost_mean(-0.5, 0.5)
    found = tost(float(x.mean()), float(x.std(ddof=1) / 50**0.5), -0.5, 0.5, df=49)
    assert found.p_value == pytest.approx(p, abs=1e-9)
    assert (found.p_value <= 0.05) == (
        found.interval.lower > -0.5 and found.interval.upper < 0.5  # type: ignore[union-attr]
    )


def test_non_inferiority() -> None:
    found = non_inferiority(0.0, 0.005, 0.01)
    assert found.p_value == pytest.approx(stats.norm.sf(2), abs=1e-12)
    assert found.interval.lower == pytest.approx(-1.6448536 * 0.005, abs=1e-6)  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="negative"):
        non_inferiority(0, 1, -1)
    with pytest.raises(ValueError, match="not in order"):
        tost(0, 1, 1, -1)
    with pytest.raises(Unmeasurable, match="cannot be tested"):
        tost(0, 0, -1, 1)


# Power


@pytest.mark.parametrize(("n", "least"), [(2000, 0.0176), (5000, 0.0111), (10_000, 0.0079)])
def test_what_a_test_set_can_find(n: int, least: float) -> None:
    assert round(mde(paired_sd(0.10), n), 4) == least


@given(st.floats(0.01, 5), st.floats(0.01, 2))
def test_rows_effect_and_power_agree(sd: float, effect: float) -> None:
    n = n_for(sd, effect)
    assert power_of(sd, effect, n) >= 0.8 - 1e-9
    assert n == 1 or power_of(sd, effect, n - 1) < 0.8
    assert mde(sd, n) <= effect + 1e-9


def test_against_statsmodels() -> None:
    power = pytest.importorskip("statsmodels.stats.power")
    expected = power.NormalIndPower(ddof=0).solve_power(0.2, alpha=0.05, power=0.8, ratio=0,
        alternative="larger")  # fmt: skip
    assert n_for(1.0, 0.2) == math.ceil(expected)
    # Fleiss, Levin and Paik (2003), table A.4: .60 against .75 at 5 % and 80 % needs 152 a group.
    assert n_two_proportions(0.60, 0.75) == 152
    assert power_two_proportions(0.60, 0.75, 152) == pytest.approx(0.8, abs=0.005)


def test_hanley_mcneil() -> None:
    # Hanley and McNeil (1982): 58 normal, 51 abnormal, area .893, standard error .032
    assert hanley_mcneil_se(0.893, 51, 58) == pytest.approx(0.032, abs=0.0006)
    assert mde_of_se(0.01) == pytest.approx((1.6448536 + 0.8416212) * 0.01, abs=1e-8)
    with pytest.raises(Unmeasurable, match="no area"):
        hanley_mcneil_se(0.8, 0, 10)
    with pytest.raises(ValueError, match="outside 0 to 1"):
        hanley_mcneil_se(1.8, 5, 10)


def test_rows_to_settle() -> None:
    assert rows_for_bound(0.01, -0.02, 0.0, 1000) == 9000
    assert rows_for_bound(-0.01, -0.02, 0.0, 1000) is None
    assert rows_for_bound(0.0, -0.02, 0.0, 1000) is None
    assert rows_for_test(0.19, 0.05, 60) == pytest.approx(60 * (1.96 / 1.3106) ** 2, abs=2)
    assert rows_for_test(1.0, 0.05, 60) is None
    assert proportion_sd(0.5) == 0.5
    assert design_effect(10, 0.1) == pytest.approx(1.9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: n_for(1, 0),
        lambda: paired_sd(1.2),
        lambda: proportion_sd(-0.1),
        lambda: n_two_proportions(0.3, 0.3),
        lambda: design_effect(0.5, 0.1),
        lambda: mde(1, 10, power=1.0),
    ],
)
def test_impossible_plans(call: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()  # type: ignore[operator]


# Reuse


def test_the_level_of_many_decisions() -> None:
    assert level_after(0.01, 3, adaptive=False) == pytest.approx(0.03)
    assert level_after(0.01, 3) == pytest.approx(0.07)
    assert level_after(0.05, 2000) == 1.0
    assert level_after(0.05, 0) == 0
    assert per_decision_alpha(0.05, 3) == pytest.approx(0.05 / 7)
    assert per_decision_alpha(0.05, 0) == 0.05
    # Renggli et al. (2019), section 3.1: 32 models, non-adaptive, .01 and 1 - .0001.
    assert sample_size(0.01, 0.0001, 32, adaptive=False) == 63_381
    assert sample_size(0.01, 0.0001, 32) == 156_956
    for bad in (lambda: level_after(1.0, 3), lambda: level_after(0.1, -1),
                lambda: sample_size(0, 0.1, 3)):  # fmt: skip
        with pytest.raises(ValueError, match=r"\w"):
            bad()


@pytest.mark.slow
def test_the_bound_of_adaptive_decisions_holds() -> None:
    """Somebody climbs the answers of one test set: false passes stay below the bound."""
    rng = np.random.default_rng(8)
    n, decisions, runs, alpha = 200, 4, 2000, 0.005
    threshold = stats.binom.isf(alpha, n, 0.5)
    wrong = 0
    for _ in range(runs):
        truth = rng.random(n) < 0.5
        best = rng.random(n) < 0.5
        hit = False
        for _ in range(decisions):
            hit |= bool((best == truth).sum() > threshold)
            other = np.where(rng.random(n) < 0.5, best, rng.random(n) < 0.5)
            best = other if (other == truth).sum() > (best == truth).sum() else best
        wrong += hit
    assert wrong / runs <= level_after(alpha, decisions)


# Fronts


def test_the_knee_is_furthest_above_the_line() -> None:
    assert knee([[0, 1], [0.8, 0.8], [1, 0]]) == 1
    assert knee([[0, 100], [8, 80], [10, 0]]) == 1
    with pytest.raises(Unmeasurable, match="no knee"):
        knee([[1, 1], [0, 0]])


def test_domination_needs_more_than_noise() -> None:
    points = [[0, 1], [0.8, 0.8], [1, 0], [0.7, 0.7]]
    assert dominated(points).tolist() == [False, False, False, True]
    # A trade of .2 is within one standard error of the difference, one of .8 is not.
    assert dominated(points, 0.2).tolist() == [True, False, True, False]
    assert dominated([[1, 1], [1, 1]]).tolist() == [False, False]
    assert scaled([[1, 5], [3, 5]]).tolist() == [[0, 1], [1, 1]]
    with pytest.raises(Unmeasurable, match="not finite"):
        dominated([[1, math.nan]])
    with pytest.raises(ValueError, match="not \\(candidates"):
        scaled([1, 2])
