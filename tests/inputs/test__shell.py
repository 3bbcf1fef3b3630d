from __future__ import annotations

import time

import pytest

from pytest_mlgate.inputs._shell import Command, simple_commands


def test_marks_and_lines() -> None:
    script = "cd x && pytest || true\n# pip install\npip install \\\n  a |\\\n tee log; b &\n"
    assert simple_commands(script) == [
        Command(("cd", "x"), 1, "&&"),
        Command(("pytest",), 1, "||"),
        Command(("true",), 1, "\n"),
        Command(("pip", "install", "a"), 3, "|"),
        Command(("tee", "log"), 5, ";"),
        Command(("b",), 5, "&"),
    ]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("a 2>&1 b &> c", [("a", "2>&1", "b", "&>", "c")]),
        ("pip install 'a>=1' \"b c\" d\\ e", [("pip", "install", "a>=1", "b c", "d e")]),
        ('echo "a \\" b; c"', [("echo", 'a " b; c')]),
        ("python -c '\nx\npip install y\n'", [("python", "-c", "\nx\npip install y\n")]),
        ("pip install a==${{ matrix.a && 1 }}", [("pip", "install", "a==${{ matrix.a && 1 }}")]),
        ("cat > x <<EOF && b\npip install y\nEOF\nc", [("cat", ">", "x"), ("b",), ("c",)]),
        ("cat <<-'E' <<F\n1\n\tE\n2\nF\nc", [("cat",), ("c",)]),
        ("echo $((1 << N)) \nc", [("echo", "$"), ("1",), ("c",)]),
        ("a <<EOF\nb\n", [("a",), ("b",)]),
        ("it's # don't\nb", [("its # dont",), ("b",)]),
        ("# don't\nb 'c", [("b", "'c")]),
        ("A=1 B=2\nsudo -E env X=1 time pip", [("pip",)]),
        ("echo a#b #c", [("echo", "a#b")]),
        ("", []),
    ],
)  # fmt: skip
def test_words(script: str, words: list[tuple[str, ...]]) -> None:
    assert [command.words for command in simple_commands(script)] == words


@pytest.mark.parametrize(
    "text",
    ["'", '"', '\\"', "${{ ", "<<A ", "<<A\n", "A=1 ", "a;", "(", "\"'", "<<A\nA\n", "# '\n"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    simple_commands(text * (200_000 // len(text)))
    assert time.perf_counter() - started < 3
