"""What is learnt comes from the training rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pytest_mlgate.checks.leakage import _features, _fitted, _sample
from pytest_mlgate.checks.leakage._fitted import Learnt
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.fit_fn import FitFailed, FitFn
from pytest_mlgate.numeric import Array, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

WHERE = "[leakage.fit-scope]"
FEWEST_ROWS = 20
REMEDY = (
    "Fit imputers, scalers, encoders, selectors and generators on frame.loc[train_index] only, "
    "for instance as steps of a scikit-learn Pipeline, and apply them to the other rows."
)


@check("leakage.fit-scope", kind=Kind.CONFIG, runs_code=True)
def fit_scope(
    fit_fn: FitFn,
    sample: Any,
    *,
    target: str = "",
    test_share: Annotated[float, Range(0.05, 0.9)] = 0.3,
    split: Literal["last", "random"] = "last",
    codes: tuple[str, ...] = (),
    keep: tuple[str, ...] = (),
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """Nothing that is fitted depends on rows outside the training rows.

    Why
    ---
    A scaler, an imputer or a selector that saw the test rows makes every score on them too
    good, and reading the code does not show it when the steps are spread over modules.

    Rule
    ----
    The fit function is called on the sample with some rows as training rows.  All fitted
    attributes (names that end with ``_``, in nested objects too, durations left out) and the
    transformed training rows stay the same (relative 1e-9)

    * S1 when the features of the test rows are permuted and their numbers multiplied by 10,
    * S2 when the test rows are dropped,
    * S3 when the target of the test rows is permuted; then the transformed test rows stay
      the same, too.

    The training rows come first in every frame, so that their index never changes.  What
    training rows tell about each other, as in target encoding on the same
    rows, is the subject of ``leakage.shuffled-target``.

    Settings
    --------
    target : none
        Column with the target.  Without, S3 is left out and S1 disturbs all columns.
    test-share : 0.3
        Share of the rows that are test rows.
    split : "last"
        Whether the last rows are the test rows, or random ones.
    codes : []
        Columns of numbers that are codes: permuted, not multiplied.
    keep : []
        Columns that S1 leaves as they are, such as keys and times.
    seed : 0
        Of the random split and the permutations, generators of their own.

    Outcomes
    --------
    FAIL: a change; attribute and column are named.  INCONCLUSIVE: no fitted attribute and
    nothing transformed, two identical calls that differ already (an unseeded fit), fewer
    than 20 rows, or a target that is the same in all test rows.  NOT_APPLICABLE: no fit
    function or no sample is configured.  ERROR: no such column, or the function raises.

    Remedy
    ------
    Fit every step on the training rows only.

    Source
    ------
    C. Yang, R. A. Brower-Sinning, G. A. Lewis and C. Kästner (2022), Data leakage in
    notebooks, ASE.  T. Hastie, R. Tibshirani and J. Friedman (2009), The elements of
    statistical learning, 7.10.2.
    """
    frame = _sample.frame_of(sample)
    for name, setting in [(target, "target"), *((n, "codes") for n in codes)]:
        if name:
            _sample.column(frame, name, setting=f"{WHERE} {setting}")
    for name in keep:
        _sample.column(frame, name, setting=f"{WHERE} keep")
    if len(frame) < FEWEST_ROWS:
        raise Unmeasurable(f"the sample has {len(frame)} rows; at least {FEWEST_ROWS} are needed")
    frame, train, test = _split(frame, test_share, split, seed)
    first = _call(fit_fn, frame, train, "")
    if not first.learnt and first.train is None:
        raise Unmeasurable(
            f"{fit_fn.path} returned no fitted attribute (a name that ends with _) and transformed "
            "nothing, so nobody can say what it learnt"
        )
    unseeded = [*_changes(first, _call(fit_fn, frame, train, "a second time"), tests=True)]
    if unseeded:
        raise Unmeasurable(
            f"{fit_fn.path} gives something else on a second call already ({unseeded[0]}), so "
            "nothing else can be told from it; seed it"
        )
    findings = []
    trials = [*_trials(frame, train, test, target, codes, keep, seed)]
    for trial in trials:
        other = _call(fit_fn, trial.frame, trial.train, f"when {trial.how}")
        findings += [
            Finding(
                message=f"{what} of {fit_fn.path} changes when {trial.how}",
                rule=trial.rule,
                anchor=f"{trial.rule} " + what.partition(" and ")[0],
            )
            for what in _changes(first, other, tests=trial.rule == "S3", without=target)
        ]
    if target and "S3" not in {trial.rule for trial in trials}:
        text = f"{target} is the same in all {len(test)} test rows, so permuting it shows nothing"
        remedy = 'Give more rows, or split = "random".'
        thin = Outcome.INCONCLUSIVE
        findings.append(Finding(message=text, outcome=thin, rule="S3", remedy=remedy))
    return Verdict.of(
        findings,
        passed=f"{fit_fn.path}: {len(first.learnt)} fitted values"
        + ("" if first.train is None else f" and {first.train.shape[1]} transformed columns")
        + f" of {len(train)} training rows stay the same when "
        + ", ".join(trial.how for trial in trials),
        remedy=REMEDY,
    )


@dataclass(frozen=True)
class _Trial:
    """Another sample with the same training rows."""

    rule: str
    how: str
    frame: Any
    train: Array


@dataclass(frozen=True)
class _Result:
    """What one fit left: learnt values by name, transformed training and test rows."""

    learnt: dict[str, Learnt]
    train: Any
    test: Any


def _split(frame: Any, share: float, split: str, seed: int) -> tuple[Any, Array, Array]:
    """Return the sample with the training rows first, and the positions of both sorts."""
    rows: Array = np.arange(len(frame))
    fit_on = len(frame) - max(2, round(len(frame) * share))
    if split == "random":
        order = np.random.default_rng(seed).permutation(len(frame))
        chosen = np.concatenate([np.sort(order[:fit_on]), np.sort(order[fit_on:])])
        frame = frame.iloc[chosen].reset_index(drop=True)
    return frame, rows[:fit_on], rows[fit_on:]


def _trials(
    frame: Any,
    train: Array,
    test: Array,
    target: str,
    codes: tuple[str, ...],
    keep: tuple[str, ...],
    seed: int,
) -> Iterator[_Trial]:
    features = [name for name in frame.columns if name not in {target, *keep}]
    numbers = [name for name in features if name not in codes]
    changed = _sample.disturbed(frame, test, permuted=features, scaled=numbers, seed=seed)
    yield _Trial("S1", "the features of the test rows change", changed, train)
    alone = frame.iloc[train].reset_index(drop=True)
    yield _Trial("S2", "the test rows are dropped", alone, np.arange(len(train)))
    if target and frame[target].iloc[test].nunique(dropna=False) > 1:
        for number in range(seed, seed + 100):
            changed = _sample.disturbed(frame, test, permuted=[target], scaled=(), seed=number)
            if not changed[target].equals(frame[target]):
                yield _Trial("S3", "the target of the test rows is permuted", changed, train)
                return


def _call(fit_fn: FitFn, frame: Any, train: Array, when: str) -> _Result:
    try:
        fit = fit_fn(frame, train)
    except FitFailed as failed:
        raise FitFailed(f"{when}: {failed}" if when else str(failed)) from failed
    learnt = _fitted.learnt(fit.fitted)
    table = fit.transformed
    if table is None:
        return _Result(learnt, None, None)
    table = table.reset_index(drop=True).rename(columns=str)
    if not table.columns.is_unique:
        table = table.set_axis([str(number) for number in range(table.shape[1])], axis=1)
    if len(table) == len(frame):
        return _Result(learnt, table.iloc[train], table.iloc[len(train) :])
    if len(table) == len(train):
        return _Result(learnt, table, None)
    raise InputError(
        fit_fn.path,
        key="transformed rows",
        found=f"{len(table)} for {len(frame)} rows, {len(train)} of them for training",
        expected="one for each row, or one for each training row",
    )


def _changes(one: _Result, two: _Result, *, tests: bool, without: str = "") -> Iterator[str]:
    """Yield in words what differs: learnt values, transformed training and test rows."""
    paths = _fitted.changed(one.learnt, two.learnt)
    if paths:
        yield f"attribute {paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
    for what, ours, theirs in (
        ("training", one.train, two.train),
        ("test", one.test if tests else None, two.test),
    ):
        if ours is None or theirs is None:
            continue
        ours, theirs = (
            t.drop(columns=[c for c in t.columns if what == "test" and c == without]).reset_index(
                drop=True
            )
            for t in (ours, theirs)
        )
        names = list(_features.differences(ours, theirs))
        if names:
            more = f" and {len(names) - 1} more columns" if len(names) > 1 else ""
            yield f"transformed column {names[0]!r}{more} in {what} rows"
