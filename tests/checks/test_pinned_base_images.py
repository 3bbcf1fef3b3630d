from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("dependencies.pinned-base-images")
DIGEST = "sha256:" + "ab" * 32


def run(root: Path, files: dict[str, str], **settings: Any) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


@pytest.mark.parametrize(
    ("image", "outcome", "message"),
    [
        (f"python@{DIGEST}", Outcome.PASS, "1 images in 1 files, all by digest"),
        (f"registry:5000/x/python:3.12@{DIGEST}", Outcome.PASS, ""),
        (f"$REGISTRY/python:$V@{DIGEST}", Outcome.PASS, ""),
        ("python:3.9.17-slim", Outcome.WARN, "the tag 3.9.17-slim can be moved"),
        ("registry:5000/python:3.9", Outcome.WARN, "the tag 3.9 "),
        ("$REGISTRY/python:3.9", Outcome.WARN, "the tag 3.9 "),
        ("python:3-latestish", Outcome.WARN, "the tag"),
        ("python", Outcome.FAIL, "without a tag that is latest"),
        ("registry:5000/python", Outcome.FAIL, "without a tag"),
        ("python:latest", Outcome.FAIL, "latest is another image"),
        ("x/y:latest-gpu", Outcome.FAIL, "latest is another image"),
        ("python:3.12@sha256:abc", Outcome.FAIL, "no digest"),
        ("$IMAGE", Outcome.INCONCLUSIVE, "a variable decides"),
        ("python:${V}", Outcome.INCONCLUSIVE, "a variable decides"),
        ("python@${DIGEST}", Outcome.INCONCLUSIVE, "a variable decides"),
    ],
)
def test_image(tmp_path: Path, image: str, outcome: Outcome, message: str) -> None:
    verdict = run(tmp_path, {"Dockerfile": f"# base\nFROM {image}\n"})
    assert verdict.outcome is outcome
    assert message in verdict.summary
    assert all(finding.location == "Dockerfile:2" for finding in verdict.findings)


def test_strict(tmp_path: Path) -> None:
    files = {"Dockerfile": "FROM python:3.9.17-slim\n"}
    assert run(tmp_path, files, strict=True).outcome is Outcome.FAIL
    assert run(tmp_path, {"Dockerfile": "FROM $X\n"}, strict=True).outcome is Outcome.INCONCLUSIVE


def test_all_kinds_of_files(tmp_path: Path) -> None:
    pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - {name: a, image: app}\n"
    compose = "services:\n  db:\n    image: postgres\n"
    dockerfile = f"FROM x@{DIGEST}\nCOPY --from=uv:latest / /\n"
    verdict = run(tmp_path, {"pod.yml": pod, "compose.yml": compose, "Dockerfile": dockerfile})
    assert [(f.location, f.subject) for f in verdict.findings] == [
        ("Dockerfile:2", "uv:latest"), ("compose.yml:3", "postgres"), ("pod.yml:5", "app")
    ]  # fmt: skip
    assert "service db postgres" in verdict.findings[1].message


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"compose.yml": "a: [\n"})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "compose.yml: could not be judged: compose file with broken YAML" in verdict.summary


def test_nothing_to_judge(tmp_path: Path) -> None:
    assert run(tmp_path, {"x.py": ""}).outcome is Outcome.NOT_APPLICABLE
    verdict = run(tmp_path, {"Dockerfile": "FROM scratch\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.summary == "none of 1 files names an image"
