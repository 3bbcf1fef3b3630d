from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _mypy, _pyright, _tools
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.type_checker import TypeErrors
from support import commit, git, provide, write


def is_installed(name: str) -> bool:
    return bool(shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name))


needs_mypy = pytest.mark.skipif(not is_installed("mypy"), reason="mypy is not installed")
MYPY = {"mypy.ini": "[mypy]\nstrict = True\n"}


@needs_mypy
@pytest.mark.slow
def test_mypy_now_and_before(tmp_path):
    commit(write(tmp_path, {**MYPY, "a.py": "x: int = 'a'\n", "gone.py": "y: int = 'b'\n"}))
    git(tmp_path, "checkout", "-q", "-b", "change")
    (tmp_path / "gone.py").unlink()
    text = "def f(x: int) -> int:\n    return x\n\n\nx: int = 'a'\nf('b')\n"
    commit(write(tmp_path, {"a.py": text, "sub/b.py": "z: str = 1\n"}))
    found = provide("type_checker", tmp_path)
    assert found.tool.startswith("mypy ")
    assert found.config == "mypy.ini"
    assert found.now == (
        ("a.py", 5, "assignment"), ("a.py", 6, "arg-type"), ("sub/b.py", 1, "assignment"),
    )  # fmt: skip
    assert found.before == (("a.py", 1, "assignment"), ("gone.py", 1, "assignment"))
    assert found.new == (("a.py", 6, "arg-type"), ("sub/b.py", 1, "assignment"))
    assert not found.problem
    assert not list(tmp_path.glob(".mypy_cache"))


@needs_mypy
@pytest.mark.slow
def test_mypy_that_stops(tmp_path):
    found = provide("type_checker", write(tmp_path, {**MYPY, "a/setup.py": "", "b/setup.py": ""}))
    assert "status 2 before it was through" in found.problem
    assert 'Duplicate module named "setup"' in found.problem
    assert not found.missing


@needs_mypy
@pytest.mark.slow
def test_a_hostile_configuration_runs_and_writes_nothing(tmp_path):
    mark = tmp_path / "ran"
    config = (
        f"[mypy]\njunit_xml = {mark}\nhtml_report = {mark}\ninstall_types = True\n"
        f"python_executable = {tmp_path}/python\ncache_dir = {mark}\ntiming_stats = {mark}\n"
    )
    evil = f"open({str(mark)!r}, 'w')\n"
    files = {"mypy.ini": config, "a.py": "x: int = 1\n", "sitecustomize.py": evil, "json.py": evil}
    write(tmp_path, {**files, "python": f"#!/bin/sh\ntouch {mark}\n"})
    (tmp_path / "python").chmod(0o755)
    found = provide("type_checker", tmp_path)
    assert not found.problem
    assert not mark.exists()


def test_plugins_are_code(tmp_path):
    root = write(tmp_path, {"mypy.ini": "[mypy]\nplugins = evil.py\n", "a.py": ""})
    found = provide("type_checker", root)
    assert found.problem == (
        "mypy.ini: mypy plugins: found evil.py, which would run inside mypy; expected none, or "
        "[inputs.type-checker] run-plugins = true"
    )
    allowed = _mypy.configuration(Project(root), "mypy.ini", run_plugins=True)
    assert allowed == "[mypy]\nplugins = evil.py\nfiles = .\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("mypy.ini", "[mypy]\nfiles = src\n[mypy-a.*]\nignore-errors = True\n",
         "[mypy]\nfiles = src\n[mypy-a.*]\nignore_errors = True\n"),
        ("setup.cfg", "[metadata]\nname = x\n[mypy]\nstrict = True\n",
         "[mypy]\nstrict = True\nfiles = .\n"),
        ("pyproject.toml",
         "[tool.mypy]\nstrict = true\npackages = ['a', 'b']\ncache_dir = 'x'\n"
         "[[tool.mypy.overrides]]\nmodule = ['c.*', 'd']\nignore_missing_imports = true\n",
         "[mypy]\nstrict = True\npackages = a,b\n[mypy-c.*,d]\nignore_missing_imports = True\n"),
        ("mypy.ini", "[mypy]\nfiles = a.py,../../b.py\nmypy_path = x:/etc\n",
         "[mypy]\nfiles = .\n"),
        ("pyproject.toml", '[tool.mypy]\nexclude = "a\\r\\nplugins = evil"\n',
         "[mypy]\nexclude = a\n    plugins = evil\nfiles = .\n"),
    ],
)  # fmt: skip
def test_what_is_taken_from_the_configuration(tmp_path, path, text, expected):
    project = Project(write(tmp_path, {path: text}))
    assert _mypy.configured(project) == path
    assert _mypy.configuration(project, path, run_plugins=False) == expected


