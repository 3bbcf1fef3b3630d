"""What the plugin loads: an import that nobody needs is paid by every test run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import commit, write

HEAVY = (
    "numpy", "pandas", "scipy", "sklearn", "mlflow", "git", "yaml",
    "subprocess", "socket", "ssl", "http", "urllib.request", "asyncio", "multiprocessing",
)  # fmt: skip

ROOT = Path(__file__).parent.parent
PLUGIN = ("-p", "pytest_mlgate.plugin")

PROBE = """
import json, sys
import pytest
status = pytest.main(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps({"status": int(status), "modules": sorted(sys.modules)}))
"""

PROJECT = {
    "train.py": "import random\n\nprint(random.random())\n",
    "test_it.py": "def test_it():\n    pass\n",
}
CONFIG = {"mlgate.toml": 'phase = "production"\n\n[reproducibility.nondeterministic-code]\n'}


def loaded(project: Path, *arguments: str) -> set[str]:
    """Run pytest in a process of its own; return its status and all that is imported at its end.

    No plugin is loaded but those in `arguments`: another one could hide what ours adds.
    """
    result = project.parent / "modules.json"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(result), "-p", "no:cacheprovider", *arguments],
        cwd=project,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.exists(), done.stdout + done.stderr
    found = json.loads(result.read_text(encoding="utf-8"))
    assert found["status"] == pytest.ExitCode.OK, done.stdout + done.stderr
    return set(found["modules"])


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What pytest itself loads for the same tests."""
    return loaded(write(tmp_path_factory.mktemp("bare") / "project", PROJECT))


@pytest.mark.parametrize("config", [{}, CONFIG], ids=["zero-config", "configured"])
@pytest.mark.parametrize(
    "arguments",
    [(), ("--mlgate-only", "--collect-only"), ("--mlgate", "--collect-only"), ("--mlgate-list",)],
    ids=["inactive", "only", "beside", "list"],
)
def test_the_plugin_adds_no_heavy_module(
    tmp_path: Path, bare: set[str], config: dict[str, str], arguments: tuple[str, ...]
) -> None:
    project = write(tmp_path / "project", PROJECT | config)
    commit(project)

    added = loaded(project, *PLUGIN, *arguments) - bare

    assert "pytest_mlgate.plugin" in added
    assert [name for name in HEAVY if name in added] == []


def test_inactive_it_adds_a_handful_of_modules(tmp_path: Path, bare: set[str]) -> None:
    project = write(tmp_path / "project", PROJECT)

    assert loaded(project, *PLUGIN) - bare == {
        "pytest_mlgate",
        "pytest_mlgate._hash_seed",
        "pytest_mlgate.hookspecs",
        "pytest_mlgate.plugin",
    }


def test_the_comparison_sees_a_heavy_module(tmp_path: Path, bare: set[str]) -> None:
    conftest = {"conftest.py": "import multiprocessing\nimport sqlite3\n"}
    project = write(tmp_path / "project", PROJECT | conftest)

    added = loaded(project) - bare

    assert "multiprocessing" in added
    assert "sqlite3" in added
