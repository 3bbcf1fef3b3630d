"""Bootstrap intervals and permutation tests, with rows or whole clusters as units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, ArrayLike, FloatArray, IntArray, np, special
from pytest_mlgate.stats._arguments import level, pair, sample
from pytest_mlgate.stats.results import Alternative, Interval, StatResult

Statistic = Callable[..., float]
Method = Literal["bca", "percentile", "basic"]
MOST_BLOCKS = 400
"""The jackknife behind BCa leaves out at most so many blocks of units, one at a time."""


def bootstrap_ci(
    data: Array | tuple[Array, ...],
    statistic: Statistic,
    *,
    method: Method = "bca",
    replicates: int = 2000,
    confidence: float = 0.95,
    clusters: IntArray | None = None,
    rng: np.random.Generator,
) -> Interval:
    """Return a bootstrap interval of any statistic of rows.

    Parameters
    ----------
    data:
        One array, or several that share their rows: row i of all of them is drawn together.
    statistic:
        Takes as many arrays and returns a number.
    method:
        ``bca``: bias-corrected and accelerated; ``percentile``; ``basic``: reflected.
    replicates:
        At least 100; the tails need more for a higher level.
    confidence:
        Two-sided level.
    clusters:
        Shape (n,), number of the cluster of each row; whole clusters are drawn.
    rng:
        Source of chance.

    Returns
    -------
    Interval
        Around the statistic of the data, which lies in it except where the method moved it.

    Raises
    ------
    Unmeasurable
        For fewer than two units, a statistic that is not finite on the data, or on more
        than one replicate in a hundred.

    References
    ----------
    B. Efron (1987), J. Am. Stat. Assoc. 82, 171-185.  T. J. DiCiccio and B. Efron (1996),
    Statistical Science 11, 189-228.
    """
    level(confidence)
    arrays = data if isinstance(data, tuple) else (data,)
    units = _units(len(arrays[0]), clusters)
    observed = _finite(statistic(*arrays), "the statistic is not defined on the data")
    drawn = np.array(
        [statistic(*_take(arrays, units, pick)) for pick in _draws(len(units), replicates, rng)]
    )
    drawn = _usable(drawn)
    if method == "bca":
        return _bca(drawn, observed, _jackknife(arrays, units, statistic), confidence)
    return _simple(drawn, observed, method, confidence)


def bootstrap_counts_ci(
    cells: ArrayLike,
    statistic: Callable[[FloatArray], FloatArray],
    *,
    replicates: int = 2000,
    confidence: float = 0.95,
    rng: np.random.Generator,
) -> Interval:
    """Return the BCa interval of a statistic of counts, without touching rows.

    Parameters
    ----------
    cells:
        Shape (c,), whole numbers of rows per cell.
    statistic:
        Maps counts, cells on the last axis, to numbers; vectorised over the others.
    replicates, confidence, rng:
        As for :func:`bootstrap_ci`.

    Raises
    ------
    Unmeasurable
        As :func:`bootstrap_ci`.

    References
    ----------
    As :func:`bootstrap_ci`; rows of one cell are the same to the statistic, so that its
    jackknife has one value per cell.
    """
    level(confidence)
    seen = np.asarray(cells, np.int64)
    if seen.sum() < 2:
        raise Unmeasurable(f"{seen.sum()} rows cannot be resampled; at least 2 are needed")
    observed = _finite(
        float(statistic(seen.astype(float))), "the statistic is not defined on the data"
    )
    drawn = _usable(statistic(multinomial_counts(seen, replicates, rng).astype(float)))
    kept = np.flatnonzero(seen)
    left_out = statistic(seen - np.eye(len(seen))[kept])
    return _bca(drawn, observed, (left_out, seen[kept].astype(float)), confidence)


def multinomial_counts(cells: ArrayLike, replicates: int, rng: np.random.Generator) -> IntArray:
    """Draw the counts that resampling all rows with replacement gives.

    Parameters
    ----------
    cells:
        Shape (c,), whole numbers.
    replicates:
        How many.
    rng:
        Source of chance.

    Returns
    -------
    ndarray
        Shape (replicates, c); every row sums to the number of rows.
    """
    seen = np.asarray(cells, np.int64)
    if not seen.sum():
        raise Unmeasurable("there are no rows to resample")
    return rng.multinomial(seen.sum(), seen / seen.sum(), size=replicates)


def poisson_counts(cells: ArrayLike, replicates: int, rng: np.random.Generator) -> IntArray:
    """Draw counts as if every row came a Poisson number of times.

    Unlike :func:`multinomial_counts` each cell can be drawn on its own, as when parts of the
    data lie on several machines.

    References
    ----------
    N. Chamandy et al. (2012), Estimating uncertainty for massive data streams, Google.
    """
    seen = np.asarray(cells, float)
    return rng.poisson(seen, size=(replicates, seen.size))


def paired_permutation(
    a: ArrayLike,
    b: ArrayLike,
    *,
    clusters: IntArray | None = None,
    alternative: Alternative = "two-sided",
    permutations: int = 9999,
    rng: np.random.Generator,
) -> StatResult:
    """Test whether paired values differ on average, by flipping the signs of differences.

    All flips are tried when there are no more than `permutations` of them, else so many are
    drawn.

    Parameters
    ----------
    a, b:
        Shape (n,), finite.
    clusters:
        Shape (n,), number of the cluster of each row; whole clusters flip.
    alternative:
        ``greater`` when the mean of `a` is larger.
    permutations:
        How many at most.
    rng:
        Source of chance.

    Returns
    -------
    StatResult
        The estimate is mean(a - b); p counts the observed signs as one of the draws, so it
        is never 0.  Five differences cannot come below 1/16.

    Raises
    ------
    Unmeasurable
        If there are no rows, or a value is not finite.

    References
    ----------
    R. A. Fisher (1935), The Design of Experiments, section 21.  B. Phipson and G. K. Smyth
    (2010), Stat. Appl. Genet. Mol. Biol. 9, 39.
    """
    x, y = pair(a, b, least=1, what="permutation test")
    d = x - y
    if clusters is not None:
        d = np.asarray(np.bincount(np.unique(clusters, return_inverse=True)[1], d), float)
    d = d[d != 0]
    observed, m = float(d.sum()), len(d)
    if not m:
        return StatResult(0.0, 1.0, estimate=0.0, n=x.size, method="sign flips")
    if m < 60 and 2**m <= permutations + 1:
        signs = 1 - 2 * ((np.arange(2**m)[:, None] >> np.arange(m)) & 1)
        totals: FloatArray = np.asarray(signs @ d, float)
        extra = 0
    else:
        totals, extra = _flipped(d, permutations, rng), 1
    slack = 1e-12 * float(np.abs(d).sum())  # rounding parts no ties
    match alternative:
        case "greater":
            reached = totals >= observed - slack
        case "less":
            reached = totals <= observed + slack
        case "two-sided":
            reached = np.abs(totals) >= abs(observed) - slack
        case _:
            raise ValueError(f"alternative {alternative!r} is none of two-sided, greater, less")
    p = (int(reached.sum()) + extra) / (len(totals) + extra)
    return StatResult(
        observed,
        p,
        estimate=observed / x.size,
        n=x.size,
        method="sign flips, " + ("drawn" if extra else "all"),
    )


def permutation_test(
    a: ArrayLike,
    b: ArrayLike,
    *,
    alternative: Alternative = "two-sided",
    permutations: int = 9999,
    rng: np.random.Generator,
) -> StatResult:
    """Test whether two independent samples have equal means, by exchanging their labels.

    The statistic is Welch's, so that the level also holds, for large samples, when the
    variances differ.

    Parameters
    ----------
    a, b:
        Shapes (n,) and (m,), at least 2 values each, finite.
    alternative:
        ``greater`` when the mean of `a` is larger.
    permutations:
        How many labellings are drawn.
    rng:
        Source of chance.

    Raises
    ------
    Unmeasurable
        For fewer than two values, one that is not finite, or no variance at all.

    References
    ----------
    A. Janssen (1997), Statistics and Probability Letters 36, 9-21.  E. Chung and J. P. Romano
    (2013), Ann. Statist. 41, 484-507.
    """
    x, y = sample(a, least=2, what="permutation test"), sample(b, least=2, what="permutation test")
    pooled, n = np.concatenate([x, y]), x.size
    if pooled.min() == pooled.max():
        raise Unmeasurable("all values agree, so there is nothing to test")
    observed = float(_studentised(pooled[None, :], n)[0])
    found = np.empty(permutations)
    step = max(1, 2_000_000 // pooled.size)
    for start in range(0, permutations, step):
        size = min(step, permutations - start)
        shuffled = rng.permuted(np.broadcast_to(pooled, (size, pooled.size)), axis=1)
        found[start : start + size] = _studentised(shuffled, n)
    slack = 1e-12 * max(1.0, abs(observed))
    reached = {
        "greater": found >= observed - slack,
        "less": found <= observed + slack,
        "two-sided": np.abs(found) >= abs(observed) - slack,
    }
    if alternative not in reached:
        raise ValueError(f"alternative {alternative!r} is none of two-sided, greater, less")
    return StatResult(
        observed,
        (int(reached[alternative].sum()) + 1) / (permutations + 1),
        estimate=float(x.mean() - y.mean()),
        n=pooled.size,
        method="studentised permutation",
    )


def _studentised(values: FloatArray, n: int) -> FloatArray:
    first, second = values[:, :n], values[:, n:]
    gap = first.mean(axis=1) - second.mean(axis=1)
    variance = first.var(axis=1, ddof=1) / n + second.var(axis=1, ddof=1) / second.shape[1]
    return np.divide(gap, np.sqrt(variance), out=np.sign(gap) * 1e300, where=variance > 1e-300)


def _flipped(d: FloatArray, permutations: int, rng: np.random.Generator) -> FloatArray:
    found = np.empty(permutations)
    step = max(1, 4_000_000 // len(d))
    for start in range(0, permutations, step):
        size = min(step, permutations - start)
        signs = rng.integers(0, 2, size=(size, len(d)), dtype=np.int8)
        found[start : start + size] = 2 * (signs @ d) - d.sum()
    return found


def _units(n: int, clusters: IntArray | None) -> list[IntArray] | range:
    if clusters is None:
        if n < 2:
            raise Unmeasurable(f"{n} rows cannot be resampled; at least 2 are needed")
        return range(n)
    order = np.argsort(clusters, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(np.asarray(clusters)[order])) + 1)
    if len(groups) < 2:
        raise Unmeasurable(f"{len(groups)} clusters cannot be resampled; at least 2 are needed")
    return groups


def _draws(n: int, replicates: int, rng: np.random.Generator):  # type: ignore[no-untyped-def]
    for _ in range(replicates):
        yield rng.integers(0, n, n)


def _take(
    arrays: tuple[Array, ...], units: list[IntArray] | range, pick: IntArray
) -> tuple[Array, ...]:
    rows = pick if isinstance(units, range) else np.concatenate([units[i] for i in pick])
    return tuple(array[rows] for array in arrays)


def _jackknife(
    arrays: tuple[Array, ...], units: list[IntArray] | range, statistic: Statistic
) -> tuple[FloatArray, FloatArray]:
    """Return the statistic without each block of units, and the weight of each block."""
    blocks = np.array_split(np.arange(len(units)), min(len(units), MOST_BLOCKS))
    found = []
    for block in blocks:
        rows = block if isinstance(units, range) else np.concatenate([units[i] for i in block])
        keep = np.ones(len(arrays[0]), bool)
        keep[rows] = False
        found.append(statistic(*(array[keep] for array in arrays)))
    return np.array(found, float), np.ones(len(found))


def _bca(
    drawn: FloatArray, observed: float, left_out: tuple[FloatArray, FloatArray], confidence: float
) -> Interval:
    if drawn.min() == drawn.max():
        return Interval(float(drawn[0]), float(drawn[0]), confidence, "BCa bootstrap")
    below = ((drawn < observed).sum() + (drawn == observed).sum() / 2) / drawn.size
    bias = float(special.ndtri(np.clip(below, 0.5 / drawn.size, 1 - 0.5 / drawn.size)))
    z = np.array([-1.0, 1.0]) * float(special.ndtri((1 + confidence) / 2))
    moved = bias + (bias + z) / (1 - _acceleration(*left_out) * (bias + z))
    lower, upper = np.quantile(drawn, special.ndtr(moved))
    return Interval(float(lower), float(upper), confidence, "BCa bootstrap")


def _acceleration(left_out: FloatArray, weight: FloatArray) -> float:
    finite = np.isfinite(left_out)
    values, weight = left_out[finite], weight[finite]
    if not values.size:
        return 0.0
    gap = np.average(values, weights=weight) - values
    scale = float((weight * gap**2).sum()) ** 1.5
    return float((weight * gap**3).sum()) / (6 * scale) if scale > 0 else 0.0


def _simple(drawn: FloatArray, observed: float, method: Method, confidence: float) -> Interval:
    lower, upper = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    if method == "basic":
        lower, upper = 2 * observed - upper, 2 * observed - lower
    elif method != "percentile":
        raise ValueError(f"method {method!r} is none of bca, percentile, basic")
    return Interval(float(lower), float(upper), confidence, f"{method} bootstrap")


def _finite(value: float, reason: str) -> float:
    if not np.isfinite(value):
        raise Unmeasurable(reason)
    return float(value)


def _usable(drawn: FloatArray) -> FloatArray:
    """Leave out the few replicates on which the statistic is not defined."""
    finite = np.isfinite(drawn)
    if (~finite).mean() > 0.01:
        raise Unmeasurable(
            f"the statistic is not defined on {(~finite).mean():.0%} of the resamples: too few rows"
        )
    return np.asarray(drawn[finite], float)
