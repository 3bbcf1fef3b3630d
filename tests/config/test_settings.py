from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import pytest

from pytest_mlgate.config.locate import Document
from pytest_mlgate.config.settings import CheckConfig, Config, Settings, Severity, load
from pytest_mlgate.errors import ConfigError
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.registry import Kind, Phase, Range, Registry, check, provides
from pytest_mlgate.verdict import Outcome, Verdict


@provides
def run_log(*, path: str | None = None, keep_days: Annotated[int, Range(1)] = 7) -> str:
    """Provide the log."""
    return ""


@provides
def plain() -> int:
    """Provide a number."""
    return 1


@check("fairness.disparate-impact", kind=Kind.CONFIG, subjects="columns")
def disparate_impact(
    subject: str,
    plain: int,
    *,
    columns: tuple[str, ...] = (),
    ratio: Annotated[float, Range(0, 1)] = 0.8,
    policy: Literal["point", "significant"] = "significant",
    min_n: int = 30,
    names: dict[str, str] = {},  # noqa: B006 - read only
    floor: float | None = None,
    exact: bool = False,
) -> Verdict:
    """Compare rates."""
    return Verdict(outcome=Outcome.PASS, summary="fine")


@check("data-quality.rows")
def rows() -> Verdict:
    """Count rows."""
    return Verdict(outcome=Outcome.PASS, summary="fine")


REGISTRY = Registry.of([disparate_impact, rows], [run_log, plain])


def read(text: str, *, prefix: bool = False) -> Config:
    table = tomllib.loads(text)
    path = Path("/p/pyproject.toml" if prefix else "/p/mlgate.toml")
    if prefix:
        return load(Document(path, text, table["tool"]["mlgate"], ("tool", "mlgate")), REGISTRY)
    return load(Document(path, text, table), REGISTRY)


def mistakes(text: str, *, prefix: bool = False) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text, prefix=prefix)
    return str(caught.value).split("\n")


def test_write_back_names_a_run_or_a_model() -> None:
    assert read("").write_back is None
    found = read("[write-back]\nmodel = 'models:/a@b'\ntimeout = 3\n").write_back
    assert found is not None
    assert (found.model, found.run, found.timeout) == ("models:/a@b", None, 3.0)
    assert mistakes("[write-back]\nuri = 'x'") == [
        "mlgate.toml:1: write-back: found neither run nor model; expected at least one of them"
    ]
    assert "did you mean 'model'" in mistakes("[write-back]\nmodl = 'x'")[0]


def test_an_empty_file_is_a_gate_with_defaults() -> None:
    config = read("")
    assert config == Config(root=Path("/p"), path=Path("/p/mlgate.toml"))
    settings = config.settings
    assert (settings.phase, settings.strict, settings.on_inconclusive) == (
        Phase.DEVELOPMENT, False, None,
    )  # fmt: skip
    assert (settings.families, settings.alpha, settings.exclude) == (None, 0.05, ())
    assert (settings.waivers, settings.baseline) == (None, None)


def test_everything_at_once() -> None:
    config = read("""
        phase = "production"
        strict = true
        on-inconclusive = "warn"
        families = ["fairness"]
        alpha = 0.01
        waivers = "w.yaml"
        baseline = "b.json"
        exclude = ["vendor/"]

        [paths]
        train = ["jobs/**"]
        other = []

        [inputs.run-log]
        path = "run.log"
        keep-days = 3

        [fairness.disparate-impact]
        severity = "warn"
        on-inconclusive = "fail"
        columns = ["sex"]
        ratio = 1
        policy = "point"
        min-n = 10
        names = { sex = "Sex" }
        floor = 2
        exact = true

        [data-quality.rows]
    """)
    assert config.settings == Settings(
        phase=Phase.PRODUCTION, strict=True, on_inconclusive="warn", families=("fairness",),
        alpha=0.01, waivers="w.yaml", baseline="b.json", exclude=("vendor/",),
    )  # fmt: skip
    assert config.checks == {
        "fairness.disparate-impact": CheckConfig(
            severity=Severity.WARN, on_inconclusive="fail",
            settings={"columns": ("sex",), "ratio": 1.0, "policy": "point", "min_n": 10,
                      "names": {"sex": "Sex"}, "floor": 2.0, "exact": True},
        ),
        "data-quality.rows": CheckConfig(),
    }  # fmt: skip
    assert config.inputs == {"run_log": {"path": "run.log", "keep_days": 3}}
    assert config.roles == {Role.TRAIN: ("jobs/**",), Role.OTHER: ()}
    project = config.project
    assert (project.root, project.roles, project.exclude) == (
        Path("/p"), config.roles, ("vendor/",),
    )  # fmt: skip


