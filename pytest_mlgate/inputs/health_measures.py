"""What no check measures yet and the health score needs: figures with their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pytest_mlgate.inputs._documents import load_yaml
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides

DEFAULT_PATH = "health_measures.yaml"

SCALES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "accuracy": (0, 1),
        "latency_p95_ms": (0, float("inf")),
        "calibration_error": (0, 1),
        "api_documentation": (0, 1),
        "uptime": (0, 1),
        "incident_response_hours": (0, float("inf")),
        "scalability": (0, 1),
        **dict.fromkeys(
            (
                "monitoring", "alerting", "backup", "rollback",
                "privacy_review", "bias_audit", "model_card", "audit_trail",
            ),
            (0.0, 1.0),
        ),
    }
)  # fmt: skip
"""Measure -> lowest and highest value; flags are 0 or 1."""


@dataclass(frozen=True)
class HealthMeasures:
    """Measure -> value on the scale that :data:`SCALES` gives, and the file they stand in."""

    values: Mapping[str, float]
    path: str = DEFAULT_PATH


@provides
def health_measures(project: Project, *, path: str | None = None) -> HealthMeasures:
    """Provide figures that stand in a file, each with a link to its evidence.

    Settings
    --------
    path : "health_measures.yaml"
        ``schema: health_measures/1`` and ``measures``: a table of measures, each with ``value``
        and ``evidence``, a file of the project or a web address.
    """
    where = project.find(
        path, DEFAULT_PATH, what="file of measures", key="[inputs.health-measures] path"
    )
    document = Record(where, load_yaml(project, where))
    document.schema("health_measures")
    document.only(("schema", "measures"))
    table = document.table("measures")
    table.only(SCALES)
    return HealthMeasures({name: _value(project, table, name) for name in table.content}, where)


def _value(project: Project, table: Record, name: str) -> float:
    entry = table.table(name)
    entry.only(("value", "evidence"))
    lowest, highest = SCALES[name]
    raw = entry.content.get("value")
    value = float(raw) if isinstance(raw, bool) else entry.number("value")
    if not lowest <= value <= highest:
        scale = f"a number from {lowest:g} to {highest:g}"
        raise entry.wrong("value", found=f"{value:g}", expected=scale)
    evidence = entry.text("evidence")
    if not evidence.startswith(("https://", "http://")) and not project.path(evidence).exists():
        raise entry.wrong(
            "evidence", found=f"no file {evidence!r}", expected="a file of the project or a URL"
        )
    return value
