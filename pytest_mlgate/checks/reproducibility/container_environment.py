"""Check that a container is built from the environment that was recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_mlgate.checks._installs import Install, Judge, Source
from pytest_mlgate.inputs._base_python import python_of
from pytest_mlgate.inputs._dockerfile import Dockerfile, Instruction, commands
from pytest_mlgate.inputs.containers import Containers, Image
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.inputs.sources import apply_waiver
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

LABEL = "mlgate.software-hash"
"""Label of an image that carries the snapshot's software hash."""

_OUTCOMES = {
    Source.NAMED: Outcome.FAIL,
    Source.FILE: Outcome.FAIL,
    Source.OPEN: Outcome.FAIL,
    Source.UNKNOWN: Outcome.INCONCLUSIVE,
    Source.LOOSE_TOOL: Outcome.WARN,
    Source.PINNED: Outcome.WARN,
}
_LOCK_REMEDY = (
    "Install from the lock: uv sync --locked, poetry sync, pdm sync, pipenv sync, or "
    "pip install --require-hashes -r with a compiled requirements file."
)
_WAIVER = re.compile(r"mlgate:\s*allow\[([^\]]*)\]\s*(.*)")


@check("reproducibility.container-environment")
def container_environment(
    containers: Containers,
    lock: Lock | None = None,
    snapshot: Snapshot | None = None,
    *,
    ignored: tuple[str, ...] = (".git", ".env", "data"),
    hash_seed: bool = True,
) -> Verdict:
    """Container images are built from the lock, for the recorded Python, without stray files.

    Why
    ---
    A Dockerfile that installs packages by name gives another image every week, although
    nobody changed a line.  A base image with another Python runs other code than the one
    that was tested, and ``COPY .`` without a ``.dockerignore`` puts history, secrets and
    data into the image.

    Rule
    ----
    * K1: every install command takes its versions from a lock, or from a requirements file
      that pins all it names.
    * K2: the Python of the base image has the minor version of the environment snapshot.
    * K3: ENV sets PYTHONHASHSEED, so that it holds before Python starts.
    * K4: where the build context is copied whole, a ``.dockerignore`` keeps `ignored` out.
    * K5: an inspected image carries the label ``mlgate.software-hash`` with the snapshot's
      software hash.
    * K6: system packages are pinned as well.

    A comment ``# mlgate: allow[K1] reason`` right above an instruction waives a rule there.

    Settings
    --------
    ignored : [".git", ".env", "data"]
        What must not reach the image through ``COPY .``; paths in the build context.
    hash-seed : true
        Whether K3 is asked for.

    Outcomes
    --------
    FAIL: packages installed without a lock, another Python, a label that differs or is
    missing.  WARN: no or an incomplete ``.dockerignore``, PYTHONHASHSEED unset, unpinned
    system packages or installers, exact versions whose own dependencies are open.
    INCONCLUSIVE: a version or requirements file that only the build knows.  ERROR: a
    Dockerfile that cannot be read.  NOT_APPLICABLE: no Dockerfile.

    Remedy
    ------
    Copy the lock first, install with its tool in frozen mode, write the base image with its
    minor version, add ``ENV PYTHONHASHSEED=0`` and a ``.dockerignore``.

    Source
    ------
    Boettiger, "An introduction to Docker for reproducible research", ACM SIGOPS Operating
    Systems Review 49(1), 2015.  Dockerfile reference: docs.docker.com/reference/dockerfile.
    """
    locks = containers.locks | {file.format for file in lock.files} if lock else containers.locks
    python = snapshot.environment.python if snapshot else None
    findings: list[Finding] = []
    installs = 0
    for file in containers.files:
        if file.problem:
            findings.append(
                Finding(
                    message=f"cannot be read as a Dockerfile: {file.problem}",
                    outcome=Outcome.ERROR,
                    path=file.path,
                )
            )
            continue
        judged = _File(file, containers, locks=locks, python=python)
        for install in judged.installs():
            installs += install is None or install.rule == "K1"
            findings += [install] if install else []
        if judged.uses_python:
            findings += judged.python_version()
            findings += judged.hash_seed() if hash_seed else []
        findings += judged.context(ignored)
    for image in containers.images:
        findings += _image_findings(image, snapshot)
    looked_at = [f"{len(containers.files)} Dockerfile{'s' * (len(containers.files) != 1)}"]
    looked_at += [f"{len(containers.images)} inspected image(s)"] if containers.images else []
    compared = f"Python as in {snapshot.path}" if snapshot else "no snapshot to compare Python with"
    return Verdict.of(
        findings,
        passed=(
            f"{' and '.join(looked_at)}: {installs} install commands take their versions from a "
            f"lock; {compared}"
        ),
        remedy="Build images from the lock and the recorded Python version.",
    )


