from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Annotated

import pytest

from pytest_mlgate.checks.health._gate_settings import direction
from pytest_mlgate.inputs import base as module
from pytest_mlgate.registry import Kind, Range, Registry, Setting, check
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, resolver, write

CHECK = find_check("health.dead-gates")


@check("data.share", kind=Kind.CONFIG)
def share(
    *,
    minimum: Annotated[float, Range(0, 1)] = 0.8,
    max_loss: Annotated[float, Range(0, 1)] | None = 0.1,
    limit: Annotated[float, Range(0)] | None = None,
    margins: dict[str, float] | None = None,
    min_rows: Annotated[int, Range(1)] = 200,
) -> Verdict:
    """Judge a share."""
    return Verdict(outcome=Outcome.PASS, summary="")


@check("data.rows")
def rows(*, max_age: Annotated[int, Range(0)] = 90) -> Verdict:
    """Judge rows."""
    return Verdict(outcome=Outcome.PASS, summary="")


DECLARED = Registry.of([share, rows], []).checks


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in module.TARGET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def run(root: Path, files: dict[str, str]) -> Verdict:
    return resolver(write(root, files), gate_checks=DECLARED).run(CHECK)


def code(root: Path, text: str, path: str = "pipeline.py") -> Verdict:
    return run(root, {path: text})


def rules(verdict: Verdict) -> set[str]:
    return {found.rule for found in verdict.findings}


DEAD = """\
if False:
    validate(model)

if 0:
    raise ValueError("too old")

def should_retrain(days, cooldown):
    if False and days < cooldown:
        return False
    return True

if auc > 0.8 and False:
    promote(model)

if True or auc > 0.8:
    deploy(model)

if not True:
    check_schema(rows)

while False:
    assert rows

def check_cooldown(days):
    if False:
        return days > 7

if None:
    sys.exit(1)

if False:
    if days < cooldown:
        done = True

assert True, "fine"

assert (len(rows) > 3, "too few")"""
ALIVE = """\
if False:
    plot(rows)

if True:
    validate(model)

if TYPE_CHECKING:
    from model import validate

while True:
    validate(model)

if debug and False:
    plot(rows)

if auc > 0.8:
    deploy(model)

if ENABLED:
    validate(model)

if a == b and False:
    layers = []

assert False, "never reached"

assert rows"""


@pytest.mark.parametrize("text", DEAD.split("\n\n"))
def test_dead_code(tmp_path: Path, text: str) -> None:
    verdict = code(tmp_path, text + "\n", "gates.py")
    assert verdict.outcome is Outcome.FAIL
    assert rules(verdict) == {"G1"}
    assert verdict.summary.startswith("gates.py:")


@pytest.mark.parametrize("text", ALIVE.split("\n\n"))
def test_code_that_is_alive(tmp_path: Path, text: str) -> None:
    verdict = code(tmp_path, text + "\n")
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "no dead gate in 1 source files"


def test_messages(tmp_path: Path) -> None:
    verdict = code(tmp_path, "if False:\n    validate(model)\n")
    assert verdict.summary.endswith("condition is always false: the gate below it never runs")
    verdict = code(tmp_path, "if True or auc > 0.8:\n    deploy(model)\n")
    assert verdict.summary.endswith("the condition is always true: what it asks never counts")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@pytest.mark.skipif(True, reason='x')\ndef test_a():\n    assert f()\n", True),
        ("@unittest.skipIf(1, 'x')\ndef test_a():\n    assert f()\n", True),
        ("@pytest.mark.skipif(windows, reason='x')\ndef test_a():\n    assert f()\n", False),
        ("def test_a():\n    assert True\n", False),  # test-quality says so
    ],
)
def test_tests(tmp_path: Path, text: str, found: bool) -> None:
    verdict = code(tmp_path, text, "tests/test_a.py")
    assert verdict.outcome is (Outcome.FAIL if found else Outcome.PASS)


@pytest.mark.parametrize(
    ("name", "path", "elsewhere", "outcome"),
    [
        ("check_schema", "train.py", "", Outcome.FAIL),
        ("auc_gate", "pipeline.py", "", Outcome.FAIL),
        ("should_deploy", "serve.py", "", Outcome.FAIL),
        ("promote_model", "serve.py", "# promote_model()\n", Outcome.FAIL),
        ("load_rows", "train.py", "", Outcome.PASS),
        ("check_schema", "utils.py", "", Outcome.PASS),
        ("check_schema", "train.py", "from train import check_schema\n", Outcome.PASS),
        ("check_schema", "train.py", "import train\ntrain.check_schema()\n", Outcome.PASS),
        ("check_schema", "train.py", "STEPS = ['check_schema']\n", Outcome.PASS),
    ],
)
def test_gate_functions(
    tmp_path: Path, name: str, path: str, elsewhere: str, outcome: Outcome
) -> None:
    text = f"def {name}(x):\n    raise ValueError\n"
    verdict = run(tmp_path, {path: text, "b.py": elsewhere})
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert verdict.summary == f"{path}:1: G2 {name}() is never called"


