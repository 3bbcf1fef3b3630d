"""A function whose signature is its declaration: what checks and inputs have in common."""

from __future__ import annotations

import importlib
import inspect
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from pytest_mlgate.errors import ConfigError

P = ParamSpec("P")
T = TypeVar("T")

SUBJECT = "subject"
_LATE: dict[str, Any] = {}
if sys.version_info >= (3, 14):  # a type that is not imported must not hide the other ones
    _LATE["annotation_format"] = importlib.import_module("annotationlib").Format.FORWARDREF


@dataclass(frozen=True)
class Range:
    """Allowed numbers of a setting: ``Annotated[float, Range(0, 1)]``, both ends included."""

    lowest: float = -math.inf
    highest: float = math.inf

    def __str__(self) -> str:
        if self.lowest == -math.inf:
            return f"at most {self.highest:g}"
        if self.highest == math.inf:
            return f"at least {self.lowest:g}"
        return f"{self.lowest:g} to {self.highest:g}"


@dataclass(frozen=True)
class Setting:
    """One keyword-only parameter of a check or an input: a key of the configuration."""

    name: str
    annotation: Any
    default: Any

    @property
    def key(self) -> str:
        """The name as written in TOML; ``global_`` is ``global`` there."""
        return self.name.rstrip("_").replace("_", "-")


@dataclass(frozen=True)
class Declared(Generic[P, T]):
    """A plain function whose signature is its declaration.

    Positional parameters are inputs (optional where they have a default), keyword-only
    parameters are typed settings.
    """

    function: Callable[P, T]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the function itself."""
        return self.function(*args, **kwargs)

    @cached_property
    def _parameters(self) -> tuple[inspect.Parameter, ...]:
        return tuple(inspect.signature(self.function, **_LATE).parameters.values())

    @cached_property
    def inputs(self) -> dict[str, bool]:
        """Input name -> whether the function cannot do without it."""
        return {
            parameter.name: parameter.default is parameter.empty
            for parameter in self._parameters
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.name != SUBJECT
        }

    @cached_property
    def settings(self) -> dict[str, Setting]:
        """Setting name (with underscores) -> its declaration.

        Raises
        ------
        ConfigError
            If a setting has no annotation, or one that cannot be evaluated.
        """
        keyword_only = [p for p in self._parameters if p.kind is p.KEYWORD_ONLY]
        return {p.name: Setting(p.name, self._hint(p), p.default) for p in keyword_only}

    def _hint(self, parameter: inspect.Parameter) -> Any:
        # One by one: the annotations of inputs may name types that are not imported here.
        name, annotation = parameter.name, parameter.annotation
        origin = f"{place_of(self)}: the setting {name!r}"
        if annotation is parameter.empty:
            raise ConfigError(f"{origin} has no type annotation")
        carrier = SimpleNamespace(__annotations__={name: annotation})
        known = getattr(inspect.unwrap(self.function), "__globals__", {})
        try:
            return get_type_hints(carrier, known, include_extras=True)[name]
        except (NameError, AttributeError, TypeError, SyntaxError) as error:
            raise ConfigError(
                f"{origin} is annotated with {annotation!r}, which cannot be evaluated "
                f"({error}); import what it names at run time"
            ) from None

    @cached_property
    def doc(self) -> str:
        """The cleaned docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def title(self) -> str:
        """First line of the docstring."""
        return self.doc.partition("\n")[0]


def place_of(declared: object) -> str:
    """Return module and name of a declared function, for messages."""
    function = getattr(declared, "function", declared)
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', '?')}"
