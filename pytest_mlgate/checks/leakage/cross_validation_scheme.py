"""The folds of cross-validation respect groups, time and classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pytest_mlgate.checks.leakage import _columns
from pytest_mlgate.checks.leakage._columns import Task
from pytest_mlgate.checks.leakage._folds import (
    Audit,
    Pair,
    Rows,
    Rules,
    audit_pairs,
    audit_splits,
)
from pytest_mlgate.errors import InputAbsent, InputError, Unmeasurable
from pytest_mlgate.inputs._rows import in_memory
from pytest_mlgate.inputs._table import Table
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.inputs.splitter import Splitter
from pytest_mlgate.numeric import np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

MOST_CELLS = 50_000_000
"""A splitter sees all columns of the rows up to this size."""
DIVIDED = ("train", "validation")
REMEDY = "Divide the rows by what ties them together, and in the order in which they came."


@check("leakage.cross-validation-scheme", kind=Kind.EVIDENCE)
def cross_validation_scheme(
    roles: Roles,
    train: Table | None = None,
    splitter: Splitter | None = None,
    splits: Table | None = None,
    *,
    horizon: Annotated[float, Range(0)] = 0.0,
    task: Task = "auto",
    fail_below: Annotated[int, Range(0)] = 1,
    warn_below: Annotated[int, Range(0)] = 5,
    imbalance: Annotated[float, Range(0, 1)] = 0.2,
    tolerance: Annotated[float, Range(0)] = 0.2,
    repeats: Annotated[int, Range(1)] = 1,
    recorded: Literal["others", "earlier"] = "others",
) -> Verdict:
    """The folds of cross-validation respect groups, time and classes.

    Why
    ---
    Folds that mix the rows of one patient, or the future with the past, give a score that the
    model never reaches again.

    Rule
    ----
    The pairs of training and test rows that the splitter really gives for the training rows,
    or the record of the folds (``fold`` in `splits`), are audited; the name of the
    splitter says nothing.

    * ``rows``: every fold has training and test rows, and shares none between them,
    * ``disjoint``: no row is in two test folds of one repeat,
    * ``group``: no group (`[inputs.roles] group`) is in the training and the test rows of a
      fold,
    * ``time``: every test row is later than all training rows of its fold (`[inputs.roles]
      time`) by more than `horizon`,
    * ``class``: every test fold has `fail-below` rows of each class, better `warn-below`,
    * ``strata``: a class of a share below `imbalance` has that share in every test fold,
      within `tolerance` of it or one row; not asked of folds in the order of time.

    A splitter is called with all columns but the target, the target and the first group, in
    the order of the table; above 50 million cells the columns are key, group and time only.

    Settings
    --------
    horizon : 0
        Time until the target of a row is known: days for dates, else in units of the column.
    task : "auto"
        classification or regression.  A number with more than ten distinct values has no
        classes.
    fail-below : 1
        Rows of each class in each test fold.
    warn-below : 5
        Rows of each class in each test fold that are enough.
    imbalance : 0.2
        Share of a class below which folds are stratified.
    tolerance : 0.2
        By what part of it such a share may be off.
    repeats : 1
        How often the splitter divides all rows anew (RepeatedKFold).
    recorded : "others"
        What a recorded fold was trained on: all others, or those before it.

    Outcomes
    --------
    FAIL: shared rows or groups, overlapping test folds, a breach of time, a class missing from
    a test fold, an empty fold.  WARN: few rows of a class, a rare class spread unevenly.
    INCONCLUSIVE: no fold, rows without group or time, recorded rows that are not among the
    training rows, or neither target, group nor time is known.  NOT_APPLICABLE: neither a
    splitter nor recorded folds.  ERROR: the splitter raises or gives no pairs of row numbers.

    Remedy
    ------
    Use a splitter that divides by group, in the order of time, or by class.

    Source
    ------
    D. R. Roberts et al. (2017), Cross-validation strategies for data with temporal, spatial,
    hierarchical, or phylogenetic structure, Ecography 40.  M. Lopez de Prado (2018), Advances
    in Financial Machine Learning, chapter 7.
    """
    rules = Rules(
        horizon=horizon,
        least=fail_below,
        enough=warn_below,
        imbalance=imbalance,
        tolerance=tolerance,
        repeats=repeats,
        task=task,
    )
    extra: list[Finding] = []
    if splitter is not None:
        if train is None:
            raise InputAbsent("no training rows to divide: [inputs.train] path names none")
        what, audit = splitter.path, _produced(splitter, train, roles, rules)
    else:
        if splits is None or "fold" not in splits.columns:
            raise InputAbsent(
                "no cross-validation: [inputs.splitter] path names no splitter, and there is no "
                "record of the split with a column fold"
            )
        what = splits.source
        audit, extra = _recorded(splits, train, roles, rules, recorded)
    if not audit.known:
        extra.append(
            Finding(
                message="neither target, group nor time is known, so that the folds have nothing "
                "to respect",
                outcome=Outcome.INCONCLUSIVE,
                rule="gap",
                subject="roles",
                remedy="Name them in [inputs.roles].",
            )
        )
    return Verdict.of(
        [*audit.findings, *extra],
        passed=f"{audit.folds} folds of {what} share no row and respect {audit.known}",
        remedy=REMEDY,
    )


def _columns_of(table: Table, roles: Roles) -> tuple[str | None, tuple[str, ...], str | None]:
    """Return target, groups and time, all of which the table must have."""
    time = roles.time or roles.prediction_time
    for role, columns in (("target", (roles.target,)), ("group", roles.group), ("time", (time,))):
        table.require([name for name in columns if name], f"[inputs.roles] {role}")
    return roles.target, roles.group, time


def _produced(splitter: Splitter, train: Table, roles: Roles, rules: Rules) -> Audit:
    target, groups, time = _columns_of(train, roles)
    if train.n == 0:
        raise Unmeasurable(f"{train.source} has no rows to divide")
    columns = list(train.columns)
    if train.n * len(columns) > MOST_CELLS:
        few = {*roles.key, *groups, time, target}
        columns = [name for name in columns if name in few] or columns[:1]
    frame = in_memory(train, columns)
    return audit_splits(
        splitter,
        frame.drop(columns=[target] if target else []),
        frame[target] if target else None,
        {name: frame[name] for name in groups},
        frame[time] if time else None,
        rules=rules,
    )


def _recorded(
    splits: Table, train: Table | None, roles: Roles, rules: Rules, trained_on: str
) -> tuple[Audit, list[Finding]]:
    """Audit the recorded folds, with what the training rows say about their rows."""
    own = [name for name in ("group", "time") if name in splits.columns]
    frame = in_memory(splits, ["row_id", "part", "fold", *own])
    frame = frame[frame["part"].isin(DIVIDED) & frame["fold"].notna()].reset_index(drop=True)
    pairs = _pairs(frame["fold"], trained_on)
    target = time = None
    groups: dict[str, Any] = {}
    extra: list[Finding] = []
    if train is not None and len(roles.key) == 1:
        names = _columns_of(train, roles)
        rows, missing = _looked_up(train, roles.key[0], names, frame["row_id"])
        target, groups, time = (
            rows[names[0]] if names[0] else None,
            {name: rows[name] for name in names[1]},
            rows[names[2]] if names[2] else None,
        )
        if missing:
            extra.append(
                Finding(
                    message=f"{missing} of {len(frame)} recorded rows are not in {train.source}",
                    outcome=Outcome.INCONCLUSIVE,
                    rule="gap",
                    subject="row_id",
                )
            )
    if not groups and "group" in own:
        groups = {"group": frame["group"]}
    if time is None and "time" in own:
        time = frame["time"]
    found = Rows.of(len(frame), target, groups, time, rules.task)
    return audit_pairs(pairs, found, rules), extra


def _pairs(folds: Any, trained_on: str) -> Sequence[Pair]:
    try:
        codes, kinds = pandas.factorize(folds, sort=True)
    except TypeError:  # numbers and text have no common order
        codes, kinds = pandas.factorize(folds.astype(str), sort=True)
    earlier = trained_on == "earlier"
    return [
        (np.flatnonzero(codes < i if earlier else codes != i), np.flatnonzero(codes == i))
        for i in range(1 if earlier else 0, len(kinds))
    ]


def _looked_up(
    train: Table, key: str, names: tuple[str | None, tuple[str, ...], str | None], ids: Any
) -> tuple[Any, int]:
    """Return the training rows of these ids, without a value where there is none."""
    train.require([key], "[inputs.roles] key")
    wanted = [name for name in (names[0], *names[1], names[2]) if name is not None]
    rows = in_memory(train, [key, *wanted])
    known, sought = _columns.numbers(rows[key]), _columns.numbers(ids)
    if known is None or sought is None:
        known, sought = rows[key].astype(str), ids.astype(str)
    index = pandas.Index(known)
    twice = int(index.duplicated().sum())
    if twice:
        raise InputError(
            train.source, key=key, found=f"{twice} rows whose key is there before",
            expected="a key that tells rows apart",
        )  # fmt: skip
    at = index.get_indexer(sought)
    # A row that is not there has no value, and neither have the rows of an empty table.
    found = rows[wanted].reindex(np.where(at < 0, len(rows), at)).reset_index(drop=True)
    return found, int((at < 0).sum())
