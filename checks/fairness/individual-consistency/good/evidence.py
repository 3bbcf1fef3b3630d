from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(7)
    lines = ["row_id,sex,income,y_true"]
    for i in range(400):
        sex = "female" if i % 2 else "male"
        income = round(draw.uniform(10, 90))
        lines.append(f"{i},{sex},{income},{int(income > 50)}")
    (root / "holdout.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
