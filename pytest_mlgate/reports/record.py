"""What reports are made of: one record per item, and all of them together."""

from __future__ import annotations

import decimal
import math
import numbers
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.policy import Ruling, item_key
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict, worst

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
    """

    created_at: str
    phase: str
    config: str
    records: tuple[Record, ...]

    @property
    def outcome(self) -> Outcome:
        """FAIL or ERROR when something blocks, else the worst that is shown."""
        return worst(record.ruling.shown for record in self.records)

    @property
    def blocked(self) -> bool:
        """Whether the gate fails the build."""
        return any(record.ruling.blocks for record in self.records)

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
        },
    }


def from_dict(data: Mapping[str, Any]) -> Record:
    """Return the record that :func:`as_dict` wrote."""
    verdict = dict(data["verdict"])
    findings = [_finding(found) for found in verdict.pop("findings")]
    estimates = [_estimate(found) for found in verdict.pop("estimates")]
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
            ),
            severity=Severity(data["severity"]),
            shown=Outcome(data["outcome"]),
            blocks=data["blocks"],
        ),
    )


def properties(record: Record) -> Iterable[tuple[str, str]]:
    """Yield the figures of a record as name and value, for JUnit."""
    yield "mlgate.check", record.check
    if record.subject:
        yield "mlgate.subject", record.subject
    yield "mlgate.outcome", str(record.ruling.shown)
    yield "mlgate.severity", str(record.ruling.severity)
    yield "mlgate.findings", str(len(record.ruling.verdict.findings))
    for estimate in record.ruling.verdict.estimates:
        for name in ("value", "lower", "upper", "n", "limit"):
            value = getattr(estimate, name)
            if value is not None:
                yield f"mlgate.{estimate.name}.{name}", str(value)


def _lean(value: Finding | Estimate) -> dict[str, Any]:
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
    limit = values.pop("limit", None)
    return Estimate(**values, limit=Limit(limit["op"], _number(limit["value"])) if limit else None)


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else float(value)
