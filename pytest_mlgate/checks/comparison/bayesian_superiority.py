"""It is probable enough that the candidate is better, and cheap enough to be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.arms import ArmPair, Arms
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.bayes import beta_comparison, student_comparison
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = "Collect the planned rows, or keep the baseline."


@dataclass(frozen=True)
class _Posterior:
    """What the data say; change and interval are relative to the baseline, as measured."""

    better: float
    lower: float
    upper: float
    change: float
    loss: float
    inside: float
    n: int


@check("comparison.bayesian-superiority", kind=Kind.CONFIG, subjects="metrics")
def bayesian_superiority(
    subject: str,
    arms: Arms,
    *,
    metrics: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    claim: Literal["better", "no-difference"] = "better",
    min_probability: Annotated[float, Range(0.5, 1)] = 0.95,
    max_loss: Annotated[float, Range(0)] = 0.01,
    rope: Annotated[float, Range(0)] = 0.01,
) -> Verdict:
    """The posterior probability of being better, and the expected loss, both clear their limits.

    Why
    ---
    "Probability to be the best" is what people want to know, and it is often printed for a
    metric of which less is better, or from so few simulations that its third digit is noise.

    Rule
    ----
    Rates have independent Beta posteriors under the declared prior, integrated numerically;
    means a t posterior with unknown variances.  ``better``: P(better) is at least
    `min-probability`, the expected loss of choosing the candidate is at most `max-loss` of
    the baseline's value, and both arms have the planned rows.  ``no-difference``: the
    relative change lies within `rope` with at least that probability.

    Settings
    --------
    metrics : []
        Names in the file; each is one item.
    claim : "better"
        Or ``no-difference``.
    min-probability : 0.95
        Of the claim.
    max-loss : 0.01
        Relative to the baseline: an absolute one says nothing where rates are small.
    rope : 0.01
        Half-width of what counts as no difference, relative to the baseline.

    Outcomes
    --------
    FAIL: more probably worse than better (or, for no-difference, improbable inside).
    INCONCLUSIVE: neither, or fewer rows than planned.  NOT_APPLICABLE: no summary of arms.
    ERROR: impossible counts, an unknown metric.

    Remedy
    ------
    Collect the planned rows.

    Source
    ------
    A. Gelman et al. (2013), Bayesian Data Analysis, chapter 3.  J. K. Kruschke (2018), Adv.
    Methods Pract. Psychol. Sci. 1, 270-280 (region of practical equivalence).
    """
    if not subject:
        raise Unmeasurable(f"no metric is configured; {arms.path} has {', '.join(arms.metrics)}")
    if subject not in arms.metrics:
        raise InputError(
            arms.path,
            key=subject,
            found="no such metric",
            expected=f"one of {', '.join(arms.metrics)}{nearest(subject, arms.metrics)}",
        )
    pair = arms.metrics[subject]
    found = _posterior(pair, arms.prior, rope)
    probability = found.better if claim == "better" else found.inside
    estimate = Estimate(
        name=f"relative change of {subject} ({pair.direction} is better)",
        value=found.change,
        n=found.n,
        lower=found.lower,
        upper=found.upper,
        confidence=0.95,
        method="posterior",
    )
    share = Estimate(
        name=f"P({claim})", value=probability, n=found.n, limit=Limit(">=", min_probability)
    )
    message = (
        f"{subject}: {share}; relative change {found.change:+.1%} (95% credible interval "
        f"{found.lower:+.1%} to {found.upper:+.1%}), expected loss {found.loss:.2%} of the baseline"
    )
    outcome, why = _decide(found, probability, claim, min_probability, max_loss)
    planned = arms.planned_n
    smallest = min(pair.candidate.n, pair.baseline.n)
    if outcome is Outcome.PASS and planned is not None and smallest < planned:
        outcome, why = Outcome.INCONCLUSIVE, f"{smallest} of {planned} planned rows"
    finding = Finding(message=f"{message}: {why}", outcome=outcome, subject=subject)
    return Verdict.of(
        [] if outcome is Outcome.PASS else [finding],
        passed=message,
        remedy=REMEDY,
        estimates=[share, estimate],
    )


def _decide(
    found: _Posterior, probability: float, claim: str, least: float, max_loss: float
) -> tuple[Outcome, str]:
    if probability < 1 - least or (claim == "better" and probability < 0.5):
        return Outcome.FAIL, "the opposite is more probable"
    if probability < least:
        return Outcome.INCONCLUSIVE, f"the probability is below {least:g}"
    if claim == "better" and found.loss > max_loss:
        return Outcome.INCONCLUSIVE, f"the expected loss is above {max_loss:.2%}"
    return Outcome.PASS, ""


def _posterior(pair: ArmPair, prior: tuple[float, float], rope: float) -> _Posterior:
    ours, theirs = pair.candidate, pair.baseline
    n = ours.n + theirs.n
    higher = pair.direction == "higher"
    if ours.x is not None and theirs.x is not None:
        found = beta_comparison(ours.x, ours.n, theirs.x, theirs.n, prior=prior)
        turned = found if higher else found.mirrored
        interval = found.interval()
        base = (theirs.x + prior[0]) / (theirs.n + sum(prior))
        return _Posterior(
            turned.better,
            interval.lower,
            interval.upper,
            (ours.x + prior[0]) / (ours.n + sum(prior)) / base - 1,
            turned.expected_loss / base,
            found.probability(-rope, rope),
            n,
        )
    assert ours.mean is not None
    assert ours.sd is not None
    assert theirs.mean is not None
    assert theirs.sd is not None
    if not theirs.mean:
        raise Unmeasurable("the baseline's mean is 0, so there is no relative change")
    posterior = student_comparison(ours.mean, ours.sd, ours.n, theirs.mean, theirs.sd, theirs.n)
    scale = abs(theirs.mean)
    credible = posterior.interval()
    turned_mean = posterior if higher else posterior.mirrored
    return _Posterior(
        turned_mean.probability(0, float("inf")),
        credible.lower / scale,
        credible.upper / scale,
        posterior.centre / scale,
        turned_mean.expected_loss / scale,
        posterior.probability(-rope * scale, rope * scale),
        n,
    )
