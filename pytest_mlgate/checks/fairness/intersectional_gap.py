"""Groups that share several attributes are treated like everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._groups import Groups, groups_of
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import BoolArray, FloatArray, IntArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.groups import max_t_permutation
from pytest_mlgate.stats.power import rows_for_test
from pytest_mlgate.stats.proportions import wilson
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Look at the rows of this group: few examples in training are the usual cause."
Rate = Literal["positive_rate", "fpr", "fnr", "accuracy"]
_MOST_COVERAGE_LOST = 0.10
"""Share of rows in cells too small to be judged from which the check warns."""


@dataclass(frozen=True)
class _Cells:
    """All groups made of one to `depth` attributes, as unions of joint groups."""

    names: tuple[str, ...]
    membership: BoolArray
    atom_of_row: IntArray


@check("fairness.intersectional-gap", kind=Kind.CONFIG, subjects="sub_rates")
def intersectional_gap(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),
    sub_rates: tuple[Rate, ...] = ("positive_rate", "fpr", "fnr", "accuracy"),  # noqa: ARG001
    depth: Annotated[int, Range(2, 3)] = 2,
    limit: Annotated[float, Range(0, 1)] | None = None,
    min_cell: Annotated[int, Range(1)] | None = None,
    warn_rate_below: Annotated[float, Range(0, 1)] | None = None,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    permutations: Annotated[int, Range(200)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """Every group of up to three attributes together has a rate close to the overall one.

    Why
    ---
    Women and old people may each be treated fairly, and old women not.  But among many small
    groups some rate is always far off: the largest of 24 equal ones differs by .2 from the
    smallest in nearly every sample of 30 rows a group.

    Rule
    ----
    Every cell of one to `depth` attributes with at least `min-cell` rows is compared with all
    rows, not with cells that it contains.  FAIL when its rate differs by the limit or more
    and the largest studentised difference over all cells, with the joint groups permuted
    (within the negatives for fpr, within the positives for fnr), is as large in at most
    `alpha` of the permutations.

    Settings
    --------
    attributes : []
        Two or three sensitive columns, or more.
    sub-rates : ["positive_rate", "fpr", "fnr", "accuracy"]
        Rates; each is one item.
    depth : 2
        Most attributes of one cell, 2 or 3.
    limit : 0.20
        Gap from which a cell fails; .15 under ``credit``, .10 under ``healthcare``.
    min-cell : 30
        Least rows of a cell; 50 under ``credit``, 100 under ``healthcare``.
    warn-rate-below : none
        Warn of a cell that is selected less often than this.
    alpha : 0.05
        Level over all cells.
    permutations, seed : 2000, 0
        How many, and of which random numbers.
    bins, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a cell that is off by the limit, and by more than chance.  WARN: cells too small to
    be judged hold more than a tenth of the rows.  INCONCLUSIVE: off by the limit, but no more
    than chance; no cell large enough; fewer than two attributes; no y_true for a rate that
    needs it.  NOT_APPLICABLE: the task is a regression.

    Remedy
    ------
    Look at the rows of the cell.

    Source
    ------
    K. Crenshaw (1989), Univ. Chicago Legal Forum, 139-167.  P. H. Westfall and S. S. Young
    (1993), Resampling-Based Multiple Testing.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression selects nobody (see group-error-gap)")
    if len(attributes) < 2:
        raise Unmeasurable(f"{len(attributes)} attributes are configured; at least two make groups")
    flags, among = _flags(predictions, subject)
    groups = [
        groups_of(predictions, sensitive, name, bins=bins, exclude=exclude) for name in attributes
    ]
    cells = _cells(groups, depth)
    most = limit_for("intersectional-gap", preset, limit, 0.20)
    least = min_cell or int(limit_for("intersectional-min-group", preset, None, 30))
    inside = among & (cells.atom_of_row >= 0)
    atoms = cells.membership.shape[1]
    n = np.bincount(cells.atom_of_row[inside], minlength=atoms)
    x = np.bincount(cells.atom_of_row[inside & flags], minlength=atoms)
    size = cells.membership @ n
    large = size >= least
    if not large.any():
        raise Unmeasurable(f"no group has {least} rows for {subject}; the largest has {size.max()}")
    rng = np.random.default_rng(seed)
    p = max_t_permutation(x, n, cells.membership[large], permutations=permutations, rng=rng)
    names = [name for name, kept in zip(cells.names, large, strict=True) if kept]
    judged = _judge(
        subject, names, cells.membership[large] @ x, size[large], p, x.sum() / n.sum(), most, alpha
    )
    findings = [finding for finding, _ in judged if finding]
    findings += _not_judged(cells, size, n, least)
    if subject == "positive_rate" and warn_rate_below is not None:
        findings += _rarely(names, cells.membership[large] @ x, size[large], warn_rate_below)
    worst = max(judged, key=lambda pair: abs(pair[1].value))[1]
    return Verdict.of(
        [*findings, *(note for group in groups for note in group.notes())],
        passed=f"{int(large.sum())} groups of {' x '.join(attributes)}, {int(n.sum())} rows: "
        f"{subject} differs by at most {abs(worst.value):.3f}, limit < {most:g}",
        remedy=REMEDY,
        estimates=[estimate for _, estimate in judged][:20],
    )


