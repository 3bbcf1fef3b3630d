"""Rewriting the evidence that later runs are compared with (``--mlgate-update``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from pytest_mlgate.errors import InputAbsent, MlgateError
from pytest_mlgate.files import write_atomic
from pytest_mlgate.gate import Gate
from pytest_mlgate.inputs import data_manifest as manifests
from pytest_mlgate.inputs import holdout_ledger as ledgers
from pytest_mlgate.inputs import snapshot as snapshots
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.resolve import Resolver

SNAPSHOT = "environment.json"
DATA = "data"


def update_evidence(gate: Gate, inputs: Collection[str]) -> list[str]:
    """Rewrite what the chosen checks compare with, and say what was written.

    Evidence belongs to the gate when the configuration names its file or a check that
    demands it, or when the file is there already.

    Parameters
    ----------
    gate:
        The gate.
    inputs:
        Names of the inputs of the chosen checks.

    Raises
    ------
    MlgateError
        If something cannot be captured or written; what was there stays as it was.
    """
    updates = {
        "snapshot": _update_snapshot,
        "data_manifest": _update_manifest,
        "holdout_ledger": _update_ledger,
    }
    return [
        note for name, update in updates.items() if name in inputs for note in update(gate) if note
    ]


def capture_snapshot(get: Callable[[str], object]) -> dict[str, Any]:
    """Return the snapshot of the running environment.

    Parameters
    ----------
    get:
        Gives an input, or the exception that says why there is none, by name.

    Raises
    ------
    MlgateError
        If an input that the snapshot needs is missing.
    """
    from datetime import UTC, datetime

    values: dict[str, Any] = {}
    for name in ("environment", "repo", "project"):
        value = get(name)
        if isinstance(value, InputAbsent | MlgateError):
            raise MlgateError(f"the environment cannot be captured: {value}")
        values[name] = value
    return snapshots.capture(**values, now=datetime.now(UTC))


def _update_snapshot(gate: Gate) -> list[str]:
    wanted = ("reproducibility.environment-snapshot", "reproducibility.environment-diff")
    path = _path(gate, "snapshot", SNAPSHOT, wanted)
    if path is None:
        return []
    resolver = Resolver(gate.registry, {"project": gate.config.project}, gate.config.inputs)
    document = capture_snapshot(resolver.get)
    snapshots.write_snapshot(gate.config.project.path(path), document)
    return [f"wrote {path}: {len(document['packages'])} packages"]


def _update_manifest(gate: Gate) -> list[str]:
    path = _path(gate, "data_manifest", manifests.DEFAULT_PATH, ("reproducibility.data-manifest",))
    project = gate.config.project
    if path is None or not path.endswith(".json"):
        return []  # DVC writes its own records.
    old = load_json(project, path) if project.exists(path) else {"root": DATA, "frozen": True}
    new = manifests.renewed_manifest(project.root, path, old)
    if new["files"] == old.get("files"):
        return [f"kept {path}: {len(new['files'])} files, all as recorded"]
    manifests.write_manifest(project.path(path), new)
    return [f"wrote {path}: {len(new['files'])} files"]


def _update_ledger(gate: Gate) -> list[str]:
    from datetime import UTC, datetime

    path = _path(gate, "holdout_ledger", ledgers.DEFAULT_PATH, ("comparison.holdout-reuse",))
    if path is None or "experiment" in gate.config.inputs.get("holdout_ledger", {}):
        return []
    project = gate.config.project
    resolver = Resolver(gate.registry, {"project": project}, gate.config.inputs)
    rows = resolver.get("predictions")
    if isinstance(rows, MlgateError):
        raise rows
    if isinstance(rows, InputAbsent):
        return [f"kept {path}: there are no predictions, so no holdout decided"]
    assert isinstance(rows, Predictions)
    model = rows.model_sha256 or rows.fingerprint
    old = project.read_text(path) if project.exists(path) else ""
    known = ledgers.read_ledger(project, path) if old else []
    if any(entry.dataset == rows.dataset and entry.model == model for entry in known):
        return [f"kept {path}: this model on these data is recorded"]
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "dataset_sha256": rows.dataset,
        "model": model,
        "n": rows.n,
    }
    text = old if not old or old.endswith("\n") else old + "\n"
    write_atomic(project.path(path), text + json.dumps(entry) + "\n")
    return [f"wrote {path}: {len(known) + 1} evaluations"]


def _path(gate: Gate, name: str, default: str, checks: Collection[str]) -> str | None:
    named = gate.config.inputs.get(name, {}).get("path")
    if named is not None:
        return str(named)
    demanded = any(check in gate.config.checks for check in checks)
    return default if demanded or gate.config.project.exists(default) else None
