"""Training rows lie before test rows in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pytest_mlgate.checks.leakage._fold_times import fold_findings, folds_of
from pytest_mlgate.checks.leakage._stretch import Stretch, distance, gap_estimate, stretch_of
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs._times import Span, mixed_zones, shown
from pytest_mlgate.inputs.parts import Parts
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Policy, Verdict

REMEDY = (
    "Divide the data at a moment: train on what lies before it, leave out the label horizon, and "
    "test on what comes after it (TimeSeriesSplit with a gap, not a random split)."
)
_ORDERED = (
    ("train", "validation"),
    ("train", "test"),
    ("train", "holdout"),
    ("validation", "test"),
    ("validation", "holdout"),
    ("champion train", "test"),
)
_AHEAD_OF_UTC = timedelta(hours=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@check("leakage.temporal-order", kind=Kind.EVIDENCE)
def temporal_order(
    parts: Parts, clock: datetime, splits: Table | None = None, *, horizon: str = "0"
) -> Verdict:
    """Training rows lie before test rows in time.

    Why
    ---
    In production a model knows the past only.  One that was trained on rows from after its test
    rows, or on labels that were not yet known then, is tested on what it has seen of the future.

    Rule
    ----
    With the column `[inputs.roles] time` (else `prediction_time`, or `time` of a record of the
    split), and for train before validation, test and holdout, validation before test and
    holdout, and the champion's training rows before test,

    * the last time of the earlier part, plus the label horizon, lies before the first time of
      the later part,
    * every row has a time, and none lies after the run clock (`[inputs.clock]`); a time without
      a zone may be up to 14 hours ahead of UTC.  Times that are numbers have no clock.

    A record of the split with the columns `fold` and `time` is judged by folds as well: each
    fold ends before the next one begins.  Where a fold holds training and test rows of its own,
    the rule of the parts applies inside each fold and the test rows of each fold begin after
    those of the fold before it.

    Text counts where it is ISO 8601.  Only the smallest and largest times are compared, in the
    engine of the table.

    Settings
    --------
    horizon : "0"
        How long after its time the label of a row is known: "7d", "24h", "30min", or a plain
        number where times are numbers.  The gap between parts must be longer than that.

    Outcomes
    --------
    FAIL: a part or fold that is not later, a gap that is not longer than the horizon, a row
    without a time, a time after the run clock.  INCONCLUSIVE: an empty part, text that is no
    time, times of which some have a zone and some have none.  NOT_APPLICABLE: no time column,
    or neither two parts nor folds.  ERROR: no value of the column is a time, or the column is
    missing, or of another type in another part.

    Remedy
    ------
    Split at a moment and leave the horizon out between the parts.

    Source
    ------
    Kaufman et al. (2012), Leakage in data mining, ACM TKDD 6(4).  Lopez de Prado (2018), Advances
    in financial machine learning, chapter 7: purging and embargo.
    """
    column = parts.roles.time or parts.roles.prediction_time
    if column is None:
        return Verdict.not_applicable(
            f"no column of {', '.join(parts.tables)} is the time ([inputs.roles] time)"
        )
    span = Span.parse(horizon, "[leakage.temporal-order]", "horizon")
    folds = folds_of(splits)
    pairs = [(one, two) for one, two in _ORDERED if {one, two} <= set(parts.tables)]
    if parts.recorded and folds.own_tests:
        pairs = [(one, two) for one, two in pairs if two == "holdout"]
    if not pairs and not folds:
        return Verdict.not_applicable(
            f"there is one part only ({', '.join(parts.tables)}) and no record of folds"
        )
    named = list(dict.fromkeys(name for pair in pairs for name in pair))
    tables = {name: parts[name] for name in named}
    if folds and splits is not None and not (parts.recorded and named):
        tables["the record of the split"] = splits
    columns = dict.fromkeys(tables, column) | {"the record of the split": "time"}
    stretches = {
        name: stretch_of(table, columns[name], _limits(clock)) for name, table in tables.items()
    }
    findings = [f for name, stretch in stretches.items() for f in _of_rows(name, stretch)]
    mixed = mixed_zones({name: (s.naive > 0, s.zoned > 0) for name, s in stretches.items()})
    if mixed:
        findings.append(Finding(message=mixed, rule="zone", outcome=Outcome.INCONCLUSIVE))
        return Verdict.of(findings, passed="", remedy="Give every time a zone.")
    estimates: list[Estimate] = []
    for one, two in pairs:
        findings += _of_pair(one, two, stretches[one], stretches[two], span, estimates)
    findings += fold_findings(folds, span, estimates)
    compared = [f"{one} before {two}" for one, two in pairs]
    if folds:
        compared.append(f"{len(folds)} folds in order")
    return Verdict.of(
        findings,
        passed=f"{'; '.join(compared)}, by the column {column} with a horizon of "
        f"{shown(span.size, number=not span.unit)}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _limits(clock: datetime) -> tuple[int, int]:
    """Return the run clock for times without and with a zone, in microseconds since 1970."""
    micro = timedelta(microseconds=1)
    return (clock + _AHEAD_OF_UTC - _EPOCH) // micro, (clock - _EPOCH) // micro


def _of_rows(name: str, stretch: Stretch) -> Iterator[Finding]:
    said: tuple[tuple[int, str, str, Outcome], ...] = (
        (stretch.missing, "missing", "have no time", Outcome.FAIL),
        (stretch.future, "future", "have a time after the run clock", Outcome.FAIL),
        (stretch.unreadable, "text", "have a time that cannot be read", Outcome.INCONCLUSIVE),
    )
    if stretch.n == 0:
        yield Finding(
            message=f"{name} ({stretch.source}) has no rows",
            rule="empty",
            subject=name,
            outcome=Outcome.INCONCLUSIVE,
        )
    for count, rule, what, outcome in said:
        if count:
            yield Finding(
                message=f"{count} of {stretch.n} rows of {name} {what} in the column "
                f"{stretch.column}",
                rule=rule,
                subject=name,
                outcome=outcome,
                remedy="Write every time as ISO 8601, such as 2026-03-01T12:00:00Z."
                if rule == "text"
                else "",
            )


def _of_pair(
    one: str, two: str, left: Stretch, right: Stretch, span: Span, estimates: list[Estimate]
) -> Iterator[Finding]:
    """Yield the finding of two parts, and add the gap between them to the estimates."""
    left.same_kind(right)
    if left.last is None or right.first is None:
        return
    number = left.number
    gap = span.along(number=number, where="[leakage.temporal-order]", key="horizon")
    between = right.first - left.last
    estimate = gap_estimate(f"gap of {one} and {two}", between, gap, number=number)
    estimates.append(estimate)
    if decide(estimate, Policy.POINT) is Outcome.PASS:
        return
    late = left.at_or_after(right.first - gap)
    least = f", and the horizon is {shown(gap, number=number)}" if gap else ""
    yield Finding(
        message=f"{late} of {left.n} rows of {one} lie too late for {two}: the last row of {one} "
        f"lies {distance(between, number=number)} the first row of {two}{least}",
        rule="order",
        subject=f"{one}/{two}",
    )
