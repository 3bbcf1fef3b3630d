from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.environment import Environment, Platform
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("reproducibility.container-environment")
NO_LOCK = InputAbsent("no lock")
IGNORE = ".git\n.env\ndata\n"
GOOD = "FROM python:3.11-slim\nENV PYTHONHASHSEED=0\nCOPY . .\n"


def snapshot(python: str = "3.11.9") -> Snapshot:
    environment = Environment(
        python=python,
        implementation="CPython",
        packages=(),
        env={},
        probe=lambda: Platform("Linux", "6", "x86_64"),
    )
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Snapshot("environment.json", now, None, None, None, environment, "abc", "def")


def run(
    root: Path, dockerfile: str, files: dict[str, str] | None = None, **settings: Any
) -> Verdict:
    given: dict[str, object] = {
        "lock": settings.pop("lock", NO_LOCK),
        "snapshot": settings.pop("snapshot", snapshot()),
    }
    inputs = {"containers": {"image": settings.pop("image", None)}}
    write(root, {"Dockerfile": dockerfile, ".dockerignore": IGNORE, **(files or {})})
    return resolver(root, inputs, **given).run(CHECK, **settings)


def installs(root: Path, command: str, files: dict[str, str] | None = None) -> Verdict:
    return run(root, f"{GOOD}RUN {command}\n", files)


