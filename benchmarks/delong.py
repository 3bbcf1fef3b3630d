"""Compare DeLong's test of two models with the sorts that it cannot do without.

    python benchmarks/delong.py

The yardstick is `numpy.argsort` of both score arrays in the same run: the test needs the
order of the rows, not only sorted values.  `numpy.sort` alone, which loses the rows, is
printed too.  MLstatkit is timed where it is installed.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from pytest_mlgate.stats.auc import delong_paired

SIZES = (10_000, 100_000, 1_000_000)


def seconds(call: Callable[[], Any], repeats: int = 7) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def both(function: Callable[..., Any], a: Any, b: Any) -> None:
    function(a)
    function(b)


def peer() -> Callable[..., Any] | None:
    try:
        found: Callable[..., Any] = importlib.import_module("MLstatkit").Delong_test
    except (ImportError, AttributeError):
        return None
    return found


def main() -> None:
    rng = np.random.default_rng(1)
    other = peer()
    if other is None:
        print("MLstatkit is not installed: its column is left out")
    print("| rows | DeLong | argsort of both | ratio | sort of both | ratio | MLstatkit |")
    print("|---|---|---|---|---|---|---|")
    for n in SIZES:
        y = rng.random(n) < 0.3
        a, b = rng.normal(size=n) + y, rng.normal(size=n) + y
        ours = seconds(partial(delong_paired, y, a, b))
        order = seconds(partial(both, np.argsort, a, b))
        values = seconds(partial(both, np.sort, a, b))
        call = None if other is None else partial(other, y, a, b)
        theirs = "-" if call is None else f"{seconds(call, 3) * 1e3:.0f} ms"
        print(
            f"| {n:,} | {ours * 1e3:.1f} ms | {order * 1e3:.1f} ms | {ours / order:.2f} | "
            f"{values * 1e3:.1f} ms | {ours / values:.2f} | {theirs} |"
        )


if __name__ == "__main__":
    main()
