"""What other checks came to, as scores between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.verdict import Estimate, Outcome, Verdict

_SCORES = {Outcome.PASS: 1.0, Outcome.WARN: 0.5, Outcome.FAIL: 0.0}


@dataclass(frozen=True)
class Scored:
    """One part of a score.

    Parameters
    ----------
    name:
        What it is.
    score:
        0 to 1, ``None`` when it was not measured.
    weight:
        Its share in its category.
    required:
        Whether the project must have it whatever the score is.
    holds:
        Whether it is as it should be.
    why:
        What was measured, or why it was not.
    applies:
        Whether the project has anything of the sort.
    """

    name: str
    score: float | None
    weight: float = 1.0
    required: bool = False
    holds: bool = False
    why: str = ""
    applies: bool = True


@dataclass(frozen=True)
class Category:
    """A part of the total with a weight of its own; `score` is 0 to 100, ``None`` without parts."""

    name: str
    weight: float
    score: float | None
    parts: tuple[Scored, ...] = field(default=())


class Readings:
    """Reads verdicts and declared figures.

    Parameters
    ----------
    verdicts:
        Of the other checks.
    declared:
        Figures from a file of the project.
    """

    def __init__(self, verdicts: Verdicts, declared: Mapping[str, float]) -> None:
        self._verdicts, self.declared = verdicts, declared

    def verdict(self, check: str) -> Verdict | None:
        """Return a verdict, ``None`` where the check is not installed."""
        return self._verdicts.get(check)

    def estimate(self, check: str, name: str) -> Estimate | None:
        """Return a figure of a check, ``None`` when it did not measure it."""
        verdict = self.verdict(check)
        found = verdict.estimates if verdict is not None else ()
        return next((e for e in found if e.name == name and e.value == e.value), None)

    def value(self, check: str, name: str) -> float | None:
        """Return the value of a figure, ``None`` when the check did not measure it."""
        estimate = self.estimate(check, name)
        return estimate.value if estimate is not None else None

    def outcome(
        self, name: str, check: str, *, weight: float = 1.0, required: bool = False
    ) -> Scored:
        """Score a check by how it ended: PASS 1, WARN one half, FAIL 0, anything else nothing."""
        verdict = self.verdict(check)
        if verdict is None:
            return Scored(
                name, None, weight, required, why=f"{check} is not installed", applies=False
            )
        score = _SCORES.get(verdict.outcome)
        applies = verdict.outcome is not Outcome.NOT_APPLICABLE or verdict.no_evidence
        why = f"{check} is {verdict.outcome}"
        return Scored(name, score, weight, required, verdict.ok, why, applies)

    def share(
        self, name: str, check: str, estimate: str, *, weight: float = 1.0, required: bool = False
    ) -> Scored:
        """Score a share against the limit it is judged by; all of it is full marks."""
        found = self.estimate(check, estimate)
        if found is None:
            missing = self.outcome(name, check, weight=weight, required=required)
            why = f"{check} measured no {estimate} ({missing.why})"
            return Scored(name, None, weight, required, why=why, applies=missing.applies)
        target = found.limit.value if found.limit is not None else 1.0
        score = min(1.0, found.value / target) if target > 0 else 1.0
        return Scored(name, score, weight, required, score >= 1, f"{estimate} {found.value:.3g}")

    def absence(
        self, name: str, check: str, estimate: str, *, weight: float = 1.0, required: bool = False
    ) -> Scored:
        """Score a number of things that should not be there, as the share of files without."""
        found = self.estimate(check, estimate)
        if found is None:
            return self.share(name, check, estimate, weight=weight, required=required)
        score = max(0.0, 1 - found.value / found.n) if found.n else float(found.value == 0)
        return Scored(
            name, score, weight, required, found.value == 0, f"{estimate} {found.value:g}"
        )

    def presence(self, name: str, check: str, estimate: str, *, weight: float = 1.0) -> Scored:
        """Score whether there is any of what a check counts."""
        found = self.estimate(check, estimate)
        if found is None:
            return self.share(name, check, estimate, weight=weight)
        there = found.value > 0
        return Scored(name, float(there), weight, holds=there, why=f"{estimate} {found.value:g}")

    def item(
        self, name: str, check: str, subject: str, *, weight: float = 1.0, required: bool = False
    ) -> Scored:
        """Score something that a check says is there or is not, by the finding about it."""
        verdict = self.verdict(check)
        found = [f for f in verdict.findings if f.subject == subject] if verdict else []
        if not found:
            missing = self.outcome(name, check, weight=weight, required=required)
            return Scored(name, None, weight, required, why=missing.why, applies=missing.applies)
        there = all(finding.outcome is Outcome.PASS for finding in found)
        why = "there" if there else found[0].message
        return Scored(name, float(there), weight, required, there, why)


def weighted(parts: Iterable[Scored]) -> float | None:
    """Return the weighted mean of what was measured, times 100; ``None`` of nothing."""
    measured = [part for part in parts if part.score is not None]
    total = sum(part.weight for part in measured)
    if not total:
        return None
    return (
        100 * sum(part.weight * part.score for part in measured if part.score is not None) / total
    )


def category(name: str, weight: float, parts: Iterable[Scored]) -> Category:
    """Return a category that is the weighted mean of its parts."""
    applicable = tuple(part for part in parts if part.applies)
    return Category(name, weight, weighted(applicable), applicable)
