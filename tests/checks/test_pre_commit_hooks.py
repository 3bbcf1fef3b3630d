from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.pre-commit-hooks")
CONFIG = ".pre-commit-config.yaml"
FLOW = ".github/workflows/lint.yml"
RUNS = "on: push\njobs:\n  lint:\n    steps:\n      - run: pre-commit run --all-files\n"
NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4}'


def config(*ids: str, rev: str = "v1.0") -> str:
    hooks = "".join(f"      - id: {id}\n" for id in ids)
    return f"repos:\n  - repo: https://github.com/a/b\n    rev: {rev}\n    hooks:\n{hooks}"


WHOLE = config("gitleaks", "check-added-large-files", "ruff-check")


def run(root: Path, files: dict[str, str], **settings: object) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def messages(verdict: Verdict) -> list[str]:
    return [finding.message for finding in verdict.findings]


def test_whole(tmp_path: Path) -> None:
    verdict = run(tmp_path, {CONFIG: WHOLE, FLOW: RUNS})
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "3 hooks of 1 repositories are pinned, cover secrets, large files, lint, and are run by "
        ".github/workflows/lint.yml"
    )


def test_without_the_file(tmp_path: Path) -> None:
    assert run(tmp_path, {}).outcome is Outcome.NOT_APPLICABLE
    verdict = run(tmp_path, {}, required=True)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == f"{CONFIG}: there is no such file, and it is required"


@pytest.mark.parametrize(
    "rev", ["main", "master", "HEAD", "develop", "stable", "origin/main", "feature-branch", '""']
)
def test_branches(tmp_path: Path, rev: str) -> None:
    text = config("gitleaks", "check-added-large-files", "ruff", rev=rev)
    verdict = run(tmp_path, {CONFIG: text, FLOW: RUNS})
    assert verdict.outcome is Outcome.FAIL
    [finding] = verdict.findings
    assert finding.line == 3
    assert "so its hooks change by themselves" in finding.message


@pytest.mark.parametrize(
    "rev", ["v1.0", "1.7.5", "'22.6.0'", "ruff-0.1", "a" * 40, "0123456789abcdef" * 2 + "01234567"]
)
def test_tags_and_commits(tmp_path: Path, rev: str) -> None:
    text = config("gitleaks", "check-added-large-files", "ruff", rev=rev)
    assert run(tmp_path, {CONFIG: text, FLOW: RUNS}).outcome is Outcome.PASS


def test_a_repository_without_rev(tmp_path: Path) -> None:
    text = "repos:\n  - repo: https://github.com/a/b\n    hooks:\n      - id: gitleaks\n"
    verdict = run(tmp_path, {CONFIG: text, FLOW: RUNS})
    assert "https://github.com/a/b takes no rev" in messages(verdict)[0]
    assert verdict.findings[0].line == 2


def test_local_hooks_need_none_and_count_by_what_they_run(tmp_path: Path) -> None:
    text = (
        "repos:\n  - repo: local\n    hooks:\n"
        "      - {id: a, entry: gitleaks protect, language: system}\n"
        "      - {id: b, entry: scripts/large-files.sh, language: script}\n"
        "      - {id: c, entry: ruff check, language: system}\n"
        "  - repo: meta\n    hooks:\n      - id: check-useless-excludes\n"
    )
    assert run(tmp_path, {CONFIG: text, FLOW: RUNS}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("ids", "missing"),
    [
        (("gitleaks", "check-added-large-files"), "lint"),
        (("detect-secrets", "flake8"), "large files"),
        (("check-added-large-files", "pylint"), "secrets"),
    ],
)
def test_missing_class(tmp_path: Path, ids: tuple[str, ...], missing: str) -> None:
    verdict = run(tmp_path, {CONFIG: config(*ids), FLOW: RUNS})
    assert verdict.outcome is Outcome.WARN
    assert messages(verdict) == [f"no hook on {missing}"]


