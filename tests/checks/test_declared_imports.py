from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.checks.dependencies._imports import imported_modules
from pytest_mlgate.checks.dependencies._tools import is_not_imported
from pytest_mlgate.inputs.installed_modules import InstalledModules
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("dependencies.declared-imports")
NOTHING_INSTALLED = InstalledModules()


def run(
    root: Path,
    files: dict[str, str],
    installed: InstalledModules = NOTHING_INSTALLED,
    **settings: Any,
) -> Verdict:
    return resolver(write(root, files), installed_modules=installed).run(CHECK, **settings)


def train(root: Path, code: str, declared: str = "", **settings: Any) -> Verdict:
    """Judge one file against one requirements file."""
    needs = f"{declared}\n# six is a placeholder that every project here declares\nsix\n"
    files = {"train.py": f"import six\n{code}\n", "requirements.txt": needs}
    return run(root, files, **settings)


@pytest.mark.parametrize(
    ("code", "declared"),
    [
        ("import cv2", "opencv-python"),
        ("import cv2", "opencv-contrib-python-headless"),
        ("from sklearn import svm", "scikit-learn"),
        ("import yaml", "PyYAML"),
        ("from PIL import Image", "Pillow"),
        ("import sklearn.linear_model as m", "scikit_learn>=1"),
        ("import torch", "torch==2.0"),
        ("import pandas.io", "pandas[parquet]"),
        ("from google.cloud import storage", "google-cloud-storage"),
        ("import google.cloud.storage.blob", "google-cloud-storage"),
        ("from google.protobuf import message", "protobuf"),
        ("from azure.storage.blob import A", "azure-storage-blob"),
        ("from azure.ai.ml import A", "azure-ai-ml"),
        ("import azureml.core", "azureml-train-core"),
        ("import mpl_toolkits.mplot3d", "matplotlib"),
        ("import keras", "tensorflow"),
        ("import xgboost", "xgboost-cpu"),
        ("import some_unknown", "some-unknown"),
        ("import foo", "python-foo"),
        ("import foo", "foo-gpu"),
        ("import foo", "git+https://example.org/x/foo.git@main"),
        ("import json, os.path", ""),
        ("import cPickle, distutils.core, imp", ""),
        ("from google.colab import drive", ""),
        ("from . import x\nfrom .y import z", ""),
        ("try:\n    import pandas\nexcept ImportError:\n    pandas = None", ""),
        ("try:\n    import cPickle\nexcept (ImportError, OSError):\n    import dill", ""),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas", ""),
        ("from contextlib import suppress\nwith suppress(ImportError):\n    import pandas", ""),
        ("import sys\nif sys.version_info < (3, 11):\n    import tomli", ""),
        ("from importlib import import_module\nimport_module('pandas')", ""),
        ("import x_pb2", ""),
    ],
)
def test_declared_or_free(tmp_path: Path, code: str, declared: str) -> None:
    verdict = train(tmp_path, code, declared)
    assert verdict.outcome is Outcome.PASS, verdict.summary


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import pandas", "imports pandas, which no manifest declares"),
        ("from sklearn import svm", "imports sklearn of scikit-learn, which"),
        ("import cv2.data", "imports cv2 of opencv-python, which"),
        (
            "from google.cloud import storage",
            "imports google.cloud.storage of google-",
        ),
        ("import azure.identity", "imports azure.identity of azure-identity"),
        ("try:\n    import pandas\nexcept KeyError:\n    pass", "imports pandas"),
        (
            "try:\n    pass\nexcept ImportError:\n    pass\nfinally:\n    import pandas",
            "imports pandas",
        ),
        ("if __name__ == '__main__':\n    import pandas", "imports pandas"),
    ],
)
def test_undeclared(tmp_path: Path, code: str, message: str) -> None:
    verdict = train(tmp_path, code)
    assert verdict.outcome is Outcome.FAIL
    assert message in verdict.summary
    assert verdict.findings[0].rule == "M1"
    assert verdict.findings[0].path == "train.py"


