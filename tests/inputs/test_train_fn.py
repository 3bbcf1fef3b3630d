"""Training functions in processes of their own."""

from __future__ import annotations

import hashlib
import os
import pickle
import struct
import time
from pathlib import Path

import psutil
import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.train_fn import TrainFn, TrainingFailed, TrainingResult
from support import provide, write


def trained(
    root: Path, body: str, *, seed: int = 3, hash_seed: int = 1, **settings: float
) -> TrainingResult:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    write(root, {"train.py": f"import json, os, sys, random\n\ndef run(seed, outdir):\n{lines}\n"})
    return provide("train_fn", root, path="train:run", **settings).run(seed, hash_seed)


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def packed(*values: float) -> str:
    return hashlib.sha256(struct.pack(f"<{len(values)}d", *values)).hexdigest()


def test_without_a_path_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no training function"):
        provide("train_fn", tmp_path)


@pytest.mark.parametrize(
    "path", ["train", "train:", ":run", "train.run", "a-b:run", "../x:run", "__main__:run"]
)
def test_a_path_of_another_form_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(InputError, match=r"\[inputs.train-fn\]: path"):
        provide("train_fn", tmp_path, path=path)


def test_naming_it_runs_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "raise SystemExit('imported')"})
    assert provide("train_fn", tmp_path, path="train:run") == TrainFn("train:run", tmp_path)


def test_it_gets_seed_folder_and_hash_seed_in_the_project_root(tmp_path: Path) -> None:
    result = trained(
        tmp_path,
        "return {'seed': seed, 'hash': float(os.environ['PYTHONHASHSEED']), "
        "'there': float(outdir.is_dir()), 'pid': os.getpid(), "
        "'root': float(os.path.exists('train.py'))}",
        seed=7,
        hash_seed=42,
    )
    assert result.metrics["seed"] == 7
    assert result.metrics["hash"] == 42
    assert result.metrics["there"] == result.metrics["root"] == 1
    assert result.metrics["pid"] != os.getpid()
    assert result.unusable == ()
    assert result.prediction_sha256 is None


def test_modules_beside_it_and_attributes_of_classes_are_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/train.py": "from helper import value\n"
            "class T:\n    @staticmethod\n    def go(seed, outdir):\n        return {'m': value}\n",
            "helper.py": "value = 0.5\n",
        },
    )
    result = provide("train_fn", tmp_path, path="pkg.train:T.go").run(0)
    assert result.metrics == {"m": 0.5}


def test_a_project_file_cannot_replace_the_standard_library_of_the_worker(tmp_path: Path) -> None:
    write(tmp_path, {"hashlib.py": "raise RuntimeError('shadowed')"})
    assert trained(tmp_path, "return {'m': 1}").metrics == {"m": 1.0}


def test_the_tree_stays_clean(tmp_path: Path) -> None:
    trained(tmp_path, "return {'m': 1}")
    assert [path.name for path in tmp_path.iterdir()] == ["train.py"]


def test_nan_and_infinity_survive_and_other_types_are_named(tmp_path: Path) -> None:
    result = trained(
        tmp_path,
        "return {'a': float('nan'), 'b': float('inf'), 'c': 'high', 'd': True, 'e': None, 'f': 2}",
    )
    assert str(result.metrics["a"]) == "nan"
    assert result.metrics["b"] == float("inf")
    assert result.metrics["f"] == 2.0
    assert result.unusable == (
        "metric c is str, no number",
        "metric d is bool, no number",
        "metric e is NoneType, no number",
    )


@pytest.mark.parametrize(
    ("value", "kind"), [("None", "NoneType"), ("0.9", "float"), ("[1]", "list")]
)
def test_a_result_without_metrics_is_named(tmp_path: Path, value: str, kind: str) -> None:
    result = trained(tmp_path, f"return {value}")
    assert result.metrics == {}
    assert result.unusable == (f"it returned {kind}, no mapping of metrics",)


