"""Running git on a repository that nobody has vetted.

A repository can name programs in its own configuration (file monitor, hooks, content
filters, signature checker, transports).  Every call here switches them off, opens no
connection, asks nothing and writes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pytest_mlgate.errors import InputError

_TIMEOUT = 120

_SWITCHES = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.follow=false"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "protocol.allow=never"),
)

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ASKPASS": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
    "SSH_ASKPASS": "",
}

# Where configuration comes from is the user's business (`safe.directory` lives there);
# everything else that starts with GIT_ would point git to another repository or index.
_KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_", "GIT_EXEC_PATH")
_DROPPED = ("GIT_CONFIG_PARAMETERS",)

_FILTER = re.compile(r"filter\.(.+)\.[^.]+", re.DOTALL)
_PLAIN_NAME = re.compile(r"[\w.+-]+")


class PartialClone(InputError):
    """What was asked about needs files that a partial clone has not fetched."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a git command said: exit status, standard output and the first error line."""

    status: int
    output: bytes
    complaint: str

    def paths(self) -> list[str]:
        """The output as NUL-separated file names."""
        return [os.fsdecode(name) for name in self.output.split(b"\0") if name]


def installed() -> bool:
    """Whether there is a git to run."""
    import shutil

    return shutil.which("git") is not None


def run(
    root: Path,
    *arguments: str,
    overrides: Sequence[str] = (),
    stdin: bytes | None = None,
    accept: tuple[int, ...] = (0,),
) -> Answer:
    """Run a git command in `root` with everything switched off that a repository could start.

    Parameters
    ----------
    root:
        Working directory.
    *arguments:
        Subcommand and its arguments.
    overrides:
        Further ``key=value`` settings.
    stdin:
        What the command reads.
    accept:
        Exit statuses that are answers; every other one is an error.

    Raises
    ------
    InputError
        If git ends with another status.
    """
    options = [part for setting in overrides for part in ("-c", setting)]
    command = ["git", *_SWITCHES, *options, *arguments]
    with _own_environment():
        answer = _execute(root, command, stdin)
    if answer.status not in accept:
        raise unusable(answer.complaint or f"exit status {answer.status} of git {arguments[0]}")
    return answer


def unusable(complaint: str) -> InputError:
    """Return the error for a repository that git refuses to work on."""
    if "dubious ownership" in complaint:
        return InputError(
            ".git",
            found="a repository that belongs to another user, which git refuses to read",
            expected="your own checkout, or: git config --global --add safe.directory <its path>",
        )
    if "promisor remote" in complaint:
        return PartialClone(
            ".git",
            found="a partial clone that lacks files of former commits",
            expected="a clone without --filter (git fetch --refetch --no-filter)",
        )
    return InputError(
        ".git",
        found=f"a repository that git cannot read ({complaint})",
        expected="an intact git repository (try: git fsck)",
    )


def settings(root: Path) -> list[tuple[str, str, str]]:
    """Return all (scope, key, value) of the configuration that holds in `root`."""
    output = run(root, "config", "--list", "-z", "--show-scope").output
    fields = output.decode("utf-8", "replace").split("\0")
    pairs = zip(fields[::2], fields[1::2], strict=False)
    return [(scope, *entry.partition("\n")[::2]) for scope, entry in pairs]


def is_partial(root: Path) -> bool:
    """Whether the clone fetched only some of the files of its commits."""
    return any(key.endswith(".promisor") for _, key, _ in settings(root))


def without_filters(configured: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return overrides that switch off content filters chosen by the repository itself.

    Filters of the user's own configuration (Git LFS, say) stay: without them, large files
    would look modified.  They go too where the repository extends them with a program.

    Raises
    ------
    InputError
        If a filter has a name that cannot be overridden.
    """
    names: set[str] = set()
    for scope, key, _ in configured:
        if scope in {"local", "worktree"}:
            match = _FILTER.fullmatch(key)
            if match:
                names.add(match[1])
            elif key.startswith("lfs.extension."):
                names.add("lfs")
    for name in names:
        if not _PLAIN_NAME.fullmatch(name):
            raise InputError(
                ".git/config",
                key=f"filter {name!r}",
                found="a content filter with an unusual name",
                expected="a name of letters, digits, dots, dashes and underscores",
            )
    return [
        f"filter.{name}.{key}"
        for name in sorted(names)
        for key in ("clean=", "smudge=", "process=", "required=false")
    ]


def sizes(root: Path, objects: Iterable[str]) -> dict[str, int]:
    """Return object id -> size in bytes of the files among some objects."""
    stdin = "".join(f"{id}\n" for id in objects).encode()
    output = run(root, "cat-file", "--batch-check", stdin=stdin).output.decode()
    rows = (line.split(" ") for line in output.splitlines())
    return {id: int(size) for id, kind, size in rows if kind == "blob"}


def contents(root: Path, objects: Iterable[str]) -> dict[str, bytes]:
    """Return object id -> content."""
    wanted = list(dict.fromkeys(objects))
    stdin = "".join(f"{id}\n" for id in wanted).encode()
    output = run(root, "cat-file", "--batch", stdin=stdin).output
    found, at = {}, 0
    for id in wanted:
        end = output.index(b"\n", at)
        size = int(output[at:end].split(b" ")[2])
        found[id] = output[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def without_secrets(url: str) -> str:
    """Return a remote address without user name, password and query.

    Examples
    --------
    >>> without_secrets("https://user:token@example.org/a/b.git?key=1")
    'https://example.org/a/b.git'
    >>> without_secrets("git@example.org:a/b.git")
    'example.org:a/b.git'
    """
    if "://" in url:
        return re.sub(r"://[^/?#]*@", "://", re.split(r"[?#]", url, maxsplit=1)[0], count=1)
    host, colon, path = url.partition(":")
    if colon and "/" not in url[: url.rfind("@") + 1]:
        return url[url.rfind("@") + 1 :]
    return f"{host.rpartition('@')[2]}{colon}{path}" if colon and "/" not in host else url


def _execute(root: Path, command: Sequence[str], stdin: bytes | None) -> Answer:
    # Not through GitPython: its import costs more than all commands of a small run.
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - a list of words, never a shell
            command,
            cwd=root,
            env={**os.environ, **_ENVIRONMENT},
            input=b"" if stdin is None else stdin,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise InputError(
            "git",
            found=f"a command that does not end within {_TIMEOUT} seconds",
            expected="a repository that git can look through",
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(
            "git",
            found=f"a program that does not start ({type(error).__name__})",
            expected="a working git",
        ) from None
    return Answer(done.returncode, done.stdout, _gist(done.stderr))


def _gist(complaint: bytes) -> str:
    lines = [line for line in complaint.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith("fatal:")]
    line = (fatal or lines or [""])[0].removeprefix("fatal: ").removeprefix("error: ")
    return line.strip()[:300]


@contextmanager
def _own_environment() -> Iterator[Mapping[str, str]]:
    """Hide the variables with which a calling hook points git to its own repository."""
    hidden = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith("GIT_") and (name in _DROPPED or not name.startswith(_KEPT))
    }
    try:
        yield hidden
    finally:
        os.environ.update(hidden)
