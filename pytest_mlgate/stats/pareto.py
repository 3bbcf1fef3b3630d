"""Choosing among candidates with several objectives."""

from __future__ import annotations

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.numeric import ArrayLike, BoolArray, FloatArray, np


def dominated(values: ArrayLike, se: ArrayLike | float = 0.0) -> BoolArray:
    """Return which candidates another one beats without losing anything.

    Parameters
    ----------
    values:
        Shape (m, k), m candidates and k objectives, more is better, finite.
    se:
        Shape (m, k) or a number: standard errors.  A candidate is dominated when another is
        at least as good on every objective, up to one standard error of the difference,
        and better by more than that on one.

    Returns
    -------
    ndarray
        Shape (m,).

    Raises
    ------
    Unmeasurable
        If a value is not finite.

    References
    ----------
    K. Deb (2001), Multi-Objective Optimization using Evolutionary Algorithms, section 2.4.
    """
    points = _points(values)
    error = np.broadcast_to(np.asarray(se, float), points.shape)
    gap = points[:, None, :] - points[None, :, :]
    slack = np.sqrt(error[:, None, :] ** 2 + error[None, :, :] ** 2)
    beats = (gap >= -slack).all(axis=2) & (gap > slack).any(axis=2)
    return beats.any(axis=0)


def scaled(values: ArrayLike) -> FloatArray:
    """Return objectives on 0 to 1, best 1; one on which all agree becomes 1."""
    points = _points(values)
    low, high = points.min(axis=0), points.max(axis=0)
    span = high - low
    return np.where(span > 0, (points - low) / np.where(span > 0, span, 1.0), 1.0)


def knee(values: ArrayLike) -> int:
    """Return the candidate that lies furthest above the plane through the extremes.

    Parameters
    ----------
    values:
        Shape (m, k), more is better; scaled by the function.

    Returns
    -------
    int
        Number of the candidate; the first of several.

    Raises
    ------
    Unmeasurable
        If a value is not finite, or the extremes span no plane.

    References
    ----------
    I. Das (1999), Structural Optimization 18, 107-115.
    """
    points = scaled(values)
    extremes = points[np.argmax(points, axis=0)]
    try:
        normal = np.linalg.solve(extremes, np.ones(points.shape[1]))
    except np.linalg.LinAlgError:
        raise Unmeasurable(
            "one candidate is the best on several objectives: there is no knee"
        ) from None
    return int(np.argmax((points @ normal - 1) / np.linalg.norm(normal)))


def _points(values: ArrayLike) -> FloatArray:
    points = np.asarray(values, float)
    if points.ndim != 2 or not points.size:
        raise ValueError(f"values of shape {points.shape}, not (candidates, objectives)")
    if not np.isfinite(points).all():
        raise Unmeasurable("an objective of a candidate is not finite")
    return points