def test_related_name_is_not_enough(tmp_path: Path) -> None:
    assert train(tmp_path, "import torch", "torch-geometric").outcome is Outcome.FAIL


def test_place_and_number_of_files(tmp_path: Path) -> None:
    files = {
        "a.py": "def f():\n    import pandas\n",
        "b.py": "import six\nimport pandas as pd\n",
        "c.py": "import pandas\n",
        "requirements.txt": "six\n",
    }
    (finding,) = run(tmp_path, files).findings
    assert (finding.location, finding.subject) == ("b.py:2", "pandas")
    assert finding.message == "imports pandas, which no manifest declares (and in 2 more files)"


def test_import_inside_a_function(tmp_path: Path) -> None:
    code = "class A:\n    def f(self):\n        import pandas"
    verdict = train(tmp_path, code)
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].message.endswith("the import is inside a function")
    assert train(tmp_path, code, strict=True).outcome is Outcome.FAIL


def test_unknown_module(tmp_path: Path) -> None:
    verdict = train(tmp_path, "import in_house.x")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "imports in_house, which belongs to no known distribution" in verdict.summary
    named = train(tmp_path, "import in_house.x", "acme-tools", modules=("in_house = Acme_Tools",))
    assert named.outcome is Outcome.PASS
    missing = train(tmp_path, "import in_house.x", modules=("in_house=acme-tools",))
    assert "imports in_house of acme-tools" in missing.summary
    given = train(tmp_path, "import in_house.x", modules=("in_house=",))
    assert given.outcome is Outcome.PASS


@pytest.mark.parametrize("entry", ["cv2", "=opencv", ""])
def test_setting_of_another_form(tmp_path: Path, entry: str) -> None:
    verdict = train(tmp_path, "", modules=(entry,))
    assert verdict.outcome is Outcome.ERROR
    assert "expected module=distribution" in verdict.summary


def test_installed_packages_tell(tmp_path: Path) -> None:
    installed = InstalledModules({"strange": frozenset({"other-name"})})
    files = {"a.py": "import strange\n", "requirements.txt": "other-name\n"}
    assert run(tmp_path, files, installed).outcome is Outcome.PASS
    files["requirements.txt"] = "six\n"
    assert "imports strange of other-name" in run(tmp_path, files, installed).summary


@pytest.mark.parametrize(
    ("local", "importer", "module", "outcome"),
    [
        ("helpers.py", "a.py", "helpers", Outcome.PASS),
        ("deep/down/helpers.py", "a.py", "helpers", Outcome.PASS),
        ("helpers.ipynb", "a.py", "helpers", Outcome.PASS),
        ("src/pkg/__init__.py", "tests/a.py", "pkg", Outcome.PASS),
        ("pkg/sub/x.py", "a.py", "pkg", Outcome.PASS),
        ("datasets/x.py", "a.py", "datasets", Outcome.PASS),
        ("src/datasets.py", "src/pkg/a.py", "datasets", Outcome.PASS),
        ("lib/app/datasets/__init__.py", "lib/a.py", "datasets", Outcome.PASS),
        ("other/datasets.py", "src/a.py", "datasets", Outcome.FAIL),
        ("datasets/notes.md", "a.py", "datasets", Outcome.FAIL),
    ],
)
def test_local_modules(
    tmp_path: Path, local: str, importer: str, module: str, outcome: Outcome
) -> None:
    content = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    files = {local: content if local.endswith(".ipynb") else "", importer: f"import {module}\n"}
    verdict = run(tmp_path, {**files, "requirements.in": "six\n"}, unused=("six",))
    assert verdict.outcome is outcome, verdict.summary


def test_project_under_its_own_name(tmp_path: Path) -> None:
    pyproject = "[project]\nname='My.Project'\nversion='1'\ndependencies=[]\n"
    verdict = run(tmp_path, {"pyproject.toml": pyproject, "a.py": "import my_project\n"})
    assert verdict.outcome is Outcome.PASS


