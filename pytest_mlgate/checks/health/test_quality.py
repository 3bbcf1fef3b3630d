"""Tests that can fail, and say why when they do not run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pytest_mlgate.checks.health import _assertions
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_COLLECTED = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test|tests)\.py$")
_INTEGRATION = re.compile(
    r"(?:^|[/_])(?:integration|integrations|e2e|end_to_end|functional|acceptance|system)(?:[/_.]|$)"
)
_MARKED = re.compile(r"\bmark\.(?:integration|e2e|end_to_end|functional|acceptance)\b")
_TESTING = re.compile(r"(?:^|/)(?:testing|test_?\w*|\w*_test)(?:/|\.py$)")
_NAME = "test-quality"


@check("health.test-quality")
def test_quality(sources: Sources) -> Verdict:
    """There are tests, and each of them can fail.

    Why
    ---
    A test without a claim is green on a stub that always answers 0.5, and so is one that
    claims what always holds.

    Rule
    ----
    Test files (`test_*.py`, `*_test.py`, in the role test) are read, never run.

    * Q1: each test claims something: `assert`, a `raise`, `pytest.raises` or `warns`, a method or
      function with a name such as `assert...`, `check...`, `verify...`, a helper or fixture that
      claims something in turn, a snapshot or benchmark.  Tests that say in their name, path or
      comments that running through is enough (smoke, no error, does not raise) are excused.
    * Q2: no claim always holds: a constant, `assert (condition, message)`, `x == x`,
      `len(x) >= 0`, `... or True`.  Where another branch has `assert False` it may stand.
    * Q3: not all that a test claims is `isinstance` or `is not None`.
    * Q4: no test is content with both outcomes: a `try` whose body and handlers all claim
      something, or one that catches its own failed claims.
    * Q5: a skip or an expected failure has a reason, as an argument or as a comment on its line
      or the line above; no file is skipped as a whole.
    * Q6: there are integration tests: a folder or file with that word (also e2e, functional,
      acceptance) or a marker.

    A comment `# mlgate: allow[Q1] reason` on a line of the test waives a rule there.

    Outcomes
    --------
    FAIL: no test at all, Q2.  WARN: the rest.  INCONCLUSIVE: a test file that cannot be parsed.
    NOT_APPLICABLE: no Python file, or notebooks only.

    Remedy
    ------
    Claim a value that a wrong implementation would not have.

    Source
    ------
    G. Meszaros (2007), xUnit Test Patterns, chapter 16; pytest documentation, "How to write and
    report assertions in tests".
    """
    if all(source.notebook for source in sources):
        return Verdict.not_applicable("there is no Python file that could be tested")
    judged = [source for source in sources.of(Role.TEST) if not source.notebook]
    facts = sources.measure(_facts, judged)
    total = sum(len(found["tests"]) for found in facts)
    if not total and not any(source.gaps for source in judged):
        return _without_tests(sources)
    elsewhere = [s for s in sources if s.role is not Role.TEST and _TESTING.search(s.path)]
    asserting = _asserting([*facts, *sources.measure(_facts, elsewhere)])
    findings = sources.findings(_of_source, judged)
    silent = [
        _silent(source, test)
        for source, fact in zip(judged, facts, strict=True)
        for test in fact["tests"]
        if not test["claims"] and not asserting & {*test["uses"]}
    ]
    weak = _weak([*findings, *silent], judged, facts)
    findings += silent
    integration = sum(
        len(fact["tests"])
        for source, fact in zip(judged, facts, strict=True)
        if fact["integration"] or _INTEGRATION.search(source.path)
    )
    if not integration:
        findings.append(_no_integration())
    return Verdict.of(
        findings,
        passed=f"all of {total} tests in {len(judged)} files can fail, {integration} of them are "
        "integration tests",
        remedy="Claim a value that a wrong implementation would not have.",
        estimates=[
            Estimate(name="tests", value=total, unit="tests"),
            Estimate(name="weak tests", value=weak, unit="tests"),
            Estimate(name="integration tests", value=integration, unit="tests"),
        ],
    )


def _without_tests(sources: Sources) -> Verdict:
    if any("doctest" in config.text for config in sources.configs) and any(
        ">>> " in source.text for source in sources
    ):
        return Verdict.not_applicable("all tests are doctests, which claim what they print")
    count = sum(not source.notebook for source in sources)
    return Verdict(
        outcome=Outcome.FAIL,
        summary=f"no test at all for {count} Python file{'s' * (count != 1)}",
        remedy="Write tests in tests/test_*.py; if they have other names, say so in [paths] test.",
        estimates=(Estimate(name="tests", value=0, unit="tests"),),
    )


def _facts(source: Source) -> dict[str, Any]:
    """Return the tests of a file, and which of its functions claim something."""
    code = source.code
    functions = [*_assertions.functions_of(code)]
    return {
        "tests": [
            {
                "name": test.name,
                "line": test.lineno,
                "first": min([test.lineno, *(item.lineno for item in test.decorator_list)]),
                "last": test.end_lineno,
                "claims": _assertions.claims(test)
                or _assertions.runs_through(_text(source, test.lineno, test.end_lineno)),
                "uses": _assertions.uses(test),
            }
            for test in (_assertions.tests_of(code) if _COLLECTED.search(source.path) else ())
        ],
        "claim": [function.name for function in functions if _assertions.claims(function)],
        "use": [[function.name, _assertions.uses(function)] for function in functions],
        "integration": _MARKED.search(source.text) is not None,
    }


def _text(source: Source, first: int, last: int | None) -> str:
    return "\n".join([source.path, *source.lines[first - 1 : last]])


def _asserting(facts: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the functions and fixtures that claim something, themselves or by what they call."""
    found = {name for fact in facts for name in fact["claim"]}
    users: dict[str, set[str]] = {}
    for fact in facts:
        for name, used in fact["use"]:
            for other in used:
                users.setdefault(other, set()).add(name)
    queue = list(found)
    while queue:
        for name in users.get(queue.pop(), set()) - found:
            found.add(name)
            queue.append(name)
    return found


