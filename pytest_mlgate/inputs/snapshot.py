"""The recorded environment: reading, making and writing ``environment.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._credentials import find_credentials, without_userinfo
from pytest_mlgate.inputs._documents import as_table, as_type, load_json, normalized
from pytest_mlgate.inputs.environment import Accelerator, Blas, Environment, Package, Platform
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

DEFAULT_PATH = "environment.json"
SCHEMA = "environment/1"
_LARGEST = 1e12


@dataclass(frozen=True)
class Snapshot:
    """An environment as it was recorded.

    Parameters
    ----------
    path:
        Where it was read, relative to the project root.
    created_at:
        When it was made, with time zone.
    commit, dirty, remote:
        What git said then; ``None`` where git was not asked.
    environment:
        Interpreter, packages, machine and variables.
    software_hash, platform_hash:
        As stored, to be compared with those of `environment`.
    credentials:
        Place and kind of every value that looks like a credential.

    """

    path: str
    created_at: datetime
    commit: str | None
    dirty: bool | None
    remote: str | None
    environment: Environment
    software_hash: str
    platform_hash: str
    credentials: tuple[tuple[str, str], ...] = ()

    @property
    def fingerprint(self) -> str:
        """The stored software hash."""
        return f"sha256:{self.software_hash}"


def capture(
    environment: Environment, repo: Repo | None, project: Project, now: datetime
) -> dict[str, Any]:
    """Return the snapshot of an environment as the content of ``environment.json``.

    Parameters
    ----------
    environment:
        What to record.
    repo:
        The repository, for commit, state and remote; ``None`` leaves them out.
    project:
        Its folder gives the name.
    now:
        The time of recording, with time zone.

    Raises
    ------
    ValueError
        If `now` has no time zone.
    InputError
        If there is no package at all.

    """
    if now.tzinfo is None:
        raise ValueError("a snapshot needs a time with time zone")
    if not environment.packages:
        raise InputError("environment", found="no package", expected="at least one")
    machine = asdict(environment.platform)
    return {
        "schema": SCHEMA,
        "created_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "project": project.root.name,
        "commit": repo.head if repo else None,
        "dirty": bool(repo.modified) if repo and repo.head else None,
        "remote": without_userinfo(repo.remote) if repo and repo.remote else None,
        "python": {"version": environment.python, "implementation": environment.implementation},
        "packages": [asdict(package) for package in environment.packages],
        "platform": machine,
        "env": dict(environment.env),
        "software_hash": environment.software_hash,
        "platform_hash": environment.platform_hash,
    }


def write_snapshot(path: Path, document: Mapping[str, Any]) -> None:
    """Write a captured snapshot; the file appears whole or not at all.

    Raises
    ------
    InputError
        If the document holds something that looks like a credential, or the file cannot
        be written.

    """
    import json

    for place, kind in find_credentials(document):
        raise InputError(path.name, key=place, found=kind, expected="a document without any")
    files.write_atomic(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")


@provides
def snapshot(project: Project, *, path: str | None = None) -> Snapshot:
    """Provide the recorded environment.

    Settings
    --------
    path : environment.json
        The snapshot, relative to the project root.
    """
    where = project.find(
        path, DEFAULT_PATH, what="environment snapshot", key="[inputs.snapshot] path"
    )
    document = load_json(project, where)
    if document.get("schema") != SCHEMA:
        raise InputError(
            where,
            key="schema",
            found=repr(document["schema"]) if "schema" in document else "no such key",
            expected=f"{SCHEMA!r} (write a new snapshot with pytest --mlgate-update)",
        )
    return _Reader(where, document).snapshot()


@dataclass(frozen=True)
class _Reader:
    """Reads one document; every complaint names file and key."""

    path: str
    document: Mapping[str, Any]
    place: str = field(default="")

    def snapshot(self) -> Snapshot:
        """Return the whole document."""
        dirty = self.document.get("dirty")
        machine = self._table("platform")._platform()
        return Snapshot(
            path=self.path,
            created_at=self._time("created_at"),
            commit=self._optional("commit"),
            dirty=None if dirty is None else as_type(self.path, "dirty", dirty, bool),
            remote=self._optional("remote"),
            environment=Environment(
                python=self._table("python")._text("version"),
                implementation=self._table("python")._optional("implementation") or "",
                packages=self._packages(),
                env={
                    name: as_type(self.path, f"env.{name}", value, str)
                    for name, value in self._table("env", required=False).document.items()
                },
                probe=lambda: machine,
            ),
            software_hash=self._text("software_hash"),
            platform_hash=self._text("platform_hash"),
            credentials=tuple(find_credentials(self.document)),
        )

    def _packages(self) -> tuple[Package, ...]:
        entries: list[Any] = as_type(self.path, "packages", self.document.get("packages"), list)
        packages: dict[str, Package] = {}
        for index, entry in enumerate(entries):
            place = f"packages[{index}]"
            reader = _Reader(self.path, as_table(self.path, place, entry), f"{place}.")
            name = normalized(reader._text("name"))
            if name in packages:
                found = f"{name} a second time"
                raise InputError(self.path, key=place, found=found, expected="each package once")
            source = reader._optional("source") or "index"
            packages[name] = Package(name, reader._text("version"), source)
        if not packages:
            raise InputError(
                self.path,
                key="packages",
                found="no package: the capture failed",
                expected="at least one (write a new snapshot with pytest --mlgate-update)",
            )
        return tuple(packages[name] for name in sorted(packages))

    def _platform(self) -> Platform:
        accelerator, blas = self.document.get("accelerator"), self.document.get("blas")
        gpu = self._table("accelerator", required=False)
        linear = self._table("blas", required=False)
        return Platform(
            os=self._text("os"),
            release=self._optional("release") or "",
            arch=self._text("arch"),
            cpu_model=self._optional("cpu_model"),
            cpu_count=self._count("cpu_count"),
            memory_gb=self._number("memory_gb"),
            accelerator=None
            if accelerator is None
            else Accelerator(
                model=gpu._optional("model"),
                count=gpu._count("count") or 0,
                driver=gpu._optional("driver"),
                cuda=gpu._optional("cuda"),
                cudnn=gpu._optional("cudnn"),
            ),
            blas=None
            if blas is None
            else Blas(linear._optional("vendor") or "", linear._count("threads")),
        )

    def _table(self, key: str, *, required: bool = True) -> _Reader:
        value = self.document.get(key)
        place = self.place + key
        content = {} if value is None and not required else as_table(self.path, place, value)
        return _Reader(self.path, content, f"{place}.")

    def _text(self, key: str) -> str:
        text = as_type(self.path, self.place + key, self.document.get(key), str)
        if not text.strip():
            raise InputError(self.path, key=self.place + key, found="empty text", expected="text")
        return text

    def _optional(self, key: str) -> str | None:
        return None if self.document.get(key) in (None, "") else self._text(key)

    def _number(self, key: str) -> float | None:
        value = self.document.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        number = value if is_number else as_type(self.path, self.place + key, value, float)
        if not 0 <= number < _LARGEST:
            raise InputError(
                self.path, key=self.place + key, found="a number out of range", expected="0 or more"
            )
        return float(number)

    def _count(self, key: str) -> int | None:
        value = self.document.get(key)
        if value is None:
            return None
        count = as_type(self.path, self.place + key, value, int)
        if count < 0:
            raise InputError(
                self.path, key=self.place + key, found=str(count), expected="0 or more"
            )
        return count

    def _time(self, key: str) -> datetime:
        text = self._text(key)
        expected = "a time with zone, such as 2026-03-01T12:00:00+00:00"
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise InputError(self.path, key=key, found=repr(text), expected=expected) from None
        if moment.tzinfo is None:
            raise InputError(self.path, key=key, found=f"{text!r} without zone", expected=expected)
        return moment
