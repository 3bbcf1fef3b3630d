"""The gate's items behave like any other test items."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support import commit, write

SUMMARY = "2 failed|3 passed|1 skipped"


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess(*arguments)


def counts(result: pytest.RunResult) -> dict[str, int]:
    """Return pytest's own last line as numbers."""
    line = next(
        line for line in reversed(result.outlines) if re.search(r"(ran|in) .*\d+\.\d+s", line)
    )
    return {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", line)}


def test_the_gate_runs_beside_the_tests(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert counts(result) == {
        "failed": 1,
        "passed": 3,
        "skipped": 1,
        "error": 1,
        "warned": 1,
        "inconclusive": 1,
    }


def test_without_the_option_there_is_no_gate(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester)

    assert result.ret == pytest.ExitCode.OK
    assert counts(result) == {"passed": 1}
    assert "mlgate.toml" not in result.stdout.str()


def test_only_runs_the_gate_alone(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate-only", "--collect-only", "-q")

    assert result.ret == pytest.ExitCode.OK
    assert result.outlines[:7] == [
        "mlgate.toml::demo::absent",
        "mlgate.toml::demo::breaks",
        "mlgate.toml::demo::fails",
        "mlgate.toml::demo::many[a]",
        "mlgate.toml::demo::many[b]",
        "mlgate.toml::demo::passes",
        "mlgate.toml::demo::unsure",
    ]
    result.stdout.no_fnmatch_line("*test_own*")


def test_without_any_configuration_the_node_ids_are_stable(
    pytester: pytest.Pytester, demo: Path
) -> None:
    (demo / "mlgate.toml").unlink()

    result = run(pytester, "--mlgate-only", "--collect-only", "-q", "-k", "demo")

    assert "mlgate::demo::passes" in result.outlines
    assert "mlgate::demo::absent" not in result.outlines, "evidence needs a configuration"


def test_testpaths_and_explicit_arguments_do_not_hide_the_gate(
    pytester: pytest.Pytester, demo: Path
) -> None:
    pytester.makeini("[pytest]\ntestpaths = sub\n")
    pytester.mkdir("sub").joinpath("test_sub.py").write_text("def test_sub(): pass\n")

    by_testpaths = run(pytester, "--mlgate", "--collect-only", "-q")
    by_argument = run(pytester, "--mlgate", "--collect-only", "-q", "test_own.py")

    assert "sub/test_sub.py::test_sub" in by_testpaths.outlines
    assert "mlgate.toml::demo::passes" in by_testpaths.outlines
    assert "test_own.py::test_own" in by_argument.outlines
    assert "mlgate.toml::demo::passes" in by_argument.outlines


def test_found_from_a_subdirectory_with_the_overrides_of_the_root_conftest(
    pytester: pytest.Pytester, demo: Path
) -> None:
    with (demo / "conftest.py").open("a") as stream:
        stream.write("@pytest.fixture(scope='session')\ndef mlgate_number():\n    return 7\n")
    folder = pytester.mkdir("folder")
    pytester.chdir()
    pytester._monkeypatch.chdir(folder)

    result = run(pytester, "--mlgate-only", "-v", "-k", "absent")

    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["*mlgate.toml::demo::absent PASSED*"])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-k", "passes"], {"passed": 1, "deselected": 7}),
        (["-k", "demo and not (fails or breaks)"],
         {"passed": 2, "skipped": 1, "warned": 1, "inconclusive": 1, "deselected": 3}),
        (["-m", "mlgate_demo", "-k", "many"], {"passed": 1, "warned": 1, "deselected": 6}),
        (["-m", "not mlgate"], {"passed": 1, "deselected": 7}),
        (["-m", "mlgate_runs_code"], {"deselected": 8}),
        (["mlgate.toml::demo::passes"], {"passed": 1}),
        (["mlgate.toml::demo::many[a]", "test_own.py"], {"passed": 2}),
        (["mlgate.toml::demo", "-k", "passes"], {"passed": 1, "deselected": 6}),
    ],
)  # fmt: skip
def test_selection(
    pytester: pytest.Pytester, demo: Path, arguments: list[str], expected: dict[str, int]
) -> None:
    result = run(pytester, "--mlgate", *arguments)

    assert counts(result) == expected
    none_ran = expected == {"deselected": 8}
    assert result.ret == (pytest.ExitCode.NO_TESTS_COLLECTED if none_ran else pytest.ExitCode.OK)


