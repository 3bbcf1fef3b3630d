"""Runs the steps of a composite action the way GitHub's runner does, without GitHub.

Steps with ``run`` are real processes of bash.  Steps with ``uses`` are stand-ins that check what
they are given against the inputs of the real action, and do its work on the local disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from action_expressions import Scope, condition, evaluate, interpolate, to_string

SUMMARY_LIMIT = 1024 * 1024
REGISTERED = {
    "internal-set-repo-path", "set-env", "set-output", "save-state", "add-mask", "add-path",
    "add-matcher", "remove-matcher", "debug", "warning", "error", "notice", "group", "endgroup",
    "echo", "stop-commands",
}  # fmt: skip
_PINNED = re.compile(r"[\w.-]+/[\w.-]+(?:/[\w.-]+)*@[0-9a-f]{40}")


@dataclass(frozen=True)
class Command:
    """A workflow command in a line of a log."""

    name: str
    properties: Mapping[str, str]
    data: str


def commands(line: str, more: frozenset[str] = frozenset()) -> list[Command]:
    """Return the command that the runner sees in a line, if any.

    ``::name key=value::data`` after white space, else ``##[name key=value]data`` anywhere.
    """
    known = REGISTERED | more
    second = re.match(r"\s*::([^ ]*?)(?: (.*?))?::(.*)", line, re.DOTALL)
    if second and second[1] in known:
        unescape = [("%0D", "\r"), ("%0A", "\n")]
        properties = _properties(second[2] or "", ",", [*unescape, ("%3A", ":"), ("%2C", ",")])
        return [Command(second[1], properties, _unescaped(second[3], unescape))]
    first = re.search(r"##\[([^\] ]*)(?: ([^\]]*))?\](.*)", line, re.DOTALL)
    if first and first[1] in known:
        unescape = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]")]
        properties = _properties(first[2] or "", ";", unescape)
        return [Command(first[1], properties, _unescaped(first[3], unescape))]
    return []


def _properties(text: str, separator: str, mapping: list[tuple[str, str]]) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.strip().split(separator))
    return {name: _unescaped(value, mapping) for name, _, value in pairs if name and value}


def _unescaped(text: str, mapping: list[tuple[str, str]]) -> str:
    for escaped, plain in [*mapping, ("%25", "%")]:
        text = text.replace(escaped, plain)
    return text


def assignments(text: str) -> dict[str, str]:
    """Return what a file such as ``GITHUB_OUTPUT`` assigns: ``name=value`` or a heredoc.

    Raises
    ------
    ValueError
        Where the runner would fail the step.
    """
    found: dict[str, str] = {}
    lines = text.split("\n")
    ended = text.endswith("\n")
    if ended:
        lines.pop()
    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, _, found_value = line.partition("=")
            found[name] = found_value
        elif heredoc >= 0:
            name, _, delimiter = line.partition("<<")
            if not name or not delimiter:
                raise ValueError(f"Invalid format '{line}'")
            try:
                end = lines.index(delimiter, position)
            except ValueError:
                raise ValueError(f"Matching delimiter not found '{delimiter}'") from None
            found[name] = "\n".join(lines[position:end])
            position = end + 1
        else:
            raise ValueError(f"Invalid format '{line}'")
    return found


@dataclass
class StepResult:
    """How a step ended."""

    outcome: str = "skipped"
    conclusion: str = "skipped"
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""


@dataclass
class Job:
    """The runner's state of one job: its folders, its environment, and what was asked of it.

    Parameters
    ----------
    workspace, temp:
        ``github.workspace`` and ``runner.temp``.
    event:
        Further keys of the context ``github``.
    env:
        The environment of the job.
    cancelled:
        Whether the job was cancelled.
    replaced:
        Name of a step -> what is called with its environment instead of running it.
    """

    workspace: Path
    temp: Path
    event: Mapping[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    cancelled: bool = False
    path: list[str] = field(default_factory=list)
    summary: str = ""
    annotations: list[Command] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    artifacts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    cache: dict[str, Path] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    replaced: dict[str, Callable[[Mapping[str, str]], None]] = field(default_factory=dict)


@dataclass
class Result:
    """How an action ended."""

    conclusion: str
    outputs: dict[str, str]
    steps: dict[str, StepResult]

    @property
    def log(self) -> str:
        """What all steps printed."""
        return "".join(step.log for step in self.steps.values())


def run_action(folder: Path, inputs: Mapping[str, str], job: Job) -> Result:
    """Run a composite action.

    Parameters
    ----------
    folder:
        Where ``action.yml`` is.
    inputs:
        What the workflow gives; an input that the action does not have is an error.
    job:
        The job, whose state goes on.
    """
    action = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
    return _Composite(folder, action, inputs, job).run()


class _Composite:
    def __init__(
        self, folder: Path, action: Mapping[str, Any], inputs: Mapping[str, str], job: Job
    ) -> None:
        unknown = set(inputs) - set(action["inputs"])
        assert not unknown, f"Unexpected input(s) {sorted(unknown)}"
        self._folder, self._action, self._job = folder, action, job
        self._failed = False
        self._steps: dict[str, StepResult] = {}
        self._inputs: dict[str, str] = {}
        for name, declared in action["inputs"].items():
            default = interpolate(to_string(declared.get("default")), self._scope({}))
            self._inputs[name] = inputs.get(name, default)

    def run(self) -> Result:
        for position, step in enumerate(self._action["runs"]["steps"]):
            result = StepResult()
            self._steps[step.get("id", f"__{position}")] = result
            self._step(step, result)
            if result.conclusion == "failure":
                self._failed = True
        outputs = {
            name: interpolate(declared["value"], self._scope({}))
            for name, declared in self._action.get("outputs", {}).items()
        }
        return Result("failure" if self._failed else "success", outputs, self._steps)

    def _scope(self, env: Mapping[str, str]) -> Scope:
        job = self._job
        contexts: dict[str, Any] = {
            "inputs": self._inputs,
            "env": {**job.env, **env},
            "github": {
                "action_path": str(self._folder), "workspace": str(job.workspace), "job": "gate",
                "event_name": "push", "base_ref": "", "server_url": "https://github.com",
                **job.event,
            },
            "runner": {"os": "Linux", "arch": "X64", "temp": str(job.temp)},
            "job": {"status": "failure" if self._failed else "success"},
            "strategy": {"job-index": 0.0, "job-total": 1.0},
            "matrix": None,
            "steps": {
                name: {"outputs": step.outputs, "outcome": step.outcome,
                       "conclusion": step.conclusion}
                for name, step in self._steps.items()
            },
        }  # fmt: skip
        functions: dict[str, Callable[..., Any]] = {
            "success": lambda: not self._failed and not job.cancelled,
            "failure": lambda: self._failed and not job.cancelled,
            "cancelled": lambda: job.cancelled,
            "always": lambda: True,
            "hashFiles": self._hash_files,
        }
        return Scope(contexts, functions)

    def _hash_files(self, *globs: str) -> str:
        found = sorted(
            path for glob in globs for path in self._job.workspace.glob(glob) if path.is_file()
        )
        digest = hashlib.sha256()
        for path in found:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest() if found else ""

    def _step(self, step: Mapping[str, Any], result: StepResult) -> None:
        env: dict[str, str] = {}
        scope = self._scope(env)
        for name, value in step.get("env", {}).items():
            env[name] = interpolate(to_string(value), scope)
        scope = self._scope(env)
        if not condition(to_string(step.get("if", "")), scope):
            return
        if step.get("name") in self._job.replaced:
            self._job.replaced[step["name"]](env)
            succeeded = True
        elif "run" in step:
            succeeded = self._run(step, env, scope, result)
        else:
            succeeded = self._use(step, scope, result)
        result.outcome = result.conclusion = "success" if succeeded else "failure"
        tolerated = step.get("continue-on-error", False)
        if isinstance(tolerated, str):
            tolerated = to_string(evaluate(tolerated.strip("${} "), scope)) == "true"
        if tolerated:
            result.conclusion = "success"

    def _run(
        self, step: Mapping[str, Any], env: Mapping[str, str], scope: Scope, result: StepResult
    ) -> bool:
        assert step["shell"] == "bash", "every run step of an action names its shell"
        job = self._job
        script = job.temp / f"{uuid.uuid4()}.sh"
        script.write_text(interpolate(step["run"], scope), encoding="utf-8", newline="\n")
        files = {name: job.temp / f"{name}_{uuid.uuid4()}" for name in
                 ("output", "env", "path", "step_summary", "state")}  # fmt: skip
        for file in files.values():
            file.touch()
        github = scope.contexts["github"]
        path = os.pathsep.join([*reversed(job.path), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=job.workspace / interpolate(step.get("working-directory", ""), scope),
            env={
                **_kept(os.environ),
                **job.env,
                **{f"GITHUB_{name.upper()}": to_string(value) for name, value in github.items()},
                **{f"GITHUB_{name.upper()}": str(file) for name, file in files.items()},
                "GITHUB_ACTIONS": "true",
                "CI": "true",
                "RUNNER_TEMP": str(job.temp),
                "RUNNER_OS": "Linux",
                "RUNNER_ARCH": "X64",
                **env,
                "PATH": env.get("PATH", job.env.get("PATH", path)),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        result.log = done.stdout.decode("utf-8", "replace")
        self._obey(result)
        succeeded = done.returncode == 0
        try:
            result.outputs |= assignments(_text(files["output"]))
            job.env |= assignments(_text(files["env"]))
        except ValueError as error:
            result.log += f"Error: Unable to process file command: {error}\n"
            succeeded = False
        job.path += [line for line in _text(files["path"]).splitlines() if line]
        if files["step_summary"].stat().st_size <= SUMMARY_LIMIT:
            job.summary += _text(files["step_summary"])
        else:
            result.log += "Error: $GITHUB_STEP_SUMMARY upload aborted\n"
        return succeeded

    def _obey(self, result: StepResult) -> None:
        """Follow the commands in the log; ``stop-commands`` makes the runner deaf for a while."""
        token = ""
        for line in re.split(r"\r\n|\r|\n", result.log):
            for command in commands(line, frozenset({token})):
                if token:
                    token = "" if command.name == token else token
                elif command.name == "stop-commands":
                    assert command.data not in {*REGISTERED, "", "pause-logging"}
                    token = command.data
                else:
                    self._job.commands.append(command)
                    if command.name in {"error", "warning", "notice"}:
                        self._job.annotations.append(command)
                    elif command.name == "set-output":
                        result.outputs[command.properties["name"]] = command.data

    def _use(self, step: Mapping[str, Any], scope: Scope, result: StepResult) -> bool:
        assert _PINNED.fullmatch(step["uses"]), f"{step['uses']} is not pinned by its commit"
        name = step["uses"].partition("@")[0]
        standin, allowed = _STANDINS[name]
        given = {
            key: interpolate(to_string(value), scope) for key, value in step.get("with", {}).items()
        }
        assert set(given) <= allowed, f"{name}: Unexpected input(s) {sorted(set(given) - allowed)}"
        self._job.used.append(name)
        return standin(given, self._job, result)


def _kept(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what belongs to this very test run or another runner."""
    foreign = ("GITHUB_", "RUNNER_", "PYTEST_", "PYTHON", "COV_", "COVERAGE_")
    return {name: value for name, value in environment.items() if not name.startswith(foreign)}


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _setup_python(given: Mapping[str, str], job: Job, result: StepResult) -> bool:
    found = shutil.which(f"python{given['python-version']}")
    if found is None:
        result.log += f"Error: The version '{given['python-version']}' was not found.\n"
        return False
    bin = job.temp / "setup-python"
    bin.mkdir(exist_ok=True)
    for name in ("python", "python3"):
        wrapper = bin / name
        wrapper.write_text(f'#!/bin/sh\nexec "{found}" "$@"\n', encoding="utf-8")
        wrapper.chmod(0o755)
    job.path.append(str(bin))
    result.outputs["python-path"] = found
    return True