TOP = (
    "alpha, baseline, data-quality, exclude, fairness, families, inputs, on-inconclusive, paths, "
    "phase, run-code, strict, waivers, write-back"
)
KEYS = "columns, exact, floor, min-n, names, on-inconclusive, policy, ratio, severity"
ROLES = "feature, other, pipeline, serve, test, train"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("famlies = []", f"1: famlies: found an unknown key; expected one of {TOP}; "
         "did you mean 'families'?"),
        ("zzz = 1", f"1: zzz: found an unknown key; expected one of {TOP}"),
        ("\n[fairnes.disparate-impact]", f"2: fairnes: found an unknown key; expected one of {TOP};"
         " did you mean 'fairness'?"),
        ("[fairness.disparat-impact]", "1: fairness.disparat-impact: found an unknown key; "
         "expected one of disparate-impact; did you mean 'disparate-impact'?"),
        ("[fairness]\nratoi = 0.5", "2: fairness.ratoi: found an unknown key; expected one of "
         "columns, exact, floor, min-n, names, policy, ratio; did you mean 'ratio'?"),
        ("[fairness]\nalpha = 0.5", "2: fairness.alpha: found an unknown key; expected one of "
         "columns, exact, floor, min-n, names, policy, ratio"),
        ("[fairness.disparate-impact]\nmin_n = 1", "2: fairness.disparate-impact.min_n: found an "
         f"unknown key; expected one of {KEYS}; did you mean 'min-n'?"),
        ("[fairness.disparate-impact]\nseverty = 1", "2: fairness.disparate-impact.severty: found "
         f"an unknown key; expected one of {KEYS}; did you mean 'severity'?"),
        ("[fairness.disparate-impact]\nsettings = {}", "2: fairness.disparate-impact.settings: "
         f"found an unknown key; expected one of {KEYS}"),
        ("[fairness]\ndisparate-impact.ratoi = 1", "2: fairness.disparate-impact.ratoi: found an "
         f"unknown key; expected one of {KEYS}; did you mean 'ratio'?"),
        ("[data-quality.rows]\nmin = 1", "2: data-quality.rows.min: found an unknown key; "
         "expected one of on-inconclusive, severity"),
        ("[paths]\ntraining = []", "2: paths.training: found an unknown key; expected one of "
         f"{ROLES}; did you mean 'train'?"),
        ("[inputs.run_log]", "1: inputs.run_log: found an unknown key; expected one of run-log; "
         "did you mean 'run-log'?"),
        ("[inputs.plain]", "1: inputs.plain: found an unknown key; expected one of run-log"),
        ("[inputs.run-log]\npaht = ''", "2: inputs.run-log.paht: found an unknown key; expected "
         "one of keep-days, path; did you mean 'path'?"),
    ],
)  # fmt: skip
def test_unknown_keys(text: str, message: str) -> None:
    assert mistakes(text) == [f"mlgate.toml:{message}"]


