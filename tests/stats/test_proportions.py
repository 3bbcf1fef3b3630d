from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.stats.proportions import binomial_upper, clopper_pearson, jeffreys, wilson

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("function", "name"), [(wilson, "wilson"), (clopper_pearson, "beta"), (jeffreys, "jeffreys")]
)
@pytest.mark.parametrize(("x", "n"), [(1, 2), (3, 10), (9, 10), (50, 1000), (7, 7), (0, 9)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.999])
def test_against_statsmodels(
    function: object, name: str, x: int, n: int, confidence: float
) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    low, high = proportion.proportion_confint(x, n, 1 - confidence, method=name)
    found = function(x, n, confidence)  # type: ignore[operator]
    if name != "jeffreys" or x > 0:  # at the ends the usual interval is exactly 0 or 1
        assert found.lower == pytest.approx(max(low, 0), abs=1e-9)
    if name != "jeffreys" or x < n:
        assert found.upper == pytest.approx(min(high, 1), abs=1e-9)


@pytest.mark.parametrize("function", [wilson, clopper_pearson, jeffreys])
def test_ends_are_exact_and_arrays_broadcast(function: object) -> None:
    found = function([0, 5, 10], 10)  # type: ignore[operator]
    assert (found.lower[0], found.upper[2]) == (0.0, 1.0)
    assert found.lower.shape == (3,)
    alone = function(5, 10)  # type: ignore[operator]
    assert isinstance(alone.lower, float)
    assert (found.lower[1], found.upper[1]) == (alone.lower, alone.upper)


@given(counts, st.floats(0.5, 0.99))
def test_bounds_hold_the_share_and_widen_with_the_level(
    count: tuple[int, int], level: float
) -> None:
    for function in (wilson, clopper_pearson, jeffreys):
        found, wider = function(*count, level), function(*count, (1 + level) / 2)
        share = count[0] / count[1]
        if function is not jeffreys:
            assert 0 <= found.lower <= share <= found.upper <= 1
        assert wider.lower <= found.lower + 1e-12
        assert wider.upper >= found.upper - 1e-12


@given(counts)
def test_failures_mirror_successes(count: tuple[int, int]) -> None:
    x, n = count
    for function in (wilson, clopper_pearson, jeffreys):
        found, mirror = function(x, n), function(n - x, n)
        assert found.lower == pytest.approx(1 - mirror.upper, abs=1e-9)


def test_published_values() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263.
    found = wilson(81, 263)
    assert (round(found.lower, 4), round(found.upper, 4)) == (0.2553, 0.3662)
    exact = clopper_pearson(81, 263)
    assert (round(exact.lower, 4), round(exact.upper, 4)) == (0.2527, 0.3676)


@pytest.mark.parametrize(
    ("x", "n", "confidence"),
    [(2, 1, 0.95), (-1, 3, 0.95), (0, 0, 0.95), (math.nan, 3, 0.95), (1, 3, 0), (1, 3, 1)],
)
def test_impossible_arguments(x: float, n: float, confidence: float) -> None:
    for function in (wilson, clopper_pearson, jeffreys):
        with pytest.raises(ValueError, match=r"no count of successes|strictly between"):
            function(x, n, confidence)


@pytest.mark.parametrize(("events", "n"), [(0, 20), (1, 20), (5, 40), (39, 40)])
def test_the_upper_bound_is_where_so_few_events_become_improbable(events: int, n: int) -> None:
    bound = binomial_upper(events, n)
    assert stats.binom.cdf(events, n, bound) == pytest.approx(0.05, abs=1e-9)


def test_ends_of_the_upper_bound() -> None:
    assert binomial_upper(10, 10) == 1.0
    assert binomial_upper(0, 59) == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-12)
    with pytest.raises(ValueError, match="no count"):
        binomial_upper(3, 2)


@pytest.mark.parametrize("n", [30, 100, 1000])
def test_exact_coverage_over_all_rates(n: int) -> None:
    """Coverage by enumeration: no simulation is needed where all outcomes can be listed."""
    rates, x = np.linspace(0.02, 0.98, 97), np.arange(n + 1)
    pmf = stats.binom.pmf(x[:, None], n, rates)
    coverage = {}
    for function in (wilson, clopper_pearson, jeffreys):
        found = function(x, n)
        inside = (found.lower[:, None] <= rates) & (rates <= found.upper[:, None])
        coverage[function] = (pmf * inside).sum(axis=0)
    assert coverage[clopper_pearson].min() >= 0.95
    assert abs(coverage[wilson].mean() - 0.95) < 0.006
    assert coverage[wilson].min() > 0.91
    assert abs(coverage[jeffreys].mean() - 0.95) < 0.01
