"""What pytest's own ``--junitxml`` says about the gate: properties of items and of the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pytest_mlgate.errors import printable
from pytest_mlgate.reports.record import GateReport, Record, as_dict
from pytest_mlgate.verdict import Outcome

_PARTS = ("value", "lower", "upper", "confidence", "n", "unit", "limit")


def properties(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what an item found, as name and value.

    An estimate is several properties, ``mlgate.<name>.value`` first.
    """
    ruling, verdict = record.ruling, record.ruling.verdict
    yield "mlgate.check", record.check
    if record.subject:
        yield "mlgate.subject", record.subject
    yield "mlgate.outcome", str(ruling.shown)
    yield "mlgate.severity", str(ruling.severity)
    yield "mlgate.blocks", _word(ruling.blocks)
    yield "mlgate.summary", verdict.summary
    yield "mlgate.findings", str(len(verdict.findings))
    yield "mlgate.waived", str(sum(bool(finding.waived) for finding in verdict.findings))
    # As in JSON: numbers of any library become plain ones, and NaN has one spelling.
    plain = as_dict(record)["verdict"]["estimates"]
    for estimate, parts in zip(verdict.estimates, plain, strict=True):
        for part in _PARTS:
            if part in parts:
                value = estimate.limit if part == "limit" else parts[part]
                # pytest escapes values and not names.
                yield f"mlgate.{printable(estimate.name)}.{part}", str(value)


def suite_properties(report: GateReport) -> Iterator[tuple[str, str]]:
    """Yield what the gate as a whole comes to, as name and value."""
    total = sum(report.counts().values(), Counter[Outcome]())
    yield "mlgate.outcome", str(report.outcome)
    yield "mlgate.blocked", _word(report.blocked)
    yield "mlgate.reason", report.reason
    yield "mlgate.version", report.version
    yield "mlgate.phase", report.phase
    yield "mlgate.config", report.config
    yield "mlgate.commit", report.state
    for outcome in Outcome:
        yield f"mlgate.count.{outcome}", str(total[outcome])


def _word(value: bool) -> str:
    return str(value).lower()
