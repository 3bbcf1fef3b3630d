"""The fairness policy is complete, and what it demands was measured."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pytest_mlgate.inputs.fairness_policy import Band, FairnessPolicy
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.verdicts import Verdicts
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

KNOWN = (
    "attribute-flip",
    "demographic-parity",
    "disparate-impact",
    "equalized-odds",
    "group-calibration",
    "group-error-gap",
    "individual-consistency",
    "intersectional-gap",
    "label-validity",
    "loss-ratio-parity",
    "mean-outcome-ratio",
    "output-spread",
    "predictive-parity",
    "proxy-association",
)
"""Measures of fairness among which a policy chooses."""

REMEDY = "Complete fairness_policy.yaml, and name every chosen check in the configuration."


@check("fairness.policy", kind=Kind.EVIDENCE)
def policy(
    fairness_policy: FairnessPolicy,
    verdicts: Verdicts,
    predictions: Predictions | None = None,
) -> Verdict:
    """The fairness policy chooses its measures with reasons, and all of them were measured.

    Why
    ---
    The measures contradict one another when base rates differ, so somebody has to choose;
    and a choice that no check carries out protects nobody.

    Rule
    ----
    * Y1 every metric has a rationale;
    * Y2 the bands of a numeric attribute neither overlap nor leave gaps;
    * Y3 every chosen check ran in this gate, on every attribute where it has several, and
      came to a verdict;
    * Y4 where the policy names the model's hash, the predictions are that model's;
    * Y5 a known measure that is neither chosen nor declined with a reason warns;
    * Y6 thresholds that differ between groups warn: they may be unlawful.

    Settings
    --------
    None; the policy is ``fairness_policy.yaml``.

    Outcomes
    --------
    FAIL: Y1 to Y4, or a policy that chooses nothing.  WARN: Y5, Y6.  NOT_APPLICABLE: no
    policy file (FAIL when the configuration names this check).  ERROR: the file breaks its
    schema.

    Remedy
    ------
    Complete the policy.

    Source
    ------
    J. Kleinberg, S. Mullainathan and M. Raghavan (2017), Inherent trade-offs in the fair
    determination of risk scores, ITCS, 43.  A. Chouldechova (2017), Big Data 5, 153-163.
    """
    findings = [*_choice(fairness_policy), *_bands(fairness_policy)]
    for metric in fairness_policy.metrics:
        findings += _measured(metric.check, fairness_policy, verdicts)
    findings += _model(fairness_policy, predictions)
    return Verdict.of(
        findings,
        passed=f"{len(fairness_policy.metrics)} chosen measures on "
        f"{len(fairness_policy.attributes)} attributes, all of them measured",
        remedy=REMEDY,
    )


def _choice(chosen: FairnessPolicy) -> Iterator[Finding]:
    if not chosen.metrics:
        yield _violation("Y3", "the policy chooses no measure, so nothing is measured", "metrics")
    for metric in chosen.metrics:
        if not metric.rationale.strip():
            yield _violation("Y1", f"{metric.check} is chosen without a rationale", metric.check)
    decided = {_name(m.check) for m in chosen.metrics} | {_name(d) for d in chosen.declined}
    silent = [name for name in KNOWN if name not in decided]
    if silent:
        yield Finding(
            message=f"neither chosen nor declined with a reason: {', '.join(silent)}",
            outcome=Outcome.WARN,
            rule="Y5",
            subject="declined",
        )
    if chosen.per_group_thresholds:
        yield Finding(
            message="the policy sets thresholds per group, which may be unlawful where it applies",
            outcome=Outcome.WARN,
            rule="Y6",
            subject="per_group_thresholds",
        )


def _bands(chosen: FairnessPolicy) -> Iterator[Finding]:
    for attribute in chosen.attributes:
        bands = sorted(attribute.bands, key=lambda band: band.low)
        for first, second in pairwise(bands):
            problem = _meeting(first, second)
            if problem:
                yield _violation(
                    "Y2", f"bands {first} and {second} of {attribute.column} {problem}",
                    attribute.column,
                )  # fmt: skip


def _meeting(first: Band, second: Band) -> str:
    """Say what is wrong where two bands meet; whole years end at 65 and go on at 66."""
    if second.low < first.high or (second.low == first.high and first.closed):
        return "overlap"
    step = 1 if first.closed and float(first.high).is_integer() else 0
    return "leave a gap between them" if second.low > first.high + step else ""


def _measured(name: str, chosen: FairnessPolicy, verdicts: Verdicts) -> Iterator[Finding]:
    id = name if name.startswith("fairness.") else f"fairness.{name}"
    short = _name(id)
    if short not in KNOWN:
        yield _violation("Y3", f"{name} is no measure of fairness that is known here", name)
        return
    subjects = [a.column for a in chosen.attributes] if short not in _WITHOUT else [""]
    for subject in subjects:
        verdict = verdicts.get(id, subject)
        if verdict is None or verdict.outcome in {Outcome.NOT_APPLICABLE, Outcome.ERROR}:
            reason = "is not installed" if verdict is None else verdict.summary
            item = f"{id}[{subject}]" if subject else id
            yield _violation("Y3", f"{item} is chosen and was not measured: {reason}", item)


_WITHOUT = {"individual-consistency", "intersectional-gap", "output-spread"}
"""Their items are no attributes, so that the policy cannot name them one by one."""


def _model(chosen: FairnessPolicy, predictions: Predictions | None) -> Iterator[Finding]:
    if chosen.model_sha256 is None:
        return
    actual = predictions.model_sha256 if predictions else None
    if actual != chosen.model_sha256:
        found = f"of model {actual[:12]}" if actual else "that do not say which model made them"
        yield _violation(
            "Y4",
            f"the policy was agreed for model {chosen.model_sha256[:12]} and the gate measured "
            f"predictions {found}",
            "model_sha256",
        )


def _name(id: str) -> str:
    return id.removeprefix("fairness.")


def _violation(rule: str, message: str, subject: str) -> Finding:
    return Finding(message=message, rule=rule, subject=subject)
