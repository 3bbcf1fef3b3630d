"""Parts of a gate: the checks and the files that the command line names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mlgate import checks, inputs
from support import commit, git, registry, write

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

ROOT = Path(__file__).parent.parent.parent
FIT_FIRST = """from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def prepare(x):
    x = StandardScaler().fit_transform(x)
    return train_test_split(x, random_state=0)
"""
PATHS = "reproducibility.hardcoded-paths"
LEAKS = "leakage.fit-before-split"
PATH = 'DATA = "/home/bob/data.csv"\n'


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "--mlgate-only", *arguments)


def records(pytester: pytest.Pytester, *arguments: str) -> dict[str, dict[str, object]]:
    """Return check -> its record in the JSON report."""
    run(pytester, "--mlgate-report=json:report.json", *arguments)
    report = pytester.path / "report.json"
    found = json.loads(report.read_text(encoding="utf-8"))["records"]
    report.unlink()
    return {record["check"]: record for record in found}


def outcomes(pytester: pytest.Pytester, *arguments: str) -> dict[str, object]:
    return {id: record["outcome"] for id, record in records(pytester, *arguments).items()}


# Some checks


def test_the_file_of_a_check_says_its_id() -> None:
    assert sorted(checks.names()) == sorted(registry().checks)


def test_named_checks_run_and_no_other(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"train.py": PATH, "mlgate.toml": ""})

    found = outcomes(pytester, f"--mlgate-checks={PATHS}, {LEAKS}", "--mlgate-checks=health.readme")

    assert found == {PATHS: "FAIL", LEAKS: "NOT_APPLICABLE", "health.readme": "WARN"}


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("leakage.fit-before-splits", "did you mean 'leakage.fit-before-split'"),
        ("demo.fail", "did you mean 'demo.fails'"),
        (",", "''"),
    ],
)
def test_an_unknown_check_is_a_usage_error(
    pytester: pytest.Pytester, demo: Path, named: str, message: str
) -> None:
    result = run(pytester, "--mlgate-checks", named)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*--mlgate-checks: there is no check *{message}*"])


def test_checks_and_inputs_of_plugins_can_be_named(pytester: pytest.Pytester, demo: Path) -> None:
    write(demo, {"mlgate.toml": "[inputs.number]\nvalue = 3\n"})

    found = outcomes(pytester, "--mlgate-checks", "demo.absent,demo.late")

    assert found == {"demo.absent": "PASS", "demo.late": "WARN"}, "a named check is asked for"


def test_a_check_that_is_off_stays_off(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"train.py": PATH, "mlgate.toml": f'[{PATHS}]\nseverity = "off"\n'})

    named = run(pytester, "--mlgate-checks", PATHS)
    hooked = run(pytester, "--mlgate-checks", PATHS, "--mlgate-files", "train.py")

    assert named.ret != 0
    named.stdout.fnmatch_lines(["*no check was collected*"])
    assert hooked.ret == 0, "a commit is not to be refused for what is switched off"


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            "[health.readme]\nanything = 1\n[fairness]\nx = 1\n[own.rule]\n[inputs.predictions]\n",
            "",
        ),
        ("[leakage.fit-befor-split]\n", "did you mean 'fit-before-split'"),
        ("[helth.readme]\n", "did you mean 'health'"),
        ("[health.secret]\n", "did you mean 'secrets'"),
        ("[inputs.predictons]\n", "did you mean 'predictions'"),
        (f"[{PATHS}]\nallow = 1\n", "allow"),
        ('families = ["leakge"]\n', "did you mean 'leakage'"),
    ],
)
def test_a_configuration_may_speak_of_other_checks(
    pytester: pytest.Pytester, config: str, said: str
) -> None:
    write(pytester.path, {"train.py": PATH.replace("/home/bob/", ""), "mlgate.toml": config})

    result = run(pytester, "--mlgate-checks", PATHS)

    assert result.ret == (pytest.ExitCode.USAGE_ERROR if said else 0)
    assert said in result.stderr.str()


def test_waivers_may_speak_of_other_checks(pytester: pytest.Pytester) -> None:
    item = "{id: W, check: health.readme, subject: x, reason: y, owner: z, expires: 2099-01-01, "
    waivers = f"schema: waivers/1\nitems:\n  - {item}created: 2026-01-01}}\n"
    write(pytester.path, {"a.py": "", "waivers.yaml": waivers})

    assert run(pytester, "--mlgate-checks", PATHS).ret == 0


PROBE = """
import json, sys
import pytest
status = pytest.main(sys.argv[2:])
open(sys.argv[1], "w").write(json.dumps(sorted(sys.modules)))
"""


def test_nothing_else_is_imported(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"train.py": PATH})
    result = tmp_path / "modules.json"
    options = ("-p", "pytest_mlgate.plugin", "-p", "no:cacheprovider", "--mlgate-only")
    subprocess.run(
        [sys.executable, "-c", PROBE, str(result), *options, "--mlgate-checks", PATHS],
        cwd=project,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )

    modules = json.loads(result.read_text(encoding="utf-8"))

    families = {name.partition(".checks.")[2] for name in modules if ".checks." in name}
    assert {name.partition(".")[0] for name in families if name[0] != "_"} == {"reproducibility"}
    assert [name for name in families if name.count(".") == 1 and "._" not in name] == [
        "reproducibility.hardcoded_paths"
    ]
    own = {name.partition(".inputs.")[2] for name in modules if ".inputs." in name}
    assert own.isdisjoint({"predictions", "model", "lock", "texts", "environment"})
    assert {"git", "yaml", "numpy", "packaging.requirements"}.isdisjoint(modules)


def test_an_input_brings_those_that_it_is_made_of() -> None:
    found = {declared.name for declared in inputs.discover(["sources", "nobody-has-this"])}

    assert found == {"sources", "notebooks", "repo", "project", "cache"}


def test_tests_of_the_project_still_have_every_check(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_own="""
        def test_readme(mlgate):
            assert mlgate.check("health.readme").findings
        """
    )
    result = pytester.runpytest_subprocess("--mlgate", "--mlgate-checks", PATHS)

    assert result.parseoutcomes() == {"passed": 2}


# Some files


def test_only_the_named_files_are_judged(pytester: pytest.Pytester) -> None:
    commit(write(pytester.path, {"old.py": FIT_FIRST, "new.py": FIT_FIRST, "fine.py": ""}))

    old = records(pytester, "--mlgate-files", "old.py", "--mlgate-checks", LEAKS)[LEAKS]
    fine = records(pytester, "--mlgate-files", "fine.py", "--mlgate-checks", LEAKS)[LEAKS]

    assert [finding["path"] for finding in old["verdict"]["findings"]] == ["old.py"]  # type: ignore[index]
    assert fine["outcome"] == "NOT_APPLICABLE"
    assert fine["verdict"]["summary"].endswith(  # type: ignore[index]
        "(looked at: 1 file named on the command line)"
    )


def test_it_says_that_this_is_not_everything(pytester: pytest.Pytester) -> None:
    write(pytester.path, {"a.py": "", "b.py": "", "c.py": ""})

    result = run(pytester, "--mlgate-checks", PATHS, "--mlgate-files", "a.py", "b.py")

    result.stdout.fnmatch_lines(["checks of single files looked at 2 files named on the command*"])


def test_files_are_named_from_where_the_user_stands(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(write(pytester.path, {"sub/train.py": PATH, "sub/deep/b.py": "", "mlgate.toml": ""}))
    monkeypatch.chdir(pytester.path / "sub" / "deep")

    result = run(pytester, "--mlgate-checks", PATHS, "--mlgate-files", "../train.py", "b.py")

    result.stdout.fnmatch_lines(["sub/train.py:1: /home/bob/data.csv is a path of one machine"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--mlgate-files", "nowhere.py"], "nowhere.py: found no such file"),
        (["--mlgate-files", "sub"], "sub: found a folder"),
        (["--mlgate-files", "../outside.py"], "found a file outside the project"),
        (["--mlgate-files", "a.py", "--mlgate-changed-only"], "found both"),
        (["--mlgate-files", "a.py", "--mlgate-update"], "--mlgate-update writes down the whole"),
        (["--mlgate-changed-only", "nowhere"], "ref = 'nowhere': found no such branch"),
        (["--mlgate-changed-only", "sub"], "BASE follows an equals sign"),
    ],
)
def test_files_that_cannot_be_told_are_a_usage_error(
    pytester: pytest.Pytester, options: list[str], said: str
) -> None:
    commit(write(pytester.path, {"a.py": "", "sub/b.py": ""}))
    (pytester.path.parent / "outside.py").touch()

    result = run(pytester, *options)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stderr.str()


def test_without_a_commit_nothing_has_changed(pytester: pytest.Pytester) -> None:
    git(write(pytester.path, {"a.py": ""}), "init", "-q")

    result = run(pytester, "--mlgate-changed-only")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "--mlgate-changed-only: there is no commit to compare with" in result.stderr.str()


@pytest.mark.parametrize(
    "option", ["--mlgate-files=a.py", f"--mlgate-checks={PATHS}", "--mlgate-changed-only"]
)
def test_a_part_of_no_gate_is_a_usage_error(pytester: pytest.Pytester, option: str) -> None:
    write(pytester.path, {"a.py": ""})

    result = pytester.runpytest_subprocess(option)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "needs --mlgate or --mlgate-only" in result.stderr.str()


def changed(pytester: pytest.Pytester) -> None:
    """Make a branch with a committed, a staged and an untracked change, and one that is gone."""
    old = {"a.py": FIT_FIRST, "b.py": "", "gone.py": FIT_FIRST, "mlgate.toml": "", "d.py": ""}
    commit(write(pytester.path, old))
    git(pytester.path, "checkout", "-q", "-b", "side")
    (pytester.path / "gone.py").unlink()
    commit(write(pytester.path, {"b.py": FIT_FIRST}))
    write(pytester.path, {"c.py": FIT_FIRST, "d.py": FIT_FIRST})
    git(pytester.path, "add", "d.py")


@pytest.mark.parametrize("option", ["--mlgate-changed-only", "--mlgate-changed-only=main"])
def test_only_what_the_change_touches_is_judged(pytester: pytest.Pytester, option: str) -> None:
    changed(pytester)

    record = records(pytester, option, "--mlgate-checks", LEAKS)[LEAKS]

    found = {finding["path"] for finding in record["verdict"]["findings"]}  # type: ignore[index]
    assert found == {"b.py", "c.py", "d.py"}
    result = run(pytester, option, "--mlgate-checks", LEAKS)
    result.stdout.fnmatch_lines(["*looked at * files changed since main;*"])


def test_workers_look_at_the_same_files(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    changed(pytester)

    result = run(pytester, "--mlgate-changed-only", "--mlgate-checks", f"{LEAKS},{PATHS}", "-n2")

    assert result.parseoutcomes() == {"failed": 1, "passed": 1}


def test_a_change_of_words_goes_through_a_gate_that_demands_evidence(
    pytester: pytest.Pytester,
) -> None:
    config = "[dependencies.pinned-actions]\n[leakage.fit-before-split]\n"
    commit(write(pytester.path, {"README.md": "# A\n", "mlgate.toml": config}))
    named = "dependencies.pinned-actions,leakage.fit-before-split"

    part = run(pytester, "--mlgate-checks", named, "--mlgate-files", "README.md")
    whole = run(pytester, "--mlgate-checks", named)

    assert part.ret == 0
    assert part.parseoutcomes() == {"skipped": 2}
    assert whole.ret != 0


# What is no matter of single files sees everything

PROJECT = {
    "mlgate.toml": "",
    "README.md": "# A project\n\n## Install\n\nx\n\n## Usage\n\ny\n",
    "pyproject.toml": '[project]\nname = "p"\nversion = "1"\ndependencies = ["numpy"]\n',
    "uv.lock": 'version = 1\n\n[[package]]\nname = "numpy"\nversion = "2.0.1"\n',
    "train.py": '"""Train."""\nimport numpy as np\n\nnp.random.seed(1)\n',
    "model.py": "import numpy as np\n\n\ndef f():\n    return np.random.rand()\n",
    "tests/test_model.py": "import model\n\n\ndef test_f():\n    assert model.f() < 1\n",
    "Dockerfile": "FROM python:3.12-slim@sha256:" + "a" * 64 + "\nRUN pip install numpy==2.0.1\n",
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
    "      - run: pytest --mlgate\n",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(PROJECT))
def test_hidden_files_change_no_other_verdict(pytester: pytest.Pytester, path: str) -> None:
    """Whichever single file is chosen: nothing fails that the whole gate passes."""
    commit(write(pytester.path, PROJECT))
    whole = records(pytester)

    part = records(pytester, "--mlgate-files", path)

    by_file = {id for id, check in registry().checks.items() if check.by_file}
    assert part.keys() == whole.keys()
    for id, record in part.items():
        if id in by_file:
            assert record["outcome"] in {"NOT_APPLICABLE", "PASS", whole[id]["outcome"]}, id
        else:
            same = record["verdict"], record["outcome"]
            assert same == (whole[id]["verdict"], whole[id]["outcome"]), id


def test_all_files_named_are_the_whole_gate(pytester: pytest.Pytester) -> None:
    commit(write(pytester.path, PROJECT))

    assert outcomes(pytester, "--mlgate-files", *PROJECT) == outcomes(pytester)


def test_a_run_of_the_gate_alone_imports_no_package(pytester: pytest.Pytester) -> None:
    evil = "open('imported', 'w')\n"
    write(pytester.path, {"mlgate.toml": "", "__init__.py": evil, "a.py": ""})

    result = run(pytester, "--mlgate-checks", PATHS)

    assert result.ret == 0
    assert not (pytester.path / "imported").exists()
