"""The input ``snapshot``: capture, writing, strict reading."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._credentials import credential_kind, without_userinfo
from pytest_mlgate.inputs.environment import (
    Accelerator,
    Blas,
    Environment,
    Package,
    Platform,
    environment,
)
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.snapshot import capture, write_snapshot
from support import commit, git, link, provide, write

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MACHINE = Platform(
    "Linux", "6.1", "x86_64", "Xeon", 4, 16.0, Accelerator("T4", 1, "550"), Blas("openblas", 4)
)
ENVIRONMENT = Environment(
    "3.12.4",
    "CPython",
    (Package("numpy", "2.1.0"), Package("tiny", "0.1", "editable")),
    {"TZ": "UTC"},
    probe=lambda: MACHINE,
)


def document(tmp_path: Path) -> dict[str, Any]:
    return capture(ENVIRONMENT, None, Project(tmp_path), NOW)


def read(tmp_path: Path, content: object) -> Any:
    text = content if isinstance(content, str) else json.dumps(content)
    write(tmp_path, {"environment.json": text})
    return provide("snapshot", tmp_path)


def test_round_trip(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "environment.json", document(tmp_path))

    found = provide("snapshot", tmp_path)

    assert found.environment == ENVIRONMENT
    assert found.environment.platform == MACHINE
    assert found.software_hash == ENVIRONMENT.software_hash
    assert found.platform_hash == ENVIRONMENT.platform_hash
    assert found.created_at == NOW
    assert found.credentials == ()


def test_real_environment_round_trips(tmp_path: Path) -> None:
    running = environment()
    write_snapshot(tmp_path / "environment.json", capture(running, None, Project(tmp_path), NOW))

    found = provide("snapshot", tmp_path)

    assert found.environment.packages == running.packages
    assert found.environment.platform == running.platform
    assert found.platform_hash == found.environment.platform_hash


def test_without_a_remote_commit_and_state_are_kept(tmp_path: Path) -> None:
    head = commit(write(tmp_path, {"a.py": "1"}))
    write(tmp_path, {"a.py": "2"})
    found = capture(ENVIRONMENT, provide("repo", tmp_path), Project(tmp_path), NOW)

    assert (found["commit"], found["dirty"], found["remote"]) == (head, True, None)


def test_remote_is_stored_without_user(tmp_path: Path) -> None:
    commit(write(tmp_path, {"a.py": "1"}))
    git(tmp_path, "remote", "add", "origin", "https://me:" + "pw@git.example.invalid/x.git")
    found = capture(ENVIRONMENT, provide("repo", tmp_path), Project(tmp_path), NOW)

    assert found["remote"] == "https://git.example.invalid/x.git"


def test_naive_time_and_no_package_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        capture(ENVIRONMENT, None, Project(tmp_path), datetime(2026, 3, 1))
    with pytest.raises(InputError, match="no package"):
        capture(Environment("3", "C", ()), None, Project(tmp_path), NOW)


def test_a_credential_is_never_written(tmp_path: Path) -> None:
    content = document(tmp_path)
    content["packages"][0]["source"] = "git+https://user:" + "hunter2@host/x"
    with pytest.raises(InputError, match=r"packages\[0\].source") as error:
        write_snapshot(tmp_path / "environment.json", content)

    assert "hunter2" not in str(error.value)
    assert not (tmp_path / "environment.json").exists()


def test_absent(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"\[inputs.snapshot\] path"):
        provide("snapshot", tmp_path)
    with pytest.raises(InputError, match="no such file"):
        provide("snapshot", tmp_path, path="other.json")


@pytest.mark.parametrize(
    ("keys", "value", "message"),
    [
        (("schema",), "environment/2", "environment/1"),
        (("schema",), None, "environment/1"),
        (("packages",), [], "capture failed"),
        (("packages",), {}, "a list"),
        (("packages", 0), "numpy", r"packages\[0\]"),
        (("packages", 0, "version"), 2, r"packages\[0\].version"),
        (("packages", 1, "name"), "NumPy", "second time"),
        (("python",), "3.12", "python"),
        (("python", "version"), "", "empty text"),
        (("platform",), None, "platform"),
        (("platform", "memory_gb"), "16", "memory_gb"),
        (("platform", "memory_gb"), -1, "0 or more"),
        (("platform", "memory_gb"), 10**400, "out of range"),
        (("platform", "cpu_count"), True, "true or false"),
        (("platform", "cpu_count"), -1, "0 or more"),
        (("platform", "accelerator"), "T4", "accelerator"),
        (("platform", "blas", "threads"), 1.5, "blas.threads"),
        (("env",), {"TZ": 1}, "env.TZ"),
        (("created_at",), "2026-03-01T12:00:00", "without zone"),
        (("created_at",), "yesterday", "created_at"),
        (("software_hash",), None, "software_hash"),
        (("dirty",), "no", "dirty"),
    ],
)
def test_wrong_schema(tmp_path: Path, keys: tuple[Any, ...], value: object, message: str) -> None:
    content = copy.deepcopy(document(tmp_path))
    place: Any = content
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value

    with pytest.raises(InputError, match=message):
        read(tmp_path, content)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"schema": NaN}', '{"a": 1, "a": 2}', "[" * 100_000, "\0", "1" * 5000],
)
def test_broken_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"environment\.json"):
        read(tmp_path, text)


def test_directory_link_and_huge_file(tmp_path: Path) -> None:
    (tmp_path / "environment.json").mkdir()
    with pytest.raises(InputError, match="a directory"):
        provide("snapshot", tmp_path)
    (tmp_path / "environment.json").rmdir()
    link(tmp_path / "environment.json", __file__)
    with pytest.raises(InputError, match="leaves the project"):
        provide("snapshot", tmp_path)
    (tmp_path / "environment.json").unlink()
    with (tmp_path / "environment.json").open("wb") as stream:
        stream.truncate(200 * 2**20)
    with pytest.raises(InputError, match="MiB"):
        provide("snapshot", tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_either_read_or_refused(tmp_path_factory: Any, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "environment.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError):
        provide("snapshot", folder)


@pytest.mark.parametrize(
    "value",
    [
        "postgres://app:" + "secretpw@db/prod",
        "mongodb+srv://u:" + "p@h",
        "https://0123456789abcdef" + "@o1.ingest.sentry.io/1",
        "https://hooks.slack.com" + "/services/T0/B0/x",
        "ghp_" + "a1B2" * 9,
        "AKIA" + "ABCDEFGH12345678",
        "ssh://git:" + "pw@h/x",
        "git+https://tok" + "en@h/x",
        "host=db password" + "=opensesame",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "hf_" + "a" * 30,
    ],
)
def test_credentials_are_recognised(value: str) -> None:
    assert credential_kind(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "UTC",
        "a" * 64,
        "git@github.com:o/r.git",
        "ssh://git@github.com/o/r.git",
        "git+ssh://git@github.com/o/r@abc",
        "https://h.org/x.whl",
        "C.UTF-8",
        ":4096:8",
        "2026-03-01T12:00:00+00:00",
        "A <a@b.example>",
    ],
)
def test_ordinary_values_are_no_credentials(value: str) -> None:
    assert not credential_kind(value)


def test_userinfo_is_stripped() -> None:
    assert without_userinfo("https://a:b@h/x") == "https://h/x"
    assert without_userinfo("git+https://t@h/x@v1") == "git+https://h/x@v1"
    assert without_userinfo("git@h:x") == "git@h:x"
