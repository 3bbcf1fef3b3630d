"""Tests on two-by-two tables, alone and in strata."""

from __future__ import annotations

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, np, special
from pytest_mlgate.stats._arguments import counts, plain, whole, z_value
from pytest_mlgate.stats.results import Alternative, Interval, StatResult


def fisher_exact(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    alternative: Alternative = "two-sided",
) -> FloatArray:
    """Return p-values of Fisher's exact test, for many tables at once.

    The two-sided one adds the tables that are at most as likely as the one seen.

    Parameters
    ----------
    x1, n1, x2, n2:
        Whole numbers of successes and trials; scalars or arrays that broadcast.
    alternative:
        Direction in which the first rate differs from the second.

    Returns
    -------
    float or ndarray
        Of the broadcast shape.

    Raises
    ------
    ValueError
        If the counts are impossible or not whole.

    References
    ----------
    R. A. Fisher (1935), J. R. Stat. Soc. 98, 39-82.
    """
    (a, m), (b, n) = counts(x1, n1), counts(x2, n2)
    if not all(map(whole, (a, m, b, n))):
        raise ValueError("an exact test needs whole counts")
    a, m, b, n = np.broadcast_arrays(a, m, b, n)
    shape = a.shape
    rows = zip(*(v.ravel() for v in (a, m, b, n)), strict=True)
    found = [_fisher_one(int(i), int(j), int(k), int(h), alternative) for i, j, k, h in rows]
    return plain(np.array(found).reshape(shape))


def _fisher_one(a: int, m: int, b: int, n: int, alternative: Alternative) -> float:
    k = a + b
    support = np.arange(max(0, k - n), min(k, m) + 1)
    log_p = _log_choose(m, support) + _log_choose(n, k - support) - _log_choose(m + n, k)
    pmf = np.exp(log_p)
    pmf /= pmf.sum()
    match alternative:
        case "greater":
            chosen = support >= a
        case "less":
            chosen = support <= a
        case "two-sided":
            # Tables equally likely in exact arithmetic must not be parted by rounding.
            chosen = log_p <= log_p[support == a] + 1e-7
        case _:
            raise ValueError(f"alternative {alternative!r} is none of two-sided, greater, less")
    return float(min(1.0, pmf[chosen].sum()))


def _log_choose(n: int, k: object) -> FloatArray:
    k = np.asarray(k, float)
    return special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)


