"""What a tracked run is, wherever it was tracked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_mlgate.inputs._records import finite

_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True)
class Run:
    """A tracked run.

    Parameters
    ----------
    run_id:
        Its id.
    status:
        ``FINISHED``, ``FAILED``, ``KILLED``, ``RUNNING`` or ``SCHEDULED``.
    params, tags:
        Name -> text.
    metrics:
        Name -> last logged value, always finite.
    source:
        Where it was read, without credentials.
    """

    run_id: str
    status: str
    params: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    source: str = ""

    def recorded(self, *names: str) -> str | None:
        """Return the first tag, else the first parameter, of these names that has a value."""
        for table in (self.tags, self.params):
            for name in names:
                if table.get(name) not in {None, "", "None"}:
                    return table[name]
        return None

    @property
    def seed(self) -> int | None:
        """The recorded seed (tag or parameter ``seed`` or ``random_state``), if it is one."""
        text = self.recorded("seed", "random_state")
        return int(text) if text is not None and text.strip().lstrip("-").isdecimal() else None

    def flag(self, name: str) -> bool | None:
        """Return a tag or parameter as true or false, ``None`` when it says neither."""
        text = self.recorded(name)
        return None if text is None else _TRUTH.get(text.strip().lower())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything but the source."""
        content = [self.run_id, self.status, *map(dict, (self.params, self.metrics, self.tags))]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def finite_metrics(where: str, metrics: Mapping[str, object]) -> dict[str, float]:
    """Return the metrics of a run, each finite.

    Raises
    ------
    InputError
        If one is NaN, infinite or no number.
    """
    return {name: finite(where, f"metric {name}", value) for name, value in metrics.items()}
