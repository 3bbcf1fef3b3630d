"""A branch that adds a function."""

from pathlib import Path

from support import commit, git

CHANGE = '''

def surcharge(years):
    return 0.01 if years < 2 else 0.0
'''


def after_commit(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "surcharge")
    path = root / "score.py"
    if path.exists():
        path.write_text(path.read_text(encoding="utf-8") + CHANGE, encoding="utf-8")
    commit(root)
