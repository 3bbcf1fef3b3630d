from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import GIT_ENV, commit, find_check, git, resolver, write

CHECK = find_check("dependencies.sbom")
LOCK = "numpy==2.1.3\npandas==2.2.3\n"
STAMP = "2026-03-01T12:00:00Z"
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def component(name: str, version: str = "", **more: Any) -> dict[str, Any]:
    known = {"version": version} if version else {}
    purl = f"pkg:pypi/{name}@{version}" if version else f"pkg:pypi/{name}"
    return {"type": "library", "name": name, "purl": purl, **known, **more}


def cyclonedx(*components: dict[str, Any], stamp: str | None = STAMP, **more: Any) -> str:
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": stamp} if stamp else {},
        "components": list(components),
        **more,
    }
    return json.dumps(content)


GOOD = (component("numpy", "2.1.3"), component("pandas", "2.2.3"))


def run(root: Path, document: str, files: dict[str, str] | None = None, **settings: Any) -> Verdict:
    clock = settings.pop("clock", LATER)
    write(root, {"requirements.txt": LOCK, "sbom.cdx.json": document, **(files or {})})
    return resolver(root, clock=clock).run(CHECK, **settings)


def messages(verdict: Verdict) -> list[str]:
    return [f"{finding.rule} {finding.message}" for finding in verdict.findings]


def test_the_same_packages(tmp_path: Path) -> None:
    verdict = run(tmp_path, cyclonedx(*GOOD))
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "sbom.cdx.json (CycloneDX 1.6) lists the 2 locked packages"


def test_a_package_that_is_not_listed(tmp_path: Path) -> None:
    verdict = run(tmp_path, cyclonedx(GOOD[0]))
    assert verdict.outcome is Outcome.FAIL
    assert messages(verdict) == ["S1 does not list pandas 2.2.3, which is locked"]
    assert run(tmp_path, cyclonedx(GOOD[0]), ignored=("pandas",)).outcome is Outcome.PASS


def test_a_package_that_is_not_locked(tmp_path: Path) -> None:
    verdict = run(tmp_path, cyclonedx(*GOOD, component("scipy", "1.14.1")))
    assert verdict.outcome is Outcome.FAIL
    assert messages(verdict) == ["S2 lists scipy, which is not locked"]


def test_an_ignored_package_may_be_listed(tmp_path: Path) -> None:
    assert run(tmp_path, cyclonedx(*GOOD), ignored=("pandas",)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ([component("pandas", "2.2.2")], "lists pandas 2.2.2, locked is 2.2.3"),
        ([component("pandas")], "lists pandas without a version, locked is 2.2.3"),
        (
            [component("pandas", "2.2.2"), component("pandas", "2.2.3")],
            "lists pandas 2.2.2 and 2.2.3, locked is 2.2.3",
        ),
    ],
)
def test_another_version(tmp_path: Path, listed: list[dict[str, Any]], message: str) -> None:
    verdict = run(tmp_path, cyclonedx(GOOD[0], *listed))
    assert verdict.outcome is Outcome.FAIL
    assert messages(verdict) == [f"S1 {message}"]


@pytest.mark.parametrize(
    ("locked", "listed"),
    [
        ("Zope.Interface==7.0", component("zope-interface", "7.0.0")),
        ("torch==2.1+cpu", component("torch", "2.1+cpu", purl="pkg:pypi/torch@2.1%2Bcpu")),
        (f"x @ git+https://example.org/x.git@{'01' * 20}\ny==1", component("x", "3.0")),
    ],
)
def test_names_and_versions_in_other_words(
    tmp_path: Path, locked: str, listed: dict[str, Any]
) -> None:
    more = [component("y", "1")] if "y==1" in locked else []
    files = {"requirements.txt": f"{locked}\n"}
    assert run(tmp_path, cyclonedx(listed, *more), files).outcome is Outcome.PASS


def test_both_versions_of_a_fork_belong_in(tmp_path: Path) -> None:
    entry = '[[package]]\nname = "numpy"\nversion = "{}"\nsource = {{ registry = "https://x" }}\n'
    lock = "version = 1\n" + entry.format("1.26.0") + entry.format("2.1.3")
    files = {"uv.lock": lock, "requirements.txt": ""}
    both = (component("numpy", "1.26.0"), component("numpy", "2.1.3"))
    assert run(tmp_path, cyclonedx(*both), files).outcome is Outcome.PASS
    assert run(tmp_path, cyclonedx(both[1]), files).outcome is Outcome.FAIL


def test_the_project_itself_may_be_listed(tmp_path: Path) -> None:
    lock = (
        'version = 1\n[[package]]\nname = "ours"\nsource = { editable = "." }\n'
        '[[package]]\nname = "numpy"\nversion = "2.1.3"\nsource = { registry = "https://x" }\n'
    )
    files = {"uv.lock": lock, "requirements.txt": ""}
    verdict = run(tmp_path, cyclonedx(GOOD[0], component("ours", "0.1")), files)
    assert verdict.outcome is Outcome.PASS


