"""The input ``manifests``: every format, its traps, and hostile files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._manifest_requirements import group_of, logical_lines
from support import provide, write


def load(root: Path, **files: str) -> Any:
    write(root, {name.replace("__", "/"): text for name, text in files.items()})
    return provide("manifests", root)


def needs(found: Any) -> dict[str, tuple[str, str]]:
    return {d.name or d.url: (d.specifier, d.group) for d in found.dependencies}


def test_pyproject(tmp_path: Path) -> None:
    text = """
[project]
name = "My_Tool"
requires-python = ">=3.11"
dependencies = ["NumPy>=2,<3", "x.y_z[fast]==1.*; python_version < '3'"]
[project.optional-dependencies]
Plot_It = ["matplotlib"]
[dependency-groups]
test = ["pytest>=8"]
dev = [{include-group = "Test"}, "ruff"]
[tool.pdm.dev-dependencies]
old = ["-e file:///x#egg=x", "mypy"]
"""
    found = load(tmp_path, **{"pyproject.toml": text})

    assert needs(found) == {
        "numpy": ("<3,>=2", ""),
        "x-y-z": ("==1.*", ""),
        "matplotlib": ("", "plot-it"),
        "pytest": (">=8", "test"),
        "ruff": ("", "dev"),
        "file:///x": ("", "old"),
        "mypy": ("", "old"),
    }
    assert [d.applies for d in found.dependencies[:2]] == [True, False]
    assert found.dependencies[2].optional
    assert not found.dependencies[2].is_development
    assert found.projects == {"my-tool"}
    assert found.files[0].requires_python == ">=3.11"


def test_poetry(tmp_path: Path) -> None:
    text = """
