"""The project's function that computes features of one entity as of a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.feature_fn import FeaturesFailed
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class FeatureAt:
    """A function from an entity, a moment and the entity's history to features.

    Parameters
    ----------
    function:
        What is called.
    path:
        How it is named in messages.
    root:
        The project root, from which the function may import on every call.
    """

    function: Callable[[Any, Any, Any], Any]
    path: str = "the feature function"
    root: Path | None = None

    @classmethod
    def of(cls, value: object) -> FeatureAt:
        """Take what a fixture or a test gives: this, or a function."""
        if isinstance(value, cls):
            return value
        if not callable(value):
            raise InputError(
                "feature_at", found=type(value).__name__, expected="a function of three arguments"
            )
        return cls(value)

    def __call__(self, entity: Any, time: Any, history: Any) -> dict[str, Any]:
        """Return feature -> value; one bare value is a feature without a name.

        Raises
        ------
        FeaturesFailed
            If the function raises, or returns a table.
        """
        imports = _callables.importing_from(self.root) if self.root else nullcontext()
        with imports:
            try:
                value = self.function(entity, time, history.copy(deep=True))
            except Exception as error:  # whatever the user's function raises
                what = _callables.describe(error, self.root or Path.cwd())
                raise FeaturesFailed(
                    f"{self.path} raised {what} (its message is not shown: it may hold data)"
                ) from error
        if hasattr(value, "to_dict") and getattr(value, "ndim", 0) == 1:
            value = value.to_dict()
        if isinstance(value, Mapping):
            return {str(name): one for name, one in value.items()}
        if getattr(value, "ndim", 0) or isinstance(value, list | tuple | set):
            raise FeaturesFailed(
                f"{self.path} returned {type(value).__name__}; expected one value, or a mapping "
                f"from feature to value"
            )
        return {"": value}


@provides(adapt=FeatureAt.of, runs_code=True)
def feature_at(project: Project, *, path: str | None = None) -> FeatureAt:
    """Provide the function that ``[inputs.feature-at] path`` names.

    It is called as ``feature_at(entity, time, history)`` with the key of an entity, a moment and a
    pandas DataFrame of the entity's events, with the columns of the event log, and returns a value
    or a mapping from feature to value.

    Settings
    --------
    path : none
        ``module:attribute``, imported with the project root first on the path.
    """
    name = _callables.named(
        path, table="feature-at", example="features:as_of", what="point-in-time feature function"
    )
    return FeatureAt(_callables.load(project.root, name, table="feature-at"), name, project.root)
