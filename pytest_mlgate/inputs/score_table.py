"""Scores of several models on several data sets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._tables import as_frame, read_table
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import FloatArray, np, pandas
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class ScoreTable:
    """A table with one row per data set and one column per model."""

    frame: Any
    source: str = "score table"

    @classmethod
    def of(cls, value: object) -> ScoreTable:
        """Take what a fixture or a test gives: this, or a table."""
        return value if isinstance(value, cls) else cls._checked(value, "score table")

    @classmethod
    def _checked(cls, value: object, source: str) -> ScoreTable:
        frame = as_frame(value, source)
        if "dataset" in frame.columns:
            if frame["dataset"].duplicated().any():
                raise InputError(
                    source, key="dataset", found="a data set twice", expected="each once"
                )
            frame = frame.set_index("dataset")
        for name in frame.columns:
            if not pandas.api.types.is_numeric_dtype(frame[name]):
                raise InputError(source, key=name, found="text", expected="a score per data set")
        return cls(frame, source)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the table."""
        return hashlib.sha256(self.frame.to_csv().encode()).hexdigest()

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the models."""
        return tuple(self.frame.columns)

    @property
    def scores(self) -> FloatArray:
        """Shape (data sets, models), as they stand."""
        return np.asarray(self.frame.to_numpy(dtype=float))


@provides(adapt=ScoreTable.of)
def score_table(project: Project, *, path: str | None = None) -> ScoreTable:
    """Provide the scores that ``[inputs.score-table]`` names.

    One row per data set, named in a column ``dataset``, and one column per model.

    Settings
    --------
    path : "scores.csv"
        A CSV, Parquet, Feather, JSON or JSON-lines file.
    """
    where = project.find(path, "scores.csv", what="score table", key="[inputs.score-table] path")
    return ScoreTable._checked(read_table(project, where), where)
