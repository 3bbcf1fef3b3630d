"""What checks look at: one module per input, named like the input it provides."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from pytest_mlgate.registry import Input


def names() -> list[str]:
    """Names of the built-in inputs, without importing them."""
    return [module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]


def discover() -> Iterator[Input[..., object]]:
    """Import and yield the built-in inputs."""
    for name in names():
        yield getattr(importlib.import_module(f"{__name__}.{name}"), name)
