"""Every version of Python that the project states: to run on, to build on, to test on."""

from __future__ import annotations

import platform
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._base_python import python_of
from pytest_mlgate.inputs.containers import Containers
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_KEY = "python-version"
_KEYS_OF_MATRIX = frozenset({_KEY, "python", "python_version"})
_FLOATING = frozenset({"3", "3.x", "3.*"})
_VERSION = re.compile(r"(?:cpython|pypy|python|graalpy)?-?(\d)\.(\d{1,3})(?:[.-].*|t|rc\d+)?")

Branch = tuple[int, int]
_Value = tuple[Branch, int, str]
_NEWEST: Branch = (3, 10_000)
"""Stands for whatever is the newest one."""


@dataclass(frozen=True)
class StatedPython:
    """One version, and who states it.

    Parameters
    ----------
    branch:
        Such as ``(3, 12)``.
    path, line:
        Where; empty for the interpreter that runs the gate.
    statement:
        In the words of the file, such as ``FROM python:3.12-slim``.
    beside:
        The other branches that are stated along with it: those of one test matrix.
    """

    branch: Branch
    path: str
    line: int | None
    statement: str
    beside: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Pythons:
    """All versions that are stated.

    Parameters
    ----------
    stated:
        Single versions, the running interpreter first.
    ranges:
        Path of a manifest -> specifier of the versions that it admits.
    unread:
        Path of a workflow -> why it cannot be read.
    """

    stated: tuple[StatedPython, ...]
    ranges: dict[str, str]
    unread: dict[str, str]


@provides
def pythons(
    project: Project,
    repo: Repo,
    containers: Containers | None = None,
    manifests: Manifests | None = None,
) -> Pythons:
    """Provide the versions that files of the project state, and the one that runs the gate.

    A version that only a build or a variable knows, such as ``3.x``, is left out.
    """
    stated, unread = [_running()], {}
    for path in repo.files:
        name = path.rpartition("/")[2]
        if name in {".python-version", "runtime.txt"}:
            stated += _version_file(path, project.read_text(path))
        elif _WORKFLOW.fullmatch(path):
            try:
                stated += _workflow(path, project.read_text(path))
            except InputError as error:
                unread[path] = error.found
    for file in containers.files if containers else ():
        for stage in file.stages:
            if stage.parent is None and (branch := _branch(python_of(stage) or "")):
                stated.append(StatedPython(branch, file.path, stage.line, f"FROM {stage.base}"))
    ranges = {
        manifest.path: manifest.requires_python
        for manifest in (manifests.files if manifests else ())
        if manifest.requires_python
    }
    return Pythons(tuple(stated), ranges, unread)


def _running() -> StatedPython:
    version = platform.python_version()
    branch = _branch(version)
    assert branch is not None
    return StatedPython(branch, "", None, f"Python {version}, which runs the gate")


def _branch(text: str) -> Branch | None:
    match = _VERSION.fullmatch(text.strip())
    return (int(match[1]), int(match[2])) if match else None


def _version_file(path: str, text: str) -> Iterator[StatedPython]:
    """Yield the versions of a file with one on each line; the first is the default."""
    for number, line in enumerate(text.splitlines(), start=1):
        version = line.partition("#")[0].strip()
        if branch := _branch(version):
            yield StatedPython(branch, path, number, version)


def _workflow(path: str, text: str) -> Iterator[StatedPython]:
    """Yield the values of every key ``python-version``; a list is a matrix."""
    import yaml

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = getattr(error, "problem", None) or "nested too deeply"
        raise InputError(path, found=f"broken YAML ({reason})", expected="a workflow") from None
    for group in _groups(root):
        branches = tuple(branch for branch, _, _ in group)
        for branch, line, text in group:
            if branch != _NEWEST:
                yield StatedPython(branch, path, line, f"python-version {text}", branches)


def _groups(root: Any) -> Iterator[list[_Value]]:
    """Yield the versions that belong together: those of one test matrix, or of one key."""
    for key, value in _walk(root, leave="matrix"):
        if key == "matrix":
            # Versions that are included one by one stand beside those of the list.
            named = [node for key, node in _walk(value) if key in _KEYS_OF_MATRIX]
            yield [found for node in named for found in _scalars(node)]
        elif key == _KEY:
            yield list(_scalars(value))


def _walk(root: Any, leave: str = "") -> Iterator[tuple[str, Any]]:
    """Yield key and value of everything in a document, not going into the value of `leave`."""
    waiting, seen = deque([root]), set()
    while waiting:
        node = waiting.popleft()
        if id(node) in seen:  # an alias gives the same node again
            continue
        seen.add(id(node))
        for key, value in _children(node):
            yield key, value
            if not leave or key != leave:
                waiting.append(value)


def _children(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is inside a mapping or list, with the key where there is one."""
    for child in node.value if isinstance(getattr(node, "value", None), list) else ():
        if isinstance(child, tuple):
            yield (child[0].value if isinstance(child[0].value, str) else ""), child[1]
        else:
            yield "", child


def _scalars(node: Any) -> Iterator[_Value]:
    """Yield the versions of a value; GitHub reads one on each line of a text, too."""
    for part in node.value if isinstance(node.value, list) else [node]:
        text = getattr(part, "value", None)
        for word in text.split() if isinstance(text, str) else ():
            branch = _NEWEST if word in _FLOATING else _branch(word)
            if branch:
                yield branch, part.start_mark.line + 1, word
