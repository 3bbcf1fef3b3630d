"""An environment built anew from the lock, and what came to be installed in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs.environment import Package
from pytest_mlgate.inputs.lock import Lock, LockFile
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.registry import Range, provides

_PREFERRED = ("uv", "pylock", "poetry", "pdm", "pipenv", "requirements")
_WHERE = "installation from the lock"


@dataclass(frozen=True)
class Bootstrap:
    """What a fresh installation from the lock gave.

    Parameters
    ----------
    path:
        The lock file or files that were installed.
    python:
        Version of the interpreter in the new environment.
    packages:
        What is installed there, the installer itself left out.
    conflicts:
        What the consistency check of the installer complains about, one line each.

    """

    path: str
    python: str
    packages: tuple[Package, ...]
    conflicts: tuple[str, ...]


@provides
def bootstrap(
    project: Project,
    lock: Lock,
    *,
    timeout: Annotated[float, Range(1, 86_400)] = 900.0,
    format: str | None = None,
    wheelhouse: str | None = None,
) -> Bootstrap:
    """Provide an environment that is built from the lock in one installation.

    It stands in a temporary folder and is removed afterwards.  Every artefact is checked
    against the hashes in the lock, nothing beyond the lock is installed, and nothing of the
    project is run.

    Settings
    --------
    timeout : 900
        Seconds for each step: making the environment, installing, checking.
    format : the first of uv, pylock, poetry, pdm, pipenv, requirements
        Which lock to install when there are several.
    wheelhouse : none
        Folder of the project with the artefacts; the package index is not asked then.
    """
    import shutil
    import tempfile

    from pytest_mlgate.inputs import _inventory

    files = _chosen(lock, format)
    name = " + ".join(file.path for file in files)
    uv = shutil.which("uv")
    with tempfile.TemporaryDirectory(prefix="mlgate-") as folder:
        run = _Steps(Path(folder), timeout, name)
        requirements = Path(folder) / "requirements.txt"
        if uv and files[0].format == "uv":
            run([uv, "export", *_EXPORT, "--project", str(project.root), "-o", str(requirements)])
        else:
            requirements.write_text("\n".join(_lines(files)) + "\n", encoding="utf-8")
        python = _make(run, uv, Path(folder) / "environment")
        install = ["--require-hashes", "--no-deps", "-r", str(requirements)]
        if wheelhouse is not None:
            install += ["--no-index", "--find-links", str(project.path(wheelhouse))]
        if uv:
            run([uv, "pip", "install", "--python", python, *install])
            check = run([uv, "pip", "check", "--python", python], accept=(0, 1))
        else:
            run([python, "-I", "-m", "pip", "install", "--no-input", *install])
            check = run([python, "-I", "-m", "pip", "check"], accept=(0, 1))
        found = json.loads(run([python, "-I", str(Path(_inventory.__file__))]).output)
    locked = {package.name for file in files for package in file.packages}
    tools = {"pip", "setuptools", "wheel"} - locked
    return Bootstrap(
        path=name,
        python=found["python"]["version"],
        packages=tuple(Package(**p) for p in found["packages"] if p["name"] not in tools),
        conflicts=_complaints(check),
    )


_EXPORT = (
    "--quiet",
    "--frozen",
    "--all-groups",
    "--all-extras",
    "--no-emit-workspace",
    "--no-header",
    "--format",
    "requirements.txt",
)


def _complaints(check: _Done) -> tuple[str, ...]:
    """Return the complaints of a consistency check without the lines around them."""
    lines = [line.strip() for line in check.output.splitlines() if line.strip()]
    around = ("Using ", "Checked ", "Found ")
    named = [line for line in lines if not line.startswith(around)]
    return tuple(named or lines) if check.status else ()


def _chosen(lock: Lock, format: str | None) -> list[LockFile]:
    present = {file.format for file in lock.files}
    wanted = format or next((name for name in _PREFERRED if name in present), None)
    if wanted not in present or wanted not in _PREFERRED:
        raise InputError(
            "[inputs.bootstrap] format",
            found=repr(wanted) if wanted else "a lock of conda only",
            expected="one of " + ", ".join(n for n in _PREFERRED if n in present or not format),
        )
    return [file for file in lock.files if file.format == wanted]


def _lines(files: Sequence[LockFile]) -> Iterator[str]:
    """Yield the lock as requirements with hashes, for entries that apply here."""
    for file in files:
        for package in file.packages:
            if package.source == "local" or not package.applies:
                continue
            if package.source != "index" or not package.version or not package.hashes:
                raise InputError(
                    file.path,
                    key=package.name,
                    found="a package without version or hash",
                    expected="a release with hashes, so that what is installed can be verified",
                )
            marks = " ".join(f"--hash={value}" for value in sorted(set(package.hashes)))
            yield f"{package.name}=={package.version} {marks}"


def _make(run: _Steps, uv: str | None, folder: Path) -> str:
    """Make an empty environment and return its interpreter."""
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)])
    else:
        run([sys.executable, "-I", "-m", "venv", str(folder)])
    windows = folder / "Scripts" / "python.exe"
    return str(windows if windows.exists() else folder / "bin" / "python")


@dataclass(frozen=True)
class _Done:
    status: int
    output: str


@dataclass(frozen=True)
class _Steps:
    """Runs programs by argument lists; a failure says which step and what it answered."""

    folder: Path
    timeout: float
    lock: str

    def __call__(self, command: Sequence[str], *, accept: Sequence[int] = (0,)) -> _Done:
        import subprocess

        step = f"{Path(command[0]).name} {' '.join(a for a in command[1:4] if a[:1] != '-')}"
        with _as_input_error(self.lock, step, self.timeout):
            done = subprocess.run(  # noqa: S603 - an argument list, and no shell
                list(command),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if 1 in accept else subprocess.PIPE,
                text=True,
                errors="replace",
                timeout=self.timeout,
                check=False,
            )
        if done.returncode not in accept:
            said = [
                line for line in (done.stderr or done.stdout or "").splitlines() if line.strip()
            ]
            raise InputError(
                _WHERE,
                key=self.lock,
                found=f"{step} failed with status {done.returncode} "
                f"({without_userinfo(' '.join(said[-3:]))[:400]})",
                expected="an installation that works (is the package index within reach?)",
            )
        return _Done(done.returncode, done.stdout)


@contextmanager
def _as_input_error(lock: str, step: str, timeout: float) -> Iterator[None]:
    import subprocess

    try:
        yield
    except subprocess.TimeoutExpired:
        raise InputError(
            _WHERE,
            key=lock,
            found=f"{step} not finished after {timeout:g} s",
            expected="less ([inputs.bootstrap] timeout)",
        ) from None
    except OSError as error:
        raise InputError(
            _WHERE, key=lock, found=f"{step} cannot be run ({error.strerror})", expected="it to run"
        ) from None
