from __future__ import annotations

import time
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._yaml import (
    MAX_DEPTH,
    MAX_NODES,
    MAX_YAML,
    parse_documents,
    read_documents,
)
from pytest_mlgate.inputs.project import Project
from support import write


def refused(text: str) -> str:
    with pytest.raises(InputError) as error:
        parse_documents(text, "x.yml")
    return str(error.value)


def test_values_are_text_with_lines() -> None:
    (node,) = parse_documents(
        "on: push\na:\n  - yes\n  - 3.10\n  - 'null'\n  - ~\nb: {c: !x 1}\n", "x"
    )
    assert node["on"].text == "push"
    assert [item.text for item in node["a"].list] == ["yes", "3.10", "null", ""]
    assert [item.line for item in node["a"].list] == [3, 4, 5, 6]
    assert (node["a"].line, node["b"]["c"].text, node["b"]["c"].line) == (2, "1", 7)
    assert node["a"].texts == ("yes", "3.10", "null")
    assert node["on"].texts == ("push",)
    assert node["no"]["such"].text == ""
    assert [n.line for n in node.walk()] == [1, 1, 2, 3, 4, 5, 6, 7, 7]


def test_block_text_starts_on_the_next_line() -> None:
    (node,) = parse_documents("run: |\n  a\n  b\n", "x")
    assert (node["run"].text, node["run"].line, node["run"].block) == ("a\nb\n", 1, True)


def test_documents() -> None:
    first, second = parse_documents("a: 1\n---\nb: &x 2\n", "x")
    assert (first["a"].text, second["b"].text, second["b"].line) == ("1", "2", 3)
    assert parse_documents("", "x") == ()
    assert "alias *x" in refused("a: &x 1\n---\nb: *x\n")


def test_aliases_and_merged_tables() -> None:
    text = "a: &a {x: 1, y: 2}\nb: &b {x: 3}\nc:\n  <<: [*a, *b]\n  y: 4\nd: *b\n"
    (node,) = parse_documents(text, "x")
    assert {key: value.text for key, value in node["c"].table.items()} == {"x": "1", "y": "4"}
    assert (node["d"]["x"].text, node["d"].line) == ("3", 6)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yml: line 3: found the key 'a' twice"),
        ("a: [\n", "broken YAML"),
        ("a: b: c\n", "line 1: found broken YAML"),
        ("a: *b\n", "the alias *b"),
        ("a: &a [*a]\n", "the alias *a"),
        ("? [a]\n: b\n", "a key that is no text"),
        ('"\\UFFFFFFFF"', "broken YAML"),
        ("\x01", "broken YAML"),
        ("[" * (MAX_DEPTH + 1), f"at most {MAX_DEPTH} deep"),
        ("- " * 100_000, f"at most {MAX_DEPTH} deep"),
        ("{a: " * 100_000, f"at most {MAX_DEPTH} deep"),
    ],
)
def test_refused(text: str, words: str) -> None:
    assert words in refused(text)


def test_bomb_of_aliases() -> None:
    """Nine levels of nine aliases are 400 million values in half a kilobyte."""
    levels = [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    started = time.perf_counter()
    assert "too many values" in refused("\n".join(["a0: &a0 [x,x,x,x,x,x,x,x,x]", *levels]))
    assert time.perf_counter() - started < 1


def test_values_are_counted_exactly() -> None:
    assert len(parse_documents("- a\n" * (MAX_NODES // 100), "x")[0].list) == MAX_NODES // 100
    text = f"a: &a [{'x,' * 999}]\nb: [{'*a,' * (MAX_NODES // 1000)}]\n"
    assert "too many values" in refused(text)


def test_no_object_is_built(tmp_path: Path) -> None:
    made = tmp_path / "made"
    (node,) = parse_documents(f"!!python/object/apply:os.mkdir ['{made}']", "x")
    assert node.list[0].text == str(made)
    assert not made.exists()


def test_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, {"x.yml": "# " + "x" * MAX_YAML})
    with pytest.raises(InputError, match="at most 4 MiB"):
        read_documents(Project(tmp_path), "x.yml")
