"""People alike are treated alike."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pytest_mlgate.checks.fairness._presets import Preset, limit_for
from pytest_mlgate.decision import decide
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.extras import require
from pytest_mlgate.inputs.holdout import Holdout
from pytest_mlgate.inputs.model import Model
from pytest_mlgate.numeric import Array, FloatArray, IntArray, np, pandas
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Policy, Verdict

REMEDY = "Look at the pairs of rows that differ in protected columns only, or in next to nothing."
NEIGHBOURS = 5
MOST_ROWS = 20_000
"""More rows are sampled down for the search of neighbours, with the configured seed."""


@check("fairness.individual-consistency", kind=Kind.CONFIG, subjects="rules", runs_code=True)
def individual_consistency(
    subject: str,
    model: Model,
    holdout: Holdout,
    *,
    rules: tuple[Literal["twin", "knn", "lipschitz"], ...] = ("twin", "knn"),  # noqa: ARG001
    protected: tuple[str, ...] = (),
    min_consistency: Annotated[float, Range(0, 1)] = 0.90,
    max_lipschitz: Annotated[float, Range(0)] | None = None,
    similarity: Annotated[float, Range(0)] = 0.05,
    min_pairs: Annotated[int, Range(1)] = 100,
    seed: Annotated[int, Range(0)] = 0,
    preset: Preset | None = None,
) -> Verdict:
    """Rows that agree in what matters get the same decision.

    Why
    ---
    Groups can be treated alike on average while two people who differ only in what must not
    matter are not.

    Rule
    ----
    * ``twin``: rows that are identical in all features but the protected ones get the same
      decision, without exception;
    * ``knn``: 1 minus the mean distance between a row's decision and the mean decision of its
      five nearest rows, in standardised features without the protected ones, is at least
      `min-consistency`;
    * ``lipschitz``: among pairs of rows closer than `similarity`, the 95th percentile of
      change of output per distance is at most `max-lipschitz`, outputs scaled to 0 to 1.

    Settings
    --------
    rules : ["twin", "knn"]
        Each is one item.
    protected : []
        Columns that must not matter.
    min-consistency : 0.90
        For ``knn``.
    max-lipschitz : 1.5
        For ``lipschitz``; 1.2 under ``credit``.
    similarity : 0.05
        Largest distance of a pair for ``lipschitz``, in standardised features.
    min-pairs : 100
        Fewer pairs so close are inconclusive: in many dimensions nothing is near.
    seed : 0
        Of the sample of 20,000 rows that is searched when there are more.
    preset : none
        Field of use.

    Outcomes
    --------
    FAIL: the rule is broken.  INCONCLUSIVE: no two rows are twins, fewer than 30 rows, too
    few pairs, an output without spread, no protected column declared for ``twin``.
    ERROR: no such column, or a model that cannot be loaded or raises.

    Remedy
    ------
    Look at the pairs.

    Source
    ------
    C. Dwork et al. (2012), ITCS, 214-226.  R. Zemel et al. (2013), Learning fair
    representations, ICML 30, 325-333.
    """
    for name in protected:
        if name not in holdout.frame.columns:
            raise InputError(
                holdout.source,
                key=name,
                found="no such column",
                expected=f"the protected column{nearest(name, holdout.frame.columns)}",
            )
    features = holdout.features
    if len(features) < 30:
        raise Unmeasurable(f"{len(features)} rows; at least 30 are needed")
    free = features[[name for name in features.columns if name not in protected]]
    answer = model.predict(features)
    if subject == "twin":
        return _twins(free, answer.labels, protected)
    output = _output(answer.labels, answer.scores if subject == "lipschitz" else {})
    rows = np.arange(len(free))
    if len(rows) > MOST_ROWS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MOST_ROWS, replace=False))
    points = _standardised(free.iloc[rows])
    if subject == "knn":
        return _knn(points, output[rows], min_consistency)
    most = limit_for("lipschitz", preset, max_lipschitz, 1.5)
    return _lipschitz(points, output[rows], similarity, most, min_pairs)


def _twins(free: Any, labels: Array, protected: tuple[str, ...]) -> Verdict:
    if not protected:
        raise Unmeasurable("no protected column is declared, so no two rows are twins")
    kind = pandas.util.hash_pandas_object(free, index=False).to_numpy()
    table = pandas.Series(labels).groupby(kind).agg(["size", "nunique"])
    twins = table[table["size"] > 1]
    if not len(twins):
        raise Unmeasurable(
            f"no two of {len(free)} rows agree in all but {', '.join(protected)}: use knn, or "
            "round the features"
        )
    broken = int((twins["nunique"] > 1).sum())
    estimate = Estimate(
        name="sets of twins with different decisions",
        value=broken,
        n=len(twins),
        limit=Limit("<=", 0),
    )
    findings = []
    if decide(estimate, Policy.POINT) is Outcome.FAIL:
        findings.append(
            Finding(
                message=f"{broken} of {len(twins)} sets of rows that differ only in "
                f"{', '.join(protected)} get different decisions",
                rule="twin",
            )
        )
    return Verdict.of(
        findings,
        passed=f"{len(twins)} sets of rows that differ only in {', '.join(protected)} get the same "
        "decision",
        remedy=REMEDY,
        estimates=[estimate],
    )


def _output(labels: Array, scores: Any) -> FloatArray:
    """Return outputs on 0 to 1: the score where there is one, else the label."""
    if "score" in scores:
        return np.asarray(scores["score"], float)
    values = pandas.Series(labels)
    if pandas.api.types.is_numeric_dtype(values):
        numbers = values.to_numpy(dtype=float)
    else:
        kinds = sorted(values.unique(), key=str)
        if len(kinds) > 2:
            raise Unmeasurable("decisions of more than two classes have no distance")
        numbers = (values == kinds[-1]).to_numpy(dtype=float)
    low, high = numbers.min(), numbers.max()
    if low == high:
        raise Unmeasurable("every row gets the same output, which is consistent and proves nothing")
    return (numbers - low) / (high - low)


def _standardised(free: Any) -> FloatArray:
    encoded = pandas.get_dummies(free, dtype=float).to_numpy(dtype=float)
    if not np.isfinite(encoded).all():
        raise Unmeasurable("a feature is missing or not finite, so rows have no distance")
    spread = encoded.std(axis=0)
    kept = spread > 0
    if not kept.any():
        raise Unmeasurable("no unprotected feature varies, so all rows are the same")
    return (encoded[:, kept] - encoded[:, kept].mean(axis=0)) / spread[kept]


def _tree(points: FloatArray) -> Any:
    spatial = require("scipy.spatial", extra="stats", purpose="find the nearest rows")
    return spatial.cKDTree(points)


def _knn(points: FloatArray, output: FloatArray, least: float) -> Verdict:
    _, near = _tree(points).query(points, k=NEIGHBOURS + 1)
    others = _without_self(near)
    consistency = 1 - float(np.abs(output - output[others].mean(axis=1)).mean())
    estimate = Estimate(
        name=f"consistency with {NEIGHBOURS} nearest rows",
        value=consistency,
        n=len(points),
        limit=Limit(">=", least),
    )
    findings = []
    if decide(estimate, Policy.POINT) is Outcome.FAIL:
        findings.append(Finding(message=str(estimate), rule="knn"))
    return Verdict.of(findings, passed=str(estimate), remedy=REMEDY, estimates=[estimate])


def _without_self(near: IntArray) -> IntArray:
    """Leave each row out of its own neighbours, wherever duplicates have put it."""
    own = near == np.arange(len(near))[:, None]
    own[~own.any(axis=1), -1] = True  # more duplicates than neighbours: any of them will do
    return near[~own].reshape(len(near), -1)


def _lipschitz(
    points: FloatArray, output: FloatArray, similarity: float, limit: float, least: int
) -> Verdict:
    pairs = _tree(points).query_pairs(similarity, output_type="ndarray")
    distance = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    apart = distance > 0
    if apart.sum() < least:
        raise Unmeasurable(
            f"{int(apart.sum())} pairs of rows are closer than {similarity:g} and not identical; "
            f"at "
            f"least {least} are needed"
        )
    change = np.abs(output[pairs[apart, 0]] - output[pairs[apart, 1]]) / distance[apart]
    estimate = Estimate(
        name="95th percentile of change of output per distance",
        value=float(np.quantile(change, 0.95)),
        n=int(apart.sum()),
        limit=Limit("<=", limit),
    )
    findings = []
    if decide(estimate, Policy.POINT) is Outcome.FAIL:
        findings.append(Finding(message=str(estimate), rule="lipschitz"))
    return Verdict.of(findings, passed=str(estimate), remedy=REMEDY, estimates=[estimate])
