"""Steps of workflows that run the tests or the gate, and whose failure counts for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_mlgate.inputs._shell import Command
from pytest_mlgate.inputs.workflows import Job, Step, Workflow

_RUNNERS = frozenset(
    {"uv", "poetry", "pdm", "pipenv", "hatch", "rye", "pixi", "conda", "micromamba"}
)
_PYTHON = re.compile(r"(?:.*/)?python[\d.]*(?:\.exe)?")
_NEVER = re.compile(r"(?:\$\{\{\s*)?false(?:\s*\}\})?")
_ALWAYS = re.compile(r"(?:\$\{\{\s*)?true(?:\s*\}\})?")
_NOTHING = frozenset({"true", ":", "/bin/true"})
_MESSAGES = frozenset({"echo", "printf"})
_ASKS = frozenset({"--version", "--help", "-h", "-V", "--fixtures", "--markers"})


def dead_steps(workflow: Workflow) -> Iterator[tuple[int, str]]:
    """Yield line and message of what lets a failing test or gate through."""
    for job, step in workflow.steps:
        commands = list(step.commands)
        ran = [command for command in commands if _is_gate(command.words)]
        uses_gate = "mlgate" in step.uses
        if not ran and not uses_gate:
            continue
        line = ran[0].line if ran else step.uses_line
        what = "pytest" if ran else step.uses.partition("@")[0]
        for owner, name in ((step, "the step"), (job, f"the job {job.id}")):
            yield from _of_owner(owner, name, what, line)
        yield from _of_script(step, commands)


def _of_owner(owner: Step | Job, name: str, what: str, line: int) -> Iterator[tuple[int, str]]:
    if _ALWAYS.fullmatch(owner.continue_on_error.strip()):
        yield line, f"{what} may fail: {name} has continue-on-error"
    if _NEVER.fullmatch(owner.if_.strip()):
        yield line, f"{what} never runs: {name} has the condition false"


def _of_script(step: Step, commands: Sequence[Command]) -> Iterator[tuple[int, str]]:
    stops = step.shell in {"", "bash", "sh"} or re.search(r"\s-\w*e", step.shell) is not None
    pipefail = step.shell == "bash" or "pipefail" in step.shell or "pipefail" in step.run
    for at, command in enumerate(commands):
        after = commands[at + 1 :]
        if command.words[0] == "set":
            stops = _sets_e(command.words, stops)
        if not _is_gate(command.words):
            continue
        if command.then == "||" and _hides(after):
            yield command.line, f"pytest may fail: || {' '.join(after[0].words[:2])} hides it"
        elif command.then == "|" and not pipefail:
            yield command.line, "pytest may fail: the pipe has the status of its last command"
        elif command.then == "&":
            yield command.line, "pytest may fail: nobody waits for a command in the background"
        elif not stops and after and "$?" not in step.run:
            shell = "set +e" if "set +" in step.run else f"the shell {step.shell!r}"
            yield command.line, f"pytest may fail: {shell} goes on after an error"


def _sets_e(words: Sequence[str], before: bool) -> bool:
    for word in words[1:]:
        if re.fullmatch(r"[+-]\w*e\w*", word):
            before = word.startswith("-")
    return before


def _hides(after: Sequence[Command]) -> bool:
    """Whether what runs instead succeeds; a message may come before an exit that does not."""
    for command in after:
        if command.words[0] == "exit":
            return tuple(command.words[1:2]) == ("0",)
        if command.words[0] not in _MESSAGES:
            return command.words[0] in _NOTHING or command is not after[0]
    return bool(after)


def _is_gate(words: Sequence[str]) -> bool:
    """Whether a command runs pytest, by itself or with a runner in front of it."""
    rest = list(words)
    if rest and rest[0] in _RUNNERS and "run" in rest[:3]:
        rest = _without_options(rest[rest.index("run") + 1 :])
    if rest and _PYTHON.fullmatch(rest[0]) and "-m" in rest:
        rest = rest[rest.index("-m") + 1 :]
    if rest[:2] == ["coverage", "run"]:
        rest = rest[rest.index("-m") + 1 :] if "-m" in rest else rest
    if not rest or rest[0].rpartition("/")[2] not in {"pytest", "py.test"}:
        return False
    return not _ASKS & set(rest)


def _without_options(words: Sequence[str]) -> list[str]:
    """Drop the runner's own options; what follows one that takes a value is dropped with it."""
    for at, word in enumerate(words):
        if word.rpartition("/")[2] in {"pytest", "py.test", "coverage"} or _PYTHON.fullmatch(word):
            return list(words[at:])
    return []
