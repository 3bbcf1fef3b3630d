"""ruff: what it finds in some files, as JSON."""

from __future__ import annotations

import functools
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _tools

ERROR_SET = ("E9", "F63", "F7", "F82")
"""Syntax errors, comparisons that never hold, statements out of place, undefined names."""
SYNTAX = "syntax error"
_NEWEST_PYTHON = 13
_GIVEN = (
    "dbutils",
    "display",
    "displayHTML",
    "get_ipython",
    "sc",
    "snakemake",
    "spark",
    "sqlContext",
)
"""Names that Databricks, IPython and Snakemake define before a file runs."""
_JUPYTER_CONFIG = re.compile(r"(?:.*/)?(?:jupyter|ipython)\w*_config\.py")
"""Files in which Jupyter defines the name ``c``."""
_DEFAULT = ("--isolated", "--select", "E,F,W", "--line-length", "100")


@dataclass(frozen=True)
class Problem:
    """One finding of ruff; lines of a notebook count from its cell."""

    path: str
    code: str
    line: int
    message: str
    cell: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether it belongs to the error set."""
        return self.code == SYNTAX or self.code.startswith(ERROR_SET)


def errors(tool: _tools.Tool, root: Path, paths: Sequence[str], timeout: float) -> list[Problem]:
    """Return the findings of the error set, whatever the project configures."""
    given = ("--config", f"builtins = {json.dumps(_GIVEN)}")
    options = ("--isolated", *given, "--select", ",".join(ERROR_SET), *_target())
    return [
        problem
        for problem in _check(tool, root, paths, options, timeout)
        if not (problem.message.endswith("`c`") and _JUPYTER_CONFIG.fullmatch(problem.path))
    ]


def others(
    tool: _tools.Tool, root: Path, paths: Sequence[str], timeout: float, *, configured: bool
) -> list[Problem]:
    """Return the other findings, by the project's configuration or by ruff's usual rules."""
    options = ("--force-exclude",) if configured else (*_DEFAULT, *_target())
    found = _check(tool, root, paths, options, timeout)
    return [problem for problem in found if not problem.is_error]


def unformatted(tool: _tools.Tool, root: Path, paths: Sequence[str], timeout: float) -> list[str]:
    """Return the files that ``ruff format`` would change."""
    command = ("format", "--check", "--force-exclude")
    done = _run(tool, root, paths, (*command, "--output-format", "json"), timeout)
    try:
        roots = (root, root.resolve())
        found = [_relative(roots, problem["filename"]) for problem in json.loads(done.output)]
    except ValueError:  # an older ruff has words only
        done = _run(tool, root, paths, command, timeout)
        marker = "Would reformat: "
        lines = [line for line in done.output.splitlines() if line.startswith(marker)]
        found = [Path(line.removeprefix(marker).strip()).as_posix() for line in lines]
    if done.status not in (0, 1) or bool(done.status) != bool(found):
        raise _stopped(tool, done.status)
    return sorted(set(found))


def _target() -> tuple[str, str]:
    """Return the option that says which Python the code is for: the running one."""
    return "--target-version", f"py3{min(sys.version_info.minor, _NEWEST_PYTHON)}"


def _check(
    tool: _tools.Tool, root: Path, paths: Sequence[str], options: Sequence[str], timeout: float
) -> Iterator[Problem]:
    command = ("check", "--no-fix", "--exit-zero", "--output-format", "json", *options)
    done = _run(tool, root, paths, command, timeout)
    try:
        found: list[dict[str, Any]] = json.loads(done.output)
    except ValueError:
        raise _stopped(tool, done.status) from None
    roots = (root, root.resolve())
    code_cells = functools.cache(partial(_code_cells, root))
    for problem in found:
        name = _relative(roots, problem["filename"])
        code, cell = problem["code"], problem.get("cell")
        yield Problem(
            path=name,
            code=SYNTAX if code in (None, "invalid-syntax", "E999") else str(code),
            line=int(problem["location"]["row"]),
            message=str(problem["message"]),
            cell=code_cells(name).get(cell) if cell else None,
        )


def _relative(roots: Sequence[Path], file: str) -> str:
    path = Path(file)
    base = next((root for root in roots if path.is_relative_to(root)), path.parent)
    return path.relative_to(base).as_posix()


def _code_cells(root: Path, path: str) -> dict[int, int]:
    """Return, for a notebook, the number of a cell among all -> that among the code cells."""
    try:
        kinds = [cell["cell_type"] for cell in json.loads(files.read_text(root, path))["cells"]]
    except (InputError, ValueError, KeyError, TypeError):
        return {}
    return {n: kinds[:n].count("code") for n, kind in enumerate(kinds, 1) if kind == "code"}


def _run(
    tool: _tools.Tool, root: Path, paths: Sequence[str], command: Sequence[str], timeout: float
) -> _tools.Done:
    with tempfile.TemporaryDirectory(prefix="mlgate-") as folder:
        names = Path(folder) / "files.txt"
        # A file name that would be read as two, or as an option, is left out or disarmed.
        plain = [f"./{path}" for path in paths if path.isprintable()]
        names.write_text("\n".join(plain), encoding="utf-8")
        return _tools.run([tool.path, *command, "--no-cache", f"@{names}"], root, timeout=timeout)


def _stopped(tool: _tools.Tool, status: int) -> InputError:
    return InputError(
        f"ruff {tool.version}",
        found=f"status {status} and no result",
        expected="a run to the end (does `ruff check` accept its configuration?)",
    )
