"""How the project divides its rows into folds."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import Array, IntArray, np
from pytest_mlgate.registry import provides

MOST_FOLDS = 10_000


class SplitterFailed(MlgateError):
    """The splitter raised, or gave something else than pairs of row numbers."""


@dataclass(frozen=True)
class Splitter:
    """A splitter of scikit-learn's kind, pairs of row numbers, or a function that gives either.

    Parameters
    ----------
    value:
        An object with a method ``split(X, y, groups)``, a class of such objects, a list of
        (train, test) pairs, or a function of none up to three of (X, y, groups).
    path:
        What messages call it.
    root:
        The project root, from which it may import when it is used.
    """

    value: Any
    path: str = "the splitter"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> Splitter:
        """Take what a fixture or a test gives: this, or what it wraps."""
        if isinstance(value, cls):
            return value
        usable = hasattr(value, "split") or callable(value) or isinstance(value, Iterable)
        if isinstance(value, str | bytes | dict) or not usable:
            raise InputError(
                "splitter",
                found=type(value).__name__,
                expected="an object with a method split, a function, or pairs of row numbers",
            )
        return cls(value, getattr(value, "__name__", None) or type(value).__name__)

    def pairs(self, X: Any, y: Any = None, groups: Any = None) -> list[tuple[IntArray, IntArray]]:  # noqa: N803
        """Return the row numbers of the training and the test rows of every fold.

        Parameters
        ----------
        X:
            Features, one row each.
        y:
            Target.
        groups:
            Group of each row.

        Raises
        ------
        SplitterFailed
            If it raises, or gives anything else than pairs of numbers of rows of `X`.
        """
        n = rows_of(X)
        imports = _callables.importing_from(self.root) if self.root else nullcontext()
        with imports, warnings.catch_warnings():
            # KFold warns that it ignores groups, which is what the audit is about.
            warnings.simplefilter("ignore", UserWarning)
            try:
                found = _folds(self.value, X, y, groups)
                given = [tuple(pair) for _, pair in zip(range(MOST_FOLDS + 1), found, strict=False)]
            except Exception as error:  # whatever the user's splitter raises
                what = _callables.describe(error, self.root or Path.cwd())
                raise SplitterFailed(
                    f"{self.path} does not divide {n} rows: {what} (its message is not shown: "
                    "it may hold data)"
                ) from error
        if len(given) > MOST_FOLDS:
            raise SplitterFailed(f"{self.path} gives more than {MOST_FOLDS} folds")
        return [self._pair(number, pair, n) for number, pair in enumerate(given, 1)]

    def _pair(self, number: int, pair: tuple[Any, ...], n: int) -> tuple[IntArray, IntArray]:
        if len(pair) != 2:
            raise SplitterFailed(
                f"{self.path}: fold {number} is {len(pair)} things; expected a pair of training "
                "and test row numbers"
            )
        return self._rows(number, pair[0], n), self._rows(number, pair[1], n)

    def _rows(self, number: int, rows: Any, n: int) -> IntArray:
        try:
            array: Array = np.asarray(rows if hasattr(rows, "__len__") else list(rows))
        except (TypeError, ValueError):
            array = np.empty((0, 0))
        if array.dtype == bool and array.shape == (n,):
            return np.flatnonzero(array)
        if array.size == 0 and array.ndim == 1:
            return np.empty(0, np.int64)
        if array.ndim != 1 or array.dtype.kind not in "iu":
            raise SplitterFailed(
                f"{self.path}: fold {number} holds an array of {array.dtype} with {array.ndim} "
                f"dimensions; expected row numbers, or one of {n} booleans"
            )
        if array.min() < 0 or array.max() >= n:
            raise SplitterFailed(
                f"{self.path}: fold {number} has row numbers outside 0 to {n - 1}; expected "
                "positions of the training rows"
            )
        return array.astype(np.int64)


def rows_of(X: Any) -> int:  # noqa: N803
    """Return the number of rows of a table, an array, a sparse matrix or a list."""
    return int(X.shape[0]) if hasattr(X, "shape") else len(X)


def _folds(value: Any, X: Any, y: Any, groups: Any) -> Iterable[Any]:  # noqa: N803
    if isinstance(value, type):
        value = value()
    if not hasattr(value, "split") and callable(value):
        value = value(*(X, y, groups)[: _positional(value)])
    if hasattr(value, "split"):
        value = value.split(X, y, groups)
    pairs: Iterable[Any] = value
    return pairs


def _positional(function: Any) -> int:
    """Return how many of (X, y, groups) a function takes: those it needs or calls so."""
    places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    wanted = takewhile(
        lambda p: p.kind in places and (p.default is p.empty or p.name in {"X", "y", "groups"}),
        parameters,
    )
    return len(list(wanted))


@provides(adapt=Splitter.of, runs_code=True)
def splitter(project: Project, *, path: str | None = None) -> Splitter:
    """Provide the splitter that ``[inputs.splitter] path`` names.

    It is an object with scikit-learn's ``split(X, y, groups)``, a class of such objects, a list
    of (train, test) pairs of row numbers, or a function that returns one of these; the function
    takes none, or the first one to three of (X, y, groups).

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(path, table="splitter", example="train:folds", what="splitter")
    value = _callables.load_value(
        project.root, name, table="splitter", what="a splitter or a function"
    )
    try:
        wrapped = Splitter.of(value)
    except InputError as error:
        raise InputError(
            "[inputs.splitter]", key="path", found=f"{name!r}, a {error.found}",
            expected=error.expected,
        ) from None  # fmt: skip
    return Splitter(wrapped.value, name, project.root)
