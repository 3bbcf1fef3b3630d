"""Writing verdicts back to the tracked run or model version that they are about."""

from __future__ import annotations

import math
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _mlflow_artifacts, _mlflow_runs
from pytest_mlgate.inputs._mlflow_store import connect
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.reports import json_report
from pytest_mlgate.reports.record import GateReport

TABLE = "[write-back]"
ARTIFACTS = "mlgate"
_UNFIT = re.compile(r"[^\w ./-]")
_LONGEST_KEY, _LONGEST_VALUE = 250, 5000


def write_back(
    report: GateReport,
    project: Project,
    *,
    uri: str | None,
    run: str | None,
    model: str | None,
    timeout: float,
) -> str:
    """Write outcomes as tags, figures as metrics and the JSON report as an artifact.

    Parameters
    ----------
    report:
        What to write.
    project:
        Relative addresses are relative to its root.
    uri:
        Tracking address; by default ``MLFLOW_TRACKING_URI``.
    run:
        ``runs:/<id>``, or ``None`` for the run that made the model version.
    model:
        ``models:/<name>@<alias>`` or with a version; its version gets the tags too.
    timeout:
        Seconds for every request.

    Returns
    -------
    str
        What was written, in words.

    Raises
    ------
    InputError
        If the run or model is missing, or the store does not answer.
    """
    with connect(project, uri=uri, timeout=timeout, table=TABLE) as store:
        version = None
        run_id = None
        if model is not None:
            version = _mlflow_artifacts.version_of(store, _mlflow_artifacts.parse(model, TABLE))
            run_id = version.run_id
        if run is not None:
            run_id = _mlflow_artifacts.parse(run, TABLE).run
        if run_id is None:
            raise InputError(TABLE, found="neither run nor model", expected="at least one of them")
        _mlflow_runs.get_run(store, run_id)
        tags, metrics = dict(_tags(report)), dict(_metrics(report))
        _log(store.client, run_id, tags, metrics)
        if version is not None:
            for key, value in tags.items():
                store.client.set_model_version_tag(version.name, version.version, key, value)
        with tempfile.TemporaryDirectory(prefix="mlgate-") as folder:
            file = Path(folder, "report.json")
            file.write_text(json_report.write(report), encoding="utf-8")
            store.client.log_artifact(run_id, str(file), ARTIFACTS)
    where = f" and version {version.version} of {version.name}" if version is not None else ""
    return f"wrote {len(tags)} tags, {len(metrics)} metrics and the report to run {run_id}{where}"


def _log(client: Any, run_id: str, tags: dict[str, str], metrics: dict[str, float]) -> None:
    for key, value in tags.items():
        client.set_tag(run_id, key, value)
    for key, number in metrics.items():
        client.log_metric(run_id, key, number)


def _tags(report: GateReport) -> Iterator[tuple[str, str]]:
    yield "mlgate.outcome", "FAIL" if report.blocked else str(report.outcome)
    yield "mlgate.created_at", report.created_at
    for record in report.records:
        value = f"{record.ruling.shown}: {record.ruling.verdict.summary}"
        yield _key(f"mlgate.{record.check}", record.subject), value[:_LONGEST_VALUE]


def _metrics(report: GateReport) -> Iterator[tuple[str, float]]:
    total: Counter[str] = Counter()
    for counts in report.counts().values():
        total.update({str(outcome).lower(): n for outcome, n in counts.items()})
    for outcome, n in sorted(total.items()):
        yield f"mlgate.{outcome}", float(n)
    for record in report.records:
        for estimate in record.ruling.verdict.estimates:
            for part in ("value", "lower", "upper"):
                number = getattr(estimate, part)
                if number is not None and math.isfinite(number):
                    name = f"mlgate.{record.check}"
                    yield _key(name, record.subject, estimate.name, part), float(number)


def _key(*parts: str) -> str:
    """Return a key that every store takes: letters, digits, and a few signs."""
    joined = "/".join(part for part in parts if part)
    return _UNFIT.sub("_", joined)[:_LONGEST_KEY].strip(" /")
