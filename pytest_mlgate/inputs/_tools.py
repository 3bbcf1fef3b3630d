"""Running linters and type checkers of the project on code that nobody has vetted.

They run as programs of their own with a list of arguments, in a clean environment that
lets neither the project's files nor the user's variables change what they do, with a time limit
and without a network.
"""

from __future__ import annotations

import os
import re
import shutil
import sysconfig
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.repo import Repo

MAX_OUTPUT = 64 * files.MEBIBYTE
_MAX_COPIED = 4 * files.MEBIBYTE
_KEPT = (
    *("HOME", "LANG", "LC_ALL", "PATH", "TEMP", "TMP", "TMPDIR", "XDG_CACHE_HOME"),
    *("APPDATA", "LOCALAPPDATA", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "USERPROFILE"),
)
_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT = {
    "PYTHONSAFEPATH": "1",  # no module of the working directory is imported
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "NO_COLOR": "1",
    # Wrappers that would download what they wrap find no network.
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE),
    "npm_config_offline": "true",
    "PIP_NO_INDEX": "1",
}


@dataclass(frozen=True)
class Tool:
    """An installed program.

    Parameters
    ----------
    name:
        What it is called.
    path:
        Where it is.
    version:
        The version it names.
    """

    name: str
    path: str
    version: str


@dataclass(frozen=True)
class Done:
    """How a program ended, and what it wrote."""

    status: int
    output: str
    complaint: str


def find(name: str) -> Tool | None:
    """Return a program beside the running Python or on the path, ``None`` without one.

    One that does not even say its version is none.
    """
    path = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    # A relative entry of the path could lead into the project.
    if path is None or not Path(path).is_absolute():
        return None
    with tempfile.TemporaryDirectory(prefix="mlgate-") as folder:
        try:
            done = run([path, "--version"], Path(folder), timeout=60)
        except InputError:
            return None
    version = re.search(r"\d+(?:\.\d+)+", done.output)
    return Tool(name, path, version[0]) if done.status == 0 and version else None


def run(
    command: Sequence[str],
    folder: Path,
    *,
    timeout: float,
    variables: Mapping[str, str] | None = None,
) -> Done:
    """Run a program in a folder and return what it wrote.

    Raises
    ------
    InputError
        If it does not start, takes too long, or writes more than anybody reads.
    """
    import subprocess

    name = Path(command[0]).name
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaint:
        try:
            done = subprocess.run(  # noqa: S603 - an argument list, and no shell
                list(command),
                cwd=folder,
                env={**environment, **_ENVIRONMENT, **(variables or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=complaint,
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise InputError(
                name, found=f"no answer after {timeout:g} s", expected="less (setting timeout)"
            ) from None
        except OSError as error:
            raise InputError(
                name, found=f"a program that does not start ({error.strerror})", expected="it runs"
            ) from None
        if output.tell() > MAX_OUTPUT:
            raise InputError(name, found="more output than can be read", expected="less of it")
        output.seek(0)
        complaint.seek(0)
        return Done(
            done.returncode,
            output.read().decode("utf-8", "replace"),
            complaint.read(100_000).decode("utf-8", "replace"),
        )


def copy(repo: Repo, folder: Path, suffixes: tuple[str, ...], names: Iterable[str] = ()) -> None:
    """Write those of the project's files that a type checker reads below an empty folder."""
    wanted = frozenset(names)
    for path in repo.files:
        if path.endswith(suffixes) or path in wanted:
            try:
                content = files.read_bytes(repo.root, path, limit=_MAX_COPIED)
            except InputError:
                continue
            target = folder.joinpath(*path.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def leaves(value: object) -> bool:
    """Whether a setting, or any text in it, names a path outside the folder it is for."""
    if isinstance(value, dict):
        return any(leaves(item) for item in value.values())
    if isinstance(value, list):
        return any(leaves(item) for item in value)
    paths = re.split(r"[\s,;:]+", value) if isinstance(value, str) else []
    return any(
        path.startswith(("/", "~", "\\")) or ".." in re.split(r"[/\\]", path) for path in paths
    )
