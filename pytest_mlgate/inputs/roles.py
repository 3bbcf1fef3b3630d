"""What the columns of the project's tables are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.inputs.features import Features
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class Roles:
    """Names of columns by what they are for.

    Parameters
    ----------
    target:
        What is predicted.
    time:
        When a row was observed.
    prediction_time:
        When the prediction is made, where that is another moment.
    weight:
        Weight of a row.
    key:
        What identifies a row.
    group:
        What rows belong to: a patient, a customer, a device.
    sensitive:
        Attributes of people.
    ignore:
        Columns that are no features.
    """

    target: str | None = None
    time: str | None = None
    prediction_time: str | None = None
    weight: str | None = None
    key: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    @classmethod
    def of(cls, value: object) -> Roles:
        """Take what a fixture or a test gives: this, or a mapping."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise InputError("roles", found=type(value).__name__, expected="a mapping of roles")
        known = {field.name for field in fields(cls)}
        for name in value:
            if name not in known:
                raise InputError(
                    "roles",
                    key=str(name),
                    found="no such role",
                    expected=f"one of {', '.join(sorted(known))}{nearest(str(name), known)}",
                )
        given: dict[str, Any] = {}
        for name, column in value.items():
            several = name in {"key", "group", "sensitive", "ignore"}
            one = isinstance(column, str) or not several
            given[name] = ((column,) if several else column) if one else tuple(column)
        return cls(**given)

    def features(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns that are features: all without another role."""
        named = {self.target, self.time, self.prediction_time, self.weight}
        other = named | {*self.key, *self.group, *self.ignore}
        return tuple(column for column in columns if column not in other)


@provides(adapt=Roles.of)
def roles(
    features: Features | None = None,
    *,
    target: str | None = None,
    time: str | None = None,
    prediction_time: str | None = None,
    weight: str | None = None,
    key: tuple[str, ...] = (),
    group: tuple[str, ...] = (),
    sensitive: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Roles:
    """Provide what the columns of all tables are for.

    Columns that `features.yaml` names as the time since when a feature was known are no features.

    Settings
    --------
    target : none
        What is predicted.
    time : none
        When a row was observed.
    prediction-time : none
        When the prediction is made, where that is another moment.
    weight : none
        Weight of a row.
    key : []
        Columns that identify a row.
    group : []
        Columns of what rows belong to, such as a patient.
    sensitive : []
        Attributes of people.
    ignore : []
        Columns that are no features.
    """
    clocks = [one.available_at for one in features.items if one.available_at] if features else []
    ignored = tuple(dict.fromkeys((*ignore, *clocks)))
    return Roles(target, time, prediction_time, weight, key, group, sensitive, ignored)
