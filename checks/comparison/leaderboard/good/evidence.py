from __future__ import annotations

import random
from pathlib import Path


def before_commit(root: Path) -> None:
    draw = random.Random(15)
    lines = ["model,metric,direction,repeat,fold,split_hash,score,n_train,n_test"]
    for repeat in range(10):
        for fold in range(10):
            level = draw.gauss(0.80, 0.01)
            for model, gain in (("base", 0.0), ("challenger", 0.02)):
                score = level + draw.gauss(gain, 0.004)
                lines.append(
                    f"{model},auc,higher,{repeat},{fold},h{repeat}{fold},{score:.5f},900,100"
                )
    (root / "cv_scores.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
