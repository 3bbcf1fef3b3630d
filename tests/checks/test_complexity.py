from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mlgate.checks.health._measures import measures_of
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, resolver, write

CHECK = find_check("health.complexity")


def function(name: str, branches: int, docstring: str = "") -> str:
    body = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(branches))
    return f"def {name}(x):\n    '''{docstring}'''\n{body}    return 0\n"


def change(root: Path, before: dict[str, str], after: dict[str, str]) -> Verdict:
    """Run the check on a branch that goes from one state to the other."""
    commit(write(root, before))
    git(root, "checkout", "-q", "-b", "change")
    commit(write(root, after))
    return resolver(root).run(CHECK)


def estimates(verdict: Verdict) -> dict[str, float]:
    return {estimate.name: estimate.value for estimate in verdict.estimates}


def radon(command: str, root: Path) -> dict:
    arguments = [sys.executable, "-m", "radon", command, "--json", "."]
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("branches", "outcome"),
    [(9, Outcome.PASS), (10, Outcome.WARN), (14, Outcome.WARN), (15, Outcome.FAIL)],
)
def test_a_new_function(tmp_path, branches, outcome):
    verdict = change(tmp_path, {"a.py": ""}, {"a.py": "x = 1\n\n" + function("f", branches)})
    assert verdict.outcome is outcome
    assert estimates(verdict) == {
        "mean complexity": branches + 1,
        "largest complexity": branches + 1,
    }
    if outcome is not Outcome.PASS:
        (finding,) = verdict.findings
        assert finding.location == "a.py:3"
        limit = 15 if outcome is Outcome.FAIL else 10
        assert finding.message == f"f has a complexity of {branches + 1}, above {limit}"


def test_a_function_that_the_change_leaves_alone(tmp_path):
    before = {
        "a.py": function("old", 40) + "\n\n" + "".join(function(f"f{n}", 0) for n in range(5))
    }
    verdict = change(tmp_path, before, {"a.py": before["a.py"] + "x = 1\n"})
    assert verdict.outcome is Outcome.PASS
    assert "the largest is 41 (old in a.py); none of the 0 changed ones" in verdict.summary


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("'''two\n    lines'''", "'''two\n    more lines'''", Outcome.PASS),
        ("\n    return 0", "\n    # why\n\n    return 0", Outcome.PASS),
        ("\n    return 0", "\n    return 1", Outcome.FAIL),
        ("def old", "@cache\ndef old", Outcome.FAIL),
    ],
)
def test_only_code_is_a_change(tmp_path, old, new, outcome):
    text = function("old", 20, "two\n    lines")
    many = {"many.py": "".join(function(f"f{n}", 0) for n in range(9))}
    verdict = change(tmp_path, {"a.py": text, **many}, {"a.py": text.replace(old, new)})
    assert verdict.outcome is outcome


def test_functions_inside_functions_and_methods_count_alone(tmp_path):
    inner = "    def inner(x):\n" + "".join(f"        if x == {n}: pass\n" for n in range(15))
    text = (
        f"class A:\n    def plain(self):\n        pass\n\ndef outer(x):\n{inner}    return inner\n"
    )
    verdict = change(tmp_path, {"b.py": ""}, {"a.py": text})
    assert [f.message for f in verdict.findings] == ["outer.inner has a complexity of 16, above 15"]
    assert estimates(verdict)["mean complexity"] == pytest.approx((1 + 1 + 16) / 3)


def test_without_a_base_nothing_is_changed(tmp_path):
    verdict = resolver(write(tmp_path, {"a.py": function("f", 30)})).run(CHECK)
    assert verdict.outcome is Outcome.PASS
    assert "there is no base to compare with, so nothing counts as changed" in verdict.summary


@pytest.mark.parametrize(("functions", "outcome"), [(4, Outcome.PASS), (5, Outcome.FAIL)])
def test_the_mean_of_a_folder(tmp_path, functions, outcome):
    text = "\n".join(function(f"f{n}", 10) for n in range(functions))
    root = write(tmp_path, {"pkg/a.py": text, "b.py": function("g", 0) * 9})
    verdict = resolver(root).run(CHECK)
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert verdict.summary == "pkg: the mean complexity of 5 functions is 11.0, above 10"
    assert resolver(root).run(CHECK, max_mean=11.0).outcome is Outcome.PASS


def test_tests_do_not_count(tmp_path):
    verdict = change(tmp_path, {"a.py": function("f", 0)}, {"tests/test_a.py": function("f", 40)})
    assert verdict.outcome is Outcome.PASS
    assert "1 functions" in verdict.summary


