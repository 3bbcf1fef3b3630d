"""A snapshot that was made before the locked package was updated."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from pytest_mlgate.inputs.environment import Environment, Package, Platform
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.snapshot import capture

METADATA = "Metadata-Version: 2.1\nName: tiny-thing\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def before_commit(root: Path) -> None:
    wheel = root / "wheels" / "tiny_thing-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    info = "tiny_thing-1.0.dist-info"
    contents = {"tiny_thing.py": "", f"{info}/METADATA": METADATA, f"{info}/WHEEL": WHEEL}
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
        rows = [f"{name},," for name in [*contents, f"{info}/RECORD"]]
        archive.writestr(f"{info}/RECORD", "\n".join(rows) + "\n")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements.txt").write_text(f"tiny-thing==1.0 --hash=sha256:{checksum}\n")
    environment = Environment(
        python="3.12.4",
        implementation="CPython",
        packages=(Package("tiny-thing", "0.9"),),
        probe=lambda: Platform(os="Linux", release="6.1", arch="x86_64"),
    )
    document = capture(environment, None, Project(root), datetime(2026, 3, 1, tzinfo=UTC))
    (root / "environment.json").write_text(json.dumps(document, indent=2))
