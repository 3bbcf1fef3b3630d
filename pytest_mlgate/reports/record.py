"""What reports are made of: one record per item, and all of them together."""

from __future__ import annotations

import decimal
import math
import numbers
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.policy import Ruling, item_key
from pytest_mlgate.verdict import (
    WORST_FIRST,
    Estimate,
    Finding,
    Limit,
    Outcome,
    Series,
    Verdict,
    worst,
)

SCHEMA = "mlgate-report/1"
_NUMBERS = {"value", "lower", "upper", "confidence"}
_NOT_FINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


@dataclass(frozen=True, kw_only=True)
class Record:
    """One item as it ended.

    Parameters
    ----------
    nodeid:
        pytest's node id.
    check, subject:
        What the item is about.
    ruling:
        Verdict and what the gate made of it.
    duration:
        Wall time in seconds.
    inputs:
        Input name -> fingerprint, where the input has one.
    """

    nodeid: str
    check: str
    subject: str
    ruling: Ruling
    duration: float = 0.0
    inputs: Mapping[str, str]

    @property
    def family(self) -> str:
        """The part of the check id before the dot."""
        return self.check.partition(".")[0]

    @property
    def key(self) -> str:
        """``family.check[subject]``."""
        return item_key(self.check, self.subject)


@dataclass(frozen=True, kw_only=True)
class About:
    """What a check is, for who reads about it for the first time.

    Parameters
    ----------
    title:
        The rule in one sentence.
    kind:
        When it becomes part of the gate.
    doc:
        The whole docstring: why, rule, settings, outcomes, remedy, source.
    """

    title: str
    kind: str
    doc: str


@dataclass(frozen=True, kw_only=True)
class GateReport:
    """Everything a report format may say.

    Parameters
    ----------
    created_at:
        Time of the run, ISO 8601 with zone.
    phase:
        The project's phase.
    config:
        The configuration file, empty without one.
    records:
        One per item that ran, in order.
    reason:
        Why the gate fails whatever its items say, such as that none was applicable.
    version:
        Of pytest-mlgate.
    project:
        Folder of the project below the top of its repository, POSIX; empty at the top.
        Findings are relative to the project, code hosts want them relative to the top.
    checks:
        Check id -> what it is, for the checks of the records.
    """

    created_at: str
    phase: str
    config: str
    records: tuple[Record, ...]
    reason: str = ""
    version: str = ""
    project: str = ""
    checks: Mapping[str, About] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """The worst that is shown; FAIL when the gate fails for a reason of its own."""
        own = [Outcome.FAIL] if self.reason else []
        return worst([*own, *(record.ruling.shown for record in self.records)])

    @property
    def blocked(self) -> bool:
        """Whether the gate fails the build."""
        return bool(self.reason) or any(record.ruling.blocks for record in self.records)

    @property
    def state(self) -> str:
        """Commit of the project, with ``+dirty`` where files differ; empty where nobody knows."""
        prints = (record.inputs.get("repo", "") for record in self.records)
        return next((p.removeprefix("git:") for p in prints if p.startswith("git:")), "")

    def worst_first(self) -> list[Record]:
        """Return the records as a reader wants them: what blocks, then by outcome, then by key."""
        return sorted(
            self.records,
            key=lambda r: (not r.ruling.blocks, WORST_FIRST.index(r.ruling.shown), r.key),
        )

    def place(self, path: str) -> str:
        """Return the path of a finding as it is below the top of the repository."""
        return f"{self.project}/{path}" if self.project else path

    def counts(self) -> dict[str, Counter[Outcome]]:
        """Family -> shown outcome -> number of items, families in alphabetical order."""
        families: dict[str, Counter[Outcome]] = {}
        for record in sorted(self.records, key=lambda record: record.family):
            families.setdefault(record.family, Counter())[record.ruling.shown] += 1
        return families


Writer = Callable[[GateReport], str]


def as_dict(record: Record) -> dict[str, Any]:
    """Return a record as plain JSON values; numbers that are not finite become strings."""
    ruling, verdict = record.ruling, record.ruling.verdict
    return {
        "nodeid": record.nodeid,
        "check": record.check,
        "subject": record.subject,
        "outcome": str(ruling.shown),
        "blocks": ruling.blocks,
        "severity": str(ruling.severity),
        "duration": round(record.duration, 6),
        "inputs": dict(record.inputs),
        "verdict": {
            "outcome": str(verdict.outcome),
            "summary": verdict.summary,
            "remedy": verdict.remedy,
            "detail": verdict.detail,
            "no_evidence": verdict.no_evidence,
            "findings": [_lean(finding) for finding in verdict.findings],
            "estimates": [_lean(estimate) for estimate in verdict.estimates],
            "series": [_lean(series) for series in verdict.series],
        },
    }


def from_dict(data: Mapping[str, Any]) -> Record:
    """Return the record that :func:`as_dict` wrote."""
    verdict = dict(data["verdict"])
    findings = [_finding(found) for found in verdict.pop("findings")]
    estimates = [_estimate(found) for found in verdict.pop("estimates")]
    series = [_series(found) for found in verdict.pop("series", ())]
    return Record(
        nodeid=data["nodeid"],
        check=data["check"],
        subject=data["subject"],
        duration=data["duration"],
        inputs=data["inputs"],
        ruling=Ruling(
            verdict=Verdict(
                **{**verdict, "outcome": Outcome(verdict["outcome"])},
                findings=tuple(findings),
                estimates=tuple(estimates),
                series=tuple(series),
            ),
            severity=Severity(data["severity"]),
            shown=Outcome(data["outcome"]),
            blocks=data["blocks"],
        ),
    )


def _lean(value: Finding | Estimate | Series) -> dict[str, Any]:
    defaults = {f.name: f.default for f in fields(value)}
    return {
        name: _plain(found)
        for name, found in asdict(value).items()
        if found != defaults[name] or name == "outcome"
    }


def _plain(value: Any) -> Any:
    """Return numbers of any library, and anything else that JSON has no word for, as JSON."""
    match value:
        case None | bool() | str():
            return value
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case numbers.Integral():
            return int(value)
        case numbers.Real() | decimal.Decimal():
            return _finite(float(value))
        case _:
            return str(value)


def _finite(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return next(name for name, number in _NOT_FINITE.items() if str(number) == str(value))


def _finding(found: Mapping[str, Any]) -> Finding:
    typed = {"outcome": Outcome(found["outcome"]), "aliases": tuple(found.get("aliases", ()))}
    return Finding(**{**found, **typed})


def _estimate(found: Mapping[str, Any]) -> Estimate:
    values: dict[str, Any] = {
        name: _number(value) if name in _NUMBERS else value for name, value in found.items()
    }
    return Estimate(**{**values, "limit": _limit(found)})


def _series(found: Mapping[str, Any]) -> Series:
    points = tuple((time, _number(value)) for time, value in found["points"])
    return Series(**{**found, "points": points, "limit": _limit(found)})


def _limit(found: Mapping[str, Any]) -> Limit | None:
    limit = found.get("limit")
    return Limit(limit["op"], _number(limit["value"])) if limit else None


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else float(value)
