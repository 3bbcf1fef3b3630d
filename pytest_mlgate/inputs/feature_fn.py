"""The project's feature function, called in this process and at another time if asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


class FeaturesFailed(MlgateError):
    """The feature function raised or returned no table."""


@dataclass(frozen=True)
class FeatureFn:
    """A function from a frame to a frame of features.

    Parameters
    ----------
    function:
        What is called.
    path:
        How it is named in messages.
    root:
        The project root, from which the function may import on every call.
    """

    function: Callable[[Any], Any]
    path: str = "the feature function"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> FeatureFn:
        """Take what a fixture or a test gives: this, or a function."""
        if isinstance(value, cls):
            return value
        if not callable(value):
            raise InputError("feature function", found=type(value).__name__, expected="a function")
        return cls(value, getattr(value, "__name__", "the feature function"))

    def __call__(self, frame: Any, *, days_ahead: int = 0) -> Any:
        """Return the features of a copy of `frame`, computed `days_ahead` days from now.

        The clock is moved below Python, for ``time``, ``datetime`` and everything that
        asks them (``pandas.Timestamp.now`` too), however the name was imported.
        ``numpy.datetime64("now")`` asks the operating system itself and is not moved.

        Raises
        ------
        FeaturesFailed
            If the function raises or returns something that is no table.
        MissingExtra
            If pandas, or time-machine for another day, is not installed.
        """
        pandas = require("pandas", extra="tables", purpose="call a feature function")
        imports = _callables.importing_from(self.root) if self.root else nullcontext()
        with imports, _clock(days_ahead):
            try:
                features = self.function(frame.copy(deep=True))
            except Exception as error:  # whatever the user's function raises
                what = _callables.describe(error, self.root or Path.cwd())
                raise FeaturesFailed(
                    f"{self.path} raised {what} (its message is not shown: it may hold data); "
                    f"call it on the sample to see the traceback"
                ) from error
        if isinstance(features, pandas.Series):
            return features.to_frame()
        if isinstance(features, pandas.DataFrame):
            return features
        if hasattr(features, "toarray"):  # a sparse matrix
            features = features.toarray()
        if getattr(features, "ndim", 0) in {1, 2}:
            return pandas.DataFrame(features)
        raise FeaturesFailed(
            f"{self.path} returned {type(features).__name__}; expected a pandas DataFrame"
        )


@provides(adapt=FeatureFn.of, runs_code=True)
def feature_fn(project: Project, *, path: str | None = None) -> FeatureFn:
    """Provide the feature function that ``[inputs.feature-fn] path`` names.

    It is called as ``features(frame)`` with a pandas DataFrame and returns one, without
    changing anything outside itself.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(
        path, table="feature-fn", example="features:build", what="feature function"
    )
    function = _callables.load(project.root, name, table="feature-fn")
    return FeatureFn(function, name, project.root)


def _clock(days_ahead: int) -> AbstractContextManager[object]:
    """Move the clock of this process, which runs on from there."""
    import time

    if days_ahead == 0:
        return nullcontext()
    # Replacing names in modules would miss clocks asked from C, as pandas does.
    travel = require("time_machine", extra="clock", purpose="move the clock of a feature function")
    moved: AbstractContextManager[object] = travel.travel(
        time.time() + days_ahead * 86_400, tick=True
    )
    return moved
