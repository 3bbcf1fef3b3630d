from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.resampling import (
    bootstrap_ci,
    bootstrap_counts_ci,
    multinomial_counts,
    paired_permutation,
    permutation_test,
    poisson_counts,
)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


SKEWED = rng(1).lognormal(size=80)


@pytest.mark.parametrize(
    ("method", "theirs"), [("bca", "BCa"), ("percentile", "percentile"), ("basic", "basic")]
)
def test_against_scipy(method: str, theirs: str) -> None:
    found = bootstrap_ci(SKEWED, np.mean, method=method, replicates=20_000, rng=rng())  # type: ignore[arg-type]
    expected = stats.bootstrap(
        (SKEWED,), np.mean, n_resamples=20_000, method=theirs, rng=rng(5)
    ).confidence_interval
    # Other resamples: the ends agree up to their own Monte-Carlo error.
    assert (found.lower, found.upper) == pytest.approx((expected.low, expected.high), rel=0.02)


def test_a_seed_gives_the_same_interval_and_leaves_the_global_generator_alone() -> None:
    before = np.random.get_state()[1].tolist()
    first = bootstrap_ci(SKEWED, np.median, rng=rng(3))
    assert first == bootstrap_ci(SKEWED, np.median, rng=rng(3))
    assert np.random.get_state()[1].tolist() == before


def test_paired_arrays_are_drawn_together() -> None:
    x = np.arange(50.0)
    found = bootstrap_ci((x, x + 1), lambda a, b: float((b - a).mean()), rng=rng())
    assert (found.lower, found.upper) == (1.0, 1.0)


def test_clusters_are_drawn_whole() -> None:
    values = np.repeat(rng(2).normal(size=20), 10)
    clusters = np.repeat(np.arange(20), 10)
    rows = bootstrap_ci(values, np.mean, rng=rng())
    whole = bootstrap_ci(values, np.mean, clusters=clusters, rng=rng())
    assert whole.upper - whole.lower > 2 * (rows.upper - rows.lower)
    with pytest.raises(Unmeasurable, match="1 clusters"):
        bootstrap_ci(values, np.mean, clusters=np.zeros(200, int), rng=rng())


def test_counts_and_rows_have_the_same_interval() -> None:
    rows = np.repeat([0.0, 1.0], [70, 30])
    by_rows = bootstrap_ci(rows, np.mean, replicates=20_000, rng=rng())
    by_counts = bootstrap_counts_ci(
        [70, 30], lambda c: c[..., 1] / c.sum(axis=-1), replicates=20_000, rng=rng(1)
    )
    assert by_counts.lower == pytest.approx(by_rows.lower, abs=0.011)
    assert by_counts.upper == pytest.approx(by_rows.upper, abs=0.011)


def test_counts_are_drawn() -> None:
    drawn = multinomial_counts([5, 0, 15], 1000, rng())
    assert drawn.shape == (1000, 3)
    assert (drawn.sum(axis=1) == 20).all()
    assert not drawn[:, 1].any()
    poisson = poisson_counts([5, 0, 15], 5000, rng())
    assert poisson.mean(axis=0) == pytest.approx([5, 0, 15], abs=0.3)
    with pytest.raises(Unmeasurable, match="no rows"):
        multinomial_counts([0], 10, rng())


def test_what_cannot_be_resampled() -> None:
    with pytest.raises(Unmeasurable, match="1 rows"):
        bootstrap_ci(np.array([1.0]), np.mean, rng=rng())
    with pytest.raises(Unmeasurable, match="not defined on the data"):
        bootstrap_ci(np.array([1.0, np.nan]), np.mean, rng=rng())
    with pytest.raises(Unmeasurable, match="of the resamples"):
        bootstrap_ci(
            np.array([1.0, 0.0, 0.0]),
            lambda v: float(1 / v.sum()) if v.sum() else float("nan"),
            rng=rng(),
        )
    with pytest.raises(Unmeasurable, match="1 rows"):
        bootstrap_counts_ci([1, 0], lambda c: c[..., 0], rng=rng())
    with pytest.raises(ValueError, match="none of bca"):
        bootstrap_ci(SKEWED, np.mean, method="t", rng=rng())  # type: ignore[arg-type]
    constant = bootstrap_ci(np.ones(9), np.mean, rng=rng())
    assert (constant.lower, constant.upper) == (1.0, 1.0)


