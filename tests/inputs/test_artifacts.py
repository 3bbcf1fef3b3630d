from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from collections import Counter, OrderedDict, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from sklearn.compose import make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

import hostile_pickles as hostile
from pytest_mlgate.checks.dependencies._pickle_imports import forbidden
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._artifact_scan import Facts, scan
from pytest_mlgate.inputs.artifacts import Artifacts, Listed
from support import commit, link, pipe, provide, write

ROOT = Path(__file__).parent.parent.parent


def facts(content: bytes, name: str = "model.pkl") -> Facts:
    return scan(io.BufferedReader(io.BytesIO(content)), name)


class Recording(pickle.Unpickler):
    """Loads what this test wrote itself, and notes what it looks up."""

    def __init__(self, content: bytes, protocol: int) -> None:
        super().__init__(io.BytesIO(content))
        self.old = protocol < 3
        self.names: set[str] = set()

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        if self.old:  # names of Python 2
            module, name = NAME_MAPPING.get(
                (module, name), (IMPORT_MAPPING.get(module, module), name)
            )
        self.names.add(f"{module}.{name}")
        return found


def benign() -> dict[str, Any]:
    rng = np.random.default_rng(0)
    values = abs(rng.normal(size=(60, 3)))
    y = (values[:, 0] > 0.7).astype(int)
    frame = pd.DataFrame(
        {
            "number": values[:, 0],
            "text": ["x", "y"] * 30,
            "group": pd.Categorical(["u", "v"] * 30),
            "day": pd.date_range("2020", periods=60),
            "count": pd.array([1, None] * 30, dtype="Int64"),
        }
    )
    estimators = {
        "pipeline": make_pipeline(StandardScaler(), LogisticRegression()),
        "boosting": GradientBoostingClassifier(n_estimators=3),
        "histogram": HistGradientBoostingClassifier(max_iter=3),
        "neighbours": KNeighborsClassifier(),
        "search": GridSearchCV(LogisticRegression(), {"C": [1, 2]}),
        "function": make_pipeline(FunctionTransformer(np.log1p), LogisticRegression()),
    }
    for estimator in estimators.values():
        estimator.fit(values, y)
    columns = make_column_transformer((OneHotEncoder(), ["text"]), (StandardScaler(), ["number"]))
    return {
        **estimators,
        "columns": columns.fit(frame),
        "frame": frame,
        "sparse": scipy.sparse.csr_matrix(values),
        "random": rng,
        "plain": {
            "list": [1, 2.5, "x", None, True, b"b", (1,), {2}, -(2**70), 255, 65536],
            "tables": [OrderedDict(a=1), defaultdict(list), Counter("ab")],
            "time": datetime(2020, 1, 1, tzinfo=UTC),
        },
        "arrays": [
            values,
            values.T.copy(order="F"),
            np.array(["a", None], object),
            np.array(["ab", "c"]),
            np.zeros(2, "S3"),
            np.zeros((2, 2), bool),
            np.zeros(0),
            np.zeros(3, [("a", "f8"), ("b", "O")]),
            np.zeros(3, [("a", "f8"), ("b", "i4")]),
            np.array(["2020"], "M8[D]"),
            np.ma.array([1, 2], mask=[0, 1]),
            np.float64(1),
        ],
    }


BENIGN = benign()


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("name", BENIGN)
def test_the_walk_sees_what_an_unpickler_looks_up(name: str, protocol: int) -> None:
    content = pickle.dumps(BENIGN[name], protocol)
    unpickler = Recording(content, protocol)
    unpickler.load()

    found = facts(content)

    assert set(found.imports) == unpickler.names
    assert (found.format, found.broken, found.unseen) == ("pickle", "", "")
    assert forbidden(found.imports) == []


@pytest.mark.parametrize("compress", [0, 3, *[(kind, 3) for kind in ("gzip", "bz2", "xz", "lzma")]])
@pytest.mark.parametrize("name", BENIGN)
def test_joblib_files_are_followed_through_their_arrays(
    tmp_path: Path, name: str, compress: int | tuple[str, int]
) -> None:
    path = tmp_path / "model.joblib"
    joblib.dump(BENIGN[name], path, compress=compress)

    found = facts(path.read_bytes(), path.name)

    assert (found.format, found.broken, found.unseen) == ("pickle", "", "")
    assert forbidden(found.imports) == []
    plain = set(facts(pickle.dumps(BENIGN[name])).imports)
    assert plain - set(found.imports) <= {
        "numpy._core.multiarray._reconstruct", "numpy._core.numeric._frombuffer", "numpy.ndarray",
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"\0", b"c", b"(", b"N", b"\x93", b"T", b"."])
def test_arrays_of_joblib_before_1_2_have_no_padding(data: bytes) -> None:
    content = hostile.joblib_array(data * 300, size=300, alignment=False)
    imports = "joblib.numpy_pickle.NumpyArrayWrapper", "numpy.dtype", "numpy.ndarray"
    assert facts(content) == Facts("pickle", imports)


