"""Calling the feature function on parts of a sample, and knowing which row is which."""

from __future__ import annotations

from typing import Any

from pytest_mlgate.checks import _frames
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.inputs.feature_fn import FeatureFn, FeaturesFailed
from pytest_mlgate.numeric import Array, np


def part(build: FeatureFn, frame: Any, rows: Array, *, when: str) -> Any:
    """Return the features of some rows of the frame alone.

    Raises
    ------
    FeaturesFailed
        If the function fails, saying `when`.
    """
    return features(build, frame.iloc[rows].reset_index(drop=True), when=when)


def features(build: FeatureFn, frame: Any, *, when: str) -> Any:
    """Return the features of a frame, as :func:`part` does for some of its rows."""
    try:
        found = build(frame)
    except FeaturesFailed as failed:
        raise FeaturesFailed(f"{when}: {failed}") from failed
    found = found.set_axis([str(name) for name in found.columns], axis=1)
    repeated = sorted(set(found.columns[found.columns.duplicated()]))
    if repeated:
        raise FeaturesFailed(f"{build.path} returned the column {repeated[0]!r} twice")
    return found


def stable(build: FeatureFn, frame: Any) -> Any:
    """Return the features of the whole sample, after a look whether a second call agrees.

    Raises
    ------
    Unmeasurable
        If it does not, or there are no features.
    """
    first = features(build, frame, when="on the whole sample")
    if first.shape[0] == 0 or first.shape[1] == 0:
        raise Unmeasurable(
            f"{build.path} gave {first.shape[0]} rows and {first.shape[1]} columns of "
            f"{len(frame)} rows"
        )
    other = _frames.difference(first, features(build, frame, when="on a second call"))
    if other:
        raise Unmeasurable(
            f"{build.path} changes on a second call already ({other}), so nothing else can be "
            "told from it; seed it (reproducibility.transform-determinism)"
        )
    return first


def labelled(found: Any, rows: int) -> bool:
    """Whether the index of the features says which of the given rows each of them is."""
    labels = list(found.index)
    whole = all(isinstance(label, int | np.integer) for label in labels)
    if not whole or len(set(labels)) != len(labels):
        return False
    within = all(0 <= label < rows for label in labels)
    return within and labels != list(range(len(labels)))


def placed(build: FeatureFn, found: Any, rows: Array, order: Array | None = None) -> Any:
    """Return the features with the positions of their rows in the sample as index, sorted.

    Parameters
    ----------
    build:
        The function, for messages.
    found:
        The features of ``frame.iloc[rows]``.
    rows:
        Positions in the sample.
    order:
        The order, of `rows`, in which a function that drops the index returns them.

    Raises
    ------
    Unmeasurable
        If the features have fewer or more rows and an index of their own.
    """
    if labelled(found, len(rows)):
        return found.set_axis(rows[np.asarray(found.index, dtype=int)], axis=0).sort_index()
    if not len(found):
        return found
    if len(found) != len(rows):
        raise Unmeasurable(
            f"{build.path} gave {len(found)} rows for {len(rows)} and not their index, so nobody "
            "can say which is which; keep the index of the frame"
        )
    return found.set_axis(rows if order is None else rows[order], axis=0).sort_index()


def differences(expected: Any, found: Any) -> dict[str, int | None]:
    """Return each column that differs, with the position of its first row in the sample.

    A column that one of the frames lacks, or all if the rows are others, has ``None``.
    dtypes may differ: a column of whole numbers becomes one of floats beside a null.
    """
    missing = set(expected.columns) ^ set(found.columns)
    differing: dict[str, int | None] = dict.fromkeys(sorted(missing))
    same_rows = list(expected.index) == list(found.index)
    for name in expected.columns:
        if name in missing:
            continue
        if not same_rows:
            differing[name] = None
            continue
        rows = _frames.differing_rows(expected[name], found[name])
        if rows:
            differing[name] = int(expected.index[rows[0]])
    return differing


def row(position: int | None) -> str:
    """Name a row of the sample, from 1."""
    return "" if position is None else f", first in row {position + 1} of the sample"
