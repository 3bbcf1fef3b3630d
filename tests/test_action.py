"""action.yml, run as GitHub's runner would run it; see action_runner.py."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from action_runner import Job, Result, run_action
from pytest_mlgate.builtin import pytest_mlgate_reports
from support import commit, git, link, write

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
CHECK = ROOT / "checks" / "reproducibility" / "nondeterministic-code"
ONE_CHECK = "-k nondeterministic-code"
HOSTILE = (
    "$(touch pwned)", "`touch pwned`", '"; touch pwned #', "'; touch pwned #", "a\ntouch pwned",
    "${{ github.token }}", "::set-output name=python::/bin/false", "$PYTHON", "-h", "\\", "a%0A",
)  # fmt: skip

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the harness makes scripts and links of POSIX"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="run steps are scripts of bash"),
]


@pytest.fixture(scope="module")
def action() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mlgate_action", ROOT / "tools" / "action.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mlgate_action"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job on a runner whose folders have spaces and letters beyond ASCII in their names."""
    workspace, temp = tmp_path / "work späce" / "repo", tmp_path / "temp dir"
    workspace.mkdir(parents=True)
    temp.mkdir()
    return Job(workspace, temp)


def run(job: Job, **inputs: str) -> Result:
    return run_action(ROOT, {name.replace("_", "-"): v for name, v in inputs.items()}, job)


def only(job: Job, last: str) -> None:
    """Leave out the steps after `last`, which need an installed plugin."""
    names = list(STEPS)
    for name in names[names.index(last) + 1 :]:
        job.replaced[name] = lambda env: None


def prepared(job: Job, **inputs: str) -> Result:
    only(job, "Check the inputs")
    return run(job, **inputs)


