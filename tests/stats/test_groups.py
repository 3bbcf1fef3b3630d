from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats import groups
from pytest_mlgate.stats.groups import (
    bootstrap_rates,
    group_rates,
    max_gap_interval,
    max_t_permutation,
    pairwise_tests,
)

CODES = np.array([0, 0, 0, 1, 1, 1, 1, -1])
FLAGS = np.array([1, 0, 1, 1, 0, 0, 0, 1], bool)


def test_rates_are_counted() -> None:
    found = group_rates(CODES, FLAGS, 3)
    assert found.x.tolist() == [2, 1, 0]
    assert found.rows.tolist() == [3, 4, 0]
    assert found.rate[:2].tolist() == pytest.approx([2 / 3, 1 / 4])
    assert np.isnan(found.rate[2])


def test_rates_against_fairlearn() -> None:
    metrics = pytest.importorskip("fairlearn.metrics")
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 4, 500)
    truth, decision = rng.random(500) < 0.4, rng.random(500) < 0.5
    frame = metrics.MetricFrame(
        metrics={
            "selection_rate": metrics.selection_rate,
            "tpr": metrics.true_positive_rate,
            "fpr": metrics.false_positive_rate,
        },
        y_true=truth.astype(int),
        y_pred=decision.astype(int),
        sensitive_features=codes,
    ).by_group
    ours = {
        "selection_rate": group_rates(codes, decision, 4),
        "tpr": group_rates(np.where(truth, codes, -1), decision, 4),
        "fpr": group_rates(np.where(truth, -1, codes), decision, 4),
    }
    for name, found in ours.items():
        assert found.rate == pytest.approx(frame[name].to_numpy(float), abs=1e-12)


def test_weights_cost_rows_and_equal_weights_cost_none() -> None:
    rng = np.random.default_rng(2)
    codes, flags = rng.integers(0, 2, 400), rng.random(400) < 0.3
    plain = group_rates(codes, flags, 2)
    equal = group_rates(codes, flags, 2, weights=np.full(400, 2.5))
    assert equal.n == pytest.approx(plain.n)
    assert equal.rate == pytest.approx(plain.rate)
    weights = rng.uniform(0.2, 4, 400)
    found = group_rates(codes, flags, 2, weights=weights)
    chosen = codes == 0
    assert found.rate[0] == pytest.approx(np.average(flags[chosen], weights=weights[chosen]))
    assert found.n[0] == pytest.approx(weights[chosen].sum() ** 2 / (weights[chosen] ** 2).sum())
    assert (found.n < plain.n).all()


def test_clusters_of_copies_count_once() -> None:
    rng = np.random.default_rng(3)
    flags = np.repeat(rng.random(100) < 0.4, 10)
    clusters = np.repeat(np.arange(100), 10)
    found = group_rates(np.zeros(1000, int), flags, 1, clusters=clusters)
    assert found.n[0] == pytest.approx(100, rel=0.02)
    constant = group_rates(np.zeros(1000, int), np.zeros(1000, bool), 1, clusters=clusters)
    assert constant.n[0] == 100


def test_all_pairs_are_tested() -> None:
    found = pairwise_tests([30, 60, 50], [100, 100, 100])
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert found.difference.tolist() == pytest.approx([-0.3, -0.2, 0.1])
    assert found.p_value[0] == pytest.approx(stats.fisher_exact([[30, 70], [60, 40]])[1])
    effective = pairwise_tests([30.5, 60.2], [100.1, 99.9])
    assert 0 < effective.p_value[0] < 1e-4
    with pytest.raises(Unmeasurable, match="nobody to be compared with"):
        pairwise_tests([1], [2])


