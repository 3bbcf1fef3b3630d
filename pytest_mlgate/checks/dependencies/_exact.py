"""Whether requirements name one version, and whether a hash says which files that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_mlgate.inputs.lock import Lock, LockFile
from pytest_mlgate.inputs.manifests import Dependency, Manifest, Manifests
from pytest_mlgate.verdict import Finding, Outcome

_VCS = re.compile(r"(?:git|hg|svn|bzr)\+|git@|\.git(?:@|#|$)")
_COMMIT = re.compile(r"@[0-9a-f]{40}(?:[0-9a-f]{24})?(?=$|[#?])", re.IGNORECASE)
_ADDRESS_HASH = re.compile(r"#(?:.*&)?sha(?:256|384|512)=[0-9a-f]{64,}")
_CONDA_PREFIX = re.compile(r"==\d+((?:\.\d+)+)\.\*")
_LIBRARY_FILES = frozenset({"pyproject", "setup.cfg", "setup.py"})


def judged(manifests: Manifests | None, *, library: bool) -> list[Dependency]:
    """Return the requirements to judge: no constraints, and of a library no ranges for others."""
    if manifests is None:
        return []
    ranges = {file.path for file in manifests.files if library and file.kind in _LIBRARY_FILES}
    # A file that another one includes is read twice, for two groups.
    unique = {(need.path, need.line, str(need)): need for need in manifests.dependencies}
    return [
        need
        for need in unique.values()
        if not need.constraint
        and (not need.name or need.name not in manifests.projects)
        and (need.is_development or need.path not in ranges)
    ]


def version_findings(
    needs: Sequence[Dependency], manifests: Manifests | None, lock: Lock | None
) -> Iterator[Finding]:
    """Yield what is wrong with each requirement that nothing pins."""
    constraints = (d for d in (manifests.dependencies if manifests else ()) if d.constraint)
    locked = {d.name for d in constraints if d.pin}
    locked |= {name for file in (lock.files if lock else ()) for name in file.names}
    # numpy==2.1 on one line pins numpy[extra]>=2 on another.
    beside = {(need.path, need.name) for need in needs if need.pin and not need.marker}
    for need in needs:
        if not need.url and (need.name in locked or (need.path, need.name) in beside):
            continue
        wrong = _address(need) if need.url else _version(need)
        if wrong is not None:
            outcome, why, remedy = wrong
            soft = need.optional and not need.is_development
            yield Finding(
                message=f"{need} {why}",
                outcome=Outcome.WARN if soft and outcome is Outcome.FAIL else outcome,
                rule="V1",
                path=need.path,
                line=need.line,
                subject=need.name,
                remedy=remedy,
                anchor=str(need),
            )


def _version(need: Dependency) -> tuple[Outcome, str, str] | None:
    if need.pin:
        return None
    remedy = f"Write {need.name}==<version>, or lock it."
    if need.conda and (prefix := _CONDA_PREFIX.fullmatch(need.specifier)):
        if prefix[1].count(".") > 1:  # three numbers: what is left open is the build
            return None
        return Outcome.WARN, "leaves the last part of the version to conda", remedy
    if not need.specifier:
        return Outcome.FAIL, "may be any version", remedy
    return Outcome.FAIL, "admits more than one version", remedy


def _address(need: Dependency) -> tuple[Outcome, str, str] | None:
    if need.is_local or need.url.startswith("file:"):
        if re.fullmatch(r"\.?/?(\[.*\])?", need.url):
            return None  # the project itself, which is its own commit
        return Outcome.WARN, "is a local path, whose content nobody has recorded", ""
    if _VCS.search(need.url):
        if _COMMIT.search(need.url):
            return None
        return Outcome.FAIL, "is a branch or tag of a repository", "Write @<full commit>."
    if need.hashes or _ADDRESS_HASH.search(need.url):
        return None
    return Outcome.FAIL, "is an address without a hash", "Add #sha256=<digest>."


def hash_findings(
    manifests: Manifests | None, lock: Lock | None, *, strict: bool
) -> Iterator[Finding]:
    """Yield what the hashes of lock files and of pinned requirements files lack."""
    for file in lock.files if lock else ():
        if file.format != "requirements" and not file.has_hashes:
            lacking = [
                p.name for p in file.packages if p.source in {"index", "url"} and not p.hashes
            ]
            yield _hashes(file, f"{_some(lacking)} without hash", strict=strict)
    for manifest in manifests.files if manifests else ():
        yield from _requirement_hashes(manifest, strict=strict)


def _requirement_hashes(manifest: Manifest, *, strict: bool) -> Iterator[Finding]:
    """Judge the hashes of one requirements file; one that is not pinned has other troubles."""
    if not manifest.is_pinned:
        return
    pins = [d for d in manifest.dependencies if d.pin and not d.constraint]
    without = [d.name for d in pins if not d.hashes]
    single = [d.name for d in pins if len(d.hashes) == 1]
    if len(without) == len(pins):
        yield _hashes(manifest, "no requirement has a hash", strict=strict)
    elif without:
        yield Finding(
            message=f"{_some(without)} without hash among others with one, which pip refuses",
            rule="V2",
            path=manifest.path,
            anchor="hashes of some",
            remedy="Write all hashes: pip-compile --generate-hashes, uv pip compile "
            "--generate-hashes.",
        )
    elif len(single) * 2 > len(pins):
        yield Finding(
            message=(
                f"{_some(single)} with a single hash, which fits one file of the release; "
                "on another platform or Python, pip refuses the file it would take"
            ),
            outcome=Outcome.WARN,
            rule="V2",
            path=manifest.path,
            anchor="single hashes",
            remedy="Let pip-compile or uv pip compile write the hashes of all files.",
        )


def _hashes(file: Manifest | LockFile, message: str, *, strict: bool) -> Finding:
    return Finding(
        message=f"{message}, so nothing tells whether the same files are installed again",
        outcome=Outcome.FAIL if strict else Outcome.WARN,
        rule="V2",
        path=file.path,
        anchor="no hashes",
        remedy="Write them: pip-compile --generate-hashes, uv pip compile --generate-hashes.",
    )


def _some(names: Sequence[str]) -> str:
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{len(names)} requirements ({listed})"
