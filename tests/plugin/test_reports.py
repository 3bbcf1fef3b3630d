from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

FORMATS = {
    "github": "github",
    "github-output": "github_output",
    "html": "html",
    "badge": "badge",
    "gitlab": "gitlab",
    "json": "json_report",
    "markdown": "markdown",
    "model-card": "model_card",
    "sarif": "sarif",
}
PROBE = """
import sys

def pytest_unconfigure():
    with open("loaded", "w") as stream:
        print(*(name for name in sys.modules if name.startswith("pytest_mlgate.reports.")),
              file=stream)
"""


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_loads_its_own_format_only(
    pytester: pytest.Pytester, demo: Path, format: str
) -> None:
    with (demo / "conftest.py").open("a", encoding="utf-8") as stream:
        stream.write(PROBE)
    pytester.runpytest_subprocess(
        "--mlgate-only", f"--mlgate-report={format}:out", "-p", "no:cacheprovider"
    )
    loaded = {name.rpartition(".")[2] for name in (demo / "loaded").read_text("utf-8").split()}
    assert loaded & set(FORMATS.values()) == {FORMATS[format]}
    assert (demo / "out").read_text(encoding="utf-8")
