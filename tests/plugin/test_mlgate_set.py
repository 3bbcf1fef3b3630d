"""``--mlgate-set``, and checks that are left out because no code may run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support import commit, write

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

OK, FAILED, USAGE = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.USAGE_ERROR

RUNS_CODE = """
[inputs.train-fn]
path = "train.py:train"

[reproducibility.rerun-determinism]

[reproducibility.nondeterministic-code]
"""


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("--mlgate-only", "-p", "no:cacheprovider", *arguments)


def outcomes(path: Path) -> dict[str, Any]:
    report = json.loads(path.read_text(encoding="utf-8"))
    return {record["check"]: record for record in report["records"]}


def test_a_key_holds_for_this_run(pytester: pytest.Pytester, demo: Path) -> None:
    chosen = ("mlgate.toml::demo::fails",)
    assert run(pytester, *chosen).ret == FAILED
    assert run(pytester, "--mlgate-set", "demo.fails.severity=warn", *chosen).ret == OK
    assert run(pytester, "--mlgate-set=phase=exploration", *chosen).ret == OK
    assert run(pytester, *chosen).ret == FAILED


def test_a_mistake_is_a_usage_error(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate-set", "demo.fials.severity=warn")

    assert result.ret == USAGE
    result.stderr.fnmatch_lines(
        ["ERROR: mlgate: --mlgate-set: demo.fials: found an unknown key;*did you mean 'fails'?"]
    )


def test_naming_a_check_makes_it_a_named_one(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"train.py": "print(1)\n"})
    chosen = "fairness.disparate-impact"

    result = run(
        pytester, "--mlgate-set", f"{chosen}.min-group=20", "--mlgate-report", "json:report.json",
        "--mlgate-set", 'families=["fairness"]',
    )  # fmt: skip

    assert result.ret == FAILED
    record = outcomes(pytester.path / "report.json")[chosen]
    assert record["outcome"] == "FAIL"
    assert record["verdict"]["summary"].startswith("no evidence: ")


def test_workers_get_it_too(pytester: pytest.Pytester, demo: Path) -> None:
    pytest.importorskip("xdist")
    result = pytester.runpytest(
        "--mlgate-only", "-n", "1", "--mlgate-set", "families=[]", "-p", "no:cacheprovider"
    )
    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["the gate failed: no check ran"])


def test_the_fixture_sees_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        def test_it(mlgate):
            verdict = mlgate.check("reproducibility.nondeterministic-code")
            assert verdict.outcome == "NOT_APPLICABLE", verdict.summary
    """)
    write(pytester.path, {"train.py": "import random\nrandom.random()\n"})

    arguments = ("--mlgate-set", 'exclude=["*.py"]', "-p", "no:cacheprovider")
    assert pytester.runpytest_inprocess(*arguments).ret == OK
    assert pytester.runpytest_inprocess("-p", "no:cacheprovider").ret == FAILED


def test_without_code_checks_that_need_it_are_left_out_with_a_word(
    pytester: pytest.Pytester,
) -> None:
    trap = "from pathlib import Path\nPath('ran').touch()\ndef train(seed): return 1\n"
    write(pytester.path, {"mlgate.toml": RUNS_CODE, "train.py": trap})
    commit(pytester.path)

    result = run(
        pytester, "--mlgate-set", "run-code=false", "--mlgate-report", "json:report.json", "-rs",
        "--mlgate-set", 'families=["reproducibility"]', "--mlgate-set", "phase=exploration",
    )  # fmt: skip

    assert result.ret == OK, result.outlines
    assert not (pytester.path / "ran").exists()
    record = outcomes(pytester.path / "report.json")["reproducibility.rerun-determinism"]
    assert record["outcome"] == "NOT_APPLICABLE"
    assert record["verdict"]["summary"] == (
        "not run: it runs code of the project (run-code = false)"
    )
    result.stdout.fnmatch_lines(["SKIPPED*not run: it runs code of the project*"])


@pytest.mark.parametrize("allowed", ["true", "false"])
def test_plugins_of_the_type_checker_are_code_of_the_project(
    pytester: pytest.Pytester, allowed: str
) -> None:
    config = (
        f"[inputs.type-checker]\nrun-plugins = {allowed}\ntool = 'mypy'\n"
        "[health.type-annotations]\n"
    )
    project = {
        "mlgate.toml": config,
        "mypy.ini": "[mypy]\nplugins = ./evil.py\n",
        "evil.py": "from pathlib import Path\nPath('ran').touch()\n",
    }
    write(pytester.path, project)

    run(
        pytester, "--mlgate-set", "run-code=false", "--mlgate-report", "json:report.json", "-k",
        "type-annotations",
    )  # fmt: skip

    records = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["records"]
    left_out = "not run: it runs code of the project (run-code = false)"
    found = [record["verdict"]["summary"] == left_out for record in records]
    assert found
    assert all(found) if allowed == "true" else not any(found)


def test_a_gate_of_which_nothing_is_left_fails(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"mlgate.toml": "[comparison.test-calibration]\n"})

    result = run(
        pytester, "--mlgate-set", "run-code=false", "--mlgate-set", 'families=["comparison"]'
    )

    assert result.ret == FAILED
    result.stdout.fnmatch_lines(["the gate failed: nothing was checked:*"])


def test_the_environment_of_another_place_is_not_compared(pytester: pytest.Pytester) -> None:
    config = 'families = ["reproducibility"]\n'
    write(
        pytester.path, {"mlgate.toml": config, "environment.json": "{}", "train.py": "print(1)\n"}
    )

    run(pytester, "--mlgate-set", "run-code=false", "--mlgate-report", "json:report.json")

    found = outcomes(pytester.path / "report.json")
    for check in ("environment-diff", "environment-snapshot"):
        summary = found[f"reproducibility.{check}"]["verdict"]["summary"]
        assert summary == "not run: the environment of the project is not here (run-code = false)"


@pytest.mark.parametrize("name", ["other/mlgate.toml", "pyproject.toml", "none/pyproject.toml"])
def test_a_file_that_configures_nothing_is_not_replaced_by_another(
    pytester: pytest.Pytester, demo: Path, name: str
) -> None:
    write(pytester.path, {"pyproject.toml": "[project]\nname = 'x'\n"})

    result = run(pytester, name)

    assert result.ret == USAGE
    result.stderr.fnmatch_lines([f"ERROR: mlgate: {name}: found no gate there; expected *"])


def test_no_text_of_a_project_gives_commands_to_the_runner(pytester: pytest.Pytester) -> None:
    """A line that starts with :: and ##[ anywhere in a line are commands in a log of CI."""
    if pytester.path.drive:
        pytest.skip("no such file names there")
    code = "import random\nrandom.random()\n"
    hostile = ["::error file=a::b.py", "##[add-mask]a.py", " ::stop-commands::t.py"]
    write(pytester.path, {"mlgate.toml": "", **dict.fromkeys(hostile, code)})
    pytester.path.joinpath("mlgate.toml").write_text('[inputs."##[error]x"]\n', encoding="utf-8")
    commit(pytester.path)
    usage = run(pytester)
    assert usage.ret == USAGE
    pytester.path.joinpath("mlgate.toml").write_text(
        'strict = true\nfamilies = ["reproducibility"]\n[reproducibility.nondeterministic-code]\n',
        encoding="utf-8",
    )

    for arguments in ((), ("-v", "-rA"), ("-q", "--tb=short")):
        result = run(pytester, *arguments)
        assert result.ret == FAILED
        for line in [*result.outlines, *result.errlines, *usage.errlines]:
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line, line
