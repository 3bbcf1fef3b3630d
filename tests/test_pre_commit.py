"""The hooks under real pre-commit: real commits in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from pytest_mlgate import checks
from support import GIT_ENV, git, write

pytest.importorskip("pre_commit", reason="needs pre-commit")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
LARGE_FILES = "data.large-files"
MARK = "somebody-ran-this"
KEY = "AKIA" + "5RT7QWERTYUIOPLK"
SECRET = f'api_key = "{KEY}"\n'
PLAIN = '"""Nothing to see."""\n'
ACTION = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: somebody/thing@{}\n"


def notebook(*counts: int) -> str:
    cells = [
        {
            "cell_type": "code",
            "source": f"x = {count}",
            "execution_count": count,
            "metadata": {},
            "outputs": [],
        }
        for count in counts
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


FIT_FIRST = """from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def prepare(x):
    x = StandardScaler().fit_transform(x)
    return train_test_split(x, random_state=0)
"""

CASES = {
    "mlgate-secrets": ({"a.py": SECRET}, {"a.py": PLAIN}, "an AWS access key"),
    "mlgate-notebooks": ({"a.ipynb": notebook(2, 1)}, {"a.ipynb": notebook(1, 2)}, "a.ipynb"),
    "mlgate-leakage": ({"a.py": FIT_FIRST}, {"a.py": PLAIN}, "a.py:6"),
    "mlgate-hardcoded-paths": (
        {"train.py": 'DATA = "/home/bob/data.csv"\n'},
        {"train.py": 'DATA = "data.csv"\n'},
        "/home/bob/data.csv is a path of one machine",
    ),
    "mlgate-nondeterminism": (
        {"train.py": "import numpy as np\n\nx = np.random.rand(3)\n"},
        {"train.py": "import numpy as np\n\nx = np.random.default_rng(0).random(3)\n"},
        "draws from the global generator",
    ),
    "mlgate-pins": (
        {"requirements.txt": "numpy\n", ".github/workflows/a.yml": ACTION.format("main")},
        {"requirements.txt": "numpy==2.0.1\n", ".github/workflows/a.yml": ACTION.format("a" * 40)},
        "numpy may be any version",
    ),
    "mlgate-unsafe-artifacts": (
        {"model.bin": "cos\nsystem\n(S'true'\ntR."},
        {"model.bin": "no pickle\n"},
        "not on the allow-list",
    ),
}
"""Hook -> files that it refuses, the same mended, and what it says about the first."""


@dataclass(frozen=True)
class Source:
    """The repository that holds the hooks, and where pre-commit keeps their environment."""

    place: Path
    home: Path

    @property
    def config(self) -> dict[str, object]:
        return {"repo": str(self.place), "rev": git(self.place, "rev-parse", "HEAD")}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Commit the project as it stands; without the check of large files its hook is left out."""
    place = tmp_path_factory.mktemp("source")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if name.startswith(("pytest_mlgate/", ".pre-commit", "pyproject", "README", "LICENSE")):
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_file():
                shutil.copy(ROOT / name, target)
    if LARGE_FILES not in checks.names():
        hooks = [hook for hook in HOOKS if hook["id"] != "mlgate-large-files"]
        text = yaml.safe_dump(hooks).replace(f",{LARGE_FILES}", "")
        (place / ".pre-commit-hooks.yaml").write_text(text, encoding="utf-8")
    git(place, "init", "-q")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "hooks")
    return Source(place, tmp_path_factory.mktemp("home"))


