"""Measure one task in a process of its own: the other benchmarks use this, nobody runs it.

A script calls :func:`measure` for a task, which starts the same script again with ``--child``
and the task.  There the script answers with :func:`answer`.  Only the standard library is
imported here, because the script also runs in the environment of another tool, and because a
child starts with the peak of memory of the process that started it: the parent must stay small.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_MARK = "measured: "


def child() -> dict[str, Any] | None:
    """Return the task of this process if it is a child."""
    if len(sys.argv) == 3 and sys.argv[1] == "--child":
        task: dict[str, Any] = json.loads(sys.argv[2])
        return task
    return None


def peak() -> float:
    """Return the largest resident memory of this process so far in gigabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e9 if sys.platform == "darwin" else most * 1024 / 1e9


def answer(**facts: Any) -> None:
    """Hand the result of this child to its parent."""
    print(_MARK + json.dumps({"peak": peak(), **facts}), flush=True)


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Return wall time (``seconds``) and processor time of a piece of work, and its result."""
    start, processor = time.perf_counter(), time.process_time()
    found = work()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "processor": time.process_time() - processor}, found


def measure(
    task: Mapping[str, Any],
    *,
    python: str = sys.executable,
    script: str = "",
    repeats: int = 1,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return what a child answers, with the least of several times: noise only adds.

    ``error`` holds the last line that it wrote if it did not come to an end.
    """
    runs = [_run(task, python, script or sys.argv[0], environment) for _ in range(repeats)]
    good = [run for run in runs if "error" not in run]
    if not good:
        return runs[0]
    least: dict[str, Any] = {
        name: min(run[name] for run in good)
        for name in ("seconds", "processor", "import")
        if name in good[0]
    }
    return {**good[0], **least}


def _run(
    task: Mapping[str, Any], python: str, script: str, environment: Mapping[str, str] | None
) -> dict[str, Any]:
    try:
        process = subprocess.run(
            [python, "-W", "ignore", str(Path(script).resolve()), "--child", json.dumps(task)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **(environment or {})},
        )
    except OSError as error:
        return {"error": f"{python} cannot be started: {error.strerror}"}
    for line in reversed(process.stdout.splitlines()):
        if line.startswith(_MARK):
            found: dict[str, Any] = json.loads(line.removeprefix(_MARK))
            return found
    said = [line for line in process.stderr.splitlines() if line.strip()]
    return {"error": said[-1] if said else f"ended with code {process.returncode}"}
