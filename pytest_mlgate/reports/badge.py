"""A badge for a README: what shields.io reads from an endpoint."""

from __future__ import annotations

import json
import math

from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Outcome

_SCORE = ("health.score", "health score")
_COLOUR = {
    Outcome.ERROR: "red",
    Outcome.FAIL: "red",
    Outcome.INCONCLUSIVE: "orange",
    Outcome.WARN: "yellow",
    Outcome.PASS: "brightgreen",
    Outcome.NOT_APPLICABLE: "lightgrey",
}


def write(report: GateReport) -> str:
    """Return label, message and colour as JSON.

    The message is the outcome, and the health score where it was measured.
    """
    badge = {
        "schemaVersion": 1,
        "label": "mlgate",
        "message": f"{report.outcome}{_score(report)}",
        "color": "red" if report.blocked else _COLOUR[report.outcome],
        # A blocked gate may not be given a friendlier colour in the address of the badge.
        "isError": report.blocked,
    }
    return json.dumps(badge, indent=2) + "\n"


def _score(report: GateReport) -> str:
    check, name = _SCORE
    for record in report.records:
        for estimate in record.ruling.verdict.estimates:
            if (record.check, estimate.name) == (check, name) and math.isfinite(estimate.value):
                # Down, so that 69.9 does not look like the 70 that was asked for.
                return f", health {math.floor(estimate.value)}"
    return ""
