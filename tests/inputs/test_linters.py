from __future__ import annotations

import json
import os
import shutil
import sysconfig
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _formatters, _tools
from pytest_mlgate.inputs.project import Project
from support import commit, git, link, provide, write

ruff = shutil.which("ruff", path=sysconfig.get_path("scripts")) or shutil.which("ruff")
pytestmark = pytest.mark.skipif(ruff is None, reason="ruff is not installed")


def codes(problems) -> list[tuple[str, str, int]]:
    return sorted((problem.path, problem.code, problem.line) for problem in problems)


def test_errors_do_not_depend_on_the_configuration(tmp_path):
    files = {
        "pyproject.toml": "[tool.ruff]\nexclude = ['*.py']\n[tool.ruff.lint]\nignore = ['F821']\n",
        "a.py": "print(x)\n",
        "b.py": "def f():\n    return y  # noqa: F821\n",
        "c.py": "if z is 'a': pass\nprint 'b'\n",
        "sub/d.py": "match 1:\n    case _: pass\ntype X = int\n",
        "ok.py": "display(spark)\n",
        "docker/jupyter_notebook_config.py": "c.NotebookApp.port = 1\n",
    }
    lint = provide("linters", write(tmp_path, files))
    errors = [error for error in codes(lint.errors) if error[0] != "sub/d.py"]
    assert errors == [("a.py", "F821", 1), ("c.py", "syntax error", 2)]
    assert lint.config == "pyproject.toml"
    assert lint.others == ()
    assert lint.before is None


def test_other_findings_without_a_configuration(tmp_path):
    lint = provide("linters", write(tmp_path, {"a.py": f"import os\nx = '{'y' * 95}'\n"}))
    assert codes(lint.others) == [("a.py", "E501", 2), ("a.py", "F401", 1)]
    assert lint.formatter is None


def test_cells_of_a_notebook_count_as_elsewhere(tmp_path):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "text"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%time x = 1"},
        {"cell_type": "markdown", "metadata": {}, "source": "text"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "y = 1\nprint(z)"},
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    lint = provide("linters", write(tmp_path, {"n.ipynb": json.dumps(notebook)}))
    assert [(p.code, p.cell, p.line) for p in lint.errors] == [("F821", 2, 2)]


def test_the_base_has_its_own_configuration(tmp_path):
    strict, loose = "[lint]\nselect = ['F', 'E7']\n", "[lint]\nselect = ['F']\n"
    files = {"ruff.toml": strict, "a.py": "import os; import re\n", "same.py": "import os\n"}
    commit(write(tmp_path, files))
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(write(tmp_path, {"ruff.toml": loose, "a.py": "import os\n\nimport re\n"}))
    lint = provide("linters", tmp_path)
    assert lint.before == 3
    assert codes(lint.others) == [("a.py", "F401", 1), ("a.py", "F401", 3), ("same.py", "F401", 1)]
    assert "a.py" in lint.touched


def test_the_format(tmp_path):
    files = {
        "pyproject.toml": "[tool.ruff.format]\nquote-style = 'single'\n",
        "a.py": "x = 'a'\n",
        "b.py": 'x = "a"\n',
        "broken.py": "x = (\n",
    }
    lint = provide("linters", write(tmp_path, files))
    assert lint.formatter.unformatted == ("b.py",)
    assert (tmp_path / "b.py").read_text() == 'x = "a"\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, ("", "", "")),
        ({"pyproject.toml": "[tool.ruff]\n"}, ("", "", "")),
        ({"ruff.toml": "[format]\n"}, ("ruff", "ruff.toml", "")),
        ({"pyproject.toml": "[tool.black]\n"}, ("black", "pyproject.toml", "")),
        ({".pre-commit-config.yaml": "repos: [{repo: x, rev: 24.1.0, hooks: [{id: black}]}]\n"},
         ("black", ".pre-commit-config.yaml", "24.1.0")),
        ({".pre-commit-config.yaml": "repos: [{repo: x, rev: v0.9.1, hooks: [{id: ruff-format}]}]",
          "pyproject.toml": "[tool.ruff.format]\n"}, ("ruff", "pyproject.toml", "v0.9.1")),
        ({".pre-commit-config.yaml": "repos: [{repo: local, hooks: [{id: black}]}]\n"},
         ("black", ".pre-commit-config.yaml", "")),
        ({".pre-commit-config.yaml": "repos: 1\n"}, ("", "", "")),
        ({".pre-commit-config.yaml": "]["}, ("", "", "")),
    ],
)  # fmt: skip
def test_which_formatter_is_configured(tmp_path, files, expected):
    assert _formatters._configured(Project(write(tmp_path, files))) == expected


def test_a_formatter_that_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(_tools, "find", lambda name: None)
    files = {"pyproject.toml": "[tool.black]\n[tool.ruff]\n[tool.isort]\n", "a.py": "x = 1\n"}
    lint = provide("linters", write(tmp_path, files))
    assert lint.missing
    assert lint.problem == "ruff is not installed here"
    assert lint.formatter.missing
    assert lint.formatter.problem == "pyproject.toml asks for black, which is not installed here"
    assert lint.noted == ("isort",)


def test_a_configuration_that_ruff_refuses(tmp_path):
    secret = write(tmp_path, {"secret.toml": "password = hunter2\n"}) / "secret.toml"
    files = {"ruff.toml": f"extend = '{secret}'\n[format]\n", "a.py": "x = 1\n"}
    lint = provide("linters", write(tmp_path / "project", files))
    assert "found status 2 and no result" in lint.problem
    assert not lint.missing
    assert "found status 2" in lint.formatter.problem
    assert "hunter2" not in str(lint)


def test_nothing_outside_the_project_is_read(tmp_path):
    write(tmp_path, {"other.py": "print(secret)\n"})
    root = write(tmp_path / "project", {"a.py": "x = 1\n"})
    link(root / "out.py", tmp_path / "other.py")
    lint = provide("linters", root)
    assert lint.files == ("a.py",)
    assert lint.errors == ()


def test_strange_names(tmp_path):
    names = ("--fix.py", "a b.py", "ünï.py", "@x.py")
    lint = provide("linters", write(tmp_path, dict.fromkeys(names, "print(x)\n")))
    assert {problem.path for problem in lint.errors} == set(names)


def test_settings_of_the_user_do_not_count(tmp_path, monkeypatch):
    for name, value in {"RUFF_OUTPUT_FILE": str(tmp_path / "out"), "RUFF_NO_CACHE": "0"}.items():
        monkeypatch.setenv(name, value)
    lint = provide("linters", write(tmp_path / "project", {"a.py": "print(x)\n"}))
    assert codes(lint.errors) == [("a.py", "F821", 1)]
    assert not (tmp_path / "out").exists()


def test_no_python(tmp_path):
    with pytest.raises(InputAbsent, match="no Python file or notebook"):
        provide("linters", tmp_path)


def test_a_program_of_the_project_is_not_run(tmp_path, monkeypatch):
    root = write(tmp_path, {"black": "#!/bin/sh\necho black 1.0\n"})
    (root / "black").chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f".{os.pathsep}{Path('/nowhere')}")
    assert _tools.find("black") is None or Path(_tools.find("black").path).parent != root
