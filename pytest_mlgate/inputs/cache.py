"""What was found out about a file before, kept between runs by the content of the file."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _git
from pytest_mlgate.registry import provides

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

_FILE = "facts.sqlite3"
_DAYS_KEPT = 30
_TABLE = (
    "CREATE TABLE IF NOT EXISTS facts (rule TEXT, digest TEXT, value TEXT, day INTEGER, "
    "PRIMARY KEY (rule, digest)) WITHOUT ROWID"
)


class Cache:
    """Remembers what a function of one file returned.

    An answer is found again by the function, the code of its package, its settings, the
    versions of the tools it uses, the version of Python, and a digest of the file: whatever
    of these changes, the function is called again.  Nothing but JSON is kept.

    Parameters
    ----------
    folder:
        Where the answers are kept between runs; without one they last as long as this object.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[str, dict[str, str]] = {}
        self._old: set[str] = set()

    @classmethod
    def open(cls, root: Path, folder: Path) -> Cache:
        """Return a cache in `folder`, or one without a folder where that cannot be trusted.

        A folder with files that git tracks is not: the change under test could bring along
        the answers it wants.
        """
        return cls(None if _is_tracked(root, folder) else folder)

    def each(
        self,
        function: Callable[..., Any],
        items: Sequence[T],
        digest: Callable[[T], str],
        *,
        tools: Sequence[str] = (),
        encode: Callable[[Any], Any] | None = None,
        **settings: Any,
    ) -> list[Any]:
        """Return ``function(item, **settings)`` of every item, from memory where possible.

        Parameters
        ----------
        function:
            A function of a module that depends on nothing but its arguments and returns
            what JSON can hold.
        items:
            What it is called with.
        digest:
            Gives the hash of everything that the function can see of an item.
        tools:
            Distributions that the function uses, whose versions then count.
        encode:
            Turns what the function returns into what JSON can hold.
        **settings:
            Further arguments of the function.
        """
        rule = _rule(function, tools, settings, lasting=self._folder is not None)
        known = self._answers(rule)
        keys = [digest(item) for item in items]
        new = {}
        for key, item in zip(keys, items, strict=True):
            if key not in known and key not in new:
                answer = function(item, **settings)
                new[key] = json.dumps(encode(answer) if encode else answer)
        known.update(new)
        self._keep(rule, new, keys)
        return [json.loads(known[key]) for key in keys]

    def _answers(self, rule: str) -> dict[str, str]:
        """Return digest -> answer of what is remembered about a rule."""
        if rule not in self._known:
            query = "SELECT digest, value, day FROM facts WHERE rule=?"
            rows = self._ask(lambda database: database.execute(query, [rule]).fetchall()) or []
            self._known[rule] = {digest: value for digest, value, _ in rows}
            if any(day < _today() for _, _, day in rows):
                self._old.add(rule)
        return self._known[rule]

    def _keep(self, rule: str, new: dict[str, str], used: Sequence[str]) -> None:
        """Write new answers, and once a day which of the old ones are still in use."""
        if not new and rule not in self._old:
            return
        today = _today()

        def write(database: sqlite3.Connection) -> None:
            rows = [(rule, key, value, today) for key, value in new.items()]
            database.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
            if rule in self._old:
                database.executemany(
                    "UPDATE facts SET day=? WHERE rule=? AND digest=?",
                    [(today, rule, key) for key in used],
                )
                database.execute("DELETE FROM facts WHERE day<?", [today - _DAYS_KEPT])

        self._ask(write)
        self._old.discard(rule)

    def _ask(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what `work` makes of the database, ``None`` where there is no usable one.

        A cache that cannot be read or written costs time and nothing else.
        """
        if self._folder is None:
            return None
        import sqlite3

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._folder / _FILE, timeout=5)) as database, database:
                database.execute("PRAGMA synchronous=OFF")
                database.execute(_TABLE)
                return work(database)
        except sqlite3.OperationalError:  # locked by another worker, or a disk that is full
            return None
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                (self._folder / _FILE).unlink()
            self._folder = None
            return None


@provides
def cache() -> Cache:
    """Provide a cache that lasts as long as the session; pytest gives one that outlives it."""
    return Cache()


def _is_tracked(root: Path, folder: Path) -> bool:
    """Whether git tracks anything at this place, the links on the way to it included."""
    if not _git.installed():
        return False
    try:
        places = [str(path) for path in {folder, folder.resolve()}]
        answer = _git.run(root, "ls-files", "-z", "--", *places, accept=(0, 128))
    except InputError:
        return True
    if answer.status == 0:
        return bool(answer.output)
    return "not a git repository" not in answer.complaint and "outside" not in answer.complaint


def _rule(
    function: Callable[..., Any], tools: Sequence[str], settings: dict[str, Any], *, lasting: bool
) -> str:
    """Return a hash of what decides an answer; within one process no code changes."""
    module = function.__module__
    parts = [
        module,
        function.__qualname__,
        _code_of(module.partition(".")[0]) if lasting else "",
        sys.version,
        *(f"{tool} {_version(tool)}" for tool in tools),
        json.dumps(settings, sort_keys=True, default=_sorted),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _sorted(value: object) -> list[str]:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"a setting of a cached function is a {type(value).__name__}")


@functools.cache
def _code_of(package: str) -> str:
    """Return a hash of all the code of a package, so that no changed rule finds old answers."""
    loaded = sys.modules[package]
    folders = [Path(folder) for folder in getattr(loaded, "__path__", ())]
    files = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    if not folders and getattr(loaded, "__file__", None):
        files = [Path(str(loaded.__file__))]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _today() -> int:
    return datetime.now(UTC).toordinal()


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
