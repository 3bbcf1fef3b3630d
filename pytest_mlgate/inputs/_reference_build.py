"""Paths that Dockerfiles and compose files name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_mlgate import files
from pytest_mlgate.inputs._dockerfile import Dockerfile, Instruction, Stage, commands
from pytest_mlgate.inputs._reference import Reference, Tree, refer, resolve
from pytest_mlgate.inputs._reference_shell import MAKES_ANYTHING, bare, needed
from pytest_mlgate.inputs._yaml import Node
from pytest_mlgate.inputs.containers import DockerIgnore

_FETCH = MAKES_ANYTHING | {"git", "curl", "wget"}


def of_dockerfile(
    tree: Tree,
    file: Dockerfile,
    contexts: Sequence[str],
    ignores: Mapping[str, DockerIgnore],
) -> Iterator[Reference]:
    """Yield what a Dockerfile copies from its context, and what its commands then run."""
    ignore = ignores.get(file.path)
    for stage in file.stages:
        image = _Image(tree, file.path)
        for instruction in stage.instructions:
            if instruction.name in {"COPY", "ADD"}:
                image.take(instruction)
                if "from" not in instruction.flags and not instruction.heredocs:
                    for named in instruction.arguments[:-1]:
                        yield _copied(tree, file.path, instruction, named, contexts, ignore)
            elif instruction.name in {"RUN", "CMD", "ENTRYPOINT"}:
                yield from image.run(instruction, _is_own(file, stage))


def _is_own(file: Dockerfile, stage: Stage) -> bool:
    """Whether all files of the project in a stage come from this Dockerfile."""
    lineage = [*file.lineage(file.stages.index(stage))]
    return any(i.name in {"COPY", "ADD"} for s in lineage for i in s.instructions)


class _Image:
    """What one stage holds, as far as names tell: the folders inside an image are its own."""

    def __init__(self, tree: Tree, path: str) -> None:
        self._tree, self._path = tree, path
        self._names: set[str] = set()
        self._anything = False

    def take(self, instruction: Instruction) -> None:
        """Remember what a copy brings under another name, or from where nobody can look."""
        *sources, target = instruction.arguments or ("",)
        self._names |= {posixpath.basename(name.rstrip("/")) for name in (*sources, target)}
        self._anything |= "from" in instruction.flags or any("://" in name for name in sources)

    def run(self, instruction: Instruction, own: bool) -> Iterator[Reference]:
        """Yield the project's files that the commands need, by their names alone."""
        for words in filter(None, map(bare, commands(instruction))):
            for named, _ in needed(words):
                name = posixpath.basename(named)
                if self._anything or not own or not posixpath.splitext(name)[1]:
                    continue
                target, reason = resolve("", named)
                if reason:
                    yield Reference(self._path, instruction.line, named, (), reason)
                elif name not in self._tree.names and name not in self._names:
                    yield Reference(self._path, instruction.line, named, (target,))
            self._anything |= posixpath.basename(words[0]) in _FETCH or any(
                mark in word for word in words for mark in (">", "-o", "--output")
            )


def _copied(
    tree: Tree,
    path: str,
    instruction: Instruction,
    named: str,
    contexts: Sequence[str],
    ignore: DockerIgnore | None,
) -> Reference:
    inner = named.lstrip("/") or "."
    if re.search(r"[*?\[]", inner) and "$" not in inner:
        # Docker knows no pattern that spans folders.
        pattern = re.sub(r"\*+", "*", posixpath.normpath(inner))
        hit = any(
            files.matches(known, posixpath.join(context, pattern))
            for context in contexts
            for known in (*tree.files, *tree.folders)
        )
        note = "" if not hit else "is a pattern that matches"
        targets = (pattern,) if not hit else ()
        return Reference(path, instruction.line, named, targets, note)
    found = refer(path, instruction.line, named if "://" in named else inner, contexts)
    found = replace(found, named=named)
    if ignore is None or not found.targets:
        return found
    folder = posixpath.dirname(ignore.path)
    kept = tuple(t for t in found.targets if not _kept_out(tree, ignore, folder, t))
    if kept or not any(map(tree.has, found.targets)):
        return replace(found, targets=kept or found.targets)
    return replace(found, hidden=ignore.path)


def _kept_out(tree: Tree, ignore: DockerIgnore, folder: str, target: str) -> bool:
    """Whether nothing of a file or folder reaches the build context."""
    prefix = f"{folder}/" if folder else ""
    below = [
        known.removeprefix(prefix)
        for known in tree.files
        if known == target or known.startswith(f"{target}/")
    ]
    if not target.startswith(prefix) or not below or not target:
        return False
    return all(ignore.excludes(known) for known in below)


def of_compose(tree: Tree, path: str, content: Node) -> Iterator[Reference]:
    """Yield contexts, Dockerfiles, mounted files and variables of the services."""
    folders = list(dict.fromkeys((posixpath.dirname(path), "")))
    for service in content["services"].table.values():
        build = service["build"]
        context = build.text or build["context"].text
        if context:
            yield refer(path, build.line, context, folders)
        if dockerfile := build["dockerfile"].text:
            inner = [posixpath.join(folder, context or ".") for folder in folders]
            if not re.search(r"[$:]", context):
                yield refer(path, build["dockerfile"].line, dockerfile, inner)
        for node in service["volumes"].list:
            source = node.text.partition(":")[0] or node["source"].text
            if source.startswith(("./", "../")):
                yield _mounted(tree, path, node.line, source, folders)
        for entry in (service["env_file"], *service["env_file"].list):
            name = entry.text or entry["path"].text
            if name and entry["required"].text != "false":
                found = refer(path, entry.line, name, folders)
                local = re.search(r"(?:^|/)\.?env(?:\.|$)|\.env$", name)
                there = any(map(tree.has, found.targets))
                note = found.note or ("is written on each machine" if local and not there else "")
                yield Reference(path, entry.line, name, found.targets, note)
    for config in content["configs"].table.values():
        if name := config["file"].text:
            yield refer(path, config["file"].line, name, folders)


def _mounted(tree: Tree, path: str, line: int, source: str, folders: Sequence[str]) -> Reference:
    found = refer(path, line, source, folders)
    is_file = re.search(r"\.(?:ya?ml|toml|ini|cfg|conf|json|sh|py|sql|xml|properties)$", source)
    there = is_file or any(map(tree.has, found.targets))
    note = found.note or ("" if there else "is made by Docker")
    return Reference(path, line, source, found.targets, note)
