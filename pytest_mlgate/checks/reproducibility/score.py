"""The reproducibility checklist as one number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.registry import Phase, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

Part = Literal["seeds", "dependencies", "data", "container", "hardware", "config"]

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "seeds": 0.15,
        "dependencies": 0.25,
        "data": 0.20,
        "container": 0.15,
        "hardware": 0.10,
        "config": 0.15,
    }
)

_EVIDENCE: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "seeds": (("reproducibility.nondeterministic-code",),),
        "dependencies": (("reproducibility.lock-file",), ("dependencies.pinned-versions",)),
        "data": (("reproducibility.data-manifest", "data.dvc-status"),),
        "container": (
            ("reproducibility.container-environment",),
            ("dependencies.pinned-base-images",),
        ),
        "hardware": (("reproducibility.environment-diff[hardware]",),),
        "config": (("reproducibility.config-tracking",),),
    }
)
"""Part -> groups of checks: every group must hold, and one check of a group is enough."""


@check("reproducibility.score", blocks_from=Phase.STAGING)
def score(
    verdicts: Verdicts,
    *,
    minimum: Annotated[float, Range(0, 1)] = 0.8,
    mandatory: tuple[Part, ...] = ("dependencies", "data"),
    not_applicable: dict[str, str] = {},  # noqa: B006 - read only, and shown as the default
) -> Verdict:
    """The weighted reproducibility checklist reaches its minimum.

    Why
    ---
    One number shows at a glance how far a project is from a result that others can make
    again, and its trend shows whether it gets nearer.  The number never hides a missing
    foundation: the mandatory parts must hold whatever the sum is.

    Rule
    ----
    The score is the sum of the weights of the parts that hold: seeds 0.15
    (nondeterministic-code), dependencies 0.25 (lock-file and pinned versions), data 0.20
    (data-manifest or DVC status), container 0.15 (container-environment and pinned base
    images), hardware determinism 0.10 (environment-diff of the hardware) and
    configuration 0.15 (config-tracking).  A part holds when its checks end in PASS or
    WARN; INCONCLUSIVE, ERROR and NOT_APPLICABLE count as not held.  A check that is not
    installed is left out.  There is no interval: it is a checklist, not a proportion.

    Settings
    --------
    minimum : 0.8
        Lowest score that passes, 0 to 1.
    mandatory : ["dependencies", "data"]
        Parts that must hold whatever the score is.
    not-applicable : {}
        Table of parts that the project has no use for, each with its reason; they drop
        out and the weights of the others are scaled up.

    Outcomes
    --------
    FAIL below the minimum or with a mandatory part that does not hold.  NOT_APPLICABLE
    when every part is declared not applicable.  ERROR for an unknown part or a missing
    reason.  Before the phase ``staging`` a failure warns, because its parts speak for
    themselves.

    Remedy
    ------
    Mend the checks of the parts listed as not held, heaviest first.

    Source
    ------
    A weighted checklist in the manner of the reproducibility checklists of the machine
    learning conferences (Pineau et al., JMLR 22(164), 2021).
    """
    _validate(not_applicable)
    weights = {part: weight for part, weight in WEIGHTS.items() if part not in not_applicable}
    if not weights:
        return Verdict.not_applicable("every part is declared not applicable")
    total = sum(weights.values())
    missing = {part: why for part in weights if (why := _missing(part, verdicts))}
    value = sum(weight for part, weight in weights.items() if part not in missing) / total
    # The weights are decimal fractions: their sum must not miss the limit by 1e-16.
    estimate = Estimate(
        name="reproducibility score", value=round(value, 9), limit=Limit(">=", minimum)
    )
    blocking = [part for part in missing if part in mandatory]
    outcome = Outcome.FAIL if blocking else decide(estimate, Policy.POINT)
    held = f"{len(weights) - len(missing)} of {len(weights)} parts hold"
    return Verdict(
        outcome=outcome,
        summary=f"reproducibility score {value:.2f} against a minimum of {minimum:.2f}; {held}"
        + (f"; mandatory and not held: {', '.join(blocking)}" if blocking else ""),
        estimates=(estimate,),
        findings=tuple(
            Finding(
                message=f"{part} (weight {weights[part] / total:.2f}) does not hold: {why}",
                subject=part,
                anchor=part,
                outcome=outcome if part in blocking or outcome is Outcome.FAIL else Outcome.PASS,
            )
            for part, why in missing.items()
        ),
        remedy="" if outcome is Outcome.PASS else "Mend the listed checks, heaviest part first.",
    )


def _missing(part: str, verdicts: Verdicts) -> str:
    """Say which checks keep a part from holding; empty when it holds."""
    reasons = []
    known = False
    for group in _EVIDENCE[part]:
        found = {name: verdict for name in group if (verdict := _get(verdicts, name)) is not None}
        known = known or bool(found)
        if found and not any(v.outcome in {Outcome.PASS, Outcome.WARN} for v in found.values()):
            reasons += [f"{name} is {verdict.outcome}" for name, verdict in found.items()]
    return ", ".join(reasons) if known else "no check that covers it is installed"


def _get(verdicts: Verdicts, name: str) -> Verdict | None:
    check_id, _, subject = name.partition("[")
    return verdicts.get(check_id, subject.rstrip("]"))


def _validate(not_applicable: Mapping[str, str]) -> None:
    for part, reason in not_applicable.items():
        if part not in WEIGHTS:
            raise InputError(
                "reproducibility.score",
                key=f"not-applicable.{part}",
                found="an unknown part",
                expected=f"one of {', '.join(WEIGHTS)}",
            )
        if not reason.strip():
            raise InputError(
                "reproducibility.score",
                key=f"not-applicable.{part}",
                found="no reason",
                expected="why the project has no use for this part",
            )
