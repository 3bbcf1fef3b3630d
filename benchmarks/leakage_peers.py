r"""The checks of data leakage beside other tools that answer the same questions.

    python benchmarks/leakage_peers.py --rows 100000 1000000 \
        --peer deepchecks=ENV1/bin/python --peer leaklint=ENV2/bin/python \
        --peer leaklens=ENV3/bin/python

A peer is named with the interpreter of the environment where it is installed; one that is not
installed says so and is left out.  The training part has 15 normal and 5 categorical features, a
binary target, an id, a customer and a date; the test part has half as many rows.  Unless
``--clean`` is given, leaks are planted: half a percent of the test rows are training rows under a
new id, one percent of the test customers are training customers, one percent of the training rows
lie after the first test row, and two features tell the target (n13 by its order, n14 only by
being near zero).

Every tool answers every question in a process of its own.  The time begins after its imports and
includes reading the Parquet files; it is wall time and, in brackets, processor time, of which the
ratio is taken, because other load on the machine changes it least.  Import is processor time.
Questions: rows, groups, order in time, features that tell
the target, and all four in one process.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.metadata
import io
import json
import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _child import answer, child, measure, timed

NUMBERS = tuple(f"n{k}" for k in range(15))
CATEGORIES = tuple(f"c{k}" for k in range(5))
FEATURES = (*NUMBERS, *CATEGORIES)
QUESTIONS = ("rows", "groups", "time", "proxy", "all")
PACKAGES = {"deepchecks": "deepchecks", "leaklint": "leaklint", "leaklens": "leaklens-ml"}
ANSWERS = {
    "deepchecks": QUESTIONS,
    "leaklint": ("rows", "proxy", "all"),
    "leaklens": ("proxy", "all"),
}
"""What a peer can be asked on its own; leaklint and leaklens have one call for everything."""
OURS = "pytest-mlgate"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--repeats", type=int, default=2, help="the quickest counts")
    parser.add_argument("--clean", action="store_true", help="plant nothing")
    arguments = parser.parse_args()
    peers = dict(given.split("=", 1) for given in arguments.peer)
    if unknown := sorted(set(peers) - set(PACKAGES)):
        parser.error(f"unknown peers {', '.join(unknown)}; known are {', '.join(PACKAGES)}")
    present = {}
    for name in PACKAGES:
        if name not in peers:
            print(f"{name}: no --peer {name}=PYTHON, left out", flush=True)
            continue
        found = measure({"do": "version", "tool": name}, python=peers[name])
        if "error" in found:
            print(f"{name}: not usable, left out ({found['error']})")
        else:
            present[name] = peers[name]
            print(f"{name} {found['version']}, Python {found['python']}")
    print("\n| rows | question | tool | import | time | ratio to ours | peak memory | found |")
    print("|---|---|---|---|---|---|---|---|")
    for rows in arguments.rows:
        with tempfile.TemporaryDirectory() as folder:
            made = measure({"do": "make", "folder": folder, "rows": rows, "clean": arguments.clean})
            if "error" in made:
                raise SystemExit(f"the data cannot be made: {made['error']}")
            _compare(folder, rows, present, arguments.repeats)


def _compare(folder: str, rows: int, peers: dict[str, str], repeats: int) -> None:
    for question in QUESTIONS:
        task = {"question": question, "folder": folder}
        ours = measure({"do": OURS, **task}, repeats=repeats)
        _row(rows, question, OURS, ours, ours)
        for name, python in peers.items():
            if question in ANSWERS[name]:
                theirs = measure(
                    {"do": name, **task},
                    python=python,
                    repeats=repeats,
                    environment={"PYTHONPATH": ""},
                )
                _row(rows, question, name, theirs, ours)


def _row(rows: int, question: str, tool: str, one: dict[str, Any], ours: dict[str, Any]) -> None:
    head = f"| {rows:,} | {question} | {tool} |"
    if "error" in one:
        print(f"{head} - | - | - | - | {one['error']} |", flush=True)
        return
    ratio = one["processor"] / ours["processor"] if "processor" in ours else math.nan
    print(
        f"{head} {one['import']:.1f} s | {one['seconds']:.2f} s ({one['processor']:.2f}) | "
        f"{ratio:.1f} | "
        f"{one['peak']:.2f} GB | {one['found'].replace('|', '/')} |",
        flush=True,
    )


def work(task: dict[str, Any]) -> None:
    """Do what the parent asked for."""
    match task["do"]:
        case "version":
            package = PACKAGES[task["tool"]]
            import_all(_MODULES[task["tool"]])
            version = importlib.metadata.version(package)
            answer(version=version, python=sys.version.split()[0])
        case "make":
            make(Path(task["folder"]), task["rows"], clean=task["clean"])
        case tool:
            imported, _ = timed(lambda: import_all(_MODULES[tool]))
            silence = io.StringIO()
            with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
                took, found = timed(lambda: _TOOLS[tool](task["question"], Path(task["folder"])))
            answer(**took, found=found, **{"import": imported["processor"]})


def import_all(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)


def make(folder: Path, rows: int, *, clean: bool) -> None:
    """Write both parts, with or without leaks."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(1)
    parts = {}
    for part, n, first in (("train", rows, 0), ("test", rows // 2, rows)):
        frame = pd.DataFrame({name: rng.normal(size=n) for name in NUMBERS})
        for k, name in enumerate(CATEGORIES):
            frame[name] = np.char.add("level_", rng.integers(0, 10 + 5 * k, n).astype(str))
        signal = frame["n0"] + 0.5 * frame["n1"] - 0.5 * frame["n2"]
        frame["target"] = (signal + rng.logistic(size=n) > 0).astype(np.int64)
        frame["id"] = np.arange(first, first + n)
        frame["customer"] = frame["id"] // 4
        start = np.datetime64("2024-01-01" if part == "train" else "2025-01-01")
        frame["date"] = start + rng.integers(0, 365 * 86_400, n).astype("timedelta64[s]")
        if not clean:
            wrong = rng.random(n) < 0.002
            told = (frame["target"] == 1) ^ wrong
            frame["n13"] = told * 4.0 + 0.5 * rng.normal(size=n)
            near, far = rng.uniform(-0.5, 0.5, n), rng.uniform(0.6, 3, n)
            frame["n14"] = np.where(told, near, far * rng.choice([-1, 1], n))
        parts[part] = frame
    train, test = parts["train"], parts["test"]
    if not clean:
        copies = rng.choice(len(test), len(test) // 200, replace=False)
        columns = [*FEATURES, "target"]
        test.loc[copies, columns] = train.loc[copies, columns].to_numpy()
        test = test.astype({**dict.fromkeys(NUMBERS, "float64"), "target": "int64"})
        own = test["customer"]
        test["customer"] = own.where(own % 100 > 0, own - rows // 4)
        late = rng.choice(len(train), len(train) // 100, replace=False)
        train.loc[late, "date"] += np.timedelta64(365, "D")
    for part, frame in (("train", train), ("test", test)):
        frame.to_parquet(folder / f"{part}.parquet", index=False)
    answer()


def ours(question: str, folder: Path) -> str:
    """Ask the checks of this project."""
    from datetime import UTC, datetime

    from pytest_mlgate.checks import leakage
    from pytest_mlgate.inputs._table import read
    from pytest_mlgate.inputs.parts import Parts
    from pytest_mlgate.inputs.project import Project
    from pytest_mlgate.inputs.roles import Roles

    project = Project(folder)
    tables = {part: read(project, f"{part}.parquet") for part in ("train", "test")}
    roles = Roles(target="target", key=("id",), group=("customer",), time="date")
    inputs = {
        "parts": Parts(tables, roles),
        "train": tables["train"],
        "roles": roles,
        "clock": datetime(2027, 1, 1, tzinfo=UTC),
    }
    names = {
        "rows": "row_overlap", "groups": "group_overlap", "time": "temporal_order",
        "proxy": "target_proxy",
    }  # fmt: skip
    said = []
    for asked, name in names.items():
        if question in (asked, "all"):
            module = importlib.import_module(f"{leakage.__name__}.{name}")
            verdict = getattr(module, name).run(inputs)
            about = "; ".join(finding.message for finding in verdict.findings)
            said.append(f"{asked} {verdict.outcome.name}{f': {about}' if about else ''}")
    return ". ".join(said)


def deepchecks(question: str, folder: Path) -> str:
    """Ask the checks of deepchecks, each with the default of its condition."""
    pandas = importlib.import_module("pandas")
    tabular = importlib.import_module("deepchecks.tabular")
    checks = importlib.import_module("deepchecks.tabular.checks")

    def dataset(part: str) -> Any:
        frame = pandas.read_parquet(folder / f"{part}.parquet")
        return tabular.Dataset(
            frame,
            label="target",
            features=list(FEATURES),
            cat_features=list(CATEGORIES),
            index_name="customer",
            datetime_name="date",
        )

    train, test = dataset("train"), dataset("test")
    mix = checks.TrainTestSamplesMix().add_condition_duplicates_ratio_less_or_equal()
    index = checks.IndexTrainTestLeakage().add_condition_ratio_less_or_equal()
    dates = checks.DateTrainTestLeakageOverlap().add_condition_leakage_ratio_less_or_equal()
    power = checks.FeatureLabelCorrelation().add_condition_feature_pps_less_than()
    asked: dict[str, Callable[[], Any]] = {
        "rows": lambda: mix.run(train, test),
        "groups": lambda: index.run(train, test),
        "time": lambda: dates.run(train, test),
        "proxy": lambda: power.run(train),
    }
    said = []
    for name, call in asked.items():
        if question in (name, "all"):
            result = call()
            about = "; ".join(str(condition.details) for condition in result.conditions_results)
            said.append(f"{name} {'PASS' if result.passed_conditions() else 'FAIL'}: {about}")
    return ". ".join(said)


def leaklint(question: str, folder: Path) -> str:
    """Ask leaklint, whose one call looks at whatever it is given."""
    pandas = importlib.import_module("pandas")
    tool = importlib.import_module("leaklint")
    train, test = (pandas.read_parquet(folder / f"{part}.parquet") for part in ("train", "test"))
    x, x_test, y, y_test = (
        train[list(FEATURES)], test[list(FEATURES)], train["target"], test["target"],
    )  # fmt: skip
    match question:
        case "rows":
            report = tool.detect_leakage(x, X_test=x_test)
        case "proxy":
            report = tool.detect_leakage(x, y)
        case _:
            report = tool.detect_leakage(
                x, y, x_test, y_test,
                groups_train=train["customer"], groups_test=test["customer"],
                time_train=train["date"], time_test=test["date"],
            )  # fmt: skip
    findings = report.to_dict()["findings"]
    return "; ".join(f"[{one['severity']}] {one['message']}" for one in findings) or "clean"


def leaklens(question: str, folder: Path) -> str:
    """Ask the command of leaklens, which takes the files as they are."""
    command = importlib.import_module("leaklens.cli").main
    options = [str(folder / "train.parquet"), "--target", "target", "--json"]
    if question == "all":
        options += ["--test", str(folder / "test.parquet"), "--time", "date"]
        options += ["--group", "customer"]
    said = io.StringIO()
    sys.argv = ["leaklens", *options]
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        command()
    return " ".join(_leaklens_findings(said.getvalue()).split())


def _leaklens_findings(text: str) -> str:
    try:
        report = json.loads(text)
    except json.JSONDecodeError:
        return text
    findings = report["findings"] if isinstance(report, dict) else report
    return "; ".join(" ".join(str(value) for value in one.values()) for one in findings) or "clean"


_MODULES = {
    OURS: (
        "duckdb", "narwhals", "numpy", "pandas", "pyarrow.parquet",
        "pytest_mlgate.checks.leakage.row_overlap", "pytest_mlgate.checks.leakage.group_overlap",
        "pytest_mlgate.checks.leakage.temporal_order", "pytest_mlgate.checks.leakage.target_proxy",
    ),
    "deepchecks": ("deepchecks.tabular.checks", "pyarrow.parquet"),
    "leaklint": ("leaklint", "pandas", "pyarrow.parquet"),
    "leaklens": ("leaklens.cli", "pandas", "pyarrow.parquet"),
}  # fmt: skip
_TOOLS: dict[str, Callable[[str, Path], str]] = {
    OURS: ours,
    "deepchecks": deepchecks,
    "leaklint": leaklint,
    "leaklens": leaklens,
}


if __name__ == "__main__":
    given = child()
    main() if given is None else work(given)
