"""Every bad input, from the command line: a clear message, the right outcome, no traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.files import MEBIBYTE
from support import commit, git, link, pipe

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

FAILED, USAGE = pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.USAGE_ERROR
SNAPSHOT = "reproducibility.environment-snapshot"
GOOD = "import random\n\nrandom.seed(7)\nprint(random.random())\n"


def run(pytester: pytest.Pytester, root: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Run the gate in `root`; return exit code, outcome and summary per item, and the output."""
    report = root.parent / "report.json"
    report.unlink(missing_ok=True)
    # A new process for the whole gate: yaml and git do not survive being imported twice.
    call = pytester.runpytest_inprocess if "-k" in arguments else pytester.runpytest_subprocess
    result = call(
        "--mlgate-only",
        "-p",
        "no:cacheprovider",
        f"--mlgate-report=json:{report}",
        str(root),
        *arguments,
    )
    output = result.stdout.str() + result.stderr.str()
    records = json.loads(report.read_text("utf-8"))["records"] if report.exists() else []
    found = {r["check"]: (r["outcome"], r["verdict"]["summary"], r["verdict"]) for r in records}
    return int(result.ret), found, output


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    """A project in order, in a folder with a space and letters that are not ASCII."""
    root = pytester.mkdir("un dépôt ✓")
    (root / "train.py").write_text(GOOD, encoding="utf-8")
    (root / "mlgate.toml").write_text("", encoding="utf-8")
    commit(root)
    return root


def sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(100 * MEBIBYTE)


def loop(path: Path) -> None:
    link(path, path.name)


def outside(path: Path) -> None:
    target = path.parent.parent / "outside"
    target.write_text("{}", encoding="utf-8")
    link(path, target)


EVIDENCE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "no such file"),
    "directory": (lambda path: path.mkdir(), "a directory"),
    "empty": (lambda path: path.write_bytes(b""), "found"),
    "binary": (lambda path: path.write_bytes(b"\0\1"), "a binary file"),
    "not UTF-8": (lambda path: path.write_bytes(b'{"a": "\xe9"}'), "line 1: found byte 0xe9"),
    "not JSON": (lambda path: path.write_bytes(b"{'a': 1}"), "JSON"),
    "another type": (lambda path: path.write_bytes(b"[]"), "found"),
    "too large": (sparse, "100 MiB"),
    "loop": (loop, "symbolic links"),
    "outside": (outside, "leaves the project root"),
    "pipe": (pipe, "a device or pipe"),
}


@pytest.mark.parametrize("kind", EVIDENCE)
@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("snapshot", SNAPSHOT),
        ("data-manifest", "reproducibility.data-manifest"),
        ("reruns", "reproducibility.seed-variance"),
    ],
)
def test_evidence_that_cannot_be_used_is_an_error(
    pytester: pytest.Pytester, project: Path, kind: str, name: str, check: str
) -> None:
    make, words = EVIDENCE[kind]
    make(project / "evidence.json")
    (project / "mlgate.toml").write_text(
        f'[inputs.{name}]\npath = "evidence.json"\n[{check}]\n', encoding="utf-8"
    )
    code, found, output = run(pytester, project, "-k", check.partition(".")[2])

    outcome, summary, verdict = found[check]
    assert (code, outcome) == (FAILED, "ERROR")
    assert "evidence.json" in summary
    assert words in summary
    assert not verdict["detail"]
    assert "Traceback" not in output


def test_a_hostile_tree_breaks_no_scan(pytester: pytest.Pytester, project: Path) -> None:
    (project / "latin.py").write_bytes(b"name = '\xe9'\n")
    (project / "broken.py").write_text("def f(:\n", encoding="utf-8")
    (project / "null.py").write_bytes(b"x = 1\0\n")
    (project / "empty.py").write_text("", encoding="utf-8")
    (project / "deep.py").write_text("x = " + "(" * 5000 + ")" * 5000, encoding="utf-8")
    sparse(project / "huge.py")
    loop(project / "loop.py")
    outside(project / "outside.py")
    (project / "folder.py").mkdir()
    (project / "folder.py" / "ordinary.py").write_text("x = 1\n", encoding="utf-8")
    (project / "ünïcode file.py").write_text("x = 1\n", encoding="utf-8")
    (project / "empty.ipynb").write_text("", encoding="utf-8")
    (project / "list.ipynb").write_text("[]", encoding="utf-8")
    (project / "requirements.txt").write_bytes(b"\xff\xfe")
    (project / "Dockerfile").write_bytes(b"FROM \xff\n")
    (project / "params.yaml").write_text("a: [1\n", encoding="utf-8")
    (project / "pyproject.toml").write_text("[project\n", encoding="utf-8")
    (project / "setup.py").write_text("open('executed', 'w')\n", encoding="utf-8")
    git(project, "add", "empty.ipynb", "list.ipynb")
    before = {path.name for path in project.iterdir()}
    (project / "pyproject.toml").unlink()  # pytest itself refuses to start with it

    code, found, output = run(pytester, project)

    assert code == FAILED
    assert "Traceback" not in output
    assert not any(verdict["detail"] for _, _, verdict in found.values())
    outcome, summary, _ = found["reproducibility.notebook-state"]
    assert outcome == "ERROR"
    assert ".ipynb" in summary
    scanned = found["reproducibility.hardcoded-paths"][2]["findings"]
    unread = {f["path"] for f in scanned if f["outcome"] == "INCONCLUSIVE"}
    assert {"latin.py", "broken.py", "null.py", "deep.py", "huge.py"} <= unread
    assert found["reproducibility.lock-file"][0] in {"ERROR", "FAIL"}
    assert {path.name for path in project.iterdir()} == before - {"pyproject.toml"}


def test_without_git(pytester: pytest.Pytester) -> None:
    root = pytester.mkdir("plain")
    (root / "train.py").write_text("import random\nprint(random.random())\n", encoding="utf-8")
    (root / "mlgate.toml").write_text("", encoding="utf-8")

    code, found, _ = run(pytester, root)

    assert code == FAILED
    assert found["reproducibility.git-state"][0] == "NOT_APPLICABLE"
    assert found["reproducibility.nondeterministic-code"][0] == "FAIL"


def test_without_git_a_training_job_is_an_error(pytester: pytest.Pytester) -> None:
    root = pytester.mkdir("plain")
    (root / "mlgate.toml").write_text(
        "[reproducibility.git-state]\njob = 'train'\n", encoding="utf-8"
    )

    _, found, output = run(pytester, root)

    assert found["reproducibility.git-state"][0] == "ERROR"
    assert "Traceback" not in output


def test_without_a_commit(pytester: pytest.Pytester) -> None:
    root = pytester.mkdir("fresh")
    (root / "train.py").write_text(GOOD, encoding="utf-8")
    (root / "mlgate.toml").write_text("", encoding="utf-8")
    git(root, "init", "-q")

    _, found, output = run(pytester, root)

    assert found["reproducibility.git-state"][0] == "WARN"
    assert found["reproducibility.nondeterministic-code"][0] == "PASS"
    assert "Traceback" not in output


def test_a_damaged_repository_is_an_error(pytester: pytest.Pytester, project: Path) -> None:
    (project / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")

    code, found, output = run(pytester, project)

    assert code == FAILED
    assert found["reproducibility.git-state"][0] == "ERROR"
    assert "Traceback" not in output


def test_an_empty_folder_decides_nothing_and_says_so(pytester: pytest.Pytester) -> None:
    root = pytester.mkdir("empty")

    code, _, output = run(pytester, root, "--rootdir", str(root))

    assert code == FAILED
    assert "the gate failed: nothing was checked" in output
