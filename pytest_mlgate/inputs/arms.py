"""Summaries of two arms of a comparison."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Arm:
    """Counts of one arm (`x` of `n`), or its mean and standard deviation."""

    n: int
    x: int | None = None
    mean: float | None = None
    sd: float | None = None


@dataclass(frozen=True)
class ArmPair:
    """One metric in both arms."""

    candidate: Arm
    baseline: Arm
    direction: Literal["higher", "lower"]


@dataclass(frozen=True)
class Arms:
    """What a comparison of two arms came to."""

    metrics: Mapping[str, ArmPair]
    planned_n: int | None = None
    prior: tuple[float, float] = (1.0, 1.0)
    path: str = "arms.yaml"
    fingerprint: str = ""


@provides
def arms(project: Project, *, path: str | None = None) -> Arms:
    """Provide the summaries of two arms.

    The file has ``schema: arms/1`` and ``metrics``, a table from name to {direction, candidate,
    baseline} with arms {n, x} or {n, mean, sd}; and perhaps ``planned_n`` (rows per arm) and
    ``prior`` [a, b] of both rates, declared beforehand.

    Settings
    --------
    path : "arms.yaml"
        A YAML or JSON file.
    """
    where = project.find(path, "arms.yaml", what="summary of two arms", key="[inputs.arms] path")
    record = Record(where, load_yaml(project, where))
    record.schema("arms")
    record.only(("schema", "metrics", "planned_n", "prior"))
    table = record.table("metrics")
    found = {}
    for name in table.content:
        entry = table.table(name)
        entry.only(("direction", "candidate", "baseline"))
        direction = entry.text("direction")
        if direction not in {"higher", "lower"}:
            raise entry.wrong("direction", found=repr(direction), expected="higher or lower")
        pair = [_arm(entry.table(arm)) for arm in ("candidate", "baseline")]
        if (pair[0].x is None) != (pair[1].x is None):
            raise entry.wrong("", found="counts in one arm only", expected="both arms alike")
        found[name] = ArmPair(pair[0], pair[1], cast('Literal["higher", "lower"]', direction))
    return Arms(
        found,
        record.optional("planned_n", int),
        _prior(record),
        where,
        hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _arm(entry: Record) -> Arm:
    entry.only(("n", "x", "mean", "sd"))
    n = entry.get("n", int)
    if n < 1:
        raise entry.wrong("n", found=str(n), expected="at least 1 row")
    if "x" in entry.content:
        x = entry.get("x", int)
        if not 0 <= x <= n:
            raise entry.wrong("x", found=f"{x} of {n}", expected="a count between 0 and n")
        return Arm(n, x=x)
    sd = entry.number("sd")
    if sd < 0:
        raise entry.wrong("sd", found=str(sd), expected="0 or more")
    return Arm(n, mean=entry.number("mean"), sd=sd)


def _prior(record: Record) -> tuple[float, float]:
    value = record.content.get("prior")
    if value is None:
        return 1.0, 1.0
    numbers = (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int | float) and not isinstance(v, bool) and v > 0 for v in value)
    )
    if not numbers:
        raise record.wrong("prior", found=repr(value), expected="two positive numbers")
    return float(value[0]), float(value[1])
