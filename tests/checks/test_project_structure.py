from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.project-structure")
FLOW = ".github/workflows/test.yml"
ITEMS = {
    "git": None,
    "dependency-manifest": "requirements.txt",
    "readme": "README.md",
    "tests": "tests/test_app.py",
    "ci": FLOW,
    "container": "Dockerfile",
    "logging": "src/run.py",
    "metrics": "src/serve.py",
    "api-docs": "docs/index.md",
}
WHOLE = {
    "requirements.txt": "numpy\n",
    "README.md": "# Churn\n",
    "tests/test_app.py": "def test_it():\n    assert run()\n",
    FLOW: "jobs:\n  test:\n    steps: []\n",
    "Dockerfile": "FROM python:3.12\n",
    "src/run.py": "import logging\nlogging.basicConfig()\n",
    "src/serve.py": "from prometheus_client import Counter\n",
    "docs/index.md": "# API\n",
}


def run(root: Path, files: dict[str, str], **settings: object) -> Verdict:
    commit(write(root, files))
    return resolver(root).run(CHECK, **settings)


def states(verdict: Verdict) -> dict[str, Outcome]:
    return {finding.subject: finding.outcome for finding in verdict.findings}


@pytest.mark.parametrize("profile", ["repository", "ml_service", "research", "batch"])
def test_whole(tmp_path: Path, profile: str) -> None:
    verdict = run(tmp_path, WHOLE, profile=profile)
    assert verdict.outcome is Outcome.PASS
    assert set(states(verdict).values()) == {Outcome.PASS}
    assert verdict.estimates[0].value == 1
    assert profile in verdict.summary


def test_every_item_is_a_finding_with_its_place(tmp_path: Path) -> None:
    verdict = run(tmp_path, WHOLE)
    assert list(states(verdict)) == list(ITEMS)
    for finding in verdict.findings:
        assert finding.message.startswith(f"there: {ITEMS[finding.subject] or 'commit '}")


REQUIRED = {
    "repository": {"dependency-manifest", "readme", "tests"},
    "ml_service": {"dependency-manifest", "readme", "tests", "ci", "container", "logging"},
    "research": {"dependency-manifest", "readme"},
    "batch": {"dependency-manifest", "readme", "tests", "logging"},
}
NOT_ASKED = {"research": {"container", "metrics", "api-docs"}, "batch": {"api-docs"}}


@pytest.mark.parametrize("profile", REQUIRED)
@pytest.mark.parametrize("item", [item for item, path in ITEMS.items() if path])
def test_missing(tmp_path: Path, profile: str, item: str) -> None:
    files = {path: text for path, text in WHOLE.items() if path != ITEMS[item]}
    verdict = run(tmp_path, files, profile=profile)
    if item in NOT_ASKED.get(profile, ()):
        assert verdict.outcome is Outcome.PASS
        assert item not in states(verdict)
        return
    expected = Outcome.FAIL if item in REQUIRED[profile] else Outcome.WARN
    assert verdict.outcome is expected
    assert states(verdict)[item] is expected
    n = len(states(verdict))
    assert verdict.estimates[0].value == pytest.approx((n - 1) / n)
    assert "missing: " in verdict.summary
    assert verdict.findings[0].remedy


EMPTY = {
    "requirements.txt": " \n",
    "README.md": "<!-- later -->\n",
    "tests/test_app.py": "",
    FLOW: "on: push\njobs: {}\n",
    "Dockerfile": "# later\n",
    "src/run.py": "import logging\nlogging.getLogger(__name__)\n",
    "src/serve.py": "# prometheus_client\n",
    "docs/index.md": "\n",
}


@pytest.mark.parametrize("path", EMPTY)
def test_empty(tmp_path: Path, path: str) -> None:
    verdict = run(tmp_path, {**WHOLE, path: EMPTY[path]})
    missing = {name for name, outcome in states(verdict).items() if outcome is not Outcome.PASS}
    assert missing == {item for item, place in ITEMS.items() if place == path}


def test_git(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.summary == "git: missing: there is no git repository"
    git(tmp_path, "init", "-q")
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.summary == "git: missing: there is no commit"


@pytest.mark.parametrize(
    "path",
    [".gitlab-ci.yml", ".circleci/config.yml", "Jenkinsfile", "azure-pipelines.yml", ".travis.yml"],
)
def test_other_ci(tmp_path: Path, path: str) -> None:
    files = {name: text for name, text in WHOLE.items() if name != FLOW}
    assert states(run(tmp_path, {**files, path: "test:\n"}))["ci"] is Outcome.PASS
    assert states(run(tmp_path, {**files, path: "\n"}))["ci"] is Outcome.WARN


def test_broken_workflow_is_none(tmp_path: Path) -> None:
    verdict = run(tmp_path, {**WHOLE, FLOW: "jobs: [\n"})
    assert verdict.outcome is Outcome.WARN
    assert "test.yml has no job found broken YAML" in verdict.summary


@pytest.mark.parametrize(
    ("code", "configured"),
    [
        ("import logging.config\nlogging.config.dictConfig({})\n", True),
        ("from logging import basicConfig\nbasicConfig()\n", True),
        ("import logging\nlogging.getLogger().addHandler(h)\n", True),
        ("from loguru import logger\n", True),
        ("import structlog\n", True),
        ("import logging\n", False),
        ("basicConfig()\n", False),
        ("print('logging')\n", False),
        ("from . import logging\nlogging.basicConfig()\n", False),
    ],
)
def test_logging(tmp_path: Path, code: str, configured: bool) -> None:
    found = states(run(tmp_path, {**WHOLE, "src/run.py": code}))["logging"]
    assert found is (Outcome.PASS if configured else Outcome.WARN)


def test_what_stands_in_tests_alone_does_not_count(tmp_path: Path) -> None:
    files = {**WHOLE, "src/run.py": "", "src/serve.py": ""}
    files["tests/conftest.py"] = "import logging, statsd\nlogging.basicConfig()\n"
    found = states(run(tmp_path, files))
    assert found["logging"] is Outcome.WARN
    assert found["metrics"] is Outcome.WARN


def test_declared_exporter(tmp_path: Path) -> None:
    verdict = run(tmp_path, {**WHOLE, "src/serve.py": ""}, metrics_exporter="kserve")
    assert verdict.outcome is Outcome.PASS


@pytest.mark.parametrize("path", ["API.md", "doc/index.rst", "openapi.json"])
def test_api_docs(tmp_path: Path, path: str) -> None:
    files = {name: text for name, text in WHOLE.items() if not name.startswith("docs")}
    text = '{"paths": {"/predict": {}}}' if path.endswith("json") else "Predict.\n"
    assert states(run(tmp_path, {**files, path: text}))["api-docs"] is Outcome.PASS


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "setup.py", "environment.yml", "requirements/base.txt"]
)
def test_manifests(tmp_path: Path, path: str) -> None:
    files = {name: text for name, text in WHOLE.items() if name != "requirements.txt"}
    assert run(tmp_path, {**files, path: "x"}).outcome is Outcome.PASS


def test_unittest_counts_and_code_that_does_not_parse_does_not(tmp_path: Path) -> None:
    text = "import unittest\nclass TestIt(unittest.TestCase):\n    pass\n"
    assert run(tmp_path, {**WHOLE, "tests/test_app.py": text}).outcome is Outcome.PASS
    assert run(tmp_path, {**WHOLE, "tests/test_app.py": "def test_(:\n"}).outcome is Outcome.FAIL
