from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs.blobs import Blobs
from pytest_mlgate.inputs.history import History, Version
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.verdict import Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("data.large-files")
MB = 1_000_000


def judge(sizes: dict[str, int], history: History | None = None, **settings: Any) -> Verdict:
    given: dict[str, object] = {"blobs": Blobs(sizes)}
    if history is not None:
        given["history"] = history
    return CHECK.run(given, settings)


def change(*versions: tuple[str, int], gap: str = "") -> History:
    found = tuple(Version(path, f"{n:040d}", size) for n, (path, size) in enumerate(versions))
    return History(Project(Path()), "a" * 40, "b" * 40, found, gap)


@pytest.mark.parametrize(
    ("path", "size", "rule"),
    [
        ("a.bin", 10 * MB, ""),
        ("a.bin", 10 * MB + 1, "G1"),
        ("a.csv", 500_000, ""),
        ("a.csv", 500_001, "G3"),
        ("A.CSV.GZ", 500_001, "G3"),
        ("a.tar.gz", 500_001, ""),
        ("m/model.PKL", 500_001, "G3"),
        ("m/model.safetensors", 10 * MB + 1, "G1"),
        ("plot.png", 9 * MB, ""),
        ("notebook.ipynb", 9 * MB, ""),
        (".csv", 500_001, ""),
    ],
)
def test_sizes(path, size, rule):
    verdict = judge({path: size, "small.py": 10})
    assert [f.rule for f in verdict.findings] == ([rule] if rule else [])
    assert verdict.outcome == ("FAIL" if rule else "PASS")


def test_the_summary_says_what_was_looked_at():
    verdict = judge({"a.csv": 499_000, "b.pkl": 4_000, "c.py": 12})
    assert (
        verdict.summary == "3 tracked files, the largest of 0.499 MB; 2 samples of data or models"
    )


def test_what_a_commit_brought_and_another_took_away():
    verdict = judge({"a.py": 1}, change(("old.bin", 11 * MB), ("small.bin", MB)))
    assert verdict.outcome == "FAIL"
    assert verdict.summary == (
        "old.bin: G2 a commit of the change brought 11 MB that the last one does not hold any "
        "more, and clones will"
    )


def test_commits_that_are_not_here_settle_nothing():
    verdict = judge({"a.py": 1}, change(gap="the clone is shallow and ends inside the change"))
    assert verdict.outcome == "INCONCLUSIVE"
    assert "the clone is shallow" in verdict.summary


def test_settings():
    sizes = {"docs/paper.pdf": 11 * MB, "a.csv": 2 * MB}
    past = change(("docs/old.pdf", 11 * MB))
    assert judge(sizes, past, allow=("docs/",), sample_megabytes=2.0).outcome == "PASS"
    assert judge(sizes, past, allow=("docs/",)).outcome == "FAIL"
    assert judge(sizes, max_megabytes=12.0, sample_megabytes=2.0).outcome == "PASS"


def test_nothing_tracked():
    assert judge({}).outcome == "NOT_APPLICABLE"


def of(root: Path) -> Verdict:
    return resolver(root).run(CHECK)


def test_a_repository(tmp_path):
    root = write(tmp_path, {"a.py": "x = 1\n"})
    assert of(root).outcome == "NOT_APPLICABLE"
    commit(root)
    assert of(root).outcome == "PASS"
    write(root, {"data.csv": "1" * 600_000, "mlgate.toml": ""})
    assert of(root).outcome == "PASS", "what nobody added is not in git"
    git(root, "add", "data.csv")
    verdict = of(root)
    assert verdict.summary == "data.csv: G3 a data or model file of 0.6 MB in git itself"


def test_what_git_stores_counts_and_not_what_lies_in_the_work_tree(tmp_path):
    root = write(tmp_path, {"data.csv": "version https://git-lfs.github.com/spec/v1\n"})
    commit(root)
    write(root, {"data.csv": "1" * 600_000})
    assert of(root).outcome == "PASS"


def test_excluded_files_are_left_out(tmp_path):
    root = write(tmp_path, {"vendor/data.csv": "1" * 600_000, "a.py": "\n"})
    commit(root)
    project = Project(root, exclude=("vendor/",))
    assert resolver(root, project=project).run(CHECK).outcome == "PASS"


def test_a_project_below_the_top(tmp_path):
    write(tmp_path, {"other/data.csv": "1" * 600_000, "own/é.csv": "1" * 600_000})
    commit(tmp_path)
    verdict = of(tmp_path / "own")
    assert [f.path for f in verdict.findings] == ["é.csv"]


def test_a_clone_without_files_is_not_asked_for_them(tmp_path):
    origin = write(tmp_path / "origin", {"a.py": "1\n"})
    commit(origin)
    write(origin, {"a.py": "2\n"})
    commit(origin)
    git(origin, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", origin.as_uri(), "clone")
    git(clone, "read-tree", "HEAD")
    verdict = of(clone)
    assert verdict.outcome == "NOT_APPLICABLE"
    assert verdict.no_evidence
