from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs.data_manifest import build_manifest
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("reproducibility.data-manifest")
IMPORTS = """\
import gzip, io, os, pathlib
import numpy as np
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyarrow.dataset as ds
from os.path import join
from pathlib import Path
FOLDER = "data"
TABLE = Path("data") / "a.csv"
HERE = Path(__file__).resolve().parent
"""


def run(root: Path, **settings: Any) -> Verdict:
    return resolver(root).run(CHECK, **settings)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, {"data/a.csv": "1\n", "data/deep/b.parquet": "2\n"})
    record(tmp_path)
    return tmp_path


def record(root: Path, **keys: Any) -> None:
    write(root, {"data.manifest.json": json.dumps(build_manifest(root, "data") | keys)})


def train(root: Path, code: str, path: str = "train.py") -> Verdict:
    write(root, {path: f"{IMPORTS}{code}\n"})
    return run(root)


def test_everything_equal(root: Path) -> None:
    verdict = train(root, "pd.read_csv('data/a.csv')")
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "2 entries of data.manifest.json equal the files on disk; "
        "1 paths that training code reads are listed"
    )


@pytest.mark.parametrize(
    ("change", "rule", "path", "message"),
    [
        ({"data/a.csv": "9\n"}, "D1", "data/a.csv", "another content"),
        ({"data/a.csv": "12345\n"}, "D1", "data/a.csv", "has 6 bytes, listed are 2"),
        ({"data/new.csv": ""}, "D3", "data/new.csv", "frozen folder data"),
        ({"data/a.csv": None}, "D2", "data/a.csv", "is listed and missing"),
    ],
)
def test_data_that_changed(
    root: Path, change: dict[str, str | None], rule: str, path: str, message: str
) -> None:
    for name, text in change.items():
        if text is None:
            (root / name).unlink()
        else:
            write(root, {name: text})
    verdict = run(root)
    assert verdict.outcome is Outcome.FAIL
    assert [(f.rule, f.path) for f in verdict.findings] == [(rule, path)]
    assert message in verdict.summary


def test_six_manual_downloads(tmp_path: Path) -> None:
    """Files that were fetched by hand, one of them again after the model was made."""
    write(tmp_path, {f"data/d{i}.csv": f"{i}\n" for i in range(6)})
    record(tmp_path)
    assert run(tmp_path).outcome is Outcome.PASS
    write(tmp_path, {"data/d3.csv": "4\n"})
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.FAIL
    assert "data/d3.csv" in verdict.summary


def test_unlisted_file_is_fine_unless_frozen(root: Path) -> None:
    record(root, frozen=False)
    write(root, {"data/new.csv": ""})
    assert run(root).outcome is Outcome.PASS


LISTED = [
    "pd.read_csv('data/a.csv', sep=';')", "pd.read_csv(filepath_or_buffer='data/a.csv')",
    "pd.read_csv('./data/../data/a.csv')", "pd.read_csv(TABLE)", "pd.read_csv(str(TABLE))",
    "pd.read_csv(f'{FOLDER}/a.csv')", "pd.read_csv(FOLDER + '/a.csv')",
    "pd.read_csv(join(FOLDER, 'a.csv'))", "pd.read_csv(os.path.join('data', 'a.csv'))",
    "pd.read_csv(HERE / 'data' / 'a.csv')", "pd.read_csv(HERE.joinpath('data', 'a.csv'))",
    "pd.read_csv(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data/a.csv'))",
    "pd.read_parquet('data/deep')", "pl.scan_parquet('data/deep/*.parquet')",
    "np.loadtxt('data/a.csv')", "pq.read_table('data/deep/b.parquet')", "ds.dataset('data/')",
    "open('data/a.csv')", "open('data/a.csv', 'rb')", "gzip.open('data/a.csv')",
    "Path('data/a.csv').read_text()", "TABLE.open()", "open('config.yaml')", "open('/dev/null')",
    "spark.read.csv('data/a.csv')", "spark.read.format('x').option('a', 1).load('data/a.csv')",
    "open('out.csv', 'w')", "open('out.csv', mode='a')", "Path('out.csv').open('w')",
    "pd.read_csv(io.StringIO('a,b'))", "frame.to_csv('elsewhere.csv')", "np.save('x.npy', 1)",
    "reader.csv('elsewhere.csv')", "pd.read_sql('select 1', c)",
]  # fmt: skip


@pytest.mark.parametrize("code", LISTED)
def test_reads_of_listed_files(root: Path, code: str) -> None:
    verdict = train(root, code)
    assert verdict.outcome is Outcome.PASS, verdict.summary


