"""Shared fixtures."""

import sys
from collections.abc import Callable, Iterator

import pytest
from _pytest import pytester as inner_runs
from hypothesis import settings

import mlflow_server

pytest_plugins = ["pytester"]

settings.register_profile("patient", deadline=None)  # a busy machine is no defect
settings.load_profile("patient")


class ModulesOfTheProject(inner_runs.SysModulesSnapshot):
    """What pytester restores, but for installed libraries: few of them can be imported twice."""

    def __init__(self, preserve: Callable[[str], bool] | None = None) -> None:
        super().__init__(lambda name: installed(name) or (preserve is not None and preserve(name)))


def installed(name: str) -> bool:
    return "site-packages" in (getattr(sys.modules[name], "__file__", None) or "")


inner_runs.SysModulesSnapshot = ModulesOfTheProject  # type: ignore[misc]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the width of this run, whatever COLUMNS is inside a test."""
    writer = config.get_terminal_writer()
    writer.fullwidth = writer.fullwidth


@pytest.fixture(autouse=True)
def plain_inner_runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the plugins of this test run out of the runs inside the tests."""
    if "pytester" in request.fixturenames:
        monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest -p no:pytest_cov")
        # pytester reads UTF-8, and Windows writes what the country prefers.
        monkeypatch.setenv("PYTHONUTF8", "1")
        # What is looked for in the output of an inner run must not be wrapped.
        monkeypatch.setenv("COLUMNS", "1000")
        for name in ("CI", "BUILD_NUMBER", "GITHUB_ACTIONS", "GITLAB_CI", "PYTEST_XDIST_WORKER"):
            monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def mlflow_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a real MLflow server until the tests end."""
    pytest.importorskip("flask", reason="the server needs the full mlflow package")
    with mlflow_server.serving(tmp_path_factory.mktemp("server")) as uri:
        yield uri


@pytest.fixture(scope="session", params=["server", "embedded"])
def registry_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> mlflow_server.Filled:
    """Provide two registered models and their predictions, on a server and in a file."""
    pytest.importorskip("flask", reason="training needs the full mlflow package")
    root = tmp_path_factory.mktemp("project")
    if request.param == "server":
        return mlflow_server.fill(request.getfixturevalue("mlflow_uri"), root)
    return mlflow_server.fill(f"sqlite:///{root}/mlflow.db", root, (root / "artifacts").as_uri())
