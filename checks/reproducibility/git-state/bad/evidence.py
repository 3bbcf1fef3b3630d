"""Somebody edits the training code after the commit."""

from pathlib import Path


def after_commit(root: Path) -> None:
    (root / "train.py").write_text("RATE = 0.2\n", encoding="utf-8")
