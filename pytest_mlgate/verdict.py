"""The result type of every check."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pytest_mlgate.errors import printable
from pytest_mlgate.estimate import Estimate as Estimate
from pytest_mlgate.estimate import Limit as Limit
from pytest_mlgate.estimate import Policy as Policy
from pytest_mlgate.estimate import Series as Series


class Outcome(StrEnum):
    """What a check found; the order of :data:`WORST_FIRST` decides between several."""

    PASS = "PASS"  # noqa: S105 - no password
    WARN = "WARN"
    INCONCLUSIVE = "INCONCLUSIVE"
    FAIL = "FAIL"
    ERROR = "ERROR"
    NOT_APPLICABLE = "NOT_APPLICABLE"


WORST_FIRST = (
    Outcome.ERROR,
    Outcome.FAIL,
    Outcome.INCONCLUSIVE,
    Outcome.WARN,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
"""A shown violation outranks thin evidence; anything measured outranks nothing to measure."""


MOST_FINDINGS = 20
"""So many findings are shown for one item; the rest is counted."""


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome that decides, :attr:`Outcome.NOT_APPLICABLE` for none at all."""
    return min(outcomes, key=WORST_FIRST.index, default=Outcome.NOT_APPLICABLE)


_HASHED = "sha256:"
_IS_HASHED = re.compile(_HASHED + "[0-9a-f]{16}")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One located fact.

    Parameters
    ----------
    message:
        What is there, without line numbers and without any secret or row of data.
    outcome:
        What the fact argues for: FAIL or WARN for a violation, INCONCLUSIVE for a place
        that could not be judged, ERROR for one that could not be read, PASS for a note.
    rule:
        Code of the broken rule, when a check has several (``"N3"``).
    path, line, column, cell:
        Where: a POSIX path relative to the project root, one-based line, zero-based
        column, one-based notebook code cell.
    subject:
        What a waiver names; the path when empty.
    aliases:
        Other names of the same thing, by which a waiver may name it as well.
    remedy:
        What to do about this very finding, when the verdict's remedy does not cover it.
    anchor:
        Text that identifies the finding when lines move (the offending expression).  Only
        its hash is kept: source text may hold what no report should.
    waived:
        Owner, reason and expiry of the waiver or baseline that covers it.
    """

    message: str
    outcome: Outcome = Outcome.FAIL
    rule: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None
    cell: int | None = None
    subject: str = ""
    aliases: tuple[str, ...] = ()
    remedy: str = ""
    anchor: str = ""
    waived: str = ""

    def __post_init__(self) -> None:
        if self.anchor and not _IS_HASHED.fullmatch(self.anchor):
            object.__setattr__(self, "anchor", _HASHED + _short_hash(self.anchor))
        for name in ("message", "remedy", "waived"):
            object.__setattr__(self, name, printable(getattr(self, name)))

    @property
    def topic(self) -> str:
        """What a waiver names: the subject, else the path."""
        return self.subject or self.path

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which a waiver may name it."""
        return (self.topic, *self.aliases)

    @property
    def location(self) -> str:
        """``path:line`` or ``path[cell 3]:line``, empty without a path."""
        if not self.path:
            return printable(self.subject)
        cell = f"[cell {self.cell}]" if self.cell is not None else ""
        return f"{printable(self.path)}{cell}" + (f":{self.line}" if self.line is not None else "")

    @property
    def fingerprint(self) -> str:
        """Hash that stays the same when the finding merely moves to another line."""
        parts = (self.rule, self.path, self.subject, self.anchor or self.message)
        return _short_hash("\0".join(parts))

    def __str__(self) -> str:
        place = f"{self.location}: " if self.location else ""
        return place + (f"{self.rule} " if self.rule else "") + self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Outcome of one check on one subject, with what it rests on and what to do.

    Parameters
    ----------
    outcome:
        See :class:`Outcome`.
    summary:
        One sentence: what was measured, against what, on how much.
    findings, estimates:
        The located facts and the measured values behind the outcome.
    remedy:
        What to do next, in the imperative.
    detail:
        Traceback or tool output of an ERROR.
    no_evidence:
        Whether it is NOT_APPLICABLE only because nobody provided the input: a failure for
        a check that the configuration names.
    series:
        What the values were before, where the project keeps a history.
    """

    outcome: Outcome
    summary: str
    findings: tuple[Finding, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    remedy: str = ""
    detail: str = ""
    no_evidence: bool = False
    series: tuple[Series, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", printable(self.summary))
        object.__setattr__(self, "remedy", printable(self.remedy))
        object.__setattr__(self, "detail", printable(self.detail, keep="\n\t"))

    @classmethod
    def of(
        cls,
        findings: Sequence[Finding],
        *,
        passed: str,
        remedy: str = "",
        estimates: Sequence[Estimate] = (),
    ) -> Verdict:
        """Judge a list of findings: the worst of them is the outcome, none is a PASS.

        Parameters
        ----------
        findings:
            Everything found, worst or not.
        passed:
            The summary of a clean result: what was looked at and how much of it.
        remedy:
            What to do when it is not clean.
        estimates:
            Values to report beside the findings.
        """
        outcome = worst([finding.outcome for finding in findings] or [Outcome.PASS])
        if outcome is Outcome.PASS:
            return cls(
                outcome=outcome,
                summary=passed,
                findings=tuple(findings),
                estimates=tuple(estimates),
            )
        return cls(
            outcome=outcome,
            summary=summarise(findings),
            findings=tuple(sorted(findings, key=lambda f: WORST_FIRST.index(f.outcome))),
            estimates=tuple(estimates),
            remedy=remedy,
        )

    @property
    def ok(self) -> bool:
        """Whether the rule holds, perhaps with a warning; thin evidence is not enough."""
        return self.outcome in {Outcome.PASS, Outcome.WARN}

    @property
    def evidence(self) -> Mapping[str, object]:
        """What was found and measured as a plain mapping, ready to be logged with a run."""
        return {
            "outcome": str(self.outcome),
            "summary": self.summary,
            "findings": [str(finding) for finding in self.findings],
            "estimates": [str(estimate) for estimate in self.estimates],
        }

    def assert_ok(self, about: str = "") -> None:
        """Fail a test unless the rule holds.

        Parameters
        ----------
        about:
            What was judged, such as the id of the check.

        Raises
        ------
        AssertionError
            With the summary, the findings and what to do.
        """
        if self.ok:
            return
        lines = [f"{self.outcome} {about}".rstrip() + f": {self.summary}"]
        for finding in self.findings[:MOST_FINDINGS]:
            lines += [f"  {finding}"] if str(finding) != self.summary else []
            lines += [f"    -> {finding.remedy}"] if finding.remedy else []
        if len(self.findings) > MOST_FINDINGS:
            lines.append(f"  and {len(self.findings) - MOST_FINDINGS} more")
        lines += [f"  to do: {self.remedy}"] if self.remedy else []
        raise AssertionError("\n".join(lines))

    @classmethod
    def not_applicable(cls, reason: str) -> Verdict:
        """Nothing of that sort exists in the project, which `reason` says."""
        return cls(outcome=Outcome.NOT_APPLICABLE, summary=reason)

    def with_findings(self, findings: Sequence[Finding]) -> Verdict:
        """Return this verdict judged again on its findings after a waiver or a baseline.

        An outcome that the former findings do not account for rests on an estimate, and no
        change of findings improves it.
        """
        outcome = worst(finding.outcome for finding in findings)
        if self.outcome is not worst(finding.outcome for finding in self.findings):
            outcome = worst([self.outcome, outcome])
        decisive = any(finding.outcome is outcome for finding in findings)
        summary = summarise(findings) if decisive else self.summary
        return replace(self, outcome=outcome, findings=tuple(findings), summary=summary)


def summarise(findings: Sequence[Finding]) -> str:
    """Count the findings of the worst outcome and name the first: ``"3 in 2 files: ..."``."""
    decisive = worst(finding.outcome for finding in findings)
    chosen = [finding for finding in findings if finding.outcome is decisive]
    if len(chosen) == 1:
        return str(chosen[0])
    places = {finding.topic for finding in chosen}
    spread = f" in {len(places)} places" if len(places) > 1 else ""
    return f"{len(chosen)} findings{spread}, first: {chosen[0]}"
