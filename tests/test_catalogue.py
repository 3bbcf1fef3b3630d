"""The executable catalogue: every check is shown failing, passing, and without its input."""

from __future__ import annotations

import importlib.util
import json
import shutil
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from support import commit, registry

CATALOGUE = Path(__file__).parent.parent / "checks"
CHECKS = sorted(registry().checks)
NEITHER = {"NOT_APPLICABLE", "ERROR", "INCONCLUSIVE", "NOT_COLLECTED"}


def folder(id: str) -> Path:
    family, _, name = id.partition(".")
    return CATALOGUE / family / name


def case(id: str) -> dict[str, Any]:
    return tomllib.loads((folder(id) / "case.toml").read_text(encoding="utf-8"))


def evidence(source: Path) -> ModuleType | None:
    """Load the script that builds what cannot be committed, such as a dirty work tree."""
    path = source / "evidence.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("evidence", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def build(source: Path, target: Path, remove: list[str], config: str = "") -> Path:
    """Make a real project, with a real git repository, from a folder of the catalogue."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("evidence.py", "__pycache__"))
    script = evidence(source)
    if hasattr(script, "before_commit"):
        script.before_commit(target)
    for name in remove:
        path = target / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if "mlgate.toml" in remove:
        (target / "mlgate.toml").write_text(config, encoding="utf-8")
    commit(target)
    if hasattr(script, "after_commit"):
        script.after_commit(target)
    return target


def run(pytester: pytest.Pytester, project: Path, id: str) -> tuple[int, list[dict[str, Any]], str]:
    """Run the gate as a user would and return exit code, records of the check, and output."""
    report = pytester.path / "report.json"
    pytester.chdir()
    result = pytester.runpytest_subprocess(
        "--mlgate-only",
        "-p",
        "no:cacheprovider",
        f"--mlgate-report=json:{report}",
        f"{project / 'mlgate.toml'}::{id.replace('.', '::')}",
    )
    records = json.loads(report.read_text(encoding="utf-8"))["records"] if report.exists() else []
    return int(result.ret), [r for r in records if r["check"] == id], result.stdout.str()


@pytest.mark.parametrize("id", CHECKS)
def test_every_check_has_its_folder(id: str) -> None:
    for part in ("good", "bad", "case.toml"):
        assert (folder(id) / part).exists(), f"{folder(id) / part} is missing"
    described = case(id)
    assert described["fault"], "case.toml must say what the bad project's message contains"
    assert described["remove"], "case.toml must say what makes the input missing"
    assert described["removed"] in NEITHER


def test_no_folder_without_a_check() -> None:
    folders = {f"{path.parent.name}.{path.name}" for path in CATALOGUE.glob("*/*") if path.is_dir()}

    assert folders == set(CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("id", CHECKS)
def test_bad_fails_and_names_the_fault(pytester: pytest.Pytester, id: str) -> None:
    project = build(folder(id) / "bad", pytester.path / "project", [])

    code, records, output = run(pytester, project, id)

    assert code == pytest.ExitCode.TESTS_FAILED
    assert "FAIL" in {record["verdict"]["outcome"] for record in records}
    for fault in case(id)["fault"]:
        assert fault in output


@pytest.mark.slow
@pytest.mark.parametrize("id", CHECKS)
def test_good_passes(pytester: pytest.Pytester, id: str) -> None:
    project = build(folder(id) / "good", pytester.path / "project", [])

    code, records, output = run(pytester, project, id)

    assert code == pytest.ExitCode.OK, output
    assert {record["verdict"]["outcome"] for record in records} == {"PASS"}


@pytest.mark.slow
@pytest.mark.parametrize("id", CHECKS)
def test_without_its_input_it_neither_passes_nor_fails(pytester: pytest.Pytester, id: str) -> None:
    described = case(id)
    project = build(
        folder(id) / "good",
        pytester.path / "project",
        described["remove"],
        described.get("config", ""),
    )

    _, records, output = run(pytester, project, id)

    outcomes = {record["outcome"] for record in records} or {"NOT_COLLECTED"}
    assert outcomes == {described["removed"]}, output


@pytest.mark.parametrize("id", CHECKS)
def test_with_nothing_given_it_is_not_applicable(id: str) -> None:
    verdict = registry()[id].run({}, subject="anything")

    assert verdict.outcome == "NOT_APPLICABLE"
    assert verdict.no_evidence
