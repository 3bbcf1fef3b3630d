"""The model beats what needs no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pytest_mlgate.checks.comparison._paired import Comparison, Options, compare, metric_named
from pytest_mlgate.decision import decide_superior
from pytest_mlgate.errors import ConfigError, InputError, Unmeasurable
from pytest_mlgate.inputs._predictions import Predictions as Rows
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import Array, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.power import rows_for_bound
from pytest_mlgate.verdict import Finding, Limit, Outcome, Verdict

REMEDY = "Ship the baseline, or find out why the model learns nothing beyond it."
MIN_ROWS = 30


@dataclass(frozen=True)
class _Named:
    """One baseline: its predictions, and whether losing to it fails."""

    rows: Rows
    trivial: bool


@check("comparison.baseline", kind=Kind.CONFIG, subjects="baselines")
def baseline(
    subject: str,
    predictions: Predictions,
    *,
    baselines: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    metric: str | None = None,
    min_gain: Annotated[float, Range(0)] | None = None,
    linear: tuple[str, ...] = (),
    directions: dict[str, Literal["higher", "lower"]] | None = None,
    replicates: Annotated[int, Range(100)] = 2000,
    seed: Annotated[int, Range(0)] = 0,
) -> Verdict:
    """The model is shown to be better than trivial answers and than the rule in use.

    Why
    ---
    On data with 1 % positives a model that always says no is right in 99 % of rows.

    Rule
    ----
    The model is compared with each baseline on the same rows, as in champion-challenger in
    mode superior.  ``majority`` always gives the most frequent label, ``prior`` the base rate
    as a score, ``mean`` and ``median`` a constant number; any other name is a column of the
    predictions with the baseline's own answer (labels, scores or numbers, as the metric
    needs).  The default metric shows a constant for what it is: balanced accuracy for
    labels, the Brier score for ``prior``, the mean absolute error for numbers.

    Settings
    --------
    baselines : []
        Each is one item; without any, ``majority`` for labels and ``mean`` for numbers.
    metric : by the baseline
        Which metric is compared.
    min-gain : 0
        Least gain.
    linear : []
        Columns that hold a simple model: not beating these only warns.
    directions, replicates, seed : none, 2000, 0
        As for champion-challenger.

    Outcomes
    --------
    FAIL: no better than a trivial baseline.  WARN: no better than a simple model.
    INCONCLUSIVE: better by the estimate only, or fewer than 30 rows.  ERROR: no such column,
    an unknown metric.

    Remedy
    ------
    Ship the baseline.

    Source
    ------
    R. C. Holte (1993), Very simple classification rules perform well, Machine Learning 11,
    63-91.
    """
    if predictions.n < MIN_ROWS:
        raise Unmeasurable(f"{predictions.n} rows; at least {MIN_ROWS} are needed")
    name = subject or ("mean" if predictions.task == "regression" else "majority")
    chosen = metric or _metric(name, predictions)
    other = _baseline(name, predictions, chosen, linear)
    found = compare(chosen, predictions, other.rows, Options(directions, 0, replicates, seed))
    estimate = found.estimate(Limit(">", min_gain or 0.0))
    outcome = decide_superior(estimate)
    message = f"against {name}: {found}, better if the lower bound is {estimate.limit}"
    if outcome is Outcome.FAIL and not other.trivial:
        outcome = Outcome.WARN
    if outcome is Outcome.INCONCLUSIVE:
        message += _rows(found, min_gain or 0.0)
    finding = Finding(message=message, outcome=outcome, subject=name)
    return Verdict.of(
        [] if outcome is Outcome.PASS else [finding],
        passed=message,
        remedy=REMEDY,
        estimates=[estimate],
    )


def _rows(found: Comparison, least: float) -> str:
    rows = rows_for_bound(found.gain, found.lower, least, found.n)
    return f"; about {rows} rows would show it" if rows else ""


def _metric(name: str, predictions: Predictions) -> str:
    if predictions.task == "regression" or name in {"mean", "median"}:
        return "mae"
    if name == "prior":
        return "brier"
    return "balanced_accuracy"


def _baseline(name: str, predictions: Predictions, metric: str, linear: tuple[str, ...]) -> _Named:
    constants: Mapping[str, object] = {
        "majority": _majority, "prior": _prior, "mean": _mean, "median": _median,
    }  # fmt: skip
    make = constants.get(name)
    frame = predictions.frame.drop(columns=["y_pred", "score"], errors="ignore").copy()
    needs = metric_named(metric).needs
    column = "score" if needs == "score" else "y_pred"
    if make is not None:
        assert callable(make)
        frame[column] = make(predictions)
        if name == "prior" and needs != "score":
            raise ConfigError(f"the baseline prior is a score, and {metric} takes none; use brier")
    elif predictions.has(name):
        frame[column] = predictions.column(name)
    else:
        raise InputError(
            predictions.source,
            key=name,
            found="no such column",
            expected="majority, prior, mean, median, or a column with the baseline's answers",
        )
    rows = Rows(frame, name, predictions.favourable, None, predictions.task)
    return _Named(rows, trivial=name not in linear)


def _majority(predictions: Predictions) -> Array:
    labels = pandas.Series(predictions.y_true)
    common = sorted(labels.value_counts().items(), key=lambda item: (-item[1], str(item[0])))[0][0]
    return np.full(predictions.n, common, dtype=labels.dtype)


def _prior(predictions: Predictions) -> Array:
    return np.full(predictions.n, float(predictions.positives.mean()))


def _mean(predictions: Predictions) -> Array:
    return np.full(predictions.n, float(predictions.numbers("y_true").mean()))


def _median(predictions: Predictions) -> Array:
    return np.full(predictions.n, float(np.median(predictions.numbers("y_true"))))
