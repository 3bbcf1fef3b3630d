"""The same verdict in Spark and Dask as in pandas."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from leakage_tables import parts

from pytest_mlgate.inputs._table import Table
from pytest_mlgate.verdict import Verdict
from support import find_check

pandas = pytest.importorskip("pandas")
pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)

Make = Callable[[Any, str], Table]
NOW = datetime(2026, 6, 1)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Start one small Spark session for all tests, or say what it lacks."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed (pip: pyspark)")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17, and there is no java on the PATH")
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .appName("mlgate")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]
    else:
        os.environ["PYSPARK_PYTHON"] = before


def in_spark(session: Any, frame: Any) -> Any:
    """Hand rows over one by one; the bridge from pandas 3 warns of itself."""
    kinds = {"i": "bigint", "f": "double", "b": "boolean", "M": "timestamp_ntz"}
    schema = ", ".join(f"`{n}` {kinds.get(t.kind, 'string')}" for n, t in frame.dtypes.items())
    columns = [
        [None if v is None or v != v else v for v in column.tolist()] for _, column in frame.items()
    ]
    rows = [
        tuple(v.to_pydatetime() if hasattr(v, "to_pydatetime") else v for v in row)
        for row in zip(*columns, strict=True)
    ]
    return session.createDataFrame(rows, schema)


def in_dask(frame: Any, name: str) -> Table:
    dask = pytest.importorskip("dask.dataframe")
    return Table.of(dask.from_pandas(frame, npartitions=2), name)


@pytest.fixture(params=["dask", "spark"])
def make(request: pytest.FixtureRequest) -> Make:
    """Give a function that makes a table of a library that spreads its work."""
    if request.param == "dask":
        return in_dask
    session = request.getfixturevalue("spark")
    return lambda frame, name: Table.of(in_spark(session, frame), name)


def in_pandas(frame: Any, name: str) -> Table:
    return Table.of(frame, name)


def day(number: int) -> datetime:
    return datetime(2026, 1, 1) + timedelta(days=number)


def frame(numbers: range, *, first: int = 0, **columns: Any) -> Any:
    """Return rows with a key, a group, a time, and features of every kind."""
    return pandas.DataFrame(
        {
            "id": list(numbers),
            "patient": [f"p{n // 2}" for n in numbers],
            "t": [day(n + first) for n in numbers],
            "x": [n / 7 for n in numbers],
            "word": [f"é{n} " for n in numbers],
            "flag": [n % 2 == 0 for n in numbers],
            **columns,
        }
    )


ROLES = {"key": "id", "group": "patient", "time": "t"}
TRAIN = frame(range(20))
CASES: dict[str, Any] = {
    "parts of their own": frame(range(20, 30)),
    "the same rows": TRAIN.tail(6).reset_index(drop=True),
    "copies under other keys": frame(
        range(20, 26), x=[n / 7 for n in range(6)], word=[f"e\u0301{n}" for n in range(6)],
        flag=[n % 2 == 0 for n in range(6)],
    ),
    "near copies": frame(
        range(20, 26), x=[n / 7 + 1e-9 for n in range(6)], word=[f"é{n}" for n in range(6)],
        flag=[n % 2 == 0 for n in range(6)],
    ),
    "shared groups": frame(range(20, 24), patient=["p1", " p1", "p3 ", "q"]),
    "missing groups": frame(range(20, 23), patient=["q", "", None]),
    "earlier rows": frame(range(20, 24), first=-15),
    "a row after now": frame(range(20, 22), first=500),
}  # fmt: skip
CHECKS = ("row-overlap", "group-overlap", "temporal-order")


def verdict_of(check: str, test: Any, make: Make, *, edges: Any = None) -> Verdict:
    tables = {"train": make(TRAIN, "train"), "test": make(test, "test")}
    inputs: dict[str, object] = {"parts": parts(ROLES, **tables)}
    if check == "temporal-order":
        inputs["clock"] = NOW.astimezone()
    if edges is not None:
        inputs["edges"] = make(edges, "edges")
    return find_check(f"leakage.{check}").run(inputs, {})


def seen(verdict: Verdict) -> Any:
    return (
        verdict.outcome,
        verdict.summary,
        sorted((f.rule, f.message, str(f.outcome)) for f in verdict.findings),
        [(e.name, e.value, e.n) for e in verdict.estimates],
    )


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("case", CASES)
def test_the_verdict_is_that_of_pandas(make: Make, check: str, case: str) -> None:
    expected = verdict_of(check, CASES[case], in_pandas)
    assert expected.outcome != "ERROR"
    assert seen(verdict_of(check, CASES[case], make)) == seen(expected)


@pytest.mark.parametrize("case", ["parts of their own", "shared groups"])
def test_groups_in_dask(case: str) -> None:
    expected = verdict_of("group-overlap", CASES[case], in_pandas)
    assert seen(verdict_of("group-overlap", CASES[case], in_dask)) == seen(expected)


def test_the_cases_have_every_outcome() -> None:
    outcomes = {
        (check, str(verdict_of(check, test, in_pandas).outcome))
        for check in CHECKS
        for test in CASES.values()
    }
    assert outcomes == {
        ("row-overlap", "PASS"),
        ("row-overlap", "WARN"),
        ("row-overlap", "FAIL"),
        ("group-overlap", "PASS"),
        ("group-overlap", "FAIL"),
        ("group-overlap", "INCONCLUSIVE"),
        ("temporal-order", "PASS"),
        ("temporal-order", "FAIL"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("end", ["p21", "p99"])
def test_edges_between_parts(make: Make, end: str) -> None:
    edges = pandas.DataFrame({"from": ["p1", "p2"], "to": [end, "p3"]})
    test = frame(range(40, 46))
    expected = verdict_of("group-overlap", test, in_pandas, edges=edges)
    assert expected.outcome == ("FAIL" if end == "p21" else "PASS")
    assert seen(verdict_of("group-overlap", test, make, edges=edges)) == seen(expected)


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
def test_no_rows_are_inconclusive(make: Make, check: str) -> None:
    tables = {
        name: Table(make(rows, name).frame.filter(keep), name)
        for name, rows, keep in (("train", TRAIN, _all()), ("test", TRAIN, ~_all()))
    }
    inputs: dict[str, object] = {"parts": parts(ROLES, **tables)}
    if check == "temporal-order":
        inputs["clock"] = NOW.astimezone()
    assert find_check(f"leakage.{check}").run(inputs, {}).outcome == "INCONCLUSIVE"


def _all() -> Any:
    from pytest_mlgate.inputs._table import nw

    return nw.col("id") >= 0


@pytest.mark.slow
def test_point_in_time(make: Make) -> None:
    events = pandas.DataFrame(
        {
            "key": [f"p{n % 10}" for n in range(40)],
            "event_time": [day(n - 60) for n in range(40)],
            "known_at": [day(n - 60) for n in range(40)],
            "value": [float(n) for n in range(40)],
            "feature": ["visits"] * 40,
        }
    )
    rows = pandas.DataFrame(
        {
            "patient": [f"p{n % 10}" for n in range(60)],
            "t": [day(n) for n in range(60)],
            "visits": [30.0 + n % 10 for n in range(60)],
        }
    )
    check = find_check("leakage.point-in-time")
    from pytest_mlgate.inputs.roles import Roles

    for late, outcome in ((0.0, "PASS"), (1.0, "FAIL")):
        changed = rows.assign(visits=rows["visits"] + late)
        found = [
            check.run(
                {
                    "train": library(changed, "train"),
                    "event_log": library(events, "events"),
                    "roles": Roles.of({"group": "patient", "time": "t"}),
                },
                {},
            )
            for library in (in_pandas, make)
        ]
        assert [str(verdict.outcome) for verdict in found] == [outcome, outcome]
        assert found[0].summary == found[1].summary
