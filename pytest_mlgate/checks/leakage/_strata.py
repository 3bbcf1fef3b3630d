"""Scores of shuffled labels and how far chance carries them, inside strata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, FloatArray, distributions, np

FEWEST_OF_A_CLASS = 30


@dataclass(frozen=True)
class Chance:
    """One score, its standard error where nothing is there to be found, and its rows."""

    value: float
    error: float
    n: int


@dataclass(frozen=True)
class Kinds:
    """What the target is.

    Parameters
    ----------
    classes:
        The classes in sorted order, none for a numeric target.
    """

    classes: tuple[Any, ...]

    @classmethod
    def of(cls, labels: Any, task: str, *, most: int) -> Kinds:
        """Look at the target.

        Raises
        ------
        Unmeasurable
            If it has one value only.
        """
        values = sorted(labels.unique(), key=lambda v: v if labels.dtype.kind in "biuf" else str(v))
        if len(values) < 2:
            raise Unmeasurable("the target has one value only")
        numeric = labels.dtype.kind in "iuf"
        if task == "regression" and labels.dtype.kind not in "biuf":
            raise Unmeasurable("the target holds no numbers, which a regression needs")
        if task == "regression" or (
            task == "auto" and numeric and (len(values) > most or any(v % 1 for v in values))
        ):
            return cls(())
        return cls(tuple(values))

    def __str__(self) -> str:
        return f"{len(self.classes)} classes" if self.classes else "a numeric target"

    @property
    def statistic(self) -> str:
        """What is computed."""
        if not self.classes:
            return "Spearman correlation"
        return "AUC" if len(self.classes) == 2 else "macro one-versus-rest AUC"

    @property
    def null(self) -> float:
        """Its value by chance."""
        return 0.5 if self.classes else 0.0

    def columns(self, scores: FloatArray) -> FloatArray | None:
        """Return the scores with a column for each comparison, ``None`` if they do not fit."""
        width = 1 if scores.ndim == 1 else scores.shape[1]
        if len(self.classes) == 2 and width == 2:
            return scores[:, 1:]
        if width != (len(self.classes) if len(self.classes) > 2 else 1):
            return None
        return scores.reshape(len(scores), width)

    def score(self, labels: Array, scores: FloatArray, strata: Array) -> Chance:
        """Score rows of which each was in a test fold.

        Raises
        ------
        Unmeasurable
            If a class has too few rows.
        """
        if not self.classes:
            return correlation(labels.astype(float), scores[:, 0], strata)
        positive = self.classes[1:] if len(self.classes) == 2 else self.classes
        found = [
            area(labels == one, scores[:, place], strata) for place, one in enumerate(positive)
        ]
        # The mean of several areas varies no more than they do on average.
        return Chance(
            float(np.mean([chance.value for chance in found])),
            float(np.mean([chance.error for chance in found])),
            len(labels),
        )


def permutation(strata: Array, *, seed: int) -> Array:
    """Return an order of all rows in which each stays inside its stratum."""
    draw = np.random.default_rng(seed)
    order: Array = np.arange(len(strata))
    for rows in _rows(strata):
        order[rows] = draw.permutation(rows)
    return order


def area(positive: Array, scores: FloatArray, strata: Array) -> Chance:
    """Return the area under the ROC curve over pairs of rows of the same stratum.

    The standard error is that of the Mann-Whitney statistic without ties, summed over
    strata (E. L. Lehmann (1975), Nonparametrics, chapter 3).
    """
    wins = pairs = variance = 0.0
    used = [0, 0]
    for rows in _rows(strata):
        flags = positive[rows]
        n1 = int(flags.sum())
        n0 = len(rows) - n1
        if not n0 or not n1:
            continue
        ranks = distributions.rankdata(scores[rows])
        wins += float(ranks[flags].sum()) - n1 * (n1 + 1) / 2
        pairs += n0 * n1
        variance += n0 * n1 * (n0 + n1 + 1) / 12
        used = [used[0] + n0, used[1] + n1]
    if min(used) < FEWEST_OF_A_CLASS:
        raise Unmeasurable(
            f"{min(used)} rows of a class can be compared; at least {FEWEST_OF_A_CLASS} are needed"
        )
    return Chance(wins / pairs, float(np.sqrt(variance)) / pairs, sum(used))


def correlation(target: FloatArray, scores: FloatArray, strata: Array) -> Chance:
    """Return Spearman's correlation of ranks inside strata; 1 / sqrt(n) off for one stratum."""
    product = both = ours = theirs = 0.0
    used = 0
    for rows in _rows(strata):
        a, b = (distributions.rankdata(values[rows]) for values in (target, scores))
        a, b = a - a.mean(), b - b.mean()
        size_a, size_b = float(a @ a), float(b @ b)
        product += float(a @ b)
        both += size_a * size_b / len(rows)
        ours, theirs = ours + size_a, theirs + size_b
        used += len(rows) if size_a else 0
    if used < 2 or not ours:
        raise Unmeasurable("the target is constant inside every group, so nothing was shuffled")
    if not theirs:  # constant scores know nothing
        return Chance(0.0, 1 / float(np.sqrt(used)), used)
    return Chance(
        product / float(np.sqrt(ours * theirs)), float(np.sqrt(both / (ours * theirs))), used
    )


def _rows(strata: Array) -> Iterator[Array]:
    order = np.argsort(strata, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(strata[order])) + 1)
