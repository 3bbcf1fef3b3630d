"""What a hook adds to a commit of three files, against an empty hook in Python."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
MOST_SECONDS = 0.7
EMPTY = "empty"
CHANGED = ("src/part_0/model_0.py", "notebooks/look_0.ipynb", "requirements.txt")


@dataclass(frozen=True)
class Cost:
    """Seconds of one commit: of the clock, and of all processors."""

    wall: float
    cpu: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hooks", default="mlgate-changed", help="ids with commas between them")
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--files", type=int, default=1000, help="Python files of the repository")
    parser.add_argument("--project", type=Path, help="a git repository to copy instead")
    parser.add_argument("--source", type=Path, default=ROOT, help="a repository with the hooks")
    arguments = parser.parse_args()
    hooks = arguments.hooks.split(",")
    with tempfile.TemporaryDirectory(prefix="mlgate-bench-") as folder:
        repository = Repository(Path(folder) / "repository", arguments.source)
        repository.fill(arguments.project, arguments.files)
        seconds = repository.measure(hooks, arguments.runs)
    base = seconds.pop(EMPTY)
    print(f"an empty hook: {_median(c.wall for c in base):.2f} s, {len(base)} commits each")
    print("| hook | more wall time | more processor time |\n|---|---|---|")
    worst = 0.0
    for hook, costs in seconds.items():
        wall = _median(a.wall - b.wall for a, b in zip(costs, base, strict=True))
        cpu = _median(a.cpu - b.cpu for a, b in zip(costs, base, strict=True))
        print(f"| {hook} | {wall:.2f} s | {cpu:.2f} s |")
        worst = max(worst, wall)
    return int(worst > MOST_SECONDS)


class Repository:
    """A repository in which pre-commit is installed."""

    def __init__(self, root: Path, source: Path) -> None:
        self.root, self.source = root, source
        self.serial = 0

    def fill(self, project: Path | None, count: int) -> None:
        """Make the repository, or copy one."""
        if project is not None:
            _git(project.parent, "clone", "-q", "--no-hardlinks", str(project), str(self.root))
        else:
            self.root.mkdir()
            _git(self.root, "init", "-q")
            for number in range(count):
                self._write(f"src/part_{number % 20}/model_{number}.py", _code(number))
            for number in range(count // 50):
                self._write(f"notebooks/look_{number}.ipynb", _notebook(number))
        self._change()
        _git(self.root, "add", "-A")
        _git(self.root, "commit", "-qm", "start", "--no-verify")

    def measure(self, hooks: list[str], runs: int) -> dict[str, list[Cost]]:
        """Commit with each hook in turn; the first round fills caches and does not count."""
        for hook in (EMPTY, *hooks):
            self._use(hook)
            self._pre_commit("install-hooks")
        self._pre_commit("install")
        found: dict[str, list[Cost]] = {hook: [] for hook in (EMPTY, *hooks)}
        for turn in range(runs + 1):
            for hook, costs in found.items():
                cost = self._commit(hook)
                if turn:
                    costs.append(cost)
        return found

    def _commit(self, hook: str) -> Cost:
        self._use(hook)
        self._change()
        _git(self.root, "add", "-A")
        before, start = os.times(), time.perf_counter()
        _git(self.root, "commit", "-qm", hook)
        wall, after = time.perf_counter() - start, os.times()
        used = (after.children_user - before.children_user) + (
            after.children_system - before.children_system
        )
        return Cost(wall, used)

    def _change(self) -> None:
        """Change a Python file, a notebook and the requirements."""
        self.serial += 1
        for path, text in zip(
            CHANGED,
            (_code(self.serial), _notebook(self.serial), f"numpy==2.0.{self.serial}\n"),
            strict=True,
        ):
            self._write(path, text)

    def _use(self, hook: str) -> None:
        own: dict[str, object] = {
            "repo": "local",
            "hooks": [
                {"id": EMPTY, "name": EMPTY, "language": "python", "entry": "python -c pass"}
            ],
        }
        if hook != EMPTY:
            rev = _git(self.source, "rev-parse", "HEAD")
            own = {"repo": str(self.source), "rev": rev, "hooks": [{"id": hook}]}
        (self.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [own]}))

    def _pre_commit(self, *arguments: str) -> None:
        _git(self.root, "add", "-A")
        command = [sys.executable, "-m", "pre_commit", *arguments]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)

    def _write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.invalid")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"git {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def _code(number: int) -> str:
    functions = "".join(
        f"\n\ndef step_{part}(frame: pd.DataFrame, width: int = {part}) -> pd.DataFrame:\n"
        f'    """Return step {part} of {number}."""\n'
        f"    kept = frame[frame['x_{part}'] > width]\n"
        "    return kept.assign(total=kept.sum(axis=1))\n"
        for part in range(20)
    )
    return f'"""Part {number}."""\n\nimport pandas as pd\n{functions}'


def _notebook(number: int) -> str:
    cells = [
        {
            "cell_type": "code",
            "execution_count": count,
            "metadata": {},
            "outputs": [],
            "source": [f"value = {number} + {count}\n", "value"],
        }
        for count in range(1, 21)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    sys.exit(main())
