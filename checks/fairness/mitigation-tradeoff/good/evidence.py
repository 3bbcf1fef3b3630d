from __future__ import annotations

import random
from pathlib import Path


def write(path: Path, shift: float) -> None:
    lines = ["row_id,sex,y_true,y_pred"]
    draw = random.Random(11)
    for i in range(2000):
        sex, truth = ("female" if i % 2 else "male"), int(i % 4 < 2)
        keep = draw.random()
        wrong = keep < (0.1 + (shift if sex == "female" and truth else 0))
        lines.append(f"{i},{sex},{truth},{1 - truth if wrong else truth}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def before_commit(root: Path) -> None:
    write(root / "before.csv", 0.3)
    write(root / "predictions.csv", 0.0)
