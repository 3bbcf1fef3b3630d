"""A new training run under the conditions of a recorded one."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.environment import Environment
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.reported_results import ReportedResults
from pytest_mlgate.inputs.run import Run
from pytest_mlgate.inputs.train_fn import TrainFn, TrainingResult
from pytest_mlgate.registry import provides

PLATFORM_NAMES = ("platform_hash", "mlgate.platform_hash")
"""Tags under which a run keeps the hash of its machine."""


@dataclass(frozen=True)
class FreshResult:
    """One training run made now, with what it may be compared by.

    Parameters
    ----------
    result:
        What the run produced.
    seed:
        With which seed.
    data_sha256:
        Hash of the data it trained on, ``None`` if unknown.
    platform_hash:
        Hash of this machine, ``None`` when nothing was recorded to compare it with.
    """

    result: TrainingResult
    seed: int
    data_sha256: str | None = None
    platform_hash: str | None = None


@provides
def fresh_result(
    project: Project,
    train_fn: TrainFn,
    run: Run | None = None,
    reported_results: ReportedResults | None = None,
    environment: Environment | None = None,
    *,
    seed: int | None = None,
    data: str | None = None,
) -> FreshResult:
    """Provide a fresh training run with the recorded seed; it is made once per session.

    Settings
    --------
    seed : the recorded one
        Taken from the run's tag or parameter ``seed`` or ``random_state``, or from the
        reported results, when it is not given.
    data : none
        The training file, whose SHA-256 is compared with the recorded one, where the
        training function does not return ``data_sha256`` itself.
    """
    if run is None and reported_results is None:
        raise InputAbsent("no recorded result to train again for: neither a run nor a report")
    recorded = run.seed if run else None
    if recorded is None and reported_results:
        recorded = reported_results.seed
    chosen = recorded if seed is None else seed
    if chosen is None:
        raise InputAbsent(
            "the recorded result has no seed, and [inputs.fresh-result] seed gives none"
        )
    if recorded is not None and chosen != recorded:
        raise InputError(
            "[inputs.fresh-result]",
            key="seed",
            found=f"{chosen}, where the recorded result was trained with {recorded}",
            expected="the same seed, or none here",
        )
    if not 0 <= chosen < 2**32:
        raise InputError(
            "[inputs.fresh-result]", key="seed", found=str(chosen), expected="0 to 4294967295"
        )
    digest = files.digest(project.root, data)[0] if data else None
    result = train_fn.run(seed=chosen)
    known = (run and run.recorded(*PLATFORM_NAMES)) or (
        reported_results and reported_results.platform_hash
    )
    return FreshResult(
        result=result,
        seed=chosen,
        data_sha256=result.data_sha256 or digest,
        platform_hash=environment.platform_hash if environment and known else None,
    )
