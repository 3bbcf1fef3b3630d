"""The project under test: its root and the roles of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.registry import Phase, provides


class Role(StrEnum):
    """What a source file is for; the first role whose globs match wins."""

    TEST = "test"
    TRAIN = "train"
    FEATURE = "feature"
    SERVE = "serve"
    PIPELINE = "pipeline"
    OTHER = "other"


DEFAULT_ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.TEST: ("**/test_*.py", "**/*_test.py", "**/conftest.py", "**/tests/", "**/test/"),
    Role.TRAIN: ("**/train*.py", "**/*_train.py", "**/fit*.py", "**/train/", "**/training/"),
    Role.FEATURE: ("**/feature*.py", "**/*features.py", "**/preprocess*.py", "**/features/"),
    Role.SERVE: ("**/serve*.py", "**/app.py", "**/inference*.py", "**/predict*.py", "**/serving/"),
    Role.PIPELINE: ("**/pipeline*.py", "**/dags/", "**/flows/", "**/pipelines/"),
}
"""Globs by common naming; ``[paths]`` in the configuration replaces them role by role."""


@dataclass(frozen=True)
class Project:
    """Root folder of the project and how its files are read.

    Parameters
    ----------
    root:
        Absolute path; the folder of the configuration file.
    roles:
        Globs per role that replace the defaults.
    exclude:
        Globs of files that no check looks at.
    phase:
        Where the project stands.
    only:
        The files that a run on some files judges; ``None`` in a run on all of them.
    """

    root: Path
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    phase: Phase = Phase.DEVELOPMENT
    only: frozenset[str] | None = None

    def role_of(self, path: str) -> Role:
        """Return the role of a file, given its POSIX path relative to the root."""
        named = {**DEFAULT_ROLES, **self.roles}
        # A role that the user spelled out is more certain than one guessed from a name.
        order = [*self.roles, *(role for role in DEFAULT_ROLES if role not in self.roles)]
        for role in order:
            if any(files.matches(path, glob) for glob in named[role]):
                return role
        return Role.OTHER

    def excludes(self, path: str) -> bool:
        """Whether the configuration leaves this file out of every check."""
        return any(files.matches(path, glob) for glob in self.exclude)

    def judges(self, path: str) -> bool:
        """Whether this run judges the file; a check ``by_file`` says nothing about others."""
        return self.only is None or path in self.only

    def path(self, relative: str) -> Path:
        """Return the absolute path of a file that must stay inside the project."""
        return files.inside(self.root, relative)

    def exists(self, relative: str) -> bool:
        """Whether anything is at this path, a dangling link included."""
        return (self.root / relative).exists() or (self.root / relative).is_symlink()

    def read_text(self, relative: str) -> str:
        """Return the text of a file; every way to fail is an ``InputError``."""
        return files.read_text(self.root, relative)

    def find(self, named: str | None, default: str, *, what: str, key: str) -> str:
        """Return the path of an evidence file: the one the user named, else the default.

        Raises
        ------
        InputAbsent
            If none was named and nothing is at the default path.  (A named file that is
            missing is found out, as an error, when it is read.)
        """
        if named is not None:
            return named
        if self.exists(default):
            return default
        raise InputAbsent(f"no {what}: there is no {default} and {key} names none")


@provides
def project() -> Project:
    """Provide the project; the session always does so itself."""
    raise InputAbsent("no project was given")
