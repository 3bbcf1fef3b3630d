"""From modules to the distributions that bring them, and back."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from pytest_mlgate.checks.dependencies._module_table import (
    OLD_STANDARD_LIBRARY,
    OTHER_NAME,
    PLATFORM,
    SAME_NAME,
)
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import normalized
from pytest_mlgate.inputs.installed_modules import NAMESPACES, InstalledModules

_AFFIX = re.compile(
    r"^(?:python|py)-|-(?:python|py|gpu|cpu|nightly|bin|binary|headless|sdk|client|core|cu\d+)$"
)
_SAME = {normalized(module): module for module in SAME_NAME}


class Distributions:
    """Knows which distributions bring a module: from metadata, the user, and a table.

    Parameters
    ----------
    installed:
        What the metadata of the running interpreter tell.
    named:
        ``module=distribution`` as the configuration has it; without a distribution, the
        platform brings the module.

    Raises
    ------
    InputError
        If one of `named` has another form.
    """

    def __init__(self, installed: InstalledModules, named: Collection[str]) -> None:
        self._installed = installed
        self._named: dict[str, frozenset[str]] = {}
        for entry in named:
            module, equals, name = (part.strip() for part in entry.partition("="))
            if not (module and equals):
                raise InputError(
                    "dependencies.declared-imports",
                    key="modules",
                    found=repr(entry),
                    expected="module=distribution, such as 'cv2=opencv-python'",
                )
            self._named[module] = frozenset({normalized(name)} if name else ())

    def is_given(self, module: str) -> bool:
        """Whether Python or the platform brings a module."""
        top = module.partition(".")[0]
        return (
            top in sys.stdlib_module_names
            or top in OLD_STANDARD_LIBRARY
            or any(p in PLATFORM or self._named.get(p) == frozenset() for p in _prefixes(module))
        )

    def of(self, module: str) -> tuple[str, ...]:
        """Return the distributions of which one has to be declared; none for an unknown module.

        The best known name comes first; one with an asterisk is a pattern.
        """
        found: list[str] = []
        for prefix in _prefixes(module):
            found += self._named.get(prefix, ())
            found += OTHER_NAME.get(prefix, ())
            found += sorted(self._installed.providers.get(prefix, ()))
            if prefix in SAME_NAME:
                found.append(normalized(prefix))
            if found:
                break
        if module.partition(".")[0] in NAMESPACES:
            found += [normalized(prefix) for prefix in _prefixes(module) if "." in prefix]
        return tuple(dict.fromkeys(found))

    def declared(self, module: str, declared: Collection[str]) -> list[str]:
        """Return those declared names that may bring a module."""
        known = self.of(module)
        exact = [d for d in declared if any(fnmatchcase(d, name) for name in known)]
        if exact:
            return exact
        guess = normalized(module.partition(".")[0]).strip("-")
        akin = [d for d in declared if guess in {d, _AFFIX.sub("", d)}]
        if akin or known:
            return akin
        return [d for d in declared if d.startswith(f"{guess}-") or d.endswith(f"-{guess}")]

    def modules(self, distribution: str) -> frozenset[str]:
        """Return the modules that a distribution is known to bring."""
        found = set(self._installed.modules.get(distribution, ()))
        found |= {module for module, names in self._named.items() if distribution in names}
        found |= {module for module, names in OTHER_NAME.items() if distribution in names}
        if distribution in _SAME:
            found.add(_SAME[distribution])
        if distribution.partition("-")[0] in NAMESPACES:
            found.add(distribution.replace("-", "."))
        return frozenset(found)

    def is_program(self, distribution: str) -> bool:
        """Whether a distribution brings commands or plugins, and is not known as a library."""
        return distribution in self._installed.programs and distribution not in _SAME


def _prefixes(module: str) -> Iterator[str]:
    """Yield a dotted name and what it is part of, the longest first."""
    while module:
        yield module
        module = module.rpartition(".")[0]
