from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.declarations import Declarations
from support import provide, write


def read(root: Path, files: dict[str, str]) -> Declarations:
    found = provide("declarations", write(root, files))
    assert isinstance(found, Declarations)
    return found


def test_folders(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "requirements.txt": "numpy\n",
            "requirements/dev.txt": "pytest\n",
            "a/requirements.txt": "-c limits.txt\npandas\n",
            "a/limits.txt": "six<2\n",
            "a/b/requirements/base.txt": "scipy\n",
            "a/data/notes.txt": "x\n",
            "{{ x }}/requirements.txt": "six\n",
        },
    )
    names = {f: [need.name for need in found.dependencies(f)] for f in found.folders}
    assert names == {"": ["numpy", "pytest"], "a": ["pandas"], "a/b": ["scipy"]}
    assert found.above("a/b/c/x.py") == ("a/b", "a", "")
    assert found.above("x.py") == ("",)
    assert found.above("c/x.py") == ("",)
    assert not found.unread


def test_only_below_the_root(tmp_path: Path) -> None:
    found = read(tmp_path, {"a/requirements.txt": "numpy\n"})
    assert found.above("b/x.py") == ()


def test_unread_manifests(tmp_path: Path) -> None:
    computed = "from setuptools import setup\nsetup(install_requires=read())\n"
    files = {"setup.py": computed, "a/setup.py": computed, "b/requirements.txt": "= =\n"}
    found = read(tmp_path, files)
    assert found.unread[""] == "install_requires, which is computed"
    assert found.unread["a"] == "install_requires, which is computed in a/setup.py"
    assert found.unread["b"].startswith("b/requirements.txt, which cannot be read (found '= ='")
    assert found.above("b/x.py") == ("b", "")


def test_list_that_is_changed_is_not_all(tmp_path: Path) -> None:
    text = (
        "from setuptools import setup\nextras = {'a': ['numpy']}\nneeds = ['six']\nCHANGE\n"
        "setup(install_requires=needs, extras_require=extras)\n"
    )
    found = read(tmp_path, {"setup.py": text.replace("CHANGE", "extras['b'] = ['pandas']")})
    assert [need.name for need in found.dependencies("")] == ["six", "numpy"]
    assert found.unread[""] == "extras_require, which is changed after it is written"
    for change in ("needs += ['x']", "needs.append('x')", "needs[0] = 'x'"):
        found = read(tmp_path, {"setup.py": text.replace("CHANGE", change)})
        assert found.unread[""] == "install_requires, which is changed after it is written"
    assert not read(tmp_path, {"setup.py": text.replace("CHANGE", "other = needs[0]")}).unread


def test_broken_root_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"requirements\.txt"):
        read(tmp_path, {"requirements.txt": "= =\n"})


def test_none(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="in the root or below"):
        read(tmp_path, {"x.py": ""})
