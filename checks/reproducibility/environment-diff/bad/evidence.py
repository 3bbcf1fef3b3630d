"""A snapshot that was made with another release of one package, and with a graphics card."""

import json
from datetime import UTC, datetime
from pathlib import Path

from pytest_mlgate.inputs.environment import environment
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.snapshot import capture


def before_commit(root: Path) -> None:
    document = capture(environment(), None, Project(root), datetime(2026, 3, 1, tzinfo=UTC))
    next(p for p in document["packages"] if p["name"] == "packaging")["version"] = "20.9"
    document["platform"]["accelerator"] = {"model": "Imaginary X1", "count": 1}
    (root / "environment.json").write_text(json.dumps(document, indent=2))
