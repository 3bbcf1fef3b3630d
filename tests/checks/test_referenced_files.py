from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, git, link, resolver, write

CHECK = find_check("health.referenced-files")
FLOW = ".github/workflows/test.yml"
CONFIG = ".pre-commit-config.yaml"


def run(root: Path, files: dict[str, str], **settings: object) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def missing(verdict: Verdict) -> list[str]:
    """Names that are reported, without notes."""
    return [
        f.message.split("'")[1]
        for f in verdict.findings
        if f.outcome in {Outcome.FAIL, Outcome.WARN}
    ]


def notes(verdict: Verdict) -> list[str]:
    return [f.message for f in verdict.findings if f.outcome is Outcome.PASS]


def flow(*commands: str, checkout: str = "- uses: actions/checkout@v5", **job: str) -> str:
    steps = [
        checkout,
        *(f"- run: |\n          {c.replace(chr(10), chr(10) + ' ' * 10)}" for c in commands),
    ]
    extra = "".join(f"    {key.replace('_', '-')}: {value}\n" for key, value in job.items())
    return f"on: push\njobs:\n  test:\n{extra}    steps:\n" + "".join(f"      {s}\n" for s in steps)


def in_flow(root: Path, *commands: str, files: dict[str, str] | None = None) -> Verdict:
    return run(root, {FLOW: flow(*commands), **(files or {})})


def test_nothing_names_anything(tmp_path: Path) -> None:
    assert run(tmp_path, {"train.py": "open('x')"}).outcome is Outcome.NOT_APPLICABLE


def test_the_template_that_never_writes_its_requirements(tmp_path: Path) -> None:
    files = {"requirements.txt": ""}
    verdict = in_flow(
        tmp_path,
        "pip install -r requirements.txt\npip install -r requirements-dev.txt",
        files=files,
    )
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == (
        ".github/workflows/test.yml:8: names 'requirements-dev.txt', which does not exist "
        "(looked for requirements-dev.txt)"
    )
    verdict = in_flow(tmp_path, "pip install -r requirements.txt")
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "1 paths that 1 files name are there"


NEEDS = [
    ("pip install -r x.txt", "x.txt"),
    ("pip install -rx.txt", "x.txt"),
    ("pip3 install --requirement=x.txt -q", "x.txt"),
    ("python -m pip install -c x.txt a", "x.txt"),
    ("uv pip install -r x.txt", "x.txt"),
    ("pip install -e ./pkg[dev]", "./pkg"),
    ("pip install -e pkg", "pkg"),
    ("pip install ./pkg", "./pkg"),
    ("python scripts/x.py --a b", "scripts/x.py"),
    ("python3.12 -u x.py", "x.py"),
    ("poetry run python x.py", "x.py"),
    ("uv run --frozen python x.py", "x.py"),
    ("coverage run x.py", None),
    ("bash -e x.sh", "x.sh"),
    ("./ci/x.sh", "./ci/x.sh"),
    ("source x.sh", "x.sh"),
    ("sudo bash x.sh", "x.sh"),
    ("A=1 python x.py", "x.py"),
    ("pytest tests/unit", "tests/unit"),
    ("pytest -q -k fast tests/test_x.py::test_y", "tests/test_x.py"),
    ("python -m pytest tests", "tests"),
    ("ruff check src/x.py", "src/x.py"),
    ("conda env create -f x.yml", "x.yml"),
    ("docker build -f docker/x .", "docker/x"),
    ("docker build -t a:b ./api", "./api"),
    ("docker compose -f x.yml up", "x.yml"),
    ("docker compose up -d", "docker-compose.yml"),
    ("streamlit run x.py", "x.py"),
    ("papermill x.ipynb out.ipynb", "x.ipynb"),
    ("kubectl apply -f k8s/x.yaml", "k8s/x.yaml"),
    ("cp .env.example .env", ".env.example"),
    ("Rscript x.R", "x.R"),
]


@pytest.mark.parametrize(("command", "named"), NEEDS)
def test_what_commands_need(tmp_path: Path, command: str, named: str | None) -> None:
    verdict = in_flow(tmp_path, command, files={"Dockerfile": "FROM a\n"})
    assert missing(verdict)[:1] == ([named] if named else [])
    if named is None:
        return
    path = named.removeprefix("./")
    is_file = "." in path.rpartition("/")[2] or path == "docker/x"
    write(tmp_path, {path if is_file else f"{path}/Dockerfile": ""})
    assert missing(in_flow(tmp_path, command)) == []


