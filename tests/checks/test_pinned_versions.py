from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, resolver, write

CHECK = find_check("dependencies.pinned-versions")
LOCKS = Path(__file__).parent.parent / "data" / "locks"
SHA = "11bd71901bbe5b1630ceea73d27597364c9af683"
A, B = (f"--hash=sha256:{digit * 64}" for digit in "ab")
STEP = "on: push\njobs:\n  a:\n    steps:\n      - run: |\n          {}\n"


def run(root: Path, files: dict[str, str], **settings: Any) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def requirement(root: Path, line: str, **settings: Any) -> Verdict:
    """Judge one line beside another one that is in order."""
    text = f"{line}\npandas==2.2.0 {A} {B}\n"
    return run(root, {"requirements-app.txt": text}, **settings)


@pytest.mark.parametrize(
    "line",
    [
        f"numpy==2.1.0 {A} {B}",
        f"numpy[x]===2.1.0 ; python_version > '3' {A} {B}",
        f"x @ git+https://example.org/x.git@{SHA}",
        f"git+ssh://git@example.org/x.git@{SHA}#egg=x",
        f"-e git+https://example.org/x.git@{SHA}#egg=x",
        f"x @ https://example.org/x-1-py3-none-any.whl#sha256={'a' * 64}",
        f"https://example.org/x.whl {A}",
        "-e .",
        "-e .[dev]",
        ".",
    ],
)
def test_exact(tmp_path: Path, line: str) -> None:
    verdict = requirement(tmp_path, line)
    assert verdict.outcome is Outcome.PASS, verdict.summary


@pytest.mark.parametrize(
    ("line", "outcome", "message"),
    [
        ("numpy", Outcome.FAIL, "numpy may be any version"),
        ("numpy>=2", Outcome.FAIL, "numpy>=2 admits more than one version"),
        ("numpy==2.*", Outcome.FAIL, "admits more than one version"),
        ("numpy~=2.1", Outcome.FAIL, "admits more than one version"),
        ("x @ git+https://example.org/x.git@main", Outcome.FAIL, "branch or tag"),
        ("x @ git+https://example.org/x.git", Outcome.FAIL, "branch or tag"),
        (f"x @ git+https://example.org/x.git@{SHA[:12]}", Outcome.FAIL, "branch or tag"),
        ("-e git+https://example.org/x.git@v1#egg=x", Outcome.FAIL, "branch or tag"),
        ("x @ https://example.org/x-1-py3-none-any.whl", Outcome.FAIL, "without a hash"),
        ("./libs/x", Outcome.WARN, "is a local path"),
        ("-e ../x", Outcome.WARN, "is a local path"),
        ("x @ file:///opt/x.whl", Outcome.WARN, "is a local path"),
    ],
)
def test_not_exact(tmp_path: Path, line: str, outcome: Outcome, message: str) -> None:
    verdict = requirement(tmp_path, line)
    assert verdict.outcome is outcome
    (finding,) = verdict.findings
    assert (finding.rule, finding.location) == ("V1", "requirements-app.txt:1")
    assert message in finding.message


def test_no_password_is_printed(tmp_path: Path) -> None:
    verdict = requirement(tmp_path, "x @ git+https://user:hunter2@example.org/x.git@main")
    assert verdict.outcome is Outcome.FAIL
    assert "hunter2" not in str(verdict)


def test_subject_is_the_package(tmp_path: Path) -> None:
    assert requirement(tmp_path, "Scikit_Learn>1").findings[0].subject == "scikit-learn"


@pytest.mark.parametrize(
    ("spec", "outcome"),
    [
        ("numpy=2.1.0", Outcome.PASS), ("numpy==2.1", Outcome.PASS),
        ("numpy=2.1.0=py312_0", Outcome.PASS), ("numpy=2.1", Outcome.WARN),
        ("numpy=2", Outcome.FAIL), ("numpy>=2.1.0", Outcome.FAIL), ("numpy", Outcome.FAIL),
    ],
)  # fmt: skip
def test_conda(tmp_path: Path, spec: str, outcome: Outcome) -> None:
    text = f"dependencies:\n  - python=3.12\n  - pip\n  - {spec}\n"
    assert run(tmp_path, {"environment.yml": text}).outcome is outcome


