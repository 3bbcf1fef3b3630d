from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.bootstrap import Bootstrap
from pytest_mlgate.inputs.environment import Environment, Package
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.registry import Kind
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, provide, resolver, write

CHECK = find_check("reproducibility.environment-bootstrap")
DATA = Path(__file__).parent.parent / "data" / "locks"
SIX = Package("six", "1.17.0")


def recorded(*packages: Package) -> Snapshot:
    environment = Environment("3.12.4", "CPython", packages)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return Snapshot("environment.json", now, None, None, None, environment, "", "")


def run(snapshot: Snapshot, *packages: Package, conflicts: tuple[str, ...] = ()) -> Verdict:
    built = Bootstrap("uv.lock", "3.12.4", packages, conflicts)
    return CHECK.run({"snapshot": snapshot, "bootstrap": built})


def test_is_opt_in() -> None:
    assert CHECK.kind is Kind.CONFIG


def test_equal() -> None:
    local = Package("tiny", "0.1", "editable")

    verdict = run(recorded(SIX, local, Package("pip", "25")), SIX)

    assert verdict.outcome is Outcome.PASS
    assert "1 packages installed from uv.lock" in verdict.summary


@pytest.mark.parametrize(
    ("snapshot", "installed", "words"),
    [
        (recorded(SIX), (), "six 1.17.0 is recorded and not installed"),
        (recorded(SIX), (Package("six", "1.16"),), "six 1.16 is installed, 1.17.0 is recorded"),
        (recorded(SIX), (SIX, Package("x", "1")), "x 1 is installed and not recorded"),
        (recorded(SIX, Package("pip", "1")), (SIX, Package("pip", "2")), "pip 2 is installed"),
    ],
)
def test_any_difference_fails(
    snapshot: Snapshot, installed: tuple[Package, ...], words: str
) -> None:
    verdict = run(snapshot, *installed)

    assert verdict.outcome is Outcome.FAIL
    assert words in verdict.summary


def test_conflict_fails() -> None:
    verdict = run(recorded(SIX), SIX, conflicts=("a 1 requires b",))

    assert verdict.outcome is Outcome.FAIL
    assert "a 1 requires b" in verdict.summary


def test_without_a_lock(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CHECK).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "settings", "words"),
    [
        ({"requirements.txt": "six==1.17.0\n"}, {}, "without version or hash"),
        ({"requirements.txt": "six==1.17.0\n"}, {"format": "uv"}, "'uv'"),
        (
            {"requirements.txt": f"six==1.17.0 --hash=sha256:{'0' * 64}\n", "w/a": ""},
            {"wheelhouse": "w"},
            "install",
        ),
        (
            {"requirements.txt": f"six==1.17.0 --hash=sha256:{'0' * 64}\n", "w/a": ""},
            {"wheelhouse": "../w"},
            "leaves the project",
        ),
    ],
)
def test_what_cannot_be_installed_is_an_error(
    tmp_path: Path, files: dict[str, str], settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        provide("bootstrap", write(tmp_path, files), **settings)


@pytest.mark.slow
@pytest.mark.parametrize("uv", [True, False])
def test_real_installation_from_hashes(
    tmp_path: Path, uv: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not uv:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    shutil.copy(DATA / "pip-tools" / "requirements.txt", tmp_path)

    built = provide("bootstrap", tmp_path)

    assert built.packages == (Package("packaging", "26.3"), SIX)
    assert built.conflicts == ()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")
@pytest.mark.parametrize("name", ["uv", "poetry", "pdm", "pylock"])
def test_real_installation_from_other_locks(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA / name, tmp_path, dirs_exist_ok=True)
    commit(tmp_path)

    names = [package.name for package in provide("bootstrap", tmp_path).packages]

    assert {"iniconfig", "packaging", "six"} <= set(names)
    assert "tiny" not in names
