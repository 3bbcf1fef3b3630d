from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.test-quality")
INTEGRATION = {"tests/integration/test_all.py": "def test_all():\n    assert run() == 3\n"}


def run(root: Path, files: dict[str, str]) -> Verdict:
    return resolver(write(root, {"model.py": "x = 1\n", **files})).run(CHECK)


def judge(root: Path, body: str, before: str = "", name: str = "test_model") -> Verdict:
    """Judge one test beside an integration test that is in order."""
    text = f"import pytest\n{before}\ndef {name}(self=None):\n{indent(body, '    ')}\n"
    return run(root, {**INTEGRATION, "tests/test_model.py": text})


def rules(verdict: Verdict) -> set[str]:
    return {found.rule for found in verdict.findings}


def test_good(tmp_path: Path) -> None:
    verdict = judge(tmp_path, "assert predict(1) == 2")
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "all of 2 tests in 2 files can fail, 1 of them are integration tests"
    assert {e.name: e.value for e in verdict.estimates} == {
        "tests": 2,
        "weak tests": 0,
        "integration tests": 1,
    }


def test_no_test_at_all(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"tests/conftest.py": "x = 1\n", "tests/helper.py": "def f(): ...\n"})
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == "no test at all for 3 Python files"
    assert verdict.estimates[0].value == 0


def test_nothing_to_test(tmp_path: Path) -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": "a = 1"}], "nbformat": 4}'
    assert resolver(tmp_path).run(CHECK).outcome is Outcome.NOT_APPLICABLE
    assert (
        resolver(write(tmp_path, {"a.ipynb": notebook})).run(CHECK).outcome
        is Outcome.NOT_APPLICABLE
    )


def test_only_doctests(tmp_path: Path) -> None:
    files = {
        "a.py": '"""\n>>> 1 + 1\n2\n"""\n',
        "pytest.ini": "[pytest]\naddopts=--doctest-modules\n",
    }
    verdict = run(tmp_path, files)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert "doctests" in verdict.summary


@pytest.mark.parametrize(
    "body",
    [
        "predict(1)",
        "x = predict(1)\nprint(x)",
        "pass",
        "expected = 3\npredict(expected)",
        "for x in rows:\n    predict(x)",
        "mock.call_count == 1",
    ],
)
def test_no_claim(tmp_path: Path, body: str) -> None:
    verdict = judge(tmp_path, body)
    assert verdict.outcome is Outcome.WARN
    assert verdict.summary == "tests/test_model.py:3: Q1 test_model claims nothing"
    assert verdict.estimates[1].value == 1


@pytest.mark.parametrize(
    "body",
    [
        "self.assertEqual(predict(1), 2)",
        "with pytest.raises(ValueError):\n    predict(None)",
        "with pytest.warns(UserWarning):\n    predict(None)",
        "np.testing.assert_allclose(predict(1), 2)",
        "pd.testing.assert_frame_equal(a, b)",
        "mock.assert_called_once_with(1)",
        "if predict(1) != 2:\n    raise RuntimeError",
        "pytest.fail('no')",
        "pytest.skip('needs a GPU')",
        "check_output(predict(1))",
        "self._verify(predict(1))",
        "doctest.testmod(model)",
        "subprocess.run(['predict'], check=True)",
        "response.raise_for_status()",
        "def inner(x):\n    assert x\nrun(inner)",
        "predict(1)  # must not raise",
    ],
)
def test_claims(tmp_path: Path, body: str) -> None:
    assert judge(tmp_path, body).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(snapshot):\n    snapshot.match(predict(1))\n",
        "def test_a(benchmark):\n    benchmark(predict, 1)\n",
        "def test_a(num_regression):\n    num_regression.go(predict(1))\n",
        "@image_comparison(['a.png'])\ndef test_a():\n    plot()\n",
        "def test_a(expectation):\n    with expectation:\n        predict(1)\n",
        "def test_a(objective):\n    objective('cpu')\n",
        "def test_smoke():\n    predict(1)\n",
        "def near(a, b):\n    assert abs(a - b) < 1\ndef test_a():\n    near(predict(1), 2)\n",
        "def inner(a):\n    assert a\ndef outer(a):\n    inner(a)\ndef test_a():\n    outer(1)\n",
        "class TestA:\n  def near(self, a):\n    assert a\n  def test_a(self):\n    self.near(1)\n",
    ],
)  # fmt: skip
def test_claims_in_other_ways(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, {**INTEGRATION, "tests/test_a.py": text}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/helpers.py", "def run_all(x):\n    assert x\n"),
        ("tests/conftest.py", "def run_all():\n    yield\n    assert left == 0\n"),
        ("package/testing/basic.py", "def run_all(x):\n    assert x\n"),
    ],
)
def test_helpers_of_other_files(tmp_path: Path, path: str, text: str) -> None:
    call = "def test_a(run_all):\n    print(run_all)\n"
    use = "import pytest\n@pytest.mark.usefixtures('run_all')\ndef test_b():\n    work()\n"
    files = {**INTEGRATION, path: text, "tests/test_a.py": call, "tests/test_b.py": use}
    assert run(tmp_path, files).outcome is Outcome.PASS
    files[path] = text.replace("assert x", "print(x)").replace("assert left == 0", "clean()")
    assert rules(run(tmp_path, files)) == {"Q1"}


