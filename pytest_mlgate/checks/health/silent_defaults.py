"""No error and no missing value silently becomes a default."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_mlgate.checks.health._filled import filled
from pytest_mlgate.checks.health._swallowed import swallowed
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_REMEDIES = {
    "E1": "Catch the error that is expected by its name, raise it again, or hand it on.",
    "E2": "Refuse the row, or count what is missing and fill it with a value that was fitted.",
    "E3": "Count the missing values afterwards, and stop when there are more than expected.",
    "E4": "Check the range first, then clip.",
}


@check("health.silent-defaults", by_file=True)
def silent_defaults(sources: Sources) -> Verdict:
    """No error and no missing value silently becomes a default in pipelines and services.

    Why
    ---
    A step that fails and answers 0.5 instead looks healthy: all predictions are made, none is
    right, and nobody hears of it before the customers do.

    Rule
    ----
    Source files of the roles pipeline, feature and serve are read, never run.

    * E1: no handler of every error (bare `except`, `Exception`, `BaseException`,
      `suppress(Exception)`) goes on as if there had been none: it neither raises nor hands the
      error on, and does nothing but log, pass, continue, or set or return a constant.
    * E2: no number stands in for an input of the model that is missing
      (`row.get("age", 0)`, `reindex(columns=..., fill_value=0)`, `fillna(0)`).
    * E3: after `errors="coerce"` the missing values are looked at.
    * E4: a range is checked before the values are clipped to it.

    No finding of E1 are: optional imports, cleaning up, caches, retries, a question that is
    answered with False, exit statuses, answers that tell of the error (a text, a status of 400
    and above), dialogues with a person, and handlers after which the code raises or asks for
    the value that was set to None.  No finding of E2 are counts, differences and standard
    deviations, where nothing is nought.

    A comment `# mlgate: allow[E1] reason` in the handler or on the line waives a rule there.

    Outcomes
    --------
    FAIL: E1.  WARN: E2, E3, E4.  INCONCLUSIVE: a file that cannot be parsed.
    NOT_APPLICABLE: no file of these roles.

    Remedy
    ------
    Catch what is expected by its name and let everything else stop the run.

    Source
    ------
    Common Weakness Enumeration 390 (detection of an error condition without action) and 396
    (catch for generic exception).
    """
    judged = sources.of(Role.PIPELINE, Role.FEATURE, Role.SERVE)
    if not judged:
        return Verdict.not_applicable(
            "no file has the role pipeline, feature or serve (see [paths])"
        )
    findings = sources.findings(_of_source, judged)
    errors = sum(found.rule == "E1" and found.outcome is Outcome.FAIL for found in findings)
    return Verdict.of(
        findings,
        passed=f"{len(judged)} files of pipelines, features and services swallow no error and "
        "fill in no default",
        remedy=_REMEDIES["E1"],
        estimates=[Estimate(name="swallowed errors", value=errors, unit="places")],
    )


def _of_source(source: Source) -> Iterator[Finding]:
    yield from gap_findings((source,))
    for place, message in swallowed(source.code):
        yield source.finding(
            place,
            message,
            outcome=Outcome.FAIL,
            rule="E1",
            remedy=_REMEDIES["E1"],
            check="silent-defaults",
        )
    for call, rule, message in filled(source.code):
        yield source.finding(
            call,
            message,
            outcome=Outcome.WARN,
            rule=rule,
            remedy=_REMEDIES[rule],
            check="silent-defaults",
        )
