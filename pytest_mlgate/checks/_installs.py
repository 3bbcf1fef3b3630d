"""Whether install commands of a Dockerfile or workflow take their packages from a lock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from pytest_mlgate.inputs._documents import normalized

NotPinned = Callable[[str], "tuple[str, ...] | None"]
"""Name of a requirements file -> what in it is not pinned, ``None`` when it is not there."""


class Source(Enum):
    """Where an install command takes its versions from, the worst first."""

    NAMED = "packages by name or address, in any version"
    FILE = "a requirements file that does not pin"
    OPEN = "a resolution at the time of the installation"
    UNKNOWN = "something that the text does not tell"
    LOOSE_TOOL = "a tool in any version"
    PINNED = "exact versions, whose own dependencies are open"
    LOCK = "a lock"


@dataclass(frozen=True, slots=True)
class Install:
    """One install command; `why` completes "installs ..."."""

    command: str
    source: Source
    why: str = ""


_INSTALLERS = frozenset(
    {
        *("pip", "setuptools", "wheel", "build", "virtualenv", "pipx", "pip-tools", "pipenv"),
        *("uv", "poetry", "poetry-core", "poetry-plugin-export", "pdm", "hatch", "hatchling"),
        *("flit", "tox", "nox", "conda", "mamba", "conda-lock"),
    }
)
_WITH_VALUE = frozenset(
    {
        *("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--index"),
        *("--default-index", "--index-strategy", "--no-binary", "--only-binary", "--platform"),
        *("--python-version", "--implementation", "--abi", "-t", "--target", "--prefix", "--root"),
        *("-p", "--python", "--src", "-w", "--wheel-dir", "-d", "--dest", "--cache-dir", "--log"),
        *("--timeout", "--retries", "--cert", "--client-cert", "--proxy", "--trusted-host"),
        *("--progress-bar", "--report", "--extra", "--group", "-n", "--name", "--channel"),
        *("--link-mode", "--config-settings", "--root-user-action", "--exists-action"),
        *("--resolution", "--prerelease", "--exclude-newer", "--torch-backend", "--override"),
        *("-P", "--upgrade-package", "--reinstall-package", "--refresh-package", "--directory"),
        *("--project", "--python-platform", "--keyring-provider", "--upgrade-strategy", "-b"),
        *("--build-constraint", "--no-build-isolation-package", "--allow-insecure-host"),
    }
)
_EXACT = re.compile(r"[\w.-]+(\[[^\]]*\])?\s*===?\s*[^*,;<>=!~\s]+(\s*;.*)?", re.ASCII)
_FIXED_ADDRESS = re.compile(r"@[0-9a-f]{40}\b|#(?:.*&)?sha256=[0-9a-f]{64}")
_LOCK_NAME = re.compile(r"(?i)(^|/)(pylock(\.[^./]+)?\.toml|[^/]*\block\b[^/]*)$")


class Judge:
    """Judges the install commands of one Dockerfile or job in order.

    Parameters
    ----------
    not_pinned:
        Looks up a requirements file of the project.
    locks:
        Formats of the project's lock files, such as ``uv`` or ``poetry``.
    tools:
        Normalised names of packages that are tools beside the installers.
    """

    def __init__(
        self, not_pinned: NotPinned, *, locks: frozenset[str], tools: frozenset[str] = frozenset()
    ) -> None:
        self._not_pinned = not_pinned
        self._locks = locks
        self._tools = tools
        self._exported: set[str] = set()
        self._locked_before = False

    def judge(self, command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Install]:
        """Yield the verdict on one simple command, nothing when it installs nothing."""
        self._note_export(command)
        found = self._installs(command, environment)
        if found is None:
            return
        source, why = found
        self._locked_before |= source is Source.LOCK
        yield Install(_shown(" ".join(command)), source, why)

    def _note_export(self, command: Sequence[str]) -> None:
        """Remember a requirements file that a command writes from the lock."""
        tool = _base(command[0])
        exports = {"uv": "export", "poetry": "export", "pdm": "export", "pipenv": "requirements"}
        if tool in self._locks and exports.get(tool) in command[1:3]:
            for at, word in enumerate(command[1:], 1):
                name = word.rpartition("=")[2] if word.startswith("--out") else ""
                if command[at - 1] in {"-o", "--output", "--output-file", ">"}:
                    name = word
                if word.startswith(">") and len(word) > 1:
                    name = word.lstrip(">")
                if name:
                    self._exported.add(_base(name))

    def _installs(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> tuple[Source, str] | None:
        tool, rest = _base(command[0]), list(command[1:])
        if re.fullmatch(r"python[\d.]*", tool):
            while rest and re.fullmatch(r"-[IEsSuBOb]+", rest[0]):
                rest.pop(0)
            if rest[:2] == ["-m", "pip"]:
                tool, rest = "pip", rest[2:]
            elif rest[:2] in (["setup.py", "install"], ["setup.py", "develop"]):
                return self._local("setup.py")
            else:
                return None
        if re.fullmatch(r"pip[\d.]*", tool):
            return self._pip(rest, ("install", "wheel", "download"))
        match tool:
            case "uv":
                return self._uv(rest, environment)
            case "poetry" | "pdm" | "pipenv":
                return self._manager(tool, rest)
            case "conda" | "mamba" | "micromamba" | "conda-lock":
                return self._conda(tool, rest)
            case "pipx" if rest[:1] == ["install"]:
                return self._tool_installs(_operands(rest[1:]))
        return None

    def _pip(self, rest: list[str], verbs: tuple[str, ...]) -> tuple[Source, str] | None:
        while rest and rest[0].startswith("-"):
            rest = rest[1 + (rest[0] in _WITH_VALUE) :]
        if not rest or rest[0] not in verbs:
            return None
        rest = rest[1:]
        if "--require-hashes" in rest:
            return Source.LOCK, ""
        files = _values(rest, ("-r", "--requirement", "--requirements"))
        constraints = _values(rest, ("-c", "--constraint", "--constraints"))
        operands = _operands(rest) + _values(rest, ("-e", "--editable"))
        judged = [self._file(name) for name in files]
        constrained = any(self._file(name)[0] is Source.LOCK for name in constraints)
        alone = "--no-deps" in rest
        judged += [
            (Source.LOCK, "")
            if constrained or "--no-index" in rest  # a folder of wheels, judged where it is made
            else self._operand(operand, alone=alone)
            for operand in operands
        ]
        return _worst(judged)

    def _file(self, name: str) -> tuple[Source, str]:
        if _base(name) in self._exported or _LOCK_NAME.search(name):
            return Source.LOCK, ""
        if "$" in name:
            return Source.UNKNOWN, f"from {name}, whose name is only known during the build"
        if name.endswith("pyproject.toml"):
            return self._local(name)
        loose = self._not_pinned(name)
        if loose is None:
            return Source.UNKNOWN, f"from {name}, which cannot be read in the project"
        if loose:
            more = f" and {len(loose) - 3} more" if len(loose) > 3 else ""
            return Source.FILE, f"from {name}, which does not pin {', '.join(loose[:3])}{more}"
        return Source.LOCK, ""

    def _operand(self, operand: str, *, alone: bool) -> tuple[Source, str]:
        if "$" in operand or "`" in operand:
            return Source.UNKNOWN, f"{operand}, which is only known during the build"
        if "://" in operand:
            if _FIXED_ADDRESS.search(operand):
                return (Source.LOCK if alone else Source.PINNED), f"{_shown(operand)} by address"
            return Source.NAMED, f"{_shown(operand)} without commit or hash"
        path = operand.partition("[")[0]
        if path.startswith((".", "/", "~")) or path.endswith((".whl", ".tar.gz", ".zip")):
            return (Source.LOCK, "") if alone else self._local(operand)
        name = re.match(r"[\w.-]+", operand, re.ASCII)
        package = normalized(name[0]) if name else ""
        is_tool = package in _INSTALLERS or package in self._tools
        if _EXACT.fullmatch(operand):
            if alone or is_tool:
                return Source.LOCK, ""
            return Source.PINNED, f"{operand}, but what it depends on is left open"
        if is_tool:
            what = "installer" if package in _INSTALLERS else "tool"
            return Source.LOOSE_TOOL, f"the {what} {operand} in any version"
        return Source.NAMED, f"{operand} by name, not from the lock"

    def _local(self, what: str) -> tuple[Source, str]:
        """The project's own package: fine once the lock's packages are there."""
        if self._locked_before:
            return Source.LOCK, ""
        return Source.OPEN, f"what {what} depends on without the lock"

    def _tool_installs(self, operands: Sequence[str]) -> tuple[Source, str]:
        loose = [operand for operand in operands if not re.search(r"==|@\d", operand)]
        if loose:
            return Source.LOOSE_TOOL, f"the tool {loose[0]} in any version"
        return Source.LOCK, ""

    def _uv(self, rest: list[str], environment: Mapping[str, str]) -> tuple[Source, str] | None:
        while rest and rest[0].startswith("-"):
            rest = rest[1 + (rest[0] in {"--directory", "--project", "--cache-dir"}) :]
        match rest[:2]:
            case ["pip", "sync"]:
                return _worst([self._file(name) for name in _operands(rest[2:])])
            case ["pip", _]:
                return self._pip(rest[1:], ("install",))
            case ["tool", "install"]:
                return self._tool_installs(_operands(rest[2:]))
            case ["add", *_]:
                return Source.NAMED, "with uv add, which changes the lock"
            case ["sync", *_]:
                if "uv" not in self._locks:
                    return Source.OPEN, "with uv sync, but the project has no uv.lock"
                fixed = {"--locked", "--frozen"} & set(rest)
                if fixed or any(environment.get(n) for n in ("UV_LOCKED", "UV_FROZEN")):
                    return Source.LOCK, ""
                return Source.PINNED, "with uv sync, which renews a stale lock (add --locked)"
        return None

    def _manager(self, tool: str, rest: Sequence[str]) -> tuple[Source, str] | None:
        verb = next((word for word in rest if not word.startswith("-")), "")
        if verb in {"add", "update", "lock", "upgrade"}:
            return (
                Source.NAMED if verb == "add" else Source.OPEN
            ), f"with {tool} {verb}, which resolves anew"
        if verb not in {"install", "sync"}:
            return None
        if tool not in self._locks:
            return Source.OPEN, f"with {tool} {verb}, but the project has no lock of {tool}"
        if verb == "sync" or tool == "poetry":
            return Source.LOCK, ""
        options, named = set(rest), _operands(rest)[1:]
        if tool == "pdm":
            if {"--frozen-lockfile", "--no-lock", "--check"} & options:
                return Source.LOCK, ""
            return Source.PINNED, "with pdm install, which renews a stale lock (use pdm sync)"
        if not named and {"--deploy", "--ignore-pipfile"} & options:
            return Source.LOCK, ""
        return (
            Source.NAMED if named else Source.OPEN
        ), "with pipenv install, which resolves anew (use pipenv sync)"

    def _conda(self, tool: str, rest: list[str]) -> tuple[Source, str] | None:
        if tool == "conda-lock":
            return (Source.LOCK, "") if rest[:1] == ["install"] else None
        verb = " ".join(word for word in rest[:2] if word in {"env", "create", "install", "update"})
        if not verb or verb == "env":
            return None
        files = _values(rest, ("-f", "--file"))
        if files:
            loose = [name for name in files if not _LOCK_NAME.search(name)]
            explicit = [name for name in loose if "explicit" in name or "linux-64" in name]
            if len(loose) > len(explicit):
                return Source.OPEN, f"from {loose[0]}, which is no lock"
            return Source.LOCK, ""
        skipped = {
            *verb.split(),
            *_values(rest, ("-n", "--name", "-p", "--prefix", "-c", "--channel")),
        }
        named = [word for word in _operands(rest) if word not in skipped]
        loose = [word for word in named if "=" not in word or re.search(r"[<>]", word)]
        tools = [word for word in loose if word.lower() in _INSTALLERS | self._tools]
        if len(loose) > len(tools):
            name = next(word for word in loose if word not in tools)
            return Source.NAMED, f"{name} by name, not from the lock"
        if tools:
            return Source.LOOSE_TOOL, f"the tool {tools[0]} in any version"
        if named:
            return Source.PINNED, f"{named[0]}, but what it depends on is left open"
        return None


def _worst(judged: Sequence[tuple[Source, str]]) -> tuple[Source, str] | None:
    order = list(Source)
    return min(judged, key=lambda found: order.index(found[0]), default=None)


def _base(word: str) -> str:
    return word.rpartition("/")[2].removesuffix(".exe")


def _shown(address: str) -> str:
    """An address without user name and password."""
    return re.sub(r"://[^/@\s]*@", "://", address)


def _values(words: Sequence[str], names: tuple[str, ...]) -> list[str]:
    """Return the values of an option: ``-r x``, ``-rx``, ``--long x`` or ``--long=x``."""
    found = []
    for at, word in enumerate(words):
        for name in names:
            if word == name and at + 1 < len(words):
                found.append(words[at + 1])
            elif name.startswith("--") and word.startswith(f"{name}="):
                found.append(word.partition("=")[2])
            elif len(name) == 2 and word.startswith(name) and len(word) > 2:
                found.append(word[2:])
    return found


def _operands(words: Sequence[str]) -> list[str]:
    """Return what is neither an option, nor the value of one, nor a redirection."""
    found, skip = [], False
    takes_value = _WITH_VALUE | {"-r", "--requirement", "-c", "--constraint", "-e", "--editable"}
    for word in words:
        if skip or word.startswith(("-", ">", "2>")):
            skip = not skip and (word in takes_value or word in {">", ">>", "2>"})
            continue
        found.append(word)
    return found
