"""No feature stands for a sensitive attribute."""

from __future__ import annotations

from typing import Annotated, Any

from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.checks.fairness._proxies import associate, joint_auc
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.dag import Dag
from pytest_mlgate.inputs.fairness_policy import FairnessPolicy
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = (
    "Take the feature out, or justify it in fairness_policy.yaml with an owner and a date; then "
    "look at the group checks again."
)


@check("fairness.proxy-association", kind=Kind.CONFIG, subjects="attributes")
def proxy_association(
    subject: str,
    holdout: Holdout,
    fairness_policy: FairnessPolicy | None = None,
    dag: Dag | None = None,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    limit: Annotated[float, Range(0, 1)] | None = None,
    joint_limit: Annotated[float, Range(0.5, 1)] | None = None,
    min_rows: Annotated[int, Range(10)] = 200,
    alpha: Annotated[float, Range(0, 1)] = 0.05,
    seed: Annotated[int, Range(0)] = 0,
    preset: Preset | None = None,
) -> Verdict:
    """No model input is so strongly associated with a sensitive attribute that it replaces it.

    Why
    ---
    Leaving the attribute out of the model changes nothing when another column tells it.

    Rule
    ----
    * P1 the association of each feature with the attribute is at most the limit: Spearman's
      correlation for two numbers, bias-corrected Cramér's V for two categories, the
      correlation ratio for a number and a category.  FAIL when the estimate and its lower
      confidence bound (at a level shared by all features) are above the limit and nobody has
      justified the feature; the p-value alone never decides;
    * P2 the attribute cannot be predicted from all features together: a cross-validated
      area under the ROC curve (one class against the rest, the largest) above `joint-limit`
      warns;
    * P3 with a causal graph: a feature that descends from a protected node needs a
      justification, and every feature is a node.

    Settings
    --------
    attributes : []
        Sensitive columns of the evaluation data; each is one item.
    limit : 0.70
        Largest association.
    joint-limit : 0.80
        Largest area; 0.70 under ``hiring``.
    min-rows : 200
        Fewer rows are inconclusive.
    alpha : 0.05
        Level of the bounds over all features of one attribute.
    seed : 0
        Of the folds.
    preset : none
        Field of use.

    Outcomes
    --------
    FAIL: a proxy without justification.  WARN: the features together tell the attribute, or a
    proxy that is justified.  INCONCLUSIVE: above the limit by the estimate only, too few
    rows, a constant attribute.  ERROR: no such column, a graph with a cycle.

    Remedy
    ------
    Take the feature out, or justify it.

    Source
    ------
    W. Bergsma (2013), J. Korean Stat. Soc. 42, 323-328.  C. Spearman (1904), Am. J. Psychol.
    15, 72-101.  S. Barocas and A. Selbst (2016), California Law Review 104, 671-732.
    """
    if not subject:
        raise Unmeasurable("no attribute is configured, so nothing can stand for it")
    values, known = _attribute(holdout, subject, min_rows)
    features = holdout.features.drop(columns=[subject], errors="ignore")
    if not len(features.columns):
        raise Unmeasurable("the evaluation data hold no feature besides the attribute")
    justified = fairness_policy.justified if fairness_policy else {}
    most = limit_for("proxy-association", preset, limit, 0.70)
    judged = _judge(subject, features[known], values[known], most, alpha, justified)
    findings = [finding for finding, _ in judged if finding]
    joint = limit_for("joint-auc", preset, joint_limit, 0.80)
    together = joint_auc(features[known], values[known], seed)
    estimates = [estimate for _, estimate in judged if estimate]
    if together is not None:
        estimate = Estimate(
            name=f"area under the curve for {subject} from all features",
            value=together,
            n=int(known.sum()),
            limit=Limit("<=", joint),
        )
        estimates.append(estimate)
        if decide(estimate, Policy.POINT) is Outcome.FAIL:
            findings.append(
                Finding(message=str(estimate), outcome=Outcome.WARN, rule="P2", subject=subject)
            )
    findings += _causal(dag, tuple(features.columns), justified)
    strongest = max((e.value for _, e in judged if e), default=float("nan"))
    return Verdict.of(
        findings,
        passed=f"{len(features.columns)} features, {int(known.sum())} rows: strongest association "
        f"with {subject} {strongest:.3f}, limit <= {most:g}",
        remedy=REMEDY,
        estimates=sorted(estimates, key=lambda e: -e.value)[:20],
    )


def _attribute(holdout: Holdout, name: str, least: int) -> tuple[Any, Any]:
    """Return the attribute's column, and where it is known."""
    if name not in holdout.frame.columns:
        raise InputError(
            holdout.source,
            key=name,
            found="no such column",
            expected=f"the sensitive attribute{nearest(name, holdout.frame.columns)}",
        )
    values = holdout.frame[name]
    known = values.notna()
    if known.sum() < least:
        raise Unmeasurable(f"{int(known.sum())} rows with {name}; at least {least} are needed")
    if values[known].nunique() < 2:
        raise Unmeasurable(f"{name} is constant, so nothing can stand for it")
    return values, known


def _judge(
    attribute: str, features: Any, values: Any, limit: float, alpha: float, justified: Any
) -> list[tuple[Finding | None, Estimate | None]]:
    found: list[tuple[Finding | None, Estimate | None]] = []
    confidence = 1 - 2 * alpha / len(features.columns)
    for name in features.columns:
        try:
            result = associate(features[name], values, max(confidence, 0.5))
        except Unmeasurable:
            continue  # a constant feature stands for nothing
        assert result.interval is not None
        lower, upper = sorted(abs(end) for end in (result.interval.lower, result.interval.upper))
        if result.interval.lower < 0 < result.interval.upper:
            lower = 0.0
        estimate = Estimate(
            name=f"{result.method} of {name} and {attribute}",
            value=abs(result.estimate),
            n=int(result.n),
            lower=lower,
            upper=upper,
            confidence=max(confidence, 0.5),
            method=result.interval.method,
            limit=Limit("<=", limit),
        )
        outcome = decide(estimate, Policy.SIGNIFICANT, rejected=lower > limit)
        finding = None
        if outcome is not Outcome.PASS:
            excuse = f"; justified: {justified[name]}" if name in justified else ""
            finding = Finding(
                message=f"{name} stands for {attribute}: {estimate}{excuse}",
                outcome=Outcome.WARN if excuse and outcome is Outcome.FAIL else outcome,
                rule="P1",
                subject=name,
            )
        found.append((finding, estimate))
    return found


def _causal(dag: Dag | None, features: tuple[str, ...], justified: Any) -> list[Finding]:
    if dag is None:
        return []
    findings = [
        Finding(message=f"{name} is no node of {dag.path}", rule="P3", subject=name)
        for name in features
        if name not in dag.nodes
    ]
    for name in features:
        causes = sorted(dag.ancestors(name) & dag.protected) if name in dag.nodes else []
        if causes and name not in justified and name not in dag.justification:
            findings.append(
                Finding(
                    message=f"{name} descends from {', '.join(causes)} in {dag.path}, and nobody "
                    f"has "
                    "justified it",
                    rule="P3",
                    subject=name,
                )
            )
    return findings
