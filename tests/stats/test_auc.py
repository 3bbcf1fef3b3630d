from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.auc import auc, delong, delong_paired

rows = st.lists(
    st.tuples(st.booleans(), st.integers(-5, 5), st.integers(-5, 5)), min_size=8, max_size=60
).filter(lambda r: 2 <= sum(y for y, _, _ in r) <= len(r) - 2)


def wins(y: np.ndarray, s: np.ndarray) -> np.ndarray:
    """Compare every positive with every negative row."""
    positive, negative = s[y], s[~y]
    return (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)


@given(rows)
def test_against_all_pairs(sample: list[tuple[bool, int, int]]) -> None:
    y, a, b = (np.array(column) for column in zip(*sample, strict=True))
    y = y.astype(bool)
    first, second = wins(y, a), wins(y, b)
    assert auc(y, a) == pytest.approx(first.mean(), abs=1e-12)
    d = first - second
    variance = d.mean(axis=1).var(ddof=1) / y.sum() + d.mean(axis=0).var(ddof=1) / (~y).sum()
    found = delong_paired(y, a, b)
    assert found.estimate == pytest.approx(d.mean(), abs=1e-12)
    if variance > 1e-12:
        assert found.statistic == pytest.approx(d.mean() / np.sqrt(variance), abs=1e-6)
    mirror = delong_paired(y, b, a)
    assert mirror.estimate == -found.estimate
    assert mirror.p_value == pytest.approx(found.p_value, abs=1e-9)


def test_against_scikit_learn_and_monotone_maps() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(1)
    y = rng.random(500) < 0.3
    score = np.round(rng.normal(size=500) + y, 1)
    assert auc(y, score) == pytest.approx(metrics.roc_auc_score(y, score), abs=1e-12)
    assert auc(y, np.exp(score)) == auc(y, score)
    assert auc(y, -score) == pytest.approx(1 - auc(y, score), abs=1e-12)


def test_one_area_has_an_interval_inside_0_and_1() -> None:
    rng = np.random.default_rng(2)
    y = rng.random(60) < 0.5
    score = rng.normal(size=60) + 3 * y
    found = delong(y, score)
    assert found.interval is not None
    assert 0 < found.interval.lower < found.estimate < found.interval.upper < 1
    perfect = delong([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6])
    assert perfect.interval is not None
    assert (perfect.estimate, perfect.interval.upper) == (1.0, 1.0)
    assert perfect.interval.lower == pytest.approx(0.025 ** (1 / 3))


def test_models_that_rank_alike_do_not_differ() -> None:
    y, score = [0, 1, 0, 1, 1], [0.1, 0.4, 0.3, 0.8, 0.2]
    found = delong_paired(y, score, np.array(score) * 10)
    assert found.interval is not None
    assert (found.estimate, found.p_value, found.interval.upper) == (0, 1, 0)


@pytest.mark.parametrize(
    ("y", "score", "message"),
    [
        ([], [], "0 positive and 0 negative"),
        ([1, 1, 1], [1, 2, 3], "3 positive and 0 negative"),
        ([0, 1, 1], [1, 2, 3], "2 positive and 1 negative"),
        ([0, 1], [1, np.nan], "1 of 2 scores are not finite"),
    ],
)
def test_what_has_no_area(y: list[int], score: list[float], message: str) -> None:
    with pytest.raises(Unmeasurable, match=message):
        delong(y, score)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="2 scores for 3 rows"):
        auc([0, 1, 1], [1, 2])
    with pytest.raises(ValueError, match="5 scores for 4 rows"):
        delong_paired([0, 0, 1, 1], [1, 2, 3, 4], [1, 2, 3, 4, 5])


@pytest.mark.slow
def test_two_equal_models_differ_at_the_level() -> None:
    rng = np.random.default_rng(3)
    runs, rejected = 2000, 0
    for _ in range(runs):
        y = rng.random(200) < 0.4
        common = rng.normal(size=200) + y
        a, b = common + rng.normal(size=200), common + rng.normal(size=200)
        rejected += delong_paired(y, a, b).p_value <= 0.05
    low, high = stats.binom.ppf([0.0005, 0.9995], runs, 0.05)
    assert low <= rejected <= high
