"""Ids of the rows that models were trained on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._tables import as_frame, read_table
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import Array, np
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class TrainingIds:
    """Row ids, of one model or of several together."""

    ids: Array
    source: str = "training ids"

    @classmethod
    def of(cls, value: object) -> TrainingIds:
        """Take what a fixture or a test gives: this, a list, or a table with ``row_id``."""
        if isinstance(value, cls):
            return value
        if isinstance(value, list | tuple | set | np.ndarray):
            return cls(np.asarray(list(value)))
        return cls(_column(as_frame(value, "training ids"), "training ids"))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the ids in order."""
        text = "\0".join(sorted(map(str, self.ids)))
        return hashlib.sha256(text.encode()).hexdigest()

    def count(self, ids: Array) -> int:
        """Return how many of some ids are among these, as text."""
        return int(np.isin(ids.astype(str), self.ids.astype(str)).sum())


@provides(adapt=TrainingIds.of)
def training_ids(project: Project, *, path: str | None = None) -> TrainingIds:
    """Provide the ids of training rows that ``[inputs.training-ids]`` names.

    Settings
    --------
    path : none
        A CSV, Parquet, Feather, JSON or JSON-lines file with a column ``row_id``.
    """
    if path is None:
        raise InputAbsent("no ids of training rows: [inputs.training-ids] path names none")
    return TrainingIds(_column(read_table(project, path), path), path)


def _column(frame: object, source: str) -> Array:
    columns = getattr(frame, "columns", ())
    if "row_id" not in columns:
        raise InputError(source, key="row_id", found="no such column", expected="ids of rows")
    return np.asarray(frame["row_id"].to_numpy())  # type: ignore[index]
