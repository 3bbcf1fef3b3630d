"""Recorded metrics of the model in use, where its predictions are not kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Recorded:
    """One metric: its value, rows behind it, and which values are better."""

    value: float
    direction: Literal["higher", "lower"]
    n: int | None = None


@dataclass(frozen=True)
class BaselineMetrics:
    """Metrics of the champion."""

    metrics: Mapping[str, Recorded]
    source: str = "baseline.json"
    fingerprint: str = ""

    def metric(self, name: str) -> Recorded | None:
        """Return a metric, ``None`` when it was not recorded."""
        return self.metrics.get(name)


@provides
def baseline_metrics(project: Project, *, path: str | None = None) -> BaselineMetrics:
    """Provide the champion's metrics.

    The file has ``schema`` ``"baseline/1"``, ``model_version``, and ``metrics``, a table from
    name to {value, n, direction}; other keys are left to those who need them.

    Settings
    --------
    path : "baseline.json"
        The file.
    """
    where = project.find(
        path, "baseline.json", what="recorded baseline", key="[inputs.baseline-metrics] path"
    )
    record = Record(where, load_json(project, where))
    record.schema("baseline")
    record.text("model_version")
    table = record.table("metrics")
    found = {}
    for name in table.content:
        entry = table.table(name)
        entry.only(("value", "n", "direction"))
        direction = entry.text("direction")
        if direction not in {"higher", "lower"}:
            raise entry.wrong("direction", found=repr(direction), expected="higher or lower")
        found[name] = Recorded(
            entry.number("value"),
            cast('Literal["higher", "lower"]', direction),
            entry.optional("n", int),
        )
    digest = hashlib.sha256(project.read_text(where).encode()).hexdigest()
    return BaselineMetrics(found, where, digest)
