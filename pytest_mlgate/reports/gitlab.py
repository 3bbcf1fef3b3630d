"""GitLab's Code Quality report, a list of problems with a path and a line each."""

from __future__ import annotations

import json
from typing import Any

from pytest_mlgate.errors import printable
from pytest_mlgate.reports.problems import FALLBACK, Problem, problems
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Outcome

_SEVERITY = {
    Outcome.ERROR: "critical",
    Outcome.FAIL: "critical",
    Outcome.INCONCLUSIVE: "major",
    Outcome.WARN: "minor",
}


def write(report: GateReport) -> str:
    """Return the problems; whatever blocks the build is a ``blocker``, what is waived ``info``."""
    issues = [_issue(problem, report) for problem in problems(report)]
    if report.reason:
        issues.insert(0, _reason(report))
    return json.dumps(issues, indent=1) + "\n"


def _issue(problem: Problem, report: GateReport) -> dict[str, Any]:
    waived = problem.finding.waived
    return {
        "description": printable(problem.message) + (f" (waived: {waived})" if waived else ""),
        "check_name": printable(problem.record.check),
        "fingerprint": problem.fingerprint,
        "severity": _severity(problem),
        "location": {
            "path": printable(problem.path(report)),
            "lines": {"begin": problem.line or 1},
        },
    }


def _severity(problem: Problem) -> str:
    if problem.blocks:
        return "blocker"
    return "info" if problem.finding.waived else _SEVERITY[problem.outcome]


def _reason(report: GateReport) -> dict[str, Any]:
    path = report.place(report.config or FALLBACK)
    return {
        "description": printable(f"the gate failed: {report.reason}"),
        "check_name": "mlgate",
        "fingerprint": "mlgate",
        "severity": "blocker",
        "location": {"path": printable(path), "lines": {"begin": 1}},
    }
