"""The repository: which files belong to the project, and what git knows about them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_SKIPPED = frozenset({"__pycache__", "__pypackages__", "build", "dist", "htmlcov", "node_modules"})
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_MOST_PATHS = 500
"""So many fit on a command line."""


@dataclass(frozen=True)
class Repo:
    """Files of the project, and the state of its git repository when there is one.

    All paths are POSIX and relative to the project root, even where the git work tree
    starts further up.

    Parameters
    ----------
    root:
        The project root.
    toplevel:
        Root of the git work tree, ``None`` without git.
    head:
        Full commit id, ``None`` without git or without any commit.
    branch:
        Current branch, ``None`` on a detached HEAD.
    shallow:
        Whether history was cut off.
    remote:
        Address of ``origin`` without user name and password, ``None`` without one.
    tracked, modified, untracked:
        Files that git tracks, tracked ones that differ from HEAD, and files it neither
        tracks nor ignores.
    files:
        What checks look at, sorted: tracked and untracked files without git's ignored
        ones and the configured exclusions; without git, a walk that leaves out virtual
        environments and hidden folders.
    """

    root: Path
    toplevel: Path | None
    head: str | None
    branch: str | None
    shallow: bool
    remote: str | None
    tracked: frozenset[str]
    modified: frozenset[str]
    untracked: frozenset[str]
    files: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Commit id, with ``+dirty`` when tracked files differ from it."""
        return f"git:{self.head}{'+dirty' if self.modified else ''}" if self.head else ""

    def matching(self, globs: Iterable[str]) -> tuple[str, ...]:
        """Return the files that match one of `globs`, sorted."""
        wanted = tuple(globs)
        return tuple(p for p in self.files if any(files.matches(p, glob) for glob in wanted))

    def untracked_among(self, globs: Iterable[str]) -> tuple[str, ...]:
        """Return the untracked files that match one of `globs`, sorted."""
        wanted = tuple(globs)
        return tuple(
            path
            for path in sorted(self.untracked)
            if any(files.matches(path, glob) for glob in wanted)
        )

    def is_blank(self, path: str) -> bool:
        """Whether a file holds nothing but blanks, or cannot be read."""
        try:
            return not files.read_bytes(self.root, path).strip()
        except InputError as error:
            return "MiB" not in error.found

    def contains(self, commit: str) -> bool | None:
        """Whether `commit` is HEAD or an ancestor of it; ``None`` when a shallow clone hides it.

        Without git nothing can be said either, which is ``None`` too.
        """
        if self.toplevel is None:
            return None
        if self.head is None or not 4 <= len(commit) <= 64 or not _HEXADECIMAL.issuperset(commit):
            return False
        if commit.lower() == self.head:
            return True
        answer = _git.run(
            self.root, "merge-base", "--is-ancestor", commit, "HEAD", accept=(0, 1, 128)
        )
        if answer.status == 0:
            return True
        if answer.status == 128 and "not a valid" not in answer.complaint.lower():
            raise _git.unusable(answer.complaint)
        return None if self.shallow else False

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of `paths` that git ignores."""
        asked = [path for path in paths if self._is_own(path)]
        if self.toplevel is None or not asked:
            return frozenset()
        # The leading "./" keeps names such as ":(top).py" from being read as patterns.
        stdin = b"".join(b"./" + os.fsencode(path) + b"\0" for path in asked)
        answer = _git.run(self.root, "check-ignore", "-z", "--stdin", stdin=stdin, accept=(0, 1))
        return frozenset(path.removeprefix("./") for path in answer.paths())

    def committed_at(self, *paths: str) -> datetime | None:
        """Return when any of `paths` was last committed, ``None`` if none ever was."""
        asked = [path for path in paths if self._is_own(path)] if self.head else []
        found = [
            self._last_commit(asked[at : at + _MOST_PATHS])
            for at in range(0, len(asked), _MOST_PATHS)
        ]
        return max(filter(None, found), default=None)

    def _last_commit(self, paths: list[str]) -> datetime | None:
        answer = _git.run(
            self.root, "--literal-pathspecs", "log", "-1", "--format=%ct", "HEAD", "--", *paths
        )
        seconds = answer.output.strip()
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None

    def _is_own(self, path: str) -> bool:
        """Whether git can be asked about `path`: below the root, not behind a symbolic link."""
        parts = path.split("/")
        if "" in parts[:-1] or parts[0] == "" or ".." in parts or "\0" in path:
            return False
        folders = (self.root.joinpath(*parts[:depth]) for depth in range(1, len(parts)))
        return not any(folder.is_symlink() or (folder / ".git").exists() for folder in folders)


@provides
def repo(project: Project) -> Repo:
    """Provide the repository, with or without git."""
    found = _locate(project.root) if _git.installed() else None
    state = _state(project, *found) if found is not None else None
    return state or _plain(project)


def _locate(root: Path) -> tuple[str, bool] | None:
    """Return the root's place below the top of its work tree, and whether history is cut off."""
    # The path comes last because it is the one answer that may hold a newline.
    asked = ("--is-inside-work-tree", "--is-shallow-repository", "--show-prefix")
    answer = _git.run(root, "rev-parse", *asked, accept=(0, 128))
    own_git = os.path.lexists(root / ".git")
    if answer.status:
        nowhere = "not a git repository (or any" in answer.complaint
        if nowhere and not own_git:
            return None
        raise _git.unusable(answer.complaint)
    inside, shallow, prefix = answer.output.split(b"\n", 2)
    place = os.fsdecode(prefix.removesuffix(b"\n"))
    if inside != b"true":
        raise InputError(
            ".git",
            found="a repository whose work tree is elsewhere",
            expected="a project root inside the work tree",
        )
    if place and own_git:
        raise _git.unusable("git passes over it to a repository further up")
    return place, shallow == b"true"


