"""Shared fixtures."""

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

settings.register_profile("patient", deadline=None)  # a busy machine is no defect
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def plain_inner_runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the plugins of this test run out of the runs inside the tests."""
    if "pytester" in request.fixturenames:
        monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest -p no:pytest_cov")
        # pytester reads UTF-8, and Windows writes what the country prefers.
        monkeypatch.setenv("PYTHONUTF8", "1")
        for name in ("CI", "BUILD_NUMBER", "PYTEST_XDIST_WORKER"):
            monkeypatch.delenv(name, raising=False)
