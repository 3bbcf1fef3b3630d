"""What the plugin costs a test run that does not use it, and how long a cold gate takes.

    python benchmarks/startup.py [--runs 40] [EXAMPLE]

Two virtual environments are made that differ in one package: pytest-mlgate.  pytest runs
one trivial test in both, in turn, each time in a new process; compared is the processor
time that the process spent in user mode, which other load on the machine disturbs least.
With EXAMPLE, the static checks of the gate in that folder are timed in new processes too.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent
WANTED = 1.03
_SEED = 20260101
_RESAMPLES = 2000


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    user: float
    wall: float
    megabytes: float
    status: int


def main() -> int:
    """Measure, print a table, and return 1 if the plugin costs more than wanted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0], allow_abbrev=False)
    parser.add_argument("example", nargs="?", type=Path, help="folder whose gate is timed")
    parser.add_argument("--runs", type=int, default=40, help="runs of each kind (40)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        without, installed = (make(folder / kind) for kind in ("without", "installed"))
        subprocess.run(
            [without, "-m", "pip", "uninstall", "--quiet", "--yes", "pytest-mlgate"], check=True
        )
        ratio = inactive(folder, without, installed, options.runs)
        if options.example:
            gate(installed, options.example.resolve(), max(3, options.runs // 8))
    return 0 if ratio <= WANTED else 1


def make(folder: Path) -> Path:
    """Make an environment with this project and return its interpreter."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", ROOT], check=True)
    return python


def inactive(folder: Path, without: Path, installed: Path, runs: int) -> float:
    """Compare pytest on one trivial test in both environments; return the ratio of medians."""
    project = folder / "project"
    project.mkdir()
    (project / "test_trivial.py").write_text("def test_trivial():\n    pass\n")
    command: list[Path | str] = ["-m", "pytest", "-q", "-p", "no:cacheprovider"]
    costs: dict[Path, list[float]] = {without: [], installed: []}
    for python in costs:
        cost = measure([python, *command], project)
        if cost.status:
            raise SystemExit(f"{python} -m pytest failed with status {cost.status}")
    for number in range(runs):
        for python in (without, installed) if number % 2 else (installed, without):
            costs[python].append(measure([python, *command], project).user)
    low, high = interval(costs[without], costs[installed])
    ratio = median(costs[installed]) / median(costs[without])
    print("| pytest, one trivial test | user time, median |")
    print("|---|---|")
    print(f"| without pytest-mlgate | {median(costs[without]) * 1000:.1f} ms |")
    print(f"| installed, not used | {median(costs[installed]) * 1000:.1f} ms |")
    print(f"| ratio ({runs} runs each, 95 % interval) | {ratio:.3f} ({low:.3f} to {high:.3f}) |")
    return ratio


def interval(without: list[float], installed: list[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the ratio of medians."""
    draw = random.Random(_SEED).choices
    ratios = [
        median(draw(installed, k=len(installed))) / median(draw(without, k=len(without)))
        for _ in range(_RESAMPLES)
    ]
    cuts = quantiles(ratios, n=40)
    return cuts[0], cuts[-1]


def gate(python: Path, example: Path, runs: int) -> None:
    """Time the static checks of a gate, each run in a new process."""
    command: list[Path | str] = [python, "-m", "pytest", "--mlgate-only", "-m", "mlgate_static"]
    costs = [measure([*command, "-p", "no:cacheprovider"], example) for _ in range(runs)]
    print()
    print(f"| pytest --mlgate-only -m mlgate_static, {example.name} | median of {runs} runs |")
    print("|---|---|")
    print(f"| time from start to end | {median(cost.wall for cost in costs):.2f} s |")
    print(f"| user time | {median(cost.user for cost in costs):.2f} s |")
    print(f"| peak memory | {median(cost.megabytes for cost in costs):.0f} MB |")
    print(f"| exit status | {', '.join(map(str, sorted({cost.status for cost in costs})))} |")


def measure(command: Sequence[Path | str], cwd: Path) -> Cost:
    """Run a command in a new process and return what the kernel says it took."""
    # Users have bytecode caches, and one order of sets is as good as another.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(
        user=usage.ru_utime,
        wall=time.perf_counter() - began,
        megabytes=usage.ru_maxrss / unit,
        status=process.returncode,
    )


if __name__ == "__main__":
    sys.exit(main())
