"""An active gate in a pytest session: from configuration to summary and reports."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate import delivery, selection, terminal
from pytest_mlgate.collection import Families, GateFile, Item
from pytest_mlgate.config import locate
from pytest_mlgate.config.settings import Severity
from pytest_mlgate.errors import ConfigError, InputError, MlgateError, printable
from pytest_mlgate.fixtures import (
    TESTS,
    OwnTests,
    input_fixtures,
    plugin_reports,
)
from pytest_mlgate.gate import Gate, report_of
from pytest_mlgate.policy import Ruling
from pytest_mlgate.reports.junit import properties
from pytest_mlgate.reports.record import GateReport, Record, as_dict, from_dict
from pytest_mlgate.verdict import Outcome, Verdict

_ATTRIBUTE = "_mlgate_record"
_STATUS: dict[Outcome, tuple[str, str, dict[str, bool]]] = {
    Outcome.WARN: ("warned", "w", {"yellow": True}),
    Outcome.INCONCLUSIVE: ("inconclusive", "?", {"yellow": True}),
    Outcome.ERROR: ("error", "E", {"red": True}),
}


def activate(config: pytest.Config) -> None:
    """Read the configuration and let the gate take part in this session.

    Raises
    ------
    pytest.UsageError
        If the configuration or an option cannot be used.
    """
    if config.option.mlgate_update and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("mlgate: --mlgate-update runs in one process; add -n 0")
    try:
        _refuse_two_gates(config)
        registry = selection.registry_of(config)
        whole = Gate.open(
            registry,
            start_folder(config),
            updating=config.option.mlgate_update,
            overriding=config.option.mlgate_set,
            named=selection.named_checks(config),
        )
        gate = selection.limited(config, whole)
        reports = delivery.wanted(config)
    except MlgateError as error:
        raise pytest.UsageError(printable(f"mlgate: {error}", keep="\n")) from None
    for family in sorted(registry.families):
        config.addinivalue_line(
            "markers", f"mlgate_{family.replace('-', '_')}: checks of the family {family}"
        )
    config.addinivalue_line("markers", "mlgate_static: checks that run no code of the project")
    config.addinivalue_line("markers", "mlgate_runs_code: checks that run code of the project")
    config.pluginmanager.register(input_fixtures(gate), "mlgate-inputs")
    config.pluginmanager.register(GateSession(config, gate, reports), "mlgate-session")
    _choose_arguments(config, gate)


def start_folder(config: pytest.Config) -> Path:
    """Return where the search for the configuration starts: the first argument, else the cwd."""
    return _start_folders(config)[0]


def _start_folders(config: pytest.Config) -> list[Path]:
    here = Path(config.invocation_params.dir)
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        return [here]
    paths = [here / argument.partition("::")[0] for argument in config.args]
    found = [_absolute(p if p.is_dir() else p.parent) for p in paths if p.exists()]
    return list(dict.fromkeys(found)) or [here]


def _refuse_two_gates(config: pytest.Config) -> None:
    """Stop rather than run the first gate and leave the others out without a word."""
    governing = {d.path for folder in _start_folders(config) if (d := locate.find(folder))}
    if len(governing) > 1:
        listed = " and ".join(sorted(map(str, governing)))
        raise ConfigError(f"the arguments belong to {listed}; run pytest once for each gate")


def _choose_arguments(config: pytest.Config, gate: Gate) -> None:
    path = gate.config.path
    if path is not None and not path.resolve().is_relative_to(path.parent.resolve()):
        raise pytest.UsageError(
            f"mlgate: {path.name}: found a link that leaves the project; expected a file in it"
        )
    named = [a for a in config.args if path is not None and _is_path(config, a, path)]
    if config.option.mlgate_only or config.option.mlgate_update:
        _refuse_strays(config, named)
        config.args = named or ([str(path)] if path is not None else [])
    elif path is not None and not named:
        config.args = [*config.args, str(path)]


def _refuse_strays(config: pytest.Config, named: Sequence[str]) -> None:
    """Stop rather than run another gate than the one whose file an argument names."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        return
    for argument in config.args:
        name = argument.partition("::")[0]
        if argument not in named and Path(name).name in {locate.FILE, locate.PYPROJECT}:
            raise pytest.UsageError(
                f"mlgate: {printable(name)}: found no gate there; expected the file that "
                "configures this gate"
            )


def _is_path(config: pytest.Config, argument: str, path: Path) -> bool:
    return _absolute(config.invocation_params.dir / argument.partition("::")[0]) == path