def test_gate_functions_that_are_registered(tmp_path: Path) -> None:
    text = "def check_schema(x):\n    raise ValueError\n"
    assert code(tmp_path / "a", f"@task\n{text}").outcome is Outcome.PASS
    assert code(tmp_path / "b", f"{text}check_schema(1)\n").outcome is Outcome.PASS
    assert code(tmp_path / "c", f"class A:\n{indent(text, '    ')}").outcome is Outcome.PASS
    config = {"pipeline.py": text, "conf.yaml": "steps: [pipeline.check_schema]\n"}
    assert run(tmp_path / "d", config).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("path", "text", "outcome", "message"),
    [
        ("a.py", "COOLDOWN_DAYS = 3\n", Outcome.WARN, "G7 COOLDOWN_DAYS is 3 days"),
        ("a.py", "COOLDOWN_DAYS = 0\n", Outcome.FAIL, "G3 COOLDOWN_DAYS is 0"),
        ("a.py", "retrain_cooldown: int = 2\n", Outcome.WARN, "2 days, expected are 7 or more"),
        ("a.py", "def should_retrain(cooldown=0): ...\n", Outcome.FAIL, "cooldown is 0"),
        ("a.py", "Retraining(cooldown=1)\n", Outcome.WARN, "cooldown is 1 days"),
        ("a.py", "COOLDOWN_DAYS = 7\n", Outcome.PASS, ""),
        ("a.py", "ReduceLROnPlateau(cooldown=0)\n", Outcome.PASS, ""),
        ("a.py", "cooldown_seconds = 5\n", Outcome.PASS, ""),
        ("c.yaml", "retraining:\n  cooldown_days: 1\n", Outcome.WARN, "c.yaml:2: G7"),
        ("c.toml", "cooldown_days = 0\n", Outcome.FAIL, "c.toml:1: G3"),
        ("c.yaml", "cooldown: 0\n", Outcome.PASS, ""),
        ("retrain.yaml", "cooldown: 0\n", Outcome.FAIL, "cooldown is 0"),
        ("c.yaml", "cooldown_days: 1 # mlgate: allow[G7] a demo\n", Outcome.WARN, "is 1 days"),
        ("c.yaml", "cooldown_days: 0 # mlgate: allow[G3] a demo\n", Outcome.WARN, "is 0"),
    ],
)  # fmt: skip
def test_cooldowns(tmp_path: Path, path: str, text: str, outcome: Outcome, message: str) -> None:
    verdict = run(tmp_path, {"b.py": "x = 1\n", path: text})
    assert verdict.outcome is outcome
    assert message in verdict.summary


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[data.share]\nminimum = 0\n",
            "G3 data.share: minimum = 0 cannot fail: no share is below",
        ),
        ("[data.share]\nmax-loss = 1\n", "max-loss = 1 cannot fail: no share is above 1"),
        ("[data.share]\nlimit = inf\n", "limit = inf is infinite"),
        ("[data]\nminimum = 0\n", "minimum = 0 cannot fail"),
        ("[data.share]\nmargins = {auc = inf}\n", "is infinite"),
        ("[data.share]\nminimum = 0.1\nmax-loss = 0.9\nlimit = 0\nmin-rows = 1\n", ""),
        ('[data.rows]\nseverity = "off"\n', "G4 data.rows is switched off without a reason"),
        ('# no rows yet\n[data.rows]\nseverity = "off"\n', ""),
        ('[data.rows]\nseverity = "off"  # no rows yet\n', ""),
        ('[data.rows]\n# no rows yet\nseverity = "off"\n', ""),
        ('[data]\nrows.severity = "off"\n', "G4"),
        ('[data.rows]\nseverity = "warn"\n', ""),
    ],
)
def test_settings(tmp_path: Path, text: str, message: str) -> None:
    verdict = run(tmp_path, {"mlgate.toml": text})
    assert verdict.outcome is (Outcome.FAIL if message else Outcome.PASS)
    assert message in verdict.summary
    if not message:
        assert verdict.summary == (
            "no dead gate in 0 source files, mlgate.toml (no base to compare with)"
        )


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("[data.share]\nminimum = 0.9\n", "[data.share]\nminimum = 0.8\n", "from 0.9 to 0.8"),
        ("[data.share]\nminimum = 0.9\n", "[data.share]\n", "from 0.9 to 0.8"),
        ("[data.share]\n", "[data.share]\nminimum = 0.7\n", "from 0.8 to 0.7"),
        ("[data.share]\n", "[data.share]\nmax-loss = 0.2\n", "max-loss was loosened from 0.1"),
        ("[data.rows]\nmax-age = 30\n", "strict = true\n", "max-age was loosened from 30 to 90"),
        ("[data]\nminimum = 0.9\n[data.share]\n", "[data.share]\nminimum = 0.7\n", "0.9 to 0.7"),
        ("[data.share]\nlimit = 3.5\n", "[data.share]\n", "limit was loosened from 3.5 to nothing"),
        ("[data.share]\nmargins.auc = 0.1\n", "[data.share]\nmargins.auc = 0.2\n", "auc was"),
        ("[data.share]\n", "[data.rows]\n", "data.share was named at the base and is not any more"),
        ('[data.rows]\nseverity = "error"\n', '[data.rows]\nseverity = "warn"\n', "'error' to"),
        ("strict = true\n", "[data.rows]\n", "strict was loosened from True to False"),
        ('phase = "production"\n', 'phase = "staging"\n', "phase was loosened"),
        ('on-inconclusive = "fail"\n', 'on-inconclusive = "warn"\n', "on-inconclusive was"),
        ("[data.share]\nminimum = 0.8\n", "[data.share]\nminimum = 0.9\n", ""),
        ("[data.share]\nmax-loss = 0.2\n", "[data.share]\n", ""),
        ("[data.share]\nlimit = 3.5\n", "[data.share]\nlimit = 4.5\n", ""),
        ("[data.share]\nmin-rows = 300\n", "[data.share]\nmin-rows = 30\n", ""),
        ("[data.rows]\n", "strict = true\n", ""),
    ],
)  # fmt: skip
def test_against_the_base(tmp_path: Path, before: str, after: str, message: str) -> None:
    commit(write(tmp_path, {"mlgate.toml": before}))
    verdict = run(tmp_path, {"mlgate.toml": after})
    assert verdict.outcome is (Outcome.FAIL if message else Outcome.PASS)
    assert message in verdict.summary
    assert rules(verdict) == ({"G5"} if message else set())


