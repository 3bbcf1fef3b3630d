"""What the checks say of a file that cannot be read."""

from __future__ import annotations

from pytest_mlgate.verdict import Finding, Outcome


def unreadable(path: str, problem: str, line: int | None = None) -> Finding:
    """Return the finding for a file that is there and could not be judged."""
    return Finding(
        message=f"could not be judged: {problem}",
        outcome=Outcome.INCONCLUSIVE,
        path=path,
        line=line,
        anchor="unreadable",
        remedy="Mend the file, or leave it out with the project's `exclude` globs.",
    )
