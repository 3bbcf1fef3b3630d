"""What a paper, a model card or a release note says about a run."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_KEYS = (
    "schema",
    "run_id",
    "metrics",
    "parameters",
    "seeds",
    "deterministic",
    "small_mode",
    "seed",
    "data_sha256",
    "platform_hash",
)


@dataclass(frozen=True)
class Printed:
    """A number as it was printed.

    Parameters
    ----------
    value:
        Exactly the printed number.
    digits:
        Decimals after the point.
    """

    value: Decimal
    digits: int

    @property
    def half_unit(self) -> Decimal:
        """Half a unit in the last printed place: what rounding may have changed."""
        return Decimal(5).scaleb(-self.digits - 1)

    def rounds(self, value: float) -> bool:
        """Whether `value` may be printed like this, whichever way halves are rounded."""
        return abs(Decimal(repr(value)) - self.value) <= self.half_unit

    def __str__(self) -> str:
        return f"{self.value:.{self.digits}f}"


@dataclass(frozen=True)
class Seeds:
    """Summary over seeds, as reported."""

    n: int
    mean: float
    sd: float


@dataclass(frozen=True)
class ReportedResults:
    """The content of ``reported_results.yaml``.

    Parameters
    ----------
    run_id:
        The run that the report is about.
    metrics:
        Name -> printed number.
    parameters:
        Name -> value as written: text, number, truth value, nothing, or a
        :class:`Printed` for a rounded number.
    seeds, deterministic, small_mode, seed, data_sha256, platform_hash:
        What else the report says, ``None`` where it says nothing.
    path:
        The file.
    """

    run_id: str
    metrics: Mapping[str, Printed]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seeds: Seeds | None = None
    deterministic: bool | None = None
    small_mode: bool | None = None
    seed: int | None = None
    data_sha256: str | None = None
    platform_hash: str | None = None
    path: str = "reported_results.yaml"
    fingerprint: str = ""


@provides
def reported_results(project: Project, *, path: str | None = None) -> ReportedResults:
    """Provide the reported results.

    The file has ``schema`` ``reported_results/1``, ``run_id``, ``metrics`` (name: {value,
    digits}; quoted, the value's own decimals count), ``parameters`` (name: value, or
    {value, digits} for a rounded number), and optionally ``seeds`` {n, mean, sd},
    ``deterministic``, ``small_mode``, ``seed``, ``data_sha256`` and ``platform_hash``.

    Settings
    --------
    path : "reported_results.yaml"
        The file.
    """
    where = project.find(
        path, "reported_results.yaml", what="reported results", key="[inputs.reported-results] path"
    )
    record = Record(where, load_yaml(project, where))
    record.schema("reported_results")
    record.only(_KEYS)
    metrics = record.table("metrics")
    parameters = record.table("parameters")
    return ReportedResults(
        run_id=record.text("run_id"),
        metrics={name: _printed(metrics.table(name)) for name in metrics.content},
        parameters={
            name: _printed(parameters.table(name)) if isinstance(value, dict) else value
            for name, value in parameters.content.items()
        },
        seeds=_seeds(record.table("seeds")) if "seeds" in record.content else None,
        deterministic=record.optional("deterministic", bool),
        small_mode=record.optional("small_mode", bool),
        seed=record.optional("seed", int),
        data_sha256=record.optional("data_sha256", str),
        platform_hash=record.optional("platform_hash", str),
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _printed(entry: Record) -> Printed:
    entry.only(("value", "digits"))
    raw = entry.content.get("value")
    if not isinstance(raw, str):
        entry.number("value")
        raw = repr(raw)
    try:
        value = Decimal(raw.strip())
    except InvalidOperation:
        raise entry.wrong("value", found=repr(raw), expected="a number") from None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise entry.wrong("value", found=raw, expected="a finite number")
    digits = entry.optional("digits", int)
    if digits is None:
        digits = max(0, -exponent)
    if not 0 <= digits <= 20:
        raise entry.wrong("digits", found=str(digits), expected="0 to 20 decimals")
    if value != round(value, digits):
        raise entry.wrong(
            "value", found=f"{raw} with digits {digits}", expected="no more decimals than digits"
        )
    return Printed(value, digits)


def _seeds(entry: Record) -> Seeds:
    entry.only(("n", "mean", "sd"))
    n, sd = entry.get("n", int), entry.number("sd")
    if n < 1:
        raise entry.wrong("n", found=str(n), expected="at least 1 seed")
    if sd < 0:
        raise entry.wrong("sd", found=f"{sd:g}", expected="a standard deviation, 0 or more")
    return Seeds(n, entry.number("mean"), sd)
