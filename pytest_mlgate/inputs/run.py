"""A finished training run: from MLflow, or from an export when there is no MLflow."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs._runs import Run as Run
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

_EXPORT = (
    "schema",
    "run_id",
    "name",
    "status",
    "start",
    "end",
    "tags",
    "params",
    "metrics",
    "inputs",
    "artifacts",
    "parent_id",
)


@provides
def run(
    project: Project,
    *,
    uri: str | None = None,
    id: str | None = None,
    experiment: str | None = None,
    path: str | None = None,
    timeout: Annotated[float, Range(0.1)] = 10.0,
) -> Run:
    """Provide the run that ``[inputs.run]`` names.

    Without `id` and `experiment` nothing but a file is read, whatever the environment says.
    With one of them and without `uri`, ``MLFLOW_TRACKING_URI`` is used: the configuration
    then asked for a tracking server and the environment says which.

    Settings
    --------
    uri : none
        MLflow tracking address, such as ``sqlite:///mlflow.db`` (relative to the project
        root) or ``http://localhost:5000``.
    id : none
        A run id, bare or as ``runs:/<id>``.
    experiment : none
        Instead of `id`: the name of an experiment, whose newest finished run is taken.
    path : "run.json"
        Instead of MLflow: an export with ``schema`` ``"run/1"``, run_id, status, start,
        end, tags, params and metrics {name: [{step, value, time}]}.
    timeout : 10
        Seconds to wait for the tracking server.
    """
    if id is None and experiment is None:
        if uri is not None:
            raise _wrong("uri", "an address without a run", "id or experiment beside it")
        where = project.find(
            path, "run.json", what="run", key="[inputs.run] id, experiment or path"
        )
        return _export(Record(where, load_json(project, where)))
    if path is not None:
        raise _wrong("path", "a file and an MLflow run", "either path, or id or experiment")
    if id is not None and experiment is not None:
        raise _wrong("id", "a run and an experiment", "either id or experiment")
    from pytest_mlgate.inputs import _mlflow_runs

    return _mlflow_runs.read(project, uri=uri, id=id, experiment=experiment, timeout=timeout)


def _export(record: Record) -> Run:
    record.schema("run")
    record.only(_EXPORT)
    for key in ("start", "end"):
        record.text(key)
    series = record.table("metrics")
    return Run(
        run_id=record.text("run_id"),
        status=record.text("status").upper(),
        params=_texts(record.table("params")),
        tags=_texts(record.table("tags")),
        metrics={name: _last(series, name) for name in series.content},
        source=record.path,
    )


def _last(series: Record, name: str) -> float:
    """Return the value of the highest step; of several there, the last in the list."""
    points = series.tables(name)
    if not points:
        raise series.wrong(name, found="an empty list", expected="at least one value")
    values = [(point.get("step", int), point.number("value")) for point in points]
    last = max(step for step, _ in values)
    return next(value for step, value in reversed(values) if step == last)


def _texts(record: Record) -> dict[str, str]:
    for key, value in record.content.items():
        if isinstance(value, dict | list):
            raise record.wrong(key, found=type(value).__name__, expected="text or a number")
    return {key: str(value) for key, value in record.content.items()}


def _wrong(key: str, found: str, expected: str) -> InputError:
    return InputError("[inputs.run]", key=key, found=found, expected=expected)
