"""pip-audit as a library: the only module that knows it.

pip-audit has no public module.  What is used of it are its services (one question for one
version of one package) and its value types; what this module adds is

* the web session: no cache that outlives the audit, limits of size and time, a new try after
  a passing fault, and a look at every answer before pip-audit reads it (for which an answer
  without any result, or an empty one of the wrong type, is "nothing known");
* the records behind the results, which have what pip-audit leaves out: severities, every fix
  whatever the spelling of the name, and what it drops with no more than a line in a log;
* a service for a database in files;
* one bound for the whole audit, name resolution included.
"""

from __future__ import annotations

import io
import json
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pytest_mlgate.errors import InputError, MlgateError
from pytest_mlgate.extras import require
from pytest_mlgate.inputs import _osv
from pytest_mlgate.inputs._advisory_database import Database
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._osv import Hole, Record

T = TypeVar("T")

PYPI = "https://pypi.org"
OSV = "https://api.osv.dev"
_MOST_ANSWER = 64 * 1024 * 1024
_PATIENCE = 20.0
"""Longest silence of a server, in seconds."""
_PASSING = (429, 502, 503, 504)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Pin:
    """A package and the one version of it that is to be audited."""

    name: str
    version: str

    @property
    def public(self) -> Any:
        """The version without its local part, which no advisory knows (``2.1.0+cu118``)."""
        from packaging.version import Version

        return Version(Version(self.version).public)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class Answer:
    """What the audit of one package gave: its holes, or why it was skipped."""

    pin: Pin
    holes: tuple[Hole, ...] = ()
    skipped: str = ""


@dataclass
class _Service:
    """A service of pip-audit, and the OSV records behind its last answer."""

    library: Any
    asks: Any
    where: str
    reads: Callable[[dict[str, Any]], list[Record]] = lambda _: []
    records: list[Record] = field(default_factory=list)

    def audit_all(self, pins: Sequence[Pin]) -> list[Answer]:
        """Ask about packages one after the other, and close the connections."""
        try:
            return [self.audit(pin) for pin in pins]
        finally:
            if hasattr(self.asks, "session"):
                self.asks.session.close()

    def audit(self, pin: Pin) -> Answer:
        """Ask about one package; whatever goes wrong is an error, never an empty answer."""
        self.records.clear()
        spec = self.library.ResolvedDependency(pin.name, pin.public)
        try:
            dependency, results = self.asks.query(spec)
        except MlgateError:
            raise
        except Exception as error:  # pip-audit lets through what its parts raise
            if not self.records:
                raise self._failed(f"no audit of {pin} ({_reason(error)})") from None
            # It stumbled over a record, such as a fix that is no version; the records are here.
            dependency, results = spec, []
        if dependency.is_skipped():
            return Answer(pin, skipped=_osv.shortened(dependency.skip_reason))
        holes = [*map(self._hole(pin), results)]
        holes += [
            Hole.of(record, pin.name, str(pin.public))
            for record in self.records
            if not _osv.is_withdrawn(record)
        ]
        return Answer(pin, _osv.merged(holes))

    def _hole(self, pin: Pin) -> Callable[[Any], Hole]:
        return lambda result: Hole(
            ids=frozenset({str(result.id), *map(str, result.aliases)}),
            fixes=_osv.newer(map(str, result.fix_versions), str(pin.public)),
            summary=_osv.shortened(str(result.description)),
        )

    def receive(self, response: Any, **_: Any) -> Any:
        """Read an answer within limits, and refuse one that pip-audit would misread."""
        body = bytearray()
        for chunk in response.raw.stream(65536, decode_content=True):
            body += chunk
            if len(body) > _MOST_ANSWER:
                raise self._failed(f"an answer of more than {_MOST_ANSWER >> 20} MiB")
        response.raw = io.BytesIO(body)
        if response.ok and not response.is_redirect:
            self.records.extend(self._read(bytes(body)))
        return response

    def _read(self, body: bytes) -> list[Record]:
        try:
            content = json.loads(body)
            if not isinstance(content, dict):
                raise ValueError(f"JSON of the type {type(content).__name__}")
            return self.reads(content)
        except (json.JSONDecodeError, RecursionError):
            raise self._failed("an answer that is no JSON") from None
        except ValueError as error:
            raise self._failed(f"an answer that cannot be used ({error})") from None

    def _failed(self, found: str) -> InputError:
        return InputError(
            self.where,
            found=without_userinfo(found),
            expected="an answer about every package; try again, or name a file as "
            "[inputs.advisories] database",
        )


def of_pypi(url: str | None) -> _Service:
    """Return the service that asks PyPI's JSON API, or one that answers like it."""
    library = _library()
    asks = library.PyPIService(cache_dir=Path(os.devnull))
    return _connected(_Service(library, asks, url or PYPI, _pypi_answer))