[tool.poetry]
name = "x"
[tool.poetry.dependencies]
python = "^3.11"
a = "^1.2.3"
b = [{version = "<2", python = "<3.8"}, {version = ">=2", python = ">=3.8"}]
c = {git = "https://u:p@h/c.git", rev = "abc"}
d = {path = "../d", develop = true}
e = {version = "1.0", optional = true}
[tool.poetry.group.dev.dependencies]
f = "*"
"""
    found = load(tmp_path, **{"pyproject.toml": text})
    by_name = [(d.name, d.specifier, d.applies) for d in found.dependencies]

    assert ("a", ">=1.2.3,<2", True) in by_name
    assert ("b", "<2", False) in by_name
    assert ("b", ">=2", True) in by_name
    assert ("e", "==1.0", True) in by_name
    git = next(d for d in found.dependencies if d.name == "c")
    assert git.url == "https://h/c.git@abc"
    assert next(d for d in found.dependencies if d.name == "d").editable
    assert found.files[0].requires_python == ">=3.11,<4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("^1", ">=1,<2"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.2", "~=1.2"),
        ("1.2.*", "==1.2.*"),
        ("1.2", "==1.2"),
        ("*", ""),
        (">= 1.2, < 1.5", ">=1.2,<1.5"),
        ("^1 || ^3", ">=1,<2 || >=3,<4"),
    ],
)
def test_poetry_constraints(text: str, expected: str) -> None:
    assert _specifiers.from_poetry(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1.2", "==1.2.*"),
        ("=1.2.*", "==1.2.*"),
        ("==1.2", "==1.2"),
        ("1.2.*", "==1.2.*"),
        ("1.2", "==1.2"),
        ("1.2.3=py_0", "==1.2.3"),
        ("=1.2.3=h5_0", "==1.2.3"),
        (">=1.2,<2", ">=1.2,<2"),
        (">=1.2,<=2", ">=1.2,<=2"),
        ("1.2|1.4", "==1.2 || ==1.4"),
        ("", ""),
    ],
)
def test_conda_specifications(text: str, expected: str) -> None:
    assert _specifiers.from_conda(text) == expected


def test_requirements(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        **{
            "requirements.in": "-r requirements/base.in\n-c constraints.txt\nflask # web\n",
            "requirements/base.in": "--index-url https://u:p@h/simple\nnumpy>=2\n",
            "constraints.txt": "numpy<3\n",
            "requirements-dev.txt": "pytest==8.0 ; python_version > '3' \\\n"
            "  --hash=sha256:aa \\\n  --hash=sha256:bb\n# note \\\n-e .\n"
            "git+https://t@h/x@abc#egg=X_y\n./wheels/z.whl\nw @ https://h/w.whl\n",
        },
    )
    rows = {(d.path, d.name or d.url): d for d in found.dependencies}

    assert rows["requirements.in", "flask"].group == ""
    assert rows["constraints.txt", "numpy"].constraint
    assert rows["requirements/base.in", "numpy"].specifier == ">=2"
    pinned = rows["requirements-dev.txt", "pytest"]
    assert (pinned.group, pinned.pin, pinned.hashes) == ("dev", "8.0", ("sha256:aa", "sha256:bb"))
    assert pinned.line == 1
    assert rows["requirements-dev.txt", "."].editable
    assert rows["requirements-dev.txt", "x-y"].url == "git+https://h/x@abc#egg=X_y"
    assert rows["requirements-dev.txt", "./wheels/z.whl"].is_local
    assert rows["requirements-dev.txt", "w"].url == "https://h/w.whl"


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("requirements.txt", ""),
        ("requirements-dev.txt", "dev"),
        ("dev-requirements.in", "dev"),
        ("requirements_test.txt", "test"),
        ("requirements/base.txt", ""),
        ("requirements/dev.txt", "dev"),
    ],
)
def test_group_by_name(path: str, group: str) -> None:
    assert group_of(path) == group


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("numpy >>= 2\n", "line 1"),
        ("-r ../other.txt\n", "outside the project"),
        ("-r https://h/r.txt\n", "outside the project"),
        ("-r requirements.txt\n", "never ends"),
        ("-r missing.txt\n", "no such file"),
        ("numpy; wrong_marker == '1'\n", "line 1"),
    ],
)
def test_broken_requirements(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, **{"requirements.txt": text})


def test_setup_files(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        **{
            "setup.cfg": "[options]\npython_requires = >=3.9\ninstall_requires =\n  a>=1\n"
            "  # note\n[options.extras_require]\ndev = b\n",
            "setup.py": "import os\nfrom setuptools import setup\nNEEDS = ['c>2']\n"
            "setup(install_requires=NEEDS, extras_require={'x': ['d']})\n",
        },
    )

    assert needs(found) == {
        "a": (">=1", ""), "b": ("", "dev"), "c": (">2", ""), "d": ("", "x"),
    }  # fmt: skip
    assert found.get("setup.cfg").requires_python == ">=3.9"


def test_setup_py_is_never_run(tmp_path: Path) -> None:
    text = "open('ran', 'w')\nsetup(install_requires=open('r.txt').read().split())\n"
    found = load(tmp_path, **{"setup.py": text})

    assert found.files[0].unread == "install_requires, which is computed"
    assert not (tmp_path / "ran").exists()


def test_dynamic_dependencies(tmp_path: Path) -> None:
    text = """
[project]
name = "x"
dynamic = ["dependencies"]
[tool.setuptools.dynamic]
dependencies = {file = ["deps.txt"]}
"""
    found = load(tmp_path, **{"pyproject.toml": text, "deps.txt": "numpy\n"})
    assert needs(found) == {"numpy": ("", "")}
    bare = text.partition("[tool")[0]
    assert load(tmp_path, **{"pyproject.toml": bare}).files[0].unread


def test_conda(tmp_path: Path) -> None:
    text = """
name: x
dependencies:
  - python=3.11
  - conda-forge::NumPy=2.1
  - scipy >=1.2,<2
  - pip
  - pip: [six==1.17.0, "-e ."]
"""
    found = load(tmp_path, **{"environment.yml": text})

    assert needs(found) == {
        "numpy": ("==2.1.*", ""), "scipy": (">=1.2,<2", ""), "six": ("==1.17.0", ""), ".": ("", ""),
    }  # fmt: skip
    assert [d.conda for d in found.dependencies] == [True, True, False, False]
    assert found.files[0].requires_python == "==3.11.*"


def test_pipfile(tmp_path: Path) -> None:
    text = """
