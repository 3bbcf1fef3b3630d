"""Features hold what was known when the prediction was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pytest_mlgate.checks.leakage._as_of import (
    VARIANTS,
    Aggregate,
    Recipe,
    events_of,
    histories,
    require_numbers,
    same,
    value_at,
)
from pytest_mlgate.checks.leakage._drawn_rows import Sample, unplaced
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs._row_keys import kinds_of
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import (
    MISSING,
    NAIVE,
    UNREADABLE,
    ZONED,
    Moments,
    Span,
    count_of,
    mixed_zones,
    moments,
    refuse_unreadable,
)
from pytest_mlgate.inputs.feature_at import FeatureAt
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = (
    "Join features as of the prediction: only events known strictly before it (merge_asof with "
    "allow_exact_matches=False), in windows that end there and not now."
)
LEAST = 50
_WHERE = "[leakage.point-in-time]"


@check("leakage.point-in-time", kind=Kind.EVIDENCE)
def point_in_time(
    train: Table,
    event_log: Table,
    roles: Roles,
    feature_at: FeatureAt | None = None,
    *,
    entity: str | None = None,
    features: tuple[str, ...] = (),
    aggregate: Aggregate | dict[str, Aggregate] = "latest",
    window: str | dict[str, str] | None = None,
    max_age: str | dict[str, str] | None = None,
    rows: Annotated[int, Range(1)] = 200,
    rtol: Annotated[float, Range(0, 1)] = 1e-6,
    seed: int = 0,
) -> Verdict:
    """Features hold what was known when the prediction was made.

    Why
    ---
    A fraud rate of thirty days that ends now and not at the transaction, or a count of the last
    day that counts the transaction itself, holds the answer.

    Rule
    ----
    For a seeded sample of the training rows, every feature is computed anew from the events of
    the row's entity that were known strictly before the prediction (`known_at` <
    `[inputs.roles] prediction-time`, else `time`), and equals the value in the row.  Two
    missing values are equal, and so are a count or sum of no events, 0 and a missing value.

    A `window` holds the events from so long before the prediction.  `latest` is the event with
    the largest `event_time`, and of several the one known last; it is missing when it is older
    than `max-age`.

    With a function (`[inputs.feature-at]`), features are not compared with the table: the function
    must give the same for the whole history of the entity and for the part that was known
    strictly before the prediction.

    N equal rows leave room: with 95 % confidence at most 3/N of all rows differ.

    Settings
    --------
    entity : the only group column, else the only key column
        Column of the training rows that holds the `key` of the events.
    features : the values of the log's column `feature` that are columns
        Features to look at; needed where the log has no column `feature`, and all its events
        belong to each of them.
    aggregate : "latest"
        latest, sum, mean, count, max or min; a table gives each feature its own.
    window : none
        Such as "24h", or a plain number where times are numbers; a table gives each its own.
    max-age : none
        Such as "30d"; a table gives each feature its own.
    rows : 200
        Size of the sample.
    rtol : 1e-6
        Relative difference that is none.
    seed : 0
        Of the sample.

    Outcomes
    --------
    FAIL: a feature that differs in one row.  WARN: no column `known_at`, so that data which
    came late are not covered.  INCONCLUSIVE: fewer than 50 rows to compare, rows or events
    without a time or key, times of which some have a zone and some have none, a function that
    gives two answers to one question.  NOT_APPLICABLE: no event log, or no training rows.
    ERROR: a column is missing, keys of two types, a function that raises.

    Remedy
    ------
    Join as of the prediction.

    Source
    ------
    Kaufman et al. (2012), Leakage in data mining, ACM TKDD 6(4).  Hanley and Lippman-Hand (1983),
    If nothing goes wrong, is everything all right?, JAMA 249(13): the rule of three.
    """
    entity = _entity(train, roles, entity)
    at = roles.prediction_time or roles.time
    if at is None:
        raise InputError(
            "[inputs.roles]",
            key="prediction-time",
            found="no time of prediction, nor a time of the rows",
            expected="the column that says when the prediction is made",
        )
    train.require((at,), "[inputs.roles]")
    kinds_of(_only(train, entity), _only(event_log, "key"), ("key",))
    known = ["known_at"] if "known_at" in event_log.schema else []
    log = moments(event_log, ["event_time", *known])
    names = () if feature_at else _features(train, event_log, features, aggregate)
    sample = Sample.of(train, entity, at, names, rows, seed)
    number = _one_kind(sample, log)
    findings = [*_of_log(log), *sample.findings()]
    if mixed := mixed_zones(sample.zones | _zones_of(log)):
        raise Unmeasurable(f"{mixed}; give all of them a zone")
    if not sample.n:
        raise Unmeasurable(f"no sampled row of {train.source} has both {entity} and {at}")
    if feature_at:
        differing = _by_function(sample, log, feature_at, rtol)
    else:
        recipes = _recipes(names, aggregate, window, max_age, number=number)
        require_numbers(event_log, recipes)
        differing = _by_recipe(sample, log, recipes, rtol)
    return _verdict(differing, sample, findings)


@dataclass
class _Differing:
    """How many rows of a feature differ, and what they equal instead."""

    rows: int = 0
    instead: Counter[str] = field(default_factory=Counter)


def _entity(train: Table, roles: Roles, entity: str | None) -> str:
    if entity is None:
        entity = next((names[0] for names in (roles.group, roles.key) if len(names) == 1), None)
    if entity is None:
        raise InputError(
            _WHERE,
            key="entity",
            found="neither one group column nor one key column",
            expected="the column that holds the key of the events",
        )
    train.require((entity,), f"{_WHERE} entity")
    return entity


def _only(table: Table, column: str) -> Table:
    return Table(table.frame.select(nw.col(column).alias("key")), table.source)


def _features(
    train: Table, log: Table, features: tuple[str, ...], aggregate: str | Mapping[str, str]
) -> tuple[str, ...]:
    """Return the features to look at."""
    if features:
        train.require(features, f"{_WHERE} features")
        return features
    if not isinstance(aggregate, str):
        train.require(aggregate, f"{_WHERE} aggregate")
        return tuple(aggregate)
    if "feature" not in log.schema:
        raise InputError(
            _WHERE,
            key="features",
            found="nothing, and an event log without the column feature",
            expected="the columns that are computed from the events",
        )
    counted = log.frame.group_by("feature").agg(mlgate_n=nw.len())
    logged = {row["feature"] for row in log.collect(counted)}
    found = tuple(column for column in train.columns if column in logged)
    if not found:
        raise InputError(
            log.source,
            key="feature",
            found=f"{len(logged)} names, of which none is a column of {train.source}",
            expected="names of columns",
        )
    return found


def _recipes(
    names: Sequence[str],
    aggregate: Aggregate | Mapping[str, Aggregate],
    window: str | Mapping[str, str] | None,
    max_age: str | Mapping[str, str] | None,
    *,
    number: bool,
) -> dict[str, Recipe]:
    for key, table in (("aggregate", aggregate), ("window", window), ("max-age", max_age)):
        for name in table if isinstance(table, Mapping) else ():
            if name not in names:
                raise InputError(
                    _WHERE,
                    key=f"{key}.{name}",
                    found="a feature that is not looked at",
                    expected=f"one of {', '.join(names)}{nearest(name, names)}",
                )

    def span(text: str | Mapping[str, str] | None, name: str, key: str) -> float | None:
        own = text.get(name) if isinstance(text, Mapping) else text
        if own is None:
            return None
        return Span.parse(own, _WHERE, key).along(number=number, where=_WHERE, key=key)

    return {
        name: Recipe(
            aggregate if isinstance(aggregate, str) else aggregate.get(name, "latest"),
            span(window, name, "window"),
            span(max_age, name, "max-age"),
        )
        for name in names
    }


def _one_kind(sample: Sample, log: Moments) -> bool:
    """Whether all times are numbers; some of each are refused."""
    kinds = {sample.number, *(column in log.numbers for column in log.columns)}
    if len(kinds) > 1:
        raise InputError(
            log.table.source,
            key="event_time",
            found="times and numbers",
            expected=f"one type for event_time, known_at and {sample.column} of {sample.source}",
        )
    return kinds.pop()


def _counts(log: Moments) -> dict[str, dict[int, int]]:
    states = (NAIVE, ZONED, MISSING, UNREADABLE)
    asked = {f"{c}_{s}": count_of(log.has(c, s)) for c in log.columns for s in states}
    row = log.table.collect(log.frame.select(**asked))[0]
    return {c: {s: int(row[f"{c}_{s}"] or 0) for s in states} for c in log.columns}


def _zones_of(log: Moments) -> dict[str, tuple[bool, bool]]:
    if log.numbers:
        return {}
    source = log.table.source
    return {
        f"{source}, {column}": (count[NAIVE] > 0, count[ZONED] > 0)
        for column, count in _counts(log).items()
    }


def _of_log(log: Moments) -> Iterator[Finding]:
    """Yield what keeps events from being placed in time."""
    source = log.table.source
    for column, count in _counts(log).items():
        refuse_unreadable(
            source,
            column,
            unreadable=count[UNREADABLE],
            readable=count[NAIVE] + count[ZONED],
        )
        if lost := count[MISSING] + count[UNREADABLE]:
            yield unplaced(
                f"{lost} events of {source} have no {column} that can be read", "missing"
            )
    if "known_at" not in log.columns:
        yield Finding(
            message=f"{source} has no column known_at, so that events which became known late are "
            f"taken as known when they happened",
            rule="known-at",
            outcome=Outcome.WARN,
            remedy="Record since when every event was known ([inputs.event-log] columns).",
        )
    nobody = int(log.table.value(count_of(nw.col("key").is_null())) or 0)
    if nobody:
        yield unplaced(f"{nobody} events of {source} have no key", "missing")


def _rows(sample: Sample, log: Moments, names: Sequence[str]) -> Iterator[tuple[Any, float, Any]]:
    """Yield row, moment and history of the sampled rows."""
    whole = log.table.schema["key"].is_integer()
    keys = [int(k) if whole else k for k in sample.frame[sample.entity].tolist()]
    found = histories(log, list(dict.fromkeys(keys)), names)
    nothing = log.table.head(0)
    rows = sample.frame.to_dict("records")
    for row, at, key in zip(rows, sample.at, keys, strict=True):
        yield row, float(at), found.get(key, nothing)


def _by_recipe(
    sample: Sample, log: Moments, recipes: Mapping[str, Recipe], rtol: float
) -> dict[str, _Differing]:
    found = {name: _Differing() for name in recipes}
    for row, at, history in _rows(sample, log, tuple(recipes)):
        for name, recipe in recipes.items():
            events = events_of(history, log, name)

            def agrees(used: Any, *, row: Any = row, name: str = name, at: float = at,
                       events: Any = events, recipe: Recipe = recipe) -> bool:  # fmt: skip
                values = value_at(events, recipe, at, used)
                return any(same(row[name], value, rtol) for value in values)

            if agrees(events.known < at):
                continue
            found[name].rows += 1
            for words, used in VARIANTS.items():
                if agrees(used(events, at)):
                    found[name].instead[words] += 1
                    break
    return found


def _by_function(
    sample: Sample, log: Moments, function: FeatureAt, rtol: float
) -> dict[str, _Differing]:
    found: dict[str, _Differing] = {}
    known = log.name("known_at" if "known_at" in log.columns else "event_time")
    for row, at, history in _rows(sample, log, ()):
        own = [name for name in history.columns if not str(name).startswith("mlgate_")]
        before = history[(history[known] < at).to_numpy(dtype=bool)][own]
        one, two, all_of_it = (
            function(row[sample.entity], row[sample.column], frame)
            for frame in (before, before, history[own])
        )
        for name in one.keys() | all_of_it.keys():
            differing = found.setdefault(name or function.path, _Differing())
            if not same(one.get(name), two.get(name), rtol):
                raise Unmeasurable(
                    f"{function.path} gives two answers for one history; seed what it draws"
                )
            if not same(one.get(name), all_of_it.get(name), rtol):
                differing.rows += 1
                differing.instead["with what was known only later"] += 1
    return found


def _verdict(
    differing: Mapping[str, _Differing], sample: Sample, findings: list[Finding]
) -> Verdict:
    n, estimates = sample.n, []
    for name, found in sorted(differing.items()):
        bound = None if found.rows else 3 / n
        estimates.append(
            Estimate(
                name=f"share of rows in which {name} differs",
                value=found.rows / n,
                n=n,
                upper=bound,
                confidence=None if bound is None else 0.95,
                method="" if bound is None else "rule of three",
                limit=Limit("<=", 0),
            )
        )
        if found.rows:
            why = "".join(f"; {k} of them hold it {words}" for words, k in found.instead.items())
            findings.append(
                Finding(
                    message=f"{name} differs in {found.rows} of {n} sampled rows from what was "
                    f"known before the prediction{why}",
                    rule="value",
                    subject=name,
                )
            )
    if n < LEAST:
        findings.append(unplaced(f"{n} rows to compare; at least {LEAST} say something", "few"))
    return Verdict.of(
        findings,
        passed=f"{', '.join(sorted(differing))} hold what was known before the prediction in {n} "
        f"of {n} sampled rows, so at most {3 / n:.2g} of all rows differ (95 %)",
        remedy=REMEDY,
        estimates=estimates,
    )
