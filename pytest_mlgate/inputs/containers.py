"""The project's Dockerfiles, what their build context leaves out, and inspected images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _dockerfile
from pytest_mlgate.inputs._dockerfile import Dockerfile
from pytest_mlgate.inputs.lock import lock_format
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_NAME = re.compile(r"(?i)(dockerfile|containerfile)(\..+)?|.+\.(dockerfile|containerfile)")


@dataclass(frozen=True)
class DockerIgnore:
    """One ``.dockerignore`` file.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    patterns:
        Its lines, without comments.
    """

    path: str
    patterns: tuple[str, ...]

    @classmethod
    def parse(cls, path: str, text: str) -> DockerIgnore:
        """Read the text of the file."""
        lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
        return cls(path, tuple(line for line in lines if line and not line.startswith("#")))

    def excludes(self, path: str) -> bool:
        """Whether a file or folder stays out of the build context; the last match decides."""
        parts = path.split("/")
        lineage = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        excluded = False
        for negated, expression in self._expressions:
            if any(expression.fullmatch(part) for part in lineage):
                excluded = not negated
        return excluded

    @cached_property
    def _expressions(self) -> tuple[tuple[bool, re.Pattern[str]], ...]:
        found = []
        for pattern in self.patterns:
            negated = pattern.startswith("!")
            bare = posixpath.normpath(pattern.removeprefix("!").strip()).lstrip("/")
            found.append((negated, _expression(bare)))
        return tuple(found)


@dataclass(frozen=True)
class Image:
    """What ``docker inspect`` says about one built image."""

    name: str
    labels: Mapping[str, str]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Containers:
    """Everything the project says about its containers.

    Parameters
    ----------
    files:
        Its Dockerfiles, sorted by path.
    ignore:
        Dockerfile path -> the ``.dockerignore`` of its build context, where there is one.
    requirements:
        Requirements files that the Dockerfiles name -> what in them is not pinned to one
        version; ``None`` where the file could not be read as such.
    images:
        Built images.
    locks:
        Formats of the lock files anywhere in the project, by their names.
    """

    files: tuple[Dockerfile, ...]
    ignore: Mapping[str, DockerIgnore] = field(default_factory=dict)
    requirements: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    locks: frozenset[str] = frozenset()

    def requirements_for(self, named: str, dockerfile: str) -> str | None:
        """Return the project's file behind the name that a Dockerfile uses for it.

        Inside the image the file may lie in another folder, so the file name decides, and
        among several the one whose path agrees longest from the right, then the nearest.
        """
        name = posixpath.basename(named)
        wanted = posixpath.normpath(named).split("/")[::-1]
        folder = posixpath.dirname(dockerfile)

        def closeness(path: str) -> tuple[int, bool, int]:
            parts = path.split("/")[::-1]
            shared = next(
                (n for n, (a, b) in enumerate(zip(parts, wanted, strict=False)) if a != b),
                min(len(parts), len(wanted)),
            )
            return shared, posixpath.dirname(path) == folder, -len(parts)

        same = [path for path in self.requirements if posixpath.basename(path) == name]
        return max(same, key=closeness, default=None)


@provides
def containers(project: Project, repo: Repo, *, image: str | None = None) -> Containers:
    """Provide the Dockerfiles among the project's files.

    Settings
    --------
    image : none
        JSON file written by ``docker inspect IMAGE``, relative to the project root.
    """
    paths = [path for path in repo.files if _is_dockerfile(path)]
    if not paths and image is None:
        raise InputAbsent("there is no Dockerfile or Containerfile in the project")
    texts: dict[str, str] = {}
    found = []
    for path in paths:
        try:
            text = project.read_text(path)
            # What a template (`{{ package }}/Dockerfile`) leaves open is a variable.
            texts[path] = re.sub(r"{{.*?}}", "${TEMPLATE}", text) if "{{" in path else text
        except InputError as error:
            found.append(Dockerfile(path, problem=f"found {error.found}"))
        else:
            found.append(_dockerfile.parse(path, texts[path]))
    return Containers(
        files=tuple(found),
        ignore=_ignore_files(project, repo, paths),
        requirements=_requirements(project, repo, "\n".join(texts.values())),
        images=_images(project, image) if image is not None else (),
        locks=frozenset(filter(None, (lock_format(posixpath.basename(p)) for p in repo.files))),
    )


def _is_dockerfile(path: str) -> bool:
    name = posixpath.basename(path)
    return _NAME.fullmatch(name) is not None and not name.endswith((".dockerignore", ".md"))


def _ignore_files(
    project: Project, repo: Repo, dockerfiles: Sequence[str]
) -> dict[str, DockerIgnore]:
    """Find the ignore file of each build context: its own, its folder's, or the project's."""
    known = frozenset(repo.files)
    found = {}
    for path in dockerfiles:
        beside = posixpath.join(posixpath.dirname(path), ".dockerignore")
        for candidate in (f"{path}.dockerignore", beside, ".dockerignore"):
            if candidate in known:
                found[path] = DockerIgnore.parse(candidate, project.read_text(candidate))
                break
    return found


def _requirements(
    project: Project, repo: Repo, dockerfiles: str
) -> dict[str, tuple[str, ...] | None]:
    """Read the requirements files whose names occur in a Dockerfile."""
    return {
        path: _not_pinned(project, path)
        for path in repo.files
        if path.endswith((".txt", ".in")) and posixpath.basename(path) in dockerfiles
    }


def _not_pinned(project: Project, path: str) -> tuple[str, ...] | None:
    from pytest_mlgate.inputs._manifest_requirements import read_requirements
    from pytest_mlgate.inputs._specifiers import exact

    try:
        read = read_requirements(project.read_text, path, "")
    except (InputError, ValueError):
        return None
    loose = []
    for dependency in read.dependencies:
        address = re.search(r"@[0-9a-f]{40}\b|#sha256=", dependency.url)
        fixed = bool(dependency.hashes) or address is not None
        if not dependency.url:
            fixed = exact(dependency.specifier) is not None
        if not fixed:
            loose.append(dependency.name or dependency.url)
    return tuple(loose)


def _images(project: Project, path: str) -> tuple[Image, ...]:
    import json

    try:
        content = json.loads(project.read_text(path))
    except (ValueError, RecursionError) as error:
        raise InputError(
            path, found=f"broken JSON ({error})", expected="the output of docker inspect"
        ) from None
    entries = content if isinstance(content, list) else [content]
    if not entries:
        raise InputError(path, found="an empty list", expected="at least one inspected image")
    return tuple(_image(path, at, entry) for at, entry in enumerate(entries))


def _image(path: str, at: int, entry: Any) -> Image:
    config = entry.get("Config") or entry.get("config") if isinstance(entry, dict) else None
    if not isinstance(config, dict):
        raise InputError(
            path, key=f"[{at}].Config", found="no table", expected="the output of docker inspect"
        )
    labels, environment = config.get("Labels") or {}, config.get("Env") or []
    if not isinstance(labels, dict) or not isinstance(environment, list):
        raise InputError(
            path,
            key=f"[{at}].Config",
            found="Labels or Env of another type",
            expected="Labels as a table and Env as a list",
        )
    pairs = (str(item).partition("=") for item in environment)
    tags = entry.get("RepoTags") or [entry.get("Id") or f"image {at + 1}"]
    return Image(
        name=str(tags[0] if isinstance(tags, list) else tags),
        labels={str(name): str(value) for name, value in labels.items()},
        environment={name: value for name, _, value in pairs},
    )


def _expression(pattern: str) -> re.Pattern[str]:
    """Translate one pattern: ``**`` spans folders, ``*`` and ``?`` stay inside one."""
    out, at = "", 0
    while at < len(pattern):
        rest = pattern[at:]
        if rest.startswith("**/"):
            out, at = out + "(?:.*/)?", at + 3
        elif rest.startswith("**"):
            out, at = out + ".*", at + 2
        elif rest[0] == "*":
            out, at = out + "[^/]*", at + 1
        elif rest[0] == "?":
            out, at = out + "[^/]", at + 1
        elif match := re.match(r"\[(\^?)((?:\\.|[^]\\])+)\]", rest):
            characters = re.sub(r"([\[&~|])", r"\\\1", match[2])
            out, at = f"{out}[{match[1]}{characters}]", at + match.end()
        else:
            if rest[0] == "\\" and len(rest) > 1:
                at += 1
            out, at = out + re.escape(pattern[at]), at + 1
    try:
        return re.compile(out, re.DOTALL)
    except re.error:  # such as the range [z-a]
        return re.compile(re.escape(pattern))
