"""The only place where an estimate is compared with a limit."""

from __future__ import annotations

import math

from pytest_mlgate.verdict import Estimate, Limit, Outcome, Policy

_MOST_ROWS = 1e12


def decide(estimate: Estimate, policy: Policy, *, rejected: bool | None = None) -> Outcome:
    """Compare an estimate with its limit: the only place where this is done.

    * ``point``: PASS inside the limit, FAIL outside; for exact counts.
    * ``assured``: PASS when the conservative bound is inside, FAIL when the value is
      outside, else INCONCLUSIVE; for floors and budgets.
    * ``significant``: PASS when the value is inside, FAIL when it is outside and the
      adjusted test rejects, else INCONCLUSIVE; for fairness, drift and regressions, where
      it keeps the false-alarm rate at the level of the test.

    A value, bound or test result that is missing or not finite is INCONCLUSIVE, and so is a
    value measured on no rows.

    Parameters
    ----------
    estimate:
        The value with its limit.
    policy:
        Which rule applies.
    rejected:
        ``significant`` only: whether the multiplicity-adjusted test rejects equality.

    Raises
    ------
    ValueError
        If the estimate has no limit, or there is no such policy.
    """
    limit = estimate.limit
    if limit is None:
        raise ValueError(f"estimate {estimate.name!r} has no limit to be judged against")
    if not math.isfinite(estimate.value) or estimate.n == 0:
        return Outcome.INCONCLUSIVE
    inside = limit.met_by(estimate.value)
    match Policy(policy):
        case Policy.POINT:
            return Outcome.PASS if inside else Outcome.FAIL
        case Policy.ASSURED:
            if not inside:
                return Outcome.FAIL
            return Outcome.PASS if _cleared(estimate, limit) else Outcome.INCONCLUSIVE
        case Policy.SIGNIFICANT:
            if inside:
                return Outcome.PASS
            return Outcome.FAIL if rejected else Outcome.INCONCLUSIVE


def decide_non_inferior(estimate: Estimate, *, rejected: bool) -> Outcome:
    """Judge whether a candidate is not worse than its baseline by more than a margin.

    The estimate is (candidate - baseline), turned so that more is better; its limit is
    ``Limit(">", -margin)`` and its `lower` the one-sided bound.

    * PASS: the bound is clear of the margin;
    * FAIL: the estimate is at or beyond it, and the one-sided test of no difference rejects,
      so that two equal models fail at most at the level of that test, whatever n is;
    * INCONCLUSIVE: the rows are too few to say.

    Parameters
    ----------
    estimate:
        The difference with its limit.
    rejected:
        Whether the one-sided test of "no difference" against "worse" rejects at the level
        allotted to it.

    Raises
    ------
    ValueError
        If the estimate has no limit, or one that is no floor.
    """
    limit = _floor(estimate)
    if not math.isfinite(estimate.value) or estimate.n == 0:
        return Outcome.INCONCLUSIVE
    if _cleared(estimate, limit):
        return Outcome.PASS
    if rejected and not limit.met_by(estimate.value):
        return Outcome.FAIL
    return Outcome.INCONCLUSIVE


def decide_superior(estimate: Estimate) -> Outcome:
    """Judge whether a candidate is shown to be better than its baseline.

    The estimate is (candidate - baseline), turned so that more is better; its limit is
    ``Limit(">", least gain)`` and its `lower` the one-sided bound.  PASS when the bound is
    clear, FAIL when the estimate itself is not, else INCONCLUSIVE.

    Raises
    ------
    ValueError
        If the estimate has no limit, or one that is no floor.
    """
    _floor(estimate)
    return decide(estimate, Policy.ASSURED)


def _floor(estimate: Estimate) -> Limit:
    if estimate.limit is None or not estimate.limit.is_floor:
        raise ValueError(f"estimate {estimate.name!r} needs a floor, a limit of the form > x")
    return estimate.limit


def _cleared(estimate: Estimate, limit: Limit) -> bool:
    bound = _conservative_bound(estimate, limit)
    return bound is not None and math.isfinite(bound) and limit.met_by(bound)


def rows_to_settle(estimate: Estimate) -> int | None:
    """Say about how many rows would settle an INCONCLUSIVE decision.

    It is what the check worked out, or else follows from the interval.

    The half-width of an interval shrinks with the square root of n, so the present n is
    scaled by the square of (half-width / distance to the limit).  ``None`` where nothing
    sensible can be said: no n, no bound, or a value on the limit or next to it.
    """
    if estimate.rows_needed is not None:
        return estimate.rows_needed
    limit = estimate.limit
    if limit is None or not estimate.n or not math.isfinite(estimate.value):
        return None
    bound = _conservative_bound(estimate, limit)
    distance = abs(estimate.value - limit.value)
    if bound is None or not math.isfinite(bound) or distance == 0:
        return None
    ratio = (estimate.value - bound) / distance
    rows = estimate.n * ratio * ratio
    return max(estimate.n + 1, math.ceil(rows)) if rows < _MOST_ROWS else None


def _conservative_bound(estimate: Estimate, limit: Limit) -> float | None:
    return estimate.lower if limit.is_floor else estimate.upper
