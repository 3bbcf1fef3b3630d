from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(9)
    lines = ["row_id,sex,income,title,y_true"]
    for i in range(400):
        sex = "female" if i % 2 else "male"
        title = draw.choice(["Dr", "Prof", "none"])
        lines.append(f"{i},{sex},{draw.gauss(50, 10):.2f},{title},{draw.randint(0, 1)}")
    (root / "holdout.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
