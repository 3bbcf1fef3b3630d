from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.crossvalidation import corrected_resampled_t, five_by_two_cv_f
from pytest_mlgate.stats.paired import bonett_price, diebold_mariano, discordant, mcnemar

counts = st.integers(0, 60)
FOLDS = [0.02, 0.01, 0.03, 0.00, 0.02, 0.01, 0.02, 0.03, 0.01, 0.02]


@pytest.mark.parametrize(
    ("method", "p"), [("exact", 0.0654), ("mid-p", 0.0386), ("corrected", 0.0704)]
)
def test_nine_against_two(method: str, p: float) -> None:
    assert round(mcnemar(9, 2, method=method).p_value, 4) == p  # type: ignore[arg-type]


@given(counts, counts)
def test_against_statsmodels_and_the_binomial(b: int, c: int) -> None:
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    table = [[3, b], [c, 4]]
    assert mcnemar(b, c, method="exact").p_value == pytest.approx(
        tables.mcnemar(table, exact=True).pvalue if b + c else 1.0, abs=1e-9
    )
    if b + c:
        for method, correction in (("asymptotic", False), ("corrected", True)):
            expected = tables.mcnemar(table, exact=False, correction=correction)
            # Ours takes no more than the difference off, so equal counts stay equal.
            if b != c:
                found = mcnemar(b, c, method=method)  # type: ignore[arg-type]
                assert found.p_value == pytest.approx(expected.pvalue, abs=1e-9)
        for side in ("greater", "less"):
            expected_p = stats.binomtest(b, b + c, alternative=side).pvalue
            found = mcnemar(b, c, method="exact", alternative=side)  # type: ignore[arg-type]
            assert found.p_value == pytest.approx(expected_p, abs=1e-9)
    mid = mcnemar(b, c).p_value
    assert mid <= mcnemar(b, c, method="exact").p_value + 1e-12
    assert mid == pytest.approx(mcnemar(c, b).p_value, abs=1e-12)


def test_no_discordant_row() -> None:
    for method in ("exact", "mid-p", "asymptotic", "corrected"):
        assert mcnemar(0, 0, method=method).p_value == 1.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("b", "c", "extra"),
    [
        (-1, 0, {}),
        (1.5, 0, {}),
        (1, 2, {"method": "x"}),
        (1, 2, {"method": "asymptotic", "alternative": "less"}),
        (1, 2, {"alternative": "up"}),
    ],
)
def test_impossible_counts(b: float, c: int, extra: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no counts|none of|two-sided"):
        mcnemar(b, c, **extra)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("b", "c", "gap", "lower"),
    [
        (30, 20, 0.00998, -0.0018),
        (45, 20, 0.02495, 0.0116),
        (20, 30, -0.00998, -0.0218),
        (15, 30, -0.01497, -0.0262),
    ],
)
def test_bonett_price(b: int, c: int, gap: float, lower: float) -> None:
    found = bonett_price(b, c, 1000, 0.90)
    assert round((found.lower + found.upper) / 2, 5) == gap
    assert round(found.lower, 4) == lower


def test_a_clear_gain_is_significant() -> None:
    assert mcnemar(45, 20, alternative="greater").p_value == pytest.approx(9e-4, abs=5e-5)


@given(counts, counts, st.integers(120, 500))
def test_swapping_the_models_mirrors_the_interval(b: int, c: int, n: int) -> None:
    found, mirror = bonett_price(b, c, n), bonett_price(c, b, n)
    assert found.lower == pytest.approx(-mirror.upper, abs=1e-12)
    assert -1 <= found.lower <= found.upper <= 1
    with pytest.raises(ValueError, match="discordant of 1 rows"):
        bonett_price(b + 1, c + 1, 1)


def test_discordant_rows_are_counted() -> None:
    assert discordant([1, 1, 0, 0], [1, 0, 1, 1]) == (1, 2)


# Forecasts


def test_diebold_mariano_one_step_is_a_t_test() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random(50), rng.random(50)
    found = diebold_mariano(a, b)
    d = a - b
    # One step ahead the correction is (n - 1) / n, which turns the divisor n into n - 1.
    expected = stats.ttest_1samp(d, 0)
    assert (found.statistic, found.p_value) == pytest.approx(tuple(expected), abs=1e-9)


def test_diebold_mariano_by_hand() -> None:
    a = np.array([1.0, 2.0, 3.0, 2.0, 4.0, 3.0, 5.0, 2.0])
    b = np.array([1.5, 1.0, 2.0, 2.5, 2.0, 2.0, 3.0, 1.0])
    d = a - b
    n, h = 8, 2
    c = d - d.mean()
    gamma = [(c * c).sum() / n, (c[1:] * c[:-1]).sum() / n]
    plain = d.mean() / math.sqrt((gamma[0] + 2 * gamma[1]) / n)
    corrected = plain * math.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    found = diebold_mariano(a, b, horizon=2, alternative="greater")
    assert found.statistic == pytest.approx(corrected, abs=1e-9)
    assert found.p_value == pytest.approx(stats.t.sf(corrected, 7), abs=1e-9)


