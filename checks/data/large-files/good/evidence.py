"""A large document that is allowed; and no repository in the case without an input."""

from pathlib import Path


def before_commit(root: Path) -> None:
    (root / "docs").mkdir()
    (root / "docs" / "paper.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 11_000_000)


def after_commit(root: Path) -> None:
    if not (root / "README.md").exists():
        (root / ".git").rename(root.parent / "repository")
