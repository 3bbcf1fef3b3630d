"""Runs from exports and from a real MLflow store."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.run import Run
from support import provide, write

EXPORT: dict[str, Any] = {
    "schema": "run/1",
    "run_id": "abc",
    "name": "first",
    "status": "FINISHED",
    "start": "2026-01-01T00:00:00Z",
    "end": "2026-01-01T01:00:00Z",
    "tags": {"seed": 7, "data_sha256": "d1", "deterministic": "true"},
    "params": {"depth": 3, "lr": "0.1"},
    "metrics": {"auc": [{"step": 1, "value": 0.9}, {"step": 0, "value": 0.5}]},
}


@pytest.fixture(autouse=True)
def _no_tracking_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def export(root: Path, **changed: Any) -> Run:
    write(root, {"run.json": json.dumps({**EXPORT, **changed})})
    return provide("run", root)


def test_without_anything_there_is_none_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    with pytest.raises(InputAbsent, match=r"\[inputs.run\] id, experiment or path"):
        provide("run", tmp_path)


def test_an_export_gives_last_values(tmp_path: Path) -> None:
    run = export(tmp_path)
    assert run.metrics == {"auc": 0.9}
    assert run.params == {"depth": "3", "lr": "0.1"}
    assert (run.seed, run.flag("deterministic"), run.flag("small_mode")) == (7, True, None)
    assert (
        run.fingerprint == export(tmp_path).fingerprint != export(tmp_path, params={}).fingerprint
    )


def test_of_several_values_at_one_step_the_last_counts(tmp_path: Path) -> None:
    points = [{"step": 2, "value": 1}, {"step": 2, "value": 3}, {"step": 1, "value": 9}]
    assert export(tmp_path, metrics={"m": points}).metrics == {"m": 3.0}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"schema": "run/9"}, "schema"),
        ({"run_id": ""}, "run_id: found empty text"),
        ({"metric": {}}, "metric: found an unknown key"),
        ({"metrics": {"auc": []}}, "metrics.auc: found an empty list"),
        ({"metrics": {"auc": 0.9}}, "metrics.auc: found a number; expected a list"),
        (
            {"metrics": {"auc": [{"step": 0, "value": None}]}},
            r"metrics.auc\[0\].value: found nothing",
        ),
        ({"metrics": {"auc": [{"step": 0, "value": float("nan")}]}}, "NaN"),
        ({"params": {"a": [1]}}, "params.a: found list"),
        ({"end": None}, "end"),
    ],
)
def test_what_breaks_the_schema_is_named(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        export(tmp_path, **changed)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"path": "nowhere.json"}, "nowhere.json: found no such file"),
        ({"uri": "sqlite:///x.db"}, "an address without a run"),
        ({"id": "a", "path": "run.json"}, "a file and an MLflow run"),
        ({"id": "a", "experiment": "b"}, "a run and an experiment"),
        ({"id": "a"}, "MLFLOW_TRACKING_URI is not set either"),
        ({"id": "a b", "uri": "http://127.0.0.1:9"}, "id: found 'a b'"),
        ({"id": "runs:/a/model", "uri": "http://127.0.0.1:9"}, "runs:/a/model"),
        ({"id": "a", "uri": "htp://x"}, "the scheme 'htp'"),
        ({"id": "a", "uri": "sqlite:///x.db"}, "no such database file"),
        ({"id": "a", "uri": "mlruns"}, "no such folder"),
    ],
)
def test_contradictions_and_wrong_addresses_are_explained(
    tmp_path: Path, settings: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        provide("run", tmp_path, **settings)
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    for name, content in (("text.db", b"no database at all" * 99), ("empty.db", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=r"no database|without MLflow's tables"):
            provide("run", tmp_path, id="a", uri=f"sqlite:///{name}")
        assert (tmp_path / name).read_bytes() == content
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE runs (x)")
    connection.close()
    with pytest.raises(InputError, match="without MLflow's tables"):
        provide("run", tmp_path, id="a", uri="sqlite:///other.db")


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_a_dead_server_is_an_error_at_once_and_shows_no_password(tmp_path: Path) -> None:
    pytest.importorskip("mlflow")
    before = dict(os.environ)
    started = time.monotonic()
    with pytest.raises(InputError, match="does not answer") as caught:
        provide("run", tmp_path, id="abc", uri=f"http://ada:hunter22@127.0.0.1:{closed_port()}")
    assert time.monotonic() - started < 30
    assert "hunter22" not in str(caught.value)
    assert dict(os.environ) == before


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_folder_may_be_given_as_an_address(tmp_path: Path) -> None:
    pytest.importorskip("mlflow")
    (tmp_path / "my runs").mkdir()
    for uri in ("my runs", "file:my%20runs", (tmp_path / "my runs").as_uri()):
        with pytest.raises(
            InputError, match=r"my%20runs: (a: found no such run|.*maintenance mode)"
        ):
            provide("run", tmp_path, id="a", uri=uri)


@pytest.mark.slow
def test_a_silent_server_is_given_up_after_the_timeout(tmp_path: Path) -> None:
    pytest.importorskip("mlflow")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(server.accept()[0]), daemon=True).start()
        started = time.monotonic()
        uri = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(InputError, match=r"\[inputs.run\] timeout"):
            provide("run", tmp_path, id="abc", uri=uri, timeout=1.0)
        assert time.monotonic() - started < 20
        for connection in held:
            connection.close()


STORE = """
import sys, mlflow
from mlflow import MlflowClient
client = MlflowClient(tracking_uri=sys.argv[1])
def run(experiment, status, end, **metrics):
    made = client.create_run(experiment, start_time=end - 10)
    client.log_param(made.info.run_id, "depth", 3)
    client.set_tag(made.info.run_id, "seed", "7")
    for name, values in metrics.items():
        for step, value in enumerate(values):
            client.log_metric(made.info.run_id, name, value, step=step)
    client.set_terminated(made.info.run_id, status, end_time=end)
    return made.info.run_id
