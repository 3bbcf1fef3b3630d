"""Rates of groups: tests of all pairs, intervals of the largest gap, fast resampling.

Everything here works on counts per group, so that its cost does not grow with the rows once
they are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, ArrayLike, FloatArray, IntArray, np, special
from pytest_mlgate.stats._arguments import counts, level, whole
from pytest_mlgate.stats.contingency import fisher_exact
from pytest_mlgate.stats.differences import newcombe
from pytest_mlgate.stats.results import Interval


@dataclass(frozen=True, slots=True)
class Rates:
    """Successes and trials per group.

    Parameters
    ----------
    x, n:
        Shape (k,).  Effective counts, which need not be whole, where rows have weights or
        come in clusters: as many independent rows as would have the same standard error.
    rows:
        Shape (k,), rows as counted.
    """

    x: FloatArray
    n: FloatArray
    rows: IntArray

    @property
    def rate(self) -> FloatArray:
        """Shape (k,), NaN for a group without rows."""
        return np.divide(self.x, self.n, out=np.full(self.x.shape, np.nan), where=self.n > 0)


def group_rates(
    codes: ArrayLike,
    flags: ArrayLike,
    k: int,
    *,
    weights: FloatArray | None = None,
    clusters: IntArray | None = None,
) -> Rates:
    """Count how often something holds in each group.

    Parameters
    ----------
    codes:
        Shape (n,), number of the group of each row, 0 to k - 1; others are left out.
    flags:
        Shape (n,), whether it holds.
    k:
        Number of groups.
    weights:
        Shape (n,), positive; the variance is that of the weighted share.
    clusters:
        Shape (n,), number of the cluster of each row; the variance is cluster-robust.

    Returns
    -------
    Rates
        With weights or clusters the counts are effective: ``n = rate (1 - rate) / variance``
        (but never more than the rows), so that tests for counts hold approximately.

    References
    ----------
    L. Kish (1965), Survey Sampling, section 8.2.  E. L. Korn and B. I. Graubard (1998),
    Survey Methodology 24, 193-201.
    """
    group, flag = np.asarray(codes), np.asarray(flags, bool)
    inside = (group >= 0) & (group < k)
    group, flag = group[inside], flag[inside]
    rows = np.bincount(group, minlength=k)
    if weights is None and clusters is None:
        return Rates(np.bincount(group[flag], minlength=k).astype(float), rows.astype(float), rows)
    w = np.ones(len(group)) if weights is None else np.asarray(weights, float)[inside]
    total = np.bincount(group, w, minlength=k)
    hit = np.bincount(group, w * flag, minlength=k)
    rate = np.divide(hit, total, out=np.zeros(k), where=total > 0)
    residual = w * (flag - rate[group])
    n = _effective_n(
        group, residual, w, clusters if clusters is None else clusters[inside], k, rate
    )
    n = np.minimum(n, rows)
    return Rates(rate * n, n, rows)


def _effective_n(
    group: IntArray,
    residual: FloatArray,
    w: FloatArray,
    clusters: IntArray | None,
    k: int,
    rate: FloatArray,
) -> FloatArray:
    total = np.bincount(group, w, minlength=k)
    kish = np.divide(
        total**2, np.bincount(group, w**2, minlength=k), out=np.zeros(k), where=total > 0
    )
    if clusters is None:
        return kish
    key, unit = np.unique(clusters * k + group, return_inverse=True)
    sums, of_group = np.bincount(unit, residual), key % k
    units = np.bincount(of_group, minlength=k)
    spread = np.bincount(of_group, sums**2, minlength=k) * units / np.maximum(units - 1, 1)
    variance = np.divide(spread, total**2, out=np.zeros(k), where=total > 0)
    known = (variance > 0) & (units > 1)
    # Without any spread the clusters are all that is known to be independent.
    found = np.divide(rate * (1 - rate), variance, out=units.astype(float), where=known)
    return np.minimum(found, kish)


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of k groups.

    Parameters
    ----------
    first, second:
        Shape (k (k - 1) / 2,), numbers of the groups.
    difference:
        Rate of the first minus rate of the second.
    p_value:
        Two-sided test of equality, not adjusted.
    """

    first: IntArray
    second: IntArray
    difference: FloatArray
    p_value: FloatArray


def pairwise_tests(x: ArrayLike, n: ArrayLike) -> Pairs:
    """Test the equality of two rates for every pair of groups.

    Whole counts get Fisher's exact test, effective ones the score test.

    Parameters
    ----------
    x, n:
        Shape (k,), successes and trials; every group has trials.

    Raises
    ------
    Unmeasurable
        For fewer than two groups.
    """
    a, m = counts(x, n)
    if a.size < 2:
        raise Unmeasurable("one group alone has nobody to be compared with")
    i, j = np.triu_indices(a.size, 1)
    if whole(a) and whole(m):
        p = np.atleast_1d(fisher_exact(a[i], m[i], a[j], m[j]))
    else:
        p = _score_p(a[i], m[i], a[j], m[j])
    return Pairs(i, j, a[i] / m[i] - a[j] / m[j], p)


def _score_p(a: FloatArray, m: FloatArray, b: FloatArray, n: FloatArray) -> FloatArray:
    pooled = (a + b) / (m + n)
    se = np.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
    z = np.divide(a / m - b / n, se, out=np.zeros(se.shape), where=se > 0)
    return np.minimum(1.0, 2 * special.ndtr(-np.abs(z)))