class TestTheFile:
    def test_no_expression_stands_in_a_script(self) -> None:
        scripts = [step["run"] for step in STEPS.values() if "run" in step]

        assert len(scripts) == 3
        assert [script for script in scripts if "${{" in script] == []

    def test_every_script_is_strict(self) -> None:
        for step in STEPS.values():
            if "run" in step:
                assert step["shell"] == "bash"
                assert step["run"].startswith("set -euo pipefail\n")

    def test_every_other_action_is_pinned_by_its_commit(self) -> None:
        uses = re.findall(r"uses: (.*)", (ROOT / "action.yml").read_text(encoding="utf-8"))

        assert len(uses) == 4
        for line in uses:
            assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line

    def test_every_input_has_a_default_and_a_description(self) -> None:
        for declared in ACTION["inputs"].values():
            assert set(declared) == {"description", "default"}

    def test_the_outputs_are_those_of_one_step(self, action: ModuleType) -> None:
        assert {name: declared["value"] for name, declared in ACTION["outputs"].items()} == {
            name: f"${{{{ steps.gate.outputs.{name} }}}}"
            for name in (*action.OUTPUTS, "report-path", "sarif-path")
        }

    def test_it_is_valid_by_the_schema(self) -> None:
        lint(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", "action.yml")

    @pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
    def test_zizmor_finds_nothing(self, persona: str) -> None:
        arguments = ("--offline", "--no-config", "--persona", persona, "action.yml")

        assert "No findings to report" in lint(tool("zizmor"), *arguments)


def tool(name: str) -> str:
    """Return a linter of this environment, or skip the test where it is not installed."""
    folders = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=folders)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def lint(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class TestTheReadme:
    @pytest.fixture
    def readme(self) -> str:
        """The front page and the guide that goes on from it."""
        pages = ("README.md", "docs/guides/github-action.md")
        return "".join((ROOT / page).read_text(encoding="utf-8") for page in pages)

    @pytest.fixture
    def workflows(self, readme: str, tmp_path: Path) -> Path:
        """The complete examples, with a commit where a reader puts one."""
        blocks = re.findall(r"^```yaml\n(name:.*?)^```", readme, re.DOTALL | re.MULTILINE)
        assert len(blocks) == 3
        folder = tmp_path / ".github" / "workflows"
        pinned = f"octo/pytest-mlgate@{'0123456789' * 4}"
        texts = [block.replace("OWNER/pytest-mlgate@COMMIT", pinned) for block in blocks]
        write(folder, {f"{number}.yml": text for number, text in enumerate(texts)})
        return folder

    def test_the_tables_are_those_of_the_action(self, readme: str) -> None:
        def rows(name: str) -> list[str]:
            region = readme.partition(f"<!-- action: {name} -->")[2].partition("<!--")[0]
            return [line for line in region.splitlines() if line.startswith("| `")]

        def shown(default: str) -> str:
            return f"`{default}`" if default else "none"

        assert rows("inputs") == [
            f"| `{name}` | {shown(declared['default'])} | {declared['description']} |"
            for name, declared in ACTION["inputs"].items()
        ]
        assert rows("outputs") == [
            f"| `{name}` | {declared['description']} |"
            for name, declared in ACTION["outputs"].items()
        ]

    def test_the_examples_name_inputs_and_outputs_that_there_are(self, workflows: Path) -> None:
        for path in workflows.iterdir():
            text = path.read_text(encoding="utf-8")
            for job in yaml.safe_load(text)["jobs"].values():
                for step in job["steps"]:
                    if step.get("uses", "").startswith("octo/"):
                        assert set(step.get("with", {})) <= set(ACTION["inputs"])
            assert set(re.findall(r"steps\.mlgate\.outputs\.([\w-]+)", text)) <= set(
                ACTION["outputs"]
            )

    def test_the_examples_are_valid_and_safe(self, workflows: Path) -> None:
        checker, zizmor = tool("check-jsonschema"), tool("zizmor")
        files = sorted(workflows.iterdir())

        lint(checker, "--builtin-schema", "vendor.github-workflows", *files)
        assert "No findings" in lint(zizmor, "--offline", "--no-config", workflows)

    def test_actionlint_finds_nothing_in_the_examples(self, workflows: Path) -> None:
        lint(tool("actionlint"), *sorted(workflows.iterdir()))


class TestInputs:
    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"fail_on": "always"}, "fail-on: found 'always'; expected one of failure, inconcl"),
            ({"run_code": "yes"}, "run-code: found 'yes'; expected one of true, false"),
            ({"summary": ""}, "summary: found ''; expected one of true, false"),
            ({"extras": "tables, tabels"}, "extras: found 'tabels'; expected one of clock, "),
            ({"extras": "x] @ https://example.invalid"}, "extras: found 'x]'; expected one of"),
            ({"report_formats": "html pdf"}, "report-formats: found 'pdf'; expected one of html"),
            ({"pytest_args": "-k 'a"}, 'pytest-args: found "-k \'a" (No closing quotation); exp'),
            ({"working_directory": ".."}, "working-directory: found '..'; expected a folder of"),
            ({"working_directory": "/"}, "working-directory: found '/'; expected a folder of"),
            ({"working_directory": "none"}, "working-directory: found 'none'; expected a folder"),
            ({"working_directory": "out"}, "working-directory: found 'out'; expected a folder"),
            ({"config": "mlgate.toml"}, "config: found 'mlgate.toml'; expected the path of a fil"),
            ({"config": "a.toml"}, "config: found 'a.toml'; expected the path of a file mlgate."),
        ],
    )
    def test_a_wrong_one_is_named_before_anything_is_installed(
        self, job: Job, given: dict[str, str], message: str
    ) -> None:
        write(job.workspace, {"a.toml": ""})
        link(job.workspace / "out", "/tmp")

        result = prepared(job, **given)

        assert result.conclusion == "failure"
        (annotation,) = job.annotations
        assert annotation.name == "error"
        assert annotation.properties == {"title": "pytest-mlgate"}
        assert annotation.data.startswith(message)
        assert result.steps["__3"].outcome == "skipped"

    @pytest.mark.parametrize("value", HOSTILE)
    def test_nothing_in_free_text_is_ever_run(self, job: Job, value: str) -> None:
        free = ("phase", "base_ref", "pytest_args", "artifact_name")

        self.harmless(job, **dict.fromkeys(free, value))

    @pytest.mark.parametrize(
        "name", sorted(set(ACTION["inputs"]) - {"python-version", "phase", "artifact-name"})
    )
    def test_nothing_in_any_other_input_is_ever_run(self, job: Job, name: str) -> None:
        self.harmless(job, **{name: HOSTILE[0]})
        self.harmless(job, **{name: "\n".join(HOSTILE[1:])})

    def harmless(self, job: Job, **inputs: str) -> None:
        job.env["GITHUB_TOKEN"] = "secret"

        result = prepared(job, **inputs)

        assert list(job.workspace.parent.rglob("pwned")) == []
        assert "secret" not in result.log
        assert {command.name for command in job.commands} <= {"error"}
        if result.conclusion == "success":
            assert Path(result.steps["prepare"].outputs["python"]).exists()

    def test_lists_take_commas_spaces_and_lines(self, action: ModuleType, job: Job) -> None:
        found = read(action, job, extras="tables,stats\n  tables", report_formats="")

        assert found.extras == ("tables", "stats")
        assert found.formats == ()

    def test_arguments_are_split_as_in_a_shell_and_nothing_is_expanded(
        self, action: ModuleType, job: Job
    ) -> None:
        found = read(action, job, pytest_args="-k 'a or b' \"$HOME\" ~ *\n--x=$(y)")

        assert found.arguments == ("-k", "a or b", "$HOME", "~", "*", "--x=$(y)")


