"""Measured values: what was measured, how surely, and against what."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Policy(StrEnum):
    """How a sample statistic is compared with its limit (see :func:`~.decision.decide`)."""

    POINT = "point"
    ASSURED = "assured"
    SIGNIFICANT = "significant"


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound with its direction: ``Limit(">=", 0.8)`` is met by 0.8 and above.

    Raises
    ------
    ValueError
        If `value` is not a finite number or `op` is none of the four operators.
    """

    op: Literal[">=", ">", "<=", "<"]
    value: float

    def __post_init__(self) -> None:
        if self.op not in {">=", ">", "<=", "<"}:
            raise ValueError(f"limit operator {self.op!r} is none of >=, >, <=, <")
        if not math.isfinite(self.value):
            raise ValueError(f"limit {self.value!r} is not a finite number")

    @property
    def is_floor(self) -> bool:
        """Whether larger values are the safe ones."""
        return self.op in {">=", ">"}

    def met_by(self, value: float) -> bool:
        """Whether `value` is inside the limit; NaN never is."""
        match self.op:
            case ">=":
                return value >= self.value
            case ">":
                return value > self.value
            case "<=":
                return value <= self.value
            case _:
                return value < self.value

    def __str__(self) -> str:
        return f"{self.op} {digits(self.value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A measured value.

    Parameters
    ----------
    name:
        What was measured, in words.
    value:
        The point estimate, in `unit`; NaN means undefined and is never inside a limit.
    n:
        Number of independent rows or runs behind it, ``None`` when it is no sample.
    lower, upper:
        Interval bounds at `confidence` (0 to 1), ``None`` where there is none.
    unit:
        Unit or scale, such as ``"rate"``, ``"s"``, ``"files"``.
    method:
        How the interval was made, such as ``"Wilson"``.
    limit:
        What the value is judged against.
    rows_needed:
        About how many rows would settle an INCONCLUSIVE decision, where the check knows;
        else it follows from the interval.
    group:
        The group of rows whose value it is, where several are compared; `name` ends in it:
        ``"selection rate of women"``.
    """

    name: str
    value: float
    n: int | None = None
    lower: float | None = None
    upper: float | None = None
    confidence: float | None = None
    unit: str = ""
    method: str = ""
    limit: Limit | None = None
    rows_needed: int | None = None
    group: str = ""

    @property
    def measure(self) -> str:
        """What was measured, which the estimates of all groups have in common."""
        return self.name.removesuffix(f" of {self.group}") if self.group else self.name

    @property
    def in_digits(self) -> tuple[str, str]:
        """Value and limit as they are shown, the limit empty where there is none."""
        value, limit = digits(self.value), str(self.limit or "")
        if self.limit and self.value != self.limit.value and limit.endswith(f" {value}"):
            # A value just outside must not read as if it were the limit itself.
            return repr(float(self.value)), f"{self.limit.op} {float(self.limit.value)!r}"
        return value, limit

    def __str__(self) -> str:
        value, limit = self.in_digits
        text = f"{self.name} {value}" + (f" {self.unit}" if self.unit else "")
        details = list(self._details())
        text += f" ({', '.join(details)})" if details else ""
        return text + (f", limit {limit}" if self.limit else "")

    def _details(self) -> Iterator[str]:
        level = f"{self.confidence * 100:g}% " if self.confidence is not None else ""
        if self.lower is not None and self.upper is not None:
            yield f"{level}interval {digits(self.lower)} to {digits(self.upper)}"
        elif self.lower is not None:
            yield f"{level}lower bound {digits(self.lower)}"
        elif self.upper is not None:
            yield f"{level}upper bound {digits(self.upper)}"
        if self.n is not None:
            yield f"n = {self.n}"


def digits(value: float) -> str:
    """Return a number in six digits, and a count in full."""
    whole = math.isfinite(value) and value == int(value) and abs(value) < 1e15
    return f"{value:.0f}" if whole else f"{value:.6g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measured value over time, for a picture of where it is going.

    Parameters
    ----------
    name:
        What was measured, in words.
    points:
        ISO 8601 day or time and value, in the order of time.
    unit:
        Unit or scale of the values.
    limit:
        What the last value is judged against.
    """

    name: str
    points: tuple[tuple[str, float], ...]
    unit: str = ""
    limit: Limit | None = None
