"""A real advisory server on loopback: the protocols of OSV and of PyPI, and ways to misbehave.

Its matching is its own and knows nothing of the package under test.
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

SHARED = Path(__file__).parents[2] / "shared" / "data" / "advisories.ndjson.gz"

BODIES = {
    "rubbish": b"<html>Sign in to the guest network</html>",
    "null": b"null",
    "list": b"[]",
    "proxy": b'{"error": "blocked"}',
    "number": b'{"vulns": 3}',
    "texts": b'{"vulns": ["PYSEC-1"]}',
    "deep": b"[" * 100_000,
}
"""Answers with status 200 that are none."""


@dataclass
class OsvServer:
    """What the server knows, how it behaves, and what it was asked.

    Parameters
    ----------
    records:
        Advisories in the OSV format.
    mode:
        ``ok``, a status such as ``429``, ``silent``, ``drip``, ``cut``, ``loop``, ``pages``, or
        one of `BODIES`.
    packages:
        Names that PyPI knows; all where it is ``None``.
    """

    records: Sequence[dict[str, Any]]
    mode: str = "ok"
    packages: set[str] | None = None
    url: str = ""
    asked: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    _by_name: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for record in self.records:
            for entry in record.get("affected", []):
                self._by_name.setdefault(_plain(entry["package"]["name"]), []).append(record)

    def matching(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the records about one version of one package."""
        name = _plain(query["package"]["name"])
        found = self._by_name.get(name, [])
        return [r for r in found if _affects(r, name, query["version"])]

    def answer(self, path: str, body: Any) -> tuple[int, Any]:
        """Return status and document."""
        self.asked.append(body if body is not None else path)
        if self.mode.isdigit():
            return int(self.mode), {"code": 8, "message": "no"}
        if path == "/v1/query":
            found = self.matching(body)
            more = {"next_page_token": "2"} if self.mode == "pages" else {}
            return 200, {**({"vulns": found} if found else {}), **more}
        if path == "/v1/querybatch":
            lists = [self.matching(query) for query in body["queries"]]
            short = [[{"id": r["id"], "modified": r["modified"]} for r in one] for one in lists]
            return 200, {"results": [{"vulns": one} if one else {} for one in short]}
        if match := re.fullmatch(r"/v1/vulns/(.+)", path):
            one = next((r for r in self.records if r["id"] == match[1]), None)
            return (200, one) if one else (404, {"code": 5, "message": "not found"})
        if match := re.fullmatch(r"/pypi/(.+)/(.+)/json", path):
            return self._pypi(match[1], match[2])
        return 404, {}

    def _pypi(self, name: str, version: str) -> tuple[int, Any]:
        if self.packages is not None and name not in self.packages:
            return 404, {"message": "Not Found"}
        found = self.matching({"package": {"name": name}, "version": version})
        return 200, {"info": {"name": name}, "vulnerabilities": [_as_pypi(r) for r in found]}


@contextmanager
def serving(records: Sequence[dict[str, Any]], **more: Any) -> Iterator[OsvServer]:
    """Run a server on a free port of loopback until the end of the block."""
    state = OsvServer(records, **more)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._reply(json.loads(self.rfile.read(length)))

        def do_GET(self) -> None:
            self._reply(None)

        def _reply(self, body: Any) -> None:
            state.headers.append(dict(self.headers))
            if state.mode == "silent":
                state.stop.wait(30)
                self.close_connection = True
                return
            if state.mode == "loop":
                self._send(302, b"", Location=self.path)
                return
            status, document = state.answer(self.path, body)
            raw = BODIES.get(state.mode) or json.dumps(document).encode()
            if state.mode == "drip":
                self._drip(raw)
            elif state.mode == "cut":
                self._send(status, raw[: len(raw) // 2], length=len(raw) + 1)
                self.close_connection = True
            else:
                self._send(status, raw)

        def _send(self, status: int, raw: bytes, length: int | None = None, **headers: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw) if length is None else length))
            self.send_header("Cache-Control", "public, max-age=86400")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        def _drip(self, raw: bytes) -> None:
            self._send(200, b"", length=len(raw) + 10_000)
            while not state.stop.wait(0.05):
                self.wfile.write(b" ")

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except OSError:  # the client went away
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        state.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def shared_records() -> list[dict[str, Any]]:
    """Return the advisories of the Python Packaging Advisory Database of October 2024."""
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _affects(record: dict[str, Any], name: str, version: str) -> bool:
    for entry in record["affected"]:
        if _plain(entry["package"]["name"]) != name:
            continue
        if version in entry.get("versions", ()):
            return True
        for found in entry.get("ranges", ()):
            if found["type"] == "ECOSYSTEM" and _inside(Version(version), found["events"]):
                return True
    return False


def _inside(version: Version, events: list[dict[str, str]]) -> bool:
    """Say what the latest event not above a version was."""
    latest: tuple[Version, int, bool] | None = None
    for number, event in enumerate(events):
        ((kind, text),) = event.items()
        try:
            place = Version("0.dev0" if text == "0" else text)
        except InvalidVersion:
            continue
        reached = version > place if kind == "last_affected" else version >= place
        if reached and (latest is None or (place, number) > latest[:2]):
            latest = (place, number, kind == "introduced")
    return latest is not None and latest[2]


def _as_pypi(record: dict[str, Any]) -> dict[str, Any]:
    fixed = [
        event["fixed"]
        for entry in record["affected"]
        for found in entry.get("ranges", ())
        if found["type"] == "ECOSYSTEM"
        for event in found["events"]
        if "fixed" in event
    ]
    return {
        "id": record["id"],
        "aliases": record.get("aliases", []),
        "details": record.get("details"),
        "summary": record.get("summary"),
        "fixed_in": fixed,
        "withdrawn": record.get("withdrawn"),
    }
