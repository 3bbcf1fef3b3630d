from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs.environment import environment
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, resolver, write

CHECK = find_check("reproducibility.lock-file")
DATA = Path(__file__).parent.parent / "data" / "locks"
HERE = environment()
PROJECT = '[project]\nname = "x"\n{0}\ndependencies = [{1}]\n'


def run(root: Path, *, python: str = HERE.python, track: bool = True, **settings: Any) -> Verdict:
    if track:
        commit(root)
    return resolver(root, environment=replace(HERE, python=python)).run(CHECK, **settings)


def project(root: Path, needs: str, python: str = "", **files: str) -> Path:
    return write(root, {"pyproject.toml": PROJECT.format(python, needs), **files})


def uv_lock(**versions: str) -> str:
    return "version = 1\n" + "".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{registry = "x"}}\n'
        for name, version in versions.items()
    )


@pytest.mark.parametrize("name", ["uv", "poetry", "poetry-legacy", "poetry1", "pdm", "pipenv"])
def test_locks_of_the_real_tools_pass(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA / name, tmp_path, dirs_exist_ok=True)

    verdict = run(tmp_path, python="3.11.7")

    assert verdict.outcome is Outcome.PASS, verdict
    assert "are locked in" in verdict.summary


def test_a_group_that_the_tool_did_not_know_is_missing(tmp_path: Path) -> None:
    shutil.copytree(DATA / "poetry21", tmp_path, dirs_exist_ok=True)

    assert "iniconfig>=2 is not locked in poetry.lock" in run(tmp_path).summary


@pytest.mark.parametrize("name", ["pylock", "pip-tools"])
def test_a_lock_without_the_extras_and_groups(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA / name, tmp_path, dirs_exist_ok=True)
    messages = {f.outcome: f.message for f in run(tmp_path).findings}

    assert messages[Outcome.WARN].startswith("idna>=3 is not locked"), "an extra only warns"
    assert (Outcome.FAIL in messages) == (name == "pip-tools"), "its lock lacks the group dev"


def test_no_lock(tmp_path: Path) -> None:
    verdict = run(project(tmp_path, "'numpy>=2', 'scipy'"))

    assert verdict.outcome is Outcome.FAIL
    assert "no lock file for the 2 dependencies in pyproject.toml" in verdict.summary


@pytest.mark.parametrize(
    ("needs", "lock", "outcome", "words"),
    [
        ("'a>=1'", {"a": "1.5"}, Outcome.PASS, "1 dependencies"),
        ("'A.b_c'", {"a-b-c": "1"}, Outcome.PASS, ""),
        ("'a>=2'", {"a": "1.5"}, Outcome.FAIL, "a>=2 does not admit the version 1.5"),
        ("'a', 'b'", {"a": "1.5"}, Outcome.FAIL, "b is not locked in uv.lock"),
        ("'a', \"b; sys_platform == 'never'\"", {"a": "1.5"}, Outcome.PASS, ""),
        ("'a>=1'", {"a": "2.0rc1"}, Outcome.PASS, ""),
        ("'a>=1'", {"a": "not-a-version"}, Outcome.INCONCLUSIVE, "cannot be compared"),
        ("'a', 'x[dev]'", {"a": "1"}, Outcome.PASS, ""),
    ],
)
def test_coverage(
    tmp_path: Path, needs: str, lock: dict[str, str], outcome: Outcome, words: str
) -> None:
    verdict = run(project(tmp_path, needs, **{"uv.lock": uv_lock(**lock)}))

    assert verdict.outcome is outcome
    assert words in str(verdict)


def test_locked_for_another_platform_only(tmp_path: Path) -> None:
    text = uv_lock(a="1") + "resolution-markers = [\"sys_platform == 'never'\"]\n"
    verdict = run(project(tmp_path, "'a'", **{"uv.lock": text}))

    assert "a is not locked for this platform" in verdict.summary


def test_untracked_and_ignored_lock(tmp_path: Path) -> None:
    project(tmp_path, "'a'", **{"uv.lock": uv_lock(a="1"), ".gitignore": "uv.lock\n"})

    verdict = run(tmp_path)

    assert verdict.outcome is Outcome.FAIL
    assert "uv.lock: L3 is not tracked by git" in verdict.summary
    assert ".gitignore" in verdict.findings[0].remedy


def test_without_git_nobody_can_track(tmp_path: Path) -> None:
    project(tmp_path, "'a'", **{"uv.lock": uv_lock(a="1")})

    assert run(tmp_path, track=False).outcome is Outcome.PASS