def _is_selection(config: pytest.Config, gate: Gate) -> bool:
    """Whether the user chose a part of the gate; workers do not tell what they deselected."""
    option, path = config.option, gate.config.path
    if (
        gate.named is not None
        or option.keyword
        or option.markexpr
        or option.deselect
        or getattr(option, "lf", False)
    ):
        return True
    return path is not None and any("::" in a and _is_path(config, a, path) for a in config.args)


def _absolute(path: Path) -> Path:
    # Not resolve(): a link to a configuration must be seen as what it is.
    return Path(os.path.abspath(path))  # noqa: PTH100


class GateSession:
    """The hooks of an active gate.

    Parameters
    ----------
    config:
        pytest's configuration.
    gate:
        The gate.
    reports:
        The reports asked for.
    """

    def __init__(
        self, config: pytest.Config, gate: Gate, reports: Sequence[delivery.Wanted]
    ) -> None:
        self._config, self._gate, self._reports = config, gate, reports
        self._records: list[Record] = []
        self._selected = _is_selection(config, gate)
        self._tests = OwnTests(distributed=hasattr(config, "workerinput"))
        config.stash[TESTS] = self._tests
        self._items: set[str] = set()
        self._chosen: set[str] = set()
        self._reason = ""
        self._notes = [gate.scope.note] if gate.scope is not None else []
        self._final: GateReport | None = None

    @property
    def _is_worker(self) -> bool:
        return hasattr(self._config, "workerinput")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Rewrite the evidence of the chosen checks before any of them looks at it."""
        self._chosen = {item.nodeid for item in session.items if isinstance(item, Item)}
        if not self._config.option.mlgate_update or self._config.option.collectonly:
            return
        from pytest_mlgate.update import update_evidence

        checks = [item.plan.check for item in session.items if isinstance(item, Item)]
        try:
            self._notes += update_evidence(self._gate, {name for c in checks for name in c.inputs})
        except MlgateError as error:
            raise pytest.UsageError(f"mlgate: --mlgate-update: {error}") from None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(
        self, path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Take no folder for a package in a run of the gate alone: pytest imports packages."""
        if not (self._config.option.mlgate_only or self._config.option.mlgate_update):
            return None
        folder: pytest.Collector = pytest.Dir.from_parent(parent, path=path)
        return folder

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Turn the configuration file into a test file."""
        if file_path != self._gate.config.path:
            return None
        arguments: dict[str, Any] = {"path": file_path, "gate": self._gate}
        if not file_path.is_relative_to(self._config.rootpath):
            # pytest has no name for a file above its root folder.
            arguments["nodeid"] = Path(os.path.relpath(file_path, self._config.rootpath)).as_posix()
        collector: pytest.Collector = GateFile.from_parent(parent, **arguments)
        return collector

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, items: list[pytest.Item]
    ) -> None:
        """Add the items of a gate without a file, and refuse a gate without items.

        What sums up the session runs last.
        """
        if self._gate.config.path is None:
            root = Families.from_parent(session, name="mlgate", nodeid="mlgate", gate=self._gate)
            items += [item for item in session.genitems(root) if isinstance(item, pytest.Item)]
        items.sort(key=self._runs_last)
        self._items = {item.nodeid for item in items if isinstance(item, Item)}
        some = self._gate.scope is not None and not self._gate.plans
        if not (self._items or some or session.testsfailed):
            self._reason = _why_no_items(self._gate)

    def _runs_last(self, item: pytest.Item) -> bool:
        if not isinstance(item, Item):
            return False
        reached = self._gate.registry.reached(item.plan.check.inputs)
        return not reached.isdisjoint({"test_run", "verdicts"})

    def pytest_deselected(self) -> None:
        """Remember that the user chose a part of the gate."""
        self._selected = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the record to the report, so that it travels from workers too."""
        report = yield
        if isinstance(item, Item):
            record = item.record if call.when == "call" else None
            if record is None and report.failed:
                record = _broken(item, call)
                item.user_properties.extend(properties(record))
            if report.skipped and isinstance(report.longrepr, tuple):
                # pytest would point to the line of the plugin that skipped.
                report.longrepr = (str(item.reportinfo()[0]), None, report.longrepr[2])  # type: ignore[assignment]
            if record is not None:
                data = as_dict(record) | {"duration": round(call.duration, 6)}
                setattr(report, _ATTRIBUTE, json.dumps(data))
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the records of this process and of all workers."""
        data = getattr(report, _ATTRIBUTE, None)
        if data is not None:
            record = from_dict(json.loads(data))
            self._records.append(record)
            told = terminal.Told.of(record)
            if report.longrepr == told:
                report.longrepr = told  # knows how to wrap itself; a worker sent bare text
        elif report.nodeid not in self._items:
            self._tests.add(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """Give WARN, INCONCLUSIVE and ERROR their own place in pytest's line."""
        data = getattr(report, _ATTRIBUTE, None)
        if data is None:
            return None
        outcome = Outcome(json.loads(data)["outcome"])
        if outcome not in _STATUS:
            return None
        category, letter, colour = _STATUS[outcome]
        if outcome is Outcome.INCONCLUSIVE and report.failed:
            category, colour = "failed", {"red": True}
        return category, letter, (str(outcome), colour)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write reports and baseline, and fail a gate that decided nothing."""
        if self._is_worker or self._config.option.collectonly:
            return
        ended = session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
        part = self._selected or self._gate.scope is not None
        if ended and not (self._reason or part or self._decided()):
            self._reason = _why_undecided(self._records)
        self._reason = self._reason or self._interrupted()
        report = self._report()
        for problem in delivery.write_files(self._reports, report):
            self._reason = self._reason or problem
        if self._config.option.mlgate_update:
            self._update()
        if self._gate.config.write_back is not None and self._records:
            self._write_back(report)
        delivery.to_junit(self._config, self._report())
        if self._reason and ended:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        elif ended and self._gate.scope is not None and not self._gate.plans:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table of families, what failed and what to do, and the reports for here."""
        if self._config.option.collectonly:
            return
        if not (self._records or self._reason or self._notes):
            return
        report = self._report()
        advice = terminal.advice(
            report,
            baseline=self._gate.config.settings.baseline,
            updating=self._config.option.mlgate_update,
            formats=plugin_reports(self._config),
        )
        terminal.show(terminalreporter, report, self._notes, advice)
        if self._reason:
            terminal.show_failure(terminalreporter, self._reason)
        for line in delivery.printed(self._reports, report):
            terminalreporter.write_line(line)

    def _interrupted(self) -> str:
        """Say that some of the chosen items never ran: what is left is no verdict on them."""
        left = len(self._chosen - {record.nodeid for record in self._records})
        return f"{left} of {len(self._chosen)} checks did not run" if left else ""

    def _decided(self) -> bool:
        """Whether a check looked at the project; one that sums up others does not count."""
        return any(
            record.ruling.shown is not Outcome.NOT_APPLICABLE
            and "verdicts" not in self._gate.registry[record.check].inputs
            for record in self._records
        )

    def _report(self) -> GateReport:
        if self._final is None or self._final.reason != self._reason:
            self._final = report_of(self._gate, self._records, self._reason)
        return self._final

    def _update(self) -> None:
        from pytest_mlgate.update import record_verdicts

        try:
            self._notes += record_verdicts(self._gate, self._records)
        except InputError as error:
            self._reason = self._reason or f"the verdicts could not be recorded: {error}"

    def _write_back(self, report: GateReport) -> None:
        try:
            self._notes.append(delivery.write_back(self._gate.config, report))
        except MlgateError as error:
            self._reason = self._reason or f"verdicts could not be written back: {error}"


