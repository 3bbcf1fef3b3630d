from __future__ import annotations

from pathlib import Path

import pytest
from radon.metrics import mi_visit

from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.maintainability-index")
PLAIN = '"""A module."""\n\nX = 1\n'


def tangled(lines: int) -> str:
    body = "".join(f"    if x > {n} and y < {n}:\n        z = z * x - {n}\n" for n in range(lines))
    return f"def f(x, y, z):\n{body}    return z\n"


def change(root: Path, before: dict[str, str], after: dict[str, str], **settings) -> Verdict:
    commit(write(root, before))
    git(root, "checkout", "-q", "-b", "change")
    commit(write(root, after))
    return resolver(root).run(CHECK, **settings)


@pytest.mark.parametrize(
    ("lines", "outcome", "limit"),
    [(5, Outcome.PASS, 0), (40, Outcome.WARN, 38), (150, Outcome.FAIL, 20)],
)
def test_a_changed_module(tmp_path, lines, outcome, limit):
    text = tangled(lines)
    index = mi_visit(text, True)
    verdict = change(tmp_path, {"a.py": text + "#\n"}, {"a.py": text}, margin=100.0)
    assert verdict.outcome is outcome
    (estimate,) = verdict.estimates
    assert (estimate.name, estimate.value, estimate.n) == ("mean maintainability index", index, 1)
    if outcome is not Outcome.PASS:
        assert verdict.summary == (f"a.py: the maintainability index is {index:.1f}, below {limit}")


def test_modules_that_the_change_leaves_alone(tmp_path):
    verdict = change(tmp_path, {"a.py": tangled(150)}, {"b.py": PLAIN})
    assert verdict.outcome is Outcome.PASS
    assert "2 modules" in verdict.summary
    assert "none of the 1 changed ones is below 38" in verdict.summary


def test_the_mean_falls(tmp_path):
    before = {"a.py": PLAIN, "b.py": PLAIN, "gone.py": PLAIN}
    commit(write(tmp_path, before))
    git(tmp_path, "checkout", "-q", "-b", "change")
    (tmp_path / "gone.py").unlink()
    commit(write(tmp_path, {"b.py": tangled(8)}))
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome is Outcome.WARN
    now = (100 + mi_visit(tangled(8), True)) / 2
    assert verdict.summary == (
        f"mean maintainability index: the mean has fallen from 100.0 at main to {now:.1f}, "
        "by more than 1"
    )
    assert resolver(tmp_path).run(CHECK, margin=60.0).outcome is Outcome.PASS


def test_a_small_fall_is_none(tmp_path):
    before = {f"m{n}.py": PLAIN for n in range(30)} | {"a.py": tangled(4)}
    assert change(tmp_path, before, {"a.py": tangled(5)}).outcome is Outcome.PASS


def test_without_a_base(tmp_path):
    verdict = resolver(write(tmp_path, {"a.py": tangled(150)})).run(CHECK)
    assert verdict.outcome is Outcome.PASS
    assert "the smallest is 0.0 (a.py); there is no base" in verdict.summary


def test_an_empty_file_has_100(tmp_path):
    verdict = resolver(write(tmp_path, {"a.py": ""})).run(CHECK)
    assert [estimate.value for estimate in verdict.estimates] == [100.0]


def test_notebooks_and_tests_do_not_count(tmp_path):
    root = write(tmp_path, {"n.ipynb": '{"cells": []}', "test_a.py": tangled(150)})
    assert resolver(root).run(CHECK).outcome is Outcome.NOT_APPLICABLE


def test_a_file_that_cannot_be_parsed(tmp_path):
    root = write(tmp_path, {"a.py": "print 'a' if\n"})
    assert resolver(root).run(CHECK).outcome is Outcome.INCONCLUSIVE
    verdict = resolver(write(root, {"b.py": PLAIN})).run(CHECK)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert [estimate.value for estimate in verdict.estimates] == [100.0]
