"""The gate beside the project's own tests: order, coverage of the session, failures."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from support import commit, write

FILES = {
    "pkg/__init__.py": "",
    "pkg/sign.py": "def sign(x):\n    if x < 0:\n        return -1\n    return 1\n",
    "pkg/never.py": "a = 1\nb = 2\n",
    "tests/test_sign.py": "from pkg.sign import sign\ndef test_sign():\n    assert sign(2) == 1\n",
    "mlgate.toml": "[health.test-coverage]\nminimum = 0.5\n",
    "pytest.ini": "[pytest]\npythonpath = .\n",
}


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("COV")]:
        monkeypatch.delenv(name)
    root = write(pytester.path, FILES)
    commit(root)
    return root


def run(pytester: pytest.Pytester, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Run pytest in a process of its own; return status, the coverage item and the output."""
    result = pytester.run(
        sys.executable, "-m", *arguments, "-p", "no:cacheprovider", "--mlgate-report=json:r.json",
        "-k", "test_ or test-coverage",
    )  # fmt: skip
    records = json.loads((pytester.path / "r.json").read_text())["records"]
    return result.ret, next(r for r in records if r["check"].endswith("age")), result.stdout.str()


PYTEST = ("pytest", "--mlgate", "-q")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [(*PYTEST, "--cov=pkg"), ("coverage", "run", "--source=pkg", "-m", *PYTEST)],
    ids=["pytest-cov", "coverage run"],
)
def test_the_coverage_of_this_very_session(pytester, project, arguments):
    status, record, output = run(pytester, *arguments)
    assert status == 0, output
    assert record["verdict"]["estimates"][0]["value"] == 0.5
    assert record["inputs"]["coverage_report"] == "coverage:this session:3/6"


@pytest.mark.slow
def test_the_gate_file_beside_the_tests_still_runs_after_them(pytester, project):
    _, record, output = run(pytester, *PYTEST, "--cov=pkg", ".")
    assert record["inputs"]["coverage_report"] == "coverage:this session:3/6", output


@pytest.mark.slow
def test_a_failing_test_fails_it(pytester, project):
    write(project, {"tests/test_bad.py": "def test_bad():\n    assert 1 == 2\n"})
    status, record, _ = run(pytester, *PYTEST, "--cov=pkg")
    assert status == 1
    assert "1 tests of this session failed" in record["verdict"]["summary"]


@pytest.mark.slow
def test_a_session_of_several_processes_needs_a_report(pytester, project):
    _, record, _ = run(pytester, *PYTEST, "--cov=pkg", "-n2")
    assert record["outcome"] == "FAIL", "the configuration names it"
    assert "then run pytest --mlgate-only" in record["verdict"]["summary"]


@pytest.mark.slow
def test_the_gate_alone_reads_the_report(pytester, project):
    pytester.run(sys.executable, "-m", "pytest", "-q", "--cov=pkg", "--cov-report=xml", "tests")
    status, record, output = run(pytester, "pytest", "--mlgate-only")
    assert status == 0, output
    assert record["inputs"]["coverage_report"] == "coverage:coverage.xml:3/6"