def read(action: ModuleType, job: Job, **inputs: str) -> Any:
    defaults = {name: declared["default"] for name, declared in ACTION["inputs"].items()}
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {
        "INPUTS": json.dumps({**defaults, **given}), "GITHUB_WORKSPACE": str(job.workspace),
    }  # fmt: skip
    return action.Inputs.read(environment)


class TestPreparing:
    def test_what_later_steps_need(self, job: Job) -> None:
        outputs = prepared(job).steps["prepare"].outputs

        assert Path(outputs["python"]).name.startswith("python")
        assert Path(outputs["folder"]).parent == job.temp
        assert Path(outputs["cache-path"]) == job.temp / "mlgate-pip"
        assert re.fullmatch(r"pytest-mlgate-[0-9a-f]{32}", outputs["cache-key"])

    def test_the_cache_is_one_of_extras_and_not_of_the_project(self, job: Job) -> None:
        def key(**inputs: str) -> str:
            return prepared(job, **inputs).steps["prepare"].outputs["cache-key"]

        first = key()
        write(job.workspace, {"requirements.txt": "x", "pyproject.toml": ""})
        assert key() == first
        assert key(extras="tables") != first

    def test_a_python_is_set_up_where_a_version_is_given(self, job: Job) -> None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        result = prepared(job, python_version=version)

        assert result.conclusion == "success"
        assert job.used[0] == "actions/setup-python"

    def test_no_python(self, job: Job, tmp_path: Path) -> None:
        (tmp_path / "bin").mkdir()
        for tool in ("bash", "env"):
            link(tmp_path / "bin" / tool, str(shutil.which(tool)))
        job.env["PATH"] = str(tmp_path / "bin")

        result = prepared(job)

        assert result.conclusion == "failure"
        assert "there is no Python on the PATH; set the input python-version" in result.log

    def test_a_python_that_is_too_old(
        self, action: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 10, 4))
        with pytest.raises(action.Refused, match=r"found Python 3\.10\.4 on the PATH; expected"):
            action.prepare({})


