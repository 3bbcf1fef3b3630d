"""Reading what coverage.py measured: while it runs, and from each of its files."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs._documents import as_strings, as_table, as_type, load_json, load_toml
from pytest_mlgate.inputs.project import Project

_INI = {".coveragerc": "run", "setup.cfg": "coverage:run", "tox.ini": "coverage:run"}
_EXPECTED = "a report written by coverage.py"


@dataclass(frozen=True)
class Lines:
    """One-based numbers of the lines of a file that can run, and of those that did."""

    executable: frozenset[int]
    run: frozenset[int]


def running() -> dict[str, Lines] | None:
    """Return what the running measurement has seen so far, ``None`` when there is none.

    Files of its source folders that nobody imported are among them, with no line run.
    """
    coverage = sys.modules.get("coverage")
    current = coverage.Coverage.current() if coverage is not None else None
    if current is None:
        return None
    return _analysed(current)


def read(project: Project, path: str) -> tuple[datetime, dict[str, Lines]]:
    """Return when a report was made, and what it says.

    Raises
    ------
    InputError
        If it is missing, broken, or none of the formats.
    """
    if path.endswith(".xml"):
        return _read_xml(path, project.read_text(path))
    if path.endswith(".json"):
        return _read_json(path, load_json(project, path))
    return _read_data(project, path)


def omit(project: Project) -> tuple[str, ...]:
    """Return the globs of files that coverage.py is configured to leave out."""
    from configparser import ConfigParser
    from configparser import Error as BrokenIni

    for path, section in _INI.items():
        if not project.exists(path):
            continue
        parser = ConfigParser(interpolation=None)
        try:
            parser.read_string(project.read_text(path))
        except BrokenIni as error:
            reason = str(error).splitlines()[0]
            raise InputError(path, found=f"broken INI ({reason})", expected="valid INI") from None
        if parser.has_section(section):
            globs = parser.get(section, "omit", fallback="").replace(",", "\n")
            return tuple(glob.strip() for glob in globs.splitlines() if glob.strip())
    if not project.exists("pyproject.toml"):
        return ()
    table: Any = load_toml(project, "pyproject.toml")
    for key in ("tool", "coverage", "run"):
        table = as_table("pyproject.toml", f"tool.coverage.run: {key}", table.get(key, {}))
    globs = table.get("omit", [])
    return tuple(as_strings("pyproject.toml", "tool.coverage.run.omit", globs))


def _read_xml(path: str, text: str) -> tuple[datetime, dict[str, Lines]]:
    from xml.etree import ElementTree

    try:
        # Entities of its own are refused below; expat itself stops their multiplication.
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        raise InputError(path, found=f"broken XML ({error})", expected=_EXPECTED) from None
    if root.tag != "coverage" or "<!ENTITY" in text:
        raise InputError(path, found=f"XML of the kind <{root.tag}>", expected=_EXPECTED)
    folders = [source.text or "" for source in root.iter("source")]
    found: dict[str, Lines] = {}
    for module in root.iter("class"):
        name = module.get("filename", "")
        hits = {
            _whole(path, f"{name}: line", line.get("number")): _whole(
                path, f"{name}: hits", line.get("hits")
            )
            for line in module.iter("line")
        }
        lines = Lines(frozenset(hits), frozenset(n for n, count in hits.items() if count > 0))
        found[_joined(folders, name)] = lines
    return _moment(
        path, "timestamp", _whole(path, "timestamp", root.get("timestamp")) / 1000
    ), found


def _joined(folders: list[str], name: str) -> str:
    """Return a file below the one folder it is relative to; among several nobody can tell."""
    return str(Path(folders[0]) / name) if len(folders) == 1 else name


def _read_json(path: str, content: Mapping[str, Any]) -> tuple[datetime, dict[str, Lines]]:
    meta = as_table(path, "meta", content.get("meta"))
    stamp = as_type(path, "meta.timestamp", meta.get("timestamp"), str)
    try:
        # coverage.py writes the local time without a zone.
        taken = datetime.fromisoformat(stamp).astimezone(UTC)
    except ValueError:
        raise InputError(
            path, key="meta.timestamp", found=repr(stamp)[:60], expected="a moment in ISO 8601"
        ) from None
    found = {}
    for name, entry in as_table(path, "files", content.get("files")).items():
        table = as_table(path, f"files.{name}", entry)
        run, missing = (
            frozenset(
                _whole(path, f"files.{name}.{key}", line)
                for line in as_type(path, f"files.{name}.{key}", table.get(key), list)
            )
            for key in ("executed_lines", "missing_lines")
        )
        found[name] = Lines(run | missing, run)
    return taken, found


def _read_data(project: Project, path: str) -> tuple[datetime, dict[str, Lines]]:
    coverage = require("coverage", extra="health", purpose="read the data file of coverage.py")
    file = project.path(path)
    if not file.is_file():
        raise InputError(path, found="nothing", expected=_EXPECTED)
    # Without its configuration: plugins named there are code of the project.
    measured = coverage.Coverage(data_file=str(file), config_file=False, messages=False)
    try:
        measured.load()
        found = _analysed(measured)
    except coverage.CoverageException as error:
        raise InputError(path, found=f"no data file ({error})"[:200], expected=_EXPECTED) from None
    return datetime.fromtimestamp(file.stat().st_mtime, UTC), found


def _analysed(measured: Any) -> dict[str, Lines]:
    coverage = sys.modules["coverage"]
    found = {}
    for name in measured.get_data().measured_files():
        try:
            _, executable, _, missing, _ = measured.analysis2(name)
        except coverage.CoverageException:  # gone since, or no Python
            continue
        found[name] = Lines(frozenset(executable), frozenset(executable) - frozenset(missing))
    return found


def _whole(path: str, key: str, value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if number < 0:
        raise InputError(path, key=key, found=repr(value)[:60], expected="a whole number")
    return number


def _moment(path: str, key: str, seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise InputError(path, key=key, found=str(seconds), expected="a moment") from None
