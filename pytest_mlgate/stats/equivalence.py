"""Showing that a difference is small: equivalence and non-inferiority."""

from __future__ import annotations

import math

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import special
from pytest_mlgate.stats._arguments import level
from pytest_mlgate.stats.results import Interval, StatResult


def tost(
    estimate: float,
    se: float,
    low: float,
    high: float,
    *,
    df: float = math.inf,
    confidence: float = 0.95,
) -> StatResult:
    """Test whether an effect lies strictly between two margins, by two one-sided tests.

    Parameters
    ----------
    estimate, se:
        The effect and its standard error, above 0.
    low, high:
        The margins, in the unit of the effect.
    df:
        Degrees of freedom of the standard error.
    confidence:
        One-sided level: the interval is the two-sided one at ``2 * confidence - 1``, which
        lies between the margins exactly when the test rejects at ``1 - confidence``.

    Returns
    -------
    StatResult
        The p-value is the larger of the two one-sided ones.

    Raises
    ------
    Unmeasurable
        If the standard error is 0 or not finite.
    ValueError
        If the margins are not in order.

    References
    ----------
    D. J. Schuirmann (1987), J. Pharmacokinet. Biopharm. 15, 657-680.
    """
    if not low < high:
        raise ValueError(f"margins {low} and {high} are not in order")
    level(confidence)
    _known(estimate, se)
    above, below = (estimate - low) / se, (high - estimate) / se
    p = max(_upper(above, df), _upper(below, df))
    half = _quantile(confidence, df) * se
    return StatResult(
        min(above, below),
        p,
        estimate=estimate,
        interval=Interval(estimate - half, estimate + half, 2 * confidence - 1, "TOST"),
        df=df,
        method="two one-sided tests",
    )


def non_inferiority(
    estimate: float,
    se: float,
    margin: float,
    *,
    df: float = math.inf,
    confidence: float = 0.95,
) -> StatResult:
    """Test whether an effect, turned so that more is better, is above ``-margin``.

    Parameters
    ----------
    estimate, se, df:
        As for :func:`tost`.
    margin:
        The largest loss that is accepted, at least 0.
    confidence:
        One-sided level; only the lower bound of the interval means something.

    Raises
    ------
    Unmeasurable
        If the standard error is 0 or not finite.
    ValueError
        If the margin is negative.

    References
    ----------
    S. Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority,
    section 2.
    """
    if not margin >= 0:
        raise ValueError(f"margin {margin} is negative")
    level(confidence)
    _known(estimate, se)
    z = (estimate + margin) / se
    half = _quantile(confidence, df) * se
    return StatResult(
        z,
        _upper(z, df),
        estimate=estimate,
        interval=Interval(estimate - half, math.inf, confidence, "one-sided"),
        df=df,
        method="non-inferiority",
    )


def _known(estimate: float, se: float) -> None:
    if not (math.isfinite(estimate) and math.isfinite(se) and se > 0):
        raise Unmeasurable(f"an effect of {estimate} with standard error {se} cannot be tested")


def _upper(value: float, df: float) -> float:
    if math.isinf(df):
        return float(special.ndtr(-value))
    return float(special.stdtr(df, -value))


def _quantile(confidence: float, df: float) -> float:
    if math.isinf(df):
        return float(special.ndtri(confidence))
    return float(special.stdtrit(df, confidence))
