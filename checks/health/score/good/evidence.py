"""A real report of the project's own tests, made with coverage.py after the last commit."""

import subprocess
import sys
from pathlib import Path


def after_commit(root: Path) -> None:
    measure = ["run", "--source=pricing", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    for arguments in (measure, ["xml", "-q"]):
        subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=root, check=True)
    (root / ".coverage").unlink()
