from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index_server import Answer, file, page, serving
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _simple_index
from pytest_mlgate.inputs.package_index import PackageIndex, Release
from support import provide, write

NUMPY = page(
    "numpy",
    file("numpy", "1.0", "2020-01-02"),
    file("numpy", "1.0", "2020-01-01", filename="numpy-1.0.tar.gz", yanked="broken"),
    file("numpy", "2.0", yanked="wrong licence"),
    file("numpy", "2.1", yanked=True),
    file("numpy", "3.0", filename="numpy-3.0.exe"),
)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_simple_index, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(_simple_index, "FIRST_PAUSE", 0.01)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def index(root: Path, **settings: Any) -> PackageIndex:
    found = provide("package_index", root, **settings)
    assert isinstance(found, PackageIndex)
    return found


def look_up(root: Path, answers: dict[str, list[Answer]], *names: str, **settings: Any) -> Any:
    with serving(answers) as server:
        return index(root, url=server.url, **settings).look_up(names or tuple(answers))


def reason(root: Path, *answers: Answer, **settings: Any) -> str:
    found = look_up(root, {"numpy": list(answers)}, **settings)["numpy"]
    assert isinstance(found, str), found
    return found


def test_releases(tmp_path: Path) -> None:
    found = look_up(tmp_path, {"numpy": [Answer(NUMPY)]})
    moment = datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)
    assert found["numpy"] == (
        Release("1.0", moment.replace(year=2020), None),
        Release("2.0", moment, "wrong licence"),
        Release("2.1", moment, ""),
    )


def test_the_question_that_is_put(tmp_path: Path) -> None:
    with serving({"a-b": [Answer(page("a-b", file("a-b", "1")))]}) as server:
        index(tmp_path, url=f"{server.url}/").look_up(["a-b"])
        assert server.asked == ["/simple/a-b/"]


def test_redirects_are_followed(tmp_path: Path) -> None:
    with serving({"numpy": [Answer(NUMPY)]}) as server:
        server.answers["old"] = [Answer(status=301, headers={"Location": "/simple/numpy/"})]
        assert len(index(tmp_path, url=server.url).look_up(["old"])["old"]) == 3


def test_older_indexes_tell_no_upload_times(tmp_path: Path) -> None:
    old = page("x", {"filename": "x-1.tar.gz", "url": "u", "hashes": {}}, api="1.0")
    assert look_up(tmp_path, {"x": [Answer(old)]})["x"] == (Release("1", None, None),)


def test_a_busy_index_is_asked_again(tmp_path: Path) -> None:
    for status in (429, 500, 503):
        answers = [Answer(status=status, headers={"Retry-After": "1"}), Answer(NUMPY)]
        assert len(look_up(tmp_path, {"numpy": answers})["numpy"]) == 3


@pytest.mark.parametrize(
    ("answer", "message", "asked"),
    [
        (Answer(status=404), "the index does not have it", 1),
        (Answer(status=403), "the index answered with status 403", 1),
        (Answer(status=429), "the index answered with status 429", 3),
        (Answer(status=500), "the index answered with status 500", 3),
        (Answer(NUMPY, cut=True), "the index did not answer (", 3),
        (Answer(b"<html>", kind="text/html"), "the index answered text/html, not JSON", 1),
        (Answer(b"{"), "something that is no page", 1),
        (Answer(b"[]"), "something that is no page", 1),
        (Answer(b"\xff\xfe"), "something that is no page", 1),
        (Answer(b"[" * 100_000), "something that is no page", 1),
        (Answer({"meta": {"api-version": "1.0"}}), "something that is no page", 1),
        (Answer(page("x", {"filename": 7})), "something that is no page", 1),
        (Answer(page("x", api="2.0")), "another version of the simple API", 1),
        (Answer(page("x")), "lists no file that can be installed", 1),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "status 302", 1),
    ],
)
def test_answers_that_say_nothing(tmp_path: Path, answer: Answer, message: str, asked: int) -> None:
    with serving({"numpy": [answer]}) as server:
        found = index(tmp_path, url=server.url).look_up(["numpy"])["numpy"]
        assert message in str(found)
        assert len(server.asked) == asked


def test_an_answer_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_simple_index, "MAX_TEXT", 1024 * 1024)
    assert "more than 1 MiB" in reason(tmp_path, Answer(b" " * 1_100_000))


def test_a_slow_index(tmp_path: Path) -> None:
    assert "did not answer" in reason(tmp_path, Answer(NUMPY, wait=0.5), timeout=0.1)


def test_an_index_that_drips(tmp_path: Path) -> None:
    started = time.monotonic()
    found = reason(tmp_path, Answer(NUMPY, drip=0.02), patience=1.0)
    assert found == "the index took longer than 1 s for everything"
    assert time.monotonic() - started < 10


def test_an_index_that_is_down_is_not_asked_for_everything(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = [f"package-{number}" for number in range(500)]
    found = index(tmp_path, url=f"http://127.0.0.1:{port}/simple").look_up(names)
    assert len(found) == 500
    assert len(set(found.values())) == 1
    assert "the index did not answer (" in str(found["package-0"])


def test_an_index_that_speaks_html_is_not_asked_on(tmp_path: Path) -> None:
    names = [f"package-{number}" for number in range(100)]
    with serving({name: [Answer(b"<html>", kind="text/html")] for name in names}) as server:
        found = index(tmp_path, url=server.url).look_up(names)
        assert set(found.values()) == {"the index answered text/html, not JSON of the simple API"}
        assert len(server.asked) < 10


def test_a_folder_of_pages(tmp_path: Path) -> None:
    write(tmp_path, {"index/numpy.json": json.dumps(NUMPY), "index/broken.json": "{"})
    found = index(tmp_path, folder="index").look_up(["numpy", "broken", "absent"])
    assert len(found["numpy"]) == 3
    assert "no page of a project" in str(found["broken"])
    assert found["absent"] == "there is no page in index"


def test_a_page_that_leads_out_of_the_project(tmp_path: Path) -> None:
    root = write(tmp_path / "project", {"index/.keep": ""})
    write(tmp_path, {"outside.json": json.dumps(NUMPY)})
    (root / "index" / "numpy.json").symlink_to(tmp_path / "outside.json")
    found = index(root, folder="index").look_up(["numpy"])
    assert "leaves the project root" in str(found["numpy"])


@pytest.mark.parametrize(
    "url",
    [
        "pypi.org/simple", "file:///etc", "ftp://example.org/simple", "https://",
        "https://me:secret@example.org/simple", "https://token@example.org/simple",
        "https://example.org/simple?key=secret", "https://example.org/a b",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match=r"\[inputs\.package-index\]: url: found") as caught:
        index(tmp_path, url=url)
    assert "secret" not in str(caught.value) or "?" in url


def test_what_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="names neither url nor folder"):
        index(tmp_path)
    with pytest.raises(InputError, match="both url and folder"):
        index(tmp_path, url="https://example.org/simple", folder="index")
    with pytest.raises(InputError, match="no such folder"):
        index(tmp_path, folder="index")
    with pytest.raises(InputError, match="leaves the project root"):
        index(tmp_path, folder="..")


def test_nothing_is_asked_before_somebody_wants_to_know(tmp_path: Path) -> None:
    with serving({}) as server:
        index(tmp_path, url=server.url)
        assert server.asked == []
