"""Several models on several data sets: ranks, and who differs from whom."""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, FloatArray, distributions, np, special
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.stats.results import StatResult


def average_ranks(scores: ArrayLike) -> FloatArray:
    """Return the mean rank of every model, 1 for the best, ties sharing.

    Parameters
    ----------
    scores:
        Shape (data sets, models), more is better, finite.

    Raises
    ------
    Unmeasurable
        If a score is not finite, or there are not at least two models and two data sets.
    """
    return _ranks(scores).mean(axis=0)


def _ranks(scores: ArrayLike) -> FloatArray:
    table = np.asarray(scores, float)
    if table.ndim != 2 or min(table.shape) < 2:
        raise Unmeasurable(f"a table of {table.shape} scores; at least two models on two data sets")
    if not np.isfinite(table).all():
        raise Unmeasurable(f"{int((~np.isfinite(table)).sum())} scores are missing or not finite")
    return distributions.rankdata(-table, axis=1)


def friedman(scores: ArrayLike) -> StatResult:
    """Test whether all models rank alike over data sets.

    Parameters
    ----------
    scores:
        Shape (data sets, models), at least two data sets and three models, more is better.

    Returns
    -------
    StatResult
        Iman and Davenport's F; `estimate` is Friedman's chi-squared, corrected for ties.
        Models that always tie have p 1; a perfect order has F infinite and p 0.

    Raises
    ------
    Unmeasurable
        For fewer models or data sets, or a score that is not finite.

    References
    ----------
    M. Friedman (1940), Ann. Math. Statist. 11, 86-92.  R. L. Iman and J. M. Davenport (1980),
    Commun. Stat. A 9, 571-595.  J. Demšar (2006), JMLR 7, 1-30.
    """
    ranks = _ranks(scores)
    n, k = ranks.shape
    if k < 3:
        raise Unmeasurable("two models are compared by the signed rank test, not by Friedman's")
    spread = float(((ranks - (k + 1) / 2) ** 2).sum())
    df = (k - 1, (k - 1) * (n - 1))
    if not spread:
        return StatResult(0.0, 1.0, estimate=0.0, n=n, df=df, method="Friedman, Iman-Davenport")
    between = n**2 * float(((ranks.mean(axis=0) - (k + 1) / 2) ** 2).sum())
    chi2 = (k - 1) * between / spread
    rest = n * (k - 1) - chi2
    f = math.inf if rest <= 1e-12 * n * k else (n - 1) * chi2 / rest
    p = 0.0 if math.isinf(f) else float(special.fdtrc(*df, f))
    return StatResult(f, p, estimate=chi2, n=n, df=df, method="Friedman, Iman-Davenport")


def nemenyi(scores: ArrayLike) -> FloatArray:
    """Return p-values of all pairs of models, adjusted for how many there are.

    Parameters
    ----------
    scores:
        Shape (data sets, models), more is better.

    Returns
    -------
    ndarray
        Shape (models, models), symmetric, 1 on the diagonal.

    References
    ----------
    P. B. Nemenyi (1963), Distribution-free Multiple Comparisons.  J. Demšar (2006), JMLR 7,
    1-30.
    """
    ranks = _ranks(scores)
    n, k = ranks.shape
    mean = ranks.mean(axis=0)
    q = np.abs(mean[:, None] - mean[None, :]) / math.sqrt(k * (k + 1) / (6 * n)) * math.sqrt(2)
    p = np.clip(distributions.studentized_range.sf(q, k, np.inf), 0.0, 1.0)
    np.fill_diagonal(p, 1.0)
    return p


def holm_against_control(scores: ArrayLike, control: int) -> FloatArray:
    """Return p-values of every model against one, adjusted by Holm.

    Parameters
    ----------
    scores:
        Shape (data sets, models), more is better.
    control:
        Number of the model that the others are compared with.

    Returns
    -------
    ndarray
        Shape (models,), two-sided; NaN for the control itself.

    References
    ----------
    J. Demšar (2006), JMLR 7, 1-30, section 3.2.2.
    """
    ranks = _ranks(scores)
    n, k = ranks.shape
    if not 0 <= control < k:
        raise ValueError(f"control {control} is none of {k} models")
    mean = ranks.mean(axis=0)
    z = (mean - mean[control]) / math.sqrt(k * (k + 1) / (6 * n))
    others = np.arange(k) != control
    found = np.full(k, np.nan)
    found[others] = adjust(2 * special.ndtr(-np.abs(z[others])), "holm")
    return found