QUIET = [
    "pip install numpy",
    "pip install .",
    "pip install -e .",
    "pip install -e git+https://a/b",
    "python -m build",
    "python -c 'import x.py'",
    "python - < x.py",
    "python $SCRIPT",
    "python ${{ matrix.script }}",
    "python '*.py'",
    "bash -c 'x.sh'",
    "bash /opt/x.sh",
    "bash ~/x.sh",
    "curl https://a/x.sh | bash",
    "curl -O https://a/x.sh\nbash x.sh",
    "wget https://a/x.sh?b\nbash x.sh",
    "curl -o x.sh https://a/b\nbash x.sh",
    "echo a > x.sh\nbash x.sh",
    "echo a >x.sh && bash x.sh",
    "cat <<E > x.sh\nabc\nE\nbash x.sh",
    "echo a | tee x.sh\nbash x.sh",
    "cp a.sh x.sh\nbash x.sh",
    "mkdir w\ncd w\nbash x.sh",
    "git clone https://a/w\nbash w/x.sh",
    "git clone https://a/w\ncd w\nbash x.sh",
    "cd gone\nbash x.sh",
    "tar xf a.tgz\nbash x.sh",
    "unzip a.zip && python x.py",
    "make x.py\npython x.py",
    "python -m venv v\nsource v/bin/activate",
    "pip install -r https://a/x.txt",
    "if [ -f x.txt ]; then pip install -r x.txt; fi",
    "test -f x.txt && pip install -r x.txt",
    "[[ -e x.txt ]] && pip install -r x.txt",
    "pip-compile x.in\npip install -r x.txt",
    "poetry export -o x.txt\npip install -r x.txt",
    "poetry export > x.txt\npip install -r x.txt",
    "touch x.py\npython x.py",
    "pytest -k tests/x",
    "pytest --cov=x",
    "pip install -e path/to/x",
    "# python x.py",
    "echo python x.py",
    "python ../x.py",
    "docker compose logs -f --tail=1",
    "git checkout gh-pages\nbash x.sh",
]


@pytest.mark.parametrize("commands", QUIET)
def test_what_is_no_fault(tmp_path: Path, commands: str) -> None:
    assert missing(in_flow(tmp_path, commands)) == []


def test_folders_of_commands(tmp_path: Path) -> None:
    files = {"api/x.py": "", "api/sub/y.py": ""}
    commands = "cd api && python x.py\ncd sub\npython y.py\npython x.py"
    assert missing(in_flow(tmp_path, commands, files=files)) == ["x.py"]
    # Every step starts at the root again.
    assert missing(in_flow(tmp_path, "cd api", "python x.py")) == ["x.py"]
    assert missing(in_flow(tmp_path, "(cd api && python x.py)\npython x.py")) == ["x.py"]


def test_working_directory(tmp_path: Path) -> None:
    text = flow("python x.py") + "        working-directory: api\n"
    verdict = run(tmp_path, {FLOW: text})
    assert missing(verdict) == ["api"]
    assert missing(run(tmp_path, {"api/x.py": ""})) == []


@pytest.mark.parametrize(
    "text",
    [
        flow("python x.py", checkout="- run: ls"),
        flow("python x.py", checkout="- {uses: actions/checkout@v5, with: {path: here}}"),
        flow("python x.py", checkout="- {uses: actions/checkout@v5, with: {repository: a/b}}"),
        flow("python x.py", checkout="- {uses: actions/checkout@v5, with: {ref: gh-pages}}"),
        flow("python x.py").replace("on: push", "on: workflow_call"),
        flow("python x.py", runs_on="windows-latest"),
        flow("python x.py").replace("- run", "- uses: actions/download-artifact@v4\n      - run"),
        flow("python x.py").replace(
            "- run", "- shell: pwsh -c\n        if: hashFiles('x.py') != ''\n        run"
        ),
        flow("import x.py").replace("- run", "- shell: python\n        run"),
    ],
)
def test_workflows_that_cannot_be_told(tmp_path: Path, text: str) -> None:
    assert missing(run(tmp_path, {FLOW: text})) in ([], ["x.py"][:0])


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ("uses: ./.github/actions/x", "./.github/actions/x"),
        (
            "{uses: actions/setup-python@v6, with: {python-version-file: .python-version}}",
            ".python-version",
        ),
        ("{uses: docker/build-push-action@v6, with: {file: docker/x}}", "docker/x"),
    ],
)
def test_actions(tmp_path: Path, step: str, named: str) -> None:
    verdict = run(tmp_path, {FLOW: flow() + f"      - {step}\n"})
    assert verdict.outcome is Outcome.FAIL
    assert missing(verdict) == [named]
    path = named.removeprefix("./")
    write(tmp_path, {f"{path}/action.yml" if "actions" in path else path: "runs: {}"})
    assert missing(run(tmp_path, {})) == []


