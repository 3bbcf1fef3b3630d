"""Check ``reproducibility.environment-snapshot``."""

from __future__ import annotations

import re

from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs.environment import Environment
from pytest_mlgate.inputs.lock import lock_format
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_REQUIREMENTS = re.compile(r"requirements[\w.-]*\.txt")


@check("reproducibility.environment-snapshot", kind=Kind.EVIDENCE)
def environment_snapshot(snapshot: Snapshot, repo: Repo, environment: Environment) -> Verdict:
    """The recorded environment is genuine, belongs to this history and holds no secret.

    Why
    ---
    A snapshot that was edited by hand, comes from another branch or predates the lock file
    proves nothing about the environment in which a result was made.  And a file that is
    committed must not carry passwords.

    Rule
    ----
    In ``environment.json``:

    * E1: both stored hashes equal the recomputed ones.  Software hash: SHA-256 of the JSON of
      full Python version and sorted ``name==version``.  Platform hash: the same of
      operating system, architecture, accelerator (model, driver, CUDA, cuDNN) and
      linear-algebra library with its threads.  JSON has sorted keys and no blanks;
    * E2: the commit is HEAD or an ancestor of it;
    * E3: only allow-listed environment variables are recorded;
    * E4: no value looks like a credential, and the address of the remote has no user part;
    * E5: lock files are not committed after the snapshot, and git tracks it.

    Settings
    --------
    None.  ``[inputs.snapshot] path`` names the file, ``[inputs.environment] variables``
    lists the environment variables that may be recorded.

    Outcomes
    --------
    FAIL: a hash differs, the commit is missing or unknown to this history, a variable is
    not on the list, something looks like a credential.
    WARN: a lock or requirements file was committed after the snapshot; the snapshot is not
    tracked by git.
    INCONCLUSIVE: a shallow clone or a folder without git cannot tell about the commit.
    NOT_APPLICABLE: there is no ``environment.json`` and none is configured.
    ERROR: the file is missing though configured, cannot be read, breaks the schema, or
    records no package at all, which means that the capture failed.

    Remedy
    ------
    Write a new snapshot in a clean environment with ``pytest --mlgate-update`` and commit
    it together with the lock file.

    Source
    ------
    Reproducible Builds, definition of a build environment; PEP 503 (normalised names);
    PEP 610 (origin of a distribution).
    """
    recorded = snapshot.environment
    findings = [
        *_hashes(snapshot),
        *_commit(snapshot, repo),
        *_secrets(snapshot, environment),
        *_age(snapshot, repo),
    ]
    return Verdict.of(
        findings,
        passed=(
            f"{snapshot.path}: {len(recorded.packages)} packages on Python {recorded.python}, "
            "both hashes right, commit in the history, no credential"
        ),
        remedy="Write a new snapshot with pytest --mlgate-update and commit it with the lock file.",
    )


def _hashes(snapshot: Snapshot) -> list[Finding]:
    recorded = snapshot.environment
    pairs = {
        "software_hash": (snapshot.software_hash, recorded.software_hash, "packages or Python"),
        "platform_hash": (snapshot.platform_hash, recorded.platform_hash, "the platform"),
    }
    return [
        Finding(
            message=f"{key} is {stored[:12]}... but the content gives {computed[:12]}...: "
            f"{what} changed after the snapshot was made",
            rule="E1",
            path=snapshot.path,
            anchor=key,
        )
        for key, (stored, computed, what) in pairs.items()
        if stored != computed
    ]


def _commit(snapshot: Snapshot, repo: Repo) -> list[Finding]:
    outcome, message = Outcome.FAIL, ""
    if snapshot.commit is None:
        message = "records no commit, so nobody can tell which code it belongs to"
        outcome = Outcome.FAIL if repo.head else Outcome.INCONCLUSIVE
    else:
        name = snapshot.commit[:12]
        known = repo.contains(snapshot.commit)
        if known is False:
            message = f"its commit {name} is not in the history of HEAD"
        elif known is None:
            outcome = Outcome.INCONCLUSIVE
            why = "a shallow clone" if repo.toplevel else "a folder without git"
            message = f"whether its commit {name} is in the history cannot be told in {why}"
    if not message:
        return []
    remedy = "Fetch the whole history (actions/checkout: fetch-depth: 0)." if repo.shallow else ""
    return [
        Finding(
            message=message,
            outcome=outcome,
            rule="E2",
            path=snapshot.path,
            anchor="commit",
            remedy=remedy,
        )
    ]


def _secrets(snapshot: Snapshot, environment: Environment) -> list[Finding]:
    findings = [
        Finding(
            message=f"{place} holds what looks like {kind}",
            rule="E4",
            path=snapshot.path,
            anchor=place,
            remedy="Remove it from the file and from git's history, and revoke it.",
        )
        for place, kind in snapshot.credentials
    ]
    findings += [
        Finding(
            message=f"records the environment variable {name}, which is not on the allow-list",
            rule="E3",
            path=snapshot.path,
            anchor=name,
            remedy="Remove it, or list its name in [inputs.environment] variables.",
        )
        for name in sorted(snapshot.environment.env)
        if not environment.admits(name)
    ]
    remote = snapshot.remote or ""
    named = any(place == "remote" for place, _ in snapshot.credentials)
    if not named and without_userinfo(remote) != remote:
        findings.append(
            Finding(
                message="the address of the remote has a user part",
                rule="E4",
                path=snapshot.path,
                anchor="remote",
            )
        )
    return findings


def _age(snapshot: Snapshot, repo: Repo) -> list[Finding]:
    if repo.head is None:
        return []
    findings = []
    if snapshot.path not in repo.tracked:
        findings.append(
            Finding(
                message="is not tracked by git, so a fresh checkout has no snapshot",
                outcome=Outcome.WARN,
                rule="E5",
                path=snapshot.path,
                anchor="untracked",
                remedy="Commit it.",
            )
        )
    # The commit that brings the snapshot is the time to compare with: a lock file of the
    # same commit is always committed a little after the capture itself.
    taken = repo.committed_at(snapshot.path) or snapshot.created_at
    rewritten = snapshot.path in repo.modified or snapshot.path not in repo.tracked
    for path in sorted(repo.tracked):
        if not (lock_format(path) or _REQUIREMENTS.fullmatch(path)):
            continue
        locked = repo.committed_at(path)
        later = locked is not None and locked > taken and not rewritten
        if later or (path in repo.modified and not rewritten):
            findings.append(
                Finding(
                    message=f"is older than {path}, which "
                    + ("was committed later" if later else "has changes that are not committed"),
                    outcome=Outcome.WARN,
                    rule="E5",
                    path=snapshot.path,
                    anchor=path,
                )
            )
    return findings
