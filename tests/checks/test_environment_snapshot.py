from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs.environment import Environment, Package, Platform
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.snapshot import capture
from pytest_mlgate.verdict import Outcome, Verdict
from support import GIT_ENV, commit, find_check, git, resolver, write

CHECK = find_check("reproducibility.environment-snapshot")
ENVIRONMENT = Environment(
    "3.12.4",
    "CPython",
    (Package("numpy", "2.1.0"), Package("six", "1.17.0")),
    {"TZ": "UTC"},
    probe=lambda: Platform("Linux", "6.1", "x86_64"),
)


def snapshot(root: Path, **changes: Any) -> dict[str, Any]:
    repo = resolver(root).get("repo")
    document = capture(ENVIRONMENT, repo, Project(root), datetime.now(UTC))  # type: ignore[arg-type]
    document.update(changes)
    write(root, {"environment.json": json.dumps(document)})
    return document


def run(root: Path, **settings: Any) -> Verdict:
    return resolver(root, settings).run(CHECK)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(write(tmp_path, {"train.py": "1", "uv.lock": "version = 1\n"}))
    return tmp_path


def test_good(root: Path) -> None:
    snapshot(root)
    commit(root)
    write(root, {"train.py": "2"})
    commit(root)

    verdict = run(root)

    assert verdict.outcome is Outcome.PASS, verdict
    assert "2 packages on Python 3.12.4" in verdict.summary


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"packages": [{"name": "numpy", "version": "2.1.0"}]}, "software_hash"),
        ({"python": {"version": "3.12.5"}}, "software_hash"),
        ({"platform": {"os": "Linux", "arch": "arm64"}}, "platform_hash"),
        ({"software_hash": "0" * 64}, "software_hash"),
        ({"commit": "0" * 40}, "not in the history"),
        ({"commit": "main"}, "not in the history"),
        ({"commit": None}, "no commit"),
        ({"env": {"HOME": "/x"}}, "HOME, which is not on the allow-list"),
        ({"env": {"TF_VAR_x": "1"}}, "TF_VAR_x"),
        ({"remote": "https://me:" + "pw@h/x"}, "remote holds"),
        ({"remote": "ssh://me@h/x"}, "user part"),
        ({"note": [{"x": "AKIA" + "ABCDEFGH12345678"}]}, r"note[0].x holds what looks like an AWS"),
    ],
)
def test_fail(root: Path, changes: dict[str, Any], words: str) -> None:
    snapshot(root, **changes)
    commit(root)

    verdict = run(root)

    assert verdict.outcome is Outcome.FAIL
    assert words in str(verdict)
    assert "AKIAABC" not in str(verdict), "the value itself is never shown"


def test_commit_of_another_branch(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    write(root, {"train.py": "3"})
    other = commit(root)
    git(root, "checkout", "-q", "main")
    snapshot(root, commit=other)
    commit(root)

    assert "not in the history" in run(root).summary


def test_shallow_clone_and_missing_git_are_inconclusive(root: Path, tmp_path: Path) -> None:
    snapshot(root)
    commit(root)
    shallow = tmp_path / "clone"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(shallow))

    verdict = run(shallow)

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "fetch-depth" in verdict.findings[0].remedy
    shutil.rmtree(shallow / ".git")
    plain = tmp_path.parent / f"{tmp_path.name}-plain"
    shallow.rename(plain)
    assert run(plain).outcome is Outcome.INCONCLUSIVE


def test_lock_committed_later_warns(root: Path) -> None:
    snapshot(root)
    commit(root)
    write(root, {"uv.lock": "version = 1\n# new\n"})

    changed = run(root)
    assert changed.outcome is Outcome.WARN
    assert "not committed" in changed.summary
    later = {"GIT_COMMITTER_DATE": "2099-01-01T00:00:00Z"}
    subprocess.run(["git", "commit", "-qam", "lock"], cwd=root, env=GIT_ENV | later, check=True)
    verdict = run(root)
    assert verdict.outcome is Outcome.WARN
    assert "uv.lock, which was committed later" in verdict.summary


def test_untracked_snapshot_warns(root: Path) -> None:
    snapshot(root)

    verdict = run(root)

    assert verdict.outcome is Outcome.WARN
    assert "not tracked" in verdict.summary


def test_a_listed_variable_is_admitted(root: Path) -> None:
    snapshot(root, env={"AUTHOR": "Ada"})
    commit(root)

    assert run(root).outcome is Outcome.FAIL
    assert run(root, environment={"variables": ("AUTHOR",)}).outcome is Outcome.PASS


def test_missing_and_empty(root: Path) -> None:
    assert run(root).outcome is Outcome.NOT_APPLICABLE
    assert run(root, snapshot={"path": "other.json"}).outcome is Outcome.ERROR
    snapshot(root, packages=[])
    verdict = run(root)
    assert verdict.outcome is Outcome.ERROR
    assert "capture failed" in verdict.summary
