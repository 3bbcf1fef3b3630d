from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("reproducibility.git-state")
STRICT = ("train", "release")


def run(root: Path, **settings: object) -> Verdict:
    return resolver(root).run(CHECK, **settings)


@pytest.mark.parametrize("job", ["development", *STRICT])
def test_clean_commit_passes(tmp_path: Path, job: str) -> None:
    head = commit(write(tmp_path, {"train.py": "", ".gitignore": "*.log\n"}))
    write(tmp_path, {"run.log": "", "notes.txt": "no source"})
    verdict = run(tmp_path, job=job)
    assert verdict.outcome is Outcome.PASS
    assert head[:12] in verdict.summary
    assert "2 tracked files" in verdict.summary


@pytest.mark.parametrize(
    ("job", "outcome"),
    [("development", Outcome.WARN), ("train", Outcome.FAIL), ("release", Outcome.FAIL)],
)
@pytest.mark.parametrize("change", ["modified", "staged", "deleted", "untracked", "hidden"])
def test_dirty(tmp_path: Path, job: str, outcome: Outcome, change: str) -> None:
    commit(write(tmp_path, {"train.py": "a = 1\n", "data.csv": "1\n"}))
    path = "train.py"
    match change:
        case "modified" | "staged":
            write(tmp_path, {"train.py": "a = 2\n"})
            git(tmp_path, "add", "-u" if change == "staged" else "-n", ".")
        case "deleted":
            (tmp_path / "train.py").unlink()
        case "untracked":
            path = "conf/new.yaml"
            write(tmp_path, {path: "x: 1\n"})
        case "hidden":
            git(tmp_path, "update-index", "--assume-unchanged", "train.py")
            write(tmp_path, {"train.py": "a = 2\n"})
    verdict = run(tmp_path, job=job)
    assert verdict.outcome is outcome
    assert path in verdict.summary
    assert [f.path for f in verdict.findings] == [path]


def test_modified_data_file_counts_although_it_is_no_source(tmp_path: Path) -> None:
    commit(write(tmp_path, {"data.csv": "1\n"}))
    write(tmp_path, {"data.csv": "2\n"})
    assert run(tmp_path, job="train").outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "name",
    ["a.py", "n.ipynb", "deep/er/q.sql", "params.json", "c.toml", "Dockerfile.gpu", "Makefile"],
)
def test_untracked_sources(tmp_path: Path, name: str) -> None:
    commit(write(tmp_path, {"train.py": ""}))
    write(tmp_path, {name: ""})
    assert run(tmp_path, job="train").outcome is Outcome.FAIL
    assert run(tmp_path, job="train", globs=("**/*.cpp",)).outcome is Outcome.PASS


def test_no_remote_and_modified_is_dirty(tmp_path: Path) -> None:
    commit(write(tmp_path, {"train.py": "1"}))
    assert git(tmp_path, "remote") == ""
    write(tmp_path, {"train.py": "2"})
    verdict = run(tmp_path, job="train")
    assert verdict.outcome is Outcome.FAIL
    assert "differs from the commit" in verdict.summary


def test_working_directory_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(write(tmp_path, {"train.py": "1", "sub/x.txt": ""}))
    write(tmp_path, {"train.py": "2"})
    monkeypatch.chdir(tmp_path / "sub")
    assert run(tmp_path, job="train").findings[0].path == "train.py"


def test_change_outside_the_project_folder_is_another_project(tmp_path: Path) -> None:
    commit(write(tmp_path, {"one/train.py": "1", "two/train.py": "1"}))
    write(tmp_path, {"two/train.py": "2"})
    assert run(tmp_path / "one", job="train").outcome is Outcome.PASS
    assert run(tmp_path / "two", job="train").outcome is Outcome.FAIL


@pytest.mark.parametrize("job", ["development", *STRICT])
def test_checkout_of_a_ci_job_warns_only(tmp_path: Path, job: str) -> None:
    """GitHub Actions fetches one commit and checks it out detached."""
    root = tmp_path / "origin"
    root.mkdir()
    commit(write(root, {"train.py": "1"}))
    head = commit(write(root, {"train.py": "2"}))
    clone = tmp_path / "clone"
    clone.mkdir()
    git(clone, "init", "-q")
    git(clone, "remote", "add", "origin", root.as_uri())
    git(clone, "fetch", "-q", "--depth=1", "origin", "main")
    git(clone, "checkout", "-q", "--detach", head)
    verdict = run(clone, job=job)
    assert verdict.outcome is Outcome.WARN
    assert {f.rule for f in verdict.findings} == {"detached", "shallow"}


@pytest.mark.parametrize(("job", "outcome"), [("development", "WARN"), ("train", "FAIL")])
def test_no_commit_yet(tmp_path: Path, job: str, outcome: str) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path, {"train.py": ""})
    verdict = run(tmp_path, job=job)
    assert verdict.outcome == outcome
    assert "HEAD does not resolve" in verdict.findings[0].message


def test_without_git(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": ""})
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE
    for job in STRICT:
        verdict = run(tmp_path, job=job)
        assert verdict.outcome is Outcome.ERROR
        assert f"job = '{job}'" in verdict.summary


def test_unreadable_repository_is_an_error(tmp_path: Path) -> None:
    commit(write(tmp_path, {"train.py": ""}))
    (tmp_path / ".git/index").write_bytes(b"nonsense")
    assert run(tmp_path).outcome is Outcome.ERROR
