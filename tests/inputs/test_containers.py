from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._dockerfile import commands, expand, instructions, parse, shell_commands
from pytest_mlgate.inputs.containers import Containers, DockerIgnore
from support import provide, write


def names(text: str) -> list[tuple[str, str, int]]:
    return [(i.name, i.value, i.line) for i in instructions(text)]


def runs(text: str) -> list[list[str]]:
    file = parse("Dockerfile", text)
    return [
        command
        for stage in file.stages
        for instruction in stage.instructions
        if instruction.name == "RUN"
        for command in commands(instruction)
    ]


def test_continuations_comments_and_blank_lines() -> None:
    text = "# one\nfrom a\nRUN x \\\n  # inside\n\n  && y\nCMD z\n"
    assert names(text) == [("FROM", "a", 2), ("RUN", "x && y", 3), ("CMD", "z", 7)]
    assert [i.comments for i in instructions(text)] == [("# one",), ("# inside",), ()]


def test_comment_belongs_to_the_next_instruction_only() -> None:
    found = list(instructions("FROM a\n# far\n\n# near\nRUN x\nRUN y\n"))
    assert [i.comments for i in found] == [(), ("# near",), ()]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("# escape=`\n", "x y"),
        ("# syntax=docker/dockerfile:1\n# ESCAPE = `\n", "x y"),
        ("# a comment\n# escape=`\n", "x `"),
        ("\n# escape=`\n", "x `"),
        ("# escape=z\n", "x `"),
    ],
)
def test_escape_directive(head: str, expected: str) -> None:
    assert names(f"{head}FROM a\nRUN x `\n y\n")[1][1] == expected


def test_heredocs() -> None:
    text = (
        "FROM a\nRUN <<EOF\npip install x\nFROM fake\nEOF\n"
        "RUN python - <<-'PY'\n\tprint('apt-get install y')\n\tPY\n"
        "COPY <<A <<B /dst/\none\nA\ntwo\nB\n"
        'RUN echo "a <<EOF b"\nRUN bash <<"E" && uv sync\npip install z\nE\nCMD c\n'
    )
    found = list(instructions(text))
    assert [i.name for i in found] == ["FROM", "RUN", "RUN", "COPY", "RUN", "RUN", "CMD"]
    assert found[1].heredocs == ("pip install x\nFROM fake",)
    assert found[3].heredocs == ("one", "two")
    assert found[4].heredocs == ()
    assert runs(text)[0] == ["pip", "install", "x"]
    assert ["python", "-"] in runs(text)
    assert not any("apt-get" in command for command in runs(text))


def test_heredoc_with_another_interpreter_is_no_shell() -> None:
    text = "FROM a\nRUN <<EOF\n#!/usr/bin/env python\npip = 'install'\nEOF\n"
    assert runs(text) == []
    assert runs("FROM a\nRUN <<EOF\n#!/bin/bash\npip install x\nEOF\n") == [["pip", "install", "x"]]


def test_stages_inherit_environment() -> None:
    file = parse(
        "Dockerfile",
        "ARG V=3.11\nFROM --platform=linux/amd64 python:${V}-slim AS Base\n"
        'ARG V\nENV A=1 B="two words"\nENV OLD form with spaces\n'
        "FROM base\nENV C=$A-${NONE:-x}\nFROM scratch as other\n",
    )
    base, child, other = file.stages
    assert (base.base, base.name, base.parent) == ("python:3.11-slim", "Base", None)
    assert base.environment == {"A": "1", "B": "two words", "OLD": "form with spaces"}
    assert (child.parent, child.environment["C"], child.environment["A"]) == (0, "1-x", "1")
    assert (other.environment, other.parent) == ({}, None)
    assert [s.base for s in file.lineage(1)] == ["base", "python:3.11-slim"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A ${A} x$A", "1 1 x1"), ("${B:-d} ${E:-d} ${E-d} ${A:-d}", "d d  1"),
        ("${A:+y}${E:+y}${B:+y}", "y"), (r"\$A", "$A"), ("$B ${B}", "$B ${B}"), ("a$", "a$"),
    ],
)  # fmt: skip
def test_expand(text: str, expected: str) -> None:
    assert expand(text, {"A": "1", "E": ""}) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a b && c | d; e &", [["a", "b"], ["c"], ["d"], ["e"]]),
        ("X=1 sudo -E pip install y", [["pip", "install", "y"]]),
        ("if true; then a; fi", [["true"], ["a"], ["fi"]]),
        ("env A=b c # pip install", [["c"]]),
        ("pip install 'a>=1' p#x", [["pip", "install", "a>=1", "p#x"]]),
        ("set -e\na \\\n b", [["set", "-e"], ["a", "b"]]),
        ("broken 'quote", [["broken", "'quote"]]),
        ("(cd x && y)", [["cd", "x"], ["y"]]),
        ("", []),
    ],
)
def test_shell_commands(script: str, expected: list[list[str]]) -> None:
    assert shell_commands(script) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["pip", "install", "a b"]', [["pip", "install", "a b"]]),
        ('["/bin/sh", "-c", "a && b"]', [["a"], ["b"]]),
        ("[ -f x ] && y", [["[", "-f", "x", "]"], ["y"]]),
    ],
)
def test_json_form(value: str, expected: list[list[str]]) -> None:
    assert runs(f"FROM a\nRUN {value}\n") == expected


def test_flags_are_taken_off() -> None:
    found = list(
        instructions("FROM a\nCOPY --link --from=b x y\nRUN --mount=type=cache,target=/x c\n")
    )
    assert (found[1].flags, found[1].value) == ({"link": "", "from": "b"}, "x y")
    assert found[2].value == "c"


