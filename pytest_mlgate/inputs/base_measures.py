"""What the checks measured at the base of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_FINDING = frozenset(f.name for f in fields(Finding))
_ANSWERS = frozenset({Outcome.PASS, Outcome.WARN, Outcome.FAIL})


@dataclass(frozen=True)
class Measured:
    """What one check came to.

    Parameters
    ----------
    values:
        Its figures by name.
    findings:
        Fingerprints of what it found wrong.
    answered:
        Whether it came to an answer; without one, no finding does not mean none.
    """

    values: Mapping[str, float]
    findings: frozenset[str] = frozenset()
    answered: bool = True

    @classmethod
    def of(cls, verdict: Verdict) -> Measured:
        """Return what a verdict says."""
        return cls(
            {estimate.name: estimate.value for estimate in verdict.estimates},
            frozenset(f.fingerprint for f in verdict.findings if f.outcome is not Outcome.PASS),
            verdict.outcome in _ANSWERS,
        )


class BaseMeasures(Protocol):
    """What the checks measured at the base."""

    @property
    def origin(self) -> str:
        """Where it comes from."""
        ...

    def of(self, checks: Iterable[str]) -> Mapping[str, Measured]:
        """Return check -> what it measured, for those of `checks` that could be asked."""
        ...


@dataclass(frozen=True)
class ReportedMeasures:
    """Those in a JSON report of the gate."""

    origin: str
    measured: Mapping[str, Measured]

    def of(self, checks: Iterable[str]) -> Mapping[str, Measured]:
        """Return check -> what it measured, for those of `checks` in the report."""
        return {name: self.measured[name] for name in checks if name in self.measured}


@provides
def base_measures(project: Project, *, report: str | None = None) -> BaseMeasures:
    """Provide the measures of the base; without a report the session measures them again.

    Settings
    --------
    report : measured again
        JSON report that ``pytest --mlgate-report json:PATH`` wrote at the base, relative to the
        project root.
    """
    if report is None:
        raise InputAbsent("no report of the base is named and no session measures it again")
    document = Record(report, load_json(project, report))
    document.schema("mlgate-report")
    return ReportedMeasures(report, dict(_measured(item) for item in document.tables("records")))


def _measured(item: Record) -> tuple[str, Measured]:
    subject = item.optional("subject", str)
    check = item.text("check") + (f"[{subject}]" if subject else "")
    verdict = item.table("verdict")
    estimates = verdict.tables("estimates")
    values = {
        estimate.text("name"): estimate.number("value")
        for estimate in estimates
        if not isinstance(estimate.content.get("value"), str)  # "NaN": not measured
    }
    findings = [_finding(found.content) for found in verdict.tables("findings")]
    return check, Measured(
        values,
        frozenset(f.fingerprint for f in findings if f.outcome is not Outcome.PASS),
        verdict.text("outcome") in _ANSWERS,
    )


def _finding(content: Mapping[str, Any]) -> Finding:
    known = {name: value for name, value in content.items() if name in _FINDING}
    return Finding(**{**known, "outcome": Outcome(content.get("outcome", "FAIL"))})
