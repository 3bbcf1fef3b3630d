"""How strongly columns of any type go together."""

from __future__ import annotations

from typing import Any

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.extras import require
from pytest_mlgate.numeric import FloatArray, np, pandas
from pytest_mlgate.stats.association import correlation_ratio, cramers_v_corrected, spearman
from pytest_mlgate.stats.results import StatResult

MOST_ROWS = 20_000
FOLDS = 5
_FEW = 10
"""A number with so few distinct values is a category."""


def associate(feature: Any, attribute: Any, confidence: float) -> StatResult:
    """Return the association of two columns by the measure that fits their types.

    Raises
    ------
    Unmeasurable
        If one of them is constant, or they share too few rows.
    """
    both = feature.notna() & attribute.notna()
    feature, attribute = feature[both], attribute[both]
    first, second = _numeric(feature), _numeric(attribute)
    if first and second:
        return spearman(feature.astype(float), attribute.astype(float), confidence)
    if first != second:
        number, category = (feature, attribute) if first else (attribute, feature)
        return correlation_ratio(
            pandas.factorize(category)[0], number.to_numpy(dtype=float), confidence
        )
    table = pandas.crosstab(feature, attribute)
    return cramers_v_corrected(table.to_numpy(), confidence)


def _numeric(column: Any) -> bool:
    types = pandas.api.types
    if types.is_bool_dtype(column) or not types.is_numeric_dtype(column):
        return False
    return bool(column.nunique() > _FEW)


def joint_auc(features: Any, attribute: Any, seed: int) -> float | None:
    """Return how well all features together tell the attribute, by cross-validation.

    The largest area of one class against the rest; ``None`` where a class is too small for
    the folds.  An attribute that is a number is cut at its median.
    """
    selection = require("sklearn.model_selection", extra="models", purpose="predict an attribute")
    ensemble = require("sklearn.ensemble", extra="models", purpose="predict an attribute")
    metrics = require("sklearn.metrics", extra="models", purpose="predict an attribute")
    if len(features) > MOST_ROWS:
        rows = np.random.default_rng(seed).choice(len(features), MOST_ROWS, replace=False)
        features, attribute = features.iloc[rows], attribute.iloc[rows]
    labels = attribute > attribute.median() if _numeric(attribute) else attribute.astype(str)
    codes, kinds = pandas.factorize(labels, sort=True)
    if len(kinds) < 2 or np.bincount(codes).min() < FOLDS:
        return None
    model = ensemble.HistGradientBoostingClassifier(max_iter=50, random_state=seed)
    folds = selection.StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    scores = selection.cross_val_predict(
        model, _encoded(features), codes, cv=folds, method="predict_proba"
    )
    areas = [metrics.roc_auc_score(codes == i, scores[:, i]) for i in range(len(kinds))]
    return float(max(areas))


def _encoded(features: Any) -> FloatArray:
    columns = [
        column.astype(float) if _is_number(column) else pandas.factorize(column)[0]
        for _, column in features.items()
    ]
    if not columns:
        raise Unmeasurable("there is no feature")
    return np.column_stack(columns).astype(float)


def _is_number(column: Any) -> bool:
    return bool(pandas.api.types.is_numeric_dtype(column))
