"""Scores are probabilities within every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pytest_mlgate.checks.fairness._groups import Groups, groups_of, score_in_range
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import BoolArray, FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.association import permutation_p
from pytest_mlgate.stats.calibration import calibration_null, expected_calibration_error
from pytest_mlgate.stats.multiplicity import adjust
from pytest_mlgate.stats.proportions import wilson
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Recalibrate the scores (isotonic or Platt scaling) on rows of this group as well."


@dataclass(frozen=True)
class _Measured:
    """One group of rows enough."""

    name: str
    n: int
    error: float
    p_error: float
    mean_score: float
    observed: float
    p_rate: float


@check("fairness.group-calibration", kind=Kind.CONFIG, subjects="attributes")
def group_calibration(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    limit: Annotated[float, Range(0, 1)] | None = None,
    max_ece_gap: Annotated[float, Range(0, 1)] | None = None,
    min_rows: Annotated[int, Range(20)] = 200,
    draws: Annotated[int, Range(100)] = 1000,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """A score means the same share of events in every group.

    Why
    ---
    A score of .8 that comes true for 80 % of one group and for 60 % of another misleads
    everybody who acts on it for the second.

    Rule
    ----
    Each group by itself, never one group's error against another's: two groups that are
    both wrong by .95 in opposite directions differ by nothing.

    * C1 the expected calibration error over ten bins of equal size is at most the limit.
      On few rows a perfect score has a large error too: it is a FAIL only when the error
      also exceeds what scores that are exactly right would show (outcomes drawn from the
      scores, Holm over groups and both rules);
    * C2 mean score and observed rate differ by at most the limit, judged likewise by the
      drawn outcomes;
    * C3 if asked for, the errors of two groups differ by at most `max-ece-gap`.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    limit : 0.10
        Largest calibration error, and largest gap between mean score and observed rate.
    max-ece-gap : none
        Largest difference of calibration errors between groups.
    min-rows : 200
        Smaller groups are not judged.
    draws : 1000
        Drawn sets of outcomes; the least p is 1 / (draws + 1).
    alpha : 0.05
        Level over all groups of one attribute.
    seed : 0
        Of the draws.
    bins, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: miscalibrated by more than the limit and by more than chance.  INCONCLUSIVE: by more
    than the limit, but no more than chance; a group below `min-rows`; a constant score; no
    attribute configured.  NOT_APPLICABLE: the task is a regression.  ERROR: no score, or one
    that is no probability.

    Remedy
    ------
    Recalibrate on rows of the group.

    Source
    ------
    J. Bröcker and L. A. Smith (2007), Weather and Forecasting 22, 651-661.  G. Pleiss et al.
    (2017), On fairness and calibration, NeurIPS 30.
    """
    if predictions.task == "regression":
        return Verdict.not_applicable("a regression has no scores")
    if not subject:
        raise Unmeasurable("no attribute is configured, so no group was looked at")
    groups = groups_of(predictions, sensitive, subject, bins=bins, exclude=exclude)
    score = score_in_range(predictions.score, predictions.source)
    rng = np.random.default_rng(seed)
    measured, findings = [], list(groups.notes())
    for i, name in enumerate(groups.names):
        chosen = groups.codes == i
        try:
            if chosen.sum() < min_rows:
                raise Unmeasurable(f"{int(chosen.sum())} rows; at least {min_rows} are needed")
            measured.append(
                _measure(name, score[chosen], predictions.positives[chosen], draws, rng)
            )
        except Unmeasurable as thin:
            findings.append(_thin(groups, name, str(thin)))
    most = limit_for("group-calibration", preset, limit, 0.10)
    judged = _judge(groups, measured, most, alpha)
    findings += [finding for finding, _ in judged if finding]
    if max_ece_gap is not None and len(measured) > 1:
        findings += _gap(groups, measured, max_ece_gap)
    return Verdict.of(
        findings,
        passed=f"{len(measured)} groups of {subject}: largest calibration error "
        f"{max((m.error for m in measured), default=float('nan')):.3f}, limit <= {most:g}",
        remedy=REMEDY,
        estimates=[estimate for _, estimate in judged],
    )


def _measure(
    name: str, score: FloatArray, y: BoolArray, draws: int, rng: np.random.Generator
) -> _Measured:
    error = expected_calibration_error(score, y)
    null = calibration_null(score, draws=draws, rng=rng)
    mean, observed = float(score.mean()), float(y.mean())
    spread = float(np.sqrt((score * (1 - score)).sum())) / score.size
    drawn = np.abs(rng.standard_normal(draws)) * spread
    return _Measured(
        name,
        score.size,
        error,
        permutation_p(null, error),
        mean,
        observed,
        permutation_p(drawn, abs(mean - observed)),
    )


def _judge(
    groups: Groups, measured: list[_Measured], limit: float, alpha: float
) -> list[tuple[Finding | None, Estimate]]:
    if not measured:
        return []
    p = adjust([q for m in measured for q in (m.p_error, m.p_rate)], "holm")
    found = []
    for m, (p_error, p_rate) in zip(measured, p.reshape(-1, 2), strict=True):
        error = Estimate(
            name=f"calibration error of {m.name}",
            value=m.error,
            n=m.n,
            limit=Limit("<=", limit),
            group=m.name,
        )
        text = f"calibration error {m.error:.3f} on {m.n} rows"
        found.append(_one(groups, m, "C1", text, error, float(p_error), alpha))
        interval = wilson(round(m.observed * m.n), m.n)
        gap = Estimate(
            name=f"mean score minus rate of {m.name}",
            value=abs(m.mean_score - m.observed),
            n=m.n,
            limit=Limit("<=", limit),
            group=m.name,
        )
        text = (
            f"mean score {m.mean_score:.3f} against {m.observed:.3f} observed (95% interval "
            f"{interval.lower:.3f} to {interval.upper:.3f}) on {m.n} rows"
        )
        found.append(_one(groups, m, "C2", text, gap, float(p_rate), alpha))
    return found


def _one(
    groups: Groups, m: _Measured, rule: str, text: str, estimate: Estimate, p: float, alpha: float
) -> tuple[Finding | None, Estimate]:
    outcome = decide(estimate, Policy.SIGNIFICANT, rejected=p <= alpha)
    if outcome is Outcome.PASS:
        return None, estimate
    finding = Finding(
        message=f"{groups.attribute} {m.name}: {text}, limit {estimate.limit}, adjusted p {p:.3g}",
        outcome=outcome,
        rule=rule,
        subject=f"{groups.attribute}={m.name}",
    )
    return finding, estimate


def _gap(groups: Groups, measured: list[_Measured], limit: float) -> list[Finding]:
    high = max(measured, key=lambda m: m.error)
    low = min(measured, key=lambda m: m.error)
    if high.error - low.error <= limit:
        return []
    return [
        Finding(
            message=f"calibration error {high.error:.3f} of {groups.attribute} {high.name} is "
            f"{high.error - low.error:.3f} above that of {low.name}, limit <= {limit:g}",
            rule="C3",
            subject=f"{groups.attribute}={high.name}",
        )
    ]


def _thin(groups: Groups, name: str, reason: str) -> Finding:
    return Finding(
        message=f"{groups.attribute} {name}: {reason}",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{groups.attribute}={name}",
    )
