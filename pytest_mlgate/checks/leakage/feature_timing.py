"""Every feature was known when the prediction was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import (
    MISSING,
    NAIVE,
    UNREADABLE,
    ZONED,
    Moments,
    count_of,
    mixed_zones,
    moments,
    refuse_unreadable,
)
from pytest_mlgate.inputs.features import Feature, Features
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

MOST_ESTIMATES = 20
REMEDY = (
    "Compute the feature from what was known at the moment of prediction, or drop it; declare the "
    "cut-off of every feature in features.yaml (available_at or knowledge_lag)."
)


@check("leakage.feature-timing", kind=Kind.EVIDENCE)
def feature_timing(
    features: Features, train: Table, roles: Roles, *, temporal: bool = False
) -> Verdict:
    """Every feature was known when the prediction was made.

    Why
    ---
    The number of medicines of a whole stay predicts how long the stay was, and nobody has it on
    the first day.  Names do not show this; times do.

    Rule
    ----
    In a project with `temporal = true`, every feature column of the training rows declares its
    cut-off in `features.yaml`, and for every row

    * with `available_at`, a column of times: its time is not after the prediction,
    * with `knowledge_lag`, such as "2d": the time of the row (`[inputs.roles] time`) plus the
      lag is not after the prediction.

    The prediction is made at `[inputs.roles] prediction-time`, else at `time`.  A row in which
    both the feature and its time are missing says nothing.  Columns that `available_at` names
    are no features.  One scan, in the engine of the table.

    Settings
    --------
    temporal : false
        Whether time matters in this project; `[leakage] temporal` sets it for the family.

    Outcomes
    --------
    FAIL: a feature known only after the prediction, a feature without its time, a row without
    a time of prediction, a feature without a cut-off.  INCONCLUSIVE: no rows, text that is no
    time, times of which some have a zone and some have none, or a lag without a time of the
    rows.  NOT_APPLICABLE: the project is not temporal, or has no `features.yaml` or no training
    rows.  ERROR: a named column is missing or holds no times.

    Remedy
    ------
    Recompute the feature as of the prediction, or drop it.

    Source
    ------
    Kaufman et al. (2012), Leakage in data mining, ACM TKDD 6(4): legitimacy by time of
    observation.
    """
    if not temporal:
        return Verdict.not_applicable("the project is not temporal ([leakage] temporal = true)")
    at = roles.prediction_time or roles.time
    if at is None:
        raise InputError(
            "[inputs.roles]",
            key="prediction-time",
            found="no time of prediction, nor a time of the rows",
            expected="the column that says when the prediction is made",
        )
    train.require([at, *([roles.time] if roles.time else [])], "[inputs.roles]")
    if train.n == 0:
        raise Unmeasurable(f"the training rows ({train.source}) are none")
    declared = [item for item in features.items if item.name in train.schema]
    train.require([d.available_at for d in declared if d.available_at], features.path)
    clocks = {d.available_at for d in declared} - {d.name for d in declared}
    names = [c for c in roles.features(train.columns) if c not in clocks]
    findings = list(_undeclared(names, features))
    judged = [_Judged(item, column) for item in declared if (column := _clock_of(item, roles))]
    findings += [
        Finding(
            message=f"the lag of {item.name} cannot be checked: [inputs.roles] names no time",
            rule="time",
            subject=item.name,
            outcome=Outcome.INCONCLUSIVE,
        )
        for item in declared
        if item.knowledge_lag is not None and roles.time is None
    ]
    made = moments(train, [at, *(one.column for one in judged)])
    for one in judged:
        _same_kind(train, made, at, one.column)
    findings += _of_columns(train, made, at)
    estimates: list[Estimate] = []
    findings += _of_features(train, made, at, judged, estimates)
    absent = len(features.items) - len(declared)
    others = f"; {absent} declared features are not among its columns" if absent else ""
    return Verdict.of(
        findings,
        passed=f"{len(judged)} features of {train.n} rows were known at {at}{others}",
        remedy=REMEDY,
        estimates=sorted(estimates, key=lambda late: -late.value)[:MOST_ESTIMATES],
    )


@dataclass(frozen=True)
class _Judged:
    """A feature, and the column that says when it was known, before any lag."""

    item: Feature
    column: str

    def known(self, made: Moments) -> Any:
        """Return the expression of the moment at which the value was known."""
        value = made.value(self.column)
        lag = self.item.knowledge_lag
        if lag is None:
            return value
        number = self.column in made.numbers
        return value + lag.along(
            number=number, where="features.yaml", key=f"{self.item.at}.knowledge_lag"
        )


def _clock_of(item: Feature, roles: Roles) -> str | None:
    return item.available_at or (roles.time if item.knowledge_lag is not None else None)


def _undeclared(names: list[str], features: Features) -> Iterator[Finding]:
    for name in names:
        item = features.by_name.get(name)
        if item is None or (item.available_at is None and item.knowledge_lag is None):
            what = "is not declared" if item is None else "declares no cut-off"
            yield Finding(
                message=f"the feature {name} {what}: neither available_at nor knowledge_lag",
                rule="cut-off",
                path=features.path if features.fingerprint else "",
                subject=name,
            )


def _same_kind(train: Table, made: Moments, at: str, column: str) -> None:
    if (at in made.numbers) != (column in made.numbers):
        kinds = ["numbers" if name in made.numbers else "times" for name in (column, at)]
        raise InputError(
            train.source,
            key=column,
            found=f"{kinds[0]}, and {kinds[1]} in {at}",
            expected="one type for all times",
        )


def _of_columns(train: Table, made: Moments, at: str) -> Iterator[Finding]:
    """Yield what keeps times from being compared, in one scan."""
    asked = {
        f"c{place}_{state}": count_of(made.has(column, state))
        for place, column in enumerate(made.columns)
        for state in (NAIVE, ZONED, MISSING, UNREADABLE)
    }
    row = train.collect(made.frame.select(**asked))[0]
    zones = {}
    for place, column in enumerate(made.columns):
        naive, zoned, missing, unreadable = (
            int(row[f"c{place}_{state}"] or 0) for state in (NAIVE, ZONED, MISSING, UNREADABLE)
        )
        if column not in made.numbers:
            zones[column] = (naive > 0, zoned > 0)
            refuse_unreadable(train.source, column, unreadable=unreadable, readable=naive + zoned)
        if unreadable:
            yield Finding(
                message=f"{unreadable} of {train.n} rows have a time that cannot be read in the "
                f"column {column}",
                rule="text",
                subject=column,
                outcome=Outcome.INCONCLUSIVE,
                remedy="Write every time as ISO 8601, such as 2026-03-01T12:00:00Z.",
            )
        if missing and column == at:
            yield Finding(
                message=f"{missing} of {train.n} rows have no time of prediction ({at})",
                rule="missing",
                subject=at,
            )
    if mixed := mixed_zones(zones):
        yield Finding(
            message=mixed,
            rule="zone",
            outcome=Outcome.INCONCLUSIVE,
            remedy="Give every time a zone.",
        )


def _of_features(
    train: Table, made: Moments, at: str, judged: list[_Judged], estimates: list[Estimate]
) -> Iterator[Finding]:
    """Yield the features that were known too late, and add the counts to the estimates."""
    asked = {}
    for place, one in enumerate(judged):
        comparable = _same_zone(made, one.column, at)
        asked[f"late{place}"] = count_of(comparable & (one.known(made) > made.value(at)))
        there = ~nw.col(one.item.name).is_null()
        if train.schema[one.item.name].is_float():
            there = there & ~nw.col(one.item.name).is_nan()
        asked[f"none{place}"] = count_of(made.has(one.column, MISSING) & there)
    row = train.collect(made.frame.select(**asked))[0] if asked else {}
    for place, one in enumerate(judged):
        name = one.item.name
        late, none = int(row[f"late{place}"] or 0), int(row[f"none{place}"] or 0)
        limit = Limit("<=", 0)
        estimates.append(
            Estimate(name=f"rows with {name} too late", value=late, n=train.n, limit=limit)
        )
        if late:
            lag = " plus its lag" if one.item.knowledge_lag is not None else ""
            yield Finding(
                message=f"{name} was known only after the prediction in {late} of {train.n} rows "
                f"({one.column}{lag} is after {at})",
                rule="late",
                subject=name,
            )
        if none and one.column != at:
            yield Finding(
                message=f"{none} of {train.n} rows have a value of {name} and no time in "
                f"{one.column}",
                rule="missing",
                subject=name,
            )


def _same_zone(made: Moments, one: str, two: str) -> Any:
    """Whether the times of two columns can be compared in a row."""
    naive = made.has(one, NAIVE) & made.has(two, NAIVE)
    return naive | (made.has(one, ZONED) & made.has(two, ZONED))
