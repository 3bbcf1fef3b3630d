"""Two commits: the base on main, and a change on a branch."""

import subprocess
from pathlib import Path

BEFORE = "def price(base, rate):\n    return base * (1 + rate)\n"


def before_commit(root: Path) -> None:
    after = (root / "pricing.py").read_text()
    (root / "pricing.py").write_text(BEFORE)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.invalid"]
    subprocess.run([*git, "init", "-q", "-b", "main"], cwd=root, check=True)
    subprocess.run([*git, "add", "-A"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-q", "-m", "base"], cwd=root, check=True)
    subprocess.run([*git, "checkout", "-q", "-b", "change"], cwd=root, check=True)
    (root / "pricing.py").write_text(after)
