"""A mitigation helps, hurts nobody else, and costs little accuracy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._gaps import ComparedPairs, Family, compare_pairs, judge_gap
from pytest_mlgate.checks.fairness._groups import Groups, groups_of
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs._predictions import paired
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.paired import bonett_price, discordant
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Try another mitigation (pre-, in- or post-processing), or less of it."
Measure = Literal["selection_rate", "tpr", "fpr", "ppv"]
_WORDS = {
    "selection_rate": ("selection rate", "rows"),
    "tpr": ("true positive rate", "positives"),
    "fpr": ("false positive rate", "negatives"),
    "ppv": ("positive predictive value", "favourable predictions"),
}


@dataclass(frozen=True)
class _Side:
    """One rate before or after."""

    outcome: Outcome
    estimate: Estimate
    message: str


@check("fairness.mitigation-tradeoff", kind=Kind.CONFIG, subjects="attributes")
def mitigation_tradeoff(
    subject: str,
    predictions: Predictions,
    before_predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    measures: tuple[Measure, ...] = ("selection_rate", "tpr", "fpr"),
    limit: Annotated[float, Range(0, 1)] | None = None,
    max_accuracy_loss: Annotated[float, Range(0, 1)] = 0.05,
    choice_sha256: str | None = None,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    min_group: Annotated[int, Range(1)] = 30,
    bins: dict[str, tuple[float, ...]] | None = None,
    pool_small: bool = False,
    exclude: dict[str, str] | None = None,
) -> Verdict:
    """After mitigation every chosen gap is closed, and accuracy lost no more than agreed.

    Why
    ---
    Closing one gap often opens another, and the price in accuracy should be known.

    Rule
    ----
    On the same rows, before (``[inputs.before-predictions]``) and after:

    * T1 every chosen rate is judged as in demographic-parity after mitigation, and passes;
    * T2 none that passed before fails after;
    * T3 accuracy lost at most `max-accuracy-loss`: PASS when the one-sided 95 % Bonett-Price
      bound of the paired difference is inside, FAIL when the loss itself is outside;
    * T4 the rows on which the mitigation was chosen are not these rows, by their hash.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    measures : ["selection_rate", "tpr", "fpr"]
        Also ``ppv``.
    limit : 0.10
        Largest gap of each.
    max-accuracy-loss : 0.05
        Largest loss of accuracy.
    choice-sha256 : none
        Hash of the data on which the mitigation was chosen.
    policy, alpha, min-group, bins, pool-small, exclude : "significant", 0.05, 30, none
        As for demographic-parity.

    Outcomes
    --------
    FAIL: T1, T2 or T4, or accuracy lost more.  INCONCLUSIVE: a gap that chance may explain,
    or an accuracy bound outside.  ERROR: other rows.

    Remedy
    ------
    Try another mitigation.

    Source
    ------
    D. G. Bonett and R. M. Price (2012), J. Educ. Behav. Stat. 37, 479-488.  S. A. Friedler et
    al. (2019), A comparative study of fairness-enhancing interventions, FAT*, 329-338.
    """
    if not subject:
        raise Unmeasurable("no attribute is configured, so nobody was compared with anybody")
    after, before = paired(predictions, before_predictions)
    groups = groups_of(
        after, sensitive, subject, bins=bins, min_group=min_group, pool_small=pool_small,
        exclude=exclude,
    )  # fmt: skip
    most = 0.10 if limit is None else limit
    judged = [
        dict(_sides(groups, which, measures, min_group, most, policy, alpha))
        for which in (before, after)
    ]
    findings = list(groups.notes())
    for measure in measures:
        findings += _compare(measure, judged[0].get(measure), judged[1].get(measure), subject)
    finding, loss = _accuracy(after, before, max_accuracy_loss)
    findings += [finding] if finding else []
    findings += _chosen_elsewhere(choice_sha256, after)
    return Verdict.of(
        findings,
        passed=f"{len(measures)} gaps closed on {after.n} rows by {subject}; {loss}",
        remedy=REMEDY,
        estimates=[loss, *(side.estimate for side in judged[1].values())],
    )


def _sides(
    groups: Groups, rows: Predictions, measures: Sequence[str], least: int, limit: float,
    policy: str, alpha: float,
) -> Iterator[tuple[str, _Side]]:  # fmt: skip
    families = {measure: _family(groups, rows, measure) for measure in measures}
    tested = compare_pairs(list(families.values()), least)
    for measure, family in families.items():
        found: ComparedPairs | None = next((t for t in tested if t.family is family), None)
        if found is None:
            continue
        finding, estimate = judge_gap(groups, found, limit=limit, policy=policy, alpha=alpha)
        outcome = finding.outcome if finding else Outcome.PASS
        yield measure, _Side(outcome, estimate, finding.message if finding else "")


def _family(groups: Groups, rows: Predictions, measure: str) -> Family:
    words = _WORDS[measure]
    if measure == "selection_rate":
        return Family(*words, groups.rates(rows.decisions, rows))
    if measure == "ppv":
        return Family(*words, groups.rates(rows.positives, rows, rows.decisions))
    among = rows.positives if measure == "tpr" else ~rows.positives
    return Family(*words, groups.rates(rows.decisions, rows, among))


def _compare(
    measure: str, before: _Side | None, after: _Side | None, attribute: str
) -> Iterator[Finding]:
    name = _WORDS[measure][0]
    if after is None:
        yield Finding(
            message=f"fewer than two groups are large enough for the {name}",
            outcome=Outcome.INCONCLUSIVE,
            rule="T1",
            subject=attribute,
        )
        return
    if after.outcome in {Outcome.FAIL, Outcome.INCONCLUSIVE}:
        passed = before is not None and before.outcome in {Outcome.PASS, Outcome.WARN}
        was = f"{before.estimate.value:.3f}" if before else "unknown"
        broke = f" (it passed before the mitigation, with {was})" if passed else f" (before: {was})"
        yield Finding(
            message=after.message + broke,
            outcome=after.outcome,
            rule="T2" if passed else "T1",
            subject=attribute,
        )


def _accuracy(
    after: Predictions, before: Predictions, limit: float
) -> tuple[Finding | None, Estimate]:
    truth = after.positives
    b, c = discordant(before.decisions == truth, after.decisions == truth)
    interval = bonett_price(b, c, after.n, 0.90)
    estimate = Estimate(
        name="accuracy lost",
        value=(b - c) / after.n,
        n=after.n,
        lower=interval.lower,
        upper=interval.upper,
        confidence=0.90,
        method=interval.method,
        limit=Limit("<=", limit),
    )
    outcome = decide(estimate, Policy.ASSURED)
    if outcome is Outcome.PASS:
        return None, estimate
    share = (float(np.mean(side.decisions == truth)) for side in (before, after))
    first, second = share
    text = f"accuracy {first:.4f} before and {second:.4f} after: {estimate}"
    return Finding(message=text, outcome=outcome, rule="T3"), estimate


def _chosen_elsewhere(choice: str | None, after: Predictions) -> Iterator[Finding]:
    if choice is not None and choice == (after.dataset or after.fingerprint):
        yield Finding(
            message="the mitigation was chosen on these very rows, so its effect is overstated",
            rule="T4",
        )
