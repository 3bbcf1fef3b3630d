"""How much a single column tells about the target, out of fold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, ArrayLike, BoolArray, FloatArray, IntArray, np, pandas

FOLDS = 5
BINS = (16, 64, 256, 1024)
"""Resolutions that are tried on a number: coarse ones are steady, fine ones see narrow ranges."""
ROWS_PER_BIN = 10
CODES = 10
"""Bins of a number where information is measured."""
_PRIOR_ROWS = 1.0
_FEW_ROWS = 20_000
_SAFE = 2.0**40
"""Divides what is summed or subtracted, so that the largest floats do not overflow."""


@dataclass(frozen=True)
class Target:
    """What is predicted, and how its rows are dealt into folds.

    Parameters
    ----------
    values:
        Shape (n,): numbers of classes from 0, or finite numbers.
    classes:
        How many classes there are, 0 for a number.
    seed:
        Of the folds; every class is spread evenly over them.
    least:
        Classes of fewer rows are not told from the rest.
    """

    values: Array
    classes: int = 0
    seed: int = 0
    least: int = 1

    @cached_property
    def fold(self) -> IntArray:
        """Fold of each row."""
        n = len(self.values)
        order = np.random.default_rng(self.seed).permutation(n)
        if self.classes:
            order = order[np.argsort(self.values[order], kind="stable")]
        fold: IntArray = np.empty(n, np.int64)
        fold[order] = np.arange(n) % FOLDS
        return fold

    @cached_property
    def positives(self) -> list[IntArray]:
        """Row numbers of each class that is told from the rest: of two classes, the second."""
        told = range(1 if self.classes == 2 else 0, self.classes)
        found = [np.flatnonzero(self.values == kind) for kind in told]
        return [rows for rows in found if rows.size >= self.least]

    @cached_property
    def codes(self) -> IntArray:
        """The classes, or the number in at most ten bins of equal size."""
        return self.values if self.classes else Levels.of(self.values).cells(CODES)


@dataclass(frozen=True)
class Levels:
    """A column as its distinct values in order.

    Parameters
    ----------
    level:
        Shape (n,): number of the value of each row, from 0; -1 where there is none.
    size:
        Rows of each value.
    ordered:
        Whether the values have an order (numbers, dates), and are no categories.
    """

    level: IntArray
    size: IntArray
    ordered: bool = True

    @classmethod
    def of(cls, values: ArrayLike) -> Levels:
        """Take numbers, where NaN is no value."""
        numbers = np.asarray(values, float)
        known = ~np.isnan(numbers)
        _, inverse, size = np.unique(numbers[known], return_inverse=True, return_counts=True)
        level: IntArray = np.full(numbers.size, -1, np.int64)
        level[known] = inverse
        return cls(level, size)

    @classmethod
    def of_categories(cls, values: object) -> Levels:
        """Take a pandas Series of categories; those of one row are one category."""
        level = np.asarray(pandas.factorize(values)[0], np.int64)
        size = np.bincount(level[level >= 0])
        single = size == 1
        # A value that no other row has tells nothing about another row.
        new = np.cumsum(~single) - 1
        new[single] = int((~single).sum())
        level = np.where(level < 0, -1, new[level]) if size.size else level
        return cls(level, np.bincount(level[level >= 0]), ordered=False)

    @property
    def constant(self) -> bool:
        """Whether all rows agree, in having no value too."""
        missing = bool((self.level < 0).any())
        return self.size.size + missing < 2

    def cells(self, bins: int) -> IntArray:
        """Return the bin of each row; no value is the last bin, and equal values share one."""
        if not self.ordered or self.size.size <= bins:
            bin_of = np.arange(self.size.size)
        else:
            before = np.cumsum(self.size) - self.size
            bin_of = np.unique(before * bins // self.size.sum(), return_inverse=True)[1]
        last = int(bin_of[-1]) + 1 if bin_of.size else 0
        return np.append(bin_of, last)[self.level]

    def resolutions(self) -> list[IntArray]:
        """Return the bins of each row, coarse to fine."""
        if not self.ordered or self.size.size <= BINS[0]:
            return [self.cells(BINS[0])]
        most = max(2, int(self.size.sum()) // ROWS_PER_BIN)
        return [self.cells(bins) for bins in sorted({min(bins, most) for bins in BINS})]

    def ranks(self) -> list[FloatArray]:
        """Return mid-ranks of the rows, with no value below and above all others."""
        if not self.ordered:
            return []
        known = int(self.size.sum())
        missing = self.level.size - known
        middle = np.cumsum(self.size) - (self.size - 1) / 2
        low = np.append(middle + missing, (missing + 1) / 2)[self.level]
        if not missing:
            return [low]
        return [low, np.append(middle, known + (missing + 1) / 2)[self.level]]


def area(target: Target, column: Levels) -> float:
    """Return the area under the ROC curve of the best model of one column, 0.5 to 1.

    The models are the column's own order in either direction, and the out-of-fold share of the
    class in bins of equal size, which is a tree of one feature.  Of several classes each is told
    from the rest, and the areas are averaged.

    Parameters
    ----------
    target:
        Classes, each with at least one row.
    column:
        The column.
    """
    best = [0.5] * len(target.positives)
    for ranks in column.ranks():
        for i, rows in enumerate(target.positives):
            m, n = rows.size, ranks.size - rows.size
            found = (float(ranks[rows].sum()) - m * (m + 1) / 2) / (m * n)
            best[i] = max(best[i], found, 1 - found)
    for cells in column.resolutions():
        width = int(cells.max()) + 1
        key = target.fold * width + cells
        size = _table(key, width)
        for i, rows in enumerate(target.positives):
            best[i] = max(best[i], _binned_area(size, _table(key[rows], width)))
    return float(np.mean(best))


def _table(key: IntArray, width: int, weights: FloatArray | None = None) -> FloatArray:
    """Return sums of shape (folds, bins)."""
    return np.bincount(key, weights, minlength=FOLDS * width).reshape(FOLDS, width).astype(float)


def _outside(counts: FloatArray) -> FloatArray:
    """Return what the other folds hold."""
    return counts.sum(axis=0) - counts


def _binned_area(size: FloatArray, hits: FloatArray) -> float:
    rows, positive = _outside(size), _outside(hits)
    prior = positive.sum(axis=1, keepdims=True) / rows.sum(axis=1, keepdims=True)
    score = (positive + _PRIOR_ROWS * prior) / (rows + _PRIOR_ROWS)
    won = pairs = 0.0
    # Fold by fold: models of different folds differ by what the fold itself holds, which would
    # break ties in the wrong direction.
    for scores, up, down in zip(score, hits, size - hits, strict=True):
        place = np.unique(scores, return_inverse=True)[1]
        positives, negatives = np.bincount(place, up), np.bincount(place, down)
        below = np.cumsum(negatives) - negatives
        won += float((positives * (below + negatives / 2)).sum())
        pairs += float(positives.sum() * negatives.sum())
    return won / pairs if pairs else 0.5


def explained(target: Target, column: Levels, values: FloatArray | None = None) -> float:
    """Return the share of a number's spread that the best model of one column explains.

    The models are a straight line, whose two coefficients need no folds, a straight line through
    the ranks of both, which a copy on another scale cannot hide from, the out-of-fold mean in
    bins of equal size, and on few rows, where bins are coarse, the line between the neighbours
    among the other folds.  It is below 0 for a model that is worse than the mean.

    Parameters
    ----------
    target:
        Numbers, not all the same.
    column:
        The column.
    values:
        Its numbers, where it has any; NaN is no value.
    """
    y = _centred(target.values)
    total = float((y**2).sum())
    scores = []
    for cells in column.resolutions():
        width = int(cells.max()) + 1
        key = target.fold * width + cells
        size, sums = _table(key, width), _table(key, width, y)
        rows = _outside(size)
        mean = np.divide(_outside(sums), rows, out=np.zeros_like(sums), where=rows > 0)
        # The squares cancel but for the cross terms.
        scores.append(float((2 * mean * sums - mean**2 * size).sum()) / total)
    if values is not None and (r := pearson(values, target.values)) is not None:
        known = np.isfinite(values)
        spread = float(((y[known] - y[known].mean()) ** 2).sum())
        scores.append(r * r * spread / total)
        ranked = pearson(column.ranks()[0][known], Levels.of(y[known]).ranks()[0])
        scores.append((ranked or 0.0) ** 2 * float(known.mean()))
        if known.sum() <= _FEW_ROWS:
            missed = _neighbours(values[known], y[known], target.fold[known])
            scores.append((spread - missed) / total)
    return max(scores)


def _neighbours(x: FloatArray, y: FloatArray, fold: IntArray) -> float:
    """Return the squared error of the line between the neighbours among the other folds."""
    missed = 0.0
    for k in range(FOLDS):
        here = fold == k
        if here.all():
            return float("inf")
        places, of = np.unique(x[~here], return_inverse=True)
        means = np.bincount(of, y[~here]) / np.bincount(of)
        missed += float(((y[here] - np.interp(x[here], places, means)) ** 2).sum())
    return missed


def pearson(x: FloatArray, y: ArrayLike) -> float | None:
    """Return the linear correlation on the rows where `x` is finite, ``None`` where undefined."""
    known: BoolArray = np.isfinite(x)
    if known.sum() < 3:
        return None
    a, b = x[known], np.asarray(y, float)[known]
    if np.ptp(a / _SAFE) == 0 or np.ptp(b / _SAFE) == 0:
        return None
    a, b = _centred(a), _centred(b)
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return max(-1.0, min(1.0, float((a * b).sum()) / scale)) if scale else None


def _centred(values: FloatArray) -> FloatArray:
    """Return deviations from the mean, scaled so that squares of huge ones do not overflow."""
    half = values / _SAFE
    deviations = half - half.mean()
    return deviations / max(float(np.abs(deviations).max()), 1e-300)


def information(x: IntArray, y: IntArray) -> float:
    """Return the share of the entropy of `y` that `x` tells, without its upward bias, 0 to 1.

    Parameters
    ----------
    x, y:
        Shape (n,): codes from 0.

    Raises
    ------
    Unmeasurable
        If `y` is constant.

    References
    ----------
    G. A. Miller (1955), Note on the bias of information estimates, in Information Theory in
    Psychology.
    """
    n = len(x)
    kinds = int(y.max()) + 1 if n else 0
    both = np.unique(x * kinds + y, return_counts=True)[1]
    of_x, of_y = np.bincount(x), np.bincount(y)
    entropy = _entropy(of_y, n)
    if not entropy > 0:
        raise Unmeasurable("the target is constant, so nothing tells anything about it")
    plain = _entropy(of_x, n) + entropy - _entropy(both, n)
    bias = ((of_x > 0).sum() - 1) * ((of_y > 0).sum() - 1) / (2 * n)
    return max(0.0, min(1.0, float(plain - bias) / entropy))


def _entropy(counts: IntArray, n: int) -> float:
    share = counts[counts > 0] / n
    return float(-(share * np.log(share)).sum())
