"""Check that what runs is what was committed."""

from __future__ import annotations

from typing import Literal

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_SOURCES = (
    *("**/*.py", "**/*.pyx", "**/*.ipynb", "**/*.R", "**/*.jl", "**/*.sql", "**/*.sh"),
    *("**/*.yaml", "**/*.yml", "**/*.toml", "**/*.json", "**/*.ini", "**/*.cfg"),
    *("**/requirements*.txt", "**/Dockerfile*", "**/Makefile"),
)


@check("reproducibility.git-state")
def git_state(
    repo: Repo,
    *,
    job: Literal["development", "train", "release"] = "development",
    globs: tuple[str, ...] = _SOURCES,
) -> Verdict:
    """Training and release jobs run from a clean commit.

    Why
    ---
    A result belongs to a commit only if the files on disk are the files of that commit.
    One edited or forgotten file, and nobody can run it again.

    Rule
    ----
    HEAD resolves; no tracked file differs from it, files hidden from git with
    ``assume-unchanged`` or ``skip-worktree`` included; no untracked file matches
    `globs`.  Only the project's own folder counts, whatever the working directory is.  A
    remote is not needed.

    Settings
    --------
    job : "development"
        ``development``, ``train`` or ``release``: what the gate is run for.
    globs : Python, notebooks, R, Julia, SQL, shell, YAML, TOML, JSON, INI, requirements, \
Dockerfiles and Makefiles
        Globs of the files that must be tracked.

    Outcomes
    --------
    FAIL: changes, untracked sources or no commit in a ``train`` or ``release`` job.  WARN:
    the same in ``development``; a detached HEAD or a shallow clone in any job, as in most CI
    checkouts.  ERROR: no git repository in a ``train`` or ``release`` job, or one that git
    cannot read.  NOT_APPLICABLE: no git repository in ``development``.

    Remedy
    ------
    Commit the files, or add those that a run writes to ``.gitignore``.

    Source
    ------
    Sandve et al., "Ten simple rules for reproducible computational research", PLOS
    Computational Biology 9(10), 2013, rule 4.
    """
    strict = job != "development"
    if repo.toplevel is None:
        if strict:
            raise InputError(
                ".git",
                found="no git repository, or no git to read it with",
                expected=f"a git repository, because job = {job!r}",
                key="[reproducibility.git-state] job",
            )
        return Verdict.not_applicable("the project is not in a git repository")
    outcome = Outcome.FAIL if strict else Outcome.WARN
    findings = _changes(repo, globs, outcome)
    if repo.head is None:
        findings.insert(
            0,
            Finding(
                message="HEAD does not resolve: there is no commit yet",
                outcome=outcome,
                rule="no-commit",
                remedy="Commit the project.",
            ),
        )
    elif repo.branch is None:
        findings.append(
            Finding(
                message="detached HEAD: the commit belongs to no branch that is checked out",
                outcome=Outcome.WARN,
                rule="detached",
                remedy="Check out a branch or tag, or make sure the commit was pushed.",
            )
        )
    if repo.shallow:
        findings.append(
            Finding(
                message="shallow clone: earlier commits cannot be looked up",
                outcome=Outcome.WARN,
                rule="shallow",
                remedy="Fetch the whole history (fetch-depth: 0 in GitHub Actions).",
            )
        )
    place = f"branch {repo.branch}" if repo.branch else "a detached HEAD"
    return Verdict.of(
        findings,
        passed=(
            f"{len(repo.tracked)} tracked files equal commit {(repo.head or '')[:12]} ({place}), "
            "and no source file is untracked"
        ),
        remedy="Commit the files, or add those that a run writes to .gitignore.",
    )


def _changes(repo: Repo, globs: tuple[str, ...], outcome: Outcome) -> list[Finding]:
    findings = [
        Finding(
            message="differs from the commit",
            outcome=outcome,
            rule="modified",
            path=path,
            remedy="Commit the change or undo it.",
        )
        for path in sorted(repo.modified)
    ]
    findings += [
        Finding(
            message="is not tracked",
            outcome=outcome,
            rule="untracked",
            path=path,
            remedy="Commit it, or add it to .gitignore if a run writes it.",
        )
        for path in repo.untracked_among(globs)
    ]
    return findings
