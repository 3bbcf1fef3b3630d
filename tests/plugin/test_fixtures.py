"""The same checks in ordinary tests."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_mlgate_runs_checks_with_and_without_a_gate(pytester: pytest.Pytester, demo: Path) -> None:
    pytester.makepyfile(
        test_own="""
        import pytest
        from pytest_mlgate import ConfigError, Outcome

        def test_given(mlgate):
            verdict = mlgate.check("demo.absent", number=3)
            assert verdict.outcome is Outcome.PASS
            assert verdict.summary == "the number is 3"

        def test_settings(mlgate):
            assert "beyond 0.9" in mlgate.check("demo.late", limit=0.9).summary

        def test_nothing_given(mlgate):
            assert mlgate.check("demo.absent").outcome is Outcome.NOT_APPLICABLE

        def test_assert(mlgate):
            mlgate.assert_check("demo.passes")
            with pytest.raises(AssertionError, match="FAIL demo.fails: train.py:3: N1"):
                mlgate.assert_check("demo.fails")
            with pytest.raises(AssertionError, match="NOT_APPLICABLE demo.absent"):
                mlgate.assert_check("demo.absent")

        def test_subject(mlgate):
            assert mlgate.check("demo.many", subject="b").outcome is Outcome.WARN

        def test_unknown(mlgate):
            with pytest.raises(ConfigError, match="did you mean 'demo.fails'"):
                mlgate.check("demo.fail")
            with pytest.raises(ConfigError, match="takes no 'numbr'; .*did you mean 'number'"):
                mlgate.check("demo.absent", numbr=3)
        """
    )

    for arguments in ((), ("--mlgate", "-k", "test_")):
        result = pytester.runpytest_inprocess(*arguments, "-p", "no:cacheprovider")
        result.assert_outcomes(passed=6, deselected=7 if arguments else 0)


def test_an_override_reaches_the_check(pytester: pytest.Pytester, demo: Path) -> None:
    with (demo / "conftest.py").open("a") as stream:
        stream.write("@pytest.fixture(scope='session')\ndef mlgate_number():\n    return 7\n")
    pytester.makepyfile(
        test_own="""
        def test_own(mlgate):
            assert mlgate.check("demo.absent").summary == "the number is 7"
        """
    )

    pytester.runpytest_inprocess().assert_outcomes(passed=1)
    with_gate = pytester.runpytest_inprocess("--mlgate", "-k", "absent or own")
    with_gate.assert_outcomes(passed=2, deselected=6)


def test_an_input_is_a_fixture_that_can_be_extended(pytester: pytest.Pytester, demo: Path) -> None:
    with (demo / "conftest.py").open("a") as stream:
        stream.write(
            "@pytest.fixture(scope='session')\n"
            "def mlgate_number(mlgate_number):\n"
            "    return mlgate_number + 1\n"
        )
    (demo / "mlgate.toml").write_text(
        "families = ['demo']\n[inputs.number]\nvalue = 1\n", encoding="utf-8"
    )

    result = pytester.runpytest_inprocess(
        "--mlgate-only", "mlgate.toml::demo::absent", "--mlgate-report=json:r.json"
    )

    result.assert_outcomes(passed=1)
    assert "the number is 2" in (demo / "r.json").read_text()


def test_helpers_for_users_own_tests(pytester: pytest.Pytester) -> None:
    (pytester.path / "data.csv").write_text("a\n1\n", encoding="utf-8")
    pytester.makepyfile(
        test_own="""
        import random
        from pathlib import Path

        def test_snapshot(env_snapshot):
            names = {package["name"] for package in env_snapshot["packages"]}
            assert {"pytest", "pytest-mlgate"} <= names
            assert len(env_snapshot["software_hash"]) == 64

        def test_seeds(seed_everything, recwarn):
            seed_everything(7)
            first = random.random()
            seed_everything(7)
            assert random.random() == first

        def test_reads(readonly_inputs):
            readonly_inputs.watch("data.csv")
            Path("data.csv").read_text()

        def test_writes(readonly_inputs):
            readonly_inputs.watch("data.csv")
            Path("data.csv").write_text("changed")
        """
    )

    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")

    result.assert_outcomes(passed=4, errors=1)
    result.stdout.fnmatch_lines(["*data.csv*"])


TABLES = """
import pandas as pd

ROWS = pd.DataFrame({"row_id": range(400), "y_true": [0, 1] * 200, "y_pred": [0, 1] * 200})
SEX = pd.DataFrame({"row_id": range(400), "sex": ["f", "f", "m", "m"] * 100})
"""


def test_tables_of_the_users_own(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_own=TABLES
        + """
def test_fair(mlgate):
    verdict = mlgate.assert_check(
        "fairness.disparate-impact", subject="sex", predictions=ROWS, sensitive=SEX
    )
    assert "2 groups of sex, 400 rows" in verdict.summary

def test_unfair(mlgate):
    rows = ROWS.assign(y_pred=(SEX["sex"] == "f").astype(int))
    mlgate.assert_check("fairness.equalized-odds", subject="sex", predictions=rows, sensitive=SEX)

def test_no_table(mlgate):
    verdict = mlgate.check("fairness.disparate-impact", subject="sex", predictions=3)
    assert (verdict.outcome, "found int" in verdict.summary) == ("ERROR", True)
"""
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*FAIL fairness.equalized-odds*sex*"])


def test_tables_from_fixtures_of_the_project(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        TABLES
        + """
import pytest

@pytest.fixture(scope="session")
def mlgate_predictions():
    return ROWS

@pytest.fixture(scope="session")
def mlgate_sensitive():
    return {"row_id": list(SEX["row_id"]), "sex": list(SEX["sex"])}
"""
    )
    (pytester.path / "mlgate.toml").write_text(
        "families = ['fairness']\n[fairness]\nattributes = ['sex']\n[fairness.disparate-impact]\n",
        encoding="utf-8",
    )
    result = pytester.runpytest_subprocess("--mlgate-only", "-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["fairness *1*"])
    assert result.ret == 0
