from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _dvc
from pytest_mlgate.inputs.data_manifest import (
    DataManifest,
    OnDisk,
    build_manifest,
    is_network,
    write_manifest,
)
from support import link, provide, write


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def entry(path: str, text: str = "1\n") -> dict[str, Any]:
    return {"path": path, "sha256": sha(text), "bytes": len(text)}


def manifest(at: Path, *entries: dict[str, Any], **keys: Any) -> None:
    document = {"schema": "data.manifest/1", "root": "data", "frozen": False, "files": [*entries]}
    write(at, {"data.manifest.json": json.dumps(document | keys)})


def test_equal_files(tmp_path: Path) -> None:
    write(tmp_path, {"data/a.csv": "1\n", "data/deep/b.csv": "2\n"})
    manifest(tmp_path, entry("a.csv"), entry("deep/b.csv", "2\n") | {"rows": 1, "source": "x"})
    found = provide("data_manifest", tmp_path)
    assert [(f.path, f.on_disk, f.found_digest == f.digest) for f in found.files] == [
        ("data/a.csv", OnDisk.HASHED, True), ("data/deep/b.csv", OnDisk.HASHED, True),
    ]  # fmt: skip
    assert found.fingerprint.startswith("data:")
    assert found.unlisted == ()


def test_differences(tmp_path: Path) -> None:
    write(tmp_path, {"data/same_size.csv": "2\n", "data/longer.csv": "10\n", "data/folder/x": ""})
    manifest(tmp_path, *map(entry, ("same_size.csv", "longer.csv", "gone.csv", "folder")))
    states = {f.path: f for f in provide("data_manifest", tmp_path).files}
    assert states["data/same_size.csv"].on_disk is OnDisk.HASHED
    assert states["data/same_size.csv"].found_digest == sha("2\n")
    assert states["data/longer.csv"].on_disk is OnDisk.OTHER_SIZE
    assert states["data/longer.csv"].found_size == 3
    assert states["data/gone.csv"].on_disk is OnDisk.MISSING
    assert states["data/folder"].on_disk is OnDisk.UNREADABLE


def test_upper_case_digest_is_the_same_digest(tmp_path: Path) -> None:
    write(tmp_path, {"data/a.csv": "1\n"})
    manifest(tmp_path, entry("a.csv") | {"sha256": sha("1\n").upper()})
    (file,) = provide("data_manifest", tmp_path).files
    assert file.digest == file.found_digest


def test_frozen_folder(tmp_path: Path) -> None:
    write(tmp_path, {
        "data/a.csv": "1\n", "data/b/new.csv": "", "data/.gitignore": "", "data/a.csv.dvc": "",
        "data/.hidden.csv": "",
    })  # fmt: skip
    manifest(tmp_path, entry("a.csv"), frozen=True)
    assert provide("data_manifest", tmp_path).unlisted == ("data/.hidden.csv", "data/b/new.csv")


def test_network_files(tmp_path: Path) -> None:
    manifest(
        tmp_path, {"path": "a.csv"}, entry("b.csv"), {"path": "https://x/c.csv"},
        root="s3://bucket/data/",
    )  # fmt: skip
    found = provide("data_manifest", tmp_path).files
    assert {f.on_disk for f in found} == {OnDisk.NETWORK}
    assert [f.path for f in found] == [
        "s3://bucket/data/a.csv", "s3://bucket/data/b.csv", "https://x/c.csv",
    ]  # fmt: skip
    assert [bool(f.digest) for f in found] == [False, True, False]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("s3://b/x", True), ("dbfs:/x", True), ("//server/share", True), (r"\\server\x", True),
        ("C:/x", False), ("data/x", False), ("/mnt/x", False), ("file:///x", False),
    ],
)  # fmt: skip
def test_is_network(path: str, expected: bool) -> None:
    assert is_network(path) is expected


