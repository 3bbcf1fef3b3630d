"""What the commits of the change brought, what a later one of them took away included."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs.base import TARGET_VARIABLES, Base
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.texts import Text, text_of
from pytest_mlgate.registry import provides

_MOST_AT_ONCE = 64 * files.MEBIBYTE
"""So much is held in memory at a time."""


@dataclass(frozen=True)
class Version:
    """Content that a file had in some commit of the change, and does not have now."""

    path: str
    id: str
    size: int


@dataclass(frozen=True)
class History:
    """The commits between the base and HEAD.

    Parameters
    ----------
    project:
        The project.
    base, head:
        Full commit ids; the base itself is no part of the change.
    versions:
        What these commits brought and the work tree does not hold.
    gap:
        Why not all of them are known, empty when they are.
    """

    project: Project
    base: str
    head: str
    versions: tuple[Version, ...] = ()
    gap: str = ""

    def texts(self, limit: int) -> Iterator[list[Text]]:
        """Yield the text files among the versions up to this size, a batch at a time."""
        batch: list[Version] = []
        held = 0
        for version in self.versions:
            if version.size > limit:
                continue
            if held + version.size > _MOST_AT_ONCE:
                yield self._texts(batch)
                batch, held = [], 0
            batch.append(version)
            held += version.size
        yield self._texts(batch)

    def _texts(self, batch: list[Version]) -> list[Text]:
        contents = _git.contents(self.project.root, [version.id for version in batch])
        found = []
        for version in batch:
            role = self.project.role_of(version.path)
            text = text_of(version.path, role, contents[version.id], version=version.id)
            if text is not None:
                found.append(text)
        return found

    def commit_of(self, text: Text) -> str:
        """Return the first commit of the change that brought a version of a file."""
        commits = _git.run(
            self.project.root,
            *("--literal-pathspecs", "log", "-m", "--reverse", "--format=%H"),
            *(f"--find-object={text.version}", f"{self.base}..{self.head}", "--", text.path),
        ).output.split()
        return commits[0].decode() if commits else self.head

    @property
    def fingerprint(self) -> str:
        """Both commits."""
        return f"git:{self.base}..{self.head}"


@provides
def history(project: Project, repo: Repo, base: Base | None = None) -> History:
    """Provide the commits of the change, from the base to HEAD."""
    if repo.head is None:
        raise InputAbsent("there is no history (no git repository, or no commit)")
    if base is None:
        if _git.is_partial(repo.root):
            gap = "the clone is partial and lacks files of former commits"
            return History(project, "", repo.head, gap=gap)
        target = next((os.environ[name] for name in TARGET_VARIABLES if os.environ.get(name)), "")
        if repo.shallow and target:
            gap = f"the clone is shallow and does not reach the branch {target}"
            return History(project, "", repo.head, gap=gap)
        raise InputAbsent("there is no base that the change could start from")
    gap = "the clone is shallow and ends inside the change" if _is_cut(repo, base) else ""
    return History(project, base.commit, repo.head, _versions(project, repo, base), gap)


def _is_cut(repo: Repo, base: Base) -> bool:
    """Whether a commit of the change has parents that a shallow clone left out."""
    if not repo.shallow:
        return False
    span = f"{base.commit}..{repo.head}"
    return bool(_git.run(repo.root, "rev-list", "--max-parents=0", span).output)


def _versions(project: Project, repo: Repo, base: Base) -> tuple[Version, ...]:
    """Return what the commits brought and the work tree does not hold, by path."""
    listed = _git.run(project.root, "rev-list", "--objects", f"{base.commit}..{repo.head}").output
    prefix = _git.run(project.root, "rev-parse", "--show-prefix").output.rstrip(b"\n")
    held = _held(repo)
    found = {}
    for line in listed.splitlines():
        id, _, path = line.partition(b" ")
        if path.startswith(prefix) and id.decode() not in held:
            found[id.decode()] = os.fsdecode(path.removeprefix(prefix))
    versions = [
        Version(found[id], id, size)
        for id, size in _git.sizes(project.root, found).items()
        if found[id] and not project.excludes(found[id])
    ]
    return tuple(sorted(versions, key=lambda version: version.path))


def _held(repo: Repo) -> set[str]:
    """Return the objects that the work tree has just as HEAD has them, folders included."""
    answer = _git.run(repo.root, "ls-tree", "-r", "-t", "-z", "HEAD")
    records = (record.partition("\t") for record in answer.paths())
    return {about.split(" ")[2] for about, _, path in records if path not in repo.modified}
