"""The chosen model is not beaten on everything at once."""

from __future__ import annotations

from pytest_mlgate.checks.comparison._choice import complete, errors, oriented, winner
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.candidates import Candidates
from pytest_mlgate.registry import Kind, check
from pytest_mlgate.stats.pareto import dominated
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Choose a candidate that no other one dominates, or write down the rule that chose."


@check("comparison.pareto", kind=Kind.CONFIG)
def pareto(candidates: Candidates) -> Verdict:
    """No candidate is at least as good as the chosen one on everything, and better on something.

    Why
    ---
    Whatever weights somebody likes, a dominated model is never the right choice.

    Rule
    ----
    * D1 no other candidate is as good on every objective, up to one standard error of the
      difference, and better by more than that on one;
    * D2 a recorded constraint is met by the chosen model;
    * D3 a recorded rule (weights of objectives scaled to 0 and 1, best inside constraints, or
      the knee: furthest above the plane through the extremes) chooses it again.

    Settings
    --------
    None; everything stands in the record of candidates.

    Outcomes
    --------
    FAIL: D1, D2 or D3.  INCONCLUSIVE: fewer than two candidates with every objective; the
    others are listed, never counted as 0.  NOT_APPLICABLE: no record.  ERROR: a broken one.

    Remedy
    ------
    Choose a candidate that is not dominated.

    Source
    ------
    K. Deb (2001), Multi-Objective Optimization using Evolutionary Algorithms.  I. Das (1999),
    Structural Optimization 18, 107-115 (the knee).
    """
    objectives = tuple(candidates.directions)
    entries, lacking = complete(candidates, objectives)
    if len(entries) < 2:
        raise Unmeasurable(
            f"{len(entries)} candidates have every objective ({', '.join(objectives)}); at least "
            f"two "
            f"are compared; without: {', '.join(lacking) or 'none'}"
        )
    findings = []
    if lacking:
        text = f"left out for a missing objective: {', '.join(lacking)}"
        findings.append(Finding(message=text, outcome=Outcome.PASS))
    ids = [one.id for one in entries]
    if candidates.chosen not in ids:
        text = f"the chosen {candidates.chosen} lacks an objective, so it cannot be judged"
        findings.append(Finding(message=text, outcome=Outcome.INCONCLUSIVE, rule="D1"))
        return Verdict.of(findings, passed="", remedy=REMEDY)
    values, se = oriented(candidates, entries, objectives), errors(entries, objectives)
    own = ids.index(candidates.chosen)
    if dominated(values, se)[own]:
        pairs = [
            other
            for i, other in enumerate(ids)
            if i != own and dominated(values[[own, i]], se[[own, i]])[0]
        ]
        text = f"the chosen {candidates.chosen} is beaten on everything by {', '.join(pairs)}"
        findings.append(Finding(message=text, rule="D1", subject=candidates.chosen))
    findings += _by_rule(candidates)
    count = int((~dominated(values, se)).sum())
    return Verdict.of(
        findings,
        passed=f"{candidates.chosen} is one of {count} of {len(ids)} candidates that no other one "
        f"dominates on {', '.join(objectives)}",
        remedy=REMEDY,
        estimates=[
            Estimate(name=f"{name} of {candidates.chosen}", value=entries[own].values[name])
            for name in objectives
        ],
    )


def _by_rule(candidates: Candidates) -> list[Finding]:
    rule = candidates.rule
    if rule is None:
        return []
    chosen = candidates.entry(candidates.chosen)
    assert chosen is not None
    findings = [
        Finding(
            message=f"{name} of the chosen {chosen.id} is {chosen.values[name]:g}, outside {low:g} "
            f"to {high:g}",
            rule="D2",
            subject=chosen.id,
        )
        for name, (low, high) in rule.constraints.items()
        if name in chosen.values and not low <= chosen.values[name] <= high
    ]
    again, _ = winner(candidates, rule)
    if again != candidates.chosen:
        text = f"the recorded rule ({rule.type}) chooses {again or 'nobody'}, not {chosen.id}"
        findings.append(Finding(message=text, rule="D3", subject=chosen.id))
    return findings