@dataclass(frozen=True)
class Clone:
    """A repository in which pre-commit is installed."""

    root: Path
    environment: dict[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def pre_commit(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pre_commit", *arguments)

    def commit(self, files: dict[str, str] | None = None, *options: str) -> tuple[bool, str]:
        """Write files, stage everything, and commit for real: whether it went through, and how."""
        write(self.root, files or {})
        if files is not None:
            git(self.root, "add", "-A")
        done = self.run("git", "commit", "-m", "change", *options)
        return done.returncode == 0, done.stdout + done.stderr

    def use(self, source: Source, *hooks: str, **more: object) -> None:
        chosen = [{"id": hook, **more} for hook in hooks]
        config = {"repos": [{**source.config, "hooks": chosen}]}
        write(self.root, {".pre-commit-config.yaml": yaml.safe_dump(config)})
        git(self.root, "add", ".pre-commit-config.yaml")


@pytest.fixture
def clone(source: Source, tmp_path: Path) -> Clone:
    root = tmp_path / "a project"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    hidden = ("PYTEST_", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MLGATE", "COV_")
    environment = {name: v for name, v in GIT_ENV.items() if not name.startswith(hidden)}
    made = Clone(root, {**environment, "PRE_COMMIT_HOME": str(source.home)})
    made.use(source, "mlgate-changed")
    done = made.pre_commit("install", "-t", "pre-commit", "-t", "pre-merge-commit")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def test_every_hook_is_tried_here() -> None:
    tried = {*CASES, "mlgate-changed", "mlgate-large-files", "mlgate"}

    assert {hook["id"] for hook in HOOKS} == tried


def test_the_hook_of_all_runs_the_checks_of_the_others() -> None:
    named = {hook["id"]: hook["entry"].split()[-1].split(",") for hook in HOOKS}
    whole = named.pop("mlgate")
    together = named.pop("mlgate-changed")

    assert whole == ["all"]
    assert sorted(together) == sorted(id for ids in named.values() for id in ids)
    assert set(together) - {LARGE_FILES} <= set(checks.names())


@pytest.mark.parametrize("hook", CASES)
def test_a_commit_is_refused_until_it_is_mended(clone: Clone, source: Source, hook: str) -> None:
    wrong, right, said = CASES[hook]
    clone.use(source, hook)

    refused, why = clone.commit(wrong)
    passed, how = clone.commit(right)

    assert (refused, passed) == (False, True), why + how
    assert said in why
    assert "to do:" in why
    assert "Passed" in how
    assert "mlgate-explain" not in how, "it is quiet when all is well"


@pytest.mark.skipif(LARGE_FILES not in checks.names(), reason="the check is not written yet")
def test_a_large_file_is_refused(clone: Clone, source: Source) -> None:
    clone.use(source, "mlgate-large-files")
    (clone.root / "data.csv").write_bytes(b"1,2\n" * 200_000)

    refused, why = clone.commit({"a.py": PLAIN})
    clone.commit(None, "--no-verify")
    passed, how = clone.commit({"a.py": PLAIN + "\n"})

    assert (refused, passed) == (False, True), why + how
    assert "data.csv: G3 a data or model file of 0.8 MB" in why


@pytest.mark.parametrize("hook", [*CASES])
def test_all_together_refuse_the_same(clone: Clone, hook: str) -> None:
    wrong, right, said = CASES[hook]

    refused, why = clone.commit(wrong)
    passed, how = clone.commit(right)

    assert (refused, passed) == (False, True), why + how
    assert said in why


@pytest.mark.parametrize(
    "hook", sorted(CASES.keys() - {"mlgate-secrets", "mlgate-unsafe-artifacts"})
)
def test_a_hook_does_not_start_without_its_files(clone: Clone, source: Source, hook: str) -> None:
    clone.use(source, hook)
    clone.commit({"a.rst": "words\n"})

    passed, how = clone.commit({"README.md": "words\n"})

    assert passed
    assert "no files to check" in how


def test_words_alone_go_through(clone: Clone) -> None:
    passed, how = clone.commit({"README.md": "# A project\n"})

    assert passed, how
    assert "Passed" in how


def test_only_what_is_committed_is_judged(clone: Clone) -> None:
    clone.commit({"old.py": FIT_FIRST, "requirements.txt": "numpy\n"}, "--no-verify")

    passed, how = clone.commit({"new.py": PLAIN})

    assert passed, how


def test_what_seeds_the_changed_file_is_found_elsewhere(clone: Clone) -> None:
    seeds = "import numpy as np\n\nimport noise\n\nnp.random.seed(0)\n"
    clone.commit({"train.py": seeds, "README.md": "x\n"}, "--no-verify")

    passed, how = clone.commit(
        {"pipeline.py": "import numpy as np\n\n\ndef noise():\n    return np.random.rand(3)\n"}
    )

    assert passed, how


def test_a_lock_that_did_not_change_still_pins(clone: Clone) -> None:
    lock = 'version = 1\n\n[[package]]\nname = "numpy"\nversion = "2.0.1"\n'
    clone.commit({"uv.lock": lock}, "--no-verify")

    passed, how = clone.commit({"requirements.txt": "numpy\n"})

    assert passed, how


def test_deleted_and_renamed_files(clone: Clone) -> None:
    clone.commit({"gone.py": SECRET, "here.py": PLAIN, "key.py": SECRET}, "--no-verify")
    git(clone.root, "rm", "-q", "gone.py")
    git(clone.root, "mv", "here.py", "there.py")

    passed, how = clone.commit()
    git(clone.root, "mv", "key.py", "other.py")
    refused, why = clone.commit()

    assert passed, how
    assert not refused
    assert "other.py:1" in why


@pytest.mark.parametrize(
    "name",
    ["two words.py", "größe ✓.py", "-p.py", "-pevil.py", "--version", "@args", "a'b\"c.py", "a,b"],
)
def test_a_name_is_nothing_but_a_name(clone: Clone, name: str) -> None:
    evil = f"open({MARK!r}, 'w')\n"
    clone.commit({"evil.py": evil, "conftest.py": evil}, "--no-verify")

    refused, why = clone.commit({name: SECRET, "args": "--version\n"})
    passed, how = clone.commit({name: PLAIN})

    assert (refused, passed) == (False, True), why + how
    assert f"{name}:1" in why
    assert not (clone.root / MARK).exists()


def test_what_is_staged_is_judged(clone: Clone) -> None:
    write(clone.root, {"a.py": PLAIN})
    git(clone.root, "add", "a.py")
    write(clone.root, {"a.py": SECRET})

    passed, how = clone.commit()

    assert passed, how
    assert (clone.root / "a.py").read_text(encoding="utf-8") == SECRET

    git(clone.root, "add", "a.py")
    write(clone.root, {"a.py": PLAIN})
    refused, why = clone.commit()

    assert not refused
    assert KEY[:4] in why
    assert KEY not in why


def test_a_merge(clone: Clone) -> None:
    clone.commit({"a.py": PLAIN})
    git(clone.root, "checkout", "-q", "-b", "side")
    clone.commit({"b.py": SECRET}, "--no-verify")
    git(clone.root, "checkout", "-q", "main")
    clone.commit({"c.py": PLAIN})

    done = clone.run("git", "merge", "--no-edit", "side")

    assert done.returncode != 0
    assert "b.py:1" in done.stdout + done.stderr

    write(clone.root, {"b.py": PLAIN})
    passed, how = clone.commit({})
    assert passed, how
    assert len(git(clone.root, "log", "-1", "--format=%P").split()) == 2


PARTS = {
    "ml/mlgate.toml": '[reproducibility.hardcoded-paths]\nseverity = "off"\n',
    "ml/.pre": "x\n",
}


def test_each_file_has_the_gate_above_it(clone: Clone) -> None:
    clone.commit(PARTS, "--no-verify")
    path = 'DATA = "/home/bob/data.csv"\n'

    passed, how = clone.commit({"ml/train.py": path})
    refused, why = clone.commit({"train.py": path, "ml/train.py": path + "\n"})

    assert passed, how
    assert not refused
    assert "train.py:1" in why


def test_a_broken_configuration_says_where(clone: Clone) -> None:
    broken, why = clone.commit({"mlgate.toml": "[health\n", "a.py": PLAIN})
    misspelt, hint = clone.commit({"mlgate.toml": "[health.secret]\n"})
    unused, how = clone.commit({"mlgate.toml": "[health.readme]\n[own.rule]\n"})

    assert (broken, misspelt, unused) == (False, False, True), why + hint + how
    assert "mlgate.toml: found broken TOML" in why
    assert "mlgate.toml:1: health.secret: found an unknown key" in hint
    assert "did you mean 'secrets'" in hint


WAIVERS = """schema: waivers/1
items:
  - id: W1
    check: leakage.fit-before-split
    subject: a.py
    reason: "the scaler is part of the paper"
    owner: ada
    created: 2026-01-01
    expires: 2099-01-01
"""


def test_waivers_hold(clone: Clone) -> None:
    refused, why = clone.commit({"a.py": FIT_FIRST})
    passed, how = clone.commit({"a.py": FIT_FIRST, "waivers.yaml": WAIVERS})

    assert (refused, passed) == (False, True), why + how


def test_the_baseline_holds(clone: Clone, source: Source) -> None:
    gate = 'baseline = "baseline.json"\n[leakage.fit-before-split]\n'
    clone.commit({"a.py": FIT_FIRST, "mlgate.toml": gate}, "--no-verify")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "pytest", "--mlgate-update"],
        cwd=clone.root,
        env=environment,
        check=False,
    )

    passed, how = clone.commit({"a.py": FIT_FIRST + "\n\nmore = 1\n"})
    refused, why = clone.commit({"b.py": FIT_FIRST})

    assert passed, how
    assert not refused
    assert "b.py:6" in why


def test_what_the_projects_own_tests_demand_does_not_matter(clone: Clone, source: Source) -> None:
    """Nothing of the project is imported, and none of pytest's settings is read."""
    evil = f"open({MARK!r}, 'w')\nraise SystemExit('imported')\n"
    settings = {
        "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-n auto --cov"\n'
        'required_plugins = ["pytest-nowhere"]\nfilterwarnings = ["error"]\n',
        "pytest.ini": "[pytest]\naddopts = --nowhere\n",
        **dict.fromkeys(
            ("conftest.py", "__init__.py", "pluggy.py", "shadow/pytest.py", "sub/__init__.py"),
            evil,
        ),
        "sub/mlgate.toml": "[health.secrets]\n",
    }
    clone.commit(settings, "--no-verify")
    clone.environment.update(
        PYTEST_ADDOPTS="--nowhere", PYTEST_PLUGINS="nowhere", PYTHONPATH=str(clone.root / "shadow")
    )

    passed, how = clone.commit({"a.py": PLAIN, "sub/b.py": PLAIN})
    refused, why = clone.commit({"a.py": SECRET, "sub/b.py": SECRET})

    assert (refused, passed) == (False, True), why + how
    assert "a.py:1" in why
    assert "b.py:1" in why
    assert not list(clone.root.rglob(MARK))
    assert not list(clone.root.rglob(".pytest_cache"))


GOOD = {
    "README.md": "# A project\n\n## Install\n\npip install .\n\n## Use\n\npython train.py\n",
    "mlgate.toml": 'families = ["leakage"]\n',
    "train.py": PLAIN,
}


def test_the_whole_gate_runs_by_hand_and_before_a_push(clone: Clone, source: Source) -> None:
    clone.use(source, "mlgate")
    clone.commit(GOOD | {"split.py": "from sklearn.model_selection import train_test_split\n"})

    well = clone.pre_commit("run", "mlgate", "--hook-stage", "manual")
    write(clone.root, {"split.py": FIT_FIRST})
    git(clone.root, "add", "-A")
    ill = clone.pre_commit("run", "mlgate", "--hook-stage", "pre-push")

    assert "split.py:6" in ill.stdout
    assert (well.returncode, ill.returncode) == (0, 1), well.stdout + ill.stdout


def test_the_whole_gate_of_a_folder(clone: Clone, source: Source) -> None:
    clone.use(source, "mlgate", args=["ml"])
    clone.commit({f"ml/{name}": text for name, text in GOOD.items()} | {"ml/a.py": FIT_FIRST})

    done = clone.pre_commit("run", "mlgate", "--hook-stage", "manual")

    assert done.returncode == 1
    assert "a.py:6" in done.stdout


def test_try_repo(clone: Clone, source: Source) -> None:
    clone.commit({"a.py": SECRET, "b.py": PLAIN}, "--no-verify")
    place = str(source.place)

    good = clone.pre_commit("try-repo", place, "mlgate-changed", "--files", "b.py")
    bad = clone.pre_commit("try-repo", place, "mlgate-changed", "--files", "a.py", "b.py")

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout + bad.stdout
    assert "a.py:1" in bad.stdout