@pytest.mark.parametrize("name", ["uv", "poetry", "pdm", "pipenv"])
def test_ranges_that_a_lock_pins(tmp_path: Path, name: str) -> None:
    shutil.copytree(LOCKS / name, tmp_path, dirs_exist_ok=True)
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome is Outcome.PASS, verdict.summary
    (tmp_path / next(p.name for p in tmp_path.iterdir() if "lock" in p.name)).unlink()
    assert resolver(tmp_path).run(CHECK).outcome is Outcome.FAIL


def test_compiled_and_constrained_requirements(tmp_path: Path) -> None:
    files = {"requirements.in": "numpy>1\n", "requirements.txt": f"numpy==2.0 {A} {B}\n"}
    assert run(tmp_path, files).outcome is Outcome.PASS
    files = {"requirements.txt": "-c c.txt\nnumpy\npandas\n", "c.txt": "numpy==2\npandas>2\n"}
    verdict = run(tmp_path / "other", files)
    assert [finding.subject for finding in verdict.findings] == ["pandas"]


def test_file_that_another_includes_is_judged_once(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "numpy\n-r deps/more.txt\n",
        "requirements-dev.txt": "-r requirements.txt\npytest==8.0.0\n",
        "deps/more.txt": "pandas\n",
    }
    found = [f.location for f in run(tmp_path, files).findings]
    assert sorted(found) == ["deps/more.txt:1", "requirements.txt:1"]


def test_package_that_is_named_twice(tmp_path: Path) -> None:
    text = "numpy==2.1.0\nnumpy[x]>=2\npandas==2.2.0; python_version<'3.12'\npandas>2\n"
    verdict = run(tmp_path, {"requirements.txt": text})
    assert [f.line for f in verdict.findings if f.rule == "V1"] == [4]


def test_library(tmp_path: Path) -> None:
    text = (
        "[project]\nname='x'\nversion='1'\ndependencies=['numpy>1']\n"
        "optional-dependencies={plot=['seaborn>1'], all=['x[plot]']}\n"
        "[dependency-groups]\ndev=['pytest>1']\n"
    )
    files = {"pyproject.toml": text, "requirements.txt": f"pandas==2 {A} {B}\n"}
    found = {f.subject: f.outcome for f in run(tmp_path, files).findings}
    assert found == {"numpy": Outcome.FAIL, "seaborn": Outcome.WARN, "pytest": Outcome.FAIL}
    library = run(tmp_path, files, library=True)
    assert [f.subject for f in library.findings] == ["pytest"]


@pytest.mark.parametrize(
    ("text", "outcome", "message"),
    [
        ("numpy==2.0\npandas==2.2\n", Outcome.WARN, "no requirement has a hash"),
        (f"numpy==2.0 {A} {B}\npandas==2.2\n", Outcome.FAIL,
         "1 requirements (pandas) without hash among others with one, which pip refuses"),
        (f"numpy==2.0 {A}\n", Outcome.WARN, "1 requirements (numpy) with a single hash"),
        (f"numpy==2.0 {A} {B}\npandas==2.2 {A} {B}\npure==1 {A}\n", Outcome.PASS, ""),
    ],
)  # fmt: skip
def test_hashes(tmp_path: Path, text: str, outcome: Outcome, message: str) -> None:
    verdict = run(tmp_path, {"requirements.txt": text})
    assert verdict.outcome is outcome
    assert message in verdict.summary


def test_strict(tmp_path: Path) -> None:
    assert run(tmp_path, {"requirements.txt": "numpy==2.0\n"}, strict=True).outcome is Outcome.FAIL


def test_lock_without_hashes(tmp_path: Path) -> None:
    package = '[[package]]\nname = "{}"\nversion = "1"\nsource = {{registry = "x"}}\n'
    lock = "version = 1\n" + package.format("a") + package.format("b")
    verdict = run(tmp_path, {"uv.lock": lock})
    assert verdict.outcome is Outcome.WARN
    assert "uv.lock: V2 2 requirements (a, b) without hash" in verdict.summary


