"""Verdicts written back to a run and a model version."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlflow_server import Filled
from support import commit, write

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

GATE = """
families = ["comparison"]

[comparison.champion-challenger]
margin = 0.1

[inputs.predictions]
path = "models:/loans@challenger/predictions.parquet"
uri = "{uri}"

[inputs.champion-predictions]
path = "models:/loans@champion/predictions.parquet"
uri = "{uri}"

[write-back]
{where}
uri = "{back}"
timeout = 5
"""


def run(pytester: pytest.Pytester, store: Filled, where: str, back: str = "") -> tuple[int, str]:
    text = GATE.format(uri=store.uri, where=where, back=back or store.uri)
    # Warnings of other libraries must not become errors of the gate.
    ini = "[pytest]\nfilterwarnings = error\n"
    write(pytester.path, {"mlgate.toml": text, "pytest.ini": ini})
    commit(pytester.path)
    result = pytester.runpytest_subprocess("--mlgate-only", "-p", "no:cacheprovider")
    return int(result.ret), result.stdout.str()


def client(store: Filled) -> Any:
    import mlflow

    return mlflow.MlflowClient(store.uri, store.uri)


def test_a_model_version_and_its_run(pytester: pytest.Pytester, registry_store: Filled) -> None:
    code, output = run(pytester, registry_store, 'model = "models:/loans@challenger"')
    assert code == pytest.ExitCode.OK, output
    assert "and the report to run" in output
    run_id = registry_store.runs["challenger"]
    found = client(registry_store).get_run(run_id)
    assert found.data.tags["mlgate.outcome"] in {"PASS", "WARN"}
    key = "mlgate.comparison.champion-challenger/accuracy"
    assert found.data.tags[key].startswith("PASS: accuracy")
    gain = "mlgate.comparison.champion-challenger/accuracy/gain in accuracy/value"
    assert abs(found.data.metrics[gain]) < 1
    assert found.data.metrics["mlgate.pass"] >= 1
    version = client(registry_store).get_model_version_by_alias("loans", "challenger")
    assert version.tags[key] == found.data.tags[key]
    local = client(registry_store).download_artifacts(run_id, "mlgate/report.json")
    with open(local, encoding="utf-8") as file:  # noqa: PTH123 - what MLflow returns
        assert json.load(file)["schema"] == "mlgate-report/1"


def test_a_run(pytester: pytest.Pytester, registry_store: Filled) -> None:
    run_id = registry_store.runs["champion"]
    code, output = run(pytester, registry_store, f'run = "runs:/{run_id}"')
    assert code == pytest.ExitCode.OK, output
    assert "mlgate.outcome" in client(registry_store).get_run(run_id).data.tags


def test_a_failed_write_fails_the_gate(pytester: pytest.Pytester, registry_store: Filled) -> None:
    for where, back, message in (
        ('model = "models:/loans@nobody"', "", "no alias 'nobody'"),
        ('run = "runs:/gone"', "", "no such run"),
        ('run = "runs:/gone"', "http://127.0.0.1:9", "does not answer"),
    ):
        code, output = run(pytester, registry_store, where, back)
        assert code == pytest.ExitCode.TESTS_FAILED
        assert "the gate failed: verdicts could not be written back" in output
        assert message in output.replace("\n", " ")


def test_a_table_that_names_nothing(pytester: pytest.Pytester, registry_store: Filled) -> None:
    code, output = run(pytester, registry_store, "")
    assert code == pytest.ExitCode.USAGE_ERROR
    assert "write-back: found neither run nor model" in output or code == 4
