"""How a reported score came about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pytest_mlgate.inputs._documents import load_json
from pytest_mlgate.inputs._records import Record, finite
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class OuterFold:
    """One outer fold: score of the chosen model on it, best inner score, its parameters."""

    score: float
    inner_best: float | None
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Selection:
    """A search for the best model, and the score that is reported.

    Parameters
    ----------
    metric, direction:
        What was searched for.
    reported:
        The score that people read.
    best:
        Best score of the search.
    outer:
        Outer folds of nested cross-validation, empty without.
    holdout:
        Score on rows that chose nothing, ``None`` without.
    tuning_sha256, evaluation_sha256:
        Hashes of both sets of rows.
    grid:
        Parameter -> the values tried, in order.
    """

    metric: str
    direction: Literal["higher", "lower"]
    reported: float
    best: float | None
    outer: tuple[OuterFold, ...] = ()
    holdout: float | None = None
    tuning_sha256: str | None = None
    evaluation_sha256: str | None = None
    grid: Mapping[str, tuple[Any, ...]] | None = None
    path: str = "selection.json"
    fingerprint: str = ""


_KEYS = (
    "schema", "metric", "direction", "reported", "best", "outer", "holdout", "tuning_sha256",
    "evaluation_sha256", "grid",
)  # fmt: skip


@provides
def nested_cv(project: Project, *, path: str | None = None) -> Selection:
    """Provide the record of a model search.

    The file has ``schema`` ``"selection/1"``, ``metric``, ``direction``, ``reported``, and as far
    as there are any ``best`` (best score of the search), ``outer`` (a list of {score,
    inner_best, params}), ``holdout``, ``tuning_sha256``, ``evaluation_sha256`` and ``grid``.

    Settings
    --------
    path : "selection.json"
        The file.
    """
    where = project.find(
        path, "selection.json", what="record of a model search", key="[inputs.nested-cv] path"
    )
    record = Record(where, load_json(project, where))
    record.schema("selection")
    record.only(_KEYS)
    direction = record.text("direction")
    if direction not in {"higher", "lower"}:
        raise record.wrong("direction", found=repr(direction), expected="higher or lower")
    return Selection(
        metric=record.text("metric"),
        direction=cast('Literal["higher", "lower"]', direction),
        reported=record.number("reported"),
        best=_number(record, "best"),
        outer=tuple(_fold(e) for e in record.tables("outer")) if "outer" in record.content else (),
        holdout=_number(record, "holdout"),
        tuning_sha256=record.optional("tuning_sha256", str),
        evaluation_sha256=record.optional("evaluation_sha256", str),
        grid=_grid(record),
        path=where,
        fingerprint=hashlib.sha256(project.read_text(where).encode()).hexdigest(),
    )


def _number(record: Record, key: str) -> float | None:
    return None if record.content.get(key) is None else record.number(key)


def _fold(entry: Record) -> OuterFold:
    entry.only(("score", "inner_best", "params"))
    params = entry.table("params").content if entry.content.get("params") is not None else {}
    inner = entry.content.get("inner_best")
    return OuterFold(
        entry.number("score"),
        None if inner is None else finite(entry.path, entry.where("inner_best"), inner),
        dict(params),
    )


def _grid(record: Record) -> dict[str, tuple[Any, ...]] | None:
    if record.content.get("grid") is None:
        return None
    table = record.table("grid")
    return {name: tuple(table.get(name, list)) for name in table.content}
