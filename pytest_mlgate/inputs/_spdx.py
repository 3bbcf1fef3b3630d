"""Reading SPDX documents in JSON: as much of 2.2 and 2.3 as names packages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pytest_mlgate.inputs._records import Record

VERSIONS = ("SPDX-2.2", "SPDX-2.3")
DOCUMENT = "SPDXRef-DOCUMENT"
_ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CREATOR = re.compile(r"(?:Tool|Organization|Person): ?\S.*")
_NO_CODE = frozenset(
    {"OPERATING-SYSTEM", "CONTAINER", "DEVICE", "FIRMWARE", "FILE", "SOURCE", "ARCHIVE", "INSTALL"}
)


def validate(path: str, content: Mapping[str, Any]) -> None:
    """Hold the parts that are used against the specification; they are all mandatory there.

    Raises
    ------
    InputError
        If one is missing or malformed; the message names the key.
    """
    record = Record(path, content)
    version = record.text("spdxVersion")
    if version not in VERSIONS:
        raise record.wrong("spdxVersion", found=repr(version)[:40], expected=" or ".join(VERSIONS))
    _is(record, "SPDXID", re.compile(DOCUMENT), DOCUMENT)
    _is(record, "dataLicense", re.compile(r"CC0-1\.0"), "CC0-1.0")
    record.text("name")
    _is(record, "documentNamespace", re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^#\s]+"), "an address")
    creation = record.table("creationInfo")
    _is(creation, "created", _CREATED, "a time in UTC such as 2026-03-01T12:00:00Z")
    creators = creation.get("creators", list)
    if not creators or not all(isinstance(c, str) and _CREATOR.fullmatch(c) for c in creators):
        raise creation.wrong(
            "creators", found="none, or one of another form", expected='such as ["Tool: name"]'
        )
    seen: set[str] = set()
    for package in record.tables("packages"):
        _is(package, "SPDXID", _ID, "SPDXRef- and letters, digits, dots or hyphens")
        package.text("name")
        package.text("downloadLocation")
        if package.content["SPDXID"] in seen:
            raise package.wrong("SPDXID", found="the same one twice", expected="it once")
        seen.add(package.content["SPDXID"])
        _purls(package)


def packages(path: str, content: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield place and content of the packages, in the words that CycloneDX has for them.

    What the document is about is no package of it, and neither is what holds no code.
    """
    record = Record(path, content)
    described = _described(record)
    for package in record.tables("packages"):
        purls = _purls(package)
        if package.content["SPDXID"] in described and not purls:
            continue
        code = package.content.get("primaryPackagePurpose", "LIBRARY") not in _NO_CODE
        yield (
            package.at,
            {
                "name": package.content["name"],
                "version": package.optional("versionInfo", str),
                "purl": purls[0] if purls else None,
                "type": "library" if code else "file",
            },
        )


def _described(record: Record) -> set[str]:
    described = {str(name) for name in record.optional("documentDescribes", list) or []}
    if "relationships" in record.content:
        for relation in record.tables("relationships"):
            kind, source = (relation.content.get(k) for k in ("relationshipType", "spdxElementId"))
            if kind == "DESCRIBES" and source == DOCUMENT:
                described.add(relation.text("relatedSpdxElement"))
    return described


def _purls(package: Record) -> list[str]:
    if "externalRefs" not in package.content:
        return []
    return [
        reference.text("referenceLocator")
        for reference in package.tables("externalRefs")
        if reference.content.get("referenceType") == "purl"
    ]


def _is(record: Record, key: str, form: re.Pattern[str], expected: str) -> None:
    found = record.text(key)
    if not form.fullmatch(found):
        raise record.wrong(key, found=repr(found)[:60], expected=expected)
