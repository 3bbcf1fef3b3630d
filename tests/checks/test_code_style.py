from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pytest_mlgate.inputs.linters import SYNTAX, Formatter, Lint, Problem
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver

CHECK = find_check("health.code-style")
SOURCES = Sources((
    Source.of("a.py", "x = 1\ny = z  # mlgate: allow[F821] set by the host\n"),
    Source.of("b.py", ""),
    Source.of_cells("n.ipynb", ["  x"]),
    Source.of_cells("broken.ipynb", ["x", "print 'a' if"]),
))  # fmt: skip
FORMATTER = Formatter("ruff", "pyproject.toml", version="0.17.5")
CLEAN = Lint(
    version="0.17.5", config="pyproject.toml", files=("a.py", "b.py", "n.ipynb"),
    formatter=FORMATTER,
)  # fmt: skip


def run(lint: Lint) -> Verdict:
    return resolver(Path(), sources=SOURCES, linters=lint).run(CHECK)


def measures(verdict: Verdict) -> dict[str, float]:
    return {estimate.name: estimate.value for estimate in verdict.estimates}


def test_nothing_to_say():
    verdict = run(CLEAN)
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "ruff 0.17.5 finds no error in 3 files, and 0 other things by pyproject.toml "
        "(there is no base to compare with); ruff 0.17.5 would change none"
    )
    assert measures(verdict) == {
        "lint errors": 0, "lint findings": 0, "clean files": 1, "unformatted files": 0,
    }  # fmt: skip


def test_an_error():
    errors = (
        Problem("b.py", "F821", 3, "Undefined name `x`"),
        Problem("b.py", SYNTAX, 4, "Expected a statement"),
        Problem("b.py", SYNTAX, 5, "Expected a statement"),
    )
    verdict = run(replace(CLEAN, errors=errors))
    assert verdict.outcome is Outcome.FAIL
    assert [str(finding) for finding in verdict.findings] == [
        "b.py:3: F821 Undefined name `x`",
        "b.py:4: syntax error Expected a statement",
    ]
    assert measures(verdict)["lint errors"] == 2
    assert measures(verdict)["clean files"] == pytest.approx(2 / 3)


def test_an_error_in_a_notebook_warns():
    verdict = run(replace(CLEAN, errors=(Problem("n.ipynb", "F821", 1, "Undefined name `x`", 7),)))
    assert verdict.outcome is Outcome.WARN
    assert verdict.summary == "n.ipynb[cell 7]:1: F821 Undefined name `x`"


def test_a_syntax_error_that_is_none_in_a_notebook():
    error = Problem("n.ipynb", SYNTAX, 1, "Unexpected indentation", 1)
    verdict = run(replace(CLEAN, errors=(error,)))
    assert verdict.outcome is Outcome.PASS
    assert measures(verdict)["lint errors"] == 0
    broken = replace(error, path="broken.ipynb")
    assert run(replace(CLEAN, errors=(broken,))).outcome is Outcome.WARN


def test_a_waiver():
    error = Problem("a.py", "F821", 2, "Undefined name `z`")
    assert run(replace(CLEAN, errors=(error,))).outcome is Outcome.WARN


OTHERS = (Problem("a.py", "E501", 1, "long"), Problem("b.py", "F401", 1, "unused"))


@pytest.mark.parametrize(
    ("before", "touched", "outcome"),
    [
        (None, (), Outcome.PASS),
        (1, ("a.py",), Outcome.PASS),
        (0, (), Outcome.PASS),
        (0, ("a.py",), Outcome.WARN),
        (1, ("a.py", "b.py"), Outcome.WARN),
    ],
)
def test_other_findings_may_not_rise(before, touched, outcome):
    lint = replace(CLEAN, others=OTHERS, before=before, touched=frozenset(touched))
    verdict = run(lint)
    assert verdict.outcome is outcome
    assert measures(verdict)["lint findings"] == 2
    if outcome is Outcome.WARN:
        assert f"have {len(touched)} lint findings, {before} before (now 1 E501" in verdict.summary


def test_unformatted_files():
    verdict = run(replace(CLEAN, formatter=replace(FORMATTER, unformatted=("a.py", "b.py"))))
    assert verdict.outcome is Outcome.FAIL
    assert str(verdict.findings[1]) == "b.py: ruff 0.17.5 would change this file"
    assert measures(verdict)["unformatted files"] == 2


@pytest.mark.parametrize(
    ("name", "version", "pinned", "other"),
    [
        ("ruff", "0.17.5", "v0.17.1", False), ("ruff", "0.17.5", "v0.9.1", True),
        ("black", "26.1.0", "26.3.1", False), ("black", "26.1.0", "23.1.0", True),
        ("black", "26.1.0", "", False),
    ],
)  # fmt: skip
def test_a_formatter_of_another_version(name, version, pinned, other):
    formatter = Formatter(name, ".pre-commit-config.yaml", pinned, version, ("a.py",))
    verdict = run(replace(CLEAN, formatter=formatter))
    assert verdict.outcome is (Outcome.INCONCLUSIVE if other else Outcome.FAIL)
    if other:
        assert f"pre-commit pins {pinned}" in verdict.summary


def test_no_formatter():
    verdict = run(replace(CLEAN, formatter=None))
    assert verdict.outcome is Outcome.WARN
    assert "unformatted files" not in measures(verdict)


@pytest.mark.parametrize(
    ("pinned", "outcome"), [("", Outcome.ERROR), ("23.1.0", Outcome.INCONCLUSIVE)]
)
def test_a_formatter_that_is_not_installed(pinned, outcome):
    formatter = Formatter("black", "pyproject.toml", pinned, problem="it is gone", missing=True)
    verdict = run(replace(CLEAN, formatter=formatter))
    assert verdict.outcome is outcome
    assert verdict.summary == "pyproject.toml: the format is not measured: it is gone"


@pytest.mark.parametrize(
    ("config", "missing", "outcome"),
    [
        ("ruff.toml", True, Outcome.ERROR),
        ("ruff.toml", False, Outcome.INCONCLUSIVE),
        ("", True, Outcome.INCONCLUSIVE),
    ],
)
def test_ruff_did_not_run(config, missing, outcome):
    lint = Lint(config=config, files=("a.py",), problem="it is gone", missing=missing)
    verdict = run(replace(lint, formatter=FORMATTER))
    assert verdict.outcome is outcome
    assert "lint findings are not measured" in verdict.summary
    assert set(measures(verdict)) == {"unformatted files"}


def test_linters_that_are_only_named():
    assert run(replace(CLEAN, noted=("flake8", "isort"))).summary.endswith("flake8, isort not run")
