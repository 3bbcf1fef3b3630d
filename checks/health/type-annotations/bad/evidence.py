"""A branch that adds functions without annotations."""

from pathlib import Path

from support import commit, git

CHANGE = '''

def surcharge(years):
    """Return what is added to the rate of a new customer."""
    return 0.01 if years < 2 else 0.0
'''


def after_commit(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "surcharge")
    path = root / "score.py"
    path.write_text(path.read_text(encoding="utf-8") + CHANGE, encoding="utf-8")
    commit(root)
