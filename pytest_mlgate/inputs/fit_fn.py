"""The project's preprocessing, selection and fit, called with the rows to learn from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import Array, pandas
from pytest_mlgate.registry import provides


class FitFailed(MlgateError):
    """The function raised, or what it returned cannot be used."""


@dataclass(frozen=True)
class Fit:
    """What one call gave.

    Parameters
    ----------
    fitted:
        The object that was fitted.
    transformed:
        A DataFrame with a row for each row of the frame or for each training row, ``None``
        where nothing is transformed.
    """

    fitted: Any
    transformed: Any = None


@dataclass(frozen=True)
class FitFn:
    """A function ``fit(frame, train_index)``.

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
    path: str = "the fit function"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> FitFn:
        """Take what a fixture or a test gives: this, or a function."""
        if isinstance(value, cls):
            return value
        if not callable(value):
            raise InputError("fit function", found=type(value).__name__, expected="a function")
        return cls(value, getattr(value, "__name__", "the fit function"))

    def __call__(self, frame: Any, train_index: Array) -> Fit:
        """Fit on a copy of `frame`, of which only the rows `train_index` may be learnt from.

        Parameters
        ----------
        frame:
            A DataFrame with the index 0 to n - 1, so that positions and labels agree.
        train_index:
            The training rows, in order.

        Raises
        ------
        FitFailed
            If the function or the transformation raises, or returns no table.
        """
        imports = _callables.importing_from(self.root) if self.root else nullcontext()
        with imports:
            try:
                answer = self.function(frame.copy(deep=True), train_index.copy())
            except Exception as error:  # whatever the user's function raises
                raise FitFailed(self._raised("", error)) from error
            if isinstance(answer, tuple) and len(answer) == 2:
                return Fit(answer[0], self._table(answer[1]))
            if not callable(getattr(answer, "transform", None)):
                return Fit(answer)
            names = [str(name) for name in getattr(answer, "feature_names_in_", ())]
            known = frame[names] if names and set(names) <= set(frame.columns) else frame
            try:
                return Fit(answer, self._table(answer.transform(known.copy(deep=True))))
            except FitFailed:
                raise
            except Exception as error:  # whatever the user's object raises
                advice = "; return (object, matrix), or (object, None) if there is none"
                raise FitFailed(self._raised(": transform(frame)", error) + advice) from error

    def _raised(self, what: str, error: Exception) -> str:
        place = _callables.describe(error, self.root or Path.cwd())
        return f"{self.path}{what} raised {place} (its message is not shown: it may hold data)"

    def _table(self, value: Any) -> Any:
        if value is None or isinstance(value, pandas.DataFrame):
            return value
        if isinstance(value, pandas.Series):
            return value.to_frame()
        if hasattr(value, "toarray"):
            value = value.toarray()
        if getattr(value, "ndim", 0) in {1, 2}:
            return pandas.DataFrame(value)
        raise FitFailed(
            f"{self.path} transformed the frame to {type(value).__name__}; expected a table"
        )


@provides(adapt=FitFn.of, runs_code=True)
def fit_fn(project: Project, *, path: str | None = None) -> FitFn:
    """Provide the fit function that ``[inputs.fit-fn] path`` names.

    It is called as ``fit(frame, train_index)`` with a DataFrame and an array of the rows it may
    learn from, which are positions and labels alike.  It does everything that learns from data
    (imputation, encoding, selection, fit) and returns the fitted object, whose attributes
    end with ``_`` as in scikit-learn, or a mapping of names to what was learnt.  If the object
    has ``transform(frame)``, that is called too; or the function returns the object and the
    transformed rows, all of them or the training rows.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(path, table="fit-fn", example="train:fit", what="fit function")
    return FitFn(_callables.load(project.root, name, table="fit-fn"), name, project.root)
