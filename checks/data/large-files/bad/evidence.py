"""Files that nobody wants in a catalogue: one of them came and went within the change."""

import os
import subprocess
from pathlib import Path


def after_commit(root: Path) -> None:
    _git(root, "switch", "-q", "-c", "change")
    (root / "raw").mkdir()
    (root / "raw" / "dump.bin").write_bytes(b"\0" * 11_000_000)
    (root / "train.csv.gz").write_bytes(b"\0" * 600_000)
    (root / "old.csv").write_bytes(b"1" * 12_000_000)
    _commit(root, "data")
    (root / "old.csv").unlink()
    _commit(root, "no data after all")


def _commit(root: Path, message: str) -> None:
    _git(root, "add", "--all")
    _git(root, "-c", "user.name=a", "-c", "user.email=a@example.invalid", "commit", "-qm", message)


def _git(root: Path, *arguments: str) -> None:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=root, env=environment, check=True)
