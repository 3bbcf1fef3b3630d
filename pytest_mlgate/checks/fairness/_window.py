"""The newest rows of a prediction log."""

from __future__ import annotations

from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.numeric import np, pandas


def newest(predictions: Predictions, days: float | None) -> Predictions:
    """Return the rows of so many days up to the newest one, all without a number of days.

    The newest row and not the clock ends the window, so that a run can be repeated.

    Raises
    ------
    InputError
        If the column ``time`` is missing, or holds something else than times with a zone.
    Unmeasurable
        If a time is missing.
    """
    if days is None:
        return predictions
    try:
        times = pandas.to_datetime(pandas.Series(predictions.column("time")), format="ISO8601")
        zone = times.dt.tz
    except (ValueError, TypeError, AttributeError):
        zone = None
    if zone is None:
        raise InputError(
            predictions.source,
            key="time",
            found="values that are no times with a zone",
            expected="ISO 8601 with a zone, such as 2026-03-01T12:00:00Z",
        )
    if times.isna().any():
        raise Unmeasurable(f"{int(times.isna().sum())} rows of {predictions.source} have no time")
    recent = times > times.max() - pandas.Timedelta(days=days)
    return predictions.take(np.asarray(recent.to_numpy(), dtype=bool))
