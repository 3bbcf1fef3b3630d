"""Features computed anew from what was known at a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pytest_mlgate.errors import InputError, Unmeasurable
from pytest_mlgate.inputs._table import Table, nw
from pytest_mlgate.inputs._times import Moments
from pytest_mlgate.numeric import Array, BoolArray, np, pandas

Aggregate = Literal["latest", "sum", "mean", "count", "max", "min"]
MOST_EVENTS = 10_000_000
"""So many events of the sampled entities are held in memory."""
_ABSOLUTE = 1e-12


@dataclass(frozen=True)
class Recipe:
    """How a feature is computed from events.

    Parameters
    ----------
    aggregate:
        What is made of the events.
    window:
        Length of the time before the prediction whose events count, all without one.
    max_age:
        Age above which the latest event no longer counts.
    """

    aggregate: Aggregate
    window: float | None = None
    max_age: float | None = None


@dataclass(frozen=True)
class Events:
    """The events of one entity, as arrays of one length.

    Parameters
    ----------
    time, known:
        When they happened, and since when they were known; NaN where nobody says.
    value:
        Their values.
    """

    time: Array
    known: Array
    value: Array

    def where(self, mask: BoolArray) -> Events:
        """Return some of them."""
        return Events(self.time[mask], self.known[mask], self.value[mask])


VARIANTS: Mapping[str, Callable[[Events, float], BoolArray]] = {
    "with the events of the very moment of prediction": lambda e, t: e.known <= t,
    "with events that happened before the prediction and were known later": (
        lambda e, t: e.time < t
    ),
    "with events after the prediction": lambda e, _: np.ones(len(e.time), dtype=bool),
}
"""What often goes wrong, in words, and the events that are used then."""


def value_at(events: Events, recipe: Recipe, at: float, used: BoolArray) -> list[Any]:
    """Return the values that a feature may have at a moment: several only where events tie.

    Parameters
    ----------
    events:
        The events of the entity.
    recipe:
        How the feature is computed.
    at:
        The moment.
    used:
        Which events were known.
    """
    mask = used
    if recipe.window is not None:
        mask = mask & (events.time >= at - recipe.window)
    chosen = events.where(mask)
    if recipe.aggregate == "count":
        return [len(chosen.time), *([None] if not len(chosen.time) else [])]
    if recipe.aggregate == "latest":
        return _latest(chosen, recipe, at)
    numbers = chosen.value.astype(float)
    numbers = numbers[~np.isnan(numbers)]
    if not len(numbers):
        return [0.0, None] if recipe.aggregate == "sum" else [None]
    made: Mapping[str, Callable[[Any], Any]] = {
        "sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min
    }  # fmt: skip
    return [float(made[recipe.aggregate](numbers))]


def _latest(events: Events, recipe: Recipe, at: float) -> list[Any]:
    placed = events.where(~np.isnan(events.time))
    if not len(placed.time):
        return [None]
    last = placed.where(placed.time == placed.time.max())
    # A correction replaces what it corrects.
    if not np.isnan(last.known).all():
        last = last.where(last.known == np.nanmax(last.known))
    if recipe.max_age is not None and last.time[0] < at - recipe.max_age:
        return [None]
    return list(last.value)


def same(one: Any, two: Any, rtol: float) -> bool:
    """Whether two values are equal; missing equals missing, and 1 equals 1.0."""
    missing = [_missing(value) for value in (one, two)]
    if any(missing):
        return all(missing)
    try:
        a, b = float(one), float(two)
    except (TypeError, ValueError):
        return bool(str(one) == str(two))
    return a == b or abs(a - b) <= max(_ABSOLUTE, rtol * max(abs(a), abs(b)))


def _missing(value: Any) -> bool:
    return value is None or value is pandas.NaT or value is pandas.NA or bool(value != value)


def histories(log: Moments, keys: Sequence[Any], features: Sequence[str]) -> dict[Any, Any]:
    """Return key -> DataFrame of the events of some entities.

    Parameters
    ----------
    log:
        The event log.
    keys:
        The entities.
    features:
        Only events of these features, where the log says which one they belong to.

    Raises
    ------
    Unmeasurable
        If there are too many of them to be held in memory.
    """
    frame = log.frame.filter(nw.col("key").is_in(list(keys)))
    if features and "feature" in log.table.schema:
        frame = frame.filter(nw.col("feature").is_in(list(features)))
    count = int(log.table.value(nw.len(), frame))
    if count > MOST_EVENTS:
        raise Unmeasurable(
            f"the {len(keys)} sampled entities have {count} events in {log.table.source}, more "
            f"than the {MOST_EVENTS} that are held in memory; lower `rows`"
        )
    held = Table(frame, log.table.source).to_pandas()
    return dict(iter(held.groupby("key", sort=False)))


def events_of(history: Any, log: Moments, feature: str) -> Events:
    """Return the events of one entity that belong to one feature."""
    if "feature" in log.table.schema:
        history = history[(history["feature"] == feature).to_numpy(dtype=bool)]
    known = "known_at" if "known_at" in log.columns else "event_time"
    value = history["value"] if "value" in log.table.schema else pandas.Series(0, history.index)
    return Events(
        history[log.name("event_time")].to_numpy(dtype=float, na_value=np.nan),
        history[log.name(known)].to_numpy(dtype=float, na_value=np.nan),
        value.to_numpy(dtype=object),
    )


def require_numbers(log: Table, recipes: Mapping[str, Recipe]) -> None:
    """Refuse an aggregate that the values of the log do not allow.

    Raises
    ------
    InputError
        If there are no values, or they are no numbers and something is computed of them.
    """
    asked = sorted({recipe.aggregate for recipe in recipes.values()} - {"count"})
    if asked:
        log.require(("value",), f"the aggregate {asked[0]!r}")
    computed = [one for one in asked if one != "latest"]
    if computed and not log.schema["value"].is_numeric():
        raise InputError(
            log.source,
            key="value",
            found=f"{log.schema['value']}",
            expected=f"numbers, of which the {computed[0]} can be taken",
        )
