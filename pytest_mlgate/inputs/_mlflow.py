"""Reading one run from an MLflow tracking store, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import MissingExtra, require
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._runs import Run, finite_metrics
from pytest_mlgate.inputs.project import Project

_RUN_ID = re.compile(r"(?:runs:/)?([\w-]+)/?")
_REMOTE = {"http", "https", "databricks", "postgresql", "mysql", "mssql", "oracle"}


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
    address = _address(project, uri)
    shown = without_userinfo(address)
    run_id = _run_id(id) if id is not None else None
    with _environment(timeout):
        mlflow = require("mlflow", extra="mlflow", purpose="read runs from a tracking server")
        exceptions = require("mlflow.exceptions", extra="mlflow", purpose="read runs")
        try:
            client = mlflow.MlflowClient(tracking_uri=address)
            if run_id is None:
                found = _newest(client, str(experiment), shown)
            else:
                found = client.get_run(run_id)
        except exceptions.MlflowException as error:
            raise _explain(error, shown, run_id or str(experiment)) from None
        except ImportError as error:  # a bare client without the parts a database needs
            raise MissingExtra(
                f"{error.name or 'a part of MLflow'} is not installed, and is needed to read "
                f"{shown}: pip install 'pytest-mlgate[mlflow]'"
            ) from None
        except OSError as error:
            raise _unreachable(shown, type(error).__name__) from None
    if found.info.lifecycle_stage != "active":
        raise InputError(
            shown, key=found.info.run_id, found="a deleted run", expected="a run that exists"
        )
    return Run(
        run_id=found.info.run_id,
        status=found.info.status,
        params=dict(found.data.params),
        metrics=finite_metrics(f"{shown}: run {found.info.run_id}", found.data.metrics),
        tags={k: v for k, v in found.data.tags.items() if not k.startswith("mlflow.")},
        source=shown,
    )


def _newest(client: Any, experiment: str, shown: str) -> Any:
    known = client.get_experiment_by_name(experiment)
    if known is None or known.lifecycle_stage != "active":
        raise InputError(
            shown,
            key="[inputs.run] experiment",
            found=f"no active experiment {experiment!r}",
            expected="the name of an experiment there",
        )
    runs = client.search_runs(
        [known.experiment_id],
        filter_string="attributes.status = 'FINISHED'",
        order_by=["attributes.end_time DESC"],
        max_results=1,
    )
    if not runs:
        raise InputError(
            shown,
            key="[inputs.run] experiment",
            found=f"no finished run in {experiment!r}",
            expected="at least one",
        )
    # A search may leave out part of the data on some stores.
    return client.get_run(runs[0].info.run_id)


def _address(project: Project, uri: str | None) -> str:
    """Return an absolute tracking address that MLflow would not have to create."""
    from urllib.request import url2pathname

    address = uri or os.environ.get("MLFLOW_TRACKING_URI", "")
    if not address:
        raise InputError(
            "[inputs.run]",
            key="uri",
            found="nothing, and MLFLOW_TRACKING_URI is not set either",
            expected='a tracking address, such as "sqlite:///mlflow.db"',
        )
    scheme = urlsplit(address).scheme.partition("+")[0]
    if scheme == "sqlite":
        return _sqlite(project, address)
    if len(scheme) < 2 or scheme == "file":  # one letter is a drive of Windows
        named = address.removeprefix("file://").removeprefix("file:")
        folder = project.root / (url2pathname(named) if scheme == "file" else named)
        if not folder.is_dir():
            raise InputError(
                "[inputs.run]", key="uri", found="no such folder", expected="a folder of runs"
            )
        return folder.resolve().as_uri()
    if scheme not in _REMOTE:
        raise InputError(
            "[inputs.run]",
            key="uri",
            found=f"the scheme {scheme!r}",
            expected="sqlite, file, http, https, databricks or a database address",
        )
    return address


def _sqlite(project: Project, address: str) -> str:
    """Return the absolute address of a database that already holds runs.

    MLflow would create a missing one, and write its tables into an empty one.
    """
    import sqlite3

    prefix, _, name = address.partition(":///")
    file = (project.root / name).resolve()
    wrong = {"where": "[inputs.run]", "key": "uri"}
    if not name or not file.is_file():
        raise InputError(**wrong, found="no such database file", expected="an MLflow database")
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
        try:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise InputError(
            **wrong, found=f"a file that is no database ({error})", expected="an MLflow database"
        ) from None
    if not {"runs", "experiments", "alembic_version"} <= tables:
        raise InputError(
            **wrong, found="a database without MLflow's tables", expected="an MLflow database"
        )
    return f"{prefix}:///{file}"


def _run_id(id: str) -> str:
    match = _RUN_ID.fullmatch(id.strip())
    if match is None:
        raise InputError(
            "[inputs.run]", key="id", found=repr(id), expected='a run id, bare or as "runs:/<id>"'
        )
    return match[1]


def _explain(error: Any, shown: str, wanted: str) -> InputError:
    """Turn an error of MLflow into one about the configuration or the server."""
    code = getattr(error, "error_code", "")
    if code in {"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND", "INVALID_PARAMETER_VALUE"}:
        return InputError(
            shown, key=wanted, found="no such run", expected="a run or experiment there"
        )
    first_line = without_userinfo(str(error).partition("\n")[0])[:200]
    return _unreachable(shown, first_line or type(error).__name__)


def _unreachable(shown: str, reason: str) -> InputError:
    return InputError(
        shown,
        found=f"a tracking store that does not answer ({reason})",
        expected="one that can be reached within [inputs.run] timeout",
    )


@contextmanager
def _environment(timeout: float) -> Iterator[None]:
    """Bound every request, and let MLflow send nothing about its own use."""
    wanted: Mapping[str, str] = {
        "MLFLOW_HTTP_REQUEST_TIMEOUT": str(max(1, round(timeout))),
        "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
