"""Check that every requirement is one version."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_mlgate.checks._installs import Install, Judge, Source
from pytest_mlgate.checks.dependencies import _exact
from pytest_mlgate.checks.dependencies._tools import DEVELOPMENT_TOOLS
from pytest_mlgate.checks.dependencies._unreadable import unreadable
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._dockerfile import Dockerfile, Instruction, commands
from pytest_mlgate.inputs._python import comment_waiver
from pytest_mlgate.inputs.containers import Containers
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.sources import apply_waiver
from pytest_mlgate.inputs.workflows import Workflows
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_IN_IMAGE = {
    Source.NAMED: Outcome.FAIL,
    Source.FILE: Outcome.FAIL,
    Source.UNKNOWN: Outcome.INCONCLUSIVE,
    Source.LOOSE_TOOL: Outcome.WARN,
}
_IN_WORKFLOW = {Source.NAMED: Outcome.FAIL, Source.LOOSE_TOOL: Outcome.WARN}
"""What a matrix or variable decides is the point of many a workflow, and is not judged."""
_REMEDY = "Write name==version, or install from the lock."
_ALL_REMEDY = "Pin or lock every requirement; a library sets `library = true`."


@check("dependencies.pinned-versions", by_file=True)
def pinned_versions(
    project: Project,
    manifests: Manifests | None = None,
    lock: Lock | None = None,
    containers: Containers | None = None,
    workflows: Workflows | None = None,
    *,
    library: bool = False,
    strict: bool = False,
) -> Verdict:
    """Every requirement is one version, and hashes say which files that is.

    Why
    ---
    ``numpy>=1.20`` is another library next year, and a branch of a repository is whatever
    was pushed last: the tested project is not the one that is installed.

    Rule
    ----
    * V1: each requirement is ``==`` one version, an address with a hash, or a repository at
      a full commit, or a lock file or constraint holds it.
    * V2: lock files and pinned requirements files carry hashes: all requirements or none,
      since pip refuses a mixture, and of all files of a release.  How many files a release
      has is not known here; where most requirements have a single hash, that of other
      platforms is missing.
    * V3: Dockerfiles and workflows install nothing by name without a version.

    Requirements files in the root and in ``requirements/`` are judged, those that Dockerfiles
    name too.  A comment ``# mlgate: allow[V3] reason`` above a RUN waives it there.

    Settings
    --------
    library : false
        Whether the project is a library, whose pyproject.toml states ranges for others.
    strict : false
        Whether missing hashes are a failure.

    Outcomes
    --------
    FAIL: a requirement that admits several versions, a branch or tag of a repository, an
    address without hash, hashes for some requirements only, packages that a Dockerfile or
    workflow installs by name.  WARN: no hashes (`strict`: FAIL), single hashes, a local path,
    requirements of an extra, installers, linters and test tools without version in an image
    or workflow.  INCONCLUSIVE: what only the build of an image or of the project knows, a
    file that cannot be parsed.  NOT_APPLICABLE: no requirement and no install.

    Remedy
    ------
    Compile the requirements with hashes, or lock them: uv lock, poetry lock, pip-compile
    --generate-hashes.

    Source
    ------
    PEP 440 and 508; pip documentation, "Repeatable Installs" and "Secure installs".
    """
    if not (manifests or lock or containers or workflows):
        raise InputAbsent("there is no requirement, lock file, Dockerfile or workflow")
    needs = [n for n in _exact.judged(manifests, library=library) if project.judges(n.path)]
    stated = [
        *(
            unreadable(manifest.path, f"{manifest.unread} (only running it tells)")
            for manifest in (manifests.files if manifests else ())
            if manifest.unread
        ),
        *_exact.version_findings(needs, manifests, lock),
        *_exact.hash_findings(manifests, lock, strict=strict),
    ]
    findings = [found for found in stated if project.judges(found.path)]
    locks = frozenset(file.format for file in lock.files) if lock else frozenset()
    elsewhere = frozenset(file.path for file in manifests.files) if manifests else frozenset()
    installs = [
        *_of_images(project, containers, locks, elsewhere),
        *_of_workflows(workflows, locks),
    ]
    findings += [found for found in installs if found is not None]
    judged = [file for file in (lock.files if lock else ()) if project.judges(file.path)]
    locked = len({name for file in judged for name in file.names})
    if not (needs or locked or installs or findings):
        return Verdict.not_applicable("nothing is required and nothing is installed")
    return Verdict.of(
        findings,
        passed=(
            f"{len(needs)} requirements, {locked} locked packages and {len(installs)} install "
            "commands name one version each"
        ),
        remedy=_ALL_REMEDY,
    )


def _of_images(
    project: Project,
    containers: Containers | None,
    locks: frozenset[str],
    elsewhere: frozenset[str],
) -> Iterator[Finding | None]:
    """Judge the installs of Dockerfiles; ``None`` stands for one that is in order.

    Requirements files `elsewhere` are judged by themselves.
    """
    if containers is None:
        return
    for file in containers.files:
        if not project.judges(file.path):
            continue
        if file.problem:
            yield unreadable(file.path, file.problem)
        else:
            yield from _of_image(file, containers, locks, elsewhere)


def _of_image(
    file: Dockerfile, containers: Containers, locks: frozenset[str], elsewhere: frozenset[str]
) -> Iterator[Finding | None]:
    def not_pinned(named: str) -> tuple[str, ...] | None:
        path = containers.requirements_for(named, file.path)
        if path in elsewhere:
            return ()
        return None if path is None else containers.requirements[path]

    judge = Judge(not_pinned, locks=locks | containers.locks, tools=DEVELOPMENT_TOOLS)
    for stage in file.stages:
        for instruction in stage.instructions:
            if instruction.name == "RUN":
                for command in commands(instruction):
                    for install in judge.judge(command, instruction.variables):
                        outcome = _IN_IMAGE.get(install.source)
                        found = _finding(install, outcome, file.path, instruction.line)
                        yield _waived(found, instruction) if found else None


def _of_workflows(workflows: Workflows | None, locks: frozenset[str]) -> Iterator[Finding | None]:
    """Judge the installs of workflows; ``None`` stands for one that is in order."""
    for file in workflows or ():
        if file.problem:
            yield unreadable(file.path, file.problem, file.problem_line)
        for job in file.jobs:
            judge = Judge(lambda _: (), locks=locks, tools=DEVELOPMENT_TOOLS)
            for step in job.steps:
                for command in step.commands:
                    for install in judge.judge(command.words, {**job.env, **step.env}):
                        outcome = _IN_WORKFLOW.get(install.source)
                        yield _finding(install, outcome, file.path, command.line)


def _finding(install: Install, outcome: Outcome | None, path: str, line: int) -> Finding | None:
    if outcome is None:
        return None
    return Finding(
        message=f"installs {install.why}",
        outcome=outcome,
        rule="V3",
        path=path,
        line=line,
        remedy=_REMEDY,
        anchor=install.command,
    )


def _waived(found: Finding, instruction: Instruction) -> Finding:
    for comment in instruction.comments:
        for _, rules, reason in comment_waiver(comment, 0):
            if {"V3", "pinned-versions"} & rules:
                return apply_waiver(found, reason)
    return found
