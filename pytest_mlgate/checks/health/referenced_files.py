"""Check that the files which the project's own files name are there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from pytest_mlgate.inputs.references import Reference, References
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_MADE = re.compile(
    r"(?:^|/)(?:dist|build|target|out|outputs?|node_modules|site|_build|htmlcov|coverage|wheels?|"
    r"mlruns|artifacts?|checkpoints?|weights|data|datasets?|models?|saved_models?|logs?|results?|"
    r"reports?|secrets?|certs?|\.git|\.venv|venv|env|\.cache|[\w-]+[-_]model)(?:/|$)|"
    r"\.(?:whl|jar|war|zip|gz|tgz|bz2|xz|7z|pkl|pickle|joblib|pt|pth|ckpt|h5|hdf5|keras|onnx|"
    r"safetensors|bin|model|npy|npz|csv|tsv|parquet|feather|db|sqlite3?|so|egg|deb|exe|pem|key|crt|"
    r"log|xml|html)$",
    re.IGNORECASE,
)
"""What is built, fetched or written on each machine, and seldom kept in git."""


@check("health.referenced-files")
def referenced_files(
    repo: Repo, references: References, *, allowed: tuple[str, ...] = ()
) -> Verdict:
    """Every file that a workflow, a Dockerfile, the configuration or the README names is there.

    Why
    ---
    A workflow that installs from a file which nobody wrote fails at its first run, and so
    does the newcomer who types what the README says.

    Rule
    ----
    These paths lead to a file or folder of the project, or an earlier command makes it:

    - workflows: what commands run or install from (``python x.py``, ``bash x.sh``, ``-r x.txt``,
      ``pytest tests/``, ``docker build``), ``working-directory``, ``uses: ./x``, files of versions,
      and ``hashFiles`` without patterns; only after a checkout of this project;
    - Dockerfiles: what COPY and ADD take from the build context, which may be the folder of
      the Dockerfile or one above it, less what ``.dockerignore`` keeps out; scripts and
      requirements of RUN, CMD and ENTRYPOINT, by name;
    - compose files: contexts, Dockerfiles, mounted files, ``env_file``;
    - pre-commit: scripts of local hooks, configurations that hooks are given;
    - ``pyproject.toml``: README, licence, files of versions and dependencies, ``testpaths``,
      modules of scripts;
    - ``MLproject`` and ``dvc.yaml``: environments, scripts, what stages depend on;
    - the README: commands in blocks of the shell.

    What depends on an expression, lies outside, is ignored by git, or looks like something
    that is built, fetched or written on each machine (``dist/``, ``data/``, ``*.pkl``) is
    a note.  So is what a test of the same script asks for, and all after a command
    that may make any file (``tar``, ``make``, ``git checkout``).

    Settings
    --------
    allowed : []
        Globs of paths that may be missing.

    Outcomes
    --------
    FAIL for a missing path.  WARN for one whose absence breaks nothing by itself: in
    ``hashFiles`` and ``testpaths``, in a step or command that may fail, and in the README
    where a file of that name lies in another folder.  INCONCLUSIVE for a file that cannot
    be parsed.  NOT_APPLICABLE where no path is named.

    Remedy
    ------
    Write the file, or correct the name.

    Source
    ------
    The reference of Dockerfiles, of compose files and of GitHub's workflow syntax.
    """
    if not references.found and not references.unread:
        return Verdict.not_applicable("no workflow, Dockerfile or other file names a path")
    missing = [
        reference
        for reference in references.found
        if not reference.note
        and (reference.hidden or not any(map(references.tree.has, reference.targets)))
    ]
    missing = [reference for reference in missing if not reference.is_among(allowed)]
    excused = _excused(repo, missing)
    findings = [_finding(references, reference, excused) for reference in missing]
    findings += [
        Finding(
            message=f"names {reference.named!r}, which {reference.note}",
            outcome=Outcome.PASS,
            path=reference.path,
            line=reference.line,
            anchor=reference.named,
        )
        for reference in references.found
        if reference.note
    ]
    findings += [
        Finding(message=f"could not be judged: {why}", outcome=Outcome.INCONCLUSIVE, path=path)
        for path, why in references.unread
    ]
    there = len(references.found) - sum(f.outcome is not Outcome.INCONCLUSIVE for f in findings)
    return Verdict.of(
        findings,
        passed=f"{there} paths that {len({r.path for r in references.found})} files name are there",
        remedy="Write the file, or correct the name.",
    )


def _excused(repo: Repo, missing: Sequence[Reference]) -> dict[str, str]:
    """Return which missing paths are nobody's fault, and why."""
    targets = {target for reference in missing for target in reference.targets}
    found = {t: "looks like what is built or fetched" for t in targets if _MADE.search(t)}
    # A pattern for folders matches what would stand in a folder that nobody has made.
    inner = {f"{target}/x": target for target in targets}
    ignored = repo.ignored([*targets, *inner])
    return found | {inner.get(path, path): "is ignored by git" for path in ignored}


def _finding(references: References, reference: Reference, excused: dict[str, str]) -> Finding:
    reason = next((excused[t] for t in reference.targets if t in excused), "")
    target = reference.targets[0]
    name = posixpath.basename(target)
    elsewhere = sorted(path for path in references.tree.files if posixpath.basename(path) == name)
    outcome = Outcome.FAIL
    is_readme = posixpath.basename(reference.path).lower().startswith("readme")
    if reason:
        outcome = Outcome.PASS
    elif reference.mild or (is_readme and elsewhere):
        outcome = Outcome.WARN
    fault = f"does not exist (looked for {target or 'the root'})"
    if reference.hidden:
        reason, outcome = "", Outcome.FAIL
        fault = f"{reference.hidden} keeps out of the build context"
    elif elsewhere and not reason:
        fault += f"; there is {elsewhere[0]}"
    return Finding(
        message=f"names {reference.named!r}, which {reason or fault}",
        outcome=outcome,
        path=reference.path,
        line=reference.line,
        anchor=reference.named,
    )
