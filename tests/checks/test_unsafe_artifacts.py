from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import hostile_pickles as hostile
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.verdict import Outcome, Verdict
from support import commit, find_check, resolver, write

CHECK = find_check("dependencies.unsafe-artifacts")
MODEL = pickle.dumps({"a": 1})
IMPORTS = """\
import hashlib, hmac, io
import cloudpickle, dill, joblib, pickle, shelve, torch, yaml
import numpy as np
import pandas as pd
from joblib import load as load_it
from yaml import CLoader, CSafeLoader as Safe
"""


def run(root: Path, **settings: Any) -> Verdict:
    return resolver(root).run(CHECK, **settings)


def put(root: Path, **files: bytes) -> None:
    for name, content in files.items():
        (root / name.replace("__", ".")).write_bytes(content)


def listed(root: Path, *names: str) -> None:
    entries = [
        {
            "path": name,
            "sha256": hashlib.sha256((root / name).read_bytes()).hexdigest(),
            "bytes": (root / name).stat().st_size,
        }
        for name in names
    ]
    document = {"schema": "artifacts/1", "files": entries}
    write(root, {"artifacts.manifest.json": json.dumps(document)})


def code(root: Path, text: str, path: str = "train.py") -> Verdict:
    write(root, {path: f"{IMPORTS}{text}\n"})
    return run(root)


def test_nothing_of_that_sort(tmp_path: Path) -> None:
    assert code(tmp_path, "pd.read_csv('x')").outcome is Outcome.NOT_APPLICABLE


def test_listed_pickle(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=MODEL)
    listed(tmp_path, "model.pkl")
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "1 files with pickles are listed and import nothing dangerous, 0 model files run no "
        "code; every load in 0 source files is safe or follows a hash check"
    )


@pytest.mark.parametrize("name", ["model.safetensors", "model.onnx", "model.skops"])
def test_formats_that_run_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(hostile.zipped({"schema.json": b"{}"}))
    assert run(tmp_path).outcome is Outcome.PASS


def test_unlisted_pickle_says_what_to_do(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=MODEL)
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == (
        "model.pkl: A2 holds a pickle and is not listed in artifacts.manifest.json"
    )
    assert verdict.findings[0].remedy == (
        "If you know where it comes from, put [dependencies.unsafe-artifacts] into mlgate.toml "
        "and run pytest --mlgate-update, and commit artifacts.manifest.json; or save the model "
        "as skops, ONNX or safetensors."
    )
    listed(tmp_path)
    assert "mlgate.toml" not in run(tmp_path).findings[0].remedy


def test_other_content_than_listed(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=MODEL)
    listed(tmp_path, "model.pkl")
    put(tmp_path, model__pkl=pickle.dumps({"a": 2}))
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.FAIL
    assert "another content than listed" in verdict.summary


def test_forbidden_import_even_when_it_is_listed(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=hostile.SYSTEM)
    for _ in range(2):
        verdict = run(tmp_path)
        assert verdict.outcome is Outcome.FAIL
        assert [f.rule for f in verdict.findings] == ["A1"]
        assert "loaded: os.system" in verdict.summary
        listed(tmp_path, "model.pkl")


def test_many_forbidden_imports_are_counted(tmp_path: Path) -> None:
    calls = b"".join(b"cevil\nname%d\n0" % number for number in range(7))
    put(tmp_path, model__pkl=b"\x80\x02" + calls + b"N.")
    assert run(tmp_path).summary.endswith("evil.name4 and 2 more")


def test_further_names_may_be_allowed(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=hostile.call("src.features", "Scaler"))
    listed(tmp_path, "model.pkl")
    assert 'allow = ["src.features.Scaler"]' in run(tmp_path).findings[0].remedy
    assert run(tmp_path, allow=("src.features.Scaler",)).outcome is Outcome.PASS
    assert run(tmp_path, allow=("src.*",)).outcome is Outcome.PASS
    assert run(tmp_path, allow=("features.*",)).outcome is Outcome.FAIL


def test_listed_file_that_is_missing(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=MODEL)
    listed(tmp_path, "model.pkl")
    (tmp_path / "model.pkl").unlink()
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.WARN
    assert "is not there" in verdict.summary


def test_broken_pickle(tmp_path: Path) -> None:
    put(tmp_path, model__pkl=hostile.SYSTEM[:-1])
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.ERROR
    assert [f.outcome for f in verdict.findings] == [Outcome.ERROR, Outcome.FAIL]
    assert "ends before its STOP opcode" in verdict.summary