UNLISTED = [
    ("pd.read_csv('data/c.csv')", "data/c.csv"), ("pd.read_excel('x.xlsx')", "x.xlsx"),
    ("pd.read_parquet(path='s3://bucket/x.parquet')", "s3://bucket/x.parquet"),
    ("pd.read_csv('https://user:hunter2@example.org/x.csv?key=1')", "https://example.org/x.csv"),
    ("pd.read_csv('/home/u/x.csv')", "/home/u/x.csv"),
    ("pd.read_csv(HERE.parent / 'data' / 'a.csv')", "data/a.csv"),
    ("np.load('x.npy')", "x.npy"), ("np.genfromtxt('x.txt')", "x.txt"),
    ("pq.ParquetFile('x.parquet')", "x.parquet"), ("pl.read_ndjson('x')", "'x'"),
    ("open('x.csv')", "x.csv"), ("open('x.csv', 'r+')", "x.csv"),
    ("pathlib.Path('x.csv').read_bytes()", "x.csv"),
    ("spark.read.parquet('x')", "'x'"), ("spark.readStream.json('x')", "'x'"),
    ("def f(FOLDER='data'):\n    pd.read_csv('x.csv')", "x.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "path"), UNLISTED)
def test_reads_of_other_files(root: Path, code: str, path: str) -> None:
    verdict = train(root, code, "src/train.py" if "HERE" in code else "train.py")
    if "HERE" in code:  # the folder of the file, one level up, is where the data are
        assert verdict.outcome is Outcome.PASS
        return
    assert verdict.outcome is Outcome.FAIL
    assert {f.rule for f in verdict.findings} == {"D4"}
    assert path in verdict.summary
    assert "hunter2" not in verdict.summary
    assert verdict.findings[0].path == "train.py"
    assert verdict.findings[0].line is not None
    assert verdict.findings[0].line > 11


def test_path_relative_to_the_script(root: Path) -> None:
    assert train(root, "pd.read_csv('../data/a.csv')", "src/train.py").outcome is Outcome.PASS
    assert train(root, "pd.read_csv('../x/a.csv')", "src/train.py").outcome is Outcome.FAIL


def test_absolute_path_into_the_project(root: Path) -> None:
    code = f"pd.read_csv({(root / 'data/a.csv').as_posix()!r})"
    assert train(root, code).outcome is Outcome.PASS


def test_only_training_code_counts(root: Path) -> None:
    write(root, {"report.py": f"{IMPORTS}pd.read_csv('x.csv')\n"})
    assert run(root).outcome is Outcome.PASS


def test_waiver(root: Path) -> None:
    line = "pd.read_csv('x.csv')  # mlgate: allow[D4]"
    assert train(root, f"{line} a cache that the run writes itself").outcome is Outcome.WARN
    assert train(root, line).outcome is Outcome.FAIL


COMPUTED = ["pd.read_csv(path)", "pd.read_csv(sys.argv[1])", "open(name)",
            "pd.read_csv(f'{x}.csv')", "def f(FOLDER):\n    pd.read_csv(FOLDER)",
            "spark.read.load(x)"]  # fmt: skip


@pytest.mark.parametrize("code", COMPUTED)
def test_only_computed_paths(root: Path, code: str) -> None:
    verdict = train(root, code)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "computed path" in verdict.summary
    assert "data-inputs" in verdict.findings[0].remedy
    mapped = run(root, data_inputs={"train.py": ("data/a.csv",)})
    assert mapped.outcome is Outcome.PASS


def test_computed_path_beside_a_literal_one(root: Path) -> None:
    assert train(root, "pd.read_csv('data/a.csv')\npd.read_csv(path)").outcome is Outcome.PASS


def test_mapping_of_files_that_are_not_listed(root: Path) -> None:
    train(root, "pd.read_csv(path)")
    verdict = run(root, data_inputs={"train.py": ("data/x.csv",)})
    assert verdict.outcome is Outcome.FAIL
    assert "data/x.csv" in verdict.summary


def test_mapping_of_a_file_that_does_not_exist(root: Path) -> None:
    train(root, "pd.read_csv(path)")
    verdict = run(root, data_inputs={"trian.py": ("data/a.csv",)})
    assert verdict.outcome is Outcome.ERROR
    assert "trian.py" in verdict.summary
    assert "train.py" in verdict.summary


def test_training_code_that_cannot_be_parsed(root: Path) -> None:
    write(root, {"train.py": "def (:\n"})
    assert run(root).outcome is Outcome.INCONCLUSIVE


def test_network_location(tmp_path: Path) -> None:
    document = build_manifest(write(tmp_path, {"data/a.csv": "1\n"}), "data", frozen=False)
    document["files"].append({"path": "s3://bucket/x.csv"})
    write(tmp_path, {"data.manifest.json": json.dumps(document)})
    verdict = train(tmp_path, "pd.read_csv('s3://bucket/x.csv')")
    assert verdict.outcome is Outcome.WARN
    assert "without digest" in verdict.summary
    document["files"][-1] |= {"sha256": "0" * 64, "bytes": 1}
    write(tmp_path, {"data.manifest.json": json.dumps(document)})
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.PASS
    assert "not hashed here" in verdict.findings[0].message


def test_unreadable_listed_file_is_an_error(root: Path) -> None:
    (root / "data/a.csv").unlink()
    (root / "data/a.csv").mkdir()
    assert run(root).outcome is Outcome.ERROR


def test_dvc_folder_differs(tmp_path: Path) -> None:
    write(tmp_path, {
        "d/a.csv": "1\n", "d.dvc": "outs:\n- {path: d, hash: md5, md5: " + "0" * 32 + ".dir}\n",
    })  # fmt: skip
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.FAIL
    assert "MD5 of its file list" in verdict.summary


def test_dvc_entry_without_digest(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "1\n", "a.dvc": "outs:\n- {path: a.csv}\n"})
    assert run(tmp_path).outcome is Outcome.INCONCLUSIVE


def test_neither_manifest_nor_dvc(tmp_path: Path) -> None:
    assert run(write(tmp_path, {"train.py": ""})).outcome is Outcome.NOT_APPLICABLE


def test_broken_manifest(tmp_path: Path) -> None:
    assert run(write(tmp_path, {"data.manifest.json": "{"})).outcome is Outcome.ERROR
