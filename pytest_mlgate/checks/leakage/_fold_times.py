"""Folds of a record of the split, in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pytest_mlgate.checks.leakage._stretch import distance, exact, gap_estimate
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import Span, moments, shown
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Policy


@dataclass(frozen=True)
class _Rows:
    """Number, first and last time of some rows of a fold."""

    n: int
    first: float
    last: float


@dataclass(frozen=True)
class Folds:
    """The folds in the order of their labels.

    Parameters
    ----------
    all, train, test:
        Per fold: all of its rows, those of the part train, and those of any other part.
    number:
        Whether the times are numbers.
    """

    all: tuple[_Rows, ...] = ()
    train: tuple[_Rows | None, ...] = ()
    test: tuple[_Rows | None, ...] = ()
    number: bool = False

    def __len__(self) -> int:
        return len(self.all)

    @property
    def own_tests(self) -> bool:
        """Whether folds hold training and test rows of their own."""
        return any(one and two for one, two in zip(self.train, self.test, strict=True))


def folds_of(splits: Table | None) -> Folds:
    """Return the folds of a record of the split, none where it has no folds or times."""
    if splits is None or not {"fold", "time"} <= set(splits.columns):
        return Folds()
    made = moments(splits, ("time",))
    value = made.value("time")
    rows = splits.collect(
        made.frame.group_by("fold", "part").agg(n=nw.len(), first=value.min(), last=value.max())
    )
    number = "time" in made.numbers
    by_fold: dict[Any, list[tuple[str, _Rows]]] = {}
    for row in rows:
        first, last = (exact(row[end], number=number) for end in ("first", "last"))
        if row["fold"] is None or row["fold"] != row["fold"] or first is None or last is None:
            continue
        by_fold.setdefault(row["fold"], []).append((row["part"], _Rows(row["n"], first, last)))
    ordered = [by_fold[label] for label in sorted(by_fold, key=_place)]
    return Folds(
        tuple(_together([rows for _, rows in fold]) for fold in ordered),
        tuple(_some([rows for part, rows in fold if part == "train"]) for fold in ordered),
        tuple(_some([rows for part, rows in fold if part != "train"]) for fold in ordered),
        number,
    )


def fold_findings(folds: Folds, span: Span, estimates: list[Estimate]) -> Iterator[Finding]:
    """Yield what is wrong with the order of folds, and add their gaps to the estimates."""
    if not folds:
        return
    gap = span.along(number=folds.number, where="[leakage.temporal-order]", key="horizon")
    if not folds.own_tests:
        yield from _in_order(folds.all, folds, "ends", estimates)
        return
    for at, (train, test) in enumerate(zip(folds.train, folds.test, strict=True), start=1):
        if train is None or test is None:
            continue
        between = test.first - train.last
        estimate = gap_estimate(f"gap in fold {at}", between, gap, number=folds.number)
        estimates.append(estimate)
        if decide(estimate, Policy.POINT) is not Outcome.PASS:
            least = f", and the horizon is {shown(gap, number=folds.number)}" if gap else ""
            yield Finding(
                message=f"fold {at} of {len(folds)}: the last of {train.n} training rows lies "
                f"{distance(between, number=folds.number)} the first of {test.n} test rows{least}",
                rule="fold",
                subject=f"fold {at}",
            )
    starts = [_Rows(test.n, test.first, test.first) for test in folds.test if test is not None]
    yield from _in_order(starts, folds, "begins its test", estimates)


def _in_order(
    rows: Sequence[_Rows], folds: Folds, what: str, estimates: list[Estimate]
) -> Iterator[Finding]:
    for at, (one, two) in enumerate(pairwise(rows), start=1):
        between = two.first - one.last
        name = f"time from fold {at} to fold {at + 1}"
        estimate = gap_estimate(name, between, 0, number=folds.number)
        estimates.append(estimate)
        if decide(estimate, Policy.POINT) is not Outcome.PASS:
            yield Finding(
                message=f"fold {at} of {len(rows)} {what} "
                f"{distance(between, number=folds.number)} the begin of fold {at + 1}",
                rule="fold",
                subject=f"fold {at + 1}",
            )


def _place(label: Any) -> tuple[int, float, str]:
    """Sort numbers by value, also as text, and other labels by their letters."""
    try:
        return 0, float(label), ""
    except (TypeError, ValueError):
        return 1, 0.0, str(label)


def _together(rows: Sequence[_Rows]) -> _Rows:
    return _Rows(
        sum(row.n for row in rows), min(row.first for row in rows), max(row.last for row in rows)
    )


def _some(rows: Sequence[_Rows]) -> _Rows | None:
    return _together(rows) if rows else None
