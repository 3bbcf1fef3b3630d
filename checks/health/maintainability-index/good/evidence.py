"""A branch that alters a formula."""

from pathlib import Path

from support import commit, git


def after_commit(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "rates")
    path = root / "score.py"
    if path.exists():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("0.02", "0.03"), encoding="utf-8")
    commit(root)
