"""The input ``lock``: files that the real tools wrote, markers, content hashes, hostile files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from support import commit, provide, write

DATA = Path(__file__).parent.parent / "data" / "locks"
SIX, PACKAGING = frozenset({"1.17.0"}), frozenset({"26.3"})


def load(root: Path, name: str) -> Any:
    shutil.copytree(DATA / name, root, dirs_exist_ok=True)
    return provide("lock", root)


@pytest.mark.parametrize(
    ("name", "path", "format", "stale"),
    [
        ("uv", "uv.lock", "uv", None),
        ("poetry", "poetry.lock", "poetry", False),
        ("poetry-legacy", "poetry.lock", "poetry", False),
        ("poetry1", "poetry.lock", "poetry", False),
        ("poetry21", "poetry.lock", "poetry", False),
        ("pdm", "pdm.lock", "pdm", False),
        ("pipenv", "Pipfile.lock", "pipenv", False),
        ("pylock", "pylock.toml", "pylock", None),
        ("pip-tools", "requirements.txt", "requirements", None),
    ],
)
def test_files_of_the_real_tools(
    tmp_path: Path, name: str, path: str, format: str, stale: bool | None
) -> None:
    found = load(tmp_path, name)
    (file,) = found.files

    assert (file.path, file.format, file.is_stale) == (path, format, stale)
    assert found.packages["six"] == SIX
    assert found.packages["packaging"] == PACKAGING
    assert found.has_hashes
    assert all(value.startswith("sha256:") for p in file.packages for value in p.hashes)
    assert "tiny" not in found.packages, "the project itself is not a locked package"


@pytest.mark.parametrize("name", ["poetry", "poetry-legacy", "poetry1", "poetry21", "pdm"])
def test_changed_pyproject_makes_the_lock_stale(tmp_path: Path, name: str) -> None:
    load(tmp_path, name)
    path = tmp_path / "pyproject.toml"
    path.write_text(path.read_text().replace("1.16", "1.15"))

    assert provide("lock", tmp_path).files[0].is_stale


@pytest.mark.parametrize("name", ["poetry", "poetry21", "pdm"])
def test_other_changes_do_not(tmp_path: Path, name: str) -> None:
    load(tmp_path, name)
    path = tmp_path / "pyproject.toml"
    path.write_text(path.read_text().replace('version = "0.1.0"', 'version = "0.2.0"'))

    assert provide("lock", tmp_path).files[0].is_stale is False


def test_new_poetry_sees_a_changed_group_and_old_poetry_does_not(tmp_path: Path) -> None:
    for name, stale in {"poetry": True, "poetry21": False}.items():
        load(tmp_path / name, name)
        path = tmp_path / name / "pyproject.toml"
        path.write_text(path.read_text().replace("iniconfig>=2", "iniconfig>=1"))

        assert provide("lock", tmp_path / name).files[0].is_stale is stale


def test_changed_pipfile_makes_the_lock_stale(tmp_path: Path) -> None:
    load(tmp_path, "pipenv")
    path = tmp_path / "Pipfile"
    path.write_text(path.read_text().replace("1.16", "1.15"))

    assert provide("lock", tmp_path).files[0].is_stale


def test_pdm_workspace_cannot_be_recomputed(tmp_path: Path) -> None:
    load(tmp_path, "pdm")
    path = tmp_path / "pyproject.toml"
    path.write_text(path.read_text() + '\n[tool.pdm.workspace]\nmembers = ["a"]\n')

    assert provide("lock", tmp_path).files[0].is_stale is None


def test_markers(tmp_path: Path) -> None:
    for name in ("poetry", "pdm", "pylock"):
        (file,) = load(tmp_path / name, name).files
        assert "colorama" in file.names
        assert "colorama" not in file.versions, "Windows only"


def test_forked_versions(tmp_path: Path) -> None:
    text = """