def test_local_workflow(tmp_path: Path) -> None:
    text = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/other.yml\n"
    assert missing(run(tmp_path, {FLOW: text})) == ["./.github/workflows/other.yml"]
    other = flow("python x.py").replace("push", "workflow_call")
    assert missing(run(tmp_path, {".github/workflows/other.yml": other})) == []


def test_mild(tmp_path: Path) -> None:
    for text in (
        flow() + "      - {uses: actions/cache@v4, with: {key: \"${{ hashFiles('x.lock') }}\"}}\n",
        flow("python x.py || true"),
        flow("python x.py") + "        continue-on-error: true\n",
    ):
        verdict = run(tmp_path, {FLOW: text})
        assert verdict.outcome is Outcome.WARN
    pattern = flow() + "      - {uses: a/b@v4, with: {key: \"${{ hashFiles('**/x.lock') }}\"}}\n"
    assert missing(run(tmp_path, {FLOW: pattern})) == []


DOCKER = "FROM python:3.12\n"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("COPY x.txt /app/", "x.txt"),
        ('COPY ["a b.txt", "/app/"]', "a b.txt"),
        ("ADD src /app/src", "src"),
        ("COPY --chown=1 x.txt .", "x.txt"),
        ("COPY /x.txt .", "/x.txt"),
        ("COPY req*.txt .", "req*.txt"),
        ("COPY . .\nRUN pip install -r x.txt", "x.txt"),
        ('COPY . .\nCMD ["python", "x.py"]', "x.py"),
        ("COPY . .\nENTRYPOINT bash x.sh", "x.sh"),
        ("ARG F=x.txt\nCOPY $F .", "x.txt"),
    ],
)
def test_dockerfile(tmp_path: Path, line: str, named: str) -> None:
    verdict = run(tmp_path, {"docker/Dockerfile": f"{DOCKER}{line}\n", "a/y.md": ""})
    assert verdict.outcome is Outcome.FAIL
    assert missing(verdict) == [named]
    name = named.strip("/").replace("*", "-x")
    for place in ("docker", "."):
        root = tmp_path / place.strip(".").join("//").strip("/") / "case"
        files = {"docker/Dockerfile": f"{DOCKER}{line}\n"}
        path = name if "." in name else f"{name}/a.py"
        assert missing(run(root, {**files, f"{place}/{path}": ""})) == []


@pytest.mark.parametrize(
    "line",
    [
        "COPY --from=build /x /x",
        "ADD https://a/x.txt .",
        "COPY $X .",
        "COPY . .",
        "COPY dist/*.whl .",
        "COPY model.pkl .",
        "COPY data /data",
        "COPY .git .git",
        "COPY churn-model /m",
        "COPY <<E /x.py\nprint()\nE",
        "RUN pip install -r x.txt",
        "COPY a.md x.py\nCMD python x.py",
        "COPY . .\nRUN curl -O http://a/x.sh\nRUN bash x.sh",
        "COPY . .\nRUN bash /opt/x.sh",
        "COPY . .\nRUN echo 'a' > x.sh && bash x.sh",
        "COPY . .\nCMD []",
        "COPY . .\nCMD python -m app",
        "COPY --from=a /b /c\nCMD python x.py",
        "COPY",
        "COPY x",
        "CMD ['broken",
    ],
)
def test_dockerfile_without_fault(tmp_path: Path, line: str) -> None:
    assert missing(run(tmp_path, {"Dockerfile": f"{DOCKER}{line}\n", "a.md": ""})) == []


