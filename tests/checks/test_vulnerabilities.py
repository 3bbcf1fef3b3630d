"""Verdicts about known vulnerabilities, and what waivers make of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import osv_server
from pytest_mlgate.baseline import Baseline
from pytest_mlgate.config.settings import Settings
from pytest_mlgate.inputs._lock_formats import LOCAL, LockedPackage
from pytest_mlgate.inputs._osv import Hole
from pytest_mlgate.inputs.dependency_audit import Audited, DependencyAudit, Severity
from pytest_mlgate.inputs.lock import Lock, LockFile
from pytest_mlgate.policy import GatePolicy
from pytest_mlgate.verdict import Verdict
from pytest_mlgate.waivers import Waiver
from support import commit, find_check, resolver, write

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHECK = find_check("dependencies.vulnerabilities")


def hole(severity: str = "high", *fixes: str, ids: tuple[str, ...] = ("CVE-1",)) -> Hole:
    return Hole(frozenset(ids), Severity(severity), fixes, "it leaks")


def package(*holes: Hole, name: str = "six", **more: Any) -> Audited:
    return Audited(**{"name": name, "version": "1.0", "path": "uv.lock", "holes": holes, **more})


def judge(
    *packages: Audited, newest: datetime | None = None, lock: Lock | None = None, **settings: Any
) -> Verdict:
    given = DependencyAudit(packages, "https://osv.example", "uv.lock", newest)
    inputs: dict[str, object] = {"dependency_audit": given, "clock": NOW}
    return CHECK.run(inputs | ({"lock": lock} if lock else {}), settings)


def test_nothing_known_passes_and_says_how_much_was_audited() -> None:
    verdict = judge(package(), package(name="mine", own=True))
    assert verdict.outcome == "PASS"
    assert verdict.summary == (
        "1 packages of uv.lock have no vulnerability that https://osv.example knows"
    )
    assert [str(e) for e in verdict.estimates] == [
        "vulnerabilities 0 in 0 packages", "audited 1 of 1 packages",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "fixes", "outcome"),
    [
        ("critical", (), "FAIL"),
        ("high", (), "FAIL"),
        ("unknown", (), "FAIL"),
        ("medium", (), "WARN"),
        ("low", (), "WARN"),
        ("critical", ("1.1",), "FAIL"),
        ("medium", ("1.1",), "FAIL"),
        ("low", ("1.1",), "FAIL"),
    ],
)
def test_severity_and_fix_decide(severity: str, fixes: tuple[str, ...], outcome: str) -> None:
    assert judge(package(hole(severity, *fixes))).outcome == outcome


def test_no_number_of_other_packages_dilutes_a_finding() -> None:
    clean = [package(name=f"p{n}") for n in range(200)]
    verdict = judge(*clean, package(hole("critical")))
    assert verdict.outcome == "FAIL"
    assert str(verdict.estimates[0]) == "vulnerabilities 1 in 1 packages"


def test_what_is_said_about_a_finding() -> None:
    ids = ("PYSEC-2021-98", "CVE-2021-33203", "GHSA-68w8-qjq3-2gfm")
    (found,) = judge(package(hole("unknown", "1.1", "2.0", ids=ids))).findings
    assert str(found) == (
        "uv.lock: V1 six 1.0 has CVE-2021-33203, GHSA-68w8-qjq3-2gfm, PYSEC-2021-98 (unknown "
        "severity, counts as high; fixed in 1.1, 2.0): it leaks"
    )
    assert found.remedy == "Upgrade six to 1.1 or later."
    assert found.names == ("six", "CVE-2021-33203", "GHSA-68w8-qjq3-2gfm", "PYSEC-2021-98")


def test_a_hole_that_nobody_mends() -> None:
    (found,) = judge(package(hole("high"))).findings
    assert "no newer release mends it" in found.message
    assert "waivers.yaml" in found.remedy


def test_the_worst_is_named_first() -> None:
    verdict = judge(
        package(hole("low", "2")), package(hole("critical", ids=("CVE-9",)), name="zlib")
    )
    assert verdict.summary.startswith("2 findings in 2 places, first: uv.lock: V1 zlib 1.0")


def test_what_was_skipped_is_no_pass() -> None:
    verdict = judge(package(), package(name="private", skipped="not found on PyPI"))
    assert verdict.outcome == "FAIL"
    assert verdict.summary == ("uv.lock: V2 private 1.0 was not audited: not found on PyPI")


def test_own_code_alone_is_nothing_to_audit() -> None:
    verdict = judge(package(name="mine", own=True))
    assert (verdict.outcome, verdict.no_evidence) == ("NOT_APPLICABLE", False)


def test_an_audit_of_something_else_than_the_lock_is_an_error() -> None:
    """A scanner that looks at its own environment finds nothing in the project's packages."""
    locked = (
        LockedPackage("six", "1.0"),
        LockedPackage("six", "2.0", marker="python_version < '3'", applies=False),
        LockedPackage("mine", None, source=LOCAL),
        LockedPackage("django", "3.2.1"),
    )
    lock = Lock((LockFile("uv.lock", "uv", locked),))
    verdict = judge(package(), lock=lock)
    assert verdict.outcome == "ERROR"
    assert [f.message for f in verdict.findings] == [
        "django 3.2.1 is locked, and the audit does not mention it",
        "six 2.0 is locked, and the audit does not mention it",
    ]
    whole = (package(), package(version="2.0"), package(name="django", version="3.2.1"))
    assert judge(*whole, lock=lock).outcome == "PASS"
    assert judge(lock=lock).outcome == "ERROR"


