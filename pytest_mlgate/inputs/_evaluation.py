"""Where evaluation rows come from: a file, an artifact, or a model on a holdout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _tables
from pytest_mlgate.inputs._predictions import Label, Predictions, Task
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.inputs.model import Model
from pytest_mlgate.inputs.project import Project


@dataclass(frozen=True)
class Request:
    """What the configuration says about the place of evaluation rows.

    Parameters
    ----------
    table:
        Its table below ``[inputs]``.
    path, uri, columns, timeout:
        Its settings.
    """

    table: str
    path: str | None
    uri: str | None
    columns: Mapping[str, str]
    timeout: float


@dataclass(frozen=True)
class Declared:
    """What the configuration says about the meaning of evaluation rows."""

    favourable: Label | None
    threshold: float | None
    task: Task | None


def load(
    project: Project,
    request: Request,
    said: Declared,
    model: Model | None,
    holdout: Holdout | None,
) -> Predictions:
    """Return evaluation rows.

    Raises
    ------
    InputAbsent
        If the configuration names neither a file nor a model with a holdout.
    InputError
        If what it names cannot be used.
    """
    if request.path is not None:
        found = _from_path(project, request)
    elif model is not None and holdout is not None:
        found = _from_model(model, holdout)
    else:
        raise InputAbsent(
            f"no {request.table.replace('-', ' ')}: [inputs.{request.table}] path names none, and "
            "there is no model with a holdout"
        )
    return _with(found, said)


def _from_path(project: Project, request: Request) -> Predictions:
    path = str(request.path)
    if path.startswith(("runs:/", "models:/")):
        from pytest_mlgate.inputs import _mlflow_artifacts

        with _mlflow_artifacts.downloaded(
            project, path, uri=request.uri, timeout=request.timeout, table=request.table
        ) as file:
            return _read(file, _tables.read_file(file, path), path, request)
    frame = _tables.read_table(project, path)
    return _read(project.path(path), frame, path, request)


def _read(file: Path, frame: Any, shown: str, request: Request) -> Predictions:
    said = _tables.metadata(file)
    setting = f"[inputs.{request.table}] columns"
    return Predictions(
        _tables.renamed(frame, request.columns, shown, setting=setting),
        source=shown,
        favourable=said.get("favourable_label"),
        task=cast("Task | None", said.get("task")),
        model_sha256=said.get("model_sha256"),
        dataset_sha256=said.get("dataset_sha256"),
    )


def _from_model(model: Model, holdout: Holdout) -> Predictions:
    frame = holdout.rows.copy()
    given = model.predict(holdout.features)
    frame["y_pred"] = given.labels
    for name, values in given.scores.items():
        frame[name] = values
    return Predictions(
        frame,
        source=f"{model.name} on {holdout.source}",
        model_sha256=model.sha256,
        dataset_sha256=holdout.sha256,
    )


def _with(found: Predictions, said: Declared) -> Predictions:
    """Let the configuration win over what the file says of itself."""
    found = replace(
        found,
        favourable=found.favourable if said.favourable is None else said.favourable,
        threshold=said.threshold,
        task=said.task or found.task,
    )
    return found if found.favourable is not None else replace(found, favourable=_implied(found))


def _implied(found: Predictions) -> Label | None:
    return Predictions.of(found.frame).favourable
