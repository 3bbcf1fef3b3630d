"""The project's own tests in the session that the gate is part of."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class SuiteRun:
    """How the project's own tests have ended so far; the checks of the gate do not count.

    Parameters
    ----------
    passed, failed:
        Number of tests.
    distributed:
        Whether other processes run a part of them, about which nothing is known here.
    """

    passed: int = 0
    failed: int = 0
    distributed: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether there were tests, and all of them ran in this process."""
        return self.passed + self.failed > 0 and not self.distributed


@provides
def test_run() -> SuiteRun:
    """Provide the tests of this session; the session always does so itself."""
    raise InputAbsent("no test session was given")