def test_numpy_scalars_are_numbers(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    result = trained(
        tmp_path, "import numpy\nreturn {'a': numpy.float32(0.5), 'b': numpy.int64(2)}"
    )
    assert result.metrics == {"a": 0.5, "b": 2.0}


def test_the_long_form_of_the_result(tmp_path: Path) -> None:
    result = trained(
        tmp_path,
        "return {'metrics': {'m': 1}, 'predictions': [1, 2.5], "
        "'data_sha256': 'ab', 'small_mode': True}",
    )
    assert result.metrics == {"m": 1.0}
    assert result.prediction_sha256 == packed(1.0, 2.5)
    assert result.predictions == struct.pack("<2d", 1.0, 2.5)
    assert (result.data_sha256, result.small_mode) == ("ab", True)


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("{'metrics': {}, 'prediction': [1]}", "key 'prediction'"),
        ("{'metrics': {}, 'small_mode': 'no'}", "small_mode is str"),
        ("{'metrics': {}, 'predictions': ['cat']}", "type str is no number"),
        ("{'metrics': {}, 'predictions': [[1], [1, 2]]}", "different lengths"),
        ("{'metrics': {}, 'predictions': 5}", "expected an array"),
        ("{'metrics': {}, 'predictions': 'nowhere.csv'}", "no such file"),
        ("{'metrics': {}, 'predictions': 'p.pkl'}", r"expected one of .npy"),
    ],
)
def test_a_broken_protocol_is_an_error(tmp_path: Path, result: str, message: str) -> None:
    with pytest.raises(TrainingFailed, match=message):
        trained(tmp_path, f"return {result}")


CSV = "open(outdir / 'predictions.csv', 'w').write({!r})\nreturn {{'m': 1}}"


def test_predictions_are_ordered_by_key_and_columns_by_name(tmp_path: Path) -> None:
    result = trained(tmp_path, CSV.format("row_id,b,a\nr2,4,3\nr1,2,1\n"))
    assert result.prediction_sha256 == packed(1.0, 2.0, 3.0, 4.0)


def test_predictions_without_a_key_keep_their_order(tmp_path: Path) -> None:
    assert trained(tmp_path, CSV.format("p\n2\n1\n")).prediction_sha256 == packed(2.0, 1.0)


def test_one_nan_and_one_zero(tmp_path: Path) -> None:
    one = trained(tmp_path, CSV.format("p\nnan\n-0.0\n"))
    other = trained(tmp_path, CSV.format("p\n-nan\n0.0\n"))
    assert one.prediction_sha256 == other.prediction_sha256


def test_repeated_keys_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="1 repeated values of row_id"):
        trained(tmp_path, CSV.format("row_id,p\na,1\na,2\n"))


def test_text_predictions_are_an_error_that_does_not_show_them(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="p: a value of type str") as caught:
        trained(tmp_path, CSV.format("p\nAda Lovelace\n"))
    assert "Ada" not in str(caught.value) + caught.value.tail


def test_two_prediction_files_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="2 files named predictions"):
        trained(
            tmp_path, "open(outdir / 'predictions.json', 'w').write('[]')\n" + CSV.format("p\n1\n")
        )


@pytest.mark.parametrize(
    "content", ["[1, 2]", "[[1], [2]]", '[{"row_id": 2, "p": 2}, {"row_id": 1, "p": 1}]']
)
def test_json_predictions(tmp_path: Path, content: str) -> None:
    body = f"open(outdir / 'predictions.json', 'w').write({content!r})\nreturn {{'m': 1}}"
    assert trained(tmp_path, body).prediction_sha256 == packed(1.0, 2.0)


