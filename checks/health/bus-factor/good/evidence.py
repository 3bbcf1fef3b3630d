"""History is the input: two people wrote the training code."""

import os
import subprocess
from pathlib import Path

AUTHORS = ("Ann", "Ben")


def before_commit(root: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    for number, author in enumerate(AUTHORS):
        with (root / "train.py").open("a", encoding="utf-8") as file:
            file.writelines(f"step_{number}_{line} = {line}\n" for line in range(15))
        _commit(root, author, f"2025-1{number}-01T12:00:00Z")


def after_commit(root: Path) -> None:
    """Take the history away from the case without an input."""
    if not (root / "README.md").exists():
        (root / ".git").rename(root.parent / "repository")


def _commit(root: Path, author: str, moment: str) -> None:
    environment = {name: v for name, v in os.environ.items() if not name.startswith("GIT_")}
    for role in ("AUTHOR", "COMMITTER"):
        environment[f"GIT_{role}_NAME"] = author
        environment[f"GIT_{role}_EMAIL"] = f"{author.lower()}@example.invalid"
        environment[f"GIT_{role}_DATE"] = moment
    for command in (["add", "train.py"], ["commit", "-q", "-m", f"steps of {author}"]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)
