from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(3)
    lines = ["age,income,bought"]
    for _ in range(60):
        lines.append(f"{draw.randint(18, 80)},{draw.uniform(1, 9):.2f},{draw.randint(0, 1)}")
    (root / "customers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