def _state(project: Project, prefix: str, shallow: bool) -> Repo | None:
    """Ask git; ``None`` when it ignores the whole project (a scratch folder of another one)."""
    root = project.root
    configured = _git.settings(root)
    overrides = _git.without_filters(configured)
    entries = _Entries.read(root)
    # Submodules are compared by commit: looking inside would run git on their configuration.
    answer = _git.run(
        root,
        *("status", "--porcelain=v2", "-z", "--branch", "--no-ahead-behind", "--no-renames"),
        *("--untracked-files=all", "--ignore-submodules=dirty", "--", "."),
        overrides=overrides,
    )
    status = _Status.parse(answer.paths(), prefix)
    if prefix and not entries.tracked and not status.untracked:
        above = _git.run(root, "check-ignore", "-q", "--", ".", accept=(0, 1))
        if above.status == 0:
            return None
    modified = status.modified | entries.hidden_changes(root)
    untracked = frozenset(path for path in status.untracked if not path.endswith("/"))
    candidates = (entries.tracked - entries.absent - status.deleted) | untracked
    urls = [value for _, key, value in configured if key == "remote.origin.url"]
    return Repo(
        root=root,
        toplevel=_ancestor(root.resolve(), prefix),
        head=status.head,
        branch=status.branch,
        shallow=shallow,
        remote=_git.without_secrets(urls[0]) if urls else None,
        tracked=entries.tracked,
        modified=modified,
        untracked=untracked,
        files=_kept(project, candidates, entries.links | untracked),
    )


@dataclass(frozen=True, slots=True)
class _Status:
    """What ``git status --porcelain=v2`` lists, relative to the project root."""

    head: str | None
    branch: str | None
    modified: frozenset[str]
    deleted: frozenset[str]
    untracked: frozenset[str]

    @classmethod
    def parse(cls, records: Iterable[str], prefix: str) -> _Status:
        headers: dict[str, str] = {}
        modified, deleted, untracked = set(), set(), set()
        # Number of fields before the path, by kind of record.
        fields = {"1": 8, "u": 10, "?": 1}
        for record in records:
            kind = record[0]
            if kind == "#":
                _, name, value = record.split(" ", 2)
                headers[name] = value
            elif kind in fields:
                path = record.split(" ", fields[kind])[-1].removeprefix(prefix)
                if kind == "?":
                    untracked.add(path)
                    continue
                modified.add(path)
                if record[3] == "D":
                    deleted.add(path)
        head, branch = headers["branch.oid"], headers["branch.head"]
        return cls(
            head=None if head == "(initial)" else head,
            branch=None if branch == "(detached)" else branch,
            modified=frozenset(modified),
            deleted=frozenset(deleted),
            untracked=frozenset(untracked),
        )


