"""Intervals against published values, an oracle and their own invariants."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.stats.intervals import Interval, binomial_upper, mean_sd, t_interval, wilson

COUNTS = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
FEW = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.floats(0.5, 0.999)


@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [
        # R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # All of 20 re-runs reproduced.
        (20, 20, 0.8389, 1.0000),
    ],
)
def test_wilson_gives_published_values(successes: int, n: int, lower: float, upper: float) -> None:
    interval = wilson(successes, n)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)
    assert interval.method == "Wilson"


@given(COUNTS, LEVELS)
def test_wilson_bounds_enclose_the_share_inside_0_and_1(
    counts: tuple[int, int], level: float
) -> None:
    successes, n = counts
    interval = wilson(successes, n, level)
    assert 0 <= interval.lower <= successes / n <= interval.upper <= 1
    assert interval.lower < interval.upper


@given(COUNTS, LEVELS)
def test_wilson_is_symmetric_in_success_and_failure(counts: tuple[int, int], level: float) -> None:
    successes, n = counts
    one, other = wilson(successes, n, level), wilson(n - successes, n, level)
    assert one.lower == pytest.approx(1 - other.upper, abs=1e-12)


@given(COUNTS, LEVELS)
def test_wilson_grows_with_successes_and_with_the_level(
    counts: tuple[int, int], level: float
) -> None:
    successes, n = counts
    interval = wilson(successes, n, level)
    wider = wilson(successes, n, (1 + level) / 2)
    assert wider.lower <= interval.lower
    assert interval.upper <= wider.upper
    if successes < n:
        more = wilson(successes + 1, n, level)
        assert interval.lower < more.lower
        assert interval.upper < more.upper or interval.upper == 1


@given(COUNTS, LEVELS)
def test_wilson_solves_the_score_equation(counts: tuple[int, int], level: float) -> None:
    from statistics import NormalDist

    successes, n = counts
    z = NormalDist().inv_cdf((1 + level) / 2)
    for bound in (wilson(successes, n, level).lower, wilson(successes, n, level).upper):
        if 0 < bound < 1:
            score = (successes / n - bound) / math.sqrt(bound * (1 - bound) / n)
            assert abs(score) == pytest.approx(z, rel=1e-6)


def test_no_failure_in_20_allows_a_rate_of_13_9_percent() -> None:
    assert binomial_upper(0, 20) == pytest.approx(1 - 0.05 ** (1 / 20), rel=1e-12)
    assert round(binomial_upper(0, 20), 3) == 0.139


@given(FEW, LEVELS)
def test_the_exact_upper_bound_agrees_with_the_beta_quantile(
    counts: tuple[int, int], level: float
) -> None:
    stats = pytest.importorskip("scipy.stats")
    events, n = counts
    expected = 1.0 if events == n else stats.beta.ppf(level, events + 1, n - events)
    assert binomial_upper(events, n, level) == pytest.approx(expected, rel=1e-7)


@given(FEW, LEVELS)
def test_the_exact_upper_bound_grows_with_events_and_level(
    counts: tuple[int, int], level: float
) -> None:
    events, n = counts
    bound = binomial_upper(events, n, level)
    assert events / n <= bound <= 1
    assert bound <= binomial_upper(events, n, (1 + level) / 2)
    if events < n:
        assert bound < binomial_upper(events + 1, n, level)


def test_t_interval_of_three_seeds() -> None:
    pytest.importorskip("scipy")
    interval = t_interval([96.8, 93.1, 94.2])
    assert (round(interval.lower, 1), round(interval.upper, 1)) == (90.0, 99.4)
    assert mean_sd([96.8, 93.1, 94.2]) == pytest.approx((94.7, 1.9))


@pytest.mark.parametrize(("n", "quantile"), [(2, 12.706), (5, 2.776), (10, 2.262), (31, 2.042)])
def test_t_interval_uses_the_tabulated_quantiles(n: int, quantile: float) -> None:
    pytest.importorskip("scipy")
    values = [float(i) for i in range(n)]
    mean, sd = mean_sd(values)
    interval = t_interval(values)
    assert interval.upper - mean == pytest.approx(quantile * sd / math.sqrt(n), rel=2e-4)
    assert mean - interval.lower == pytest.approx(interval.upper - mean)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e3, 1e3))
def test_t_interval_moves_with_the_values(values: list[float], shift: float) -> None:
    pytest.importorskip("scipy")
    one, moved = t_interval(values), t_interval([value + shift for value in values])
    assert one.lower <= mean_sd(values)[0] <= one.upper
    assert moved.lower == pytest.approx(one.lower + shift, abs=1e-6, rel=1e-9)


def test_equal_values_have_an_interval_of_no_width() -> None:
    pytest.importorskip("scipy")
    assert t_interval([2.0, 2.0, 2.0]) == Interval(2.0, 2.0, 0.95, "t")


@pytest.mark.parametrize(("events", "n"), [(-1, 5), (6, 5), (0, 0), (1.5, 3), (1, -1)])
def test_impossible_counts_are_refused(events: float, n: int) -> None:
    with pytest.raises(ValueError, match="no count"):
        wilson(events, n)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no count"):
        binomial_upper(events, n)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, 95, math.nan])
def test_impossible_levels_are_refused(level: float) -> None:
    for interval in (lambda: wilson(1, 2, level), lambda: t_interval([1, 2], level)):
        with pytest.raises(ValueError, match="confidence"):
            interval()


@pytest.mark.parametrize("values", [[], [1.0], [1.0, math.nan], [1.0, math.inf]])
def test_means_without_a_standard_deviation_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"standard deviation|finite"):
        t_interval(values)
