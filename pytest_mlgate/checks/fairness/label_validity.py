"""Equal scores mean equal need."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pytest_mlgate.checks.fairness._groups import groups_of
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import FloatArray, IntArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.association import permutation_p
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.stats.power import rows_for_test
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = (
    "The label measures something else than the need: train on the need itself, or on a label "
    "that stands for it equally well in all groups."
)
DECILES = 10
FEWEST_DECILES = 5


@check("fairness.label-validity", kind=Kind.CONFIG, subjects="attributes")
def label_validity(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    need: tuple[str, ...] = (),
    limit: Annotated[float, Range(0)] | None = None,
    min_group: Annotated[int, Range(1)] = 30,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    permutations: Annotated[int, Range(200)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    exclude: dict[str, str] | None = None,
) -> Verdict:
    """At the same score, all groups have the same need on average.

    Why
    ---
    A score trained on cost, arrests or past decisions can treat all groups alike and still
    leave out those whose need costs less: checks of parity do not see it.

    Rule
    ----
    Rows are cut into deciles of the score.  Within deciles that hold at least `min-group`
    rows of both groups, the difference of mean need between a group and all others is pooled
    with the weights of a fixed-effects regression and divided by the standard deviation of
    the need.  FAIL when it is larger than the limit and at most `alpha` of the permutations
    of the group within deciles give as much (Holm over groups and needs).  The same is asked
    of the selected rows alone, where there are decisions.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    need : []
        Columns that measure the need or outcome independently of the label.
    limit : 0.10
        Largest gap, in standard deviations.
    min-group : 30
        Least rows of a group, and of the others, in a decile.
    alpha : 0.05
        Level over all groups and needs.
    permutations, seed : 2000, 0
        How many, and of which random numbers.
    bins, exclude : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: equal score, unequal need.  INCONCLUSIVE: a gap that chance may explain, fewer than
    five deciles with rows enough, a constant need, no need or attribute configured.
    ERROR: no such column.

    Remedy
    ------
    Train on the need itself.

    Source
    ------
    Z. Obermeyer, B. Powers, C. Vogeli and S. Mullainathan (2019), Science 366, 447-453.
    """
    if not subject or not need:
        raise Unmeasurable("label-validity needs attributes and independent columns of need")
    groups = groups_of(predictions, sensitive, subject, bins=bins, exclude=exclude)
    score = predictions.score
    strata = {"": _deciles(score)}
    if predictions.has("y_pred"):
        strata["selected rows, "] = np.where(predictions.decisions, 0, -1)
    rng = np.random.default_rng(seed)
    measured, findings = [], list(groups.notes())
    for column in need:
        values = _varying(predictions, column)
        for where, stratum in strata.items():
            fewest = FEWEST_DECILES if not where else 1
            for i, name in enumerate(groups.names):
                topic = f"{where}{subject} {name}, {column}"
                kept = _usable(stratum, groups.codes, i, min_group)
                if len(np.unique(stratum[kept])) < fewest:
                    findings.append(_thin(subject, name, topic, min_group))
                    continue
                arrays = values[kept] / values.std(), groups.codes[kept] == i, stratum[kept]
                measured.append((name, topic, *_test(*arrays, permutations, rng), int(kept.sum())))
    most = 0.10 if limit is None else limit
    estimates = []
    adjusted = adjust([p for *_, p, _ in measured]).tolist() if measured else []
    for (name, topic, gap, _, n), p in zip(measured, adjusted, strict=True):
        estimate = Estimate(
            name=f"gap in need: {topic}", value=abs(gap), n=n, unit="sd", limit=Limit("<=", most)
        )
        outcome = decide(estimate, Policy.SIGNIFICANT, rejected=p <= alpha)
        if outcome is Outcome.INCONCLUSIVE:
            estimate = replace(estimate, rows_needed=rows_for_test(float(p), alpha, n))
        estimates.append(estimate)
        if outcome is not Outcome.PASS:
            text = (
                f"{topic}: at equal score the need is {gap:+.3f} sd from that of the others on {n} "
                f"rows, limit +-{most:g}, adjusted p {p:.3g}"
            )
            findings.append(Finding(message=text, outcome=outcome, subject=f"{subject}={name}"))
    return Verdict.of(
        findings,
        passed=f"{len(estimates)} comparisons at equal score: the need differs by at most "
        f"{max((e.value for e in estimates), default=float('nan')):.3f} sd, limit {most:g}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _varying(predictions: Predictions, column: str) -> FloatArray:
    values = predictions.numbers(column)
    if not values.std() > 0:
        raise Unmeasurable(f"{column} is constant, so it measures no need")
    return values


def _deciles(score: FloatArray) -> IntArray:
    edges = np.unique(np.quantile(score, np.linspace(0, 1, DECILES + 1)[1:-1]))
    return np.searchsorted(edges, score, side="right")


def _usable(stratum: IntArray, codes: IntArray, group: int, least: int) -> IntArray:
    """Return the rows of strata that hold enough of the group and of the others."""
    inside = (stratum >= 0) & (codes >= 0)
    k = int(stratum.max()) + 1 if inside.any() else 0
    own = np.bincount(stratum[inside & (codes == group)], minlength=k)
    rest = np.bincount(stratum[inside & (codes != group)], minlength=k)
    enough = np.flatnonzero((own >= least) & (rest >= least))
    return np.flatnonzero(inside & np.isin(stratum, enough))


def _test(
    values: FloatArray,
    own: IntArray,
    stratum: IntArray,
    permutations: int,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Return the pooled gap and its permutation p-value, two-sided."""
    order = np.argsort(stratum, kind="stable")
    values, own = values[order], own[order]
    parts = np.split(np.arange(len(order)), np.flatnonzero(np.diff(stratum[order])) + 1)
    weights = [own[part].sum() * (~own[part]).sum() / len(part) for part in parts]
    total = float(sum(weights))
    gap, null = 0.0, np.zeros(permutations)
    for part, weight in zip(parts, weights, strict=True):
        inside, mine = values[part], own[part]
        share = weight / total
        m, n = int(mine.sum()), len(part)
        gap += share * float(inside[mine].mean() - inside[~mine].mean())
        drawn = _drawn_sums(inside, m, permutations, rng)
        null += share * (drawn / m - (inside.sum() - drawn) / (n - m))
    return gap, permutation_p(np.abs(null), abs(gap))


def _drawn_sums(
    values: FloatArray, m: int, permutations: int, rng: np.random.Generator
) -> FloatArray:
    """Return the sum of m values drawn without replacement, so many times."""
    found = np.empty(permutations)
    step = max(1, 2_000_000 // len(values))
    for start in range(0, permutations, step):
        size = min(step, permutations - start)
        keys = rng.random((size, len(values)))
        chosen = np.argpartition(keys, m - 1, axis=1)[:, :m]
        found[start : start + size] = values[chosen].sum(axis=1)
    return found


def _thin(attribute: str, name: str, topic: str, least: int) -> Finding:
    return Finding(
        message=f"{topic}: too few deciles of the score hold {least} rows of the group and of the "
        "others",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{attribute}={name}",
    )
