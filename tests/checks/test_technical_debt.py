from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks.health._comments import COMMENTED_OUT, confessions
from pytest_mlgate.inputs import base as module
from pytest_mlgate.inputs.debt import Debt, DebtItem
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.technical-debt")
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in module.TARGET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def run(root: Path, debt: Debt | None = None, **settings: Any) -> Verdict:
    given: dict[str, object] = {"clock": NOW}
    return resolver(root, **given, **({"debt": debt} if debt else {})).run(CHECK, **settings)


def changed(root: Path, before: dict[str, str], after: dict[str, str | None]) -> Verdict:
    """Judge a branch off main; a file that becomes None is removed."""
    commit(write(root, {"other.py": "# TODO\n", **before}))
    git(root, "checkout", "-q", "-b", "change")
    write(root, {path: text for path, text in after.items() if text is not None})
    for path, text in after.items():
        if text is None:
            (root / path).unlink()
    commit(root)
    return run(root)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# TODO: mend", "TODO comments"),
        ("x = 1  # FIXME", "TODO comments"),
        ("# a HACK until May", "TODO comments"),
        ("# todo mend", "TODO comments"),
        ("x = f()  # type: ignore[call]", "type: ignore comments"),
        ("import os  # noqa: F401", "noqa comments"),
        ("import os  # NOQA", "noqa comments"),
        ("# model.fit(x, y)", "commented-out lines"),
    ],
)
def test_a_rise(tmp_path: Path, line: str, kind: str) -> None:
    verdict = changed(tmp_path, {"a.py": "x = 1\n"}, {"a.py": f"x = 1\n{line}\n"})
    was = 1 if kind == "TODO comments" else 0
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == (
        f"a.py:2: D1 {kind} rose from {was} to {was + 1} since main; new at a.py:2"
    )
    assert {e.name: e.value for e in verdict.estimates}[kind] == was + 1
    assert verdict.findings[0].topic == kind


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a.py": "# TODO\n"}, {"a.py": "\n# TODO\n"}),
        ({"a.py": "# TODO\n# FIXME\n"}, {"a.py": "# TODO\n"}),
        ({"a.py": "# TODO\n"}, {"a.py": None, "b.py": "# TODO\n"}),
        ({"a.py": "# TODO\n", "b.py": "x = 1\n"}, {"a.py": "x = 1\n", "b.py": "# TODO\n"}),
        ({"a.py": "x = 1\n"}, {"a.py": 'x = "# TODO"\n'}),
        ({"a.py": "x = 1\n"}, {"a.py": "# TODOS are counted\n# noqas too\n"}),
        ({"a.py": "x = 1\n"}, {"a.py": "x = 1\n# what it is for\n"}),
    ],
)
def test_no_rise(tmp_path: Path, before: dict[str, str], after: dict[str, str | None]) -> None:
    verdict = changed(tmp_path, before, after)
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary.endswith("none more than at main")


def test_many_places_are_cut_short(tmp_path: Path) -> None:
    verdict = changed(tmp_path, {}, {"a.py": "# TODO\n" * 7})
    places = "a.py:1, a.py:2, a.py:3, a.py:4, a.py:5"
    assert verdict.summary.endswith(f"rose from 1 to 8 since main; new at {places} and 2 more")


def test_what_is_not_committed_counts(tmp_path: Path) -> None:
    commit(write(tmp_path, {"a.py": "x = 1\n"}))
    write(tmp_path, {"a.py": "x = 1\n# TODO\n"})
    assert run(tmp_path).outcome is Outcome.FAIL


def test_notebooks_count(tmp_path: Path) -> None:
    def notebook(source: str) -> str:
        return json.dumps({"cells": [{"cell_type": "code", "source": source}], "nbformat": 4})

    verdict = changed(
        tmp_path, {"a.ipynb": notebook("x")}, {"a.ipynb": notebook("%time x\n# TODO")}
    )
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary.endswith("rose from 1 to 2 since main; new at a.ipynb")