def _broken(item: Item, call: pytest.CallInfo[None]) -> Record:
    """Return the record of an item whose own fixture or teardown raised."""
    error = call.excinfo.value if call.excinfo else None
    detail = "".join(traceback.format_exception(error)) if error else ""
    verdict = Verdict(
        outcome=Outcome.ERROR,
        summary=f"{call.when} broke: {type(error).__name__}: {error}",
        detail=detail,
        remedy="Mend the fixture; overrides of inputs live in the root conftest.py.",
    )
    return Record(
        nodeid=item.nodeid,
        check=item.plan.check.id,
        subject=item.plan.subject,
        ruling=Ruling(verdict=verdict, severity=Severity.ERROR, shown=Outcome.ERROR, blocks=True),
        inputs={},
    )


def _why_no_items(gate: Gate) -> str:
    if gate.plans:
        return "no check was collected; the arguments name none of the gate's checks"
    where = gate.config.path.name if gate.config.path else "the zero-config gate"
    return f"no check was collected; {where} leaves none (see families and severity = 'off')"


def _why_undecided(records: Iterable[Record]) -> str:
    count = len(list(records))
    if not count:
        return "no check ran"
    return (
        f"nothing was checked: all {count} checks are not applicable here; "
        "run pytest with -rs for the reasons, or pytest --mlgate-init to configure the gate"
    )