def _of_source(source: Source) -> Iterator[Finding]:
    yield from gap_findings((source,))
    code = source.code
    for test in _assertions.tests_of(code) if _COLLECTED.search(source.path) else ():
        for claim, reason in _assertions.cannot_fail(test):
            yield source.finding(
                claim,
                f"{test.name} claims what always holds: {reason}",
                outcome=Outcome.FAIL,
                rule="Q2",
                check=_NAME,
            )
        for tried in _assertions.takes_both_outcomes(test):
            yield source.finding(
                tried,
                f"{test.name} passes with an error and without one",
                outcome=Outcome.WARN,
                rule="Q4",
                remedy="Make two tests of it; expect the error with pytest.raises.",
                check=_NAME,
            )
        if _assertions.is_shallow(code, test):
            yield source.finding(
                test,
                f"{test.name} claims only that there is something, or its type",
                outcome=Outcome.WARN,
                rule="Q3",
                check=_NAME,
            )
    for skip in _assertions.unreasoned_skips(code):
        if not _is_commented(source, skip.lineno):
            yield source.finding(
                skip,
                "skips a test, or expects it to fail, without a reason",
                outcome=Outcome.WARN,
                rule="Q5",
                remedy='Write reason="...", or run the test again.',
                check=_NAME,
            )
    for skip in _assertions.module_skips(code):
        yield source.finding(
            skip, "skips the whole file", outcome=Outcome.WARN, rule="Q5", check=_NAME
        )


def _weak(
    findings: Sequence[Finding], judged: Sequence[Source], facts: Sequence[Mapping[str, Any]]
) -> int:
    """Count the tests with a finding; a skip makes no test weak."""
    lines: dict[str, list[int]] = {}
    for found in findings:
        if found.rule in {"Q1", "Q2", "Q3", "Q4"} and found.line is not None:
            lines.setdefault(found.path, []).append(found.line)
    return sum(
        any(test["line"] <= line <= test["last"] for line in lines.get(source.path, ()))
        for source, fact in zip(judged, facts, strict=True)
        for test in fact["tests"]
    )


def _is_commented(source: Source, line: int) -> bool:
    above = source.lines[line - 2].strip() if line > 1 else ""
    return "#" in source.lines[line - 1] or above.startswith("#")


def _silent(source: Source, test: Mapping[str, Any]) -> Finding:
    found = Finding(
        message=f"{test['name']} claims nothing",
        outcome=Outcome.WARN,
        rule="Q1",
        path=source.path,
        line=test["line"],
        anchor=test["name"],
    )
    return source.waive(found, test["first"], test["last"], check=_NAME)


def _no_integration() -> Finding:
    return Finding(
        message="there is no integration test",
        outcome=Outcome.WARN,
        rule="Q6",
        subject="tests",
        remedy="Run the pipeline from raw rows to a prediction in tests/integration/.",
    )
