"""What git itself stores for each tracked file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_FILE = "100"
"""How the mode of a file begins; links and submodules hold no content of their own."""


@dataclass(frozen=True)
class Blobs:
    """Sizes of the tracked files as git stores them.

    A file that Git LFS keeps elsewhere has the size of its pointer, whatever lies in the work
    tree; one that DVC keeps is not tracked at all.

    Parameters
    ----------
    sizes:
        Path -> bytes of the content in the index, for the project's files.
    head:
        Commit, empty before the first one.
    """

    sizes: Mapping[str, int]
    head: str = ""

    @property
    def fingerprint(self) -> str:
        """The commit and the number of files."""
        return f"blobs:{self.head[:12]}:{len(self.sizes)}"


@provides(by_file=True)
def blobs(project: Project, repo: Repo) -> Blobs:
    """Provide the sizes of what git stores."""
    if repo.toplevel is None:
        raise InputAbsent("nothing is tracked (no git repository)")
    ids = {}
    for entry in _git.run(repo.root, "ls-files", "-s", "-z").paths():
        about, _, path = entry.partition("\t")
        mode, id, _ = about.split(" ")
        if mode.startswith(_FILE) and project.judges(path) and not project.excludes(path):
            ids[path] = id
    try:
        sizes = _git.sizes(repo.root, dict.fromkeys(ids.values()))
    except _git.PartialClone as error:
        raise InputAbsent(f"the sizes of the tracked files are not here: {error}") from None
    return Blobs({path: sizes[id] for path, id in sorted(ids.items())}, repo.head or "")


def is_named(path: str, globs: Iterable[str]) -> bool:
    """Whether one of the globs is that of the path."""
    return any(files.matches(path, glob) for glob in globs)
