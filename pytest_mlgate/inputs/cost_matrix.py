"""What right and wrong decisions are worth."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

PERIODS = {"day": 365.0, "week": 365.0 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}
"""How many of them a year has."""


@dataclass(frozen=True)
class CostMatrix:
    """Values per decision and per year.

    Parameters
    ----------
    tp, tn, fp, fn:
        What one such row is worth; costs of errors are positive numbers.
    running_cost:
        Of the system, per year.
    baseline:
        ``none`` (nobody is selected), ``all``, or the column of the present rule.
    rows_per_year:
        How many rows a year brings; the evaluation rows stand for all of them.
    prevalence:
        Share of positives in production, ``None`` when it is that of the evaluation rows.
    amount_column:
        Column with an amount per row by which the values are multiplied.
    threshold, tuning_sha256:
        Deployed threshold, and hash of the rows on which it was chosen.
    """

    currency: str
    tp: float
    tn: float
    fp: float
    fn: float
    running_cost: float
    baseline: str
    horizon_years: float = 1.0
    rows_per_year: float | None = None
    prevalence: float | None = None
    amount_column: str | None = None
    threshold: float | None = None
    tuning_sha256: str | None = None
    grid: tuple[float, ...] = ()
    path: str = "cost_matrix.yaml"
    fingerprint: str = ""


_KEYS = (
    "schema", "currency", "values", "running_cost", "baseline", "horizon", "rows_per_year",
    "prevalence", "amount_column", "threshold", "tuning_sha256", "grid",
)  # fmt: skip


@provides
def cost_matrix(project: Project, *, path: str | None = None) -> CostMatrix:
    """Provide the values of decisions.

    The file has ``schema: cost_matrix/1``, ``currency``, ``values`` {tp, tn, fp, fn} with the
    costs of errors as positive numbers, ``running_cost`` {amount, period}, ``baseline``
    (``none``, ``all`` or a column of the predictions) and ``horizon`` in years; and perhaps
    ``rows_per_year``, ``prevalence``, ``amount_column``, ``threshold``, ``tuning_sha256`` and
    ``grid``, the thresholds that were searched.

    Settings
    --------
    path : "cost_matrix.yaml"
        The file.
    """
    where = project.find(
        path, "cost_matrix.yaml", what="cost matrix", key="[inputs.cost-matrix] path"
    )
    record = Record(where, load_yaml(project, where))
    record.schema("cost_matrix")
    record.only(_KEYS)
    values = record.table("values")
    values.only(("tp", "tn", "fp", "fn"))
    worth = {name: values.number(name) for name in ("tp", "tn", "fp", "fn")}
    if not any(worth.values()):
        raise values.wrong("", found="zeros only", expected="what a decision is worth")
    for name in ("fp", "fn"):
        if worth[name] < 0:
            raise values.wrong(name, found=str(worth[name]), expected="a cost as a positive number")
    return CostMatrix(
        currency=record.text("currency"),
        **worth,
        running_cost=_per_year(record),
        baseline=record.text("baseline"),
        horizon_years=_positive(record, "horizon"),
        rows_per_year=_optional(record, "rows_per_year"),
        prevalence=_share(record, "prevalence"),
        amount_column=record.optional("amount_column", str),
        threshold=_optional(record, "threshold"),
        tuning_sha256=record.optional("tuning_sha256", str),
        grid=_grid(record),
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _per_year(record: Record) -> float:
    cost = record.table("running_cost")
    cost.only(("amount", "period"))
    period = cost.text("period")
    if period not in PERIODS:
        raise cost.wrong("period", found=repr(period), expected=f"one of {', '.join(PERIODS)}")
    return cost.number("amount") * PERIODS[period]


def _positive(record: Record, key: str) -> float:
    value = record.number(key)
    if value <= 0:
        raise record.wrong(key, found=str(value), expected="years, above 0")
    return value


def _optional(record: Record, key: str) -> float | None:
    return None if record.content.get(key) is None else record.number(key)


def _share(record: Record, key: str) -> float | None:
    value = _optional(record, key)
    if value is not None and not 0 < value < 1:
        raise record.wrong(key, found=str(value), expected="a share between 0 and 1")
    return value


def _grid(record: Record) -> tuple[float, ...]:
    value = record.content.get("grid")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in value
    ):
        raise InputError(
            record.path, key="grid", found=type(value).__name__, expected="a list of thresholds"
        )
    return tuple(sorted(float(v) for v in value))
