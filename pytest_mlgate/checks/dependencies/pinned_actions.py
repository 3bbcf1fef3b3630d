"""Check that the actions of CI cannot change under a workflow that stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pytest_mlgate.checks.dependencies._unreadable import unreadable
from pytest_mlgate.inputs.workflows import Workflow, Workflows
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_VERSION = re.compile(r"v?\d+(\.\d+)*([-.+_]?[A-Za-z][\w.+-]*)?")
_SECRET = re.compile(r"\$\{\{[^}]{0,500}?\bsecrets\b(?:\.([\w-]+)|\[['\"]([\w-]+)['\"]\])?")
_PIN = "Write the full commit, and the version as a comment: uses: {name}@<40 hex digits>  # v1.2.3"


@check("dependencies.pinned-actions", by_file=True)
def pinned_actions(
    workflows: Workflows, *, trusted: tuple[str, ...] = ("actions", "github"), strict: bool = False
) -> Verdict:
    """Workflows use actions at a full commit.

    Why
    ---
    Whoever controls the repository of an action can move its branch or tag to other code,
    and the next run executes that with the token and the secrets of the job.  It has
    happened to actions which thousands of projects use.

    Rule
    ----
    Every ``uses:`` of a step names a full commit (40 hexadecimal digits), that of a
    container (``docker://``) a digest, and that of a job, which is a reusable workflow, a
    commit as well.  Actions of the project itself (``./``) are part of its own commit.  No
    secret reaches an action that is not pinned: through ``with``, ``env`` of step, job or
    workflow, or ``secrets``.  GITHUB_TOKEN does not count, because every action has it.

    Settings
    --------
    trusted : ["actions", "github"]
        Owners whose tags are a warning only.
    strict : false
        Whether tags of trusted owners are a failure as well.

    Outcomes
    --------
    FAIL: a branch, a tag of an owner who is not trusted, a container without digest, a
    secret for an action that is not pinned.  WARN: a tag of a trusted owner (`strict`:
    FAIL).  INCONCLUSIVE: a workflow that cannot be parsed.  NOT_APPLICABLE: no workflow of
    GitHub Actions, or none that uses an action.

    Remedy
    ------
    Replace the tag by the commit it points to, and keep the tag as a comment: Dependabot
    and Renovate renew both.

    Source
    ------
    GitHub Docs, "Secure use reference", section on third-party actions.  OpenSSF
    Scorecard, check Pinned-Dependencies.
    """
    findings: list[Finding] = []
    pinned = 0
    for file in workflows:
        if file.problem:
            findings.append(unreadable(file.path, file.problem, file.problem_line))
        for use in _uses(file):
            found = _judge(use, file, trusted=trusted, strict=strict)
            findings += [found] if found else []
            pinned += found is None
    if not findings and not pinned:
        return Verdict.not_applicable(f"none of {len(workflows)} workflow files uses an action")
    return Verdict.of(
        findings,
        passed=f"{pinned} uses of actions in {len(workflows)} workflow files, all pinned",
        remedy="Pin every action to a full commit.",
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """One ``uses:``, and the names of the secrets that reach it."""

    what: str
    line: int
    secrets: tuple[str, ...]


def _uses(file: Workflow) -> Iterator[_Use]:
    """Yield what a file uses, without what belongs to the project itself."""
    for job in file.jobs:
        if job.uses:
            given = ("all",) if job.inherits_secrets else _secrets(job.with_, job.secrets)
            yield _Use(job.uses, job.uses_line, given)
        if file.is_action and job.container.startswith("docker://"):
            yield _Use(job.container, job.line, ())
        for step in job.steps:
            if step.uses:
                reaching = _secrets(step.with_, step.env, job.env, file.env)
                yield _Use(step.uses, step.uses_line, reaching)


def _secrets(*tables: Mapping[str, str]) -> tuple[str, ...]:
    names = (
        match[1] or match[2] or "all"
        for table in tables
        for value in table.values()
        for match in _SECRET.finditer(value)
    )
    return tuple(name for name in dict.fromkeys(names) if name.upper() != "GITHUB_TOKEN")


def _judge(use: _Use, file: Workflow, *, trusted: tuple[str, ...], strict: bool) -> Finding | None:
    """Return what is wrong with one use, ``None`` when it is pinned or local."""
    name, _, ref = use.what.partition("@")
    if name.startswith("./"):
        return None
    if name.startswith("docker://"):
        if _DIGEST.search(use.what):
            return None
        outcome, why = Outcome.FAIL, "a container without digest"
        remedy = f"Write {name}@sha256:<digest>."
    elif _COMMIT.fullmatch(ref):
        return None
    else:
        outcome, why = _reference(ref, by=name.partition("/")[0], trusted=trusted, strict=strict)
        remedy = _PIN.format(name=name)
    if use.secrets:
        outcome = Outcome.FAIL
        more = f" and {len(use.secrets) - 3} more" if len(use.secrets) > 3 else ""
        why += f", which is given secrets ({', '.join(use.secrets[:3])}{more})"
    return Finding(
        message=f"uses {use.what}: {why}",
        outcome=outcome,
        path=file.path,
        line=use.line,
        subject=name,
        remedy=remedy,
        anchor=use.what,
    )


def _reference(ref: str, *, by: str, trusted: tuple[str, ...], strict: bool) -> tuple[Outcome, str]:
    """Judge a reference that is no full commit, of an action of owner `by`."""
    if not ref:
        return Outcome.FAIL, "no version at all"
    if re.fullmatch(r"[0-9a-f]{7,39}", ref) and not ref.isdigit():
        return Outcome.FAIL, "a commit cut short, which a branch or tag may also be called"
    if not _VERSION.fullmatch(ref):
        return Outcome.FAIL, "a branch, which anybody who can push there changes"
    if by.lower() in trusted and not strict:
        return Outcome.WARN, "a tag, which its owner can move"
    return Outcome.FAIL, "a tag, which its owner can move"
