"""Recomputing the hash by which a lock file knows the manifest it was made from.

Every function returns the hashes that are right for the content, one per recipe that
versions of the tool have used; none means that it cannot be recomputed here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from pytest_mlgate.inputs._documents import normalized

_POETRY_ALWAYS = ("dependencies", "source", "extras", "dev-dependencies")
_POETRY_PROJECT = ("requires-python", "dependencies", "optional-dependencies")


def poetry_hashes(pyproject: Mapping[str, Any], generator: str) -> tuple[str, ...]:
    """Return the hash of Poetry: with dependency groups since version 2.3, before without.

    Parameters
    ----------
    pyproject:
        The manifest.
    generator:
        First line of the lock file, which names the version that wrote it.

    """
    project, tool = _table(pyproject, "project"), _table(_table(pyproject, "tool"), "poetry")
    groups = _table(pyproject, "dependency-groups")
    with_groups = _poetry_hash(project, tool, groups)
    named = re.search(r"Poetry (\d+)\.(\d+)", generator)
    if named and (int(named[1]), int(named[2])) >= (2, 3):
        return _unique(with_groups)
    return _unique(with_groups, _poetry_hash(project, tool, {}))


def _poetry_hash(
    project: Mapping[str, Any], tool: Mapping[str, Any], groups: Mapping[str, Any]
) -> str | None:
    standard = {k: project[k] for k in _POETRY_PROJECT if project.get(k) is not None}
    own = {k: tool[k] for k in (*_POETRY_ALWAYS, "group") if tool.get(k) is not None}
    if not standard and not groups:
        # A project of Poetry's own tables alone is hashed as Poetry 1 did.
        return _sha256({**dict.fromkeys(_POETRY_ALWAYS), **own})
    content: dict[str, Any] = {"tool": {"poetry": own}}
    if standard:
        content["project"] = standard
    if groups:
        content["dependency-groups"] = groups
    return _sha256(content)


def pdm_hashes(pyproject: Mapping[str, Any], lock_version: str) -> tuple[str, ...]:
    """Return the hashes of PDM: since lock version 4.5.1 one, before three of different age.

    A workspace hashes the files of its members as well, which are not read here.
    """
    project, tool = _table(pyproject, "project"), _table(_table(pyproject, "tool"), "pdm")
    if "workspace" in tool:
        return ()
    resolution = _table(tool, "resolution")
    groups = {
        normalized(name): list(entries)
        for name, entries in _table(pyproject, "dependency-groups").items()
        if isinstance(entries, list)
    }
    for name, entries in _table(tool, "dev-dependencies").items():
        if isinstance(entries, list):
            groups.setdefault(normalized(name), []).extend(entries)
    content = {
        "sources": tool.get("source", []),
        "dependencies": project.get("dependencies", []),
        "dev-dependencies": groups,
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
    }
    newest = _sha256({**content, "resolution": resolution})
    if tuple(map(int, re.findall(r"\d+", lock_version)))[:3] >= (4, 5, 1):
        return _unique(newest)
    older = {**content, "dev-dependencies": tool.get("dev-dependencies", {})}
    return _unique(
        newest,
        _sha256({**older, "resolution": resolution}),
        _sha256({**older, "overrides": resolution.get("overrides", {})}),
    )


def pipfile_hashes(pipfile: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the hashes of pipenv: with the names as written, and in lower case.

    Pipenv puts names into the spelling of the index before it hashes them.
    """
    sections = {"packages", "dev-packages", "source", "requires", "scripts", "pipfile", "pipenv"}
    content = {
        "_meta": {
            "sources": pipfile.get("source", []),
            "requires": pipfile.get("requires", {}),
        },
        "default": pipfile.get("packages", {}),
        "develop": pipfile.get("dev-packages", {}),
        **{k: v for k, v in pipfile.items() if k not in sections | {"default", "develop"}},
    }
    recased = {
        section: {name.lower(): value for name, value in entries.items()}
        if isinstance(entries, dict) and section != "_meta"
        else entries
        for section, entries in content.items()
    }
    compact = (",", ":")
    return _unique(_sha256(content, separators=compact), _sha256(recased, separators=compact))


def _sha256(content: object, separators: tuple[str, str] | None = None) -> str | None:
    try:
        text = json.dumps(content, sort_keys=True, separators=separators)
    except TypeError:  # a date or time, which no tool hashes either
        return None
    return hashlib.sha256(text.encode()).hexdigest()


def _table(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = content.get(key)
    return value if isinstance(value, dict) else {}


def _unique(*hashes: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in hashes if value is not None))
