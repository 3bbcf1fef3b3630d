"""The section "Evaluation" of a model card, so that documentation says what was measured.

Its headings are those of Hugging Face's model card template, whose order follows Mitchell et
al., Model Cards for Model Reporting (FAT* 2019): data, factors, metrics, results, caveats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pytest_mlgate.reports._gfm import code, literal, table
from pytest_mlgate.reports.record import GateReport, Record
from pytest_mlgate.verdict import Outcome

_OF_THE_PROJECT = {"dependencies", "health"}
"""Families that say nothing about the model or its data."""
_UNKNOWN = {
    Outcome.NOT_APPLICABLE: "not measured",
    Outcome.ERROR: "could not be measured",
    Outcome.INCONCLUSIVE: "measured on too little to decide",
}


def write(report: GateReport) -> str:
    """Return the section without the lines that mark it."""
    about = [r for r in report.records if r.family not in _OF_THE_PROJECT]
    others = [r for r in report.records if r.family in _OF_THE_PROJECT]
    known = [r for r in about if r.ruling.shown not in {Outcome.NOT_APPLICABLE, Outcome.ERROR}]
    lines = [
        "<!-- Written by pytest-mlgate: the next run replaces everything up to the end mark. -->",
        "## Evaluation",
        "",
        *_run(report),
        "### Testing Data, Factors & Metrics",
        "",
        *_data(about),
        *_factors(known),
        *_metrics(known, report),
        *_results(known),
        *_caveats(about),
        *_project(others),
    ]
    return "\n".join(lines) + "\n"


def _run(report: GateReport) -> Iterator[str]:
    yield f"Outcome of the gate: **{str(report.outcome).replace('_', ' ')}**, " + (
        "which blocks the release." if report.blocked else "which does not block the release."
    )
    if report.reason:
        yield f"The gate failed: {literal(report.reason)}."
    commit, _, dirty = report.state.partition("+")
    facts = [
        f"on {code(report.created_at)}" if report.created_at.strip() else "",
        f"with pytest-mlgate {code(report.version)}" if report.version.strip() else "",
        f"in phase {code(report.phase)}" if report.phase.strip() else "",
        f"at commit {code(commit)}" if commit.strip() else "",
        "with changes that were not committed" if dirty else "",
    ]
    yield f"Measured {' '.join(filter(None, facts))}."
    yield ""


def _data(records: Sequence[Record]) -> Iterator[str]:
    yield from ("#### Testing Data", "")
    prints = sorted({pair for record in records for pair in record.inputs.items()})
    if prints:
        rows = [[literal(name), code(fingerprint)] for name, fingerprint in prints]
        yield from (*table(["input", "fingerprint"], rows), "")
    else:
        yield from ("No input of the checks has a fingerprint.", "")


def _factors(records: Sequence[Record]) -> Iterator[str]:
    yield from ("#### Factors", "")
    # The parts of an environment are subjects too, and no groups.
    grouped = [r for r in records if r.subject.strip() and r.family != "reproducibility"]
    subjects = list(dict.fromkeys(r.subject for r in grouped))
    if subjects:
        yield f"Results are given apart for {', '.join(map(literal, subjects))}."
    else:
        yield "No result is given apart for a group."
    yield ""


def _metrics(records: Sequence[Record], report: GateReport) -> Iterator[str]:
    yield from ("#### Metrics", "")
    measured = dict.fromkeys(r.check for r in records if r.ruling.verdict.estimates)
    for check in measured:
        about = report.checks.get(check)
        yield f"- {code(check)}" + (f": {literal(about.title)}" if about else "")
    if not measured:
        yield "Nothing was measured as a number."
    yield ""


def _results(records: Sequence[Record]) -> Iterator[str]:
    yield from ("### Results", "")
    rows = [
        [code(record.check), literal(record.subject), measured, _outcome(record)]
        for record in records
        for measured in (
            [literal(str(estimate)) for estimate in record.ruling.verdict.estimates]
            or [literal(record.ruling.verdict.summary)]
        )
    ]
    if rows:
        yield from table(["check", "of", "measured", "outcome"], rows)
    else:
        yield "No check of the model or its data has a result."
    yield ""


def _outcome(record: Record) -> str:
    """Return the outcome as shown, and that of the check where the gate softened it."""
    shown, own = record.ruling.shown, record.ruling.verdict.outcome
    return str(shown) if own is shown else f"{shown} (the check says {own})"


def _caveats(records: Sequence[Record]) -> Iterator[str]:
    yield from ("### Limits of this evaluation", "")
    unknown = [
        f"- {code(record.key)}: {_UNKNOWN[record.ruling.shown]} ({record.ruling.shown}): "
        f"{literal(record.ruling.verdict.summary)}"
        for record in records
        if record.ruling.shown in _UNKNOWN
    ]
    excused = [
        f"- {code(record.key)}: accepted: {literal(str(finding))} ({literal(finding.waived)})"
        for record in records
        for finding in record.ruling.verdict.findings
        if finding.waived
    ]
    yield from [*unknown, *excused] or ["Every check of the model and its data was decided."]
    yield ""


def _project(records: Sequence[Record]) -> Iterator[str]:
    """Yield one line: what the project is like does not belong in the card of a model."""
    counted = Counter(record.ruling.shown for record in records)
    if counted:
        told = ", ".join(f"{n} {outcome}" for outcome, n in sorted(counted.items()))
        yield from (f"Checks of the project around the model: {told}.", "")
