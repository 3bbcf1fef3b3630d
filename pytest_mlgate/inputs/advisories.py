"""Where known vulnerabilities are looked up, as far as the configuration says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs._credentials import find_credentials, without_userinfo
from pytest_mlgate.registry import Range, provides

_TABLE = "[inputs.advisories]"


@dataclass(frozen=True)
class Advisories:
    """A service to ask, or a database in files.

    Parameters
    ----------
    service:
        ``osv`` or ``pypi``, empty for a database.
    url:
        Address of the service; ``None`` for the public one.
    database:
        Path of the database, empty for a service.
    timeout:
        Seconds that a whole audit may take.
    """

    service: Literal["osv", "pypi", ""] = ""
    url: str | None = None
    database: str = ""
    timeout: float = 120.0


@provides
def advisories(
    *,
    service: Literal["osv", "pypi"] | None = None,
    url: str | None = None,
    database: str | None = None,
    timeout: Annotated[float, Range(1, 3600)] = 120.0,
) -> Advisories:
    """Provide the place where known vulnerabilities of packages are looked up.

    Nothing is sent anywhere unless `service` says so; a service is told the names and
    versions of all packages.

    Settings
    --------
    service : none
        ``osv`` or ``pypi``: which service to ask.  PyPI gives no severities.
    url : the public service
        Address of another server that answers like it, such as ``https://osv.example.org``.
    database : none
        Instead of a service: advisories in the OSV format.  A folder of ``.json`` files, or a
        file ``.json``, ``.jsonl``, ``.ndjson``, ``.ndjson.gz`` or ``.zip``, in the project or
        at an absolute path.
    timeout : 120
        Seconds that the whole audit may take.
    """
    _refuse_contradictions(service, url, database)
    return Advisories(service or "", url, database or "", timeout)


def _refuse_contradictions(service: str | None, url: str | None, database: str | None) -> None:
    if service is None and database is None and url is None:
        raise InputAbsent(
            f'no advisories: {_TABLE} says neither service = "osv" (or "pypi"), which sends names '
            "and versions of all packages there, nor database, a file in the OSV format"
        )
    if service is not None and database is not None:
        raise InputError(
            _TABLE, key="service", found="a service and a database", expected="one of them"
        )
    if url is None:
        return
    if service is None:
        raise InputError(
            _TABLE, key="url", found="an address without a service", expected="service beside it"
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(
            _TABLE, key="url", found=without_userinfo(url), expected="an http or https address"
        )
    if kind := next((kind for _, kind in find_credentials(url)), ""):
        raise InputError(
            _TABLE, key="url", found=kind, expected="no credentials; .netrc is a place for them"
        )
