"""Another value of a sensitive attribute alone does not change the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.inputs.model import Model
from pytest_mlgate.numeric import FloatArray, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.stats.proportions import wilson
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Take the attribute and what stands for it out of the features, and train again."
NOTE = (
    "a flip test, not counterfactual fairness: what the attribute does to other features is not "
    "seen"
)
_MOST_VALUES = 20


@dataclass(frozen=True)
class _Changes:
    """What flipping did, over all rows and all other values."""

    flips: int
    changed: int
    score_change: float
    relative_p99: float | None


@check("fairness.attribute-flip", kind=Kind.CONFIG, subjects="attributes", runs_code=True)
def attribute_flip(
    subject: str,
    model: Model,
    holdout: Holdout,
    *,
    attributes: tuple[str, ...] = (),  # noqa: ARG001 - the subjects
    proxies: dict[str, tuple[str, ...]] | None = None,
    numeric: bool = False,
    limit: Annotated[float, Range(0, 1)] | None = None,
    max_score_change: Annotated[float, Range(0)] = 0.02,
    min_rows: Annotated[int, Range(1)] = 200,
    preset: Preset | None = None,
) -> Verdict:
    """Setting a sensitive attribute to its other values leaves nearly all decisions alone.

    Why
    ---
    It is the most direct use of an attribute that there can be, and the easiest to show.

    Rule
    ----
    Every row of the evaluation data is given every other value of the attribute that occurs,
    together with the proxies that go with it (their most common value, or median, among rows
    of that value), and the model is asked again.

    * F1 the share of changed decisions is at most the limit: FAIL when its 95 % Wilson lower
      bound over rows is above it, INCONCLUSIVE when only the share is;
    * F2 the mean absolute change of the score, where there is one, is at most
      `max-score-change`;
    * with ``numeric = true``, instead: F3 the 99th percentile of the relative change of the
      output is at most the limit.

    It is a flip test and not counterfactual fairness: effects through other features are not
    seen.

    Settings
    --------
    attributes : []
        Sensitive columns of the evaluation data; each is one item.
    proxies : none
        Attribute -> columns that are changed with it, such as ``{sex = ["title"]}``.
    numeric : false
        Whether the output is a number, such as a price.
    limit : 0.05, numeric 0.03
        Largest share of changed decisions, or relative change; 0 under ``hiring``.
    max-score-change : 0.02
        Largest mean change of the score.
    min-rows : 200
        Fewer rows are inconclusive.
    preset : none
        Field of use.

    Outcomes
    --------
    FAIL: changed beyond the limit.  INCONCLUSIVE: beyond it by the estimate only, too few
    rows, one value only, or neither the attribute nor a declared proxy among the model's
    inputs (nothing would change, which proves nothing).  ERROR: no such column, or a model
    that cannot be loaded or raises.

    Remedy
    ------
    Take the attribute and its proxies out, and train again.

    Source
    ------
    M. Kusner, J. Loftus, C. Russell and R. Silva (2017), Counterfactual fairness, NeurIPS 30,
    on what this test is not.  E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    if not subject:
        raise Unmeasurable("no attribute is configured, so nothing was flipped")
    together = (subject, *(proxies or {}).get(subject, ()))
    features = holdout.features
    _present(holdout, together)
    if len(features) < min_rows:
        raise Unmeasurable(f"{len(features)} rows; at least {min_rows} are needed")
    if not set(together) & set(model.feature_names or features.columns):
        raise Unmeasurable(
            f"the model takes neither {subject} nor a declared proxy of it, so flipping changes "
            "nothing and proves nothing; declare proxies"
        )
    changes = _flip(model, holdout, together, numeric)
    most = limit_for("attribute-flip", preset, limit, 0.03 if numeric else 0.05)
    if numeric:
        findings, estimates = _judge_numeric(subject, changes, most, len(features))
    else:
        findings, estimates = _judge(subject, changes, most, max_score_change, len(features))
    return Verdict.of(
        findings,
        passed=f"{len(features)} rows, {changes.flips} flips of {subject}: "
        f"{'; '.join(str(estimate) for estimate in estimates)} ({NOTE})",
        remedy=REMEDY,
        estimates=estimates,
    )


