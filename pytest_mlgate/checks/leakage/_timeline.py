"""Where a sample is cut into what was known and what came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.checks.leakage import _sample
from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import Array, np, pandas

ORDERS = ("given", "time", "entity")
FEWEST_BEFORE = 20
"""Rows that a cut on a missing value leaves at least."""
PLANTED = 3


@dataclass(frozen=True)
class Timeline:
    """The rows of a sample in time.

    Parameters
    ----------
    codes:
        For each row the number of distinct earlier times, which is what a cut is.
    entity:
        For each row the number of what it is about, 0 for all without.
    """

    codes: Array
    entity: Array

    def until(self, cut: int) -> Array:
        """Return the positions of the rows up to a cut, in their order."""
        kept: Array = np.flatnonzero(self.codes <= cut)
        return kept

    def order(self, rows: Array, name: str) -> Array:
        """Return in which order a function may return some rows, as places among them."""
        if name == "given":
            return np.arange(len(rows))
        if name == "time":
            return np.argsort(self.codes[rows], kind="stable")
        return np.lexsort((self.codes[rows], self.entity[rows]))

    def distinct(self, orders: Sequence[str]) -> list[str]:
        """Return those of the orders that differ on the whole sample."""
        rows = np.arange(len(self.codes))
        kept: dict[bytes, str] = {}
        for name in orders:
            kept.setdefault(self.order(rows, name).tobytes(), name)
        return list(kept.values())

    def even_cuts(self, most: int) -> list[int]:
        """Return cuts that are spread over the rows and leave some on either side."""
        ordered = np.sort(self.codes)
        places = (len(ordered) * np.arange(1, most + 1)) // (most + 1)
        return sorted({int(c) for c in ordered[places] if c < ordered[-1]})

    def null_cuts(self, frame: Any, most: int) -> tuple[list[int], list[str]]:
        """Return cuts on missing values that are known later, and the columns without any.

        Parameters
        ----------
        frame:
            The columns that are looked at.
        most:
            How many cuts there may be; every column gets its share.
        """
        order = self.order(np.arange(len(self.codes)), "time")
        codes, entity = self.codes[order], self.entity[order]
        before = np.searchsorted(codes, codes, side="right")
        usable = (codes < codes[-1]) & (before >= FEWEST_BEFORE)
        inside: dict[str, Array] = {}
        for name in frame.columns:
            known = pandas.Series(frame[name].notna().to_numpy()[order])[::-1]
            later = known.groupby(entity[::-1]).cummax()[::-1].to_numpy()
            places = codes[~known[::-1].to_numpy() & later & usable]
            if len(places):
                inside[name] = np.unique(places)
        share = max(1, most // max(1, len(inside)))
        chosen = {cut for places in inside.values() for cut in _sample.spread(places, share)}
        unseen = [name for name in frame.columns if name not in inside or most == 0]
        return _sample.spread(sorted(chosen), most) if most else [], unseen

    def planted_cuts(self) -> tuple[list[int], Array]:
        """Return a few cuts, and the rows around them whose values can be taken away."""
        last = int(self.codes.max())
        cuts = [cut for cut in self.even_cuts(PLANTED) if cut + 2 <= last]
        around = [code for cut in cuts for code in (cut, cut + 1)]
        rows: Array = np.flatnonzero(np.isin(self.codes, around))
        return cuts, rows


def entities(frame: Any, name: str, *, setting: str) -> Array:
    """Return a number for what each row is about."""
    if not name:
        return np.zeros(len(frame), dtype=int)
    codes: Array = pandas.factorize(_sample.column(frame, name, setting=setting))[0]
    return codes


def another(values: Any, position: int, *, upwards: bool) -> Any:
    """Return a column with another value in one row, beyond all of them where it has an order.

    Raises
    ------
    Unmeasurable
        If the column has one value only and none can be made up.
    """
    changed = values.copy(deep=True)
    kind = values.dtype.kind
    if kind in "iuf":
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
        finite = numbers[np.isfinite(numbers)]
        low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 0.0)
        beyond = 2 * high - low + 1 if upwards else 2 * low - high - 1
        if kind != "f":
            width = np.iinfo(getattr(values.dtype, "numpy_dtype", values.dtype))
            fits = width.min <= beyond <= width.max
            changed, beyond = (changed, int(beyond)) if fits else (changed.astype(float), beyond)
        changed.iloc[position] = beyond
        return changed
    present = values.iloc[position]
    others = [v for v in values.dropna().unique() if pandas.isna(present) or v != present]
    if not others:
        raise Unmeasurable(f"the column {values.name!r} has one value only, so none is another")
    changed.iloc[position] = others[-1 if upwards else 0]
    return changed
