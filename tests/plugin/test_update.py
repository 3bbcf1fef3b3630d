"""Baselines: a legacy project fails only on what is new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import commit, write

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

OK, FAILED = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED

LEGACY = '''
from pathlib import Path
from pytest_mlgate import Finding, Verdict, check

@check("demo.lines")
def lines(project) -> Verdict:
    """No line says bad."""
    text = project.read_text("code.txt").splitlines()
    found = [
        Finding(message="says bad", path="code.txt", line=n, anchor=line)
        for n, line in enumerate(text, 1) if "bad" in line
    ]
    return Verdict.of(found, passed=f"{len(text)} lines")

@check("demo.secret", blocker=True)
def secret() -> Verdict:
    """A blocker."""
    return Verdict.of([Finding(message="a secret", path="code.txt", line=1)], passed="")

def pytest_mlgate_checks():
    return [lines, secret]
'''


@pytest.fixture
def legacy(pytester: pytest.Pytester) -> Path:
    (pytester.path / "conftest.py").write_text(LEGACY, encoding="utf-8")
    (pytester.path / "code.txt").write_text("good\nbad one\nbad two\n", encoding="utf-8")
    (pytester.path / "mlgate.toml").write_text(
        'families = ["demo"]\nbaseline = "accepted.json"\n[demo.secret]\nseverity = "off"\n',
        encoding="utf-8",
    )
    return pytester.path


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def test_known_findings_pass_and_new_ones_fail(pytester: pytest.Pytester, legacy: Path) -> None:
    updated = run(pytester, "--mlgate-update")
    known = run(pytester, "--mlgate-only")
    (legacy / "code.txt").write_text("new\ngood\nbad two\nbad one\n", encoding="utf-8")
    moved = run(pytester, "--mlgate-only")
    (legacy / "code.txt").write_text("bad one\nbad two\nbad two\n", encoding="utf-8")
    one_more = run(pytester, "--mlgate-only")

    updated.stdout.fnmatch_lines(["wrote accepted.json: 2 accepted findings"])
    assert (known.ret, moved.ret, one_more.ret) == (OK, OK, FAILED)
    one_more.stdout.fnmatch_lines(["code.txt:3: says bad"])
    one_more.stdout.no_fnmatch_line("*code.txt:2: says bad*")


def test_updating_says_what_it_accepted_and_still_shows_it(
    pytester: pytest.Pytester, legacy: Path
) -> None:
    updated = run(pytester, "--mlgate-update")

    assert updated.ret == OK
    updated.stdout.fnmatch_lines(["wrote accepted.json: 2 accepted findings"])
    assert json.loads((legacy / "accepted.json").read_text())["schema"] == "mlgate-baseline/1"


def test_updating_a_part_keeps_the_rest(pytester: pytest.Pytester, legacy: Path) -> None:
    run(pytester, "--mlgate-update")
    before = (legacy / "accepted.json").read_text()

    run(pytester, "--mlgate-update", "-k", "nothing")

    assert (legacy / "accepted.json").read_text() == before


def test_a_blocker_is_never_accepted(pytester: pytest.Pytester, legacy: Path) -> None:
    (legacy / "mlgate.toml").write_text(
        'families = ["demo"]\nbaseline = "accepted.json"\n', encoding="utf-8"
    )

    updated = run(pytester, "--mlgate-update")
    after = run(pytester, "--mlgate-only")

    assert (updated.ret, after.ret) == (FAILED, FAILED)
    after.stdout.fnmatch_lines(["FAIL demo.secret*"])


def test_a_baseline_that_was_never_written_stops_the_run(
    pytester: pytest.Pytester, legacy: Path
) -> None:
    result = run(pytester, "--mlgate-only")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*accepted.json: found no such file*"])


@pytest.fixture
def evidence(pytester: pytest.Pytester) -> Path:
    root = pytester.mkdir("project")
    (root / "data").mkdir()
    (root / "data" / "a.csv").write_text("x\n1\n", encoding="utf-8")
    (root / "mlgate.toml").write_text(
        "[reproducibility.environment-diff]\n[reproducibility.data-manifest]\n", encoding="utf-8"
    )
    commit(root)
    return root


def test_evidence_is_written_and_then_holds(pytester: pytest.Pytester, evidence: Path) -> None:
    chosen = ("-k", "data-manifest or environment-diff", str(evidence))

    updated = pytester.runpytest_subprocess("--mlgate-update", *chosen)
    compared = pytester.runpytest_subprocess("--mlgate-only", "-v", *chosen)
    (evidence / "data" / "a.csv").write_text("x\n2\n", encoding="utf-8")
    changed = pytester.runpytest_subprocess("--mlgate-only", *chosen)

    updated.stdout.fnmatch_lines(
        ["wrote environment.json: * packages", "wrote data.manifest.json: 1 files"]
    )
    assert compared.ret == OK
    compared.stdout.fnmatch_lines(["*environment-diff?packages? PASSED*"])
    assert changed.ret == FAILED
    changed.stdout.fnmatch_lines(["*a.csv*", "FAIL reproducibility.data-manifest -> *"])


def test_only_the_evidence_of_the_chosen_checks_is_written(
    pytester: pytest.Pytester, evidence: Path
) -> None:
    result = pytester.runpytest_subprocess("--mlgate-update", "-k", "data-manifest", str(evidence))
    again = pytester.runpytest_subprocess("--mlgate-update", "-k", "data-manifest", str(evidence))

    assert result.ret == OK
    assert (evidence / "data.manifest.json").exists()
    assert not (evidence / "environment.json").exists()
    again.stdout.fnmatch_lines(["kept data.manifest.json: 1 files, all as recorded"])


def test_what_cannot_be_recorded_leaves_everything_as_it_was(
    pytester: pytest.Pytester, evidence: Path
) -> None:
    (evidence / "data.manifest.json").write_text("{", encoding="utf-8")

    result = pytester.runpytest_subprocess("--mlgate-update", "-k", "data-manifest", str(evidence))

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--mlgate-update: data.manifest.json: *"])
    assert (evidence / "data.manifest.json").read_text(encoding="utf-8") == "{"


def test_updating_takes_one_process(pytester: pytest.Pytester, evidence: Path) -> None:
    result = pytester.runpytest_subprocess("--mlgate-update", "-n", "2", str(evidence))

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--mlgate-update runs in one process; add -n 0"])


def test_a_ledger_gains_a_line_for_every_new_model(pytester: pytest.Pytester) -> None:
    rows = "row_id,y_true,y_pred\n1,0,0\n2,1,{}\n"
    write(
        pytester.path,
        {
            "mlgate.toml": "[comparison.holdout-reuse]\n[inputs.predictions]\npath = 'p.csv'\n",
            "p.csv": rows.format(1),
        },
    )
    commit(pytester.path)
    update = ("--mlgate-update", "-k", "holdout-reuse")
    assert "holdout_ledger.jsonl: 1 eval" in pytester.runpytest_subprocess(*update).stdout.str()
    assert "is recorded" in pytester.runpytest_subprocess(*update).stdout.str()
    write(pytester.path, {"p.csv": rows.format(0)})
    assert "holdout_ledger.jsonl: 2 eval" in pytester.runpytest_subprocess(*update).stdout.str()
    result = pytester.runpytest_subprocess("--mlgate-only", "-k", "holdout-reuse")
    result.stdout.fnmatch_lines(["*WARN comparison.holdout-reuse*2 model versions*"])


def test_a_ledger_without_predictions_stays(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"mlgate.toml": "[comparison.holdout-reuse]\n"})
    commit(pytester.path)
    result = pytester.runpytest_subprocess("--mlgate-update", "-k", "holdout-reuse")
    assert "no holdout decided" in result.stdout.str()
    assert not (pytester.path / "holdout_ledger.jsonl").exists()


@pytest.fixture
def locked(pytester: pytest.Pytester) -> Path:
    files = {
        "mlgate.toml": "[dependencies.sbom]\n[inputs.sbom]\npath = 'docs/bom.json'\n",
        "requirements.txt": "numpy==2.1.3\n",
    }
    commit(write(pytester.path, files))
    return pytester.path


def test_a_bill_of_materials_is_written_and_then_holds(
    pytester: pytest.Pytester, locked: Path
) -> None:
    chosen = ("-k", "dependencies and sbom")
    updated = pytester.runpytest_subprocess("--mlgate-update", *chosen)
    commit(locked)
    again = pytester.runpytest_subprocess("--mlgate-update", *chosen)
    held = pytester.runpytest_subprocess("--mlgate-only", *chosen)
    write(locked, {"requirements.txt": "numpy==2.2.0\n"})
    changed = pytester.runpytest_subprocess("--mlgate-only", *chosen)
    renewed = pytester.runpytest_subprocess("--mlgate-update", *chosen)

    assert (updated.ret, held.ret, changed.ret, renewed.ret) == (OK, OK, FAILED, OK)
    updated.stdout.fnmatch_lines(["wrote docs/bom.json: 1 packages"])
    again.stdout.fnmatch_lines(["kept docs/bom.json: 1 packages, all as locked"])
    changed.stdout.fnmatch_lines(["*lists numpy 2.1.3, locked is 2.2.0*"])
    renewed.stdout.fnmatch_lines(["wrote docs/bom.json: 1 packages"])


def test_a_bill_of_materials_of_another_tool_stays(pytester: pytest.Pytester, locked: Path) -> None:
    text = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}'
    write(locked, {"docs/bom.json": text})
    kept = pytester.runpytest_subprocess("--mlgate-update", "-k", "dependencies and sbom")
    kept.stdout.fnmatch_lines(["kept docs/bom.json: another tool wrote it*"])
    assert (locked / "docs/bom.json").read_text(encoding="utf-8") == text


def test_no_bill_of_materials_without_a_lock(pytester: pytest.Pytester, locked: Path) -> None:
    write(locked, {"requirements.txt": "numpy\n"})
    kept = pytester.runpytest_subprocess("--mlgate-update", "-k", "dependencies and sbom")
    kept.stdout.fnmatch_lines(["kept docs/bom.json: no lock file*"])
    write(locked, {"requirements.txt": "numpy==2.1.3\n", "docs/bom.json": "{"})
    broken = pytester.runpytest_subprocess("--mlgate-update", "-k", "dependencies and sbom")
    assert broken.ret == pytest.ExitCode.USAGE_ERROR
    assert (locked / "docs/bom.json").read_text(encoding="utf-8") == "{"


def test_the_records_of_dvc_need_no_manifest_of_ours(
    pytester: pytest.Pytester, evidence: Path
) -> None:
    record = "outs:\n- {path: a.csv, md5: 4d3c0b21f3b0c9a2f5e1a7d8e9b0c1d2, size: 4}\n"
    (evidence / "data" / "a.csv").unlink()
    (evidence / "data" / "a.csv.dvc").write_text(record, encoding="utf-8")
    commit(evidence)

    result = pytester.runpytest_subprocess("--mlgate-update", "-k", "data-manifest", str(evidence))

    assert result.ret == FAILED
    assert not (evidence / "data.manifest.json").exists()