version = 1
[[package]]
name = "numpy"
version = "1.0"
resolution-markers = ["python_version < '3'"]
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "numpy"
version = "2.0"
resolution-markers = ["python_version >= '3'"]
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "mine"
source = { editable = "." }
"""
    write(tmp_path, {"uv.lock": text})
    found = provide("lock", tmp_path)

    assert found.packages == {"numpy": frozenset({"1.0", "2.0"})}
    assert found.files[0].versions == {"mine": frozenset(), "numpy": frozenset({"2.0"})}
    assert not found.has_hashes


def test_conda_lock(tmp_path: Path) -> None:
    text = """
version: 1
package:
  - {name: numpy, version: 2.1.0, manager: conda, platform: linux-64, hash: {md5: aa, sha256: bb}}
  - {name: six, version: 1.17.0, manager: pip, platform: linux-64, hash: {sha256: cc}}
"""
    write(tmp_path, {"conda-lock.yml": text})
    (file,) = provide("lock", tmp_path).files

    assert [(p.name, p.conda) for p in file.packages] == [("numpy", True), ("six", False)]
    assert file.packages[0].hashes == ("md5:aa", "sha256:bb")


def test_all_formats_are_found_even_when_git_ignores_them(tmp_path: Path) -> None:
    load(tmp_path, "uv")
    shutil.copy(DATA / "pylock" / "pylock.toml", tmp_path / "pylock.dev.toml")
    commit(write(tmp_path, {".gitignore": "uv.lock\n"}))

    assert [f.path for f in provide("lock", tmp_path).files] == ["pylock.dev.toml", "uv.lock"]


@pytest.mark.parametrize(
    ("text", "pinned"),
    [
        ("six==1.0\nx @ https://h/x.whl\n", True),
        ("six>=1.0\n", False),
        ("six\n", False),
        ("six==1.*\n", False),
        ("six==1.0\n./local\n", False),
        ("", False),
    ],
)
def test_pinned_requirements(tmp_path: Path, text: str, pinned: bool) -> None:
    write(tmp_path, {"requirements.txt": text})
    if pinned:
        assert provide("lock", tmp_path).files[0].format == "requirements"
    else:
        with pytest.raises(InputAbsent, match="no lock file"):
            provide("lock", tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", "[[package]"),
        ("uv.lock", "x = 1"),
        ("uv.lock", "version = 1\npackage = 1"),
        ("uv.lock", "version = 1\n[[package]]\nversion = '1'"),
        ("uv.lock", "version = 1\n[[package]]\nname = 'a'\nresolution-markers = ['x']"),
        ("uv.lock", "version = 1\n[[package]]\nname = 'a'\nresolution-markers = [1]"),
        ("uv.lock", "version = 1\n[[package]]\nname = 'a'\nwheels = [1]"),
        ("poetry.lock", "package = [1]"),
        ("poetry.lock", "[[package]]\nname = 'a'\nversion = 1"),
        ("poetry.lock", "[metadata]\ncontent-hash = 1"),
        ("pdm.lock", "[[package]]\nname = 1"),
        ("Pipfile.lock", "{"),
        ("Pipfile.lock", "[]"),
        ("Pipfile.lock", '{"default": []}'),
        ("Pipfile.lock", '{"_meta": {"hash": {"sha256": 1}}}'),
        ("pylock.toml", "lock-version = '9.0'"),
        ("pylock.toml", "packages = 1"),
        ("conda-lock.yml", "package: 1"),
        ("conda-lock.yml", "package: [{version: 1}]"),
        ("conda-lock.yml", "a: &a [*a]\nb: ["),
    ],
)
def test_broken_locks(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=re.escape(name)):
        provide("lock", write(tmp_path, {name: text}))


def test_directory_and_huge_lock(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").mkdir()
    with pytest.raises(InputError, match="a directory"):
        provide("lock", tmp_path)
    (tmp_path / "uv.lock").rmdir()
    with (tmp_path / "uv.lock").open("wb") as stream:
        stream.truncate(200 * 2**20)
    with pytest.raises(InputError, match="MiB"):
        provide("lock", tmp_path)


def test_no_test_data_from_this_machine() -> None:
    for path in DATA.rglob("*"):
        if path.is_file():
            assert not re.search(r"file://|/opt/|/tmp/|/home/|/root/", path.read_text()), path