@given(st.text("FROMRUNCPYAG abc\\\n#`\"'[]<-${}:=\t\x00", max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    file = parse("Dockerfile", f"FROM a\n{text}")
    for stage in file.stages:
        for instruction in stage.instructions:
            commands(instruction)
            assert instruction.arguments is not None


@given(st.text(max_size=60))
def test_no_ignore_pattern_breaks(text: str) -> None:
    assert DockerIgnore.parse("x", text).excludes("data/a.csv") in {True, False}


@pytest.mark.parametrize(
    ("lines", "path", "excluded"),
    [
        (".git", ".git", True), (".git", ".git/config", True), (".git", "sub/.git", False),
        ("**/.git", "sub/.git", True), ("**/.git", ".git", True), ("/data/", "data/x.csv", True),
        ("data/*", "data/x.csv", True), ("data/*", "data", False), ("data/**", "data/a/b", True),
        ("*", "data", True), ("*\n!data", "data", False), ("!data\n*", "data", True),
        ("# data", "data", False), ("*.c?v", "x.csv", True), ("*.csv", "data/x.csv", False),
        ("[a-c]x", "bx", True), ("[^a]x", "bx", True), ("[^a]x", "ax", False), ("d[", "d[", True),
        ("da\\ta", "data", True), ("./data", "data", True), ("data", "database", False),
        (".env*", ".env", True), ("[z-a]", "[z-a]", True),
    ],
)  # fmt: skip
def test_dockerignore(lines: str, path: str, excluded: bool) -> None:
    assert DockerIgnore.parse(".dockerignore", lines).excludes(path) is excluded


@pytest.mark.parametrize(
    "name",
    ["Dockerfile", "Dockerfile.gpu", "docker/train.dockerfile", "x.Dockerfile", "Containerfile",
     "dockerfile"],
)  # fmt: skip
def test_found_names(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "FROM a\n", "Dockerfile.md": "", "Dockerfile.dockerignore": ""})
    assert [file.path for file in provide("containers", tmp_path).files] == [name]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no Dockerfile"):
        provide("containers", tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\0", b"RUN x\n", b""])
def test_unusable_dockerfile_is_kept_with_its_problem(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "Dockerfile").write_bytes(content)
    (file,) = provide("containers", tmp_path).files
    assert file.problem
    assert file.stages == ()


def test_ignore_file_of_each_context(tmp_path: Path) -> None:
    write(tmp_path, {
        ".dockerignore": "root\n", "Dockerfile": "FROM a\n", "sub/Dockerfile": "FROM a\n",
        "sub/.dockerignore": "sub\n", "own/Dockerfile": "FROM a\n",
        "own/Dockerfile.dockerignore": "own\n", "other/Dockerfile": "FROM a\n",
    })  # fmt: skip
    found = provide("containers", tmp_path).ignore
    assert {path: ignore.patterns[0] for path, ignore in found.items()} == {
        "Dockerfile": "root", "sub/Dockerfile": "sub", "own/Dockerfile": "own",
        "other/Dockerfile": "root",
    }  # fmt: skip


def test_requirements_that_are_named(tmp_path: Path) -> None:
    write(tmp_path, {
        "Dockerfile": "FROM a\nRUN pip install -r base.txt -r loose.txt -r broken.txt\n",
        "base.txt": "a==1\nb==2.0 ; python_version > '3'\n-r more/nested.txt\n",
        "more/nested.txt": "c==1.*\n", "loose.txt": "d>=1\ne\n", "broken.txt": "???\n",
        "unnamed.txt": "f\n",
    })  # fmt: skip
    found = provide("containers", tmp_path).requirements
    assert found == {"base.txt": ("c",), "loose.txt": ("d", "e"), "broken.txt": None}


@pytest.mark.parametrize(
    ("named", "dockerfile", "expected"),
    [
        ("requirements.txt", "Dockerfile", "requirements.txt"),
        ("/tmp/requirements.txt", "api/Dockerfile", "api/requirements.txt"),
        ("/app/api/requirements.txt", "Dockerfile", "api/requirements.txt"),
        ("none.txt", "Dockerfile", None),
    ],
)
def test_file_behind_a_name(named: str, dockerfile: str, expected: str | None) -> None:
    known = {"requirements.txt": (), "api/requirements.txt": ()}
    assert Containers((), requirements=known).requirements_for(named, dockerfile) == expected


def test_inspected_image(tmp_path: Path) -> None:
    entry = {
        "RepoTags": ["app:1"],
        "Config": {
            "Labels": {"mlgate.software-hash": "abc"},
            "Env": ["PYTHON_VERSION=3.11.9", "A=b=c"],
        },
    }
    write(
        tmp_path,
        {"image.json": json.dumps([entry, {"Id": "sha256:1", "Config": {"Labels": None}}])},
    )
    first, second = provide("containers", tmp_path, image="image.json").images
    assert (first.name, first.labels) == ("app:1", {"mlgate.software-hash": "abc"})
    assert first.environment == {"PYTHON_VERSION": "3.11.9", "A": "b=c"}
    assert (second.name, second.labels) == ("sha256:1", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "broken JSON"), ("[]", "empty list"), ("[1]", "docker inspect"),
        ("[{}]", "docker inspect"), ('[{"Config": {"Labels": []  , "Env": 1}}]', "another type"),
        (None, "no such file"),
    ],
)  # fmt: skip
def test_unusable_image_metadata(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        write(tmp_path, {"image.json": text})
    with pytest.raises(InputError, match=message):
        provide("containers", tmp_path, image="image.json")