def test_a_changed_cell_of_a_notebook(tmp_path):
    def notebook(*cells: str) -> dict[str, str]:
        found = [{"cell_type": "code", "source": cell} for cell in cells]
        return {"n.ipynb": json.dumps({"cells": found, "nbformat": 4})}

    old = function("old", 20)
    verdict = change(
        tmp_path, notebook("x = 1", old), notebook("x = 2\n%time x", old, function("new", 30))
    )
    (finding,) = verdict.findings
    assert finding.location == "n.ipynb[cell 3]:1"
    assert finding.message == "new has a complexity of 31, above 15"


def test_a_file_that_cannot_be_parsed(tmp_path):
    broken = {"old.py": "print 'a' if\n", "a.py": function("f", 0)}
    verdict = change(tmp_path / "untouched", broken, {"b.py": ""})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert estimates(verdict)["mean complexity"] == 1
    verdict = change(tmp_path / "touched", {"a.py": ""}, broken)
    assert verdict.outcome is Outcome.ERROR
    assert verdict.summary.startswith("old.py:1: could not be judged: a syntax error")


def test_code_too_deep_for_radon(tmp_path):
    root = write(tmp_path, {"a.py": f"x = {' + '.join(['1'] * 900)}\n"})
    verdict = resolver(root).run(CHECK)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "nested too deeply for radon" in verdict.summary


def test_nothing_to_judge(tmp_path):
    assert (
        resolver(write(tmp_path, {"a.py": "x = 1\n"})).run(CHECK).outcome is Outcome.NOT_APPLICABLE
    )


def test_a_waiver(tmp_path):
    text = function("f", 20).replace("(x):", "(x):  # mlgate: allow[complexity] a table of laws")
    assert change(tmp_path, {"b.py": ""}, {"a.py": text}).outcome is Outcome.WARN


SAMPLE = '''
import os; import sys
async def a(x):
    """Doc."""
    async with x as y: return [i for i in y if i if i > 1]
def b(x, *, y: int = 1):  # comment
    if x: pass
    elif y and x or 3: return x[1:2]; y = 2
    else:

        """two
        lines"""
    for i in x:
        break
    else:
        assert x, (
            "text"  # why
        )
    match x:
        case 1: pass
        case _: pass
    try:
        pass
    except ValueError: pass
    finally: pass
    return lambda: 1 if x else 2
class C:
    x = {"a": 1,

         "b": 2}
    @property
    def m(self):
        def closure():
            while True:
                class Lost:
                    def n(self):
                        if self: pass
        return closure
    class Inner:
        def k(self): return 1 \\
            + 2
'''


def of_radon(blocks: list[dict]) -> list[tuple[int, int]]:
    found = []
    for block in blocks:
        if block["type"] != "class":
            found.append((block["lineno"], block["complexity"]))
        found += of_radon(block.get("closures", []))
    return found


@pytest.mark.slow
def test_the_numbers_are_those_of_radon(tmp_path):
    root = write(tmp_path, {"a.py": SAMPLE, "empty.py": "", "comment.py": "# only\n"})
    indices, blocks = radon("mi", root), radon("cc", root)
    for name in ("a.py", "empty.py", "comment.py"):
        found = measures_of(Source.of(name, (root / name).read_text()))
        assert found["index"] == indices[name]["mi"]
        ours = {(line, value) for _, line, *_, value in found["functions"]}
        expected = set(of_radon(blocks.get(name, [])))
        assert ours >= {(line - (line == 32), value) for line, value in expected}  # a decorator


def test_an_empty_file_has_100():
    assert measures_of(Source.of("empty.py", ""))["index"] == 100


@pytest.mark.slow
def test_the_numbers_of_this_project_are_those_of_radon():
    root = Path(__file__).parents[2] / "pytest_mlgate"
    indices, blocks = radon("mi", root), radon("cc", root)
    assert len(indices) > 200
    for name, index in indices.items():
        found = measures_of(Source.of(name, (root / name).read_text(encoding="utf-8")))
        assert found["index"] == index["mi"], name
        ours = sorted(value for *_, value in found["functions"])
        assert ours == sorted(value for _, value in of_radon(blocks.get(name, []))), name


def test_a_long_table_takes_no_time():
    rows = "".join(f"    ({n}, 'a{n}'),\n" for n in range(20_000))
    found = measures_of(Source.of("a.py", f"TABLE = [\n{rows}]\n"))
    assert found["index"] is not None
