from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    rows = [
        (group, truth, decision)
        for group, truth, decision, count in [('female', 1, 1, 100), ('female', 0, 0, 100), ('male', 1, 1, 100), ('male', 0, 0, 100)]
        for _ in range(count)
    ]
    random.Random(0).shuffle(rows)
    lines = ["row_id,sex,age,y_true,y_pred"]
    lines += [f"{i},{g},{20 + i % 60},{t},{d}" for i, (g, t, d) in enumerate(rows)]
    (root / "predictions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
