"""The input ``repo``: real git repositories, ordinary, odd and hostile."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import repo
from support import commit, git, link, pipe, provide, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    return root


def test_ordinary_repository(root: Path) -> None:
    write(root, {"train.py": "a = 1\n", "lib/b.py": "b = 2\n", ".gitignore": "*.log\n"})
    head = commit(root)
    write(root, {"train.py": "a = 2\n", "new.py": "", "run.log": ""})
    found = provide("repo", root)
    assert (found.head, found.branch, found.shallow, found.remote) == (head, "main", False, None)
    assert found.toplevel == root.resolve()
    assert found.tracked == {"train.py", "lib/b.py", ".gitignore"}
    assert found.modified == {"train.py"}
    assert found.untracked == {"new.py"}
    assert found.files == (".gitignore", "lib/b.py", "new.py", "train.py")
    assert found.fingerprint == f"git:{head}+dirty"


def test_fingerprint_of_a_clean_commit(root: Path) -> None:
    head = commit(write(root, {"a.py": ""}))
    assert provide("repo", root).fingerprint == f"git:{head}"


@pytest.mark.parametrize("staged", [True, False])
def test_change_without_a_remote_is_seen(root: Path, staged: bool) -> None:
    commit(write(root, {"a.py": "1"}))
    write(root, {"a.py": "2"})
    if staged:
        git(root, "add", "a.py")
    found = provide("repo", root)
    assert found.remote is None
    assert found.modified == {"a.py"}


def test_deleted_files_are_modified_and_not_looked_at(root: Path) -> None:
    commit(write(root, {"a.py": "", "b.py": "", "c.py": ""}))
    (root / "a.py").unlink()
    git(root, "rm", "-q", "b.py")
    found = provide("repo", root)
    assert found.modified == {"a.py", "b.py"}
    assert found.files == ("c.py",)


def test_renamed_file(root: Path) -> None:
    commit(write(root, {"a.py": "x\n" * 50}))
    git(root, "mv", "a.py", "b.py")
    found = provide("repo", root)
    assert found.modified == {"a.py", "b.py"}
    assert found.files == ("b.py",)


def test_merge_conflict(root: Path) -> None:
    commit(write(root, {"a.py": "1\n"}))
    git(root, "checkout", "-q", "-b", "other")
    commit(write(root, {"a.py": "2\n"}))
    git(root, "checkout", "-q", "main")
    commit(write(root, {"a.py": "3\n"}))
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "other")
    found = provide("repo", root)
    assert found.modified == {"a.py"}
    assert found.tracked == {"a.py"}


def test_project_in_a_subfolder(root: Path) -> None:
    write(root, {"other/x.py": "", "pro ject/a.py": "1", "pro ject/lib/b.py": "1"})
    head = commit(root)
    below = root / "pro ject"
    write(root, {"other/x.py": "2", "pro ject/lib/b.py": "2", "pro ject/new.py": "", "y.py": ""})
    found = provide("repo", below)
    assert found.toplevel == root.resolve()
    assert found.head == head
    assert found.tracked == {"a.py", "lib/b.py"}
    assert found.modified == {"lib/b.py"}
    assert found.untracked == {"new.py"}
    assert found.committed_at("a.py") is not None
    assert found.committed_at("x.py") is None


def test_cwd_does_not_matter(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commit(write(root, {"a.py": "1"}))
    write(root, {"a.py": "2"})
    monkeypatch.chdir(tmp_path)
    assert provide("repo", root).modified == {"a.py"}


NAMES = [
    "with space.py",
    "quo'te\".py",
    "new\nline.py",
    "tab\t.py",
    "größe ☃.py",
    "-n.py",
    ":(top).py",
    "*.py",
    "back\\slash.py",
    " lead.py",
]


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("prefix", ["", "sub\nfolder/"])
def test_odd_names(root: Path, name: str, prefix: str) -> None:
    write(root, {f"{prefix}{name}": "1", f"{prefix}other.py": "1"})
    commit(root)
    write(root, {f"{prefix}{name}": "2", f"{prefix}dir/{name}": ""})
    write(root, {".git/info/exclude": "ign*\n"})
    found = provide("repo", root / prefix)
    assert found.modified == {name}
    assert found.untracked == {f"dir/{name}"}
    assert set(found.files) == {name, "other.py", f"dir/{name}"}
    assert found.committed_at(name) is not None
    assert found.ignored([f"ign{name}", name]) == {f"ign{name}"}


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are Unicode there")
def test_name_that_is_not_unicode(root: Path) -> None:
    commit(write(root, {"a.py": ""}))
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.py")).write_text("x")
    found = provide("repo", root)
    assert (root / next(iter(found.untracked))).read_text() == "x"


def test_no_commit_yet(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    write(root, {"a.py": "", "b.py": ""})
    git(root, "add", "a.py")
    found = provide("repo", root)
    assert (found.head, found.branch, found.fingerprint) == (None, "main", "")
    assert found.modified == {"a.py"}
    assert found.untracked == {"b.py"}
    assert found.contains("a" * 40) is False
    assert found.committed_at("a.py") is None


def test_detached_head(root: Path) -> None:
    head = commit(write(root, {"a.py": ""}))
    git(root, "checkout", "-q", "--detach")
    found = provide("repo", root)
    assert (found.head, found.branch) == (head, None)


def test_shallow_clone_cannot_say_no(root: Path, tmp_path: Path) -> None:
    first = commit(write(root, {"a.py": "1"}))
    head = commit(write(root, {"a.py": "2"}))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), str(clone))
    found = provide("repo", clone)
    assert (found.head, found.shallow, found.branch) == (head, True, "main")
    assert found.contains(head) is True
    assert found.contains(first) is None
    assert found.remote == root.as_uri()


def test_contains(root: Path) -> None:
    first = commit(write(root, {"a.py": "1"}))
    git(root, "checkout", "-q", "-b", "side")
    side = commit(write(root, {"b.py": ""}))
    git(root, "checkout", "-q", "main")
    head = commit(write(root, {"a.py": "2"}))
    found = provide("repo", root)
    assert [found.contains(c) for c in (head, head.upper(), first, first[:10])] == [True] * 4
    assert [found.contains(c) for c in (side, "0" * 40, "HEAD", "--all", "", "a")] == [False] * 6


def test_ignored(root: Path) -> None:
    commit(write(root, {".gitignore": "data/\n*.pkl\n!keep.pkl\n", "a.pkl.py": ""}))
    write(root, {"deep/a.txt": ""})
    found = provide("repo", root)
    asked = [
        "data/x.csv",
        "m.pkl",
        "keep.pkl",
        "a.pkl.py",
        "missing/m.pkl",
        "",
        "/etc/passwd",
        "../x",
    ]
    assert found.ignored(asked) == {"data/x.csv", "m.pkl", "missing/m.pkl"}
    assert found.ignored([]) == frozenset()


def test_ignored_behind_a_link_or_inside_a_submodule(root: Path, tmp_path: Path) -> None:
    write(root, {".gitignore": "*.pkl\n", "real/m.pkl": "", "nested/m.pkl": ""})
    link(root / "link", "real")
    commit(root / "nested")
    commit(root)
    assert provide("repo", root).ignored(["link/m.pkl", "nested/m.pkl", "m.pkl"]) == {"m.pkl"}


def test_committed_at(root: Path) -> None:
    commit(write(root, {"a.py": "1", "b.py": "1"}))
    found = provide("repo", root)
    moment = found.committed_at("a.py")
    assert moment is not None
    assert moment.tzinfo is not None
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=5)
    assert found.committed_at("no.py") is None
    assert found.committed_at("../outside") is None
    assert found.committed_at() is None
    assert found.committed_at("no.py", *(f"{n}.py" for n in range(1200)), "a.py") == moment


def test_matching(root: Path) -> None:
    write(root, {"a.py": "", "b/c.py": "", "b/d.txt": ""})
    found = provide("repo", root)
    assert found.matching(["*.txt", "**/*.py"]) == ("a.py", "b/c.py")
    assert found.matching(["b/"]) == ("b/c.py", "b/d.txt")
    assert found.matching([]) == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://user:tok@example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://tok@example.org:8443/a/b.git", "https://example.org:8443/a/b.git"),
        ("https://u:p@ss@example.org/a", "https://example.org/a"),
        ("https://example.org/a/b@2.git", "https://example.org/a/b@2.git"),
        ("https://example.org/a?private_token=tok#tok", "https://example.org/a"),
        ("ssh://git@example.org/a", "ssh://example.org/a"),
        ("git@example.org:a/b.git", "example.org:a/b.git"),
        ("u:tok@example.org:a/b.git", "example.org:a/b.git"),
        ("helper::https://u:tok@example.org/a", "helper::https://example.org/a"),
        ("/srv/git/a@b:c/d.git", "/srv/git/a@b:c/d.git"),
        ("../a@b", "../a@b"),
        ("", ""),
    ],
)
def test_remote_has_no_secrets(root: Path, url: str, expected: str) -> None:
    assert _git.without_secrets(url) == expected
    commit(write(root, {"a.py": ""}))
    git(root, "config", "remote.origin.url", url)
    assert provide("repo", root).remote == expected


@given(st.text("abc:@/", max_size=12), st.text("abc:@", min_size=1, max_size=8))
def test_user_information_never_survives(path: str, user: str) -> None:
    assert _git.without_secrets(f"https://{user}SECRET@host/{path}").startswith("https://host/")


def test_worktree(root: Path, tmp_path: Path) -> None:
    commit(write(root, {"a.py": ""}))
    other = tmp_path / "other"
    git(root, "worktree", "add", "-q", "-b", "side", str(other))
    write(other, {"a.py": "2"})
    found = provide("repo", other)
    assert (found.toplevel, found.branch, found.modified) == (other.resolve(), "side", {"a.py"})
    assert not provide("repo", root).modified


def test_submodule_is_not_entered(root: Path, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    commit(write(part, {"p.py": "1"}))
    commit(write(root, {"a.py": ""}))
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(part), "part")
    commit(root)
    assert provide("repo", root).tracked == {"a.py", ".gitmodules"}
    assert provide("repo", root).files == (".gitmodules", "a.py")
    write(root, {"part/p.py": "2"})
    assert not provide("repo", root).modified
    commit(root / "part")
    assert provide("repo", root).modified == {"part"}
    assert provide("repo", root / "part").tracked == {"p.py"}


def test_nested_repository_is_not_entered(root: Path) -> None:
    commit(write(root, {"a.py": ""}))
    nested = root / "nested"
    nested.mkdir()
    commit(write(nested, {"n.py": ""}))
    found = provide("repo", root)
    assert (found.untracked, found.files) == (frozenset(), ("a.py",))


def test_configured_exclusions(root: Path) -> None:
    commit(write(root, {"a.py": "", "old/b.py": "", "old/c/d.py": ""}))
    found = repo(Project(root, exclude=("old/",)))
    assert found.files == ("a.py",)
    assert found.tracked == {"a.py", "old/b.py", "old/c/d.py"}


def test_links_count_where_they_point(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("")
    write(root, {"a.py": ""})
    for name, target in {
        "in.py": "a.py",
        "out.py": "../outside.py",
        "dangling.py": "none.py",
        "dir": ".",
        "loop.py": "loop.py",
    }.items():
        link(root / name, target)
    assert provide("repo", root).files == ("a.py", "in.py")
    assert provide("repo", root).toplevel is None
    commit(root)
    assert provide("repo", root).files == ("a.py", "in.py")
    link(root / "untracked.py", "../outside.py")
    assert provide("repo", root).files == ("a.py", "in.py")


# Files that git was told not to look at -------------------------------------------------


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_hidden_change_is_found(root: Path, flag: str) -> None:
    commit(write(root, {"a.py": "1\n", "b.py": "1\n"}))
    git(root, "update-index", flag, "a.py", "b.py")
    assert not provide("repo", root).modified
    write(root, {"a.py": "2\n"})
    assert git(root, "status", "--porcelain") == ""
    assert provide("repo", root).modified == {"a.py"}


def test_sparse_checkout_leaves_files_out(root: Path) -> None:
    commit(write(root, {"a.py": "", "deep/b.py": ""}))
    git(root, "sparse-checkout", "set", "--cone")
    assert not (root / "deep").exists()
    found = provide("repo", root)
    assert (found.modified, found.files) == (frozenset(), ("a.py",))
    assert found.tracked == {"a.py", "deep/b.py"}


# Without git ----------------------------------------------------------------------------


def test_walk_without_git(root: Path) -> None:
    write(root, {
        "a.py": "", "lib/b.py": "", ".hidden/c.py": "", ".env": "", "venv/pyvenv.cfg": "",
        "venv/lib/d.py": "", "node_modules/x/e.py": "", "__pycache__/f.pyc": "", "build/g.py": "",
        "conda/conda-meta/history": "", "x.egg-info/PKG-INFO": "", "lib/dist/h.py": "",
    })  # fmt: skip
    found = provide("repo", root)
    assert found.files == (".env", "a.py", "lib/b.py")
    assert (found.toplevel, found.head, found.fingerprint, found.tracked) == (
        None, None, "", frozenset(),
    )  # fmt: skip
    assert found.contains("a" * 40) is None
    assert found.ignored(["a.py"]) == frozenset()
    assert found.committed_at("a.py") is None


def test_walk_ends_in_loops(root: Path) -> None:
    write(root, {"a/b.py": ""})
    link(root / "a" / "up", root)
    assert provide("repo", root).files == ("a/b.py",)


def test_walk_leaves_pipes_alone(root: Path) -> None:
    pipe(root / "pipe.py")
    assert provide("repo", root).files == ()


def test_git_is_not_installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(write(root, {"a.py": ""}))
    monkeypatch.setenv("PATH", "")
    found = provide("repo", root)
    assert (found.toplevel, found.files) == (None, ("a.py",))


def test_scratch_folder_that_the_repository_around_it_ignores(root: Path) -> None:
    commit(write(root, {".gitignore": "scratch/\n", "a.py": ""}))
    write(root, {"scratch/b.py": ""})
    found = provide("repo", root / "scratch")
    assert (found.toplevel, found.files) == (None, ("b.py",))


def test_empty_folder_of_a_repository(root: Path) -> None:
    commit(write(root, {"a.py": ""}))
    (root / "empty").mkdir()
    found = provide("repo", root / "empty")
    assert (found.toplevel, found.files) == (root.resolve(), ())


# Repositories that git refuses ----------------------------------------------------------


@pytest.mark.parametrize("damage", ["no HEAD", "config", "index", "object", "gitfile"])
def test_corrupted_repository(root: Path, damage: str) -> None:
    commit(write(root, {"a.py": "", "b/c.py": ""}))
    match damage:
        case "no HEAD":
            (root / ".git/HEAD").unlink()
        case "config":
            (root / ".git/config").write_text("[core\n")
        case "index":
            (root / ".git/index").write_bytes(b"DIRC nonsense")
        case "object":
            shutil.rmtree(root / ".git/objects")
            (root / ".git/objects").mkdir()
        case "gitfile":
            shutil.rmtree(root / ".git")
            (root / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(InputError, match=r"\.git: found a repository that git cannot read"):
        provide("repo", root)


def test_broken_repository_below_an_intact_one(root: Path) -> None:
    commit(write(root, {"a.py": "", "inner/b.py": ""}))
    (root / "inner/.git").mkdir()
    with pytest.raises(InputError, match="passes over it"):
        provide("repo", root / "inner")


def test_work_tree_elsewhere(root: Path, tmp_path: Path) -> None:
    commit(write(root, {"a.py": ""}))
    (tmp_path / "else").mkdir()
    git(root, "config", "core.worktree", str(tmp_path / "else"))
    with pytest.raises(InputError, match="work tree is elsewhere"):
        provide("repo", root)


def test_repository_of_another_user(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(write(root, {"a.py": ""}))
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    monkeypatch.delenv("SUDO_UID", raising=False)
    for path in (root, root / ".git"):
        os.chown(path, 12345, 12345)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with pytest.raises(InputError, match=r"safe\.directory"):
        provide("repo", root)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    config = root.parent / "gitconfig"
    config.write_text("[safe]\n\tdirectory = *\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert provide("repo", root).files == ("a.py",)


# Hostile surroundings -------------------------------------------------------------------


def test_variables_of_a_calling_hook_do_not_redirect(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = commit(write(root, {"a.py": ""}))
    other = tmp_path / "other"
    other.mkdir()
    commit(write(other, {"x.py": ""}))
    calling = {
        "GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"), "GIT_PREFIX": "sub/",
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_CONFIG_PARAMETERS": "'core.bare=true'", "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_EXTERNAL_DIFF": "false", "GIT_NAMESPACE": "x",
    }  # fmt: skip
    for name, value in calling.items():
        monkeypatch.setenv(name, value)
    found = provide("repo", root)
    assert (found.head, found.files, found.modified) == (head, ("a.py",), frozenset())
    assert found.contains(head) is True
    assert {name: os.environ[name] for name in calling} == calling
    assert not (tmp_path / "trace").exists()


def program(tmp_path: Path) -> tuple[str, Path]:
    """Make a program that leaves a mark when anything starts it."""
    marker = tmp_path / "marker"
    script = tmp_path / "evil.sh"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> "{marker}"\ncat\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script), marker


def touch_everything(root: Path) -> None:
    """Call all that calls git, with a work tree in which every file may have changed."""
    later = time.time() + 10
    for path in root.rglob("*.py"):
        os.utime(path, (later, later))
    found = provide("repo", root)
    assert found.files
    found.contains("1" * 40)
    found.ignored(["a.py", "b.log"])
    found.committed_at("a.py")


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process",
        "diff.evil.textconv", "diff.evil.command", "diff.external", "core.pager", "pager.status",
        "core.editor", "core.askPass", "core.sshCommand", "gpg.program", "credential.helper",
        "core.alternateRefsCommand", "merge.evil.driver", "alias.status", "filter.lfs.clean",
    ],
)  # fmt: skip
def test_programs_of_the_repository_do_not_run(root: Path, tmp_path: Path, setting: str) -> None:
    script, marker = program(tmp_path)
    write(root, {"a.py": "1\n", ".gitattributes": "*.py filter=evil diff=evil merge=evil\n"})
    if "lfs" in setting:
        write(root, {".gitattributes": "*.py filter=lfs\n"})
    commit(root)
    value = f"!{script}" if setting.startswith("alias") else script
    git(root, "config", setting, value)
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "filter.evil.required", "true")
    touch_everything(root)
    assert not marker.exists(), marker.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_the_mark_would_be_left(root: Path, tmp_path: Path) -> None:
    """Prove that the tests around this one can fail: plain git does start these programs."""
    script, marker = program(tmp_path)
    write(root, {"a.py": "1\n", ".gitattributes": "*.py filter=evil\n"})
    commit(root)
    git(root, "config", "filter.evil.clean", script)
    os.utime(root / "a.py", (1, 1))
    git(root, "status")
    assert marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_included_and_worktree_configuration_is_covered(root: Path, tmp_path: Path) -> None:
    script, marker = program(tmp_path)
    commit(write(root, {"a.py": "1\n", ".gitattributes": "*.py filter=evil\n"}))
    write(root, {".git/more": f'[filter "evil"]\n\tclean = {script}\n'})
    git(root, "config", "include.path", "more")
    touch_everything(root)
    git(root, "config", "--unset", "include.path")
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "filter.evil.clean", script)
    touch_everything(root)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
@pytest.mark.parametrize("name", ["a=b", "a b", "a;b"])
def test_filter_that_cannot_be_switched_off_is_refused(
    root: Path, tmp_path: Path, name: str
) -> None:
    script, marker = program(tmp_path)
    commit(write(root, {"a.py": "1\n", ".gitattributes": f"*.py filter={name}\n"}))
    with (root / ".git/config").open("a") as config:
        config.write(f'[filter "{name}"]\n\tclean = {script}\n')
    with pytest.raises(InputError, match="unusual name"):
        touch_everything(root)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_programs_of_a_submodule_do_not_run(root: Path, tmp_path: Path) -> None:
    script, marker = program(tmp_path)
    part = tmp_path / "part"
    part.mkdir()
    commit(write(part, {"p.py": "1\n", ".gitattributes": "*.py filter=evil\n"}))
    write(root, {"a.py": ""})
    commit(root)
    git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(part), "part")
    commit(root)
    for setting in ("core.fsmonitor", "filter.evil.clean"):
        git(root / "part", "config", setting, script)
    git(root, "config", "status.submoduleSummary", "true")
    git(root, "config", "submodule.part.update", f"!{script}")
    touch_everything(root)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_hooks_do_not_run(root: Path, tmp_path: Path) -> None:
    script, marker = program(tmp_path)
    commit(write(root, {"a.py": "1\n"}))
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-commit"):
        shutil.copy(script, root / ".git/hooks" / hook)
    git(root, "config", "core.hooksPath", str(root / ".git/hooks"))
    touch_everything(root)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_lfs_extension_of_the_repository_does_not_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, marker = program(tmp_path)
    own = tmp_path / "gitconfig"
    own.write_text(f'[filter "lfs"]\n\tclean = {script}\n')
    commit(write(root, {"a.py": "1\n", ".gitattributes": "*.py filter=lfs\n"}))
    git(root, "config", "lfs.extension.evil.clean", script)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    touch_everything(root)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_filter_of_the_user_still_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "gitconfig"
    own.write_text('[filter "case"]\n\tclean = tr a-z A-Z\n')
    write(root, {"a.py": "ABC\n", ".gitattributes": "*.py filter=case\n"})
    commit(root)
    write(root, {"a.py": "abc\n"})
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert not provide("repo", root).modified


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_partial_clone_fetches_nothing(root: Path, tmp_path: Path) -> None:
    script, marker = program(tmp_path)
    commit(write(root, {"a.py": "1\n"}))
    commit(write(root, {"a.py": "2\n"}))
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", root.as_uri(), str(clone))
    git(clone, "reset", "-q")
    git(clone, "config", "remote.origin.uploadpack", script)
    git(clone, "config", "protocol.file.allow", "always")
    write(clone, {"a.py": "3\n"})
    found = provide("repo", clone)
    assert found.modified == {"a.py"}
    found.committed_at("a.py")
    found.contains("1" * 40)
    assert not marker.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="shell script")
def test_bare_repository_inside_the_project_is_not_used(root: Path, tmp_path: Path) -> None:
    script, marker = program(tmp_path)
    bare = root / "bare"
    git(tmp_path, "init", "-q", "--bare", str(bare))
    git(bare, "config", "core.fsmonitor", script)
    git(bare, "config", "core.bare", "false")
    with pytest.raises(InputError):
        provide("repo", bare)
    assert not marker.exists()


def test_nothing_is_written(root: Path) -> None:
    commit(write(root, {"a.py": "1\n"}))
    os.utime(root / "a.py", (1, 1))
    before = {p: p.stat().st_mtime_ns for p in (root / ".git").rglob("*")}
    provide("repo", root)
    assert {p: p.stat().st_mtime_ns for p in (root / ".git").rglob("*")} == before


def test_replacement_objects_do_not_fake_history(root: Path) -> None:
    first = commit(write(root, {"a.py": "1"}))
    git(root, "checkout", "-q", "--orphan", "other")
    other = commit(write(root, {"b.py": ""}))
    git(root, "replace", other, git(root, "commit-tree", "HEAD^{tree}", "-p", first, "-m", "x"))
    assert provide("repo", root).contains(first) is False


def test_few_processes_and_little_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(write(root, {f"m{i}.py": "" for i in range(50)}))
    calls: list[object] = []
    original = _git._execute

    def counting(*arguments: object) -> _git.Answer:
        calls.append(arguments)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(_git, "_execute", counting)
    provide("repo", root)
    started = time.perf_counter()
    provide("repo", root)
    assert time.perf_counter() - started < 1
    assert len(calls) == 8


def test_importing_the_module_imports_no_git() -> None:
    code = (
        "import sys, pytest_mlgate.inputs.repo; "
        "print(*{'git', 'subprocess', 'socket', 'hashlib'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"git", "socket"} & set(done.stdout.split())


def test_is_blank(root: Path) -> None:
    write(root, {"a.txt": " \n\t\n", "b.txt": "x"})
    found = provide("repo", root)
    assert found.is_blank("a.txt")
    assert found.is_blank("missing.txt")
    assert not found.is_blank("b.txt")
