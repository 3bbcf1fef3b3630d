"""The verdicts of other checks of the same gate."""

from __future__ import annotations

from typing import Protocol

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.registry import provides
from pytest_mlgate.verdict import Verdict


class Verdicts(Protocol):
    """What other checks came to; each runs once a session, whoever asks first."""

    def get(self, check: str, subject: str = "") -> Verdict | None:
        """Return the verdict of a check after waivers and baseline.

        ``None`` when no such check is registered; NOT_APPLICABLE when it is not part of
        this gate.
        """
        ...


@provides
def verdicts() -> Verdicts:
    """Provide the verdicts; the session always does so itself."""
    raise InputAbsent("no verdicts were given")
