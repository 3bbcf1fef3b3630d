"""The built-in checks: ``<family>/<check>.py`` holds one function decorated with ``@check``.

Modules beside the families are helpers that several of them share.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator

from pytest_mlgate.registry import Check


def names() -> list[str]:
    """Ids of the built-in checks, without importing them: the file says the id."""
    return [
        f"{family.name}.{module.name}".replace("_", "-")
        for family in pkgutil.iter_modules(__path__)
        if family.ispkg
        for module in pkgutil.iter_modules([f"{folder}/{family.name}" for folder in __path__])
        if module.name[0] != "_"
    ]


def discover(wanted: Collection[str] | None = None) -> Iterator[Check[...]]:
    """Import and yield the built-in checks.

    Parameters
    ----------
    wanted:
        Ids of the checks to import; by default all.
    """
    for id in names():
        if wanted is None or id in wanted:
            family, _, name = id.replace("-", "_").partition(".")
            yield getattr(importlib.import_module(f"{__name__}.{family}.{name}"), name)
