"""The state that a change starts from, and which files and lines the change touches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs._diff import added_lines
from pytest_mlgate.inputs.notebooks import parse
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sources import MAX_SOURCE, Source, source_of, source_of_notebook
from pytest_mlgate.registry import provides

TARGET_VARIABLES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
)
"""Where CI services say which branch a pull request goes to."""
_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True)
class Base:
    """The commit at which the change under test left the branch it goes to.

    Parameters
    ----------
    project, repo:
        The project as it is now.
    ref:
        The branch or commit it is compared with.
    commit:
        Full id of the last commit that both have.
    changed:
        Files of the project that the change added or altered, uncommitted ones included.
    removed:
        Files that were there and are gone.
    added:
        Text file -> one-based numbers of the lines that are new or altered.
    """

    project: Project
    repo: Repo
    ref: str
    commit: str
    changed: frozenset[str]
    removed: frozenset[str]
    added: Mapping[str, frozenset[int]]

    @cached_property
    def objects(self) -> Mapping[str, str]:
        """Path -> object id of every file at the base, links and submodules left out."""
        return {
            path: id
            for path, mode, id in _blobs(self.project.root, self.commit)
            if mode != "120000" and not self.project.excludes(path)
        }

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the former content of those of `paths` that existed and are not too large."""
        wanted = {path: self.objects[path] for path in paths if path in self.objects}
        sizes = _git.sizes(self.project.root, wanted.values())
        wanted = {path: id for path, id in wanted.items() if sizes[id] <= MAX_SOURCE}
        contents = _git.contents(self.project.root, wanted.values())
        return {path: contents[id] for path, id in wanted.items()}

    def sources(self, paths: Iterable[str]) -> list[Source]:
        """Return the Python files and notebooks among `paths` as they were at the base."""
        code = [path for path in paths if path.endswith((".py", ".pyw", ".ipynb"))]
        found = []
        for path, content in sorted(self.read(code).items()):
            if not path.endswith(".ipynb"):
                found.append(source_of(self.project, path, content))
                continue
            notebook = parse(path, content.decode("utf-8", "replace"))
            if notebook.is_python:
                found.append(source_of_notebook(self.project, notebook))
        return found

    def check_out(self, folder: Path) -> None:
        """Write all files of the base below an empty folder; no hook or filter runs.

        Links and files above the limit of size are left out.
        """
        for path, content in self.read(self.objects).items():
            target = folder.joinpath(*path.split("/"))
            if not target.resolve().is_relative_to(folder.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    @property
    def fingerprint(self) -> str:
        """The commit."""
        return f"git:{self.commit}"


@provides
def base(project: Project, repo: Repo, *, ref: str | None = None) -> Base:
    """Provide what the change under test is compared with.

    Settings
    --------
    ref : the target branch
        Branch, tag or commit that the change is to be merged into.  By default the branch
        that the CI service names, else the default branch of ``origin``, ``main`` or ``master``.
        On that branch itself the last commit is the change.
    """
    if repo.head is None:
        raise InputAbsent("there is no commit to compare with (no git repository)")
    name = ref or _discover(project.root)
    commit = _merge_base(repo, name, named=ref is not None)
    if commit == repo.head and not (repo.modified or repo.untracked):
        name, commit = _parent(repo, name)
    if _git.is_partial(repo.root):
        _refuse_gaps(repo, commit)
    overrides = _git.without_filters(_git.settings(repo.root))
    return Base(
        project=project,
        repo=repo,
        ref=name,
        commit=commit,
        changed=_changed(repo, commit, overrides),
        removed=_named(repo, commit, overrides, "D"),
        added=_added(repo, commit, overrides),
    )


def _discover(root: Path) -> str:
    for variable in TARGET_VARIABLES:
        if branch := os.environ.get(variable):
            return f"origin/{branch}"
    for branch in _BRANCHES:
        if _commit_of(root, branch):
            return branch
    raise InputAbsent(
        "no branch to compare with: none of "
        f"{', '.join(_BRANCHES)} exists and [inputs.base] ref names none"
    )


def _commit_of(root: Path, ref: str) -> str:
    if ref.startswith("-"):
        return ""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    answer = _git.run(root, *asked, accept=(0, 1, 128))
    return answer.output.decode().strip() if answer.status == 0 else ""


def _merge_base(repo: Repo, ref: str, *, named: bool) -> str:
    """Return the last common commit; what is missing is an error only if the user named it."""
    target = _commit_of(repo.root, ref)
    found = "no such branch, tag or commit in this clone"
    if target:
        answer = _git.run(repo.root, "merge-base", target, "HEAD", accept=(0, 1))
        if answer.status == 0:
            return answer.output.decode().split()[0]
        found = "no commit in common with HEAD"
    cure = "a fetched ref" + (" (the clone is shallow: fetch-depth: 0)" if repo.shallow else "")
    if named:
        raise InputError("[inputs.base]", key=f"ref = {ref!r}", found=found, expected=cure)
    raise InputAbsent(f"nothing to compare with: {ref} is {found}; expected {cure}")


def _parent(repo: Repo, ref: str) -> tuple[str, str]:
    """Return what the branch was before its last commit."""
    commit = _commit_of(repo.root, "HEAD^")
    if not commit:
        shallow = " (the clone is shallow: fetch-depth: 2)" if repo.shallow else ""
        raise InputAbsent(f"nothing to compare with: HEAD is no further than {ref}{shallow}")
    return f"{ref}^", commit


def _blobs(root: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """Yield path, mode and object id of every file and link of a commit."""
    for record in _git.run(root, "ls-tree", "-r", "-z", commit).paths():
        about, _, path = record.partition("\t")
        mode, kind, id = about.split(" ")
        if kind == "blob":
            yield path, mode, id


def _refuse_gaps(repo: Repo, commit: str) -> None:
    """Say that a partial clone lacks the former files: fetching them is up to the user."""
    blobs = {id for _, _, id in _blobs(repo.root, commit)}
    stdin = "".join(f"{id}\n" for id in sorted(blobs)).encode()
    try:
        _git.run(repo.root, "cat-file", "--batch-check", stdin=stdin)
    except _git.PartialClone as error:
        raise InputAbsent(f"nothing to compare with: {error}") from None


def _diff(repo: Repo, commit: str, overrides: list[str], *options: str) -> _git.Answer:
    return _git.run(
        repo.root,
        *("diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--relative"),
        *("--ignore-submodules", *options, commit, "--", "."),
        overrides=overrides,
    )


def _named(repo: Repo, commit: str, overrides: list[str], kinds: str) -> frozenset[str]:
    answer = _diff(repo, commit, overrides, "-z", "--name-only", f"--diff-filter={kinds}")
    return frozenset(answer.paths())


def _changed(repo: Repo, commit: str, overrides: list[str]) -> frozenset[str]:
    return (_named(repo, commit, overrides, "d") | repo.untracked) & frozenset(repo.files)


def _added(repo: Repo, commit: str, overrides: list[str]) -> dict[str, frozenset[int]]:
    diff = _diff(repo, commit, overrides, "--unified=0").output.decode("utf-8", "surrogateescape")
    found = added_lines(diff)
    for path in repo.untracked & frozenset(repo.files):
        try:
            content = files.read_bytes(repo.root, path, limit=MAX_SOURCE)
        except InputError:
            continue
        found[path] = frozenset(range(1, len(content.splitlines()) + 1))
    return found
