"""Check that the bill of materials lists what is locked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sbom import Sbom
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_SKEW = timedelta(minutes=5)
"""Clocks of two machines may differ by so much."""
_REMEDY = "Write it anew: pytest --mlgate-update, or the tool that wrote it."


@check("dependencies.sbom", kind=Kind.EVIDENCE)
def sbom(
    sbom: Sbom,
    lock: Lock,
    repo: Repo,
    clock: datetime,
    manifests: Manifests | None = None,
    *,
    ignored: tuple[str, ...] = (),
) -> Verdict:
    """The bill of materials is valid, and lists exactly what is locked.

    Why
    ---
    When the next vulnerability becomes known, somebody will search the bills of materials
    for it.  One that is out of date says that there is nothing to do.

    Rule
    ----
    * S1: every package that a lock file has, for whatever platform, is a component with its
      package URL and version.
    * S2: every component with a package URL of Python or conda is locked, the project itself
      aside.
    * S3: every library is identified: it has a package URL, whose version is its version.
    * S4: the document was not written before the last commit of the lock file, or was committed
      together with it, and not in the future.

    Names are compared as PEP 503 normalises them, versions as PEP 440 does.  Components of
    other ecosystems are counted and not compared.  CycloneDX is held against the official
    schema; of SPDX the parts that are used are, which all are mandatory.

    ``pytest --mlgate-update`` writes the document as CycloneDX 1.6; those of other tools stay
    as they are.

    Settings
    --------
    ignored : []
        Locked packages that the document may leave out, such as tools for development.

    Outcomes
    --------
    FAIL: a package that is missing, too many or of another version, a library without package
    URL, a time stamp that is missing, too old or in the future.  INCONCLUSIVE: it looks too old
    in a clone without history.  ERROR: a document that cannot be read or does not fit its
    schema.  NOT_APPLICABLE: no document, no lock file, or one without packages.

    Remedy
    ------
    Write the document anew after every change of the lock file.

    Source
    ------
    CycloneDX 1.6 (ECMA-424); SPDX 2.3 (ISO/IEC 5962:2021 is 2.2.1); package URL (ECMA-427).
    That a time stamp before the lock file's commit does not count against a document of the
    same commit is a decision of this project: nobody can write a file after its commit.
    """
    locked = {name: versions for name, versions in lock.packages.items() if name not in ignored}
    if not lock.packages:
        return Verdict.not_applicable("the lock files hold no package")
    local = {name for file in lock.files for name in file.names} - set(lock.packages)
    extra = set(sbom.packages) - set(lock.packages) - local
    extra -= manifests.projects if manifests else frozenset()
    unclear = {one.name for one in sbom.components if one.problem}
    findings = [
        *(f for name in locked if name not in unclear for f in _listed(sbom, name, locked[name])),
        *(
            _finding(sbom, "S2", f"lists {name}, which is not locked", name)
            for name in sorted(extra)
        ),
        *(
            _finding(sbom, "S3", f"{one.at} ({one.name[:60]}) {one.problem}", one.name)
            for one in sbom.components
            if one.problem
        ),
        *_time(sbom, lock, repo, clock),
    ]
    others = f"; {sbom.others} other components were not compared" if sbom.others else ""
    return Verdict.of(
        findings,
        passed=f"{sbom.path} ({sbom.format}) lists the {len(locked)} locked packages{others}",
        remedy=_REMEDY,
    )


def _listed(sbom: Sbom, name: str, locked: frozenset[str]) -> Iterator[Finding]:
    """Rule S1 for one package."""
    from packaging.utils import canonicalize_version

    if name not in sbom.packages:
        versions = f" {' and '.join(sorted(locked))}" if locked else ""
        yield _finding(sbom, "S1", f"does not list {name}{versions}, which is locked", name)
        return
    listed = sbom.packages[name]
    if locked and {canonicalize_version(v) for v in listed} != {
        canonicalize_version(v) for v in locked
    }:
        yield _finding(
            sbom,
            "S1",
            f"lists {name} {' and '.join(sorted(listed)) or 'without a version'}, locked is "
            f"{' and '.join(sorted(locked))}",
            name,
        )


def _time(sbom: Sbom, lock: Lock, repo: Repo, clock: datetime) -> Iterator[Finding]:
    """Rule S4."""
    if sbom.created is None:
        yield _finding(sbom, "S4", "has no time stamp", "")
        return
    written = f"was written at {sbom.created.isoformat(timespec='seconds')}"
    if sbom.created > clock + _SKEW:
        yield _finding(sbom, "S4", f"{written}, which is in the future", "")
    for path, moment in sbom.older_than(lock, repo).items():
        yield _finding(
            sbom,
            "S4",
            f"{written}, before {path} was committed ({moment.isoformat(timespec='seconds')})",
            "",
            Outcome.INCONCLUSIVE if repo.shallow else Outcome.FAIL,
        )


def _finding(
    sbom: Sbom, rule: str, message: str, subject: str, outcome: Outcome = Outcome.FAIL
) -> Finding:
    return Finding(
        message=message, outcome=outcome, rule=rule, path=sbom.path, subject=subject, remedy=_REMEDY
    )
