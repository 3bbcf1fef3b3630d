"""A real MLflow server on loopback, and a registry with something in it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "GIT_PYTHON_REFRESH": "quiet",
    "MLFLOW_LOGGING_LEVEL": "ERROR",
}

FILL = """
import sys, warnings
warnings.simplefilter("ignore")
import mlflow, numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_registry_uri(sys.argv[1])
if mlflow.get_experiment_by_name("loans") is None:
    mlflow.create_experiment("loans", artifact_location=sys.argv[2] or None)
mlflow.set_experiment("loans")
rng = np.random.default_rng(1)
X = pd.DataFrame({"income": rng.normal(size=400), "age": rng.normal(size=400)})
y = (X["income"] + rng.normal(0, 0.5, 400) > 0).astype(int)
for name, features in (("champion", ["income"]), ("challenger", ["income", "age"])):
    with mlflow.start_run(run_name=name) as run:
        model = LogisticRegression().fit(X[features], y)
        info = mlflow.sklearn.log_model(
            model, name="model", registered_model_name="loans", input_example=X[features].head(3),
            serialization_format="skops" if name == "challenger" else "pickle",
            pip_requirements=["scikit-learn"],
        )
        table = pd.DataFrame({"row_id": range(400), "y_true": y, "y_pred": model.predict(X[features])})
        table.to_parquet("predictions.parquet")
        mlflow.log_artifact("predictions.parquet")
        mlflow.log_artifact("predictions.parquet", "eval")
        mlflow.log_table(table, "table.json")
        mlflow.log_input(mlflow.data.from_pandas(table, name="holdout"), context="test")
        mlflow.log_metric("auc", 0.9)
        client = mlflow.MlflowClient()
        version = client.search_model_versions("name='loans'", order_by=["version_number DESC"])[0]
        client.set_registered_model_alias("loans", name, version.version)
        print(name, run.info.run_id, version.version)
X.assign(row_id=range(400), y_true=y).to_csv("holdout.csv", index=False)
"""  # noqa: E501


@dataclass(frozen=True)
class Filled:
    """A store with two registered models.

    Attributes
    ----------
    uri
        Tracking address.
    root
        A project folder with ``holdout.csv``.
    runs
        Alias -> run id.
    """

    uri: str
    root: Path
    runs: dict[str, str]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Start ``mlflow server`` on a free port and stop it with everything it started."""
    for _ in range(3):
        port = _free_port()
        log = folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    sys.executable, "-m", "mlflow", "server",
                    "--backend-store-uri", f"sqlite:///{folder}/server.db",
                    "--artifacts-destination", str(folder / "artifacts"),
                    "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
                ],
                cwd=folder, env={**os.environ, **QUIET}, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        try:
            if _answers(port, process):
                yield f"http://127.0.0.1:{port}"
                return
        finally:
            _stop(process)
    raise AssertionError(f"mlflow server did not start:\n{log.read_text(errors='replace')[-4000:]}")


def fill(uri: str, folder: Path, artifacts: str = "") -> Filled:
    """Train, log and register two models."""
    done = subprocess.run(
        [sys.executable, "-c", FILL, uri, artifacts],
        cwd=folder, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    lines = [line.split() for line in done.stdout.splitlines()]
    runs = {line[0]: line[1] for line in lines if line and line[0] in {"champion", "challenger"}}
    return Filled(uri, folder, runs)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(240):
        if process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.25)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sent)
            except ProcessLookupError:
                break
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue
    process.kill()
    process.wait()
