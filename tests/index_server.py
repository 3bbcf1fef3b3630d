"""A small package index on loopback, which can misbehave in every way that indexes do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = "application/vnd.pypi.simple.v1+json"


def file(name: str, version: str, uploaded: str = "2026-01-01", **more: Any) -> dict[str, Any]:
    """Return one file of a project's page."""
    return {
        "filename": f"{name.replace('-', '_')}-{version}-py3-none-any.whl",
        "url": "https://example.org/x.whl",
        "hashes": {},
        "upload-time": f"{uploaded}T10:00:00.123456Z",
        **more,
    }


def page(name: str, *files: dict[str, Any], api: str = "1.1") -> dict[str, Any]:
    """Return the page of a project."""
    return {"meta": {"api-version": api}, "name": name, "files": list(files)}


@dataclass
class Answer:
    """What the server sends: a page, or whatever else."""

    body: bytes | dict[str, Any] = b""
    status: int = 200
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    cut: bool = False


@dataclass
class Index:
    """A running server: project -> its answers in turn, of which the last one stays."""

    url: str
    answers: dict[str, list[Answer]]
    asked: list[str] = field(default_factory=list)

    def next_for(self, path: str) -> Answer:
        self.asked.append(path)
        queue = self.answers.get(path.strip("/").rpartition("/")[2], [Answer(status=404)])
        return queue.pop(0) if len(queue) > 1 else queue[0]


@contextmanager
def serving(answers: dict[str, list[Answer]] | None = None) -> Iterator[Index]:
    """Run the server as long as the context lasts."""
    index = Index("", answers or {})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = index.next_for(self.path)
            body = (
                answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            )
            time.sleep(answer.wait)
            try:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(body) + answer.cut))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                step = 1 if answer.drip else len(body) or 1
                for start in range(0, len(body), step):
                    self.wfile.write(body[start : start + step])
                    time.sleep(answer.drip)
            except ConnectionError:
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    index.url = f"http://127.0.0.1:{server.server_address[1]}/simple"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