def test_npy_and_parquet_predictions(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    body = (
        "import numpy\nnumpy.save(outdir / 'predictions.npy', numpy.array([1, 2], 'float32'))\n"
        "return {'m': 1}"
    )
    assert trained(tmp_path, body).prediction_sha256 == packed(1.0, 2.0)
    pytest.importorskip("pyarrow")
    body = (
        "import pyarrow, pyarrow.parquet\n"
        "t = pyarrow.table({'row_id': ['b', 'a'], 'p': [2.0, 1.0]})\n"
        "pyarrow.parquet.write_table(t, outdir / 'predictions.parquet')\nreturn {'m': 1}"
    )
    assert trained(tmp_path, body).prediction_sha256 == packed(1.0, 2.0)


def test_pickles_in_arrays_are_not_loaded(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    body = (
        "import numpy\nnumpy.save(outdir / 'predictions.npy', numpy.array([{}], object))\n"
        "return {'m': 1}"
    )
    with pytest.raises(TrainingFailed, match="allow_pickle"):
        trained(tmp_path, body)


def test_the_model_is_hashed_as_sha256sum_does(tmp_path: Path) -> None:
    result = trained(
        tmp_path, "open(outdir / 'model.bin', 'wb').write(b'weights')\nreturn {'m': 1}"
    )
    assert result.model_sha256 == hashlib.sha256(b"weights").hexdigest()


def test_a_model_folder_is_hashed_with_its_names(tmp_path: Path) -> None:
    body = (
        "(outdir / 'model').mkdir()\n"
        "for n in {names}: open(outdir / 'model' / n, 'w').write('x')\nreturn {{'m': 1}}"
    )
    one = trained(tmp_path, body.format(names=["a", "b"]))
    same = trained(tmp_path, body.format(names=["b", "a"]))
    other = trained(tmp_path, body.format(names=["a", "c"]))
    assert one.model_sha256 == same.model_sha256 != other.model_sha256


def test_a_crash_names_the_last_line_and_the_place(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed) as caught:
        trained(tmp_path, "print('epoch 1')\nraise ValueError('no rows left')", seed=5)
    assert "train:run with seed 5 crashed: ValueError: no rows left (train.py:5)" in str(
        caught.value
    )
    assert "epoch 1" in caught.value.tail
    assert caught.value.tail.splitlines()[-1] == "ValueError: no rows left"


def test_a_missing_module_or_function_is_a_crash_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="No module named 'nowhere'"):
        provide("train_fn", tmp_path, path="nowhere:run").run(0)
    write(tmp_path, {"train.py": ""})
    with pytest.raises(TrainingFailed, match="no attribute 'run'"):
        provide("train_fn", tmp_path, path="train:run").run(0)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("os._exit(0)", "ended with 0 before there was a result"),
        pytest.param(
            "os.kill(os.getpid(), 9)",
            "killed by signal 9",
            marks=pytest.mark.skipif(os.name == "nt", reason="no signals end a process there"),
        ),
        ("sys.exit(0)", "SystemExit: 0"),
    ],
)
def test_an_early_end_is_an_error(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(TrainingFailed, match=message):
        trained(tmp_path, body)


def test_a_run_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    body = (
        "import subprocess, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('child', 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    started = time.monotonic()
    with pytest.raises(TrainingFailed, match=r"longer than 1.5 s \(\[inputs.train-fn\] timeout\)"):
        trained(tmp_path, body, timeout=1.5)
    assert time.monotonic() - started < 20
    child = int((tmp_path / "child").read_text())
    while is_alive(child) and time.monotonic() - started < 20:
        time.sleep(0.1)
    assert not is_alive(child)


def test_secrets_in_the_output_are_withheld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_SERVICE_TOKEN", "correct-horse-battery")
    body = (
        "print('using correct-horse-battery')\nprint('password=hunter2hunter2')\nprint('fine')\n"
        "raise RuntimeError('https://ada:pw123456@example.invalid refused')"
    )
    with pytest.raises(TrainingFailed) as caught:
        trained(tmp_path, body)
    shown = str(caught.value) + caught.value.tail
    assert not any(secret in shown for secret in ("battery", "hunter2", "pw123456"))
    assert "fine" in shown
    assert "withheld" in str(caught.value)


def test_only_the_end_of_a_long_output_is_kept(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed) as caught:
        trained(tmp_path, "for i in range(100_000): print('line', i)\nraise ValueError('x')")
    assert len(caught.value.tail.splitlines()) == 15


def test_relative_entries_of_pythonpath_stay_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"lib/shared.py": "value = 3", "project/x": ""})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", "lib")
    result = trained(tmp_path / "project", "import shared\nreturn {'m': shared.value}")
    assert result.metrics == {"m": 3.0}


def test_failures_travel_between_processes() -> None:
    failure = pickle.loads(pickle.dumps(TrainingFailed("what", "tail")))
    assert (str(failure), failure.tail) == ("what", "tail")
