from __future__ import annotations

import importlib
import sqlite3
import sys
from pathlib import Path

import pytest

from pytest_mlgate.inputs import cache as module
from pytest_mlgate.inputs.cache import Cache
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.verdict import Finding, Outcome
from support import commit, git, link, write

CALLS: list[str] = []


def shout(text: str, *, mark: str = "!") -> str:
    CALLS.append(text)
    return text.upper() + mark


def shame(source: Source) -> list[Finding]:
    CALLS.append(source.path)
    return [
        Finding(message="bad", outcome=Outcome.WARN, path=source.path, line=2, anchor=source.text)
    ]


def ask(cache: Cache, *texts: str, **options: object) -> tuple[list[str], list[str]]:
    """Return the answers, and what the function was called with to get them."""
    CALLS.clear()
    return cache.each(shout, texts, str, **options), list(CALLS)


def test_an_answer_is_computed_once(tmp_path):
    cache = Cache(tmp_path)
    assert ask(cache, "a", "b", "a") == (["A!", "B!", "A!"], ["a", "b"])
    assert ask(cache, "b", "c") == (["B!", "C!"], ["c"])


def test_without_a_folder_it_lasts_as_long_as_the_object():
    cache = Cache()
    assert ask(cache, "a")[1] == ["a"]
    assert ask(cache, "a")[1] == []
    assert ask(Cache(), "a")[1] == ["a"]


def test_the_next_run_finds_the_answers(tmp_path):
    ask(Cache(tmp_path / "x" / "y"), "a", "b")
    assert ask(Cache(tmp_path / "x" / "y"), "b", "c") == (["B!", "C!"], ["c"])


def test_settings_and_versions_of_tools_count(tmp_path, monkeypatch):
    ask(Cache(tmp_path), "a", tools=["pytest"])
    assert ask(Cache(tmp_path), "a", tools=["pytest"])[1] == []
    assert ask(Cache(tmp_path), "a", tools=["pytest"], mark="?") == (["A?"], ["a"])
    assert ask(Cache(tmp_path), "a", tools=["no-such-distribution"])[1] == ["a"]
    monkeypatch.setattr(module, "_version", lambda name: "99")
    assert ask(Cache(tmp_path), "a", tools=["pytest"])[1] == ["a"]


def test_the_code_of_the_package_counts(tmp_path, monkeypatch):
    package = write(tmp_path / "lib", {"rules/__init__.py": "", "rules/helper.py": "MARK = '1'\n"})
    rule = "from rules.helper import MARK\n\ndef rule(text):\n    return text + MARK\n"
    write(package, {"rules/rule.py": rule})
    monkeypatch.syspath_prepend(str(package))

    def answer() -> str:
        for name in [name for name in sys.modules if name.partition(".")[0] == "rules"]:
            del sys.modules[name]
        importlib.invalidate_caches()
        module._code_of.cache_clear()
        rule = importlib.import_module("rules.rule").rule
        return Cache(tmp_path / "cache").each(rule, ["a"], str)[0]

    assert answer() == "a1"
    write(package, {"rules/helper.py": "MARK = 'two'\n"})
    assert answer() == "atwo"


def test_findings_survive_as_they_are(tmp_path):
    source = Source.of("m.py", "x = 1\n")
    CALLS.clear()
    first = Sources((source,), cache=Cache(tmp_path)).findings(shame, [source])
    again = Sources((source,), cache=Cache(tmp_path)).findings(shame, [source])
    assert first == again == shame(source)
    assert CALLS == ["m.py", "m.py"]


def test_everything_a_rule_sees_of_a_source_is_in_its_digest():
    source = Source.of("m.py", "x = 1\n")
    different = [
        Source.of("n.py", "x = 1\n"),
        Source.of("m.py", "x = 2\n"),
        Source.of("m.py", "x = 1\n", Role.TRAIN),
        Source.of_cells("m.py", ["x = 1\n"]),
        Source("m.py", source.role, unread="a binary file"),
    ]
    assert len({s.digest for s in [source, *different]}) == 6
    assert Source.of("m.py", "x = 1\n").digest == source.digest


def test_a_file_that_is_no_database_is_forgotten(tmp_path):
    write(tmp_path, {"facts.sqlite3": "not a database, and long enough to be read as one" * 99})
    assert ask(Cache(tmp_path), "a") == (["A!"], ["a"])
    assert not (tmp_path / "facts.sqlite3").exists()
    ask(Cache(tmp_path), "a")
    assert ask(Cache(tmp_path), "a")[1] == []


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path):
    write(tmp_path, {"file": "x"})
    assert ask(Cache(tmp_path / "file" / "folder"), "a") == (["A!"], ["a"])


def test_what_nobody_asked_for_in_a_month_goes(tmp_path, monkeypatch):
    day = module._today()
    ask(Cache(tmp_path), "old", "kept")
    monkeypatch.setattr(module, "_today", lambda: day + 20)
    ask(Cache(tmp_path), "kept")
    monkeypatch.setattr(module, "_today", lambda: day + 40)
    ask(Cache(tmp_path), "kept")
    with sqlite3.connect(tmp_path / "facts.sqlite3") as database:
        assert [row[0] for row in database.execute("SELECT digest FROM facts")] == ["kept"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = write(tmp_path / "project", {"train.py": "", ".gitignore": ".pytest_cache\n"})
    commit(root)
    return root


def test_a_folder_that_git_does_not_track_is_used(project):
    folder = project / ".pytest_cache" / "d" / "mlgate"
    ask(Cache.open(project, folder), "a")
    assert ask(Cache.open(project, folder), "a")[1] == []


def test_answers_that_a_commit_brings_along_are_not_believed(project):
    folder = project / ".pytest_cache" / "d" / "mlgate"
    ask(Cache(folder), "a")
    git(project, "add", "-f", ".pytest_cache")
    commit(project)
    assert ask(Cache.open(project, folder), "a")[1] == ["a"]


def test_neither_are_those_behind_a_committed_link(project):
    ask(Cache(project / "elsewhere" / "d" / "mlgate"), "a")
    link(project / ".pytest_cache", "elsewhere")
    git(project, "add", "-f", ".pytest_cache", "elsewhere")
    commit(project)
    assert ask(Cache.open(project, project / ".pytest_cache" / "d" / "mlgate"), "a")[1] == ["a"]


def test_outside_of_any_repository_the_folder_is_used(tmp_path):
    folder = tmp_path / "cache"
    ask(Cache.open(tmp_path, folder), "a")
    assert ask(Cache.open(tmp_path, folder), "a")[1] == []


def test_a_folder_outside_of_the_repository_is_used(project, tmp_path):
    ask(Cache.open(project, tmp_path / "cache"), "a")
    assert ask(Cache.open(project, tmp_path / "cache"), "a")[1] == []
