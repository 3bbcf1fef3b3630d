"""What is known about the packages that the project installs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _advisory_database, _pip_audit
from pytest_mlgate.inputs._lock_formats import ADDRESS, INDEX, LOCAL, VCS
from pytest_mlgate.inputs._osv import Hole as Hole
from pytest_mlgate.inputs._pip_audit import Answer, Pin
from pytest_mlgate.inputs._severity import Severity as Severity
from pytest_mlgate.inputs.advisories import Advisories
from pytest_mlgate.inputs.environment import Environment
from pytest_mlgate.inputs.lock import Lock, LockedPackage
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_WHY_NOT: Mapping[str, str] = {
    VCS: "it comes from a version control system, and no advisory knows its version",
    ADDRESS: "it comes from an address and not from an index",
    LOCAL: "it was installed from a file or folder of this machine",
}


@dataclass(frozen=True)
class Audited:
    """One version of one package, and what is known about it.

    Parameters
    ----------
    name, version:
        Normalised name and version, empty where the lock has none.
    path:
        The lock file, empty for the environment.
    holes:
        Known vulnerabilities, the worst first; names of one hole are one entry.
    skipped:
        Why it was not audited, empty when it was.
    own:
        Whether it is the project's own code, which no advisory is about.
    """

    name: str
    version: str
    path: str = ""
    holes: tuple[Hole, ...] = ()
    skipped: str = ""
    own: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


@dataclass(frozen=True)
class DependencyAudit:
    """The result of one audit.

    Parameters
    ----------
    packages:
        All packages of the lock or environment, also those that were not audited.
    source:
        The service or database that was asked.
    subject:
        What was audited: names of lock files, or the environment.
    newest:
        When the database in files was last changed; ``None`` for a service.
    """

    packages: tuple[Audited, ...]
    source: str
    subject: str
    newest: datetime | None = None

    @property
    def audited(self) -> tuple[Audited, ...]:
        """Those that something was asked about."""
        return tuple(p for p in self.packages if not p.skipped and not p.own)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of packages and holes."""
        import hashlib

        lines = sorted(
            f"{package} {package.skipped} {sorted(hole.id for hole in package.holes)}"
            for package in self.packages
        )
        return f"sha256:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


@provides
def dependency_audit(
    advisories: Advisories,
    project: Project,
    environment: Environment | None = None,
    lock: Lock | None = None,
    manifests: Manifests | None = None,
) -> DependencyAudit:
    """Provide the known vulnerabilities of the locked packages, or of the installed ones.

    pip-audit asks `[inputs.advisories]` about every package that the lock files take from an
    index, for whatever platform; without a lock, about every installed one.
    """
    subject, packages = _installed(lock, environment, manifests)
    pins = [Pin(package.name, package.version) for package in packages if _is_asked(package)]
    newest = None
    if advisories.database:
        names = {pin.name for pin in pins}
        database = _advisory_database.read(project.root, advisories.database, names)
        newest, auditor = database.newest, _pip_audit.of_database(database)
    elif advisories.service == "osv":
        auditor = _pip_audit.of_osv(advisories.url)
    else:
        auditor = _pip_audit.of_pypi(advisories.url)
    found = _pip_audit.audit(auditor, pins, timeout=advisories.timeout)
    answers = {answer.pin: answer for answer in found}
    return DependencyAudit(
        tuple(_with(package, answers) for package in packages), auditor.where, subject, newest
    )


def _installed(
    lock: Lock | None, environment: Environment | None, manifests: Manifests | None
) -> tuple[str, list[Audited]]:
    """Return what is audited: the lock, else the environment."""
    if lock is not None:
        return ", ".join(file.path for file in lock.files), _locked(lock)
    if environment is None:
        raise InputAbsent("no audit: there is neither a lock nor an environment to audit")
    own = manifests.projects if manifests is not None else frozenset()
    packages = []
    for package in environment.packages:
        source = package.source
        if source not in {"index", "unknown", "local", "editable"}:
            source = VCS if "+" in source.partition(":")[0] else ADDRESS
        is_own = source == "editable" or (source == "local" and package.name in own)
        skipped = "" if is_own else _WHY_NOT.get(source, "") or _malformed(package.version)
        packages.append(Audited(package.name, package.version, skipped=skipped, own=is_own))
    return "the installed environment", packages


def _locked(lock: Lock) -> list[Audited]:
    """Return every version of every package once, as that file has it which can be audited."""
    entries = [
        Audited(
            package.name,
            package.version or "",
            file.path,
            skipped="" if package.source == LOCAL else _why_not(package),
            own=package.source == LOCAL,
        )
        for file in lock.files
        for package in file.packages
    ]
    found: dict[tuple[str, str], Audited] = {}
    for entry in sorted(entries, key=_rank):
        found.setdefault((entry.name, entry.version), entry)
    return sorted(found.values(), key=lambda entry: (entry.name, entry.version))


def _rank(entry: Audited) -> tuple[bool, bool]:
    return entry.own, bool(entry.skipped)


def _why_not(package: LockedPackage) -> str:
    if package.conda:
        return "conda installs it, and advisories are about packages of PyPI"
    if package.source != INDEX:
        return _WHY_NOT[package.source]
    return _malformed(package.version) if package.version else "no version of it is locked"


def _malformed(version: str) -> str:
    from packaging.version import InvalidVersion, Version

    try:
        Version(version)
    except (InvalidVersion, ValueError):
        return "its version is none of PEP 440"
    return ""


def _is_asked(package: Audited) -> bool:
    return not package.own and not package.skipped


def _with(package: Audited, answers: Mapping[Pin, Answer]) -> Audited:
    """Return a package with its answer; one that was asked about and got none is skipped."""
    if not _is_asked(package):
        return package
    answer = answers.get(Pin(package.name, package.version))
    if answer is None:
        return replace(package, skipped="the audit left it out")
    return replace(package, holes=answer.holes, skipped=answer.skipped)
