"""Where the reports of a session go: files, the terminal, the tracked run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pytest_mlgate import files
from pytest_mlgate.config.settings import Config
from pytest_mlgate.errors import ConfigError, InputError, nearest
from pytest_mlgate.fixtures import plugin_reports
from pytest_mlgate.reports.junit import suite_properties
from pytest_mlgate.reports.record import GateReport, Writer
from pytest_mlgate.reports.section import Section

TERMINAL = "-"


@dataclass(frozen=True)
class Wanted:
    """One report that was asked for; `path` is ``None`` for the terminal."""

    path: Path | None
    write: Writer


def wanted(config: pytest.Config) -> list[Wanted]:
    """Return the reports that ``--mlgate-report`` asks for.

    Raises
    ------
    ConfigError
        If a format is unknown, or an argument is not FORMAT:PATH.
    """
    formats = plugin_reports(config)
    chosen = []
    for argument in config.option.mlgate_report:
        name, colon, path = argument.partition(":")
        if not colon or not path or name not in formats:
            raise ConfigError(
                f"--mlgate-report: found {argument!r}; expected FORMAT:PATH with a format of "
                f"{', '.join(sorted(formats))}{nearest(name, formats)}"
            )
        place = None if path == TERMINAL else Path(config.invocation_params.dir, path)
        chosen.append(Wanted(place, formats[name]))
    return chosen


def write_files(chosen: Sequence[Wanted], report: GateReport) -> Iterator[str]:
    """Write the reports that go to files, and yield what went wrong."""
    for one in chosen:
        if one.path is None:
            continue
        try:
            files.write_atomic(one.path, _content(one.path, one.write, report))
        except InputError as error:
            yield f"a report could not be written: {error}"


def _content(path: Path, write: Writer, report: GateReport) -> str:
    """Return what the file is to hold; of a document that is there, only a section changes."""
    if not isinstance(write, Section) or not os.path.lexists(path):
        return write(report)
    try:
        document = files.read_bytes(path.parent, path.name).decode()
    except UnicodeDecodeError:
        raise InputError(
            str(path), found="text that is not UTF-8", expected="UTF-8; the file was left as it is"
        ) from None
    return write.replaced(str(path), document, report)


def printed(chosen: Sequence[Wanted], report: GateReport) -> Iterator[str]:
    """Yield the lines of the reports that go to the terminal."""
    for one in chosen:
        if one.path is None:
            yield from one.write(report).splitlines()


def to_junit(config: pytest.Config, report: GateReport) -> None:
    """Add the gate's own outcome to the file of pytest's ``--junitxml``, where one is written.

    The fixture ``record_testsuite_property`` does the same and has no session to run in where
    xdist runs the tests; so what it would call is looked up by its name.
    """
    for plugin in config.pluginmanager.get_plugins():
        add = getattr(plugin, "add_global_property", None)
        if callable(add):
            for name, value in suite_properties(report):
                add(name, value)


def write_back(config: Config, report: GateReport) -> str:
    """Write the report to the run or model version that ``[write-back]`` names.

    Returns
    -------
    str
        What was written, in words.

    Raises
    ------
    MlgateError
        If it could not be written.
    """
    from pytest_mlgate.reports import write_back

    asked = config.write_back
    assert asked is not None
    return write_back.write_back(
        report,
        config.project,
        uri=asked.uri,
        run=asked.run,
        model=asked.model,
        timeout=asked.timeout,
    )
