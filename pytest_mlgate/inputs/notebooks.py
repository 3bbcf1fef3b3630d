"""The project's Jupyter notebooks, read without running or importing anything of Jupyter."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._documents import load_toml, load_yaml
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides


@dataclass(frozen=True)
class CodeCell:
    """One code cell.

    Parameters
    ----------
    number:
        One-based position among the code cells.
    source:
        Its text.
    count:
        Execution count, ``None`` when it was not run (or was stripped).
    has_outputs:
        Whether outputs are stored with it.
    """

    number: int
    source: str
    count: int | None
    has_outputs: bool


@dataclass(frozen=True)
class Notebook:
    """One notebook file.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    cells:
        Its code cells in order.
    tracked:
        Whether git tracks it; true for every file without git.
    language:
        Language of the kernel in lower case, empty when the file does not say.
    version:
        Version of the language that ran it last, empty when the file does not say.
    problem:
        Why it could not be read, empty when it could.
    """

    path: str
    cells: tuple[CodeCell, ...] = ()
    tracked: bool = True
    language: str = ""
    version: str = ""
    problem: str = ""

    @property
    def is_python(self) -> bool:
        """Whether its code cells are Python, which is what a silent file is taken for."""
        return self.language in {"", "python", "ipython", "python3", "python2"}


@dataclass(frozen=True)
class Notebooks:
    """All notebooks, and the Python version that the project asks for.

    Parameters
    ----------
    files:
        The notebooks, sorted by path; broken ones are among them.
    pinned:
        Content of ``.python-version``, such as ``"3.12"``, empty without one.
    requires:
        Specifier of the Python versions that the project admits, empty without one.
    requires_in:
        The file that says so.
    running:
        ``major.minor`` of the running interpreter.
    """

    files: tuple[Notebook, ...]
    pinned: str = ""
    requires: str = ""
    requires_in: str = "pyproject.toml"
    running: str = f"{sys.version_info.major}.{sys.version_info.minor}"


@provides(by_file=True)
def notebooks(project: Project, repo: Repo) -> Notebooks:
    """Provide the notebooks among the project's files."""
    requires, requires_in = _requires(project)
    return Notebooks(
        files=tuple(
            read(repo.root, path, tracked=repo.toplevel is None or path in repo.tracked)
            for path in filter(project.judges, repo.files)
            if path.endswith(".ipynb") and ".ipynb_checkpoints/" not in path
        ),
        pinned=_pinned(project),
        requires=requires,
        requires_in=requires_in,
    )


def read(root: Path, path: str, *, tracked: bool = True) -> Notebook:
    """Read one notebook; a broken one comes back with its `problem` said."""
    try:
        text = files.read_text(root, path)
    except InputError as error:
        return Notebook(path, tracked=tracked, problem=f"found {error.found}")
    return parse(path, text, tracked=tracked)


def parse(path: str, text: str, *, tracked: bool = True) -> Notebook:
    """Parse the JSON text of a notebook of format 2 to 4."""
    import json

    def broken(problem: str) -> Notebook:
        return Notebook(path, tracked=tracked, problem=problem)

    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return broken(f"invalid JSON ({error.msg}, line {error.lineno})")
    except (ValueError, RecursionError):
        return broken("invalid JSON (nested too deeply, or a number that is too long)")
    if not isinstance(document, dict):
        return broken("JSON that is no notebook (the document is not an object)")
    cells = _cells(document)
    if cells is None:
        return broken("JSON that is no notebook of format 2, 3 or 4 (no list of cells)")
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    language, version = _language(document, code)
    return Notebook(
        path,
        cells=tuple(_code_cell(number, cell) for number, cell in enumerate(code, 1)),
        tracked=tracked,
        language=language,
        version=version,
    )


def _cells(document: Mapping[str, Any]) -> list[Any] | None:
    if isinstance(document.get("cells"), list):
        return list(document["cells"])
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    found: list[Any] = []
    for sheet in sheets:
        if not isinstance(sheet, dict) or not isinstance(sheet.get("cells", []), list):
            return None
        found += sheet.get("cells", [])
    return found


def _code_cell(number: int, cell: Mapping[str, Any]) -> CodeCell:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    count = cell.get("execution_count", cell.get("prompt_number"))
    return CodeCell(
        number=number,
        source=source.replace("\r\n", "\n") if isinstance(source, str) else "",
        count=count if type(count) is int else None,
        has_outputs=bool(cell.get("outputs")),
    )


def _language(document: Mapping[str, Any], code: list[dict[str, Any]]) -> tuple[str, str]:
    metadata = _mapping(document.get("metadata"))
    info, kernel = _mapping(metadata.get("language_info")), _mapping(metadata.get("kernelspec"))
    language = info.get("name") or kernel.get("language") or (code and code[0].get("language"))
    version = info.get("version")
    return (
        language.lower() if isinstance(language, str) else "",
        version if isinstance(version, str) else "",
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _pinned(project: Project) -> str:
    try:
        lines = project.read_text(".python-version").split()
    except InputError:
        return ""
    return lines[0] if lines and lines[0][0].isdigit() else ""


def _requires(project: Project) -> tuple[str, str]:
    """Return the Python versions that the first manifest with an opinion admits, and its name."""
    for path, read in _READERS.items():
        if project.exists(path):
            # Whoever needs the file itself reports what is wrong; here it merely says nothing.
            with contextlib.suppress(InputError):
                if found := read(project, path):
                    return found, path
    return "", ""


def _of_pyproject(project: Project, path: str) -> str:
    from pytest_mlgate.inputs._manifest_pyproject import requires_python

    return requires_python(path, load_toml(project, path))


def _of_conda(project: Project, path: str) -> str:
    from pytest_mlgate.inputs._manifest_other import read_conda

    return read_conda(path, load_yaml(project, path))[1]


def _of_pipfile(project: Project, path: str) -> str:
    from pytest_mlgate.inputs._manifest_other import read_pipfile

    return read_pipfile(path, load_toml(project, path))[1]


def _of_setup(project: Project, path: str) -> str:
    from pytest_mlgate.inputs._manifest_other import read_setup_cfg, read_setup_py

    read = read_setup_py if path.endswith(".py") else read_setup_cfg
    return read(path, project.read_text(path))[1]


_READERS: Mapping[str, Callable[[Project, str], str]] = {
    "pyproject.toml": _of_pyproject,
    "environment.yml": _of_conda,
    "environment.yaml": _of_conda,
    "Pipfile": _of_pipfile,
    "setup.cfg": _of_setup,
    "setup.py": _of_setup,
}
