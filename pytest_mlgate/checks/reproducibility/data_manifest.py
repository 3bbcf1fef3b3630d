"""Check that the data on disk are the recorded data, and that training reads no others."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from pytest_mlgate.checks.reproducibility._data_reads import DataRead, data_reads
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._git import without_secrets
from pytest_mlgate.inputs.data_manifest import DataFile, DataManifest, OnDisk, is_network
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_NAME = "data-manifest"


@check("reproducibility.data-manifest", kind=Kind.EVIDENCE)
def data_manifest(
    data_manifest: DataManifest,
    sources: Sources,
    project: Project,
    *,
    data_inputs: dict[str, tuple[str, ...]] = {},  # noqa: B006 - never changed
) -> Verdict:
    """Data files equal the data manifest, and training reads only files that it lists.

    Why
    ---
    The same code on other data gives another model.  A file that was downloaded again, or
    one that training reads and nobody recorded, changes the result without any commit.

    Rule
    ----
    * D1: digest and size of every listed file equal those on disk.
    * D2: no listed file is missing.
    * D3: a folder that the manifest declares ``frozen`` holds no other file.
    * D4: every path that training code spells out for a reader (pandas, polars, numpy,
      pyarrow, Spark, ``open``) is listed.  A folder or glob counts as listed when a listed
      file lies in it.

    The manifest is ``data.manifest.json`` with SHA-256 digests; without one, the DVC files
    of the project are used.  DVC records MD5, which finds accidents but is no protection
    against somebody who changes data on purpose.

    Settings
    --------
    data-inputs : {}
        Training file -> the paths it reads, for code that computes them.

    Outcomes
    --------
    FAIL: a file differs, is missing, is not listed in a frozen folder, or is read by
    training and not listed.  WARN: a file in a network location without a digest.
    INCONCLUSIVE: all paths that training reads are computed and `data-inputs` names none; a
    digest that is missing or cannot be recomputed.  ERROR: a listed file that cannot be
    read, a manifest that is not valid.  NOT_APPLICABLE: neither manifest nor DVC files.

    Remedy
    ------
    Restore the files (``dvc pull``), or record the new ones on purpose with
    ``pytest --mlgate-update``.

    Source
    ------
    Sandve et al., "Ten simple rules for reproducible computational research", PLOS
    Computational Biology 9(10), 2013, rules 1 and 7.  FIPS 180-4 (SHA-256); RFC 6151 on MD5.
    """
    findings = [found for file in data_manifest.files for found in _file(file)]
    findings += [
        Finding(
            message=f"is in the frozen folder {data_manifest.root} but not in {data_manifest.path}",
            rule="D3",
            path=path,
            remedy="Remove it, or list it in the manifest.",
        )
        for path in data_manifest.unlisted
    ]
    training = sources.of(Role.TRAIN)
    findings += gap_findings(training)
    findings += _mapped(data_manifest, training, data_inputs)
    reads = [(source, read) for source in training for read in data_reads(source)]
    findings += _read(data_manifest, reads, project, data_inputs)
    literal = sum(read.path is not None for _, read in reads)
    return Verdict.of(
        findings,
        passed=(
            f"{len(data_manifest.files)} entries of {data_manifest.path} equal the files on disk; "
            f"{literal} paths that training code reads are listed"
        ),
        remedy="Restore the recorded data, or record the new data on purpose.",
    )


def _file(file: DataFile) -> Iterator[Finding]:
    """Rules D1 and D2 for one listed file."""

    def finding(message: str, outcome: Outcome, rule: str = "D1", remedy: str = "") -> Finding:
        return Finding(
            message=f"{message} ({file.origin})",
            outcome=outcome,
            rule=rule,
            path=file.path,
            remedy=remedy,
            anchor=rule,
        )

    match file.on_disk:
        case OnDisk.MISSING:
            yield finding("is listed and missing", Outcome.FAIL, "D2", "Get it, or dvc pull.")
        case OnDisk.OTHER_SIZE:
            yield finding(f"has {file.found_size} bytes, listed are {file.size}", Outcome.FAIL)
        case OnDisk.NETWORK if not file.digest:
            yield finding(
                "is in a network location without digest, so a change would not be seen",
                Outcome.WARN,
                remedy="Record its sha256, or copy it into the project.",
            )
        case OnDisk.NETWORK:
            yield finding("is in a network location and was not hashed here", Outcome.PASS)
        case OnDisk.UNREADABLE:
            yield finding(f"cannot be read: {file.reason}", Outcome.ERROR)
        case OnDisk.UNKNOWN:
            yield finding(f"could not be judged: {file.reason}", Outcome.INCONCLUSIVE)
        case OnDisk.HASHED if file.found_digest != file.digest:
            kind = "MD5 of its file list" if file.is_folder else file.algorithm
            yield finding(
                f"has another content: {kind} is {file.found_digest[:12]}, "
                f"listed is {file.digest[:12]}",
                Outcome.FAIL,
            )


def _mapped(
    manifest: DataManifest, training: Sequence[Source], data_inputs: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Rule D4 for the paths that the configuration gives."""
    known = {source.path for source in training}
    for path, named in data_inputs.items():
        if path not in known:
            raise InputError(
                "[reproducibility.data-manifest] data-inputs",
                key=path,
                found="no training file of this name",
                expected=f"one of {', '.join(sorted(known)) or 'none: there is no training file'}",
            )
        for name in named:
            if not manifest.lists(name):
                yield Finding(
                    message=f"reads {name!r} (data-inputs), which {manifest.path} does not list",
                    rule="D4",
                    path=path,
                    anchor=name,
                )


def _read(
    manifest: DataManifest,
    reads: Sequence[tuple[Source, DataRead]],
    project: Project,
    data_inputs: dict[str, tuple[str, ...]],
) -> Iterator[Finding]:
    """Rule D4 for the paths in the code."""
    computed = [(source, read) for source, read in reads if read.path is None]
    if len(computed) == len(reads) and not any(data_inputs.values()):
        for source, read in computed:
            yield source.finding(
                read.node,
                f"{read.reader} reads a computed path, and no other path says what is read",
                outcome=Outcome.INCONCLUSIVE,
                rule="D4",
                remedy='Name the files: data-inputs = { "' + source.path + '" = ["data/..."] }.',
                check=_NAME,
            )
    for source, read in reads:
        if read.path is None or _is_listed(manifest, source, read, project):
            continue
        yield source.finding(
            read.node,
            f"{read.reader} reads {_shown(read.path)!r}, which {manifest.path} does not list",
            outcome=Outcome.FAIL,
            rule="D4",
            remedy="Add the file to the manifest, or waive a file that is no data.",
            check=_NAME,
        )


def _is_listed(manifest: DataManifest, source: Source, read: DataRead, project: Project) -> bool:
    path = (read.path or "").removeprefix("file://")
    if is_network(path):
        return manifest.lists(path)
    if posixpath.isabs(path):
        root = project.root.as_posix().rstrip("/")
        path = path.removeprefix(f"{root}/")
        return manifest.lists(posixpath.normpath(path))
    folders = [""] if read.anchored else ["", posixpath.dirname(source.path)]
    return any(manifest.lists(posixpath.normpath(posixpath.join(f, path))) for f in folders)


def _shown(path: str) -> str:
    """An address without user name, password and query."""
    return without_secrets(path) if "://" in path else path
