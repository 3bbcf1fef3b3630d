"""pytest-mlgate: stop a bad machine-learning change before it ships.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_mlgate.decision import decide, rows_to_settle
    from pytest_mlgate.errors import (
        ConfigError,
        InputAbsent,
        InputError,
        MlgateError,
        Unmeasurable,
    )
    from pytest_mlgate.extras import require
    from pytest_mlgate.inputs.project import Project, Role
    from pytest_mlgate.registry import Check, Input, Kind, Phase, Range, check, provides
    from pytest_mlgate.reports.record import GateReport, Record
    from pytest_mlgate.verdict import (
        Estimate,
        Finding,
        Limit,
        Outcome,
        Policy,
        Series,
        Verdict,
    )

_HOME = {
    **dict.fromkeys(("decide", "rows_to_settle"), "decision"),
    **dict.fromkeys(
        ("ConfigError", "InputAbsent", "InputError", "MlgateError", "Unmeasurable"), "errors"
    ),
    "require": "extras",
    **dict.fromkeys(("Project", "Role"), "inputs.project"),
    **dict.fromkeys(("Check", "Input", "Kind", "Phase", "Range", "check", "provides"), "registry"),
    **dict.fromkeys(("GateReport", "Record"), "reports.record"),
    **dict.fromkeys(
        (
            "Estimate",
            "Finding",
            "Limit",
            "Outcome",
            "Policy",
            "Series",
            "Verdict",
        ),
        "verdict",
    ),
}

__all__ = [
    "Check",
    "ConfigError",
    "Estimate",
    "Finding",
    "GateReport",
    "Input",
    "InputAbsent",
    "InputError",
    "Kind",
    "Limit",
    "MlgateError",
    "Outcome",
    "Phase",
    "Policy",
    "Project",
    "Range",
    "Record",
    "Role",
    "Series",
    "Unmeasurable",
    "Verdict",
    "check",
    "decide",
    "provides",
    "require",
    "rows_to_settle",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
