from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_mlgate.readonly import ReadonlyInputs
from support import link, write


@pytest.fixture
def inputs(tmp_path: Path) -> ReadonlyInputs:
    write(tmp_path, {"data/a.csv": "1\n", "data/deep/b.csv": "2\n", "c.yaml": "x: 1\n"})
    return ReadonlyInputs(tmp_path)


@pytest.mark.parametrize(
    "watched", [("data",), ("data/",), ("data/**/*.csv",), ("data/a.csv", Path("data/deep/b.csv"))]
)
def test_untouched_files(inputs: ReadonlyInputs, watched: tuple[str, ...]) -> None:
    inputs.watch(*watched)
    result = inputs.verify()
    assert (result.ok, result.watched, result.evidence) == (True, 2, {})
    result.assert_ok()


def test_changed_missing_and_new(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    inputs.watch("data/", "c.yaml")
    write(tmp_path, {"data/a.csv": "2\n", "data/deep/new.csv": ""})
    (tmp_path / "data/deep/b.csv").unlink()
    result = inputs.verify()
    assert not result.ok
    assert result.evidence == {
        "changed": ("data/a.csv",), "missing": ("data/deep/b.csv",), "new": ("data/deep/new.csv",),
    }  # fmt: skip
    with pytest.raises(AssertionError, match=r"3 watched.*changed: data/a\.csv; missing: .*b\.csv"):
        result.assert_ok()


def test_same_size_and_time_does_not_hide_a_change(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    file = tmp_path / "data/a.csv"
    before = file.stat()
    inputs.watch(file)
    file.write_text("9\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert inputs.verify().changed == ("data/a.csv",)


def test_rewriting_the_same_content_is_allowed(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    inputs.watch("c.yaml")
    write(tmp_path, {"c.yaml": "x: 1\n"})
    assert inputs.verify().ok


def test_first_seen_content_counts(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    inputs.watch("c.yaml")
    write(tmp_path, {"c.yaml": "x: 2\n"})
    inputs.watch("*.yaml")
    assert inputs.verify().changed == ("c.yaml",)


@pytest.mark.parametrize("pattern", ["none.csv", "*.parquet", "empty"])
def test_watching_nothing_is_refused(inputs: ReadonlyInputs, tmp_path: Path, pattern: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match="nothing to watch"):
        inputs.watch(pattern)


def test_nothing_watched_is_not_ok(inputs: ReadonlyInputs) -> None:
    result = inputs.verify()
    assert not result.ok
    with pytest.raises(AssertionError, match="no input file was watched"):
        result.assert_ok()


def test_file_with_brackets_in_its_name(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    write(tmp_path, {"part[0].csv": "1", "part0.csv": "1"})
    inputs.watch("part[0].csv")
    write(tmp_path, {"part[0].csv": "2"})
    assert inputs.verify().changed == ("part[0].csv",)


def test_file_outside_the_root_keeps_its_full_name(tmp_path: Path) -> None:
    write(tmp_path, {"outside.csv": "1", "root/x": ""})
    inputs = ReadonlyInputs(tmp_path / "root")
    inputs.watch(tmp_path / "outside.csv")
    write(tmp_path, {"outside.csv": "2"})
    assert inputs.verify().changed == ((tmp_path / "outside.csv").as_posix(),)


def test_links(inputs: ReadonlyInputs, tmp_path: Path) -> None:
    link(tmp_path / "link.csv", "data/a.csv")
    link(tmp_path / "data/up", tmp_path)
    inputs.watch("link.csv", "data")
    write(tmp_path, {"data/a.csv": "changed through the target"})
    assert inputs.verify().changed == ("data/a.csv", "link.csv")


def test_dangling_link_cannot_be_watched(tmp_path: Path) -> None:
    link(tmp_path / "link", "none")
    with pytest.raises(FileNotFoundError):
        ReadonlyInputs(tmp_path).watch("link")


def test_working_directory_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.csv": "1"})
    monkeypatch.chdir(tmp_path)
    inputs = ReadonlyInputs()
    inputs.watch("a.csv")
    monkeypatch.chdir("/")
    write(tmp_path, {"a.csv": "2"})
    assert inputs.verify().changed == ("a.csv",)
