"""How many rows it takes: power, detectable effects and sample sizes, before the data.

All formulas are those of normal theory with a one-sided level, as the gate decides.  None
takes an observed effect: the "achieved power" of one says nothing that its p-value does not
(J. M. Hoenig and D. M. Heisey 2001, The American Statistician 55, 19-24).
"""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, np, special
from pytest_mlgate.stats._arguments import plain


def mde(sd: ArrayLike, n: ArrayLike, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest true effect that a mean of `n` values shows with this power.

    Parameters
    ----------
    sd:
        Standard deviation of one value, at least 0.
    n:
        Number of independent values, above 0.
    alpha, power:
        One-sided level and wanted power, both strictly between 0 and 1.

    References
    ----------
    J. M. Lachin (1981), Controlled Clinical Trials 2, 93-113.
    """
    return plain((_z(alpha) + _z(1 - power)) * np.asarray(sd, float) / np.sqrt(n))


def n_for(sd: ArrayLike, effect: ArrayLike, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return how many values show a true mean of `effect` with this power, rounded up."""
    if not np.all(np.asarray(effect, float) > 0):
        raise ValueError(f"an effect of {effect!r} needs no finite number of rows")
    needed = ((_z(alpha) + _z(1 - power)) * np.asarray(sd, float) / np.asarray(effect)) ** 2
    return plain(np.ceil(needed - 1e-9).astype(np.int64))


def power_of(sd: ArrayLike, effect: ArrayLike, n: ArrayLike, *, alpha: float = 0.05) -> float:
    """Return the chance to show a true mean of `effect` with `n` values."""
    return plain(special.ndtr(np.sqrt(n) * np.asarray(effect, float) / np.asarray(sd) - _z(alpha)))


def paired_sd(discordance: ArrayLike) -> float:
    """Return the standard deviation of one row's difference of two 0/1 losses.

    Parameters
    ----------
    discordance:
        Share of rows on which exactly one of two classifiers is right, 0 to 1, under the
        null that they are equally good.
    """
    psi = np.asarray(discordance, float)
    if not ((psi >= 0) & (psi <= 1)).all():
        raise ValueError(f"a discordance of {discordance!r} is no share of rows")
    return plain(np.sqrt(psi))


def proportion_sd(rate: ArrayLike) -> float:
    """Return the standard deviation of one row that succeeds at this rate."""
    p = np.asarray(rate, float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError(f"a rate of {rate!r} is outside 0 to 1")
    return plain(np.sqrt(p * (1 - p)))


def n_two_proportions(p1: float, p2: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return the rows per group that show two true rates to differ, two-sided.

    References
    ----------
    J. L. Fleiss, B. Levin and M. C. Paik (2003), Statistical Methods for Rates and
    Proportions, formula 4.14.
    """
    if p1 == p2:
        raise ValueError("two equal rates never differ, however many rows")
    mean = (p1 + p2) / 2
    null = _z(alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    other = _z(1 - power) * math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return math.ceil(((null + other) / abs(p1 - p2)) ** 2 - 1e-9)


def power_two_proportions(p1: float, p2: float, n: float, *, alpha: float = 0.05) -> float:
    """Return the chance that `n` rows per group show two true rates to differ, two-sided."""
    mean = (p1 + p2) / 2
    null = _z(alpha / 2) * math.sqrt(2 * mean * (1 - mean))
    other = math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return float(special.ndtr((abs(p1 - p2) * math.sqrt(n) - null) / other))


def hanley_mcneil_se(auc: float, positives: int, negatives: int) -> float:
    """Return the standard error of an area under the ROC curve, from its value alone.

    Parameters
    ----------
    auc:
        Assumed area, 0 to 1.
    positives, negatives:
        Rows of each class, at least 1.

    References
    ----------
    J. A. Hanley and B. J. McNeil (1982), Radiology 143, 29-36.
    """
    if not 0 <= auc <= 1:
        raise ValueError(f"an area of {auc} is outside 0 to 1")
    if min(positives, negatives) < 1:
        raise Unmeasurable(f"{positives} positive and {negatives} negative rows have no area")
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = (positives - 1) * (q1 - auc**2) + (negatives - 1) * (q2 - auc**2)
    return math.sqrt((auc * (1 - auc) + spread) / (positives * negatives))


def mde_of_se(se: float, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest effect shown with this power when its standard error is `se`."""
    return (_z(alpha) + _z(1 - power)) * se


def design_effect(cluster_size: float, icc: float) -> float:
    """Return how many times more rows clusters need than independent rows.

    References
    ----------
    L. Kish (1965), Survey Sampling, section 5.4.
    """
    if cluster_size < 1 or not -1 <= icc <= 1:
        raise ValueError(f"clusters of {cluster_size} rows with correlation {icc}")
    return max(1.0, 1 + (cluster_size - 1) * icc)


def rows_for_bound(value: float, bound: float, limit: float, n: int) -> int | None:
    """Return about how many rows bring a bound to the limit, the value staying as it is.

    The half-width shrinks with the square root of n.  ``None`` when no number of rows does:
    the value is on the wrong side, or on the limit.
    """
    distance = value - limit
    if not distance or (value - bound) * distance < 0 or not math.isfinite(bound):
        return None
    return _sensible(n * ((value - bound) / distance) ** 2, n)


def rows_for_test(p_value: float, alpha: float, n: int) -> int | None:
    """Return about how many rows make a two-sided test reject, the effect staying as it is."""
    if not 0 < p_value < 1 or not 0 < alpha < 1:
        return None
    z = float(special.ndtri(1 - p_value / 2))
    if z <= 0:
        return None
    return _sensible(n * (float(special.ndtri(1 - alpha / 2)) / z) ** 2, n)


def _sensible(rows: float, n: int) -> int | None:
    return max(n + 1, math.ceil(rows)) if rows < 1e12 else None


def _z(upper: float) -> float:
    if not 0 < upper < 1:
        raise ValueError(f"a level of {upper} is not strictly between 0 and 1")
    return float(special.ndtri(1 - upper))
