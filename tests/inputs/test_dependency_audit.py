"""Audits of real locks against a real server on loopback, and against files."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.version import InvalidVersion, Version

import osv_server
from osv_server import OsvServer
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.dependency_audit import Audited, DependencyAudit
from pytest_mlgate.inputs.environment import Environment, Package
from support import commit, link, pipe, resolver, write

pytest.importorskip("pip_audit")
pytest.importorskip("cvss")

MODERATE = "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N"


def record(name: str, number: str, fix: str = "", **more: Any) -> dict[str, Any]:
    events = [{"introduced": "0"}, *([{"fixed": fix}] if fix else [])]
    return {
        "id": number,
        "modified": "2026-01-02T00:00:00Z",
        "summary": f"{name} leaks",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
            }
        ],
        **more,
    }


RECORDS = [
    record("django", "PYSEC-1", "3.2.5", aliases=["CVE-2021-1"]),
    record("Django", "GHSA-aaaa-bbbb-cccc", "3.2.5", aliases=["CVE-2021-1"],
           severity=[{"type": "CVSS_V3", "score": MODERATE}]),
    record("django", "PYSEC-2", "4.0", withdrawn="2026-01-01T00:00:00Z"),
    record("jw.util", "PYSEC-3", "2.3"),
]  # fmt: skip
LOCK = "django==3.2.1\njw-util==2.2\nsix==1.16.0\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write(tmp_path / "project", {"requirements.txt": LOCK})
    commit(root)
    return root


@pytest.fixture
def server() -> Iterator[OsvServer]:
    with osv_server.serving(RECORDS) as running:
        yield running


def audit(root: Path, given: dict[str, object] | None = None, **settings: Any) -> DependencyAudit:
    value = resolver(root, {"advisories": settings}, **(given or {})).get("dependency_audit")
    if isinstance(value, Exception):
        raise value
    assert isinstance(value, DependencyAudit)
    return value


def refused(root: Path, **settings: Any) -> str:
    with pytest.raises(InputError) as caught:
        audit(root, **settings)
    return str(caught.value)


Told = tuple[str, tuple[str, ...], str, tuple[str, ...]]


def holes(found: DependencyAudit) -> dict[str, list[Told]]:
    return {
        str(package): [(h.id, h.aliases, h.severity.value, h.fixes) for h in package.holes]
        for package in found.packages
        if package.holes
    }


FOUND = {
    "django 3.2.1": [("CVE-2021-1", ("GHSA-aaaa-bbbb-cccc", "PYSEC-1"), "medium", ("3.2.5",))],
    "jw-util 2.2": [("PYSEC-3", (), "unknown", ("2.3",))],
}


# Where it looks


def test_nothing_is_asked_unless_the_configuration_says_so(project: Path) -> None:
    with pytest.raises(InputAbsent, match=r'says neither service = "osv" .* nor database'):
        audit(project)


def test_an_osv_service(project: Path, server: OsvServer) -> None:
    found = audit(project, service="osv", url=server.url)
    assert holes(found) == FOUND
    assert (found.source, found.subject, found.newest) == (server.url, "requirements.txt", None)
    assert [str(p) for p in found.audited] == ["django 3.2.1", "jw-util 2.2", "six 1.16.0"]
    assert server.asked[0] == {
        "package": {"name": "django", "ecosystem": "PyPI"}, "version": "3.2.1",
    }  # fmt: skip
    assert found.fingerprint != audit(project, service="osv", url=f"{server.url}/").source


def test_the_whole_address_may_be_given(project: Path, server: OsvServer) -> None:
    assert holes(audit(project, service="osv", url=f"{server.url}/v1/query")) == FOUND


def test_a_service_like_pypi_has_no_severities(project: Path, server: OsvServer) -> None:
    found = holes(audit(project, service="pypi", url=server.url))
    assert found == {
        "django 3.2.1": [("CVE-2021-1", ("GHSA-aaaa-bbbb-cccc", "PYSEC-1"), "unknown", ("3.2.5",))],
        "jw-util 2.2": [("PYSEC-3", (), "unknown", ("2.3",))],
    }
    assert server.asked[0] == "/pypi/django/3.2.1/json"


def test_what_pypi_does_not_know_was_not_audited(project: Path, server: OsvServer) -> None:
    server.packages = {"django", "six"}
    found = audit(project, service="pypi", url=server.url)
    (skipped,) = [p for p in found.packages if p.skipped]
    assert skipped.name == "jw-util"
    assert "not found on PyPI" in skipped.skipped


def test_no_answer_is_kept_for_later(
    project: Path, server: OsvServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", "PIP_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    audit(project, service="pypi", url=server.url)
    first = len(server.asked)
    audit(project, service="pypi", url=server.url)
    assert len(server.asked) == 2 * first
    assert not (tmp_path / "home").exists()


def test_a_proxy_is_not_asked_for_this_machine(
    project: Path, server: OsvServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert holes(audit(project, service="osv", url=server.url)) == FOUND


def test_loading_pip_audit_runs_nothing_of_the_project(
    project: Path, server: OsvServer, tmp_path: Path
) -> None:
    """Importing it starts "python -m pip", which looks into the working directory first."""
    planted = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    write(project, {"pip.py": planted, "packaging/__init__.py": planted})
    script = "from pytest_mlgate.inputs import _pip_audit; _pip_audit.of_osv(None)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=project, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_unconfigured_nothing_else_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": "broken"})
    commit(tmp_path)
    with pytest.raises(InputAbsent):
        audit(tmp_path)
    assert "broken TOML" in refused(tmp_path, database="db.json")


# What goes wrong is an error, and soon


@pytest.mark.parametrize("service", ["osv", "pypi"])
@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("429", "429 Client Error"),
        ("500", "500 Server Error"),
        ("503", "503 Server Error"),
        ("cut", "IncompleteRead"),
        ("loop", "redirect"),
        ("204", "no JSON"),
        ("rubbish", "no JSON"),
        ("deep", "no JSON"),
        ("null", "JSON of the type NoneType"),
        ("list", "JSON of the type list"),
        ("proxy", "cannot be used"),
        ("number", "cannot be used"),
        ("texts", "cannot be used"),
    ],
)
def test_a_service_that_misbehaves(
    project: Path, server: OsvServer, service: str, mode: str, reason: str
) -> None:
    server.mode = mode
    message = refused(project, service=service, url=server.url)
    assert message.startswith(f"{server.url}: found ")
    assert reason in message
    assert "[inputs.advisories] database" in message


def test_an_answer_in_pages_is_not_taken_for_the_whole(project: Path, server: OsvServer) -> None:
    server.mode = "pages"
    assert "cut into pages" in refused(project, service="osv", url=server.url)


def test_an_osv_service_that_is_none(project: Path, server: OsvServer) -> None:
    assert "404 Client Error" in refused(project, service="osv", url=f"{server.url}/elsewhere")


@pytest.mark.parametrize("mode", ["silent", "drip"])
def test_a_service_that_does_not_come_to_an_end(
    project: Path, server: OsvServer, mode: str
) -> None:
    server.mode = mode
    began = time.monotonic()
    message = refused(project, service="osv", url=server.url, timeout=1)
    assert "found no end of the audit of 3 packages after 1 s" in message
    assert time.monotonic() - began < 10


def test_a_service_that_is_down(project: Path) -> None:
    with osv_server.serving([]) as stopped:
        url = stopped.url
    message = refused(project, service="osv", url=url)
    assert "no audit of django 3.2.1 (ConnectionError: " in message
    assert "refused" in message


def test_a_service_whose_certificate_is_none(project: Path, server: OsvServer) -> None:
    assert "SSLError" in refused(project, service="osv", url=server.url.replace("http", "https"))


def test_a_passing_fault_is_asked_again(project: Path, server: OsvServer) -> None:
    server.mode = "503"
    answer = server.answer

    def recovering(path: str, body: Any) -> tuple[int, Any]:
        given = answer(path, body)
        server.mode = "ok"
        return given

    server.answer = recovering  # type: ignore[method-assign]
    assert holes(audit(project, service="osv", url=server.url)) == FOUND


def test_a_record_over_which_pip_audit_stumbles_still_counts(project: Path) -> None:
    """It raises for a fix that is no version, and drops what has a schema it does not know."""
    odd = [
        record("django", "PYSEC-8", "2019-09-12"),
        record("six", "PYSEC-9", schema_version="2.0.0"),
    ]
    with osv_server.serving(odd) as running:
        found = holes(audit(project, service="osv", url=running.url))
    assert found == {
        "django 3.2.1": [("PYSEC-8", (), "unknown", ())],
        "six 1.16.0": [("PYSEC-9", (), "unknown", ())],
    }


# The configuration


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"service": "osv", "database": "x.json"}, "service: found a service and a database"),
        ({"url": "http://localhost:1"}, "url: found an address without a service"),
        ({"database": "x.json", "url": "http://localhost:1"}, "an address without a service"),
        ({"service": "osv", "url": "localhost"}, "found localhost; expected an http or https"),
        ({"service": "osv", "url": "file:///etc/passwd"}, "expected an http or https address"),
        ({"service": "osv", "url": "https://me:pw@osv.example"}, "no credentials"),
    ],
)
def test_settings_that_make_no_sense(project: Path, settings: dict[str, Any], message: str) -> None:
    said = refused(project, **settings)
    assert said.startswith("[inputs.advisories]: ")
    assert message in said
    assert "pw@" not in said


# What is audited

UV = """
version = 1
[[package]]
name = "mine"
version = "0.1"
source = { editable = "." }
[[package]]
name = "Django"
version = "3.2.1"
resolution-markers = ["sys_platform == 'nowhere'"]
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "django"
version = "4.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "torch"
version = "2.1.0+cu118"
source = { registry = "https://download.pytorch.org/whl/cu118" }
[[package]]
name = "forked"
version = "1.0"
source = { git = "https://example.org/forked?rev=abc#abc" }
[[package]]
name = "wheel"
version = "1.0"
source = { url = "https://example.org/wheel.whl" }
[[package]]
name = "old"
version = "2004d"
source = { registry = "https://pypi.org/simple" }
"""


def test_every_version_of_a_lock_and_what_cannot_be_asked_about(
    tmp_path: Path, server: OsvServer
) -> None:
    write(tmp_path, {"uv.lock": UV})
    commit(tmp_path)
    found = audit(tmp_path, service="osv", url=server.url)
    asked = [(q["package"]["name"], q["version"]) for q in server.asked]
    assert asked == [("django", "3.2.1"), ("django", "4.0"), ("torch", "2.1.0")]
    skipped = {p.name: p.skipped for p in found.packages if p.skipped}
    assert set(skipped) == {"forked", "wheel", "old"}
    assert "version control" in skipped["forked"]
    assert "from an address" in skipped["wheel"]
    assert "none of PEP 440" in skipped["old"]
    assert [p.name for p in found.packages if p.own] == ["mine"]
    assert {p.path for p in found.packages} == {"uv.lock"}


def test_the_packages_of_conda_are_not_audited(tmp_path: Path, server: OsvServer) -> None:
    entry = {"version": "1.0", "platform": "linux-64", "hash": {"md5": "0"}}
    packages = [
        {"name": "openssl", "manager": "conda", **entry},
        {"name": "six", "manager": "pip", **entry},
    ]
    write(tmp_path, {"conda-lock.yml": json.dumps({"version": 1, "package": packages})})
    commit(tmp_path)
    found = audit(tmp_path, service="osv", url=server.url)
    assert [str(p) for p in found.audited] == ["six 1.0"]
    assert [p.name for p in found.packages if "conda installs it" in p.skipped] == ["openssl"]


def test_a_package_in_two_lock_files_is_asked_about_once(tmp_path: Path, server: OsvServer) -> None:
    write(tmp_path, {"uv.lock": UV, "requirements.txt": "wheel==1.0\ndjango==4.0\n"})
    commit(tmp_path)
    found = audit(tmp_path, service="osv", url=server.url)
    assert "wheel" not in {p.name for p in found.packages if p.skipped}
    assert [p.path for p in found.packages if p.name == "wheel"] == ["requirements.txt"]
    assert len(server.asked) == 4


def test_without_a_lock_the_environment_is_audited(tmp_path: Path, server: OsvServer) -> None:
    write(tmp_path, {"pyproject.toml": '[project]\nname = "mine"\nversion = "1"\n'})
    commit(tmp_path)
    installed = (
        Package("django", "3.2.1"),
        Package("mine", "1", "local"),
        Package("neighbour", "1", "editable"),
        Package("numpy", "1.19", "local"),
        Package("forked", "1", "git+https://example.org/x@abc"),
        Package("fetched", "1", "https://example.org/x.whl"),
        Package("odd", "1.0", "unknown"),
    )
    given: dict[str, object] = {"environment": Environment("3.12.4", "CPython", installed)}
    found = audit(tmp_path, given, service="osv", url=server.url)
    assert found.subject == "the installed environment"
    assert [p.name for p in found.audited] == ["django", "odd"]
    assert [p.name for p in found.packages if p.skipped] == ["numpy", "forked", "fetched"]
    assert [p.name for p in found.packages if p.own] == ["mine", "neighbour"]
    assert holes(found) == {"django 3.2.1": FOUND["django 3.2.1"]}


# A database in files


def test_databases_in_every_form(project: Path, tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, RECORDS)) + "\n\n"
    write(project, {
        "one.json": json.dumps(RECORDS), "db.ndjson": lines, "db.JSONL": lines,
        **{f"db/{n}/{r['id']}.json": json.dumps(r) for n, r in enumerate(RECORDS)},
        "db/readme.txt": "no record",
    })  # fmt: skip
    (project / "db.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    with zipfile.ZipFile(project / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for one in RECORDS:
            archive.writestr(f"{one['id']}.json", json.dumps(one))
    for path in ("one.json", "db.ndjson", "db.JSONL", "db", "db.ndjson.gz", "all.zip"):
        found = audit(project, database=path)
        assert holes(found) == FOUND, path
        assert found.source == path
        assert found.newest is not None
        assert found.newest.isoformat() == "2026-01-02T00:00:00+00:00"


def test_a_database_outside_the_project_is_named_by_its_absolute_path(
    project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "db.json"
    path.write_text(json.dumps(RECORDS))
    link(tmp_path / "latest.json", path)
    for name in (path, tmp_path / "latest.json"):
        assert holes(audit(project, database=str(name))) == FOUND
    assert "leaves the project root" in refused(project, database="../db.json")
    link(project / "planted.json", path)
    assert "leaves the project root" in refused(project, database="planted.json")


def test_a_folder_of_records_holds_no_link_that_leaves_it(project: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(json.dumps(RECORDS))
    write(project, {"db/a.json": json.dumps(RECORDS[0])})
    link(project / "db" / "b.json", tmp_path / "secret.json")
    assert "db: found a path that leaves" in refused(project, database="db")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("db.json", b"{", "db.json: found broken JSON"),
        ("db.json", b"[" * 100_000, "db.json: found broken JSON"),
        ("db.json", b"3", "found a int; expected records"),
        ("db.json", b"[]", "no advisory about a package of PyPI"),
        ("db.json", b"{}", "found a record without id"),
        ("db.json", b'{"id": "A"}', "no advisory about a package of PyPI"),
        ("db.ndjson", b"", "no advisory about a package of PyPI"),
        ("db.ndjson", b'{"id": "A"}\n{"id": ', "db.ndjson: line 2: found broken JSON"),
        ("db.ndjson", b"\xff\xfe", "line 1: found broken JSON"),
        ("db.ndjson.gz", b"no gzip", "found a damaged file"),
        ("db.ndjson.gz", gzip.compress(b'{"id": "A"}\n' * 999)[:60], "found a damaged file"),
        ("db.zip", b"no zip", "found a damaged file"),
        ("db.csv", b"id", "found a file of another kind; expected a folder"),
    ],
)
def test_databases_that_cannot_be_read_to_their_end(
    project: Path, name: str, content: bytes, message: str
) -> None:
    (project / name).write_bytes(content)
    said = refused(project, database=name)
    assert said.startswith(name)
    assert message in said


def test_a_database_that_is_missing_or_no_file(project: Path) -> None:
    assert "no such file" in refused(project, database="db.json")
    pipe(project / "pipe.json")
    assert "a device or pipe" in refused(project, database="pipe.json")


def test_a_small_file_that_becomes_huge_is_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = b'{"id": "' + b"A" * 17_000_000 + b'"}'
    (project / "db.ndjson.gz").write_bytes(gzip.compress(big, 1))
    assert "more text than a database" in refused(project, database="db.ndjson.gz")
    with zipfile.ZipFile(project / "db.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", big)
    assert "more text than a database" in refused(project, database="db.zip")


def test_other_ecosystems_alone_are_no_database(project: Path) -> None:
    other = record("six", "GHSA-1")
    other["affected"][0]["package"]["ecosystem"] = "npm"
    write(project, {"db.json": json.dumps(other)})
    assert "no advisory about a package of PyPI" in refused(project, database="db.json")


# The whole, against pip-audit's own command

shared = pytest.mark.skipif(
    not osv_server.SHARED.exists(), reason=f"no advisories at {osv_server.SHARED}"
)
# The command itself dies of these: a fix in their records is no version.
UNREADABLE = {"binderhub", "steam"}


def real_lock(records: list[dict[str, Any]]) -> list[str]:
    """Return 150 pins: 80 packages with advisories, at old and at new versions, and others."""
    listed: dict[str, set[str]] = {}
    for one in records:
        for entry in one["affected"]:
            name = osv_server._plain(entry["package"]["name"])
            listed.setdefault(name, set()).update(entry.get("versions", ()))
    usable = {n: sorted(filter(is_plain, vs), key=Version) for n, vs in listed.items()}
    names = [n for n in sorted(usable) if usable[n] and n not in UNREADABLE][::8][:80]
    pins = [
        f"{name}=={usable[name][len(usable[name]) // 2]}"
        if number % 2
        else f"{name}=={Version(usable[name][-1]).major + 1}.0"
        for number, name in enumerate(names)
    ]
    return pins + [f"filler-{number}==1.{number}" for number in range(150 - len(pins))]


def is_plain(version: str) -> bool:
    try:
        return str(Version(version)) == version
    except InvalidVersion:
        return False


Seen = dict[tuple[str, str], set[tuple[frozenset[str], frozenset[str]]]]


def seen(packages: tuple[Audited, ...]) -> Seen:
    return {
        (p.name, p.version): {(h.ids, frozenset(h.fixes)) for h in p.holes}
        for p in packages
        if p.holes
    }


def seen_by_the_command(document: dict[str, Any]) -> Seen:
    """Join what the command reports twice: it does not follow aliases of aliases."""
    found: Seen = {}
    for package in document["dependencies"]:
        groups: list[tuple[set[str], set[str]]] = []
        for one in package["vulns"]:
            ids, fixes = {one["id"], *one["aliases"]}, set(one["fix_versions"])
            for other in [g for g in groups if g[0] & ids]:
                groups.remove(other)
                ids, fixes = ids | other[0], fixes | other[1]
            groups.append((ids, fixes))
        version = Version(package["version"])
        if groups:
            found[package["name"], package["version"]] = {
                (frozenset(ids), frozenset(f for f in fixes if Version(f) > version))
                for ids, fixes in groups
            }
    return found


@shared
@pytest.mark.slow
def test_150_packages_three_ways(tmp_path: Path) -> None:
    records = osv_server.shared_records()
    pins = real_lock(records)
    write(tmp_path, {"requirements.txt": "\n".join(pins) + "\n"})
    commit(tmp_path)
    with osv_server.serving(records) as server:
        online = audit(tmp_path, service="osv", url=server.url)
        command = subprocess.run(
            [
                sys.executable, "-m", "pip_audit", "-r", "requirements.txt", "--no-deps",
                "--disable-pip", "--vulnerability-service", "osv",
                "--osv-url", f"{server.url}/v1/query", "-f", "json", "--progress-spinner", "off",
                "--cache-dir", str(tmp_path / "cache"),
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
    began = time.perf_counter()
    offline = audit(tmp_path, database=str(osv_server.SHARED))
    seconds = time.perf_counter() - began

    assert command.returncode == 1, command.stderr
    theirs = seen_by_the_command(json.loads(command.stdout))
    assert len(online.audited) == len(offline.audited) == 150
    assert seen(online.packages) == seen(offline.packages) == theirs
    assert (len(theirs), sum(map(len, theirs.values()))) == (46, 122)
    assert [p.holes for p in online.packages] == [p.holes for p in offline.packages]
    print(f"150 packages against {len(records)} records in files: {seconds:.2f} s")


@shared
@pytest.mark.slow
def test_the_server_of_these_tests_speaks_osv() -> None:
    import urllib.request

    with osv_server.serving(osv_server.shared_records()) as server:

        def ask(path: str, body: Any = None) -> Any:
            data = None if body is None else json.dumps(body).encode()
            with urllib.request.urlopen(f"{server.url}{path}", data, timeout=10) as answer:
                return json.load(answer)

        one = {"package": {"name": "aim", "ecosystem": "PyPI"}, "version": "3.0.0"}
        none = {"package": {"name": "nothing", "ecosystem": "PyPI"}, "version": "1"}
        whole = ask("/v1/query", one)["vulns"]
        short = ask("/v1/querybatch", {"queries": [one, none]})["results"]
        assert [r["id"] for r in whole] == [r["id"] for r in short[0]["vulns"]]
        assert short[1] == ask("/v1/query", none) == {}
        assert ask(f"/v1/vulns/{whole[0]['id']}") == whole[0]