def test_nested_and_foreign_components(tmp_path: Path) -> None:
    nested = {"type": "container", "name": "app", "components": [GOOD[1]]}
    foreign = [
        {"type": "library", "name": "openssl", "version": "3", "purl": "pkg:deb/debian/openssl@3"},
        {"type": "file", "name": "/etc/os-release"},
    ]
    verdict = run(tmp_path, cyclonedx(GOOD[0], nested, *foreign))
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary.endswith("; 3 other components were not compared")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"purl": None}, "has no purl"),
        ({"purl": "pandas@2.2.3"}, "has the purl 'pandas@2.2.3', which is none"),
        ({"version": "2.2.2"}, "is version 2.2.2, and 2.2.3 by its purl"),
    ],
)
def test_components_of_unclear_identity(
    tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    changed = {k: v for k, v in {**GOOD[1], **change}.items() if v is not None}
    verdict = run(tmp_path, cyclonedx(GOOD[0], changed))
    assert verdict.outcome is Outcome.FAIL
    assert f"S3 components[1] (pandas) {problem}" in messages(verdict)


def test_no_time_stamp(tmp_path: Path) -> None:
    verdict = run(tmp_path, cyclonedx(*GOOD, stamp=None))
    assert messages(verdict) == ["S4 has no time stamp"]


def test_a_time_stamp_in_the_future(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    late = run(tmp_path, cyclonedx(*GOOD), clock=moment - timedelta(minutes=6))
    assert late.outcome is Outcome.FAIL
    assert "which is in the future" in late.summary
    skewed = run(tmp_path, cyclonedx(*GOOD), clock=moment - timedelta(minutes=4))
    assert skewed.outcome is Outcome.PASS


@pytest.fixture
def dated(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, str], None]:
    """Provide a function that commits everything at a given moment."""

    def at(root: Path, moment: str) -> None:
        monkeypatch.setitem(GIT_ENV, "GIT_COMMITTER_DATE", moment)
        commit(root)

    return at


def test_written_before_the_lock_was_committed(
    tmp_path: Path, dated: Callable[[Path, str], None]
) -> None:
    run(tmp_path, cyclonedx(*GOOD))
    dated(tmp_path, "2026-03-02T00:00:00Z")
    together = resolver(tmp_path, clock=LATER).run(CHECK)
    write(tmp_path, {"requirements.txt": f"# touched\n{LOCK}"})
    dated(tmp_path, "2026-04-02T00:00:00Z")
    stale = resolver(tmp_path, clock=LATER).run(CHECK)
    write(tmp_path, {"sbom.cdx.json": cyclonedx(*GOOD, version=2)})
    changed = resolver(tmp_path, clock=LATER).run(CHECK)
    dated(tmp_path, "2026-05-02T00:00:00Z")
    afterwards = resolver(tmp_path, clock=LATER).run(CHECK)

    assert together.outcome is Outcome.PASS
    assert stale.outcome is Outcome.FAIL
    assert messages(stale) == [
        "S4 was written at 2026-03-01T12:00:00+00:00, before requirements.txt was committed "
        "(2026-04-02T00:00:00+00:00)"
    ]
    assert changed.outcome is Outcome.FAIL
    assert afterwards.outcome is Outcome.PASS


def test_written_after_the_lock_was_committed(
    tmp_path: Path, dated: Callable[[Path, str], None]
) -> None:
    write(tmp_path, {"requirements.txt": LOCK, ".gitignore": "*.json\n"})
    dated(tmp_path, "2026-03-01T11:59:59Z")
    assert run(tmp_path, cyclonedx(*GOOD)).outcome is Outcome.PASS


def test_a_clone_without_history_cannot_tell(
    tmp_path: Path, dated: Callable[[Path, str], None]
) -> None:
    origin = write(tmp_path / "origin", {"requirements.txt": LOCK, "a.py": ""})
    dated(origin, "2026-02-01T00:00:00Z")
    write(origin, {"a.py": "1"})
    dated(origin, "2026-04-01T00:00:00Z")
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), "clone")
    verdict = run(tmp_path / "clone", cyclonedx(*GOOD))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "before requirements.txt was committed" in verdict.summary


def test_nothing_to_compare_with(tmp_path: Path) -> None:
    write(tmp_path, {"sbom.cdx.json": cyclonedx(*GOOD)})
    assert resolver(tmp_path).run(CHECK).outcome is Outcome.NOT_APPLICABLE


def test_no_document(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": LOCK})
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.no_evidence


def test_a_lock_without_packages(tmp_path: Path) -> None:
    files = {"uv.lock": "version = 1\n", "requirements.txt": ""}
    assert run(tmp_path, cyclonedx(), files).outcome is Outcome.NOT_APPLICABLE