def test_links(tmp_path: Path) -> None:
    root = write(tmp_path / "project", {"cache/real.csv": "1\n", "data/x": ""})
    link(root / "data/a.csv", "../cache/real.csv")
    link(root / "data/dangling.csv", "nowhere")
    manifest(root, entry("a.csv"), entry("dangling.csv"))
    assert [f.on_disk for f in provide("data_manifest", root).files] == [
        OnDisk.HASHED, OnDisk.MISSING,
    ]  # fmt: skip
    (tmp_path / "outside.csv").write_text("1\n")
    link(root / "data/out.csv", "../../outside.csv")
    manifest(root, entry("out.csv"))
    with pytest.raises(InputError, match="leaves the project root"):
        provide("data_manifest", root)


BAD: list[tuple[Any, str]] = [
    ("{", "broken JSON"),
    ("[]", "a list"),
    ({"schema": "data.manifest/2"}, "schema"),
    ({"files": []}, "at least one data file"),
    ({"files": None}, "files"),
    ({"files": [1]}, r"files\[0\]"),
    ({"files": [{"sha256": sha("")}]}, r"files\[0\]\.path"),
    ({"files": [{"path": "a"}]}, r"files\[0\]\.sha256"),
    ({"files": [{"path": "a", "sha256": "abc", "bytes": 1}]}, "64 hexadecimal"),
    ({"files": [{"path": "a", "sha256": sha("")}]}, "bytes"),
    ({"files": [entry("a") | {"bytes": -1}]}, "bytes"),
    ({"files": [entry("a") | {"bytes": True}]}, "bytes"),
    ({"files": [entry("a"), entry("./a")]}, "again"),
    ({"files": [entry("../../etc/passwd")]}, "leaves the project root"),
    ({"files": [entry("/etc/passwd")]}, "leaves the project root"),
    ({"files": [entry("a")], "root": ".", "frozen": True}, "nothing but data"),
    ({"files": [entry("a")], "frozen": "yes"}, "frozen"),
]


@pytest.mark.parametrize(("content", "message"), BAD)
def test_unusable_manifest(tmp_path: Path, content: Any, message: str) -> None:
    if isinstance(content, str):
        write(tmp_path, {"data.manifest.json": content})
    else:
        manifest(tmp_path, **content)
    with pytest.raises(InputError, match=message):
        provide("data_manifest", tmp_path)


def test_absent_and_missing(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"no data\.manifest\.json and no DVC file"):
        provide("data_manifest", tmp_path)
    with pytest.raises(InputError, match="no such file"):
        provide("data_manifest", tmp_path, path="named.json")


@pytest.mark.parametrize(
    ("path", "listed"),
    [
        ("data/a.csv", True), ("data", True), ("data/", True), ("data/*.csv", True),
        ("data/**/*.csv", True), ("data/a", False), ("dat", False), ("*.csv", False),
        ("data/b.csv", False), ("tree/deep/x.csv", True), ("tree", True), ("trees/x", False),
    ],
)  # fmt: skip
def test_lists(tmp_path: Path, path: str, listed: bool) -> None:
    write(tmp_path, {
        "data/a.csv.dvc": "outs:\n- {path: a.csv, md5: a" + "0" * 31 + "}\n",
        "tree.dvc": "outs:\n- {path: tree, md5: " + "0" * 32 + ".dir}\n",
    })  # fmt: skip
    assert provide("data_manifest", tmp_path).lists(path) is listed


# Writing --------------------------------------------------------------------------------


def test_build_write_read(tmp_path: Path) -> None:
    write(tmp_path, {"data/b.csv": "2\n", "data/deep/a.csv": "1\n", "data/.gitignore": ""})
    document = build_manifest(tmp_path, "data")
    assert [file["path"] for file in document["files"]] == ["b.csv", "deep/a.csv"]
    write_manifest(tmp_path / "data.manifest.json", document)
    found: DataManifest = provide("data_manifest", tmp_path)
    assert found.frozen
    assert all(f.found_digest == f.digest for f in found.files)


def test_notes_of_unchanged_files_are_kept(tmp_path: Path) -> None:
    write(tmp_path, {"data/a.csv": "1\n", "data/b.csv": "2\n"})
    previous = build_manifest(tmp_path, "data", frozen=False)
    for file in previous["files"]:
        file |= {"rows": 1, "source": "bank", "other": "dropped"}
    write(tmp_path, {"data/b.csv": "3\n"})
    first, second = build_manifest(tmp_path, "data", previous=previous)["files"]
    assert (first["rows"], first["source"], "other" in first) == (1, "bank", False)
    assert set(second) == {"path", "sha256", "bytes"}


