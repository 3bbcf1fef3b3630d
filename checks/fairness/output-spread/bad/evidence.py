from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(6)
    lines = ["row_id,product,y_pred"]
    for i in range(360):
        product = i // 3
        factor = 1.4 if i % 60 == 0 else 1.0
        lines.append(f"{i},p{product},{100 * factor * draw.uniform(0.99, 1.01):.3f}")
    (root / "predictions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
