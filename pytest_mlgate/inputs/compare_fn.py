"""The project's own statistical comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.numeric import FloatArray
from pytest_mlgate.registry import provides


class CompareFailed(MlgateError):
    """The function raised or returned something else than three numbers."""


@dataclass(frozen=True)
class CompareFn:
    """A function ``compare(a, b)`` that returns (p, low, high).

    Parameters
    ----------
    function:
        What is called.
    path:
        What messages call it.
    root:
        The project root.
    """

    function: Callable[..., Any]
    path: str = "the comparison"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> CompareFn:
        """Take what a fixture or a test gives: this, or a function."""
        if isinstance(value, cls):
            return value
        if not callable(value):
            raise InputError("compare function", found=type(value).__name__, expected="a function")
        return cls(value, getattr(value, "__name__", "the comparison"))

    def __call__(self, a: FloatArray, b: FloatArray) -> tuple[float, float, float]:
        """Return p-value and interval of mean(a) - mean(b).

        Raises
        ------
        CompareFailed
            If the function raises, or returns something else.
        """
        try:
            p, low, high = self.function(a, b)
            return float(p), float(low), float(high)
        except Exception as error:  # whatever the user's function raises or returns
            what = _callables.describe(error, self.root or Path.cwd())
            raise CompareFailed(
                f"{self.path} does not give (p, low, high) for two arrays: {what}"
            ) from error


@provides(adapt=CompareFn.of, runs_code=True)
def compare_fn(project: Project, *, path: str | None = None) -> CompareFn:
    """Provide the comparison that ``[inputs.compare-fn] path`` names.

    It is called as ``compare(a, b)`` with two arrays of numbers, and returns a p-value and the
    bounds of a 95 % interval of the difference of means.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(
        path, table="compare-fn", example="stats:compare", what="comparison function"
    )
    return CompareFn(_callables.load(project.root, name, table="compare-fn"), name, project.root)