def test_one_pair_has_newcombes_interval() -> None:
    found = max_gap_interval([([20, 60], [200, 200])])
    assert (round(found.lower, 3), round(found.upper, 3)) == (0.123, 0.275)
    assert found.method == "Newcombe"
    several = max_gap_interval([([20, 60, 40], [200] * 3), ([90, 91, 92], [100] * 3)])
    assert several.lower < found.lower
    assert several.upper > found.upper
    assert max_gap_interval([([50, 50], [100, 100])]).lower == 0
    with pytest.raises(Unmeasurable, match="nobody"):
        max_gap_interval([([1], [2])])
    with pytest.raises(ValueError, match="strictly between"):
        max_gap_interval([([1, 1], [2, 2])], 1)


@pytest.mark.slow
@pytest.mark.parametrize("rates", [[0.3] * 5, [0.3, 0.3, 0.3, 0.3, 0.4], [0.02, 0.05, 0.1]])
def test_the_largest_gap_is_covered(rates: list[float]) -> None:
    rng = np.random.default_rng(4)
    n, runs = 200, 2000
    truth = max(rates) - min(rates)
    covered = naive = 0
    for x in rng.binomial(n, rates, size=(runs, len(rates))):
        found = max_gap_interval([(x, np.full(len(rates), n))])
        covered += found.lower <= truth <= found.upper
        high, low = int(x.argmax()), int(x.argmin())
        alone = max_gap_interval([(x[[high, low]], [n, n])])
        naive += alone.lower <= truth <= alone.upper
    assert covered >= stats.binom.ppf(0.0005, runs, 0.95)
    if len(rates) == 5 and truth == 0:
        assert naive < 0.9 * runs  # as if the pair had been chosen beforehand


def test_the_bootstrap_of_counts_is_that_of_rows() -> None:
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 2, 300)
    truth, decision = rng.random(300) < 0.4, rng.random(300) < 0.5
    found = bootstrap_rates(codes, truth, decision, 2, replicates=4000, rng=rng)
    assert set(found) == {"selection_rate", "tpr", "fpr", "accuracy", "ppv"}
    rows = []
    for _ in range(2000):
        pick = rng.integers(0, 300, 300)
        chosen = (codes[pick] == 0) & truth[pick]
        rows.append(decision[pick][chosen].mean())
    assert found["tpr"][:, 0].mean() == pytest.approx(np.mean(rows), abs=0.005)
    assert found["tpr"][:, 0].std() == pytest.approx(np.std(rows), rel=0.08)
    same = [
        bootstrap_rates(codes, truth, decision, 2, rng=np.random.default_rng(9))["fpr"]
        for _ in range(2)
    ]
    assert np.array_equal(*same)
    with pytest.raises(Unmeasurable, match="no rows"):
        bootstrap_rates([], [], [], 2, rng=rng)


def test_permutation_of_one_cell_is_fishers_test() -> None:
    rng = np.random.default_rng(6)
    p = max_t_permutation([30, 60], [100, 100], np.eye(2), permutations=20_000, rng=rng)
    assert p[0] == p[1] < 1e-3
    p = max_t_permutation([40, 50], [100, 100], np.eye(2), permutations=20_000, rng=rng)
    exact = stats.fisher_exact([[40, 60], [50, 50]])[1]
    assert p[0] == pytest.approx(exact, abs=0.02)
    whole = max_t_permutation([40, 50], [100, 100], np.ones((1, 2)), rng=rng)
    assert whole.tolist() == [1.0]
    with pytest.raises(Unmeasurable, match="no row"):
        max_t_permutation([0], [0], np.eye(1), rng=rng)


@pytest.mark.slow
def test_twenty_four_equal_cells_keep_the_level() -> None:
    rng = np.random.default_rng(7)
    runs, rejected, gaps = 600, 0, 0
    n = np.full(24, 30)
    for _ in range(runs):
        x = rng.binomial(n, 0.3)
        gaps += np.ptp(x / n) >= 0.2
        rejected += max_t_permutation(x, n, np.eye(24), permutations=500, rng=rng).min() <= 0.05
    assert gaps > 0.95 * runs
    assert rejected <= stats.binom.ppf(0.9995, runs, 0.05)


def test_rates_of_nobody() -> None:
    assert np.isnan(groups.Rates(np.zeros(1), np.zeros(1), np.zeros(1, int)).rate[0])