[packages]
a = "*"
b = {version = ">=1", sys_platform = "== 'never'"}
[dev-packages]
c = "==1.0"
[requires]
python_version = "3.11"
"""
    found = load(tmp_path, Pipfile=text)

    assert needs(found) == {"a": ("", ""), "b": (">=1", ""), "c": ("==1.0", "dev")}
    assert [d.applies for d in found.dependencies] == [True, False, True]
    assert found.files[0].requires_python == "==3.11.*"


def test_only_root_and_requirements_folder(tmp_path: Path) -> None:
    files = {"sub/pyproject.toml": "[project]\nname='x'\n", "pyproject.toml": "[tool.ruff]\n"}
    with pytest.raises(InputAbsent, match="no dependencies are declared"):
        load(tmp_path, **files)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project"),
        ("pyproject.toml", "project = 1"),
        ("pyproject.toml", "[project]\ndependencies = 'numpy'"),
        ("pyproject.toml", "[project]\ndependencies = [1]"),
        ("pyproject.toml", "[project]\nrequires-python = 'new'"),
        ("pyproject.toml", "[dependency-groups]\na = [{include-group = 'b'}]"),
        ("pyproject.toml", "[tool.poetry.dependencies]\na = '^x'"),
        ("pyproject.toml", "[tool.poetry.dependencies]\na = 1"),
        ("pyproject.toml", "a = " + "[" * 5000),
        ("setup.cfg", "no section"),
        ("setup.cfg", "[options]\ninstall_requires = a b c"),
        ("setup.py", "setup("),
        ("setup.py", "setup(install_requires=[1])"),
        ("environment.yml", "dependencies: [\n"),
        ("environment.yml", "dependencies: numpy"),
        ("environment.yml", "dependencies: [1]"),
        ("environment.yml", "dependencies: [numpy=>>1]"),
        ("environment.yml", "- a\n- b\n"),
        ("environment.yml", "a: 2026-99-99\n"),
        ("environment.yml", "[" * 5000),
        ("environment.yml", "? {a: 1}\n: 2\n"),
        ("Pipfile", "[packages]\na = 1"),
        ("Pipfile", "[packages]\na = '>>1'"),
        ("requirements.txt", "a\0b"),
    ],
)
def test_broken_manifests(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=re.escape(name)):
        load(tmp_path, **{name: text})


@given(st.text())
def test_logical_lines_never_invent_text(text: str) -> None:
    for number, line in logical_lines(text):
        assert 1 <= number <= len(text.splitlines())
        assert line.strip() == line != ""


VERSION = st.lists(st.integers(0, 3), min_size=1, max_size=3).map(lambda p: ".".join(map(str, p)))
CLAUSE = st.tuples(st.sampled_from([">=", "<=", ">", "<", "==", "!="]), VERSION).map("".join)
SPECIFIER = st.lists(CLAUSE, min_size=1, max_size=3).map(",".join)


@given(SPECIFIER, SPECIFIER, VERSION)
def test_a_version_that_meets_both_proves_an_intersection(a: str, b: str, version: str) -> None:
    Version(version)
    if _specifiers.admits(a, version) and _specifiers.admits(b, version):
        assert _specifiers.intersect((a, b))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (">=2", "<2", False),
        (">1", "<1.0.1", True),
        ("==1.2.*", ">=1.3", False),
        ("==1.2.*", "!=1.2", True),
        (">=1,<2", "==1.9", True),
        ("==1.0 || ==3.0", ">=2", True),
        ("==1.0", "!=1.0", False),
        ("", "==1", True),
        ("<1", "<0.5", True),
        (">1.2", "<=1.2", False),
        ("~=1.4.2", "==1.5", False),
    ],
)
def test_intersections(a: str, b: str, expected: bool) -> None:
    assert _specifiers.intersect((a, b)) is expected