# Permutation


@pytest.mark.parametrize("side", ["two-sided", "greater", "less"])
def test_all_sign_flips_against_scipy(side: str) -> None:
    a, b = rng(1).normal(0.5, size=11), rng(2).normal(size=11)
    found = paired_permutation(a, b, alternative=side, rng=rng())  # type: ignore[arg-type]
    expected = stats.permutation_test(
        (a, b), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=np.inf,
        alternative=side,
    )  # fmt: skip
    assert found.p_value == pytest.approx(expected.pvalue, abs=1e-9)
    assert found.estimate == pytest.approx((a - b).mean())


def test_five_folds_cannot_be_significant() -> None:
    assert paired_permutation([1, 2, 3, 4, 5], [0] * 5, rng=rng()).p_value == 0.0625


def test_drawn_flips_are_never_0() -> None:
    a = np.ones(100) + rng(1).normal(0, 0.1, 100)
    assert paired_permutation(a, np.zeros(100), permutations=999, rng=rng()).p_value == 0.001
    assert paired_permutation([1, 1], [1, 1], rng=rng()).p_value == 1.0
    tied = paired_permutation([0.1, 0.2, 0.3], [0.2, 0.1, 0.3], rng=rng())
    assert tied.p_value == 1.0


def test_clusters_flip_together() -> None:
    values = np.repeat(rng(3).normal(0.3, size=12), 5)
    clusters = np.repeat(np.arange(12), 5)
    rows = paired_permutation(values, np.zeros(60), rng=rng())
    whole = paired_permutation(values, np.zeros(60), clusters=clusters, rng=rng())
    assert whole.p_value > rows.p_value


def test_two_samples() -> None:
    a, b = rng(1).normal(1, 1, 40), rng(2).normal(0, 3, 60)
    found = permutation_test(a, b, permutations=4999, rng=rng())
    expected = stats.ttest_ind(a, b, equal_var=False)
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue, abs=0.02)
    assert permutation_test(a, b, alternative="less", rng=rng()).p_value > 0.9
    with pytest.raises(Unmeasurable, match="all values agree"):
        permutation_test([1, 1], [1, 1], rng=rng())
    for function in (permutation_test, paired_permutation):
        with pytest.raises(ValueError, match="none of"):
            function([1.0, 2.0], [0.0, 5.0], alternative="up", rng=rng())  # type: ignore[operator]


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 100])
def test_coverage_of_bca_and_percentile(n: int) -> None:
    draw, runs = rng(9), 400
    covered = {"bca": 0, "percentile": 0}
    for _ in range(runs):
        x = draw.exponential(size=n)
        for method in covered:
            found = bootstrap_ci(x, np.mean, method=method, replicates=999, rng=draw)  # type: ignore[arg-type]
            covered[method] += found.lower <= 1 <= found.upper
    # On 30 skewed rows both fall short; the corrected one does so by less.
    assert covered["bca"] >= stats.binom.ppf(0.0005, runs, 0.92 if n == 30 else 0.94)


@pytest.mark.slow
def test_unequal_variances_keep_the_level() -> None:
    draw, runs, rejected = rng(10), 400, 0
    for _ in range(runs):
        a, b = draw.normal(0, 3, 30), draw.normal(0, 1, 90)
        rejected += permutation_test(a, b, permutations=499, rng=draw).p_value <= 0.05
    assert rejected <= stats.binom.ppf(0.9995, runs, 0.06)
