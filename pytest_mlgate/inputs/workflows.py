"""The workflows of GitHub Actions, and the composite actions of the project."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._shell import Command, simple_commands
from pytest_mlgate.inputs._yaml import Node, read_documents
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_WORKFLOW = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_SHELLS = ("", "bash", "sh", "zsh", "pwsh", "powershell", "cmd")


@dataclass(frozen=True)
class Step:
    """One step of a job or composite action; all values are text as written.

    Parameters
    ----------
    line:
        One-based line on which it starts.
    uses, uses_line:
        The action, and where it is named; empty for a step that runs a script.
    run, run_line:
        The script, and the line of the file on which it starts.
    with_, env:
        What is passed to the action, and environment variables.
    if_, continue_on_error:
        Expressions, empty where none is written.
    shell, working_directory:
        Its own, or the default of job or workflow.
    """

    line: int
    shell: str = ""
    name: str = ""
    uses: str = ""
    uses_line: int = 0
    run: str = ""
    run_line: int = 0
    with_: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    if_: str = ""
    continue_on_error: str = ""
    working_directory: str = ""

    @property
    def commands(self) -> Iterator[Command]:
        """Simple commands of the script with lines of the file; none for another language."""
        if self.shell.partition(" ")[0] in _SHELLS:
            for command in simple_commands(self.run):
                yield Command(command.words, self.run_line + command.line - 1, command.then)


@dataclass(frozen=True)
class Job:
    """One job; for a composite action the one that stands for it.

    Parameters
    ----------
    id, line:
        Its key, and the line of that.
    uses:
        The reusable workflow that it calls, empty for a job with steps.
    with_, secrets:
        What is passed to that workflow; the one secret ``inherit`` stands for all of them.
    container:
        Image that it runs in; for an action made of a container, that.
    services:
        Name -> image of the containers beside it.
    needs:
        Jobs that must have ended before.
    if_, continue_on_error:
        Expressions, empty where none is written.
    """

    id: str
    line: int
    name: str = ""
    uses: str = ""
    uses_line: int = 0
    with_: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    container: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()
    if_: str = ""
    continue_on_error: str = ""

    @property
    def inherits_secrets(self) -> bool:
        """Whether the workflow that it calls gets all secrets there are."""
        return self.secrets == {"inherit": "inherit"}


@dataclass(frozen=True)
class Workflow:
    """One workflow file, or one ``action.yml``.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    name:
        As it is displayed.
    triggers:
        Events that start it.
    jobs:
        Its jobs in order.
    env:
        Variables for all jobs.
    is_action:
        Whether this is an action.
    content:
        The whole document, for keys that this model leaves out.
    problem, problem_line:
        Why it could not be read, and where; empty when it could.
    """

    path: str
    name: str = ""
    triggers: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    is_action: bool = False
    content: Node = field(default_factory=Node)
    problem: str = ""
    problem_line: int | None = None

    @property
    def steps(self) -> Iterator[tuple[Job, Step]]:
        """Every step with its job."""
        for job in self.jobs:
            for step in job.steps:
                yield job, step


@dataclass(frozen=True)
class Workflows:
    """All of them, sorted by path."""

    files: tuple[Workflow, ...]

    def __iter__(self) -> Iterator[Workflow]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    @property
    def workflows(self) -> tuple[Workflow, ...]:
        """Those that GitHub starts by itself: no actions."""
        return tuple(file for file in self.files if not file.is_action)


@provides(by_file=True)
def workflows(project: Project, repo: Repo) -> Workflows:
    """Provide ``.github/workflows/*.yml`` and every ``action.yml`` of the project.

    Other systems (GitLab CI, CircleCI, Jenkins) are not read.
    """
    paths = filter(project.judges, repo.files)
    found = tuple(_read(project, path) for path in paths if _is_workflow(path))
    if not found:
        raise InputAbsent(
            "no workflow of GitHub Actions: there is no .github/workflows/*.yml and no action.yml"
        )
    return Workflows(found)


def _is_workflow(path: str) -> bool:
    named = posixpath.basename(path) in {"action.yml", "action.yaml"}
    return named or _WORKFLOW.fullmatch(path) is not None


def _read(project: Project, path: str) -> Workflow:
    is_action = _WORKFLOW.fullmatch(path) is None
    try:
        documents = read_documents(project, path)
        if len(documents) != 1 or not documents[0].table:
            raise InputError(path, found="no table", expected="one YAML document with a table")
    except InputError as error:
        line = re.fullmatch(r"line (\d+)", error.key)
        return Workflow(
            path,
            is_action=is_action,
            problem=f"found {error.found}, expected {error.expected}",
            problem_line=int(line[1]) if line else None,
        )
    content = documents[0]
    named = {"runs": content["runs"]} if is_action else content["jobs"].table
    on = content["on"]
    return Workflow(
        path,
        name=content["name"].text,
        triggers=tuple(on.table) or on.texts,
        jobs=tuple(_job(id, node, content) for id, node in named.items()),
        env=_texts(content["env"]),
        is_action=is_action,
        content=content,
    )


def _job(id: str, node: Node, workflow: Node) -> Job:
    secrets = node["secrets"]
    image = node["container"]
    services = {name: _image(service) for name, service in node["services"].table.items()}
    return Job(
        id=id,
        line=node.line,
        name=node["name"].text,
        uses=node["uses"].text,
        uses_line=node["uses"].line,
        with_=_texts(node["with"]),
        secrets={"inherit": "inherit"} if secrets.text == "inherit" else _texts(secrets),
        container=_image(image) or node["image"].text,
        services=services,
        steps=tuple(_step(step, node, workflow) for step in node["steps"].list),
        env=_texts(node["env"]),
        needs=node["needs"].texts,
        runs_on=node["runs-on"].texts or node["runs-on"]["labels"].texts,
        if_=node["if"].text,
        continue_on_error=node["continue-on-error"].text,
    )


def _step(node: Node, job: Node, workflow: Node) -> Step:
    def setting(key: str) -> str:
        defaults = (job["defaults"]["run"][key].text, workflow["defaults"]["run"][key].text)
        return node[key].text or next(filter(None, defaults), "")

    run = node["run"]
    return Step(
        node.line,
        setting("shell"),
        name=node["name"].text,
        uses=node["uses"].text,
        uses_line=node["uses"].line,
        run=run.text,
        run_line=run.line + run.block,
        with_=_texts(node["with"]),
        env=_texts(node["env"]),
        if_=node["if"].text,
        continue_on_error=node["continue-on-error"].text,
        working_directory=setting("working-directory"),
    )


def _image(node: Node) -> str:
    return node.text or node["image"].text


def _texts(node: Node) -> dict[str, str]:
    return {key: value.text for key, value in node.table.items()}