def test_without_a_base(tmp_path: Path) -> None:
    commit(write(tmp_path, {"a.py": "# TODO\n"}))
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "there is no base to compare with" in verdict.summary
    assert verdict.estimates[0].value == 1


def test_a_changed_file_that_is_not_python(tmp_path: Path) -> None:
    verdict = changed(tmp_path, {"a.py": "# TODO\n"}, {"a.py": "def f(:\n"})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "a.py:1" in verdict.summary


def test_nothing_there(tmp_path: Path) -> None:
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE


CODE = [
    "# model.fit(x, y)",
    "#model.fit(x, y)",
    "# df = pd.read_csv('a.csv')",
    "# from sklearn.svm import SVC",
    "# import numpy as np",
    "# print(x)",
    "# x += 1",
    "# return model.predict(x)",
    "# y = df['age']",
    "# def f(x):\n#     return x",
    "# x = 3\n# model.fit(x)",
    "# if x:\n#     model.fit(x)\n# else:\n#     raise ValueError",
]
PROSE = [
    "# The mean of all rows",
    "# returns nothing",
    "# x",
    "# n = number",
    "# loss = mse + penalty",
    "# learning_rate = 0.1",
    "# note (important)",
    "# see fit()",
    "# train()",
    "# P(J)",
    "# log(1 + age)",
    "# Use .format(a, b)",
    "# if needed:",
    "# import data",
    "# a, b",
    "# age > 3",
    "# Example:\n# model.fit(x, y)",
    "# e.g. foo\n# model.fit(x, y)",
    "# pylint: disable=foo(bar)",
    "# %time model.fit(x)",
    "# !pip install x",
    "# type: ignore",
    "# key: value",
    "# " + "f(" * 300,
]


@pytest.mark.parametrize("text", CODE)
def test_commented_out_code(text: str) -> None:
    found = confessions(Source.of("a.py", f"a = 1\n{text}\nb = 2\n"))
    assert found[COMMENTED_OUT] == list(range(2, 3 + text.count("\n")))


@pytest.mark.parametrize("text", PROSE)
def test_prose(text: str) -> None:
    assert confessions(Source.of("a.py", f"a = 1\n{text}\nb = 2\n"))[COMMENTED_OUT] == []


def test_a_comment_beside_code_is_no_code() -> None:
    assert confessions(Source.of("a.py", "a = 1  # f(x)\n"))[COMMENTED_OUT] == []


def served(root: Path, text: str, path: str = "serve.py", **more: str) -> list[str]:
    files = {path: text, **{name.replace("_py", ".py"): code for name, code in more.items()}}
    return [str(f) for f in run(write(root, files)).findings if f.rule == "D2"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def predict(x):\n    raise NotImplementedError\n", "raises NotImplementedError"),
        ("def predict(x):\n    '''Soon.'''\n    raise NotImplementedError('x')\n", "raises"),
        (
            "class A:\n    async def predict(self, x):\n        raise NotImplementedError\n",
            "raises",
        ),
        ("def predict(features):\n    return 0.5\n", "answers 0.5 whatever it is asked"),
        ("def predict(features):\n    log.info('ok')\n    return -1\n", "answers -1"),
        ("def predict(features):\n    return {'score': 0.5}\n", "answers 0.5"),
    ],
)
def test_stubs(tmp_path: Path, text: str, message: str) -> None:
    (found,) = served(tmp_path, text)
    assert f"D2 predict() {message}" in found
    assert served(tmp_path, text, path="serve.py") == [found]


def test_a_stub_fails_and_a_constant_warns(tmp_path: Path) -> None:
    commit(write(tmp_path, {"serve.py": "x = 1\n"}))
    write(tmp_path, {"serve.py": "def f(x):\n    return 0.5\n"})
    assert run(tmp_path).outcome is Outcome.WARN
    write(tmp_path, {"serve.py": "def f(x):\n    raise NotImplementedError\n"})
    assert run(tmp_path).outcome is Outcome.FAIL
    waiver = "def f(x):\n    raise NotImplementedError  # mlgate: allow[D2] in June\n"
    write(tmp_path, {"serve.py": waiver})
    assert run(tmp_path).outcome is Outcome.WARN


