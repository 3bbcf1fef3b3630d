"""With labels that mean nothing, a procedure scores no better than chance."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pytest_mlgate.checks.leakage import _sample, _strata
from pytest_mlgate.checks.leakage._strata import Chance, Kinds
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.cv_fn import CvFailed, CvFn
from pytest_mlgate.numeric import Array, BoolArray, FloatArray, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Limit, Outcome, Policy, Verdict

WHERE = "[leakage.shuffled-target]"
FEWEST_ROWS = 100
MOST_CLASSES = 20
"""More distinct whole numbers are a quantity, unless `task` says otherwise."""
REMEDY = (
    "Do everything that looks at the target (selection, encoding, generation, tuning) inside the "
    "training folds, for instance in a scikit-learn Pipeline."
)


@check("leakage.shuffled-target", kind=Kind.CONFIG, runs_code=True)
def shuffled_target(
    cv_fn: CvFn,
    sample: Any,
    *,
    target: str = "",
    task: Literal["auto", "classification", "regression"] = "auto",
    group_column: str = "",
    time: str = "",
    blocks: Annotated[int, Range(2)] = 10,
    repeats: Annotated[int, Range(2)] = 3,
    factor: Annotated[float, Range(0)] = 4.0,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The whole procedure finds nothing where labels were shuffled.

    Why
    ---
    Features that were chosen, encoded or generated with all labels carry the labels of the
    test rows into every fold: 20 of 5 000 columns of noise then predict noise.

    Rule
    ----
    The complete procedure is run on several permutations of the target.  The median of

    * the area under the ROC curve, the mean over classes of one against the rest where there
      are more than two, is at most 0.5 + factor * SE,
      SE = sqrt((n0 + n1 + 1) / (12 n0 n1)), averaged over the classes;
    * Spearman's correlation, for a numeric target, is at most factor / sqrt(n).

    With a group column or time blocks the target is permuted inside them, and only rows of
    the same one are compared with each other: what a group has in common is no leak.

    Settings
    --------
    target : none
        Column of the sample with the target; all others are the features.
    task : "auto"
        ``auto`` takes text, booleans and up to 20 distinct whole numbers for classes.
    group-column : none
        Column within whose values the target is permuted.
    time : none
        Column whose order is cut in blocks within which the target is permuted.
    blocks : 10
        How many.
    repeats : 3
        Permutations, each a full run of the procedure.
    factor : 4
        Standard errors above chance that are allowed.
    seed : 0
        Of the permutations.

    Outcomes
    --------
    FAIL: the median is above the bound.  INCONCLUSIVE: fewer than 30 comparable rows of a
    class, fewer than 100 rows, missing targets, scores that are the same whatever the
    labels are, or a median as far below chance (turned scores, or leave-one-out, hide a
    leak).  NOT_APPLICABLE: no procedure or no sample is configured.  ERROR: no such column,
    or the procedure raises or returns no score for every row.

    Remedy
    ------
    Move every step that looks at the target into the training folds.

    Source
    ------
    C. Ambroise and G. J. McLachlan (2002), Selection bias in gene extraction, PNAS 99(10),
    6562-6566.  M. Ojala and G. C. Garriga (2010), Permutation tests for studying classifier
    performance, JMLR 11, 1833-1863.
    """
    frame = _sample.frame_of(sample)
    if not target:
        raise Unmeasurable(f"{WHERE} target names no column, so there is nothing to shuffle")
    labels = _sample.column(frame, target, setting=f"{WHERE} target")
    strata = _strata_of(frame, group_column, time, blocks)
    _enough(labels)
    kinds = Kinds.of(labels, task, most=MOST_CLASSES)
    features = frame.drop(columns=target)
    found, previous = [], None
    for number in range(repeats):
        order = _strata.permutation(strata, seed=seed + number)
        shuffled = pandas.Series(labels.iloc[order].array, name=target)
        scores = cv_fn(features, shuffled)
        if previous is not None and np.array_equal(previous, scores, equal_nan=True):
            raise Unmeasurable(
                f"{cv_fn.path} gives the same scores whatever the labels are: it has to learn "
                "from the y that it is given"
            )
        previous = scores
        found.append(_chance(cv_fn, kinds, shuffled, scores, strata))
    return _judge(cv_fn, kinds, found, factor)


def _strata_of(frame: Any, group: str, time: str, blocks: int) -> Array:
    """Return for each row the number of the rows with which it may exchange its label."""
    if group and time:
        raise InputError(WHERE, key="time", found="group-column as well", expected="one of the two")
    if group:
        codes: Array = pandas.factorize(
            _sample.column(frame, group, setting=f"{WHERE} group-column"), use_na_sentinel=False
        )[0]
        return codes
    if not time or not len(frame):
        return np.zeros(len(frame), dtype=int)
    order = np.argsort(_sample.order_in_time(frame, time, setting=f"{WHERE} time"), kind="stable")
    numbers: Array = np.empty(len(frame), dtype=int)
    numbers[order] = np.arange(len(frame)) * blocks // len(frame)
    return numbers


def _enough(labels: Any) -> None:
    absent = int(labels.isna().sum())
    if absent:
        raise Unmeasurable(f"{absent} of {len(labels)} rows have no target")
    if len(labels) < FEWEST_ROWS:
        raise Unmeasurable(f"the sample has {len(labels)} rows; at least {FEWEST_ROWS} are needed")


def _chance(cv_fn: CvFn, kinds: Kinds, labels: Any, scores: FloatArray, strata: Array) -> Chance:
    """Score one run on the rows that were in a test fold."""
    columns = kinds.columns(scores)
    if columns is None:
        raise CvFailed(
            f"{cv_fn.path} returned scores of shape {scores.shape} for {kinds}; expected one for "
            "every row, or one for every row and class"
        )
    tested: BoolArray = np.asarray(~np.isnan(columns).any(axis=1))
    if int(tested.sum()) < FEWEST_ROWS:
        raise Unmeasurable(
            f"{cv_fn.path} scored {int(tested.sum())} of {len(tested)} rows; at least "
            f"{FEWEST_ROWS} are needed"
        )
    return kinds.score(labels.to_numpy()[tested], columns[tested], strata[tested])


def _judge(cv_fn: CvFn, kinds: Kinds, found: list[Chance], factor: float) -> Verdict:
    middle = float(np.median([chance.value for chance in found]))
    allowed = factor * max(chance.error for chance in found)
    estimate = Estimate(
        name=f"median {kinds.statistic} of {len(found)} runs on shuffled labels",
        value=middle,
        n=min(chance.n for chance in found),
        limit=Limit("<=", kinds.null + allowed),
    )
    least = Estimate(
        name=estimate.name, value=middle, n=estimate.n, limit=Limit(">=", kinds.null - allowed)
    )
    outcome = decide(estimate, Policy.POINT)
    if outcome is Outcome.FAIL:
        summary = f"{cv_fn.path} predicts labels that mean nothing: {estimate}"
        return Verdict(outcome=outcome, summary=summary, estimates=(estimate,), remedy=REMEDY)
    if decide(least, Policy.POINT) is Outcome.FAIL:
        return Verdict(
            outcome=Outcome.INCONCLUSIVE,
            summary=f"{cv_fn.path} is further below chance than luck goes: {least}",
            estimates=(least,),
            remedy="Return scores that are high for the second class, or for large targets, and "
            "use fewer and larger folds than leave-one-out.",
        )
    return Verdict(outcome=outcome, summary=f"{cv_fn.path}: {estimate}", estimates=(estimate,))