@dataclass(frozen=True)
class _File:
    """One Dockerfile with what it is judged against."""

    file: Dockerfile
    containers: Containers
    locks: frozenset[str]
    python: str | None

    def installs(self) -> Iterator[Finding | None]:
        """Rules K1 and K6; ``None`` stands for an install command that is in order."""
        judge = Judge(self._not_pinned, locks=self.locks)
        for stage in self.file.stages:
            for instruction in stage.instructions:
                if instruction.name != "RUN":
                    continue
                for command in commands(instruction):
                    for install in judge.judge(command, instruction.variables):
                        is_locked = install.source is Source.LOCK
                        yield None if is_locked else self._loose(install, instruction)
                loose = [name for command in commands(instruction) for name in _system(command)]
                if loose:
                    yield self._finding(
                        instruction,
                        "K6",
                        f"installs system packages in any version: {_listed(loose)}",
                        Outcome.WARN,
                        "Write package=version, or take a base image that has them.",
                    )

    def python_version(self) -> Iterator[Finding]:
        """Rule K2, for every stage that starts from an image."""
        if self.python is None:
            return
        wanted = ".".join(self.python.split(".")[:2])
        for index, stage in enumerate(self.file.stages):
            is_last = index == len(self.file.stages) - 1
            if stage.parent is not None or stage.base.lower() == "scratch":
                continue
            found = python_of(stage)
            in_result = stage in tuple(self.file.lineage(len(self.file.stages) - 1))
            if found is not None and found != wanted:
                yield self._located(
                    stage.line,
                    "K2",
                    f"FROM {stage.base} brings Python {found}, the snapshot has {wanted}",
                    Outcome.FAIL,
                    f"Use a base image of Python {wanted}, or record a new snapshot.",
                    anchor=f"FROM {stage.base}",
                )
            elif found is None and (in_result or is_last):
                yield self._located(
                    stage.line,
                    "K2",
                    f"FROM {stage.base} does not say which Python minor version it brings",
                    Outcome.INCONCLUSIVE,
                    f"Name it in the tag, such as python:{wanted}-slim.",
                    anchor=f"FROM {stage.base}",
                )

    def hash_seed(self) -> Iterator[Finding]:
        """Rule K3, for the image that results."""
        last = self.file.stages[-1]
        seed = last.environment.get("PYTHONHASHSEED", "")
        if re.fullmatch(r"\d{1,10}", seed) and int(seed) < 2**32:
            return
        state = f"is {seed!r}, which fixes nothing" if seed else "is not set by ENV"
        yield self._located(
            last.line,
            "K3",
            f"PYTHONHASHSEED {state}, so strings hash differently in every run",
            Outcome.WARN,
            "Add ENV PYTHONHASHSEED=0 to the last stage.",
            anchor="PYTHONHASHSEED",
        )

    def context(self, ignored: Sequence[str]) -> Iterator[Finding]:
        """Rule K4."""
        rules = self.containers.ignore.get(self.file.path)
        missing = [name for name in ignored if rules is None or not rules.excludes(name)]
        if not missing:
            return
        lacking = (
            f"{rules.path} lets in {_listed(missing)}" if rules else "there is no .dockerignore"
        )
        for stage in self.file.stages:
            for instruction in stage.instructions:
                if _copies_everything(instruction):
                    yield self._finding(
                        instruction,
                        "K4",
                        f"copies the whole build context, and {lacking}",
                        Outcome.WARN,
                        f"List {_listed(missing)} in .dockerignore.",
                    )

    @property
    def uses_python(self) -> bool:
        """Whether there is any Python in it; an image of a web server has no hash seed."""
        if any("python" in stage.base.lower() for stage in self.file.stages):
            return True
        words = re.compile(r"\b(python[\d.]*|pip[\d.]*|uv|poetry|pdm|pipenv|conda|mamba)\b")
        return any(
            words.search(" ".join(instruction.arguments))
            for stage in self.file.stages
            for instruction in stage.instructions
            if instruction.name in {"RUN", "CMD", "ENTRYPOINT"}
        )

    def _not_pinned(self, named: str) -> tuple[str, ...] | None:
        path = self.containers.requirements_for(named, self.file.path)
        return None if path is None else self.containers.requirements[path]

    def _loose(self, install: Install, instruction: Instruction) -> Finding:
        return self._finding(
            instruction,
            "K1",
            f"installs {install.why}",
            _OUTCOMES[install.source],
            _LOCK_REMEDY,
            anchor=install.command,
        )

    def _finding(
        self,
        instruction: Instruction,
        rule: str,
        message: str,
        outcome: Outcome,
        remedy: str,
        *,
        anchor: str = "",
    ) -> Finding:
        found = self._located(
            instruction.line, rule, message, outcome, remedy, anchor=anchor or instruction.value
        )
        return _waived(found, instruction.comments)

    def _located(
        self, line: int, rule: str, message: str, outcome: Outcome, remedy: str, *, anchor: str
    ) -> Finding:
        return Finding(
            message=message,
            outcome=outcome,
            rule=rule,
            path=self.file.path,
            line=line,
            remedy=remedy,
            anchor=anchor,
        )