def test_production_code_that_asserts_is_no_claim(tmp_path: Path) -> None:
    files = {**INTEGRATION, "model.py": "def predict(x):\n    assert x\n"}
    verdict = run(tmp_path, {**files, "tests/test_a.py": "def test_a():\n    predict(1)\n"})
    assert rules(verdict) == {"Q1"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("assert True", "constant"),
        ("assert 1", "constant"),
        ("assert 'predicted'", "constant"),
        ("assert not False", "constant"),
        ("assert (predict(1) == 2, 'wrong')", "tuple in brackets"),
        ("assert predict(1) == 2 or True", "constant"),
        ("assert True and 1", "constant"),
        ("x = predict(1)\nassert x == x", "a value with itself"),
        ("assert self.x == self.x", "a value with itself"),
        ("assert 1 == 1", "a constant with itself"),
        ("assert len(predict(1)) >= 0", "no length is below 0"),
        ("self.assertTrue(True)", "constant"),
        ("self.assertEqual(1, 1)", "a constant with itself"),
    ],
)
def test_what_always_holds(tmp_path: Path, claim: str, reason: str) -> None:
    verdict = judge(tmp_path, claim)
    assert verdict.outcome is Outcome.FAIL
    assert "Q2 test_model claims what always holds: " in verdict.summary
    assert reason in verdict.summary


@pytest.mark.parametrize(
    "body",
    [
        "assert predict(1)",
        "assert len(x) >= 1",
        "assert len(x) > 0",
        "assert x == y",
        "assert predict(1) == predict(1)",
        "assert fit().score == fit().score",
        "assert x is True",
        "try:\n    predict(None)\n    assert False\nexcept ValueError:\n    assert True",
        "try:\n    f(None)\nexcept ValueError:\n    assert True\nelse:\n    pytest.fail('no')",
        "assert not x",
        "assert x or y",
        "assert ()",
    ],
)
def test_what_may_fail(tmp_path: Path, body: str) -> None:
    assert "Q2" not in rules(judge(tmp_path, body))


def test_a_test_of_equality_may_compare_a_value_with_itself(tmp_path: Path) -> None:
    assert judge(tmp_path, "assert x == x", name="test_equality").outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("body", "shallow"),
    [
        ("assert isinstance(predict(1), float)", True),
        ("assert predict(1) is not None", True),
        ("x = predict(1)\nassert x is not None\nassert isinstance(x, list)", True),
        ("assert x is not None and isinstance(x, list)", True),
        ("self.assertIsNotNone(x)", True),
        ("assert isinstance(x, list)\nassert x[0] == 1", False),
        ("assert x is not None\nself.assertEqual(x, 1)", False),
        ("assert isinstance(x, list)\nwith pytest.raises(KeyError):\n    f()", False),
        ("assert x is None", False),
        ("assert not isinstance(x, list)", False),
    ],
)
def test_shallow(tmp_path: Path, body: str, shallow: bool) -> None:
    verdict = judge(tmp_path, body)
    assert rules(verdict) == ({"Q3"} if shallow else set())
    assert verdict.outcome is (Outcome.WARN if shallow else Outcome.PASS)


BOTH = """\
try:
    x = predict(1, extra=2)
    assert x >= 0
except ValueError as error:
    assert "schema" in str(error)

try:
    assert predict(1) == 2
except Exception:
    pass

try:
    x = predict(1)
except ValueError as error:
    assert "schema" in str(error)
else:
    assert x == 2"""
