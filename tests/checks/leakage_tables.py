"""Tables of every library for the tests of leakage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.parts import Parts
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.roles import Roles

pandas = pytest.importorskip("pandas")
pytest.importorskip("polars")
pytest.importorskip("duckdb")
arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

Make = Callable[..., Table]


@pytest.fixture(params=["pandas", "polars", "file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Give a function that makes a table of one library from columns."""

    def made(columns: Mapping[str, Any] | Any, name: str = "table") -> Table:
        frame = arrow.table(columns) if isinstance(columns, Mapping) else columns
        if request.param == "pandas":
            return Table.of(frame.to_pandas(), name)
        if request.param == "polars":
            import polars

            return Table.of(polars.from_arrow(frame), name)
        parquet.write_table(frame, tmp_path / f"{name}.parquet")
        return read(Project(tmp_path), f"{name}.parquet")

    return made


def parts(roles: Mapping[str, Any], *, recorded: bool = False, **tables: Table) -> Parts:
    """Return parts of the data; `champion_train` is called ``champion train``."""
    named = {name.replace("_", " "): table for name, table in tables.items()}
    return Parts(named, Roles.of(roles), recorded=recorded)
