"""The health of the project as one number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pytest_mlgate.checks.health._handbook import handbook
from pytest_mlgate.checks.health._pillars import pillars
from pytest_mlgate.checks.health._readings import Category, Readings, Scored
from pytest_mlgate.checks.health._repository import repository
from pytest_mlgate.decision import decide
from pytest_mlgate.inputs.health_measures import HealthMeasures
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.registry import Phase, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict, worst

TOTAL = "health score"
_PRESETS: Mapping[str, Callable[[Readings], tuple[Category, ...]]] = MappingProxyType(
    {"repository": repository, "handbook": handbook, "pillars": pillars}
)
_MINIMUM = {
    Phase.EXPLORATION: 0.0,
    Phase.DEVELOPMENT: 40.0,
    Phase.STAGING: 60.0,
    Phase.PRODUCTION: 75.0,
}
_FEWEST_CATEGORIES = 3
_SECURITY = ("health.secrets", "dependencies.vulnerabilities")
_ANSWERS = {Outcome.PASS, Outcome.WARN, Outcome.FAIL}


@check("health.score", blocks_from=Phase.STAGING)
def score(
    verdicts: Verdicts,
    project: Project,
    health_measures: HealthMeasures | None = None,
    *,
    preset: Literal["repository", "handbook", "pillars"] = "repository",
    profile: Literal["phase", "production"] = "phase",
    minimum: Annotated[float, Range(0, 100)] | None = None,
    floor: Annotated[float, Range(0, 100)] = 50.0,
) -> Verdict:
    """The project is healthy as a whole, in every category, and nothing in it blocks.

    Why
    ---
    One number shows where a project stands and where it is going.  A mean alone hides what
    matters most: a perfect repository with a leaked secret and fifty known vulnerabilities
    must not be excellent, and an empty one not above zero for what it has not got.

    Rule
    ----
    Every other check runs once, and its verdict and figures give a score from 0 to 1: a share
    counts against its own limit, a check that has none as 1 for PASS, one half for WARN and 0
    for FAIL.  A category is the weighted mean of what was measured in it, the total that of
    the categories; what does not apply or was not measured drops out, the weights of the
    rest are scaled up, and what was not measured is listed.  There is no interval:
    these are counts of one state of the project.

    `repository`: code .25 (formatting .8, lint 1, types .6), testing .25 (coverage 1,
    integration tests .8), documentation .15 (readme 1, API documentation .7), versioning .10
    (git 1, dependency manifest 1), deployment .15 (container .8, CI 1), monitoring .10
    (logging .8, metrics .7).  Required are formatting, lint, coverage, readme, git and the
    manifest.  `handbook`: code .18 = .30 coverage + .20 types + .20 lint + .15 (100 - 10 mean
    complexity) + .15 (100 - duplication); documentation .12 = .40 docstrings + .35 readme + .25
    API; reproducibility .20; model .15 = .50 accuracy + .25 (100 - .2 (p95 - 50 ms)) + .25 (100 -
    1000 calibration error); operations .20, times 1.1 up to 100 from an uptime of .999 on,
    times .9 when it takes more than four hours to respond; security .08 = 40 without
    vulnerability, 20 with one to four, + 30 without secret + 30 with a clean audit; compliance
    .07.  `pillars`: reproducibility, reliability, observability, scalability, maintainability
    and ethics, equal, each at the floor and their mean at 75.

    Nothing averages away a blocker: a secret, a vulnerability that fails, no answer from any
    check of security, or in production from one of them, and production without monitoring.

    Settings
    --------
    preset : "repository"
        What counts how much.
    profile : "phase"
        `production` asks for 85 in every phase.
    minimum : by phase
        Lowest total that passes; by default 40 in development, 60 in staging, 75 in
        production, and 75 for `pillars`; exploration only reports.
    floor : 50
        Lowest score of a category that passes.

    Outcomes
    --------
    FAIL below the minimum or a floor, for a required item that does not hold, and for a blocker.
    INCONCLUSIVE when fewer than three categories could be measured, or a required item was not.
    ERROR when a declared measure is off its scale.  Before the phase `staging` a failure warns,
    because the checks behind it speak for themselves.

    Remedy
    ------
    Mend the blockers, then the items that are listed, heaviest first; measure what is listed as
    not measured.

    Source
    ------
    Weighted checklists; see the handbook's formulas above.
    """
    phase = project.phase
    read = Readings(verdicts, health_measures.values if health_measures else {})
    categories = _PRESETS[preset](read)
    lowest = minimum if minimum is not None else _lowest(preset, profile, phase)
    reports = phase is Phase.EXPLORATION and minimum is None
    estimates = _estimates(categories, lowest, 0.0 if reports else floor)
    findings = [*_blockers(read, phase), *_items(categories, reports=reports)]
    measured = [one for one in categories if one.score is not None]
    outcomes = [finding.outcome for finding in findings]
    outcomes += [decide(estimate, Policy.POINT) for estimate in estimates]
    if len(measured) < _FEWEST_CATEGORIES:
        outcomes.append(Outcome.INCONCLUSIVE)
    outcome = worst(outcomes)
    return Verdict(
        outcome=outcome,
        summary=_summary(estimates, findings, measured, categories),
        estimates=estimates,
        findings=tuple(findings),
        remedy=""
        if outcome is Outcome.PASS
        else "Mend the blockers, then the listed items, heaviest first; measure what was not.",
    )


def _lowest(preset: str, profile: str, phase: Phase) -> float:
    if profile == "production":
        return 85.0
    return 75.0 if preset == "pillars" and phase is not Phase.EXPLORATION else _MINIMUM[phase]


def total(categories: tuple[Category, ...]) -> float:
    """Return the weighted mean of the categories that were measured, NaN of none."""
    measured = [(one.weight, one.score) for one in categories if one.score is not None]
    if not measured:
        return float("nan")
    return sum(weight * value for weight, value in measured) / sum(w for w, _ in measured)


def _estimates(
    categories: tuple[Category, ...], lowest: float, floor: float
) -> tuple[Estimate, ...]:
    # Sums of decimal fractions: they must not miss a limit by 1e-14.
    values = {TOTAL: round(total(categories), 9)} | {
        one.name: round(one.score, 9) for one in categories if one.score is not None
    }
    return tuple(
        Estimate(
            name=name,
            value=value,
            unit="of 100",
            limit=Limit(">=", lowest if name == TOTAL else floor),
        )
        for name, value in values.items()
    )


def _blockers(read: Readings, phase: Phase) -> Iterator[Finding]:
    answers = {}
    for name in _SECURITY:
        verdict = read.verdict(name)
        answers[name] = verdict is not None and verdict.outcome in _ANSWERS
        if verdict is not None and verdict.outcome is Outcome.FAIL:
            yield _blocker(name, f"{name} fails: {verdict.summary}")
    if not any(answers.values()):
        yield _blocker("security", f"no answer from {' or '.join(_SECURITY)}")
    else:
        for name in (name for name, answered in answers.items() if not answered):
            if phase is Phase.PRODUCTION:
                yield _blocker(name, f"no answer from {name}, which production needs")
            else:
                yield _note(name, "not measured", Outcome.PASS)
    if phase is Phase.PRODUCTION:
        metrics = read.item("metrics", "health.project-structure", "metrics")
        if not metrics.holds and not read.declared.get("monitoring"):
            yield _blocker("monitoring", "production without monitoring")


def _blocker(subject: str, message: str) -> Finding:
    return Finding(message=f"blocks: {message}", subject=subject, outcome=Outcome.FAIL)


def _items(categories: tuple[Category, ...], *, reports: bool) -> Iterator[Finding]:
    for one in categories:
        if one.score is None:
            yield _note(one.name, "not measured", Outcome.PASS)
        for part in sorted(one.parts, key=lambda part: -part.weight):
            if not part.holds:
                yield _note(f"{one.name}: {part.name}", _words(part), _outcome(part, reports))


def _outcome(part: Scored, reports: bool) -> Outcome:
    if not part.required or reports:
        return Outcome.PASS
    return Outcome.INCONCLUSIVE if part.score is None else Outcome.FAIL


def _words(part: Scored) -> str:
    required = "required and " if part.required else ""
    if part.score is None:
        return f"{required}not measured: {part.why}"
    return f"{required}{100 * part.score:.0f} of 100: {part.why}"


def _note(subject: str, message: str, outcome: Outcome) -> Finding:
    return Finding(message=message, subject=subject, outcome=outcome, anchor=subject)


def _summary(
    estimates: tuple[Estimate, ...],
    findings: list[Finding],
    measured: list[Category],
    categories: tuple[Category, ...],
) -> str:
    overall = estimates[0]
    assert overall.limit is not None
    blockers = [f for f in findings if f.message.startswith("blocks: ")]
    low = [e.name for e in estimates[1:] if decide(e, Policy.POINT) is Outcome.FAIL]
    return (
        f"health score {overall.value:.2f} of 100 against {overall.limit.value:g}, "
        f"{len(measured)} of {len(categories)} categories measured"
        + (f"; below the floor: {', '.join(low)}" if low else "")
        + (f"; {len(blockers)} blockers, first: {blockers[0].message[8:]}" if blockers else "")
    )
