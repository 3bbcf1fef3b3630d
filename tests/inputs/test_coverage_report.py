from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.coverage_report import CoverageReport
from pytest_mlgate.inputs.test_run import SuiteRun as Run
from support import GIT_ENV, commit, provide, write

CODE = """\
def sign(x):
    if x < 0:
        return -1
    return 1
"""
FILES = {
    "pkg/__init__.py": "",
    "pkg/sign.py": CODE,
    "pkg/never.py": "a = 1\nb = 2\n",
    "tests/test_sign.py": "from pkg.sign import sign\ndef test_sign():\n    assert sign(2) == 1\n",
    "script.py": "print('x')\n",
}


def coverage(root: Path, *arguments: str) -> None:
    """Run coverage.py as a user would, without what this very test run measures."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")}
    subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=root,
        env=environment | {"PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write(tmp_path / "project", FILES)
    commit(root)
    coverage(root, "run", "--source=pkg", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    return root


def lines(report: CoverageReport) -> dict[str, tuple[set[int], set[int]]]:
    return {path: (set(f.executable), set(f.run)) for path, f in report.files.items()}


EXPECTED = {
    "pkg/__init__.py": (set(), set()),
    "pkg/never.py": ({1, 2}, set()),
    "pkg/sign.py": ({1, 2, 3, 4}, {1, 2, 4}),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_reports_of_coverage_itself(project, kind):
    coverage(project, kind)
    (project / ".coverage").unlink()
    report = provide("coverage_report", project)
    assert report.origin == f"coverage.{kind}"
    assert lines(report) == EXPECTED
    assert report.unmeasured == ("script.py",)


@pytest.mark.slow
def test_its_data_file(project):
    report = provide("coverage_report", project)
    assert report.origin == ".coverage"
    measured = {path: value for path, value in EXPECTED.items() if path != "pkg/never.py"}
    assert lines(report) | EXPECTED == EXPECTED
    assert lines(report).items() >= measured.items()


@pytest.mark.slow
def test_a_report_of_another_machine(project):
    coverage(project, "json")
    text = (project / "coverage.json").read_text()
    document = json.loads(text)
    document["files"] = {f"/home/ci/build/{k}": v for k, v in document["files"].items()}
    (project / "coverage.json").write_text(json.dumps(document))
    assert lines(provide("coverage_report", project)) == EXPECTED


@pytest.mark.slow
def test_plugins_of_the_project_do_not_run(project):
    write(project, {"evil.py": "open('ran', 'w')\n", ".coveragerc": "[run]\nplugins = evil\n"})
    provide("coverage_report", project)
    assert not (project / "ran").exists()


def xml(root: Path, *, moment: float | None = None, text: str | None = None) -> Path:
    stamp = int(1000 * (time.time() if moment is None else moment))
    document = f"""<?xml version="1.0" ?>
