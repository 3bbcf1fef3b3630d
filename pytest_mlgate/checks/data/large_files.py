"""Large files, data and models do not go into git itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated

from pytest_mlgate.inputs.blobs import Blobs, is_named
from pytest_mlgate.inputs.history import History
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_MEGABYTE = 1_000_000
_DATA = frozenset(
    f".{kind}"
    for kind in (
        *("arff", "arrow", "avro", "csv", "dta", "feather", "hdf", "hdf5", "jsonl", "libsvm"),
        *("mat", "ndjson", "npy", "npz", "orc", "parquet", "rdata", "rds", "sas7bdat", "sav"),
        *("sqlite", "sqlite3", "tfrecord", "tsv", "xls", "xlsx"),
        *("caffemodel", "ckpt", "gguf", "h5", "joblib", "keras", "mlmodel", "onnx", "pb"),
        *("pickle", "pkl", "pt", "pth", "safetensors", "skops", "tflite"),
    )
)
"""Names of data sets and of models."""
_PACKED = frozenset({".bz2", ".gz", ".lz4", ".xz", ".zip", ".zst"})


@check("data.large-files", by_file=True)
def large_files(
    blobs: Blobs,
    history: History | None = None,
    *,
    max_megabytes: Annotated[float, Range(0)] = 10.0,
    sample_megabytes: Annotated[float, Range(0)] = 0.5,
    allow: tuple[str, ...] = (),
) -> Verdict:
    """Large files, data sets and models are not stored in git itself.

    Why
    ---
    Git keeps every version of every file for ever and hands all of them to everybody who
    clones.  A data set in it makes each clone slow from then on, and taking it out again means
    rewriting history.

    Rule
    ----
    * G1: no tracked file is larger than `max-megabytes`.
    * G2: no commit of the change brought such a file, not even if a later one took it away:
      it stays in the history.
    * G3: no tracked file whose name is that of a data set or a model is larger than
      `sample-megabytes`.

    What counts is the size that git stores: a file of Git LFS has that of its pointer, and one
    of DVC is not tracked.  Small data files are left alone, because tests and documents need
    samples; they are counted.

    Settings
    --------
    max-megabytes : 10
        Largest file, in 1,000,000 bytes.
    sample-megabytes : 0.5
        Largest data or model file.
    allow : []
        Globs of files that may be in git whatever their size.

    Outcomes
    --------
    FAIL for each such file.  INCONCLUSIVE when not all commits of the change are there.
    NOT_APPLICABLE without git, without tracked files, or in a partial clone without their sizes.

    Remedy
    ------
    Move the file to Git LFS (``git lfs migrate import``) or DVC (``dvc add``) before the change
    is merged; take it out of the commits of the change, not only of the last one.

    Source
    ------
    The limit of 10 MB is where hosting services for models ask for LFS; the 0.5 MB of samples
    is the default of the hook `check-added-large-files`.  Both are choices.
    """
    if not blobs.sizes:
        return Verdict.not_applicable("git tracks no file of the project")
    judged = {path: size for path, size in blobs.sizes.items() if not is_named(path, allow)}
    findings = [*_tracked(judged, max_megabytes, sample_megabytes)]
    if history is not None:
        findings += _in_commits(history, max_megabytes, allow)
    largest = max(judged.values(), default=0)
    samples = sum(_is_data(path) for path in judged)
    return Verdict.of(
        findings,
        passed=f"{len(judged)} tracked files, the largest of {_in_words(largest)}; "
        f"{samples} samples of data or models",
        remedy="Move it to Git LFS or DVC, and out of every commit of the change.",
    )


def _tracked(
    sizes: dict[str, int], max_megabytes: float, sample_megabytes: float
) -> Iterator[Finding]:
    for path, size in sizes.items():
        if size > max_megabytes * _MEGABYTE:
            message = f"{_in_words(size)} in git, of at most {max_megabytes:g} MB"
            yield Finding(message=message, rule="G1", path=path, anchor="G1")
        elif size > sample_megabytes * _MEGABYTE and _is_data(path):
            message = f"a data or model file of {_in_words(size)} in git itself"
            yield Finding(message=message, rule="G3", path=path, anchor="G3")


def _in_commits(
    history: History, max_megabytes: float, allow: tuple[str, ...]
) -> Iterator[Finding]:
    for version in history.versions:
        if version.size > max_megabytes * _MEGABYTE and not is_named(version.path, allow):
            yield Finding(
                message=f"a commit of the change brought {_in_words(version.size)} that the "
                "last one does not hold any more, and clones will",
                rule="G2",
                path=version.path,
                anchor=version.id,
                remedy="Rewrite the commits of the change before it is merged: git rebase -i.",
            )
    if history.gap:
        yield Finding(
            message=history.gap, rule="G2", subject="history", outcome=Outcome.INCONCLUSIVE
        )


def _is_data(path: str) -> bool:
    name = PurePosixPath(path.lower())
    while name.suffix in _PACKED:
        name = name.with_suffix("")
    return name.suffix in _DATA


def _in_words(size: int) -> str:
    return f"{size / _MEGABYTE:.3g} MB" if size >= _MEGABYTE / 10 else f"{size / 1000:.3g} kB"
