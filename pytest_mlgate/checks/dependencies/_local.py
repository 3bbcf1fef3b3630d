"""Which modules are the project's own."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from pytest_mlgate.inputs.declarations import ancestors

_SUFFIXES = (".py", ".pyi", ".pyx", ".ipynb")
_LAYOUTS = ("", "src", "lib", "python", "app", "code")
"""Folders that are on the path although no file of the importing one lies below them."""


class LocalModules:
    """Knows the Python files and packages of the project by name.

    Parameters
    ----------
    paths:
        All files of the project.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._folders: dict[str, set[str]] = {}
        for path in paths:
            if not path.endswith(_SUFFIXES):
                continue
            stem = posixpath.basename(path).partition(".")[0]
            self._folders.setdefault(stem, set()).add(posixpath.dirname(path))
            for package in ancestors(path):
                above, name = posixpath.split(package)
                known = self._folders.setdefault(name, set())
                if above in known:
                    break
                known.add(above)

    def has(self, module: str, importer: str, *, known: bool) -> bool:
        """Whether a module that a file imports is the project's own.

        A name that some distribution has (`known`) is the project's only where Python would
        find it from there; any other name wherever it is, since paths are set up in many ways.
        """
        found = self._folders.get(module.partition(".")[0], set())
        if not found or not known:
            return bool(found)
        reachable = {
            posixpath.join(folder, layout).rstrip("/")
            for folder in ancestors(importer)
            for layout in _LAYOUTS
        }
        return bool(found & reachable)
