"""A real third-party package adds a check, an input and a report."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

PACKAGE = Path(__file__).parent.parent / "thirdparty"


@pytest.fixture
def with_package(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay the package out as an installer would: importable, with its entry point."""
    site = pytester.mkdir("site")
    shutil.copytree(PACKAGE / "mlgate_shout", site / "mlgate_shout")
    info = site / "mlgate_shout-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mlgate-shout\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pytest11]\nmlgate-shout = mlgate_shout\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    project = pytester.mkdir("project")
    (project / "README.md").write_text("Buy now!!!\n", encoding="utf-8")
    (project / "mlgate.toml").write_text("[style.quiet-readme]\n", encoding="utf-8")
    monkeypatch.chdir(project)
    return project


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_listed_explained_run_and_reported(with_package: Path) -> None:
    listed = run("--mlgate-list")
    explained = run("--mlgate-explain", "style.quiet-readme")
    ran = run("--mlgate-only", "-m", "mlgate_style", "--mlgate-report=shout:out.txt")

    assert "style.quiet-readme" in listed.stdout
    assert "Exclamation marks that are allowed." in explained.stdout
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "README.md: 3 exclamation marks" in ran.stdout
    assert (with_package / "out.txt").read_text(encoding="utf-8") == "FAIL!\n"


def test_its_settings_are_validated_like_ours(with_package: Path) -> None:
    (with_package / "mlgate.toml").write_text("[style.quiet-readme]\nmots = 5\n", encoding="utf-8")
    wrong = run("--mlgate-only")
    (with_package / "mlgate.toml").write_text("[style.quiet-readme]\nmost = 5\n", encoding="utf-8")
    right = run("--mlgate-only", "-m", "mlgate_style")

    assert wrong.returncode == pytest.ExitCode.USAGE_ERROR
    assert "did you mean 'most'?" in wrong.stderr
    assert right.returncode == pytest.ExitCode.OK


def test_it_loads_without_the_gate_plugin(with_package: Path) -> None:
    (with_package / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")

    result = run("-p", "no:mlgate")

    assert result.returncode == pytest.ExitCode.OK


def test_it_installs(tmp_path: Path) -> None:
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", target, PACKAGE],
        check=True,
    )

    assert (target / "mlgate_shout" / "__init__.py").exists()
    assert any(target.glob("mlgate_shout-1.0.dist-info/entry_points.txt"))