def max_gap_interval(
    families: Sequence[tuple[ArrayLike, ArrayLike]], confidence: float = 0.95
) -> Interval:
    """Return an interval of the largest gap between any two groups in any of several rates.

    The largest of several estimated gaps is biased upwards, and an interval around it as
    if it had been chosen beforehand is not valid.  This one takes simultaneous intervals of
    all pairs in all rates (Newcombe's, with Bonferroni's level), so that it covers the
    largest true gap with at least the given confidence, whatever depends on what.

    Parameters
    ----------
    families:
        One (x, n) per rate, each of shape (k,): successes and trials of the groups.
    confidence:
        Two-sided level.

    Returns
    -------
    Interval
        Bounds between 0 and 1.

    Raises
    ------
    Unmeasurable
        For fewer than two groups, or none at all.

    References
    ----------
    R. G. Newcombe (1998), Statistics in Medicine 17, 873-890.  R. G. Miller (1981),
    Simultaneous Statistical Inference, section 1.
    """
    level(confidence)
    chosen = [counts(x, n) for x, n in families]
    pairs = [np.triu_indices(a.size, 1) for a, _ in chosen]
    tests = sum(len(i) for i, _ in pairs)
    if not tests:
        raise Unmeasurable("one group alone has nobody to be compared with")
    each = 1 - (1 - confidence) / tests
    low = high = 0.0
    for (a, m), (i, j) in zip(chosen, pairs, strict=True):
        if not len(i):
            continue
        found = newcombe(a[i], m[i], a[j], m[j], each)
        low = max(low, float(np.max(found.lower)), float(np.max(-found.upper)))
        high = max(high, float(np.max(np.abs([found.lower, found.upper]))))
    method = "Newcombe" if tests == 1 else "simultaneous Newcombe"
    return Interval(low, high, confidence, method)


def bootstrap_rates(
    codes: ArrayLike,
    y_true: ArrayLike,
    y_pred: ArrayLike,
    k: int,
    *,
    replicates: int = 1000,
    rng: np.random.Generator,
) -> dict[str, FloatArray]:
    """Resample the rates of all groups at once.

    Drawing n rows with replacement is drawing the counts of the 4 k cells (group, truth,
    decision) from a multinomial distribution, so that a replicate costs 4 k draws and
    not n.

    Parameters
    ----------
    codes, y_true, y_pred:
        Shape (n,): group 0 to k - 1, truth, decision.
    k:
        Number of groups.
    replicates:
        How many.
    rng:
        Source of chance.

    Returns
    -------
    dict
        ``selection_rate``, ``tpr``, ``fpr``, ``accuracy``, ``ppv`` -> shape (replicates, k);
        NaN where a replicate has nothing to divide by.

    References
    ----------
    B. Efron and R. J. Tibshirani (1993), An Introduction to the Bootstrap, chapter 6.
    """
    cell = np.asarray(codes, np.int64) * 4 + np.asarray(y_true, bool) * 2 + np.asarray(y_pred, bool)
    seen = np.bincount(cell, minlength=4 * k)
    if not seen.sum():
        raise Unmeasurable("there are no rows to resample")
    drawn = rng.multinomial(seen.sum(), seen / seen.sum(), size=replicates).reshape(-1, k, 4)
    tn, fp, fn, tp = np.moveaxis(drawn, -1, 0).astype(float)

    def share(part: FloatArray, whole_: FloatArray) -> FloatArray:
        return np.divide(part, whole_, out=np.full(part.shape, np.nan), where=whole_ > 0)

    return {
        "selection_rate": share(fp + tp, tn + fp + fn + tp),
        "tpr": share(tp, tp + fn),
        "fpr": share(fp, fp + tn),
        "accuracy": share(tp + tn, tn + fp + fn + tp),
        "ppv": share(tp, tp + fp),
    }


def max_t_permutation(
    atom_x: ArrayLike,
    atom_n: ArrayLike,
    membership: Array,
    *,
    permutations: int = 2000,
    rng: np.random.Generator,
) -> FloatArray:
    """Test overlapping cells against the whole, adjusted for how many there are.

    An atom is a joint group (one level of every attribute), a cell a union of atoms.  If
    the flag has nothing to do with the groups, the flags in the atoms are drawn from the
    rows without replacement; the largest studentised gap over all cells is compared with
    what it would be then.

    Parameters
    ----------
    atom_x, atom_n:
        Shape (A,), whole numbers of flagged rows and of rows.
    membership:
        Shape (m, A), whether a cell holds an atom.
    permutations:
        How many.
    rng:
        Source of chance.

    Returns
    -------
    ndarray
        Shape (m,), adjusted p-values, at least 1 / (permutations + 1).

    Raises
    ------
    Unmeasurable
        If there is no row, or no cell.

    References
    ----------
    P. H. Westfall and S. S. Young (1993), Resampling-Based Multiple Testing, section 2.
    B. Phipson and G. K. Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9, 39.
    """
    x, n = np.asarray(atom_x, np.int64), np.asarray(atom_n, np.int64)
    cells = np.asarray(membership, float)
    total, hit = int(n.sum()), int(x.sum())
    if not total or not len(cells):
        raise Unmeasurable("there is no row, or no group large enough to be tested")
    size = cells @ n
    share = hit / total
    variance = size * share * (1 - share) * (total - size) / max(total - 1, 1)
    scale = np.where(variance > 0, np.sqrt(np.maximum(variance, 1e-300)), np.inf)
    observed = np.abs(cells @ x - size * share) / scale
    drawn = rng.multivariate_hypergeometric(n, hit, size=permutations, method="marginals")
    largest = np.max(np.abs(drawn @ cells.T - size * share) / scale, axis=1)
    reached = (largest[None, :] >= observed[:, None] - 1e-9).sum(axis=1)
    return (reached + 1) / (permutations + 1)
