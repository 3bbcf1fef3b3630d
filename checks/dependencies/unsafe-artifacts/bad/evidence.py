"""A model that would run a command, and one that nobody listed; neither is ever loaded."""

from __future__ import annotations

import pickle
from pathlib import Path


def before_commit(root: Path) -> None:
    (root / "model.pkl").write_bytes(b"\x80\x02cos\nsystem\n(X\x04\x00\x00\x00truetR.")
    (root / "scaler.bin").write_bytes(pickle.dumps({"mean": 0.5}))
