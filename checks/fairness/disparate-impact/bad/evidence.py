from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    rows = [
        (group, truth, decision)
        for group, truth, decision, count in [('female', 1, 1, 40), ('female', 1, 0, 60), ('female', 0, 1, 20), ('female', 0, 0, 80), ('male', 1, 1, 82), ('male', 1, 0, 18), ('male', 0, 1, 40), ('male', 0, 0, 60)]
        for _ in range(count)
    ]
    random.Random(0).shuffle(rows)
    lines = ["row_id,sex,y_true,y_pred"]
    lines += [f"{i},{g},{t},{d}" for i, (g, t, d) in enumerate(rows)]
    (root / "predictions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
