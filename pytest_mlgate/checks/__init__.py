"""The built-in checks: ``<family>/<check>.py`` holds one function decorated with ``@check``.

Modules beside the families are helpers that several of them share.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from pytest_mlgate.registry import Check


def discover() -> Iterator[Check[...]]:
    """Import and yield every built-in check."""
    for family in pkgutil.iter_modules(__path__):
        if not family.ispkg:
            continue
        package = importlib.import_module(f"{__name__}.{family.name}")
        for module in pkgutil.iter_modules(package.__path__):
            if not module.name.startswith("_"):
                yield getattr(
                    importlib.import_module(f"{package.__name__}.{module.name}"), module.name
                )
