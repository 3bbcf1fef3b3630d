"""Notebooks whose stored state is not what running them gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pytest_mlgate.checks.reproducibility._hits import words
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs.notebooks import CodeCell, Notebook, Notebooks
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_INSTALL = re.compile(
    r"^\s*(?:%|!|%%\w+\s+)?\s*(?:(?:\{?\S*python[\d.]*\}?|\{sys\.executable\})\s+-m\s+)?"
    r"(?:uv\s+)?(?P<tool>pip3?|conda|mamba|micromamba)\s+install\s+(?P<arguments>.*)$"
)
_SHELL_CELL = re.compile(r"\s*%%(?:bash|sh|script|cmd|!)\b")
_TAKES_VALUE = words(
    "-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target "
    "--prefix --root --trusted-host --python --channel -n --name -p"
)


@check("reproducibility.notebook-state", by_file=True)
def notebook_state(
    notebooks: Notebooks, *, policy: Literal["ordered", "stripped"] = "ordered"
) -> Verdict:
    """Tracked notebooks were run from top to bottom, or are stored without results.

    Why
    ---
    A notebook shows results next to code.  When cells were run out of order, twice, or
    deleted after they ran, the code that is stored does not give the results that are
    shown, and nobody can see it.

    Rule
    ----
    The execution counts of the code cells that hold code are 1, 2, ..., n in order, or there
    are none at all.  No cell has an output without a count.  With the policy `stripped` no
    cell has an output.  No cell installs a package without pinning its version.  The Python
    minor version of the kernel that ran it is the project's: `.python-version`, else inside
    what `requires-python` or another manifest admits, else that of the running interpreter.

    Settings
    --------
    policy : "ordered"
        "ordered" allows stored outputs of a complete run, "stripped" allows none.

    Outcomes
    --------
    FAIL for counts out of order or with gaps, cells that were left out of the run, outputs
    without a count, and outputs under the policy `stripped`.
    WARN for stored outputs under the policy `ordered` (they make every change large and can
    hold data), for installs without a version, and for another Python minor version.
    INCONCLUSIVE when the project's Python version cannot be understood.
    ERROR for a notebook that is no valid JSON or cannot be read; the others are still judged.
    NOT_APPLICABLE when git tracks no notebook.

    Remedy
    ------
    Restart the kernel and run all cells, or clear all outputs before committing.

    Source
    ------
    Pimentel et al. (2019), A large-scale study about quality and reproducibility of Jupyter
    notebooks.
    """
    tracked = [notebook for notebook in notebooks.files if notebook.tracked]
    if not tracked:
        return Verdict.not_applicable("git tracks no notebook (.ipynb)")
    findings = [finding for notebook in tracked for finding in _judge(notebook, notebooks, policy)]
    return Verdict.of(
        findings,
        passed=f"{len(tracked)} notebooks were run from top to bottom or hold no results",
        remedy="Restart the kernel and run all cells, or clear all outputs before committing.",
    )


def _judge(notebook: Notebook, notebooks: Notebooks, policy: str) -> Iterator[Finding]:
    if notebook.problem:
        yield Finding(
            message=f"is no readable notebook: {notebook.problem}",
            outcome=Outcome.ERROR,
            path=notebook.path,
            remedy="Restore the file from git, or save it again with Jupyter.",
        )
        return
    yield from _order(notebook)
    yield from _outputs(notebook, policy)
    for cell in notebook.cells:
        yield from _installs(notebook, cell)
    yield from _kernel(notebook, notebooks)


def _order(notebook: Notebook) -> Iterator[Finding]:
    with_code = [cell for cell in notebook.cells if cell.source.strip()]
    counts = [cell.count for cell in with_code]
    if all(count is None for count in counts):
        return
    for expected, cell in enumerate(with_code, 1):
        if cell.count == expected:
            continue
        if cell.count is None:
            message = "was not run, while other cells were"
        else:
            message = f"has execution count {cell.count} where a run from the top gives {expected}"
        # What follows a first deviation deviates, too: one finding says it all.
        yield Finding(
            message=f"code cell {cell.number} {message}",
            path=notebook.path,
            cell=cell.number,
            rule="order",
            anchor="order",
        )
        return


def _outputs(notebook: Notebook, policy: str) -> Iterator[Finding]:
    kept = [cell for cell in notebook.cells if cell.has_outputs]
    hidden = [cell for cell in kept if cell.count is None]
    if len(hidden) > 1 and all(cell.count is None for cell in notebook.cells):
        # Someone took the counts away; one finding says it all.
        yield Finding(
            message=f"{len(hidden)} code cells have an output but no execution count",
            path=notebook.path,
            cell=hidden[0].number,
            rule="hidden-state",
            anchor="no counts",
        )
        hidden = []
    for cell in hidden:
        yield Finding(
            message=f"code cell {cell.number} has an output but no execution count",
            path=notebook.path,
            cell=cell.number,
            rule="hidden-state",
            anchor=cell.source,
        )
    if kept:
        strict = policy == "stripped"
        rule = "; the policy is to store none" if strict else ""
        yield Finding(
            message=f"stores the outputs of {len(kept)} of {len(notebook.cells)} code cells{rule}",
            outcome=Outcome.FAIL if strict else Outcome.WARN,
            path=notebook.path,
            cell=kept[0].number,
            rule="outputs",
            anchor="outputs",
            remedy="Clear all outputs before committing.",
        )


def _installs(notebook: Notebook, cell: CodeCell) -> Iterator[Finding]:
    if "install" not in cell.source:
        return
    shell = _SHELL_CELL.match(cell.source) is not None
    lines = cell.source.replace("\\\n", "  ").split("\n")
    for number, line in enumerate(lines, 1):
        magic = line.lstrip().startswith(("%", "!"))
        found = _INSTALL.match(line) if shell or magic or _is_bare(line) else None
        if found is None:
            continue
        loose = _unpinned(found["tool"], found["arguments"])
        if loose:
            yield Finding(
                message=f"installs {', '.join(loose)} without a version",
                outcome=Outcome.WARN,
                path=notebook.path,
                cell=cell.number,
                line=number,
                rule="install",
                anchor=" ".join(line.split()),
                remedy="Put the package into the project's locked requirements, or pin it with ==.",
            )


def _is_bare(line: str) -> bool:
    """Whether IPython takes the line for a magic without its percent sign (`pip install x`)."""
    return line.startswith(("pip ", "conda ", "mamba "))


def _unpinned(tool: str, arguments: str) -> list[str]:
    """Return the packages of an install command that have no exact version."""
    loose: list[str] = []
    skip = False
    for word in re.split(r"\s+(?:&&|\|\||\d?>|&>|[|;#]).*|\s+", arguments):
        plain = (word or "").strip("'\"")
        if skip or not plain or plain.startswith("-"):
            # -qr requirements.txt is -q -r requirements.txt.
            option = re.sub(r"^-\w+(?=\w$)", "-", plain)
            skip = not skip and (plain in _TAKES_VALUE or option in _TAKES_VALUE)
            continue
        if not _is_pinned(tool, plain):
            loose.append(re.split(r"[@#?]", plain)[0] if "://" in plain else plain)
    return loose


def _is_pinned(tool: str, requirement: str) -> bool:
    if requirement.startswith((".", "/", "{", "$")) or requirement.endswith((".whl", ".tar.gz")):
        return True
    if "://" in requirement:
        return re.search(r"@[0-9a-f]{40}\b|#sha256=", requirement) is not None
    exact = r"={2,3}[^*,]+" if tool.startswith("pip") else r"={1,2}[^*,]+"
    return re.search(rf"[\w\])]\s*{exact}$", requirement.split("#")[0]) is not None


def _kernel(notebook: Notebook, notebooks: Notebooks) -> Iterator[Finding]:
    found = re.match(r"(\d+)\.(\d+)", notebook.version)
    if not found or not notebook.is_python:
        return
    if not any(cell.has_outputs or cell.count is not None for cell in notebook.cells):
        return
    kernel = f"{found[1]}.{found[2]}"
    problem, wanted = _disagreement(kernel, notebooks)
    if problem:
        yield Finding(
            message=problem, outcome=Outcome.INCONCLUSIVE, path=notebook.path, rule="kernel"
        )
    elif wanted:
        yield Finding(
            message=f"was run with Python {kernel}, while {wanted}",
            outcome=Outcome.WARN,
            path=notebook.path,
            rule="kernel",
            anchor="kernel",
            remedy="Run it again with a kernel of the project's environment.",
        )


def _disagreement(kernel: str, notebooks: Notebooks) -> tuple[str, str]:
    """Return why nothing can be said, and which Python the project wants instead."""
    if pinned := re.match(r"\d+\.\d+", notebooks.pinned):
        wanted = f".python-version says {pinned[0]}"
        return "", "" if pinned[0] == kernel else wanted
    if notebooks.requires:
        # That the patch version is another one does not matter.
        candidates = [f"{kernel}.{patch}" for patch in range(30)]
        try:
            inside = any(_specifiers.admits(notebooks.requires, one) for one in candidates)
        except ValueError:
            return f"{notebooks.requires!r} in {notebooks.requires_in} is no version specifier", ""
        return "", "" if inside else f"{notebooks.requires_in} says {notebooks.requires}"
    return "", "" if kernel == notebooks.running else f"the project runs with {notebooks.running}"