def _waived(found: Finding, comments: Sequence[str]) -> Finding:
    for comment in comments:
        match = _WAIVER.search(comment)
        if match and found.rule in {code.strip() for code in match[1].split(",")}:
            return apply_waiver(found, match[2].strip())
    return found


def _copies_everything(instruction: Instruction) -> bool:
    if instruction.name not in {"COPY", "ADD"} or "from" in instruction.flags:
        return False
    return any(source in {".", "./", "/", "*", "./*"} for source in instruction.arguments[:-1])


def _system(command: Sequence[str]) -> Iterator[str]:
    """Yield the system packages that a command installs in any version."""
    tool = command[0].rpartition("/")[2]
    verbs = {"apt-get": "install", "apt": "install", "apk": "add"}
    words = [word for word in command[1:] if not word.startswith("-")]
    if tool not in verbs or verbs[tool] not in words:
        return
    skip = {command[at + 1] for at, w in enumerate(command[:-1]) if w in {"-o", "-t", "--virtual"}}
    for word in words[words.index(verbs[tool]) + 1 :]:
        is_name = re.match(r"[a-z0-9]", word) and word not in skip
        if is_name and not re.search(r"[=<>~/]", word):
            yield word


def _image_findings(image: Image, snapshot: Snapshot | None) -> Iterator[Finding]:
    if snapshot is None:
        yield Finding(
            message="there is no environment snapshot to compare the image with",
            outcome=Outcome.INCONCLUSIVE,
            rule="K5",
            subject=image.name,
        )
        return
    label = image.labels.get(LABEL)
    if label is None or label.removeprefix("sha256:") != snapshot.software_hash:
        state = f"has no label {LABEL}" if label is None else f"carries another {LABEL}"
        yield Finding(
            message=f"the image {state} than {snapshot.path}"
            if label is not None
            else f"the image {state}",
            rule="K5",
            subject=image.name,
            remedy=f"Build with --label {LABEL}=<software_hash of {snapshot.path}>.",
        )
    version = image.environment.get("PYTHON_VERSION", "")
    wanted = snapshot.environment.python.split(".")[:2]
    if version and version.split(".")[:2] != wanted:
        yield Finding(
            message=f"the image runs Python {version}, the snapshot has {'.'.join(wanted)}",
            rule="K2",
            subject=image.name,
        )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
