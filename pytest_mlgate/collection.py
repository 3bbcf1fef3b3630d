"""The configuration file as a test file: file -> families -> items."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

import pytest

from pytest_mlgate.gate import Gate, LimitedInputs, Plan
from pytest_mlgate.reports.junit import properties
from pytest_mlgate.reports.record import Record
from pytest_mlgate.reports.text import explain
from pytest_mlgate.verdict import Outcome

PREFIX = "mlgate_"
"""Input fixtures carry it, so that they cannot collide with a user's ``model`` or ``train``."""
LIMITED = "_mlgate_limited"
"""The fixture that gives the items of a run on some files their inputs."""


class GateBlocked(Exception):
    """A verdict that fails the build; its message is the whole verdict in words."""


class Families(pytest.Collector):
    """Collects one node per family; the parent of all items of a gate without a file."""

    def __init__(self, *, gate: Gate, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.gate = gate

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield the families in alphabetical order."""
        return _families(self, self.gate)


class GateFile(pytest.File):
    """The configuration file."""

    def __init__(self, *, gate: Gate, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.gate = gate

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield the families in alphabetical order."""
        return _families(self, self.gate)


class Family(pytest.Collector):
    """The checks of one family."""

    def __init__(self, *, gate: Gate, plans: Iterable[Plan], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._gate, self._plans = gate, tuple(plans)

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one item per check and subject."""
        for plan in self._plans:
            inputs = self._gate.inputs_of(plan.check)
            yield Item.from_parent(
                self,
                name=plan.name,
                callobj=_callable(inputs, limited=self._gate.limits(plan.check)),
                gate=self._gate,
                plan=plan,
            )


class Item(pytest.Function):
    """One check on one subject; its inputs are its fixtures.

    Attributes
    ----------
    record
        How it ended; ``None`` until it has run.
    """

    def __init__(self, *, gate: Gate, plan: Plan, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._gate, self.plan = gate, plan
        self.record: Record | None = None
        self.add_marker("mlgate")
        self.add_marker(f"mlgate_{plan.check.family.replace('-', '_')}")
        runs_code = gate.registry.runs_code(plan.check, gate.config.inputs)
        self.add_marker("mlgate_runs_code" if runs_code else "mlgate_static")

    def judge(self, inputs: Mapping[str, object]) -> None:
        """Run the check on its inputs, keep the record, and end the way pytest expects."""
        limited = self._gate.limits(self.plan.check)
        ruling = self._gate.judge(self.plan.key, inputs.__getitem__, limited=limited)
        fingerprints = {name: getattr(value, "fingerprint", "") for name, value in inputs.items()}
        self.record = Record(
            nodeid=self.nodeid,
            check=self.plan.check.id,
            subject=self.plan.subject,
            ruling=ruling,
            inputs={name: str(found) for name, found in fingerprints.items() if found},
        )
        self.user_properties.extend(properties(self.record))
        if ruling.blocks:
            raise GateBlocked(str(explain(self.record)))
        if ruling.shown is Outcome.NOT_APPLICABLE:
            pytest.skip(f"not applicable: {ruling.verdict.summary}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        """Show the verdict in words instead of a traceback through the plugin."""
        if isinstance(excinfo.value, GateBlocked):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """Point to the configuration file rather than to the plugin's own code."""
        return self._gate.config.path or self._gate.config.root, None, f"mlgate: {self.plan.key}"


def _families(parent: GateFile | Families, gate: Gate) -> Iterator[pytest.Collector]:
    for family, plans in groupby(gate.plans.values(), key=lambda plan: plan.check.family):
        yield Family.from_parent(parent, name=family, gate=gate, plans=plans)


def _callable(inputs: tuple[str, ...], *, limited: bool) -> Callable[..., None]:
    """Return a test function whose parameters are the check's inputs as fixtures."""
    function = partial(_judge_some if limited else _judge, names=inputs)
    names = ["request", *([LIMITED] if limited else (PREFIX + name for name in inputs))]
    kind = inspect.Parameter.KEYWORD_ONLY
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, kind) for name in names]
    )
    return function


def _judge(*, request: pytest.FixtureRequest, names: tuple[str, ...], **fixtures: object) -> None:
    request.node.judge({name: fixtures[PREFIX + name] for name in names})


def _judge_some(
    *, request: pytest.FixtureRequest, names: tuple[str, ...], _mlgate_limited: LimitedInputs
) -> None:
    request.node.judge({name: _mlgate_limited.get(name) for name in names})
