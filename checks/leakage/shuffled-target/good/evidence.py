from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(5)
    lines = [",".join([*(f"gene_{i}" for i in range(400)), "ill"])]
    for row in range(120):
        lines.append(",".join([*(f"{draw.gauss(0, 1):.2f}" for _ in range(400)), str(row % 2)]))
    (root / "patients.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
