"""Check ``dependencies.vulnerabilities``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from pytest_mlgate.inputs._lock_formats import LOCAL
from pytest_mlgate.inputs.dependency_audit import Audited, DependencyAudit, Hole
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_WAIVE = (
    "waivers.yaml may name the advisory by any of its numbers, or the package, with owner, "
    "reason and last day"
)


@check("dependencies.vulnerabilities")
def vulnerabilities(
    dependency_audit: DependencyAudit,
    clock: datetime,
    lock: Lock | None = None,
    *,
    max_database_age: Annotated[float, Range(0)] = 30.0,
) -> Verdict:
    """No package that the project locks has a known vulnerability.

    Why
    ---
    A model is served by dozens of packages that other people wrote, and attackers read
    advisories too.  A scanner that crashed, that looked at its own environment instead of
    the project's, or that skipped what it did not know, reports no vulnerability either.

    Rule
    ----
    pip-audit asks an advisory service, or a database in files, about every version of every
    package in the lock files, whatever platform it is for; without a lock, about what is
    installed.  `[inputs.advisories]` says which; nothing is sent anywhere without it.

    * V1: no known vulnerability with a fixed newer release; none that is critical or high.
      All numbers of one vulnerability (CVE, GHSA, PYSEC) are one finding.  Its severity is the
      worst that its records give: base scores of CVSS 2, 3 or 4 (from 4.0 medium, from 7.0
      high, from 9.0 critical), else their words.  One that nobody rated counts as high.  No
      average over packages decides.
    * V2: every package was audited.  Versions are compared as PEP 440 orders them; the local
      part of a version (``2.1.0+cu118``) is left out, because advisories do not know it.
    * V3: the audited packages are those of the lock.
    * V4: a database in files is not too old to know recent advisories.

    Settings
    --------
    max-database-age : 30
        Days since the newest record of a database in files.

    Outcomes
    --------
    FAIL: a vulnerability with a fix, or a critical, high or unrated one; a package that was
    not audited (from an address, a version control system or conda, unknown to the service, or
    of a version that is none); each unless waived.  WARN: a low or medium one without a fix; an
    old database.  ERROR: pip-audit is missing or failed, the service did not answer about every
    package, the database cannot be read to its end, or a locked package was left out.
    NOT_APPLICABLE: `[inputs.advisories]` names nothing to ask, or nothing is locked.

    Remedy
    ------
    Upgrade the package and write the lock anew.  Where that is not possible, write a waiver
    that names the advisory (any of its numbers) or the package.

    Source
    ------
    FIRST, Common Vulnerability Scoring System 3.1 and 4.0, qualitative severity rating scale;
    OSV schema 1.7; PEP 440; pip-audit.
    """
    packages = dependency_audit.packages
    foreign = [package for package in packages if not package.own]
    findings = [_uncovered(name, version) for name, version in _left_out(dependency_audit, lock)]
    if not foreign and not findings:
        return Verdict.not_applicable(f"{dependency_audit.subject}: no package of others to audit")
    pairs = [(package, hole) for package in packages for hole in package.holes]
    findings += [_hole(package, hole) for package, hole in sorted(pairs, key=_worst_first)]
    findings += [_skipped(package) for package in foreign if package.skipped]
    findings += _age(dependency_audit, clock, max_database_age)
    audited = len(dependency_audit.audited)
    hit = {package.name for package, _ in pairs}
    return Verdict.of(
        findings,
        passed=f"{audited} packages of {dependency_audit.subject} have no vulnerability that "
        f"{dependency_audit.source} knows",
        remedy="Upgrade the packages and write the lock anew, or agree on a dated waiver.",
        estimates=[
            Estimate(name="vulnerabilities", value=len(pairs), unit=f"in {len(hit)} packages"),
            Estimate(name="audited", value=audited, unit=f"of {len(foreign)} packages"),
        ],
    )


def _left_out(audit: DependencyAudit, lock: Lock | None) -> list[tuple[str, str]]:
    """Return what the lock has and the audit does not mention at all."""
    mentioned = {(package.name, package.version) for package in audit.packages}
    locked = {
        (package.name, package.version or "")
        for file in (lock.files if lock is not None else ())
        for package in file.packages
        if package.source != LOCAL
    }
    return sorted(locked - mentioned)


def _uncovered(name: str, version: str) -> Finding:
    return Finding(
        message=f"{name} {version} is locked, and the audit does not mention it",
        outcome=Outcome.ERROR,
        rule="V3",
        subject=name,
        remedy="Audit the lock of this project and not another environment.",
    )


def _worst_first(pair: tuple[Audited, Hole]) -> tuple[int, str, str]:
    package, hole = pair
    return list(type(hole.severity)).index(hole.severity), package.name, package.version


def _hole(package: Audited, hole: Hole) -> Finding:
    names = ", ".join((hole.id, *hole.aliases))
    fixed = f"fixed in {', '.join(hole.fixes)}" if hole.fixes else "no newer release mends it"
    about = f": {hole.summary}" if hole.summary else ""
    return Finding(
        message=f"{package} has {names} ({hole.severity}; {fixed}){about}",
        outcome=Outcome.FAIL if hole.fixes or hole.severity.is_grave else Outcome.WARN,
        rule="V1",
        path=package.path,
        subject=package.name,
        aliases=(hole.id, *hole.aliases),
        anchor=f"{package} {hole.id}",
        remedy=f"Upgrade {package.name} to {hole.fixes[0]} or later."
        if hole.fixes
        else f"Do without {package.name}, or without what is affected; {_WAIVE}.",
    )


def _skipped(package: Audited) -> Finding:
    return Finding(
        message=f"{package} was not audited: {package.skipped}",
        rule="V2",
        path=package.path,
        subject=package.name,
        anchor=f"{package} skipped",
        remedy=f"Take it from an index, or look it up by hand; {_WAIVE}.",
    )


def _age(audit: DependencyAudit, now: datetime, most: float) -> Iterator[Finding]:
    if audit.newest is None or now - audit.newest <= timedelta(days=most):
        return
    yield Finding(
        message=f"its newest advisory is of {audit.newest:%Y-%m-%d}, "
        f"{(now - audit.newest).days} days ago: what was found since is unknown here",
        outcome=Outcome.WARN,
        rule="V4",
        subject=audit.source,
        remedy="Get the database anew.",
    )
