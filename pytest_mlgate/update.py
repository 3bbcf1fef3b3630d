"""Rewriting the evidence that later runs are compared with (``--mlgate-update``)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from pytest_mlgate import baseline
from pytest_mlgate.checks.dependencies._pickle_imports import forbidden
from pytest_mlgate.errors import InputAbsent, MlgateError
from pytest_mlgate.files import write_atomic
from pytest_mlgate.gate import Gate
from pytest_mlgate.inputs import artifacts as models
from pytest_mlgate.inputs import data_manifest as manifests
from pytest_mlgate.inputs import health_history as histories
from pytest_mlgate.inputs import holdout_ledger as ledgers
from pytest_mlgate.inputs import sbom as sboms
from pytest_mlgate.inputs import snapshot as snapshots
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.reports.record import Record
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
        "sbom": _update_sbom,
        "artifacts": _update_artifacts,
    }
    return [
        note for name, update in updates.items() if name in inputs for note in update(gate) if note
    ]


def record_verdicts(gate: Gate, records: Sequence[Record]) -> list[str]:
    """Write down what the checks came to, and say what was written.

    The findings go to the baseline, the health score to its history.

    Parameters
    ----------
    gate:
        The gate.
    records:
        One per item that ran.

    Raises
    ------
    InputError
        If a file is broken or cannot be written; what was there stays as it was.
    """
    return [*_update_baseline(gate, records), *_update_history(gate, records)]


def _update_baseline(gate: Gate, records: Sequence[Record]) -> list[str]:
    file, project = gate.config.settings.baseline, gate.config.project
    if file is None:
        return []
    accepted = dict(baseline.load(project, file).accepted) if project.exists(file) else {}
    accepted |= {
        record.key: baseline.fingerprints(record.ruling.verdict.findings)
        for record in records
        if not gate.registry[record.check].blocker
    }
    baseline.save(project, file, accepted)
    count = sum(sum(found.values()) for found in accepted.values())
    return [f"wrote {file}: {count} accepted findings"]


def _update_history(gate: Gate, records: Sequence[Record]) -> list[str]:
    path = _path(gate, "health_history", histories.DEFAULT_PATH, ("health.trend",))
    scored = next((record for record in records if record.check == "health.score"), None)
    if path is None or scored is None:
        return []
    project = gate.config.project
    figures = {e.name: e.value for e in scored.ruling.verdict.estimates}
    total = figures.pop("health score", math.nan)
    if not math.isfinite(total):
        return [f"kept {path}: the health score was not measured"]
    old = histories.HealthHistory(())
    if project.exists(path):
        old = histories.read_history(project, path)
    repo = Resolver(gate.registry, {"project": project}).get("repo")
    new = histories.HealthRecord(
        ts=datetime.now(UTC),
        total=total,
        preset=str(gate.plans[scored.key].settings.get("preset", "repository")),
        commit=getattr(repo, "head", None) or "",
        phase=str(gate.config.settings.phase),
        categories=figures,
        blockers=tuple(
            finding.subject
            for finding in scored.ruling.verdict.findings
            if finding.message.startswith("blocks: ")
        ),
        measures=_measures(records),
    )
    write_atomic(project.path(path), histories.with_record(old, new))
    return [f"wrote {path}: {total:.2f} on {new.day}, {len(old.days)} days before"]


def _measures(records: Sequence[Record]) -> dict[str, float]:
    """Return the finite figures of the checks of health by name."""
    return {
        f"{record.check}: {estimate.name}": float(estimate.value)
        for record in records
        if record.family == "health" and record.check != "health.score"
        for estimate in record.ruling.verdict.estimates
        if math.isfinite(estimate.value)
    }


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
    if not project.exists(path) and "data_manifest" not in gate.config.inputs:
        found = Resolver(gate.registry, {"project": project}).get("data_manifest")
        if isinstance(found, manifests.DataManifest):
            return []  # The records of DVC are the manifest.
    old = load_json(project, path) if project.exists(path) else {"root": DATA, "frozen": True}
    new = manifests.renewed_manifest(project.root, path, old)
    if new["files"] == old.get("files"):
        return [f"kept {path}: {len(new['files'])} files, all as recorded"]
    manifests.write_manifest(project.path(path), new)
    return [f"wrote {path}: {len(new['files'])} files"]


def _update_artifacts(gate: Gate) -> list[str]:
    """List every file with a pickle in it, but for those that no entry makes any safer."""
    id = "dependencies.unsafe-artifacts"
    path = _path(gate, "artifacts", models.DEFAULT_PATH, (id,))
    if path is None:
        return []
    project = gate.config.project
    settings = dict(gate.config.inputs.get("artifacts", {}))
    if not project.exists(path):
        settings.pop("path", None)
    resolver = Resolver(
        gate.registry, {"project": project}, {**gate.config.inputs, "artifacts": settings}
    )
    found = resolver.get("artifacts")
    if isinstance(found, InputAbsent | MlgateError):
        raise MlgateError(f"the artifacts cannot be listed: {found}")
    assert isinstance(found, models.Artifacts)
    allow = gate.config.settings_of(gate.registry[id]).get("allow", ())
    entries, notes = [], []
    for file in found.files:
        why_not = _unlistable(file, allow)
        if why_not and file.facts.format == "pickle":
            notes.append(f"left out {file.path}: {why_not}")
        elif file.pointer and file.listed is not None:
            entries.append(file.listed)
        elif not why_not:
            note = file.listed.note if file.listed else ""
            entries.append(models.Listed(file.path, file.sha256, file.bytes, note))
    old = [file.listed for file in found.files if file.listed] + list(found.missing)
    if found.exists and sorted(old, key=str) == sorted(entries, key=str):
        return [*notes, f"kept {path}: {len(entries)} files, all as recorded"]
    if not found.exists and not entries:
        return notes
    models.write_manifest(project, path, entries)
    return [*notes, f"wrote {path}: {len(entries)} files"]


def _unlistable(file: models.Artifact, allow: Sequence[str]) -> str:
    """Say why a file does not belong into the list, empty when it does."""
    if file.facts.format != "pickle":
        return "it holds no pickle"
    wrong = forbidden(file.facts.imports, allow)
    if wrong:
        return f"it imports {', '.join(wrong[:5])}"
    return file.facts.broken or file.facts.unseen


def _update_ledger(gate: Gate) -> list[str]:
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


def _update_sbom(gate: Gate) -> list[str]:
    from datetime import UTC, datetime

    path = _path(gate, "sbom", sboms.DEFAULT_PATH, ("dependencies.sbom",))
    if path is None:
        return []
    project = gate.config.project
    resolver = Resolver(gate.registry, {"project": project}, gate.config.inputs)
    lock, repo, manifests = (resolver.get(name) for name in ("lock", "repo", "manifests"))
    for value in (lock, repo, manifests):
        if isinstance(value, MlgateError):
            raise value
    if isinstance(lock, InputAbsent):
        return [f"kept {path}: {lock}"]
    assert isinstance(lock, Lock)
    assert isinstance(repo, Repo)
    if project.exists(path):
        old = sboms.sbom(project, path=path)
        if not old.is_own:
            return [f"kept {path}: another tool wrote it; remove it to have it written here"]
        if old.packages == lock.packages and not old.older_than(lock, repo):
            return [f"kept {path}: {len(lock.packages)} packages, all as locked"]
    declared = manifests if isinstance(manifests, Manifests) else None
    text = sboms.written(lock, declared, datetime.now(UTC))
    write_atomic(project.path(path), text)
    return [f"wrote {path}: {len(lock.packages)} packages"]


def _path(gate: Gate, name: str, default: str, checks: Collection[str]) -> str | None:
    named = gate.config.inputs.get(name, {}).get("path")
    if named is not None:
        return str(named)
    demanded = any(check in gate.config.checks for check in checks)
    return default if demanded or gate.config.project.exists(default) else None
