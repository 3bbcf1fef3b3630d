"""No gate is there in name only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_mlgate.checks.health import _dead_code
from pytest_mlgate.checks.health._gate_settings import settings_findings
from pytest_mlgate.checks.health._gate_steps import dead_steps
from pytest_mlgate.inputs.gate_config import GateConfig
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import ConfigText, Source, Sources, apply_waiver, gap_findings
from pytest_mlgate.inputs.workflows import Workflow, Workflows
from pytest_mlgate.registry import Check, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_NAME = "dead-gates"
_SCRIPTS = (Role.TRAIN, Role.SERVE, Role.PIPELINE)
_WORD = re.compile(r"[A-Za-z_]\w+")
_COOLDOWN = re.compile(
    r"""^\s*["']?(\w*cooldown\w*)["']?\s*[:=]\s*(\d+(?:\.\d+)?)\b""", re.IGNORECASE
)
_WAIVER = re.compile(r"mlgate:\s*allow\[([^\]]*)\]\s*(.*)")
_SHORTEST = 7
_REMEDY = "Let the gate decide again, or take it out and say so."


@check("health.dead-gates")
def dead_gates(
    sources: Sources,
    workflows: Workflows | None = None,
    gate_config: GateConfig | None = None,
    gate_checks: Mapping[str, Check[...]] | None = None,
) -> Verdict:
    """No gate is there in name only: in the code, in the configuration, or in the workflow.

    Why
    ---
    A gate behind `if False`, a minimum of 0 or a step with `|| true` looks like one in every
    review, and lets everything through.

    Rule
    ----
    * G1: no condition that is written as a constant (`if False`, `x and False`, `True or x`)
      stands before a gate: before what raises, asserts, validates, promotes, deploys and the like,
      or inside a function of such a name.  No assertion outside the tests always holds (in tests
      see test-quality), no test is skipped by `skipif(True)`.
    * G2: a function of a training script, pipeline or service that is a gate by its name
      (`check_...`, `validate_...`, `..._gate`, `should_deploy` and the like) is mentioned
      somewhere: in any code, text or configuration of the project.
    * G3: no threshold of this gate is at the end of its scale (a least share of 0, a largest
      share of 1) or infinite, and no cooldown is 0.
    * G4: no check of this gate has `severity = "off"` without a comment on that line, at the head
      of its table, or right above one of the two.
    * G5: no setting of this gate is weaker than at the base: a threshold, `severity`,
      `on-inconclusive`, `strict`, `phase`, or a check that only runs when it is named and is not
      named any more.  Only settings whose direction their name declares are compared (`minimum`,
      `floor`, `min-...` of a share, `maximum`, `max-...`, `tolerance`, `margin`); of a `limit`
      only its removal counts.  A waiver names the key, as in `leakage.row-overlap.max-share`.
    * G6: no step of a workflow that runs pytest or a mlgate action may fail without consequence:
      `continue-on-error`, `|| true` (also `:`, `echo`, `exit 0`), `set +e`, a background
      command, a pipe without pipefail, or the condition `false`.
    * G7: a cooldown between trainings is 7 days or longer.

    Notebooks are only asked whether they call a gate.  A comment `# mlgate: allow[G1] reason` on
    the line waives G1, G2, G7 and a cooldown of 0 there.

    Outcomes
    --------
    FAIL: G1 to G6.  WARN: G7.  INCONCLUSIVE: a file or workflow that cannot be read.
    NOT_APPLICABLE: neither Python, a workflow nor a configuration of the gate.

    Remedy
    ------
    Let the gate decide again, or take it out and say so.

    Source
    ------
    GitHub documentation, workflow syntax (`continue-on-error`, `shell`).  The names of gates and
    the 7 days are a convention of this project.
    """
    judged = [source for source in sources if not source.notebook]
    if not judged and workflows is None and gate_config is None:
        return Verdict.not_applicable(
            "there is no Python file, no workflow and no configuration of the gate"
        )
    findings = [*sources.findings(_of_source, judged), *_uncalled(sources)]
    for config in sources.configs:
        findings += _cooldowns_of(config)
    for workflow in workflows or ():
        findings += _of_workflow(workflow)
    if gate_config is not None and gate_checks is not None:
        findings += settings_findings(gate_config, gate_checks)
    looked_at = [f"{len(judged)} source files"]
    looked_at += [f"{len(workflows)} workflows"] if workflows is not None else []
    if gate_config is not None:
        compared = "" if gate_config.former is not None else " (no base to compare with)"
        looked_at.append(f"{gate_config.path}{compared}")
    return Verdict.of(
        findings,
        passed=f"no dead gate in {', '.join(looked_at)}",
        remedy=_REMEDY,
    )