one = client.create_experiment("income")
print(run(one, "FINISHED", 1000, auc=[0.5, 0.9]))
print(run(one, "FINISHED", 3000, auc=[0.7]))
print(run(one, "FAILED", 4000, auc=[0.1]))
print(run(one, "FINISHED", 2000, auc=[float("nan")]))
gone = run(one, "FINISHED", 5000, auc=[0.2])
client.delete_run(gone)
print(gone)
client.create_experiment("empty")
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A project with a real embedded store and the ids of its runs."""
    for module in ("mlflow", "sqlalchemy", "alembic"):
        pytest.importorskip(module, reason="the embedded store needs the full mlflow package")
    root = tmp_path_factory.mktemp("store")
    done = subprocess.run(
        [sys.executable, "-c", STORE, f"sqlite:///{root}/mlflow.db"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
        env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"},
    )
    return root, done.stdout.split()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
class TestEmbeddedStore:
    def read(self, root: Path, **settings: Any) -> Run:
        return provide("run", root, uri="sqlite:///mlflow.db", timeout=10.0, **settings)

    def test_a_run_by_id(self, store: tuple[Path, list[str]]) -> None:
        root, ids = store
        for id in (ids[0], f"runs:/{ids[0]}"):
            run = self.read(root, id=id)
            assert (run.run_id, run.status, run.metrics) == (ids[0], "FINISHED", {"auc": 0.9})
            assert run.params == {"depth": "3"}
            assert run.tags == {"seed": "7"}
            assert run.seed == 7

    def test_the_newest_finished_run(self, store: tuple[Path, list[str]]) -> None:
        root, ids = store
        assert self.read(root, experiment="income").run_id == ids[1]

    def test_a_failed_run_is_read_with_its_status(self, store: tuple[Path, list[str]]) -> None:
        root, ids = store
        assert self.read(root, id=ids[2]).status == "FAILED"

    @pytest.mark.parametrize(
        ("settings", "message"),
        [
            ({"id": "0" * 32}, "no such run"),
            ({"id": 3}, "metric auc: found nan; expected a finite number"),
            ({"id": 4}, "a deleted run"),
            ({"experiment": "nowhere"}, "no active experiment 'nowhere'"),
            ({"experiment": "empty"}, "no finished run in 'empty'"),
        ],
    )
    def test_what_cannot_be_used_is_explained(
        self, store: tuple[Path, list[str]], settings: dict[str, Any], message: str
    ) -> None:
        root, ids = store
        if isinstance(settings.get("id"), int):
            settings = {"id": ids[settings["id"]]}
        with pytest.raises(InputError, match=message):
            self.read(root, **settings)

    def test_the_address_of_the_environment(
        self, store: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root, ids = store
        monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")
        assert provide("run", root, id=ids[0]).run_id == ids[0]
        monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///other.db")
        assert self.read(root, id=ids[0]).run_id == ids[0]


@pytest.mark.slow
def test_mlflow_is_imported_without_telemetry(tmp_path: Path) -> None:
    pytest.importorskip("mlflow")
    code = (
        "from pathlib import Path\nfrom support import provide\n"
        "try:\n    provide('run', Path('.'), id='a', uri='http://127.0.0.1:9', timeout=1.0)\n"
        "except Exception as error: print(type(error).__name__)\n"
        "import mlflow.telemetry\nprint(mlflow.telemetry.get_telemetry_client())"
    )
    here = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if "TELEMETRY" not in k and "TRACK" not in k}
        | {"PYTHONPATH": os.pathsep.join([str(here), str(here / "tests")])},
    )
    assert done.stdout.split() == ["InputError", "None"], done.stderr
