"""Which installed distribution brings which module."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import Distribution, distributions

from pytest_mlgate.inputs._documents import normalized
from pytest_mlgate.registry import provides

NAMESPACES = frozenset(
    {"azure", "backports", "databricks", "google", "opentelemetry", "ruamel", "zope"}
)
"""Modules that many distributions share; the second or third level tells which one it is."""

_MODULE = re.compile(r"((?:\w+/)*\w+?)(?:\.[\w-]+)?\.(?:py|so|pyd)")
_DEPTH = 3


@dataclass(frozen=True)
class InstalledModules:
    """What the distributions of the running interpreter bring.

    Parameters
    ----------
    providers:
        Top-level module -> normalised names of distributions; of namespaces (`google`) the
        modules below, down to the third level, as dotted names.
    programs:
        Distributions that bring a command or a plugin.
    """

    providers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    programs: frozenset[str] = frozenset()

    @cached_property
    def modules(self) -> Mapping[str, frozenset[str]]:
        """Distribution -> modules that it brings."""
        found: dict[str, set[str]] = {}
        for module, names in self.providers.items():
            for name in names:
                found.setdefault(name, set()).add(module)
        return {name: frozenset(modules) for name, modules in found.items()}


@provides
def installed_modules() -> InstalledModules:
    """Provide the modules that are installed beside the plugin; nothing of them is imported."""
    found: dict[str, set[str]] = {}
    seen: set[str] = set()
    programs: set[str] = set()
    for distribution in distributions():
        name = normalized(str(distribution.name or ""))
        if not name or name in seen:  # of several copies the first is imported
            continue
        seen.add(name)
        for module in _modules(distribution):
            found.setdefault(module, set()).add(name)
        if _text(distribution, "entry_points.txt").strip():
            programs.add(name)
    providers = {module: frozenset(names) for module, names in found.items()}
    return InstalledModules(providers, frozenset(programs))


def _modules(distribution: Distribution) -> Iterator[str]:
    """Yield the modules of a distribution as its metadata list them."""
    record = _text(distribution, "RECORD")
    if not record:
        yield from set(_text(distribution, "top_level.txt").split()) - NAMESPACES
    done: set[str] = set()
    for line in record.splitlines():
        path = line.partition(",")[0].strip('"')
        top = path.partition("/")[0]
        if top in done or top.endswith((".dist-info", ".data")):
            continue
        if not (match := _MODULE.fullmatch(path)):
            continue
        parts = match[1].removesuffix("/__init__").split("/")
        if parts[0] not in NAMESPACES:
            done.add(top)
            yield parts[0]
        for depth in range(2, min(len(parts), _DEPTH) + 1) if top not in done else ():
            yield ".".join(parts[:depth])


def _text(distribution: Distribution, name: str) -> str:
    try:
        return distribution.read_text(name) or ""
    except (OSError, ValueError):  # the remainder of a broken removal
        return ""
