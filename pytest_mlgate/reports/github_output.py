"""Outcome and counts as the outputs of a GitHub Actions step."""

from __future__ import annotations

from collections import Counter

from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Outcome

_SCORE = ("health.score", "health score")


def write(report: GateReport) -> str:
    """Return lines of ``name=value`` for the file that ``GITHUB_OUTPUT`` names.

    The names are ``outcome``, ``blocked`` (``true`` or ``false``), ``failed`` (checks that ended
    as FAIL or ERROR), ``warned``, ``inconclusive``, and ``score``: the health score, empty where
    it was not measured.  No value can hold a line end.
    """
    counts = Counter[Outcome]()
    for counted in report.counts().values():
        counts += counted
    values = {
        "outcome": report.outcome,
        "blocked": str(report.blocked).lower(),
        "failed": counts[Outcome.FAIL] + counts[Outcome.ERROR],
        "warned": counts[Outcome.WARN],
        "inconclusive": counts[Outcome.INCONCLUSIVE],
        "score": _score(report),
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _score(report: GateReport) -> str:
    check, name = _SCORE
    found = (
        estimate.value
        for record in report.records
        if record.check == check
        for estimate in record.ruling.verdict.estimates
        if estimate.name == name
    )
    return next((f"{value:.6g}" for value in found), "")
