"""What CI promises is what it does."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"^python3 -m venv .*-m \"slow or not slow\"$", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def workflow() -> dict[str, Any]:
    return yaml.safe_load(text(".github/workflows/ci.yml"))


def test_ci_runs_the_very_command_of_the_documents() -> None:
    (command,) = COMMAND.findall(text(".ci/run"))

    assert command in text("CONTRIBUTING.md").splitlines()
    assert command in text("README.md").splitlines()


@pytest.mark.skipif(os.name == "nt", reason="file modes are not kept there")
def test_ci_run_is_a_strict_script() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in text(".ci/run")


def test_every_action_is_pinned_by_its_full_hash() -> None:
    uses = re.findall(r"uses: (.*)", text(".github/workflows/ci.yml"))

    assert uses
    for action in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_the_workflow_may_only_read() -> None:
    document = workflow()

    assert document["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in document["jobs"].values())


def test_one_job_waits_for_all_that_run_on_every_change() -> None:
    jobs = workflow()["jobs"]
    always = {name for name, job in jobs.items() if "if" not in job}

    assert set(jobs["all-green"]["needs"]) == always


def test_every_supported_python_is_tested() -> None:
    assert workflow()["jobs"]["wheel"]["strategy"]["matrix"]["python"] == [
        "3.11", "3.12", "3.13", "3.14",
    ]  # fmt: skip


def test_the_lock_names_no_place_of_one_machine() -> None:
    assert re.findall(r"file:|https?:|/opt/|@ ", text("requirements-dev.txt")) == []


@pytest.fixture(scope="module")
def versions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("versions", ROOT / "tools" / "versions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_dependency_is_declared_with_a_floor_and_no_cap(versions: ModuleType) -> None:
    for requirement in versions.declared():
        operators = [specifier.operator for specifier in requirement.specifier]
        # A release that is known to be broken may be left out.
        assert [operator for operator in operators if operator != "!="] == [">="]


def test_every_declared_dependency_is_locked(versions: ModuleType) -> None:
    locked = set(re.findall(r"^([\w.-]+)==", text("requirements-dev.txt"), re.MULTILINE))

    assert {requirement.name.lower() for requirement in versions.declared()} <= locked


@pytest.mark.parametrize(
    ("found", "is_floor"), [("1.2", True), ("1.2.0", True), ("1.2.1", True), ("1.3", False)]
)
def test_a_floor_is_compared_to_its_own_precision(
    versions: ModuleType, found: str, is_floor: bool
) -> None:
    requirement = versions.Requirement("package>=1.2")

    assert versions.is_floor(found, requirement) is is_floor


def test_another_python_than_claimed_is_an_error(
    versions: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert versions.main(["--python", "2.7"]) == 1
    assert "not 2.7" in capsys.readouterr().err
