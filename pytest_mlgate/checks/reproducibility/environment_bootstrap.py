"""Check ``reproducibility.environment-bootstrap``."""

from __future__ import annotations

from pytest_mlgate.checks.reproducibility._environments import package_findings
from pytest_mlgate.inputs.bootstrap import Bootstrap
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_INSTALLERS = frozenset({"pip", "setuptools", "wheel", "uv"})


@check("reproducibility.environment-bootstrap", kind=Kind.CONFIG)
def environment_bootstrap(bootstrap: Bootstrap, snapshot: Snapshot) -> Verdict:
    """A fresh installation from the lock gives exactly the recorded packages.

    Why
    ---
    A lock and a snapshot may each be right and still not belong together.  Only an
    installation shows that the lock leads to the environment in which results were made,
    and that its artefacts are still to be had.

    Rule
    ----
    A temporary virtual environment is filled from the lock in one step, with hashes
    verified and no dependency resolved (``uv export --frozen`` for uv.lock; every lock is
    installed with ``--require-hashes --no-deps``).  What is then installed equals the packages
    in ``environment.json``, and the installer finds no conflict between them.  Installed
    from a folder (the project itself) and installers that the lock does not name are left
    out.  No script is generated or run.

    Settings
    --------
    None.  ``[inputs.bootstrap] timeout`` is 900 seconds per step, ``format`` chooses among
    several locks.

    Outcomes
    --------
    FAIL: a package is missing, superfluous or of another version; packages conflict.
    NOT_APPLICABLE: there is no lock or no snapshot.
    ERROR: the lock has entries without hashes; the installation failed, or took too long,
    or the package index is out of reach.

    Remedy
    ------
    Install from the lock in a new environment and write the snapshot there with
    ``pytest --mlgate-update``.

    Source
    ------
    pip documentation, Secure installs (hash-checking mode); PEP 751.
    """
    installed = {package.name for package in bootstrap.packages}
    recorded = [
        package
        for package in snapshot.environment.packages
        if not package.is_local and (package.name not in _INSTALLERS or package.name in installed)
    ]
    findings = [
        Finding(
            message=f"after installing {bootstrap.path}: {finding.message}",
            path=snapshot.path,
            subject=finding.subject,
            anchor=finding.anchor,
        )
        for finding in package_findings(recorded, bootstrap.packages, snapshot.path)
        if finding.outcome is not Outcome.PASS
    ]
    findings += [
        Finding(
            message=f"packages conflict: {conflict}",
            path=bootstrap.path,
            anchor=conflict,
        )
        for conflict in bootstrap.conflicts
    ]
    return Verdict.of(
        findings,
        passed=f"{len(recorded)} packages installed from {bootstrap.path} equal {snapshot.path}, "
        "no conflict",
        remedy="Install from the lock in a new environment and write the snapshot there with "
        "pytest --mlgate-update.",
    )
