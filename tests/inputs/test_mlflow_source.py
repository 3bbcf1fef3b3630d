"""MLflow as a source: a real server on loopback, and the embedded store."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from mlflow_server import Filled
from pytest_mlgate.errors import InputError
from support import find_check, provide, resolver

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]


def read(store: Filled, name: str = "predictions", **settings: Any) -> Any:
    return provide(name, store.root, uri=store.uri, timeout=20.0, **settings)


def test_predictions_of_a_run(registry_store: Filled) -> None:
    run = registry_store.runs["challenger"]
    for path in (
        f"runs:/{run}/predictions.parquet",
        f"runs:/{run}/eval/predictions.parquet",
        f"runs:/{run}/table.json",
        "models:/loans@challenger/predictions.parquet",
        "models:/loans/2/predictions.parquet",
    ):
        found = read(registry_store, path=path)
        assert (found.n, found.source, found.favourable) == (400, path, 1)
        assert found.decisions.any()


def test_champion_and_challenger_by_alias(registry_store: Filled) -> None:
    found = resolver(
        registry_store.root,
        {
            "predictions": {"path": "models:/loans@challenger/predictions.parquet",
                            "uri": registry_store.uri},
            "champion_predictions": {"path": "models:/loans@champion/predictions.parquet",
                                     "uri": registry_store.uri},
        },
    )  # fmt: skip
    check = find_check("comparison.champion-challenger")
    verdict = found.run(check, subject="accuracy", margin=0.1)
    assert verdict.outcome == "PASS", verdict.summary


def test_a_model_by_alias_predicts_on_the_holdout(registry_store: Filled) -> None:
    found = resolver(
        registry_store.root,
        {
            "model": {"path": "models:/loans@challenger", "uri": registry_store.uri},
            "holdout": {"path": "holdout.csv", "id": "row_id"},
        },
    )
    rows = found.get("predictions")
    assert not isinstance(rows, Exception), rows
    stored = read(registry_store, path="models:/loans@challenger/predictions.parquet")
    assert rows.y_pred.tolist() == stored.y_pred.tolist()  # type: ignore[attr-defined]
    assert 0 < rows.score.mean() < 1  # type: ignore[attr-defined]
    assert rows.model_sha256 and rows.dataset_sha256  # type: ignore[attr-defined] # noqa: PT018
    model = found.get("model")
    assert model.feature_names == ("income", "age")  # type: ignore[attr-defined]


def test_a_pickle_is_refused_unless_its_hash_is_trusted(registry_store: Filled) -> None:
    path = "models:/loans@champion"
    with pytest.raises(InputError, match=r"may run code when loaded.*trust = \"sha256:") as caught:
        read(registry_store, "model", path=path)
    digest = str(caught.value).partition("sha256:")[2][:64]
    with pytest.raises(InputError, match="another hash than that of"):
        read(registry_store, "model", path=path, trust="sha256:" + "0" * 64)
    model = read(registry_store, "model", path=path, trust=f"sha256:{digest}")
    assert model.sha256 == digest
    rows = provide("holdout", registry_store.root, path="holdout.csv", id="row_id")
    assert len(model.predict(rows.features).labels) == 400


def test_a_signature_that_does_not_fit(registry_store: Filled) -> None:
    model = read(registry_store, "model", path="models:/loans@challenger")
    rows = provide("holdout", registry_store.root, path="holdout.csv", id="row_id", drop=("age",))
    with pytest.raises(InputError, match="age: found no such column in the evaluation data"):
        model.predict(rows.features)


def test_metrics_of_the_champions_run(registry_store: Filled) -> None:
    run = f"runs:/{registry_store.runs['champion']}"
    found = read(registry_store, "baseline_metrics", run=run)
    assert found.metric("auc").value == 0.9
    with pytest.raises(InputError, match="a file and a run"):
        read(registry_store, "baseline_metrics", run=run, path="baseline.json")


def test_evaluations_of_an_experiment(registry_store: Filled) -> None:
    ledger = read(registry_store, "holdout_ledger", experiment="loans")
    assert {entry.model for entry in ledger.entries} == set(registry_store.runs.values())
    assert all(entry.dataset for entry in ledger.entries)
    verdict = find_check("comparison.holdout-reuse").run({"holdout_ledger": ledger})
    assert verdict.outcome in {"PASS", "WARN"}


@pytest.mark.parametrize(
    ("name", "path", "message"),
    [
        ("predictions", "models:/nobody@champion/p.parquet", "no registered model 'nobody'"),
        ("predictions", "models:/loans@best/p.parquet", "no alias 'best' of 'loans'"),
        ("predictions", "models:/loans/99/p.parquet", "no version 99 of 'loans'"),
        ("predictions", "runs:/" + "0" * 32 + "/p.parquet", "no such run"),
        ("predictions", "models:/loans@champion/p.parquet", "no such artifact; there is"),
        ("predictions", "models:/loans@champion/eval/p.parquet", "there is predictions.parquet"),
        ("predictions", "models:/loans@champion", "expected a file of the artifacts"),
        ("predictions", "models:/loans", "expected runs:/<id>/<artifact>"),
        ("predictions", "runs:/a/../b", "expected runs:/<id>/<artifact>"),
        ("model", "models:/loans@best", "no alias 'best' of 'loans'"),
        ("model", "runs:/RUN", "the artifact path of its model"),
        ("model", "runs:/RUN/eval", "without a file MLmodel"),
    ],
)
def test_what_is_not_there(registry_store: Filled, name: str, path: str, message: str) -> None:
    path = path.replace("RUN", registry_store.runs["champion"])
    with pytest.raises(InputError, match=message):
        read(registry_store, name, path=path)


# Servers that fail


def ask(tmp_path: Path, uri: str, timeout: float = 2.0) -> str:
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        provide("predictions", tmp_path, path="models:/loans@champion/p.parquet", uri=uri,
                timeout=timeout)  # fmt: skip
    assert time.monotonic() - started < 30
    return str(caught.value)


def test_a_dead_server(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = ask(tmp_path, f"http://user:hunter22@127.0.0.1:{port}")
    assert "does not answer" in said
    assert "[inputs.predictions] timeout" in said
    assert "hunter22" not in said


def test_wrong_addresses(tmp_path: Path) -> None:
    assert "the scheme 'htp'" in ask(tmp_path, "htp://127.0.0.1")
    assert "no such database file" in ask(tmp_path, "sqlite:///no.db")
    assert "[inputs.predictions]: uri" in ask(tmp_path, "sqlite:///no.db")


def test_a_silent_server(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(server.accept()[0]), daemon=True).start()
        said = ask(tmp_path, f"http://127.0.0.1:{server.getsockname()[1]}", timeout=1.0)
        for connection in held:
            connection.close()
    assert "does not answer" in said


@pytest.fixture(params=[(500, b"{}"), (200, b"<html>rubbish"), (200, b"{}"), (429, b"slow down")])
def broken_server(request: pytest.FixtureRequest) -> Iterator[str]:
    status, body = request.param

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that the base class asks for

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_servers_that_answer_rubbish(tmp_path: Path, broken_server: str) -> None:
    said = ask(tmp_path, broken_server)
    assert "does not answer" in said or "found" in said
