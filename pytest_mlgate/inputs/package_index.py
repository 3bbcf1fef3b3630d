"""What a package index says about releases: which there are, since when, which are withdrawn."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Annotated

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._simple_index import Client, Release, Unavailable, releases
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

__all__ = ["PackageIndex", "Release", "package_index"]

_ADDRESS = re.compile(r"https?://[^/?#\s@]+(?:/[^?#\s@]*)?")
_AT_ONCE = 4


@dataclass(frozen=True)
class PackageIndex:
    """An index that is asked when somebody wants to know.

    Parameters
    ----------
    where:
        Its address, or the folder with its pages.
    asks:
        Gives a function from the normalised name of a project to its page, which raises
        :class:`Unavailable`.
    """

    where: str
    asks: Callable[[], Callable[[str], bytes]] = field(compare=False)

    def look_up(self, names: Collection[str]) -> dict[str, tuple[Release, ...] | str]:
        """Return name -> its releases, or why there is no answer; few questions at a time."""
        from concurrent.futures import ThreadPoolExecutor

        page = self.asks()

        def answer(name: str) -> tuple[Release, ...] | str:
            try:
                return releases(page(name))
            except Unavailable as reason:
                return str(reason)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return dict(zip(names, pool.map(answer, names), strict=True))


@provides
def package_index(
    project: Project,
    *,
    url: str | None = None,
    folder: str | None = None,
    timeout: Annotated[float, Range(0.1, 60)] = 10.0,
    patience: Annotated[float, Range(1, 3600)] = 120.0,
) -> PackageIndex:
    """Provide a package index that speaks the simple API in JSON (PEP 691, PEP 700).

    Settings
    --------
    url : none
        Address such as ``https://pypi.org/simple``; nothing is asked without it.
    folder : none
        Folder of the project with one page of the index for each package, ``NAME.json``.
    timeout : 10
        Seconds for one answer to begin; each question is put three times at most.
    patience : 120
        Seconds for all answers together.
    """
    if url is not None and folder is not None:
        raise InputError(
            "[inputs.package-index]", found="both url and folder", expected="one of them"
        )
    if folder is not None:
        if not project.path(folder).is_dir():
            raise InputError(folder, found="no such folder", expected="a folder with NAME.json")
        return PackageIndex(folder, lambda: lambda name: _page(project, folder, name))
    if url is None:
        raise InputAbsent("no package index: [inputs.package-index] names neither url nor folder")
    if not _ADDRESS.fullmatch(url):
        raise InputError(
            "[inputs.package-index]",
            key="url",
            found=repr(without_userinfo(url))[:120],
            expected="an address such as https://pypi.org/simple, without user name and query",
        )
    return PackageIndex(url, lambda: Client(url, timeout=timeout, patience=patience).page)


def _page(project: Project, folder: str, name: str) -> bytes:
    path = posixpath.join(folder, f"{name}.json")
    if not project.exists(path):
        raise Unavailable(f"there is no page in {folder}")
    try:
        return files.read_bytes(project.root, path)
    except InputError as error:
        raise Unavailable(f"its page in {folder} cannot be read (found {error.found})") from None
