from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats import differences
from pytest_mlgate.stats.contingency import (
    breslow_day,
    cochran_mantel_haenszel,
    fisher_exact,
    standardised_difference,
)
from pytest_mlgate.stats.differences import newcombe, two_proportion_test
from pytest_mlgate.stats.ratios import katz, koopman, odds_ratio

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
TABLES = np.array([[[12, 8], [5, 15]], [[20, 10], [14, 16]], [[4, 9], [3, 11]]])


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "low", "high"),
    [
        (20, 200, 60, 200, -0.275, -0.123),
        (43, 100, 23, 100, 0.070, 0.321),
        # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (0, 10, 0, 20, -0.1611, 0.2775),
    ],
)
def test_newcombe(x1: int, n1: int, x2: int, n2: int, low: float, high: float) -> None:
    found = newcombe(x1, n1, x2, n2)
    digits = 4 if n2 <= 80 else 3
    assert (round(found.lower, digits), round(found.upper, digits)) == (low, high)


def test_newcombe_against_statsmodels() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for x1, n1, x2, n2 in [(20, 200, 60, 200), (1, 9, 8, 9), (30, 31, 5, 40)]:
        low, high = proportion.confint_proportions_2indep(x1, n1, x2, n2, method="newcomb")
        found = newcombe(x1, n1, x2, n2)
        assert (found.lower, found.upper) == (
            pytest.approx(low, abs=1e-9),
            pytest.approx(high, abs=1e-9),
        )


@given(counts, counts)
def test_swapping_the_groups_mirrors_the_difference(a: tuple[int, int], b: tuple[int, int]) -> None:
    found, mirror = newcombe(*a, *b), newcombe(*b, *a)
    assert found.lower == pytest.approx(-mirror.upper, abs=1e-12)
    assert -1 <= found.lower <= a[0] / a[1] - b[0] / b[1] <= found.upper <= 1
    first, second = two_proportion_test(*a, *b), two_proportion_test(*b, *a)
    assert first.p_value == pytest.approx(second.p_value, abs=1e-9)
    assert first.statistic == pytest.approx(-second.statistic, abs=1e-9)


def test_the_score_test_is_the_pooled_z_test() -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    z, p = proportion.proportions_ztest([349, 400], [1000, 1000])
    found = two_proportion_test(349, 1000, 400, 1000)
    assert (found.statistic, found.p_value) == (pytest.approx(z, abs=1e-9), pytest.approx(p))
    assert found.method == "score"


@pytest.mark.parametrize("margin", [0.1, -0.05, 0.3])
def test_a_margin_restricts_the_rates_by_maximum_likelihood(margin: float) -> None:
    a, m, b, n = 50, 100, 60, 120

    def negative(p: float) -> float:
        q = p - margin
        return -(a * np.log(p) + (m - a) * np.log(1 - p) + b * np.log(q) + (n - b) * np.log(1 - q))

    bounds = (max(0, margin) + 1e-9, min(1, 1 + margin) - 1e-9)
    best = optimize.minimize_scalar(
        negative, bounds=bounds, method="bounded", options={"xatol": 1e-12}
    ).x
    other = best - margin
    z = (a / m - b / n - margin) / np.sqrt(best * (1 - best) / m + other * (1 - other) / n)
    assert two_proportion_test(a, m, b, n, margin=margin).statistic == pytest.approx(z, abs=1e-6)


def test_small_counts_are_tested_exactly() -> None:
    found = two_proportion_test([1, 300], [10, 1000], [5, 400], [10, 1000])
    assert found.method == "score, Fisher exact for small counts"
    assert found.p_value[0] == pytest.approx(stats.fisher_exact([[1, 9], [5, 5]])[1])
    assert two_proportion_test(1, 10, 5, 10).method == "Fisher exact"


def test_groups_without_variance_do_not_differ() -> None:
    for x, n in ((0, 40), (40, 40)):
        found = two_proportion_test(x, n, x, n)
        assert (found.statistic, found.p_value) == (0.0, 1.0)
    with pytest.raises(ValueError, match="margin 1 is not"):
        two_proportion_test(1, 2, 1, 2, margin=1)
    with pytest.raises(ValueError, match="alternative 'up'"):
        two_proportion_test(50, 100, 50, 100, alternative="up")  # type: ignore[arg-type]


# Ratios


@pytest.mark.parametrize(
    ("cells", "ratio", "low", "high"),
    [
        ((30, 100, 60, 100), 0.5, 0.356, 0.702),
        ((14, 30, 20, 30), 0.7, 0.442, 1.107),
        ((270, 1000, 397, 1000), 0.680, 0.599, 0.772),
    ],
)
def test_katz(cells: tuple[int, int, int, int], ratio: float, low: float, high: float) -> None:
    found = katz(*cells)
    assert round(cells[0] / cells[1] / (cells[2] / cells[3]), 3) == ratio
    assert (round(found.lower, 3), round(found.upper, 3)) == (low, high)


@pytest.mark.parametrize(("function", "method"), [(katz, "log"), (koopman, "score")])
def test_ratios_against_statsmodels(function: object, method: str) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for cells in [(30, 100, 60, 100), (5, 10, 5, 10), (2, 40, 30, 50)]:
        low, high = proportion.confint_proportions_2indep(
            *cells, compare="ratio", method=method, correction=False
        )
        found = function(*cells)  # type: ignore[operator]
        # statsmodels brackets the score bounds by a search of its own, to about 1e-6
        digits = 1e-9 if method == "log" else 1e-5
        assert (found.lower, found.upper) == (
            pytest.approx(low, rel=digits), pytest.approx(high, rel=digits),
        )  # fmt: skip


