"""How leakage.row-overlap and leakage.group-overlap grow with the number of rows.

    python benchmarks/row_overlap.py --folder DATA --millions 1 5 25 50 [--spark]

Training rows are compared with a fifth as many test rows, both Parquet files of 20 columns
that are scanned by the embedded engine.  Files that are not in the folder yet are made (10 GB
for all sizes).  The yardstick is what nobody can save: the same engine, with the same limit of
memory, reads the same columns of both files once.  Every measurement has a process of its own.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

from _child import answer, child, measure, timed

FLOATS = tuple(f"f{k}" for k in range(12))
INTEGERS = ("n0", "n1")
TEXTS = ("c0", "c1", "c2")
ROLES = {"key": ("id",), "group": ("customer",), "target": "y"}
READ = {
    "row-overlap": ("id", *FLOATS, *INTEGERS, *TEXTS),
    "group-overlap": ("customer",),
}
SPARK_MILLIONS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 5, 25, 50])
    parser.add_argument("--checks", nargs="+", choices=list(READ), default=list(READ))
    parser.add_argument("--repeats", type=int, default=2, help="the quickest counts")
    parser.add_argument(
        "--copied", type=float, default=0.0, help="share of test rows that are training rows"
    )
    parser.add_argument("--spark", action="store_true", help="and in Spark, local[2]")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print("Time is wall time and, in brackets, processor time; the ratio is of processor time,")
    print("except for Spark, whose work is done by other processes: there it is of wall time.\n")
    print("| check | training rows | engine | time | limit | ratio | peak memory | found |")
    print("|---|---|---|---|---|---|---|---|")
    for millions in arguments.millions:
        train, test = files(arguments.folder, millions, arguments.copied)
        engines = ["files"]
        if arguments.spark and millions <= SPARK_MILLIONS:
            engines.append("spark")
        for check in arguments.checks:
            common = {"train": str(train), "test": str(test), "check": check}
            limit = measure({"do": "limit", **common}, repeats=arguments.repeats)
            for engine in engines:
                task = {"do": engine, **common}
                _row(check, millions, engine, measure(task, repeats=arguments.repeats), limit)


def _row(
    check: str, millions: int, engine: str, ours: dict[str, Any], limit: dict[str, Any]
) -> None:
    head = f"| {check} | {millions:,} million | {engine} |"
    for found in (ours, limit):
        if "error" in found:
            print(f"{head} - | - | - | - | {found['error']} |", flush=True)
            return
    by = "seconds" if engine == "spark" else "processor"
    print(
        f"{head} {_shown(ours, by)} | {_shown(limit, by)} | {ours[by] / limit[by]:.1f} | "
        f"{ours['peak']:.2f} GB | {ours['found']} |",
        flush=True,
    )


def _shown(run: dict[str, Any], by: str) -> str:
    inside = "" if by == "seconds" else f" ({run['processor']:.2f})"
    return f"{run['seconds']:.2f} s{inside}"


def files(folder: Path, millions: int, copied: float = 0.0) -> tuple[Path, Path]:
    """Return the two files of a size, made if they are not there."""
    rows = millions * 1_000_000
    train = folder / f"train{millions}.parquet"
    test = folder / f"test{millions}{f'-copied{copied:g}' if copied else ''}.parquet"
    for path, n, seed, first in ((train, rows, 1, 0), (test, rows // 5, 2, rows)):
        if not path.is_file():
            task = {"do": "make", "path": str(path), "rows": n, "seed": seed, "first": first}
            copies = 0 if path == train else round(copied * n)
            made = measure({**task, "copies": copies}, script=__file__)
            if "error" in made:
                raise SystemExit(f"{path.name} cannot be made: {made['error']}")
    return train, test


def work(task: dict[str, Any]) -> None:
    """Do what the parent asked for."""
    match task["do"]:
        case "make":
            make(task["path"], task["rows"], task["seed"], task["first"], task["copies"])
        case "limit":
            read_once(task)
        case "files":
            in_files(task)
        case "spark":
            in_spark(task)


def make(path: str, rows: int, seed: int, first: int, copies: int) -> None:
    """Write a file; its first rows have the features of the training rows if copies are asked."""
    import duckdb

    con = duckdb.connect(config={"memory_limit": "3GB", "preserve_insertion_order": False})
    s = f"(CASE WHEN i < {copies} THEN 1 ELSE {seed} END)"
    # Different numbers all over the same range: were they in order, the engine would skip whole
    # row groups by their smallest and largest value and hardly read anything.
    columns = [
        f"({number} * 2654435761 % 4398046511104)::BIGINT AS {name}"
        for name, number in (("id", f"(i + {first})"), ("customer", f"((i + {first}) // 5)"))
    ]
    for k, name in enumerate(FLOATS):
        drawn = f"(hash(i * 31 + {k} + {s} * 1000003) % 2000001)::DOUBLE / 1000000.0 - 1.0"
        columns.append(f"round(({drawn}) * 100, 6) AS {name}")
    for k, name in enumerate(INTEGERS):
        columns.append(f"(hash(i * 17 + {k} + {s} * 7) % 1000)::INTEGER AS {name}")
    for k, name in enumerate(TEXTS):
        columns.append(f"'level_' || (hash(i * 13 + {k} + {s}) % {10 + 5 * k})::VARCHAR AS {name}")
    columns.append(f"(hash(i + {seed}) % 2)::TINYINT AS y")
    unfinished = Path(f"{path}.part")
    con.execute(
        f"COPY (SELECT {', '.join(columns)} FROM range({rows}) t(i)) TO '{unfinished}' "
        "(FORMAT parquet, ROW_GROUP_SIZE 250000)"
    )
    unfinished.replace(path)
    answer()


def read_once(task: dict[str, Any]) -> None:
    """Read the columns that the check needs from both files, once."""
    from pytest_mlgate.inputs._engine import connection

    con = connection()

    columns = ", ".join(READ[task["check"]])

    def read() -> list[Any]:
        # Paths as relations: a bound parameter would make DuckDB import pandas.
        return [
            con.read_parquet(task[part]).aggregate(f"count(*), sum(hash({columns}))").fetchone()
            for part in ("train", "test")
        ]

    took, _ = timed(read)
    answer(**took)


def in_files(task: dict[str, Any]) -> None:
    """Run the check on files that the embedded engine scans."""
    for name in ("duckdb", "narwhals", "pandas", "pyarrow.parquet"):  # else imported later
        importlib.import_module(name)
    from pytest_mlgate.inputs._table import read
    from pytest_mlgate.inputs.project import Project

    paths = [Path(task[part]) for part in ("train", "test")]
    project = Project(paths[0].parent)
    took, verdict = timed(lambda: _judge(task, *(read(project, p.name) for p in paths)))
    answer(**took, found=_found(verdict))


def in_spark(task: dict[str, Any]) -> None:
    """Run the check on frames of a local Spark session; its start is not counted."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYSPARK_SUBMIT_ARGS"] = "--driver-memory 4g pyspark-shell"
    from pyspark.sql import SparkSession

    from pytest_mlgate.inputs._table import Table

    builder: Any = SparkSession.builder
    session = builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.range(10).count()
    frames = [partial(session.read.parquet, task[part]) for part in ("train", "test")]
    took, verdict = timed(lambda: _judge(task, *(Table.of(frame()) for frame in frames)))
    most = _descendants() or float("nan")
    session.stop()
    answer(**took, found=_found(verdict), peak=most)


def _judge(task: dict[str, Any], train: Any, test: Any) -> Any:
    from pytest_mlgate.inputs.parts import Parts
    from pytest_mlgate.inputs.roles import Roles

    parts = Parts({"train": train, "test": test}, Roles.of(ROLES))
    if task["check"] == "row-overlap":
        from pytest_mlgate.checks.leakage.row_overlap import row_overlap

        return row_overlap.run({"parts": parts})
    from pytest_mlgate.checks.leakage.group_overlap import group_overlap

    return group_overlap.run({"parts": parts})


def _found(verdict: Any) -> str:
    counts = [f"{e.value:,.0f} {e.name.partition(' of ')[0]}" for e in verdict.estimates]
    name = str(verdict.outcome.name)
    return f"{name}: {', '.join(counts) or verdict.message}".replace("|", "/")


def _descendants() -> float:
    """Return the peak memory of the processes below this one in gigabytes (Linux)."""
    total, waiting = 0.0, [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            for pid in task.read_text().split():
                waiting.append(int(pid))
                for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        total += int(line.split()[1]) * 1024 / 1e9
    return total


if __name__ == "__main__":
    given = child()
    main() if given is None else work(given)