def test_forecasts_that_cannot_be_compared() -> None:
    with pytest.raises(Unmeasurable, match="constant"):
        diebold_mariano([1, 2, 3, 4], [0, 1, 2, 3])
    with pytest.raises(Unmeasurable, match="at least 5"):
        diebold_mariano([1, 2], [1, 3], horizon=3)
    with pytest.raises(ValueError, match="horizon 0"):
        diebold_mariano([1, 2], [1, 3], horizon=0)
    with pytest.raises(ValueError, match="paired samples of 3 and 4"):
        diebold_mariano([1, 2, 3], [1, 3, 4, 5])
    alternating = np.tile([1.0, -1.0], 20)
    assert 0 <= diebold_mariano(alternating, np.zeros(40), horizon=2).p_value <= 1


# Cross-validation


def test_corrected_resampled_t() -> None:
    found = corrected_resampled_t(FOLDS, 1 / 9, alternative="greater", confidence=0.90)
    assert (round(found.statistic, 3), round(found.p_value, 4)) == (3.900, 0.0018)
    assert found.interval is not None
    assert round(found.interval.lower, 4) == 0.0090
    plain = np.mean(FOLDS) / np.std(FOLDS, ddof=1) * math.sqrt(10)
    assert round(plain, 3) == 5.667
    assert round(plain / found.statistic, 3) == 1.453
    assert round(math.sqrt((1 / 5 + 1 / 4) / (1 / 5)), 3) == 1.5


def test_corrected_resampled_t_against_baycomp() -> None:
    baycomp = pytest.importorskip("baycomp")
    from pytest_mlgate.stats.bayes import correlated_t

    posterior = correlated_t(FOLDS, 1 / 9)
    expected = baycomp.two_on_single(np.array(FOLDS), np.zeros(10), rope=0.01, runs=1)
    found = [posterior.probability(0.01, 9), posterior.probability(-0.01, 0.01)]
    assert found == pytest.approx(expected[:2], abs=1e-9)
    assert [round(p, 3) for p in found] == [0.929, 0.071]


def test_folds_that_say_nothing() -> None:
    with pytest.raises(Unmeasurable, match="not two measured models"):
        corrected_resampled_t([0.01] * 10, 1 / 9)
    equal = corrected_resampled_t([0.0] * 10, 1 / 9)
    assert (equal.p_value, equal.estimate) == (1.0, 0.0)
    with pytest.raises(Unmeasurable, match="at least 2"):
        corrected_resampled_t([0.01], 1 / 9)
    with pytest.raises(Unmeasurable, match="not finite"):
        corrected_resampled_t([0.01, math.nan], 1 / 9)
    with pytest.raises(ValueError, match="not positive"):
        corrected_resampled_t(FOLDS, 0)


def test_five_by_two() -> None:
    d = np.array([[0.02, 0.01], [0.03, -0.01], [0.0, 0.02], [0.01, 0.01], [0.02, 0.03]])
    variance = ((d - d.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    f = (d**2).sum() / (2 * variance.sum())
    found = five_by_two_cv_f(d)
    assert (found.statistic, found.p_value) == pytest.approx((f, stats.f.sf(f, 10, 5)), abs=1e-9)
    assert five_by_two_cv_f(np.zeros((5, 2))).p_value == 1.0
    with pytest.raises(Unmeasurable, match="no variance"):
        five_by_two_cv_f(np.full((5, 2), 0.1))
    with pytest.raises(ValueError, match="not \\(5, 2\\)"):
        five_by_two_cv_f([[1, 2]])


def overlapping(rng: np.random.Generator, repeats: int, folds: int = 10) -> np.ndarray:
    """Differences of two equal models over folds: noise of the rows, shared by training."""
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import RepeatedKFold

    x, y = rng.normal(size=(60, 4)), rng.normal(size=60)
    found = []
    cv = RepeatedKFold(n_splits=folds, n_repeats=repeats, random_state=int(rng.integers(1e6)))
    for train, test in cv.split(x):
        errors = []
        for columns in ([0, 1], [2, 3]):
            model = LinearRegression().fit(x[train][:, columns], y[train])
            errors.append(((model.predict(x[test][:, columns]) - y[test]) ** 2).mean())
        found.append(errors[0] - errors[1])
    return np.array(found)


@pytest.mark.slow
def test_the_correction_keeps_the_level_that_the_plain_test_does_not() -> None:
    rng = np.random.default_rng(4)
    runs, corrected, plain = 300, 0, 0
    for _ in range(runs):
        d = overlapping(rng, repeats=3)
        corrected += corrected_resampled_t(d, 1 / 9).p_value <= 0.05
        plain += stats.ttest_1samp(d, 0).pvalue <= 0.05
    assert corrected <= stats.binom.ppf(0.9995, runs, 0.05)
    assert plain > 2 * corrected


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 1000])
@pytest.mark.parametrize("psi", [0.1, 0.3])
def test_mid_p_and_bonett_price_by_enumeration(n: int, psi: float) -> None:
    """Level of the test and coverage of the interval, over all tables of equal models."""
    rng = np.random.default_rng(5)
    runs = 4000
    discordant_rows = rng.binomial(n, psi, runs)
    b = rng.binomial(discordant_rows, 0.5)
    c = discordant_rows - b
    rejected = sum(mcnemar(int(i), int(j)).p_value <= 0.05 for i, j in zip(b, c, strict=True))
    assert rejected <= stats.binom.ppf(0.9995, runs, 0.05)
    covered = 0
    for i, j in zip(b, c, strict=True):
        found = bonett_price(int(i), int(j), n)
        covered += found.lower <= 0 <= found.upper
    assert covered >= stats.binom.ppf(0.0005, runs, 0.945)
