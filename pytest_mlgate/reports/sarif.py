"""SARIF 2.1.0, for code scanning.

What GitHub makes of the format is documented under "SARIF support for code scanning"; the
limits are those of its page on results that exceed a limit.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.errors import printable
from pytest_mlgate.reports.problems import Problem, problems
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Outcome

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
TOOL = "pytest-mlgate"
MOST_RESULTS = 5_000
"""GitHub takes 25,000 and shows 5,000; the choice of which is made here, worst first."""
_LONGEST = 1_000
_HEADING = re.compile(r"^(\w+)\n-+\n", re.MULTILINE)


def write(report: GateReport) -> str:
    """Return the report as a SARIF log with one run.

    Results are findings and verdicts that are not fine; what passed has none.  Everything that
    the results cannot carry stands in the properties of the run.
    """
    listed = problems(report)
    left = max(0, len(listed) - MOST_RESULTS)
    kept = listed[:MOST_RESULTS]
    order = list(dict.fromkeys(record.check for record in report.records))
    rules = {id: index for index, id in enumerate(order)}
    shared = Counter(_spot(problem, report) for problem in kept)
    run = {
        "tool": {
            "driver": {
                "name": TOOL,
                **({"version": _text(report.version)} if report.version else {}),
                "rules": [_rule(id, report) for id in rules],
            }
        },
        "automationDetails": {"id": _uri(report.place(TOOL)) + "/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, left, rules)],
        "results": [
            _result(problem, report, rules, alone=shared[_spot(problem, report)] == 1)
            for problem in kept
        ],
        "properties": _summary(report, left),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=1, allow_nan=False) + "\n"


def _rule(id: str, report: GateReport) -> dict[str, Any]:
    about = report.checks.get(id)
    strict = any(r.check == id and r.ruling.severity is Severity.ERROR for r in report.records)
    family = id.partition(".")[0]
    rule: dict[str, Any] = {
        "id": _text(id),
        "defaultConfiguration": {"level": "error" if strict else "warning"},
        "properties": {"family": _text(family), "tags": [_text(family)]},
    }
    if about is not None:
        doc = printable(about.doc, keep="\n\t")
        rule |= {
            "shortDescription": {"text": _text(about.title)},
            "fullDescription": {"text": _text(_why(about.doc) or about.title)},
            "help": {"text": doc, "markdown": doc},
        }
    return rule


def _why(doc: str) -> str:
    """Return the paragraph of a docstring that says why the rule exists."""
    parts = _HEADING.split(doc)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return " ".join(sections.get("Why", "").split())


def _result(
    problem: Problem, report: GateReport, rules: Mapping[str, int], *, alone: bool
) -> dict[str, Any]:
    record, finding = problem.record, problem.finding
    remedy = f"\nTo do: {_text(problem.remedy)}" if problem.remedy else ""
    result: dict[str, Any] = {
        "ruleId": _text(record.check),
        "ruleIndex": rules[record.check],
        "level": _level(problem),
        "message": {"text": _text(problem.message) + remedy},
        "locations": [{"physicalLocation": _location(problem, report)}],
        "partialFingerprints": {"mlgate/v1": problem.fingerprint},
        "properties": {"outcome": str(problem.outcome), "subject": _text(record.subject)},
    }
    if problem.line is None or not alone:
        # GitHub tells alerts of a rule apart by a hash of the line, unless it is given another.
        # Where the line is enough that hash is left to it: its upload warns of every other one.
        result["partialFingerprints"]["primaryLocationLineHash"] = problem.fingerprint
    if finding.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _text(finding.waived)}
        ]
    return result


def _spot(problem: Problem, report: GateReport) -> tuple[str, str, int | None]:
    return problem.record.check, problem.path(report), problem.line


def _location(problem: Problem, report: GateReport) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.path(report))}}
    if problem.line is not None:
        location["region"] = {"startLine": problem.line}
        if problem.finding.column is not None:
            location["region"]["startColumn"] = problem.finding.column + 1
    return location


def _level(problem: Problem) -> str:
    if problem.finding.waived:
        return "note"
    return "error" if problem.blocks else "warning"


def _invocation(report: GateReport, left: int, rules: Mapping[str, int]) -> dict[str, Any]:
    broken = [record for record in report.records if record.ruling.shown is Outcome.ERROR]
    notes = [_notification(record, rules) for record in broken[:MOST_RESULTS]]
    if report.reason:
        told = {"text": f"the gate failed: {_text(report.reason)}"}
        notes.insert(0, {"level": "error", "message": told})
    if left:
        told = {"text": f"{left} results are left out; the JSON report has all"}
        notes.append({"level": "note", "message": told})
    return {
        "executionSuccessful": not broken and not report.reason,
        "toolExecutionNotifications": notes,
    }


def _notification(record: Record, rules: Mapping[str, int]) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _text(f"{record.key}: {record.ruling.verdict.summary}")},
        "associatedRule": {"id": _text(record.check), "index": rules[record.check]},
    }


def _summary(report: GateReport, left: int) -> dict[str, Any]:
    return {
        "outcome": str(report.outcome),
        "blocked": report.blocked,
        "reason": _text(report.reason),
        "phase": _text(report.phase),
        "createdAt": _text(report.created_at),
        "commit": _text(report.state),
        "counts": {
            _text(family): {str(outcome): n for outcome, n in sorted(counted.items())}
            for family, counted in report.counts().items()
        },
        "figures": [
            {"item": _text(record.key), "measured": [_text(str(e)) for e in estimates]}
            for record in report.records
            if (estimates := record.ruling.verdict.estimates)
        ],
        "leftOut": left,
    }


def _uri(path: str) -> str:
    try:
        return quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, errors="surrogatepass")


def _text(text: str) -> str:
    """Return plain text: control characters shown, no link, not too long."""
    text = printable(text).replace("](", "] (")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
