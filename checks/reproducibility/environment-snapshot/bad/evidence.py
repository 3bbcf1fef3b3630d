"""A snapshot in which somebody changed a version by hand, and which kept a password."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from pytest_mlgate.inputs.environment import Environment, Package, Platform
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import repo
from pytest_mlgate.inputs.snapshot import capture


def before_commit(root: Path) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.invalid"]
    subprocess.run([*git, "init", "-q", "-b", "main"], cwd=root, check=True)
    subprocess.run([*git, "add", "-A"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-q", "-m", "code"], cwd=root, check=True)
    environment = Environment(
        python="3.12.4",
        implementation="CPython",
        packages=(Package("numpy", "2.1.0"), Package("six", "1.17.0")),
        probe=lambda: Platform(os="Linux", release="6.1", arch="x86_64"),
    )
    project = Project(root)
    document = capture(environment, repo(project), project, datetime(2026, 3, 1, tzinfo=UTC))
    document["packages"][0]["version"] = "2.2.0"
    document["env"]["DATABASE_URL"] = "postgresql://app:" + "opensesame" + "@db/prod"
    (root / "environment.json").write_text(json.dumps(document, indent=2))
