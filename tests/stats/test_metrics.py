from __future__ import annotations

import numpy as np
import pytest

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.calibration import calibration_null, expected_calibration_error
from pytest_mlgate.stats.metrics import METRICS, confusion, direction_of

RNG = np.random.default_rng(1)
Y = RNG.random(400) < 0.4
SCORE = np.round(np.clip(RNG.normal(0.3 + 0.3 * Y, 0.2), 0.001, 0.999), 3)
LABEL = SCORE > 0.45
VALUE = RNG.normal(10, 3, 400)
GUESS = VALUE + RNG.normal(0, 1, 400)
WEIGHT = RNG.uniform(0.5, 2, 400)

ORACLES = {
    "accuracy": "accuracy_score", "balanced_accuracy": "balanced_accuracy_score",
    "precision": "precision_score", "recall": "recall_score", "f1": "f1_score",
    "mcc": "matthews_corrcoef", "roc_auc": "roc_auc_score", "log_loss": "log_loss",
    "average_precision": "average_precision_score", "brier": "brier_score_loss",
    "mae": "mean_absolute_error", "mse": "mean_squared_error",
    "mape": "mean_absolute_percentage_error", "rmse": "root_mean_squared_error",
    "median_absolute_error": "median_absolute_error", "r2": "r2_score",
}  # fmt: skip
ARGUMENTS = {"label": (Y, LABEL), "score": (Y, SCORE), "value": (VALUE, GUESS)}


@pytest.mark.parametrize("name", ORACLES)
def test_against_scikit_learn(name: str) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    arguments = ARGUMENTS[METRICS[name].needs]
    expected = getattr(metrics, ORACLES[name])(*arguments)
    assert METRICS[name].compute(*arguments) == pytest.approx(expected, abs=1e-9)
    if METRICS[name].whole is None:
        weighted = getattr(metrics, ORACLES[name])(*arguments, sample_weight=WEIGHT)
        assert METRICS[name].compute(*arguments, WEIGHT) == pytest.approx(weighted, abs=1e-9)
    else:
        with pytest.raises(Unmeasurable, match="row weights"):
            METRICS[name].compute(*arguments, WEIGHT)


def test_the_others() -> None:
    assert METRICS["error_rate"].compute(Y, LABEL) == pytest.approx((Y != LABEL).mean())
    tn, fp, _, _ = confusion(Y, LABEL)
    assert METRICS["specificity"].compute(Y, LABEL) == pytest.approx(tn / (tn + fp))
    assert METRICS["spearman"].compute(VALUE, GUESS) > 0.9
    assert METRICS["ece"].compute(Y, SCORE) == expected_calibration_error(SCORE, Y)
    texts = np.array(["a", "b", "c"])
    assert METRICS["accuracy"].compute(texts, np.array(["a", "b", "x"])) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("name", "y", "p"),
    [
        ("precision", [1, 0], [0, 0]),
        ("recall", [0, 0], [1, 0]),
        ("f1", [0, 0], [0, 0]),
        ("mcc", [1, 1], [1, 1]),
        ("roc_auc", [1, 1], [0.1, 0.2]),
        ("average_precision", [0, 0], [0.1, 0.2]),
        ("r2", [3, 3], [3, 3]),
        ("mape", [0, 1], [1, 1]),
        ("accuracy", [], []),
    ],
)
def test_undefined_is_said_and_never_0(name: str, y: list[float], p: list[float]) -> None:
    with pytest.raises(Unmeasurable):
        METRICS[name].compute(np.array(y), np.array(p))


def test_directions_are_never_guessed() -> None:
    assert direction_of("log_loss") == "lower"
    assert direction_of("default_rate", {"default_rate": "lower"}) == "lower"
    assert direction_of("accuracy", {"accuracy": "lower"}) == "lower"
    with pytest.raises(ValueError, match="nobody says whether more or less default_rate"):
        direction_of("default_rate")
    assert {metric.direction for metric in METRICS.values()} == {"higher", "lower"}


# Calibration


def test_calibration_error_by_hand() -> None:
    score = np.array([0.1] * 10 + [0.9] * 10)
    y = np.array([0] * 9 + [1] + [1] * 9 + [0])
    assert expected_calibration_error(score, y) == pytest.approx(0, abs=1e-12)
    assert expected_calibration_error(score, 1 - y) == pytest.approx(0.8)
    assert expected_calibration_error([0.0, 1.0, 1.0], [0, 1, 1]) == 0


def test_bins_do_not_depend_on_the_order_of_tied_rows() -> None:
    score, y = np.round(SCORE, 1), Y
    order = np.random.default_rng(3).permutation(len(y))
    assert expected_calibration_error(score[order], y[order]) == pytest.approx(
        expected_calibration_error(score, y), abs=1e-12
    )


@pytest.mark.parametrize(
    ("n", "mean", "high"),
    [(200, 0.071, 0.098), (500, 0.045, 0.064), (1000, 0.032, 0.046), (5000, 0.014, 0.020)],
)
def test_a_perfect_model_has_an_error(n: int, mean: float, high: float) -> None:
    rng = np.random.default_rng(4)
    null = np.concatenate([calibration_null(rng.random(n), draws=400, rng=rng) for _ in range(8)])
    assert null.mean() == pytest.approx(mean, abs=0.0015)
    assert np.quantile(null, 0.95) == pytest.approx(high, abs=0.003)


@pytest.mark.parametrize(
    ("score", "y", "error"),
    [([], [], Unmeasurable), ([0.5, 0.5], [0, 1], Unmeasurable), ([0.5, np.nan], [0, 1],
     Unmeasurable), ([0.5, 1.2], [0, 1], ValueError), ([0.5, 0.2], [0], ValueError)],
)  # fmt: skip
def test_scores_that_have_no_calibration(
    score: list[float], y: list[int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        expected_calibration_error(score, y)
