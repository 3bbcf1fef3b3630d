"""Model files that run code when they are loaded, and the calls that load them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_mlgate.checks.dependencies._load_calls import unsafe_loads
from pytest_mlgate.checks.dependencies._pickle_imports import forbidden
from pytest_mlgate.checks.dependencies._torch import loads_weights_only
from pytest_mlgate.inputs.artifacts import Artifact, Artifacts
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_NAME = "dependencies.unsafe-artifacts"
_SAVE_SAFELY = "save the model as skops, ONNX or safetensors"
_MOST_NAMED = 5


@check(_NAME, by_file=True)
def unsafe_artifacts(
    artifacts: Artifacts,
    sources: Sources,
    lock: Lock | None = None,
    manifests: Manifests | None = None,
    *,
    allow: tuple[str, ...] = (),
) -> Verdict:
    """Model files import nothing dangerous, are listed by hash, and are checked when loaded.

    Why
    ---
    A pickle is a program: loading it runs whatever its author wrote, with the rights of
    whoever loads it.  Model files are passed around, stored in buckets and overwritten, and
    nobody reads them.

    Rule
    ----
    A1  No pickle imports a name outside the allow-list.  The opcodes are walked and never
        executed, in files of any name, in joblib files, arrays of objects, PyTorch
        checkpoints, and in ZIP, TAR, gzip, bzip2 and xz archives of them.  The list is one
        of names, not of packages: data types and the functions that rebuild them
        (builtins, collections, datetime, NumPy, pandas, sparse matrices), classes of
        scikit-learn, XGBoost, LightGBM and CatBoost, and what PyTorch itself admits with
        `weights_only=True`.
        `scipy.stats` distributions are left out: they execute text from the file.
    A2  A file with a pickle in it is listed with its SHA-256 in `artifacts.manifest.json`.
        `pytest --mlgate-update` writes the list, without files that break A1.
    A3  Code that loads a pickle compares a hash first, in the same function or before it in
        the file: `pickle`, `joblib`, `dill`, `cloudpickle`, `shelve`, `pandas.read_pickle`,
        `numpy.load(allow_pickle=True)`, `torch.load` without `weights_only=True` (the
        default where the lock or the manifest demands torch 2.6).  `yaml.load` takes
        `SafeLoader` or `CSafeLoader`.

    Safetensors, ONNX and skops files need no entry.  Test files are not looked at for A3:
    what they load, they mostly wrote themselves.  A line is excused by a comment
    `# mlgate: allow[A3] reason` on it.

    The walk tells what a pickle imports, not what a library does with hostile numbers; so a
    file that keeps A1 still has to come from somebody you trust, which A2 is for.

    Settings
    --------
    allow : []
        Further names that pickles may import, such as `"src.features.Scaler"` or
        `"torch.nn.modules.*"`.

    Outcomes
    --------
    FAIL for a forbidden import, a pickle that is not listed or differs from its entry, and an
    unsafe load call in a file with the role serve.
    WARN for an unsafe load call elsewhere, a listed file that is missing, and waived lines.
    INCONCLUSIVE for what cannot be looked into (7z, LZ4, very large archives), for a Git LFS
    pointer, whose hash is compared all the same, and for code that cannot be parsed.
    ERROR for a pickle that breaks off, a file that cannot be read, and a broken manifest.
    NOT_APPLICABLE when there is neither a model file nor a call that loads one.

    Remedy
    ------
    Save models as skops, ONNX or safetensors.  Where it has to be a pickle, find out where it
    comes from, run `pytest --mlgate-update`, and compare its SHA-256 before loading it.

    Source
    ------
    Python documentation, pickle (warning) and pickletools; numpy.lib.format;
    PyTorch documentation, torch.load; NIST FIPS 180-4 (SHA-256).
    """
    judged = [source for source in sources if source.role is not Role.TEST]
    weights_only = loads_weights_only(lock, manifests)
    findings = [found for file in artifacts.files for found in _file(file, artifacts, allow)]
    findings += [
        Finding(
            message=f"is listed in {artifacts.manifest} and is not there",
            outcome=Outcome.WARN,
            rule="A2",
            path=entry.path,
            remedy="Get the file, or run pytest --mlgate-update to drop the entry.",
        )
        for entry in artifacts.missing
    ]
    findings += sources.findings(unsafe_loads, judged, weights_only=weights_only)
    findings += sources.findings(gap_findings_of, judged)
    if not artifacts.files and not findings:
        return Verdict.not_applicable("there is neither a model file nor a call that loads one")
    pickles = sum(file.facts.format == "pickle" for file in artifacts.files)
    return Verdict.of(
        findings,
        passed=(
            f"{pickles} files with pickles are listed and import nothing dangerous, "
            f"{len(artifacts.files) - pickles} model files run no code; every load in "
            f"{len(judged)} source files is safe or follows a hash check"
        ),
        remedy=f"Find out where the files come from; {_SAVE_SAFELY}, or list them with "
        "pytest --mlgate-update and compare the hash before loading.",
    )


def _file(file: Artifact, artifacts: Artifacts, allow: Sequence[str]) -> Iterator[Finding]:
    if file.unread:
        yield _about(file, f"cannot be read: {file.unread}", Outcome.ERROR)
        return
    if file.facts.broken:
        yield _about(
            file,
            f"is a broken pickle: {file.facts.broken}",
            Outcome.ERROR,
            remedy="Write it again, or delete it; what stands before the break is run on load.",
        )
    if file.facts.unseen:
        yield _about(
            file,
            f"could not be looked through: {file.facts.unseen}",
            Outcome.INCONCLUSIVE,
            remedy="Unpack it, save it in another format, or leave it out with `exclude`.",
        )
    if file.pointer:
        yield _about(
            file,
            "is a Git LFS pointer, so what the file imports could not be looked at",
            Outcome.INCONCLUSIVE,
            remedy="Run git lfs pull before the gate.",
        )
    wrong = forbidden(file.facts.imports, allow)
    if wrong:
        yield _imports(file, wrong)
    yield from _listing(file, artifacts, is_forbidden=bool(wrong))


def _imports(file: Artifact, wrong: Sequence[str]) -> Finding:
    more = f" and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
    names = ", ".join(wrong[:_MOST_NAMED])
    example = wrong[0].replace(":", ".")
    remedy = f"If you did not write this file, delete it; else {_SAVE_SAFELY}"
    if not example.startswith("<"):
        remedy += f', or name what is harmless: [{_NAME}] allow = ["{example}"]'
    return _about(
        file,
        f"imports what is not on the allow-list when it is loaded: {names}{more}",
        Outcome.FAIL,
        rule="A1",
        remedy=f"{remedy}.",
    )


def _listing(file: Artifact, artifacts: Artifacts, *, is_forbidden: bool) -> Iterator[Finding]:
    """Rule A2; a file that breaks A1 is not to be listed."""
    if file.listed is not None and file.sha256 and file.listed.sha256 != file.sha256:
        yield _about(
            file,
            f"has another content than listed in {artifacts.manifest}: SHA-256 is "
            f"{file.sha256[:12]}, listed is {file.listed.sha256[:12]}",
            Outcome.FAIL,
            rule="A2",
            remedy="Restore the file; if you changed it yourself, run pytest --mlgate-update.",
        )
    if file.facts.format == "pickle" and file.listed is None and not is_forbidden:
        update = "run pytest --mlgate-update"
        if not artifacts.exists:
            update = f"put [{_NAME}] into mlgate.toml and {update}"
        yield _about(
            file,
            f"holds a pickle and is not listed in {artifacts.manifest}",
            Outcome.FAIL,
            rule="A2",
            remedy=f"If you know where it comes from, {update}, and commit "
            f"{artifacts.manifest}; or {_SAVE_SAFELY}.",
        )


def _about(
    file: Artifact, message: str, outcome: Outcome, *, rule: str = "", remedy: str = ""
) -> Finding:
    return Finding(
        message=message, outcome=outcome, rule=rule, path=file.path, remedy=remedy, anchor=rule
    )
