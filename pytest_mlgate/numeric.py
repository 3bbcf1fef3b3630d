"""NumPy, pandas and SciPy, each imported when it is first used.

Collecting a gate must not pay for libraries that no selected check needs, and a module that
computes should still read like one: ``from pytest_mlgate.numeric import np``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_mlgate.extras import lazy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]
    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]
else:
    np = lazy("numpy", extra="stats", purpose="compute statistics")
    ArrayLike = NDArray = Array = FloatArray = IntArray = BoolArray = Any

pandas: Any = lazy("pandas", extra="tables", purpose="read tables")
special: Any = lazy("scipy.special", extra="stats", purpose="compute statistics")
distributions: Any = lazy("scipy.stats", extra="stats", purpose="compute statistics")
optimize: Any = lazy("scipy.optimize", extra="stats", purpose="compute statistics")

__all__ = [
    "Array",
    "ArrayLike",
    "BoolArray",
    "FloatArray",
    "IntArray",
    "NDArray",
    "distributions",
    "np",
    "optimize",
    "pandas",
    "special",
]
