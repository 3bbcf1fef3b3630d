"""The deployed threshold is the one that the costs ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.cost_matrix import CostMatrix
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import BoolArray, FloatArray, np
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.calibration import calibration_null, expected_calibration_error
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

REMEDY = "Search thresholds around the one that the costs imply, on rows that evaluate nothing."


@check("comparison.decision-threshold", kind=Kind.CONFIG)
def decision_threshold(
    predictions: Predictions,
    cost_matrix: CostMatrix,
    *,
    min_share: Annotated[float, Range(0, 1)] = 0.95,
    max_ece: Annotated[float, Range(0, 1)] = 0.10,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The threshold was found on other rows, near where the costs put it, and nothing is lost.

    Why
    ---
    When a missed case costs a hundred times a false alarm, the best threshold is about .01,
    and a search from .1 to .9 never sees it.

    Rule
    ----
    * H1 the rows on which the threshold was chosen are not the evaluation rows, by their hash;
    * H2 the searched grid reaches t* = (fp + tn) / (fp + tn + fn + tp): it lies between the
      least and the largest threshold, or at most one step and a factor of two outside (in
      odds); t* holds for scores that are probabilities, so it is judged only when these are
      calibrated up to `max-ece` or as well as chance allows;
    * H3 the value at the deployed threshold is at least `min-share` of the best over all
      thresholds on these rows.

    Settings
    --------
    min-share : 0.95
        Of the best value.
    max-ece : 0.10
        Calibration error up to which t* is used.
    seed : 0
        Of the calibration test.

    Outcomes
    --------
    FAIL: H1 or H2.  WARN: H3; scores that are not calibrated, so that H2 says nothing.
    INCONCLUSIVE: no threshold declared, one class only, no positive value to be had.
    NOT_APPLICABLE: no cost matrix.  ERROR: no score.

    Remedy
    ------
    Search around t*.

    Source
    ------
    C. Elkan (2001), The foundations of cost-sensitive learning, IJCAI 17, 973-978.
    """
    if cost_matrix.threshold is None:
        raise Unmeasurable(f"{cost_matrix.path} names no threshold, so there is none to judge")
    score, truth = predictions.score, predictions.positives
    if truth.all() or not truth.any():
        raise Unmeasurable("the evaluation rows hold one class only")
    findings = list(_other_rows(predictions, cost_matrix))
    implied = _implied(cost_matrix)
    findings += _grid(predictions, cost_matrix, implied, max_ece, seed)
    here, best, at = _values(score, truth, cost_matrix)
    estimate = Estimate(
        name=f"value at {cost_matrix.threshold:g}, as a share of the best",
        value=here / best if best > 0 else float("nan"),
        n=predictions.n,
        limit=Limit(">=", min_share),
    )
    if best <= 0:
        text = f"no threshold has a positive value on these rows (best {best:,.6g} at {at:.4g})"
        findings.append(Finding(message=text, outcome=Outcome.INCONCLUSIVE, rule="H3"))
    elif here < min_share * best:
        text = (
            f"the threshold {cost_matrix.threshold:g} is worth {here:,.6g} "
            f"{cost_matrix.currency} on these rows and {at:.4g} would be worth {best:,.6g}"
        )
        findings.append(Finding(message=text, outcome=Outcome.WARN, rule="H3"))
    return Verdict.of(
        findings,
        passed=f"threshold {cost_matrix.threshold:g}: {estimate}; the costs imply {implied:.4g}",
        remedy=REMEDY,
        estimates=[estimate],
    )


def _implied(matrix: CostMatrix) -> float:
    total = matrix.fp + matrix.tn + matrix.fn + matrix.tp
    if total <= 0:
        raise Unmeasurable("the costs imply no threshold: errors cost nothing in sum")
    return (matrix.fp + matrix.tn) / total


def _other_rows(predictions: Predictions, matrix: CostMatrix) -> Iterator[Finding]:
    evaluated = predictions.dataset or predictions.fingerprint
    if matrix.tuning_sha256 is not None and matrix.tuning_sha256 == evaluated:
        text = "the threshold was chosen on the very rows that evaluate it"
        yield Finding(message=text, rule="H1")


def _grid(
    predictions: Predictions, matrix: CostMatrix, implied: float, max_ece: float, seed: int
) -> Iterator[Finding]:
    if not matrix.grid:
        return
    score = predictions.score
    if (score < 0).any() or (score > 1).any():
        error, usual = float("inf"), 0.0
    else:
        error = expected_calibration_error(score, predictions.positives)
        rng = np.random.default_rng(seed)
        usual = float(np.quantile(calibration_null(score, draws=200, rng=rng), 0.95))
    if error > max(max_ece, usual):
        text = (
            f"the scores are no probabilities (calibration error {error:.3f}), so the costs imply"
        )
        text += " no threshold on them: calibrate first"
        yield Finding(message=text, outcome=Outcome.WARN, rule="H2")
        return
    grid = np.asarray(matrix.grid)
    step = float(np.diff(grid).min()) if len(grid) > 1 else 0.0
    if not _reaches(float(grid[0]), float(grid[-1]), step, implied):
        text = (
            f"the costs imply a threshold of {implied:.4g}, and the search from {grid[0]:g} to "
            f"{grid[-1]:g} in steps of {step:g} never came near it"
        )
        yield Finding(message=text, rule="H2")


def _reaches(low: float, high: float, step: float, wanted: float) -> bool:
    if low <= wanted <= high:
        return True
    end = low if wanted < low else high
    odds = [t / (1 - t) if t < 1 else float("inf") for t in (end, wanted)]
    return abs(end - wanted) <= step + 1e-12 and min(odds) > 0 and max(odds) <= 2 * min(odds)


def _values(score: FloatArray, truth: BoolArray, matrix: CostMatrix) -> tuple[float, float, float]:
    """Return the value at the deployed threshold, the best one, and where that is."""
    order = np.argsort(-score, kind="stable")
    ordered, hit = score[order], truth[order].astype(float)
    last = np.r_[np.flatnonzero(np.diff(ordered)), len(ordered) - 1]
    tp = np.r_[0.0, np.cumsum(hit)[last]]
    selected = np.r_[0.0, last + 1.0]
    positives, n = float(hit.sum()), float(len(hit))
    fp = selected - tp
    value = (
        tp * matrix.tp
        - (positives - tp) * matrix.fn
        + (n - positives - fp) * matrix.tn
        - fp * matrix.fp
    )
    thresholds = np.r_[np.inf, ordered[last]]
    assert matrix.threshold is not None
    here = value[int((ordered[last] >= matrix.threshold).sum())]
    top = int(np.argmax(value))
    return float(here), float(value[top]), float(thresholds[top])