def test_a_waiver_names_the_key(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"mlgate.toml": "\n[data.share]\nminimum = 0\n"})
    (found,) = verdict.findings
    assert found.topic == "data.share.minimum"
    assert (found.path, found.line) == ("mlgate.toml", 3)


@pytest.mark.parametrize(
    ("name", "annotation", "expected"),
    [
        ("minimum", Annotated[float, Range(0, 1)], 1),
        ("floor", float | None, 1),
        ("min_share", Annotated[float, Range(0, 1)], 1),
        ("min_power", Annotated[float, Range(0.5, 0.999)] | None, 1),
        ("min_rows", Annotated[int, Range(1)], 0),
        ("max_age", Annotated[int, Range(0)], -1),
        ("maximum", float, -1),
        ("tolerance", float, -1),
        ("margins", dict[str, float], -1),
        ("limit", Annotated[float, Range(0, 1)], 0),
        ("alpha", Annotated[float, Range(0, 1)], 0),
        ("minutes", float, 0),
    ],
)
def test_direction(name: str, annotation: object, expected: int) -> None:
    assert direction(Setting(name, annotation, None)) == expected


def workflow(script: str, step: str = "", job: str = "") -> dict[str, str]:
    lines = ["on: push", "jobs:", "  test:", *([f"    {job}"] if job else []), "    steps:"]
    lines += [f"      - {step}" if step else "      - name: Test", "        run: |"]
    return {".github/workflows/ci.yml": "\n".join([*lines, indent(script, " " * 10), ""])}