@dataclass(frozen=True, slots=True)
class _Entries:
    """What the index lists.

    Parameters
    ----------
    tracked:
        Files, without submodules.
    links:
        Those that are symbolic links.
    absent:
        Those that a sparse checkout leaves out of the work tree.
    unwatched:
        Object ids of those that git was told to take as unchanged, whatever they hold.
    """

    tracked: frozenset[str]
    links: frozenset[str]
    absent: frozenset[str]
    unwatched: dict[str, str]

    @classmethod
    def read(cls, root: Path) -> _Entries:
        tracked, links, absent = set(), set(), set()
        unwatched: dict[str, str] = {}
        for record in _git.run(root, "ls-files", "-z", "-s", "-v").paths():
            about, _, path = record.partition("\t")
            tag, mode, object_id, _ = about.split(" ")
            if mode == "160000":
                continue
            tracked.add(path)
            if mode == "120000":
                links.add(path)
            elif tag.islower() or tag == "S":
                unwatched[path] = object_id
            if tag in {"S", "s"} and not os.path.lexists(root / path):
                absent.add(path)
        return cls(frozenset(tracked), frozenset(links), frozenset(absent), unwatched)

    def hidden_changes(self, root: Path) -> frozenset[str]:
        """Files that differ from the index although git was told not to look at them."""
        import hashlib

        changed = set()
        for path, object_id in self.unwatched.items():
            file = root / path
            if path in self.absent:
                continue
            content = file.read_bytes() if file.is_file() else None
            function = "sha1" if len(object_id) == 40 else "sha256"
            versions = [] if content is None else [content, content.replace(b"\r\n", b"\n")]
            ids = {
                hashlib.new(function, b"blob %d\0" % len(c) + c, usedforsecurity=False).hexdigest()
                for c in versions
            }
            if object_id not in ids:
                changed.add(path)
        return frozenset(changed)


def _ancestor(path: Path, below: str) -> Path:
    for _ in Path(below).parts:
        path = path.parent
    return path


def _kept(project: Project, candidates: Iterable[str], suspects: frozenset[str]) -> tuple[str, ...]:
    """Sort the files to look at; links count only where they lead to a file of the project."""
    root = project.root.resolve()
    return tuple(
        sorted(
            path
            for path in candidates
            if not project.excludes(path) and (path not in suspects or _is_file(root, path))
        )
    )


def _is_file(root: Path, path: str) -> bool:
    file = root / path
    if not file.is_symlink():
        return file.is_file()
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):  # dangling, or a loop
        return False
    return target.is_relative_to(root) and target.is_file()


def _plain(project: Project) -> Repo:
    found = frozenset(_walk(project.root))
    return Repo(
        root=project.root,
        toplevel=None,
        head=None,
        branch=None,
        shallow=False,
        remote=None,
        tracked=frozenset(),
        modified=frozenset(),
        untracked=frozenset(),
        files=_kept(project, found, found),
    )


def _walk(root: Path) -> Iterator[str]:
    """Yield files below `root`; folders behind symbolic links are not entered."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _is_source_folder(here / name))
        for name in names:
            yield (here / name).relative_to(root).as_posix()


def _is_source_folder(folder: Path) -> bool:
    name = folder.name
    return not (
        (name.startswith(".") and name != ".github")
        or name in _SKIPPED
        or name.endswith(".egg-info")
        or (folder / "pyvenv.cfg").exists()
        or (folder / "conda-meta").is_dir()
    )
