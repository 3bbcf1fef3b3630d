"""The configuration of pre-commit, and what runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._services import OTHER_CI
from pytest_mlgate.inputs._yaml import Node, read_documents
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.workflows import Workflow, Workflows
from pytest_mlgate.registry import provides

PATH = ".pre-commit-config.yaml"
_NAMES = (PATH, ".pre-commit-config.yml")
_KEPT_IN: Mapping[str, tuple[str, ...]] = {
    "tox": ("tox.ini", "pyproject.toml"),
    "nox": ("noxfile.py",),
    "make": ("Makefile", "makefile"),
    "just": ("justfile",),
    "task": ("Taskfile.yml",),
    "hatch": ("pyproject.toml",),
    "poe": ("pyproject.toml",),
    "pdm": ("pyproject.toml",),
    "pixi": ("pyproject.toml", "pixi.toml"),
    "npm": ("package.json",),
}
"""Programs that a workflow may start, and where they keep what they run."""
_RUNS = re.compile(r"\b(?:pre-commit|prek)\b[\"', ]{1,4}(?:run\b|try-repo\b)|\bprek --all")


@dataclass(frozen=True)
class Hook:
    """One hook.

    Parameters
    ----------
    id, line:
        Its id, and on which line it starts.
    entry, language, args:
        What it runs, as written; empty where the hook's own repository says so.
    """

    id: str
    line: int
    entry: str = ""
    language: str = ""
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class HookRepo:
    """One repository of hooks; `address` is ``local``, ``meta`` or ``builtin`` for none."""

    address: str
    rev: str
    line: int
    hooks: tuple[Hook, ...] = ()


@dataclass(frozen=True)
class PreCommit:
    """What ``.pre-commit-config.yaml`` says.

    Parameters
    ----------
    path:
        The file.
    repos:
        Its repositories in order.
    run_by:
        What runs the hooks: files of CI systems, or ``pre-commit.ci``.
    problem:
        Why the file could not be read, empty when it could.
    """

    path: str = PATH
    repos: tuple[HookRepo, ...] = ()
    run_by: tuple[str, ...] = ()
    problem: str = ""

    @property
    def hooks(self) -> Iterator[Hook]:
        """All hooks."""
        for repo in self.repos:
            yield from repo.hooks


@provides
def pre_commit(project: Project, repo: Repo, workflows: Workflows | None = None) -> PreCommit:
    """Provide the configuration of pre-commit."""
    path = next((name for name in _NAMES if name in repo.files), None)
    if path is None:
        raise InputAbsent(f"there is no {PATH}")
    try:
        documents = read_documents(project, path)
        if len(documents) != 1 or not isinstance(documents[0]["repos"].value, tuple):
            raise InputError(path, key="repos", found="no list", expected="a list of repositories")
    except InputError as error:
        return PreCommit(path, problem=f"found {error.found}, expected {error.expected}")
    content = documents[0]
    found = tuple(_hook_repo(node) for node in content["repos"].list)
    flows = workflows.workflows if workflows else ()
    return PreCommit(path, found, tuple(_run_by(project, repo, flows, content)))


def _hook_repo(node: Node) -> HookRepo:
    hooks = [
        Hook(h["id"].text, h.line, h["entry"].text, h["language"].text, h["args"].texts)
        for h in node["hooks"].list
    ]
    rev = node["rev"]
    return HookRepo(node["repo"].text, rev.text, rev.line, tuple(hooks))


def _run_by(
    project: Project, repo: Repo, flows: tuple[Workflow, ...], content: Node
) -> Iterator[str]:
    badges = (_text(project, p) for p in repo.files if re.fullmatch(r"(?i)readme\.\w+", p))
    if content["ci"].table or any("pre-commit.ci" in text for text in badges):
        yield "pre-commit.ci"
    runners = {
        program
        for program, places in _KEPT_IN.items()
        if any(_RUNS.search(_text(project, place)) for place in places)
    }
    for flow in flows:
        scripts = [" ".join(command.words) for _, step in flow.steps for command in step.commands]
        actions = [*(step.uses for _, step in flow.steps), *(job.uses for job in flow.jobs)]
        if _starts("\n".join(scripts), runners) or any(
            "pre-commit" in action or "prek" in action for action in actions
        ):
            yield flow.path
    for path in repo.matching(OTHER_CI):
        if _starts(_text(project, path), runners):
            yield path


def _starts(script: str, runners: set[str]) -> bool:
    """Whether a script runs the hooks, by itself or through a program that does."""
    return _RUNS.search(script) is not None or not runners.isdisjoint(
        re.findall(r"(?<![\w./-])\w+(?![\w./-])", script)
    )


def _text(project: Project, path: str) -> str:
    try:
        return files.read_text(project.root, path, limit=files.MEBIBYTE)
    except InputError:
        return ""
