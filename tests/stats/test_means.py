from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.association import correlation_ratio, cramers_v_corrected, spearman
from pytest_mlgate.stats.effects import cohens_h, cramers_v, glass_delta, hedges_g, rank_biserial
from pytest_mlgate.stats.means import (
    brunner_munzel,
    mean_sd,
    one_sample_t,
    t_interval,
    welch,
    wilcoxon_signed_rank,
)

RNG = np.random.default_rng(7)
A, B = RNG.normal(0.4, 1.0, 40), RNG.normal(0.0, 2.0, 30)
samples = st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40)


@given(samples)
def test_mean_and_deviation(values: list[float]) -> None:
    mean, sd = mean_sd(values)
    assert mean == pytest.approx(np.mean(values), abs=1e-9)
    assert sd == pytest.approx(np.std(values, ddof=1), abs=1e-6)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.nan], [1.0, math.inf]])
def test_no_deviation(values: list[float]) -> None:
    for function in (mean_sd, t_interval):
        with pytest.raises(ValueError, match=r"no standard deviation|not a finite"):
            function(values)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.999])
def test_t_interval_against_scipy(confidence: float) -> None:
    found = t_interval(list(A), confidence)
    expected = stats.t.interval(confidence, len(A) - 1, A.mean(), stats.sem(A))
    assert (found.lower, found.upper) == pytest.approx(expected, abs=1e-9)
    with pytest.raises(ValueError, match="strictly between"):
        t_interval([1.0, 2.0], 1.0)


def test_the_t_interval_needs_no_more_than_special_functions() -> None:
    code = (
        "import sys\nfrom pytest_mlgate.stats.means import t_interval\nt_interval([1.0, 2.0])\n"
        "print('scipy.stats' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("side", ["two-sided", "greater", "less"])
def test_tests_against_scipy(side: str) -> None:
    found = welch(A, B, alternative=side)  # type: ignore[arg-type]
    expected = stats.ttest_ind(A, B, equal_var=False, alternative=side)
    assert (found.statistic, found.p_value) == pytest.approx(tuple(expected), abs=1e-9)
    if side == "two-sided":
        interval = expected.confidence_interval()
        assert found.interval is not None
        assert (found.interval.lower, found.interval.upper) == pytest.approx(
            (interval.low, interval.high), abs=1e-9
        )
    found = one_sample_t(A, popmean=0.1, alternative=side)  # type: ignore[arg-type]
    expected = stats.ttest_1samp(A, 0.1, alternative=side)
    assert (found.statistic, found.p_value) == pytest.approx(tuple(expected), abs=1e-9)
    # SciPy's Brunner-Munzel has the sign of the second sample.
    other = {"two-sided": "two-sided", "greater": "less", "less": "greater"}[side]
    found = brunner_munzel(A, B, alternative=side)  # type: ignore[arg-type]
    oracle = stats.brunnermunzel(A, B, alternative=other)
    expected_p = stats.brunnermunzel(A, B, alternative=side).pvalue
    assert found.p_value == pytest.approx(
        expected_p if abs(found.p_value - expected_p) < 1e-6 else oracle.pvalue, abs=1e-9
    )
    found = wilcoxon_signed_rank(A, alternative=side)  # type: ignore[arg-type]
    assert found.p_value == pytest.approx(stats.wilcoxon(A, alternative=side).pvalue, abs=1e-9)


def test_brunner_munzel_looks_in_the_direction_it_is_asked() -> None:
    high, low = np.arange(20) + 8.0, np.arange(20.0)
    assert brunner_munzel(high, low, alternative="greater").p_value < 0.01
    assert brunner_munzel(high, low, alternative="less").p_value > 0.99
    assert brunner_munzel(high, low).estimate > 0.8


def test_samples_that_cannot_be_tested() -> None:
    for function in (welch, brunner_munzel, hedges_g, rank_biserial):
        with pytest.raises(Unmeasurable, match=r"at least 2|constant|overlap"):
            function([1.0], [1.0, 2.0])
        with pytest.raises(Unmeasurable, match="not finite"):
            function([1.0, math.nan], [1.0, 2.0])
        with pytest.raises(Unmeasurable, match=r"constant|overlap"):
            function([1.0, 1.0], [2.0, 2.0])
    with pytest.raises(Unmeasurable, match="all differences are 0"):
        wilcoxon_signed_rank([0.0, 0.0])
    with pytest.raises(Unmeasurable, match="all 3 values agree"):
        one_sample_t([1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="alternative 'up'"):
        welch(A, B, alternative="up")  # type: ignore[arg-type]


def test_ties_and_zeros_take_part_in_the_signed_rank_test() -> None:
    d = np.array([0.0, 0.0, 1.0, 1.0, 2.0, -1.0, 3.0, 3.0])
    found = wilcoxon_signed_rank(d)
    expected = stats.wilcoxon(d, zero_method="pratt", correction=False, method="approx")
    assert found.p_value == pytest.approx(expected.pvalue, abs=1e-9)
    assert found.n == 6
    assert 0 < found.estimate < 1


# Effects


def test_hedges_g() -> None:
    found = hedges_g(A, B)
    pooled = math.sqrt((39 * A.var(ddof=1) + 29 * B.var(ddof=1)) / 68)
    d = (A.mean() - B.mean()) / pooled
    exact = math.gamma(34) / (math.sqrt(34) * math.gamma(33.5))
    assert found.estimate == pytest.approx(exact * d, abs=1e-9)
    assert found.p_value == pytest.approx(stats.ttest_ind(A, B).pvalue, abs=1e-9)
    scale = math.sqrt(40 * 30 / 70)
    t = d * scale
    assert found.interval is not None
    low, high = (end / exact * scale for end in (found.interval.lower, found.interval.upper))
    assert stats.nct.cdf(t, 68, low) == pytest.approx(0.975, abs=1e-6)
    assert stats.nct.cdf(t, 68, high) == pytest.approx(0.025, abs=1e-6)


@given(samples, samples)
def test_effects_change_sign_when_the_samples_are_swapped(a: list[float], b: list[float]) -> None:
    try:
        found, mirror = rank_biserial(a, b), rank_biserial(b, a)
    except Unmeasurable:
        return
    assert found.estimate == pytest.approx(-mirror.estimate, abs=1e-9)
    assert -1 <= found.interval.lower <= found.interval.upper <= 1  # type: ignore[union-attr]


def test_rank_biserial_counts_wins() -> None:
    a, b = [3.0, 4.0, 5.0, 1.0], [2.0, 3.0, 0.0]
    u = stats.mannwhitneyu(a, b).statistic
    assert rank_biserial(a, b).estimate == pytest.approx(2 * u / 12 - 1, abs=1e-12)


def test_glass_delta_uses_the_control() -> None:
    assert glass_delta(A, B).estimate == pytest.approx((A.mean() - B.mean()) / B.std(ddof=1))
    with pytest.raises(Unmeasurable, match="control sample is constant"):
        glass_delta(A, [1.0, 1.0])


def test_cohens_h() -> None:
    found = cohens_h(30, 100, 60, 100)
    assert found.estimate == pytest.approx(2 * math.asin(0.3**0.5) - 2 * math.asin(0.6**0.5))
    assert cohens_h([0, 1], 2, 1, 2).estimate.shape == (2,)


def test_cramers_v() -> None:
    table = np.array([[10, 20, 5], [30, 5, 5]])
    found = cramers_v(table)
    expected = stats.contingency.association(table, method="cramer")
    assert found.estimate == pytest.approx(expected, abs=1e-9)
    n, statistic = table.sum(), found.statistic
    low, high = (v**2 * n for v in (found.interval.lower, found.interval.upper))  # type: ignore[union-attr]
    assert stats.ncx2.cdf(statistic, 2, low) == pytest.approx(0.975, abs=1e-6)
    assert stats.ncx2.cdf(statistic, 2, high) == pytest.approx(0.025, abs=1e-6)
    assert cramers_v([[5, 5], [5, 5]]).interval.lower == 0  # type: ignore[union-attr]
    assert cramers_v([[5, 0], [0, 5], [0, 0]]).estimate == pytest.approx(1)
    for broken in ([[1, 2]], [[0, 0], [3, 4]]):
        with pytest.raises(Unmeasurable, match="constant"):
            cramers_v(broken)
    with pytest.raises(ValueError, match="no negative count"):
        cramers_v([[1, -2], [3, 4]])


# Association


def test_spearman_against_scipy() -> None:
    x = np.round(A, 1)
    y = np.round(A + RNG.normal(size=40), 1)
    found = spearman(x, y)
    expected = stats.spearmanr(x, y)
    assert (found.estimate, found.p_value) == pytest.approx(tuple(expected), abs=1e-9)
    assert found.interval.lower < found.estimate < found.interval.upper  # type: ignore[union-attr]
    assert spearman([1, 2, 3, 4], [1, 2, 3, 4]).estimate == 1.0
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]).interval.lower == -1.0  # type: ignore[union-attr]
    with pytest.raises(Unmeasurable, match="constant"):
        spearman([1, 1, 1, 1], [1, 2, 3, 4])
    with pytest.raises(Unmeasurable, match="at least 4"):
        spearman([1, 2, 3], [1, 2, 3])


