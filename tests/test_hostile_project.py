"""A project that attacks whoever looks at it: nothing of it runs, and memory stays bounded."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from support import commit, link, write

MEBIBYTE = 1024 * 1024
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(done.returncode)
print(done.stdout + done.stderr)
"""
ANCHORS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
WORKFLOW = "on: push\njobs:\n" + "".join(
    f"  job{n}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: someone/action@main\n"
    for n in range(2500)
)


class Attack:
    """Runs a command where it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Any, ...]:
        import os

        return os.system, (self.command,)


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def nested(content: bytes) -> bytes:
    """A pickle in a ZIP file in a ZIP file in a compressed tar file."""
    inner = zipped("inner.zip", zipped("model.pkl", content))
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        entry = tarfile.TarInfo("outer.zip")
        entry.size = len(inner)
        archive.addfile(entry, io.BytesIO(inner))
    return stream.getvalue()


@pytest.fixture
def project(tmp_path: Path) -> tuple[Path, Path]:
    """The project, and the file that appears if any of its code runs."""
    root, ran = tmp_path / "project", tmp_path / "ran"
    run = f"import pathlib; pathlib.Path({str(ran)!r}).write_text('ran')\n"
    write(
        root,
        {
            "mlgate.toml": 'families = ["dependencies", "health"]\n',
            "setup.py": f"{run}from setuptools import setup\nsetup(name='x')\n",
            "evil.py": f"{run}def plugin(version):\n    return None\n",
            "sitecustomize.py": run,
            "mypy.ini": "[mypy]\nplugins = ./evil.py\npython_executable = ./evil.sh\n",
            "evil.sh": f"#!/bin/sh\ntouch {ran}\n",
            "ruff.toml": "fix = true\nunsafe-fixes = true\n",
            "unused.py": "import os\nimport sys\n",
            ".coveragerc": "[run]\nplugins = evil\n",
            ".github/workflows/bomb.yml": ANCHORS,
            ".github/workflows/large.yml": WORKFLOW,
            "compose.yml": ANCHORS,
            "requirements.txt": "numpy==2.1.0\n",
        },
    )
    attack = pickle.dumps(Attack(f"touch {ran}"))
    (root / "evil.sh").chmod(0o755)
    (root / "model.pkl").write_bytes(attack)
    (root / "nested.tar.gz").write_bytes(nested(attack))
    (root / "cut.pkl").write_bytes(pickle.dumps(list(range(1000)))[:-400])
    (root / "bomb.zip").write_bytes(zipped("model.pkl", bytes(600 * MEBIBYTE)))
    (root / "bomb.joblib").write_bytes(gzip.compress(bytes(600 * MEBIBYTE)))
    link(root / "passwd.py", "/etc/passwd")
    link(root / "linked.pkl", "/etc/passwd")
    commit(root)
    with (root / "sparse.pkl").open("wb") as sparse:
        sparse.truncate(2048 * MEBIBYTE)
    return root, ran


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sizes of processes are told by POSIX")
def test_nothing_runs_and_memory_is_bounded(project, tmp_path):
    root, ran = project
    before = {path: path.read_bytes() for path in root.glob("*.py") if not path.is_symlink()}
    report = tmp_path / "report.json"
    program = str(Path(sys.executable).parent / "pytest")
    gate = [program, "--mlgate-only", "-p", "no:cacheprovider", f"--mlgate-report=json:{report}"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *gate],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    peak, status, output = done.stdout.split("\n", 2)

    assert not ran.exists(), "code of the project ran"
    assert {path: path.read_bytes() for path in before} == before, "a file was changed"
    assert status == "1", output
    assert "root:" not in output, "a line of /etc/passwd was shown"
    assert int(peak) / 1024 < 700, f"{int(peak) / 1024:.0f} MiB"
    records = {r["check"]: r["verdict"] for r in json.loads(report.read_text())["records"]}
    artifacts = {
        (finding["path"], finding["outcome"])
        for finding in records["dependencies.unsafe-artifacts"]["findings"]
    }
    assert {("model.pkl", "FAIL"), ("nested.tar.gz", "FAIL"), ("cut.pkl", "ERROR")} <= artifacts
    assert not [path for path, _ in artifacts if path == "linked.pkl"]
    looked_at = {path for path, _ in artifacts}
    assert {"bomb.zip", "bomb.joblib", "sparse.pkl"} <= looked_at
    actions = records["dependencies.pinned-actions"]
    assert actions["outcome"] != "PASS"
    assert sum(f["path"].endswith("large.yml") for f in actions["findings"]) == 2500
    assert any(f["path"].endswith("bomb.yml") for f in actions["findings"])
