"""Sensitive attributes of the evaluation rows, where they are kept apart from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError, nearest
from pytest_mlgate.inputs._predictions import Predictions
from pytest_mlgate.inputs._tables import as_frame, read_table, renamed
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import Array, np, pandas
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Sensitive:
    """A table of attributes per row.

    Parameters
    ----------
    frame:
        A DataFrame with ``row_id`` (or in the order of the predictions) and one column per
        attribute.
    source:
        What messages call it.
    """

    frame: Any
    source: str = "sensitive attributes"

    @classmethod
    def of(cls, value: object) -> Sensitive:
        """Take what a fixture or a test gives: this, or a table."""
        return value if isinstance(value, cls) else cls(as_frame(value, "sensitive attributes"))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the rows."""
        hashed = pandas.util.hash_pandas_object(self.frame.astype(str), index=False)
        return hashlib.sha256(hashed.to_numpy().tobytes()).hexdigest()


@provides(adapt=Sensitive.of)
def sensitive(
    project: Project, *, path: str | None = None, columns: dict[str, str] | None = None
) -> Sensitive:
    """Provide the table of sensitive attributes that ``[inputs.sensitive]`` names.

    Only needed where they do not stand in the predictions themselves.  Rows are matched by
    ``row_id``; a row without a partner counts as missing and is shown.

    Settings
    --------
    path : none
        A CSV, Parquet, Feather, JSON or JSON-lines file.
    columns : {}
        Standard name -> name in the file.
    """
    if path is None:
        raise InputAbsent("no table of sensitive attributes: [inputs.sensitive] path names none")
    frame = read_table(project, path)
    return Sensitive(
        renamed(frame, columns or {}, path, setting="[inputs.sensitive] columns"), path
    )


def attribute(predictions: Predictions, sensitive: Sensitive | None, name: str) -> Array:
    """Return the attribute of every row of the predictions, ``None`` where it is missing.

    The predictions' own column is taken where they have it.

    Raises
    ------
    InputError
        If neither table has the column, an id is there twice, or no id matches.
    """
    if predictions.has(name) or sensitive is None:
        values = pandas.Series(predictions.column(name))
    else:
        values = _joined(predictions, sensitive, name)
    return np.asarray(values.astype(object).where(values.notna(), None).to_numpy())


def _joined(predictions: Predictions, sensitive: Sensitive, name: str) -> Any:
    frame, source = sensitive.frame, sensitive.source
    if name not in frame.columns:
        raise InputError(
            source,
            key=name,
            found="no such column",
            expected=f"the attribute{nearest(name, frame.columns)}",
        )
    if "row_id" not in frame.columns:
        if len(frame) == len(predictions):
            return frame[name].reset_index(drop=True)
        raise InputError(
            source, key="row_id", found="no such column", expected="the ids of the predictions"
        )
    if frame["row_id"].duplicated().any():
        raise InputError(
            source, key="row_id", found="an id that is there twice", expected="each id once"
        )
    ours, theirs = predictions.ids, frame["row_id"].to_numpy()
    if ours.dtype != theirs.dtype:
        ours, theirs = ours.astype(str), theirs.astype(str)
    place = pandas.Index(theirs).get_indexer(ours)
    if (place < 0).all():
        raise InputError(
            source, key="row_id", found="no id of the predictions", expected="the same ids"
        )
    values = frame[name].astype(object).to_numpy()[place]
    values[place < 0] = None
    return pandas.Series(values)