@pytest.mark.parametrize(
    ("script", "step", "job", "message"),
    [
        ("pytest || true", "", "", "ci.yml:7: G6 pytest may fail: || true hides it"),
        ("cd x\nuv run --locked pytest --mlgate-only || :", "", "", "|| : hides it"),
        ("python -m pytest -q || echo failed", "", "", "|| echo failed hides it"),
        ("pytest || echo failed\nls", "", "", "|| echo failed hides it"),
        ("coverage run -m pytest || exit 0", "", "", "|| exit 0 hides it"),
        ("set +e\npytest\nls", "", "", "set +e goes on after an error"),
        ("pytest\nls", "shell: bash -l {0}", "", "the shell 'bash -l {0}' goes on"),
        ("pytest | tee log", "", "", "the pipe has the status of its last command"),
        ("pytest &", "", "", "in the background"),
        ("pytest", "continue-on-error: true", "", "the step has continue-on-error"),
        ("pytest", "continue-on-error: ${{ true }}", "", "the step has continue-on-error"),
        ("pytest", "", "continue-on-error: true", "the job test has continue-on-error"),
        ("pytest", "if: false", "", "never runs: the step has the condition false"),
        ("pytest", "", "if: ${{ false }}", "never runs: the job test has the condition false"),
    ],
)
def test_dead_steps(tmp_path: Path, script: str, step: str, job: str, message: str) -> None:
    verdict = run(tmp_path, workflow(script, step, job))
    assert verdict.outcome is Outcome.FAIL
    assert message in verdict.summary
    assert rules(verdict) == {"G6"}


@pytest.mark.parametrize(
    ("script", "step"),
    [
        ("pytest", ""),
        ("pytest || exit 1", ""),
        ("pytest || (echo failed; exit 1)", ""),
        ("pytest || {\n  echo failed\n  exit 1\n}", ""),
        ("pytest || pytest --last-failed", ""),
        ("pytest; true", ""),  # the shell of GitHub stops at the first error
        ("pytest\nls || true", ""),
        ("set +e\npytest", ""),
        ("set +e\npytest\nstatus=$?\nexit $status", ""),
        ("set +e\nls\nset -e\npytest\nls", ""),
        ("pytest | tee log", "shell: bash"),
        ("set -o pipefail\npytest | tee log", ""),
        ("pytest\nls", "shell: bash -el {0}"),
        ("pip install pytest || true", ""),
        ("pytest --version || true", ""),
        ("uv run ruff check || true", ""),
        ("uv pip install pytest || true", ""),
        ("python train.py || true", ""),
        ("pytest", "continue-on-error: ${{ matrix.experimental }}"),
        ("pytest", "if: always()"),
        ("ls", "continue-on-error: true"),
    ],
)
def test_steps_that_count(tmp_path: Path, script: str, step: str) -> None:
    verdict = run(tmp_path, workflow(script, step))
    assert verdict.outcome is Outcome.PASS, verdict.summary
    assert verdict.summary == "no dead gate in 0 source files, 1 workflows"


def test_the_action(tmp_path: Path) -> None:
    text = workflow("ls")[".github/workflows/ci.yml"]
    text = text.replace(
        "- name: Test",
        "- uses: acme/pytest-mlgate@v1\n        continue-on-error: true\n      - name: x",
    )
    verdict = run(tmp_path, {".github/workflows/ci.yml": text})
    assert "acme/pytest-mlgate may fail" in verdict.summary


def test_a_broken_workflow(tmp_path: Path) -> None:
    verdict = run(tmp_path, {".github/workflows/ci.yml": "a: [\n"})
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_waivers_in_code(tmp_path: Path) -> None:
    text = "if False:  # mlgate: allow[G1] switched on in May\n    validate(model)\n"
    assert code(tmp_path, text).outcome is Outcome.WARN
    text = "def check_a():  # mlgate: allow[dead-gates] called by hand\n    raise ValueError\n"
    assert code(tmp_path, text).outcome is Outcome.WARN


def test_a_file_that_is_not_python(tmp_path: Path) -> None:
    assert code(tmp_path, "def f(:\n").outcome is Outcome.INCONCLUSIVE


def test_nothing_there(tmp_path: Path) -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": "a = ("}], "nbformat": 4}'
    assert run(tmp_path, {"a.ipynb": notebook}).outcome is Outcome.NOT_APPLICABLE


def test_without_declarations_settings_are_not_judged(tmp_path: Path) -> None:
    write(tmp_path, {"mlgate.toml": "[data.share]\nminimum = 0\n"})
    assert resolver(tmp_path).run(CHECK).outcome is Outcome.PASS


@pytest.mark.slow
def test_a_gate_knows_its_own_settings(pytester: pytest.Pytester) -> None:
    project = write(
        pytester.path / "project",
        {"mlgate.toml": "[health.dead-gates]\n[reproducibility.score]\nminimum = 0\n"},
    )
    commit(project)
    id = f"{project / 'mlgate.toml'}::health::dead-gates"
    result = pytester.runpytest_subprocess("--mlgate-only", "-p", "no:cacheprovider", id)
    assert "reproducibility.score: minimum = 0 cannot fail" in result.stdout.str()
