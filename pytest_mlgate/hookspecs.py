"""What a third-party plugin may implement.

A plugin is any pytest plugin: a module behind a ``pytest11`` entry point, or the project's
root ``conftest.py``.  The built-in checks, inputs and reports come through the same hooks.
An implementation in a package that must also load without pytest-mlgate is marked
``@pytest.hookimpl(optionalhook=True)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_mlgate.registry import Check, Input
    from pytest_mlgate.reports.record import Writer


def pytest_mlgate_checks() -> Iterable[Check[...]]:
    """Return checks: functions decorated with ``@pytest_mlgate.check``."""
    raise NotImplementedError


def pytest_mlgate_inputs() -> Iterable[Input[..., object]]:
    """Return inputs: functions decorated with ``@pytest_mlgate.provides``.

    Each becomes the session fixture ``mlgate_<name>``.
    """
    raise NotImplementedError


def pytest_mlgate_reports() -> Mapping[str, Writer]:
    """Return report formats for ``--mlgate-report FORMAT:PATH``.

    A writer turns a ``GateReport`` into the text of the file, which it replaces.  One that is a
    :class:`~pytest_mlgate.reports.section.Section` replaces only its part of a file.
    """
    raise NotImplementedError
