from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.inputs.texts import Text
from support import commit, link, provide, write


def test_tracked_and_untracked_files_that_git_does_not_ignore(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "a", "tests/test_b.py": "b", ".gitignore": "c.env\n", ".env": "d"})
    commit(tmp_path)
    write(tmp_path, {"c.env": "c", "new.txt": "n", "empty.txt": ""})

    texts = provide("texts", tmp_path)

    assert [text.path for text in texts] == [
        ".env",
        ".gitignore",
        "a.py",
        "new.txt",
        "tests/test_b.py",
    ]
    assert [text.role for text in texts][-1] == "test"
    assert len(texts) == 5


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain\n", "plain\n"),
        ("\N{BYTE ORDER MARK}with é".encode(), "with é"),
        ("PASSWORD=é".encode("utf-16"), "PASSWORD=é"),
        ("é".encode("latin-1"), "é"),
        (b"PNG\0\1\2", None),
    ],
)
def test_encodings(content: bytes, text: str | None, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)

    found = [each.content() for each in provide("texts", tmp_path)]

    assert found == ([text] if text is not None else [])


def test_a_link_is_judged_where_it_leads(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "a"})
    link(tmp_path / "b.py", "a.py")
    link(tmp_path / "c.py", "/etc/passwd")

    assert [text.path for text in provide("texts", tmp_path)] == ["a.py"]


def test_large_files_are_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "x" * (1024 * 1024 + 1), "b.csv": "x" * 1024 * 1024})
    (tmp_path / "c.bin").write_bytes(b"\0" * (1024 * 1024 + 1))

    texts = provide("texts", tmp_path, max_megabytes=1)

    assert texts.too_large == (("a.csv", 1024 * 1024 + 1),)
    assert [text.path for text in texts] == ["b.csv"]


def test_answers_are_remembered_by_path_role_and_content(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "one", "b.py": "one"})
    texts = provide("texts", tmp_path)
    first, second = texts
    assert first.digest != second.digest

    assert texts.measure(length, texts.files, more=1) == [4, 4]
    write(tmp_path, {"a.py": "three"})
    assert texts.measure(length, texts.files, more=1) == [4, 4], "not read again"
    assert provide("texts", tmp_path).files[0].digest != first.digest


def length(text: Text, more: int) -> int:
    return len(text.content()) + more
