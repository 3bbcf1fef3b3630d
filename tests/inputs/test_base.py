from __future__ import annotations

import json
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import base as module
from support import commit, git, link, provide, write

NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": "a = 1"}], "nbformat": 4})


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in module.TARGET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A branch off main: one file altered, one added, one removed."""
    root = write(
        tmp_path / "project",
        {"a.py": "a = 1\nb = 2\n", "gone.py": "g = 1\n", "same.py": "s = 1\n", "n.ipynb": NOTEBOOK},
    )
    commit(root)
    git(root, "checkout", "-q", "-b", "change")
    write(root, {"a.py": "a = 1\nb = 3\nc = 4\n", "new.py": "n = 1\n"})
    (root / "gone.py").unlink()
    commit(root)
    return root


def test_a_branch_is_compared_with_where_it_left_main(project):
    git(project, "checkout", "-q", "main")
    write(project, {"later.py": "x = 1\n"})
    left = git(project, "rev-parse", "HEAD")
    commit(project)
    git(project, "checkout", "-q", "change")
    base = provide("base", project)
    assert (base.ref, base.commit) == ("main", left)
    assert base.changed == {"a.py", "new.py"}
    assert base.removed == {"gone.py"}
    assert base.added == {"a.py": {2, 3}, "new.py": {1}}
    assert base.fingerprint == f"git:{left}"


def test_what_is_not_committed_counts(project):
    write(project, {"a.py": "b = 2\n", "free.py": "x = 1\ny = 2\n"})
    base = provide("base", project)
    assert base.changed == {"a.py", "free.py", "new.py"}
    assert base.added["a.py"] == frozenset()
    assert base.added["free.py"] == {1, 2}


def test_the_former_content_can_be_read(project):
    base = provide("base", project)
    assert base.read(["a.py", "new.py", "gone.py"]) == {
        "a.py": b"a = 1\nb = 2\n",
        "gone.py": b"g = 1\n",
    }
    sources = base.sources(["a.py", "gone.py", "n.ipynb", "new.py"])
    assert [(s.path, s.text) for s in sources] == [
        ("a.py", "a = 1\nb = 2\n"),
        ("gone.py", "g = 1\n"),
        ("n.ipynb", "a = 1"),
    ]


def test_it_can_be_written_out(project, tmp_path):
    base = provide("base", project)
    base.check_out(tmp_path / "base")
    files = sorted(p.name for p in (tmp_path / "base").iterdir())
    assert files == ["a.py", "gone.py", "n.ipynb", "same.py"]
    assert (tmp_path / "base" / "a.py").read_text() == "a = 1\nb = 2\n"


def test_links_are_not_written_out(tmp_path):
    root = write(tmp_path / "project", {"a.py": ""})
    link(root / "passwd", "/etc/passwd")
    commit(root)
    write(root, {"b.py": ""})
    base = provide("base", root)
    base.check_out(tmp_path / "base")
    assert [p.name for p in (tmp_path / "base").iterdir()] == ["a.py"]


def test_a_project_below_the_top_of_its_repository(tmp_path):
    root = write(tmp_path, {"ml/a.py": "a = 1\n", "other.py": "o = 1\n"})
    commit(root)
    write(root, {"ml/a.py": "a = 2\n", "other.py": "o = 2\n"})
    base = provide("base", root / "ml")
    assert base.changed == {"a.py"}
    assert base.added == {"a.py": {1}}
    assert base.read(["a.py"]) == {"a.py": b"a = 1\n"}


def test_the_service_names_the_branch(project, monkeypatch):
    git(project, "update-ref", "refs/remotes/origin/release", "main")
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    assert provide("base", project).ref == "origin/release"


def test_a_ref_of_the_configuration_comes_first(project, monkeypatch):
    monkeypatch.setenv("GITHUB_BASE_REF", "release")
    git(project, "tag", "v1", "main")
    assert provide("base", project, ref="v1").ref == "v1"


@pytest.mark.parametrize("ref", ["nowhere", "--output=/tmp/x", "HEAD:a.py"])
def test_a_ref_that_does_not_exist(project, ref):
    with pytest.raises(InputError, match="no such branch, tag or commit in this clone"):
        provide("base", project, ref=ref)


def test_a_branch_of_the_service_that_was_not_fetched(project, tmp_path, monkeypatch):
    write(project, {"a.py": "again\n"})
    commit(project)
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{project}", "shallow")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    with pytest.raises(InputAbsent, match=r"origin/main is no such branch.*fetch-depth: 0"):
        provide("base", tmp_path / "shallow")


def test_histories_without_a_common_commit(project):
    git(project, "checkout", "-q", "--orphan", "island")
    commit(project)
    with pytest.raises(InputError, match="no commit in common with HEAD"):
        provide("base", project, ref="main")


def test_on_the_branch_itself_the_last_commit_is_the_change(project):
    former = git(project, "rev-parse", "main")
    git(project, "checkout", "-q", "main")
    git(project, "merge", "-q", "--no-ff", "change")
    base = provide("base", project)
    assert (base.ref, base.commit) == ("main^", former)
    assert base.changed == {"a.py", "new.py"}


def test_nothing_to_compare(project, tmp_path):
    git(project, "checkout", "-q", "main")
    with pytest.raises(InputAbsent, match="HEAD is no further than main"):
        provide("base", project)
    with pytest.raises(InputAbsent, match="no git repository"):
        provide("base", write(tmp_path / "plain", {"a.py": ""}))


def test_no_branch_of_a_usual_name(tmp_path):
    root = write(tmp_path, {"a.py": ""})
    git(root, "init", "-q", "-b", "trunk")
    commit(root)
    with pytest.raises(InputAbsent, match=r"\[inputs.base\] ref names none"):
        provide("base", root)


def test_programs_that_the_repository_names_do_not_run(project, tmp_path):
    mark = tmp_path / "ran"
    write(project, {".gitattributes": "*.py diff=evil filter=evil\n"})
    for key in ("diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "diff.external"):
        git(project, "config", key, f"touch {mark}; cat")
    assert "a.py" in provide("base", project).changed
    assert not mark.exists()


def test_a_partial_clone_without_the_former_files(project, tmp_path):
    git(project, "config", "uploadpack.allowFilter", "true")
    source = f"file://{project}"
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--branch=change", source, "partial")
    with pytest.raises(InputAbsent, match="a partial clone that lacks"):
        provide("base", tmp_path / "partial", ref="origin/main")


def test_strange_names(project):
    write(project, {"ünï code.py": "x = 1\n", "tab\tname.py": "y = 1\n"})
    commit(project)
    base = provide("base", project)
    assert base.added["ünï code.py"] == {1}
    assert base.added["tab\tname.py"] == {1}
    assert {"ünï code.py", "tab\tname.py"} <= base.changed