class TestTheCommand:
    def of(self, action: ModuleType, job: Job, **inputs: str) -> list[str]:
        return action.command(read(action, job, **inputs), job.temp)

    def test_by_default_nothing_of_the_project_is_imported(
        self, action: ModuleType, job: Job
    ) -> None:
        command = self.of(action, job)

        assert command == [
            str(job.temp / "venv" / "bin" / "python"), "-I", "-X", "utf8", "-m", "pytest",
            "--mlgate-only", "-o", f"cache_dir={job.temp / 'cache'}",
            "-c", str(job.temp / "pytest.ini"), f"--rootdir={job.workspace.resolve()}",
            "--noconftest",
            f"--mlgate-report=html:{job.temp / 'reports' / 'mlgate.html'}",
            f"--mlgate-report=sarif:{job.temp / 'reports' / 'mlgate.sarif'}",
            f"--mlgate-report=github-output:{job.temp / 'outputs.txt'}",
            f"--mlgate-report=markdown:{job.temp / 'summary.md'}",
            f"--mlgate-report=github:{job.temp / 'annotations.txt'}",
            "--mlgate-set=run-code=false",
        ]  # fmt: skip

    def test_with_code_it_is_the_python_of_the_job(self, action: ModuleType, job: Job) -> None:
        command = self.of(action, job, run_code="true")

        assert command[:2] == [sys.executable, "-P"]
        assert not {"--noconftest", "-c", "--mlgate-set=run-code=false"} & set(command)

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"fail_on": "inconclusive"}, ["--mlgate-set=on-inconclusive=fail"]),
            ({"fail_on": "warning"}, ["--mlgate-set=strict=true"]),
            ({"fail_on": "never"}, []),
            ({"phase": "staging"}, ['--mlgate-set=phase="staging"']),
            ({"phase": 'a"\nstrict = true'}, ['--mlgate-set=phase="a\\"\\nstrict = true"']),
        ],
    )
    def test_keys(
        self, action: ModuleType, job: Job, given: dict[str, str], expected: list[str]
    ) -> None:
        command = self.of(action, job, **given)

        chosen = [part for part in command if part.startswith("--mlgate-set=")]
        assert chosen == [*expected, "--mlgate-set=run-code=false"]

    def test_arguments_of_the_user_come_last_and_win(self, action: ModuleType, job: Job) -> None:
        write(job.workspace, {"-p": "", "a b/mlgate.toml": ""})
        command = self.of(action, job, pytest_args="-x", config="a b/mlgate.toml")

        assert command[-2:] == ["-x", str(job.workspace.resolve() / "a b" / "mlgate.toml")]

    def test_without_summary_and_annotations(self, action: ModuleType, job: Job) -> None:
        command = self.of(action, job, summary="false", annotations="False", report_formats="json")

        reports = [part.split(":")[0] for part in command if part.startswith("--mlgate-report=")]
        assert reports == ["--mlgate-report=json", "--mlgate-report=github-output"]

    def test_the_base_is_a_branch_of_origin_where_there_is_one(
        self, action: ModuleType, job: Job, tmp_path: Path
    ) -> None:
        commit(write(job.workspace, {"a.py": ""}))
        clone = tmp_path / "clone"
        git(job.workspace, "branch", "-m", "trunk")
        git(tmp_path, "clone", "-q", str(job.workspace), str(clone))
        there = Job(clone, job.temp)

        def base(ref: str) -> list[str]:
            command = self.of(action, there, base_ref=ref)
            return [part for part in command if "changed-only" in part]

        assert base("") == []
        assert base("trunk") == ["--mlgate-changed-only=origin/trunk"]
        assert base("origin/trunk") == ["--mlgate-changed-only=origin/trunk"]
        assert base("HEAD~1") == ["--mlgate-changed-only=HEAD~1"]
        assert base("--output=pwned") == ["--mlgate-changed-only=--output=pwned"]
        assert list(clone.glob("*pwned*")) == []

    def test_code_that_is_not_ours_is_told_nothing_of_the_runner(self, action: ModuleType) -> None:
        kept = {"PATH": "/bin", "PIP_INDEX_URL": "https://example.invalid", "GITHUB_SHA": "a"}
        dropped = {"GITHUB_ENV": "", "GITHUB_OUTPUT": "", "GITHUB_PATH": "", "GITHUB_STATE": "",
                   "GITHUB_STEP_SUMMARY": "", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "", "INPUTS": "",
                   "PYTHONPATH": ".", "PYTEST_ADDOPTS": "-p evil"}  # fmt: skip

        assert action._others({**kept, **dropped}, "PYTHON", "PYTEST_") == kept


class TestTheCache:
    @pytest.fixture
    def saved(self, job: Job) -> Callable[[str], dict[str, Path]]:
        def download(env: Mapping[str, str]) -> None:
            write(job.temp / "mlgate-pip", {"wheel": "x"})

        def after(event: str) -> dict[str, Path]:
            job.event = {"event_name": event}
            job.replaced = {"Install pytest-mlgate": download, "Run the gate": lambda env: None}
            run(job)
            return job.cache

        return after

    @pytest.mark.parametrize("event", ["push", "schedule", "workflow_dispatch"])
    def test_packages_are_kept_and_found_again(
        self, job: Job, saved: Callable[[str], dict[str, Path]], event: str
    ) -> None:
        assert len(saved(event)) == 1
        shutil.rmtree(job.temp / "mlgate-pip")

        saved(event)

        assert job.used == [
            "actions/cache/restore", "actions/cache/save", "actions/cache/restore",
        ]  # fmt: skip
        assert (job.temp / "mlgate-pip" / "wheel").exists()

    @pytest.mark.parametrize(
        "event", ["pull_request", "pull_request_target", "workflow_run", "issue_comment"]
    )
    def test_nothing_is_kept_of_what_a_stranger_may_have_caused(
        self, saved: Callable[[str], dict[str, Path]], event: str
    ) -> None:
        assert saved(event) == {}