@pytest.mark.parametrize(
    ("text", "key", "found", "expected"),
    [
        ('phase = "prod"', "phase", "'prod'", "one of 'exploration', 'development', 'staging', "
         "'production'"),
        ('phase = "stagging"', "phase", "'stagging'", "one of 'exploration', 'development', "
         "'staging', 'production'; did you mean 'staging'?"),
        ("strict = 1", "strict", "1", "true or false"),
        ('on-inconclusive = "wran"', "on-inconclusive", "'wran'", "one of 'fail', 'warn'; "
         "did you mean 'warn'?"),
        ('families = "fairness"', "families", "'fairness'", "an array, each element a string"),
        ('families = ["fairnes"]', "families", "'fairnes'", "one of data-quality, fairness; "
         "did you mean 'fairness'?"),
        ("alpha = 5", "alpha", "5", "a number 0 to 1"),
        ("alpha = nan", "alpha", "nan", "a number that is not nan"),
        ("waivers = []", "waivers", "[]", "a string"),
        ("baseline = 1979-05-27", "baseline", "1979-05-27", "a string"),
        ("baseline = 07:32:00", "baseline", "07:32:00", "a string"),
        ("exclude = [1]", "exclude", "[1]", "an array, each element a string"),
        ("fairness = 1", "fairness", "1", "a table"),
        ("paths = []", "paths", "[]", "a table"),
        ("inputs = true", "inputs", "True", "a table"),
        ("inputs.run-log = 1", "inputs.run-log", "1", "a table"),
        ("inputs.run-log.keep-days = 0", "inputs.run-log.keep-days", "0", "an integer at least 1"),
        ("paths.train = 'x'", "paths.train", "'x'", "an array, each element a string"),
    ],
)  # fmt: skip
def test_wrong_values_of_the_gate(text: str, key: str, found: str, expected: str) -> None:
    assert mistakes(text) == [f"mlgate.toml:1: {key}: found {found}; expected {expected}"]


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ('severity = "eror"', "'eror'", "one of 'error', 'warn', 'off'; did you mean 'error'?"),
        ("severity = true", "True", "one of 'error', 'warn', 'off'"),
        ("on-inconclusive = false", "False", "one of 'fail', 'warn'"),
        ("columns = 'sex'", "'sex'", "an array, each element a string"),
        ("columns = ['sex', 1]", "['sex', 1]", "an array, each element a string"),
        ("ratio = '0.8'", "'0.8'", "a number"),
        ("ratio = 80", "80", "a number 0 to 1"),
        ("policy = 'points'", "'points'", "one of 'point', 'significant'; did you mean 'point'?"),
        ("min-n = 1.0", "1.0", "an integer"),
        ("min-n = true", "True", "an integer"),
        ("names = []", "[]", "a table, each value a string"),
        ("names = { sex = 1 }", "{'sex': 1}", "a table, each value a string"),
        ("floor = 'none'", "'none'", "a number"),
        ("exact = 0", "0", "true or false"),
        (f"exact = '{'x' * 99}'", f"'{'x' * 56}...", "true or false"),
    ],
)
def test_wrong_values_of_a_check(text: str, found: str, expected: str) -> None:
    key = text.partition(" ")[0]
    assert mistakes(f"[fairness.disparate-impact]\n{text}") == [
        f"mlgate.toml:2: fairness.disparate-impact.{key}: found {found}; expected {expected}"
    ]


def test_an_array_of_tables_is_no_table() -> None:
    assert mistakes("\n[[fairness.disparate-impact]]\nratio = 1") == [
        "mlgate.toml:2: fairness.disparate-impact: found [{'ratio': 1}]; expected a table"
    ]


def test_a_long_value_is_cut() -> None:
    (message,) = mistakes(f"fairness = '{'x' * 9999}'")
    assert len(message) < 150


def test_a_key_that_could_pass_for_another_message_is_quoted() -> None:
    (message,) = mistakes('"a.b\\nmlgate.toml: fine\\u001b[2K" = 1')
    assert message.startswith(
        'mlgate.toml:1: "a.b\\nmlgate.toml: fine\\u001b[2K": found an unknown key'
    )


def test_all_mistakes_come_at_once_with_their_lines() -> None:
    found = mistakes("""\
phase = "x"

[paths]
train = 1
[fairness.disparate-impact]
ratio = 2
typo = 1
[inputs.run-log]
keep-days = "3"
""")
    assert [line.partition(": found")[0] for line in found] == [
        "mlgate.toml:1: phase",
        "mlgate.toml:7: fairness.disparate-impact.typo",
        "mlgate.toml:6: fairness.disparate-impact.ratio",
        "mlgate.toml:9: inputs.run-log.keep-days",
        "mlgate.toml:4: paths.train",
    ]


def test_lines_in_pyproject() -> None:
    text = '[project]\nphase = "x"\n\n[tool.mlgate]\nphase = "x"\n[tool.mlgate.fairness]\nx = 1\n'
    assert [line.partition(": found")[0] for line in mistakes(text, prefix=True)] == [
        "pyproject.toml:5: phase",
        "pyproject.toml:7: fairness.x",
    ]


def test_without_any_check_no_family_is_known() -> None:
    document = Document(Path("/p/mlgate.toml"), "[inputs.x]", {"inputs": {"x": {}}})
    with pytest.raises(ConfigError, match=r"inputs.x: found an unknown key; expected no key here"):
        load(document, Registry.of([], []))
