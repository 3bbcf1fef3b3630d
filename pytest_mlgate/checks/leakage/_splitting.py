"""Feature synthesis without a cut-off, and splits that mix times or groups (T6, T7)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pytest_mlgate.checks.leakage._hits import Hit, words
from pytest_mlgate.inputs._code import (
    Code,
    argument,
    has_unknown_arguments,
    is_none,
    last_name,
)

_ALWAYS_SHUFFLE = words("ShuffleSplit StratifiedShuffleSplit RepeatedKFold RepeatedStratifiedKFold")
_SHUFFLE_ON_DEMAND = words("KFold StratifiedKFold")
_KEEPS_GROUPS = words("GroupShuffleSplit")
_KEEPS_GROUPS_ON_DEMAND = words("GroupKFold StratifiedGroupKFold")
_ADDS_TABLE = words("add_dataframe entity_from_dataframe")
_ADDS_RELATION = words(
    "normalize_dataframe normalize_entity add_relationship add_relationships Relationship"
)
_ONE_PER_GROUP = words("unique drop_duplicates nunique groups keys")


def dfs_without_cutoff(code: Code) -> Iterator[Hit]:
    """Yield T6: deep feature synthesis that may read all of every entity's history."""
    if _has_one_table(code):
        return
    for call in code.calls:
        if code.names.resolve(call.func) not in {"featuretools.dfs", "featuretools.synthesis.dfs"}:
            continue
        cutoff = argument(call, "cutoff_time", 4)
        if (cutoff is None and has_unknown_arguments(call)) or _only_names(call):
            continue
        if cutoff is None or is_none(cutoff):
            yield Hit(
                call,
                "T6",
                "featuretools.dfs() without cutoff_time aggregates events after the prediction",
                "Pass cutoff_time with the moment of each prediction.",
            )


def _has_one_table(code: Code) -> bool:
    """Whether each entity set of the file holds one table, of which no events are aggregated."""
    called = [last_name(call.func) for call in code.calls]
    tables = sum(name in _ADDS_TABLE for name in called)
    return tables == called.count("EntitySet") > 0 and _ADDS_RELATION.isdisjoint(called)


def _only_names(call: ast.Call) -> bool:
    only = argument(call, "features_only")
    return isinstance(only, ast.Constant) and only.value is True


def shuffling_splits(code: Code, *, temporal: bool, grouped: bool) -> Iterator[Hit]:
    """Yield T7: a split that shuffles the rows of a temporal or grouped project."""
    if not (temporal or grouped):
        return
    what = " and ".join(
        [*(["mixes past and future"] if temporal else []), *(["tears groups apart"] * grouped)]
    )
    remedy = " or ".join(
        [*(["TimeSeriesSplit"] if temporal else []), *(["GroupKFold"] if grouped else [])]
    )
    for call in code.calls:
        name = _splitter(code, call)
        if not name or not _shuffles(call, name):
            continue
        if not temporal and (name in _KEEPS_GROUPS | _KEEPS_GROUPS_ON_DEMAND or _of_groups(call)):
            continue
        yield Hit(
            call,
            "T7",
            f"{name}() shuffles the rows, which {what}",
            f"Split with {remedy}, or by a date or key.",
        )


def _splitter(code: Code, call: ast.Call) -> str:
    resolved = code.names.resolve(call.func)
    if resolved.startswith(("sklearn.model_selection", "dask_ml.model_selection")):
        return resolved.rpartition(".")[2]
    if resolved in {"torch.utils.data.random_split", "torch.utils.data.dataset.random_split"}:
        return "random_split"
    is_spark = code.names.imports("pyspark") and isinstance(call.func, ast.Attribute)
    return "randomSplit" if is_spark and last_name(call.func) == "randomSplit" else ""


def _shuffles(call: ast.Call, name: str) -> bool:
    if name in {"random_split", "randomSplit"} or name in _ALWAYS_SHUFFLE | _KEEPS_GROUPS:
        return True
    shuffle = argument(call, "shuffle", 1 if name != "train_test_split" else None)
    if name == "train_test_split":
        if shuffle is None:
            return not any(keyword.arg is None for keyword in call.keywords)
        return isinstance(shuffle, ast.Constant) and shuffle.value is True
    if name in _SHUFFLE_ON_DEMAND | _KEEPS_GROUPS_ON_DEMAND:
        return isinstance(shuffle, ast.Constant) and shuffle.value is True
    return False


def _of_groups(call: ast.Call) -> bool:
    """Whether what is split is a list with each group once."""
    return any(
        last_name(part.func) in _ONE_PER_GROUP
        or (isinstance(part.func, ast.Name) and part.func.id == "set")
        for value in call.args
        for part in ast.walk(value)
        if isinstance(part, ast.Call)
    )
