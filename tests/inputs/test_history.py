from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import history as module
from pytest_mlgate.inputs.base import TARGET_VARIABLES
from pytest_mlgate.inputs.history import History
from support import commit, git, provide, resolver, write


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in TARGET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A branch on which a file came and went, and another changed twice."""
    root = write(tmp_path / "origin", {"a.py": "a0\n", "same.py": "s\n"})
    commit(root)
    git(root, "switch", "-q", "-c", "change")
    write(root, {"a.py": "a1\n", "gone ü.py": "g\n"})
    commit(root)
    (root / "gone ü.py").unlink()
    write(root, {"a.py": "a2\n", "new.py": "n\n"})
    commit(root)
    return root


def contents(root: Path) -> list[tuple[str, str]]:
    history = provide("history", root)
    return [(t.path, t.content()) for batch in history.texts(1000) for t in batch]


def against_main(clone: Path) -> History:
    history = resolver(clone, {"base": {"ref": "origin/main"}}).get("history")
    assert isinstance(history, History), history
    return history


def test_what_came_and_went(root: Path) -> None:
    assert contents(root) == [("a.py", "a1\n"), ("gone ü.py", "g\n")]


def test_the_commit_that_brought_it(root: Path) -> None:
    history = provide("history", root)
    [batch] = history.texts(1000)

    assert {history.commit_of(text) for text in batch} == {git(root, "rev-parse", "HEAD~1")}
    assert history.gap == ""
    assert history.fingerprint == f"git:{git(root, 'rev-parse', 'main')}..{history.head}"


def test_what_is_committed_and_no_longer_in_the_work_tree(root: Path) -> None:
    write(root, {"new.py": "other\n"})

    assert ("new.py", "n\n") in contents(root)


def test_what_only_a_merge_brought(root: Path) -> None:
    git(root, "switch", "-q", "-c", "side", "main")
    write(root, {"side.py": "side\n"})
    commit(root)
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "side")
    write(root, {"evil.py": "evil\n"})
    merged = commit(root, "merge")
    (root / "evil.py").unlink()
    commit(root)

    history = provide("history", root)
    [batch] = history.texts(1000)
    [evil] = [text for text in batch if text.path == "evil.py"]
    assert history.commit_of(evil) == merged


def test_batches_stay_small(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_AT_ONCE", 4)

    batches = list(provide("history", root).texts(1000))

    assert [[text.path for text in batch] for batch in batches] == [["a.py"], ["gone ü.py"]]


def test_what_is_too_large_is_not_read(root: Path) -> None:
    history = provide("history", root)

    assert [text.path for batch in history.texts(2) for text in batch] == ["gone ü.py"]
    assert [version.size for version in history.versions] == [3, 2]


def test_binary_files_and_folders_below_the_top(root: Path) -> None:
    project = write(root, {"sub/x.py": "x\n"}) / "sub"
    (project / "b.bin").write_bytes(b"\0")
    commit(root)
    (project / "b.bin").unlink()
    write(project, {"x.py": "y\n"})
    commit(root)

    assert contents(project) == [("x.py", "x\n")]


def test_a_clone_that_ends_inside_the_change(root: Path, tmp_path: Path) -> None:
    for number in range(3):
        write(root, {"new.py": f"{number}\n"})
        commit(root)
    # The target comes whole; the change itself is cut off.
    git(tmp_path, "clone", "-q", "--depth=2", "--branch=change", root.as_uri(), "clone")
    clone = tmp_path / "clone"
    git(clone, "fetch", "-q", "origin", "main:refs/remotes/origin/main")
    git(clone, "remote", "set-head", "origin", "main")

    with pytest.raises(InputAbsent):
        provide("history", clone)


def test_a_clone_that_does_not_reach_the_target(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=change", root.as_uri(), "clone")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")

    history = provide("history", tmp_path / "clone")

    assert history.gap == "the clone is shallow and does not reach the branch main"
    assert list(history.texts(1000)) == [[]]


def test_a_merged_line_of_commits_that_a_shallow_clone_cut(root: Path, tmp_path: Path) -> None:
    git(root, "switch", "-q", "-c", "side", "main")
    for number in range(3):
        write(root, {"side.py": f"{number}\n"})
        commit(root)
    git(root, "switch", "-q", "change")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side")
    git(root, "branch", "-q", "-f", "main", "change~1")
    git(tmp_path, "clone", "-q", "--depth=2", "--no-single-branch", "--branch=change",
        root.as_uri(), "clone")  # fmt: skip

    history = against_main(tmp_path / "clone")

    assert history.gap == "the clone is shallow and ends inside the change"


def test_files_that_were_not_fetched(root: Path, tmp_path: Path) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--no-single-branch", "--branch=change",
        root.as_uri(), "clone")  # fmt: skip

    history = resolver(tmp_path / "clone", {"base": {"ref": "origin/main"}}).get("history")

    assert isinstance(history, History)
    assert history.gap == "the clone is partial and lacks files of former commits"


def test_no_history(tmp_path: Path, root: Path) -> None:
    with pytest.raises(InputAbsent, match="no history"):
        provide("history", write(tmp_path / "plain", {"a.py": "a"}))
    git(root, "switch", "-q", "main")
    with pytest.raises(InputAbsent, match="no base"):
        provide("history", root)
