"""What pytest-mlgate itself registers, through the hooks that everybody uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

from pytest_mlgate import checks, inputs
from pytest_mlgate.registry import Check, Input
from pytest_mlgate.reports.record import GateReport, Writer
from pytest_mlgate.reports.section import Section


def pytest_mlgate_checks() -> Iterable[Check[...]]:
    """Return the built-in checks."""
    return checks.discover()


def pytest_mlgate_inputs() -> Iterable[Input[..., object]]:
    """Return the built-in inputs."""
    return inputs.discover()


def pytest_mlgate_reports() -> Mapping[str, Writer]:
    """Return the built-in report formats."""
    return {
        "badge": _on_use("badge"),
        "github": _on_use("github"),
        "github-output": _on_use("github_output"),
        "gitlab": _on_use("gitlab"),
        "html": _on_use("html"),
        "json": _on_use("json_report"),
        "markdown": _on_use("markdown"),
        "model-card": Section(
            _on_use("model_card"), begin="<!-- mlgate:begin -->", end="<!-- mlgate:end -->"
        ),
        "sarif": _on_use("sarif"),
    }


def _on_use(name: str) -> Writer:
    """Return the writer of a module that is imported when the report is written."""

    def write(report: GateReport) -> str:
        text: str = import_module(f"pytest_mlgate.reports.{name}").write(report)
        return text

    return write