def rules(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


LOCKED = [
    "pip install --require-hashes -r anything.txt",
    "pip install --no-cache-dir -r pinned.txt",
    "pip install -rpinned.txt",
    "python -m pip install --requirement=/tmp/pinned.txt",
    "/opt/venv/bin/pip3.11 install -r pinned.txt && pip install .",
    "pip install --no-deps .",
    "pip install --no-deps pandas==2.2.0",
    "pip install --no-index --find-links /wheels pandas",
    "pip install -c pinned.txt pandas",
    "pip install -r pylock.toml",
    "pip install --upgrade pip==25.0 uv==0.9.0",
    "uv sync --locked --no-dev",
    "uv sync --frozen",
    "uv pip sync pinned.txt",
    "uv pip install --resolution lowest-direct -P numpy -r pinned.txt",
    "uv pip install --system -r pinned.txt",
    "uv export --frozen -o out.txt && pip install -r out.txt",
    "uv export > out.txt && pip install -r out.txt",
    "poetry install --only main",
    "poetry export -f requirements.txt --output out.txt && pip install -r out.txt",
    "pdm sync",
    "pdm install --frozen-lockfile",
    "pipenv sync",
    "pipenv install --deploy",
    "conda-lock install conda-lock.yml",
    "micromamba install -y -f conda-lock.yml",
    "conda create -n x --file conda-linux-64.lock",
    "pip config set global.index-url https://x && pip --version",
    "echo pip install pandas",
    "python train.py install",
]

LOOSE = [
    ("pip install pandas", "pandas by name"),
    ("pip install 'pandas>=2'", "pandas>=2 by name"),
    ("pip install pandas==2.*", "pandas==2.* by name"),
    ("pip install -r loose.txt", "does not pin numpy"),
    ("pip install -r pinned.txt scikit-learn", "scikit-learn by name"),
    ("pip install .", "without the lock"),
    ("pip install -e .[dev]", "without the lock"),
    ("pip install git+https://example.org/a.git@main", "without commit"),
    ("python -m pip install pandas", "pandas by name"),
    ("python setup.py install", "setup.py"),
    ("set -e; if true; then sudo pip install pandas; fi", "pandas by name"),
    ('["pip", "install", "pandas"]', "pandas by name"),
    ('["sh", "-c", "cd x && pip install pandas"]', "pandas by name"),
    ("<<EOF\npip install pandas\nEOF", "pandas by name"),
    ("--mount=type=cache,target=/root/.cache pip install pandas", "pandas by name"),
    ("uv pip install pandas", "pandas by name"),
    ("uv add pandas", "uv add"),
    ("poetry add pandas", "poetry add"),
    ("poetry update", "poetry update"),
    ("pipenv install", "resolves anew"),
    ("pipenv install --deploy pandas", "resolves anew"),
    ("conda install -y -c conda-forge pandas", "pandas by name"),
    ("conda env create -f environment.yml", "which is no lock"),
    ("mamba install 'numpy>=1'", "by name"),
]

OPEN = [
    ("pip install pandas==2.2.0", Outcome.WARN, "what it depends on"),
    ("pip install --upgrade pip", Outcome.WARN, "installer pip in any version"),
    ("pip install uv", Outcome.WARN, "installer uv"),
    ("pipx install poetry", Outcome.WARN, "the tool poetry"),
    ("uv sync", Outcome.WARN, "--locked"),
    ("pdm install", Outcome.WARN, "pdm sync"),
    ("conda install pandas=2.2.0", Outcome.WARN, "what it depends on"),
    ("pip install -r missing.txt", Outcome.INCONCLUSIVE, "cannot be read"),
    ("pip install $PACKAGES", Outcome.INCONCLUSIVE, "only known during the build"),
    ("pip install -r $FILE", Outcome.INCONCLUSIVE, "only known during the build"),
]

FILES = {
    "pinned.txt": "pandas==2.2.0\nnumpy==1.26.0\n", "loose.txt": "pandas==2.2.0\nnumpy\n",
    "environment.yml": "", "conda-lock.yml": "",
    **dict.fromkeys(("sub/uv.lock", "sub/poetry.lock", "sub/pdm.lock", "sub/Pipfile.lock"), ""),
}  # fmt: skip


@pytest.mark.parametrize("command", LOCKED)
def test_locked_installs(tmp_path: Path, command: str) -> None:
    verdict = installs(tmp_path, command, FILES)
    assert verdict.outcome is Outcome.PASS, verdict.summary


@pytest.mark.parametrize(("command", "message"), LOOSE)
def test_unlocked_installs(tmp_path: Path, command: str, message: str) -> None:
    verdict = installs(tmp_path, command, FILES)
    assert verdict.outcome is Outcome.FAIL
    assert message in verdict.summary
    assert verdict.findings[0].location == "Dockerfile:4"


@pytest.mark.parametrize(("command", "outcome", "message"), OPEN)
def test_half_locked_installs(tmp_path: Path, command: str, outcome: Outcome, message: str) -> None:
    verdict = installs(tmp_path, command, FILES)
    assert verdict.outcome is outcome
    assert message in verdict.summary


@pytest.mark.parametrize(
    "command", ["uv sync --frozen", "poetry install", "pdm sync", "pipenv sync"]
)
def test_lock_tool_without_its_lock(tmp_path: Path, command: str) -> None:
    verdict = installs(tmp_path, command, {"sub/other.lock": ""})
    assert verdict.outcome is Outcome.FAIL
    assert "the project has no" in verdict.summary


def test_arguments_and_variables_are_filled_in(tmp_path: Path) -> None:
    dockerfile = (
        f"{GOOD}ARG P=pandas\nENV F=pinned.txt\nRUN pip install -r $F\nRUN pip install $P\n"
    )
    verdict = run(tmp_path, dockerfile, FILES)
    assert [f.message for f in verdict.findings] == ["installs pandas by name, not from the lock"]
    frozen = f"{GOOD}ENV UV_FROZEN=1\nRUN uv sync\n"
    assert run(tmp_path, frozen).outcome is Outcome.PASS


def test_address_with_a_password_is_not_printed(tmp_path: Path) -> None:
    verdict = installs(tmp_path, "pip install git+https://user:hunter2@example.org/a.git")
    assert verdict.outcome is Outcome.FAIL
    assert "hunter2" not in str(verdict)


@pytest.mark.parametrize(
    "base",
    ["python:3.11", "python:3.11.4-slim-bookworm", "docker.io/library/python:3.11@sha256:00",
     "ghcr.io/astral-sh/uv:python3.11-bookworm", "registry.org:5000/base/py311:latest"],
)  # fmt: skip
def test_same_python(tmp_path: Path, base: str) -> None:
    verdict = run(tmp_path, f"FROM {base}\nENV PYTHONHASHSEED=0\nCMD python x\n")
    assert verdict.outcome is Outcome.PASS, verdict.summary


@pytest.mark.parametrize(
    "base", ["python:3.12", "python:3.1", "ghcr.io/astral-sh/uv:python3.13-alpine", "x/py39:1"]
)
def test_other_python(tmp_path: Path, base: str) -> None:
    verdict = run(tmp_path, f"FROM {base}\nENV PYTHONHASHSEED=0\nCMD python x\n")
    assert verdict.outcome is Outcome.FAIL
    assert rules(verdict) == {"K2"}
    assert "the snapshot has 3.11" in verdict.summary


@pytest.mark.parametrize(
    "base", ["python", "python:3", "python:latest", "python@sha256:00", "ubuntu:24.04", "$BASE"]
)
def test_unknown_python(tmp_path: Path, base: str) -> None:
    verdict = run(tmp_path, f"FROM {base}\nENV PYTHONHASHSEED=0\nCMD python x\n")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert rules(verdict) == {"K2"}


def test_python_of_an_argument_and_of_a_command(tmp_path: Path) -> None:
    tail = "ENV PYTHONHASHSEED=0\nCMD python x\n"
    assert run(tmp_path, f"ARG V=3.12\nFROM python:$V\n{tail}").outcome is Outcome.FAIL
    assert run(tmp_path, f"FROM ubuntu\nRUN uv python install 3.11\n{tail}").outcome is Outcome.PASS
    assert run(tmp_path, f"FROM ubuntu\nRUN uv python install 3.12\n{tail}").outcome is Outcome.FAIL


def test_python_without_a_snapshot_is_not_compared(tmp_path: Path) -> None:
    verdict = run(tmp_path, GOOD, snapshot=InputAbsent("none"))
    assert verdict.outcome is Outcome.PASS
    assert "no snapshot" in verdict.summary


def test_builder_with_another_python(tmp_path: Path) -> None:
    text = (
        "FROM python:3.12 AS b\nRUN x\nFROM python:3.11\nENV PYTHONHASHSEED=0\nCOPY --from=b . .\n"
    )
    verdict = run(tmp_path, text)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings[0].line == 1


def test_stage_on_a_stage(tmp_path: Path) -> None:
    text = "FROM python:3.11 AS base\nENV PYTHONHASHSEED=0\nFROM base\nCMD python x\n"
    assert run(tmp_path, text).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("line", "ok"),
    [
        ("ENV PYTHONHASHSEED=0", True), ("ENV PYTHONHASHSEED 42", True),
        ("ENV A=1 \\\n  PYTHONHASHSEED=4294967295", True), ("ENV PYTHONHASHSEED=random", False),
        ("ENV PYTHONHASHSEED=4294967296", False), ("RUN export PYTHONHASHSEED=0", False),
        ("ARG PYTHONHASHSEED=0", False), ("# ENV PYTHONHASHSEED=0", False),
    ],
)  # fmt: skip
def test_hash_seed_is_set_before_python_starts(tmp_path: Path, line: str, ok: bool) -> None:
    verdict = run(tmp_path, f"FROM python:3.11\n{line}\n")
    assert verdict.outcome is (Outcome.PASS if ok else Outcome.WARN)
    assert ok or rules(verdict) == {"K3"}
    assert run(tmp_path, f"FROM python:3.11\n{line}\n", hash_seed=False).outcome is Outcome.PASS