@pytest.mark.parametrize(
    ("days", "settings", "outcome"),
    [(0, {}, "PASS"), (30, {}, "PASS"), (31, {}, "WARN"), (31, {"max_database_age": 40}, "PASS")],
)
def test_an_old_database_is_worth_a_warning(
    days: int, settings: dict[str, float], outcome: str
) -> None:
    verdict = judge(package(), newest=NOW - timedelta(days=days), **settings)
    assert verdict.outcome == outcome
    if outcome == "WARN":
        assert "newest advisory is of 2026-01-29, 31 days ago" in verdict.summary


def test_the_anchor_survives_more_names_and_another_fix() -> None:
    (first,) = judge(package(hole("unknown"))).findings
    (later,) = judge(package(hole("high", "2.0"))).findings
    assert first.fingerprint == later.fingerprint


# The whole gate


ADVISORY = {
    "id": "PYSEC-1",
    "aliases": ["CVE-1", "GHSA-1"],
    "modified": "2026-02-20T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "six"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
        }
    ],
}
GATE = """
[dependencies.vulnerabilities]
[inputs.advisories]
database = "db.json"
[inputs.clock]
now = "2026-03-01T00:00:00Z"
"""


def gate(
    pytester: pytest.Pytester, subject: str | None, expires: str = "2999-01-01"
) -> pytest.RunResult:
    waivers = {
        "schema": "waivers/1",
        "items": [
            {"id": "W1", "check": CHECK.id, "subject": subject, "reason": "behind a proxy",
             "owner": "ana", "expires": expires},
        ],
    }  # fmt: skip
    write(pytester.path, {
        "db.json": json.dumps(ADVISORY), "requirements.txt": "six==1.0\n", "mlgate.toml": GATE,
        **({"waivers.yaml": json.dumps(waivers)} if subject else {}),
    })  # fmt: skip
    commit(pytester.path)
    return pytester.runpytest_subprocess(
        "--mlgate-only", "-p", "no:cacheprovider", "mlgate.toml::dependencies::vulnerabilities"
    )


@pytest.mark.parametrize(
    ("subject", "outcome"),
    [
        ("PYSEC-1", "WARN"), ("CVE-1", "WARN"), ("GHSA-1", "WARN"), ("six", "WARN"), ("*", "WARN"),
        ("PYSEC-2", "FAIL"), ("PYSEC-", "FAIL"), ("seven", "FAIL"),
    ],
)  # fmt: skip
def test_a_waiver_names_the_advisory_or_the_package(subject: str, outcome: str) -> None:
    waiver = Waiver(
        id="W1", check=CHECK.id, subject=subject, reason="behind a proxy", owner="ana",
        expires=NOW.date(),
    )  # fmt: skip
    policy = GatePolicy(Settings(), (waiver,), Baseline(), NOW.date())
    verdict = judge(package(hole("high", ids=("PYSEC-1", "CVE-1", "GHSA-1"))))
    assert policy.rule(CHECK, "", verdict, None).shown == outcome


@pytest.mark.slow
def test_a_waiver_in_the_file_of_a_project(pytester: pytest.Pytester) -> None:
    result = gate(pytester, "GHSA-1")
    assert result.ret == 0, result.stdout.str()


@pytest.mark.slow
def test_without_a_waiver_the_gate_fails(pytester: pytest.Pytester) -> None:
    result = gate(pytester, None)
    assert result.ret == 1
    result.stdout.fnmatch_lines("*six 1.0 has CVE-1, GHSA-1, PYSEC-1 (unknown severity*")


@pytest.mark.slow
def test_an_expired_waiver_does_not_help_and_is_named(pytester: pytest.Pytester) -> None:
    result = gate(pytester, "CVE-1", expires="2026-01-31")
    assert result.ret == 1
    result.stdout.fnmatch_lines("*six 1.0 has CVE-1*")
    result.stdout.fnmatch_lines("*waiver W1 of ana expired on 2026-01-31*")


@pytest.mark.parametrize("mode", ["500", "rubbish", "null", "proxy"])
def test_a_scan_that_failed_never_reads_as_nothing_found(tmp_path: Path, mode: str) -> None:
    write(tmp_path, {"requirements.txt": "six==1.0\n"})
    commit(tmp_path)
    with osv_server.serving([ADVISORY]) as server:
        settings = {"advisories": {"service": "osv", "url": server.url}}
        assert resolver(tmp_path, settings).run(CHECK).outcome == "FAIL"
        server.mode = mode
        verdict = resolver(tmp_path, settings).run(CHECK)
    assert verdict.outcome == "ERROR"
    assert server.url in verdict.summary


def test_without_pip_audit_it_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    load = importlib.import_module

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pip_audit"):
            raise ModuleNotFoundError(f"No module named {name!r}", name="pip_audit")
        return load(name, *rest)

    monkeypatch.setattr(importlib, "import_module", without)
    write(tmp_path, {"requirements.txt": "six==1.0\n", "db.json": json.dumps(ADVISORY)})
    commit(tmp_path)
    found = resolver(tmp_path, {"advisories": {"database": "db.json"}})
    verdict = found.run(CHECK)
    assert verdict.outcome == "ERROR"
    assert "pip install 'pytest-mlgate[dependencies]'" in verdict.summary


def test_unconfigured_it_is_not_applicable(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "six==1.0\n"})
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert (verdict.outcome, verdict.no_evidence) == ("NOT_APPLICABLE", True)


def test_findings_of_one_package_at_two_versions_are_two() -> None:
    first = package(hole("high"))
    verdict = judge(first, replace(first, version="2.0"))
    assert len({f.fingerprint for f in verdict.findings}) == 2
