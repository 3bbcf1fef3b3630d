"""The recipe of CONTRIBUTING.md works, word for word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from support import commit

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`(?P<path>[\w./-]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
CASE = Path("checks/reproducibility/no-breakpoint")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the package with the files of the recipe written into it."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "pytest_mlgate", tmp_path / "pytest_mlgate", ignore=ignored)
    for found in FILE.finditer(GUIDE):
        path = tmp_path / found["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["text"], encoding="utf-8")
    return tmp_path


def gate(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    commit(folder)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_mlgate.plugin", "-p", "no:cacheprovider",
         "mlgate.toml::reproducibility::no-breakpoint"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(project), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


def test_the_recipe_has_all_its_files() -> None:
    paths = [found["path"] for found in FILE.finditer(GUIDE)]

    assert paths == [
        "pytest_mlgate/checks/reproducibility/no_breakpoint.py",
        *(f"{CASE.as_posix()}/{name}" for name in (
            "good/train.py", "good/mlgate.toml", "bad/train.py", "bad/mlgate.toml", "case.toml",
        )),
    ]  # fmt: skip


def test_the_new_check_passes_and_fails_as_its_case_says(project: Path) -> None:
    good = gate(project, project / CASE / "good")
    bad = gate(project, project / CASE / "bad")

    case = tomllib.loads((project / CASE / "case.toml").read_text(encoding="utf-8"))
    assert good.returncode == pytest.ExitCode.OK, good.stdout + good.stderr
    assert "1 passed" in good.stdout
    assert bad.returncode == pytest.ExitCode.TESTS_FAILED, bad.stdout + bad.stderr
    for fault in case["fault"]:
        assert fault in bad.stdout


def test_the_new_check_without_its_input(project: Path) -> None:
    (project / CASE / "good" / "train.py").unlink()

    done = gate(project, project / CASE / "good")

    assert "1 skipped" in done.stdout


@pytest.mark.parametrize("tool", [("ruff", "check"), ("ruff", "format", "--check")])
def test_the_new_check_has_the_style_of_the_project(project: Path, tool: tuple[str, ...]) -> None:
    path = project / "pytest_mlgate" / "checks" / "reproducibility" / "no_breakpoint.py"

    done = subprocess.run(
        [sys.executable, "-m", *tool, "--config", ROOT / "pyproject.toml", "--no-cache", path],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_of_the_map_exists() -> None:
    block = GUIDE.partition("## Map\n")[2].split("```")[1]
    names = re.findall(r"^  ([\w/]+(?:\.py|/))", block, re.MULTILINE)

    assert len(names) > 10
    assert [name for name in names if not (ROOT / "pytest_mlgate" / name).exists()] == []
