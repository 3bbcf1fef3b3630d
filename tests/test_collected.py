"""Every test is run: no file, function or folder is passed over because of its name."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CASES = TESTS / "data"
"""Files that tests read; nothing in there is collected."""


def sources(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if CASES not in path.parents)


def is_test_file(path: Path) -> bool:
    return re.fullmatch(r"test_\w+\.py", path.name) is not None


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def names_of_tests(tree: ast.Module) -> Iterator[str]:
    """Yield the name of every test function, methods of ``Test`` classes included."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node.name
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from (
                f"{node.name}::{name}" for name in names_of_tests(ast.Module(node.body, []))
            )


@pytest.fixture(scope="module")
def collected() -> set[str]:
    """Node ids, without parameters, of all that pytest collects."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "slow or not slow",
         "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts="],
        cwd=ROOT,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.slow
def test_every_test_function_is_collected(collected: set[str]) -> None:
    written = {
        f"{path.relative_to(ROOT).as_posix()}::{name}"
        for path in sources(TESTS)
        for name in names_of_tests(parse(path))
    }

    assert written == collected


def test_every_test_file_holds_tests() -> None:
    files = [path for path in sources(TESTS) if is_test_file(path)]

    assert files
    assert [path.name for path in files if not list(names_of_tests(parse(path)))] == []


def test_no_other_file_holds_tests() -> None:
    others = [path for path in sources(TESTS) if not is_test_file(path)]

    assert [path.name for path in others if list(names_of_tests(parse(path)))] == []


def test_no_two_functions_of_one_module_share_a_name() -> None:
    """The second would replace the first, which then never runs."""
    for path in sources(TESTS):
        names = list(names_of_tests(parse(path)))
        assert len(names) == len(set(names)), path


def test_no_source_class_looks_like_a_test() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for folder in ("pytest_mlgate", "tools", "benchmarks")
        for path in sources(ROOT / folder)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test")
    ]

    assert wrong == []
