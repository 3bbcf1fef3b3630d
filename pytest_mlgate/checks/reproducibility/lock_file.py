"""Check ``reproducibility.lock-file``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

from pytest_mlgate.checks.reproducibility import _locked
from pytest_mlgate.inputs.environment import Environment
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests, manifest_kind
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_REMEDY = (
    "Write the lock anew and commit it: uv lock, poetry lock, pdm lock, pipenv lock, conda-lock, "
    "or pip-compile --generate-hashes."
)


@check("reproducibility.lock-file", kind=Kind.ZERO_CONFIG)
def lock_file(
    repo: Repo,
    environment: Environment,
    manifests: Manifests | None = None,
    lock: Lock | None = None,
    sources: Sources | None = None,
    *,
    library: bool = False,
) -> Verdict:
    """Every dependency is locked, by a lock that is committed and up to date.

    Why
    ---
    Without a lock every installation may bring other versions, and a result cannot be made
    again.  A lock that lags behind its manifest is worse: it looks like one.

    Rule
    ----
    The manifests in the project root and in ``requirements/`` are read (pyproject.toml with
    the tables of PEP 621, PEP 735, Poetry and PDM, requirements files, setup.cfg, literals of
    setup.py, environment.yml, Pipfile).  Then

    * L1: one lock format (uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml,
      conda-lock.yml, or requirements files that pin everything) holds every dependency whose
      marker is true here, at a version that its specifier admits;
    * L2: the content hash that Poetry, PDM and pipenv store equals that of the manifest;
    * L3: git tracks the lock;
    * L4: the specifiers of different manifests for one package have a version in common;
    * L5: the running Python is one that each manifest admits;
    * L6: there is one lock format, beside conda-lock;
    * L7: every manifest can be read without running it, and stands where it is read.

    Settings
    --------
    library : false
        Whether the project is a library, of which only development groups are locked.

    Outcomes
    --------
    FAIL: no lock, a lock that git does not track, a dependency that is missing or out of
    range, a stale content hash, manifests that contradict one another, a Python that is not
    admitted; third-party imports and no manifest at all.
    WARN: two lock formats; a package of an extra, or of the pip section of environment.yml,
    that is not locked.
    INCONCLUSIVE: dependencies that setup.py or the build computes; manifests further down
    only, as in a repository of several projects; a content hash that cannot be recomputed; a
    version that is none.
    NOT_APPLICABLE: no manifest and no third-party import, or no dependency to lock.
    ERROR: a manifest or lock file that cannot be read.

    Remedy
    ------
    Run the lock command of your tool and commit what it writes.

    Source
    ------
    PEP 440, 503, 508, 621, 735, 751; pip documentation, Repeatable Installs; Pineau et al.,
    Improving Reproducibility in Machine Learning Research, JMLR 22 (2021).
    """
    if manifests is None:
        return _undeclared(sources, repo)
    needs = _locked.demanded(manifests, library=library)
    findings = [
        Finding(
            message=f"cannot be judged without running it: {manifest.unread}",
            outcome=Outcome.INCONCLUSIVE,
            rule="L7",
            path=manifest.path,
            anchor="unread",
            remedy="Declare the dependencies in pyproject.toml.",
        )
        for manifest in manifests.files
        if manifest.unread
    ]
    findings += _locked.contradictions(manifests)
    findings += _locked.python_findings(manifests, environment.python)
    names = ", ".join(manifest.path for manifest in manifests.files)
    if lock is not None:
        findings += _locked.file_findings(lock, repo) + _locked.coverage(lock, needs)
    elif needs:
        findings.append(
            Finding(
                message=f"there is no lock file for the {len(needs)} dependencies in {names}",
                rule="L1",
                path=needs[0].path,
                anchor="no lock",
            )
        )
    if not needs and not findings:
        group = "development dependency" if library else "dependency"
        return Verdict.not_applicable(f"{names}: no {group} to lock")
    held = ", ".join(file.path for file in lock.files) if lock else ""
    return Verdict.of(
        findings,
        passed=f"{len(needs)} dependencies of {names} are locked in {held}",
        remedy=_REMEDY,
    )


def _undeclared(sources: Sources | None, repo: Repo) -> Verdict:
    """Judge a project without any manifest in its root by what its code imports."""
    own = {part.removesuffix(".py") for path in repo.files for part in path.split("/")}
    known = sys.stdlib_module_names | own | {"__future__"}
    below = _manifests_below(repo)
    found: dict[str, Finding] = {}
    for source in sources or ():
        folders = (str(folder) for folder in PurePosixPath(source.path).parents)
        declared = next((below[folder] for folder in folders if folder in below), "")
        for package, node in _imports(source):
            key = declared or package
            if package in known or key in found:
                continue
            found[key] = (
                _not_read(declared)
                if declared
                else source.finding(
                    node,
                    f"imports {package}, and no manifest here or above declares any dependency",
                    outcome=Outcome.FAIL,
                    rule="L1",
                    check="lock-file",
                )
            )
    if not found:
        return Verdict.not_applicable("no dependency manifest and no third-party import")
    return Verdict.of(
        list(found.values()),
        passed="",
        remedy="Declare the dependencies in pyproject.toml and lock them (uv lock).",
    )


def _manifests_below(repo: Repo) -> dict[str, str]:
    """Folder -> the first manifest in it, for folders that are not read."""
    found: dict[str, str] = {}
    for path in repo.files:
        folder, _, name = path.rpartition("/")
        if folder and manifest_kind(name):
            found.setdefault(folder, path)
    return found


def _not_read(path: str) -> Finding:
    return Finding(
        message="declares dependencies, but only manifests in the project root and in "
        "requirements/ are read",
        outcome=Outcome.INCONCLUSIVE,
        rule="L7",
        path=path,
        anchor="below the root",
        remedy="Run the gate in that folder, or declare the dependencies in the project root.",
    )


def _imports(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the top-level packages that a source imports."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            if package := name.partition(".")[0]:
                yield package, node
