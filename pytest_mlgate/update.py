"""Rewriting the evidence that later runs are compared with (``--mlgate-update``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytest_mlgate.errors import InputAbsent, MlgateError
from pytest_mlgate.gate import Gate
from pytest_mlgate.resolve import Resolver

SNAPSHOT = "environment.json"


def update_evidence(gate: Gate) -> list[str]:
    """Rewrite the environment snapshot if the gate has one, and say what was written.

    A snapshot is part of the gate when the configuration names its file or a check on it,
    or when the file is there already.

    Raises
    ------
    MlgateError
        If the environment cannot be captured or the file cannot be written.
    """
    from pytest_mlgate.inputs.snapshot import write_snapshot

    project = gate.config.project
    named = gate.config.inputs.get("snapshot", {}).get("path")
    wanted = any(id.startswith("reproducibility.environment-") for id in gate.config.checks)
    if named is None and not wanted and not project.exists(SNAPSHOT):
        return []
    path = project.path(named or SNAPSHOT)
    resolver = Resolver(gate.registry, {"project": project}, gate.config.inputs)
    document = capture_snapshot(resolver.get)
    write_snapshot(path, document)
    return [f"wrote {named or SNAPSHOT}: {len(document['packages'])} packages"]


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

    from pytest_mlgate.inputs.snapshot import capture

    values: dict[str, Any] = {}
    for name in ("environment", "repo", "project"):
        value = get(name)
        if isinstance(value, InputAbsent | MlgateError):
            raise MlgateError(f"the environment cannot be captured: {value}")
        values[name] = value
    return capture(**values, now=datetime.now(UTC))
