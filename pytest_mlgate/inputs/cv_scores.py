"""Scores of models over the folds of cross-validation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, cast

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._tables import as_frame, read_table
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import np, pandas
from pytest_mlgate.registry import provides

_COLUMNS = (
    "model", "metric", "direction", "repeat", "fold", "split_hash", "score", "n_train", "n_test",
)  # fmt: skip


@dataclass(frozen=True)
class CvScores:
    """One row per model, metric, repeat and fold.

    Parameters
    ----------
    frame:
        With the columns model, metric, direction, repeat, fold, split_hash, score, n_train
        and n_test.
    source:
        What messages call it.
    """

    frame: Any
    source: str = "cv scores"

    @classmethod
    def of(cls, value: object) -> CvScores:
        """Take what a fixture or a test gives: this, or a table."""
        return value if isinstance(value, cls) else cls._checked(value, "cv scores")

    @classmethod
    def _checked(cls, value: object, source: str) -> CvScores:
        frame = as_frame(value, source)
        for name in _COLUMNS:
            if name not in frame.columns:
                raise InputError(
                    source, key=name, found="no such column", expected=f"{', '.join(_COLUMNS)}"
                )
        for name in ("score", "n_train", "n_test"):
            if not pandas.api.types.is_numeric_dtype(frame[name]):
                raise InputError(source, key=name, found="text", expected="numbers")
        wrong = sorted(set(frame["direction"]) - {"higher", "lower"}, key=str)
        if wrong:
            raise InputError(
                source, key="direction", found=repr(wrong[0]), expected="higher or lower"
            )
        keys = ["model", "metric", "repeat", "fold"]
        if frame.duplicated(keys).any():
            raise InputError(
                source, key=", ".join(keys), found="a fold twice", expected="each fold once"
            )
        return cls(frame, source)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the table."""
        text = self.frame[list(_COLUMNS)].to_csv(index=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def models(self, metric: str) -> tuple[str, ...]:
        """Return the models with scores in a metric, in the order of the table."""
        chosen = self.frame[self.frame["metric"] == metric]
        return tuple(dict.fromkeys(map(str, chosen["model"])))

    def metrics(self) -> tuple[str, ...]:
        """Return the metrics, in the order of the table."""
        return tuple(dict.fromkeys(map(str, self.frame["metric"])))

    def direction(self, metric: str) -> Literal["higher", "lower"]:
        """Return which values of a metric are better."""
        found = set(self.frame.loc[self.frame["metric"] == metric, "direction"])
        if len(found) != 1:
            raise InputError(
                self.source, key="direction", found=f"{len(found)} directions of {metric}",
                expected="one",
            )  # fmt: skip
        return cast('Literal["higher", "lower"]', found.pop())

    def folds(self, model: str, metric: str) -> Any:
        """Return the rows of one model by (repeat, fold), in order."""
        frame = self.frame
        rows = frame[(frame["model"].astype(str) == model) & (frame["metric"] == metric)]
        if not len(rows):
            known = ", ".join(self.models(metric)) or "none"
            raise InputError(
                self.source, key="model", found=f"no {metric} of {model!r}", expected=known
            )
        return rows.set_index(["repeat", "fold"]).sort_index()

    def paired(self, candidate: str, base: str, metric: str) -> tuple[Any, Any]:
        """Return the folds of two models, which must be the same folds.

        Raises
        ------
        InputError
            If the folds or the hashes of their splits differ.
        """
        first, second = self.folds(candidate, metric), self.folds(base, metric)
        if not first.index.equals(second.index):
            raise InputError(
                self.source,
                key="repeat, fold",
                found=f"other folds for {candidate} than for {base}",
                expected="the same folds for both",
            )
        if not np.array_equal(
            first["split_hash"].astype(str).to_numpy(), second["split_hash"].astype(str).to_numpy()
        ):
            raise InputError(
                self.source,
                key="split_hash",
                found=f"other splits for {candidate} than for {base}",
                expected="the same rows in every fold",
            )
        return first, second


def fold_ratio(folds: Any) -> float:
    """Return rows in a test fold per row in its training part, over all folds."""
    return float((folds["n_test"] / folds["n_train"]).mean())


@provides(adapt=CvScores.of)
def cv_scores(project: Project, *, path: str | None = None) -> CvScores:
    """Provide the scores that ``[inputs.cv-scores]`` names.

    A row per model, metric, repeat and fold, with the columns model, metric, direction
    (higher or lower), repeat, fold, split_hash, score, n_train, n_test.

    Settings
    --------
    path : "cv_scores.csv"
        A CSV, Parquet, Feather, JSON or JSON-lines file.
    """
    where = project.find(path, "cv_scores.csv", what="cv scores", key="[inputs.cv-scores] path")
    return CvScores._checked(read_table(project, where), where)
