"""What users install: exactly the package, which works with nothing but its dependencies."""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
STEM = f"pytest_mlgate-{PROJECT['version']}"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Built:
    """The two files of a release."""

    wheel: Path
    sdist: Path


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, target: Path) -> Path:
    """Build in this environment: the build backend is locked with everything else."""
    run(
        sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", target, source,
        cwd=target.parent,
    )  # fmt: skip
    (path,) = target.iterdir()
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    return Built(
        wheel=build("wheel", ROOT, folder / "wheel"), sdist=build("sdist", ROOT, folder / "sdist")
    )


@dataclass(frozen=True)
class Installed:
    """A fresh virtual environment that holds the wheel and what it depends on."""

    folder: Path
    packages_before: frozenset[str]
    megabytes_before: float

    def script(self, name: str) -> Path:
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        return self.folder / scripts / name

    def packages(self) -> frozenset[str]:
        return installed_packages(self.script("python"))

    def megabytes(self) -> float:
        return size_of(self.folder) - self.megabytes_before


def installed_packages(python: Path) -> frozenset[str]:
    listed = run(python, "-m", "pip", "list", "--format", "json", cwd=python.parent)
    return frozenset(canonical(entry["name"]) for entry in json.loads(listed))


def size_of(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 1e6


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    python = Installed(folder, frozenset(), 0).script("python")
    fresh = Installed(folder, installed_packages(python), size_of(folder))
    run(python, "-m", "pip", "install", "--quiet", built.wheel, cwd=folder)
    return fresh


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def package_files() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pytest_mlgate").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def content(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    info = {f"{STEM}.dist-info/{name}" for name in (
        "METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE",
    )}  # fmt: skip

    names = set(content(built.wheel))

    assert names == package_files() | info
    assert "pytest_mlgate/py.typed" in names


def test_the_wheel_is_pure_and_for_every_platform(built: Built) -> None:
    assert built.wheel.name == f"{STEM}-py3-none-any.whl"


def test_metadata_says_what_pyproject_says(built: Built) -> None:
    metadata = email.message_from_bytes(content(built.wheel)[f"{STEM}.dist-info/METADATA"])

    assert metadata["Name"] == PROJECT["name"]
    assert metadata["Version"] == PROJECT["version"]
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert metadata["License-Expression"] == PROJECT["license"]
    assert set(metadata.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])
    required = {line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line}
    assert required == set(PROJECT["dependencies"])
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")


def test_pytest_finds_the_plugin(built: Built) -> None:
    entry_points = content(built.wheel)[f"{STEM}.dist-info/entry_points.txt"].decode()

    assert entry_points.split() == ["[pytest11]", "mlgate", "=", "pytest_mlgate.plugin"]


def test_the_sdist_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")

    again = build("wheel", tmp_path / "source" / STEM, tmp_path / "wheel")

    assert content(again) == content(built.wheel)


def test_the_sdist_brings_its_tests_and_no_waste(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = [name.removeprefix(f"{STEM}/") for name in archive.getnames()]

    assert "tests/test_packaging.py" in names
    assert "requirements-dev.txt" in names
    assert [name for name in names if re.search(r"__pycache__|\.pyc$|\.venv|_cache/", name)] == []


def test_the_base_install_brings_only_what_is_declared(
    installed: Installed, capsys: pytest.CaptureFixture[str]
) -> None:
    script = """
import json, re
from importlib.metadata import requires
from packaging.requirements import Requirement
found, todo = set(), ["pytest-mlgate"]
while todo:
    name = todo.pop()
    if name not in found:
        found.add(name)
        for line in requires(name) or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo.append(re.sub(r"[-_.]+", "-", requirement.name).lower())
print(json.dumps(sorted(found)))
"""
    needed = set(json.loads(run(installed.script("python"), "-c", script, cwd=installed.folder)))
    direct = {canonical(re.split(r"[<>=!~ ;\[]", line)[0]) for line in PROJECT["dependencies"]}

    added = installed.packages() - installed.packages_before

    assert added == needed - installed.packages_before
    assert direct < needed
    with capsys.disabled():
        print(f"\nbase install: {len(added)} packages, {installed.megabytes():.1f} MB")


def test_the_installed_plugin_lists_its_checks(installed: Installed, tmp_path: Path) -> None:
    listed = run(installed.script("pytest"), "--mlgate-list", cwd=tmp_path)

    assert "reproducibility.nondeterministic-code" in listed


def test_the_installed_gate_runs_with_no_extra(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("import random\n\nvalue = random.random()\n")
    run("git", "init", "-q", cwd=tmp_path)

    done = subprocess.run(
        [installed.script("pytest"), "--mlgate-only", "-k", "nondeterministic-code"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    assert "train.py:3" in done.stdout
    assert "Traceback" not in done.stdout
