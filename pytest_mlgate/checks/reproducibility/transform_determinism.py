"""The same rows give the same features, at any time and in any order."""

from __future__ import annotations

import random
from typing import Any

from pytest_mlgate.checks import _frames
from pytest_mlgate.inputs.feature_fn import FeatureFn
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

DAYS_AHEAD = (1, 400)
"""How far the clock is moved: over midnight, and over a year with its leap day."""

REMEDY = (
    "Take the reference time from the data or as an argument, seed or remove every random step, "
    "and compute what depends on the order of rows after sorting them."
)


@check("reproducibility.transform-determinism", kind=Kind.CONFIG, runs_code=True)
def transform_determinism(
    feature_fn: FeatureFn, sample: Any, *, order_dependent: str = "", seed: int = 0
) -> Verdict:
    """The same rows have the same features on a second call, in another order, on another day.

    Why
    ---
    A feature such as the days since today is another one at every training and again when
    the model serves, without any change of the data.

    Rule
    ----
    The features of a sample have the same columns, dtypes and values (relative 1e-9, or
    1e-12 of the column's largest magnitude; NaN equals NaN)

    * T1 on a second call,
    * T2 with the rows shuffled, and backwards, and the result sorted back,
    * T3 with the clock moved by 1 and by 400 days.

    A function that keeps the index of its frame is sorted back by it; one that resets the
    index may keep the order of its input or have an order of its own.  The clock is moved
    for this process by time-machine (extra ``clock``), which ``numpy.datetime64("now")``
    escapes.  What later rows change, or a single row against a batch, is the subject of
    other checks.

    Settings
    --------
    order-dependent : none
        Why the order of rows matters; a reason drops T2.
    seed : 0
        Of the shuffle, which is a generator of its own.

    The sample is the first ``[inputs.sample] rows`` rows, 1 000 by default.

    Outcomes
    --------
    FAIL: a difference; the first differing column and row number are named.
    INCONCLUSIVE: fewer than two rows in the sample, or no features.  NOT_APPLICABLE: no
    feature function or no sample is configured.  ERROR: the function raises or returns no
    table, or pandas or time-machine is missing.

    Remedy
    ------
    Take the reference time from the data, seed every random step, sort before what depends
    on order.

    Source
    ------
    D. Sculley et al. (2015), Hidden technical debt in machine learning systems, NeurIPS 28.
    """
    build = FeatureFn.of(feature_fn)
    n = len(sample)
    if n < 2:
        return _inconclusive(f"the sample has {n} rows; at least 2 are needed")
    sample = sample.reset_index(drop=True)
    first = build(sample)
    if first.shape[0] == 0 or first.shape[1] == 0:
        return _inconclusive(
            f"{build.path} gave {first.shape[0]} rows and {first.shape[1]} columns of {n} rows"
        )
    found = [("T1", "a second call", _frames.difference(first, build(sample)))]
    if not order_dependent.strip():
        found.append(("T2", "shuffled rows", _shuffled(build, sample, first, seed)))
    for days in DAYS_AHEAD:
        moved = build(sample, days_ahead=days)
        found.append(("T3", f"the clock moved {days} days ahead", _frames.difference(first, moved)))
    findings = [
        Finding(
            message=f"{build.path} changes with {how}: {what}", rule=rule, anchor=f"{rule} {how}"
        )
        for rule, how, what in found
        if what
    ]
    omitted = f" (row order not tried: {order_dependent})" if order_dependent.strip() else ""
    return Verdict.of(
        findings,
        passed=f"{build.path} gave the same {first.shape[1]} columns for {n} rows with "
        f"{', '.join(how for _, how, _ in found)}{omitted}",
        remedy=REMEDY,
    )


def _shuffled(build: FeatureFn, sample: Any, first: Any, seed: int) -> str:
    """Say what another order of the rows changes."""
    backwards = list(range(len(sample)))[::-1]
    shuffled = sorted(backwards)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 (no secret)
    expected = [_frames.by_index(first, len(sample)), first.reset_index(drop=True)]
    # Backwards exchanges any two rows, which one shuffle does for half of the pairs only.
    for order in (shuffled, backwards):
        features = build(sample.iloc[order].reset_index(drop=True))
        candidates = _frames.in_order(features, order)
        if len(candidates) == 1:
            differences = [_frames.difference(expected[1], candidates[0])]
        else:
            differences = [
                _frames.difference(one, two) for one, two in zip(expected, candidates, strict=True)
            ]
        if "" not in differences:
            return differences[0]
    return ""


def _inconclusive(reason: str) -> Verdict:
    return Verdict(outcome=Outcome.INCONCLUSIVE, summary=reason, remedy="Give a larger sample.")
