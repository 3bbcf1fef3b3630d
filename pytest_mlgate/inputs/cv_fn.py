"""The project's complete cross-validated procedure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import FloatArray, np
from pytest_mlgate.registry import provides


class CvFailed(MlgateError):
    """The function raised or returned something else than a score for every row."""


@dataclass(frozen=True)
class CvFn:
    """A function ``cross_validate(X, y)`` that returns out-of-fold scores.

    Parameters
    ----------
    function:
        What is called.
    path:
        What messages call it.
    root:
        The project root, from which the function may import on every call.
    """

    function: Callable[..., Any]
    path: str = "the cross-validation"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> CvFn:
        """Take what a fixture or a test gives: this, or a function."""
        if isinstance(value, cls):
            return value
        if not callable(value):
            raise InputError("cv function", found=type(value).__name__, expected="a function")
        return cls(value, getattr(value, "__name__", "the cross-validation"))

    def __call__(self, features: Any, target: Any) -> FloatArray:
        """Return the scores as an array with a row for every row; NaN was never out of fold.

        Raises
        ------
        CvFailed
            If the function raises, or returns no number for every row.
        """
        imports = _callables.importing_from(self.root) if self.root else nullcontext()
        with imports:
            try:
                answer = self.function(features.copy(deep=True), target.copy(deep=True))
            except Exception as error:  # whatever the user's function raises
                what = _callables.describe(error, self.root or Path.cwd())
                raise CvFailed(
                    f"{self.path} raised {what} (its message is not shown: it may hold data)"
                ) from error
        try:
            scores: FloatArray = np.asarray(answer, dtype=float)
        except (TypeError, ValueError):
            raise CvFailed(
                f"{self.path} returned {type(answer).__name__} that is no array of numbers; "
                "expected an out-of-fold score for every row"
            ) from None
        if scores.ndim not in {1, 2} or scores.shape[0] != len(target):
            raise CvFailed(
                f"{self.path} returned scores of shape {scores.shape} for {len(target)} rows; "
                "expected one for every row, or one for every row and class"
            )
        return scores[:, 0] if scores.ndim == 2 and scores.shape[1] == 1 else scores


@provides(adapt=CvFn.of, runs_code=True)
def cv_fn(project: Project, *, path: str | None = None) -> CvFn:
    """Provide the cross-validated procedure that ``[inputs.cv-fn] path`` names.

    It is called as ``cross_validate(X, y)`` with a DataFrame and a Series, does all that the
    project does (feature generation, selection, tuning, fit) and returns the out-of-fold
    scores in the order of the rows: probabilities or scores of the second class in sorted
    order, a column per class, or predicted numbers.  A row that is in no test fold has NaN.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(
        path, table="cv-fn", example="train:cross_validate", what="cross-validated procedure"
    )
    return CvFn(_callables.load(project.root, name, table="cv-fn"), name, project.root)
