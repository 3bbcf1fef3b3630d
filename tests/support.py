"""Helpers shared by the tests: real git repositories, and inputs without pytest."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks import discover as discover_checks
from pytest_mlgate.inputs import discover as discover_inputs
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Check, Registry
from pytest_mlgate.resolve import Resolver

GIT_ENV = {
    **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.invalid",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.invalid",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(root: Path, *arguments: str) -> str:
    """Run git in `root` and return what it prints."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=GIT_ENV,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout.strip()


def write(root: Path, files: dict[str, str]) -> Path:
    """Write text files below `root` and return `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def link(path: Path, target: str | Path) -> None:
    """Make a symbolic link, or skip the test where that takes a right which the user lacks."""
    try:
        path.symlink_to(Path(target))
    except OSError as error:
        if getattr(error, "winerror", None) == 1314:
            pytest.skip("symbolic links take the developer mode of Windows")
        raise


def pipe(path: Path) -> None:
    """Make a named pipe, or skip the test where there is no such thing."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(path)


def commit(root: Path, message: str = "change") -> str:
    """Commit everything in `root`, making the repository when needed; return the commit id."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def registry() -> Registry:
    """Return the built-in checks and inputs."""
    return Registry.of(discover_checks(), discover_inputs())


def resolver(
    root: Path, settings: dict[str, dict[str, Any]] | None = None, **given: object
) -> Resolver:
    """Return a resolver for the project at `root`; `given` replaces inputs by name."""
    return Resolver(registry(), {"project": Project(root), **given}, settings)


def provide(
    name: str, root: Path, *, given: dict[str, object] | None = None, **settings: Any
) -> Any:
    """Load one input of the project at `root`; a missing one raises its reason."""
    value = resolver(root, {name: settings}, **(given or {})).get(name)
    if isinstance(value, Exception):
        raise value
    return value


def find_check(id: str) -> Check[...]:
    """Return a built-in check."""
    return registry()[id]