def test_what_cannot_be_looked_into(tmp_path: Path) -> None:
    put(tmp_path, data__7z=b"7z\xbc\xaf\x27\x1c")
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "a 7z archive" in verdict.summary


def test_git_lfs_pointer(tmp_path: Path) -> None:
    digest = hashlib.sha256(MODEL).hexdigest()
    put(tmp_path, model__pkl=MODEL)
    listed(tmp_path, "model.pkl")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 1\n"
    write(tmp_path, {"model.pkl": pointer.format(digest)})
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "git lfs pull" in verdict.findings[0].remedy
    write(tmp_path, {"model.pkl": pointer.format("a" * 64)})
    assert run(tmp_path).outcome is Outcome.FAIL
    assert "another content" in run(tmp_path).summary


def test_a_manifest_that_is_broken(tmp_path: Path) -> None:
    write(tmp_path, {"artifacts.manifest.json": "{"})
    assert run(tmp_path).outcome is Outcome.ERROR


UNSAFE = [
    ("pickle.load(open('m', 'rb'))", "pickle.load runs whatever"),
    ("pickle.loads(content)", "pickle.loads"),
    ("pickle.Unpickler(stream).load()", "pickle.Unpickler"),
    ("joblib.load('m')", "joblib.load"),
    ("load_it('m')", "joblib.load"),
    ("dill.load(stream)", "dill.load"),
    ("cloudpickle.loads(content)", "cloudpickle.loads"),
    ("shelve.open('db')", "shelve.open"),
    ("pd.read_pickle('m')", "pandas.read_pickle"),
    ("np.load('m', allow_pickle=True)", "numpy.load(allow_pickle=True)"),
    ("np.load('m', None, True)", "numpy.load(allow_pickle=True)"),
    ("torch.load('m')", "torch.load"),
    ("torch.load('m', weights_only=False)", "torch.load"),
    ("yaml.load(text)", "yaml.load makes any object"),
    ("yaml.load(text, Loader=yaml.Loader)", "yaml.load"),
    ("yaml.load(text, yaml.FullLoader)", "yaml.load"),
    ("yaml.load(text, Loader=CLoader)", "yaml.load"),
    ("yaml.unsafe_load(text)", "yaml.unsafe_load"),
    ("yaml.load_all(text, Loader=yaml.UnsafeLoader)", "yaml.load_all"),
]


@pytest.mark.parametrize(("text", "message"), UNSAFE)
def test_unsafe_loads(tmp_path: Path, text: str, message: str) -> None:
    verdict = code(tmp_path, text)
    assert verdict.outcome is Outcome.WARN
    assert message in verdict.summary
    assert verdict.findings[0].location == "train.py:7"
    assert [f.rule for f in verdict.findings] == ["A3"]
    assert code(tmp_path, text, "serve.py").outcome is Outcome.FAIL
    (tmp_path / "serve.py").unlink()
    (tmp_path / "train.py").unlink()
    assert code(tmp_path, text, "tests/test_it.py").outcome is Outcome.NOT_APPLICABLE


SAFE = [
    "pickle.loads(pickle.dumps(model))",
    "np.load('m')",
    "np.load('m', allow_pickle=False)",
    "np.load('m', allow_pickle=flag)",
    "torch.load('m', weights_only=True)",
    "torch.load('m', weights_only=flag)",
    "torch.load('m', **options)",
    "yaml.safe_load(text)",
    "yaml.load(text, Loader=yaml.SafeLoader)",
    "yaml.load(text, yaml.CSafeLoader)",
    "yaml.load(text, Loader=Safe)",
    "yaml.load(text, Loader=yaml.BaseLoader)",
    "yaml.load(text, Loader=getattr(yaml, 'CSafeLoader', yaml.SafeLoader))",
    "json.load(stream)",
    "model.load('m')",
]


@pytest.mark.parametrize("text", SAFE)
def test_safe_loads(tmp_path: Path, text: str) -> None:
    verdict = code(tmp_path, text)
    assert verdict.outcome is Outcome.NOT_APPLICABLE, verdict.summary


CHECKED = [
    "def f(p):\n    if hashlib.sha256(p).hexdigest() != EXPECTED:\n        raise ValueError\n"
    "    return pickle.loads(p)",
    "digest = hashlib.sha256(c).hexdigest()\nassert digest == EXPECTED\nm = pickle.loads(c)",
    "if not hmac.compare_digest(a, b):\n    raise ValueError\nm = joblib.load('m')",
    "verify_sha256('m')\nm = joblib.load('m')",
    "check_file_hash('m')\nm = torch.load('m')",
    "def only_ours(p):\n    if sha256(p) != EXPECTED:\n        raise ValueError\n"
    "def f(p):\n    only_ours(p)\n    return joblib.load(p)",
]


