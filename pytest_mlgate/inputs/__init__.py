"""What checks look at: one module per input, named like the input it provides."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator

from pytest_mlgate.registry import Input


def names() -> list[str]:
    """Names of the built-in inputs, without importing them."""
    return [module.name for module in pkgutil.iter_modules(__path__) if module.name[0] != "_"]


def discover(wanted: Iterable[str] | None = None) -> Iterator[Input[..., object]]:
    """Import and yield the built-in inputs.

    Parameters
    ----------
    wanted:
        Names of the inputs to import, with those that they are made of; by default all.
    """
    known = frozenset(names())
    waiting = sorted(known if wanted is None else known.intersection(wanted))
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        found: Input[..., object] = getattr(importlib.import_module(f"{__name__}.{name}"), name)
        reached = known.intersection(found.inputs) - seen
        waiting += sorted(reached)
        seen |= reached
        yield found
