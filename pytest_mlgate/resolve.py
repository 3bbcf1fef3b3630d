"""Finding the values that a check asks for, without pytest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pytest_mlgate.errors import InputAbsent, MlgateError
from pytest_mlgate.registry import Check, Input, Registry
from pytest_mlgate.verdict import Verdict


def load(
    declared: Input[..., object], get: Callable[[str], object], settings: Mapping[str, Any]
) -> object:
    """Provide one input; what cannot be provided is answered with the exception that says why.

    Parameters
    ----------
    declared:
        The input.
    get:
        Gives the value (or the exception) of another input by name.
    settings:
        The input's own settings, names with underscores.
    """
    arguments: dict[str, Any] = dict(settings)
    for name, required in declared.inputs.items():
        value = get(name)
        if isinstance(value, MlgateError) or (isinstance(value, InputAbsent) and required):
            return value
        if not isinstance(value, InputAbsent):
            arguments[name] = value
    try:
        return declared(**arguments)
    except (InputAbsent, MlgateError) as reason:
        return reason


class Resolver:
    """Loads inputs on demand, each once.

    Parameters
    ----------
    registry:
        Where inputs are declared.
    given:
        Input name -> object that replaces whatever would be loaded, or whose absence an
        exception stands for.
    settings:
        Input name -> settings of its loader.
    otherwise:
        Gives the inputs that are made of nothing in `given`; by default they are loaded.
    """

    def __init__(
        self,
        registry: Registry,
        given: Mapping[str, object],
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        self._registry = registry
        self._values = {
            name: registry.inputs[name].adapted(value) if name in registry.inputs else value
            for name, value in given.items()
        }
        self._given = frozenset(given)
        self._settings = settings or {}
        self._otherwise = otherwise

    def get(self, name: str) -> object:
        """Return the input, or the exception that says why there is none."""
        if name not in self._values:
            self._values[name] = self._found(name)
        return self._values[name]

    def _found(self, name: str) -> object:
        if self._otherwise is not None and not self._given & self._registry.reached([name]):
            return self._otherwise(name)
        return load(self._registry.inputs[name], self.get, self._settings.get(name, {}))

    def run(self, check: Check[...], *, subject: str = "", **settings: Any) -> Verdict:
        """Run a check on the inputs it asks for."""
        inputs = {name: self.get(name) for name in check.inputs}
        return check.run(inputs, settings, subject=subject)
