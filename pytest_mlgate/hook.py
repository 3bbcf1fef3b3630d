"""The door to pre-commit: ``python -I -m pytest_mlgate.hook CHECKS [FILE ...]``.

pre-commit puts file names behind the command, and a file may be called ``-pevil`` or ``@args``,
which pytest would obey.  Here everything behind the ids of the checks is a file.  pytest is told
to read no configuration, no conftest.py and no variable of the project's own tests: what they
demand is not installed where pre-commit runs a hook.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pytest_mlgate.config import locate
from pytest_mlgate.errors import MlgateError

_USAGE_ERROR = 4
"""As pytest has it."""
ALL = "all"
"""Stands for every static check on the whole of a project; what follows are project folders."""
_NOT_HERE = "not (environment-diff or environment-snapshot or reproducibility and score)"
"""They compare with the environment that runs them, which is not the project's under pre-commit."""
_VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
_UNUSED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging",
    "monkeypatch", "pastebin", "recwarn", "setuponly", "setupplan", "stepwise", "subtests",
    "terminalprogress", "threadexception", "tmpdir", "unittest", "unraisableexception",
)  # fmt: skip
"""Plugins of pytest that a commit need not wait for."""
_PYTEST = (
    *("-c", os.devnull),
    "--noconftest",
    *(part for name in _UNUSED for part in ("-p", f"no:{name}")),
    "--assert=plain",
    "--capture=no",
    "--no-header",
    "-q",
    "-rN",
)


def main(arguments: Sequence[str]) -> int:
    """Run some checks on some files, each file with the gate that governs it.

    Parameters
    ----------
    arguments:
        Ids of checks with commas between them, then files; or ``all``, then folders.

    Returns
    -------
    int
        0 when nothing blocks the commit.
    """
    if not arguments:
        sys.stderr.write(
            "found no check; expected: python -m pytest_mlgate.hook CHECKS [FILE ...]\n"
        )
        return _USAGE_ERROR
    for name in _VARIABLES:
        os.environ.pop(name, None)
    gc.disable()  # so short a run makes less garbage than looking for it costs
    checks, *names = arguments
    try:
        runs = _whole(names) if checks == ALL else _by_gate(checks, names)
    except MlgateError as error:
        sys.stderr.write(f"mlgate: {error}\n")
        return _USAGE_ERROR
    return max((_run(root, options) for root, options in runs), default=0)


def _whole(folders: Sequence[str]) -> list[tuple[Path, list[str]]]:
    places = [Path.cwd() / folder for folder in folders] or [Path.cwd()]
    return [(_root(place), ["-m", "mlgate_static", "-k", _NOT_HERE]) for place in places]


def _by_gate(checks: str, names: Sequence[str]) -> list[tuple[Path, list[str]]]:
    """Return project root -> options, for the files below it."""
    here = Path.cwd()
    roots: dict[Path, Path] = {}
    chosen: dict[Path, list[str]] = {}
    for name in names:
        folder = (here / name).parent
        if folder not in roots:
            roots[folder] = _root(folder)
        # Nothing that begins with a slash or a dot is an option.
        chosen.setdefault(roots[folder], []).append(str(here / name))
    return [
        (root, ["--mlgate-checks", checks, "--mlgate-files", *files])
        for root, files in chosen.items()
    ]


def _root(folder: Path) -> Path:
    """Return the project that a folder belongs to."""
    document = locate.find(folder)
    return document.path.parent if document is not None else locate.project_root(folder)


def _run(root: Path, options: Sequence[str]) -> int:
    import pytest  # after the collector of garbage was switched off

    os.chdir(root)
    return int(pytest.main([*_PYTEST, "--rootdir", str(root), "--mlgate-only", *options]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
