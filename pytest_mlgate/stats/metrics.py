"""What the names of metrics mean: direction, what they need, how they are computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, FloatArray, distributions, np
from pytest_mlgate.stats.auc import auc
from pytest_mlgate.stats.calibration import expected_calibration_error

Direction = Literal["higher", "lower"]
Needs = Literal["label", "score", "value"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of predictions.

    Parameters
    ----------
    name:
        As in the configuration.
    direction:
        Which values are better.
    needs:
        ``label``: labels, equal or not; ``score``: probabilities of the favourable class;
        ``value``: numbers.
    per_row:
        Maps (y, prediction) to one value per row whose mean the metric is; ``None`` for a
        metric that is no mean.
    counts:
        Maps counts of true negatives, false positives, false negatives and true positives
        (last axis 4) to the metric, NaN where it is undefined; ``None`` for a metric that
        is no function of them.
    whole:
        Maps (y, prediction) to the metric, for one that is neither.
    """

    name: str
    direction: Direction
    needs: Needs
    per_row: Callable[[Array, Array], FloatArray] | None = None
    counts: Callable[[FloatArray], FloatArray] | None = None
    whole: Callable[[Array, Array], float] | None = None

    def compute(self, y: Array, prediction: Array, weights: FloatArray | None = None) -> float:
        """Return the metric.

        Parameters
        ----------
        y:
            Shape (n,): truth as booleans (or labels, for accuracy), or numbers.
        prediction:
            Shape (n,): decisions, scores or numbers.
        weights:
            Shape (n,), or ``None``; a metric that is no mean and no function of counts
            refuses them.

        Raises
        ------
        Unmeasurable
            If there are no rows, or the metric is undefined on them.
        """
        if not len(y):
            raise Unmeasurable(f"{self.name} of no rows is undefined")
        if self.per_row is not None:
            value = float(np.average(self.per_row(y, prediction), weights=weights))
        elif self.counts is not None:
            value = float(self.counts(confusion(y, prediction, weights)))
        else:
            assert self.whole is not None
            if weights is not None:
                raise Unmeasurable(f"{self.name} with row weights is not supported")
            value = self.whole(y, prediction)
        if not np.isfinite(value):
            raise Unmeasurable(f"{self.name} is undefined on these {len(y)} rows")
        return value


def confusion(y: Array, decision: Array, weights: FloatArray | None = None) -> FloatArray:
    """Return (true negatives, false positives, false negatives, true positives)."""
    cell = np.asarray(y, bool) * 2 + np.asarray(decision, bool)
    return np.bincount(cell, weights, minlength=4).astype(float)


def direction_of(name: str, declared: Mapping[str, Direction] | None = None) -> Direction:
    """Return which values of a metric are better.

    Raises
    ------
    ValueError
        If nobody declared it and the name is not in the table: it is never guessed.
    """
    if declared and name in declared:
        return declared[name]
    if name not in METRICS:
        raise ValueError(
            f"nobody says whether more or less {name} is better; declare it in `directions`"
        )
    return METRICS[name].direction


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)


def _precision(c: FloatArray) -> FloatArray:
    return _share(c[..., 3], c[..., 3] + c[..., 1])


def _recall(c: FloatArray) -> FloatArray:
    return _share(c[..., 3], c[..., 3] + c[..., 2])


def _specificity(c: FloatArray) -> FloatArray:
    return _share(c[..., 0], c[..., 0] + c[..., 1])


def _f1(c: FloatArray) -> FloatArray:
    return _share(2 * c[..., 3], 2 * c[..., 3] + c[..., 1] + c[..., 2])


def _balanced(c: FloatArray) -> FloatArray:
    return (_recall(c) + _specificity(c)) / 2


def _mcc(c: FloatArray) -> FloatArray:
    tn, fp, fn, tp = (c[..., i] for i in range(4))
    scale = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return _share(tp * tn - fp * fn, scale)


def _correct(y: Array, p: Array) -> FloatArray:
    return np.asarray(y == p, float)


def _log_loss(y: Array, p: Array) -> FloatArray:
    score = np.clip(np.asarray(p, float), 1e-15, 1 - 1e-15)
    return -np.log(np.where(np.asarray(y, bool), score, 1 - score))


def _squared(y: Array, p: Array) -> FloatArray:
    return (np.asarray(y, float) - np.asarray(p, float)) ** 2


def _absolute(y: Array, p: Array) -> FloatArray:
    return np.abs(np.asarray(y, float) - np.asarray(p, float))


def _relative(y: Array, p: Array) -> FloatArray:
    if (np.asarray(y, float) == 0).any():
        raise Unmeasurable("a relative error is undefined where the observed value is 0")
    return _absolute(y, p) / np.abs(np.asarray(y, float))


def _rmse(y: Array, p: Array) -> float:
    return float(np.sqrt(_squared(y, p).mean()))


def _r2(y: Array, p: Array) -> float:
    spread = float(((np.asarray(y, float) - np.mean(y)) ** 2).sum())
    return 1 - float(_squared(y, p).sum()) / spread if spread else float("nan")


def _median_error(y: Array, p: Array) -> float:
    return float(np.median(_absolute(y, p)))


def _average_precision(y: Array, p: Array) -> float:
    """Area under the precision-recall steps; tied scores are one step."""
    truth, score = np.asarray(y, bool), np.asarray(p, float)
    if not truth.any():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    last = np.r_[np.flatnonzero(np.diff(score[order])), len(score) - 1]
    hits = np.cumsum(truth[order])[last]
    return float((np.diff(np.r_[0, hits]) * hits / (last + 1)).sum() / hits[-1])


def _spearman(y: Array, p: Array) -> float:
    return float(np.corrcoef(distributions.rankdata(y), distributions.rankdata(p))[0, 1])


_TABLE = (
    Metric("accuracy", "higher", "label", per_row=_correct),
    Metric("error_rate", "lower", "label", per_row=lambda y, p: 1 - _correct(y, p)),
    Metric("balanced_accuracy", "higher", "label", counts=_balanced),
    Metric("precision", "higher", "label", counts=_precision),
    Metric("recall", "higher", "label", counts=_recall),
    Metric("specificity", "higher", "label", counts=_specificity),
    Metric("f1", "higher", "label", counts=_f1),
    Metric("mcc", "higher", "label", counts=_mcc),
    Metric("roc_auc", "higher", "score", whole=auc),
    Metric("average_precision", "higher", "score", whole=_average_precision),
    Metric("log_loss", "lower", "score", per_row=_log_loss),
    Metric("brier", "lower", "score", per_row=_squared),
    Metric("ece", "lower", "score", whole=lambda y, p: expected_calibration_error(p, y)),
    Metric("mae", "lower", "value", per_row=_absolute),
    Metric("mse", "lower", "value", per_row=_squared),
    Metric("mape", "lower", "value", per_row=_relative),
    Metric("rmse", "lower", "value", whole=_rmse),
    Metric("median_absolute_error", "lower", "value", whole=_median_error),
    Metric("r2", "higher", "value", whole=_r2),
    Metric("spearman", "higher", "value", whole=_spearman),
)
METRICS: Mapping[str, Metric] = {metric.name: metric for metric in _TABLE}
"""Every metric by name."""