def _restore(given: Mapping[str, str], job: Job, result: StepResult) -> bool:
    assert given["key"]
    hit = given["key"] in job.cache
    if hit:
        shutil.copytree(job.cache[given["key"]], given["path"], dirs_exist_ok=True)
    result.outputs |= {"cache-primary-key": given["key"]}
    # The real one leaves it empty where nothing was found.
    result.outputs |= {"cache-hit": "true"} if hit else {}
    return True


def _save(given: Mapping[str, str], job: Job, result: StepResult) -> bool:
    assert given["key"]
    if not Path(given["path"]).is_dir():
        result.log += "Warning: Path Validation Error: nothing to save\n"
        return True
    kept = job.temp / f"saved-{len(job.cache)}"
    shutil.copytree(given["path"], kept)
    job.cache[given["key"]] = kept
    return True


def _upload(given: Mapping[str, str], job: Job, result: StepResult) -> bool:
    name = given.get("name", "artifact")
    if re.search(r'[":<>|*?\r\n\\/]', name):
        result.log += f"Error: The artifact name is not valid: {name}\n"
        return False
    if name in job.artifacts:
        result.log += "Error: an artifact with this name already exists on the workflow run\n"
        return False
    path = Path(given["path"])
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    base = path if path.is_dir() else path.parent
    files = {f.relative_to(base).as_posix(): f.read_bytes() for f in found if f.is_file()}
    visible = {n: c for n, c in files.items() if not any(p.startswith(".") for p in n.split("/"))}
    if not visible:
        result.log += "No files were found with the provided path\n"
        return given.get("if-no-files-found", "warn") != "error"
    job.artifacts[name] = visible
    return True


_STANDINS: dict[
    str, tuple[Callable[[Mapping[str, str], Job, StepResult], bool], frozenset[str]]
] = {
    "actions/setup-python": (_setup_python, frozenset({
        "python-version", "python-version-file", "cache", "architecture", "check-latest", "token",
        "cache-dependency-path", "update-environment", "allow-prereleases", "freethreaded",
        "pip-version",
    })),
    "actions/cache/restore": (_restore, frozenset({
        "path", "key", "restore-keys", "enableCrossOsArchive", "fail-on-cache-miss", "lookup-only",
    })),
    "actions/cache/save": (_save, frozenset({
        "path", "key", "upload-chunk-size", "enableCrossOsArchive",
    })),
    "actions/upload-artifact": (_upload, frozenset({
        "name", "path", "if-no-files-found", "retention-days", "compression-level", "overwrite",
        "include-hidden-files", "archive",
    })),
}  # fmt: skip
