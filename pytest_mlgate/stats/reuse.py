"""What deciding on one test set again and again does to the level of the decisions."""

from __future__ import annotations

import math


def level_after(alpha: float, decisions: int, *, adaptive: bool = True) -> float:
    """Return a bound on the chance that any of several decisions on one test set is wrong.

    Parameters
    ----------
    alpha:
        Level of each decision, between 0 and 1.
    decisions:
        How often the test set decided, at least 0.
    adaptive:
        Whether somebody saw an answer before handing in the next model.  Then the H-th
        model may be any of 2^(H - 1) that the answers could have led to, and each of them
        may be the unlucky one; else there are H models.

    Returns
    -------
    float
        At most 1.  It is a guarantee, not an estimate: real development leaks less than
        its worst case.

    References
    ----------
    C. Renggli, B. Karlaš, B. Ding, F. Liu, K. Schawinski, W. Wu and C. Zhang (2019),
    Continuous integration of machine learning models with ease.ml/ci, MLSys 1, sections 3.1
    and 3.2.  C. Dwork, V. Feldman, M. Hardt, T. Pitassi, O. Reingold and A. Roth (2015),
    Science 349, 636-638, on why answers wear a holdout out.
    """
    _arguments(alpha, decisions)
    return min(1.0, alpha * _models(decisions, adaptive))


def per_decision_alpha(alpha: float, decisions: int, *, adaptive: bool = True) -> float:
    """Return the level each of so many planned decisions may use to keep `alpha` over all.

    Parameters and source are those of :func:`level_after`.
    """
    _arguments(alpha, decisions)
    return alpha / max(1.0, _models(decisions, adaptive))


def sample_size(
    epsilon: float, alpha: float, decisions: int, *, adaptive: bool = True, span: float = 1.0
) -> int:
    """Return the rows with which every estimate is within `epsilon` of the truth.

    Parameters
    ----------
    epsilon:
        Tolerated error, in the unit of the metric, above 0.
    alpha, decisions, adaptive:
        As for :func:`level_after`.
    span:
        Largest minus smallest value that one row can have: 1 for accuracy, 2 for the
        difference of two accuracies.

    References
    ----------
    W. Hoeffding (1963), J. Am. Stat. Assoc. 58, 13-30, with the counts of
    :func:`level_after`.
    """
    _arguments(alpha, decisions)
    if not (epsilon > 0 and span > 0):
        raise ValueError(f"a tolerance of {epsilon} over a span of {span}")
    each = math.log(max(1.0, _models(decisions, adaptive)) / alpha)
    return math.ceil(span**2 * each / (2 * epsilon**2))


def _models(decisions: int, adaptive: bool) -> float:
    if not adaptive or decisions == 0:
        return float(decisions)
    return 2.0**decisions - 1 if decisions < 1000 else math.inf


def _arguments(alpha: float, decisions: int) -> None:
    if not 0 < alpha < 1:
        raise ValueError(f"a level of {alpha} is not strictly between 0 and 1")
    if decisions < 0 or decisions != int(decisions):
        raise ValueError(f"{decisions} is no number of decisions")