def cochran_mantel_haenszel(tables: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Test an association that is common to several two-by-two tables.

    Parameters
    ----------
    tables:
        Shape (K, 2, 2): strata, group, (success, failure).
    confidence:
        Level of the interval of the common odds ratio.

    Returns
    -------
    StatResult
        Chi-squared statistic with one degree of freedom, without continuity correction;
        the estimate is Mantel and Haenszel's common odds ratio with the interval of
        Robins, Breslow and Greenland (infinite where a margin is empty).

    Raises
    ------
    Unmeasurable
        If no stratum holds both groups and both outcomes.
    ValueError
        If the shape is another one or a count is negative.

    References
    ----------
    W. G. Cochran (1954), Biometrics 10, 417-451.  N. Mantel and W. Haenszel (1959), J. Natl.
    Cancer Inst. 22, 719-748.  J. Robins, N. Breslow and S. Greenland (1986), Biometrics 42,
    311-323.
    """
    cells = _strata(tables)
    a, b, c, d = cells[:, 0, 0], cells[:, 0, 1], cells[:, 1, 0], cells[:, 1, 1]
    n = cells.sum(axis=(1, 2))
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    if variance.sum() <= 0:
        raise Unmeasurable("no stratum holds both groups and both outcomes")
    excess = (a - (a + b) * (a + c) / n).sum()
    statistic = float(excess**2 / variance.sum())
    r, s = a * d / n, b * c / n
    estimate = float(r.sum() / s.sum()) if s.sum() else float("inf")
    return StatResult(
        statistic,
        float(special.chdtrc(1, statistic)),
        estimate=estimate,
        interval=_common_odds_interval(cells, r, s, confidence),
        n=float(n.sum()),
        df=1,
        method="Cochran-Mantel-Haenszel",
    )


def _common_odds_interval(
    cells: FloatArray, r: FloatArray, s: FloatArray, confidence: float
) -> Interval:
    n = cells.sum(axis=(1, 2))
    along = (cells[:, 0, 0] + cells[:, 1, 1]) / n
    across = (cells[:, 0, 1] + cells[:, 1, 0]) / n
    method = "Robins-Breslow-Greenland"
    if not (r.sum() and s.sum()):
        return Interval(0.0, float("inf"), confidence, method)
    variance = (
        (along * r).sum() / (2 * r.sum() ** 2)
        + (along * s + across * r).sum() / (2 * r.sum() * s.sum())
        + (across * s).sum() / (2 * s.sum() ** 2)
    )
    half = z_value(confidence) * np.sqrt(variance)
    centre = np.log(r.sum() / s.sum())
    return Interval(float(np.exp(centre - half)), float(np.exp(centre + half)), confidence, method)


def breslow_day(tables: ArrayLike, *, tarone: bool = True) -> StatResult:
    """Test whether the odds ratio is the same in all strata.

    Parameters
    ----------
    tables:
        Shape (K, 2, 2), as for :func:`cochran_mantel_haenszel`.
    tarone:
        Whether to subtract Tarone's correction.

    Raises
    ------
    Unmeasurable
        If fewer than two strata hold both groups and both outcomes, or there is no common
        odds ratio.

    References
    ----------
    N. E. Breslow and N. E. Day (1980), Statistical Methods in Cancer Research I, 142-146.
    R. E. Tarone (1985), Biometrika 72, 91-95.
    """
    cells = _strata(tables)
    margins = (cells.sum(axis=1) > 0).all(axis=1) & (cells.sum(axis=2) > 0).all(axis=1)
    cells = cells[margins]
    if len(cells) < 2:
        raise Unmeasurable("fewer than two strata hold both groups and both outcomes")
    odds = cochran_mantel_haenszel(cells).estimate
    if not 0 < odds < np.inf:
        raise Unmeasurable("the strata have no common odds ratio")
    expected, variance = _expected(cells, odds)
    excess = cells[:, 0, 0] - expected
    statistic = (excess**2 / variance).sum()
    if tarone:
        statistic -= excess.sum() ** 2 / variance.sum()
    statistic, df = float(max(statistic, 0.0)), len(cells) - 1
    return StatResult(
        statistic,
        float(special.chdtrc(df, statistic)),
        n=float(cells.sum()),
        df=df,
        method="Breslow-Day, Tarone" if tarone else "Breslow-Day",
    )


def _expected(cells: FloatArray, odds: float) -> tuple[FloatArray, FloatArray]:
    """Return first cell and its variance under a common odds ratio, with margins fixed."""
    group, success = cells[:, 0].sum(axis=1), cells[:, :, 0].sum(axis=1)
    n = cells.sum(axis=(1, 2))
    if np.isclose(odds, 1):
        first = group * success / n
    else:
        a, b = 1 - odds, n - group - success + odds * (group + success)
        c = -odds * group * success
        roots = (-b + np.array([[1.0], [-1.0]]) * np.sqrt(b**2 - 4 * a * c)) / (2 * a)
        low, high = np.maximum(0, group + success - n), np.minimum(group, success)
        valid = (roots >= low - 1e-9) & (roots <= high + 1e-9)
        first = np.where(valid[0], roots[0], roots[1])
    parts = np.stack([first, group - first, success - first, n - group - success + first])
    variance: FloatArray = 1 / (1 / parts).sum(axis=0)
    return first, variance


def standardised_difference(tables: ArrayLike, confidence: float = 0.95) -> StatResult:
    """Return the difference of two rates if both groups had the same mix of strata.

    Every stratum weighs by its share of all rows.

    Parameters
    ----------
    tables:
        Shape (K, 2, 2), as for :func:`cochran_mantel_haenszel`.
    confidence:
        Level of the interval.

    Raises
    ------
    Unmeasurable
        If a stratum lacks one of the groups: its difference is not known.

    References
    ----------
    H. A. Kahn and C. T. Sempos (1989), Statistical Methods in Epidemiology, chapter 6.
    """
    cells = _strata(tables)
    trials = cells.sum(axis=2)
    if (trials == 0).any():
        raise Unmeasurable("a stratum lacks one of the two groups")
    rates = cells[:, :, 0] / trials
    weight = trials.sum(axis=1) / trials.sum()
    estimate = float((weight * (rates[:, 0] - rates[:, 1])).sum())
    # Wilson-centred rates keep the variance above 0 where nobody, or everybody, succeeded.
    centred = (cells[:, :, 0] + 1) / (trials + 2)
    variance = (weight[:, None] ** 2 * centred * (1 - centred) / trials).sum()
    se = float(np.sqrt(variance))
    half = z_value(confidence) * se
    statistic = estimate / se
    return StatResult(
        statistic,
        float(2 * special.ndtr(-abs(statistic))),
        estimate=estimate,
        interval=Interval(estimate - half, estimate + half, confidence, "standardised"),
        n=float(trials.sum()),
        method="difference standardised to the common mix",
    )


def _strata(tables: ArrayLike) -> FloatArray:
    cells = np.asarray(tables, float)
    if cells.ndim != 3 or cells.shape[1:] != (2, 2):
        raise ValueError(f"tables of shape {cells.shape}, not (K, 2, 2)")
    if not np.isfinite(cells).all() or (cells < 0).any():
        raise ValueError("a count is negative or not finite")
    kept = cells[cells.sum(axis=(1, 2)) > 1]
    if not len(kept):
        raise Unmeasurable("no stratum has two rows")
    return kept
