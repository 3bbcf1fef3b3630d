"""Non-inferiority and superiority; the other decisions are in test_verdict.py."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.decision import decide_non_inferior, decide_superior, rows_to_settle
from pytest_mlgate.verdict import Estimate, Limit, Outcome

MARGIN = Limit(">", -0.01)
GAIN = Limit(">", 0.0)
values = st.floats(-1, 1)


def gain(value: float, lower: float | None, limit: Limit | None = MARGIN, n: int = 100) -> Estimate:
    return Estimate(name="gain", value=value, lower=lower, limit=limit, n=n)


@pytest.mark.parametrize(
    ("value", "lower", "rejected", "outcome"),
    [
        (0.0100, -0.0018, False, Outcome.PASS),
        (-0.0050, -0.0090, True, Outcome.PASS),  # worse, surely, and by less than matters
        (-0.0100, -0.0218, False, Outcome.INCONCLUSIVE),
        (-0.0100, -0.0218, True, Outcome.FAIL),
        (-0.0150, -0.0300, True, Outcome.FAIL),
        (-0.0050, -0.0200, True, Outcome.INCONCLUSIVE),
        (0.0200, -0.0100, False, Outcome.INCONCLUSIVE),  # the bound touches the margin
        (0.0200, None, False, Outcome.INCONCLUSIVE),
        (0.0200, math.nan, False, Outcome.INCONCLUSIVE),
        (math.nan, 0.0, True, Outcome.INCONCLUSIVE),
    ],
)
def test_non_inferior(value: float, lower: float | None, rejected: bool, outcome: Outcome) -> None:
    assert decide_non_inferior(gain(value, lower), rejected=rejected) is outcome


def test_no_rows_decide_nothing() -> None:
    assert decide_non_inferior(gain(1.0, 0.5, n=0), rejected=True) is Outcome.INCONCLUSIVE
    assert decide_superior(gain(1.0, 0.5, GAIN, n=0)) is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("value", "lower", "outcome"),
    [
        (0.025, 0.0116, Outcome.PASS),
        (0.010, -0.0018, Outcome.INCONCLUSIVE),
        (0.0, -0.01, Outcome.FAIL),
        (-0.01, -0.02, Outcome.FAIL),
        (0.01, None, Outcome.INCONCLUSIVE),
    ],
)
def test_superior(value: float, lower: float | None, outcome: Outcome) -> None:
    assert decide_superior(gain(value, lower, GAIN)) is outcome


@pytest.mark.parametrize("limit", [None, Limit("<=", 0.01)])
def test_a_comparison_needs_a_floor(limit: Limit | None) -> None:
    with pytest.raises(ValueError, match="needs a floor"):
        decide_non_inferior(gain(0, 0, limit), rejected=False)
    with pytest.raises(ValueError, match="needs a floor"):
        decide_superior(gain(0, 0, limit))


@given(value=values, lower=values, rejected=st.booleans())
def test_only_a_rejection_fails_and_only_a_clear_bound_passes(
    value: float, lower: float, rejected: bool
) -> None:
    outcome = decide_non_inferior(gain(value, lower), rejected=rejected)
    assert (outcome is Outcome.PASS) == (lower > -0.01)
    assert outcome is not Outcome.FAIL or (rejected and value <= -0.01)


def test_the_check_may_know_how_many_rows_it_takes() -> None:
    settled = Estimate(name="ratio", value=0.7, n=60, limit=Limit(">=", 0.8), rows_needed=400)
    assert rows_to_settle(settled) == 400
