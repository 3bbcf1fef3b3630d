"""What a run on some files of the project looks at, and how it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pytest_mlgate.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Scope:
    """The files that a run judges.

    Parameters
    ----------
    files:
        POSIX paths relative to the project root.
    why:
        What they have in common, such as ``changed since main``.
    absent:
        Inputs that such a run does without, with the exception that says so.
    """

    files: frozenset[str]
    why: str
    absent: Mapping[str, Exception] = field(default_factory=dict)

    def __str__(self) -> str:
        plural = "" if len(self.files) == 1 else "s"
        return f"{len(self.files)} file{plural} {self.why}"

    @property
    def note(self) -> str:
        """What a reader of the whole run has to know."""
        return f"checks of single files looked at {self}; the others looked at everything"

    def mark(self, verdict: Verdict) -> Verdict:
        """Return a verdict that nobody takes for one on the whole project.

        That nothing of the sort is among the files is no lack of evidence.
        """
        verdict = replace(verdict, no_evidence=False)
        if verdict.outcome not in {Outcome.PASS, Outcome.NOT_APPLICABLE}:
            return verdict
        return replace(verdict, summary=f"{verdict.summary} (looked at: {self})")