def test_hash_seed_of_an_earlier_stage_does_not_count(tmp_path: Path) -> None:
    text = "FROM python:3.11 AS a\nENV PYTHONHASHSEED=0\nFROM python:3.11\nCMD x\n"
    assert rules(run(tmp_path, text)) == {"K3"}


@pytest.mark.parametrize(
    "copy", ["COPY . .", "COPY ./ /app/", 'COPY [".", "/app"]', "ADD . /x", "COPY --chown=1 * /x/",
             "COPY a . /x/"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("ignore", "message"),
    [(None, "no .dockerignore"), (".git\n", "lets in .env, data"), ("*\n!data\n", "lets in data")],
)
def test_context(tmp_path: Path, copy: str, ignore: str | None, message: str) -> None:
    write(tmp_path, {"Dockerfile": f"FROM python:3.11\nENV PYTHONHASHSEED=0\n{copy}\n"})
    if ignore is not None:
        write(tmp_path, {".dockerignore": ignore})
    found = resolver(tmp_path, lock=NO_LOCK, snapshot=snapshot())
    verdict = found.run(CHECK)
    assert verdict.outcome is Outcome.WARN
    assert rules(verdict) == {"K4"}
    assert message in verdict.summary
    assert found.run(CHECK, ignored=()).outcome is Outcome.PASS


@pytest.mark.parametrize("copy", ["COPY src /app", "COPY --from=b . .", "COPY a.txt ."])
def test_context_is_not_copied_whole(tmp_path: Path, copy: str) -> None:
    text = f"FROM python:3.11 AS b\nENV PYTHONHASHSEED=0\nFROM b\n{copy}\n"
    assert run(tmp_path, text, {".dockerignore": ""}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("command", "loose"),
    [
        ("apt-get update && apt-get install -y --no-install-recommends git curl=7.1", "git"),
        ("apt install -y git", "git"), ("apk add --no-cache git", "git"),
        ("sudo apt-get -y install -o A=b git", "git"),
        ("apt-get install -y git=1:2.39.5-0", None), ("apk add git=2.1-r0", None),
        ("apt-get update", None), ("apt-get install -y ./local.deb", None),
    ],
)  # fmt: skip
def test_system_packages(tmp_path: Path, command: str, loose: str | None) -> None:
    verdict = installs(tmp_path, command)
    assert verdict.outcome is (Outcome.WARN if loose else Outcome.PASS)
    if loose:
        assert verdict.summary.endswith(f"in any version: {loose}")


def inspected(**config: Any) -> str:
    return json.dumps([{"RepoTags": ["app:1"], "Config": config}])


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        ("abc", Outcome.PASS),
        ("sha256:abc", Outcome.PASS),
        ("xyz", Outcome.FAIL),
        (None, Outcome.FAIL),
    ],
)
def test_label(tmp_path: Path, label: str | None, outcome: Outcome) -> None:
    labels = {"mlgate.software-hash": label} if label else {}
    verdict = run(tmp_path, GOOD, {"i.json": inspected(Labels=labels)}, image="i.json")
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert "app:1" in verdict.summary
        assert "mlgate.software-hash" in verdict.summary


