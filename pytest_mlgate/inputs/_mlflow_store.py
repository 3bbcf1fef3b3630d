"""Connecting to an MLflow tracking store, and what its failures mean."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import MissingExtra, require
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs.project import Project

_REMOTE = {"http", "https", "databricks", "postgresql", "mysql", "mssql", "oracle"}
_NOT_THERE = {"RESOURCE_DOES_NOT_EXIST", "NOT_FOUND"}


@dataclass(frozen=True)
class Store:
    """An open tracking store.

    Parameters
    ----------
    client:
        The MLflow client.
    address:
        Its tracking address.
    table:
        The table of the configuration that asked, for messages.
    """

    client: Any
    address: str
    table: str

    @property
    def shown(self) -> str:
        """The address without credentials."""
        return without_userinfo(self.address)

    def missing(self, key: str, found: str, expected: str) -> InputError:
        """Return the error about something that the store does not have."""
        return InputError(self.shown, key=key, found=found, expected=expected)


@contextmanager
def connect(project: Project, *, uri: str | None, timeout: float, table: str) -> Iterator[Store]:
    """Open a tracking store; inside, every failure of MLflow becomes an `InputError`.

    Parameters
    ----------
    project:
        Relative addresses are relative to its root.
    uri:
        Tracking address; by default ``MLFLOW_TRACKING_URI``.
    timeout:
        Seconds for every request.
    table:
        The table of the configuration that asked, such as ``[inputs.run]``.

    Raises
    ------
    InputError
        If the address is wrong, the store cannot be reached in time, or what is asked of it
        is not there.
    MissingExtra
        If MLflow, or what a database needs, is not installed.
    """
    address = address_of(project, uri, table)
    with _environment(timeout), warnings.catch_warnings():
        # Warnings of MLflow's own libraries are nobody's mistake here, and a project may have
        # made all warnings errors.
        warnings.simplefilter("ignore")
        mlflow = require("mlflow", extra="mlflow", purpose="read from a tracking server")
        exceptions = require("mlflow.exceptions", extra="mlflow", purpose="read runs")
        store: Store | None = None
        try:
            store = Store(mlflow.MlflowClient(address, address), address, table)
            yield store
        except exceptions.MlflowException as error:
            raise _explain(error, without_userinfo(address), table) from None
        except ImportError as error:  # a bare client without the parts a database needs
            raise MissingExtra(
                f"{error.name or 'a part of MLflow'} is not installed, and is needed to read "
                f"{without_userinfo(address)}: pip install 'pytest-mlgate[mlflow]'"
            ) from None
        except OSError as error:
            raise _unreachable(without_userinfo(address), type(error).__name__, table) from None


def address_of(project: Project, uri: str | None, table: str) -> str:
    """Return an absolute tracking address that MLflow would not have to create."""
    from urllib.request import url2pathname

    address = uri or os.environ.get("MLFLOW_TRACKING_URI", "")
    if not address:
        raise InputError(
            table,
            key="uri",
            found="nothing, and MLFLOW_TRACKING_URI is not set either",
            expected='a tracking address, such as "sqlite:///mlflow.db"',
        )
    scheme = urlsplit(address).scheme.partition("+")[0]
    if scheme == "sqlite":
        return _sqlite(project, address, table)
    if len(scheme) < 2 or scheme == "file":  # one letter is a drive of Windows
        named = address.removeprefix("file://").removeprefix("file:")
        folder = project.root / (url2pathname(named) if scheme == "file" else named)
        if not folder.is_dir():
            raise InputError(table, key="uri", found="no such folder", expected="a folder of runs")
        return folder.resolve().as_uri()
    if scheme not in _REMOTE:
        raise InputError(
            table,
            key="uri",
            found=f"the scheme {scheme!r}",
            expected="sqlite, file, http, https, databricks or a database address",
        )
    return address


def _sqlite(project: Project, address: str, table: str) -> str:
    """Return the absolute address of a database that already holds runs.

    MLflow would create a missing one, and write its tables into an empty one.
    """
    import sqlite3

    prefix, _, name = address.partition(":///")
    file = (project.root / name).resolve()
    wrong = {"where": table, "key": "uri"}
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


def _explain(error: Any, shown: str, table: str) -> InputError:
    """Turn an error of MLflow into one about the configuration or the server."""
    first_line = without_userinfo(str(error).partition("\n")[0])[:200]
    if getattr(error, "error_code", "") in _NOT_THERE:
        return InputError(
            shown,
            key=table,
            found=f"nothing of that name ({first_line})",
            expected="a run, model, alias or artifact that exists there",
        )
    if getattr(error, "error_code", "") == "INVALID_PARAMETER_VALUE":
        return InputError(
            shown, key=table, found=f"a refusal ({first_line})", expected="what the store takes"
        )
    return _unreachable(shown, first_line or type(error).__name__, table)


def _unreachable(shown: str, reason: str, table: str) -> InputError:
    return InputError(
        shown,
        found=f"a tracking store that does not answer ({reason})",
        expected=f"one that can be reached within {table} timeout",
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
