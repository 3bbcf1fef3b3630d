"""Predictions of one model on evaluation rows, and two of them row by row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs._tables import as_frame
from pytest_mlgate.numeric import Array, BoolArray, FloatArray, IntArray, np, pandas

Label = str | int | float | bool
Task = Literal["binary", "multiclass", "regression"]


@dataclass(frozen=True)
class Predictions:
    """Evaluation rows with what a model said about them.

    Parameters
    ----------
    frame:
        A DataFrame, one row per evaluation row, with the standard columns ``row_id``,
        ``y_true``, ``y_pred``, ``score`` (of the favourable class), ``score_<class>``,
        ``weight``, ``cluster_id``, ``time``, as far as there are any, and others.
    source:
        What messages call it.
    favourable:
        The favourable label, ``None`` when it was not declared.
    threshold:
        Decides from the score where there is no ``y_pred``.
    task:
        The declared task, ``None`` when it was not declared.
    model_sha256, dataset_sha256:
        Hashes of the model and of the evaluation data, as far as they are known.
    """

    frame: Any
    source: str = "predictions"
    favourable: Label | None = None
    threshold: float | None = None
    task: Task | None = None
    model_sha256: str | None = None
    dataset_sha256: str | None = None

    @classmethod
    def of(cls, value: object) -> Predictions:
        """Take what a fixture or a test gives: predictions, or a table with their columns.

        The attributes ``favourable_label``, ``threshold`` and ``task`` in ``DataFrame.attrs``
        are used where they are set; without the first, the label 1 is favourable when all
        labels are 0 and 1.
        """
        if isinstance(value, cls):
            return value
        frame = as_frame(value, "predictions")
        said = getattr(value, "attrs", {})
        made = cls(
            frame,
            favourable=said.get("favourable_label"),
            threshold=said.get("threshold"),
            task=said.get("task"),
        )
        return made if made.favourable is not None else replace(made, favourable=_one(frame))

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.frame)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the rows."""
        hashed = pandas.util.hash_pandas_object(self.frame.astype(str), index=False)
        return hashlib.sha256(hashed.to_numpy().tobytes()).hexdigest()

    @cached_property
    def dataset(self) -> str | None:
        """Hash of the evaluation data: the declared one, else that of ids and observed values."""
        if self.dataset_sha256 is not None or not (self.has("row_id") and self.has("y_true")):
            return self.dataset_sha256
        table = self.frame[["row_id", "y_true"]].astype(str).sort_values("row_id")
        return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()

    def has(self, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.frame.columns

    def column(self, name: str) -> Array:
        """Return a column as it is.

        Raises
        ------
        InputError
            If there is no such column.
        Unmeasurable
            If there are no rows.
        """
        if not self.has(name):
            columns = list(self.frame.columns)
            raise InputError(
                self.source,
                key=name,
                found="no such column",
                expected=f"one of {', '.join(columns[:12])}{nearest(name, columns)}",
            )
        if not self.n:
            raise Unmeasurable(f"{self.source} has no rows")
        return np.asarray(self.frame[name].to_numpy())

    def labels(self, name: str) -> Array:
        """Return a column of labels, none of them missing.

        Raises
        ------
        InputError
            If there is no such column.
        Unmeasurable
            If a label is missing.
        """
        values = self.column(name)
        lacking = int(pandas.isna(values).sum())
        if lacking:
            raise Unmeasurable(
                f"{lacking} of {self.n} rows of {self.source} have no {name}: mend the export, "
                "or leave these rows out of it on purpose"
            )
        return values

    def numbers(self, name: str) -> FloatArray:
        """Return a column of numbers, all finite.

        Raises
        ------
        InputError
            If there is no such column, or it holds something else than numbers.
        Unmeasurable
            If a number is missing or not finite.
        """
        values = self.column(name)
        try:
            numbers = values.astype(np.float64)
        except (TypeError, ValueError):
            raise InputError(
                self.source, key=name, found="values that are no numbers", expected="numbers"
            ) from None
        bad = int((~np.isfinite(numbers)).sum())
        if bad:
            raise Unmeasurable(f"{bad} of {self.n} values of {name} in {self.source} are no number")
        return numbers

    @cached_property
    def y_true(self) -> Array:
        """The observed labels or values."""
        return self.labels("y_true")

    @cached_property
    def y_pred(self) -> Array:
        """The predicted labels or values; for a score with a threshold, whether it reaches it."""
        if not self.has("y_pred") and self.has("score") and self.threshold is not None:
            return self.score >= self.threshold
        return self.labels("y_pred")

    @cached_property
    def score(self) -> FloatArray:
        """The score of the favourable class."""
        named = f"score_{self.favourable}"
        return self.numbers("score" if self.has("score") or not self.has(named) else named)

    @cached_property
    def decisions(self) -> BoolArray:
        """Whether each row was given the favourable label."""
        if not self.has("y_pred") and self.threshold is not None:
            return np.asarray(self.y_pred, dtype=bool)
        return self._favourable("y_pred")

    @cached_property
    def positives(self) -> BoolArray:
        """Whether each row truly has the favourable label."""
        return self._favourable("y_true")

    @cached_property
    def ids(self) -> Array:
        """The row ids, each once.

        Raises
        ------
        InputError
            If there are none, or one is missing or there twice.
        """
        ids = self.column("row_id")
        if pandas.isna(ids).any():
            raise InputError(
                self.source, key="row_id", found="a row without id", expected="an id in every row"
            )
        repeated = pandas.Series(ids).duplicated().sum()
        if repeated:
            raise InputError(
                self.source,
                key="row_id",
                found=f"{repeated} ids that are there twice",
                expected="each id once",
            )
        return ids

    @cached_property
    def weights(self) -> FloatArray | None:
        """Row weights, all positive, or ``None``."""
        if not self.has("weight"):
            return None
        weights = self.numbers("weight")
        if (weights <= 0).any():
            raise InputError(
                self.source, key="weight", found="a weight that is not positive", expected="> 0"
            )
        return weights

    @cached_property
    def clusters(self) -> IntArray | None:
        """Number of the cluster of each row, from 0, or ``None``."""
        if not self.has("cluster_id"):
            return None
        return np.asarray(pandas.factorize(self.labels("cluster_id"))[0], dtype=np.int64)

    def take(self, rows: Array) -> Predictions:
        """Return some of the rows, given as positions or as truth values."""
        return replace(
            self,
            frame=self.frame.iloc[np.flatnonzero(rows)]
            if rows.dtype == bool
            else self.frame.iloc[rows],
        )

    def _favourable(self, name: str) -> BoolArray:
        if self.favourable is None:
            raise InputError(
                self.source,
                key="favourable label",
                found="none declared",
                expected="[inputs.predictions] favourable-label, the label people want to get",
            )
        labels = self.labels(name)
        chosen = np.asarray(labels == self.favourable, dtype=bool)
        is_text = isinstance(self.favourable, str)
        holds_text = labels.dtype.kind in "OUST" and any(isinstance(v, str) for v in labels)
        if not chosen.any() and is_text != holds_text:
            raise InputError(
                self.source,
                key=name,
                found=f"{'text' if holds_text else 'numbers'}, and the favourable label is "
                f"{'text' if is_text else 'a number'}",
                expected=f"labels among which {self.favourable!r} may be (text and numbers differ)",
            )
        return chosen


def paired(candidate: Predictions, baseline: Predictions) -> tuple[Predictions, Predictions]:
    """Return two sets of predictions on the same rows in the same order.

    Raises
    ------
    InputError
        If the row ids, the observed labels or the declared data hashes differ.
    """
    ours, theirs = candidate.ids, baseline.ids
    if ours.dtype != theirs.dtype:
        ours, theirs = ours.astype(str), theirs.astype(str)
    place = pandas.Index(theirs).get_indexer(ours)
    missing = int((place < 0).sum())
    if missing or len(ours) != len(theirs):
        raise InputError(
            f"{candidate.source} and {baseline.source}",
            key="row_id",
            found=f"{missing} of {len(ours)} rows of the first and "
            f"{len(theirs) - (len(ours) - missing)} of {len(theirs)} rows of the second "
            "without a partner",
            expected="the same rows: score both models on one holdout",
        )
    if (
        candidate.dataset_sha256
        and baseline.dataset_sha256
        and candidate.dataset_sha256 != baseline.dataset_sha256
    ):
        raise InputError(
            f"{candidate.source} and {baseline.source}",
            key="dataset_sha256",
            found="two different evaluation data sets",
            expected="one",
        )
    aligned = baseline.take(place)
    if candidate.has("y_true") and aligned.has("y_true"):
        differing = int((candidate.y_true != aligned.y_true).sum())
        if differing:
            raise InputError(
                f"{candidate.source} and {baseline.source}",
                key="y_true",
                found=f"{differing} rows whose observed values differ",
                expected="the same observed values in both",
            )
    return candidate, aligned


def _one(frame: Any) -> int | None:
    """Return 1 when every label is 0 or 1, which needs no declaration."""
    labels: set[object] = set()
    for name in ("y_true", "y_pred"):
        if name in frame.columns:
            labels |= set(pandas.unique(frame[name].dropna()))
    return 1 if labels and labels <= {0, 1} else None
