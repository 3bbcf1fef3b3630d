"""Paths that pyproject.toml, MLproject, dvc.yaml and the README name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_mlgate.inputs._reference import Reference, Tree, line_of, lineage, refer
from pytest_mlgate.inputs._reference_shell import Session
from pytest_mlgate.inputs._shell import Command, simple_commands
from pytest_mlgate.inputs._yaml import Node
from pytest_mlgate.inputs.documents import Document

_SHELLS = frozenset({"bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "cmd"})
_TOML_KEYS = (
    *("project.readme", "project.readme.file", "project.license.file", "tool.poetry.readme"),
    *("tool.setuptools.dynamic.*.file", "tool.setuptools.packages.find.where"),
    *("tool.hatch.version.path", "tool.hatch.build.targets.*.packages", "tool.ruff.extend"),
    *("tool.pytest.ini_options.testpaths", "tool.mypy.files", "tool.uv.sources.*.path"),
    *("tool.poetry.dependencies.*.path", "tool.poetry.group.*.dependencies.*.path"),
    *("tool.hatch.metadata.hooks.requirements_txt.files", "tool.pdm.version.path"),
)
"""Keys that hold paths of files that must be there; a star stands for any key."""


def of_pyproject(
    tree: Tree, path: str, text: str, content: Mapping[str, Any]
) -> Iterator[Reference]:
    """Yield the files that ``pyproject.toml`` names, and the modules of its scripts."""
    for key in _TOML_KEYS:
        for named in _texts(_below(content, key.split("."))):
            for part in re.split(r"[,\s]+", named.strip()) if "mypy" in key else [named]:
                if part:
                    mild = "testpaths" in key
                    yield refer(path, line_of(text, named), part, [""], mild=mild)
    for table in ("project.scripts", "project.gui-scripts", "tool.poetry.scripts"):
        for named in _texts(_below(content, [*table.split("."), "*"])):
            yield _module(tree, path, line_of(text, named), named)


def _below(value: Any, keys: list[str]) -> list[Any]:
    """Return the values at a path of keys."""
    if not keys:
        return [value]
    if not isinstance(value, dict):
        return []
    inner = value.values() if keys[0] == "*" else [value[keys[0]]] if keys[0] in value else []
    return [found for item in inner for found in _below(item, keys[1:])]


def _texts(values: list[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))


def _module(tree: Tree, path: str, line: int, named: str) -> Reference:
    """Refer to the module of ``package.module:function`` wherever the package lies."""
    parts = named.partition(":")[0].strip().split(".")
    tops = [f for f in tree.folders if posixpath.basename(f) == parts[0]]
    top_files = [f for f in tree.files if posixpath.basename(f) == f"{parts[0]}.py"]
    if not (tops or top_files):
        return Reference(path, line, named, (), "is a module of a package that is elsewhere")
    inner = "/".join(parts[1:])
    places = [posixpath.join(top, inner) if inner else top for top in tops]
    targets = [f"{place}.py" for place in places] + [f"{place}/__init__.py" for place in places]
    targets += [place for place in places if not inner]
    # Extensions are compiled from files of other suffixes.
    targets += [f"{place}.{suffix}" for place in places for suffix in ("pyx", "c", "cpp", "rs")]
    return Reference(path, line, named, (*targets, *(top_files if not inner else ())))


def of_mlproject(tree: Tree, path: str, content: Node) -> Iterator[Reference]:
    """Yield the environments and the scripts of the entry points."""
    folder = posixpath.dirname(path)
    for key in ("conda_env", "python_env"):
        if named := content[key].text:
            yield refer(path, content[key].line, named, [folder])
    for entry in content["entry_points"].table.values():
        command = entry["command"]
        session = Session(tree, path, home=folder, folder=folder)
        for found in simple_commands(command.text):
            yield from session.run([Command(found.words, command.line + command.block, found.then)])


def of_dvc(tree: Tree, path: str, content: Node) -> Iterator[Reference]:
    """Yield what the stages depend on, apart from what stages make and what DVC keeps."""
    folder = posixpath.dirname(path)
    stages = []
    for stage in content["stages"].table.values():
        inner = stage["do"] if stage["do"].table else stage
        stages.append((posixpath.join(folder, inner["wdir"].text), inner))
    made = {
        target
        for here, stage in stages
        for kind in ("outs", "metrics", "plots")
        for named in _names(stage[kind])
        for target in refer(path, 1, named.text, [here]).targets
    }
    made |= {known.removesuffix(".dvc") for known in tree.files if known.endswith(".dvc")}
    above = {folder for target in made for folder in lineage(target)}
    for here, stage in stages:
        for named in _names(stage["deps"]):
            found = refer(path, named.line, named.text, [here])
            kept = any(t in above or not made.isdisjoint(lineage(t)) for t in found.targets)
            note = found.note or ("is made by a stage or kept by DVC" if kept else "")
            yield Reference(path, named.line, named.text, found.targets, note)


def _names(node: Node) -> Iterator[Node]:
    """Yield the entries of a list of paths, some of which are tables with one key."""
    for entry in node.list:
        if entry.text:
            yield entry
        yield from (Node(name, value.line) for name, value in entry.table.items())


def of_readme(tree: Tree, document: Document) -> Iterator[Reference]:
    """Yield the files that the commands in the blocks of a README need, from top to bottom."""
    session = Session(tree, document.path, clones_itself=True, made=set(document.prose.to_write))
    for block in document.prose.blocks:
        lines = block.text.split("\n")
        prompts = [line.lstrip().startswith(("$ ", "> ")) for line in lines]
        if block.language not in _SHELLS and not (not block.language and any(prompts)):
            continue
        if any(prompts):  # the other lines are what the commands print
            lines = [
                line if is_typed else "" for line, is_typed in zip(lines, prompts, strict=True)
            ]
        if session.folder is None:  # whoever reads the next block starts in the project again
            session.folder = session.home
        for command in simple_commands("\n".join(lines)):
            found = Command(command.words, block.line + command.line - 1, command.then)
            yield from session.run([found])