@pytest.mark.parametrize(
    "text",
    [
        "@abstractmethod\ndef f(x):\n    raise NotImplementedError\n",
        "class A(ABC):\n    def f(self):\n        raise NotImplementedError\n",
        "class A(Protocol[T]):\n    def f(self):\n        raise NotImplementedError\n",
        "class A(metaclass=ABCMeta):\n    def f(self):\n        raise NotImplementedError\n",
        "class A:\n    def f(self):\n        raise NotImplementedError\nclass B(A): ...\n",
        "@overload\ndef f(x: int) -> int: ...\n",
        "def f(kind):\n    if kind != 'a':\n        raise NotImplementedError(kind)\n",
        "def f():\n    return 1\n",
        "def f(x):\n    return 'ok'\n",
        "def f(error):\n    return 'too large', 413\n",
        "def f(x):\n    return True\n",
        "def f(x):\n    return x + 1\n",
        "def f(x):\n    if x:\n        return 1\n    return 2\n",
        "def f(x):\n    save(x)\n    return 1\n",
        "def f(x):\n    raise\n",
    ],
)
def test_no_stub(tmp_path: Path, text: str) -> None:
    assert served(tmp_path, text) == []


def test_only_services_and_classes_of_other_files(tmp_path: Path) -> None:
    text = "class A:\n    def f(self):\n        raise NotImplementedError\n"
    assert served(tmp_path, text, path="plot.py") == []
    assert served(tmp_path, text, b_py="import serve\nclass B(serve.A): ...\n") == []


def item(**changes: Any) -> DebtItem:
    values = {
        "id": "D-1", "description": "x", "hours": 1.0, "priority": 8, "owner": "ada",
        "opened": dt.date(2026, 3, 3),
    }  # fmt: skip
    return DebtItem(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, ""),
        ({"opened": dt.date(2026, 3, 2)}, "D-1 has priority 8 and is 91 days old, the limit is 90"),
        ({"opened": dt.date(2020, 3, 2), "priority": 7}, ""),
        ({"owner": ""}, "D-1 has no owner"),
        ({"opened": dt.date(2026, 6, 2)}, "D-1 was opened on 2026-06-02, which is to come"),
    ],
)
def test_register(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    commit(write(tmp_path, {"a.py": "x = 1\n"}))
    write(tmp_path, {"a.py": "x = 2\n"})
    verdict = run(tmp_path, Debt((item(**changes),)))
    assert verdict.outcome is (Outcome.FAIL if message else Outcome.PASS)
    assert verdict.summary.endswith(message or "; 1 items in debt.yaml are in order")
    if message:
        assert verdict.findings[0].topic == "D-1"


def test_settings(tmp_path: Path) -> None:
    old = Debt((item(opened=dt.date(2026, 3, 2)),))
    commit(write(tmp_path, {"a.py": "x = 1\n"}))
    write(tmp_path, {"a.py": "x = 2\n"})
    assert run(tmp_path, old, max_age=91).outcome is Outcome.PASS
    assert run(tmp_path, old, priority=9).outcome is Outcome.PASS
    assert run(tmp_path, old, priority=8).outcome is Outcome.FAIL


def test_a_register_without_code(tmp_path: Path) -> None:
    verdict = run(tmp_path, Debt((item(owner=""),)))
    assert verdict.outcome is Outcome.FAIL


def test_a_register_that_cannot_be_read(tmp_path: Path) -> None:
    verdict = run(write(tmp_path, {"a.py": "x = 1\n", "debt.yaml": "items: 3\n"}))
    assert verdict.outcome is Outcome.ERROR
    assert "debt.yaml" in verdict.summary
