"""The door to pytest: options, hooks and the fixtures that exist before any gate runs.

Everything else is imported on use, so that an installed but inactive plugin costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

import pytest_mlgate._hash_seed  # noqa: F401 - must see the environment first

if TYPE_CHECKING:
    from pytest_mlgate.fixtures import Mlgate
    from pytest_mlgate.readonly import ReadonlyInputs
    from pytest_mlgate.verdict import Verdict

_FILES = ("mlgate.toml", "pyproject.toml")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; there is no second command line."""
    group = parser.getgroup("mlgate", "machine-learning gate")
    add = group.addoption
    add("--mlgate", action="store_true", help="run the gate beside the tests")
    add("--mlgate-only", action="store_true", help="run the gate alone")
    add("--mlgate-init", action="store_true", help="write a starter mlgate.toml and exit")
    add(
        "--mlgate-update",
        action="store_true",
        help="run the gate alone and rewrite the snapshots and the baseline that it names",
    )
    add(
        "--mlgate-checks",
        metavar="ID[,ID...]",
        action="append",
        default=[],
        help="run these checks only, as if there were no others (repeatable)",
    )
    add(
        "--mlgate-changed-only",
        metavar="BASE",
        nargs="?",
        const="",
        help="judge the files only in which the change differs from where it left the branch or "
        "commit BASE (default: the target branch), uncommitted changes included; what is no "
        "matter of single files is judged as ever",
    )
    add(
        "--mlgate-files",
        metavar="FILE",
        nargs="+",
        action="extend",
        help="judge these files only, as --mlgate-changed-only does",
    )
    add("--mlgate-list", action="store_true", help="list all checks and exit")
    add("--mlgate-explain", metavar="CHECK", help="explain a check and exit")
    add(
        "--mlgate-set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="set one key of the configuration for this run, such as phase=staging (repeatable)",
    )
    add(
        "--mlgate-report",
        metavar="FORMAT:PATH",
        action="append",
        default=[],
        help="write a report of the gate, such as json:report.json; - is the terminal (repeatable)",
    )


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let third parties implement the gate's hooks."""
    from pytest_mlgate import hookspecs

    pluginmanager.add_hookspecs(hookspecs)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Load the conftest.py beside the gate's file even from a subfolder without pytest's own.

    pytest looks for conftest files up to its root folder, which is the current one when no
    configuration of its own marks the project.
    """
    namespace = early_config.known_args_namespace
    if not (namespace.mlgate or namespace.mlgate_only or namespace.mlgate_update):
        return
    from pytest_mlgate.config.locate import configured_root

    root = configured_root(early_config.invocation_params.dir)
    if root is not None and early_config.rootpath.is_relative_to(root):
        namespace.confcutdir = str(root)


def pytest_configure(config: pytest.Config) -> None:
    """Turn the gate on when it was asked for."""
    config.addinivalue_line("markers", "mlgate: items of the machine-learning gate")
    option = config.option
    parts = (option.mlgate_files, option.mlgate_changed_only, option.mlgate_checks or None)
    if not _asked_for(config):
        if any(part is not None for part in parts):
            raise pytest.UsageError("mlgate: a part of the gate needs --mlgate or --mlgate-only")
    else:
        from pytest_mlgate.session import activate

        activate(config)


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Answer the options that run no test."""
    option = config.option
    if not (option.mlgate_list or option.mlgate_explain or option.mlgate_init):
        return None
    from pytest_mlgate.commands import answer

    return answer(config)


def _asked_for(config: pytest.Config) -> bool:
    option = config.option
    if option.mlgate or option.mlgate_only or option.mlgate_update:
        return True
    # Naming the gate's file on the command line is asking for it.
    return any(
        str(arg).partition("::")[0].endswith(_FILES) for arg in config.invocation_params.args
    )


@pytest.fixture
def mlgate(request: pytest.FixtureRequest) -> Mlgate:
    """Run any check by its id: ``mlgate.check(id, ...)`` or ``mlgate.assert_check(id, ...)``."""
    from pytest_mlgate.fixtures import Mlgate

    return Mlgate(request)


@pytest.fixture
def env_snapshot(mlgate: Mlgate) -> dict[str, Any]:
    """Return the snapshot of the running environment as ``environment.json`` holds it."""
    return mlgate.snapshot()


@pytest.fixture
def seed_everything() -> Iterator[Any]:
    """Return a function that seeds every random generator in use until the test ends."""
    from contextlib import ExitStack

    from pytest_mlgate.seeding import seeded

    with ExitStack() as stack:
        yield lambda seed, **options: stack.enter_context(seeded(seed, **options))


@pytest.fixture
def readonly_inputs(request: pytest.FixtureRequest) -> Iterator[ReadonlyInputs]:
    """Watch files: ``readonly_inputs.watch(path, ...)``; a test that changes one fails."""
    from pytest_mlgate.readonly import ReadonlyInputs

    inputs = ReadonlyInputs(request.config.rootpath)
    yield inputs
    inputs.verify().assert_ok()


@pytest.fixture
def audit_splits(request: pytest.FixtureRequest) -> Callable[..., Verdict]:
    """Audit the folds of any splitter: ``audit_splits(splitter, X, y, groups, time=...)``."""
    from pytest_mlgate.fixtures import leakage_tests

    return leakage_tests(request).audit_splits


@pytest.fixture
def assert_future_invariant(request: pytest.FixtureRequest) -> Callable[..., Verdict]:
    """Fail if later rows change features: ``assert_future_invariant(fn, sample, time="day")``."""
    from pytest_mlgate.fixtures import leakage_tests

    return leakage_tests(request).assert_future_invariant


@pytest.fixture
def assert_point_in_time(request: pytest.FixtureRequest) -> Callable[..., Verdict]:
    """Fail if features knew later events: ``assert_point_in_time(train, events, ...)``."""
    from pytest_mlgate.fixtures import leakage_tests

    return leakage_tests(request).assert_point_in_time


@pytest.fixture
def assert_no_fit_leak(request: pytest.FixtureRequest) -> Callable[..., Verdict]:
    """Fail if a fit saw test rows: ``assert_no_fit_leak(fit, sample, target="y")``."""
    from pytest_mlgate.fixtures import leakage_tests

    return leakage_tests(request).assert_no_fit_leak


@pytest.fixture
def assert_handles_unseen(request: pytest.FixtureRequest) -> Callable[..., Verdict]:
    """Fail if new levels look known: ``assert_handles_unseen(encoder, sample, "city")``."""
    from pytest_mlgate.fixtures import leakage_tests

    return leakage_tests(request).assert_handles_unseen