def _present(holdout: Holdout, columns: tuple[str, ...]) -> None:
    for name in columns:
        if name not in holdout.frame.columns:
            raise InputError(
                holdout.source,
                key=name,
                found="no such column",
                expected=f"the attribute or proxy{nearest(name, holdout.frame.columns)}",
            )


def _flip(model: Model, holdout: Holdout, columns: tuple[str, ...], numeric: bool) -> _Changes:
    frame, features = holdout.frame, holdout.features
    values = sorted(frame[columns[0]].dropna().unique(), key=str)
    if not 2 <= len(values) <= _MOST_VALUES:
        raise Unmeasurable(
            f"{columns[0]} has {len(values)} values; flipping needs 2 to {_MOST_VALUES}"
        )
    before = model.predict(features)
    changed = np.zeros(len(features), dtype=bool)
    flips, moved, relative = 0, [], []
    for row_mask, flipped in _flipped(frame, features, columns, values):
        after = model.predict(flipped)
        flips += int(row_mask.sum())
        if numeric:
            relative.append(_relative(before.labels, after.labels)[row_mask])
        else:
            changed |= (before.labels != after.labels) & row_mask
        for name, score in before.scores.items():
            moved.append(np.abs(after.scores[name] - score)[row_mask])
    return _Changes(
        flips,
        int(changed.sum()),
        float(np.concatenate(moved).mean()) if moved else float("nan"),
        float(np.quantile(np.concatenate(relative), 0.99, method="higher")) if relative else None,
    )


def _flipped(
    frame: Any, features: Any, columns: tuple[str, ...], values: list[Any]
) -> Iterator[tuple[Any, Any]]:
    """Yield for each value which rows had another one, and the features with it."""
    for value in values:
        with_value = frame[frame[columns[0]] == value]
        typical: Mapping[str, Any] = {
            name: value if name == columns[0] else _typical(with_value[name]) for name in columns
        }
        flipped = features.copy()
        for name, one in typical.items():
            if name in flipped.columns:
                flipped[name] = pandas.Series([one] * len(flipped), index=flipped.index).astype(
                    features[name].dtype
                )
        yield (
            (frame[columns[0]] != value).to_numpy() & frame[columns[0]].notna().to_numpy(),
            flipped,
        )


def _typical(column: Any) -> Any:
    if pandas.api.types.is_float_dtype(column):
        return column.median()
    return column.mode().iloc[0]


def _relative(before: Any, after: Any) -> FloatArray:
    first, second = np.asarray(before, float), np.asarray(after, float)
    if (first == 0).any():
        raise Unmeasurable("an output is 0, so its relative change is undefined")
    return np.abs(second / first - 1)


def _judge(
    attribute: str, changes: _Changes, limit: float, max_score: float, rows: int
) -> tuple[list[Finding], list[Estimate]]:
    interval = wilson(changes.changed, rows)
    share = Estimate(
        name=f"share of decisions that change with {attribute}",
        value=changes.changed / rows,
        n=rows,
        lower=interval.lower,
        upper=interval.upper,
        confidence=0.95,
        method="Wilson",
        limit=Limit("<=", limit),
    )
    outcome = decide(share, Policy.SIGNIFICANT, rejected=interval.lower > limit)
    findings = []
    if outcome is not Outcome.PASS:
        text = f"{changes.changed} of {rows} decisions change with {attribute} ({share})"
        findings.append(Finding(message=text, outcome=outcome, rule="F1", subject=attribute))
    if not np.isfinite(changes.score_change):
        return findings, [share]
    score = Estimate(
        name="mean change of the score",
        value=changes.score_change,
        n=rows,
        limit=Limit("<=", max_score),
    )
    if decide(score, Policy.POINT) is Outcome.FAIL:
        text = f"the score changes with {attribute}: {score}"
        findings.append(Finding(message=text, rule="F2", subject=attribute))
    return findings, [share, score]


def _judge_numeric(
    attribute: str, changes: _Changes, limit: float, rows: int
) -> tuple[list[Finding], list[Estimate]]:
    assert changes.relative_p99 is not None
    estimate = Estimate(
        name=f"99th percentile of the relative change with {attribute}",
        value=changes.relative_p99,
        n=rows,
        limit=Limit("<=", limit),
    )
    if decide(estimate, Policy.POINT) is Outcome.PASS:
        return [], [estimate]
    text = f"the output changes with {attribute}: {estimate}"
    return [Finding(message=text, rule="F3", subject=attribute)], [estimate]
