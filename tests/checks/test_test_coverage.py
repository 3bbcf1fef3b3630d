from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pytest_mlgate.inputs.coverage_report import SESSION, CoverageReport, Lines
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.inputs.test_run import SuiteRun as Run
from support import find_check

CHECK = find_check("health.test-coverage")


def lines(run: int, total: int) -> Lines:
    return Lines(frozenset(range(1, total + 1)), frozenset(range(1, run + 1)))


def judge(
    files: dict[str, Lines],
    *,
    unmeasured: dict[str, str] | None = None,
    origin: str = "coverage.xml",
    tests: Run | None = None,
    added: dict[str, set[int]] | None = None,
    left_out: tuple[str, ...] = (),
    **settings: Any,
):
    texts = unmeasured or {}
    inputs: dict[str, object] = {
        "coverage_report": CoverageReport(origin, files, tuple(texts), left_out),
        "sources": Sources(tuple(Source.of(path, text) for path, text in texts.items())),
    }
    if tests is not None:
        inputs["test_run"] = tests
    if added is not None:
        inputs["base"] = SimpleNamespace(added=added)
    return CHECK.run(inputs, settings)


@pytest.mark.parametrize(("run", "outcome"), [(79, "FAIL"), (80, "PASS"), (100, "PASS")])
def test_the_share_of_lines(run, outcome):
    verdict = judge({"a.py": lines(run, 100)})
    assert verdict.outcome == outcome
    (estimate,) = verdict.estimates
    assert (estimate.name, estimate.value, estimate.n) == ("line coverage", run / 100, 100)


def test_the_worst_files_are_named_first():
    verdict = judge({"a.py": lines(10, 20), "b.py": lines(0, 90), "c.py": lines(5, 5)})
    assert [f.path for f in verdict.findings] == ["b.py", "a.py"]
    assert verdict.findings[0].message == "90 of 90 lines are never run"


def test_a_file_beside_measured_ones_counts_with_no_line_run():
    module = '"""What it is."""\n\nimport os\n\n\ndef f():\n    """Doc."""\n    return os\n'
    verdict = judge({"pkg/a.py": lines(4, 4)}, unmeasured={"pkg/sub/b.py": module})
    assert verdict.estimates[0].value == 4 / 7
    assert "pkg/sub/b.py: 3 of 3 lines are never run" in [str(f) for f in verdict.findings]


def test_a_file_elsewhere_is_listed():
    verdict = judge({"pkg/a.py": lines(4, 4)}, unmeasured={"scripts/b.py": "x = 1\n"})
    assert verdict.outcome == "PASS"
    assert [str(f) for f in verdict.findings] == ["scripts/b.py: not measured"]


def test_what_is_left_out_is_listed():
    verdict = judge({"pkg/a.py": lines(4, 4)}, left_out=("pkg/b.py",))
    assert [str(f) for f in verdict.findings] == ["pkg/b.py: left out, as configured"]


def test_failing_tests_of_this_session_fail_it():
    full = {"a.py": lines(4, 4)}
    assert judge(full, origin=SESSION, tests=Run(3, 0)).outcome == "PASS"
    verdict = judge(full, origin=SESSION, tests=Run(3, 2))
    assert verdict.outcome == "FAIL"
    assert "2 tests of this session failed" in verdict.summary
    assert judge(full, tests=Run(0, 2)).outcome == "PASS", "the report is of another run"


def test_changed_lines():
    files = {"a.py": lines(90, 100), "b.py": lines(10, 10)}
    verdict = judge(files, added={"a.py": {89, 90, 91, 92, 500}, "b.py": {1}, "README.md": {1}})
    assert verdict.outcome == "FAIL"
    changed = verdict.estimates[1]
    assert (changed.name, changed.value, changed.n) == ("coverage of changed lines", 3 / 5, 5)
    assert str(verdict.findings[0]) == "a.py:91: changed and never run: lines 91, 92"
    assert judge(files, added={"a.py": {91}}, minimum_changed=0.0).outcome == "PASS"


def test_many_changed_lines_are_counted():
    verdict = judge({"a.py": lines(80, 100)}, added={"a.py": set(range(70, 101))})
    assert verdict.findings[0].message.endswith("lines 81, 82, 83, 84, 85, 86, 87, 88 and 12 more")


@pytest.mark.parametrize("added", [None, {}, {"a.py": {500}}, {"README.md": {1}}])
def test_without_changed_lines_only_the_whole_is_judged(added):
    verdict = judge({"a.py": lines(9, 10)}, added=added)
    assert verdict.outcome == "PASS"
    assert verdict.summary.endswith("changed lines were not judged")
    assert len(verdict.estimates) == 1


def test_no_executable_line_at_all():
    assert judge({"pkg/__init__.py": lines(0, 0)}).outcome == "INCONCLUSIVE"
