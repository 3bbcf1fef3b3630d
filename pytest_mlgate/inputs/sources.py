"""The project's Python code: files and notebook cells, parsed on demand and never run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _python
from pytest_mlgate.inputs._python import NotPythonError
from pytest_mlgate.inputs._source import Chunk as Chunk
from pytest_mlgate.inputs._source import Gap as Gap
from pytest_mlgate.inputs._source import Source as Source
from pytest_mlgate.inputs._source import apply_waiver as apply_waiver
from pytest_mlgate.inputs._source import gap_findings as gap_findings
from pytest_mlgate.inputs._source import gap_findings_of as gap_findings_of
from pytest_mlgate.inputs.cache import Cache
from pytest_mlgate.inputs.notebooks import Notebook, Notebooks, notebooks
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides
from pytest_mlgate.verdict import Finding, Outcome

MAX_SOURCE = 4 * files.MEBIBYTE
"""Largest source or configuration file that is parsed; what is larger was generated."""
CONFIG_SUFFIXES = (".yaml", ".yml", ".toml", ".json", ".ini", ".cfg")
_LOCK_FILES = ("package-lock.json", "npm-shrinkwrap.json", "composer.lock.json")


@dataclass(frozen=True)
class ConfigText:
    """One YAML, TOML, JSON or INI file as text; `unread` says why there is none."""

    path: str
    role: Role
    text: str = ""
    unread: str = ""


@dataclass(frozen=True)
class Sources:
    """All Python sources of the project, and the text of its configuration files.

    Parameters
    ----------
    files:
        Python files and notebooks, sorted by path; those that could not be read or
        parsed are among them (see :attr:`Source.gaps`).
    configs:
        YAML, TOML, JSON and INI files of the project that are small enough to have been
        written by hand.
    cache:
        Remembers what was found out about a source.
    read_all:
        In a run on some files: reads those of the whole project.
    """

    files: tuple[Source, ...]
    configs: tuple[ConfigText, ...] = ()
    cache: Cache = field(default_factory=Cache, compare=False, repr=False)
    read_all: Callable[[], Sources] | None = field(default=None, compare=False, repr=False)

    def __iter__(self) -> Iterator[Source]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)

    def of(self, *roles: Role) -> tuple[Source, ...]:
        """Return the sources of these roles."""
        return tuple(source for source in self.files if source.role in roles)

    @cached_property
    def everything(self) -> Sources:
        """The sources of the whole project, for what one file means to another."""
        return self.read_all() if self.read_all is not None else self

    def parse(self) -> None:
        """Parse everything now, which is faster than one by one for who needs it all."""
        with _python.uncollected():
            for source in self.files:
                _ = source.code

    def measure(
        self,
        function: Callable[..., Any],
        judged: Sequence[Source],
        *,
        tools: Sequence[str] = (),
        **settings: Any,
    ) -> list[Any]:
        """Return ``function(source, **settings)`` of each source, remembered between runs.

        A source that was seen before is not even parsed again.

        Parameters
        ----------
        function:
            A function of a module that depends on nothing but its arguments and returns
            what JSON can hold.
        judged:
            Some of the sources.
        tools:
            Distributions that the function uses, whose versions then count.
        **settings:
            Further arguments of the function.
        """
        with _python.uncollected():
            return self.cache.each(
                function, judged, lambda source: source.digest, tools=tools, **settings
            )

    def findings(
        self,
        rule: Callable[..., Iterable[Finding]],
        judged: Sequence[Source],
        *,
        tools: Sequence[str] = (),
        **settings: Any,
    ) -> list[Finding]:
        """Return all that a rule finds in some sources, as :meth:`measure` does."""
        with _python.uncollected():
            found = self.cache.each(
                rule,
                judged,
                lambda source: source.digest,
                tools=tools,
                encode=lambda findings: [asdict(finding) for finding in findings],
                **settings,
            )
        return [
            Finding(
                **{
                    **fact,
                    "outcome": Outcome(fact["outcome"]),
                    "aliases": tuple(fact["aliases"]),
                }
            )
            for facts in found
            for fact in facts
        ]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over paths and texts."""
        digest = hashlib.sha256()
        for source in self.files:
            digest.update(f"{source.path}\0{source.text}\0".encode(errors="surrogatepass"))
        return f"sources:{digest.hexdigest()[:16]}"


@provides(by_file=True)
def sources(
    project: Project, repo: Repo, notebooks: Notebooks, cache: Cache | None = None
) -> Sources:
    """Provide the Python files and notebooks among the project's files.

    A file of a template (`{{ package }}/train.py`) that becomes Python only when it is filled
    in is no source.
    """
    paths = [path for path in repo.files if project.judges(path)]
    found = [_read(project, repo, path) for path in paths if path.endswith((".py", ".pyw"))]
    found += [
        source_of_notebook(project, notebook) for notebook in notebooks.files if notebook.is_python
    ]
    return Sources(
        tuple(
            sorted(
                (source for source in found if not ("{{" in source.path and source.gaps)),
                key=lambda source: source.path,
            )
        ),
        tuple(
            config
            for path in paths
            if path.endswith(CONFIG_SUFFIXES) and not path.endswith(_LOCK_FILES)
            if (config := _read_config(project, repo, path)) is not None
        ),
        cache or Cache(),
        None if project.only is None else partial(_everything, project, repo, cache),
    )


def _everything(project: Project, repo: Repo, cache: Cache | None) -> Sources:
    whole = replace(project, only=None)
    return sources(whole, repo, notebooks(whole, repo), cache)


def _read(project: Project, repo: Repo, path: str) -> Source:
    try:
        content = files.read_bytes(repo.root, path, limit=MAX_SOURCE)
    except InputError as error:
        unread = f"found {error.found}, expected {error.expected}"
        return Source(path, project.role_of(path), unread=unread)
    return source_of(project, path, content)


def source_of(project: Project, path: str, content: bytes) -> Source:
    """Return the source that a Python file with this content is."""
    role = project.role_of(path)
    try:
        return Source.of(path, _python.decode(content), role)
    except NotPythonError as problem:
        return Source(path, role, unread=str(problem), unread_line=problem.line)


def source_of_notebook(project: Project, notebook: Notebook) -> Source:
    """Return the source that the code cells of a notebook are."""
    role = project.role_of(notebook.path)
    if notebook.problem:
        return Source(notebook.path, role, unread=notebook.problem, notebook=True)
    return Source.of_cells(notebook.path, [cell.source for cell in notebook.cells], role)


def _read_config(project: Project, repo: Repo, path: str) -> ConfigText | None:
    role = project.role_of(path)
    try:
        if files.inside(repo.root, path).stat().st_size > files.MEBIBYTE:
            return None
        return ConfigText(path, role, files.read_text(repo.root, path))
    except InputError as error:
        return ConfigText(path, role, unread=f"found {error.found}, expected {error.expected}")
    except OSError as error:
        return ConfigText(path, role, unread=f"found a file that cannot be read ({error.strerror})")
