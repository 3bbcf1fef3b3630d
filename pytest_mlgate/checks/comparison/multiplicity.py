"""Claims hold after counting everything that was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, cast

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.p_values import PFamily, PValues
from pytest_mlgate.numeric import np, special
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Claim only what holds on the adjusted p-value, and log every comparison that was made."
Method = Literal["holm", "hochberg", "bonferroni", "bh", "by"]
_CONFIRMING = {"holm", "hochberg", "bonferroni"}


@check("comparison.multiplicity", kind=Kind.EVIDENCE)
def multiplicity(
    p_values: PValues, *, family_level: Annotated[float, Range(0, 1)] = 0.05
) -> Verdict:
    """Every claim holds on a p-value adjusted for all comparisons that were made.

    Why
    ---
    Ten tests at .05 find something in four of ten experiments in which there is nothing; 28
    pairs of eight models in three of four.

    Rule
    ----
    For every declared family, m is the number of comparisons made (metrics x arms x segments
    x looks x candidates), not the number reported.

    * A1 as many comparisons are logged as were made;
    * A2 a confirmatory family is adjusted by Holm, Hochberg or Bonferroni, an exploratory one
      by Benjamini-Hochberg or -Yekutieli, and by the method that was declared beforehand;
    * A3 every claim has an adjusted p of at most the level; comparisons that were not logged
      count as 1;
    * A4 an unusual share of p-values just below .05 (.04 to .05, binomial, p < .01) warns.

    Guardrails, which must all pass, are not adjusted: correction would hide harm.  The items
    of the gate itself share its `alpha` from the start and need no audit.

    Settings
    --------
    family-level : 0.05
        Level, or false discovery rate, of every family.

    Outcomes
    --------
    FAIL: A1 to A3.  WARN: A4.  INCONCLUSIVE: a missing p-value, an empty family.
    NOT_APPLICABLE: no record of comparisons.  ERROR: a record that breaks its schema.

    Remedy
    ------
    Claim only what holds on the adjusted p-value.

    Source
    ------
    S. Holm (1979), Scand. J. Statist. 6, 65-70.  Y. Benjamini and Y. Hochberg (1995), J. R.
    Stat. Soc. B 57, 289-300.
    """
    if not p_values.families:
        raise Unmeasurable(f"{p_values.path} declares no family of comparisons")
    findings: list[Finding] = []
    estimates = []
    for family in p_values.families:
        if family.kind != "guardrail":
            findings += _judge(family, family_level)
        estimates.append(Estimate(name=f"comparisons made in {family.name}", value=family.made))
    findings += _heaped(p_values)
    total = sum(family.made for family in p_values.families)
    claims = sum(c.claimed for family in p_values.families for c in family.comparisons)
    return Verdict.of(
        findings,
        passed=f"{claims} claims from {total} comparisons in {len(p_values.families)} families "
        f"hold "
        f"at level {family_level:g}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _judge(family: PFamily, level: float) -> Iterator[Finding]:
    logged = len(family.comparisons)
    if not logged:
        text = f"{family.name}: no comparison is logged"
        yield Finding(message=text, outcome=Outcome.INCONCLUSIVE, subject=family.name)
        return
    lacking = [c.id for c in family.comparisons if np.isnan(c.p)]
    if lacking:
        text = f"{family.name}: no p-value for {', '.join(lacking[:8])}"
        yield Finding(message=text, outcome=Outcome.INCONCLUSIVE, subject=family.name)
        return
    if logged < family.made:
        product = " x ".join(f"{n} {name}" for name, n in family.dimensions.items())
        text = (
            f"{family.name}: {family.made} comparisons were made ({product}), {logged} are logged"
        )
        yield Finding(message=text, rule="A1", subject=family.name)
    yield from _method(family)
    method = family.method if family.method != "none" else "holm"
    unlogged = [1.0] * max(0, family.made - logged)
    adjusted = adjust([*(c.p for c in family.comparisons), *unlogged], cast("Method", method))
    for one, p in zip(family.comparisons, adjusted.tolist(), strict=False):
        if one.claimed and p > level:
            text = (
                f"{family.name}: {one.id} is claimed with p {one.p:.3g}, which is {p:.3g} after "
                f"{method} over {max(family.made, logged)} comparisons, level {level:g}"
            )
            yield Finding(message=text, rule="A3", subject=one.id)


def _method(family: PFamily) -> Iterator[Finding]:
    if family.preregistered is not None and family.preregistered != family.method:
        text = f"{family.name}: {family.preregistered} was declared beforehand and "
        f"{family.method} used"
        yield Finding(message=text, rule="A2", subject=family.name)
    fits = _CONFIRMING if family.kind == "confirmatory" else {"bh", "by", *_CONFIRMING}
    if family.method not in fits and len(family.comparisons) > 1:
        text = f"{family.name}: a {family.kind} family is adjusted by {family.method}, expected "
        "one of "
        text += ", ".join(sorted(fits))
        yield Finding(message=text, rule="A2", subject=family.name)


def _heaped(record: PValues) -> Iterator[Finding]:
    """Look for p-values that were pushed below the usual level."""
    p = np.array([c.p for family in record.families for c in family.comparisons])
    p = p[np.isfinite(p) & (p <= 0.10)]
    heaped = int(((p >= 0.04) & (p < 0.05)).sum())
    if len(p) < 10:
        return
    # Below .1 a p-value without pressure is at most as dense near .05 as on average.
    chance = float(special.bdtrc(heaped - 1, len(p), 0.1)) if heaped else 1.0
    if chance < 0.01:
        text = (
            f"{heaped} of {len(p)} p-values below .1 lie between .04 and .05 (chance {chance:.2g})"
        )
        yield Finding(message=text, outcome=Outcome.WARN, rule="A4")
