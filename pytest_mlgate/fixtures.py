"""Inputs as fixtures, and the fixture ``mlgate`` for ordinary tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_mlgate.collection import LIMITED, PREFIX
from pytest_mlgate.errors import ConfigError
from pytest_mlgate.gate import Gate, GateBaseMeasures, GateVerdicts, LimitedInputs
from pytest_mlgate.inputs.cache import Cache
from pytest_mlgate.inputs.test_run import SuiteRun
from pytest_mlgate.owntests import Checks, LeakageTests
from pytest_mlgate.registry import Input, Registry
from pytest_mlgate.reports.record import Writer
from pytest_mlgate.resolve import load

_REGISTRY = pytest.StashKey[Registry]()
_GATE = pytest.StashKey[Gate]()
TESTS = pytest.StashKey["OwnTests"]()
"""The project's own tests of an active session."""


class OwnTests:
    """Counts the project's own tests as they end."""

    def __init__(self, *, distributed: bool) -> None:
        self._distributed = distributed
        self._passed = self._failed = 0

    def add(self, report: pytest.TestReport) -> None:
        """Count one phase of one test."""
        self._passed += report.when == "call" and report.passed
        self._failed += report.failed

    def count(self) -> SuiteRun:
        """Return the numbers so far."""
        return SuiteRun(self._passed, self._failed, self._distributed)


def plugin_registry(config: pytest.Config) -> Registry:
    """Return all checks and inputs of this session, asking every plugin once.

    Raises
    ------
    ConfigError
        If a plugin registers something unusable.
    """
    if _REGISTRY not in config.stash:
        _register_builtin(config)
        hook = config.hook
        config.stash[_REGISTRY] = Registry.of(
            [check for found in hook.pytest_mlgate_checks() for check in found],
            [provided for found in hook.pytest_mlgate_inputs() for provided in found],
        )
    return config.stash[_REGISTRY]


def plugin_reports(config: pytest.Config) -> dict[str, Writer]:
    """Return report format -> writer.

    Raises
    ------
    ConfigError
        If two plugins provide the same format.
    """
    _register_builtin(config)
    formats: dict[str, Writer] = {}
    for found in config.hook.pytest_mlgate_reports():
        for name, writer in found.items():
            if name in formats:
                raise ConfigError(f"two plugins provide the report format {name!r}")
            formats[name] = writer
    return formats


def _register_builtin(config: pytest.Config) -> None:
    from pytest_mlgate import builtin

    if not config.pluginmanager.is_registered(builtin):
        config.pluginmanager.register(builtin, "mlgate-builtin")


def input_fixtures(gate: Gate) -> ModuleType:
    """Return a plugin module with one session fixture per input."""
    plugin = ModuleType("pytest_mlgate_inputs", "The inputs of the gate as fixtures.")
    for declared in gate.registry.inputs.values():
        setattr(plugin, PREFIX + declared.name, _fixture(declared, gate))
    if gate.scope is not None:
        setattr(plugin, LIMITED, _limited(gate))
    return plugin


def _limited(gate: Gate) -> Any:
    def provide(request: pytest.FixtureRequest) -> LimitedInputs:
        return LimitedInputs(gate, _getter(request, gate.registry))

    provide.__doc__ = "The inputs as a run on some files sees them."
    return pytest.fixture(scope="session", name=LIMITED)(provide)


def _fixture(declared: Input[..., object], gate: Gate) -> Any:
    def provide(request: pytest.FixtureRequest) -> object:
        match declared.name:
            case "project":
                return gate.config.project
            case "gate_checks":
                return gate.registry.checks
            case "verdicts":
                return GateVerdicts(gate, _getter(request, gate.registry))
            case "base_measures" if "report" not in gate.config.inputs.get("base_measures", {}):
                return GateBaseMeasures(gate, _getter(request, gate.registry))
            case "test_run":
                return request.config.stash[TESTS].count()
            case "cache" if (folder := _cache_folder(request.config)) is not None:
                return Cache.open(gate.config.root, folder)
        settings = gate.config.inputs.get(declared.name, {})
        return load(declared, _getter(request, gate.registry), settings)

    provide.__doc__ = declared.doc
    return pytest.fixture(scope="session", name=PREFIX + declared.name)(provide)


def _cache_folder(config: pytest.Config) -> Path | None:
    """Return our folder in pytest's cache, ``None`` where pytest keeps none."""
    cache = getattr(config, "cache", None)
    return Path(cache.mkdir("mlgate")) if cache is not None else None


def _getter(request: pytest.FixtureRequest, registry: Registry) -> Callable[[str], object]:
    """Return what gives an input by name, whoever provides its fixture."""
    return lambda name: registry.inputs[name].adapted(request.getfixturevalue(PREFIX + name))


class Mlgate(Checks):
    """Runs checks from ordinary tests.

    Objects given by name replace the project's inputs; settings are given by name too.
    What is not given comes from the project, as in the gate itself.

    Parameters
    ----------
    request:
        The test's fixture request.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self._request = request
        config = request.config
        registry = plugin_registry(config)
        if _GATE not in config.stash:
            config.stash[_GATE] = Gate.open(
                registry, config.rootpath, overriding=config.option.mlgate_set
            )
        self._gate = config.stash[_GATE]
        self._values: dict[str, object] = {}
        super().__init__(registry, self._gate.config, self._input)

    def snapshot(self) -> dict[str, Any]:
        """Return the snapshot of the running environment, as ``environment.json`` holds it."""
        from pytest_mlgate.update import capture_snapshot

        return capture_snapshot(self._input)

    def _input(self, name: str) -> object:
        if name not in self._values:
            self._values[name] = self._find(name)
        return self._values[name]

    def _find(self, name: str) -> object:
        try:
            return _getter(self._request, self._gate.registry)(name)
        except pytest.FixtureLookupError as error:
            # Without an active gate only the inputs that the user overrides are fixtures.
            if error.argname != PREFIX + name:
                raise
            if name == "project":
                return self._gate.config.project
            if name == "gate_checks":
                return self._gate.registry.checks
            declared = self._gate.registry.inputs[name]
            return load(declared, self._input, self._gate.config.inputs.get(name, {}))


def leakage_tests(request: pytest.FixtureRequest) -> LeakageTests:
    """Return the checks of leakage as functions, which look at nothing but their arguments."""
    return LeakageTests(Checks(plugin_registry(request.config)))
