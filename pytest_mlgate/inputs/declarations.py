"""Every dependency that the project declares anywhere, by the folder it is declared for."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.manifests import (
    Dependency,
    Manifest,
    Manifests,
    manifest_kind,
    read_manifest,
)
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Declarations:
    """The manifests of the root and of every folder below.

    Parameters
    ----------
    folders:
        Folder -> its manifests; the root is an empty text.
    unread:
        Folder -> why a manifest there does not tell all.
    """

    folders: Mapping[str, tuple[Manifest, ...]]
    unread: Mapping[str, str] = field(default_factory=dict)

    def above(self, path: str) -> tuple[str, ...]:
        """Return the folders with manifests from a file's own up to the root."""
        known = self.folders.keys() | self.unread.keys()
        return tuple(folder for folder in ancestors(path) if folder in known)

    def dependencies(self, folder: str) -> Iterator[Dependency]:
        """Yield what the manifests of one folder ask for."""
        for manifest in self.folders.get(folder, ()):
            yield from (need for need in manifest.dependencies if not need.constraint)


def ancestors(path: str) -> Iterator[str]:
    """Yield the folder of a file, the one above, up to the root, which is an empty text."""
    while path:
        path = posixpath.dirname(path)
        yield path


@provides
def declarations(project: Project, repo: Repo, manifests: Manifests | None = None) -> Declarations:
    """Provide the declared dependencies of all folders.

    A manifest below the root that cannot be read is no error: it may be a fixture, and
    what lies below it counts as unread.  Templates are left out.
    """
    folders: dict[str, list[Manifest]] = {"": list(manifests.files)} if manifests else {}
    computed = [m.unread for m in folders.get("", ()) if m.unread]
    unread = {"": computed[0]} if computed else {}
    for path in repo.files:
        folder, kind = _place(path)
        if not folder or not kind or "{{" in path:
            continue
        try:
            manifest = read_manifest(project, path, kind)
        except InputError as error:
            unread[folder] = f"{path}, which cannot be read (found {error.found})"
            continue
        if manifest is not None:
            folders.setdefault(folder, []).append(manifest)
            if manifest.unread:
                unread[folder] = f"{manifest.unread} in {path}"
    if not folders and not unread:
        raise InputAbsent("no dependencies are declared in the root or below")
    return Declarations({folder: tuple(found) for folder, found in folders.items()}, unread)


def _place(path: str) -> tuple[str, str]:
    """Return the folder that a manifest is for, and its kind; empty for any other file."""
    folder, name = posixpath.split(path)
    if posixpath.basename(folder) == "requirements":
        folder, name = posixpath.dirname(folder), f"requirements/{name}"
    return folder, manifest_kind(name)
