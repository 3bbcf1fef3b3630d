"""Reading runs from an MLflow tracking store."""

from __future__ import annotations

import re
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs._mlflow_store import Store, connect
from pytest_mlgate.inputs._runs import Run, finite_metrics
from pytest_mlgate.inputs.project import Project

_RUN_ID = re.compile(r"(?:runs:/)?([\w-]+)/?")
MOST_RUNS = 5000
"""Runs of an experiment that are read for its evaluations, the newest first."""


def read(
    project: Project, *, uri: str | None, id: str | None, experiment: str | None, timeout: float
) -> Run:
    """Return a run by id, or the newest finished one of an experiment.

    Raises
    ------
    InputError
        If the address is wrong, the store cannot be reached in time, or there is no such
        run or it holds a metric that is not finite.
    MissingExtra
        If MLflow is not installed.
    """
    run_id = _run_id(id) if id is not None else None
    with connect(project, uri=uri, timeout=timeout, table="[inputs.run]") as store:
        found = get_run(store, run_id) if run_id else _newest(store, str(experiment))
        shown = store.shown
    return Run(
        run_id=found.info.run_id,
        status=found.info.status,
        params=dict(found.data.params),
        metrics=finite_metrics(f"{shown}: run {found.info.run_id}", found.data.metrics),
        tags={k: v for k, v in found.data.tags.items() if not k.startswith("mlflow.")},
        source=shown,
    )


def get_run(store: Store, run_id: str) -> Any:
    """Return an active run of a store.

    Raises
    ------
    InputError
        If there is none, or it was deleted.
    """
    exceptions = require("mlflow.exceptions", extra="mlflow", purpose="read runs")
    try:
        found = store.client.get_run(run_id)
    except exceptions.MlflowException as error:
        if error.error_code in {"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "INVALID_PARAMETER_VALUE"}:
            raise store.missing(run_id, "no such run", "a run that exists there") from None
        raise
    if found.info.lifecycle_stage != "active":
        raise store.missing(run_id, "a deleted run", "a run that exists")
    return found


def evaluations(
    project: Project, *, uri: str | None, experiment: str, timeout: float
) -> list[dict[str, Any]]:
    """Return which models were scored on which data in the finished runs of an experiment.

    A run counts once for every dataset input whose context is an evaluation (``eval``,
    ``test``, ``holdout``, ``validation``), or without any digest when it has none.  The model
    is the tag ``model_version`` or ``mlgate.model``, else the run itself; the release is the
    tag ``release``.
    """
    table = "[inputs.holdout-ledger]"
    with connect(project, uri=uri, timeout=timeout, table=table) as store:
        known = _experiment(store, experiment)
        runs = store.client.search_runs(
            [known.experiment_id],
            filter_string="attributes.status = 'FINISHED'",
            order_by=["attributes.end_time DESC"],
            max_results=MOST_RUNS,
        )
        return [entry for run in runs for entry in _entries(run)]


def _entries(run: Any) -> list[dict[str, Any]]:
    import datetime as dt

    tags = run.data.tags
    shared = {
        "model": tags.get("model_version") or tags.get("mlgate.model") or run.info.run_id,
        "release": tags.get("release", ""),
        "time": dt.datetime.fromtimestamp((run.info.end_time or 0) / 1000, dt.UTC).isoformat(),
        "nested": tags.get("nested_cv", "").lower() == "true",
    }
    found = []
    for used in getattr(run.inputs, "dataset_inputs", None) or ():
        context = {tag.key: tag.value for tag in used.tags}.get("mlflow.data.context", "")
        if context.lower() in {"eval", "evaluation", "test", "testing", "holdout", "validation"}:
            found.append({"dataset": used.dataset.digest, **shared})
    tagged = tags.get("dataset_sha256")
    if not found and tagged:
        found.append({"dataset": tagged, **shared})
    scored = bool(run.data.metrics)
    return found or ([{"dataset": None, **shared}] if scored else [])


def _experiment(store: Store, name: str) -> Any:
    known = store.client.get_experiment_by_name(name)
    if known is None or known.lifecycle_stage != "active":
        raise store.missing(
            f"{store.table} experiment",
            f"no active experiment {name!r}",
            "the name of an experiment there",
        )
    return known


def _newest(store: Store, experiment: str) -> Any:
    known = _experiment(store, experiment)
    runs = store.client.search_runs(
        [known.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["attributes.end_time DESC"],
        max_results=1,
    )
    if not runs:
        raise store.missing(
            f"{store.table} experiment", f"no finished run in {experiment!r}", "at least one"
        )
    # A search may leave out part of the data on some stores.
    return store.client.get_run(runs[0].info.run_id)


def _run_id(id: str) -> str:
    match = _RUN_ID.fullmatch(id.strip())
    if match is None:
        raise InputError(
            "[inputs.run]", key="id", found=repr(id), expected='a run id, bare or as "runs:/<id>"'
        )
    return match[1]