@pytest.mark.parametrize("code", [b"f", b"float64", b"u0", b"O8", b"x4"])
def test_an_array_of_joblib_whose_size_is_not_plain(code: bytes) -> None:
    found = facts(hostile.joblib_array(b"", size=0, alignment=True, code=code))
    assert "size cannot be told" in found.unseen


def test_a_wrapper_of_joblib_where_none_belongs() -> None:
    wrapper = hostile.text("joblib.numpy_pickle") + hostile.text("NumpyArrayWrapper") + b"\x93"
    calls = hostile.text("sklearn.neighbors._kd_tree") + hostile.text("newObj") + b"\x93"
    for content in (
        calls + wrapper + b"\x85R.",
        b"](" + wrapper + b"e.",
        b"}" + wrapper + b"Ns.",
        b"(" + wrapper + b"N" * 20 + b"t.",
        wrapper + b")\x81]b.",
    ):
        assert "array of joblib" in facts(b"\x80\x04" + content).unseen


def test_numpy_files(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.zeros(3))
    np.save(tmp_path / "objects.npy", np.array([1, "x"], object), allow_pickle=True)
    np.savez(tmp_path / "both.npz", a=np.zeros(3), o=np.array([1, "x"], object))
    np.savez_compressed(tmp_path / "numbers.npz", a=np.zeros(3))
    formats = {path.name: facts(path.read_bytes(), path.name).format for path in tmp_path.iterdir()}
    assert formats == {
        "numbers.npy": "", "objects.npy": "pickle", "both.npz": "pickle", "numbers.npz": "",
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile.CALLS)
def test_hostile_pickles(name: str) -> None:
    assert forbidden(facts(hostile.CALLS[name]).imports) != []


@pytest.mark.parametrize("name", hostile.WRAPPED)
def test_hostile_files(name: str) -> None:
    path, content = hostile.WRAPPED[name]
    assert forbidden(facts(content, path).imports) != []


@pytest.mark.parametrize(
    ("content", "name", "imports"),
    [
        (hostile.CALLS["computed name"], "a.pkl", "<a name that is computed"),
        (hostile.CALLS["extension code"], "a.pkl", "<an extension code"),
        (hostile.CALLS["dotted name"], "a.pkl", "numpy:f2py.os.system"),
        (hostile.CALLS["python 2 names"], "a.pkl", "builtins.eval"),
        (hostile.CALLS["python 2 commands"], "a.pkl", "commands.getoutput"),
    ],
)
def test_names_of_imports(content: bytes, name: str, imports: str) -> None:
    assert any(found.startswith(imports) for found in facts(content, name).imports)


@pytest.mark.parametrize(
    ("content", "name", "broken"),
    [
        (b"", "a.pkl", "ends before its STOP"),
        (b"\x80\x04]", "a.pkl", "ends before its STOP"),
        (b"\x80\x04\x8c\x05ab", "a.pkl", "ends in the middle"),
        (b"\x80\x04T\xff\xff\xff\xff.", "a.pkl", "negative length"),
        (b"\x80\x040.", "a.pkl", "takes what is not there"),
        (b"\x80\x04t.", "a.pkl", "a mark that is not there"),
        (b"\x80\x04)\x81.", "a.pkl", "takes what is not there"),
        (b"\x80\x04}(Nu.", "a.pkl", "a key and no value"),
        (b"\x80\x04K\x01K\x02\x93.", "a.pkl", "something that is no name"),
        (b"\x80\x04Np\xff\n.", "a.pkl", "a number that is none"),
        (b"\x80\x04(o.", "a.pkl", "without a class"),
        (b"\x80\x04N\xff", "a.pkl", "byte 0xff"),
        (b"\x1f\x8b\x08\0", "a.pkl.gz", "end in the middle"),
        (b"\x1f\x8b\x08" + b"\xff" * 50, "a.pkl.gz", "damaged"),
        (b"BZh9" + b"\xff" * 50, "a.pkl", "damaged"),
        (hostile.zipped({"a.npy": b"x" * 500})[:300], "a.npz", "was cut off"),
        (b"\x93NUMPY\x01\0\x04\0nope", "a.npy", "array header is damaged"),
        (hostile.npy(b"\x80\x04"), "a.npy", "ends before its STOP"),
    ],
)
def test_what_cannot_be_loaded(content: bytes, name: str, broken: str) -> None:
    assert broken in facts(content, name).broken


