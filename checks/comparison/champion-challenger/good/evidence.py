from __future__ import annotations

import random
from pathlib import Path


def write(path: Path, correct: list[bool]) -> None:
    lines = ["row_id,y_true,y_pred,region"]
    for i, right in enumerate(correct):
        truth = i % 2
        lines.append(f"{i},{truth},{truth if right else 1 - truth},{'north' if i % 3 else 'south'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def before_commit(root: Path) -> None:
    n = 1000
    both, ours, theirs = 850, 30, 20
    candidate = [True] * (both + ours) + [False] * (n - both - ours)
    champion = [True] * both + [False] * ours + [True] * theirs + [False] * (n - both - ours - theirs)
    order = list(range(n))
    random.Random(12).shuffle(order)
    write(root / "challenger.csv", [candidate[i] for i in order])
    write(root / "champion.csv", [champion[i] for i in order])
