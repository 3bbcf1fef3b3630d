"""From values to places on an axis, whatever the values are."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pytest_mlgate.estimate import digits

_ROOM = 0.08
_NEAR = 0.5
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LARGEST = 1e300
_TICKS = 3


@dataclass(frozen=True)
class Scale:
    """A linear axis.

    Values are divided by `unit`, the largest of them, before anything else, so that neither
    huge nor tiny ones leave what a float can hold.

    Parameters
    ----------
    low, high:
        Its ends, in `unit`.
    unit:
        A positive number.
    step:
        Distance of ticks, in `unit`; 0 where only the ends can be named.
    """

    low: float
    high: float
    unit: float
    step: float = 0.0

    @classmethod
    def around(cls, values: Iterable[float], limits: Collection[float] = ()) -> Scale | None:
        """Return an axis that holds all finite values, ``None`` if there is none.

        Both sides of a limit are on it.
        """
        finite = [value for value in (*values, *limits) if math.isfinite(value)]
        if not finite:
            return None
        unit = max(map(abs, finite)) or 1.0
        scaled = [value / unit for value in finite]
        low, high = min(scaled), max(scaled)
        room = _ROOM * (high - low)
        if high - low < 1e-9:  # narrower than digits could say
            low, high = low - 0.5, high + 0.5
        else:
            # Zero is an end where it is near, so that lengths compare, unless it is a limit.
            near, zero = _NEAR * max(high, -low), 0 not in limits
            low = 0.0 if zero and 0 <= low < near else low - room
            high = 0.0 if zero and -near < high <= 0 else high + room
        if not 1 / _LARGEST < unit < _LARGEST:
            return cls(low, high, unit)
        step = _step((high - low) * unit) / unit
        return cls(low, high, unit, step)

    def at(self, value: float) -> float:
        """Return the place of a value in percent, at the end for what lies beyond it."""
        place = 100 * (value / self.unit - self.low) / (self.high - self.low)
        return min(100.0, max(0.0, place))

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield places in percent with their labels, none where digits cannot tell them apart."""
        if not self.step:
            return
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        values = [i * self.step * self.unit for i in range(first, last + 1)]
        labels = [digits(float(f"{value:.6g}")) for value in values]
        if len(set(labels)) == len(labels):
            yield from zip(map(self.at, values), labels, strict=True)


def _step(span: float) -> float:
    size = 10.0 ** math.floor(math.log10(span))
    return next(size * s for s in (0.1, 0.2, 0.25, 0.5, *_STEPS) if span / (size * s) <= _TICKS)