@pytest.mark.parametrize(
    ("command", "outcome", "message"),
    [
        ("pip install pandas", Outcome.FAIL, "installs pandas by name"),
        ("uv pip install pandas", Outcome.FAIL, "installs pandas by name"),
        ("uv add pandas", Outcome.FAIL, "uv add"),
        ("conda install -y pandas", Outcome.FAIL, "installs pandas by name"),
        ("pip install git+https://example.org/x.git@main", Outcome.FAIL, "without commit"),
        ("pip install -r loose.txt", Outcome.FAIL, "does not pin numpy"),
        ("pip install $X", Outcome.INCONCLUSIVE, "only known during the build"),
        ("pip install pip uv", Outcome.WARN, "the installer pip in any version"),
        ("pip install pytest", Outcome.WARN, "the tool pytest in any version"),
        ("pip install pandas==2.2.0", Outcome.PASS, "1 install commands"),
        ("pip install .", Outcome.PASS, ""),
    ],
)
def test_image(tmp_path: Path, command: str, outcome: Outcome, message: str) -> None:
    files = {"Dockerfile": f"FROM x\nRUN {command}\n", "sub/loose.txt": "numpy\n"}
    verdict = run(tmp_path, files)
    assert verdict.outcome is outcome
    assert message in verdict.summary
    assert all(f.location == "Dockerfile:2" and f.rule == "V3" for f in verdict.findings)


def test_requirements_of_an_image_are_judged_once(tmp_path: Path) -> None:
    files = {
        "Dockerfile": "FROM x\nRUN pip install -r requirements.txt\n",
        "requirements.txt": "a\n",
    }
    assert [f.location for f in run(tmp_path, files).findings] == ["requirements.txt:1"]


@pytest.mark.parametrize("code", ["V3", "pinned-versions", "K1, V3"])
def test_waiver(tmp_path: Path, code: str) -> None:
    text = "FROM x\n# mlgate: allow[{}] {}\nRUN pip install pandas\n"
    verdict = run(tmp_path, {"Dockerfile": text.format(code, "built from source")})
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].waived == "in the code: built from source"
    assert run(tmp_path, {"Dockerfile": text.format(code, "")}).outcome is Outcome.FAIL
    assert run(tmp_path, {"Dockerfile": text.format("K2", "x")}).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("command", "outcome", "message"),
    [
        ("pip install pandas pytest", Outcome.FAIL, "installs pandas by name"),
        ("python -m pip install --upgrade pip", Outcome.WARN, "the installer pip"),
        ("pip install flake8 pytest", Outcome.WARN, "the tool flake8"),
        ("pip install pandas==2.2.0", Outcome.PASS, ""),
        ("pip install 'numpy==${{ matrix.numpy }}'", Outcome.PASS, ""),
        ("uv pip install --resolution lowest-direct -e '.[dev]'", Outcome.PASS, ""),
        ("pip install -r any.txt && pip install -e .[dev]", Outcome.PASS, "2 install commands"),
    ],
)
def test_workflow(tmp_path: Path, command: str, outcome: Outcome, message: str) -> None:
    verdict = run(tmp_path, {".github/workflows/ci.yml": STEP.format(command)})
    assert verdict.outcome is outcome
    assert message in verdict.summary
    assert all(f.location == ".github/workflows/ci.yml:6" for f in verdict.findings)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    files = {
        ".github/workflows/ci.yml": "a: [\n",
        "Dockerfile": "RUN x\n",
        "setup.py": "from setuptools import setup\nsetup(install_requires=read())\n",
    }
    verdict = run(tmp_path, files)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert [f.path for f in verdict.findings] == [
        "setup.py",
        "Dockerfile",
        ".github/workflows/ci.yml",
    ]
    assert "only running it tells" in verdict.findings[0].message


def test_broken_requirements(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"requirements.txt": "numpy = 1\n"})
    assert verdict.outcome is Outcome.ERROR
    assert "requirements.txt: line 1" in verdict.summary


def test_nothing_to_judge(tmp_path: Path) -> None:
    assert run(tmp_path, {"x.py": ""}).outcome is Outcome.NOT_APPLICABLE
    verdict = run(tmp_path, {"Dockerfile": "FROM scratch\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.summary == "nothing is required and nothing is installed"
