from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.checks.health._public import definitions_of
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.inputs.type_checker import TypeErrors
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.type-annotations")
NONE = InputAbsent("no type checker")
GOOD, BARE = "def g{}(x: int) -> int: pass\n", "def b{}(x): pass\n"


OVERLOAD = "@overload\ndef f(x: int) -> int: ...\n"


def asked(text: str) -> dict[str, bool]:
    found = definitions_of(Source.of("a.py", text))
    return {d["name"]: d["annotated"] for d in found if d["annotated"] is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(): pass\n", {"f": False}),
        ("def f() -> None: pass\n", {"f": True}),
        ("async def f(a: int, /, b: str, *c: int, d: int, **e: int) -> int: pass\n", {"f": True}),
        ("def f(a, /) -> int: pass\n", {"f": False}),
        ("def f(*c) -> int: pass\n", {"f": False}),
        ("def f(*, d) -> int: pass\n", {"f": False}),
        ("def f(**e) -> int: pass\n", {"f": False}),
        ("def f(self) -> int: pass\n", {"f": False}),
        ("f = lambda x: x\n", {}),
        ("def _f(x): pass\n", {}),
        ("def f(x: int) -> int:\n    def g(y): pass\n", {"f": True}),
        ("class C:\n    def m(self) -> int: pass\n", {"C.m": True}),
        ("class C:\n    @classmethod\n    def m(cls, x) -> int: pass\n", {"C.m": False}),
        ("class C:\n    @staticmethod\n    def m(x) -> int: pass\n", {"C.m": False}),
        ("class C:\n    @staticmethod\n    def m(x: int) -> int: pass\n", {"C.m": True}),
        ("class C:\n    def __init__(self): pass\n", {}),
        ("class C:\n    def __init__(self, x: int): pass\n", {"C.__init__": True}),
        ("class C:\n    def __init__(self, x): pass\n", {"C.__init__": False}),
        ("@dataclass\nclass C:\n    x: int\n", {}),
        ("@no_type_check\ndef f(x: int) -> int: pass\n", {"f": False}),
        (OVERLOAD + "@overload\ndef f(x: str) -> str: ...\ndef f(x): pass\n", {"f": True}),
        (OVERLOAD + "@overload\ndef f(x): ...\ndef f(x: int) -> int: pass\n", {"f": False}),
    ],
)  # fmt: skip
def test_what_is_annotated(text, expected):
    assert asked(text) == expected


def functions(good: int, bare: int) -> str:
    return "".join(map(GOOD.format, range(good))) + "".join(map(BARE.format, range(bare)))


def run(root: Path, checker: object = NONE, **settings) -> Verdict:
    return resolver(root, type_checker=checker).run(CHECK, **settings)


@pytest.mark.parametrize(("good", "outcome"), [(3, Outcome.PASS), (2, Outcome.WARN)])
def test_overall_it_warns(tmp_path, good, outcome):
    verdict = run(write(tmp_path, {"a.py": functions(good, 1)}))
    assert verdict.outcome is outcome
    (share,) = verdict.estimates
    assert (share.name, share.unit, share.n) == ("annotated functions", "share", good + 1)
    assert share.value == good / (good + 1)
    if outcome is Outcome.WARN:
        assert verdict.summary == (
            "annotations: 2 of 3 public functions are annotated (66.7%), below 75%"
        )
    else:
        assert verdict.summary == (
            "3 of 4 public functions are annotated (75.0%); there is no base to compare with, so "
            "nothing counts as changed"
        )


def test_changed_files_fail(tmp_path):
    commit(write(tmp_path, {"a.py": functions(90, 0), "b.py": ""}))
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(write(tmp_path, {"b.py": functions(0, 2), "c.py": functions(1, 0)}))
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.FAIL
    assert [str(finding) for finding in verdict.findings] == [
        "annotations of the change: 1 of 3 public functions are annotated (33.3%) "
        "in 2 changed files, below 75%",
        "b.py: 2 of 2 public functions are not annotated: b0, b1",
    ]
    assert verdict.estimates[0].n == 93
    assert run(tmp_path, min_share=0.3).outcome is Outcome.PASS


def test_files_that_the_change_leaves_alone_warn(tmp_path):
    commit(write(tmp_path, {"a.py": functions(0, 9)}))
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(write(tmp_path, {"c.py": functions(1, 0)}))
    assert run(tmp_path).outcome is Outcome.WARN


A, B = ("a.py", 1, "arg-type"), ("a.py", 9, "arg-type")


def test_more_type_errors_fail(tmp_path):
    root = write(tmp_path, {"a.py": functions(1, 0)})
    verdict = run(root, TypeErrors("mypy 2.0", "mypy.ini", (A, B), (A,)))
    assert verdict.outcome is Outcome.FAIL
    assert [str(finding) for finding in verdict.findings] == [
        "type errors: mypy 2.0 finds 2 errors, 1 at the base",
        "a.py:9: a new type error (arg-type)",
    ]
    assert [(e.name, e.value) for e in verdict.estimates][1:] == [("type errors", 2)]


@pytest.mark.parametrize("before", [(A, B), (A, B, A), None])
def test_as_many_type_errors_pass(tmp_path, before):
    root = write(tmp_path, {"a.py": functions(1, 0)})
    verdict = run(root, TypeErrors("mypy 2.0", "mypy.ini", (A, B), before))
    assert verdict.outcome is Outcome.PASS
    assert "mypy 2.0 finds 2 errors" in verdict.summary


@pytest.mark.parametrize(
    ("missing", "outcome"), [(True, Outcome.ERROR), (False, Outcome.INCONCLUSIVE)]
)
def test_a_type_checker_that_did_not_run(tmp_path, missing, outcome):
    root = write(tmp_path, {"a.py": functions(1, 0)})
    verdict = run(root, TypeErrors("mypy", "mypy.ini", problem="it is gone", missing=missing))
    assert verdict.outcome is outcome
    assert verdict.summary == "mypy.ini: type errors are not measured: it is gone"
    assert [estimate.name for estimate in verdict.estimates] == ["annotated functions"]


def test_nothing_to_judge(tmp_path):
    root = write(tmp_path, {"a.py": "x = 1\n", "test_a.py": functions(0, 9)})
    assert run(root).outcome is Outcome.NOT_APPLICABLE
    assert run(root, TypeErrors("mypy 2.0", "", (), ())).outcome is Outcome.PASS


def test_a_file_that_cannot_be_parsed(tmp_path):
    root = write(tmp_path, {"a.py": "print 'a' if\n"})
    assert run(root).outcome is Outcome.INCONCLUSIVE
    assert run(write(root, {"b.py": functions(1, 0)})).outcome is Outcome.INCONCLUSIVE