@pytest.mark.parametrize("name", ["poetry", "poetry1", "pdm", "pipenv"])
def test_stale(tmp_path: Path, name: str) -> None:
    shutil.copytree(DATA / name, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("[pP]*"):
        if path.name in {"pyproject.toml", "Pipfile"}:
            path.write_text(path.read_text().replace("1.16", "1.15"))

    verdict = run(tmp_path, python="3.11.7")

    assert verdict.outcome is Outcome.FAIL
    assert "stale" in verdict.summary


def test_hash_that_cannot_be_recomputed(tmp_path: Path) -> None:
    shutil.copytree(DATA / "poetry", tmp_path, dirs_exist_ok=True)
    (tmp_path / "pyproject.toml").unlink()
    write(tmp_path, {"requirements.in": "six\n"})

    verdict = run(tmp_path)

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "cannot be recomputed" in verdict.summary


def test_contradictory_manifests(tmp_path: Path) -> None:
    project(
        tmp_path,
        "'a>=2,<3'",
        **{"requirements.txt": "a==1.9\n", "uv.lock": uv_lock(a="2.1")},
    )

    verdict = run(tmp_path)

    assert verdict.outcome is Outcome.FAIL
    assert "a==1.9 contradicts a<3,>=2 in pyproject.toml" in str(verdict)


def test_two_formats_warn(tmp_path: Path) -> None:
    verdict = run(
        project(tmp_path, "'a'", **{"uv.lock": uv_lock(a="2"), "requirements.txt": "a==2\n"})
    )

    assert verdict.outcome is Outcome.WARN
    assert "2 lock formats" in verdict.summary


def test_split_requirements_count_together(tmp_path: Path) -> None:
    files = {"requirements.in": "a\n", "requirements-dev.in": "b\n"}
    files |= {"requirements.txt": "a==1\n", "requirements-dev.txt": "b==1\n"}

    assert run(write(tmp_path, files)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("wanted", "python", "outcome"),
    [
        (">=3.11", "3.12.1", Outcome.PASS),
        (">=3.11", "3.10.1", Outcome.FAIL),
        (">=3.11", "3.13.0+", Outcome.PASS),
        ("~=3.9", "3.9", Outcome.PASS),
        ("==3.9.*", "nonsense", Outcome.FAIL),
    ],
)
def test_requires_python(tmp_path: Path, wanted: str, python: str, outcome: Outcome) -> None:
    project(tmp_path, "'a'", f'requires-python = "{wanted}"', **{"uv.lock": uv_lock(a="1")})

    assert run(tmp_path, python=python).outcome is outcome


CONDA = "dependencies: [python=3, numpy=2.1, pip, pip: [six]]\n"
CONDA_LOCK = "version: 1\npackage:\n  - {name: numpy, version: 2.1.3, manager: conda}\n"


def test_conda(tmp_path: Path) -> None:
    assert run(write(tmp_path, {"environment.yml": CONDA})).outcome is Outcome.FAIL
    verdict = run(write(tmp_path, {"conda-lock.yml": CONDA_LOCK}))
    assert verdict.outcome is Outcome.WARN
    assert "six is not locked" in verdict.summary
    other = run(write(tmp_path, {"uv.lock": uv_lock(six="1")}))
    assert other.outcome is Outcome.PASS, "conda-lock and a lock for pip belong together"


def test_library_locks_development_only(tmp_path: Path) -> None:
    groups = "[dependency-groups]\ndev = ['pytest']\n"
    text = PROJECT.format("", "'numpy'") + groups
    write(tmp_path, {"pyproject.toml": text, "uv.lock": uv_lock(pytest="8")})

    assert run(tmp_path).outcome is Outcome.FAIL
    assert run(tmp_path, library=True).outcome is Outcome.PASS
    (tmp_path / "uv.lock").unlink()
    assert "the 1 dependencies" in run(tmp_path, library=True).summary


def test_computed_dependencies(tmp_path: Path) -> None:
    verdict = run(write(tmp_path, {"setup.py": "setup(install_requires=read())\n"}))

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "setup.py" in verdict.summary


def test_nothing_to_lock(tmp_path: Path) -> None:
    code = "import os\nimport helper\nfrom . import x\nfrom lib.a import b\n"
    write(tmp_path, {"a.py": code, "helper.py": "", "lib/a.py": ""})
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE
    assert run(project(tmp_path, "")).outcome is Outcome.NOT_APPLICABLE


def test_third_party_import_without_manifest(tmp_path: Path) -> None:
    verdict = run(write(tmp_path, {"train.py": "import os\nimport numpy.linalg\n"}))

    assert verdict.outcome is Outcome.FAIL
    assert "train.py:2" in verdict.summary
    waived = "import numpy  # mlgate: allow[lock-file] numpy comes with the image\n"
    assert run(write(tmp_path, {"train.py": waived})).outcome is Outcome.WARN


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
def test_broken_file(tmp_path: Path, name: str) -> None:
    project(tmp_path, "'a'", **{"uv.lock": uv_lock(a="1")})
    verdict = run(write(tmp_path, {name: "[["}))

    assert verdict.outcome is Outcome.ERROR
    assert name in verdict.summary


def test_manifests_further_down_are_not_read_but_seen(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/requirements.txt": "numpy\n",
            "a/src/train.py": "import numpy, pandas\n",
            "b/environment.yml": "dependencies: [numpy]\n",
            "b/plot.py": "import json\n",
        },
    )
    verdict = run(tmp_path)

    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert [finding.path for finding in verdict.findings] == ["a/requirements.txt"]

    write(tmp_path, {"c/train.py": "import scipy\n"})
    assert run(tmp_path).outcome is Outcome.FAIL
