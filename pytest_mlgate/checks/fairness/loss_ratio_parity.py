"""Premiums pay back alike for all groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pytest_mlgate.checks.fairness._groups import groups_of
from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive
from pytest_mlgate.numeric import Array, FloatArray, IntArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.resampling import bootstrap_ci
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Review the rating factors that set this group's premium against its claims."


@dataclass(frozen=True)
class _Book:
    """Premiums and claims of the groups that are judged."""

    premium: FloatArray
    claim: FloatArray
    codes: IntArray
    names: tuple[str, ...]

    def ratios(self) -> FloatArray:
        return _ratios(self.premium, self.claim, self.codes, len(self.names))


@check("fairness.loss-ratio-parity", kind=Kind.CONFIG, subjects="attributes")
def loss_ratio_parity(
    subject: str,
    predictions: Predictions,
    sensitive: Sensitive | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    premium: str = "premium",
    claim: str = "claim",
    exposure: str = "exposure",
    limit: Annotated[float, Range(0)] | None = None,
    min_exposure: Annotated[float, Range(0)] = 100.0,
    policy: Literal["point", "significant", "assured"] = "significant",
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
    bins: dict[str, tuple[float, ...]] | None = None,
    exclude: dict[str, str] | None = None,
    preset: Preset | None = None,
) -> Verdict:
    """Claims per premium differ little between groups.

    Why
    ---
    A group whose premiums bring back less in claims than another's pays more than its risk.

    Rule
    ----
    The loss ratio of a group is the sum of its claims over the sum of its premiums; the
    highest and the lowest differ by less than the limit.  Claims are heavy-tailed, so the
    interval comes from a bootstrap over policies; under ``significant`` a FAIL needs the
    interval of a pair beyond the limit, at the level of all pairs (Bonferroni), to leave 0
    out.  Premium over claims is the reciprocal and only reported.

    Settings
    --------
    attributes : []
        Sensitive columns; each is one item.
    premium, claim, exposure : "premium", "claim", "exposure"
        Columns; exposure in policy-years.
    limit : 0.10
        Largest difference of loss ratios.
    min-exposure : 100
        Policy-years below which a group is not judged.
    policy : "significant"
        ``point``, ``significant`` or ``assured``.
    alpha : 0.05
        Level over all pairs of groups.
    replicates, seed : 2000, 0
        Of the bootstrap.
    bins, exclude, preset : none
        As for disparate-impact.

    Outcomes
    --------
    FAIL: a difference beyond the limit.  INCONCLUSIVE: beyond it, but no more than chance; a
    group without exposure enough or with a premium sum of 0; fewer than two groups.
    ERROR: no such column, a negative value.

    Remedy
    ------
    Review the rating factors.

    Source
    ------
    P. McCullagh and J. A. Nelder (1989), Generalized Linear Models, section 8.4 (claims);
    B. Efron (1987), J. Am. Stat. Assoc. 82, 171-185.
    """
    if not subject:
        raise Unmeasurable("no attribute is configured, so no group was looked at")
    columns = [_amounts(predictions, name) for name in (premium, claim, exposure)]
    groups = groups_of(predictions, sensitive, subject, bins=bins, exclude=exclude)
    findings, judged = list(groups.notes()), []
    for i, name in enumerate(groups.names):
        chosen = groups.codes == i
        years, paid = float(columns[2][chosen].sum()), float(columns[0][chosen].sum())
        if years < min_exposure or not paid:
            reason = f"{years:.4g} policy-years, at least {min_exposure:g} are needed"
            reason = reason if years < min_exposure else "its premiums sum to 0"
            findings.append(_thin(subject, name, reason))
        else:
            judged.append(i)
    if len(judged) < 2:
        findings.append(_thin(subject, "", "fewer than two groups can be compared"))
        return Verdict.of(findings, passed="", remedy=REMEDY)
    codes = np.full(groups.k, -1)
    codes[judged] = np.arange(len(judged))
    inside = (groups.codes >= 0) & np.isin(groups.codes, judged)
    book = _Book(
        columns[0][inside],
        columns[1][inside],
        codes[groups.codes[inside]],
        tuple(groups.names[i] for i in judged),
    )
    most = limit_for("loss-ratio-parity", preset, limit, 0.10)
    finding, estimate = _judge(book, subject, most, policy, alpha, replicates, seed)
    ratios = ", ".join(
        f"{name} {ratio:.3f}" for name, ratio in zip(book.names, book.ratios(), strict=True)
    )
    return Verdict.of(
        [*findings, *([finding] if finding else [])],
        passed=f"loss ratios by {subject}: {ratios}; difference {estimate.value:.3f}, limit < "
        f"{most:g}",
        remedy=REMEDY,
        estimates=[estimate],
    )


def _amounts(predictions: Predictions, name: str) -> FloatArray:
    values = predictions.numbers(name)
    if (values < 0).any():
        raise InputError(
            predictions.source, key=name, found="a negative amount", expected="0 or more"
        )
    return values


def _ratios(premium: Array, claim: Array, codes: Array, k: int) -> FloatArray:
    paid = np.bincount(codes, premium, minlength=k)
    back = np.bincount(codes, claim, minlength=k)
    return np.divide(back, paid, out=np.full(k, np.nan), where=paid > 0)


def _judge(
    book: _Book, attribute: str, limit: float, policy: str, alpha: float, replicates: int, seed: int
) -> tuple[Finding | None, Estimate]:
    ratios, k = book.ratios(), len(book.names)
    high, low = int(np.argmax(ratios)), int(np.argmin(ratios))

    def gap(premium: Array, claim: Array, codes: Array) -> float:
        found = _ratios(premium, claim, codes, k)
        return float(found[high] - found[low])

    def interval(confidence: float) -> tuple[float, float]:
        found = bootstrap_ci(
            (book.premium, book.claim, book.codes),
            gap,
            confidence=confidence,
            replicates=replicates,
            rng=np.random.default_rng(seed),
        )
        return found.lower, found.upper

    confidence = 0.90 if policy == "assured" else 0.95
    lower, upper = interval(confidence)
    estimate = Estimate(
        name="difference of loss ratios",
        value=float(ratios[high] - ratios[low]),
        n=len(book.codes),
        lower=lower,
        upper=upper,
        confidence=confidence,
        method="BCa bootstrap",
        limit=Limit("<", limit),
    )
    rejected = interval(1 - alpha / (k * (k - 1) / 2))[0] > 0
    outcome = decide(estimate, Policy(policy), rejected=rejected)
    if outcome is Outcome.PASS:
        return None, estimate
    return (
        Finding(
            message=f"loss ratio {ratios[high]:.3f} of {attribute} {book.names[high]} against "
            f"{ratios[low]:.3f} of {book.names[low]}: difference {estimate.value:.3f} "
            f"({confidence:.0%} interval {lower:.3f} to {upper:.3f}), limit < {limit:g}; the "
            f"premium of {book.names[low]} is {1 / ratios[low] if ratios[low] else np.inf:.2f} "
            "times its claims",
            outcome=outcome,
            subject=f"{attribute}={book.names[low]}",
        ),
        estimate,
    )


def _thin(attribute: str, name: str, reason: str) -> Finding:
    return Finding(
        message=f"{attribute} {name}: {reason}" if name else f"{attribute}: {reason}",
        outcome=Outcome.INCONCLUSIVE,
        subject=f"{attribute}={name}" if name else attribute,
    )
