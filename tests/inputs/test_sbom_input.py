from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.lock import Lock, LockedPackage, LockFile
from pytest_mlgate.inputs.sbom import Sbom, written
from support import provide, write

NOW = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)


def cyclonedx(**changes: Any) -> dict[str, Any]:
    listed = {"type": "library", "name": "numpy", "version": "2", "purl": "pkg:pypi/numpy@2"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": "2026-03-01T12:00:00Z"},
        "components": [listed],
        **changes,
    }


def spdx(**changes: Any) -> dict[str, Any]:
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": "ours",
        "documentNamespace": "https://example.org/ours-1",
        "creationInfo": {"created": "2026-03-01T12:00:00Z", "creators": ["Tool: by hand"]},
        "packages": [entry("numpy", "2"), entry("ours", purl=None)],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": "SPDXRef-ours",
            }
        ],
        **changes,
    }


def entry(name: str, version: str = "", purl: str | None = "", **more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"versionInfo": version} if version else {}
    if purl is not None:
        reference = {
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": purl or f"pkg:pypi/{name}@{version}",
        }
        known["externalRefs"] = [{"referenceType": "cpe23Type", "referenceLocator": "x"}, reference]
    return {
        "SPDXID": f"SPDXRef-{name}",
        "name": name,
        "downloadLocation": "NOASSERTION",
        **known,
        **more,
    }


def read(root: Path, document: object, name: str = "sbom.cdx.json", **settings: Any) -> Sbom:
    text = document if isinstance(document, str) else json.dumps(document)
    write(root, {name: text})
    found = provide("sbom", root, **settings)
    assert isinstance(found, Sbom)
    return found


def refusal(root: Path, document: object, name: str = "sbom.cdx.json") -> str:
    with pytest.raises(InputError) as caught:
        read(root, document, name, path=name)
    return str(caught.value)


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_versions_of_cyclonedx(tmp_path: Path, version: str) -> None:
    found = read(tmp_path, cyclonedx(specVersion=version))
    assert found.format == f"CycloneDX {version}"
    assert found.packages == {"numpy": frozenset({"2"})}
    assert found.created == datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_versions_of_spdx(tmp_path: Path, version: str) -> None:
    found = read(tmp_path, spdx(spdxVersion=version), "sbom.spdx.json", path="sbom.spdx.json")
    assert found.format == version
    assert found.packages == {"numpy": frozenset({"2"})}
    assert found.created == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert found.others == 0
    assert not found.is_own


