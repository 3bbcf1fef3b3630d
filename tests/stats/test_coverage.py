"""How often intervals hold the truth, by simulation with exact bands around the expectation."""

from __future__ import annotations

import math
import random

import pytest

from pytest_mlgate.stats.intervals import binomial_upper, t_interval, wilson

pytestmark = pytest.mark.slow

RUNS = 10_000
MISS = 1e-6
"""Probability that a right implementation falls out of one band."""


def binomial_band(rate: float) -> tuple[int, int]:
    """Return counts of `RUNS` trials that a true rate leaves with probability `MISS` at most."""
    stats = pytest.importorskip("scipy.stats")
    return int(stats.binom.ppf(MISS / 2, RUNS, rate)), int(
        stats.binom.ppf(1 - MISS / 2, RUNS, rate)
    )


@pytest.mark.parametrize(("n", "rate"), [(20, 0.5), (20, 0.9), (50, 0.1), (200, 0.02)])
def test_wilson_covers_as_often_as_the_exact_sum_says(n: int, rate: float) -> None:
    holds = [wilson(k, n).lower <= rate <= wilson(k, n).upper for k in range(n + 1)]
    exact = sum(math.comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1) if holds[k])
    assert 0.92 < exact < 0.99
    generator = random.Random(n)
    covered = sum(holds[sum(generator.random() < rate for _ in range(n))] for _ in range(RUNS))
    low, high = binomial_band(exact)
    assert low <= covered <= high


@pytest.mark.parametrize("n", [3, 5, 20])
def test_t_interval_covers_95_percent_of_normal_samples(n: int) -> None:
    generator = random.Random(n)
    covered = 0
    for _ in range(RUNS):
        interval = t_interval([generator.gauss(1.0, 2.0) for _ in range(n)])
        covered += interval.lower <= 1.0 <= interval.upper
    low, high = binomial_band(0.95)
    assert low <= covered <= high


@pytest.mark.parametrize(("n", "rate"), [(20, 0.139), (50, 0.02), (100, 0.3)])
def test_the_exact_bound_misses_at_most_at_its_level(n: int, rate: float) -> None:
    missed = sum(
        math.comb(n, k) * rate**k * (1 - rate) ** (n - k)
        for k in range(n + 1)
        if binomial_upper(k, n) < rate
    )
    assert missed <= 0.05