@pytest.mark.parametrize(("folder", "message"), [("none", "no such"), ("empty", "no file")])
def test_nothing_to_record(tmp_path: Path, folder: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        build_manifest(tmp_path, folder)


# DVC: all digests below were made by DVC 2 or 3 -----------------------------------------


@pytest.mark.parametrize(
    ("content", "with_text", "plain"),
    [
        (b"x\r\ny\r\n", "1b5bb282b8f8792875e3c4203cfa9c57", "e20942bc0763636e19c18b95bb194501"),
        (bytes(range(256)), "e2c865db4162bed963bfaa9ef6ac18f0", "e2c865db4162bed963bfaa9ef6ac18f0"),
        (b"", "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
        ("ü\r\n".encode() * 3, "a7895c2a61cafeaa4fbac32e1f72496d",
         "a7895c2a61cafeaa4fbac32e1f72496d"),
        (b"\x80" * 4 + b"abcdefghi\r\n", "3876401d48668af51136e75c41bf71fc",
         "6d60d6d256e847513cc7f61f43200f77"),
        (b"a" * (2**20 - 1) + b"\r\n", "2647acae3fed7a4538ecf474e9a98d1e",
         "2647acae3fed7a4538ecf474e9a98d1e"),
    ],
)  # fmt: skip
def test_line_ends_of_old_and_new_records(
    tmp_path: Path, content: bytes, with_text: str, plain: str
) -> None:
    (tmp_path / "a").write_bytes(content)
    assert _dvc.file_digest(tmp_path, "a", _dvc.MD5_TEXT) == with_text
    assert _dvc.file_digest(tmp_path, "a", _dvc.MD5) == plain


DIR = "6f5a9efb70f3f907384371ed502a4cc0.dir"


def dvc_folder(root: Path) -> Path:
    write(root, {'d/ö"x.txt': "ü", "d/empty": ""})
    (root / "d/a.csv").write_bytes(b"x\r\ny\r\n")
    (root / "d/sub").mkdir()
    (root / "d/sub/b.bin").write_bytes(bytes(range(256)))
    return root


def test_folder_is_the_digest_of_a_list(tmp_path: Path) -> None:
    dvc_folder(tmp_path)
    write(tmp_path, {"d.dvc": f"outs:\n- md5: {DIR}\n  size: 264\n  hash: md5\n  path: d\n"})
    (file,) = provide("data_manifest", tmp_path).files
    assert (file.found_digest, file.is_folder) == (DIR, True)
    (tmp_path / "d/empty").rename(tmp_path / "d/empty2")
    (file,) = provide("data_manifest", tmp_path).files
    assert file.found_digest not in {DIR, ""}


def test_ignore_file_makes_a_folder_uncertain(tmp_path: Path) -> None:
    dvc_folder(tmp_path)
    write(tmp_path, {
        "d.dvc": f"outs:\n- {{md5: {DIR}, hash: md5, path: d}}\n", ".dvcignore": "*.tmp\n",
    })  # fmt: skip
    (file,) = provide("data_manifest", tmp_path).files
    assert (file.on_disk, file.found_digest) == (OnDisk.HASHED, DIR)
    write(tmp_path, {"d/x.tmp": ""})
    (file,) = provide("data_manifest", tmp_path).files
    assert file.on_disk is OnDisk.UNKNOWN


ONE = "81cdee4ea0850f3d4e5eea27e4be496e"  # of b"1\r\n2\r\n"


def test_lock_of_a_pipeline(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "", "work/other.csv": "x"})
    (tmp_path / "one.csv").write_bytes(b"1\r\n2\r\n")
    write(tmp_path, {
        "dvc.yaml": "stages:\n  a: {cmd: x}\n  b: {cmd: x, wdir: work}\n",
        "dvc.lock": f"""
schema: '2.0'
stages:
  a:
    cmd: x
    deps:
    - {{path: train.py, hash: md5, md5: '00'}}
    - {{path: one.csv, hash: md5, md5: {ONE}, size: 6}}
    - {{path: s3://b/x.csv, etag: abc}}
    outs:
    - {{path: gone.csv, hash: md5, md5: {ONE}}}
  b@1:
    cmd: x
    outs:
    - {{path: other.csv}}
""",
    })  # fmt: skip
    found = {f.path: f for f in provide("data_manifest", tmp_path).files}
    assert {path: f.on_disk for path, f in found.items()} == {
        "one.csv": OnDisk.HASHED, "s3://b/x.csv": OnDisk.NETWORK, "gone.csv": OnDisk.MISSING,
        "work/other.csv": OnDisk.UNKNOWN,
    }  # fmt: skip
    assert found["one.csv"].found_digest == ONE
    assert found["one.csv"].origin == "dvc.lock, stage a"


def test_lock_of_the_first_format(tmp_path: Path) -> None:
    write(tmp_path, {"dvc.lock": f"a:\n  cmd: x\n  outs:\n  - {{path: one.csv, md5: {ONE}}}\n"})
    assert provide("data_manifest", tmp_path).files[0].path == "one.csv"


def test_stale_pipeline_lists_a_file_twice(tmp_path: Path) -> None:
    write(tmp_path, {
        "a.csv.dvc": f"outs:\n- {{path: a.csv, md5: {ONE}, hash: md5}}\n",
        "dvc.lock": "schema: '2.0'\nstages:\n  s:\n    deps:\n    - {path: a.csv, md5: '"
        + "0" * 32 + "'}\n",
    })  # fmt: skip
    (tmp_path / "a.csv").write_bytes(b"1\r\n2\r\n")
    found = provide("data_manifest", tmp_path).files
    assert [f.digest == f.found_digest for f in found] == [True, False]


def test_own_folder_working_folder_and_file_list(tmp_path: Path) -> None:
    write(tmp_path, {
        "data/x.dvc": f"wdir: ..\nouts:\n- {{path: one.csv, md5: {ONE}, hash: md5}}\n",
        "data/y.dvc": "outs:\n- path: many\n  hash: md5\n  files:\n"
        f"  - {{relpath: p/q.csv, md5: {ONE}, size: 6}}\n",
    })  # fmt: skip
    assert [f.path for f in provide("data_manifest", tmp_path).files] == [
        "one.csv", "data/many/p/q.csv",
    ]  # fmt: skip


def test_named_dvc_file(tmp_path: Path) -> None:
    write(tmp_path, {
        "a.dvc": f"outs:\n- {{path: a.csv, md5: {ONE}}}\n",
        "b.dvc": f"outs:\n- {{path: b.csv, md5: {ONE}}}\n",
    })  # fmt: skip
    assert provide("data_manifest", tmp_path).path == "2 DVC files"
    assert [f.path for f in provide("data_manifest", tmp_path, path="b.dvc").files] == ["b.csv"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outs: 1\n", "outs"), ("outs:\n- 1\n", r"outs\[0\]"), ("outs:\n- {md5: x}\n", "path"),
        ("a: [", "broken YAML"), ("outs:\n- {path: a, md5: 1}\n", "md5 of a"), ("- 1\n", "a list"),
        ("outs:\n- {path: ../../x, md5: a}\n", "leaves the project root"),
    ],
)  # fmt: skip
def test_unusable_dvc_file(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, {"a.dvc": text})
    with pytest.raises(InputError, match=message):
        provide("data_manifest", tmp_path)


@pytest.mark.parametrize("text", ["schema: '2.0'\n", "schema: '2.0'\nstages: 1\n", "a: 1\n"])
def test_unusable_lock(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"dvc.lock": text})
    with pytest.raises(InputError, match=r"dvc\.lock"):
        provide("data_manifest", tmp_path)


def test_dvc_without_data(tmp_path: Path) -> None:
    write(tmp_path, {"dvc.lock": "schema: '2.0'\nstages: {}\n"})
    with pytest.raises(InputAbsent, match="records no data file"):
        provide("data_manifest", tmp_path)
