"""Reports of image scanners: formats, and the verdicts about them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.image_scan import ImageScan
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

CHECK = find_check("dependencies.image-vulnerabilities")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
DIGEST = "sha256:" + "ab" * 32
OTHER = "sha256:" + "cd" * 32
IMAGE_ID = "sha256:" + "ef" * 32
REQUESTS = {"VulnerabilityID": "CVE-1", "PkgName": "requests", "InstalledVersion": "2.30"}


def trivy(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "SchemaVersion": 2,
        "CreatedAt": "2026-02-27T06:00:00.123456789+01:00",
        "ArtifactType": "container_image",
        "Metadata": {"ImageID": IMAGE_ID, "RepoDigests": [f"registry.invalid/x@{DIGEST}"]},
        "Results": [
            {"Class": "os-pkgs", "Target": "x (debian 12)", "Vulnerabilities": list(found) or None}
        ],
        **more,
    }


def flaw(severity: Any = "HIGH", fixed: str | None = None, **more: Any) -> dict[str, Any]:
    return {**REQUESTS, "Severity": severity, **({"FixedVersion": fixed} if fixed else {}), **more}


def grype(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "matches": list(found),
        "source": {
            "type": "image",
            "target": {"imageID": IMAGE_ID, "manifestDigest": DIGEST, "repoDigests": []},
        },
        "descriptor": {
            "name": "grype",
            "timestamp": "2026-02-27T06:00:00Z",
            "db": {"status": {"built": "2026-02-26T00:00:00Z"}},
        },
        **more,
    }


def match(severity: str = "High", state: str | None = "fixed", **more: Any) -> dict[str, Any]:
    return {
        "vulnerability": {
            "id": "GHSA-1", "severity": severity,
            **({"fix": {"state": state, "versions": []}} if state is not None else {}),
        },
        "relatedVulnerabilities": [{"id": "CVE-1"}],
        "artifact": {"name": "requests", "version": "2.30"},
        **more,
    }  # fmt: skip


def sarif(*results: dict[str, Any], rules: list[dict[str, Any]] | None = None, **run: Any) -> Any:
    return {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "Trivy", "rules": rules or []}},
                "results": list(results),
                "properties": {"imageID": IMAGE_ID, "repoDigests": [f"x@{DIGEST}"]},
                "invocations": [
                    {"executionSuccessful": True, "endTimeUtc": "2026-02-27T06:00:00Z"}
                ],
                **run,
            }
        ],
    }


def line(severity: str, fixed: str = "", level: str = "error") -> dict[str, Any]:
    text = (
        f"Package: requests\nInstalled Version: 2.30\nVulnerability CVE-1\n"
        f"Severity: {severity}\nFixed Version: {fixed}\nLink: x"
    )
    return {"ruleId": "CVE-1", "level": level, "message": {"text": text}}


def scan(root: Path, document: Any, **settings: Any) -> ImageScan:
    write(root, {"scan.json": json.dumps(document)})
    found = provide("image_scan", root, **{"path": "scan.json", "digest": DIGEST, **settings})
    assert isinstance(found, ImageScan)
    return found


def judge(root: Path, document: Any, digest: str | None = DIGEST, **settings: Any) -> Verdict:
    write(root, {"scan.json": json.dumps(document)})
    configured = {"image_scan": {"path": "scan.json", "digest": digest}}
    return resolver(root, configured, clock=NOW).run(CHECK, **settings)


# Severity and fix, in every format


@pytest.mark.parametrize(
    ("severity", "fixed", "outcome"),
    [
        ("CRITICAL", True, "FAIL"), ("CRITICAL", False, "FAIL"), ("HIGH", True, "FAIL"),
        ("HIGH", False, "WARN"), ("UNKNOWN", True, "FAIL"), ("UNKNOWN", False, "WARN"),
        ("apocalyptic", True, "FAIL"), ("MEDIUM", True, "PASS"), ("LOW", True, "PASS"),
        ("NEGLIGIBLE", True, "PASS"),
    ],
)  # fmt: skip
def test_what_decides(tmp_path: Path, severity: str, fixed: bool, outcome: str) -> None:
    version = "2.31" if fixed else ""
    state = "fixed" if fixed else "not-fixed"
    for document in (
        trivy(flaw(severity, version)),
        grype(match(severity.title(), state)),
        sarif(line(severity, version)),
    ):
        verdict = judge(tmp_path, document)
        assert verdict.outcome == outcome, verdict.summary
        if outcome != "PASS":
            (found,) = verdict.findings
            assert "requests 2.30 has " in found.message
            assert {"requests", "CVE-1"} <= set(found.names)


def test_a_severity_that_is_null_counts_as_high(tmp_path: Path) -> None:
    verdict = judge(tmp_path, trivy(flaw(None, "2.31")))
    assert verdict.summary == (
        "requests: I1 requests 2.30 has CVE-1 (unknown severity, counts as high; a newer release "
        "mends it)"
    )


@pytest.mark.parametrize("state", ["unknown", "", None, "strange"])
def test_where_nothing_is_said_of_a_fix_there_is_one(tmp_path: Path, state: str | None) -> None:
    verdict = judge(tmp_path, grype(match("High", state)))
    assert verdict.outcome == "FAIL"
    assert "fix unknown" in verdict.summary


def test_the_counts_of_all_severities_are_told(tmp_path: Path) -> None:
    verdict = judge(tmp_path, trivy(flaw("LOW"), flaw("MEDIUM"), flaw("MEDIUM", PkgName="b")))
    assert [str(e) for e in verdict.estimates] == [
        "critical vulnerabilities 0", "high vulnerabilities 0", "unknown vulnerabilities 0",
        "medium vulnerabilities 2", "low vulnerabilities 1",
    ]  # fmt: skip
    assert verdict.summary == (
        "Trivy found nothing critical, and nothing high that could be mended, in "
        "sha256:abababababab"
    )


def test_one_package_in_several_layers_is_one_finding(tmp_path: Path) -> None:
    assert len(judge(tmp_path, trivy(flaw(), flaw(PkgPath="/b"))).findings) == 1


def test_the_sarif_of_grype(tmp_path: Path) -> None:
    help = (
        "Vulnerability CVE-2024-1\nSeverity: critical\nPackage: requests\nVersion: 2.30\n"
        "Fix Version: \nType: python\nLink: CVE-2024-1"
    )
    rules = [{"id": "CVE-2024-1-requests", "help": {"text": help},
              "properties": {"security-severity": "1.0"}}]  # fmt: skip
    found = {"ruleId": "CVE-2024-1-requests", "message": {"text": "The path x reports requests"}}
    verdict = judge(tmp_path, sarif(found, rules=rules))
    assert [f.message for f in verdict.findings] == [
        "requests 2.30 has CVE-2024-1, CVE-2024-1-requests (critical; no release mends it)"
    ]


@pytest.mark.parametrize(
    ("properties", "level", "outcome"),
    [
        ({"security-severity": "9.8"}, "note", "FAIL"),
        ({"security-severity": "3.1"}, "error", "PASS"),
        ({"security-severity": "odd"}, "note", "FAIL"),
        ({}, "error", "FAIL"),
        ({}, "warning", "PASS"),
        ({}, None, "FAIL"),
    ],
)
def test_other_sarif_is_rated_by_score_or_level(
    tmp_path: Path, properties: dict[str, str], level: str | None, outcome: str
) -> None:
    rules = [{"id": "R1", "properties": properties}]
    found = {"ruleId": "R1", "level": level, "message": {"text": "bad"}}
    assert judge(tmp_path, sarif(found, rules=rules)).outcome == outcome


# Which image, and when


@pytest.mark.parametrize("deployed", [DIGEST, f"registry.invalid/x@{DIGEST}", IMAGE_ID])
def test_the_image_is_known_by_each_of_its_digests(tmp_path: Path, deployed: str) -> None:
    for document in (trivy(), grype(), sarif()):
        assert judge(tmp_path, document, deployed).outcome == "PASS"


def test_another_image_fails(tmp_path: Path) -> None:
    for document in (trivy(), grype(), sarif()):
        verdict = judge(tmp_path, document, OTHER)
        assert verdict.outcome == "FAIL"
        assert "is about another image" in verdict.summary
        assert "sha256:cdcdcdcdcdcd is deployed" in verdict.summary


def test_where_nothing_says_which_image_it_is_inconclusive(tmp_path: Path) -> None:
    assert judge(tmp_path, trivy(), None).outcome == "INCONCLUSIVE"
    unknown = judge(tmp_path, sarif(properties={}))
    assert unknown.outcome == "INCONCLUSIVE"
    assert "does not say by digest" in unknown.summary


@pytest.mark.parametrize(
    ("created", "outcome", "message"),
    [
        ("2026-02-22T00:00:00Z", "PASS", ""),
        ("2026-02-21T23:59:59Z", "FAIL", "is 7 days old, allowed are 7"),
        ("2026-03-01T00:05:00Z", "PASS", ""),
        ("2026-03-01T00:30:00Z", "FAIL", "in the future"),
        (None, "INCONCLUSIVE", "does not say when"),
        ("", "INCONCLUSIVE", "does not say when"),
        ("2026-02-27T06:00:00", "ERROR", "CreatedAt: found '2026-02-27T06:00:00'; expected a mo"),
        ("yesterday", "ERROR", "expected a moment with a zone"),
    ],
)
def test_the_age_of_a_report(
    tmp_path: Path, created: str | None, outcome: str, message: str
) -> None:
    verdict = judge(tmp_path, trivy(CreatedAt=created))
    assert verdict.outcome == outcome
    assert message in verdict.summary


def test_the_allowed_age_is_a_setting(tmp_path: Path) -> None:
    old = trivy(CreatedAt="2026-02-01T00:00:00Z")
    assert judge(tmp_path, old).outcome == "FAIL"
    assert judge(tmp_path, old, max_age=30.0).outcome == "PASS"


@pytest.mark.parametrize("nested", [True, False])
def test_old_advisories_are_worth_a_warning(tmp_path: Path, nested: bool) -> None:
    document = grype()
    built = {"built": "2026-02-01T00:00:00Z"}
    document["descriptor"]["db"] = {"status": built} if nested else built
    verdict = judge(tmp_path, document)
    assert verdict.outcome == "WARN"
    assert "28 days old, allowed are 7" in verdict.summary
    assert judge(tmp_path, document, max_database_age=30.0).outcome == "PASS"


@pytest.mark.parametrize("results", [None, [], [{"Class": "secret", "Target": "x"}]])
def test_a_scan_that_looked_at_no_package_proves_nothing(tmp_path: Path, results: Any) -> None:
    verdict = judge(tmp_path, trivy(Results=results))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "shows no package" in verdict.summary


# Reports that are none


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "found neither runs, nor SchemaVersion, nor matches"),
        (trivy(ArtifactType="filesystem"), "ArtifactType: found 'filesystem'; expected 'container"),
        (trivy(Metadata=None), "Metadata: found nothing"),
        (trivy(Results={}), "Results: found a table"),
        (trivy({"PkgName": "x"}), "Results[0].Vulnerabilities[0].VulnerabilityID: found nothing"),
        (trivy(flaw(fixed=None, FixedVersion=3)), "FixedVersion: found a whole number"),
        (grype(source={"type": "directory", "target": "/x"}), "type: found 'directory'"),
        (grype(matches=None), "matches: found nothing"),
        (grype({"vulnerability": {"id": "A"}}), "matches[0].artifact: found nothing"),
        (grype(descriptor=None), "descriptor: found nothing"),
        (sarif(invocations=[{"executionSuccessful": False}]), "expected a scan that came to its"),
        ({"runs": []}, "runs: found an empty list"),
        ({"runs": [{"tool": {"driver": {"name": "x"}}}]}, "runs[0].results: found nothing"),
        ({"runs": None}, "runs: found nothing"),
        ([], "found a list; expected a table"),
    ],
)
def test_reports_that_cannot_be_used(tmp_path: Path, document: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        scan(tmp_path, document)
    assert str(caught.value).startswith("scan.json")
    assert message in str(caught.value)


def test_a_report_that_is_named_and_missing_is_an_error(tmp_path: Path) -> None:
    verdict = resolver(tmp_path, {"image_scan": {"path": "trivy.json"}}).run(CHECK)
    assert verdict.outcome == "ERROR"
    assert "trivy.json: found no such file" in verdict.summary


def test_no_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"\[inputs.image-scan\] path names no report"):
        provide("image_scan", tmp_path)


# The digest to deploy


def test_the_digest_may_come_from_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"iid": f"{DIGEST}\n"})
    found = scan(tmp_path, trivy(), digest=None, digest_path="iid")
    assert found.deployed == found.fingerprint == DIGEST


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"digest": "x:1.4"}, "[inputs.image-scan]: digest: found no digest; expected sha256:"),
        ({"digest": "sha256:12"}, "found no digest"),
        ({"digest": None, "digest_path": "empty"}, "empty: found no digest"),
        ({"digest": None, "digest_path": "missing"}, "missing: found no such file"),
        ({"digest_path": "empty"}, "found a digest and a file; expected one of them"),
    ],
)
def test_digests_that_are_none(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    write(tmp_path, {"empty": ""})
    with pytest.raises(InputError) as caught:
        scan(tmp_path, trivy(), **settings)
    assert message in str(caught.value)
