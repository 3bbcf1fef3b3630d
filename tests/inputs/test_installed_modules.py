from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pytest_mlgate.inputs.installed_modules import InstalledModules
from support import provide, write


def load(root: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> InstalledModules:
    """Read the metadata of a folder that stands for site-packages."""
    monkeypatch.setattr(sys, "path", [str(write(root, files))])
    found = provide("installed_modules", root)
    assert isinstance(found, InstalledModules)
    return found


def meta(name: str) -> str:
    return f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"


def test_modules_of_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = (
        "yaml/__init__.py,sha256=x,1\nyaml/sub/x.py,,\n_yaml.cpython-311-x86_64-linux-gnu.so,,\n"
        "single.py,,\nPyYAML-1.dist-info/METADATA,,\n../../bin/tool,,\nPyYAML-1.data/x.py,,\n"
        'bad-name/x.py,,\n"with,comma/x.py",,\nyaml.libs/libx.so,,\n'
    )
    found = load(
        tmp_path,
        monkeypatch,
        {
            "PyYAML-1.dist-info/METADATA": meta("PyYAML"),
            "PyYAML-1.dist-info/RECORD": record,
            "tool-1.dist-info/METADATA": meta("tool"),
            "tool-1.dist-info/entry_points.txt": "[console_scripts]\ntool=tool:main\n",
            "old-1.egg-info/PKG-INFO": meta("old"),
            "old-1.egg-info/top_level.txt": "old_module\ngoogle\n",
        },
    )
    assert found.providers == {
        "yaml": frozenset({"pyyaml"}),
        "_yaml": frozenset({"pyyaml"}),
        "single": frozenset({"pyyaml"}),
        "old_module": frozenset({"old"}),
    }
    assert found.modules["pyyaml"] == frozenset({"yaml", "_yaml", "single"})
    assert found.programs == frozenset({"tool"})


def test_namespaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "s-1.dist-info/METADATA": meta("google-cloud-storage"),
        "s-1.dist-info/RECORD": "google/cloud/storage/__init__.py,,\ngoogle/cloud/storage/a.py,,\n",
        "p-1.dist-info/METADATA": meta("protobuf"),
        "p-1.dist-info/RECORD": "google/protobuf/__init__.py,,\n",
    }
    found = load(tmp_path, monkeypatch, files)
    assert found.providers == {
        "google.cloud": frozenset({"google-cloud-storage"}),
        "google.cloud.storage": frozenset({"google-cloud-storage"}),
        "google.protobuf": frozenset({"protobuf"}),
    }


def test_here(tmp_path: Path) -> None:
    found = provide("installed_modules", tmp_path)
    assert found.providers["yaml"] == frozenset({"pyyaml"})
    assert "pytest" in found.programs
