"""Show the gate at work: a project in order, a careless one, and three challengers of a model.

Needs Python 3.11 or newer, git and a network to the package registry.  Everything is
written to ``.demo/`` beside the examples' folder; delete it to start again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
ROOT = EXAMPLES.parent
DEMO = ROOT / ".demo"
PYTHON = DEMO / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CHALLENGERS = ("passes", "fails", "inconclusive")
GIT = ("git", "-c", "user.name=demo", "-c", "user.email=demo@example.invalid")


def main() -> int:
    """Set up, train, and run both gates; 0 when each ends as it should."""
    set_up()
    good = project("tumour_screening")
    step(good, "Rebuild the data and train, tracked with MLflow", PYTHON, "prepare.py")
    step(good, "", PYTHON, "train.py")
    commit(good, "train")
    step(good, "Record the environment", *pytest("--mlgate-update", "-k", "environment"), "-q")
    commit(good, "record the environment")
    passed = gate(good, "The gate of a project in order")
    careless = project("careless_screening")
    failed = gate(careless, "The gate of a careless project")
    loans = project("loan_challenger")
    step(loans, "Train a champion and three challengers, logged to MLflow", PYTHON, "prepare.py")
    judged = [gate(loans, f"The gate {name}", name) for name in CHALLENGERS]
    print(f"\nThe first gate ended with {passed} (0: pass), the second with {failed} (1: fail),")
    print(f"the challengers' with {judged} (passes, fails, is inconclusive: 0, 1, 1).")
    return 0 if (passed, failed, judged) == (0, 1, [0, 1, 1]) else 1


def set_up() -> None:
    if not PYTHON.exists():
        say("Install the example's locked requirements and pytest-mlgate")
        venv.create(DEMO / "venv", with_pip=True, clear=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    locked = EXAMPLES / "tumour_screening" / "requirements.txt"
    run(ROOT, *pip, "--require-hashes", "--requirement", locked)
    run(ROOT, *pip, "--editable", f"{ROOT}[stats,tables]")


def project(name: str) -> Path:
    """Copy an example into a git repository of its own."""
    target = DEMO / name
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(
        EXAMPLES / name, target, ignore=shutil.ignore_patterns("__pycache__", ".pytest_cache")
    )
    run(target, "git", "init", "--quiet")
    commit(target, "start")
    return target


def commit(folder: Path, message: str) -> None:
    run(folder, *GIT, "add", "--all")
    run(folder, *GIT, "commit", "--quiet", "--allow-empty", "--message", message)


def gate(folder: Path, title: str, *arguments: str) -> int:
    say(title)
    command = pytest("--mlgate-only", "-v", *arguments)
    return subprocess.run(command, cwd=folder, check=False).returncode


def pytest(*arguments: str) -> tuple[str | Path, ...]:
    return (PYTHON, "-m", "pytest", *arguments)


def step(folder: Path, title: str, *command: str | Path) -> None:
    if title:
        say(title)
    run(folder, *command)


def run(folder: Path, *command: str | Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def say(title: str) -> None:
    print(f"\n=== {title}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