def test_a_section_cannot_be_forged(tmp_path):
    text = '[[tool.mypy.overrides]]\nmodule = "a]\\n[mypy]\\nplugins = evil.py\\n[mypy-b"\n'
    root = write(tmp_path, {"pyproject.toml": text})
    assert "found an unusual section" in provide("type_checker", root).problem


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("mypy.ini", "nothing"), ("pyproject.toml", "[tool"), ("pyproject.toml", "tool = 1"),
        ("pyproject.toml", "[tool]\nmypy = 1"), ("pyproject.toml", "[tool.mypy]\noverrides = [1]"),
    ],
)  # fmt: skip
def test_a_broken_configuration(tmp_path, path, text):
    with pytest.raises(InputError, match=path):
        provide("type_checker", write(tmp_path, {path: text}))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"pyproject.toml": "[tool.pyright]\n"}, ("pyright", "pyproject.toml")),
        ({"pyproject.toml": "[tool.basedpyright]\n"}, ("basedpyright", "pyproject.toml")),
        ({"pyrightconfig.json": "{}"}, ("pyright", "pyrightconfig.json")),
    ],
)
def test_whether_pyright_is_configured(tmp_path, files, expected):
    assert _pyright.configured(Project(write(tmp_path, files))) == expected


def test_what_is_taken_from_the_configuration_of_pyright(tmp_path):
    text = """{
        // a comment, and "quotes"
        "stubPath": "../stubs", "extraPaths": ["/etc"], "executionEnvironments": [{"root": ".."}],
        "include": ["src//x"], /* another */
        "venvPath": "/tmp", "venv": "evil", "extends": "../other.json",
        "reportMissingImports": false,
    }"""
    project = Project(write(tmp_path, {"pyrightconfig.json": text}))
    found = _pyright.configuration(project, "pyright", "pyrightconfig.json")
    assert found == '{"include": ["src//x"], "reportMissingImports": false}'


def test_a_broken_configuration_of_pyright(tmp_path):
    found = provide("type_checker", write(tmp_path, {"pyrightconfig.json": "{", "a.py": ""}))
    assert found.problem == "pyrightconfig.json: found broken JSON; expected valid JSON"


@pytest.mark.slow
@pytest.mark.skipif(not is_installed("basedpyright"), reason="basedpyright is not installed")
def test_basedpyright(tmp_path):
    files = {"pyproject.toml": "[tool.basedpyright]\ntypeCheckingMode = 'standard'\n"}
    mark = tmp_path / "ran"
    evil = f"open({str(mark)!r}, 'w')\n"
    write(
        tmp_path, {**files, "a.py": "\nx: int = 'a'\n", "json.py": evil, "sitecustomize.py": evil}
    )
    found = provide("type_checker", tmp_path)
    assert not found.problem
    assert found.now == (("a.py", 2, "reportAssignmentType"),)
    assert not mark.exists()


def test_a_tool_that_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(_tools, "find", lambda name: None)
    found = provide("type_checker", write(tmp_path, MYPY))
    assert found.problem == "mypy.ini asks for mypy, which is not installed here"
    assert found.missing
    named = provide("type_checker", write(tmp_path / "other", {"a.py": ""}), tool="pyright")
    assert named.problem == "[inputs.type-checker] asks for pyright, which is not installed here"


def test_none(tmp_path):
    with pytest.raises(InputAbsent, match="neither mypy nor pyright is configured"):
        provide("type_checker", write(tmp_path, {"pyproject.toml": "[tool.x]\n"}))
    with pytest.raises(InputAbsent, match="tool is none"):
        provide("type_checker", write(tmp_path, MYPY), tool="none")


def test_new_errors_are_counted_by_file_and_code():
    before = (("a.py", 1, "x"), ("a.py", 2, "x"), ("b.py", 1, "x"))
    now = (("a.py", 5, "x"), ("a.py", 6, "y"), ("b.py", 1, "x"), ("b.py", 2, "x"))
    assert TypeErrors("t", now=now, before=before).new == (("a.py", 6, "y"), ("b.py", 2, "x"))
    assert TypeErrors("t", now=now).new == now


def test_a_program_that_takes_too_long(tmp_path):
    import sys

    with pytest.raises(InputError, match=r"no answer after 0.2 s"):
        _tools.run([sys.executable, "-c", "import time; time.sleep(9)"], tmp_path, timeout=0.2)
    with pytest.raises(InputError, match="does not start"):
        _tools.run([str(tmp_path / "none")], tmp_path, timeout=1)


def test_the_environment_is_clean(tmp_path, monkeypatch):
    import sys

    monkeypatch.setenv("MYPYPATH", "/x")
    monkeypatch.setenv("PYTHONPATH", "/x")
    code = "import os; print(*sorted(os.environ))"
    seen = _tools.run([sys.executable, "-c", code], Path(tmp_path), timeout=60).output.split()
    assert "PYTHONSAFEPATH" in seen
    assert not {"MYPYPATH", "PYTHONPATH"} & set(seen)
