"""Check ``reproducibility.environment-diff``."""

from __future__ import annotations

from typing import Annotated

from pytest_mlgate.checks.reproducibility import _environments as compare
from pytest_mlgate.inputs.environment import Environment
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Verdict


@check(
    "reproducibility.environment-diff",
    kind=Kind.EVIDENCE,
    subjects=("python", "packages", "platform", "hardware"),
)
def environment_diff(
    subject: str,
    snapshot: Snapshot,
    environment: Environment,
    *,
    strict: bool = False,
    memory_ratio: Annotated[float, Range(0, 1)] = 0.9,
) -> Verdict:
    """The running environment equals the recorded one, field by field.

    Why
    ---
    An updated library, another Python or another graphics card changes results without any
    change of code.  One fingerprint over everything would only say that something differs,
    and would differ between equal machines; fields say what to mend.

    Rule
    ----
    One item each for ``python``, ``packages``, ``platform`` and ``hardware`` compares the
    running interpreter with ``environment.json``.  Commit and uncommitted changes are the
    matter of ``reproducibility.git-state``.  An equal environment is no proof of equal
    results.

    Settings
    --------
    strict : false
        Whether another patch release of Python fails instead of warning.
    memory-ratio : 0.9
        Share of the recorded memory, 0 to 1, below which there is a warning.

    Outcomes
    --------
    FAIL: another implementation or minor version of Python; a recorded package is missing
    or has another version; another operating system or architecture; the recorded
    accelerator is absent or another model.
    WARN: another patch release; a package that is not recorded; other values of recorded
    environment variables; less memory; another number, driver, CUDA or cuDNN of the same
    accelerator; another linear-algebra library or number of its threads.
    PASS with a note: another number of processors; an accelerator where none is recorded;
    another version of a package that is installed from a folder.
    INCONCLUSIVE: a field is unknown on one side, such as the memory size without psutil.
    NOT_APPLICABLE: there is no snapshot.
    ERROR: the snapshot cannot be read.

    Remedy
    ------
    Install from the lock file (``uv sync --frozen``, ``pip install --require-hashes``), or,
    if the change is wanted, write a new snapshot with ``pytest --mlgate-update``.

    Source
    ------
    PEP 503 (normalised names); Whitehead and Fit-Florea, Precision and performance:
    floating point and IEEE 754 compliance for NVIDIA GPUs.
    """
    recorded, path = snapshot.environment, snapshot.path
    match subject:
        case "python":
            findings = compare.python_findings(recorded, environment, path, strict=strict)
            what = f"Python {environment.python}"
        case "packages":
            findings = compare.package_findings(recorded.packages, environment.packages, path)
            what = f"{len(recorded.packages)} packages"
        case "platform":
            findings = compare.platform_findings(recorded, environment, path)
            machine = environment.platform
            what = f"{machine.os} on {machine.arch}, {len(recorded.env)} environment variables"
        case _:
            findings = compare.hardware_findings(
                recorded, environment, path, memory_ratio=memory_ratio
            )
            what = "accelerator, memory and linear-algebra library"
    return Verdict.of(
        findings,
        passed=f"environment equal to {path}: {what}",
        remedy=(
            "Install from the lock file, or write a new snapshot with pytest --mlgate-update "
            "if the change is wanted."
        ),
    )
