from __future__ import annotations

import platform
import sys
from datetime import date
from pathlib import Path

import pytest

from pytest_mlgate.inputs._python_releases import AS_OF, END_OF_LIFE, end_of_life
from pytest_mlgate.inputs.pythons import Pythons
from support import commit, provide, write


def pythons(root: Path, files: dict[str, str] | None = None) -> Pythons:
    commit(write(root, files or {}))  # hidden folders count only where git tracks them
    found = provide("pythons", root)
    assert isinstance(found, Pythons)
    return found


def stated(root: Path, files: dict[str, str]) -> list[tuple[str, int | None, tuple[int, int]]]:
    return [(one.path, one.line, one.branch) for one in pythons(root, files).stated[1:]]


def test_the_running_interpreter(tmp_path: Path) -> None:
    (only,) = pythons(tmp_path).stated
    assert only.branch == sys.version_info[:2]
    assert platform.python_version() in only.statement


def test_version_files(tmp_path: Path) -> None:
    files = {
        ".python-version": "# ours\n3.9.17\n3.12 # later\n\npypy3.10-7.3.12\nmy-env\n3.13t\n",
        "app/runtime.txt": "python-3.8.1\n",
        "runtime.txt": "jvm 17\n",
    }
    assert stated(tmp_path, files) == [
        (".python-version", 2, (3, 9)),
        (".python-version", 3, (3, 12)),
        (".python-version", 5, (3, 10)),
        (".python-version", 7, (3, 13)),
        ("app/runtime.txt", 1, (3, 8)),
    ]


def test_base_images(tmp_path: Path) -> None:
    dockerfile = (
        "ARG V=3.8\nFROM python:$V AS build\nFROM build AS more\nFROM python:3.9.17-slim\n"
        "FROM python:latest\nFROM nginx:1.27\n"
    )
    assert stated(tmp_path, {"Dockerfile": dockerfile}) == [
        ("Dockerfile", 2, (3, 8)),
        ("Dockerfile", 4, (3, 9)),
    ]


WORKFLOW = """
on: push
jobs:
  test:
    strategy:
      matrix:
        python-version: [3.8, "3.10",
                         '3.x', 3.12]
        include:
          - python-version: "3.13.0-rc.1"
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: ${{ matrix.python-version }}
      - uses: actions/setup-python@v6
        with:
          python-version: |
            3.9
            pypy3.11
      - run: echo "python-version 3.7"
"""


def test_workflows(tmp_path: Path) -> None:
    path = ".github/workflows/ci.yml"
    found = pythons(tmp_path, {path: WORKFLOW, ".github/dependabot.yml": WORKFLOW})
    matrix = ((3, 8), (3, 10), (3, 10_000), (3, 12), (3, 13))
    assert sorted((one.line, one.branch, one.beside) for one in found.stated[1:]) == [
        (7, (3, 8), matrix),
        (7, (3, 10), matrix),
        (8, (3, 12), matrix),
        (10, (3, 13), matrix),
        (17, (3, 9), ((3, 9), (3, 11))),
        (17, (3, 11), ((3, 9), (3, 11))),
    ]
    assert {one.path for one in found.stated[1:]} == {path}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b\n",
        "python-version: {a: 1}\n",
        "python-version:\n",
        "a: &a [*a]\n",
        "? [x]\n: y\n",
    ],
)
def test_workflows_without_versions(tmp_path: Path, text: str) -> None:
    found = pythons(tmp_path, {".github/workflows/a.yaml": text})
    assert len(found.stated) == 1
    assert found.unread == {}


def test_a_matrix_under_another_key(tmp_path: Path) -> None:
    text = (
        "jobs:\n  a:\n    strategy:\n      matrix: {python: ['3.9', '3.13']}\n"
        "    with: {python: '3.7'}\n"
    )
    assert stated(tmp_path, {".github/workflows/a.yml": text}) == [
        (".github/workflows/a.yml", 4, (3, 9)),
        (".github/workflows/a.yml", 4, (3, 13)),
    ]


def test_aliases_do_not_multiply(tmp_path: Path) -> None:
    lines = ["a0: &a0 [python-version]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert len(pythons(tmp_path, {".github/workflows/a.yml": "\n".join(lines)}).stated) == 1


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "[" * 5000])
def test_workflows_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = ".github/workflows/a.yml"
    assert list(pythons(tmp_path, {path: text}).unread) == [path]


def test_ranges(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "p"\nrequires-python = ">=3.8,<3.10"\n',
        "environment.yml": "dependencies:\n  - python=3.9\n",
        "requirements.txt": "numpy\n",
    }
    found = pythons(tmp_path, files).ranges
    assert found == {"environment.yml": "==3.9.*", "pyproject.toml": ">=3.8,<3.10"}


@pytest.mark.parametrize(
    ("branch", "last"),
    [
        ((2, 7), date(2020, 1, 1)),
        ((3, 6), date(2021, 12, 23)),
        ((3, 9), date(2025, 10, 31)),
        ((3, 15), date(2031, 10, 31)),
        ((1, 5), date(2013, 10, 29)),
        ((3, 99), None),
        ((4, 0), None),
    ],
)
def test_the_end_of_life(branch: tuple[int, int], last: date | None) -> None:
    assert end_of_life(branch) == last


def test_the_table_is_without_gaps_and_in_order() -> None:
    branches = [branch for branch in END_OF_LIFE if branch[0] == 3]
    assert branches == [(3, minor) for minor in range(len(branches))]
    assert [END_OF_LIFE[b] for b in branches] == sorted(END_OF_LIFE[b] for b in branches)
    assert date(2026, 1, 1) < AS_OF
