"""Judging how far apart the rates of groups are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_mlgate.checks.fairness._groups import Groups
from pytest_mlgate.decision import decide
from pytest_mlgate.numeric import BoolArray, FloatArray, IntArray, np
from pytest_mlgate.stats.groups import Pairs, Rates, max_gap_interval, pairwise_tests
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.stats.power import rows_for_test
from pytest_mlgate.stats.proportions import wilson
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy


@dataclass(frozen=True)
class Family:
    """One rate of all groups.

    Parameters
    ----------
    rate:
        What it is called: ``selection rate``, ``true positive rate``.
    counted:
        What its rows are called: ``rows``, ``positives``.
    rates:
        Successes and trials of all groups.
    """

    rate: str
    counted: str
    rates: Rates

    def large(self, min_group: int) -> IntArray:
        """Return the groups with rows enough to be judged."""
        return np.flatnonzero((self.rates.rows >= min_group) & (self.rates.n > 0))


def small_groups(groups: Groups, family: Family, min_group: int) -> list[Finding]:
    """List the groups that cannot be judged."""
    large = set(family.large(min_group).tolist())
    return [
        Finding(
            message=f"{groups.attribute} {name}: {int(family.rates.rows[i])} {family.counted}, too "
            f"few to judge the {family.rate} (at least {min_group})",
            outcome=Outcome.INCONCLUSIVE,
            subject=f"{groups.attribute}={name}",
            remedy="Collect more rows, pool small groups (pool-small) or exclude it and say why.",
        )
        for i, name in enumerate(groups.names)
        if i not in large
    ]


@dataclass(frozen=True)
class ComparedPairs:
    """The large groups of one rate, every pair of them tested."""

    family: Family
    chosen: IntArray
    pairs: Pairs
    adjusted: FloatArray

    @property
    def rate(self) -> FloatArray:
        """Rates of the chosen groups."""
        return self.family.rates.rate[self.chosen]


def compare_pairs(families: Sequence[Family], min_group: int) -> list[ComparedPairs]:
    """Test all pairs of large groups in all rates, adjusted together (Holm).

    All pairs, and not only those with the best-off group: which group that is was seen in
    the same data.  A rate with fewer than two large groups is left out.
    """
    kept = [(f, large) for f in families if len(large := f.large(min_group)) > 1]
    pairs = [pairwise_tests(f.rates.x[large], f.rates.n[large]) for f, large in kept]
    if not pairs:
        return []
    adjusted = adjust(np.concatenate([p.p_value for p in pairs]), "holm")
    parts = np.split(adjusted, np.cumsum([len(p.p_value) for p in pairs])[:-1])
    return [
        ComparedPairs(f, large, p, q) for (f, large), p, q in zip(kept, pairs, parts, strict=True)
    ]


def rates_of(groups: Groups, tested: Sequence[ComparedPairs]) -> list[Estimate]:
    """Return the rate of every compared group, to be seen beside those of the others."""
    return [_rate_of(groups.names[i], t.family, int(i)) for t in tested for i in t.chosen]


def _rate_of(name: str, family: Family, i: int) -> Estimate:
    rates = family.rates
    interval = wilson(rates.x[i], rates.n[i])
    return Estimate(
        name=f"{family.rate} of {name}",
        value=float(rates.rate[i]),
        n=int(rates.rows[i]),
        lower=interval.lower,
        upper=interval.upper,
        confidence=interval.confidence,
        method=interval.method,
        group=name,
    )


def judge_gap(
    groups: Groups, tested: ComparedPairs, *, limit: float, policy: str, alpha: float
) -> tuple[Finding | None, Estimate]:
    """Judge the largest gap of one rate; return what is wrong with it, and the estimate."""
    family, rate = tested.family, tested.rate
    counts = family.rates.x[tested.chosen], family.rates.n[tested.chosen]
    high, low = int(np.argmax(rate)), int(np.argmin(rate))
    gap = float(rate[high] - rate[low])
    beyond = np.abs(tested.pairs.difference) > limit
    p_beyond = float(tested.adjusted[beyond].min()) if beyond.any() else 1.0
    confidence = 0.90 if policy == "assured" else 0.95  # one-sided bounds stand at 95 %
    interval = max_gap_interval([counts], confidence)
    estimate = Estimate(
        name=f"gap in {family.rate}",
        value=gap,
        n=int(family.rates.rows[tested.chosen].sum()),
        lower=interval.lower,
        upper=interval.upper,
        confidence=confidence,
        method=interval.method,
        limit=Limit("<=", limit),
    )
    outcome = decide(estimate, Policy(policy), rejected=p_beyond <= alpha)
    if outcome is Outcome.INCONCLUSIVE and policy == "significant":
        estimate = replace(estimate, rows_needed=rows_for_test(p_beyond, alpha, estimate.n or 0))
    p_any = float(tested.adjusted.min())
    if outcome is Outcome.PASS and gap > limit / 2 and p_any <= alpha:
        outcome = Outcome.WARN
    if outcome is Outcome.PASS:
        return None, estimate
    named = _named_pair(tested, beyond & (tested.adjusted <= alpha))
    return _finding(groups, tested, named, outcome, estimate, alpha), estimate


def _named_pair(tested: ComparedPairs, shown: BoolArray) -> int:
    """Return the pair that is furthest apart, among those that are shown to be if any is."""
    gap = np.abs(tested.pairs.difference)
    return int(np.argmax(np.where(shown, gap, -1.0) if shown.any() else gap))


def _finding(
    groups: Groups,
    tested: ComparedPairs,
    pair: int,
    outcome: Outcome,
    estimate: Estimate,
    alpha: float,
) -> Finding:
    first, second = int(tested.pairs.first[pair]), int(tested.pairs.second[pair])
    high, low = (first, second) if tested.pairs.difference[pair] > 0 else (second, first)
    names = [groups.names[tested.chosen[i]] for i in (high, low)]
    gap = abs(float(tested.pairs.difference[pair]))
    text = (
        f"{tested.family.rate} is {_share(tested, high)} for {groups.attribute} {names[0]} and "
        f"{_share(tested, low)} for {names[1]}: gap {gap:.3f}, adjusted p "
        f"{float(tested.adjusted[pair]):.3g} (level {alpha:.3g}); "
    )
    text += f"largest gap {estimate.value:.3f}, " if gap < estimate.value else ""
    text += (
        f"{estimate.confidence:.0%} interval {estimate.lower:.3f} to {estimate.upper:.3f}, limit "
        f"{estimate.limit}"
    )
    return Finding(message=text, outcome=outcome, subject=f"{groups.attribute}={names[1]}")


def _share(tested: ComparedPairs, i: int) -> str:
    x, n = tested.family.rates.x[tested.chosen[i]], tested.family.rates.n[tested.chosen[i]]
    return f"{x / n:.3f} ({x:.0f} of {n:.0f} {tested.family.counted})"


def alone(
    families: Sequence[Family], tested: Sequence[ComparedPairs], min_group: int
) -> list[Finding]:
    """Say which rates have nobody to be compared with."""
    judged = {id(t.family) for t in tested}
    return [
        Finding(
            message=f"fewer than two groups have {min_group} {family.counted}, so their "
            f"{family.rate} cannot be compared",
            outcome=Outcome.INCONCLUSIVE,
        )
        for family in families
        if id(family) not in judged
    ]
