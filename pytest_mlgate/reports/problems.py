"""What code hosts list: one problem per finding, and one for a verdict that has none."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import WORST_FIRST, Finding, Outcome

FALLBACK = "mlgate.toml"
"""Where a problem of the project as a whole is shown when the gate has no configuration file.

It is the file in which the project would configure the check.
"""
_LISTED = {Outcome.ERROR, Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.WARN}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One line of such a list.

    Parameters
    ----------
    record:
        The item that it belongs to.
    finding:
        The finding; for a verdict that rests on an estimate, its summary as one.
    outcome:
        What it is shown as, after severity and waivers.
    blocks:
        Whether it fails the build.
    fingerprint:
        Stays the same when the problem merely moves to another line, and occurs once in a report.
    """

    record: Record
    finding: Finding
    outcome: Outcome
    blocks: bool
    fingerprint: str

    @property
    def message(self) -> str:
        """What is wrong, without the path and line that stand beside it."""
        found, subject = self.finding, self.record.subject
        if not found.path:
            text = str(found)
        else:
            cell = "" if found.cell is None else f"cell {found.cell}"
            line = f", line {found.line}" if cell and found.line is not None else ""
            text = " ".join(filter(None, [f"{cell}{line}:" if cell else "", found.rule]))
            text = f"{text} {found.message}".lstrip()
        return text if not subject or subject in text else f"{subject}: {text}"

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.finding.remedy or self.record.ruling.verdict.remedy

    @property
    def line(self) -> int | None:
        """One-based line in the file; that of a notebook's cell is none of its file."""
        found = self.finding
        if not found.path or found.cell is not None or not found.line:
            return None
        return found.line

    def path(self, report: GateReport) -> str:
        """Return the file below the top of the repository; every host wants one."""
        return report.place(self.finding.path or report.config or FALLBACK)


def problems(report: GateReport) -> list[Problem]:
    """Return the problems of a report: what blocks first, waived ones last of their outcome."""
    seen: Counter[str] = Counter()
    found = [
        problem
        for record in report.records
        if record.ruling.blocks or record.ruling.shown in _LISTED
        for problem in _problems(record, seen)
    ]
    return sorted(
        found,
        key=lambda p: (not p.blocks, WORST_FIRST.index(p.outcome), bool(p.finding.waived)),
    )


def _problems(record: Record, seen: Counter[str]) -> Iterator[Problem]:
    ruling = record.ruling
    told = False
    for finding in ruling.verdict.findings:
        if finding.outcome in _LISTED:
            problem = _problem(record, finding, _shown(record, finding), seen)
            told |= problem.outcome is ruling.shown and problem.blocks is ruling.blocks
            yield problem
    if not told:
        # Figures change from run to run, the item stays the same problem.
        whole = Finding(message=ruling.verdict.summary, anchor=record.key)
        yield _problem(record, whole, ruling.shown, seen)


def _problem(record: Record, finding: Finding, outcome: Outcome, seen: Counter[str]) -> Problem:
    parts = f"{record.key}\0{finding.fingerprint}"
    identity = hashlib.sha256(parts.encode(errors="surrogatepass")).hexdigest()[:32]
    seen[identity] += 1
    # Beside an ERROR a FAIL blocks too; a warning in an item that fails does not.
    severe = outcome in {record.ruling.shown, Outcome.ERROR, Outcome.FAIL}
    return Problem(
        record=record,
        finding=finding,
        outcome=outcome,
        blocks=record.ruling.blocks and severe and not finding.waived,
        fingerprint=f"{identity}:{seen[identity]}",
    )


def _shown(record: Record, finding: Finding) -> Outcome:
    """Return the outcome of a finding as the gate shows it."""
    ruling = record.ruling
    if finding.waived:
        return finding.outcome
    if finding.outcome is ruling.verdict.outcome:
        return ruling.shown
    softened = finding.outcome is Outcome.FAIL and ruling.severity is Severity.WARN
    return Outcome.WARN if softened else finding.outcome
