"""Comparing two models by one metric on the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pytest_mlgate.errors import ConfigError, Unmeasurable, nearest
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import Array, FloatArray, IntArray, np
from pytest_mlgate.stats.auc import delong_paired
from pytest_mlgate.stats.means import one_sample_t
from pytest_mlgate.stats.metrics import METRICS, Metric, direction_of
from pytest_mlgate.stats.paired import bonett_price, diebold_mariano, discordant, mcnemar
from pytest_mlgate.stats.resampling import bootstrap_ci, bootstrap_counts_ci, paired_permutation
from pytest_mlgate.verdict import Estimate, Limit

Directions = Mapping[str, Literal["higher", "lower"]]
ONE_SIDED = 0.90
"""Two-sided level whose ends are one-sided 95 % bounds."""
PERMUTATIONS = 1999


@dataclass(frozen=True)
class Options:
    """How a comparison is made.

    Parameters
    ----------
    directions:
        Metric -> which values are better, for names that are not known.
    horizon:
        Steps ahead of forecasts on rows in order of time, 0 for independent rows.
    replicates, seed:
        Of the bootstrap.
    """

    directions: Directions | None = None
    horizon: int = 0
    replicates: int = 2000
    seed: int = 0


@dataclass(frozen=True)
class Comparison:
    """Two models, one metric.

    Parameters
    ----------
    metric:
        Its name.
    candidate, baseline:
        Values of the metric.
    gain:
        Candidate minus baseline, turned so that more is better.
    lower, upper:
        One-sided 95 % bounds of the gain.
    p_worse, p_better:
        One-sided p-values of no difference, against worse and against better.
    n:
        Rows.
    method:
        Of the interval.
    discordant:
        Rows on which exactly one of two classifiers is right; ``None`` for other metrics.
    """

    metric: str
    candidate: float
    baseline: float
    gain: float
    lower: float
    upper: float
    p_worse: float
    p_better: float
    n: int
    method: str
    discordant: int | None = None

    def estimate(self, limit: Limit) -> Estimate:
        """Return the gain as an estimate against a limit."""
        return Estimate(
            name=f"gain in {self.metric}",
            value=self.gain,
            n=self.n,
            lower=self.lower,
            upper=self.upper,
            confidence=ONE_SIDED,
            method=self.method,
            limit=limit,
        )

    def __str__(self) -> str:
        return (
            f"{self.metric} {self.candidate:.4f} against {self.baseline:.4f}: gain "
            f"{self.gain:+.4f} "
            f"({ONE_SIDED:.0%} interval {self.lower:+.4f} to {self.upper:+.4f}, {self.method}) on "
            f"{self.n} rows"
        )


def metric_named(name: str) -> Metric:
    """Return a metric of the table.

    Raises
    ------
    ConfigError
        If there is none of that name.
    """
    if name not in METRICS:
        raise ConfigError(
            f"there is no metric {name!r}{nearest(name, METRICS)}; known are "
            f"{', '.join(sorted(METRICS))}"
        )
    return METRICS[name]


def arguments(metric: Metric, rows: Predictions) -> tuple[Array, Array]:
    """Return truth and prediction as the metric takes them."""
    if metric.needs == "score":
        return rows.positives, rows.score
    if metric.needs == "value":
        return rows.numbers("y_true"), rows.numbers("y_pred")
    if metric.per_row is not None:  # any labels, of as many classes as there are
        if not rows.has("y_pred") and rows.threshold is not None:
            return rows.positives, rows.decisions
        return rows.y_true, rows.y_pred
    return rows.positives, rows.decisions


def compare(
    name: str, candidate: Predictions, baseline: Predictions, options: Options
) -> Comparison:
    """Compare two models on rows that are already paired.

    Parameters
    ----------
    name:
        Of the metric.
    candidate, baseline:
        Predictions on the same rows in the same order.
    options:
        How.

    Raises
    ------
    ConfigError
        If the metric is not known.
    Unmeasurable
        If it is undefined on these rows.
    """
    metric = metric_named(name)
    sign = 1.0 if direction_of(name, options.directions) == "higher" else -1.0
    truth, ours = arguments(metric, candidate)
    _, theirs = arguments(metric, baseline)
    weights, clusters = candidate.weights, candidate.clusters
    first, second = (metric.compute(truth, p, weights) for p in (ours, theirs))
    plain = weights is None and clusters is None
    rng = np.random.default_rng(options.seed)
    discordant_rows = None
    if metric.per_row is not None:
        d = sign * (metric.per_row(truth, ours) - metric.per_row(truth, theirs))
        if options.horizon:
            part = _series(d, options.horizon)
        elif plain and set(np.unique(d)) <= {-1.0, 0.0, 1.0}:
            part = _binary(d)
            discordant_rows = int((d != 0).sum())
        else:
            part = _mean(d, weights, clusters, options, rng)
    elif name == "roc_auc" and plain:
        part = _auc(truth, ours, theirs)
    elif metric.counts is not None and plain:
        part = _counts(metric, sign, truth, ours, theirs, options, rng)
    else:
        part = _generic(metric, sign, truth, ours, theirs, weights, clusters, options, rng)
    lower, upper, p_worse, p_better, method = part
    gain = sign * (first - second)
    return Comparison(
        name,
        first,
        second,
        gain,
        lower,
        upper,
        p_worse,
        p_better,
        candidate.n,
        method,
        discordant_rows,
    )


_Part = tuple[float, float, float, float, str]


def _binary(d: FloatArray) -> _Part:
    b, c = int((d > 0).sum()), int((d < 0).sum())
    interval = bonett_price(b, c, len(d), ONE_SIDED)
    # The mid-p test keeps its level from 25 discordant rows on; below, the exact one does.
    method: Literal["exact", "mid-p"] = "mid-p" if b + c >= 25 else "exact"
    p_worse = mcnemar(b, c, method=method, alternative="less").p_value
    p_better = mcnemar(b, c, method=method, alternative="greater").p_value
    return interval.lower, interval.upper, p_worse, p_better, f"Bonett-Price, McNemar {method}"


def _auc(truth: Array, ours: Array, theirs: Array) -> _Part:
    found = delong_paired(truth, ours, theirs, alternative="less", confidence=ONE_SIDED)
    assert found.interval is not None
    p_better = 1 - found.p_value if found.estimate or found.statistic else 1.0
    p_worse = found.p_value if found.estimate or found.statistic else 1.0
    return found.interval.lower, found.interval.upper, p_worse, p_better, "DeLong"


def _series(d: FloatArray, horizon: int) -> _Part:
    zero = np.zeros(len(d))
    found = diebold_mariano(d, zero, horizon=horizon, alternative="less", confidence=ONE_SIDED)
    assert found.interval is not None
    lower, upper = found.interval.lower, found.interval.upper
    return lower, upper, found.p_value, 1 - found.p_value, "Diebold-Mariano"


def _mean(
    d: FloatArray,
    weights: FloatArray | None,
    clusters: IntArray | None,
    options: Options,
    rng: np.random.Generator,
) -> _Part:
    if weights is not None:
        d = d * weights / weights.mean()
    if clusters is not None:
        sizes = np.bincount(clusters)
        d = np.bincount(clusters, d) / sizes.mean()
    if not np.any(d):
        return 0.0, 0.0, 1.0, 1.0, "no row differs"
    if len(d) < 30:
        raise Unmeasurable(f"{len(d)} independent rows; at least 30 are needed")
    interval = bootstrap_ci(
        d, _average, confidence=ONE_SIDED, replicates=options.replicates, rng=rng
    )
    zero = np.zeros(len(d))
    p = [
        paired_permutation(d, zero, alternative=side, permutations=PERMUTATIONS, rng=rng).p_value
        if len(d) <= 5000
        else one_sample_t(d, alternative=side).p_value
        for side in ("less", "greater")
    ]
    method = "sign flips" if len(d) <= 5000 else "t"
    return interval.lower, interval.upper, p[0], p[1], f"BCa bootstrap, {method}"


def _average(d: Array) -> float:
    return float(d.mean())


def _counts(
    metric: Metric,
    sign: float,
    truth: Array,
    ours: Array,
    theirs: Array,
    options: Options,
    rng: np.random.Generator,
) -> _Part:
    """Resample the counts of the eight cells (truth, candidate, baseline)."""
    function = metric.counts
    assert function is not None
    y, a, b = (np.asarray(v, bool) for v in (truth, ours, theirs))
    cells = np.bincount(y * 4 + a * 2 + b, minlength=8)

    def gain(counts: FloatArray) -> FloatArray:
        cube = counts.reshape(*counts.shape[:-1], 2, 2, 2)
        first = cube.sum(axis=-1).reshape(*counts.shape[:-1], 4)
        second = cube.sum(axis=-2).reshape(*counts.shape[:-1], 4)
        return sign * (function(first) - function(second))

    interval = bootstrap_counts_ci(
        cells, gain, confidence=ONE_SIDED, replicates=options.replicates, rng=rng
    )
    p = _exchanged(cells, gain, rng)
    return interval.lower, interval.upper, *p, "BCa bootstrap of counts, exchange"


def _exchanged(cells: IntArray, gain: object, rng: np.random.Generator) -> tuple[float, float]:
    """Return one-sided p-values when the two models are exchanged row by row.

    Only rows on which they differ matter: of those with one truth, each count is binomial.
    """
    assert callable(gain)
    observed = float(gain(cells.astype(float)))
    drawn = np.tile(cells, (PERMUTATIONS, 1))
    for first, second in ((1, 2), (5, 6)):
        both = int(cells[first] + cells[second])
        drawn[:, first] = rng.binomial(both, 0.5, size=PERMUTATIONS)
        drawn[:, second] = both - drawn[:, first]
    found = gain(drawn.astype(float))
    found = found[np.isfinite(found)]
    slack = 1e-12
    worse = (int((found <= observed + slack).sum()) + 1) / (len(found) + 1)
    better = (int((found >= observed - slack).sum()) + 1) / (len(found) + 1)
    return worse, better


def _generic(
    metric: Metric,
    sign: float,
    truth: Array,
    ours: Array,
    theirs: Array,
    weights: FloatArray | None,
    clusters: IntArray | None,
    options: Options,
    rng: np.random.Generator,
) -> _Part:
    w = np.ones(len(truth)) if weights is None else weights
    weighted = weights is not None

    def gain(y: Array, a: Array, b: Array, row_weights: Array) -> float:
        given = row_weights if weighted else None
        try:
            return sign * (metric.compute(y, a, given) - metric.compute(y, b, given))
        except Unmeasurable:
            return float("nan")

    arrays = (truth, ours, theirs, w)
    interval = bootstrap_ci(
        arrays,
        gain,
        confidence=ONE_SIDED,
        replicates=options.replicates,
        clusters=clusters,
        rng=rng,
    )
    observed = gain(*arrays)
    found = []
    units = np.arange(len(truth)) if clusters is None else clusters
    for _ in range(499):
        swap = rng.random(int(units.max()) + 1)[units] < 0.5
        found.append(gain(truth, np.where(swap, theirs, ours), np.where(swap, ours, theirs), w))
    usable = np.array(found)[np.isfinite(found)]
    worse = (int((usable <= observed + 1e-12).sum()) + 1) / (len(usable) + 1)
    better = (int((usable >= observed - 1e-12).sum()) + 1) / (len(usable) + 1)
    return interval.lower, interval.upper, worse, better, "BCa bootstrap, exchange"


def discordance(candidate: Predictions, baseline: Predictions) -> float:
    """Return the share of rows on which exactly one of two classifiers is right."""
    truth = candidate.y_true
    b, c = discordant(candidate.y_pred == truth, baseline.y_pred == truth)
    return (b + c) / candidate.n