def test_image_with_another_python(tmp_path: Path) -> None:
    config = {"Labels": {"mlgate.software-hash": "abc"}, "Env": ["PYTHON_VERSION=3.12.1"]}
    verdict = run(tmp_path, GOOD, {"i.json": inspected(**config)}, image="i.json")
    assert verdict.outcome is Outcome.FAIL
    assert "Python 3.12.1" in verdict.summary


def test_image_without_snapshot(tmp_path: Path) -> None:
    absent = InputAbsent("none")
    files = {"i.json": inspected(Labels={})}
    verdict = run(tmp_path, GOOD, files, image="i.json", snapshot=absent)
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_image_of_another_program(tmp_path: Path) -> None:
    verdict = run(tmp_path, "FROM nginx:1.27\nCOPY site /usr/share/nginx/html\n")
    assert verdict.outcome is Outcome.PASS
    assert "0 install commands" in verdict.summary


@pytest.mark.parametrize(
    ("comment", "outcome"),
    [
        ("# mlgate: allow[K1] CUDA wheels are pinned by the base image", Outcome.WARN),
        ("# mlgate: allow[K6, K1] reason", Outcome.WARN),
        ("# mlgate: allow[K1]", Outcome.FAIL),
        ("# mlgate: allow[K2] reason", Outcome.FAIL),
    ],
)
def test_waiver(tmp_path: Path, comment: str, outcome: Outcome) -> None:
    verdict = run(tmp_path, f"{GOOD}{comment}\nRUN pip install pandas\n")
    assert verdict.outcome is outcome


def test_no_dockerfile(tmp_path: Path) -> None:
    assert resolver(tmp_path, lock=NO_LOCK).run(CHECK).outcome is Outcome.NOT_APPLICABLE


def test_broken_dockerfile(tmp_path: Path) -> None:
    verdict = run(tmp_path, "RUN pip install x\n")
    assert verdict.outcome is Outcome.ERROR
    assert "no FROM" in verdict.summary


def test_everything_good(tmp_path: Path) -> None:
    verdict = installs(tmp_path, "uv sync --locked", FILES)
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "1 Dockerfile: 1 install commands take their versions from a lock; "
        "Python as in environment.json"
    )


def test_what_a_template_leaves_open_is_only_known_later(tmp_path: Path) -> None:
    template = f"{GOOD}RUN pip install {{{{ cookiecutter.package }}}}-0.1-py3-none-any.whl\n"
    verdict = run(tmp_path, GOOD, {"{{ cookiecutter.name }}/Dockerfile": template})
    (finding,) = (found for found in verdict.findings if found.rule == "K1")
    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "only known during the build" in finding.message