def test_an_spdx_package_without_purl(tmp_path: Path) -> None:
    listed = [entry("numpy", purl=None), entry("linux", purl=None, primaryPackagePurpose="FILE")]
    found = read(tmp_path, spdx(packages=listed, documentDescribes=["SPDXRef-linux"]))
    assert [(one.name, one.problem) for one in found.components] == [("numpy", "has no purl")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"specVersion": "1.1"}, "specVersion: found '1.1'"),
        ({"specVersion": "9.9"}, "specVersion: found '9.9'"),
        ({"specVersion": 1.6}, "specVersion: found 1.6"),
        ({"specVersion": None}, "specVersion: found None"),
        ({"version": "one"}, "$.version: found 'one' is not"),
        ({"components": [{"type": "lib", "name": "a"}]}, "$.components[0].type"),
        ({"components": [{"type": "library"}]}, "'name' is a required property"),
        ({"components": ["numpy"]}, "components[0]: found text; expected a table"),
        ({"components": 5}, "$.components: found 5"),
        ({"surprise": True}, "surprise"),
        ({"metadata": {"timestamp": "yesterday"}}, "$.metadata.timestamp"),
        ({"metadata": {"timestamp": "2026-03-01"}}, "$.metadata.timestamp"),
        ({"metadata": {"timestamp": "2026-03-01T12:00:00"}}, "$.metadata.timestamp"),
        ({"metadata": []}, "$.metadata"),
        ({"components": [{"type": "file", "name": "x"}] * 20_001}, "more than 20000"),
    ],
)
def test_documents_that_do_not_fit_the_schema(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    text = refusal(tmp_path, cyclonedx(**changes))
    assert text.startswith("sbom.cdx.json: ")
    assert message in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"spdxVersion": "SPDX-2.1"}, "spdxVersion: found 'SPDX-2.1'"),
        ({"SPDXID": "SPDXRef-x"}, "SPDXID: found 'SPDXRef-x'"),
        ({"dataLicense": "MIT"}, "dataLicense: found 'MIT'"),
        ({"name": " "}, "name: found empty text"),
        ({"documentNamespace": "none"}, "documentNamespace"),
        ({"creationInfo": {"creators": ["Tool: x"]}}, "creationInfo.created: found nothing"),
        ({"creationInfo": {"created": "2026-03-01", "creators": []}}, "creationInfo.created"),
        (
            {"creationInfo": {"created": "2026-03-01T12:00:00Z", "creators": ["me"]}},
            "creationInfo.creators",
        ),
        (
            {"creationInfo": {"created": "2026-13-01T12:00:00Z", "creators": ["Tool: x"]}},
            "time stamp: found '2026-13-01T12:00:00Z'",
        ),
        ({"packages": {}}, "packages: found a table"),
        ({"packages": [{"SPDXID": "SPDXRef-a", "name": "a"}]}, "packages[0].downloadLocation"),
        ({"packages": [entry("a"), entry("a")]}, "packages[1].SPDXID: found the same one twice"),
        ({"packages": [entry("a", externalRefs="x")]}, "packages[0].externalRefs"),
        ({"packages": [entry("a", versionInfo=1)]}, "packages[0].versionInfo"),
        ({"relationships": ["x"]}, "relationships[0]"),
    ],
)
def test_spdx_documents_that_are_malformed(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    assert message in refusal(tmp_path, spdx(**changes))


@pytest.mark.parametrize(
    ("name", "document", "message"),
    [
        ("sbom.xml", "<bom/>", "found XML"),
        ("sbom.json", "{}", "neither bomFormat nor spdxVersion"),
        ("sbom.json", "[]", "found a list"),
        ("sbom.json", "{", "broken JSON"),
        ("sbom.json", '{"@context": "https://spdx.org/rdf/3.0.1"}', "neither bomFormat"),
        ("sbom.json", '{"a": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_other_files(tmp_path: Path, name: str, document: str, message: str) -> None:
    assert message in refusal(tmp_path, document, name)


def test_no_document(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"no bill of materials"):
        provide("sbom", tmp_path)
    with pytest.raises(InputError, match=r"other\.json: found no such file"):
        provide("sbom", tmp_path, path="other.json")


def test_a_password_in_a_purl_is_not_printed(tmp_path: Path) -> None:
    listed = {"type": "library", "name": "a", "purl": "https://me:hunter2@example.org/a"}
    found = read(tmp_path, cyclonedx(components=[listed]))
    assert "hunter2" not in found.components[0].problem


def locked(*packages: LockedPackage) -> Lock:
    return Lock((LockFile("uv.lock", "uv", packages),))


def test_the_written_document_is_valid_and_always_the_same(tmp_path: Path) -> None:
    packages = (
        LockedPackage("numpy", "1.26.0"),
        LockedPackage("numpy", "2.1.3"),
        LockedPackage("torch", "2.1+cpu"),
        LockedPackage("openssl", "3.0", conda=True),
        LockedPackage("floating", None, source="vcs"),
        LockedPackage("ours", "0.1", source="local"),
    )

    first, second = (
        written(locked(*packages), None, NOW),
        written(locked(*packages[::-1]), None, NOW),
    )

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(first) is None
    one, other = json.loads(first), json.loads(second)
    assert one.pop("serialNumber") != other.pop("serialNumber")
    assert one == other
    assert first.splitlines()[:40] == second.splitlines()[:40]
    assert one["metadata"]["timestamp"] == "2026-03-01T12:00:00+00:00"
    found = read(tmp_path, first)
    assert found.is_own
    assert found.packages == locked(*packages).packages