@pytest.mark.parametrize(
    ("content", "name", "unseen"),
    [
        (b"<html>", "a.pkl", "named like a pickle and is none"),
        (b"7z\xbc\xaf\x27\x1c", "data.7z", "a 7z archive"),
        (b"Rar!\x1a\x07", "a.rar", "a RAR archive"),
        (b"\x04\x22\x4d\x18", "a.joblib", "LZ4"),
        (b"ZF0x", "a.pkl", "before 0.10"),
        (b"\x80\x04N." + b"x" * 100, "a.pkl", "bytes behind the end"),
        (b"\x93NUMPY\x01\0\xff\xff", "a.npy", "NumPy does not read"),
    ],
)
def test_what_cannot_be_looked_into(content: bytes, name: str, unseen: str) -> None:
    assert unseen in facts(content, name).unseen


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"import os\nos.system('ls')\n", "a.py"),
        (b"cat\ndog\nbird\n", "words.txt"),
        (b"(lp0\n", "a.txt"),
        (b".", ".gitkeep"),
        (b"N.", "a.txt"),
        (b"1,2,3\n", "a.data"),
        (b"\x80\x04\x95garbage", "weights.bin"),
        (b"\x04\x22\x4d\x18", "data.csv.lz4"),
        (b"PK\x03\x04" + b"x" * 50, "data.zip"),
        (hostile.zipped({"a.csv": b"1,2\n", "b.txt": b"cat\ndog\n"}), "data.zip"),
        (b"", "empty.bin"),
        (b"\x1f\x8b\x08", "a.csv.gz"),
    ],
)
def test_files_that_are_no_artifacts(content: bytes, name: str) -> None:
    assert facts(content, name) == Facts()


def test_checkpoint_of_old_torch_has_numbers_behind_its_pickles() -> None:
    tensor = hostile.call("torch._utils", "_rebuild_tensor_v2", protocol=2)
    content = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19." + tensor + b"\x10\0\0\0" + b"\1" * 64
    assert facts(content, "model.pt") == Facts("pickle", ("torch._utils._rebuild_tensor_v2",))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_never_break_the_scan(seed: int) -> None:
    random = Random(seed)
    files = [(name, content) for name, content in hostile.WRAPPED.values()]
    files += [("a.pkl", content) for content in hostile.CALLS.values() if len(content) < 5000]
    files += [("a.pkl", pickle.dumps(BENIGN["arrays"]))]
    for name, content in files:
        for _ in range(8):
            damaged = bytearray(content)
            for _ in range(random.randint(1, 6)):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            cut = bytes(damaged[: random.randint(1, len(damaged))])
            assert isinstance(facts(random.choice([bytes(damaged), cut]), name), Facts)


PROBE = """
import json, sys
from pytest_mlgate.inputs._artifact_scan import scan
def peak():  # ru_maxrss would count what the parent held when it forked
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before = peak()
with open(sys.argv[1], "rb") as raw:
    facts = scan(raw, sys.argv[2])
print(json.dumps([(peak() - before) // 1024, facts.broken, facts.unseen]))
"""


def probe(path: Path, name: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path), name],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    peak, broken, unseen = json.loads(done.stdout)
    return peak, broken, unseen


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", hostile.BOMBS)
def test_bombs_take_little_memory(tmp_path: Path, name: str) -> None:
    named, make = hostile.BOMBS[name]
    path = tmp_path / "bomb"
    path.write_bytes(make())

    peak, broken, unseen = probe(path, named)

    assert peak < 200, f"{peak} MiB"
    assert broken or unseen or name in {"deep lists", "large memo", "zlib", "xz", "bzip2"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_sparse_file_of_2_gib(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    with path.open("wb") as stream:
        stream.write(b"\x80\x04\x8e" + (2**31).to_bytes(8, "little"))
        stream.truncate(11 + 2**31)
        stream.seek(0, 2)
        stream.write(hostile.CALLS["no header"])

    peak, broken, unseen = probe(path, path.name)

    assert (broken, unseen) == ("", "")
    assert peak < 20


def test_nothing_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "marker"
    monkeypatch.setenv("MARKER", str(marker))
    root = tmp_path / "project"
    for number, (name, content) in enumerate(hostile.WRAPPED.values()):
        (root / str(number)).mkdir(parents=True)
        (root / str(number) / name).write_bytes(content)
    for number, content in enumerate(hostile.CALLS.values()):
        (root / f"{number}.pkl").write_bytes(content)
    commit(root)

    found = provide("artifacts", root)

    assert len(found.files) == len(hostile.WRAPPED) + len(hostile.CALLS)
    assert not marker.exists()


# The input.


def entry(path: str, content: bytes, **other: Any) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path, "sha256": digest, "bytes": len(content)} | other


def manifest(root: Path, *entries: dict[str, Any], **keys: Any) -> None:
    document = {"schema": "artifacts/1", "files": entries} | keys
    write(root, {"artifacts.manifest.json": json.dumps(document)})


def load(root: Path, **settings: Any) -> Artifacts:
    found = provide("artifacts", root, **settings)
    assert isinstance(found, Artifacts)
    return found


MODEL = pickle.dumps({"a": 1})


def test_listed_and_unlisted_files(tmp_path: Path) -> None:
    (tmp_path / "a.pkl").write_bytes(MODEL)
    (tmp_path / "b.pkl").write_bytes(MODEL)
    write(tmp_path, {"train.py": "x = 1\n", "model.onnx": "x", "model.safetensors": "x"})
    manifest(tmp_path, entry("a.pkl", MODEL, note="ours"), entry("gone.pkl", MODEL))

    found = load(tmp_path)

    digest = hashlib.sha256(MODEL).hexdigest()
    listed = Listed("a.pkl", digest, len(MODEL), "ours")
    assert [(f.path, f.facts.format, f.sha256, f.listed) for f in found.files] == [
        ("a.pkl", "pickle", digest, listed),
        ("b.pkl", "pickle", digest, None),
        ("model.onnx", "ONNX", "", None),
        ("model.safetensors", "safetensors", "", None),
    ]
    assert [entry.path for entry in found.missing] == ["gone.pkl"]
    assert found.exists
    assert found.fingerprint.startswith("artifacts:")
    (tmp_path / "b.pkl").write_bytes(pickle.dumps(2))
    assert load(tmp_path).fingerprint != found.fingerprint


def test_ignored_files_count_when_they_are_named(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "models/\n", "models/a.txt": "x"})
    (tmp_path / "models" / "a.pkl").write_bytes(MODEL)
    commit(tmp_path)
    assert load(tmp_path).files == ()
    for include in ("models/a.pkl", "models/*", "**/*.pkl"):
        assert [f.path for f in load(tmp_path, include=(include,)).files] == ["models/a.pkl"]
    manifest(tmp_path, entry("models/a.pkl", MODEL))
    assert [f.path for f in load(tmp_path).files] == ["models/a.pkl"]