PYPROJECT = """\
[project]
name = "x"
version = "1"
dependencies = ["numpy"]
[project.optional-dependencies]
plot = ["matplotlib"]
[dependency-groups]
dev = ["pytest", "pandas"]
"""


@pytest.mark.parametrize(
    ("path", "code", "outcome"),
    [
        ("x/a.py", "import pandas", Outcome.FAIL),
        ("x/a.py", "def f():\n    import pandas", Outcome.WARN),
        ("x/a.py", "import matplotlib", Outcome.PASS),
        ("tests/test_a.py", "import pandas", Outcome.PASS),
        ("conftest.py", "import pytest", Outcome.PASS),
        ("examples/a.py", "import pandas", Outcome.PASS),
        ("scripts/a.py", "import pandas", Outcome.PASS),
    ],
)
def test_development_packages(tmp_path: Path, path: str, code: str, outcome: Outcome) -> None:
    files = {"pyproject.toml": PYPROJECT, path: f"import numpy\n{code}\n"}
    verdict = run(tmp_path, files, unused=("matplotlib",))
    assert verdict.outcome is outcome, verdict.summary
    if outcome is Outcome.FAIL:
        assert verdict.findings[0].rule == "M2"
        assert "imports pandas, and pandas is declared for development only" in verdict.summary


def test_only_development_packages_are_declared(tmp_path: Path) -> None:
    files = {"requirements-dev.txt": "pandas\n", "a.py": "import pandas\n"}
    assert run(tmp_path, files).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("line", "code", "warned"),
    [
        ("seaborn", "", True),
        ("scikit-learn", "import scipy", True),
        ("seaborn", "import seaborn", False),
        ("seaborn", "try:\n    import seaborn\nexcept ImportError: pass", False),
        ("seaborn", "load('seaborn.x')", False),
        ("seaborn", "# seaborn", True),
        ("unheard-of", "", False),
        ("gunicorn", "", False),
        ("pytest-xdist", "", False),
        ("types-requests", "", False),
        ("pandas-stubs", "", False),
        ("openpyxl", "", False),
        ("psycopg2-binary", "", False),
        ("jupyter", "", False),
        ("google-cloud-storage", "from google.cloud import bigquery", False),
    ],
)
def test_unused(tmp_path: Path, line: str, code: str, warned: bool) -> None:
    declared = f"{line}\nscipy\ngoogle-cloud-bigquery\n"
    installed = InstalledModules()
    files = {
        "requirements.txt": declared,
        "a.py": f"import scipy\nfrom google.cloud import bigquery\n{code}\n",
    }
    verdict = run(tmp_path, files, installed)
    found = [finding for finding in verdict.findings if finding.rule == "M3"]
    assert [f.subject for f in found] == ([line] if warned else [])
    if warned:
        assert verdict.outcome is Outcome.WARN
        assert found[0].location == "requirements.txt:1"
        assert run(tmp_path, files, installed, unused=(line,)).outcome is Outcome.PASS


def test_configuration_names_a_package(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "torchmetrics\n",
        "a.py": "import json\n",
        "conf/model.yaml": "_target_: torchmetrics.Accuracy\n",
    }
    assert run(tmp_path, files).outcome is Outcome.PASS
    del files["conf/model.yaml"]
    assert run(tmp_path / "without", files).outcome is Outcome.WARN


def test_what_is_left_out_of_unused(tmp_path: Path) -> None:
    frozen = "".join(f"{name}==1\n" for name in ["seaborn", *(f"p{n}" for n in range(40))])
    files = {"requirements.txt": frozen, "requirements-dev.txt": "plotly\n", "a.py": "import os\n"}
    assert run(tmp_path, files).outcome is Outcome.PASS


def test_programs(tmp_path: Path) -> None:
    installed = InstalledModules({"tool_x": frozenset({"tool-x"})}, frozenset({"tool-x"}))
    files = {"requirements.txt": "tool-x\n", "a.py": "import os\n"}
    assert run(tmp_path, files, installed).outcome is Outcome.PASS
    library = InstalledModules({"tool_x": frozenset({"tool-x"})})
    assert run(tmp_path, files, library).outcome is Outcome.WARN