def _pypi_answer(content: dict[str, Any]) -> list[Record]:
    """Refuse what pip-audit takes for a package without holes; there are no OSV records."""
    if not isinstance(content.get("vulnerabilities"), list):
        raise ValueError("it has no list of vulnerabilities")
    return []


def of_osv(url: str | None) -> _Service:
    """Return the service that asks OSV."""
    library = _library()
    base = (url or OSV).rstrip("/").removesuffix("/v1/query")
    asks = library.OsvService(cache_dir=Path(os.devnull), osv_url=f"{base}/v1/query")
    return _connected(_Service(library, asks, base, _osv_answer))


def _osv_answer(content: dict[str, Any]) -> list[Record]:
    """Return the records of an answer; one without holes is ``{}``."""
    if set(content) - {"vulns", "next_page_token"}:
        raise ValueError("it is none of OSV")
    if content.get("next_page_token"):
        raise ValueError("it was cut into pages, of which pip-audit reads the first")
    found = content.get("vulns", [])
    if not isinstance(found, list) or not all(map(_is_record, found)):
        raise ValueError("its vulns are no list of records")
    return found


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and bool(_osv.ids(value))


def of_database(database: Database) -> _Service:
    """Return the service that looks into a database in files."""
    library = _library()
    base: Any = library.VulnerabilityService

    class DatabaseService(base):  # type: ignore[misc]
        """Answers from records in the OSV format, compared as PEP 440 orders versions."""

        def query(self, spec: Any) -> tuple[Any, list[Any]]:
            name, version = spec.canonical_name, str(spec.version)
            found = [
                record
                for record in database.records.get(name, ())
                if _osv.affects(record, name, version)
            ]
            service.records.extend(found)
            return spec, [_result(library, record, name, version) for record in found]

    service = _Service(library, DatabaseService(), database.path)
    return service


def _result(library: Any, record: Record, name: str, version: str) -> Any:
    from packaging.version import Version

    fixes = _osv.newer(_osv.fixed_versions(record, name), version)
    return library.VulnerabilityResult.create(
        ids=list(_osv.ids(record)),
        description=_osv.brief(record),
        fix_versions=list(map(Version, fixes)),
        published=None,
    )


def audit(service: _Service, pins: Sequence[Pin], *, timeout: float) -> list[Answer]:
    """Audit packages one after the other.

    Raises
    ------
    InputError
        If any of them could not be asked about, or if it took too long.
    """
    try:
        return within(timeout, lambda: service.audit_all(pins))
    except TimeoutError:
        raise InputError(
            service.where,
            found=f"no end of the audit of {len(pins)} packages after {timeout:g} s",
            expected="answers in time, or a longer [inputs.advisories] timeout",
        ) from None


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns, or give it up.

    A thread, because no limit of a socket covers the look-up of a name or a server that
    sends a byte now and then.  What is given up ends with its next byte, or with the process.

    Raises
    ------
    TimeoutError
        If it takes longer.
    """
    done: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True, name="mlgate advisories").start()
    try:
        value, error = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return value  # type: ignore[return-value]


def _connected(service: _Service) -> _Service:
    """Give a service of pip-audit a session of ours."""
    requests = require("requests", extra="dependencies", purpose="ask for advisories")
    urllib3 = require("urllib3", extra="dependencies", purpose="ask for advisories")

    base: Any = requests.Session

    class Session(base):  # type: ignore[misc]
        def request(self, method: str, url: str, **options: Any) -> Any:
            if url.startswith(f"{PYPI}/"):  # pip-audit knows no other one
                url = service.where.rstrip("/") + url.removeprefix(PYPI)
            return super().request(method, url, **options)

    session = Session()
    session.max_redirects = 5
    session.hooks["response"] = [service.receive]
    # Proxies and certificates of the environment hold, as for pip; not on this machine.
    session.trust_env = urlsplit(service.where).hostname not in _LOOPBACK
    again = urllib3.Retry(
        total=2, backoff_factor=0.3, status_forcelist=_PASSING, allowed_methods=None,
        respect_retry_after_header=False, raise_on_status=False, read=0,
    )  # fmt: skip
    for scheme in ("https://", "http://"):
        session.mount(scheme, requests.adapters.HTTPAdapter(max_retries=again))
    service.asks.session, service.asks.timeout = session, _PATIENCE
    return service


def _library() -> Any:
    # Importing it runs "python -m pip", which must not be a pip.py of the project under test.
    with _safe_path():
        return require("pip_audit._service", extra="dependencies", purpose="audit dependencies")


@contextmanager
def _safe_path() -> Iterator[None]:
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _reason(error: BaseException) -> str:
    """Return what went wrong in one line; pip-audit wraps some errors into an empty one."""
    cause = error.__cause__ or error
    text = " ".join(str(cause).split())[:300]
    return f"{type(cause).__name__}: {text}" if text else type(cause).__name__