ONE = """\
try:
    predict(None)
    assert False
except ValueError as error:
    assert "age" in str(error)

try:
    assert predict(1) == 2
except ValueError:
    pytest.fail("no error expected")

try:
    x = predict(1)
except OSError:
    pass
assert x == 2

try:
    enable_checkpoints()
except Exception:
    pass
else:
    assert predict(1) == 2

try:
    assert predict(1) == 2
finally:
    close()"""


@pytest.mark.parametrize("body", BOTH.split("\n\n"))
def test_both_outcomes(tmp_path: Path, body: str) -> None:
    verdict = judge(tmp_path, body)
    assert verdict.outcome is Outcome.WARN
    assert "Q4 test_model passes with an error and without one" in verdict.summary


@pytest.mark.parametrize("body", ONE.split("\n\n"))
def test_one_outcome(tmp_path: Path, body: str) -> None:
    assert "Q4" not in rules(judge(tmp_path, body))


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("@pytest.mark.skip", True),
        ("@pytest.mark.skip()", True),
        ("@pytest.mark.xfail(strict=True)", True),
        ("@pytest.mark.skipif(sys.platform == 'win32')", True),
        ("pytestmark = pytest.mark.skip", True),
        ("pytest.skip(allow_module_level=True)", True),
        ("pytest.skip('later', allow_module_level=True)", True),
        ("@pytest.mark.skip('flaky')", False),
        ("@pytest.mark.skip(reason='flaky')", False),
        ("@pytest.mark.xfail(reason='bug 3')", False),
        ("@pytest.mark.skipif('sys.platform == 1')", False),
        ("@pytest.mark.skipif(windows, reason='no links')", False),
        ("@pytest.mark.skipif(**gpu())", False),
        ("@unittest.skip('flaky')", False),
        ("@unittest.skipIf(windows, 'no links')", False),
        ("# SHAP breaks it\n@pytest.mark.xfail", False),
        ("@pytest.mark.xfail  # SHAP breaks it", False),
        ("if windows:\n    pytest.skip('no', allow_module_level=True)", False),
    ],
)
def test_skips(tmp_path: Path, mark: str, found: bool) -> None:
    verdict = judge(tmp_path, "assert predict(1) == 2", before=mark)
    assert rules(verdict) == ({"Q5"} if found else set())
    assert verdict.estimates[1].value == 0


@pytest.mark.parametrize(
    ("path", "before"),
    [
        ("tests/test_a.py", ""),
        ("tests/e2e/test_a.py", "ok"),
        ("tests/test_integration.py", "ok"),
        ("tests/test_a.py", "@pytest.mark.integration"),
    ],
)
def test_integration(tmp_path: Path, path: str, before: str) -> None:
    mark = before if before.startswith("@") else ""
    text = f"import pytest\n{mark}\ndef test_a():\n    assert predict(1) == 2\n"
    verdict = run(tmp_path, {path: text})
    assert verdict.outcome is (Outcome.PASS if before else Outcome.WARN)
    assert before or verdict.summary == "tests: Q6 there is no integration test"


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("tests/helpers.py", "def test_a():\n    f()\n", 1),
        ("tests/test_a.py", "@pytest.fixture\ndef test_data():\n    return 1\n", 1),
        ("tests/test_a.py", "class Helper:\n    def test(self):\n        f()\n", 1),
        ("tests/test_a.py", "class A(TestCase):\n    def test_a(self):\n        f()\n", 2),
        ("tests/test_a.py", "if gpu:\n    async def test_a():\n        await f()\n", 2),
        ("tests/a_test.py", "def test_a():\n    f()\n", 2),
        ("app/tests.py", "def test_a():\n    f()\n", 1),
    ],
)
def test_what_is_a_test(tmp_path: Path, path: str, text: str, count: int) -> None:
    verdict = run(tmp_path, {**INTEGRATION, path: text})
    assert verdict.estimates[0].value == count


def test_waivers(tmp_path: Path) -> None:
    verdict = judge(tmp_path, "predict(1)  # mlgate: allow[Q1] prints a table")
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].waived == "in the code: prints a table"
    verdict = judge(tmp_path, "assert True  # mlgate: allow[test-quality] a stub until May")
    assert verdict.outcome is Outcome.WARN


def test_a_test_file_that_is_not_python(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"tests/test_a.py": "def test_(:\n"})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "tests/test_a.py:1" in verdict.summary
