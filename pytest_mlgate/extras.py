"""Optional dependencies: imported on use, with an error that names the extra."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from pytest_mlgate.errors import MlgateError


class MissingExtra(MlgateError):
    """A check needs a package that the base install does not have."""


def require(module: str, *, extra: str, purpose: str) -> ModuleType:
    """Import and return an optional module.

    Parameters
    ----------
    module:
        Dotted name, such as ``"scipy.stats"``.
    extra:
        The extra of pytest-mlgate that installs it.
    purpose:
        What it is needed for, completing "needed to ...".

    Raises
    ------
    MissingExtra
        If the module is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        package = module.partition(".")[0]
        raise MissingExtra(
            f"{package} is not installed, and is needed to {purpose}: "
            f"pip install 'pytest-mlgate[{extra}]'"
        ) from None


class _Lazy:
    """Stands for a module until one of its names is asked for."""

    def __init__(self, module: str, extra: str, purpose: str) -> None:
        self.__module, self.__extra, self.__purpose = module, extra, purpose

    def __getattr__(self, name: str) -> Any:
        module = require(self.__module, extra=self.__extra, purpose=self.__purpose)
        value = getattr(module, name)
        setattr(self, name, value)
        return value


def lazy(module: str, *, extra: str, purpose: str) -> Any:
    """Return a stand-in for an optional module, which is imported when it is first used.

    Parameters and errors are those of :func:`require`; the error comes on use.
    """
    return _Lazy(module, extra, purpose)
