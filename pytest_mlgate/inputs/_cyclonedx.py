"""Reading and writing CycloneDX documents with the project's own library."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.extras import lazy
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._documents import as_table
from pytest_mlgate.inputs._lock_formats import LockedPackage

_NEEDS = "read and write CycloneDX documents"
_schema = lazy("cyclonedx.schema", extra="dependencies", purpose=_NEEDS)
_validation = lazy("cyclonedx.validation.json", extra="dependencies", purpose=_NEEDS)
_model = lazy("cyclonedx.model.bom", extra="dependencies", purpose=_NEEDS)
_component = lazy("cyclonedx.model.component", extra="dependencies", purpose=_NEEDS)
_output = lazy("cyclonedx.output.json", extra="dependencies", purpose=_NEEDS)
_packageurl = lazy("packageurl", extra="dependencies", purpose=_NEEDS)

TOOL = "pytest-mlgate"
MOST_COMPONENTS = 20_000
_EXPECTED = "a CycloneDX document in JSON, version 1.2 to 1.7"


def validate(path: str, content: Mapping[str, Any], text: str) -> None:
    """Hold a document against the official schema of its version.

    Raises
    ------
    InputError
        If it does not fit; the message names the place.
    """
    schema = _schema.SchemaVersion
    found = content.get("specVersion")
    try:
        version = schema.from_version(found)
    except (ValueError, AttributeError, TypeError):
        version = None
    if version is None or version < schema.V1_2:
        raise InputError(path, key="specVersion", found=repr(found)[:40], expected=_EXPECTED)
    if sum(1 for _ in components(path, content)) > MOST_COMPONENTS:
        raise InputError(
            path,
            key="components",
            found=f"more than {MOST_COMPONENTS}",
            expected="the packages of one project",
        )
    error = _validation.JsonStrictValidator(version).validate_str(text)
    if error is not None:
        raise InputError(
            path,
            key=error.data.json_path,
            found=without_userinfo(error.data.message)[:160],
            expected=f"a document that fits the schema of CycloneDX {found}",
        )


def components(path: str, content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield place and content of all components, those inside other ones included."""
    waiting = [("components", content.get("components", []))]
    while waiting:
        place, entries = waiting.pop()
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            key = f"{place}[{index}]"
            component = as_table(path, key, entry)
            yield key, component
            waiting.append((f"{key}.components", component.get("components", [])))


def tools(content: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the tools that wrote a document, in either form of the schema."""
    listed = content.get("metadata", {}).get("tools", [])
    if isinstance(listed, dict):
        listed = listed.get("components", [])
    return frozenset(str(tool.get("name", "")) for tool in listed)


def document(
    packages: Collection[LockedPackage], project: str, direct: Collection[str], now: datetime
) -> str:
    """Return a CycloneDX 1.6 document of the locked packages.

    Equal packages give equal bytes, but for the serial number and the time stamp.

    Parameters
    ----------
    packages:
        What is locked; a name may occur in several versions.
    project:
        Name of the project, empty when it has none.
    direct:
        Names that the project asks for itself.
    now:
        The time stamp.
    """
    from importlib.metadata import version
    from uuid import uuid4

    listed = {}
    for package in packages:
        purl = _purl(package)
        listed[str(purl)] = _component.Component(
            name=package.name,
            version=package.version,
            type=_component.ComponentType.LIBRARY,
            purl=purl,
            bom_ref=str(purl),
        )
    bom = _model.Bom(serial_number=uuid4(), components=listed.values())
    bom.metadata.timestamp = now.replace(microsecond=0)
    bom.metadata.tools.components.add(
        _component.Component(
            name=TOOL, version=version(TOOL), type=_component.ComponentType.APPLICATION
        )
    )
    root = _component.Component(
        name=project or "the project", type=_component.ComponentType.APPLICATION, bom_ref="project"
    )
    bom.metadata.component = root
    asked = [one for one in listed.values() if one.name in direct]
    bom.register_dependency(root, asked or listed.values())
    return f"{_output.JsonV1Dot6(bom).output_as_string(indent=2)}\n"


def _purl(package: LockedPackage) -> Any:
    return _packageurl.PackageURL(
        type="conda" if package.conda else "pypi", name=package.name, version=package.version
    )
