"""The repository itself is the input: the case without an input loses it."""

from pathlib import Path


def after_commit(root: Path) -> None:
    if not (root / "README.md").exists():
        (root / ".git").rename(root.parent / "repository")
