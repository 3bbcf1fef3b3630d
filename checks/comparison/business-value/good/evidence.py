from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    rows = [
        (group, truth, decision)
        for group, truth, decision, count in [('x', 1, 1, 300), ('x', 1, 0, 100), ('x', 0, 1, 100), ('x', 0, 0, 1500)]
        for _ in range(count)
    ]
    random.Random(0).shuffle(rows)
    lines = ["row_id,sex,y_true,y_pred"]
    lines += [f"{i},{g},{t},{d}" for i, (g, t, d) in enumerate(rows)]
    (root / "predictions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
