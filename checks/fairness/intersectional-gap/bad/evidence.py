from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(2)
    lines = ["row_id,sex,age,y_true,y_pred"]
    for i in range(1200):
        sex, age = draw.choice(["female", "male"]), draw.choice(["old", "young"])
        truth = int(draw.random() < 0.5)
        hit = 0.5 if sex == "female" and age == "old" else 0.9
        lines.append(f"{i},{sex},{age},{truth},{truth if draw.random() < hit else 1 - truth}")
    (root / "predictions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
