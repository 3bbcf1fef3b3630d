"""The recorded rule chooses the model that is deployed."""

from __future__ import annotations

from pytest_mlgate.checks.comparison._choice import allowed, complete, winner
from pytest_mlgate.inputs.candidates import Candidates
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

REMEDY = "Deploy what the rule chooses, or change the rule and say why."


@check("comparison.selection-rule", kind=Kind.EVIDENCE)
def selection_rule(candidates: Candidates) -> Verdict:
    """Applying the recorded rule to the recorded metrics gives the model that is deployed.

    Why
    ---
    A choice that cannot be repeated from its record was made by something else than the
    rule.

    Rule
    ----
    * L1 at least one candidate meets all constraints: they are never relaxed to find one;
    * L2 the rule, applied to the candidates inside the constraints, gives the recorded
      winner; a candidate without a metric that the rule needs is left out;
    * L3 the deployed model is the winner, by its hash.

    Settings
    --------
    None; everything stands in the record of candidates.

    Outcomes
    --------
    FAIL: L1 to L3, or a choice without a rule.  INCONCLUSIVE: the deployed hash is recorded
    and the winner's is not.  NOT_APPLICABLE: no record (FAIL when the configuration names
    this check).  ERROR: weights that do not sum to 1.

    Remedy
    ------
    Deploy what the rule chooses.

    Source
    ------
    V. Belton and T. J. Stewart (2002), Multiple Criteria Decision Analysis, chapter 5.
    """
    rule = candidates.rule
    if rule is None:
        text = f"{candidates.path} records a choice and no rule that made it"
        return Verdict.of([Finding(message=text, rule="L2")], passed="", remedy=REMEDY)
    findings = []
    again, lacking = winner(candidates, rule)
    entries, _ = complete(candidates, tuple(rule.constraints))
    inside = allowed(entries, rule)
    if again is None:
        text = f"none of {len(candidates.entries)} candidates meets all constraints"
        findings.append(Finding(message=text, rule="L1"))
    elif again != candidates.chosen:
        text = f"the rule ({rule.type}) chooses {again} and {candidates.chosen} is recorded"
        findings.append(Finding(message=text, rule="L2", subject=candidates.chosen))
    if lacking:
        text = f"left out for a missing metric: {', '.join(lacking)}"
        findings.append(Finding(message=text, outcome=Outcome.PASS))
    findings += _deployed(candidates)
    return Verdict.of(
        findings,
        passed=f"the rule ({rule.type}) chooses {candidates.chosen} among {len(inside)} of "
        f"{len(candidates.entries)} candidates inside the constraints",
        remedy=REMEDY,
    )


def _deployed(candidates: Candidates) -> list[Finding]:
    deployed = candidates.deployed_sha256
    chosen = candidates.entry(candidates.chosen)
    assert chosen is not None
    if deployed is None:
        return []
    if chosen.sha256 is None:
        text = f"{chosen.id} has no sha256 to compare with the deployed {deployed[:12]}"
        return [Finding(message=text, outcome=Outcome.INCONCLUSIVE, rule="L3")]
    if chosen.sha256 == deployed:
        return []
    text = f"deployed is {deployed[:12]} and the winner {chosen.id} is {chosen.sha256[:12]}"
    return [Finding(message=text, rule="L3", subject=chosen.id)]