def test_notebooks_only_where_there_are_some(tmp_path: Path) -> None:
    verdict = run(tmp_path, {CONFIG: WHOLE, FLOW: RUNS, "a.ipynb": NOTEBOOK})
    assert messages(verdict) == ["no hook on notebooks"]
    ids = ("gitleaks", "check-added-large-files", "ruff-check", "nbstripout")
    assert run(tmp_path, {CONFIG: config(*ids)}).outcome is Outcome.PASS


def test_own_classes(tmp_path: Path) -> None:
    files = {CONFIG: config("licence-header"), FLOW: RUNS}
    verdict = run(tmp_path, files, classes=("licences",), hooks={"licences": ("licence",)})
    assert verdict.outcome is Outcome.PASS
    assert run(tmp_path, files, classes=()).outcome is Outcome.PASS
    assert messages(run(tmp_path, files, classes=("licences",))) == ["no hook on licences"]


RUN_BY: list[dict[str, str]] = [
    {FLOW: RUNS.replace("run: pre-commit run --all-files", "uses: pre-commit/action@v3.0.1")},
    {FLOW: RUNS.replace("pre-commit run", "uvx pre-commit run")},
    {FLOW: RUNS.replace("pre-commit run", "python -m pre-commit run")},
    {FLOW: RUNS.replace("pre-commit run --all-files", "tox -e lint"),
     "tox.ini": "[testenv:lint]\ncommands = pre-commit run --all-files\n"},
    {FLOW: RUNS.replace("pre-commit run --all-files", "nox -s lint"),
     "noxfile.py": 'session.run("pre-commit", "run", "--all-files")\n'},
    {FLOW: RUNS.replace("pre-commit run --all-files", "make lint"),
     "Makefile": "lint:\n\tpre-commit run --all-files\n"},
    {FLOW: RUNS.replace("run: pre-commit run --all-files", "uses: a/b@v1"),
     ".gitlab-ci.yml": "lint:\n  script:\n    - pre-commit run --all-files\n"},
    {CONFIG: f"ci:\n  autofix_prs: false\n{WHOLE}"},
    {"README.md": "[![x](https://results.pre-commit.ci/badge/a/b/main.svg)](x)\n"},
]  # fmt: skip


@pytest.mark.parametrize("files", RUN_BY)
def test_run_by(tmp_path: Path, files: dict[str, str]) -> None:
    assert run(tmp_path, {CONFIG: WHOLE, **files}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "files",
    [
        {},
        {FLOW: RUNS.replace("pre-commit run --all-files", "pip install pre-commit")},
        {FLOW: RUNS.replace("pre-commit run --all-files", "pre-commit install")},
        {FLOW: RUNS.replace("pre-commit run --all-files", "make"),
         "Makefile": "hooks:\n\tpre-commit install\n"},
        {"Makefile": "lint:\n\tpre-commit run\n"},
        {FLOW: "jobs: ["},
    ],
)  # fmt: skip
def test_not_run(tmp_path: Path, files: dict[str, str]) -> None:
    verdict = run(tmp_path, {CONFIG: WHOLE, **files})
    assert verdict.outcome is Outcome.WARN
    assert messages(verdict) == [
        "nothing in CI runs the hooks: who did not install them skips them"
    ]


@pytest.mark.parametrize(
    "text",
    ["", "repos: none\n", "repos: [", "- a\n", "repos: {}\n", "a: &a [*a]\n", "x: 1\nx: 2\n"],
)
def test_broken(tmp_path: Path, text: str) -> None:
    verdict = run(tmp_path, {CONFIG: text})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary.startswith(f"{CONFIG}: cannot be read: found ")


def test_odd_values_break_nothing(tmp_path: Path) -> None:
    text = "repos:\n  - 1\n  - {repo: [a], rev: 1.0, hooks: {id: x}}\n  - hooks: [1, {id: [2]}]\n"
    assert run(tmp_path, {CONFIG: text, FLOW: RUNS}).outcome is Outcome.FAIL


def test_the_other_suffix(tmp_path: Path) -> None:
    assert run(tmp_path, {".pre-commit-config.yml": WHOLE, FLOW: RUNS}).outcome is Outcome.PASS
