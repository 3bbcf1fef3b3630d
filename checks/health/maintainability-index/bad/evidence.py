"""A branch that makes a module long and tangled."""

from pathlib import Path

from support import commit, git

BODY = "".join(f"    if x > {n} and y < {n}:\n        z = z * x + y - {n}\n" for n in range(150))


def after_commit(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "tangle")
    text = f"def score(x, y, z):\n{BODY}    return z\n"
    (root / "score.py").write_text(text, encoding="utf-8")
    commit(root)
