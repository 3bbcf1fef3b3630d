"""A seeded sample of training rows, each with its entity and its moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.extras import require
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import (
    MISSING,
    NAIVE,
    UNREADABLE,
    ZONED,
    moments,
    refuse_unreadable,
)
from pytest_mlgate.numeric import np
from pytest_mlgate.verdict import Finding, Outcome

_NOBODY = -1
_PICK = "mlgate_pick"


@dataclass(frozen=True)
class Sample:
    """Sampled rows that have an entity and a moment.

    Parameters
    ----------
    frame:
        The rows, as a pandas DataFrame.
    at:
        Their moments as numbers.
    counts:
        State -> rows drawn, those without an entity under -1.
    """

    frame: Any
    entity: str
    column: str
    at: Any
    source: str
    drawn: int
    counts: Mapping[int, int]
    number: bool

    @classmethod
    def of(
        cls, train: Table, entity: str, at: str, names: Sequence[str], rows: int, seed: int
    ) -> Sample:
        """Draw so many rows, the same ones for the same seed."""
        columns = tuple(dict.fromkeys([entity, at, *names]))
        made = moments(Table(train.frame.select(*columns), train.source), (at,))
        frame = _sampled(made.table, (entity, at), rows, seed)
        states = frame["mlgate_s0"].to_numpy(dtype=int)
        counts = {s: int((states == s).sum()) for s in (NAIVE, ZONED, MISSING, UNREADABLE)}
        refuse_unreadable(
            train.source, at, unreadable=counts[UNREADABLE], readable=counts[NAIVE] + counts[ZONED]
        )
        nobody = frame[entity].isna().to_numpy(dtype=bool)
        counts[_NOBODY] = int(nobody.sum())
        whole = frame[~nobody & np.isin(states, (NAIVE, ZONED))]
        return cls(
            frame=whole,
            entity=entity,
            column=at,
            at=whole[made.name(at)].to_numpy(dtype=float),
            source=train.source,
            drawn=len(frame),
            counts=counts,
            number=bool(made.numbers),
        )

    @property
    def n(self) -> int:
        """Number of rows that can be looked at."""
        return len(self.frame)

    @property
    def zones(self) -> dict[str, tuple[bool, bool]]:
        """Whether there are moments without, and with, a zone."""
        name = f"{self.source}, {self.column}"
        return {} if self.number else {name: (self.counts[NAIVE] > 0, self.counts[ZONED] > 0)}

    def findings(self) -> Iterator[Finding]:
        """Yield what kept rows from being looked at."""
        said = (
            (MISSING, f"have no time in the column {self.column}"),
            (UNREADABLE, f"have a time that cannot be read in the column {self.column}"),
            (_NOBODY, f"have no {self.entity}"),
        )
        for state, what in said:
            if self.counts[state]:
                yield unplaced(
                    f"{self.counts[state]} of {self.drawn} sampled rows {what}", "missing"
                )


def unplaced(message: str, rule: str) -> Finding:
    """Return the finding about what could not be looked at."""
    return Finding(message=message, rule=rule, outcome=Outcome.INCONCLUSIVE)


def _sampled(table: Table, by: Sequence[str], rows: int, seed: int) -> Any:
    """Return a seeded sample of rows as a pandas DataFrame, whatever the size of the table.

    Where rows have an order, positions are drawn; where they have none, the rows with the
    smallest hashes of `by` are taken, which are the same in any order.
    """
    frame = table.frame
    implementation = str(frame.implementation.name)
    if implementation == "DUCKDB":
        native = frame.to_native()
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in by)
        native = native.project(f"*, hash({names}, {seed}) AS {_PICK}").order(_PICK).limit(rows)
        return Table(nw.from_native(native).lazy(), table.source).to_pandas()
    if implementation == "PYSPARK":
        functions = require("pyspark.sql.functions", extra="spark", purpose="look at Spark frames")
        hashed = functions.xxhash64(
            *(functions.col(f"`{name}`") for name in by), functions.lit(seed)
        )
        native = frame.to_native().withColumn(_PICK, hashed).orderBy(_PICK).limit(rows)
        return Table(nw.from_native(native).lazy(), table.source).to_pandas()
    if implementation == "DASK":
        share = min(1.0, 2 * rows / max(table.n, 1))
        native = frame.to_native().sample(frac=share, random_state=seed).compute()
        return native.head(rows).reset_index(drop=True)
    drawn = np.random.default_rng(seed).choice(table.n, size=min(rows, table.n), replace=False)
    return frame.collect()[sorted(int(at) for at in drawn)].to_pandas().reset_index(drop=True)
