"""Paths that workflows and hooks name."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from pytest_mlgate.inputs._reference import Reference, Tree, refer
from pytest_mlgate.inputs._reference_shell import Session
from pytest_mlgate.inputs._shell import Command
from pytest_mlgate.inputs.pre_commit import PreCommit
from pytest_mlgate.inputs.workflows import Job, Step, Workflow

_HASHED = re.compile(r"hashFiles\(([^()]{0,500})\)")
_NAMES_FILE = ("python-version-file", "node-version-file", "go-version-file", "environment-file")
_FETCHES = ("download-artifact", "cache/restore", "checkout", "download-workflow-artifact")
_CONFIG = ("--config", "--config-file", "--rcfile", "--baseline", "--settings-path")


def of_workflow(tree: Tree, workflow: Workflow) -> Iterator[Reference]:
    """Yield the paths that the jobs of a workflow name, in a checkout of the project."""
    # A workflow that others call runs in their checkout.
    if workflow.is_action or "workflow_call" in workflow.triggers:
        return
    for job in workflow.jobs:
        if job.uses.startswith("./"):
            yield refer(workflow.path, job.uses_line, job.uses, [""])
        yield from _of_job(tree, workflow.path, job)


def _of_job(tree: Tree, path: str, job: Job) -> Iterator[Reference]:
    session: Session | None = None
    windows = any(label.startswith("windows") for label in job.runs_on)
    for step in job.steps:
        if step.uses.startswith("actions/checkout@"):
            foreign = step.with_.get("repository") or step.with_.get("ref")
            if step.with_.get("path"):
                return
            if not foreign:
                session = session or Session(tree, path)
            elif session is None:
                return
            else:
                session.anything = True
            continue
        if session is None:
            continue
        yield from _of_step(session, step, windows=windows)


def _of_step(session: Session, step: Step, *, windows: bool) -> Iterator[Reference]:
    """Yield what one step needs; conditions on files make it optional."""
    mild = step.continue_on_error not in {"", "false"} or "hashFiles" in step.if_
    for values in (*step.with_.values(), *step.env.values(), step.run):
        for hashed in _HASHED.findall(values):
            for name in re.findall(r"'([^']+)'", hashed):
                if not re.search(r"[*!?\[]", name):
                    yield refer(session.path, step.line, name, [""], mild=True)
    if step.uses.startswith("./"):
        folder = step.uses
        names = [posixpath.join(folder, name) for name in ("action.yml", "action.yaml")]
        targets = [refer("", 0, name, [""]).targets for name in [*names, f"{folder}/Dockerfile"]]
        found = tuple(target for group in targets for target in group)
        made = session.anything and not any(map(session.tree.has, found))
        note = "may be made by an earlier step" if made else ""
        yield Reference(session.path, step.uses_line, folder, found, note, mild)
    elif step.uses:
        yield from _of_action(session, step, mild=mild)
    if step.run and not windows and "hashFiles" not in step.if_:
        yield from _of_script(session, step, mild=mild)


def _of_action(session: Session, step: Step, *, mild: bool) -> Iterator[Reference]:
    for key in _NAMES_FILE:
        if name := step.with_.get(key, ""):
            yield from _once(session, name, step.line, mild=mild)
    if "docker/build-push-action" in step.uses:
        context = step.with_.get("context", ".")
        if name := step.with_.get("file", ""):
            yield from _once(session, name, step.line, mild=mild)
        yield from _once(session, context, step.line, mild=mild)
    if any(word in step.uses for word in _FETCHES):
        session.anything = True
    elif "path" in step.with_:
        for name in step.with_["path"].split():
            session.made.add(name.removeprefix("./").rstrip("/"))


def _once(session: Session, named: str, line: int, *, mild: bool) -> Iterator[Reference]:
    """Yield a reference as a command that reads the file would."""
    command = Command(("pip", "install", "-r", named), line)
    yield from Session(
        session.tree, session.path, made=session.made, anything=session.anything
    ).run([command], mild=mild)


def _of_script(session: Session, step: Step, *, mild: bool) -> Iterator[Reference]:
    session.home = session.folder = ""
    if named := step.working_directory:
        reference = refer(session.path, step.line, named, [""], mild=mild)
        target = next(iter(reference.targets), None)
        known = target is not None and session.tree.has(target)
        if target is not None and not known:
            probe = [*_once(session, named, step.line, mild=mild)]
            yield from probe
        session.home = session.folder = target if known else None
    yield from session.run(step.commands, mild=mild)


def of_pre_commit(tree: Tree, config: PreCommit) -> Iterator[Reference]:
    """Yield the scripts of local hooks, and the configurations that hooks are given."""
    for repo in config.repos:
        for hook in repo.hooks:
            if repo.address == "local" and hook.language in {
                "script",
                "system",
                "python",
                "unsupported",
            }:
                yield from _of_entry(tree, config.path, hook.entry, hook.line, hook.language)
            for option, value in _pairs(hook.args):
                if option in _CONFIG and "." in value:
                    yield refer(config.path, hook.line, value, [""])


def _of_entry(tree: Tree, path: str, entry: str, line: int, language: str) -> Iterator[Reference]:
    try:
        words = tuple(shlex.split(entry))
    except ValueError:
        words = tuple(entry.split())
    if not words:
        return
    if language == "script":
        yield refer(path, line, words[0], [""])
        return
    yield from Session(tree, path).run([Command(words, line)])


def _pairs(arguments: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for at, word in enumerate(arguments):
        option, equals, value = word.partition("=")
        if equals:
            yield option, value
        elif at + 1 < len(arguments) and not arguments[at + 1].startswith("-"):
            yield option, arguments[at + 1]
