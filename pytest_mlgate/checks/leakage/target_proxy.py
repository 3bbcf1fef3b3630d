"""No single feature tells the target on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pytest_mlgate.checks.leakage import _columns
from pytest_mlgate.checks.leakage._columns import Task
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputAbsent, Unmeasurable
from pytest_mlgate.inputs._rows import in_memory
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.onefeature import CODES, Levels, Target, area, explained, information
from pytest_mlgate.stats.onefeature import pearson as correlate
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

LEAST_ROWS = 100
LEAST_OF_A_CLASS = 30
MOST_CELLS = 20_000_000
"""Wider tables are read a few columns at a time."""
MOST_ESTIMATES = 20
FEWEST_IMPORTANCES = 3
REMEDY = (
    "Ask when the feature becomes known: take it out if that is at or after the outcome, else "
    "waive it by name with the reason why it is known before."
)


@dataclass(frozen=True)
class _Limits:
    """From which values on something is reported: (warning, failure), ``None`` for never."""

    score: tuple[float | None, float]
    information: float
    correlation: float


@dataclass(frozen=True)
class _Fact:
    """One measured value of one subject."""

    subject: str
    rule: str
    estimate: Estimate
    outcome: Outcome


@check("leakage.target-proxy", kind=Kind.EVIDENCE)
def target_proxy(
    train: Table,
    roles: Roles,
    feature_names: FeatureNames | None = None,
    *,
    task: Task = "auto",
    rows: Annotated[int, Range(1000)] = 100_000,
    seed: Annotated[int, Range(0)] = 0,
    auc_warn: Annotated[float, Range(0.5, 1)] = 0.95,
    auc_fail: Annotated[float, Range(0.5, 1)] = 0.99,
    r2_warn: Annotated[float, Range(0, 1)] = 0.9,
    r2_fail: Annotated[float, Range(0, 1)] = 0.98,
    max_information: Annotated[float, Range(0, 1)] = 0.95,
    max_correlation: Annotated[float, Range(0, 1)] = 0.9,
    max_importance: Annotated[float, Range(0, 1)] = 0.5,
) -> Verdict:
    """No single feature tells the target on its own.

    Why
    ---
    A column that is written when the outcome is known, such as the day of discharge, makes a
    perfect model in the laboratory and is empty when the model is used.

    Rule
    ----
    For every feature, and for every feature with missing values also whether it is missing
    (the subject ``<name> is null``),

    * ``score``: the out-of-fold score of a model of this feature alone is below
      `auc-warn`, or `r2-warn` for a number.  The models are the order of its values in
      either direction (for a number straight lines through values and through ranks), and a
      tree: the mean of the target in bins of equal size, at most 1 024 of them and of at least
      10 rows each, or in its categories, learned on four fifths of the rows and scored on the
      rest; the best counts.
      Of several classes each is told from the rest, and the areas are averaged.
    * ``information``: the share of the target's entropy that the feature tells, in 10 bins
      and without its upward bias, is below `max-information`.
    * ``correlation``: Pearson's r is not above `max-correlation` in size.  It sees little where
      the outcome is rare: an area of 0.99 at 1 % has r = 0.31.
    * ``importance``: no feature has more than `max-importance` of the sum of the recorded
      importances (of at least three features).

    A feature that tells rows apart and nothing else, such as an id, has a score of 0.5.  Two
    features that tell the target only together are not seen.

    Settings
    --------
    task : "auto"
        classification or regression.  A number with more than ten distinct values is
        predicted as a number.
    rows : 100 000
        Above so many rows a seeded sample of about as many is looked at.
    seed : 0
        Of the sample and the folds.
    auc-warn : 0.95
        Area under the ROC curve from which one feature is suspicious.
    auc-fail : 0.99
        Area from which it is taken for the target.
    r2-warn : 0.9
        The same for a number: share of the spread that is explained.
    r2-fail : 0.98
        Share from which the feature is taken for the target.
    max-information : 0.95
        Share of the target's entropy.
    max-correlation : 0.9
        Size of Pearson's r.
    max-importance : 0.5
        Share of one feature in the importances of `feature-names`.

    Outcomes
    --------
    FAIL: a score from `auc-fail` or `r2-fail` on, or information from `max-information` on.
    WARN: a score from `auc-warn` or `r2-warn` on, a larger correlation or importance.
    INCONCLUSIVE: fewer than 100 rows with a target, a class of fewer than 30, a constant
    target, no feature.  NOT_APPLICABLE: no training rows or no target.  ERROR: the table
    cannot be read, or does not have the target.

    Remedy
    ------
    Take out what is known too late.  A feature that is known in time and this good is waived
    by its name, with a reason.

    Source
    ------
    S. Kaufman, S. Rosset, C. Perlich and O. Stitelman (2012), Leakage in data mining, ACM
    Trans. Knowl. Discov. Data 6(4).  The limits are conventions of this project.
    """
    if roles.target is None:
        raise InputAbsent("no target: [inputs.roles] target names none")
    train.require([roles.target], "[inputs.roles] target")
    features = roles.features(train.columns)
    if not features:
        raise Unmeasurable(f"{train.source} has no feature beside its other columns")
    scores = ((auc_warn, auc_fail), (r2_warn, r2_fail))
    facts: list[_Fact] = []
    for frame in _chunks(train, roles.target, features, rows, seed):
        target, frame = _complete(frame, roles.target, task, train.source, seed)
        limits = _Limits(scores[0 if target.classes else 1], max_information, max_correlation)
        for name in frame.columns:
            facts += _judge(name, frame[name], target, limits)
    n = len(target.values)
    facts += _important(feature_names, max_importance)
    looked = f"{n} of {train.n} rows" if n < train.n else f"{n} rows"
    highest = max((f.estimate.value for f in facts if f.rule == "score"), default=None)
    what = "area under the ROC curve" if target.classes else "R2"
    best = f", highest {what} {highest:.3f}" if highest is not None else ", all constant"
    return Verdict.of(
        [*_findings(facts), *_thin(target)],
        passed=f"none of {len(features)} features tells {roles.target} alone ({looked}{best})",
        remedy=REMEDY,
        estimates=[f.estimate for f in sorted(facts, key=_severity)[:MOST_ESTIMATES]],
    )


def _chunks(
    train: Table, target: str, features: tuple[str, ...], rows: int, seed: int
) -> Iterator[Any]:
    width = max(1, MOST_CELLS // max(1, min(rows, train.n)))
    for start in range(0, len(features), width):
        chunk = features[start : start + width]
        yield in_memory(train, [target, *chunk], rows=rows, seed=seed)


def _complete(frame: Any, name: str, task: Task, source: str, seed: int) -> tuple[Target, Any]:
    """Return the target and the features of the rows that have one."""
    there = _columns.known(frame[name])
    n = int(there.sum())
    if n < LEAST_ROWS:
        raise Unmeasurable(f"{n} rows with a value of {name}; at least {LEAST_ROWS} are needed")
    frame = frame[there]
    target = _columns.target_of(frame[name], task, source, seed=seed, least=LEAST_OF_A_CLASS)
    if np.unique(target.values).size < 2:
        raise Unmeasurable(f"{name} is constant in {n} rows, so nothing tells anything about it")
    if target.classes:
        smallest = int(np.bincount(target.values).min())
        if not target.positives or (target.classes == 2 and smallest < LEAST_OF_A_CLASS):
            raise Unmeasurable(
                f"the smaller class of {name} has {smallest} of {n} rows; at least "
                f"{LEAST_OF_A_CLASS} are needed"
            )
    return target, frame.drop(columns=name)


def _thin(target: Target) -> Iterator[Finding]:
    if target.classes:
        few = int((np.bincount(target.values) < LEAST_OF_A_CLASS).sum())
        if few:
            yield Finding(
                message=f"{few} of {target.classes} classes have fewer than {LEAST_OF_A_CLASS} "
                "rows and were not told from the rest",
                outcome=Outcome.INCONCLUSIVE,
                rule="score",
            )


def _judge(name: str, column: Any, target: Target, limits: _Limits) -> Iterator[_Fact]:
    values = _columns.numbers(column)
    levels = _columns.levels(column, values)
    if not levels.constant:
        yield from _facts(name, levels, values, target, limits)
    missing = (levels.level < 0).astype(float)
    if 0 < missing.sum() < missing.size and levels.size.size > 1:
        yield from _facts(f"{name} is null", Levels.of(missing), missing, target, limits)


def _facts(
    subject: str, levels: Levels, values: Any, target: Target, limits: _Limits
) -> Iterator[_Fact]:
    n = len(target.values)
    if target.classes:
        name, score = f"area under the ROC curve of {subject} alone", area(target, levels)
    else:
        name, score = f"R2 of {subject} alone", explained(target, levels, values)
    yield _fact(subject, "score", name, score, n, *limits.score)
    share = information(levels.cells(CODES), target.codes)
    told = f"share of the target's entropy that {subject} tells"
    yield _fact(subject, "information", told, share, n, None, limits.information)
    if values is not None and target.classes <= 2:
        r = correlate(values, target.values)
        if r is not None:
            estimate = Estimate(
                name=f"size of the correlation of {subject}", value=abs(r), n=n,
                limit=Limit("<=", limits.correlation),
            )  # fmt: skip
            yield _Fact(subject, "correlation", estimate, _at_worst_warn(estimate))


def _fact(
    subject: str, rule: str, name: str, value: float, n: int, warn: float | None, fail: float
) -> _Fact:
    """Judge a value by two limits, of which the broken one is shown, else the lower."""
    strict = Estimate(name=name, value=value, n=n, limit=Limit("<", fail))
    outcome = decide(strict, Policy.POINT)
    if outcome is Outcome.FAIL or warn is None:
        return _Fact(subject, rule, strict, outcome)
    early = Estimate(name=name, value=value, n=n, limit=Limit("<", warn))
    return _Fact(subject, rule, early, _at_worst_warn(early))


def _at_worst_warn(estimate: Estimate) -> Outcome:
    outcome = decide(estimate, Policy.POINT)
    return Outcome.WARN if outcome is Outcome.FAIL else outcome


def _important(names: FeatureNames | None, most: float) -> Iterator[_Fact]:
    importances: Mapping[str, float] = names.importances if names is not None else {}
    total = sum(abs(value) for value in importances.values())
    if len(importances) < FEWEST_IMPORTANCES or not total > 0:
        return
    for name, value in importances.items():
        estimate = Estimate(
            name=f"share of {name} in the importances", value=abs(value) / total,
            limit=Limit("<=", most),
        )  # fmt: skip
        yield _Fact(name, "importance", estimate, _at_worst_warn(estimate))


def _findings(facts: list[_Fact]) -> Iterator[Finding]:
    for fact in facts:
        if fact.outcome is not Outcome.PASS:
            yield Finding(
                message=str(fact.estimate),
                outcome=fact.outcome,
                rule=fact.rule,
                subject=fact.subject,
                anchor=f"{fact.rule} {fact.subject}",
            )


def _severity(fact: _Fact) -> tuple[int, float]:
    order = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WARN, Outcome.PASS)
    return order.index(fact.outcome), -fact.estimate.value
