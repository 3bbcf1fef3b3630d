"""Judging a share that warns before it fails, and saying which files it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_mlgate.decision import decide
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy

_MOST_NAMED = 4


def judge(share: Estimate, warn: Limit) -> Outcome:
    """Return FAIL beyond the estimate's own limit, WARN beyond the other, else PASS."""
    if decide(share, Policy.POINT) is not Outcome.PASS:
        return Outcome.FAIL
    is_fine = decide(replace(share, limit=warn), Policy.POINT) is Outcome.PASS
    return Outcome.PASS if is_fine else Outcome.WARN


def missing(
    names: Mapping[str, Sequence[str]], counted: Mapping[str, int], what: str, outcome: Outcome
) -> Iterator[Finding]:
    """Yield a finding per file that lacks something, worst first.

    Parameters
    ----------
    names:
        File -> the definitions that lack it.
    counted:
        File -> number of definitions.
    what:
        Completes "3 of 4 ...".
    outcome:
        Of each finding.
    """
    for path in sorted(names, key=lambda path: (-len(names[path]), path)):
        if names[path]:
            yield Finding(
                message=f"{len(names[path])} of {counted[path]} {what}: {listed(names[path])}",
                outcome=outcome,
                path=path,
                anchor="\n".join(names[path]),
            )


def listed(names: Iterable[str]) -> str:
    """Return the first few names in a row."""
    known = list(names)
    more = len(known) - _MOST_NAMED
    return ", ".join(known[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
