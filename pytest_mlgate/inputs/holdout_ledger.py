"""How often a holdout has decided already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import as_table
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

DEFAULT_PATH = "holdout_ledger.jsonl"
_KEYS = (
    "time", "dataset_sha256", "model", "release", "decision", "metric", "n", "nested", "fresh",
)  # fmt: skip


@dataclass(frozen=True)
class Evaluation:
    """One model scored on one holdout.

    Parameters
    ----------
    dataset:
        Digest of the holdout, ``None`` when it was not recorded.
    model:
        Version or hash of the model.
    release:
        The release it was scored for, empty when nobody said.
    time:
        When, ISO 8601.
    nested:
        Whether the score comes from the outer folds of nested cross-validation.
    """

    dataset: str | None
    model: str
    release: str = ""
    time: str = ""
    nested: bool = False


@dataclass(frozen=True)
class HoldoutLedger:
    """All evaluations that were recorded."""

    entries: tuple[Evaluation, ...]
    source: str = DEFAULT_PATH
    fingerprint: str = ""

    @classmethod
    def of(cls, value: object) -> HoldoutLedger:
        """Take what a fixture or a test gives: this, or evaluations."""
        if isinstance(value, cls):
            return value
        if isinstance(value, Iterable):
            entries = tuple(value)
            if all(isinstance(entry, Evaluation) for entry in entries):
                return cls(entries, "holdout ledger")
        raise InputError(
            "holdout ledger", found=type(value).__name__, expected="a list of Evaluation"
        )


@provides(adapt=HoldoutLedger.of)
def holdout_ledger(
    project: Project,
    *,
    path: str | None = None,
    uri: str | None = None,
    experiment: str | None = None,
    timeout: Annotated[float, Range(0.1)] = 10.0,
) -> HoldoutLedger:
    """Provide the record of evaluations that ``[inputs.holdout-ledger]`` names.

    A committed file, to which ``pytest --mlgate-update`` adds a line whenever the evaluation
    data or the model is new, or the runs of an MLflow experiment with a logged dataset.

    Settings
    --------
    path : "holdout_ledger.jsonl"
        One JSON object per line: ``dataset_sha256``, ``model``, and perhaps ``time``,
        ``release``, ``metric``, ``n``, ``decision`` and ``nested``.
    uri : none
        Tracking address, with `experiment`; by default ``MLFLOW_TRACKING_URI``.
    experiment : none
        Instead of a file: an MLflow experiment.
    timeout : 10
        Seconds to wait for the tracking server.
    """
    if experiment is not None:
        if path is not None:
            raise InputError(
                "[inputs.holdout-ledger]",
                key="path",
                found="a file and an experiment",
                expected="one of them",
            )
        from pytest_mlgate.inputs import _mlflow_runs

        found = _mlflow_runs.evaluations(project, uri=uri, experiment=experiment, timeout=timeout)
        entries = tuple(Evaluation(**one) for one in found)
        return HoldoutLedger(entries, f"experiment {experiment}", _digest(entries))
    where = project.find(
        path, DEFAULT_PATH, what="holdout ledger", key="[inputs.holdout-ledger] path"
    )
    entries = tuple(read_ledger(project, where))
    return HoldoutLedger(entries, where, _digest(entries))


def read_ledger(project: Project, where: str) -> list[Evaluation]:
    """Return the evaluations in a file.

    Raises
    ------
    InputError
        If a line is broken or lacks a key.
    """
    entries = []
    for number, line in enumerate(project.read_text(where).splitlines(), 1):
        if line.strip():
            try:
                content: Any = json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                raise InputError(
                    where, key=f"line {number}", found="broken JSON", expected="one object a line"
                ) from None
            record = Record(where, as_table(where, f"line {number}", content), f"line {number}")
            record.only(_KEYS)
            entries.append(
                Evaluation(
                    dataset=record.optional("dataset_sha256", str),
                    model=record.text("model"),
                    release=record.optional("release", str) or "",
                    time=record.optional("time", str) or "",
                    nested=bool(record.optional("nested", bool)),
                )
            )
    return entries


def _digest(entries: tuple[Evaluation, ...]) -> str:
    return hashlib.sha256(repr(entries).encode()).hexdigest()
