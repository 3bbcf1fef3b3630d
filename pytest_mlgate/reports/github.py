"""Annotations of lines in a pull request: workflow commands for GitHub's runner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.errors import printable
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import WORST_FIRST, Finding, Outcome

MOST = 10
"""GitHub shows so many errors and as many warnings of one step."""

_QUIET = {Outcome.PASS, Outcome.NOT_APPLICABLE}


@dataclass(frozen=True)
class _Annotation:
    level: str
    title: str
    message: str
    path: str = ""
    finding: Finding | None = None

    def __str__(self) -> str:
        properties = {}
        if self.finding is not None and self.path:
            properties["file"] = self.path
            # A line of a notebook's cell is no line of its file.
            if self.finding.line is not None and self.finding.cell is None:
                properties["line"] = properties["endLine"] = str(self.finding.line)
                if self.finding.column is not None:
                    properties["col"] = str(self.finding.column + 1)
        properties["title"] = self.title
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        return f"::{self.level} {listed}::{_data(self.message)}"


def write(report: GateReport) -> str:
    """Return one workflow command per line: what blocks is an error, what else is wrong a warning.

    GitHub shows ten errors and ten warnings of a step.  The worst come first, and a notice
    says how many are left out.

    References
    ----------
    GitHub documentation, Workflow commands for GitHub Actions; the escapes are those that the
    runner undoes (actions/runner, ActionCommand).
    """
    annotations = list(_annotations(report))
    lines, left = [], 0
    for level in ("error", "warning"):
        chosen = [annotation for annotation in annotations if annotation.level == level]
        lines += [f"{annotation}\n" for annotation in chosen[:MOST]]
        left += len(chosen[MOST:])
    if left:
        what = f"{left} more are not shown here; the log and the other reports have all of them"
        lines.append(f"{_Annotation('notice', 'mlgate', what)}\n")
    return "".join(lines)


def _annotations(report: GateReport) -> Iterator[_Annotation]:
    if report.reason:
        yield _Annotation("error", "mlgate", f"the gate failed: {report.reason}")
    for record in report.worst_first():
        if record.ruling.blocks or record.ruling.shown not in _QUIET:
            yield from _of_record(report, record)


def _of_record(report: GateReport, record: Record) -> Iterator[_Annotation]:
    verdict = record.ruling.verdict
    title = f"mlgate: {record.key}"
    findings = [finding for finding in verdict.findings if finding.outcome not in _QUIET]
    if all(finding.outcome is not verdict.outcome for finding in findings):
        # It rests on an estimate, whatever was found beside it.
        level = _level(record, verdict.outcome)
        yield _Annotation(level, title, _with_remedy(verdict.summary, verdict.remedy))
    for finding in sorted(findings, key=lambda found: WORST_FIRST.index(found.outcome)):
        yield _Annotation(
            _level(record, finding.outcome),
            title,
            _with_remedy(str(finding), finding.remedy or verdict.remedy),
            report.place(finding.path) if finding.path else "",
            finding,
        )


def _level(record: Record, outcome: Outcome) -> str:
    """Return ``error`` for what makes its check block: a lesser finding beside it does not."""
    decisive = WORST_FIRST.index(outcome) <= WORST_FIRST.index(record.ruling.verdict.outcome)
    return "error" if record.ruling.blocks and decisive else "warning"


def _with_remedy(message: str, remedy: str) -> str:
    return f"{message}\nto do: {remedy}" if remedy else message


def _data(text: str) -> str:
    lines = (printable(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    escaped = printable(text).replace("%", "%25")
    return escaped.replace(":", "%3A").replace(",", "%2C")
