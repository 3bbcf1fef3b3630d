from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("dependencies.pinned-actions")
SHA = "11bd71901bbe5b1630ceea73d27597364c9af683"
DIGEST = "sha256:" + "ab" * 32
HEAD = "on: push\njobs:\n  a:\n    steps:\n"


def run(root: Path, files: dict[str, str], **settings: Any) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def workflow(root: Path, text: str, **settings: Any) -> Verdict:
    return run(root, {".github/workflows/ci.yml": text}, **settings)


def step(root: Path, uses: str, more: str = "", **settings: Any) -> Verdict:
    return workflow(root, f"{HEAD}      - uses: {uses}\n{more}", **settings)


@pytest.mark.parametrize(
    "uses",
    [
        f"actions/checkout@{SHA}", f"x/y/sub/action@{SHA}  # v1", f"x/y@{SHA.upper()}",
        f"x/y@{'a' * 64}", "./.github/actions/x", "./", f"docker://alpine@{DIGEST}",
        f"docker://ghcr.io/x/y:1.2@{DIGEST}",
    ],
)  # fmt: skip
def test_pinned(tmp_path: Path, uses: str) -> None:
    verdict = step(tmp_path, f"{uses}\n      - uses: x/y@{SHA}")
    assert verdict.outcome is Outcome.PASS, verdict.summary


def test_how_many_are_pinned(tmp_path: Path) -> None:
    verdict = step(tmp_path, f"x/y@{SHA}\n      - uses: ./x\n      - run: a")
    assert verdict.summary == "2 uses of actions in 1 workflow files, all pinned"


@pytest.mark.parametrize(
    ("uses", "outcome", "message"),
    [
        ("x/y@main", Outcome.FAIL, "a branch"),
        ("actions/checkout@master", Outcome.FAIL, "a branch"),
        ("x/y@release/v1", Outcome.FAIL, "a branch"),
        ("x/y@v1", Outcome.FAIL, "a tag"),
        ("x/y@1.2.3", Outcome.FAIL, "a tag"),
        ("x/y@v1.2.3-rc.1", Outcome.FAIL, "a tag"),
        ("x/y@1234567", Outcome.FAIL, "a tag"),
        ("x/y@11bd719", Outcome.FAIL, "cut short"),
        (f"x/y@{SHA[:-1]}", Outcome.FAIL, "cut short"),
        ("x/y", Outcome.FAIL, "no version"),
        ("actions/checkout@v4", Outcome.WARN, "a tag"),
        ("github/codeql-action/init@v3", Outcome.WARN, "a tag"),
        ("Actions/checkout@v4", Outcome.WARN, "a tag"),
        ("actions-rs/toolchain@v1", Outcome.FAIL, "a tag"),
        ("docker://alpine:3.8", Outcome.FAIL, "without digest"),
        ("docker://alpine@sha256:ab", Outcome.FAIL, "without digest"),
    ],
)
def test_not_pinned(tmp_path: Path, uses: str, outcome: Outcome, message: str) -> None:
    verdict = step(tmp_path, uses)
    assert verdict.outcome is outcome
    (finding,) = verdict.findings
    assert f"uses {uses}: " in finding.message
    assert message in finding.message
    assert finding.location == ".github/workflows/ci.yml:5"
    assert finding.subject == uses.partition("@")[0]


def test_settings(tmp_path: Path) -> None:
    assert step(tmp_path, "actions/checkout@v4", strict=True).outcome is Outcome.FAIL
    assert step(tmp_path, "x/y@v4", trusted=("x",)).outcome is Outcome.WARN
    assert step(tmp_path, "actions/checkout@v4", trusted=()).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("more", "secret"),
    [
        ("        with: {t: '${{ secrets.KEY }}'}\n", "KEY"),
        ("        env: {t: 'x ${{ format(secrets.KEY) }}'}\n", "KEY"),
        ("        with: {t: \"${{ secrets['KEY'] }}\"}\n", "KEY"),
        ("        with: {t: '${{ toJSON(secrets) }}'}\n", "all"),
        ("    env: {t: '${{ secrets.KEY }}'}\n", "KEY"),
        ("env: {t: '${{ secrets.KEY }}'}\n", "KEY"),
    ],
)
def test_secret_for_a_tag(tmp_path: Path, more: str, secret: str) -> None:
    verdict = step(tmp_path, "actions/checkout@v4", more)
    assert verdict.outcome is Outcome.FAIL
    assert f"which is given secrets ({secret})" in verdict.summary
    assert step(tmp_path, f"actions/checkout@{SHA}", more).outcome is Outcome.PASS


def test_many_secrets_are_counted(tmp_path: Path) -> None:
    given = ", ".join(f"a{n}: '${{{{ secrets.S{n} }}}}'" for n in range(5))
    verdict = step(tmp_path, "x/y@v1", f"        with: {{{given}}}\n")
    assert "(S0, S1, S2 and 2 more)" in verdict.summary


@pytest.mark.parametrize(
    "value", ["${{ secrets.GITHUB_TOKEN }}", "${{ github.token }}", "secrets.X"]
)
def test_what_is_no_secret(tmp_path: Path, value: str) -> None:
    verdict = step(tmp_path, "actions/checkout@v4", f"        with: {{t: '{value}'}}\n")
    assert verdict.outcome is Outcome.WARN


@pytest.mark.parametrize(
    ("secrets", "given"), [("inherit", "(all)"), ("{a: '${{ secrets.KEY }}'}", "(KEY)")]
)
def test_reusable_workflow(tmp_path: Path, secrets: str, given: str) -> None:
    text = "on: push\njobs:\n  a:\n    uses: {}\n    secrets: {}\n"
    verdict = workflow(tmp_path, text.format("actions/x/.github/workflows/y.yml@v1", secrets))
    assert verdict.outcome is Outcome.FAIL
    assert given in verdict.summary
    assert verdict.findings[0].line == 4
    local = workflow(tmp_path, text.format("./.github/workflows/y.yml", secrets))
    assert local.outcome is Outcome.PASS


def test_actions_of_the_project(tmp_path: Path) -> None:
    text = "runs:\n  using: composite\n  steps:\n    - uses: x/y@v1\n"
    verdict = run(tmp_path, {"action.yml": text})
    assert verdict.findings[0].location == "action.yml:4"
    docker = run(tmp_path, {"action.yml": "runs: {using: docker, image: 'docker://a:1'}\n"})
    assert docker.outcome is Outcome.FAIL
    built = run(tmp_path, {"action.yml": "runs: {using: docker, image: Dockerfile}\n"})
    assert built.outcome is Outcome.NOT_APPLICABLE


def test_broken_workflow(tmp_path: Path) -> None:
    verdict = workflow(tmp_path, "a: [\n")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "ci.yml:2: could not be judged: found broken YAML" in verdict.summary


def test_nothing_to_judge(tmp_path: Path) -> None:
    assert run(tmp_path, {"x.py": ""}).outcome is Outcome.NOT_APPLICABLE
    verdict = workflow(tmp_path, f"{HEAD}      - run: a\n")
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.summary == "none of 1 workflow files uses an action"
