"""The gate: which checks run on which subjects, and what each of them comes to.

No pytest here: the plan can be made and run from a notebook.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from pytest_mlgate import baseline, waivers
from pytest_mlgate.config import locate, overrides, settings
from pytest_mlgate.config.settings import CheckConfig, Config, Severity
from pytest_mlgate.errors import InputAbsent, MlgateError
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.inputs.base_measures import Measured
from pytest_mlgate.policy import GatePolicy, Ruling, item_key
from pytest_mlgate.registry import Check, Kind, Registry
from pytest_mlgate.reports.record import About, GateReport, Record
from pytest_mlgate.resolve import Resolver, load
from pytest_mlgate.scope import Scope
from pytest_mlgate.verdict import Verdict


@dataclass(frozen=True)
class Plan:
    """One item to come: a check on a subject, with the settings it gets."""

    check: Check[...]
    subject: str
    settings: dict[str, Any]
    config: CheckConfig | None

    @property
    def key(self) -> str:
        """``family.check[subject]``."""
        return item_key(self.check.id, self.subject)

    @property
    def name(self) -> str:
        """``check[subject]``, the last part of the node id."""
        return item_key(self.check.name, self.subject)


class Gate:
    """Everything that is fixed before the first check runs.

    Parameters
    ----------
    registry:
        Checks and inputs.
    config:
        The configuration.
    policy:
        Severity, waivers and baseline.
    named:
        Ids of the checks that were asked for by name; ``None`` where the configuration chooses.
    scope:
        What a run on some files looks at; ``None`` for a run on all of them.
    """

    def __init__(
        self,
        registry: Registry,
        config: Config,
        policy: GatePolicy,
        *,
        named: Collection[str] | None = None,
        scope: Scope | None = None,
    ) -> None:
        self.registry, self.config, self.policy = registry, config, policy
        self.named, self.scope = named, scope
        self.plans = {plan.key: plan for plan in self._plan()}
        self._rulings: dict[tuple[str, bool], Ruling] = {}

    def limited_to(self, scope: Scope | None) -> Gate:
        """Return this gate for a run on some files; nothing of it has run yet."""
        return Gate(self.registry, self.config, self.policy, named=self.named, scope=scope)

    @classmethod
    def open(
        cls,
        registry: Registry,
        start: Path,
        *,
        updating: bool = False,
        overriding: Iterable[str] = (),
        named: Collection[str] | None = None,
    ) -> Gate:
        """Find and read the configuration that governs `start`.

        Parameters
        ----------
        registry:
            Checks and inputs.
        start:
            A folder of the project.
        updating:
            Whether the configured baseline is about to be rewritten: it accepts everything.
        overriding:
            ``KEY=VALUE`` each, set for this run only.
        named:
            Ids of the checks to run; by default the configuration chooses.

        Raises
        ------
        MlgateError
            If the configuration, the waivers or the baseline cannot be used.
        """
        root = locate.project_root(start)
        document = overrides.apply(locate.find(start), root, overriding)
        config = Config(root=root) if document is None else settings.load(document, registry)
        general = config.settings
        policy = GatePolicy(
            general,
            waivers.load(config.project, general.waivers, registry.ids),
            baseline.Baseline(accepts_all=True)
            if updating and general.baseline is not None
            else baseline.load(config.project, general.baseline),
            dt.datetime.now(dt.UTC).date(),
        )
        return cls(registry, config, policy, named=named)

    def judge(self, key: str, inputs: Callable[[str], object], *, limited: bool = False) -> Ruling:
        """Run a planned item, once a session, and rule on its verdict.

        Parameters
        ----------
        key:
            ``family.check[subject]``.
        inputs:
            Gives an input (or the exception that says why there is none) by name.
        limited:
            Whether the inputs are those of a run on some files.
        """
        if (key, limited) not in self._rulings:
            plan = self.plans[key]
            verdict = self._left_out(plan.check) or self._run(plan, inputs)
            if limited and self.scope is not None:
                verdict = self.scope.mark(verdict)
            ruling = self.policy.rule(plan.check, plan.subject, verdict, plan.config)
            self._rulings[key, limited] = ruling
        return self._rulings[key, limited]

    def limits(self, check: Check[...]) -> bool:
        """Whether the item of a check judges some files only."""
        return self.scope is not None and check.by_file

    def inputs_of(self, check: Check[...]) -> tuple[str, ...]:
        """Return what has to be loaded for a check: nothing for one that is left out."""
        return () if self._left_out(check) else tuple(check.inputs)

    def _run(self, plan: Plan, inputs: Callable[[str], object]) -> Verdict:
        declared = self.registry.inputs
        values = {name: declared[name].adapted(inputs(name)) for name in plan.check.inputs}
        return plan.check.run(values, plan.settings, subject=plan.subject)

    def _left_out(self, check: Check[...]) -> Verdict | None:
        """Return what is said instead of running a check that ``run-code = false`` forbids."""
        if self.config.settings.run_code:
            return None
        if self.registry.runs_code(check, self.config.inputs):
            return Verdict.not_applicable("not run: it runs code of the project (run-code = false)")
        if "snapshot" in self.registry.reached(check.inputs):
            return Verdict.not_applicable(
                "not run: the environment of the project is not here (run-code = false)"
            )
        return None

    def _plan(self) -> Iterator[Plan]:
        planned = [
            Plan(check, subject, settings, config)
            for check in self.registry
            if self._selects(check, config := self.config.checks.get(check.id))
            for settings in [self.config.settings_of(check)]
            for subject in check.subjects_for(settings)
        ]
        for plan in planned:
            if plan.check.tests_hypotheses:
                plan = replace(
                    plan, settings={**plan.settings, "alpha": self._level(plan, planned)}
                )
            yield plan

    def _level(self, plan: Plan, planned: Sequence[Plan]) -> float:
        """Return the chance of a false alarm that one item may spend.

        Items share the level of the gate evenly, so that all of them together keep it
        whatever depends on what.  A check with an `alpha` of its own shares that one.
        """
        if "alpha" in plan.settings:
            sharing = sum(other.check is plan.check for other in planned)
            return float(plan.settings["alpha"]) / sharing
        sharing = sum(p.check.tests_hypotheses and "alpha" not in p.settings for p in planned)
        return self.config.settings.alpha / sharing

    def _selects(self, check: Check[...], config: CheckConfig | None) -> bool:
        families = self.config.settings.families
        if families is not None and check.family not in families:
            return False
        if self.policy.severity(check, config) is Severity.OFF:
            return False
        if self.named is not None:
            return check.id in self.named
        if config is not None or check.kind is Kind.ZERO_CONFIG:
            return True
        return check.kind is Kind.EVIDENCE and self.config.path is not None


def report_of(gate: Gate, records: Iterable[Record], reason: str = "") -> GateReport:
    """Return the report of what a gate found.

    Parameters
    ----------
    gate:
        The gate.
    records:
        One per item that ran.
    reason:
        Why it fails whatever its items say.
    """
    found = tuple(records)
    checks = {record.check: gate.registry[record.check] for record in found}
    path = gate.config.path
    return GateReport(
        created_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        phase=str(gate.config.settings.phase),
        config=path.name if path else "",
        records=found,
        reason=reason,
        version=metadata.version("pytest-mlgate"),
        project=locate.below_repository(gate.config.root),
        checks={
            id: About(title=check.title, kind=str(check.kind), doc=check.doc)
            for id, check in checks.items()
        },
    )


class LimitedInputs:
    """The inputs of a gate as a run on some files sees them, each made once.

    Those that hold files hold the chosen ones.  All others are as they always are, and come
    from wherever they come from.
    """

    def __init__(self, gate: Gate, whole: Callable[[str], object]) -> None:
        assert gate.scope is not None
        self._gate, self._whole = gate, whole
        project = replace(gate.config.project, only=gate.scope.files)
        self._made: dict[str, object] = {"project": project, **gate.scope.absent}

    def get(self, name: str) -> object:
        """Return the input, or the exception that says why there is none."""
        if name not in self._made:
            registry = self._gate.registry
            if any(registry.inputs[reached].by_file for reached in registry.reached([name])):
                settings = self._gate.config.inputs.get(name, {})
                self._made[name] = load(registry.inputs[name], self.get, settings)
            else:
                self._made[name] = self._whole(name)
        return self._made[name]


class GateVerdicts:
    """The input ``verdicts`` of a running gate (see :class:`~.inputs.verdicts.Verdicts`)."""

    def __init__(self, gate: Gate, inputs: Callable[[str], object]) -> None:
        self._gate, self._inputs = gate, inputs

    def get(self, check: str, subject: str = "") -> Verdict | None:
        """Return the verdict of another check, running it if nobody has."""
        if check not in self._gate.registry.checks:
            return None
        key = item_key(check, subject)
        if key not in self._gate.plans:
            return Verdict.not_applicable(f"{key} is not part of this gate")
        return self._gate.judge(key, self._inputs).verdict


class GateBaseMeasures:
    """The input ``base_measures`` of a running gate: its checks, run on the base.

    Only what can be told from the files of the base is measured: no check that runs code, and
    nothing that belongs to this session.
    """

    def __init__(self, gate: Gate, inputs: Callable[[str], object]) -> None:
        self._gate, self._inputs = gate, inputs

    @property
    def origin(self) -> str:
        """The commit."""
        return f"{self._base().ref} ({self._base().commit[:12]}), measured again"

    def of(self, checks: Iterable[str]) -> dict[str, Measured]:
        """Return check -> what it measures at the base."""
        base, gate = self._base(), self._gate
        plans = [gate.plans[name] for name in checks if name in gate.plans]
        absent = InputAbsent("it is the base itself")
        with tempfile.TemporaryDirectory(prefix="mlgate-base-") as folder:
            root = Path(folder).resolve()
            base.check_out(root)
            given = {
                "project": replace(gate.config.project, root=root),
                "cache": self._inputs("cache"),
                **dict.fromkeys(("base", "test_run", "verdicts"), absent),
            }
            resolver = Resolver(gate.registry, given, gate.config.inputs)
            return {
                plan.key: Measured.of(
                    resolver.run(plan.check, subject=plan.subject, **plan.settings)
                )
                for plan in plans
                if not gate.registry.runs_code(plan.check, gate.config.inputs)
                and "verdicts" not in plan.check.inputs
            }

    def _base(self) -> Base:
        base = self._inputs("base")
        if isinstance(base, InputAbsent | MlgateError):
            raise base
        assert isinstance(base, Base)
        return base
