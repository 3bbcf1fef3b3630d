"""A snapshot of the environment that runs the gate."""

import json
from datetime import UTC, datetime
from pathlib import Path

from pytest_mlgate.inputs.environment import environment
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.snapshot import capture


def before_commit(root: Path) -> None:
    document = capture(environment(), None, Project(root), datetime(2026, 3, 1, tzinfo=UTC))
    (root / "environment.json").write_text(json.dumps(document, indent=2))
