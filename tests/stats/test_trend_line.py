from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.trend import forecast, mann_kendall, theil_sen

DAYS = np.array([0, 1, 2, 4, 5, 8, 9, 11], float)
TOTALS = np.array([80, 79.5, 81, 78, 78.2, 76, 77.5, 74])


def test_theil_sen_is_the_median_of_all_slopes():
    slopes = [
        (TOTALS[j] - TOTALS[i]) / (DAYS[j] - DAYS[i]) for i in range(8) for j in range(i + 1, 8)
    ]
    found = theil_sen(DAYS, TOTALS)
    assert found.value == pytest.approx(np.median(slopes), abs=1e-12)
    assert found.lower < found.value < found.upper < 0


def test_mann_kendall_counts_pairs():
    """S is the number of pairs that rise minus those that fall; p is exact for few values."""
    rising = sum(np.sign(TOTALS[j] - TOTALS[i]) for i in range(8) for j in range(i + 1, 8))
    assert rising == -20
    # Exact distribution of S for n = 8: Mann (1945), and Kendall's table: P(S >= 20) = 0.0071.
    assert mann_kendall(DAYS, TOTALS) == pytest.approx(2 * 0.0071, abs=2e-4)


def test_values_that_never_change_have_no_trend():
    assert mann_kendall([1, 2, 3, 4], [5, 5, 5, 5]) == 1
    assert theil_sen([1, 2, 3, 4], [5, 5, 5, 5]).value == 0


def test_forecast_is_the_prediction_interval_of_statsmodels():
    model = sm.OLS(TOTALS, sm.add_constant(DAYS)).fit()
    expected = model.get_prediction([[1, 41.0]]).summary_frame(alpha=0.05).iloc[0]
    found = forecast(DAYS, TOTALS, 41.0)
    assert found.value == pytest.approx(expected["mean"], rel=1e-10)
    assert found.lower == pytest.approx(expected["obs_ci_lower"], rel=1e-10)
    assert found.upper == pytest.approx(expected["obs_ci_upper"], rel=1e-10)


@given(
    st.lists(st.floats(0, 100), min_size=4, max_size=20),
    st.floats(-50, 50),
    st.floats(0.1, 10),
)
def test_a_shift_and_a_scale_carry_over(values, shift, scale):
    times = list(range(len(values)))
    plain = theil_sen(times, values)
    moved = theil_sen([t + 7 for t in times], [scale * v + shift for v in values])
    assert moved.value == pytest.approx(scale * plain.value, abs=1e-9)
    mirrored = theil_sen(times, [-v for v in values])
    assert mirrored.value == pytest.approx(-plain.value, abs=1e-9)


@pytest.mark.parametrize(
    ("times", "values"),
    [([1, 2], [1, 2]), ([1, 2, 2], [1, 2, 3]), ([1, 2, 3], [1, 2, float("nan")]), ([1, 2, 3], [1])],
)
def test_what_cannot_be_measured(times, values):
    for function in (theil_sen, mann_kendall):
        with pytest.raises(Unmeasurable):
            function(times, values)
    with pytest.raises(Unmeasurable):
        forecast(times, values, 9)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "step"), [(5, 1), (12, 7)])
def test_the_forecast_covers_as_it_says(n, step):
    """The interval of a line holds a new value 30 days on in 95 % of cases."""
    generator = np.random.default_rng(20261121)
    times, runs = np.arange(n) * step, 4000
    at = times[-1] + 30
    hits = 0
    for _ in range(runs):
        values = 70 + 0.1 * times + generator.normal(0, 2, n)
        found = forecast(times, values, at)
        hits += found.lower <= 70 + 0.1 * at + generator.normal(0, 2) <= found.upper
    low, high = stats.binom.interval(0.999, runs, 0.95)
    assert low <= hits <= high
