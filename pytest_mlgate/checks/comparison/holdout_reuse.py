"""A holdout does not decide more often than it can bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.holdout_ledger import Evaluation, HoldoutLedger
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.reuse import level_after, per_decision_alpha, sample_size
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = (
    "Draw a fresh holdout, or decide by nested cross-validation; until then treat its verdicts as "
    "selection, not as evidence."
)


@check("comparison.holdout-reuse", kind=Kind.EVIDENCE)
def holdout_reuse(
    holdout_ledger: HoldoutLedger,
    predictions: Predictions | None = None,
    *,
    per_release: Annotated[int, Range(1)] = 1,
    most: Annotated[int, Range(1)] = 20,
    adaptive: bool = True,
    decision_level: Annotated[float, Range(0, 1)] = 0.05,
) -> Verdict:
    """No evaluation data set has scored more model versions than it can decide about.

    Why
    ---
    Every answer of a test set tells the next model something about it.  After some dozens of
    them the best score says how often somebody tried.

    Rule
    ----
    For every recorded digest (or only that of the present predictions, where the digests are of
    one kind and tell), the distinct model versions scored on it are counted; those of nested
    cross-validation do not count.

    * R1 more than `per-release` in one release warns;
    * R2 more than `most` in all fails.

    The verdict says what so many decisions, each at `decision-level`, come to: at most
    level x (2^H - 1) for H decisions whose authors saw the earlier answers, level x H
    otherwise; what each of them could use instead; and how many rows would bear them all
    within .01 of the truth.

    Settings
    --------
    per-release : 1
        Model versions of one release without a warning.
    most : 20
        Model versions in all.
    adaptive : true
        Whether somebody saw an answer before handing in the next model.
    decision-level : 0.05
        Level of one decision, for the report.

    Outcomes
    --------
    FAIL: R2.  WARN: R1.  INCONCLUSIVE: an evaluation without digest, or an empty ledger.
    NOT_APPLICABLE: no ledger and no experiment (FAIL when the configuration names this
    check).  ERROR: a broken line.

    Remedy
    ------
    Draw a fresh holdout.

    Source
    ------
    C. Dwork et al. (2015), The reusable holdout, Science 349, 636-638.  C. Renggli et al.
    (2019), Continuous integration of machine learning models with ease.ml/ci, MLSys 1.
    """
    entries = [entry for entry in holdout_ledger.entries if not entry.nested]
    if not entries:
        raise Unmeasurable(f"{holdout_ledger.source} records no evaluation on a holdout")
    findings = []
    without = sum(entry.dataset is None for entry in entries)
    if without:
        text = f"{without} of {len(entries)} evaluations have no digest of their data"
        findings.append(Finding(message=text, outcome=Outcome.INCONCLUSIVE))
    digests = dict.fromkeys(e.dataset for e in entries if e.dataset is not None)
    current = predictions.dataset if predictions else None
    chosen = [current] if current in digests else list(digests)
    # A digest that a tracking server made in its own way cannot show that these data are new.
    same_kind = all(len(digest or "") == len(current or "") for digest in digests)
    if current is not None and current not in digests and same_kind:
        text = f"the present evaluation data {current[:12]} decide for the first time"
        findings.append(Finding(message=text, outcome=Outcome.PASS))
        chosen = []
    estimates = []
    for digest in chosen:
        assert digest is not None
        own = [entry for entry in entries if entry.dataset == digest]
        models = len({entry.model for entry in own})
        estimates.append(
            Estimate(
                name=f"model versions scored on {digest[:12]}",
                value=models,
                limit=Limit("<=", most),
            )
        )
        findings += _judge(digest, own, models, per_release, most)
        findings.append(_budget(digest, models, decision_level, adaptive))
    counted = max((int(e.value) for e in estimates), default=0)
    return Verdict.of(
        findings,
        passed=f"{len(chosen)} evaluation data sets, at most {counted} model versions on one, "
        f"limit "
        f"{most}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _judge(
    digest: str, own: Sequence[Evaluation], models: int, per_release: int, most: int
) -> Iterator[Finding]:
    if models > most:
        text = f"{models} model versions were scored on {digest[:12]}, limit {most}"
        yield Finding(message=text, rule="R2", subject=digest)
    releases: dict[str, set[str]] = {}
    for entry in own:
        releases.setdefault(entry.release, set()).add(entry.model)
    for release, versions in sorted(releases.items()):
        if len(versions) > per_release:
            where = f"for release {release}" if release else "without a named release"
            text = f"{len(versions)} model versions were scored on {digest[:12]} {where}"
            yield Finding(message=text, outcome=Outcome.WARN, rule="R1", subject=digest)


def _budget(digest: str, models: int, level: float, adaptive: bool) -> Finding:
    how = "each seeing the answers before it" if adaptive else "independent of the answers"
    total = level_after(level, models, adaptive=adaptive)
    each = per_decision_alpha(level, models, adaptive=adaptive)
    rows = sample_size(0.01, level, models, adaptive=adaptive) if models < 1000 else None
    text = (
        f"{digest[:12]} has decided {models} times, {how}: at level {level:g} each, the chance "
        f"of any "
        f"false decision is bounded by {total:.3g} only; {each:.2g} each would keep {level:g}"
    )
    text += f"; {rows:,} rows would keep every estimate within .01" if rows else ""
    return Finding(message=text, outcome=Outcome.PASS, rule="budget", subject=digest)
