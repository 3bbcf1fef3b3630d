"""No part of the data pays for a gain of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pytest_mlgate.checks.comparison._paired import Comparison, Options, compare
from pytest_mlgate.decision import decide_non_inferior
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs._predictions import paired
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = "Look at the rows of the slice; keep the champion for it, or train on more of them."
MOST_IN_SMALL = 0.10
MOST_SLICES = 50


@dataclass(frozen=True)
class _Slice:
    """One level of the slice column."""

    name: str
    found: Comparison


@check("comparison.slices", kind=Kind.CONFIG, subjects="slices")
def slices(
    subject: str,
    predictions: Predictions,
    champion_predictions: Predictions,
    *,
    slices: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    metric: str = "accuracy",
    margin: Annotated[float, Range(0)] = 0.02,
    min_n: Annotated[int, Range(30)] = 200,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    mix: dict[str, float] | None = None,
    directions: dict[str, Literal["higher", "lower"]] | None = None,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The challenger is not worse than the champion in any slice, nor in all of them at once.

    Why
    ---
    A model can be better on the whole and much worse for one region; and when the mix of the
    evaluation rows is not that of production, better on the whole and worse everywhere.

    Rule
    ----
    * S1 in each slice of at least `min-n` rows the gain is not -margin or below with the
      one-sided test of no difference rejecting (Holm over slices); at or below it without
      that the slice is INCONCLUSIVE;
    * S2 a gain over all rows that is shown (its interval leaves 0 out) does not have the
      opposite sign in every slice, nor, where `mix` says how often the slices occur in
      production, at that mix (Simpson's reversal).

    Settings
    --------
    slices : []
        Columns of the predictions; each is one item.
    metric : "accuracy"
        Which metric is compared.
    margin : 0.02
        Largest accepted loss in a slice.
    min-n : 200
        Smaller slices are listed and not judged.
    alpha : 0.05
        Level over the slices of one column.
    mix : none
        Level -> its share of the rows in production, for a single slice column.
    directions, replicates, seed : none, 2000, 0
        As for champion-challenger.

    Outcomes
    --------
    FAIL: a slice that is worse, or a reversal.  WARN: slices too small to be judged hold more
    than a tenth of the rows.  INCONCLUSIVE: a loss that chance may explain, no slice large
    enough, more than 50 levels, a metric that is undefined in a slice.  ERROR: other rows,
    no such column.

    Remedy
    ------
    Look at the rows of the slice.

    Source
    ------
    E. H. Simpson (1951), J. R. Stat. Soc. B 13, 238-241.  S. Holm (1979), Scand. J. Statist. 6,
    65-70.
    """
    if not subject:
        raise Unmeasurable('no slice column is configured: slices = ["region"]')
    candidate, champion = paired(predictions, champion_predictions)
    levels = pandas.Series(candidate.column(subject)).astype(object)
    levels = levels.where(levels.notna(), "(missing)").astype(str)
    sizes = levels.value_counts().sort_index()
    if len(sizes) > MOST_SLICES:
        raise Unmeasurable(f"{subject} has {len(sizes)} levels; at most {MOST_SLICES} are slices")
    options = Options(directions, 0, replicates, seed)
    findings: list[Finding] = []
    judged: list[_Slice] = []
    for name in sizes[sizes >= min_n].index:
        rows = (levels == name).to_numpy()
        try:
            found = compare(metric, candidate.take(rows), champion.take(rows), options)
        except Unmeasurable as thin:
            findings.append(_inconclusive(subject, name, str(thin)))
        else:
            judged.append(_Slice(name, found))
    if not judged:
        raise Unmeasurable(f"no level of {subject} has {min_n} rows; the largest has {sizes.max()}")
    verdicts = list(_judge(subject, judged, margin, alpha))
    findings += [finding for finding, _ in verdicts if finding]
    findings += _small(subject, sizes, min_n)
    findings += _reversal(subject, judged, compare(metric, candidate, champion, options), mix)
    worst = min(judged, key=lambda one: one.found.gain)
    return Verdict.of(
        findings,
        passed=f"{len(judged)} slices of {subject}, {candidate.n} rows: least gain in {metric} "
        f"{worst.found.gain:+.4f} ({worst.name}), margin {margin:g}",
        remedy=REMEDY,
        estimates=[estimate for _, estimate in verdicts],
    )


def _judge(
    column: str, judged: list[_Slice], margin: float, alpha: float
) -> Iterator[tuple[Finding | None, Estimate]]:
    adjusted = adjust([one.found.p_worse for one in judged]).tolist()
    for one, p in zip(judged, adjusted, strict=True):
        estimate = one.found.estimate(Limit(">", -margin))
        outcome = decide_non_inferior(estimate, rejected=p <= alpha)
        if outcome is Outcome.INCONCLUSIVE and one.found.gain > -margin:
            outcome = Outcome.PASS  # a loss that was not even seen is nobody's regression
        finding = Finding(
            message=f"{column} {one.name}: {one.found}, margin {margin:g}, adjusted p {p:.3g}",
            outcome=outcome,
            rule="S1",
            subject=f"{column}={one.name}",
        )
        yield (None if outcome is Outcome.PASS else finding), estimate


def _small(column: str, sizes: Any, least: int) -> list[Finding]:
    small = sizes[sizes < least]
    if not len(small):
        return []
    share = float(small.sum() / sizes.sum())
    listed = ", ".join(f"{name} ({n})" for name, n in small.items())
    return [
        Finding(
            message=f"{len(small)} slices of {column} below {least} rows, with {share:.0%} of all "
            f"rows, were not judged: {listed}",
            outcome=Outcome.WARN if share > MOST_IN_SMALL else Outcome.PASS,
            subject=column,
        )
    ]


def _reversal(
    column: str, judged: list[_Slice], whole: Comparison, mix: dict[str, float] | None
) -> list[Finding]:
    if not (whole.lower > 0 or whole.upper < 0):
        return []
    gains = {one.name: one.found.gain for one in judged}
    how = ""
    if len(gains) > 1 and all(gain * whole.gain < 0 for gain in gains.values()):
        how = "in every slice"
    elif mix:
        lacking = sorted(set(mix) - set(gains))
        if lacking:
            return [_inconclusive(column, lacking[0], "no gain was measured, and `mix` needs it")]
        at_mix = sum(share * gains[name] for name, share in mix.items()) / sum(mix.values())
        how = f"({at_mix:+.4f}) at the mix of production" if at_mix * whole.gain < 0 else ""
    if not how:
        return []
    return [
        Finding(
            message=f"the gain in {whole.metric} is {whole.gain:+.4f} over all rows and has the "
            f"opposite sign {how} of {column}",
            rule="S2",
            subject=column,
        )
    ]


def _inconclusive(column: str, name: str, reason: str) -> Finding:
    return Finding(
        message=f"{column} {name}: {reason}",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{column}={name}",
    )
