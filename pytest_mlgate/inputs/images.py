"""The container images that the project names: Dockerfiles, compose files, Kubernetes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate import files
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._dockerfile import Dockerfile, expand
from pytest_mlgate.inputs._yaml import MAX_YAML, Node, parse_documents
from pytest_mlgate.inputs.containers import Containers
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_COMPOSE = re.compile(r"(docker-)?compose([.-][\w.-]+)?\.ya?ml", re.IGNORECASE)
_VERSION = re.compile(r"^[ \t]*(?:- )?apiVersion:", re.MULTILINE)
_KIND = re.compile(r"^[ \t]*(?:- )?kind:", re.MULTILINE)
_TEMPLATE_LINE = re.compile(r"[ \t]*(?:-[ \t]*)?image:(.*)")
_CONTAINERS = frozenset({"containers", "initContainers", "ephemeralContainers"})
_CONTAINER = frozenset({"container", "script"})
"""Keys of Argo and Kubeflow that hold one container."""


@dataclass(frozen=True, slots=True)
class NamedImage:
    """One place that names an image.

    Parameters
    ----------
    image:
        As written, with the variables filled in that the file itself defines.
    line:
        One-based line.
    by:
        What takes it, such as ``FROM`` or a service, for messages.
    """

    image: str
    line: int
    by: str


@dataclass(frozen=True)
class ImageFile:
    """One file that names images, or that cannot be read; `kind` says what it is."""

    path: str
    kind: str
    images: tuple[NamedImage, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Images:
    """All files that name images, sorted by path; the project's own images are left out."""

    files: tuple[ImageFile, ...]


@provides(by_file=True)
def images(project: Project, repo: Repo, containers: Containers | None = None) -> Images:
    """Provide the images of Dockerfiles, compose files and Kubernetes manifests.

    An image that a compose file builds itself is the project's own.  In a template of Helm,
    ``image:`` lines are read as text.
    """
    dockerfiles = containers.files if containers else ()
    found = [_of_dockerfile(file) for file in dockerfiles if project.judges(file.path)]
    paths = filter(project.judges, repo.files)
    documents = (path for path in paths if path.endswith((".yml", ".yaml")))
    found += [file for path in documents if (file := _of_yaml(project, path)) is not None]
    if not found:
        raise InputAbsent("the project has no Dockerfile, compose file or Kubernetes manifest")
    return Images(tuple(sorted(found, key=lambda file: file.path)))


def _of_dockerfile(file: Dockerfile) -> ImageFile:
    named: list[NamedImage] = []
    names: set[str] = set()
    for at, stage in enumerate(file.stages):
        if stage.parent is None and stage.base.lower() != "scratch":
            named.append(NamedImage(stage.base, stage.line, "FROM"))
        earlier = names | {str(number) for number in range(at)}
        for instruction in stage.instructions:
            source = expand(instruction.flags.get("from", ""), instruction.variables)
            if source and instruction.name in {"COPY", "ADD"} and source.lower() not in earlier:
                named.append(NamedImage(source, instruction.line, "COPY --from"))
        names.add(stage.name.lower())
    return ImageFile(file.path, "Dockerfile", tuple(named), file.problem)


def _of_yaml(project: Project, path: str) -> ImageFile | None:
    """Read a compose file or a manifest; ``None`` for anything else."""
    is_compose = _COMPOSE.fullmatch(posixpath.basename(path)) is not None
    kind = "compose file" if is_compose else "Kubernetes manifest"
    try:
        text = files.read_text(project.root, path, limit=MAX_YAML)
        if not is_compose and not (_VERSION.search(text) and _KIND.search(text)):
            return None
        if "{{" in text:
            return ImageFile(path, kind, tuple(_template_lines(text)))
        documents = parse_documents(text, path)
    except InputError as error:
        if not is_compose and error.key == "":  # no text: who knows what it is
            return None
        place = f" on {error.key}" if error.key else ""
        return ImageFile(path, kind, problem=f"{error.found}{place}")
    read = _of_compose if is_compose else _of_manifest
    return ImageFile(path, kind, tuple(image for node in documents for image in read(node)))


def _template_lines(text: str) -> Iterator[NamedImage]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := _TEMPLATE_LINE.fullmatch(line):
            written = found[1].partition(" #")[0].strip(" \t\"'")
            image = re.sub(r"{{[^{}]*}}", "${TEMPLATE}", written)
            if image:
                yield NamedImage(image, number, "image")


def _of_compose(document: Node) -> Iterator[NamedImage]:
    services = document["services"].table
    own = {service["image"].text for service in services.values() if "build" in service.table}
    for name, service in services.items():
        image = service["image"]
        if image.text and image.text not in own:
            yield NamedImage(expand(image.text, {}), image.line, f"service {name}")


def _of_manifest(document: Node) -> Iterator[NamedImage]:
    for node in document.walk():
        for key, value in node.table.items():
            single = (value,) if key in _CONTAINER else ()
            for container in value.list if key in _CONTAINERS else single:
                image = container["image"]
                if image.text:
                    name = container["name"].text or key
                    yield NamedImage(image.text, image.line, f"container {name}")