def test_naming_the_file_asks_for_the_gate(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "mlgate.toml::demo::fails")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert counts(result) == {"failed": 1}


def test_an_unknown_node_is_a_usage_error(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate-only", "mlgate.toml::demo::nothing")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*not found: *mlgate.toml::demo::nothing*"])


def test_exitfirst_stops_at_the_first_failure(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate-only", "-x")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert counts(result) == {"skipped": 1, "error": 1}


def test_last_failed_runs_only_what_failed(pytester: pytest.Pytester, demo: Path) -> None:
    run(pytester, "--mlgate")

    result = run(pytester, "--mlgate", "--lf")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    found = counts(result)
    assert (found["failed"], found["error"]) == (1, 1)
    assert "passed" not in found


def test_workers_give_the_same_result(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate", "-n", "2", "--mlgate-report=json:report.json")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert counts(result) == {
        "failed": 1,
        "passed": 3,
        "skipped": 1,
        "error": 1,
        "warned": 1,
        "inconclusive": 1,
    }
    result.stdout.fnmatch_lines(["demo *2 *1 *1 *1 *1 *1"])
    assert (demo / "report.json").exists()


@pytest.mark.slow
def test_workers_may_be_given_a_part_of_the_gate(pytester: pytest.Pytester, demo: Path) -> None:
    own = run(pytester, "--mlgate", "-n", "2", "-k", "test_own")
    absent = run(pytester, "--mlgate-only", "-n", "2", "mlgate.toml::demo::absent")

    assert (own.ret, counts(own)) == (pytest.ExitCode.OK, {"passed": 1})
    assert (absent.ret, counts(absent)) == (pytest.ExitCode.OK, {"skipped": 1})


def test_without_the_cache_provider(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate-only", "-p", "no:cacheprovider")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert not (demo / ".pytest_cache").exists()


def test_junit_carries_the_figures(pytester: pytest.Pytester, demo: Path) -> None:
    run(pytester, "--mlgate-only", "--junitxml=junit.xml")

    cases = {
        case.get("name"): case for case in ElementTree.parse(demo / "junit.xml").iter("testcase")
    }
    properties = {p.get("name"): p.get("value") for p in cases["unsure"].iter("property")}
    assert properties == {
        "mlgate.check": "demo.unsure",
        "mlgate.outcome": "INCONCLUSIVE",
        "mlgate.severity": "error",
        "mlgate.blocks": "false",
        "mlgate.summary": "too few rows",
        "mlgate.findings": "0",
        "mlgate.waived": "0",
        "mlgate.accuracy.value": "0.9",
        "mlgate.accuracy.lower": "0.8",
        "mlgate.accuracy.upper": "0.95",
        "mlgate.accuracy.confidence": "0.95",
        "mlgate.accuracy.n": "40",
        "mlgate.accuracy.limit": ">= 0.85",
    }
    failure = cases["fails"].find("failure")
    assert failure is not None
    assert "train.py:3: N1 the seed is missing" in (failure.text or "")
    assert cases["absent"].find("skipped") is not None


def test_progress_and_durations_are_pytests_own(pytester: pytest.Pytester, demo: Path) -> None:
    result = run(pytester, "--mlgate", "--durations=3", "-vv")

    result.stdout.fnmatch_lines(["*[[]100%[]]", "*slowest 3 durations*"])


@pytest.mark.slow
def test_a_model_of_the_project_makes_its_checks_run_code(pytester: pytest.Pytester) -> None:
    config = "[comparison.champion-challenger]\n[inputs.holdout]\npath = 'h.csv'\n"
    trap = "from pathlib import Path\nPath('sprung').touch()\n"
    write(pytester.path, {"mlgate.toml": config, "own.py": trap, "h.csv": "x,y_true\n1,1\n"})
    commit(pytester.path)
    arguments = ("--mlgate-only", "-m", "mlgate_static and mlgate_comparison", "--co", "-q")
    assert "champion-challenger" in pytester.runpytest_subprocess(*arguments).stdout.str()
    write(pytester.path, {"mlgate.toml": config + "[inputs.model]\npath = 'own:load'\n"})
    assert "champion-challenger" not in pytester.runpytest_subprocess(*arguments).stdout.str()
    pytester.runpytest_subprocess("--mlgate-only", "-m", "mlgate_static")
    assert not (pytester.path / "sprung").exists()
