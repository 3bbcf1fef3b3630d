"""Sample rows from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from support import provide, write


def test_without_a_path_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"\[inputs.sample\] path"):
        provide("sample", tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("s.csv", "a,b\n1,x\n2,y\n3,z\n"),
        ("s.json", '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 3, "b": "z"}]'),
        ("s.jsonl", '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n{"a": 3, "b": "z"}\n'),
    ],
)
def test_the_first_rows_are_read(tmp_path: Path, name: str, content: str) -> None:
    pytest.importorskip("pandas")
    write(tmp_path, {name: content})
    frame = provide("sample", tmp_path, path=name, rows=2)
    assert list(frame["a"]) == [1, 2]
    assert list(frame.columns) == ["a", "b"]


def test_parquet(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    pandas.DataFrame({"a": range(5)}).to_parquet(tmp_path / "s.parquet")
    assert list(provide("sample", tmp_path, path="s.parquet", rows=3)["a"]) == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("s.csv", None, "no such file"),
        ("s.pkl", "", "the suffix '.pkl'"),
        ("s.csv", "", "no .csv table"),
        ("s.json", "{", "no .json table"),
        ("s.parquet", "text", "no .parquet table"),
        ("../s.csv", None, "leaves the project root"),
    ],
)
def test_unusable_files_are_explained(
    tmp_path: Path, name: str, content: str | None, message: str
) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    if content is not None:
        write(tmp_path, {name: content})
    with pytest.raises(InputError, match=message):
        provide("sample", tmp_path, path=name)
