"""What statistical functions return."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

Alternative = Literal["two-sided", "greater", "less"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Two-sided confidence interval; ``lower <= upper``, in the unit of the data.

    Parameters
    ----------
    lower, upper:
        Floats for scalar arguments, arrays of their broadcast shape otherwise.
    confidence:
        Two-sided level, 0 to 1.
    method:
        How it was made.
    """

    lower: Any
    upper: Any
    confidence: float
    method: str


@dataclass(frozen=True, slots=True)
class StatResult:
    """Outcome of a hypothesis test.

    Parameters
    ----------
    statistic:
        Value of the test statistic, NaN for a test that has none.
    p_value:
        Between 0 and 1.
    estimate:
        The effect, NaN where the test has none.
    interval:
        Interval of the effect.
    n:
        Number of independent observations.
    df:
        Degrees of freedom.
    method:
        Name of the test.
    """

    statistic: Any
    p_value: Any
    estimate: Any = math.nan
    interval: Interval | None = None
    n: Any = None
    df: Any = None
    method: str = ""
