"""What the inputs of the model are called, and how important they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._documents import as_strings, load_json
from pytest_mlgate.inputs._records import finite
from pytest_mlgate.inputs.model import Model
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class FeatureNames:
    """Names of a model's inputs.

    Parameters
    ----------
    names:
        In order, empty for a model whose inputs have none.
    importances:
        Name -> importance, empty where they are not known.
    """

    names: tuple[str, ...]
    importances: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, value: object) -> FeatureNames:
        """Take what a fixture or a test gives: this, names, or names with importances."""
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            return cls(tuple(map(str, value)), {str(k): float(v) for k, v in value.items()})
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise InputError(
                "feature names", found=type(value).__name__, expected="a list of names"
            )
        return cls(tuple(map(str, value)))


@provides(adapt=FeatureNames.of)
def feature_names(
    project: Project,
    model: Model | None = None,
    *,
    path: str | None = None,
    names: tuple[str, ...] | None = None,
) -> FeatureNames:
    """Provide the names of the model's inputs.

    They come from the settings, from a file, or from the configured model (its signature, or
    ``feature_names_in_``).

    Settings
    --------
    path : none
        A JSON file with ``names``, a list, and perhaps ``importances``, a table from name to
        number.
    names : none
        The names themselves.
    """
    if names is not None:
        return FeatureNames(names)
    if path is not None:
        content = load_json(project, path)
        listed = as_strings(path, "names", content.get("names"))
        table = content.get("importances", {})
        if not isinstance(table, dict):
            raise InputError(
                path, key="importances", found=type(table).__name__, expected="a table"
            )
        return FeatureNames(
            tuple(listed), {k: finite(path, f"importances.{k}", v) for k, v in table.items()}
        )
    if model is None:
        raise InputAbsent(
            "no names of model inputs: [inputs.feature-names] names and path are not set, and "
            "there is no model"
        )
    return FeatureNames(model.feature_names)
