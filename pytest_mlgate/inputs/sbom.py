"""The software bill of materials: what the project says that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs import _cyclonedx, _spdx
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._documents import load_json, normalized
from pytest_mlgate.inputs._lock_formats import LOCAL
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

DEFAULT_PATH = "sbom.cdx.json"
_KINDS = frozenset({"pypi", "conda"})
_LIBRARIES = frozenset({"library", "framework"})


@dataclass(frozen=True)
class Component:
    """One package that the document lists.

    Parameters
    ----------
    name, version:
        Normalised name and version of its package URL; ``None`` where it has none.
    at:
        Where in the document it stands.
    problem:
        What is wrong with its identity, empty when nothing is.
    """

    name: str
    version: str | None
    at: str
    problem: str = ""


@dataclass(frozen=True)
class Sbom:
    """A document that is valid by the schema of its format.

    Parameters
    ----------
    path:
        Relative to the project root.
    format:
        Such as ``CycloneDX 1.6`` or ``SPDX-2.3``.
    created:
        Its time stamp, ``None`` without one.
    components:
        Packages of Python or conda, and libraries that nobody can tell what they are.
    others:
        How many components of other ecosystems there are.
    tools:
        Names of the tools that wrote it, where the format is CycloneDX.
    """

    path: str
    format: str
    created: datetime | None
    components: tuple[Component, ...]
    others: int = 0
    tools: frozenset[str] = frozenset()

    @property
    def is_own(self) -> bool:
        """Whether it was written here, so that it may be written anew."""
        return _cyclonedx.TOOL in self.tools

    @property
    def packages(self) -> dict[str, frozenset[str]]:
        """Name -> versions of the packages whose identity is clear."""
        found: dict[str, set[str]] = {}
        for component in self.components:
            if not component.problem:
                versions = found.setdefault(component.name, set())
                versions.update({component.version} if component.version else ())
        return {name: frozenset(versions) for name, versions in sorted(found.items())}

    def older_than(self, lock: Lock, repo: Repo) -> dict[str, datetime]:
        """Return the lock files that were committed after this was written -> when.

        Whoever renews both and commits them together has written this a little before that
        commit, so a document that was committed with the lock file or later is not older.
        """
        if self.created is None:
            return {}
        own = None if self.path in repo.modified else repo.committed_at(self.path)
        commits = {file.path: repo.committed_at(file.path) for file in lock.files}
        return {
            path: moment
            for path, moment in commits.items()
            if moment and self.created < moment and (own is None or own < moment)
        }


@provides
def sbom(project: Project, *, path: str | None = None) -> Sbom:
    """Provide the bill of materials: CycloneDX 1.2 to 1.7 or SPDX 2.2 and 2.3, in JSON.

    Settings
    --------
    path : sbom.cdx.json
        The document.
    """
    where = project.find(path, DEFAULT_PATH, what="bill of materials", key="[inputs.sbom] path")
    if where.endswith(".xml"):
        raise InputError(where, found="XML", expected="CycloneDX or SPDX in JSON")
    content = load_json(project, where)
    if content.get("bomFormat") == "CycloneDX":
        _cyclonedx.validate(where, content, project.read_text(where))
        listed = list(_cyclonedx.components(where, content))
        stamp = content.get("metadata", {}).get("timestamp")
        format, tools = f"CycloneDX {content['specVersion']}", _cyclonedx.tools(content)
    elif "spdxVersion" in content:
        _spdx.validate(where, content)
        listed = list(_spdx.packages(where, content))
        stamp = content["creationInfo"]["created"]
        format, tools = content["spdxVersion"], frozenset()
    else:
        raise InputError(
            where,
            found="neither bomFormat nor spdxVersion",
            expected="a CycloneDX document or one of SPDX 2.2 or 2.3, in JSON",
        )
    components = [_component(place, entry) for place, entry in listed]
    return Sbom(
        path=where,
        format=format,
        created=None if stamp is None else _moment(where, stamp),
        components=tuple(one for one in components if one is not None),
        others=components.count(None),
        tools=tools,
    )


def _component(place: str, entry: Mapping[str, Any]) -> Component | None:
    """Return a package of Python or conda, ``None`` for anything else."""
    name, version, purl = entry["name"], entry.get("version"), entry.get("purl")
    if purl is None:
        nameless = entry.get("type") in _LIBRARIES
        return Component(normalized(name), version, place, "has no purl") if nameless else None
    library = require("packageurl", extra="dependencies", purpose="read package URLs")
    try:
        parsed = library.PackageURL.from_string(purl)
    except ValueError:
        shown = without_userinfo(str(purl))[:80]
        return Component(normalized(name), version, place, f"has the purl {shown!r}, which is none")
    if parsed.type not in _KINDS:
        return None
    problem = ""
    if version and parsed.version and version != parsed.version:
        problem = f"is version {version[:40]}, and {parsed.version[:40]} by its purl"
    return Component(normalized(parsed.name), parsed.version or version, place, problem)


def _moment(path: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputError(
            path,
            key="time stamp",
            found=repr(text)[:60],
            expected="a time with a zone, such as 2026-03-01T12:00:00Z",
        )
    return moment


def written(lock: Lock, manifests: Manifests | None, now: datetime) -> str:
    """Return the bill of materials of what is locked, local projects left out.

    Parameters
    ----------
    lock:
        The lock files.
    manifests:
        Who says what the project is called and asks for.
    now:
        The time stamp.
    """
    entries = (package for file in lock.files for package in file.packages)
    return _cyclonedx.document(
        packages=[package for package in entries if package.source != LOCAL],
        project=min(manifests.projects, default="") if manifests else "",
        direct={need.name for need in manifests.dependencies} if manifests else set(),
        now=now,
    )