def test_dockerignore(tmp_path: Path) -> None:
    files = {
        "Dockerfile": f"{DOCKER}COPY x.txt y.txt src /app/\n",
        ".dockerignore": "*.txt\nsrc\n!y.txt\n!src/a.py\n",
        **dict.fromkeys(["x.txt", "y.txt", "src/a.py", "src/b.py"], ""),
    }
    verdict = run(tmp_path, files)
    assert missing(verdict) == ["x.txt"]
    assert "which .dockerignore keeps out of the build context" in verdict.summary


COMPOSE = "services:\n  a:\n"


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("    build: ./api\n", "./api"),
        ("    build: {context: ., dockerfile: D}\n", "D"),
        ("    volumes:\n      - ./prometheus.yml:/etc/p.yml:ro\n", "./prometheus.yml"),
        ("    volumes:\n      - {type: bind, source: ./nginx.conf, target: /n}\n", "./nginx.conf"),
        ("    env_file: settings.list\n", "settings.list"),
    ],
)
def test_compose(tmp_path: Path, lines: str, named: str) -> None:
    verdict = run(tmp_path, {"deploy/docker-compose.yml": COMPOSE + lines})
    assert verdict.outcome is Outcome.FAIL
    assert missing(verdict) == [named]
    path = named.removeprefix("./")
    write(tmp_path, {f"deploy/{path}" if path != "api" else "deploy/api/Dockerfile": ""})
    assert missing(run(tmp_path, {})) == []


@pytest.mark.parametrize(
    "lines",
    [
        "    image: nginx\n",
        "    build: https://github.com/a/b.git\n",
        "    build: ${DIR}\n",
        "    volumes: [./db:/var/lib/db, named:/x, /abs:/y, ~/z:/z]\n",
        "    env_file: .env\n",
        "    env_file: [{path: x.list, required: false}]\n",
        "    volumes: 3\n",
        "",
    ],
)
def test_compose_without_fault(tmp_path: Path, lines: str) -> None:
    assert missing(run(tmp_path, {"compose.yaml": COMPOSE + lines})) == []


def test_hooks(tmp_path: Path) -> None:
    text = (
        "repos:\n  - repo: local\n    hooks:\n"
        "      - {id: a, language: script, entry: tools/a.sh}\n"
        "      - {id: b, language: system, entry: python tools/b.py --fix}\n"
        "      - {id: c, language: system, entry: make}\n"
        "  - repo: https://a/b\n    rev: v1\n    hooks:\n"
        "      - {id: d, args: [--baseline, .secrets.baseline, --config=tools/d.toml]}\n"
    )
    verdict = run(tmp_path, {CONFIG: text})
    assert missing(verdict) == ["tools/a.sh", "tools/b.py", ".secrets.baseline", "tools/d.toml"]


def test_pyproject(tmp_path: Path) -> None:
    text = """\
[project]
name = "a"
readme = "README.md"
license = {file = "LICENSE"}
[project.scripts]
one = "pkg.cli:main"
two = "pkg.gone:main"
three = "elsewhere.cli:main"
[tool.setuptools.dynamic]
dependencies = {file = ["requirements.txt"]}
[tool.pytest.ini_options]
testpaths = ["tests"]
[tool.poetry.dependencies]
other = {path = "../other"}
"""
    verdict = run(tmp_path, {"pyproject.toml": text, "src/pkg/cli.py": ""})
    assert verdict.outcome is Outcome.FAIL
    assert sorted(missing(verdict)) == [
        "LICENSE",
        "README.md",
        "pkg.gone:main",
        "requirements.txt",
        "tests",
    ]
    assert {f.line for f in verdict.findings if "pkg.gone" in f.message} == {7}
    table = 'readme = {file = "a.md", content-type = "text/markdown"}'
    assert missing(run(tmp_path, {"pyproject.toml": f"[project]\n{table}\n", "a.md": ""})) == []


def test_mlproject(tmp_path: Path) -> None:
    text = (
        "name: a\nconda_env: conda.yaml\nentry_points:\n  main:\n"
        "    command: python train.py {alpha}\n  other:\n    command: python {script}\n"
    )
    verdict = run(tmp_path, {"MLproject": text})
    assert missing(verdict) == ["conda.yaml", "train.py"]
    assert [f.line for f in verdict.findings] == [2, 5]


