"""The measurement by which the embedded engine was chosen: DuckDB, polars or PyArrow.

    python benchmarks/engines.py --folder DATA --millions 5 25

Each engine does what the checks of leakage need, from Parquet files that
``benchmarks/row_overlap.py`` makes: hash all features of both parts and count the training rows
that are in the test part (``rows``), count the customers that are in both (``groups``), and read
a CSV file of a million rows (``csv``).  Every measurement has a process of its own.  PyArrow has
no hash of rows, so that its join is on the columns themselves.  An engine that is not installed
says so.  Installed size is that of the distribution's files, without what it depends on.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _child import answer, child, measure, timed
from row_overlap import FLOATS, INTEGERS, TEXTS, files

FEATURES = (*FLOATS, *INTEGERS, *TEXTS)
MODULES = {
    "duckdb": ("duckdb",),
    "polars": ("polars",),
    "pyarrow": ("pyarrow.dataset", "pyarrow.acero", "pyarrow.csv"),
}
PACKAGES = {
    "duckdb": ("duckdb",),
    "polars": ("polars", "polars-runtime-32"),
    "pyarrow": ("pyarrow",),
}
MEMORY = "2GB"
CSV_MILLIONS = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--millions", type=int, nargs="+", default=[5, 25])
    parser.add_argument(
        "--tasks", nargs="+", choices=["rows", "groups"], default=["rows", "groups"]
    )
    parser.add_argument("--repeats", type=int, default=2, help="the quickest counts")
    arguments = parser.parse_args()
    print("| engine | version | installed | import |")
    print("|---|---|---|---|")
    present = []
    for engine in MODULES:
        found = measure({"do": "facts", "engine": engine}, repeats=arguments.repeats)
        if "error" in found:
            print(f"| {engine} | left out: {found['error']} | - | - |")
            continue
        present.append(engine)
        print(
            f"| {engine} | {found['version']} | {found['megabytes']:.0f} MB | "
            f"{found['seconds']:.2f} s ({found['processor']:.2f}) |",
            flush=True,
        )
    print("\nTime is wall time and, in brackets, processor time.\n")
    print("| task | rows | engine | time | peak memory | found |")
    print("|---|---|---|---|---|---|")
    for millions in arguments.millions:
        train, test = files(arguments.folder, millions)
        for task in arguments.tasks:
            for engine in present:
                asked = {"do": task, "engine": engine, "train": str(train), "test": str(test)}
                _row(task, millions, engine, measure(asked, repeats=arguments.repeats))
    train, _ = files(arguments.folder, CSV_MILLIONS)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "train.csv")
        measure({"do": "write", "train": str(train), "csv": path})
        for engine in present:
            asked = {"do": "csv", "engine": engine, "csv": path}
            _row("csv", CSV_MILLIONS, engine, measure(asked, repeats=arguments.repeats))


def _row(task: str, millions: int, engine: str, run: dict[str, Any]) -> None:
    head = f"| {task} | {millions} million | {engine} |"
    if "error" in run:
        print(f"{head} - | - | {run['error'].replace('|', '/')} |", flush=True)
        return
    print(
        f"{head} {run['seconds']:.2f} s ({run['processor']:.2f}) | {run['peak']:.2f} GB | "
        f"{run['found']:,} |",
        flush=True,
    )


def work(task: dict[str, Any]) -> None:
    """Do what the parent asked for."""
    if task["do"] == "facts":
        _facts(task["engine"])
    elif task["do"] == "write":
        con = importlib.import_module("duckdb").connect()
        con.read_parquet(task["train"]).write_csv(task["csv"])
        answer()
    else:
        _import(task["engine"])
        took, found = timed(lambda: _WORK[task["engine"], task["do"]](task))
        answer(**took, found=int(found))


def _import(engine: str) -> None:
    for name in MODULES[engine]:
        importlib.import_module(name)


def _facts(engine: str) -> None:
    took, _ = timed(lambda: _import(engine))
    size = 0
    for package in PACKAGES[engine]:
        for file in importlib.metadata.files(package) or ():
            path = Path(str(file.locate()))
            size += path.stat().st_size if path.is_file() and path.suffix != ".pyc" else 0
    answer(**took, version=importlib.metadata.version(engine), megabytes=size / 1e6)


def _duckdb() -> Any:
    return importlib.import_module("duckdb").connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(Path(tempfile.gettempdir()) / "mlgate-engines"),
            "preserve_insertion_order": False,
        }
    )


def duckdb_rows(task: dict[str, Any]) -> int:
    one, two = (
        f"SELECT hash({', '.join(FEATURES)}) AS h FROM read_parquet('{task[part]}')"
        for part in ("train", "test")
    )
    return _one(f"SELECT count(*) FROM ({one}) SEMI JOIN ({two}) USING (h)")


def duckdb_groups(task: dict[str, Any]) -> int:
    one, two = (
        f"SELECT DISTINCT customer FROM read_parquet('{task[part]}')" for part in ("train", "test")
    )
    return _one(f"SELECT count(*) FROM ({one}) SEMI JOIN ({two}) USING (customer)")


def duckdb_csv(task: dict[str, Any]) -> int:
    # Without the hash no value would be parsed.
    hashed = f"max(hash({', '.join(FEATURES)}))"
    return _one(f"SELECT count(*), {hashed} FROM read_csv('{task['csv']}')")


def _one(query: str) -> int:
    return int(_duckdb().execute(query).fetchone()[0])


def polars_rows(task: dict[str, Any]) -> int:
    pl = importlib.import_module("polars")

    def hashes(part: str) -> Any:
        return pl.scan_parquet(task[part]).select(h=pl.struct(FEATURES).hash())

    return _streamed(hashes("train").join(hashes("test").unique(), on="h", how="semi"))


def polars_groups(task: dict[str, Any]) -> int:
    pl = importlib.import_module("polars")
    one, two = (pl.scan_parquet(task[p]).select("customer").unique() for p in ("train", "test"))
    return _streamed(one.join(two, on="customer", how="semi"))


def polars_csv(task: dict[str, Any]) -> int:
    pl = importlib.import_module("polars")
    hashed = pl.struct(FEATURES).hash().max()
    found = pl.scan_csv(task["csv"]).select(rows=pl.len(), hashed=hashed)
    return int(found.collect(engine="streaming")["rows"][0])


def _streamed(frame: Any) -> int:
    pl = importlib.import_module("polars")
    return int(frame.select(pl.len()).collect(engine="streaming").item())


def pyarrow_rows(task: dict[str, Any]) -> int:
    return _acero(task, list(FEATURES))


def pyarrow_groups(task: dict[str, Any]) -> int:
    return _acero(task, ["customer"], distinct=True)


def pyarrow_csv(task: dict[str, Any]) -> int:
    dataset = importlib.import_module("pyarrow.dataset").dataset(task["csv"], format="csv")
    return sum(batch.num_rows for batch in dataset.to_batches())


def _acero(task: dict[str, Any], columns: list[str], *, distinct: bool = False) -> int:
    acero = importlib.import_module("pyarrow.acero")
    pads = importlib.import_module("pyarrow.dataset")
    field = importlib.import_module("pyarrow.compute").field

    def scanned(part: str) -> Any:
        options = acero.ScanNodeOptions(pads.dataset(task[part]), columns=columns)
        project = acero.ProjectNodeOptions([field(name) for name in columns], columns)
        steps = [acero.Declaration("scan", options), acero.Declaration("project", project)]
        if distinct:
            steps.append(
                acero.Declaration("aggregate", acero.AggregateNodeOptions([], keys=columns))
            )
        return acero.Declaration.from_sequence(steps)

    join = acero.HashJoinNodeOptions("left semi", left_keys=columns, right_keys=columns)
    joined = acero.Declaration("hashjoin", join, inputs=[scanned("train"), scanned("test")])
    with joined.to_reader() as reader:
        return sum(batch.num_rows for batch in reader)


_WORK: dict[tuple[str, str], Callable[[dict[str, Any]], int]] = {
    ("duckdb", "rows"): duckdb_rows,
    ("duckdb", "groups"): duckdb_groups,
    ("duckdb", "csv"): duckdb_csv,
    ("polars", "rows"): polars_rows,
    ("polars", "groups"): polars_groups,
    ("polars", "csv"): polars_csv,
    ("pyarrow", "rows"): pyarrow_rows,
    ("pyarrow", "groups"): pyarrow_groups,
    ("pyarrow", "csv"): pyarrow_csv,
}


if __name__ == "__main__":
    given = child()
    main() if given is None else work(given)