<coverage version="7" timestamp="{stamp}" line-rate="0.5">
<sources><source>{root}</source></sources>
<packages><package name="pkg"><classes>
<class name="sign.py" filename="pkg/sign.py"><lines>
<line number="1" hits="1"/><line number="2" hits="3"/><line number="3" hits="0"/>
</lines></class></classes></package></packages></coverage>
"""
    write(root, {"coverage.xml": text or document})
    return root


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return write(tmp_path / "plain", FILES)


def test_xml(plain):
    report = provide("coverage_report", xml(plain))
    assert lines(report) == {"pkg/sign.py": ({1, 2, 3}, {1, 2})}
    assert report.unmeasured == ("pkg/__init__.py", "pkg/never.py", "script.py")
    assert report.fingerprint == "coverage:coverage.xml:2/3"


@pytest.mark.parametrize(
    "config",
    [
        {".coveragerc": "[run]\nomit =\n    pkg/n*\n    script.py\n"},
        {"setup.cfg": "[coverage:run]\nomit = */never.py, script.py\n"},
        {"pyproject.toml": '[tool.coverage.run]\nomit = ["pkg/never.py", "script.py"]\n'},
    ],
)
def test_what_coverage_leaves_out_is_left_out(plain, config):
    write(plain, config)
    report = provide("coverage_report", xml(plain))
    assert report.left_out == ("pkg/never.py", "script.py")
    assert report.unmeasured == ("pkg/__init__.py",)


def test_what_the_input_leaves_out(plain):
    report = provide("coverage_report", xml(plain), omit=("pkg/**",))
    assert report.files == {}
    assert report.left_out == ("pkg/__init__.py", "pkg/never.py", "pkg/sign.py")


def test_older_than_a_commit(plain):
    commit(plain)
    xml(plain, moment=time.time() - 3600)
    with pytest.raises(InputError, match="older than the last commit of a Python file"):
        provide("coverage_report", plain)


def test_a_commit_of_other_files_does_not_make_it_old(plain, monkeypatch):
    git_date = "2026-01-01T00:00:00+00:00"
    monkeypatch.setitem(GIT_ENV, "GIT_COMMITTER_DATE", git_date)
    commit(plain)
    monkeypatch.setitem(GIT_ENV, "GIT_COMMITTER_DATE", "2026-01-03T00:00:00+00:00")
    write(plain, {"README.md": "later"})
    commit(plain)
    moment = datetime(2026, 1, 2, tzinfo=UTC).timestamp()
    assert provide("coverage_report", xml(plain, moment=moment)).origin == "coverage.xml"


def test_older_than_an_edit(plain):
    commit(plain)
    xml(plain)
    write(plain, {"pkg/sign.py": CODE + "\n"})
    later = time.time() + 60
    os.utime(plain / "pkg" / "sign.py", (later, later))
    with pytest.raises(InputError, match=r"coverage.xml: found a report of .*older than pkg/sign"):
        provide("coverage_report", plain)


def test_about_lines_that_a_file_has_not(plain):
    write(plain, {"pkg/sign.py": "x = 1\n"})
    with pytest.raises(InputError, match=r"line 3 of pkg/sign.py, which has 1 lines"):
        provide("coverage_report", xml(plain))


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("coverage.xml", "<coverage", "broken XML"),
        ("coverage.xml", "<html/>", "XML of the kind <html>"),
        ("coverage.xml", '<!DOCTYPE a [<!ENTITY b "c">]><coverage timestamp="1"/>', "XML of the"),
        ("coverage.xml", "<coverage/>", "timestamp: found None"),
        ("coverage.xml", '<coverage timestamp="9999999999999999999"/>', "timestamp: found"),
        (
            "coverage.xml",
            '<coverage timestamp="1"><class filename="a"><line number="x" hits="1"/></class>'
            "</coverage>",
            "a: line: found 'x'; expected a whole number",
        ),
        ("coverage.json", "{", "broken JSON"),
        ("coverage.json", "{}", "meta: found nothing"),
        ("coverage.json", '{"meta": {"timestamp": "now"}}', "meta.timestamp: found 'now'"),
        ("coverage.json", '{"meta": {"timestamp": "2099-01-01"}, "files": []}', "files: found a"),
        (
            "coverage.json",
            '{"meta": {"timestamp": "2099-01-01"}, "files": {"a": {"executed_lines": ["x"]}}}',
            "files.a.executed_lines: found 'x'",
        ),
        ("coverage.json", '{"meta": {"timestamp": "2099-01-01"}, "files": {}}', "no measured file"),
        (
            "coverage.json",
            '{"meta": {"timestamp": "2099-01-01"}, "files": {"/x/other.py": '
            '{"executed_lines": [1], "missing_lines": []}}}',
            "1 measured files, none of them a file of the project",
        ),
        (".coverage", "not a database", "no data file"),
    ],
)
def test_a_broken_report_is_named(plain, name, text, found):
    write(plain, {name: text})
    with pytest.raises(InputError) as error:
        provide("coverage_report", plain)
    assert str(error.value).startswith(name) or "measured" in str(error.value)
    assert found in str(error.value)


def test_a_named_report_that_is_missing(plain):
    for name in ("nowhere.xml", "nowhere.data"):
        with pytest.raises(InputError, match="nowhere"):
            provide("coverage_report", plain, report=name)


def test_nothing_was_measured(plain, monkeypatch):
    with pytest.raises(InputAbsent, match="run pytest --mlgate --cov"):
        provide("coverage_report", plain)
    monkeypatch.setitem(sys.modules, "pytest_cov", sys)
    with pytest.raises(InputAbsent, match="then run pytest --mlgate-only"):
        provide("coverage_report", plain, given={"test_run": Run(3, 0, distributed=True)})
