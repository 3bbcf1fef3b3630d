"""The parts into which the data were divided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._table import Table, in_one_engine, nw
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.registry import provides

RECORDED = ("train", "validation", "test", "holdout")
_TRAINING = frozenset({"train", "champion train"})


@dataclass(frozen=True)
class Parts:
    """The parts of the data, and what their columns are for.

    Parameters
    ----------
    tables:
        ``train``, ``validation``, ``test``, ``champion train``: whichever there are.
    roles:
        Roles of their columns.
    recorded:
        Whether the parts come from a record of the split, which has no features.
    """

    tables: Mapping[str, Table]
    roles: Roles = field(default_factory=Roles)
    recorded: bool = False

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Pairs of parts that must not share anything, the earlier one first."""
        for one, two in combinations(self.tables, 2):
            if not {one, two} <= _TRAINING:
                yield one, two

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]


@provides
def parts(
    roles: Roles,
    train: Table | None = None,
    champion_train: Table | None = None,
    validation: Table | None = None,
    test: Table | None = None,
    splits: Table | None = None,
) -> Parts:
    """Provide the parts of the data: the configured tables, else the record of the split."""
    named = {
        "train": train,
        "champion train": champion_train,
        "validation": validation,
        "test": test,
    }
    tables = {name: table for name, table in named.items() if table is not None}
    if tables:
        return Parts(in_one_engine(tables), roles)
    if splits is None:
        raise InputAbsent(
            "no parts of the data: neither [inputs.train] and [inputs.test] nor a record of the "
            "split is there"
        )
    counted = splits.collect(splits.frame.group_by("part").agg(n=nw.len()).sort("part"))
    unknown = [row["part"] for row in counted if row["part"] not in RECORDED]
    if unknown:
        raise InputError(
            splits.source,
            key="part",
            found=f"{len(unknown)} other values or nulls",
            expected=f"one of {', '.join(RECORDED)}",
        )
    there = {row["part"] for row in counted}
    columns = splits.columns
    return Parts(
        {
            part: Table(splits.frame.filter(nw.col("part") == part), f"{splits.source} ({part})")
            for part in RECORDED
            if part in there
        },
        Roles(
            key=("row_id",),
            time="time" if "time" in columns else None,
            group=("group",) if "group" in columns else (),
            ignore=("part", "fold"),
        ),
        recorded=True,
    )
