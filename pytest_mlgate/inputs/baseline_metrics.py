"""Recorded metrics of the model in use, where its predictions are not kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides


@dataclass(frozen=True)
class Recorded:
    """One metric: its value, which values are better where that was recorded, and its rows."""

    value: float
    direction: Literal["higher", "lower"] | None = None
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
def baseline_metrics(
    project: Project,
    *,
    path: str | None = None,
    run: str | None = None,
    uri: str | None = None,
    timeout: Annotated[float, Range(0.1)] = 10.0,
) -> BaselineMetrics:
    """Provide the champion's metrics, from a file or from a tracked run.

    The file has ``schema`` ``"baseline/1"``, ``model_version``, and ``metrics``, a table from
    name to {value, n, direction}; other keys are left to those who need them.

    Settings
    --------
    path : "baseline.json"
        The file.
    run : none
        Instead of a file: ``runs:/<id>``, whose metrics are taken.
    uri : none
        Tracking address for `run`; by default ``MLFLOW_TRACKING_URI``.
    timeout : 10
        Seconds to wait for the tracking server.
    """
    if run is not None:
        return _of_run(project, path, run, uri, timeout)
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


def _of_run(
    project: Project, path: str | None, run: str, uri: str | None, timeout: float
) -> BaselineMetrics:
    if path is not None:
        raise InputError(
            "[inputs.baseline-metrics]",
            key="path",
            found="a file and a run",
            expected="one of them",
        )
    from pytest_mlgate.inputs import _mlflow_runs

    found = _mlflow_runs.read(project, uri=uri, id=run, experiment=None, timeout=timeout)
    metrics = {name: Recorded(value) for name, value in found.metrics.items()}
    return BaselineMetrics(metrics, f"run {found.run_id}", found.fingerprint)
