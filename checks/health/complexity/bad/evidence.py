"""A branch that adds a function with sixteen branches."""

from pathlib import Path

from support import commit, git

CASES = "".join(f"    if years == {n}:\n        return 0.0{n % 10}\n" for n in range(16))


def after_commit(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "surcharge")
    path = root / "score.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\ndef surcharge(years):\n{CASES}    return 0.0\n", encoding="utf-8")
    commit(root)
