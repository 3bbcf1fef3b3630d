"""All static checks of a project against the tools they are made of, cold and warm.

    python benchmarks/project_checks.py [--files 1000] [--notebooks 200] [--keep FOLDER]

The project consists of real modules of installed libraries, and of notebooks cut from others.
Both sides run in the same run, one process each, and are compared by processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = ("sklearn", "pandas", "statsmodels", "mlflow", "scipy", "dask", "narwhals", "fairlearn")
CONFIG = 'families = ["dependencies", "health"]\n'
LARGEST = 100_000

PARSE = """
import ast, json, pathlib, warnings
warnings.simplefilter("ignore")
for path in sorted(pathlib.Path(".").rglob("*.py")):
    ast.parse(path.read_bytes())
for path in sorted(pathlib.Path(".").rglob("*.ipynb")):
    for cell in json.loads(path.read_text())["cells"]:
        ast.parse("".join(cell["source"]))
"""


@dataclass(frozen=True)
class Cost:
    """What one command took, in seconds, and at most, in mebibytes."""

    name: str
    processor: float
    wall: float
    peak: float

    def __str__(self) -> str:
        return f"{self.name:36} {self.processor:8.2f} {self.wall:8.2f} {self.peak:8.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--notebooks", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="build the project here and leave it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = arguments.keep or Path(scratch) / "project"
        lines = build(root, arguments.files, arguments.notebooks)
        print(f"{arguments.files} files, {arguments.notebooks} notebooks, {lines} lines of Python")
        print(f"{'':36} {'cpu s':>8} {'wall s':>8} {'MiB':>8}")
        alone = [measured(name, command, root) for name, command in tools()]
        for cost in alone:
            print(cost)
        total = sum(cost.processor for cost in alone)
        gate = [sys.executable, "-m", "pytest", "-q", "--mlgate-only", "mlgate.toml"]
        shutil.rmtree(root / ".pytest_cache", ignore_errors=True)
        cold = measured("gate, cold", gate, root)
        warm = measured("gate, warm", gate, root)
        print(f"{'tools together':36} {total:8.2f}", cold, warm, sep="\n")
        print(f"cold / tools {cold.processor / total:.2f} (at most 1.5)")
        print(f"warm / cold  {warm.processor / cold.processor:.2f} (at most 0.15)")


def tools() -> Iterator[tuple[str, list[str]]]:
    """Yield the underlying tools as commands."""
    yield "ast.parse", [sys.executable, "-c", PARSE]
    for measure in ("cc", "mi"):
        yield (
            f"radon {measure}",
            [sys.executable, "-m", "radon", measure, "-s", "--include-ipynb", "."],
        )
    if shutil.which("ruff"):
        yield "ruff check", ["ruff", "check", "--no-cache", "--quiet", "--exit-zero", "."]


def build(root: Path, files: int, notebooks: int) -> int:
    """Write the project, commit it, and return its number of lines of Python."""
    modules = sorted(path for name in LIBRARIES for path in _modules(name))
    chosen = random.Random(20261121).sample(modules, files + notebooks)
    lines = 0
    for index, module in enumerate(chosen):
        text = module.read_text(encoding="utf-8")
        lines += text.count("\n")
        if index < files:
            target = root / "src" / f"part{index % 20:02}" / f"{module.stem}_{index:04}.py"
        else:
            target = root / "notebooks" / f"{module.stem}_{index:04}.ipynb"
            text = _notebook(text)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (root / "mlgate.toml").write_text(CONFIG, encoding="utf-8")
    (root / ".gitignore").write_text(".pytest_cache\n", encoding="utf-8")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.invalid"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "project"]):
        subprocess.run([*git, *command], cwd=root, check=True)
    return lines


def _modules(library: str) -> Iterator[Path]:
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        return
    for path in sorted(Path(spec.origin).parent.rglob("*.py")):
        if "tests" not in path.parts and 500 < path.stat().st_size < LARGEST:
            yield path


def _notebook(text: str) -> str:
    """Cut a module into cells, at the blank lines between its statements."""
    cells = [cell for cell in text.split("\n\n\n") if cell.strip()]
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": cell.strip("\n").splitlines(keepends=True),
                    "outputs": [],
                    "execution_count": number,
                    "metadata": {},
                }
                for number, cell in enumerate(cells, 1)
            ],
            "metadata": {"language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def measured(name: str, command: list[str], root: Path) -> Cost:
    """Run a command in the project and return what it took with all its children."""
    import time

    start = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{name} ended with {done.returncode}: {done.stderr[-2000:]}")
    if name.startswith("gate"):
        print(done.stdout[-400:] if "passed" not in done.stdout else "", end="")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(name, used, wall, after.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
