"""A model that is a plain dictionary, as a pickle that is listed by its hash."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import OrderedDict
from pathlib import Path


def before_commit(root: Path) -> None:
    content = pickle.dumps(OrderedDict(intercept=0.5))
    (root / "model.pkl").write_bytes(content)
    entry = {
        "path": "model.pkl",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
    }
    manifest = {"schema": "artifacts/1", "files": [entry]}
    (root / "artifacts.manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