@dataclass(frozen=True)
class Installed:
    """A first complete run, whose environment the other tests use again."""

    job: Job
    result: Result
    venv: Path

    def again(self, job: Job) -> None:
        """Let a job have this environment instead of installing its own."""
        job.replaced["Install pytest-mlgate"] = lambda env: Path(env["FOLDER"], "venv").symlink_to(
            self.venv
        )


def known(**inputs: str) -> dict[str, str]:
    """Ask for no format that is not there yet."""
    formats = set(pytest_mlgate_reports())
    chosen = inputs.get("report_formats", ACTION["inputs"]["report-formats"]["default"]).split()
    return {
        "pytest_args": ONE_CHECK,
        "summary": str("markdown" in formats).lower(),
        **inputs,
        "report_formats": " ".join(name for name in [*chosen, "json"] if name in formats),
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("first run")
    shutil.copytree(CHECK / "good", folder / "workspace")
    commit(folder / "workspace")
    (folder / "temp").mkdir()
    job = Job(folder / "workspace", folder / "temp")
    result = run(job, **known())
    assert result.conclusion == "success", result.log
    return Installed(job, result, Path(result.steps["prepare"].outputs["folder"], "venv"))


@pytest.mark.slow
class TestRuns:
    @pytest.fixture
    def bad(self, job: Job, installed: Installed) -> Job:
        """A project with a fault, in a folder of the repository."""
        shutil.copytree(CHECK / "bad", job.workspace / "models" / "in côme")
        commit(job.workspace)
        installed.again(job)
        return job

    def fail(self, job: Job, **inputs: str) -> Result:
        return run(job, **known(working_directory="models/in côme", **inputs))

    def test_a_project_that_passes(self, installed: Installed) -> None:
        job, result = installed.job, installed.result

        assert {name: result.outputs[name] for name in ("outcome", "failed", "score")} == {
            "outcome": "PASS", "failed": "0", "score": "",
        }  # fmt: skip
        assert job.annotations == []
        assert list(job.artifacts) == ["mlgate-gate-0"]
        assert "mlgate.json" in job.artifacts["mlgate-gate-0"]
        assert git(job.workspace, "status", "--porcelain") == ""

    def test_what_is_installed_is_this_checkout_with_locked_packages(
        self, installed: Installed, action: ModuleType
    ) -> None:
        python = installed.venv / "bin" / "python"
        listed = subprocess.run(
            [python, "-I", "-m", "pip", "list", "--format=json"], capture_output=True, check=True
        )
        found = {row["name"].lower(): row["version"] for row in json.loads(listed.stdout)}
        text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
        locked = dict(pin.split(" ;")[0].split("==") for pin in action._PIN.findall(text))

        assert "pytest-mlgate" in found
        for name in ("pytest", "pyyaml", "radon", "packaging", "hatchling"):
            assert found[name] == locked[name]

    def test_a_project_that_fails(self, bad: Job) -> None:
        result = self.fail(bad)

        assert result.conclusion == "failure"
        assert result.outputs["outcome"] == "FAIL"
        assert result.outputs["failed"] == "1"
        assert (result.outputs["warned"], result.outputs["inconclusive"]) == ("0", "0")
        (annotation,) = bad.annotations
        assert annotation.name == "error"
        assert annotation.properties["file"] == "models/in côme/train.py"
        assert annotation.properties["line"] == "6"
        assert "N3 train_test_split()" in annotation.data
        assert list(bad.artifacts) == ["mlgate-gate-0"]
        assert "N3 train_test_split()" in result.log

    def test_an_example_with_many_faults(self, job: Job, installed: Installed) -> None:
        shutil.copytree(ROOT / "examples" / "careless_screening", job.workspace / "screening")
        commit(job.workspace)
        installed.again(job)

        result = run(job, **known(working_directory="screening", pytest_args=""))

        assert result.conclusion == "failure"
        assert result.outputs["outcome"] in {"FAIL", "ERROR"}
        assert int(result.outputs["failed"]) >= 5
        levels = [annotation.name for annotation in job.annotations]
        assert (levels.count("error"), levels.count("warning")) <= (10, 10)
        assert levels[0] == "error"
        assert levels[-1] == "notice"
        named = {a.properties["file"] for a in job.annotations if "file" in a.properties}
        assert named
        assert all((job.workspace / path).is_file() for path in named)

    def test_reports_are_uploaded_and_named_also_when_it_fails(self, bad: Job) -> None:
        formats = pytest_mlgate_reports()
        missing = {"html", "sarif", "markdown"} - set(formats)
        if missing:
            pytest.skip(f"no format {', '.join(sorted(missing))}")

        result = self.fail(bad, artifact_name="mine", report_formats="html sarif")

        assert {"mlgate.html", "mlgate.sarif"} <= set(bad.artifacts["mine"])
        assert Path(result.outputs["report-path"]).name == "mlgate.html"
        sarif = json.loads(Path(result.outputs["sarif-path"]).read_text(encoding="utf-8"))
        assert sarif["version"] == "2.1.0"
        assert "reproducibility.nondeterministic-code" in bad.summary

    @pytest.mark.parametrize(
        ("fault", "fail_on", "conclusion", "outcome"),
        [
            ("bad", "failure", "failure", "FAIL"),
            ("bad", "never", "success", "FAIL"),
            ("thin", "failure", "success", "INCONCLUSIVE"),
            ("thin", "inconclusive", "failure", "INCONCLUSIVE"),
            ("thin", "warning", "failure", "FAIL"),
            ("small", "failure", "success", "WARN"),
            ("small", "inconclusive", "success", "WARN"),
            ("small", "warning", "failure", "FAIL"),
            ("small", "never", "success", "WARN"),
        ],
    )
    def test_fail_on(
        self, job: Job, installed: Installed, fault: str, fail_on: str, conclusion: str,
        outcome: str,
    ) -> None:  # fmt: skip
        code = {
            "bad": "import random\nprint(random.random())\n",
            "thin": "def broken(:\n",
            "small": "print(open('/home/dana/rows.csv').read())\n",
        }
        name, check = ("helper.py", "hardcoded-paths") if fault == "small" else (
            "train.py", "nondeterministic-code"
        )  # fmt: skip
        commit(write(job.workspace, {name: code[fault]}))
        installed.again(job)

        result = run(job, **known(fail_on=fail_on, pytest_args=f"-k {check}"))

        assert (result.conclusion, result.outputs["outcome"]) == (conclusion, outcome), result.log

    @pytest.mark.parametrize(
        ("inputs", "message"),
        [
            ({"phase": "stagin"}, "--mlgate-set: phase: found 'stagin'; expected one of"),
            ({"pytest_args": "-p no_such_plugin"}, "no_such_plugin"),
            ({"pytest_args": "--no-such-option"}, "unrecognized arguments"),
            ({"pytest_args": "-k nothing_is_called_so"}, "deselected"),
        ],
    )
    def test_never_forgives_verdicts_only(
        self, bad: Job, inputs: dict[str, str], message: str
    ) -> None:
        result = self.fail(bad, fail_on="never", **inputs)

        assert result.conclusion == "failure"
        assert message in result.log

    def test_a_usage_error_leaves_a_word_in_the_summary_and_an_outcome(self, bad: Job) -> None:
        result = self.fail(bad, phase="stagin", summary="true")

        assert result.outputs["outcome"] == "ERROR"
        assert result.outputs["failed"] == ""
        assert "The gate did not run to its end" in bad.summary
        assert bad.artifacts == {}

    def test_a_config_that_configures_nothing(self, bad: Job) -> None:
        write(bad.workspace / "models" / "in côme", {"pyproject.toml": "[project]\n"})

        result = self.fail(bad, config="pyproject.toml")

        assert result.conclusion == "failure"
        assert "found no gate there" in result.log

    def test_a_config_in_another_folder_governs(self, bad: Job) -> None:
        path = "models/in côme/mlgate.toml"

        result = run(bad, **known(config=path))

        assert bad.annotations[0].properties["file"] == "models/in côme/train.py"
        assert result.outputs["failed"] == "1"

    def test_no_name_of_a_file_gives_a_command_to_the_runner(self, bad: Job) -> None:
        code = "import random\nprint(random.random())\n"
        names = ["::add-mask::a.py", "##[add-mask]b.py", "c\n::add-mask::c.py"]
        write(bad.workspace / "models" / "in côme", dict.fromkeys(names, code))
        commit(bad.workspace)

        self.fail(bad, pytest_args=f"{ONE_CHECK} -v -rA")

        assert {command.name for command in bad.commands} == {"error", "warning"}
        assert len(bad.annotations) == 4

    def test_only_what_changed(self, bad: Job) -> None:
        base = git(bad.workspace, "rev-parse", "HEAD")
        write(bad.workspace / "models" / "in côme", {"other.py": "print(1)\n"})
        commit(bad.workspace)

        result = self.fail(bad, base_ref=base)

        if "unrecognized arguments: --mlgate-changed-only" in result.log:
            pytest.skip("there is no --mlgate-changed-only yet")
        assert result.conclusion == "success", result.log


TRAP = """
import pathlib
pathlib.Path({mark!r}).open("a").write(__name__ + "\\n")
"""


@pytest.mark.slow
class TestHostileRepositories:
    def plant(self, job: Job, mark: Path) -> None:
        """Put a trap wherever Python, pip or pytest might look for a module or a setting."""
        trap = TRAP.format(mark=str(mark))
        modules = ("pip", "pytest", "sitecustomize", "usercustomize", "conftest", "hatchling",
                   "json", "venv", "ensurepip", "evil", "pytest_mlgate", "git", "yaml")  # fmt: skip
        write(
            job.workspace,
            {f"{name}.py": trap for name in modules}
            | {
                "test_it.py": trap,
                "evil.pth": f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n",
                "pytest.ini": "[pytest]\naddopts = -p evil\npythonpath = .\n",
                "pip.conf": "[global]\nindex-url = http://127.0.0.1:9/\n",
                "setup.cfg": "[global]\nindex-url = http://127.0.0.1:9/\n",
                "train.py": "import random\nprint(random.random())\n",
                "mlgate.toml": "[reproducibility.nondeterministic-code]\n",
            },
        )
        commit(job.workspace)
        job.env |= {
            "PYTHONPATH": str(job.workspace), "PYTHONSTARTUP": str(job.workspace / "evil.py"),
            "PYTEST_ADDOPTS": "-p evil", "PYTEST_PLUGINS": "evil",
        }  # fmt: skip

    def test_nothing_of_them_is_imported_or_obeyed(self, job: Job, tmp_path: Path) -> None:
        mark = tmp_path / "imported"
        self.plant(job, mark)

        result = run(job, **known())

        assert not mark.exists(), mark.read_text(encoding="utf-8")
        assert result.outputs["outcome"] == "FAIL", result.log
        assert [a.properties["file"] for a in job.annotations] == ["train.py"]
        assert git(job.workspace, "status", "--porcelain") == ""

    def test_checks_that_would_run_code_say_so(self, job: Job, installed: Installed) -> None:
        mark = job.temp / "ran"
        config = '[inputs.train-fn]\npath = "train.py:train"\n[reproducibility.rerun-determinism]\n'
        train = f"{TRAP.format(mark=str(mark))}\ndef train(seed):\n    return 1\n"
        commit(write(job.workspace, {"mlgate.toml": config, "train.py": train}))
        installed.again(job)

        result = run(job, **known(pytest_args="-k rerun-determinism -rs"))

        assert not mark.exists()
        assert "not run: it runs code of the project (run-code = false)" in result.log

    def test_an_index_that_is_not_there(self, job: Job) -> None:
        job.env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}

        result = run(job, **known())

        assert result.conclusion == "failure"
        (annotation,) = job.annotations
        assert annotation.data == "pytest-mlgate could not be installed; pip says above why"
        assert result.steps["gate"].outcome == "skipped"

    def test_with_run_code_the_project_is_itself(self, job: Job, tmp_path: Path) -> None:
        """Its conftest.py, its options and its packages are those of the job's Python."""
        home = tmp_path / "project environment"
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        job.path.append(str(home / "bin"))
        mark = tmp_path / "imported"
        trap = TRAP.format(mark=str(mark))
        commit(write(job.workspace, {"conftest.py": trap, "train.py": "print(1)\n"}))

        result = run(job, **known(run_code="true"))

        assert result.outputs["outcome"] == "PASS", result.log
        assert mark.read_text(encoding="utf-8") == "conftest\n"
        assert result.steps["prepare"].outputs["python"].startswith(str(home))
