from __future__ import annotations

import time
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.workflows import Workflow, Workflows
from support import commit, provide, write

CI = """\
name: CI
on: [push, pull_request]
env: {A: '1'}
defaults:
  run: {shell: bash, working-directory: src}
jobs:
  test:
    name: Tests
    runs-on: [self-hosted, linux]
    needs: lint
    if: ${{ github.ref }}
    continue-on-error: true
    container: {image: python:3.12}
    services:
      db: {image: 'postgres:16'}
      cache: redis
    env: {B: two}
    steps:
      - uses: actions/checkout@v4
        with: {token: t, fetch-depth: 0}
      - name: Test
        if: always()
        continue-on-error: true
        env:
          C: '3'
        run: |
          cd x
          pytest || true
      - run: print(1)
        shell: python
        working-directory: other
  call:
    uses: ./.github/workflows/other.yml
    secrets: inherit
    with: {x: y}
    needs: [test]
"""


def read(root: Path, files: dict[str, str]) -> Workflows:
    write(root, files)
    commit(root)
    found = provide("workflows", root)
    assert isinstance(found, Workflows)
    return found


def one(root: Path, text: str, path: str = ".github/workflows/ci.yml") -> Workflow:
    (found,) = read(root, {path: text})
    return found


def test_everything_of_a_workflow(tmp_path: Path) -> None:
    file = one(tmp_path, CI)
    assert (file.path, file.name, file.problem) == (".github/workflows/ci.yml", "CI", "")
    assert (file.triggers, file.env, file.is_action) == (
        ("push", "pull_request"),
        {"A": "1"},
        False,
    )
    test, call = file.jobs
    assert (test.id, test.line, test.name, test.needs) == ("test", 7, "Tests", ("lint",))
    assert (test.runs_on, test.if_) == (("self-hosted", "linux"), "${{ github.ref }}")
    assert (test.continue_on_error, test.env) == ("true", {"B": "two"})
    assert test.container == "python:3.12"
    assert test.services == {"db": "postgres:16", "cache": "redis"}
    checkout, run, python = test.steps
    assert (checkout.line, checkout.uses, checkout.uses_line) == (19, "actions/checkout@v4", 19)
    assert checkout.with_ == {"token": "t", "fetch-depth": "0"}
    assert (run.line, run.name, run.if_, run.continue_on_error) == (21, "Test", "always()", "true")
    assert (run.env, run.run, run.run_line) == ({"C": "3"}, "cd x\npytest || true\n", 27)
    assert (run.shell, run.working_directory) == ("bash", "src")
    assert [(c.words, c.line, c.then) for c in run.commands] == [
        (("cd", "x"), 27, "\n"), (("pytest",), 28, "||"), (("true",), 28, "\n"),
    ]  # fmt: skip
    assert (python.shell, python.working_directory, python.run_line) == ("python", "other", 29)
    assert list(python.commands) == []
    assert (call.uses, call.uses_line, call.line) == ("./.github/workflows/other.yml", 33, 32)
    assert (call.secrets, call.with_, call.needs) == ({"inherit": "inherit"}, {"x": "y"}, ("test",))
    assert [(job.id, step.line) for job, step in file.steps] == [
        ("test", 19),
        ("test", 21),
        ("test", 29),
    ]


def test_triggers_and_secrets_in_their_other_forms(tmp_path: Path) -> None:
    text = "on: {push: , pull_request: {branches: [main]}}\njobs: {a: {secrets: {x: y}}}\n"
    file = one(tmp_path, text)
    assert file.triggers == ("push", "pull_request")
    assert file.jobs[0].secrets == {"x": "y"}
    assert one(tmp_path, "on: push\njobs: {}\n").triggers == ("push",)


def test_actions(tmp_path: Path) -> None:
    composite = "name: a\nruns:\n  using: composite\n  steps:\n    - uses: x/y@v1\n"
    found = read(
        tmp_path,
        {
            "action.yml": "runs: {using: docker, image: 'docker://x:1'}\n",
            ".github/actions/a/action.yaml": composite,
            ".github/workflows/deep/x.yml": "a: 1\n",
            ".github/workflows/ci.yaml": "on: push\n",
            "sub/.github/workflows/x.yml": "a: 1\n",
        },
    )
    assert [f.path for f in found] == [
        ".github/actions/a/action.yaml", ".github/workflows/ci.yaml", "action.yml",
    ]  # fmt: skip
    action, _, docker = found
    assert (action.is_action, action.jobs[0].id, action.jobs[0].steps[0].uses_line) == (
        True,
        "runs",
        5,
    )
    assert docker.jobs[0].container == "docker://x:1"
    assert [f.path for f in found.workflows] == [".github/workflows/ci.yaml"]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("a: [\n", "broken YAML", 2),
        ("a: 1\na: 2\n", "twice", 2),
        ("", "one YAML document", None),
        ("- a\n", "one YAML document", None),
        ("a: 1\n---\nb: 1\n", "one YAML document", None),
        ("\0", "a binary file", None),
    ],
)
def test_broken_file_is_a_problem(
    tmp_path: Path, text: str, problem: str, line: int | None
) -> None:
    file = one(tmp_path, text)
    assert problem in file.problem
    assert (file.problem_line, file.jobs) == (line, ())


@pytest.mark.parametrize(
    "text",
    ["jobs: 1\n", "jobs: [a]\n", "jobs: {a: }\n", "jobs: {a: {steps: {b: c}}}\n",
     "jobs: {a: {steps: [1, [2], {run: {a: b}, uses: [c], with: d}]}}\non: {a: b}\nenv: [x]\n",
     "jobs: {a: {container: [x], services: [y], needs: {b: c}, secrets: [d]}}\n"],
)  # fmt: skip
def test_values_of_another_type_are_as_good_as_none(tmp_path: Path, text: str) -> None:
    file = one(tmp_path, text)
    assert file.problem == ""
    assert all(step.uses == step.run == "" for _, step in file.steps)


def test_none(tmp_path: Path) -> None:
    write(tmp_path, {".gitlab-ci.yml": "a: 1\n"})
    with pytest.raises(InputAbsent, match=r"no workflow of GitHub Actions"):
        provide("workflows", tmp_path)


def test_without_git(tmp_path: Path) -> None:
    write(tmp_path, {".github/workflows/ci.yml": CI})
    assert len(provide("workflows", tmp_path)) == 1


def test_ten_thousand_lines(tmp_path: Path) -> None:
    step = (
        "      - name: s\n        run: |\n          pip install x\n        env:\n          A: b\n"
    )
    write(tmp_path, {".github/workflows/ci.yml": f"jobs:\n  a:\n    steps:\n{step * 2_000}"})
    started = time.perf_counter()
    (file,) = provide("workflows", tmp_path)
    assert len(file.jobs[0].steps) == 2_000
    assert time.perf_counter() - started < 5
