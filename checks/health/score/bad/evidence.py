"""A key in a configuration file, made up anew in every run."""

import random
import string
from pathlib import Path


def before_commit(root: Path) -> None:
    alphabet = string.ascii_uppercase + string.digits
    key = "AKIA" + "".join(random.SystemRandom().choices(alphabet, k=16))
    (root / "settings.py").write_text(f'AWS_ACCESS_KEY_ID = "{key}"\n')
