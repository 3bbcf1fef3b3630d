"""A family of small checks, one for each way to end, in a real project."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import git

DEMO = '''
import pytest
from pytest_mlgate import (
    Estimate, Finding, InputAbsent, InputError, Kind, Limit, Outcome, Phase, Policy, Verdict,
    check, decide, provides,
)

@provides
def number(*, value: int | None = None) -> int:
    """A number."""
    if value is None:
        raise InputAbsent("no number: set [inputs.number] value")
    if value < 0:
        raise InputError("numbers.txt", found=str(value), expected="zero or more", key="value")
    return value

@check("demo.passes")
def passes() -> Verdict:
    """It passes."""
    return Verdict.of([], passed="looked at 3 files")

@check("demo.fails")
def fails() -> Verdict:
    """It fails."""
    return Verdict.of(
        [Finding(message="the seed is missing", path="train.py", line=3, rule="N1")],
        passed="", remedy="Set a seed.",
    )

@check("demo.unsure")
def unsure() -> Verdict:
    """It cannot tell."""
    e = Estimate(name="accuracy", value=.9, n=40, lower=.8, upper=.95, confidence=.95,
                 limit=Limit(">=", .85))
    return Verdict(outcome=decide(e, Policy.ASSURED), summary="too few rows", estimates=(e,))

@check("demo.breaks")
def breaks() -> Verdict:
    """It breaks."""
    return 1 / 0

@check("demo.absent", kind=Kind.EVIDENCE)
def absent(number) -> Verdict:
    """It needs a number."""
    return Verdict.of([], passed=f"the number is {number}")

@check("demo.many", subjects=("a", "b"))
def many(subject: str) -> Verdict:
    """Two subjects."""
    found = [Finding(message="a small thing", subject="b", outcome=Outcome.WARN)]
    return Verdict.of(found if subject == "b" else [], passed="fine")

@check("demo.late", kind=Kind.CONFIG, blocks_from=Phase.PRODUCTION)
def late(*, limit: float = 0.5) -> Verdict:
    """It blocks late."""
    return Verdict.of([Finding(message=f"beyond {limit}")], passed="")

def pytest_mlgate_checks():
    return [passes, fails, unsure, breaks, absent, many, late]

def pytest_mlgate_inputs():
    return [number]
'''


@pytest.fixture
def demo(pytester: pytest.Pytester) -> Path:
    """A project whose gate has only the checks of the family ``demo``."""
    (pytester.path / "conftest.py").write_text(DEMO, encoding="utf-8")
    pytester.makefile(".toml", mlgate='families = ["demo"]\n')
    pytester.makepyfile(test_own="def test_own(): pass\n")
    git(pytester.path, "init", "-q")
    return pytester.path
