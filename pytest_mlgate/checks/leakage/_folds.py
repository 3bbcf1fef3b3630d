"""What the folds of a cross-validation share, mix up or lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_mlgate.checks.leakage import _columns
from pytest_mlgate.checks.leakage._columns import Task
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.splitter import Splitter
from pytest_mlgate.numeric import BoolArray, FloatArray, IntArray, np, pandas
from pytest_mlgate.verdict import Finding, Outcome

Pair = tuple[IntArray, IntArray]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What folds must keep to.

    Parameters
    ----------
    horizon:
        Time between the last training row and the first test row: days for dates.
    least, enough:
        Rows of each class in each test fold: fewer fail, or warn.
    imbalance, tolerance:
        A class of a smaller share has that share in every fold, within this part of it.
    repeats:
        How often all rows are divided anew.
    task:
        Whether the target has classes.
    """

    horizon: float = 0.0
    least: int = 1
    enough: int = 5
    imbalance: float = 0.2
    tolerance: float = 0.2
    repeats: int = 1
    task: Task = "auto"


@dataclass(frozen=True)
class Rows:
    """What is known about the rows that are divided.

    Parameters
    ----------
    n:
        How many there are.
    classes:
        Number of the class of each row, -1 for none; ``None`` where the target has no classes.
    groups:
        Name -> number of the group of each row, -1 for none.
    time:
        When each row was observed, NaN for unknown; ``None`` where rows have no order.
    """

    n: int
    classes: IntArray | None = None
    groups: Mapping[str, IntArray] = field(default_factory=dict)
    time: FloatArray | None = None

    @classmethod
    def of(cls, n: int, y: Any, groups: Mapping[str, Any], time: Any, task: Task) -> Rows:
        """Take columns of any type."""
        return cls(
            n,
            _class_codes(y, task) if y is not None else None,
            {
                name: np.asarray(pandas.factorize(_columns.categories(column))[0], np.int64)
                for name, column in groups.items()
            },
            _columns.moments(time, "time") if time is not None else None,
        )

    @property
    def known(self) -> str:
        """What about the rows can be audited, in words."""
        parts = [*(["classes"] if self.classes is not None else [])]
        parts += [f"groups ({name})" for name in self.groups]
        parts += ["time"] if self.time is not None else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Parameters
    ----------
    findings:
        Everything that is wrong, fold by fold.
    folds:
        How many folds there are.
    known:
        What could be audited beside the rows themselves, in words.
    """

    findings: tuple[Finding, ...]
    folds: int
    known: str = ""


def audit_splits(
    splitter: object,
    X: Any,  # noqa: N803
    y: Any = None,
    groups: Any = None,
    time: Any = None,
    *,
    rules: Rules | None = None,
) -> Audit:
    """Audit the folds that a splitter really gives for these rows.

    Parameters
    ----------
    splitter:
        An object with ``split(X, y, groups)``, pairs of row numbers, or a function that gives
        either (see :class:`~pytest_mlgate.inputs.splitter.Splitter`).
    X:
        Features, one row each.
    y:
        Target of each row.
    groups:
        Group of each row, or a mapping from name to groups, of which the splitter sees the
        first.
    time:
        When each row was observed: dates, or numbers.
    rules:
        What folds must keep to.

    Raises
    ------
    SplitterFailed
        If the splitter raises, or gives something else than pairs of row numbers.
    Unmeasurable
        If it gives no fold.
    """
    rules = rules or Rules()
    named = dict(groups) if isinstance(groups, Mapping) else {"groups": groups}
    columns = {str(name): _series(found) for name, found in named.items() if found is not None}
    seen = next(iter(columns.values())).to_numpy() if columns else None
    target = _series(y) if y is not None else None
    pairs = Splitter.of(splitter).pairs(X, None if target is None else target.to_numpy(), seen)
    when = _series(time) if time is not None else None
    return audit_pairs(pairs, Rows.of(len(X), target, columns, when, rules.task), rules)


def audit_pairs(pairs: Sequence[Pair], rows: Rows, rules: Rules) -> Audit:
    """Audit pairs of training and test row numbers (see :func:`audit_splits`)."""
    if not pairs:
        raise Unmeasurable(f"there is no fold of {rows.n} rows")
    findings = [*_unknown(rows), *_disjoint(pairs, rows.n, rules.repeats)]
    for number, (train, test) in enumerate(pairs, 1):
        subject = f"fold {number}"
        findings += _rows(subject, train, test, rows.n)
        if train.size and test.size:
            findings += _groups(subject, train, test, rows.groups)
            findings += _order(subject, train, test, rows.time, rules.horizon)
            findings += _classes(subject, test, rows, rules)
    return Audit(tuple(findings), len(pairs), rows.known)


def _series(values: Any) -> Any:
    return pandas.Series(values).reset_index(drop=True)


def _class_codes(y: Any, task: Task) -> IntArray | None:
    there = _columns.known(y)
    found = _columns.classes(y[there], task, "y")
    if found is None:
        return None
    codes: IntArray = np.full(len(y), -1, np.int64)
    codes[there] = found[0]
    return codes


def _unknown(rows: Rows) -> Iterator[Finding]:
    """Say where the evidence has gaps, through which anything may leak."""
    gaps = {f"group ({name})": int((codes < 0).sum()) for name, codes in rows.groups.items()}
    if rows.time is not None:
        gaps["time"] = int(np.isnan(rows.time).sum())
    for what, count in gaps.items():
        if count:
            yield Finding(
                message=f"{count} of {rows.n} rows have no {what}",
                outcome=Outcome.INCONCLUSIVE,
                rule="gap",
                subject=what,
            )


def _disjoint(pairs: Sequence[Pair], n: int, repeats: int) -> Iterator[Finding]:
    if len(pairs) % repeats:
        raise InputError(
            "[leakage.cross-validation-scheme]",
            key="repeats",
            found=f"{repeats} repeats of {len(pairs)} folds",
            expected="a divisor of the number of folds",
        )
    size = len(pairs) // repeats
    shared = 0
    for start in range(0, len(pairs), size):
        tests = [np.unique(test) for _, test in pairs[start : start + size]]
        shared += int((np.bincount(np.concatenate(tests), minlength=n) > 1).sum())
    if shared:
        again = " of one repeat" if repeats > 1 else ""
        yield Finding(
            message=f"{shared} of {n} rows are in several test folds{again}",
            rule="disjoint",
            subject="folds",
            remedy="Test every row once; say how often all are divided anew with `repeats`.",
        )


def _rows(subject: str, train: IntArray, test: IntArray, n: int) -> Iterator[Finding]:
    for what, found in (("training", train), ("test", test)):
        if not found.size:
            yield Finding(message=f"there are no {what} rows", rule="rows", subject=subject)
    learned: BoolArray = np.zeros(n, bool)
    learned[train] = True
    shared = int(learned[np.unique(test)].sum())
    if shared:
        yield Finding(
            message=f"{shared} of {test.size} test rows are training rows of the same fold",
            rule="rows",
            subject=subject,
        )


def _groups(
    subject: str, train: IntArray, test: IntArray, groups: Mapping[str, IntArray]
) -> Iterator[Finding]:
    for name, codes in groups.items():
        learned = np.unique(codes[train])
        tested = np.unique(codes[test])
        shared = int((np.intersect1d(learned, tested) >= 0).sum())
        if shared:
            yield Finding(
                message=f"{shared} of {int((tested >= 0).sum())} groups ({name}) of the test rows "
                "are among the training rows",
                rule="group",
                subject=subject,
                anchor=f"group {name}",
                remedy=f"Divide by {name}, as GroupKFold does.",
            )


def _order(
    subject: str, train: IntArray, test: IntArray, time: FloatArray | None, horizon: float
) -> Iterator[Finding]:
    if time is None or np.isnan(time[train]).all():
        return
    early = int((time[test] <= np.nanmax(time[train]) + horizon).sum())
    if early:
        wait = f" plus the horizon of {horizon:g}" if horizon else ""
        yield Finding(
            message=f"{early} of {test.size} test rows are not later than the last training "
            f"row{wait}",
            rule="time",
            subject=subject,
            remedy="Sort by time, test after training, and leave a gap of the horizon, as "
            "TimeSeriesSplit does.",
        )


def _classes(subject: str, test: IntArray, rows: Rows, rules: Rules) -> Iterator[Finding]:
    if rows.classes is None:
        return
    known = rows.classes[rows.classes >= 0]
    whole = np.bincount(known)
    tested = rows.classes[test]
    counts = np.bincount(tested[tested >= 0], minlength=whole.size)
    for least, outcome in ((rules.least, Outcome.FAIL), (rules.enough, Outcome.WARN)):
        few = int((counts < least).sum())
        if few:
            yield Finding(
                message=f"{few} of {whole.size} classes have fewer than {least} of {test.size} "
                "test rows",
                outcome=outcome,
                rule="class",
                subject=subject,
                anchor=f"class {outcome}",
                remedy="Take fewer folds, or stratify them.",
            )
            return
    share = whole / max(1, known.size)
    # Folds in the order of time have the classes that come.
    if rows.time is None and (share < rules.imbalance).any():
        yield from _stratified(subject, counts, share, rules)


def _stratified(
    subject: str, counts: IntArray, share: FloatArray, rules: Rules
) -> Iterator[Finding]:
    expected = counts.sum() * share
    # A row more or less is rounding.
    off = np.abs(counts - expected) > np.maximum(1.0, rules.tolerance * expected)
    count = int((off & (share < rules.imbalance)).sum())
    if count:
        yield Finding(
            message=f"{count} of {share.size} classes, of less than {rules.imbalance:.0%} of all "
            f"rows each, have a share among the test rows that is more than "
            f"{rules.tolerance:.0%} off",
            outcome=Outcome.WARN,
            rule="strata",
            subject=subject,
            remedy="Stratify the folds, as StratifiedKFold and StratifiedGroupKFold do.",
        )
