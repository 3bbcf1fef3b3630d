"""What is reported about a run is what the run says."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.inputs.reported_results import Printed, ReportedResults
from pytest_mlgate.inputs.run import Run
from pytest_mlgate.inputs.study import Study
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

REMEDY = (
    "Write every tuned and logged parameter and every metric of the run into the report as the "
    "run has it, or report the run that was meant."
)


@check("reproducibility.reported-parameters", kind=Kind.EVIDENCE)
def reported_parameters(
    reported_results: ReportedResults,
    run: Run,
    study: Study | None = None,
    *,
    ignore: tuple[str, ...] = (),
) -> Verdict:
    """Every parameter of a run is reported with its value, and every reported metric is the run's.

    Why
    ---
    Nobody can repeat a result whose hyperparameters are half told.

    Rule
    ----
    The report is about the configured run.

    * R1 Each parameter that the run logged or the study searched is reported.
    * R2 Its value is the run's: numbers as decimal numbers (``0.10`` is ``0.1``), truth
      values and ``None`` by meaning, everything else letter by letter.  A number reported
      as {value, digits} may be rounded to these digits.
    * R3 Each reported metric is the run's last value within half a unit of its last
      printed digit, in decimal arithmetic.

    Settings
    --------
    ignore : none
        Globs of logged parameters that no report needs (``mlgate_*``, ``n_jobs``).  A
        searched parameter cannot be ignored.

    Outcomes
    --------
    FAIL: a parameter or metric is missing or different.  INCONCLUSIVE: the run logged no
    parameters, has not finished, or does not log a value that is reported.
    NOT_APPLICABLE: no reported results, or no run.  ERROR: the report is about another run,
    or a file breaks its schema.

    Remedy
    ------
    Report what the run logged.

    Source
    ------
    J. Dodge et al. (2019), Show your work: improved reporting of experimental results,
    EMNLP-IJCNLP.  J. Pineau et al. (2021), JMLR 22(164).
    """
    if reported_results.run_id != run.run_id:
        raise InputError(
            reported_results.path,
            key="run_id",
            found=repr(reported_results.run_id),
            expected=f"{run.run_id!r}, the run of [inputs.run]",
        )
    searched = study.space if study else {}
    findings = _parameters(reported_results, run, searched, ignore)
    findings += _metrics(reported_results, run)
    if run.status != "FINISHED":
        findings.append(_inconclusive(f"run {run.run_id} is {run.status}, not finished", "status"))
    return Verdict.of(
        findings,
        passed=f"{reported_results.path} agrees with run {run.run_id} in "
        f"{len(reported_results.parameters)} parameters and "
        f"{len(reported_results.metrics)} metrics",
        remedy=REMEDY,
    )


def _parameters(
    report: ReportedResults, run: Run, searched: Mapping[str, object], ignore: tuple[str, ...]
) -> list[Finding]:
    findings = []
    if not run.params:
        findings.append(
            _inconclusive(f"run {run.run_id} logged no parameters to compare with", "params")
        )
    needed = {p for p in run.params if not any(fnmatchcase(p, glob) for glob in ignore)} | {
        *searched
    }
    for name in sorted(needed - report.parameters.keys()):
        kind = "searched" if name in searched else "logged"
        hint = nearest(name, report.parameters.keys() - run.params.keys())
        findings.append(
            _wrong("R1", report, name, f"parameter {name} was {kind} and is not reported{hint}")
        )
    for name, value in sorted(report.parameters.items()):
        if name not in run.params:
            message = f"parameter {name} is reported, and run {run.run_id} does not log it"
            findings.append(_inconclusive(message, name))
        elif not _equal(value, run.params[name]):
            message = f"parameter {name} is reported as {value} and the run has {run.params[name]}"
            findings.append(_wrong("R2", report, name, message))
    return findings


def _metrics(report: ReportedResults, run: Run) -> list[Finding]:
    findings = []
    for name, printed in sorted(report.metrics.items()):
        if name not in run.metrics:
            hint = nearest(name, run.metrics)
            message = f"metric {name} is reported, and the run has none of that name{hint}"
            findings.append(_wrong("R3", report, name, message))
        elif not printed.rounds(run.metrics[name]):
            message = (
                f"metric {name} is reported as {printed} and the run has {run.metrics[name]!r}, "
                f"more than {printed.half_unit.normalize():f} away"
            )
            findings.append(_wrong("R3", report, name, message))
    if not report.metrics:
        findings.append(_inconclusive(f"{report.path} reports no metrics", "metrics"))
    return findings


def _equal(reported: Any, logged: str) -> bool:
    """Whether a reported value is what a tracking server keeps as text."""
    text = logged.strip()
    if isinstance(reported, Printed):
        number = _decimal(text)
        return number is not None and abs(number - reported.value) <= reported.half_unit
    if reported is None:
        return text.lower() in {"", "none", "null", "nan"}
    if isinstance(reported, bool):
        return text.lower() == str(reported).lower()
    if isinstance(reported, int | float):
        return _decimal(text) is not None and _decimal(text) == _decimal(repr(reported))
    if isinstance(reported, str):
        number = _decimal(reported.strip())
        return text == reported.strip() or (number is not None and number == _decimal(text))
    return text == str(reported)


def _decimal(text: str) -> Decimal | None:
    """Return a finite decimal number, ``None`` for other text."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _wrong(rule: str, report: ReportedResults, name: str, message: str) -> Finding:
    return Finding(message=message, rule=rule, path=report.path, anchor=name)


def _inconclusive(message: str, anchor: str) -> Finding:
    return Finding(message=message, outcome=Outcome.INCONCLUSIVE, anchor=anchor)
