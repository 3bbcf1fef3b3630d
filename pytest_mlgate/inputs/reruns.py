"""Recorded training runs that differ only in seed, or in nothing at all."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record, finite
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

_REQUIRED = (
    "run_id",
    "commit",
    "config_hash",
    "data_hash",
    "seed",
    "hash_seed",
    "platform_hash",
    "metrics",
    "prediction_sha256",
)
_RUN = (*_REQUIRED, "model_sha256")


@dataclass(frozen=True)
class Rerun:
    """One recorded run.

    Parameters
    ----------
    run_id:
        Unique in the file.
    commit, config_hash, data_hash:
        What was run on what.
    seed, hash_seed:
        Seed of the training, and ``PYTHONHASHSEED`` if known.
    platform_hash, prediction_sha256, model_sha256:
        Hashes, ``None`` where unknown.
    metrics:
        Name -> value; NaN where the file has null.
    """

    run_id: str
    commit: str
    config_hash: str
    data_hash: str
    seed: int
    metrics: Mapping[str, float]
    hash_seed: int | None = None
    platform_hash: str | None = None
    prediction_sha256: str | None = None
    model_sha256: str | None = None

    @property
    def setting(self) -> tuple[str, str, str]:
        """Everything that runs with different seeds must share."""
        return self.commit, self.config_hash, self.data_hash


@dataclass(frozen=True)
class Headline:
    """The value that is reported to others.

    Parameters
    ----------
    metric, value:
        What is claimed.
    direction:
        Whether higher or lower is better.
    kind:
        Whether the value is called a mean over seeds or a single run.
    digits:
        Decimals printed.
    """

    metric: str
    value: float
    direction: Literal["higher", "lower"]
    kind: Literal["mean", "single"]
    digits: int


@dataclass(frozen=True)
class Reruns:
    """The content of ``reruns.json``."""

    runs: tuple[Rerun, ...]
    headline: Headline | None = None
    baseline_runs: tuple[Rerun, ...] = ()
    fingerprint: str = ""


@provides
def reruns(project: Project, *, path: str | None = None) -> Reruns:
    """Provide the recorded re-runs.

    The file has ``schema`` ``"reruns/1"``, ``runs`` (each with run_id, commit, config_hash,
    data_hash, seed, hash_seed, platform_hash, metrics, prediction_sha256 and optionally
    model_sha256; hashes and hash_seed may be null), optionally ``headline`` (metric, value,
    direction ``higher`` or ``lower``, kind ``mean`` or ``single``, optionally digits) and
    ``baseline_runs``.  A metric that is null counts as NaN.

    Settings
    --------
    path : "reruns.json"
        The file.
    """
    where = project.find(path, "reruns.json", what="recorded re-runs", key="[inputs.reruns] path")
    record = Record(where, load_json(project, where))
    record.schema("reruns")
    record.only(("schema", "runs", "headline", "baseline_runs"))
    runs = _runs(record, "runs")
    if not runs:
        raise record.wrong("runs", found="an empty list", expected="at least one run")
    return Reruns(
        runs=runs,
        headline=_headline(record.table("headline")) if "headline" in record.content else None,
        baseline_runs=_runs(record, "baseline_runs") if "baseline_runs" in record.content else (),
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _runs(record: Record, key: str) -> tuple[Rerun, ...]:
    runs: dict[str, Rerun] = {}
    for entry in record.tables(key):
        run = _run(entry)
        if run.run_id in runs:
            raise entry.wrong("run_id", found=f"{run.run_id!r} twice", expected="each run once")
        runs[run.run_id] = run
    return tuple(runs.values())


def _run(entry: Record) -> Rerun:
    entry.only(_RUN)
    for key in _REQUIRED:
        if key not in entry.content:
            raise entry.wrong(key, found="nothing", expected="this key (null if it is unknown)")
    metrics = entry.table("metrics")
    if not metrics.content:
        raise entry.wrong("metrics", found="an empty table", expected="at least one metric")
    return Rerun(
        run_id=entry.text("run_id"),
        commit=entry.text("commit"),
        config_hash=entry.text("config_hash"),
        data_hash=entry.text("data_hash"),
        seed=entry.get("seed", int),
        hash_seed=entry.optional("hash_seed", int),
        platform_hash=entry.optional("platform_hash", str),
        prediction_sha256=entry.optional("prediction_sha256", str),
        model_sha256=entry.optional("model_sha256", str),
        metrics={
            name: math.nan if value is None else finite(entry.path, metrics.where(name), value)
            for name, value in metrics.content.items()
        },
    )


def _headline(entry: Record) -> Headline:
    entry.only(("metric", "value", "direction", "kind", "digits"))
    value = entry.number("value")
    digits = entry.optional("digits", int)
    if digits is not None and not 0 <= digits <= 20:
        raise entry.wrong("digits", found=str(digits), expected="0 to 20 decimals")
    return Headline(
        metric=entry.text("metric"),
        value=value,
        direction=cast(
            'Literal["higher", "lower"]', _one_of(entry, "direction", "higher", "lower")
        ),
        kind=cast('Literal["mean", "single"]', _one_of(entry, "kind", "mean", "single")),
        digits=decimals(entry.content["value"]) if digits is None else digits,
    )


def decimals(value: float) -> int:
    """Return how many decimals a number is written with."""
    from decimal import Decimal

    exponent = Decimal(repr(value)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _one_of(entry: Record, key: str, *allowed: str) -> str:
    value = entry.text(key)
    if value not in allowed:
        raise entry.wrong(key, found=repr(value), expected=" or ".join(allowed))
    return value