def _of_source(source: Source) -> Iterator[Finding]:
    yield from gap_findings((source,))
    code = source.code
    places = [*_dead_code.dead_skips(code)]
    if source.role is not Role.TEST:
        places += [*_dead_code.dead_conditions(code), *_dead_code.dead_asserts(code)]
    for place, message in places:
        yield source.finding(place, message, outcome=Outcome.FAIL, rule="G1", check=_NAME)
    for place, name, days in _dead_code.cooldowns(code) if source.role is not Role.TEST else ():
        if days < _SHORTEST:
            rule, message = _short(name, days)
            outcome = Outcome.WARN if days else Outcome.FAIL
            yield source.finding(place, message, outcome=outcome, rule=rule, check=_NAME)


def _short(name: str, days: float) -> tuple[str, str]:
    if not days:
        return "G3", f"{name} is 0, so it never holds anything back"
    return "G7", f"{name} is {days:g} days, expected are {_SHORTEST} or more"


def _uncalled(sources: Sources) -> Iterator[Finding]:
    """Rule G2."""
    scripts = [source for source in sources.of(*_SCRIPTS) if not source.notebook]
    gates = sources.measure(_gate_functions, scripts)
    if not any(gates):
        return
    mentioned = {name for names in sources.measure(_mentions, sources.files) for name in names}
    mentioned.update(word for config in sources.configs for word in _WORD.findall(config.text))
    for source, functions in zip(scripts, gates, strict=True):
        for name, first, last in functions:
            if name not in mentioned:
                found = Finding(
                    message=f"{name}() is never called",
                    rule="G2",
                    path=source.path,
                    line=first,
                    anchor=name,
                    remedy="Call it where it has to decide, or delete it.",
                )
                yield source.waive(found, first, last, check=_NAME)


def _gate_functions(source: Source) -> list[tuple[str, int, int]]:
    return [
        (function.name, function.lineno, function.end_lineno or function.lineno)
        for function in _dead_code.gate_functions(source.code)
    ]


def _mentions(source: Source) -> list[str]:
    return sorted(_dead_code.mentions(source.code))


def _cooldowns_of(config: ConfigText) -> Iterator[Finding]:
    for number, line in enumerate(config.text.split("\n"), 1):
        found = _COOLDOWN.match(line)
        if found is None or not _dead_code.is_cooldown_in_days(found[1], config.path):
            continue
        days = float(found[2])
        if days < _SHORTEST:
            rule, message = _short(found[1], days)
            finding = Finding(
                message=message,
                outcome=Outcome.WARN if days else Outcome.FAIL,
                rule=rule,
                path=config.path,
                line=number,
                anchor=found[1],
            )
            yield _waived(finding, line)


def _of_workflow(workflow: Workflow) -> Iterator[Finding]:
    """Rule G6."""
    if workflow.problem:
        yield Finding(
            message=f"could not be judged: {workflow.problem}",
            outcome=Outcome.INCONCLUSIVE,
            path=workflow.path,
            line=workflow.problem_line,
        )
    for line, message in dead_steps(workflow):
        yield Finding(message=message, rule="G6", path=workflow.path, line=line, anchor=message)


def _waived(found: Finding, line: str) -> Finding:
    waiver = _WAIVER.search(line)
    codes: set[Any] = {code.strip() for code in waiver[1].split(",")} if waiver else set()
    if waiver is None or not codes & {found.rule, _NAME}:
        return found
    return apply_waiver(found, waiver[2].strip())
