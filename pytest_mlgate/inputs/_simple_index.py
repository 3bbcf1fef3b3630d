"""Asking a package index in the standard way: the simple API in JSON (PEP 691 and PEP 700)."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pytest_mlgate.files import MAX_TEXT, MEBIBYTE

MEDIA_TYPE = "application/vnd.pypi.simple.v1+json"
ATTEMPTS = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
_CHUNK = 64 * 1024


class Unavailable(Exception):
    """The index gave no usable answer; the message says why, in words that end a sentence."""


@dataclass(frozen=True)
class Release:
    """One released version.

    Parameters
    ----------
    version:
        In its canonical form.
    uploaded:
        When its first file was uploaded, ``None`` where the index does not tell.
    yanked:
        Why it was withdrawn (perhaps an empty text), ``None`` when it was not.
    """

    version: str
    uploaded: datetime | None
    yanked: str | None


class Client:
    """A client that gives up in bounded time.

    Parameters
    ----------
    url:
        Address of the index, such as ``https://pypi.org/simple``.
    timeout:
        Seconds for one answer to begin, and for each part of it.
    patience:
        Seconds for everything together.
    """

    def __init__(self, url: str, *, timeout: float, patience: float) -> None:
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._patience = patience
        self._deadline = time.monotonic() + patience
        self._given_up = ""

    def page(self, name: str) -> bytes:
        """Return the page of a project.

        Raises
        ------
        Unavailable
            If the index does not answer, or answers something else.
        """
        from http.client import HTTPException
        from urllib.error import HTTPError

        problem, silent = "", False
        for attempt in range(ATTEMPTS):
            if self._given_up:
                raise Unavailable(self._given_up)
            pause = FIRST_PAUSE * 2**attempt
            try:
                return self._ask(name)
            except HTTPError as error:
                if error.code != 429 and error.code < 500:
                    raise Unavailable(_refused(error.code)) from None
                problem, silent = f"the index answered with status {error.code}", False
                pause = _retry_after(error.headers.get("Retry-After", ""), pause)
            except (OSError, HTTPException, ValueError) as error:
                reason = getattr(error, "reason", None) or str(error) or type(error).__name__
                problem, silent = f"the index did not answer ({reason})", True
            if attempt + 1 < ATTEMPTS:
                self._pause(pause)
        raise self._give_up(problem) if silent else Unavailable(problem)

    def _give_up(self, reason: str) -> Unavailable:
        """Ask nothing more: the next question would get the same answer."""
        self._given_up = reason
        return Unavailable(reason)

    def _pause(self, seconds: float) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._too_slow()
        time.sleep(min(seconds, left))

    def _too_slow(self) -> Unavailable:
        return self._give_up(f"the index took longer than {self._patience:g} s for everything")

    def _ask(self, name: str) -> bytes:
        from urllib.request import Request

        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._too_slow()
        request = Request(f"{self._url}/{name}/", headers={"Accept": MEDIA_TYPE})  # noqa: S310 - see _opener
        with _opener().open(request, timeout=min(self._timeout, left)) as answer:
            kind = answer.headers.get_content_type()
            if kind != MEDIA_TYPE:
                raise self._give_up(f"the index answered {kind}, not JSON of the simple API")
            content = bytearray()
            while chunk := answer.read1(_CHUNK):  # which does not wait for a whole chunk
                content += chunk
                if len(content) > MAX_TEXT:
                    raise Unavailable(f"the index answered more than {MAX_TEXT // MEBIBYTE} MiB")
                if time.monotonic() > self._deadline:
                    raise self._too_slow()
            if len(content) < int(answer.headers.get("Content-Length") or 0):
                raise OSError("the answer is cut off")
            return bytes(content)


def _opener() -> Any:
    """Return an opener that knows HTTP and HTTPS only, wherever it is sent on to."""
    from urllib import request

    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _refused(code: int) -> str:
    return "the index does not have it" if code == 404 else f"the index answered with status {code}"


def _retry_after(given: str, otherwise: float) -> float:
    return min(float(given), LONGEST_PAUSE) if given.isdecimal() and len(given) < 9 else otherwise


def releases(page: bytes) -> tuple[Release, ...]:
    """Read the page of a project; files that are neither wheel nor source are left out.

    Raises
    ------
    Unavailable
        If it is no such page.
    """
    try:
        content = json.loads(page)
        major = str(content["meta"]["api-version"]).partition(".")[0]
        files = [(_version_of(file["filename"]), file) for file in content["files"]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise Unavailable("the index answered something that is no page of a project") from None
    if major != "1":
        raise Unavailable("the index speaks another version of the simple API than 1")
    found: dict[str, list[Mapping[str, Any]]] = {}
    for version, file in files:
        if version:
            found.setdefault(version, []).append(file)
    if not found:
        raise Unavailable("the index lists no file that can be installed")
    return tuple(_release(version, entries) for version, entries in sorted(found.items()))


def _release(version: str, files: list[Mapping[str, Any]]) -> Release:
    """Summarise the files of one version; it is withdrawn when all of them are."""
    marks = [file.get("yanked", False) for file in files]
    reasons = [mark for mark in marks if isinstance(mark, str) and mark]
    times = [moment for file in files if (moment := _moment(file.get("upload-time")))]
    withdrawn = all(mark is True or isinstance(mark, str) for mark in marks)
    return Release(
        version,
        min(times, default=None),
        (reasons or [""])[0] if withdrawn else None,
    )


def _version_of(filename: str) -> str:
    from packaging.utils import (
        InvalidSdistFilename,
        InvalidWheelFilename,
        parse_sdist_filename,
        parse_wheel_filename,
    )

    try:
        if filename.endswith(".whl"):
            return str(parse_wheel_filename(filename)[1])
        return str(parse_sdist_filename(filename)[1])
    except (InvalidSdistFilename, InvalidWheelFilename):
        return ""


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
