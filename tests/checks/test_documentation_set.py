from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Phase
from pytest_mlgate.verdict import Outcome, Verdict
from support import GIT_ENV, commit, find_check, git, resolver, write

CHECK = find_check("health.documentation-set")
LONG = "word " * 101
CARD = f"# Card\n{LONG}\n## Intended use\n## Evaluation\n## Limitations\n"
RUNBOOK = f"# Runbook\n{LONG}\n## Escalation\n## Diagnosis\n## Rollback\n"
ADR = f"# 1. Boosted trees\n{LONG}\n## Context\n## Decision\n## Consequences\n"


def run(
    root: Path,
    files: dict[str, str],
    *,
    subject: str = "model-card",
    phase: Phase = Phase.PRODUCTION,
    roles: dict[Role, tuple[str, ...]] | None = None,
    **settings: object,
) -> Verdict:
    project = Project(write(root, files), roles or {}, phase=phase)
    return resolver(root, project=project).run(CHECK, subject=subject, **settings)


def commit_at(root: Path, day: str) -> None:
    """Commit everything as if it were that day."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    moment = f"{day}T12:00:00Z"
    environment = {**GIT_ENV, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", "commit", "-qm", day], cwd=root, env=environment, check=True)


@pytest.mark.parametrize(
    ("subject", "path", "text"),
    [
        ("model-card", "MODEL_CARD.md", CARD),
        ("model-card", "docs/model-cards/churn.md", CARD),
        ("model-card", "modelcard.md", CARD),
        ("api-description", "API.md", LONG),
        ("api-description", "api/openapi.json", '{"openapi": "3.1.0", "paths": {"/predict": {}}}'),
        ("api-description", "swagger.yaml", "paths:\n  /predict:\n    post: {}\n"),
        ("runbook", "docs/runbook.md", RUNBOOK),
        ("adr", "docs/adr/0001-trees.md", ADR),
        ("deployment-checklist", "docs/deployment-checklist.md", LONG),
    ],
)
def test_in_order(tmp_path: Path, subject: str, path: str, text: str) -> None:
    verdict = run(tmp_path, {path: text}, subject=subject)
    assert verdict.outcome is Outcome.PASS
    assert path in verdict.summary
    assert [(e.name, e.value) for e in verdict.estimates] == [("documents in order", 1.0)]


@pytest.mark.parametrize("subject", CHECK.subjects_for({}))
def test_missing(tmp_path: Path, subject: str) -> None:
    verdict = run(tmp_path, {"train.py": ""}, subject=subject)
    assert verdict.outcome is Outcome.FAIL
    assert f"there is no {subject}, which phase production demands" in verdict.summary
    assert verdict.estimates[0].value == 0


@pytest.mark.parametrize(
    ("subject", "phase", "asked"),
    [
        ("model-card", Phase.EXPLORATION, False),
        ("model-card", Phase.DEVELOPMENT, False),
        ("model-card", Phase.STAGING, True),
        ("runbook", Phase.STAGING, False),
        ("runbook", Phase.PRODUCTION, True),
        ("adr", Phase.STAGING, False),
    ],
)
def test_phases(tmp_path: Path, subject: str, phase: Phase, asked: bool) -> None:
    verdict = run(tmp_path, {"train.py": ""}, subject=subject, phase=phase)
    assert verdict.outcome is (Outcome.FAIL if asked else Outcome.NOT_APPLICABLE)
    assert str(phase) in verdict.summary


def test_phase_of_a_document_is_a_setting_and_exploration_asks_for_none(tmp_path: Path) -> None:
    earlier = {"runbook": Phase.EXPLORATION}
    for phase, outcome in [("development", "FAIL"), ("exploration", "NOT_APPLICABLE")]:
        files = {"train.py": ""}
        verdict = run(tmp_path, files, subject="runbook", phase=Phase(phase), from_phase=earlier)
        assert verdict.outcome == outcome


def test_nothing_required(tmp_path: Path) -> None:
    assert CHECK.subjects_for({"required": ()}) == ("",)
    assert run(tmp_path, {}, subject="").outcome is Outcome.NOT_APPLICABLE


def test_headings(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"model_card.md": f"# Card\n{LONG}\n## Uses\n## Results\n"})
    assert [f.message for f in verdict.findings] == ["has no heading on limit or risk or caveat"]
    mine = {"model-card": ("owner",)}
    assert [f.message for f in run(tmp_path, {}, headings=mine).findings] == [
        "has no heading on owner"
    ]


def test_stub(tmp_path: Path) -> None:
    text = "word " * 100
    verdict = run(tmp_path, {"API.md": text}, subject="api-description")
    assert verdict.outcome is Outcome.FAIL
    assert "is a stub: 100 words, more than 100" in verdict.summary
    assert run(tmp_path, {}, subject="api-description", min_words=99).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "text",
    [
        "TODO: write", "to be decided: TBD", "XXX", "FIXME", "Lorem ipsum dolor",
        "see https://api.example.com/v1", "[More Information Needed]", "by <your name>",
        "[insert date]", "[...]",
    ],
)  # fmt: skip
def test_placeholders(tmp_path: Path, text: str) -> None:
    verdict = run(tmp_path, {"model_card.md": f"{CARD}\n{text}\n"})
    assert verdict.outcome is Outcome.FAIL
    [finding] = verdict.findings
    assert finding.message.startswith("holds the placeholder")
    assert finding.line == 7


@pytest.mark.parametrize(
    "text",
    ["todo lists", "`TODO`", "```\nTODO\n```", "[your rights](rights.md)", "TODOS", "<b>bold</b>"],
)
def test_no_placeholders(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, {"model_card.md": f"{CARD}\n{text}\n"}).outcome is Outcome.PASS


def test_templates_and_indexes_are_no_documents(tmp_path: Path) -> None:
    files = {
        "docs/adr/template.md": "TODO",
        "docs/adr/README.md": "",
        "docs/adr/0000-template.md": "",
    }
    assert "there is no adr" in run(tmp_path, files, subject="adr").summary


def test_empty_and_broken_descriptions(tmp_path: Path) -> None:
    verdict = run(
        tmp_path, {"openapi.yaml": "openapi: 3.1.0\npaths: {}\n"}, subject="api-description"
    )
    assert "openapi.yaml: describes no path of an API" in verdict.summary
    verdict = run(tmp_path, {"openapi.yaml": "paths: [\n"}, subject="api-description")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "found broken YAML" in verdict.summary


def test_own_document(tmp_path: Path) -> None:
    own = {"privacy": ("legal/privacy.md",)}
    files = {"legal/privacy.md": LONG}
    assert run(tmp_path, files, subject="privacy", places=own).outcome is Outcome.PASS
    verdict = run(tmp_path, {}, subject="privacy")
    assert "add privacy to places" in verdict.summary


@pytest.mark.parametrize(
    ("code_day", "outcome"), [("2026-01-31", Outcome.PASS), ("2026-02-01", Outcome.WARN)]
)
def test_age(tmp_path: Path, code_day: str, outcome: Outcome) -> None:
    commit_at(write(tmp_path, {"model_card.md": CARD, "train.py": "1"}), "2026-01-01")
    commit_at(write(tmp_path, {"train.py": "2"}), code_day)
    commit_at(write(tmp_path, {"README.md": "not about the model"}), "2026-12-01")
    verdict = run(tmp_path, {})
    assert verdict.outcome is outcome
    if outcome is Outcome.WARN:
        assert "was last committed 31 days before the code it is about (1 files)" in verdict.summary
        assert verdict.estimates[0].value == 0
        assert run(tmp_path, {}, max_lag=31).outcome is Outcome.PASS
        assert run(tmp_path, {}, code={"model-card": ("other/",)}).outcome is Outcome.PASS
        # A document that is being edited is not old.
        assert run(tmp_path, {"model_card.md": f"{CARD}\nnew\n"}).outcome is Outcome.PASS


def test_code_by_the_roles_of_the_configuration(tmp_path: Path) -> None:
    commit_at(write(tmp_path, {"model_card.md": CARD, "learn.py": "1"}), "2026-01-01")
    commit_at(write(tmp_path, {"learn.py": "2"}), "2026-06-01")
    assert run(tmp_path, {}).outcome is Outcome.PASS
    assert run(tmp_path, {}, roles={Role.TRAIN: ("learn.py",)}).outcome is Outcome.WARN


def test_shallow_clone_has_no_dates(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    commit_at(write(origin, {"model_card.md": CARD, "train.py": "1"}), "2026-01-01")
    commit_at(write(origin, {"train.py": "2"}), "2026-06-01")
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), str(tmp_path / "clone"))
    verdict = run(tmp_path / "clone", {})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "fetch-depth" in verdict.findings[0].remedy


def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "model_card.md").write_bytes(b"\0")
    commit(tmp_path)
    verdict = run(tmp_path, {})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "could not be read" in verdict.summary


def test_the_phase_comes_from_the_configuration(tmp_path: Path) -> None:
    from pytest_mlgate.gate import Gate
    from support import registry

    write(tmp_path, {"mlgate.toml": 'phase = "staging"\n'})
    assert Gate.open(registry(), tmp_path).config.project.phase is Phase.STAGING
