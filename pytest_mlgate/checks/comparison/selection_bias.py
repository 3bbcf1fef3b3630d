"""The reported score is not the one by which the model was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from pytest_mlgate.inputs.nested_cv import OuterFold, Selection
from pytest_mlgate.numeric import np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

REMEDY = "Report a score on rows that chose nothing: an outer fold, or a holdout used once."


@check("comparison.selection-bias", kind=Kind.EVIDENCE)
def selection_bias(
    nested_cv: Selection, *, min_agreement: Annotated[float, Range(0, 1)] = 0.60
) -> Verdict:
    """The reported score comes from rows that had no part in the choice of the model.

    Why
    ---
    The best of fifty equal models on 500 rows reads three and a half points too high.

    Rule
    ----
    * O1 the reported score is not the best of the search;
    * O2 it was not measured on the rows of the search, by their hash;
    * O3 there are outer folds or a holdout at all;
    * O4 the mean best inner score is better than the mean outer one by no more than two
      standard errors and .02: a larger gap says how much the search overstates;
    * O5 the best parameters are the same, or neighbours in the grid, in at least
      `min-agreement` of the outer folds.

    Settings
    --------
    min-agreement : 0.60
        Share of outer folds for O5.

    Outcomes
    --------
    FAIL: O1, O2 or O3.  WARN: O4 or O5.  NOT_APPLICABLE: no record of a search.  ERROR: a
    record that breaks its schema.

    Remedy
    ------
    Report a score on rows that chose nothing.

    Source
    ------
    S. Varma and R. Simon (2006), BMC Bioinformatics 7, 91.  G. C. Cawley and N. L. C. Talbot
    (2010), JMLR 11, 2079-2107.
    """
    findings = [*_same_score(nested_cv), *_optimism(nested_cv)]
    findings += _unstable(nested_cv, min_agreement)
    folds = len(nested_cv.outer)
    basis = f"{folds} outer folds" if folds else "a holdout"
    estimates = [Estimate(name=f"reported {nested_cv.metric}", value=nested_cv.reported)]
    if folds:
        scores = [fold.score for fold in nested_cv.outer]
        estimates.append(
            Estimate(name=f"mean outer {nested_cv.metric}", value=float(np.mean(scores)), n=folds)
        )
    return Verdict.of(
        findings,
        passed=f"the reported {nested_cv.metric} {nested_cv.reported:.4g} rests on {basis}",
        remedy=REMEDY,
        estimates=estimates,
    )


def _same_score(record: Selection) -> Iterator[Finding]:
    measured = [record.holdout] if record.holdout is not None else []
    measured += [float(np.mean([fold.score for fold in record.outer]))] if record.outer else []
    if not measured:
        text = f"{record.path} has neither outer folds nor a holdout score"
        yield Finding(message=text, rule="O3")
    is_best = record.best is not None and abs(record.reported - record.best) <= 1e-12
    if is_best and not any(abs(record.reported - value) <= 1e-12 for value in measured):
        text = (
            f"the reported {record.metric} {record.reported:.6g} is the best of the search itself"
        )
        yield Finding(message=text, rule="O1")
    if record.tuning_sha256 is not None and record.tuning_sha256 == record.evaluation_sha256:
        yield Finding(message="the model was chosen and evaluated on the same rows", rule="O2")


def _optimism(record: Selection) -> Iterator[Finding]:
    pairs = [(f.inner_best, f.score) for f in record.outer if f.inner_best is not None]
    if len(pairs) < 2:
        return
    sign = 1.0 if record.direction == "higher" else -1.0
    gaps = sign * (np.array([a for a, _ in pairs]) - np.array([b for _, b in pairs]))
    mean = float(gaps.mean())
    se = float(gaps.std(ddof=1)) / len(gaps) ** 0.5
    if mean > max(2 * se, 0.02):
        text = (
            f"the best inner {record.metric} is better than the outer one by {mean:.3g} on average "
            f"(standard error {se:.2g}, {len(gaps)} folds)"
        )
        yield Finding(message=text, outcome=Outcome.WARN, rule="O4")


def _unstable(record: Selection, least: float) -> Iterator[Finding]:
    folds = [fold for fold in record.outer if fold.params]
    if len(folds) < 2:
        return
    common = Counter(repr(sorted(fold.params.items())) for fold in folds).most_common(1)[0][0]
    centre = next(f for f in folds if repr(sorted(f.params.items())) == common)
    share = sum(_near(fold, centre, record) for fold in folds) / len(folds)
    if share < least:
        text = (
            f"only {share:.0%} of {len(folds)} outer folds agree on the best parameters, or on "
            f"neighbours in the grid; limit >= {least:.0%}"
        )
        yield Finding(message=text, outcome=Outcome.WARN, rule="O5")


def _near(fold: OuterFold, centre: OuterFold, record: Selection) -> bool:
    for name, value in centre.params.items():
        other = fold.params.get(name)
        if other == value:
            continue
        values = (record.grid or {}).get(name, ())
        if value not in values or other not in values:
            return False
        if abs(values.index(value) - values.index(other)) > 1:
            return False
    return True
