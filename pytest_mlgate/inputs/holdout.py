"""The evaluation data on which models are scored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError, nearest
from pytest_mlgate.inputs._tables import as_frame, read_table
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Holdout:
    """Evaluation data.

    Parameters
    ----------
    frame:
        A DataFrame: features, and ``row_id`` and ``y_true`` under these names.
    drop:
        Further columns that are no features.
    source:
        What messages call it.
    sha256:
        Hash of the file, ``None`` when it is none.
    """

    frame: Any
    drop: tuple[str, ...] = ()
    source: str = "holdout"
    sha256: str | None = None

    @classmethod
    def of(cls, value: object) -> Holdout:
        """Take what a fixture or a test gives: this, or a table."""
        return value if isinstance(value, cls) else cls(as_frame(value, "holdout"))

    @property
    def fingerprint(self) -> str:
        """The hash of the file, empty when it is none."""
        return self.sha256 or ""

    @cached_property
    def features(self) -> Any:
        """The columns that a model gets."""
        other = {"row_id", "y_true", *self.drop}
        return self.frame[[name for name in self.frame.columns if name not in other]]

    @cached_property
    def rows(self) -> Any:
        """Everything but the predictions, with a ``row_id``."""
        frame = self.frame.copy()
        if "row_id" not in frame.columns:
            frame.insert(0, "row_id", np.arange(len(frame)))
        return frame


@provides(adapt=Holdout.of)
def holdout(
    project: Project,
    *,
    path: str | None = None,
    target: str = "y_true",
    id: str | None = None,
    drop: tuple[str, ...] = (),
) -> Holdout:
    """Provide the evaluation data that ``[inputs.holdout]`` names.

    Settings
    --------
    path : none
        A CSV, Parquet, Feather, JSON or JSON-lines file.
    target : "y_true"
        Column of the observed label or value.
    id : none
        Column that identifies a row; by default its position.
    drop : []
        Columns that no model gets, such as sensitive attributes.
    """
    if path is None:
        raise InputAbsent("no evaluation data: [inputs.holdout] path names none")
    frame = read_table(project, path)
    for key, column in (("target", target), ("id", id), *(("drop", name) for name in drop)):
        if column is not None and column not in frame.columns:
            raise InputError(
                path,
                key=column,
                found="no such column",
                expected=f"the column that [inputs.holdout] {key} names"
                f"{nearest(column, frame.columns)}",
            )
    frame = frame.rename(columns={target: "y_true", **({id: "row_id"} if id else {})})
    sha256, _ = files.digest(project.root, path)
    return Holdout(frame, drop, path, sha256)