def test_pointers_of_git_lfs(tmp_path: Path) -> None:
    digest = "a" * 64
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 12\n"
    write(tmp_path, {"a.pkl": pointer, "b.csv": pointer})
    found = load(tmp_path)
    assert [(f.path, f.pointer, f.sha256) for f in found.files] == [("a.pkl", True, digest)]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    pipe(tmp_path / "a.pkl")
    manifest(tmp_path, entry("a.pkl", MODEL))
    assert load(tmp_path).files[0].unread == "no regular file"


def test_links_stay_inside(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "outside.pkl").write_bytes(MODEL)
    link(root / "a.pkl", tmp_path / "outside.pkl")
    link(root / "b.pkl", "/etc/passwd")
    commit(root)
    assert load(root).files == ()
    with pytest.raises(InputError, match="leaves the project root"):
        load(root, include=("a.pkl",))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="everybody may read it")
def test_unreadable_file(tmp_path: Path) -> None:
    (tmp_path / "a.pkl").write_bytes(MODEL)
    (tmp_path / "a.pkl").chmod(0)
    assert load(tmp_path).files[0].unread == "permission denied"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("[]", "expected a table"),
        ("{", "broken JSON"),
        ('{"files": []}', "schema: found nothing"),
        ('{"schema": "artifacts/2", "files": []}', "expected 'artifacts/1'"),
        ('{"schema": "artifacts/1"}', "files: found nothing"),
        ('{"schema": "artifacts/1", "files": [], "extra": 1}', "an unknown key"),
        ('{"schema": "artifacts/1", "files": [1]}', "expected a table"),
        ('{"schema": "artifacts/1", "files": [{"sha256": "x", "bytes": 1}]}', "path: found noth"),
        (
            '{"schema": "artifacts/1", "files": [{"path": "a", "sha256": "x", "bytes": 1}]}',
            r"files\[0\].sha256: found no SHA-256",
        ),
        (json.dumps({"schema": "artifacts/1", "files": [entry("../a", b"")]}), "leaves the proj"),
        (json.dumps({"schema": "artifacts/1", "files": [entry("a", b"")] * 2}), "a again"),
        (
            json.dumps({"schema": "artifacts/1", "files": [entry("a", b"", bytes=-1)]}),
            "expected 0 or more",
        ),
    ],
)
def test_broken_manifests(tmp_path: Path, document: str, message: str) -> None:
    write(tmp_path, {"artifacts.manifest.json": document})
    with pytest.raises(InputError, match=message):
        load(tmp_path)


def test_settings_that_name_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path, path="other.json")
    with pytest.raises(InputError, match="names no file"):
        load(tmp_path, include=("models/*.pkl",))
    with pytest.raises(InputError, match="names no file"):
        load(tmp_path, include=("model.pkl",))
    with pytest.raises(InputError, match="a relative glob"):
        load(tmp_path, include=("../*.pkl",))
