"""Puts a token in the code: one that stood here would be found in this repository, too."""

import random
import string
from pathlib import Path


def before_commit(root: Path) -> None:
    token = "ghp_" + "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=36))
    (root / "train.py").write_text(f'print("training")\nTOKEN = "{token}"\n', encoding="utf-8")
