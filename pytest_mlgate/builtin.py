"""What pytest-mlgate itself registers, through the hooks that everybody uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pytest_mlgate import checks, inputs
from pytest_mlgate.registry import Check, Input
from pytest_mlgate.reports import github, github_output, json_report
from pytest_mlgate.reports.record import Writer


def pytest_mlgate_checks() -> Iterable[Check[...]]:
    """Return the built-in checks."""
    return checks.discover()


def pytest_mlgate_inputs() -> Iterable[Input[..., object]]:
    """Return the built-in inputs."""
    return inputs.discover()


def pytest_mlgate_reports() -> Mapping[str, Writer]:
    """Return the built-in report formats."""
    return {
        "github": github.write,
        "github-output": github_output.write,
        "json": json_report.write,
    }
