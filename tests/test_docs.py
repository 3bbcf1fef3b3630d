"""Links lead somewhere, and every block of code in the documents runs, loads or parses."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from pytest_mlgate.config.locate import Document
from pytest_mlgate.config.settings import load
from pytest_mlgate.registry import Registry
from support import commit, registry, write

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "checks/README.md",
     ROOT / "benchmarks/README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/README.md")]
)  # fmt: skip
FENCE = re.compile(r"^```(?P<info>.*?)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<target>[^()\s]+)\)")
NAMED = re.compile(r"`(?P<path>[\w./-]+)`:\n\n$")
LANGUAGES = {"console", "sh", "toml", "python", "yaml", "json", "text", "console output"}

COVERED = {
    "README.md": {
        "python3 examples/demo.py",  # tests/test_packaging.py and .ci/run install for real
        "pip install pytest-mlgate",
    },
    "CONTRIBUTING.md": {
        'pytest -n 2 -m "not slow"',
        'pytest tests/test_catalogue.py -k row-overlap -m "slow or not slow"',
        "pytest tests/checks/test_git_state.py",
        "ruff check --fix . && ruff format . && mypy",
        "python tools/generate.py",
        "bash .ci/run",
    },
    "examples/tumour_screening/README.md": {
        "pip install --require-hashes -r requirements.txt && pip install pytest-mlgate",
        "python prepare.py",
        "python train.py",
        'git add -A && git commit -m "evidence"',
    },
    "examples/loan_challenger/README.md": {"python prepare.py"},
}
"""Commands that other tests and .ci/run run, or that need a network; a new one is looked at."""
SETS_UP = re.compile(r"python3 -m venv \.venv && .*")
BENCHMARK = re.compile(r"python (?P<script>benchmarks/\w+\.py)(?: .*)?")
READMISSION = re.compile(r"python prepare\.py && \(cd leaky && .*")
OPTIONS = {"passes", "fails", "inconclusive"}


@dataclass(frozen=True)
class Block:
    """One fenced block of a document."""

    page: Path
    line: int
    info: str
    text: str
    path: str

    @property
    def name(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(*infos: str) -> list[Block]:
    found = []
    for page in PAGES:
        text = text_of(page)
        for fence in FENCE.finditer(text):
            named = NAMED.search(text, 0, fence.start())
            line = text.count("\n", 0, fence.start()) + 1
            path = named["path"] if named else ""
            found.append(Block(page, line, fence["info"], fence["text"], path))
    return [block for block in found if not infos or block.info in infos]


def test_every_block_says_what_it_is() -> None:
    unknown = [f"{b.name}: {b.info!r}" for b in blocks() if b.info not in LANGUAGES]
    # The README and the map of CONTRIBUTING show text without saying so.
    assert [one for one in unknown if not one.endswith(": ''")] == []
    assert {b.page.name for b in blocks("")} <= {"README.md", "CONTRIBUTING.md"}


def test_every_fence_is_closed() -> None:
    for page in PAGES:
        fences = re.findall(r"^ *```", text_of(page), re.MULTILINE)
        assert len(fences) == 2 * len(FENCE.findall(text_of(page))), page


@cache
def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", text_of(page))
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for heading in re.findall(r"^#{1,6} (.*)$", text, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        anchor = re.sub(r"[^\w -]", "", plain.lower()).replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def broken_links(page: Path) -> list[str]:
    text = FENCE.sub("", text_of(page))
    broken = []
    for link in LINK.finditer(re.sub(r"`[^`\n]*`", lambda code: "`" * len(code[0]), text)):
        target = urlsplit(link["target"])
        if target.scheme:
            if target.scheme not in {"https", "mailto"} or not (target.netloc or target.path):
                broken.append(link["target"])
            continue
        place = (page.parent / unquote(target.path)).resolve() if target.path else page
        known = place.exists() and place.is_relative_to(ROOT)
        if not known or (target.fragment and target.fragment not in anchors(place)):
            broken.append(link["target"])
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_broken_links_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text(
        "# A b\n\n[1](#a-b) [2](#c) [3](b.md) [4](../x.md) [5](http://x.y) [`6`](a.md#a-b-1)\n\n"
        "## A *b*\n\n```text\n[7](no.md)\n```\n`[8](no.md)` [9](https://)\n"
    )

    assert broken_links(page) == ["#c", "b.md", "../x.md", "http://x.y", "https://"]


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry()


@pytest.mark.parametrize("block", blocks("toml"), ids=lambda block: block.name)
def test_toml_is_a_configuration(block: Block, known: Registry) -> None:
    # What the recipe of CONTRIBUTING makes is a check there only, and its case.toml is no gate.
    text = block.text.replace("[reproducibility.no-breakpoint]", "")
    table = tomllib.loads(text)
    if not block.path or block.path.endswith("mlgate.toml"):
        load(Document(Path("mlgate.toml"), text, table), known)


def test_json_parses() -> None:
    for block in blocks("json"):
        json.loads(block.text)


@pytest.mark.parametrize("block", blocks("yaml"), ids=lambda block: block.name)
def test_yaml_is_what_it_looks_like(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "block.yaml"
    path.write_text(block.text, encoding="utf-8")
    judge = judge_of(yaml.safe_load(block.text))
    if judge is None:
        return
    done = subprocess.run(
        [sys.executable, "-m", *judge, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def judge_of(document: object) -> list[str] | None:
    """Return the program that knows what such a file may hold."""
    if not isinstance(document, dict):
        return None
    if "jobs" in document:
        return ["check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    if "repos" in document:
        return ["pre_commit", "validate-config"]
    if any("script" in value for value in document.values() if value):
        return ["check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"]
    return None


def commands(block: Block) -> list[str]:
    """Return the commands of a block: all lines of the shell, those with a prompt of a console."""
    lines = block.text.replace("\\\n", " ").splitlines()
    if block.info == "console":
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    # A comment begins with a hash after a blank.
    return [c for line in lines if (c := re.split(r"(?:^|\s)#", line)[0].strip())]


SHELL = [(block, command) for block in blocks("sh", "console") for command in commands(block)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small committed project with a gate, on which the commands of the documents run."""
    rows = "row_id,y_true,y_pred\n" + "".join(f"{n},{n % 2},{n % 2}\n" for n in range(40))
    write(
        tmp_path,
        {
            "README.md": "# A project\n",
            "train.py": "import random\n\nrandom.seed(1)\nprint(random.random())\n",
            "tests/test_it.py": "def test_it():\n    assert 1 + 1 == 2\n",
            "mlgate.toml": 'families = ["reproducibility"]\n',
            "predictions.csv": rows,
            **{f"{name}/mlgate.toml": 'families = ["leakage"]\n' for name in OPTIONS},
        },
    )
    commit(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", sorted({c for _, c in SHELL if shlex.split(c)[0] == "pytest" and "mlgate" in c})
)
def test_commands_of_the_gate_run(project: Path, command: str) -> None:
    if "--mlgate-init" in command:
        (project / "mlgate.toml").unlink()
    if "--mlgate-update" in command:
        with (project / "mlgate.toml").open("a", encoding="utf-8") as stream:
            stream.write('baseline = "b.json"\n')

    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command), "-p", "no:cacheprovider"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_other_commands_are_known() -> None:
    unknown = []
    for block, command in SHELL:
        page = block.page.relative_to(ROOT).as_posix()
        if shlex.split(command)[0] == "pytest" and "mlgate" in command:
            continue
        if script := BENCHMARK.fullmatch(command):
            assert (ROOT / script["script"]).exists(), command
        elif not (
            command in COVERED.get(page, set())
            or SETS_UP.fullmatch(command)
            or READMISSION.fullmatch(command)
        ):
            unknown.append(f"{block.name}: {command}")
    assert unknown == []