def _flags(predictions: Predictions, rate: str) -> tuple[BoolArray, BoolArray]:
    """Return what is counted, and among which rows."""
    everybody = np.ones(predictions.n, dtype=bool)
    if rate == "positive_rate":
        return predictions.decisions, everybody
    if not predictions.has("y_true"):
        raise Unmeasurable(f"{rate} needs a column y_true, and {predictions.source} has none")
    truth, decision = predictions.positives, predictions.decisions
    if rate == "accuracy":
        return truth == decision, everybody
    return (decision, ~truth) if rate == "fpr" else (~decision, truth)


def _cells(groups: Sequence[Groups], depth: int) -> _Cells:
    codes = np.stack([group.codes for group in groups])
    inside = (codes >= 0).all(axis=0)
    atoms, atom_of = np.unique(codes[:, inside], axis=1, return_inverse=True)
    atom_of_row = np.full(codes.shape[1], -1)
    atom_of_row[inside] = atom_of.ravel()
    names: list[str] = []
    rows: list[BoolArray] = []
    for size in range(1, min(depth, len(groups)) + 1):
        for chosen in combinations(range(len(groups)), size):
            for levels in sorted({tuple(map(int, column)) for column in atoms[list(chosen)].T}):
                names.append(
                    ", ".join(
                        f"{groups[i].attribute} {groups[i].names[level]}"
                        for i, level in zip(chosen, levels, strict=True)
                    )
                )
                rows.append((np.asarray(levels) == atoms[list(chosen)].T).all(axis=1))
    return _Cells(tuple(names), np.array(rows), atom_of_row)


def _judge(
    rate: str,
    names: Sequence[str],
    x: IntArray,
    n: IntArray,
    p: FloatArray,
    overall: float,
    limit: float,
    alpha: float,
) -> list[tuple[Finding | None, Estimate]]:
    interval = wilson(x, n)
    found: list[tuple[Finding | None, Estimate]] = []
    for i in np.argsort(-np.abs(x / n - overall), kind="stable"):
        value = float(x[i] / n[i])
        gap = value - float(overall)
        estimate = Estimate(
            name=f"{rate} of {names[i]}, from the overall one",
            value=abs(gap),
            n=int(n[i]),
            limit=Limit("<", limit),
        )
        outcome = decide(estimate, Policy.SIGNIFICANT, rejected=bool(p[i] <= alpha))
        if outcome is Outcome.INCONCLUSIVE:
            estimate = replace(estimate, rows_needed=rows_for_test(float(p[i]), alpha, int(n[i])))
        finding = Finding(
            message=f"{names[i]}: {rate} {value:.3f} (95% interval {interval.lower[i]:.3f} to "
            f"{interval.upper[i]:.3f}) on {n[i]} rows against {overall:.3f} of all, limit of the "
            f"gap < {limit:g}, adjusted p {p[i]:.3g}",
            outcome=outcome,
            subject=names[i],
        )
        found.append((None if outcome is Outcome.PASS else finding, estimate))
    return found


def _not_judged(cells: _Cells, size: IntArray, n: IntArray, least: int) -> list[Finding]:
    """List the cells that are too small, and warn when they hold much of the data."""
    small = [(cells.names[i], int(size[i])) for i in np.flatnonzero(size < least)]
    if not small:
        return []
    judged = cells.membership[size >= least]
    deepest = np.array([name.count(", ") for name in cells.names])
    finest = cells.membership[(deepest == deepest.max()) & (size < least)]
    lost = float(n[finest.any(axis=0)].sum() / n.sum()) if len(judged) else 1.0
    listed = ", ".join(f"{name} ({rows})" for name, rows in small[:12])
    more = f" and {len(small) - 12} more" if len(small) > 12 else ""
    return [
        Finding(
            message=f"{len(small)} groups below {least} rows, with {lost:.0%} of all rows, were "
            f"not judged: {listed}{more}",
            outcome=Outcome.WARN if lost > _MOST_COVERAGE_LOST else Outcome.PASS,
            rule="coverage",
        )
    ]


def _rarely(names: Sequence[str], x: IntArray, n: IntArray, least: float) -> list[Finding]:
    return [
        Finding(
            message=f"{name}: selected in {x[i] / n[i]:.3f} of {n[i]} rows, below {least:g}",
            outcome=Outcome.WARN,
            subject=name,
        )
        for i, name in enumerate(names)
        if x[i] / n[i] < least
    ]
