"""The documents of the project: README, model cards, runbooks and what else people read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._prose import MARKDOWN, RST, CodeBlock, Heading, Prose, read_prose
from pytest_mlgate.inputs._yaml import read_documents
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

__all__ = ["CodeBlock", "Document", "Documents", "Heading", "documents"]

MAX_DOCUMENT = files.MEBIBYTE
"""Largest document that is read; nobody wrote a larger one."""
_README = re.compile(r"readme(\.[a-z]+)?", re.IGNORECASE)
_PLACES = ("", ".github", "docs")
"""Where a README is looked for, the root first."""
_ORDER = (*MARKDOWN, *RST, ".txt", "")


@dataclass(frozen=True)
class Document:
    """One document.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    prose:
        What was read of it; of an API description its paths are the headings.
    is_description:
        Whether it is an API description for machines (OpenAPI, Swagger), which is no prose.
    problem:
        Why it could not be read, empty when it could.
    """

    path: str
    prose: Prose = Prose((), (), (), "")  # noqa: RUF009 - it is frozen
    is_description: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Documents:
    """Everything among the project's files that may be a document, read on demand."""

    project: Project
    paths: tuple[str, ...]

    @cached_property
    def readme(self) -> Document | None:
        """The README that a visitor sees first."""
        for folder in _PLACES:
            found = [
                path
                for path in self.paths
                if posixpath.dirname(path) == folder and _README.fullmatch(posixpath.basename(path))
            ]
            if found:
                return self.read(min(found, key=_rank))
        return None

    def matching(self, globs: Iterable[str]) -> list[str]:
        """Return the paths that match one of the globs, whatever their case."""
        wanted = [glob.lower() for glob in globs]
        return [path for path in self.paths if any(files.matches(path.lower(), g) for g in wanted)]

    def read(self, path: str) -> Document:
        """Read one document; a broken one comes back with its `problem` said."""
        suffix = posixpath.splitext(path)[1].lower()
        try:
            if suffix in {".yaml", ".yml", ".json"}:
                return self._description(path)
            text = files.read_text(self.project.root, path, limit=MAX_DOCUMENT)
        except InputError as error:
            return Document(path, problem=f"found {error.found}, expected {error.expected}")
        return Document(path, read_prose(text, suffix))

    def _description(self, path: str) -> Document:
        content = read_documents(self.project, path)
        paths = content[0]["paths"].table if content else {}
        headings = tuple(Heading(name, node.line) for name, node in paths.items())
        return Document(path, Prose(headings, (), (), ""), is_description=True)


@provides
def documents(project: Project, repo: Repo) -> Documents:
    """Provide Markdown, reStructuredText, text and API descriptions among the project's files."""
    if not repo.files:
        raise InputAbsent("there is no file in the project")
    return Documents(project, tuple(path for path in repo.files if _is_document(path)))


def _is_document(path: str) -> bool:
    name = posixpath.basename(path).lower()
    stem, suffix = posixpath.splitext(name)
    if suffix in {".yaml", ".yml", ".json"}:
        return "openapi" in stem or "swagger" in stem
    return (
        suffix in {*MARKDOWN, *RST, ".txt", ".adoc", ".org"} or _README.fullmatch(name) is not None
    )


def _rank(path: str) -> tuple[int, str]:
    suffix = posixpath.splitext(path)[1].lower()
    return (_ORDER.index(suffix) if suffix in _ORDER else len(_ORDER)), path
