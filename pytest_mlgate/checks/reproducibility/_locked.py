"""Comparing what manifests ask for with what lock files hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs.lock import Lock, LockFile
from pytest_mlgate.inputs.manifests import Dependency, Manifests
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.verdict import Finding, Outcome, worst


def demanded(manifests: Manifests, *, library: bool) -> list[Dependency]:
    """Return the dependencies that a lock has to hold: those that apply and have a name."""
    return [
        dependency
        for dependency in manifests.dependencies
        if dependency.applies
        and not dependency.constraint
        and dependency.name
        and not dependency.is_local
        and not dependency.editable
        and dependency.name not in manifests.projects
        and (dependency.is_development or not library)
    ]


def coverage(lock: Lock, needs: Sequence[Dependency]) -> list[Finding]:
    """Say what the most complete lock format misses; files of one format count together.

    conda-lock is added to each: it alone holds what conda installs.
    """
    conda = [file for file in lock.files if file.format == "conda-lock"]
    formats = dict.fromkeys(file.format for file in lock.files)
    candidates = [
        _missing([*(file for file in lock.files if file.format == format), *conda], needs)
        for format in formats
    ]
    failures = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WARN)
    return min(
        candidates,
        key=lambda findings: tuple(
            sum(finding.outcome is outcome for finding in findings) for outcome in failures
        ),
    )


def _missing(files: Sequence[LockFile], needs: Iterable[Dependency]) -> list[Finding]:
    versions: dict[str, set[str]] = {}
    elsewhere: set[str] = set()
    for file in files:
        elsewhere |= file.names
        for name, found in file.versions.items():
            versions.setdefault(name, set()).update(found)
    where = " and ".join(dict.fromkeys(file.path for file in files))
    findings = []
    for need in needs:
        if need.name not in versions:
            other = " for this platform" if need.name in elsewhere else ""
            soft = (need.optional and not need.is_development) or _is_conda_pip(need)
            findings.append(
                _finding(
                    need,
                    f"{need} is not locked{other} in {where}",
                    Outcome.WARN if soft else Outcome.FAIL,
                )
            )
        elif (locked := versions[need.name]) and not need.url:
            findings += _out_of_range(need, sorted(locked), where)
    return findings


def _out_of_range(need: Dependency, locked: Sequence[str], where: str) -> list[Finding]:
    outcomes = []
    for version in locked:
        try:
            outcomes.append(Outcome.PASS if need.admits(version) else Outcome.FAIL)
        except ValueError:
            outcomes.append(Outcome.INCONCLUSIVE)
    if Outcome.PASS in outcomes:
        return []
    text = ", ".join(locked)
    outcome = worst(outcomes)
    if outcome is Outcome.INCONCLUSIVE:
        message = f"{need} cannot be compared with the version {text} in {where}"
    else:
        message = f"{need} does not admit the version {text} that {where} holds"
    return [_finding(need, message, outcome)]


def _is_conda_pip(need: Dependency) -> bool:
    return need.path.endswith((".yml", ".yaml")) and not need.conda


def _finding(need: Dependency, message: str, outcome: Outcome, rule: str = "L1") -> Finding:
    return Finding(
        message=message,
        outcome=outcome,
        rule=rule,
        path=need.path,
        line=need.line or None,
        anchor=f"{rule} {need.group} {need}",
    )


def file_findings(lock: Lock, repo: Repo) -> list[Finding]:
    """Judge the lock files themselves: tracked by git, in step with their manifest, one format."""
    findings = []
    for file in lock.files:
        if repo.toplevel is not None and file.path not in repo.tracked:
            findings.append(
                Finding(
                    message="is not tracked by git, so nobody else installs from it",
                    rule="L3",
                    path=file.path,
                    anchor="tracked",
                    remedy="Commit it; remove it from .gitignore if it is listed there.",
                )
            )
        if file.is_stale:
            findings.append(
                Finding(
                    message="is stale: the manifest changed after it was written (content hash "
                    f"{file.stored_hash[:12]}..., now {file.expected_hashes[0][:12]}...)",
                    rule="L2",
                    path=file.path,
                    anchor="stale",
                )
            )
        elif file.stored_hash and file.is_stale is None:
            findings.append(
                Finding(
                    message="has a content hash that cannot be recomputed: its manifest is "
                    "missing or spans several projects",
                    outcome=Outcome.INCONCLUSIVE,
                    rule="L2",
                    path=file.path,
                    anchor="stale",
                )
            )
    formats = sorted({file.format for file in lock.files} - {"conda-lock"})
    if len(formats) > 1:
        names = ", ".join(file.path for file in lock.files if file.format != "conda-lock")
        findings.append(
            Finding(
                message=f"{len(formats)} lock formats stand side by side ({names}) and will drift "
                "apart",
                outcome=Outcome.WARN,
                rule="L6",
                anchor=" ".join(formats),
                remedy="Keep one, or export the others from it in CI.",
            )
        )
    return findings


def contradictions(manifests: Manifests) -> list[Finding]:
    """Say where two manifests ask for versions of one package that exclude one another."""
    by_name: dict[str, list[Dependency]] = {}
    for dependency in manifests.dependencies:
        if dependency.name and dependency.applies and dependency.specifier:
            by_name.setdefault(dependency.name, []).append(dependency)
    findings: dict[tuple[str, str, str], Finding] = {}
    for name, entries in sorted(by_name.items()):
        for first, second in combinations(entries, 2):
            key = (name, first.path, second.path)
            if first.path == second.path or key in findings:
                continue
            if not _specifiers.intersect((first.specifier, second.specifier)):
                findings[key] = _finding(
                    second,
                    f"{second} contradicts {first} in {first.path}: no version meets both",
                    Outcome.FAIL,
                    "L4",
                )
    return list(findings.values())


def python_findings(manifests: Manifests, python: str) -> list[Finding]:
    """Say which manifests do not admit the running Python."""
    findings = []
    for manifest in manifests.files:
        if not manifest.requires_python:
            continue
        try:
            admitted = _specifiers.admits(manifest.requires_python, python.rstrip("+"))
        except ValueError:
            admitted = False
        if not admitted:
            findings.append(
                Finding(
                    message=f"requires Python {manifest.requires_python}, and {python} is running",
                    rule="L5",
                    path=manifest.path,
                    anchor="requires-python",
                    remedy="Run with a Python that the project admits, or widen the range.",
                )
            )
    return findings
