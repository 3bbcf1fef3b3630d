"""Calls that leave `random_state` unset although it changes what they compute."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.checks.reproducibility._hits import Hit
from pytest_mlgate.checks.reproducibility._random_state_table import POSITIONS
from pytest_mlgate.inputs._code import Code, argument, has_unknown_arguments, is_none

_FRAMES = ("pandas", "geopandas", "polars", "dask", "modin", "cudf", "pyspark")
_UNKNOWN = object()


@dataclass(frozen=True)
class When:
    """`random_state` matters when `option` has one of these values.

    ``values=None`` stands for anything but ``None``, ``False`` and 0.
    """

    option: str
    values: frozenset[object] | None
    default: object

    def holds(self, call: ast.Call) -> bool:
        """Whether it matters in this call; a value that is no literal is given the benefit."""
        given = argument(call, self.option)
        if given is None:
            value = self.default
        else:
            value = given.value if isinstance(given, ast.Constant) else _UNKNOWN
        if value is _UNKNOWN:
            return False
        return bool(value) if self.values is None else value in self.values


def _when(option: str, *values: object, default: object = None) -> tuple[When, ...]:
    return (When(option, frozenset(values) or None, default),)


_SHUFFLE_OFF = _when("shuffle", True, default=False)
_SHUFFLE_ON = _when("shuffle", True, default=True)
_RANDOM_SELECTION = _when("selection", "random", default="cyclic")
_STOCHASTIC_SOLVER = _when("solver", "sag", "saga", default="auto")
_LOGISTIC_SOLVER = _when("solver", "sag", "saga", "liblinear", default="lbfgs")
_EARLY_STOPPING = _when("early_stopping", "auto", True, default="auto")
_PROBABILITY = _when("probability", True, default=False)
_DUAL = _when("dual", True, default="auto")
_CHAIN_ORDER = _when("order", "random")
_KMEANS_INIT = _when("init", "k-means++", "random", default="k-means++")

_SEEDS_ITS_PARTS = frozenset(
    {
        *("sklearn.ensemble.AdaBoostClassifier", "sklearn.ensemble.AdaBoostRegressor"),
        *("sklearn.ensemble.BaggingClassifier", "sklearn.ensemble.BaggingRegressor"),
        "imblearn.ensemble.BalancedBaggingClassifier",
        *("imblearn.ensemble.EasyEnsembleClassifier", "imblearn.ensemble.RUSBoostClassifier"),
    }
)
"""Ensembles that draw a `random_state` for every part of the estimator they are given."""

CONDITIONS: dict[str, tuple[When, ...]] = {
    **dict.fromkeys(
        ("KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold"), _SHUFFLE_OFF
    ),
    **dict.fromkeys(("check_cv", "learning_curve", "fetch_datasets"), _SHUFFLE_OFF),
    **dict.fromkeys(("fetch_covtype", "fetch_kddcup99", "fetch_rcv1"), _SHUFFLE_OFF),
    **dict.fromkeys(("train_test_split", "SGDClassifier", "SGDRegressor"), _SHUFFLE_ON),
    **dict.fromkeys(("SGDOneClassSVM",), _SHUFFLE_ON),
    **dict.fromkeys(("PassiveAggressiveClassifier", "PassiveAggressiveRegressor"), _SHUFFLE_ON),
    **dict.fromkeys(("ElasticNet", "ElasticNetCV", "Lasso", "LassoCV"), _RANDOM_SELECTION),
    **dict.fromkeys(("MultiTaskElasticNet", "MultiTaskElasticNetCV"), _RANDOM_SELECTION),
    **dict.fromkeys(("MultiTaskLasso", "MultiTaskLassoCV"), _RANDOM_SELECTION),
    **dict.fromkeys(("Ridge", "RidgeClassifier", "ridge_regression"), _STOCHASTIC_SOLVER),
    **dict.fromkeys(("LogisticRegression", "LogisticRegressionCV"), _LOGISTIC_SOLVER),
    **dict.fromkeys(("HistGradientBoostingClassifier",), _EARLY_STOPPING),
    **dict.fromkeys(("HistGradientBoostingRegressor",), _EARLY_STOPPING),
    **dict.fromkeys(("SVC", "NuSVC"), _PROBABILITY),
    **dict.fromkeys(("LinearSVC", "LinearSVR"), _DUAL),
    **dict.fromkeys(("ClassifierChain", "RegressorChain"), _CHAIN_ORDER),
    **dict.fromkeys(("KMeans", "k_means"), _KMEANS_INIT),
    **dict.fromkeys(("Lars", "LassoLars"), _when("jitter")),
    **dict.fromkeys(("GaussianProcessClassifier",), _when("n_restarts_optimizer", default=0)),
    **dict.fromkeys(("GaussianProcessRegressor",), _when("n_restarts_optimizer", default=0)),
    **dict.fromkeys(("PatchExtractor", "extract_patches_2d"), _when("max_patches")),
    **dict.fromkeys(("QuantileTransformer",), _when("subsample", default=10_000)),
    **dict.fromkeys(("quantile_transform",), _when("subsample", default=100_000)),
    **dict.fromkeys(("LocallyLinearEmbedding",), _when("eigen_solver", "arpack", default="auto")),
    **dict.fromkeys(("locally_linear_embedding",), _when("eigen_solver", "arpack", default="auto")),
    "PCA": _when("svd_solver", "randomized", "arpack", default="auto"),
    "KernelPCA": _when("eigen_solver", "randomized", "arpack", default="auto"),
    "DummyClassifier": _when("strategy", "stratified", "uniform", default="prior"),
    # Its default draws from more than 200,000 rows only.
    "KBinsDiscretizer": _when("subsample"),
    "NeighborhoodComponentsAnalysis": _when("init", "random", default="auto"),
    "silhouette_score": _when("sample_size"),
    "IterativeImputer": (
        *_when("sample_posterior", True, default=False),
        *_when("imputation_order", "random", default="ascending"),
        *_when("n_nearest_features"),
    ),
    # Random only in uses that a look at the constructor does not show.
    "TunedThresholdClassifierCV": (),
    "PartialDependenceDisplay": (),
    "BaseShuffleSplit": (),
}
"""Callables whose `random_state` matters only with some option: any of the conditions."""


def unset_random_state(code: Code) -> Iterator[Hit]:
    """Yield N3: scikit-learn-like calls and frame samples without `random_state`."""
    frames = code.names.imports(*_FRAMES)
    for call in code.calls:
        name = code.names.resolve(call.func)
        if name in POSITIONS:
            unset = _is_unset(call, POSITIONS[name]) and _matters(name, call)
            if unset and not _is_seeded_from_outside(code, call):
                yield _hit(call, f"{name.rpartition('.')[2]}() is called without random_state")
        elif name.startswith("scipy.stats.") and name.endswith(".rvs"):
            if _is_unset(call, None):
                yield _hit(call, f"{name}() is called without random_state")
        elif not name and _samples_a_frame(call, frames):
            yield _hit(call, ".sample() of a data frame is called without random_state")


def _hit(call: ast.Call, message: str) -> Hit:
    return Hit(
        call,
        "N3",
        f"{message}, so every run draws differently",
        "Pass random_state=<a fixed seed>; a global seed would still change with any draw added "
        "before this one.",
    )


def _is_unset(call: ast.Call, position: int | None) -> bool:
    unpacks_keywords = any(keyword.arg is None for keyword in call.keywords)
    # train_test_split(*arrays) hides nothing: its random_state is keyword-only.
    unpacks = unpacks_keywords or (position is not None and has_unknown_arguments(call))
    if unpacks and argument(call, "random_state") is None:
        return False
    given = argument(call, "random_state", position)
    return given is None or is_none(given)


def _is_seeded_from_outside(code: Code, call: ast.Call) -> bool:
    """Whether what is made here is given to nothing but ensembles that seed it."""
    parent = code.parents.get(call)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        uses = code.loads.get((code.scope(parent), parent.targets[0].id), [])
        return bool(uses) and all(_is_part_of_ensemble(code, use) for use in uses)
    return _is_part_of_ensemble(code, call)


def _is_part_of_ensemble(code: Code, node: ast.expr) -> bool:
    for parent in code.ancestors(node):
        if isinstance(parent, ast.Call) and code.names.resolve(parent.func) in _SEEDS_ITS_PARTS:
            return True
        if not isinstance(parent, (ast.Call, ast.keyword, ast.List, ast.Tuple)):
            return False
    return False


def _matters(name: str, call: ast.Call) -> bool:
    conditions = CONDITIONS.get(name.rpartition(".")[2])
    return conditions is None or any(condition.holds(call) for condition in conditions)


def _samples_a_frame(call: ast.Call, frames: bool) -> bool:
    """Whether a ``.sample(...)`` on an unknown object looks like one of a data frame.

    Distributions, search spaces and replay buffers have a method of that name, too.
    """
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "sample":
        return False
    if has_unknown_arguments(call) or len(call.args) > 1:
        return False
    if any(
        not is_none(argument(call, name) or ast.Constant(None)) for name in ("random_state", "seed")
    ):
        return False
    if argument(call, "frac") is not None:
        return True
    if not frames:
        return False
    literal = bool(call.args) and isinstance(call.args[0], ast.Constant)
    count = call.args[0].value if literal else None  # type: ignore[attr-defined]
    return type(count) is int or argument(call, "n") is not None
