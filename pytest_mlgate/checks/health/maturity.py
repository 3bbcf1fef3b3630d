"""How far the team's monitoring and operations have come, on evidence."""

from __future__ import annotations

from typing import Literal

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.maturity import Capability, Maturity, refuse_unknown
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

_LEVELS = (0, 21, 41, 61, 81)
"""Fewest points of each level, of 84."""
_MANDATORY = ("accuracy tracking", "drift", "schema", "runbooks")
_UNPROVEN = 1
_POINTS = {Outcome.PASS: 3, Outcome.WARN: 2, Outcome.INCONCLUSIVE: 1}


@check("health.maturity", kind=Kind.EVIDENCE)
def maturity(
    maturity: Maturity,
    verdicts: Verdicts,
    *,
    level: Literal[1, 2, 3, 4, 5] = 3,
    regulated: bool = False,
) -> Verdict:
    """The capabilities that the team claims are shown, and add up to the required level.

    Why
    ---
    A team that rates itself rates itself well.  A point without evidence is a hope, and a
    good sum hides that nobody watches for drift.

    Rule
    ----
    28 capabilities in seven groups have 0 to 3 points.  A score of 2 or 3 needs evidence
    that exists, a file of the project or a web address, and counts as 1 without.  A row
    that names a check is scored by its verdict: PASS 3, WARN 2, INCONCLUSIVE 1, anything else
    0.  Up to 20 points are level 1, up to 40 level 2, up to 60 level 3, up to 80 level 4, and
    up to 84 level 5.  Rows marked as mandatory, and the rows `accuracy tracking`, `drift`,
    `schema` and `runbooks`, must not be 0; with `regulated`, `fairness` neither.

    Settings
    --------
    level : 3
        Lowest level that passes, 1 to 5.
    regulated : false
        Whether fairness is mandatory.

    Outcomes
    --------
    FAIL below the level, or for a mandatory row of 0.  WARN for a score whose evidence is
    missing.  ERROR for a file that is broken, lacks a mandatory row or
    names a check that there is not.  NOT_APPLICABLE
    without a file.

    Remedy
    ------
    Do what the mandatory rows lack first; link the evidence of what is done already.

    Source
    ------
    A self-assessment in five levels; the bands are those of its questionnaire.
    """
    mandatory = (*_MANDATORY, *(("fairness",) if regulated else ()))
    refuse_unknown(maturity, mandatory)
    points = {row.name: _points(row, verdicts, maturity.path) for row in maturity.rows}
    total = sum(points.values())
    reached = sum(total >= fewest for fewest in _LEVELS)
    findings = [
        Finding(
            message="mandatory, and 0 points",
            subject=row.name,
            path=maturity.path,
            outcome=Outcome.FAIL,
        )
        for row in maturity.rows
        if points[row.name] == 0 and (row.mandatory or row.name in mandatory)
    ]
    findings += [
        Finding(
            message=f"rated {row.score} and counted as {_UNPROVEN}: "
            + (f"there is no {row.evidence!r}" if row.evidence else "no evidence is named"),
            subject=row.name,
            path=maturity.path,
            outcome=Outcome.WARN,
        )
        for row in maturity.rows
        if row.score is not None and points[row.name] < row.score
    ]
    if reached < level:
        findings.insert(0, _below(total, reached, level, maturity.path))
    return Verdict.of(
        findings,
        passed=f"{total} of 84 points: level {reached}, of at least {level}",
        remedy="Do what the mandatory rows lack; link the evidence of what is done already.",
        estimates=[
            Estimate(name="points", value=total, limit=Limit(">=", _LEVELS[level - 1])),
            Estimate(name="level", value=reached, limit=Limit(">=", level)),
        ],
    )


def _points(row: Capability, verdicts: Verdicts, path: str) -> int:
    if row.score is None:
        check, _, subject = row.check.partition("[")
        verdict = verdicts.get(check, subject.rstrip("]"))
        if verdict is None:
            raise InputError(
                path,
                key=f"{row.name}: check",
                found=repr(row.check),
                expected="a check of the gate (pytest --mlgate-list has them)",
            )
        return _POINTS.get(verdict.outcome, 0)
    return row.score if row.score <= _UNPROVEN or row.is_shown else _UNPROVEN


def _below(total: int, reached: int, level: int, path: str) -> Finding:
    return Finding(
        message=f"{total} of 84 points are level {reached}; level {level} takes "
        f"{_LEVELS[level - 1]}",
        subject="level",
        path=path,
        outcome=Outcome.FAIL,
        anchor="level",
    )