def test_koopman_bounds_are_where_the_chi_squared_test_rejects() -> None:
    from pytest_mlgate.stats import ratios

    found = koopman(7, 34, 1, 34)
    for bound in (found.lower, found.upper):
        assert ratios._score(7, 34, 1, 34, bound) == pytest.approx(stats.chi2.ppf(0.95, 1))


def test_a_ratio_without_successes() -> None:
    assert (koopman(0, 10, 5, 10).lower, katz(0, 10, 5, 10).lower) == (0.0, 0.0)
    for function in (katz, koopman):
        with pytest.raises(Unmeasurable, match="denominator has no success"):
            function(5, 10, 0, 10)
    assert koopman([30, 5], [100, 10], [60, 5], [100, 10]).lower.shape == (2,)
    assert koopman(10, 10, 10, 10).upper > 1


def test_odds_ratio_against_statsmodels() -> None:
    table = pytest.importorskip("statsmodels.stats.contingency_tables")
    oracle = table.Table2x2(np.array([[30, 70], [60, 40]]))
    found = odds_ratio(30, 100, 60, 100)
    assert found.estimate == pytest.approx(oracle.oddsratio, abs=1e-9)
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == pytest.approx(
        oracle.oddsratio_confint(), abs=1e-9
    )
    assert found.p_value == pytest.approx(oracle.oddsratio_pvalue(), abs=1e-9)
    assert odds_ratio(0, 10, 5, 10).estimate > 0


# Tables


@given(counts, counts)
def test_fisher_against_scipy(a: tuple[int, int], b: tuple[int, int]) -> None:
    table = [[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]]
    for side in ("two-sided", "greater", "less"):
        expected = stats.fisher_exact(table, alternative=side)[1]
        assert fisher_exact(*a, *b, side) == pytest.approx(expected, abs=1e-9)  # type: ignore[arg-type]


def test_fisher_over_many_tables_at_once() -> None:
    p = fisher_exact([30, 14, 349], [100, 30, 1000], [60, 20, 400], [100, 30, 1000])
    assert [f"{v:.3g}" for v in p] == ["3.3e-05", "0.192", "0.0209"]
    with pytest.raises(ValueError, match="whole counts"):
        fisher_exact(0.5, 10, 1, 10)
    with pytest.raises(ValueError, match="alternative"):
        fisher_exact(1, 10, 1, 10, "up")  # type: ignore[arg-type]


def test_strata_against_statsmodels() -> None:
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    oracle = tables.StratifiedTable(np.transpose(TABLES, (1, 2, 0)))
    found = cochran_mantel_haenszel(TABLES)
    expected = oracle.test_null_odds(correction=False)
    assert (found.statistic, found.p_value) == (
        pytest.approx(expected.statistic, abs=1e-9), pytest.approx(expected.pvalue, abs=1e-9),
    )  # fmt: skip
    assert found.estimate == pytest.approx(oracle.oddsratio_pooled, abs=1e-9)
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == pytest.approx(
        oracle.oddsratio_pooled_confint(), abs=1e-9
    )
    for tarone in (True, False):
        expected = oracle.test_equal_odds(adjust=tarone)
        same = breslow_day(TABLES, tarone=tarone)
        assert same.statistic == pytest.approx(expected.statistic, abs=1e-8)
        assert same.p_value == pytest.approx(expected.pvalue, abs=1e-8)


def test_equal_strata_have_equal_odds() -> None:
    found = breslow_day([[[10, 10], [10, 10]], [[20, 20], [20, 20]]])
    assert (found.statistic, found.p_value) == (pytest.approx(0, abs=1e-9), pytest.approx(1))


def test_the_mix_of_strata_reverses_a_difference() -> None:
    # Kidney stones: Charig et al. (1986), BMJ 292, 879-882.
    stones = np.array([[[81, 6], [234, 36]], [[192, 71], [55, 25]]])
    pooled = stones.sum(axis=0)
    assert pooled[0, 0] / pooled[0].sum() < pooled[1, 0] / pooled[1].sum()
    found = standardised_difference(stones)
    weights = np.array([357, 343]) / 700
    expected = weights @ [81 / 87 - 234 / 270, 192 / 263 - 55 / 80]
    assert found.estimate == pytest.approx(expected, abs=1e-12)
    assert found.estimate > 0


@pytest.mark.parametrize("tables", [[[[0, 0], [0, 0]]], [[[5, 0], [5, 0]]], [[[5, 5], [0, 0]]]])
def test_strata_that_say_nothing(tables: list[object]) -> None:
    with pytest.raises(Unmeasurable):
        cochran_mantel_haenszel(tables)
    with pytest.raises(Unmeasurable):
        breslow_day(tables)


def test_tables_of_another_shape() -> None:
    for tables in ([[1, 2], [3, 4]], [[[1, 2], [3, -4]]]):
        with pytest.raises(ValueError, match=r"shape|negative"):
            cochran_mantel_haenszel(tables)
    with pytest.raises(Unmeasurable, match="lacks one of the two groups"):
        standardised_difference([[[1, 2], [0, 0]], [[1, 2], [3, 4]]])
    assert cochran_mantel_haenszel([[[5, 0], [0, 5]]]).interval.upper == np.inf  # type: ignore[union-attr]
    assert differences.newcombe(1, 2, 1, 2).method == "Newcombe"
