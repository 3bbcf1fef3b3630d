"""The paths that the project's own files name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _reference_build as build
from pytest_mlgate.inputs import _reference_ci as ci
from pytest_mlgate.inputs import _reference_config as config
from pytest_mlgate.inputs._documents import load_toml
from pytest_mlgate.inputs._reference import Reference as Reference
from pytest_mlgate.inputs._reference import Tree
from pytest_mlgate.inputs._yaml import read_documents
from pytest_mlgate.inputs.containers import Containers
from pytest_mlgate.inputs.documents import Documents
from pytest_mlgate.inputs.pre_commit import PreCommit
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.workflows import Workflows
from pytest_mlgate.registry import provides

_COMPOSE = re.compile(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml")


@dataclass(frozen=True)
class References:
    """What is named where.

    Parameters
    ----------
    found:
        Every reference once, in the order of the files.
    unread:
        Files that could not be read, with the reason.
    tree:
        What the project holds.
    """

    found: tuple[Reference, ...]
    unread: tuple[tuple[str, str], ...] = ()
    tree: Tree = Tree(frozenset())  # noqa: RUF009 - it is frozen


@provides
def references(
    project: Project,
    repo: Repo,
    documents: Documents,
    workflows: Workflows | None = None,
    containers: Containers | None = None,
    pre_commit: PreCommit | None = None,
) -> References:
    """Provide the paths that workflows, Dockerfiles, configuration and the README name."""
    tree = Tree(repo.tracked | repo.untracked | frozenset(repo.files), _submodules(project, repo))
    found: list[Reference] = []
    unread: list[tuple[str, str]] = []
    for workflow in workflows or ():
        found += ci.of_workflow(tree, workflow)
        unread += [(workflow.path, workflow.problem)] if workflow.problem else []
    if pre_commit:
        found += ci.of_pre_commit(tree, pre_commit)
    if containers:
        for file in containers.files:
            found += build.of_dockerfile(tree, file, _contexts(file.path), containers.ignore)
    for path in repo.files:
        try:
            found += _of_file(project, tree, path)
        except InputError as error:
            unread.append((path, f"found {error.found}, expected {error.expected}"))
    if documents.readme:
        found += config.of_readme(tree, documents.readme)
    return References(tuple(dict.fromkeys(found)), tuple(unread), tree)


def _of_file(project: Project, tree: Tree, path: str) -> Iterator[Reference]:
    name = posixpath.basename(path)
    if path == "pyproject.toml":
        content = load_toml(project, path)
        yield from config.of_pyproject(tree, path, project.read_text(path), content)
    elif name == "MLproject":
        for document in read_documents(project, path):
            yield from config.of_mlproject(tree, path, document)
    elif name == "dvc.yaml":
        for document in read_documents(project, path):
            yield from config.of_dvc(tree, path, document)
    elif _COMPOSE.fullmatch(name):
        for document in read_documents(project, path):
            yield from build.of_compose(tree, path, document)


def _contexts(dockerfile: str) -> list[str]:
    """Return the folders from which a Dockerfile may be built: its own and those above."""
    folder = posixpath.dirname(dockerfile)
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found


def _submodules(project: Project, repo: Repo) -> frozenset[str]:
    if ".gitmodules" not in repo.files:
        return frozenset()
    try:
        text = project.read_text(".gitmodules")
    except InputError:
        return frozenset()
    return frozenset(re.findall(r"(?m)^[ \t]*path[ \t]*=[ \t]*(\S+)[ \t]*$", text))
