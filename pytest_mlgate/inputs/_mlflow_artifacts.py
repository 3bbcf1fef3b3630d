"""Artifacts of runs and of registered models, as local files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs._mlflow_runs import get_run
from pytest_mlgate.inputs._mlflow_store import Store, connect
from pytest_mlgate.inputs.project import Project

_RUN = re.compile(r"runs:/(?P<run>[\w-]+)(?:/(?P<path>.+))?")
_MODEL = re.compile(
    r"models:/(?P<name>[^/@]+)(?:@(?P<alias>[^/]+)|/(?P<version>\d+))(?:/(?P<path>.+))?"
)
MOST_BYTES = 4 * 1024**3
"""Larger artifacts are refused before they are downloaded."""


@dataclass(frozen=True)
class Reference:
    """A parsed ``runs:/`` or ``models:/`` address."""

    text: str
    run: str | None = None
    name: str | None = None
    alias: str | None = None
    version: str | None = None
    path: str = ""


def parse(text: str, table: str) -> Reference:
    """Return the parts of an address.

    Raises
    ------
    InputError
        If it is of neither form.
    """
    match = _RUN.fullmatch(text) or _MODEL.fullmatch(text)
    if match is None or ".." in text.split("/"):
        raise InputError(
            table,
            key="path",
            found=repr(text),
            expected="runs:/<id>/<artifact>, models:/<name>@<alias> or models:/<name>/<version>",
        )
    parts = {name: value or "" for name, value in match.groupdict().items()}
    return Reference(text, **{k: v if k == "path" else v or None for k, v in parts.items()})  # type: ignore[arg-type]


@contextmanager
def downloaded(
    project: Project, path: str, *, uri: str | None, timeout: float, table: str
) -> Iterator[Path]:
    """Yield a file of a run's artifacts, in a folder that is deleted afterwards.

    Parameters
    ----------
    project:
        Relative tracking addresses are relative to its root.
    path:
        ``runs:/<id>/<file>``; or ``models:/<name>@<alias>/<file>``, a file of the run that
        made the model version.
    uri, timeout:
        As for the store.
    table:
        The input that asked, such as ``predictions``.

    Raises
    ------
    InputError
        If anything on the way is missing or does not answer.
    """
    import tempfile

    where = f"[inputs.{table}]"
    reference = parse(path, where)
    if not reference.path:
        raise InputError(where, key="path", found=repr(path), expected="a file of the artifacts")
    with tempfile.TemporaryDirectory(prefix="mlgate-", ignore_cleanup_errors=True) as folder:
        with connect(project, uri=uri, timeout=timeout, table=where) as store:
            run_id = reference.run or version_of(store, reference).run_id
            if not run_id:
                raise store.missing(path, "a model version without a run", "one made by a run")
            get_run(store, run_id)
            _check_file(store, run_id, reference.path)
            source = f"runs:/{run_id}/{reference.path}"
            file = _download(store, source, folder)
        if not file.is_file():
            raise InputError(where, key="path", found="a folder of artifacts", expected="a file")
        yield file


def download_model(store: Store, reference: Reference, folder: str) -> Path:
    """Download the folder of a model and return it.

    Raises
    ------
    InputError
        If the model, alias, version, run or folder is missing.
    """
    if reference.run is not None:
        get_run(store, reference.run)
        if not reference.path:
            raise store.missing(reference.text, "a run", "the artifact path of its model")
        found = _download(store, reference.text, folder)
    else:
        version = version_of(store, reference)
        found = _download(store, f"models:/{version.name}/{version.version}", folder)
    if not (found / "MLmodel").is_file():
        raise store.missing(reference.text, "artifacts without a file MLmodel", "a logged model")
    return found


def version_of(store: Store, reference: Reference) -> Any:
    """Return the model version that an address names.

    Raises
    ------
    InputError
        If there is no such model, alias or version.
    """
    exceptions = require("mlflow.exceptions", extra="mlflow", purpose="read models")
    name, alias = reference.name, reference.alias
    try:
        store.client.get_registered_model(name)
    except exceptions.MlflowException as error:
        if error.error_code in {"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"}:
            raise store.missing(
                reference.text, f"no registered model {name!r}", "a model of the registry"
            ) from None
        raise
    try:
        if alias is not None:
            return store.client.get_model_version_by_alias(name, alias)
        return store.client.get_model_version(name, reference.version)
    except exceptions.MlflowException as error:
        if error.error_code in {"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "INVALID_PARAMETER_VALUE"}:
            what = f"no alias {alias!r}" if alias else f"no version {reference.version}"
            raise store.missing(
                reference.text, f"{what} of {name!r}", "an alias or version that exists"
            ) from None
        raise


def _check_file(store: Store, run_id: str, path: str) -> None:
    """Look at the listing first: it says what is there, and how large it is."""
    folder, _, name = path.rpartition("/")
    listed = store.client.list_artifacts(run_id, folder or None)
    found = {Path(info.path).name: info for info in listed}
    if name not in found:
        names = ", ".join(sorted(found)[:12]) or "nothing"
        raise store.missing(
            f"runs:/{run_id}/{path}",
            f"no such artifact; there is {names}",
            "an artifact of the run",
        )
    size = found[name].file_size or 0
    if size > MOST_BYTES:
        raise store.missing(
            f"runs:/{run_id}/{path}",
            f"{size / 1024**3:.1f} GiB",
            f"at most {MOST_BYTES / 1024**3:.0f} GiB",
        )


def _download(store: Store, source: str, folder: str) -> Path:
    artifacts = require("mlflow.artifacts", extra="mlflow", purpose="download artifacts")
    with _as_default(store):
        found = Path(artifacts.download_artifacts(artifact_uri=source, dst_path=folder)).resolve()
    if not found.is_relative_to(Path(folder).resolve()):
        raise store.missing(source, "an artifact outside its folder", "one inside")
    return found


@contextmanager
def _as_default(store: Store) -> Iterator[None]:
    """Make a store MLflow's own for a while: its model addresses know no other way."""
    import os

    mlflow = require("mlflow", extra="mlflow", purpose="download artifacts")
    before = mlflow.get_tracking_uri(), mlflow.get_registry_uri()
    variable = os.environ.get("MLFLOW_TRACKING_URI")
    mlflow.set_tracking_uri(store.address)
    mlflow.set_registry_uri(store.address)
    try:
        yield
    finally:
        mlflow.set_tracking_uri(before[0])
        mlflow.set_registry_uri(before[1])
        if variable is None:
            os.environ.pop("MLFLOW_TRACKING_URI", None)
        else:
            os.environ["MLFLOW_TRACKING_URI"] = variable
