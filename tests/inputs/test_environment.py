"""The input ``environment``: packages, machine and variables of the running interpreter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_mlgate.inputs import _inventory, _platform
from pytest_mlgate.inputs.environment import (
    Accelerator,
    Blas,
    Environment,
    Package,
    Platform,
    admits,
    environment,
)


def install(folder: Path, name: str, version: str, direct: object = None) -> None:
    info = folder / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    if direct is not None:
        (info / "direct_url.json").write_text(
            direct if isinstance(direct, str) else json.dumps(direct)
        )


def packages(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> list[dict[str, str]]:
    monkeypatch.setattr(sys, "path", [str(folder) for folder in folders])
    return list(_inventory.inventory()["packages"])


def test_running_interpreter() -> None:
    found = environment()

    assert "pytest" in found.versions
    assert found.python.startswith(f"{sys.version_info.major}.{sys.version_info.minor}.")
    assert found.platform.os
    assert found.platform.arch
    assert found.fingerprint == f"sha256:{found.software_hash}"


def test_names_are_normalised_and_duplicates_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "a", "Foo.Bar_baz", "2.0")
    install(tmp_path / "b", "foo-bar-baz", "1.0")

    found = packages(monkeypatch, tmp_path / "a", tmp_path / "b")

    assert found == [{"name": "foo-bar-baz", "version": "2.0", "source": "index"}]


def test_broken_metadata_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x-1.dist-info").mkdir()
    install(tmp_path, "good", "1")

    assert [p["name"] for p in packages(monkeypatch, tmp_path)] == ["good"]


def test_the_backport_of_the_library_is_stricter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("importlib_metadata")  # from here on it answers beside the original

    test_broken_metadata_is_left_out(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("direct", "source"),
    [
        (None, "index"),
        ({"url": "file:///home/me/x", "dir_info": {"editable": True}}, "editable"),
        ({"url": "file:///home/me/x", "dir_info": {}}, "local"),
        ({"url": "file:///tmp/x.whl", "archive_info": {}}, "local"),
        ({"url": "https://u:p@h.org/x.whl?sig=abc#f", "archive_info": {}}, "https://h.org/x.whl"),
        (
            {"url": "https://t@h.org/x", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "git+https://h.org/x@abc",
        ),
        ("{broken", "unknown"),
        ([1], "unknown"),
    ],
)
def test_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direct: object, source: str
) -> None:
    install(tmp_path, "x", "1", direct)

    assert packages(monkeypatch, tmp_path)[0]["source"] == source


def test_a_venv_without_pip_lists_its_packages(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "v")], check=True)
    site = next((tmp_path / "v").rglob("site-packages"))
    python = tmp_path / "v" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install(site, "lonely", "1.0")

    answer = subprocess.run(
        [str(python), "-I", _inventory.__file__],
        check=True,
        capture_output=True,
        text=True,
    )

    assert [p["name"] for p in json.loads(answer.stdout)["packages"]] == ["lonely"]


@pytest.mark.parametrize(
    "name",
    [
        "DATABASE_URL",
        "MONGO_URI",
        "PGPASS",
        "DB_PASSWD",
        "SENTRY_DSN",
        "SLACK_WEBHOOK",
        "HOME",
        "TF_VAR_password",
        "TF_TOKEN_host",
        "AUTHOR",
    ],
)
def test_other_variables_are_dropped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "plain")

    assert name not in environment().env


def test_allowed_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    monkeypatch.setenv("TF_DETERMINISTIC_OPS", "1")
    monkeypatch.setenv("AUTHOR", "Ada")
    monkeypatch.setenv("TZ", "postgres://u:" + "secretpw@h/db")

    assert environment().env.items() >= {"PYTHONHASHSEED": "0", "TF_DETERMINISTIC_OPS": "1"}.items()
    assert "TZ" not in environment().env, "its value is a credential"
    assert environment(variables=("AUTHOR",)).env == {"AUTHOR": "Ada"}
    assert admits("TF_VAR_x", ("TF_VAR_*",)), "whoever names it means it"


@pytest.mark.parametrize("answer", ["", "\n", "  \n\n"])
def test_empty_answer_means_no_accelerator(answer: str) -> None:
    assert _platform.parse_accelerator(answer, {}) == Accelerator()


def test_several_accelerators() -> None:
    versions = {"nvidia-cuda-runtime-cu12": "12.4.1", "nvidia-cudnn-cu12": "9.1"}
    found = _platform.parse_accelerator("A100, 550.1\nA100, 550.1\nT4, 550.1\n", versions)

    assert found == Accelerator("A100 + T4", 3, "550.1", "12.4.1", "9.1")


def script(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "nvidia-smi"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo 'A100, 550.1'", Accelerator("A100", 1, "550.1")),
        ("true", Accelerator()),
        ("exit 9", None),
        ("exec sleep 5", None),
    ],
)
def test_nvidia_smi(
    text: str, expected: Accelerator | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, text, monkeypatch)

    assert _platform.probe({}, 0.5).accelerator == expected


def test_no_nvidia_smi_is_no_accelerator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert _platform.probe({}, 1).accelerator == Accelerator()


def test_blas() -> None:
    pools = [
        {"user_api": "openmp", "num_threads": 9},
        {"user_api": "blas", "internal_api": "openblas", "num_threads": 4},
    ]

    assert _platform.parse_blas(pools) == Blas("openblas", 4)
    assert _platform.parse_blas([]) is None
    assert _platform.probe({}, 1).blas == Blas(), "without numpy there is none"
    assert _platform.probe({"numpy": "2"}, 1).blas is None, "without threadpoolctl it is unknown"


def test_container_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "memory.max").write_text(f"{2**30}\n")
    monkeypatch.setattr(_platform, "_CGROUP", tmp_path)
    found = _platform.probe({}, 1)

    assert found.cpu_count == 1
    assert found.memory_gb in {1.0, None}


def test_memory_is_unknown_without_psutil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)

    assert _platform.probe({}, 1).memory_gb is None


def test_hashes_leave_out_what_changes_no_result() -> None:
    def make(release: str, memory: float, count: int) -> Environment:
        machine = Platform(
            "Linux", release, "x86_64", None, count, memory, Accelerator("T4", count)
        )
        return Environment("3.12.1", "CPython", (Package("a", "1"),), probe=lambda: machine)

    first, second = make("6.1", 15.9, 2), make("6.2", 16.0, 4)

    assert first.platform_hash == second.platform_hash
    # SHA-256 of the text {"packages":["a==1"],"python":"3.12.1"}
    assert first.software_hash == second.software_hash
    assert first.software_hash == (
        "19694ddfbe84ffd07859c0222797714e7ac2808ec8bc257cb07c1f6e77a3e1b4"
    )