def test_manifests_of_folders(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "numpy\n",
        "serve/requirements.txt": "flask\n",
        "serve/app.py": "import flask, numpy\n",
        "train.py": "import numpy, flask\n",
    }
    verdict = run(tmp_path, files)
    assert verdict.outcome is Outcome.WARN
    assert "train.py:1: M1 imports flask, which is declared in serve/requirements.txt" in (
        verdict.summary
    )


def test_sources_without_a_manifest_above(tmp_path: Path) -> None:
    files = {"a/requirements.txt": "six\n", "a/x.py": "import six\n", "b/y.py": "import numpy\n"}
    verdict = run(tmp_path, files)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "1 sources import packages, and no folder above has a manifest" in verdict.summary


def test_manifest_that_is_computed(tmp_path: Path) -> None:
    files = {
        "setup.py": "import numpy\nfrom setuptools import setup\nsetup(install_requires=read())\n",
        "a.py": "import numpy, pandas, in_house\n",
    }
    verdict = run(tmp_path, files)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "whether 3 imported modules (numpy, pandas, in_house) are declared" in verdict.summary
    assert "install_requires, which is computed" in verdict.summary


def test_notebooks(tmp_path: Path) -> None:
    def notebook(*cells: str) -> str:
        listed = [
            {"cell_type": "code", "source": c, "metadata": {}, "outputs": [], "execution_count": 1}
            for c in cells
        ]
        return json.dumps({"cells": listed, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    free = notebook("from IPython.display import display", "%load_ext memory_profiler\n!ls")
    files = {"a.ipynb": free, "requirements.txt": "memory-profiler\n"}
    assert run(tmp_path, files).outcome is Outcome.PASS
    files["a.ipynb"] = notebook(
        "x = 1", "%matplotlib inline\nimport pandas  # mlgate: allow[M1] old"
    )
    verdict = run(tmp_path, {**files, "requirements.txt": ""})
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].location == "a.ipynb[cell 2]:2"
    assert verdict.findings[0].waived == "in the code: old"


def test_source_that_cannot_be_parsed(tmp_path: Path) -> None:
    verdict = train(tmp_path, "def (:")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "train.py:2: could not be judged: a syntax error" in verdict.summary


def test_template_is_left_out(tmp_path: Path) -> None:
    files = {"{{ x }}/a.py": "import pandas\n", "a.py": "import six\n", "requirements.txt": "six\n"}
    assert run(tmp_path, files).summary == "1 third-party modules in 1 sources are declared"


def test_nothing_to_judge(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"requirements.txt": "numpy\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    verdict = run(tmp_path / "code", {"a.py": "import numpy\n"})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.no_evidence


def test_broken_manifest(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"requirements.txt": "= =\n", "a.py": "import numpy\n"})
    assert verdict.outcome is Outcome.ERROR
    assert "requirements.txt: line 1" in verdict.summary


def test_kinds_of_imports() -> None:
    text = (
        "import a.b, c\nfrom d.e import (\n    f,\n    g,\n)\nfrom google.cloud import x, y\n"
        "def h():\n    import c\n    try:\n        import i\n    except Exception: ...\n"
        "__import__('j.k')\nif is_available():\n    import l\n"
    )
    assert sorted(imported_modules(Source.of("x.py", text)), key=str) == [
        ["a", 1, 1, "at once"], ["c", 1, 1, "at once"], ["c", 8, 8, "late"],
        ["d", 2, 5, "at once"], ["google.cloud.x", 6, 6, "at once"],
        ["google.cloud.y", 6, 6, "at once"], ["i", 10, 10, "optional"],
        ["j", 12, 12, "optional"], ["l", 14, 14, "optional"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["numpy", "flask-cors", "sphinxes", "torch-geometric"])
def test_libraries_are_no_tools(name: str) -> None:
    assert not is_not_imported(name)