@pytest.mark.parametrize("text", CHECKED)
def test_a_hash_check_before_the_load(tmp_path: Path, text: str) -> None:
    verdict = code(tmp_path, text, "serve.py")
    assert verdict.outcome is Outcome.PASS, verdict.summary
    assert "follows a comparison of hashes" in str(verdict.findings[0])


UNCHECKED = [
    "m = pickle.loads(c)\nassert hashlib.sha256(c).hexdigest() == EXPECTED",
    "def other(p):\n    assert sha256(p) == EXPECTED\ndef f(p):\n    return joblib.load(p)",
    "print(hashlib.sha256(c).hexdigest())\nm = pickle.loads(c)",
    "assert sha256 == EXPECTED\nm = yaml.load(c)",
]


@pytest.mark.parametrize("text", UNCHECKED)
def test_what_is_no_hash_check(tmp_path: Path, text: str) -> None:
    assert code(tmp_path, text, "serve.py").outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("files", "outcome"),
    [
        ({"requirements.txt": "torch==2.6.0\n"}, Outcome.NOT_APPLICABLE),
        ({"requirements.txt": "torch==2.5.1\n"}, Outcome.WARN),
        ({"requirements.txt": "torch>=2.6\n"}, Outcome.NOT_APPLICABLE),
        ({"requirements.txt": "torch>=2.5,<3\n"}, Outcome.WARN),
        ({"requirements.txt": "torch\n"}, Outcome.WARN),
        ({"requirements.txt": "torch>=2.6\n", "requirements-gpu.txt": "torch\n"}, Outcome.WARN),
        ({"requirements.txt": "numpy\n"}, Outcome.WARN),
    ],
)
def test_torch_from_2_6_on(tmp_path: Path, files: dict[str, str], outcome: Outcome) -> None:
    write(tmp_path, files)
    assert code(tmp_path, "torch.load('m')").outcome is outcome
    assert code(tmp_path, "torch.load('m', weights_only=False)").outcome is Outcome.WARN


def test_waiver_in_the_code(tmp_path: Path) -> None:
    verdict = code(tmp_path, "joblib.load('m')  # mlgate: allow[A3] made below", "serve.py")
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].waived == "in the code: made below"


def test_notebook_and_broken_code(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": "import pickle\npickle.load(f)", "metadata": {}}]
    notebook = {
        "cells": cells, "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    write(tmp_path, {"a.ipynb": json.dumps(notebook), "b.py": "def"})
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert {f.location for f in verdict.findings} == {"a.ipynb[cell 1]:2", "b.py:1"}


@pytest.mark.parametrize("role", [Role.TRAIN, Role.OTHER])
def test_roles(tmp_path: Path, role: Role) -> None:
    path = {Role.TRAIN: "train.py", Role.OTHER: "lib.py"}[role]
    assert code(tmp_path, "joblib.load('m')", path).outcome is Outcome.WARN


@pytest.mark.slow
def test_update_lists_what_is_harmless(pytester: pytest.Pytester) -> None:
    root = pytester.path
    put(root, good__pkl=MODEL, evil__pkl=hostile.SYSTEM, own__pkl=hostile.call("own", "Model"))
    write(root, {"mlgate.toml": '[dependencies.unsafe-artifacts]\nallow = ["own.Model"]\n'})
    commit(root)
    update = ("--mlgate-update", "-k", "unsafe-artifacts")

    first = pytester.runpytest_subprocess(*update).stdout.str()
    document = json.loads((root / "artifacts.manifest.json").read_text(encoding="utf-8"))
    document["files"][0]["note"] = "from the registry"
    write(root, {"artifacts.manifest.json": json.dumps(document)})
    again = pytester.runpytest_subprocess(*update).stdout.str()
    (root / "own.pkl").unlink()
    third = pytester.runpytest_subprocess(*update).stdout.str()

    assert "left out evil.pkl: it imports os.system" in first
    assert "wrote artifacts.manifest.json: 2 files" in first
    assert [file["path"] for file in document["files"]] == ["good.pkl", "own.pkl"]
    assert "kept artifacts.manifest.json: 2 files" in again
    assert "wrote artifacts.manifest.json: 1 files" in third
    kept = json.loads((root / "artifacts.manifest.json").read_text(encoding="utf-8"))["files"]
    assert kept[0]["note"] == "from the registry"
