"""A change that takes up more debt."""

from pathlib import Path


def after_commit(root: Path) -> None:
    text = (root / "serve.py").read_text(encoding="utf-8")
    text += "\n\ndef explain(age: float) -> str:\n    raise NotImplementedError  # TODO\n"
    (root / "serve.py").write_text(text, encoding="utf-8")