def test_dvc(tmp_path: Path) -> None:
    text = """\
stages:
  prepare:
    cmd: python prepare.py
    deps: [prepare.py, raw/x.bin2, kept/y.txt, 's3://a/b', 'p/${item}']
    outs: [prepared]
  train:
    cmd: python train.py
    deps: [prepared/a.txt, gone.txt]
    outs: [{m.txt: {cache: false}}]
  report:
    wdir: reports_of
    deps: [../m.txt, here.txt]
"""
    verdict = run(
        tmp_path, {"dvc.yaml": text, "raw.dvc": "", "kept/y.txt.dvc": "", "reports_of/a": ""}
    )
    assert missing(verdict) == ["prepare.py", "gone.txt", "here.txt"]


README = "# A\n\n```sh\n{}\n```\n"


def test_readme(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": README.format("pip install -r x.txt\npython train.py")})
    assert verdict.outcome is Outcome.FAIL
    assert missing(verdict) == ["x.txt", "train.py"]
    assert [finding.line for finding in verdict.findings] == [4, 5]


@pytest.mark.parametrize(
    "text",
    [
        README.format("git clone https://a/this\ncd this\npython y.py"),
        README.format("python my_script.py\npython path/to/x.py\npython <script>.py"),
        "```\npython x.py\n```\n",
        "```python\npython x.py\n```\n",
        "    python x.py\n",
        "```console\n$ python y.py\npython x.py\n```\n",
        "Save it as `x.py`:\n\n```sh\npython x.py\n```\n",
        README.format("cd sub") + README.format("python y.py"),
    ],
)
def test_readme_without_fault(tmp_path: Path, text: str) -> None:
    assert missing(run(tmp_path, {"README.md": text, "y.py": "", "sub/z.py": ""})) == []


def test_readme_after_its_own_clone(tmp_path: Path) -> None:
    text = README.format("git clone https://a/this.git\ncd this/\npython x.py")
    assert missing(run(tmp_path, {"README.md": text})) == ["x.py"]


def test_a_file_in_another_folder_of_a_readme_warns(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": README.format("python x.py"), "src/x.py": ""})
    assert verdict.outcome is Outcome.WARN
    assert "does not exist (looked for x.py); there is src/x.py" in verdict.summary


def test_ignored_and_generated_files_are_notes(tmp_path: Path) -> None:
    write(
        tmp_path,
        {".gitignore": "local.sh\nscratch/\n", FLOW: flow("bash local.sh", "python scratch/a.py")},
    )
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome is Outcome.PASS
    assert len([n for n in notes(verdict) if "is ignored by git" in n]) == 2


def test_allowed(tmp_path: Path) -> None:
    files = {FLOW: flow("python a/x.py", "python y.py")}
    assert missing(run(tmp_path, files, allowed=("a/",))) == ["y.py"]


def test_submodules(tmp_path: Path) -> None:
    files = {
        FLOW: flow("python libs/sub/x.py"),
        ".gitmodules": '[submodule "s"]\n\tpath = libs/sub\n',
    }
    assert missing(run(tmp_path, files)) == []


def test_excluded_files_exist(tmp_path: Path) -> None:
    from pytest_mlgate.inputs.project import Project

    write(tmp_path, {FLOW: flow("python vendored/x.py"), "vendored/x.py": ""})
    git(tmp_path, "init", "-q")
    project = Project(tmp_path, exclude=("vendored/",))
    assert missing(resolver(tmp_path, project=project).run(CHECK)) == []


@pytest.mark.parametrize("path", [FLOW, "dvc.yaml", "MLproject", "compose.yml", "pyproject.toml"])
def test_broken(tmp_path: Path, path: str) -> None:
    verdict = run(tmp_path, {path: "a: [\n"})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert f"{path}: could not be judged: found broken" in verdict.summary


@pytest.mark.parametrize("path", [FLOW, "dvc.yaml", "MLproject", "compose.yml", CONFIG])
@pytest.mark.parametrize(
    "text", ["stages: 1\njobs: 1\nservices: 1\nrepos: []\n", "[]", "x", "a:\n  b: {c: [1, {}]}\n"]
)
def test_odd_documents_break_nothing(tmp_path: Path, path: str, text: str) -> None:
    assert run(tmp_path, {path: text}).outcome is not Outcome.ERROR


def test_nothing_outside_the_project_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, {"secret.py": ""})
    root = write(
        tmp_path / "project", {FLOW: flow("python ../secret.py", "python inner/secret.py")}
    )
    link(root / "inner", tmp_path)
    assert missing(run(root, {})) == ["inner/secret.py"]
