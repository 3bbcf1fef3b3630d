"""Shared fixtures."""

import pytest

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def plain_inner_runs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the plugins of this test run out of the runs inside the tests."""
    if "pytester" in request.fixturenames:
        monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest -p no:pytest_cov")
        for name in ("CI", "BUILD_NUMBER", "PYTEST_XDIST_WORKER"):
            monkeypatch.delenv(name, raising=False)