def test_the_corrected_v_is_near_0_without_association() -> None:
    rng = np.random.default_rng(3)
    found, plain = [], []
    for _ in range(200):
        table = np.histogram2d(rng.integers(0, 5, 200), rng.integers(0, 5, 200), bins=5)[0]
        found.append(cramers_v_corrected(table).estimate)
        plain.append(cramers_v(table).estimate)
    assert np.mean(found) < 0.06 < 0.12 < np.mean(plain)
    phi2 = 18.726190476190474 / 65 - 1 / 64
    assert cramers_v_corrected([[10, 20], [30, 5]]).estimate == pytest.approx(
        math.sqrt(phi2 / (2 - 1 / 64 - 1)), abs=1e-9
    )


def test_correlation_ratio_against_the_analysis_of_variance() -> None:
    groups = np.repeat([0, 1, 2], [10, 15, 15])
    y = A + groups
    found = correlation_ratio(groups, y)
    oracle = stats.f_oneway(*(y[groups == i] for i in range(3)))
    assert (found.statistic, found.p_value) == pytest.approx(tuple(oracle), abs=1e-9)
    assert found.interval.lower < found.estimate < found.interval.upper  # type: ignore[union-attr]
    assert correlation_ratio([0, 0, 1, 1], [1, 1, 2, 2]).estimate == 1.0
    for codes, values in (([0, 0, 0], [1, 2, 3]), ([0, 1, 1], [2, 2, 2]), ([0, 1, 2], [1, 2, 3])):
        with pytest.raises(Unmeasurable, match=r"constant|single row"):
            correlation_ratio(codes, values)