AROUND = """
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pytest_mlgate import Project
from pytest_mlgate.inputs.reruns import reruns
from sklearn.preprocessing import StandardScaler


def build_features(frame):
    return frame.assign(double=frame["amount"] * 2)


def fit(frame, train_index):
    return StandardScaler().fit(frame.loc[train_index, ["amount"]])


@pytest.fixture
def patients():
    return np.repeat(np.arange(20), 5)


@pytest.fixture
def X():
    return pd.DataFrame({"a": np.random.default_rng(0).normal(size=100)})


@pytest.fixture
def y():
    return np.tile([0, 1, 1, 0], 25)


@pytest.fixture
def raw():
    draw = np.random.default_rng(1)
    return pd.DataFrame({
        "day": pd.date_range("2024-01-01", periods=120).repeat(2),
        "customer": np.tile(["a", "b"], 120),
        "amount": draw.normal(size=240),
        "churn": draw.integers(0, 2, size=240),
    })


@pytest.fixture
def my_reruns():
    return reruns(Project(Path.cwd()), path="reruns.json")
"""

RERUNS = ROOT / "checks/reproducibility/seed-variance/good/reruns.json"


@pytest.mark.slow
@pytest.mark.parametrize(
    "block", [b for b in blocks("python") if not b.path], ids=lambda block: block.name
)
def test_python_runs(block: Block, project: Path) -> None:
    if "def pytest_mlgate_checks" in block.text:
        files, arguments = {"conftest.py": block.text}, ["--mlgate-list"]
    else:
        body = textwrap.dedent(block.text)
        files = {"tests/conftest.py": AROUND, "tests/test_doc.py": AROUND + "\n\n" + body}
        arguments = ["tests/test_doc.py", "-rA"]
    write(project, {**files, "reruns.json": RERUNS.read_text(encoding="utf-8")})

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "-p", "no:cacheprovider"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
